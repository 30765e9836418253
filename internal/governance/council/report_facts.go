package council

import (
	"cmp"
	"slices"
	"strings"

	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Facts are what a report tells by itself: who sat, what became of the decisions, which deadlines the syndic met, what council and syndic said to each
// other in the open, and the missions. They are kept with an issued report as they were on that day. The own room is not among them.
type Facts struct {
	On        civil.Date // the day on which they were read
	Members   []MemberFact
	Decisions []DecisionFact
	Deadlines []DeadlineFact
	Comments  []CommentFact
	Missions  []MissionFact
}

// MemberFact is somebody who sat in the council in the period.
type MemberFact struct {
	Name, Position string
	From           civil.Date
}

// DecisionFact is what became of a decision.
type DecisionFact struct {
	Assembly   civil.Date
	Point      string
	Title      string
	Who        string
	Due        civil.Date
	Article    string // when the law fixed the day
	State      decisions.State
	Since      civil.Date
	Target     bool // the day is the building's own
	ID         id.Of[id.Decision]
	DaysBehind int
}

// DeadlineFact is a day that the syndic met or missed.
type DeadlineFact struct {
	What    map[i18n.Lang]string
	Legal   bool
	Article string
	Date    civil.Date
	Done    civil.Date
}

// CommentFact is what council or syndic said of a decision, in the open.
type CommentFact struct {
	On    civil.Date
	Name  string
	Title string // of the decision
	Text  string
}

// MissionFact is a mission that ran in the period.
type MissionFact struct {
	Text     string
	Assembly civil.Date
	Point    string
	Title    string
	From     civil.Date
	Last     civil.Date
	State    MissionState
}

// Outcome is how a deadline came out.
type Outcome string

// The outcomes.
const (
	Met     Outcome = "met"
	Tardy   Outcome = "tardy"   // done, after its day
	Missing Outcome = "missing" // not done, its day is past
	Running Outcome = "running"
)

// Outcome tells how a deadline came out on a day.
func (d DeadlineFact) Outcome(on civil.Date) Outcome {
	switch {
	case !d.Done.None() && d.Done.After(d.Date):
		return Tardy
	case !d.Done.None():
		return Met
	case d.Date.Before(on):
		return Missing
	}
	return Running
}

// Behind is by how many days a deadline was missed, or is.
func (d DeadlineFact) Behind(on civil.Date) int {
	if !d.Done.None() {
		on = d.Done
	}
	return d.Date.DaysUntil(on)
}

// Count counts the deadlines with an outcome.
func (f Facts) Count(of ...Outcome) (n int) {
	for _, d := range f.Deadlines {
		if slices.Contains(of, d.Outcome(f.On)) {
			n++
		}
	}
	return n
}

// Ended counts the decisions that were carried out.
func (f Facts) Ended() (n int) {
	for _, d := range f.Decisions {
		if d.State == decisions.Done {
			n++
		}
	}
	return n
}

// gather reads the facts of a period as they are today.
func (r *Room) gather(v *act.View, x Report) (Facts, error) {
	f := Facts{On: v.Today}
	board, err := r.Mandates.Board(v, x.building)
	if err != nil {
		return f, err
	}
	for _, m := range board.All {
		if m.Kind() == mandates.Council && !m.Entry().From.After(x.until) && (m.Last().None() || !m.Last().Before(x.from)) {
			f.Members = append(f.Members, MemberFact{m.Name, m.Entry().Position, m.Entry().From})
		}
	}
	slices.SortStableFunc(f.Members, func(a, b MemberFact) int { return cmp.Or(a.From.Compare(b.From), strings.Compare(a.Name, b.Name)) })
	targets, err := loadTargets(v.Tx, x.building)
	if err != nil {
		return f, err
	}
	list, err := r.Decisions.Decisions(v, x.building)
	if err != nil {
		return f, err
	}
	made := map[id.Of[id.Decision]]decisions.Decision{}
	for _, d := range list {
		made[d.ID()] = d.Decision
		if fact, of := decided(d, targets, x); of {
			f.Decisions = append(f.Decisions, fact)
		}
	}
	slices.Reverse(f.Decisions) // the earliest assembly first
	if f.Deadlines, err = r.days(v, x); err != nil {
		return f, err
	}
	if f.Comments, err = said(v, x, made); err != nil {
		return f, err
	}
	missions, err := db.All(v.Query(missionsOf, x.building), (*Mission).fields)
	for _, m := range missions {
		if !m.from.After(x.until) && !m.Last().Before(x.from) {
			d := made[m.decision]
			f.Missions = append(f.Missions, MissionFact{m.text, d.Assembly(), d.Point(), d.Title(), m.from, m.Last(), m.State(v.Today)})
		}
	}
	return f, err
}

// decided is what became of a decision that there was something to do of in the period.
func decided(d decisions.Shown, t Targets, x Report) (DecisionFact, bool) {
	if d.State() == decisions.Nothing || d.Assembly().After(x.until) || d.State().Ended() && d.Since().Before(x.from) {
		return DecisionFact{}, false
	}
	fact := DecisionFact{ID: d.ID(), Assembly: d.Assembly(), Point: d.Point(), Title: d.Title(), Who: d.WhoName, Due: d.Plan().Due, Article: d.Plan().Article, State: d.State(), Since: d.Since()}
	if !d.State().Ended() {
		followed := Followed{Shown: d, Target: t.day(d.Decision)}
		fact.Due, fact.Target = followed.Due(), d.Plan().Due.None()
		if followed.Behind() {
			fact.DaysBehind = followed.Due().DaysUntil(d.Today)
		}
	}
	return fact, true
}

// days are the deadlines of the syndic that fell into the period, or were still open in it. Those of decisions stand with the decisions.
func (r *Room) days(v *act.View, x Report) (facts []DeadlineFact, err error) {
	if r.Expected == nil {
		return nil, nil
	}
	list, err := r.Expected(v, x.building)
	for _, d := range list {
		late := d.Date.Before(x.from) && (d.Done.None() || !d.Done.Before(x.from))
		if d.Whom != "law.whom_syndic" || d.Date.None() || d.Suspended || strings.HasPrefix(d.Key, "decisions/") && d.What == "decisions.deadline_execute" || d.Date.After(x.until) || d.Date.Before(x.from) && !late {
			continue
		}
		facts = append(facts, DeadlineFact{in(d), d.Legal, d.Article, d.Date, d.Done})
	}
	slices.SortStableFunc(facts, func(a, b DeadlineFact) int { return a.Date.Compare(b.Date) })
	return facts, err
}

func in(d law.Deadline) map[i18n.Lang]string {
	words := map[i18n.Lang]string{}
	for _, l := range i18n.Langs {
		words[l] = d.In(l)
	}
	return words
}

// said are the comments of the period that were not taken back.
func said(v *act.View, x Report, made map[id.Of[id.Decision]]decisions.Decision) (facts []CommentFact, err error) {
	list, err := db.All(v.Query(commentsIn, x.building), (*Comment).fields)
	if err != nil {
		return nil, err
	}
	var persons []id.Of[id.Person]
	for _, c := range list {
		persons = append(persons, c.by)
	}
	names, err := identity.Names(v.Tx, persons)
	for _, c := range list {
		if on := c.at.BrusselsDate(); !on.Before(x.from) && !on.After(x.until) {
			facts = append(facts, CommentFact{on, names[c.by], made[c.decision].Title(), c.text})
		}
	}
	return facts, err
}
