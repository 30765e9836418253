package property

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Stretch says who held a lot from a day until another, and from when until when the house knew it so.
type Stretch struct {
	Holder             Party
	From, To           civil.Date
	Learned, Unlearned civil.Instant
}

// Past says what the house knew of a lot, and when.
type Past struct {
	Lot
	Learned, Unlearned civil.Instant
}

// RegisterOfLot reads the register of a lot's building and the lot in it, as it is now known: today's, or the last there was.
func (r *Room) RegisterOfLot(v *act.View, lot id.Of[id.Lot]) (Register, Lot, error) {
	building, err := db.One(v.Query(buildingOfLot, lot), func(b *id.Of[id.Building]) []any { return []any{b} }, fault.NotFound("not_found"))
	if err != nil {
		return Register{}, Lot{}, err
	}
	reg, err := LoadRegister(v.Tx, building)
	if err != nil {
		return reg, Lot{}, err
	}
	if err := v.Allow(ReadRegister, building); err != nil {
		return reg, Lot{}, err
	}
	found, now := false, Lot{}
	for _, l := range reg.lots {
		if l.id == lot && l.known(v.Now) && (!found || l.from.After(now.from)) {
			found, now = true, l
		}
	}
	if !found {
		return reg, now, fault.NotFound("not_found")
	}
	return reg, now, nil
}

// Holders tells who held a lot, what is known now first and in the order of days, then what was once believed.
func (r Register) Holders(lot id.Of[id.Lot], now civil.Instant) []Stretch {
	var list []Stretch
	for _, o := range r.ownerships {
		if o.lot != lot {
			continue
		}
		known := now
		if !o.unlearned.None() {
			known = o.learned
		}
		list = append(list, Stretch{r.party(o.party, o.from, known), o.from, o.to, o.learned, o.unlearned})
	}
	slices.SortStableFunc(list, func(a, b Stretch) int {
		return cmp.Or(believed(a.Unlearned)-believed(b.Unlearned), b.From.Compare(a.From), b.Learned.Compare(a.Learned))
	})
	return list
}

func believed(unlearned civil.Instant) int {
	if unlearned.None() {
		return 0
	}
	return 1
}

// Pasts tells what was known of a lot, the latest knowledge first.
func (r Register) Pasts(lot id.Of[id.Lot]) []Past {
	var list []Past
	for _, l := range r.lots {
		if l.id == lot {
			list = append(list, Past{l, l.learned, l.unlearned})
		}
	}
	slices.SortStableFunc(list, func(a, b Past) int { return b.Learned.Compare(a.Learned) })
	return list
}
