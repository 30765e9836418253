package mandates

import (
	"slices"
	"strings"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	Blobs   blob.Store
	BaseURL string // public address of the house, for what is printed
}

// Appoint enters a mandate, with what made it.
func (r *Room) Appoint(a *act.Act, building id.Of[id.Building], e Entry) (Mandate, error) {
	if err := a.Hold(building); err != nil {
		return Mandate{}, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Mandate{}, err
	}
	if err := a.Allow(ChangeMandate, building); err != nil {
		return Mandate{}, err
	}
	m := Mandate{id: id.New[id.Mandate](), building: building, entered: a.Now, by: a.Who.Person, entry: e}
	m, err := r.judged(a, m)
	if err != nil {
		return Mandate{}, err
	}
	a.Record(Appointed{Building: building, Mandate: m.id, Kind: m.entry.Kind, Decision: m.entry.Decision, Member: m.entry.Holder.Member, Person: m.entry.Holder.Person,
		From: m.entry.From, Until: m.entry.Until})
	if _, err := a.Exec(addMandate, m.id, building, m.entered, m.by); err != nil {
		return Mandate{}, err
	}
	return m, saveTerm(a.Tx, m, "", a.Now)
}

// judged is a mandate as it will be kept, when form and law allow it.
func (r *Room) judged(a *act.Act, m Mandate) (Mandate, error) {
	if m.entry.Origin != ByDecision { // a court order or a deed stands for itself
		m.entry.Decision = id.Of[id.Decision]{}
	}
	if !m.entry.Decision.None() {
		d, err := decisionOf(a.Tx, m.building, m.entry.Decision)
		if err != nil {
			return m, err
		}
		m.entry.Appointed = d.Assembly()
	}
	var err error
	if m.entry, err = m.entry.checked(); err != nil {
		return m, err
	}
	others, err := Of(a.Tx, m.building)
	if err != nil {
		return m, err
	}
	if err := settle(a.Tx, others); err != nil {
		return m, err
	}
	if m.Kind() == Council {
		days, err := ordinary(a.Tx, m.building)
		if err != nil {
			return m, err
		}
		m.met = NextOrdinary(m, days)
	}
	register, err := property.LoadRegister(a.Tx, m.building)
	if err != nil {
		return m, err
	}
	then := register.At(register.Day(m.entry.From, a.Now), a.Now)
	who, err := loadPeople(a.Tx, a.Who.Office, register, then, append(others, m))
	if err != nil {
		return m, err
	}
	h := m.entry.Holder
	if !h.Member.None() && !who.owns(h) {
		return m, fault.Invalid("mandate_holder", "holder")
	}
	votes, err := mayVote(a.Tx, then, m)
	if err != nil {
		return m, err
	}
	m.seat = who.seat(h)
	return m, fault.Join(
		MayMake(m.Kind(), m.entry.Origin), MaySit(m.Kind(), who.owns(h), votes), MayLast(m.Kind(), m.entry.From, m.entry.Until, then.Particulars.Region.Law()),
		Alone(m, others), Apart(m, others, who.same))
}

// mayVote tells whether the vote of the party of a council member counts on the first day of the mandate.
func mayVote(tx *db.Tx, then property.Snapshot, m Mandate) (bool, error) {
	h := m.entry.Holder
	if m.Kind() != Council || h.Member.None() && h.Person.None() {
		return true, nil
	}
	book, err := addressees.Load(tx, m.building)
	if err != nil {
		return false, err
	}
	for _, p := range then.Parties {
		holds := p.Has(h.Person) || slices.ContainsFunc(p.Members(), func(x property.Member) bool { return x.ID() == h.Member })
		if holds && addressees.Vote(p, book.Mandataries, m.entry.From).Votes {
			return true, nil
		}
	}
	return false, nil
}

// Rejudge judges the mandates of a building again after one of its assemblies was said to be of another day or kind: those that rest on the decision take its
// day, and all are held against each other. It answers decisions.Citer. Fault, at assembly_on: decision_day_mandate.
func (r *Room) Rejudge(a *act.Act, d decisions.Decision) error {
	list, err := Of(a.Tx, d.Building())
	if err != nil {
		return err
	}
	if err := settle(a.Tx, list); err != nil {
		return err
	}
	register, err := property.LoadRegister(a.Tx, d.Building())
	if err != nil {
		return err
	}
	who, err := loadPeople(a.Tx, a.Who.Office, register, register.At(register.Day(a.Today, a.Now), a.Now), list)
	if err != nil {
		return err
	}
	for i, m := range list {
		rests := m.entry.Decision == d.ID()
		switch {
		case rests:
			m, err = r.judged(a, m)
		case m.end.Decision == d.ID() && m.end.On.Before(d.Assembly()):
			err = fault.Invalid("mandate_end_before", "on").With("date", d.Assembly())
		case m.Kind() == Council: // it may last longer than was known
			err = Apart(m, list, who.same)
		}
		if fault.As(err) != nil {
			return fault.Conflict("decision_day_mandate").At("assembly_on").With("kind", m.Kind()).With("from", m.entry.From).Because(err)
		} else if err != nil {
			return err
		}
		if !rests || m == list[i] {
			continue
		}
		a.Record(Corrected{Building: m.building, Mandate: m.id, Kind: m.entry.Kind, Decision: m.entry.Decision, Member: m.entry.Holder.Member, Person: m.entry.Holder.Person, From: m.entry.From, Until: m.entry.Until})
		if err := saveTerm(a.Tx, m, "", a.Now); err != nil {
			return err
		}
	}
	return nil
}

