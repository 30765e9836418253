package deadlines_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	_ "koprogo/internal/governance/assembly" // its words
	_ "koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/oversight/deadlines"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

var policy = act.Policy{
	deadlines.ReadDeadlines: {act.Syndic, act.Council, act.Owner},
	deadlines.Subscribe:     {act.Syndic, act.Owner},
}

// world is an office with two buildings; what they owe is said by the story.
type world struct {
	*testing.T
	house    *act.House
	who      act.Who // the house itself
	claire   act.Who
	anne     act.Who
	room     deadlines.Room
	register property.Room
	tilleuls id.Of[id.Building]
	parc     id.Of[id.Building]
	owed     map[id.Of[id.Building]][]law.Deadline
	letters  []mail.Message
	refuses  bool // the mail server takes no charge of letters
	now      time.Time
}

// Send keeps a letter as a server that took charge of it would.
func (w *world) Send(_ context.Context, m mail.Message) (mail.Receipt, error) {
	w.letters = append(w.letters, m)
	return mail.Receipt{At: w.now, Delivered: !w.refuses}, nil
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, owed: map[id.Of[id.Building]][]law.Deadline{}, now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	w.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time { w.now = w.now.Add(time.Second); return w.now }}
	office := id.New[id.Office]()
	w.who = act.Who{Office: office, House: true, Lang: i18n.FR}
	w.tilleuls, w.parc = w.building("Les Tilleuls"), w.building("Résidence du Parc")
	w.claire = act.Who{Person: id.New[id.Person](), Session: id.New[id.Session](), Office: office, Name: "Claire Maes", Email: "claire@maes.example", Lang: i18n.FR, Grants: []act.Grant{{Role: act.Syndic}}}
	w.anne = act.Who{Person: id.New[id.Person](), Session: id.New[id.Session](), Office: office, Name: "Anne Dubois", Email: "anne@exemple.example", Lang: i18n.NL, Grants: []act.Grant{{Role: act.Owner, Building: w.tilleuls}}}
	w.room = deadlines.Room{House: w.house, Mail: w, BaseURL: "https://koprogo.example",
		Sources: []deadlines.Source{{Facts: "property.", Of: func(_ *act.View, b id.Of[id.Building]) ([]law.Deadline, error) { return w.owed[b], nil }}},
		Who: func(_ *db.Tx, person id.Of[id.Person], _ id.Of[id.Office], _ civil.Date) (act.Who, error) {
			if person == w.anne.Person {
				return w.anne, nil
			}
			return w.claire, nil
		}}
	return w
}

