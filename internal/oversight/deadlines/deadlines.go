// Package deadlines collects what the law and decisions expect of whom by when, from every room that knows a day.
//
//	Line      a deadline of a building: what, for whom, legal or internal, article, date, state
//	Source    a room that offers deadlines; a later room joins by the same door (app.go)
//	Follow    makes the lines of a building again when something happened in it; a job does it every night, because some days begin by themselves
//	Feed      the reader's lines as a calendar, under a secret address that can be ended
//	Alert     what the syndic has missed, told once to a council member who wants to know, with the evidence that it left
//	Letters   what is near, each Monday; and a reminder at sensible distances. Nobody gets one who did not ask for it
//
// A deadline is done by evidence in the room where it is met; nothing can be ticked off here. Neighbours below: decisions, mandates, assembly.
// Further files: follow.go, feed.go, letters.go (the jobs of the letters), alerts.go (those of the alerts), list.go.
package deadlines

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/mail"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("deadlines", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadDeadlines = act.NewAction("deadlines.read_deadlines")
	Subscribe     = act.NewAction("deadlines.subscribe")
)

// Source offers the deadlines of a building. It is asked by the house itself: what it offers is shown to those who may read deadlines there.
type Source struct {
	Facts string // the kinds of facts that change them, "mandates."
	Of    func(v *act.View, building id.Of[id.Building]) ([]law.Deadline, error)
}

// Room holds what the verbs need from elsewhere.
type Room struct {
	House   *act.House
	Mail    mail.Sender
	BaseURL string
	Sources []Source
	// Who makes of a person who acts by himself now: with today's roles. It answers for feeds and letters, which have no session.
	Who func(tx *db.Tx, person id.Of[id.Person], office id.Of[id.Office], today civil.Date) (act.Who, error)
}

// Line is a deadline of a building.
type Line struct {
	law.Deadline
	Building id.Of[id.Building]
}

// ID tells a line from all others of the office.
func (l Line) ID() string { return l.Building.String() + "/" + l.Key }

// open tells what still has to be done.
func (l Line) open() bool { return l.Done.None() }

// ForOwners tells whether it is the owners who act.
func (l Line) ForOwners() bool { return l.Whom == "law.whom_owner" }

// Lines are the deadlines that the reader may see, of one building or of all, the earliest first. An owner sees those of the owners.
func Lines(v *act.View, building id.Of[id.Building]) (list []Line, err error) {
	if !building.None() {
		if _, err := property.FindBuilding(v.Tx, building); err != nil {
			return nil, err
		}
		if err := v.Allow(ReadDeadlines, building); err != nil {
			return nil, err
		}
		list, err = db.All(v.Query(linesOf, building), (*Line).fields)
	} else {
		list, err = db.All(v.Query(allLines), (*Line).fields)
	}
	list = slices.DeleteFunc(list, func(l Line) bool {
		return !v.May(ReadDeadlines, l.Building) || !l.ForOwners() && onlyOwner(v, l.Building)
	})
	slices.SortFunc(list, func(a, b Line) int { return a.compare(b.Date, b.ID()) })
	return list, err
}

// compare orders lines by their day, then by their name.
func (l Line) compare(day civil.Date, id string) int {
	return cmp.Or(l.Date.Compare(day), strings.Compare(l.ID(), id))
}

// onlyOwner tells who may read the deadlines of a building as an owner alone.
func onlyOwner(v *act.View, building id.Of[id.Building]) bool {
	other := *v
	other.Who.Grants = slices.DeleteFunc(slices.Clone(v.Who.Grants), func(g act.Grant) bool { return g.Role == act.Owner })
	return !other.May(ReadDeadlines, building)
}

// Pressing are the lines that are late, of today or soon, for a first page.
func Pressing(v *act.View, building id.Of[id.Building]) ([]Line, error) {
	list, err := Lines(v, building)
	return slices.DeleteFunc(list, func(l Line) bool {
		s := l.State(v.Today)
		return s != law.Late && s != law.Today && s != law.Soon
	}), err
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "deadlines."+key, args...)
}

// Subscribed is recorded when a reader changes which letters he wants.
type Subscribed struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f Subscribed) About() act.About {
	return act.About{Kind: "deadlines.subscribed", Subject: act.Subject(f.Person)}
}

// FeedMade is recorded when a calendar is given a secret address; the one before it ends.
type FeedMade struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f FeedMade) About() act.About {
	return act.About{Kind: "deadlines.feed_made", Subject: act.Subject(f.Person)}
}

// FeedEnded is recorded when a calendar is ended.
type FeedEnded struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f FeedEnded) About() act.About {
	return act.About{Kind: "deadlines.feed_ended", Subject: act.Subject(f.Person)}
}

// LetterAsked is recorded when a letter about deadlines is about to leave, LetterSent when a mail server took it.
type LetterAsked struct {
	Person id.Of[id.Person] `json:"person"`
	Kind   string           `json:"kind"`
	Day    civil.Date       `json:"day"`
}

// About says what the fact is about.
func (f LetterAsked) About() act.About {
	return act.About{Kind: "deadlines.letter_asked", Subject: act.Subject(f.Person)}
}

// LetterSent is recorded when a mail server took a letter.
type LetterSent LetterAsked

// About says what the fact is about.
func (f LetterSent) About() act.About {
	return act.About{Kind: "deadlines.letter_sent", Subject: act.Subject(f.Person)}
}