// decisionOf finds the decision on which something rests: one of the same building.
func decisionOf(tx *db.Tx, building id.Of[id.Building], decision id.Of[id.Decision]) (decisions.Decision, error) {
	d, err := decisions.Get(tx, decision)
	if f := fault.As(err); f != nil || err == nil && d.Building() != building {
		return d, fault.Invalid("mandate_decision", "decision_id")
	}
	return d, err
}

// Renew appoints a syndic, a council member or an auditor anew, by a decision of its own: nothing renews itself (art. 3.89 §1). Without a first day it follows
// the mandate before.
func (r *Room) Renew(a *act.Act, mandate id.Of[id.Mandate], decision id.Of[id.Decision], from, until civil.Date) (Mandate, error) {
	m, err := toChange(a, mandate)
	if err != nil {
		return Mandate{}, err
	}
	e := m.entry
	e.Origin, e.Decision, e.Reference, e.From, e.Until = ByDecision, decision, "", from, until
	if e.From.None() {
		if m.Last().None() {
			return Mandate{}, fault.Invalid("required", "from")
		}
		e.From = m.Last().AddDays(1)
	}
	return r.Appoint(a, m.building, e)
}

// Correct says what a mandate is in truth, and why it was entered otherwise.
func (r *Room) Correct(a *act.Act, mandate id.Of[id.Mandate], e Entry, reason string) (Mandate, error) {
	m, err := toChange(a, mandate)
	if err != nil {
		return Mandate{}, err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return Mandate{}, fault.Invalid("required", "reason")
	}
	before := m
	e.Kind = m.entry.Kind // another kind is another mandate
	m.entry = e
	if m, err = r.judged(a, m); err != nil {
		return Mandate{}, err
	}
	if !m.end.On.None() {
		if err := MayEnd(m, m.end); err != nil {
			return Mandate{}, err
		}
	}
	if m == before {
		return m, nil
	}
	a.Record(Corrected{Building: m.building, Mandate: m.id, Kind: m.entry.Kind, Decision: m.entry.Decision, Member: m.entry.Holder.Member, Person: m.entry.Holder.Person,
		From: m.entry.From, Until: m.entry.Until})
	return m, saveTerm(a.Tx, m, reason, a.Now)
}

// Finish ends a mandate before its last day, or at the assembly that was awaited.
func (r *Room) Finish(a *act.Act, mandate id.Of[id.Mandate], e End) (Mandate, error) {
	m, err := toChange(a, mandate)
	if err != nil {
		return Mandate{}, err
	}
	e.Note = strings.TrimSpace(e.Note)
	if !m.end.On.None() {
		return Mandate{}, fault.Conflict("mandate_ended").With("date", m.end.On)
	}
	if err := MayEnd(m, e); err != nil {
		return Mandate{}, err
	}
	if !e.Decision.None() {
		if _, err := decisionOf(a.Tx, m.building, e.Decision); err != nil {
			return Mandate{}, err
		}
	}
	m.end = e
	a.Record(Ended{Building: m.building, Mandate: m.id, Kind: m.entry.Kind, On: e.On, Reason: e.Reason, Decision: e.Decision})
	return m, saveTerm(a.Tx, m, "", a.Now)
}

// Withdraw takes back a mandate that was entered wrongly, as long as nothing was built on it: no end, no contract, no evidence.
func (r *Room) Withdraw(a *act.Act, mandate id.Of[id.Mandate]) (Mandate, error) {
	m, err := toChange(a, mandate)
	if err != nil {
		return Mandate{}, err
	}
	built, err := builtOn(a.Tx, m)
	if err != nil || built {
		return Mandate{}, fault.Join(err, fault.Conflict("mandate_built"))
	}
	a.Record(Withdrawn{Building: m.building, Mandate: m.id})
	if _, err := a.Exec(forgetTerm, m.id, a.Now); err != nil {
		return Mandate{}, err
	}
	_, err = a.Exec(withdraw, m.id, a.Now)
	return m, err
}

func builtOn(tx *db.Tx, m Mandate) (bool, error) {
	_, contract, err := loadContract(tx, m.id)
	if err != nil || contract || !m.end.On.None() {
		return contract || err == nil, err
	}
	proofs, err := db.All(tx.Query(evidenceOf, m.building), (*Evidence).fields)
	for _, v := range proofs {
		if v.mandate == m.id {
			return true, err
		}
	}
	return false, err
}

// toChange loads a mandate that is about to be changed: one writer at a time in its building.
func toChange(a *act.Act, mandate id.Of[id.Mandate]) (Mandate, error) {
	m, err := Get(a.Tx, mandate)
	if err != nil {
		return Mandate{}, err
	}
	if err := a.Allow(ChangeMandate, m.building); err != nil {
		return Mandate{}, err
	}
	if err := a.Hold(m.building); err != nil {
		return Mandate{}, err
	}
	return Get(a.Tx, mandate)
}