func (w *world) building(name string) id.Of[id.Building] {
	w.Helper()
	return do(w, w.who, func(a *act.Act) (property.Building, error) {
		return w.register.CreateBuilding(a, property.BuildingEntry{Name: name, Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
}

func do[T any](w *world, who act.Who, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func (w *world) deliver() {
	w.Helper()
	if err := act.Deliver(context.Background(), w.house, []act.Answer{w.room.Follow()}); err != nil {
		w.Fatal(err)
	}
}

// lines are the keys of what a reader sees.
func (w *world) lines(who act.Who, building id.Of[id.Building]) string {
	w.Helper()
	text, err := act.See(context.Background(), w.house, who, func(v *act.View) (string, error) {
		list, err := deadlines.Lines(v, building)
		var keys []string
		for _, l := range list {
			keys = append(keys, l.Key+" "+string(l.State(v.Today)))
		}
		return strings.Join(keys, ", "), err
	})
	if err != nil {
		w.Fatal(err)
	}
	return text
}

func poster(day string) law.Deadline {
	return law.Deadline{Key: "poster", Path: "/mandates", What: "mandates.deadline_poster", Whom: "law.whom_syndic", Legal: true, Article: "3.89 §2", Date: civil.Must(day)}
}

func items(day string) law.Deadline {
	return law.Deadline{Key: "items", What: "assembly.deadline_items", Args: map[string]any{"first": civil.Must("2027-03-01")}, Whom: "law.whom_owner", Legal: true, Article: "3.87 §3", Date: civil.Must(day)}
}

func TestWhatRoomsOfferIsCollectedAndFollowsThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.owed[w.tilleuls] = []law.Deadline{poster("2026-11-25"), items("2027-02-08")}
		w.owed[w.parc] = []law.Deadline{poster("2026-11-20")}
		w.deliver()
		none := id.Of[id.Building]{}
		if got := w.lines(w.claire, none); got != "poster late, poster soon, items later" {
			t.Errorf("all: %s", got)
		}
		if got := w.lines(w.claire, w.tilleuls); got != "poster soon, items later" {
			t.Errorf("of one: %s", got)
		}
		if got := w.lines(w.anne, none); got != "items later" {
			t.Errorf("an owner sees what owners may do, in the own building: %s", got)
		}
		// The poster hangs; nothing else is expected any more. Something happens in the building, and the list follows.
		hung := poster("2026-11-25")
		hung.Done = civil.Must("2026-11-22")
		w.owed[w.tilleuls] = []law.Deadline{hung}
		do(w, w.who, func(a *act.Act) (id.Of[id.Lot], error) {
			l, err := w.register.AddLot(a, w.tilleuls, property.LotEntry{Label: "1", Kind: "apartment", Shares: 1}, nil, civil.Must("2026-01-01"))
			return l.ID(), err
		})
		w.deliver()
		if got := w.lines(w.claire, w.tilleuls); got != "poster done" {
			t.Errorf("after the poster was hung: %s", got)
		}
		// The next morning something begins by itself, without a fact.
		w.now = w.now.AddDate(0, 0, 1)
		w.owed[w.parc] = nil
		if err := w.room.Nightly(context.Background(), jobs.Job{}); err != nil {
			t.Fatal(err)
		}
		if got := w.lines(w.claire, w.parc); got != "" {
			t.Errorf("after the night: %s", got)
		}
	})
}

func TestLettersLeaveOnlyToWhoAskedAndOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.now = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC) // a Monday
		w.owed[w.tilleuls] = []law.Deadline{poster("2026-11-30"), items("2027-02-08")}
		w.deliver()
		morning := func() {
			t.Helper()
			if err := w.room.Morning(context.Background(), jobs.Job{}); err != nil {
				t.Fatal(err)
			}
			runner := jobs.Runner{DB: d, Handlers: map[string]jobs.Handler{deadlines.LetterJob: w.room.Letter}, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return w.now }}
			for {
				if worked, err := runner.Once(context.Background()); err != nil || !worked {
					break
				}
			}
		}
		morning()
		if len(w.letters) != 0 {
			t.Fatalf("nobody asked for a letter: %v", w.letters)
		}
		do(w, w.claire, func(a *act.Act) (bool, error) {
			return true, w.room.Wish(a, deadlines.Wishes{Weekly: true, Reminders: true})
		})
		do(w, w.anne, func(a *act.Act) (bool, error) {
			return true, w.room.Wish(a, deadlines.Wishes{Weekly: true, Reminders: true})
		})
		morning()
		morning()
		if len(w.letters) != 1 { // to Claire the letter of the week, which holds the reminder seven days before; to Anne nothing is near
			t.Fatalf("%d letters: %v", len(w.letters), w.letters)
		}
		for _, l := range w.letters {
			if l.To[0].Email != "claire@maes.example" || !strings.Contains(l.Text, "art. 3.89 §2") || !strings.Contains(l.Text, "Les Tilleuls") || !strings.Contains(l.Text, "https://koprogo.example/deadlines") {
				t.Errorf("%s\n%s", l.Subject, l.Text)
			}
		}
		w.now = w.now.AddDate(0, 0, 1)
		morning()
		if len(w.letters) != 1 {
			t.Errorf("a Tuesday six days before: %v", w.letters[1:])
		}
		w.now = time.Date(2026, 11, 29, 5, 0, 0, 0, time.UTC)
		morning()
		if len(w.letters) != 2 || !strings.Contains(w.letters[1].Subject, "Rappel") {
			t.Errorf("the day before: %v", w.letters[1:])
		}
	})
}

// Art. 3.90 §4: the council watches over the syndic. Who sits in it and wants to know is told once of each day that the syndic missed; nobody else is, and
// nobody of what is not the syndic's.
func TestTheCouncilIsToldOnceOfEachLateness(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.now = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
		w.anne.Grants = []act.Grant{{Role: act.Council, Building: w.tilleuls}}
		w.house.Policy[deadlines.Subscribe] = []act.Role{act.Syndic, act.Council}
		w.owed[w.tilleuls] = []law.Deadline{poster("2026-11-24"), items("2026-11-20")}
		w.owed[w.parc] = []law.Deadline{poster("2026-11-20")} // she does not sit there
		w.deliver()
		morning := func(day int) {
			t.Helper()
			w.now = time.Date(2026, 11, day, 5, 0, 0, 0, time.UTC)
			if err := w.room.Morning(context.Background(), jobs.Job{}); err != nil {
				t.Fatal(err)
			}
			runner := jobs.Runner{DB: d, Handlers: map[string]jobs.Handler{deadlines.LetterJob: w.room.Letter, deadlines.AlertJob: w.room.Alert}, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return w.now }}
			for {
				if worked, err := runner.Once(context.Background()); err != nil || !worked {
					break
				}
			}
		}
		for _, who := range []act.Who{w.anne, w.claire} { // the syndic may tick it too: it is not for him
			do(w, who, func(a *act.Act) (bool, error) { return true, w.room.Wish(a, deadlines.Wishes{Alerts: true}) })
		}
		morning(24)
		if len(w.letters) != 0 {
			t.Fatalf("on its day nothing is late yet: %v", w.letters)
		}
		morning(25)
		morning(25)
		morning(26)
		if len(w.letters) != 1 || w.letters[0].To[0].Email != "anne@exemple.example" || !strings.Contains(w.letters[0].Text, "art. 3.89 §2") || strings.Count(w.letters[0].Text, "\n- ") != 1 {
			t.Fatalf("%d alerts: %v", len(w.letters), w.letters)
		}
		card := func(who act.Who) string {
			t.Helper()
			var b strings.Builder
			shown, err := act.See(context.Background(), w.house, who, func(v *act.View) (templ.Component, error) { return w.room.OnCouncil(v, w.tilleuls) })
			if err == nil && shown != nil {
				err = shown.Render(i18n.With(context.Background(), i18n.FR), &b)
			}
			if err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		if text := card(w.anne); !strings.Contains(text, "partie le 25") || !strings.Contains(text, "24/11/2026") {
			t.Errorf("the evidence: %s", text)
		}
		if text := card(w.claire); text != "" {
			t.Errorf("the syndic sees of what the council was told: %s", text)
		}
		// Another day that is missed is another lateness. A letter that no server took is not called sent.
		w.refuses = true
		w.owed[w.tilleuls] = []law.Deadline{poster("2026-11-24"), {Key: "roof", What: "mandates.deadline_insurance", Whom: "law.whom_syndic", Date: civil.Must("2026-11-26")}}
		do(w, w.who, func(a *act.Act) (id.Of[id.Lot], error) {
			l, err := w.register.AddLot(a, w.tilleuls, property.LotEntry{Label: "1", Kind: "apartment", Shares: 1}, nil, civil.Must("2026-01-01"))
			return l.ID(), err
		})
		w.deliver()
		morning(27)
		if len(w.letters) != 2 || !strings.Contains(card(w.anne), "pas encore partie") {
			t.Errorf("%d alerts; %s", len(w.letters), card(w.anne))
		}
		do(w, w.anne, func(a *act.Act) (bool, error) { return true, w.room.Wish(a, deadlines.Wishes{}) })
		morning(28)
		if len(w.letters) != 2 {
			t.Errorf("who wants none any more got one: %v", w.letters[2:])
		}
	})
}

