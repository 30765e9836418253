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
	Standing           bool // the party is one by what is known now
	Party              id.Of[id.Party]
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
	now, found := reg.lotNow(lot, v.Today, v.Now)
	if !found {
		return reg, now, fault.NotFound("not_found")
	}
	return reg, now, nil
}

// lotNow is a lot as it is on a day; before its first day as it will be, after its last as it was.
func (r Register) lotNow(lot id.Of[id.Lot], on civil.Date, known civil.Instant) (now Lot, found bool) {
	for _, l := range r.lots {
		if l.id != lot || !l.known(known) {
			continue
		}
		if !found || !now.period().Contains(on) && (l.period().Contains(on) || l.from.After(now.from) && !l.from.After(on)) {
			found, now = true, l
		}
	}
	return now, found
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
		standing := slices.ContainsFunc(r.members, func(m Member) bool { return m.party == o.party && m.known(now) })
		list = append(list, Stretch{r.party(o.party, o.from, known), standing, o.party, o.from, o.to, o.learned, o.unlearned})
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

// Held is a stretch of time during which a party holds a lot, and from when until when the house knew it so.
type Held struct {
	Lot                Lot
	From, To           civil.Date
	Learned, Unlearned civil.Instant
}

// HeldBy tells which lots a party ever held by what is known at a moment, the latest first.
func (r Register) HeldBy(party id.Of[id.Party], known civil.Instant) (list []Held) {
	for _, o := range r.ownerships {
		if o.party != party || !o.known(known) {
			continue
		}
		on := o.from
		if !o.to.None() {
			on = o.to.AddDays(-1)
		}
		lot, _ := r.lotNow(o.lot, on, known)
		list = append(list, Held{lot, o.from, o.to, o.learned, o.unlearned})
	}
	slices.SortStableFunc(list, func(a, b Held) int {
		return cmp.Or(b.From.Compare(a.From), cmp.Compare(a.Lot.position, b.Lot.position), a.Lot.id.Compare(b.Lot.id))
	})
	return list
}

// RegisterOfParty reads the register of a party's building and the party in it: as it is today, or as it was when it last held something.
func (r *Room) RegisterOfParty(v *act.View, party id.Of[id.Party]) (Register, Party, error) {
	building, err := db.One(v.Query(buildingOfParty, party), func(b *id.Of[id.Building]) []any { return []any{b} }, fault.NotFound("not_found"))
	if err != nil {
		return Register{}, Party{}, err
	}
	reg, err := LoadRegister(v.Tx, building)
	if err != nil {
		return reg, Party{}, err
	}
	if err := v.Allow(ReadRegister, building); err != nil {
		return reg, Party{}, err
	}
	p := reg.partyNow(party, v.Today, v.Now)
	if len(p.members) == 0 { // it was made by a transfer that was taken back
		return reg, p, fault.NotFound("not_found")
	}
	return reg, p, nil
}

// partyNow is a party with its members of a day; before their first day as they will be, after their last as they were.
func (r Register) partyNow(party id.Of[id.Party], on civil.Date, known civil.Instant) Party {
	seen, members := map[id.Of[id.Member]]bool{}, []Member(nil)
	for _, m := range r.members {
		if m.party == party && !seen[m.id] && !r.memberNow(m.id, on, known).id.None() {
			seen[m.id] = true
			members = append(members, r.memberNow(m.id, on, known))
		}
	}
	return r.parties[party].with(members)
}
