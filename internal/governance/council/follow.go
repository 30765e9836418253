package council

import (
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"

	"github.com/a-h/templ"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	Decisions *decisions.Room
	Mandates  *mandates.Room
	Blobs     blob.Store
	// Expected are the deadlines of a building, of whatever room knows one; it is asked for a report.
	Expected   func(v *act.View, building id.Of[id.Building]) ([]law.Deadline, error)
	Neighbours []Neighbour
}

// Neighbour is a room above that has something to show on the council's page, such as the alerts that its members were sent; nil for who may not read it.
type Neighbour interface {
	OnCouncil(v *act.View, building id.Of[id.Building]) (templ.Component, error)
}

// Followed is a decision in execution as the council follows it.
type Followed struct {
	decisions.Shown
	Target civil.Date // the building's own day, when nothing else fixes one
	Last   Comment    // none when nobody said anything
}

// Due is the day that counts: the one that was fixed, or the building's own.
func (f Followed) Due() civil.Date {
	if d := f.Plan().Due; !d.None() {
		return d
	}
	return f.Target
}

// Behind tells whether that day is past.
func (f Followed) Behind() bool { return !f.Due().None() && f.Due().Before(f.Today) }

// FollowUp is what council and syndic look at together.
type FollowUp struct {
	Building property.Building
	Today    civil.Date
	Members  []mandates.Shown
	Owed     []mandates.Owed // of the syndic, late
	Open     []Followed      // the latest day first
	Missions []Mission
	Targets  Targets
	Made     map[id.Of[id.Decision]]decisions.Decision // on which missions rest
	Names    map[id.Of[id.Person]]string
}

// FollowUp reads who sits, what is late, and what is done of each decision.
func (r *Room) FollowUp(v *act.View, building id.Of[id.Building]) (FollowUp, error) {
	if err := v.Allow(ReadFollowUp, building); err != nil {
		return FollowUp{}, err
	}
	board, err := r.Mandates.Board(v, building)
	if err != nil {
		return FollowUp{}, err
	}
	f := FollowUp{Building: board.Building, Today: v.Today, Members: board.Held(mandates.Council), Made: map[id.Of[id.Decision]]decisions.Decision{}}
	for _, o := range board.Owed {
		if o.Done.None() && !o.Date.None() && o.Date.Before(v.Today) {
			f.Owed = append(f.Owed, o)
		}
	}
	if f.Targets, err = loadTargets(v.Tx, building); err != nil {
		return f, err
	}
	if f.Missions, err = db.All(v.Query(missionsOf, building), (*Mission).fields); err != nil {
		return f, err
	}
	last, err := db.All(v.Query(lastComments, building), (*Comment).fields)
	if err != nil {
		return f, err
	}
	if err := v.Allow(decisions.ReadDecision, building); err != nil {
		return f, err
	}
	var persons []id.Of[id.Person]
	for _, d := range board.Decided {
		f.Made[d.ID()] = d
		if d.State().Ended() {
			continue
		}
		x := Followed{Shown: decisions.Shown{Decision: d, Today: v.Today}, Target: f.Targets.day(d)}
		if i := slices.IndexFunc(last, func(c Comment) bool { return c.decision == d.ID() }); i >= 0 {
			x.Last = last[i]
			persons = append(persons, x.Last.by)
		}
		f.Open = append(f.Open, x)
	}
	slices.SortStableFunc(f.Open, func(a, b Followed) int { return a.Due().Compare(b.Due()) })
	f.Names, err = identity.Names(v.Tx, persons)
	return f, err
}

// day is the building's own day for a decision of which nothing fixed one: quotes are asked within so many days of the assembly; what has begun is done
// within so many.
func (t Targets) day(d decisions.Decision) civil.Date {
	switch {
	case !d.Plan().Due.None():
		return civil.Date{}
	case d.State() == decisions.Pending:
		return d.Assembly().AddDays(int(t.Quotes))
	}
	return d.Assembly().AddDays(int(t.Works))
}

// Line is a comment on a decision with the name of who said it.
type Line struct {
	Comment
	Name string
	Mine bool
}

// Comments reads what council and syndic said of a decision.
func (r *Room) Comments(v *act.View, decision id.Of[id.Decision]) ([]Line, error) {
	d, err := decisions.Get(v.Tx, decision)
	if err != nil {
		return nil, err
	}
	if err := v.Allow(ReadFollowUp, d.Building()); err != nil {
		return nil, err
	}
	list, err := db.All(v.Query(commentsOn, decision), (*Comment).fields)
	if err != nil {
		return nil, err
	}
	var persons []id.Of[id.Person]
	for _, c := range list {
		persons = append(persons, c.by)
	}
	names, err := identity.Names(v.Tx, persons)
	lines := make([]Line, len(list))
	for i, c := range list {
		lines[i] = Line{c, names[c.by], !c.by.None() && c.by == v.Who.Person}
	}
	return lines, err
}