func TestACalendarIsFetchedByItsSecretUntilItEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.owed[w.tilleuls] = []law.Deadline{poster("2026-11-30"), items("2027-02-08")}
		w.deliver()
		pages := &ui.Pages{Rest: rest.New(w.house, nil), Refused: func(ui.Failure) templ.Component { return templ.NopComponent }}
		w.room.Open(pages)
		fetch := func(address string) (int, string) {
			t.Helper()
			rec := httptest.NewRecorder()
			pages.Rest.Mux.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, strings.TrimPrefix(address, "https://koprogo.example"), nil))
			return rec.Code, rec.Body.String()
		}
		address := do(w, w.claire, w.room.MakeFeed)
		status, text := fetch(address)
		if status != http.StatusOK || strings.Count(text, "BEGIN:VEVENT") != 2 || !strings.Contains(text, "DTSTART;VALUE=DATE:20261130") || !strings.Contains(text, "LOCATION:Les Tilleuls") {
			t.Fatalf("%d\n%s", status, text)
		}
		if _, text := fetch(do(w, w.anne, w.room.MakeFeed)); strings.Count(text, "BEGIN:VEVENT") != 1 {
			t.Errorf("an owner's calendar:\n%s", text)
		}
		again := do(w, w.claire, w.room.MakeFeed)
		if status, _ := fetch(address); status != http.StatusNotFound {
			t.Errorf("the address before the new one: %d", status)
		}
		do(w, w.claire, func(a *act.Act) (bool, error) { return true, w.room.EndFeed(a) })
		if status, _ := fetch(again); status != http.StatusNotFound {
			t.Errorf("an ended address: %d", status)
		}
	})
}

// What somebody wrote into a title is a text, whatever it looks like.
func TestATitleThatLooksLikeADayHidesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		odd := poster("2026-11-30")
		odd.Key, odd.What, odd.Args = "odd", "decisions.deadline_execute", map[string]any{"title": "@day:demain", "date": civil.Must("2026-05-13")}
		w.owed[w.tilleuls] = []law.Deadline{odd, poster("2026-11-25")}
		w.deliver()
		if got := w.lines(w.claire, w.tilleuls); got != "poster soon, odd later" {
			t.Errorf("%s", got)
		}
		said, err := act.See(context.Background(), w.house, w.claire, func(v *act.View) (string, error) {
			list, err := deadlines.Lines(v, w.tilleuls)
			return list[1].In(i18n.FR), err
		})
		if err != nil || !strings.Contains(said, "@day:demain") || !strings.Contains(said, "13 mai 2026") {
			t.Errorf("%q %v", said, err)
		}
	})
}

// Who is an owner and something else that reads no deadlines sees what owners see.
func TestAnotherRoleLendsNoSight(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.owed[w.tilleuls] = []law.Deadline{poster("2026-11-25"), items("2027-02-08")}
		w.deliver()
		both := w.anne
		both.Grants = append([]act.Grant{{Role: act.Contractor, Building: w.tilleuls}}, both.Grants...)
		if got := w.lines(both, w.tilleuls); got != "items later" {
			t.Errorf("an owner who is a contractor: %s", got)
		}
		both.Grants = append(both.Grants, act.Grant{Role: act.Council, Building: w.tilleuls})
		if got := w.lines(both, w.tilleuls); got != "poster soon, items later" {
			t.Errorf("an owner who is of the council: %s", got)
		}
	})
}
