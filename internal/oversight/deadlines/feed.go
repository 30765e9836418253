package deadlines

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"

	ics "github.com/arran4/golang-ical"
)

// MakeFeed gives the reader a calendar under a new secret address, and ends the one before it. The address is told this once.
func (r *Room) MakeFeed(a *act.Act) (address string, err error) {
	if a.Who.Session.None() {
		return "", fault.Forbidden("sign_in_needed")
	}
	raw := make([]byte, 24)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	secret := base64.RawURLEncoding.EncodeToString(raw)
	if _, err := a.Exec(endFeeds, a.Who.Office, a.Who.Person, a.Now); err != nil {
		return "", err
	}
	if _, err := a.Exec(addFeed, digestOf(secret), a.Who.Office, a.Who.Person, a.Now); err != nil {
		return "", err
	}
	a.Record(FeedMade{Person: a.Who.Person})
	return strings.TrimSuffix(r.BaseURL, "/") + "/calendars/" + secret + ".ics", nil
}

// EndFeed makes the secret address of the reader's calendar worthless.
func (r *Room) EndFeed(a *act.Act) error {
	_, known, err := db.First(a.Query(feedMade, a.Who.Office, a.Who.Person), (*feed).fields)
	if err != nil || !known {
		return err
	}
	a.Record(FeedEnded{Person: a.Who.Person})
	_, err = a.Exec(endFeeds, a.Who.Office, a.Who.Person, a.Now)
	return err
}

func digestOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Open declares what is fetched by a secret address.
func (r *Room) Open(p *ui.Pages) {
	p.Rest.Mux.HandleFunc("GET /calendars/{file}", func(w http.ResponseWriter, q *http.Request) {
		text, err := r.calendar(q)
		if err != nil {
			p.Fail(w, q.WithContext(i18n.With(q.Context(), ui.LanguageOf(q))), err)
			return
		}
		w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("Content-Disposition", `inline; filename="koprogo.ics"`)
		_, _ = w.Write([]byte(text))
	})
}

// calendar is what the owner of a secret may see today, with today's roles.
func (r *Room) calendar(q *http.Request) (string, error) {
	secret, is := strings.CutSuffix(q.PathValue("file"), ".ics")
	if !is {
		return "", fault.NotFound("not_found")
	}
	var who act.Who
	err := r.House.DB.Read(q.Context(), id.Of[id.Office]{}, func(tx *db.Tx) error {
		f, err := findFeed(tx, digestOf(secret))
		if err != nil {
			return err
		}
		return tx.Visit(f.office, func(there *db.Tx) (err error) {
			who, err = r.Who(there, f.person, f.office, r.House.Now().BrusselsDate())
			return err
		})
	})
	if err != nil {
		return "", err
	}
	return act.See(q.Context(), r.House, who, func(v *act.View) (string, error) {
		list, err := Lines(v, id.Of[id.Building]{})
		if err != nil {
			return "", err
		}
		named, err := names(v)
		return written(list, named, who.Lang, v.Now, strings.TrimSuffix(r.BaseURL, "/")), err
	})
}

// names are the names of the office's buildings.
func names(v *act.View) (map[id.Of[id.Building]]string, error) {
	list, err := property.Names(v.Tx)
	named := map[id.Of[id.Building]]string{}
	for _, n := range list {
		named[n.ID] = n.Name
	}
	return named, err
}

// written is a calendar of whole days, one for each deadline that is not done, with an alarm a week before what the law fixes.
func written(list []Line, named map[id.Of[id.Building]]string, lang i18n.Lang, now civil.Instant, base string) string {
	c := ics.NewCalendarFor("-//KoproGo//" + strings.ToUpper(string(lang)))
	c.SetMethod(ics.MethodPublish)
	c.SetName(i18n.Say(lang, "deadlines.title"))
	c.SetXWRCalName(i18n.Say(lang, "deadlines.title"))
	for _, l := range list {
		if !l.open() || l.Date.None() {
			continue
		}
		e := c.AddEvent(hex.EncodeToString([]byte(digestOf(l.ID()))[:32]) + "@koprogo")
		e.SetDtStampTime(now.Time())
		day := time.Date(l.Date.Year(), l.Date.Month(), l.Date.Day(), 0, 0, 0, 0, time.UTC)
		e.SetAllDayStartAt(day)
		e.SetAllDayEndAt(day.AddDate(0, 0, 1))
		e.SetSummary(l.In(lang))
		e.SetLocation(named[l.Building])
		e.SetDescription(i18n.Say(lang, "deadlines.calendar_says", "whom", i18n.Say(lang, l.Whom), "law", said(lang, l)))
		if l.Path != "" {
			e.SetURL(base + l.Path)
		}
		if l.Legal {
			alarm := e.AddAlarm()
			alarm.SetAction(ics.ActionDisplay)
			alarm.SetTrigger("-P7D")
			alarm.SetDescription(l.In(lang))
		}
	}
	return c.Serialize()
}

// said tells whether the law fixes a day, and where.
func said(lang i18n.Lang, l Line) string {
	if l.Legal {
		return i18n.Say(lang, "deadlines.art", "article", l.Article)
	}
	return i18n.Say(lang, "deadlines.internal")
}
