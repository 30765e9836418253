package occupants

import (
	"cmp"
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Room knows the occupants.
type Room struct {
	Register *property.Room
}

// Home reads a lot with its occupants: all of them for who keeps them, for the owner of the lot those whom he has to do with.
func (r *Room) Home(v *act.View, lot id.Of[id.Lot]) (Home, error) {
	h, err := r.home(v, lot, ReadOccupants)
	if err != nil {
		return h, err
	}
	h.Occupants, err = ofLot(v.Tx, lot)
	h.keepSeen(v)
	return h, err
}

// home reads a lot for who may do an action with its occupants.
func (r *Room) home(v *act.View, lot id.Of[id.Lot], action act.Action) (Home, error) {
	reg, l, err := r.Register.RegisterOfLot(v, lot)
	if err != nil {
		return Home{}, err
	}
	h := Home{Building: reg.Building, Lot: l, Holders: reg.Holders(lot, v.Now), Today: v.Today}
	h.Holder, h.Held = reg.At(v.Today, v.Now).Holder(lot)
	if err := v.Allow(action, reg.Building.ID()); err != nil {
		return h, err
	}
	if !v.May(KeepAllOccupants, reg.Building.ID()) && !h.Holder.Has(v.Who.Person) {
		return h, fault.Forbidden("occupants_of_another")
	}
	return h, nil
}

// keepSeen leaves what the reader may see, in the order of a list.
func (h *Home) keepSeen(v *act.View) {
	if !v.May(KeepAllOccupants, h.Building.ID()) {
		since := h.since()
		h.Occupants = slices.DeleteFunc(h.Occupants, func(o Occupant) bool { return !Seen(o, h.Holders, since) })
	}
	slices.SortStableFunc(h.Occupants, func(a, b Occupant) int {
		return cmp.Or(rank(h.Gone(a))-rank(h.Gone(b)), b.entry.From.Compare(a.entry.From))
	})
}

func rank(gone bool) int {
	if gone {
		return 1
	}
	return 0
}

// since is the day from which who holds the lot today holds it.
func (h Home) since() civil.Date {
	for _, s := range h.Holders {
		if s.Unlearned.None() && s.Party == h.Holder.ID() && (civil.Period{From: s.From, To: s.To}).Contains(h.Today) {
			return s.From
		}
	}
	return h.Today
}

// holderOn is the party that holds the lot on a day.
func (h Home) holderOn(on civil.Date) id.Of[id.Party] {
	for _, s := range h.Holders {
		if s.Unlearned.None() && (civil.Period{From: s.From, To: s.To}).Contains(on) {
			return s.Party
		}
	}
	return id.Of[id.Party]{}
}

// Tell notes who occupies a lot. Several may, at the same time.
func (r *Room) Tell(a *act.Act, lot id.Of[id.Lot], e Entry) (Occupant, error) {
	h, err := r.toTell(a, lot)
	if err != nil {
		return Occupant{}, err
	}
	o, err := New(h.Building.ID(), lot, h.holderOn(e.From), e, a.Now, a.Who.Person)
	if err != nil {
		return o, err
	}
	a.Record(OccupantTold{o.happened(), o.entry.Kind, o.entry.From})
	return o, o.save(a.Tx)
}

// toTell reads a lot for who may tell of its occupants, with those whom he sees; one after the other does.
func (r *Room) toTell(a *act.Act, lot id.Of[id.Lot]) (Home, error) {
	if err := a.Hold(lot); err != nil {
		return Home{}, err
	}
	h, err := r.home(&a.View, lot, TellOccupants)
	if err != nil {
		return h, err
	}
	h.Occupants, err = ofLot(a.Tx, lot)
	h.keepSeen(&a.View)
	return h, err
}

// toChange finds an occupant whom the person may speak of, with the lot.
func (r *Room) toChange(a *act.Act, occupant id.Of[id.Occupant]) (Home, Occupant, error) {
	o, err := find(a.Tx, occupant)
	if err != nil {
		return Home{}, o, err
	}
	h, err := r.toTell(a, o.lot)
	if err != nil {
		return h, o, err
	}
	i := slices.IndexFunc(h.Occupants, func(x Occupant) bool { return x.id == occupant })
	if i < 0 { // withdrawn while we waited, or none of his business
		return h, o, fault.NotFound("not_found")
	}
	return h, h.Occupants[i], nil
}

// Correct says how an occupant should have been known all along; what was known before stays readable.
func (r *Room) Correct(a *act.Act, occupant id.Of[id.Occupant], e Entry) (Occupant, error) {
	h, o, err := r.toChange(a, occupant)
	if err != nil {
		return o, err
	}
	next, err := o.said(h.holderOn(e.From), e, a.Now, a.Who.Person)
	if err != nil || next.entry == o.entry {
		return o, err
	}
	a.Record(OccupantCorrected{o.happened(), next.entry.Kind, next.entry.From})
	return next, next.replaces(a, o)
}

// Leave notes the day on which an occupant leaves, or left.
func (r *Room) Leave(a *act.Act, occupant id.Of[id.Occupant], on civil.Date) (Occupant, error) {
	h, o, err := r.toChange(a, occupant)
	if err != nil {
		return o, err
	}
	if on.None() {
		on = a.Today
	}
	e := o.entry
	e.To = on
	next, err := o.said(h.holderOn(e.From), e, a.Now, a.Who.Person)
	if f := fault.As(err); f != nil {
		return o, f.At("on")
	}
	if err != nil {
		return o, err
	}
	a.Record(OccupantLeft{o.happened(), on})
	return next, next.replaces(a, o)
}

// Withdraw says that somebody never occupied the lot.
func (r *Room) Withdraw(a *act.Act, occupant id.Of[id.Occupant]) (Occupant, error) {
	_, o, err := r.toChange(a, occupant)
	if err != nil {
		return o, err
	}
	a.Record(OccupantWithdrawn{o.happened()})
	return o, o.forget(a.Tx, a.Now)
}

func (o Occupant) replaces(a *act.Act, old Occupant) error {
	if err := old.forget(a.Tx, a.Now); err != nil {
		return err
	}
	return o.save(a.Tx)
}

func (o Occupant) happened() happened { return happened{o.building, o.lot, o.id} }

// BuiltOn tells whether something was said of the occupants of a building since a moment: the list its lots came from is then no longer taken back.
func (r *Room) BuiltOn(tx *db.Tx, building id.Of[id.Building], since civil.Instant) (bool, error) {
	n, err := db.Value[int64](tx.Query(saidSince, building, since))
	return n > 0, err
}
