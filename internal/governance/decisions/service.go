package decisions

import (
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"

	"github.com/a-h/templ"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	Blobs      blob.Store
	Citers     []Citer
	Neighbours []Neighbour
}

// Neighbour is a room above that has something to show on the page of a decision, such as what the council says of it; nil for who may not read it.
type Neighbour interface {
	OnDecision(v *act.View, d Decision) (templ.Component, error)
}

// Citer is a room above that builds on decisions; as long as it cites one, that one is not taken back.
type Citer interface {
	Cites(tx *db.Tx, decision id.Of[id.Decision]) (bool, error)
	// Rejudge judges again what rests on the decisions of a building, after the assembly of one of them was said to be another, and says what follows from
	// it. Its fault refuses the correction.
	Rejudge(a *act.Act, d Decision) error
}

// Enter enters a decision of an earlier assembly, with what is still to be done of it. Minutes that are kept for another decision of that assembly are its
// minutes as well: they come with it.
func (r *Room) Enter(a *act.Act, building id.Of[id.Building], e Entry, p Plan) (Decision, error) {
	if err := a.Hold(building); err != nil {
		return Decision{}, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Decision{}, err
	}
	if err := a.Allow(EnterDecision, building); err != nil {
		return Decision{}, err
	}
	d, err := New(building, e, p, a.Today, a.Now, a.Who.Person)
	if err != nil {
		return Decision{}, err
	}
	if err := mayBeAsked(a.Tx, d.plan); err != nil {
		return Decision{}, err
	}
	others, err := Of(a.Tx, building)
	if err != nil {
		return Decision{}, err
	}
	known := kindOn(others, d.entry.Assembly)
	if known != "" && d.entry.Kind != "" && known != d.entry.Kind {
		return Decision{}, fault.Invalid("assembly_kind_other", "assembly_kind").With("date", d.entry.Assembly).With("kind", known)
	}
	a.Record(Entered{Building: building, Decision: d.id, Assembly: d.entry.Assembly, Kind: d.entry.Kind})
	if err := insert(a.Tx, d); err != nil {
		return Decision{}, err
	}
	switch {
	case d.entry.Kind == "":
		d.entry.Kind = known
	case known == "":
		if err := saveKind(a.Tx, d, a.Now); err != nil {
			return Decision{}, err
		}
		if err := r.rejudge(a, d); err != nil {
			return Decision{}, err
		}
	}
	for _, x := range others {
		if m, kept := x.Minutes(); kept && x.entry.Assembly == d.entry.Assembly {
			d.minutes = m
			return d, saveMinutes(a.Tx, d.id, m, a.Now)
		}
	}
	return d, nil
}

// kindOn is what is known of the assembly of a day.
func kindOn(list []Decision, day civil.Date) AssemblyKind {
	for _, d := range list {
		if d.entry.Assembly == day && d.entry.Kind != "" {
			return d.entry.Kind
		}
	}
	return ""
}

// rejudge asks every room above to judge again what rests on the decisions of a building.
func (r *Room) rejudge(a *act.Act, d Decision) error {
	for _, c := range r.Citers {
		if err := c.Rejudge(a, d); err != nil {
			return err
		}
	}
	return nil
}

// mayBeAsked tells whether who is to do it is someone whom the office knows.
func mayBeAsked(tx *db.Tx, p Plan) error {
	if !p.Person.None() {
		people, err := office.Persons(tx)
		if err != nil {
			return err
		}
		if !slices.Contains(people, p.Person) {
			return fault.Invalid("decision_person", "person_id")
		}
	}
	if p.Supplier.None() {
		return nil
	}
	_, err := suppliers.Find(tx, p.Supplier)
	if f := fault.As(err); f != nil {
		return fault.Invalid("decision_person", "supplier_id")
	}
	return err
}

// Correct says how a decision reads in truth, and why it was entered otherwise. How it read before stays readable. Of what kind its assembly was holds for all
// decisions of that day; without a word about it, what was known stays. Another day, majority or kind is judged by all that rests on it, and refused by what
// could not be so.
func (r *Room) Correct(a *act.Act, decision id.Of[id.Decision], e Entry, reason string) (Decision, error) {
	d, err := toChange(a, decision, EnterDecision)
	if err != nil {
		return Decision{}, err
	}
	reason = strings.TrimSpace(reason)
	e, wrong := e.checked(a.Today)
	if err := fault.Join(wrong, needed("reason", reason, 300)); err != nil {
		return Decision{}, err
	}
	others, err := Of(a.Tx, d.building)
	if err != nil {
		return Decision{}, err
	}
	before, known := d.entry, kindOn(others, e.Assembly)
	switch {
	case e.Kind == "":
		e.Kind = known
	case e.Assembly != before.Assembly && known != "" && known != e.Kind:
		return Decision{}, fault.Invalid("assembly_kind_other", "assembly_kind").With("date", e.Assembly).With("kind", known)
	}
	if e == before {
		return d, nil
	}
	if _, err := d.plan.checked(e.Assembly); err != nil {
		return Decision{}, err
	}
	d.entry = e
	a.Record(Corrected{Building: d.building, Decision: d.id, Assembly: e.Assembly, Kind: e.Kind})
	if err := saveWording(a.Tx, d, reason, a.Now); err != nil {
		return Decision{}, err
	}
	if e.Kind != known {
		if err := saveKind(a.Tx, d, a.Now); err != nil {
			return Decision{}, err
		}
	}
	if e.Assembly == before.Assembly && e.Kind == before.Kind && e.Majority == before.Majority {
		return d, nil
	}
	return d, r.rejudge(a, d)
}

