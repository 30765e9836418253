package keys

import (
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// Reshaped answers property.Follower: when lots are divided or merged, a key that named the old lots names the new ones from that day on, so that no other
// lot pays more or less. Where that does not follow from what is known it is refused, and the keys are named: a number of its own that a divided lot
// has, a merger of a lot that pays with one that does not, a key that changes later. Keys by the shares of all lots follow by themselves. An undoing comes
// here as well, the other way round. Fault: keys_weigh_lot.
func (r *Room) Reshaped(a *act.Act, w property.Reshaping) error {
	book, err := Load(a.Tx, w.Building)
	if err != nil {
		return err
	}
	reg, err := property.LoadRegister(a.Tx, w.Building)
	if err != nil {
		return err
	}
	lots := reg.At(w.On, a.Now)
	var unsure []string
	for _, k := range book.states {
		if !k.known(a.Now) || !k.to.None() && !k.to.After(w.On) || !slices.ContainsFunc(w.Gone, func(l property.Lot) bool { return k.kind != Shares && k.Names(l.ID()) }) {
			continue
		}
		named, sure := k.follow(w)
		if !sure || !k.to.None() || k.from.After(w.On) {
			unsure = append(unsure, k.Name(i18n.From(a.Context())))
			continue
		}
		next, err := newKey(k.id, Entry{Name: k.name, Kind: k.kind, Basis: k.basis, Decision: w.Decision, From: w.On, Lots: named}, lots, a.Now)
		if err != nil {
			return err
		}
		if err := replace(a, k, next); err != nil {
			return err
		}
		a.Record(KeyChanged{Building: w.Building, Key: k.id, Kind: k.kind, Lots: len(named), From: w.On})
	}
	if len(unsure) > 0 {
		return fault.Conflict("keys_weigh_lot").At("lots").With("keys", strings.Join(unsure, ", ")).With("date", w.On)
	}
	return nil
}

// follow names the new lots instead of the old ones; sure is false where the key does not say what they weigh.
func (k Key) follow(w property.Reshaping) (named []Weighted, sure bool) {
	old := map[id.Of[id.Lot]]bool{}
	for _, l := range w.Gone {
		old[l.ID()] = true
	}
	var weight int64
	count := 0
	for _, x := range k.lots {
		if old[x.Lot] {
			weight, count = weight+x.Weight, count+1
			continue
		}
		named = append(named, x)
	}
	for _, l := range w.Come {
		named = append(named, Weighted{Lot: l.ID(), Weight: weight})
	}
	if k.kind == Weights { // weights add up, and only the statutes can share one out
		return named, len(w.Come) == 1
	}
	return named, count == len(w.Gone)
}
