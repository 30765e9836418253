package audit

import (
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
)

// Room shows the chain.
type Room struct {
	// Hidden tells which facts are nobody's business but those who made them; app says which.
	Hidden func(kind string) bool
}

// scope is where the reader may look: nowhere else can be asked for. Who may look in some buildings only must ask for one of them.
func scope(v *act.View, building id.Of[id.Building]) (id.Of[id.Building], error) {
	everywhere, some := v.Buildings(ReadAudit)
	switch {
	case everywhere:
		return building, nil
	case building.None() && len(some) > 0:
		return some[0], nil
	case slices.Contains(some, building):
		return building, nil
	}
	return building, v.Allow(ReadAudit, building)
}

// Lines lists what happened, the last first, before a place of the chain.
func (r *Room) Lines(v *act.View, f act.Filter, before int64, limit int) ([]Line, error) {
	var err error
	if f.Building, err = scope(v, f.Building); err != nil {
		return nil, err
	}
	facts, err := v.Facts(f, before, limit)
	if err != nil {
		return nil, err
	}
	return r.told(v, facts)
}

// Later lists what happened after a place of the chain, the first first.
func (r *Room) Later(v *act.View, f act.Filter, after int64, limit int) ([]Line, error) {
	var err error
	if f.Building, err = scope(v, f.Building); err != nil {
		return nil, err
	}
	facts, err := v.FactsSince(f, after, limit)
	if err != nil {
		return nil, err
	}
	return r.told(v, facts)
}

// told gives facts the names of who did them and where. Of a hidden fact only that it exists is told.
func (r *Room) told(v *act.View, facts []act.Entry) ([]Line, error) {
	var persons []id.Of[id.Person]
	for i, f := range facts {
		if r.Hidden != nil && r.Hidden(f.Kind) {
			room, _, _ := strings.Cut(f.Kind, ".")
			facts[i] = act.Entry{Office: f.Office, Seq: f.Seq, At: f.At, Kind: room + ".", Building: f.Building, Hash: f.Hash}
			f = facts[i]
		}
		if !f.Person.None() && !slices.Contains(persons, f.Person) {
			persons = append(persons, f.Person)
		}
	}
	names, err := identity.Names(v.Tx, persons)
	if err != nil {
		return nil, err
	}
	buildings, err := property.Names(v.Tx)
	if err != nil {
		return nil, err
	}
	places := make(map[id.Of[id.Building]]string, len(buildings))
	for _, b := range buildings {
		places[b.ID] = b.Name
	}
	lines := make([]Line, len(facts))
	for i, f := range facts {
		lines[i] = Line{Entry: f, Who: names[f.Person], Building: places[f.Building]}
	}
	return lines, nil
}

// Verify recomputes the chain of the office from its first fact. It shows nothing of what the facts say.
func (r *Room) Verify(v *act.View) (Verdict, error) {
	if everywhere, some := v.Buildings(VerifyChain); !everywhere && len(some) == 0 {
		return Verdict{}, fault.Forbidden("forbidden").With("action", string(VerifyChain))
	}
	chain, err := v.VerifyChain()
	return Verdict{chain, v.Now}, err
}
