package mandates

import (
	"maps"
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Shown is a mandate with the words that a reader looks for.
type Shown struct {
	Mandate
	Name     string
	Decision decisions.Decision // that made it, when one did
	Revoked  decisions.Decision // that ended it, when one did
}

// Board is who is who in a building.
type Board struct {
	Building property.Building
	Today    civil.Date
	All      []Shown // the latest first
	Gaps     []Gap
	Owed     []Owed
	Decided  []decisions.Decision // in the building, the latest assembly first
	people   people

	contracts []id.Of[id.Mandate] // mandates that have one
	proofs    []Evidence
	election  law.Deadline // none when nobody sits whose mandate ends with the next ordinary assembly, or its period is not known
}

// Held are those who hold a kind of mandate today.
func (b Board) Held(kinds ...Kind) (list []Shown) {
	for _, s := range b.All {
		if s.Holds(b.Today) && slices.Contains(kinds, s.Kind()) {
			list = append(list, s)
		}
	}
	return list
}

// Other are the mandates that are over, or still to begin.
func (b Board) Other() (list []Shown) {
	for _, s := range b.All {
		if !s.Holds(b.Today) {
			list = append(list, s)
		}
	}
	return list
}

// Board reads who is who in a building, what is missing, and what is owed.
func (r *Room) Board(v *act.View, building id.Of[id.Building]) (Board, error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return Board{}, err
	}
	if err := v.Allow(ReadMandate, building); err != nil {
		return Board{}, err
	}
	now := register.At(register.Day(v.Today, v.Now), v.Now)
	b := Board{Building: now.Building, Today: v.Today}
	list, decided, err := load(v.Tx, building)
	if err != nil {
		return b, err
	}
	b.Decided = decided
	if b.people, err = loadPeople(v.Tx, v.Who.Office, register, now, list); err != nil {
		return b, err
	}
	made := map[id.Of[id.Decision]]decisions.Decision{}
	for _, d := range decided {
		made[d.ID()] = d
	}
	var cited []id.Of[id.Decision] // those that were taken back since
	for _, m := range list {
		for _, d := range []id.Of[id.Decision]{m.entry.Decision, m.end.Decision} {
			if _, known := made[d]; !d.None() && !known && !slices.Contains(cited, d) {
				cited = append(cited, d)
			}
		}
	}
	if len(cited) > 0 {
		others, err := decisions.ByIDs(v.Tx, cited)
		if err != nil {
			return b, err
		}
		maps.Copy(made, others)
	}
	for _, m := range list {
		b.All = append(b.All, Shown{m, b.people.name(m.entry.Holder), made[m.entry.Decision], made[m.end.Decision]})
	}
	return b, b.judge(v, now, list)
}

// judge finds what is missing and what is owed.
func (b *Board) judge(v *act.View, now property.Snapshot, list []Mandate) error {
	rules, err := property.Thresholds(now)
	if err != nil {
		return err
	}
	contracts, err := db.Column[id.Of[id.Mandate]](v.Query(contracted, b.Building.ID()))
	if err != nil {
		return err
	}
	b.contracts = contracts
	s := Standing{Today: v.Today, Same: b.people.same, Contract: func(m Mandate) bool { return slices.Contains(contracts, m.id) }}
	for _, t := range rules {
		s.CouncilDue = s.CouncilDue || t.Rule == property.CouncilRule && t.Reached
	}
	region := now.Particulars.Region.Law()
	p, err := law.Find("auditor.years", v.Today, region)
	if err != nil {
		return err
	}
	s.Audit = p.Int()
	proofs, err := db.All(v.Query(evidenceOf, b.Building.ID()), (*Evidence).fields)
	if err != nil {
		return err
	}
	b.proofs = proofs
	s.Ordinary = decisions.OrdinaryDays(b.Decided)
	for _, m := range list { // of syndics gone one after another, each hands over
		if m.Holds(v.Today) {
			s.Held = append(s.Held, m)
		}
		s.Unseated = s.Unseated || !m.Met().None()
		duties, err := owed(m, list, proofs, region, v.Today, b.people.same)
		if err != nil {
			return err
		}
		b.Owed = append(b.Owed, duties...)
	}
	slices.SortStableFunc(b.Owed, func(x, y Owed) int { return x.Date.Compare(y.Date) })
	b.Gaps = Gaps(s)
	return b.elections(now, s.Held)
}

// elections finds the next period of the ordinary assembly, when somebody sits whose mandate ends with it.
func (b *Board) elections(now property.Snapshot, held []Mandate) error {
	if !slices.ContainsFunc(held, func(m Mandate) bool { return m.Kind() == Council || m.Kind() == Auditor }) {
		return nil
	}
	for _, year := range []int{b.Today.Year(), b.Today.Year() + 1} {
		period, known, err := now.Particulars.Ordinary(year)
		if err != nil || !known {
			return err
		}
		if b.Today.Before(period.From) {
			b.election = Elections(period, b.Building.ID())
			return nil
		}
	}
	return nil
}

// Full is a mandate with all that a reader of its page sees.
type Full struct {
	Shown
	Board    Board
	Owed     []Owed
	Contract *Contract // nil when there is none, or when the reader may not see it
	Built    bool      // it can no longer be taken back
}

// Mandate reads one mandate.
func (r *Room) Mandate(v *act.View, mandate id.Of[id.Mandate]) (Full, error) {
	m, err := Get(v.Tx, mandate)
	if err != nil {
		return Full{}, err
	}
	b, err := r.Board(v, m.building)
	if err != nil {
		return Full{}, err
	}
	f := Full{Board: b}
	for _, s := range b.All {
		if s.id == mandate {
			f.Shown = s
		}
	}
	for _, o := range b.Owed {
		if o.Mandate == mandate {
			f.Owed = append(f.Owed, o)
		}
	}
	contract := slices.Contains(b.contracts, mandate)
	if contract && v.May(ReadContract, m.building) {
		c, found, err := loadContract(v.Tx, mandate)
		if err != nil {
			return f, err
		}
		if found {
			f.Contract = &c
		}
	}
	f.Built = contract || !m.end.On.None() || slices.ContainsFunc(b.proofs, func(e Evidence) bool { return e.mandate == mandate })
	return f, nil
}
