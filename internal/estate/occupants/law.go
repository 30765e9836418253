package occupants

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
)

// Until is the day on which somebody no longer occupies a lot; none while it lasts. An owner who lives in his lot is there as its owner no longer
// than he holds it: when the lot passes to another, nobody need tell the house that he left.
func Until(o Occupant, holders []property.Stretch) civil.Date {
	to := o.entry.To
	if o.entry.Kind != Owner {
		return to
	}
	held := o.entry.From // never, when it turns out that he did not hold it then
	for _, s := range holders {
		if s.Unlearned.None() && s.Party == o.party && (civil.Period{From: s.From, To: s.To}).Contains(o.entry.From) {
			held = s.To
		}
	}
	if to.None() || !held.None() && held.Before(to) {
		return held
	}
	return to
}

// Seen tells whether an owner who holds a lot since a day may read of an occupant: who left before he came is none of his business.
func Seen(o Occupant, holders []property.Stretch, since civil.Date) bool {
	to := Until(o, holders)
	return to.None() || to.After(since)
}