// Comment appends what somebody says of the execution of a decision.
func (r *Room) Comment(a *act.Act, decision id.Of[id.Decision], text string) (Comment, error) {
	d, err := decisions.Get(a.Tx, decision)
	if err != nil {
		return Comment{}, err
	}
	if err := a.Allow(CommentFollow, d.Building()); err != nil {
		return Comment{}, err
	}
	text = strings.TrimSpace(text)
	if err := needed("text", text, maxSaid); err != nil {
		return Comment{}, err
	}
	c := Comment{id: id.New[id.Comment](), building: d.Building(), decision: decision, text: text, at: a.Now, by: a.Who.Person}
	a.Record(Commented{Building: c.building, Decision: decision, Comment: c.id})
	_, err = a.Exec(addComment, c.id, c.building, c.decision, c.text, c.at, c.by)
	return c, err
}

// WithdrawComment takes back what one said oneself. Faults: comment_of_another.
func (r *Room) WithdrawComment(a *act.Act, comment id.Of[id.Comment]) (Comment, error) {
	c, err := findComment(a.Tx, comment)
	if err != nil {
		return Comment{}, err
	}
	if err := a.Allow(CommentFollow, c.building); err != nil {
		return Comment{}, err
	}
	if c.by != a.Who.Person {
		return Comment{}, fault.Forbidden("comment_of_another")
	}
	a.Record(CommentWithdrawn{Building: c.building, Decision: c.decision, Comment: c.id})
	_, err = a.Exec(withdrawComment, c.id, a.Now)
	return c, err
}

// SetTargets says within how many days a building wants what no law dates.
func (r *Room) SetTargets(a *act.Act, building id.Of[id.Building], t Targets) (Targets, error) {
	if err := a.Hold(building); err != nil {
		return t, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return t, err
	}
	if err := a.Allow(ChangeTargets, building); err != nil {
		return t, err
	}
	if err := t.checked(); err != nil {
		return t, err
	}
	a.Record(TargetsSet{Building: building, Quotes: t.Quotes, Works: t.Works})
	_, err := a.Exec(setTargets, building, t.Quotes, t.Works)
	return t, err
}

// Delegate enters a mission that the assembly gave to the council.
func (r *Room) Delegate(a *act.Act, building id.Of[id.Building], decision id.Of[id.Decision], text string, from, until civil.Date) (Mission, error) {
	if err := a.Hold(building); err != nil {
		return Mission{}, err
	}
	register, err := property.LoadRegister(a.Tx, building)
	if err != nil {
		return Mission{}, err
	}
	if err := a.Allow(EnterMission, building); err != nil {
		return Mission{}, err
	}
	text = strings.TrimSpace(text)
	faults := []error{needed("text", text, maxSaid)}
	for field, day := range map[string]civil.Date{"from": from, "until": until} {
		if day.None() {
			faults = append(faults, fault.Invalid("required", field))
		}
	}
	d, err := decisions.Get(a.Tx, decision)
	if f := fault.As(err); f != nil || err == nil && d.Building() != building {
		faults = append(faults, fault.Invalid("mission_decision", "decision_id"))
	} else if err != nil {
		return Mission{}, err
	}
	if err := fault.Join(faults...); err != nil {
		return Mission{}, err
	}
	if err := MayDelegate(d.Entry().Majority, d.Assembly(), from, until, register.At(from, a.Now).Particulars.Region.Law()); err != nil {
		return Mission{}, err
	}
	m := Mission{id: id.New[id.Mission](), building: building, decision: decision, text: text, from: from, until: until, entered: a.Now, by: a.Who.Person}
	a.Record(MissionGiven{Building: building, Mission: m.id, Decision: decision, From: from, Until: until})
	_, err = a.Exec(addMission, m.id, building, decision, text, from, until, m.entered, m.by)
	return m, err
}

// Rejudge judges the missions that rest on a decision again, after it was said to be of another day or majority; it answers decisions.Citer. Fault, at
// assembly_on: decision_day_mission.
func (r *Room) Rejudge(a *act.Act, d decisions.Decision) error {
	list, err := db.All(a.Query(missionsOf, d.Building()), (*Mission).fields)
	if err != nil {
		return err
	}
	register, err := property.LoadRegister(a.Tx, d.Building())
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.decision != d.ID() {
			continue
		}
		err := MayDelegate(d.Entry().Majority, d.Assembly(), m.from, m.until, register.At(m.from, a.Now).Particulars.Region.Law())
		if f := fault.As(err); f != nil {
			return fault.Conflict("decision_day_mission").At("assembly_on").With("from", m.from).Because(err)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// EndMission ends a mission before its last day. Fault: mission_over.
func (r *Room) EndMission(a *act.Act, mission id.Of[id.Mission]) (Mission, error) {
	m, err := findMission(a.Tx, mission)
	if err != nil {
		return Mission{}, err
	}
	if err := a.Allow(EnterMission, m.building); err != nil {
		return Mission{}, err
	}
	if err := a.Hold(m.building); err != nil {
		return Mission{}, err
	}
	if m, err = findMission(a.Tx, mission); err != nil {
		return Mission{}, err
	}
	if m.State(a.Today) == Over || !m.ended.None() {
		return Mission{}, fault.Conflict("mission_over")
	}
	m.ended = a.Today
	a.Record(MissionEnded{Building: m.building, Mission: m.id, On: m.ended})
	_, err = a.Exec(endMission, m.id, m.ended)
	return m, err
}