// Plan says what must be done of a decision, by whom and by when.
func (r *Room) Plan(a *act.Act, decision id.Of[id.Decision], p Plan) (Decision, error) {
	d, err := toChange(a, decision, EnterDecision)
	if err != nil {
		return Decision{}, err
	}
	if p, err = p.checked(d.entry.Assembly); err != nil {
		return Decision{}, err
	}
	if p == d.plan {
		return d, nil
	}
	if p.What == "" && d.state != "" {
		return Decision{}, fault.Conflict("decision_begun").At("what")
	}
	if err := mayBeAsked(a.Tx, p); err != nil {
		return Decision{}, err
	}
	d.plan = p
	a.Record(Planned{Building: d.building, Decision: d.id, Due: p.Due, Person: p.Person, Supplier: p.Supplier})
	return d, savePlan(a.Tx, d, a.Now)
}

// Report is what someone says was done of a decision.
type Report struct {
	State State      // empty for a note or a proof alone
	On    civil.Date // when; today when none is said
	Note  string
	Name  string // of the proof
	Data  []byte // the proof, if there is one
}

// Report appends a dated entry to the execution of a decision: a state, a note, a proof, or all of them.
func (r *Room) Report(a *act.Act, decision id.Of[id.Decision], what Report) (Decision, error) {
	d, err := toChange(a, decision, ReportProgress)
	if err != nil {
		return Decision{}, err
	}
	s := Step{id: id.New[id.Any](), state: what.State, on: what.On, note: strings.TrimSpace(what.Note), at: a.Now, by: a.Who.Person}
	if s.on.None() {
		s.on = a.Today
	}
	proven := len(what.Data) > 0
	if !proven && s.state == Done { // a proof that was appended earlier serves as well
		if proven, err = hasProof(a.Tx, decision); err != nil {
			return Decision{}, err
		}
	}
	if err := fault.Join(MayReport(d.State(), s.state, s.note, proven), within("note", s.note, maxNote), happened(s.on, d.entry.Assembly, a.Today)); err != nil {
		return Decision{}, err
	}
	if len(what.Data) > 0 {
		if s.proof, err = Keep(a.Context(), r.Blobs, what.Name, what.Data); err != nil {
			return Decision{}, err
		}
	}
	if s.state != "" {
		d.state, d.since = s.state, s.on
	}
	a.Record(Reported{Building: d.building, Decision: d.id, State: s.state, On: s.on, Digest: s.proof.Ref.SHA256})
	return d, insertStep(a.Tx, d.id, s)
}

func happened(on, assembly, today civil.Date) error {
	switch {
	case on.After(today):
		return fault.Invalid("decision_future", "on").With("date", today)
	case on.Before(assembly):
		return fault.Invalid("decision_due_before", "on").With("date", assembly)
	}
	return nil
}

func hasProof(tx *db.Tx, decision id.Of[id.Decision]) (bool, error) {
	steps, err := db.All(tx.Query(stepsOf, decision), (*Step).fields)
	return slices.ContainsFunc(steps, func(s Step) bool { return s.proof.Kept() }), err
}

// AddMinutes keeps the minutes in which a decision stands. Other decisions of the same assembly that have none yet stand in the same minutes.
func (r *Room) AddMinutes(a *act.Act, decision id.Of[id.Decision], name string, data []byte) (Decision, error) {
	d, err := toChange(a, decision, EnterDecision)
	if err != nil {
		return Decision{}, err
	}
	if d.minutes, err = Keep(a.Context(), r.Blobs, name, data); err != nil {
		return Decision{}, err
	}
	others, err := Of(a.Tx, d.building)
	if err != nil {
		return Decision{}, err
	}
	for _, x := range others {
		if x.id == d.id || x.entry.Assembly == d.entry.Assembly && !x.minutes.Kept() {
			a.Record(MinutesAdded{Building: x.building, Decision: x.id, Digest: d.minutes.Ref.SHA256})
			if err := saveMinutes(a.Tx, x.id, d.minutes, a.Now); err != nil {
				return Decision{}, err
			}
		}
	}
	return d, nil
}

// Withdraw takes back a decision that was entered wrongly, as long as nothing cites it and nothing was reported of its execution. Faults: decision_cited,
// decision_reported.
func (r *Room) Withdraw(a *act.Act, decision id.Of[id.Decision]) (Decision, error) {
	d, err := toChange(a, decision, EnterDecision)
	if err != nil {
		return Decision{}, err
	}
	if cited, err := r.cited(a.Tx, decision); err != nil || cited {
		return Decision{}, fault.Join(err, fault.Conflict("decision_cited"))
	}
	steps, err := db.All(a.Query(stepsOf, decision), (*Step).fields)
	if err != nil || len(steps) > 0 {
		return Decision{}, fault.Join(err, fault.Conflict("decision_reported"))
	}
	d.withdrawn = a.Now
	a.Record(Withdrawn{Building: d.building, Decision: d.id})
	if _, err = a.Exec(withdraw, d.id, a.Now); err != nil || d.entry.Kind != Ordinary {
		return d, err
	}
	return d, r.rejudge(a, d) // it may have been all that was known of an ordinary assembly
}

func (r *Room) cited(tx *db.Tx, decision id.Of[id.Decision]) (bool, error) {
	for _, c := range r.Citers {
		if cites, err := c.Cites(tx, decision); err != nil || cites {
			return cites, err
		}
	}
	return false, nil
}

// toChange loads a decision that is about to be changed: one writer at a time in its building.
func toChange(a *act.Act, decision id.Of[id.Decision], action act.Action) (Decision, error) {
	d, err := Get(a.Tx, decision)
	if err != nil {
		return Decision{}, err
	}
	if err := a.Allow(action, d.building); err != nil {
		return Decision{}, err
	}
	if err := a.Hold(d.building); err != nil {
		return Decision{}, err
	}
	return Get(a.Tx, decision)
}
