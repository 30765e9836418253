package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Dependent is a room above that may have built on the register; asked before a list is taken back.
type Dependent interface {
	// BuiltOn tells whether something in the building rests on what was learned at or after a moment.
	BuiltOn(tx *db.Tx, building id.Of[id.Building], since civil.Instant) (bool, error)
}

// Inviter gives a person a role in a building and a way to sign in; the room office is one.
type Inviter interface {
	Invite(a *act.Act, email, name string, lang i18n.Lang, role act.Role, building id.Of[id.Building]) (identity.Invited, error)
}

// Room holds what the verbs need from elsewhere.
type Room struct {
	Inviter    Inviter
	Dependents []Dependent
}

// AddLot enters a lot by hand, true from a day on, and its party if one is given.
func (r *Room) AddLot(a *act.Act, building id.Of[id.Building], e LotEntry, members []MemberEntry, from civil.Date) (Lot, error) {
	reg, err := r.change(a, building)
	if err != nil {
		return Lot{}, err
	}
	from = orToday(from, a.Today)
	position := int64(0)
	for _, l := range reg.lots {
		position = max(position, l.position+1)
	}
	lot, err := NewLot(reg.Building, e, position, since(from, a.Now))
	if err != nil {
		return Lot{}, err
	}
	if err := insertLot(a.Tx, lot); err != nil {
		return Lot{}, err
	}
	a.Record(LotAdded{Building: building, Lot: lot.id, Shares: lot.shares, From: from})
	if len(members) == 0 {
		return lot, nil
	}
	_, err = r.holdByNew(a, reg.Building, lot.id, members, from)
	return lot, err
}

// CorrectLot says what the lot should have been known as: the old knowledge stays readable as it was.
func (r *Room) CorrectLot(a *act.Act, lot id.Of[id.Lot], e LotEntry) (Lot, error) {
	old, reg, err := r.lotToChange(a, lot)
	if err != nil {
		return Lot{}, err
	}
	if err := e.check(reg.Building); err != nil {
		return Lot{}, err
	}
	corrected := old
	corrected.state, corrected.label, corrected.kind = id.New[id.Any](), tidy(e.Label), e.Kind
	corrected.shares, corrected.floor = e.Shares, e.Floor
	corrected.times.learned, corrected.times.list = a.Now, id.Of[id.Import]{}
	if _, err := a.Exec(forgetLotState, old.state, a.Now); err != nil {
		return Lot{}, err
	}
	if err := insertLotState(a.Tx, corrected); err != nil {
		return Lot{}, err
	}
	a.Record(LotCorrected{Building: reg.Building.id, Lot: lot, Shares: corrected.shares})
	return corrected, nil
}

// TransferLot passes a lot to another party from a day on: an existing party of the building, or a new one made of members.
// The ownership before it is closed on that day (art. 3.94).
func (r *Room) TransferLot(a *act.Act, lot id.Of[id.Lot], to id.Of[id.Party], members []MemberEntry, on civil.Date) (Ownership, error) {
	_, reg, err := r.lotToChange(a, lot)
	if err != nil {
		return Ownership{}, err
	}
	if on.None() {
		return Ownership{}, fault.Invalid("required", "on")
	}
	if to.None() {
		return r.holdByNew(a, reg.Building, lot, members, on)
	}
	if _, known := reg.parties[to]; !known {
		return Ownership{}, fault.Invalid("party_elsewhere", "owner_id")
	}
	return r.hold(a, reg.Building.id, lot, to, on)
}

func (r *Room) holdByNew(a *act.Act, b Building, lot id.Of[id.Lot], members []MemberEntry, on civil.Date) (Ownership, error) {
	party, err := r.newParty(a, b, members, since(on, a.Now))
	if err != nil {
		return Ownership{}, err
	}
	return r.hold(a, b.id, lot, party.id, on)
}

func (r *Room) newParty(a *act.Act, b Building, members []MemberEntry, t times) (Party, error) {
	communication, err := nextCommunication(a.Tx)
	if err != nil {
		return Party{}, err
	}
	party, err := NewParty(b, communication, members, t)
	if err != nil {
		return Party{}, err
	}
	return party, insertParty(a.Tx, party)
}

// hold closes the ownership that is open on a day and opens the next.
func (r *Room) hold(a *act.Act, building id.Of[id.Building], lot id.Of[id.Lot], party id.Of[id.Party], on civil.Date) (Ownership, error) {
	list, err := db.All(a.Query(ownershipsOf, building), (*Ownership).fields)
	if err != nil {
		return Ownership{}, err
	}
	for _, o := range list {
		if o.lot != lot || !o.known(a.Now) {
			continue
		}
		if !o.from.Before(on) {
			return Ownership{}, fault.Conflict("ownership_later").At("on").With("date", o.from)
		}
		if !o.to.None() && !on.Before(o.to) {
			continue
		}
		if o.party == party {
			return Ownership{}, fault.Conflict("ownership_same").At("owner_id")
		}
		if err := r.close(a, o, on); err != nil {
			return Ownership{}, err
		}
	}
	next := Ownership{id: id.New[id.Ownership](), lot: lot, party: party, building: building, times: since(on, a.Now)}
	if err := insertOwnership(a.Tx, next); err != nil {
		return Ownership{}, err
	}
	a.Record(LotHeld{Building: building, Lot: lot, Party: party, From: on})
	return next, nil
}

// close says that an ownership ended on a day: the open row is forgotten, the ended one is learned.
func (r *Room) close(a *act.Act, o Ownership, on civil.Date) error {
	if _, err := a.Exec(forgetOwnership, o.id, a.Now); err != nil {
		return err
	}
	ended := o
	ended.id, ended.to, ended.learned = id.New[id.Ownership](), on, a.Now
	return insertOwnership(a.Tx, ended)
}

// LinkMember gives a member a sign-in: at the given address, or at the one that the register knows. The member becomes an owner for whom the
// house shows what the party owes.
func (r *Room) LinkMember(a *act.Act, member id.Of[id.Member], email string) (id.Of[id.Person], error) {
	m, err := db.One(a.Query(memberByID, member), (*Member).fields, fault.NotFound("not_found"))
	if err != nil {
		return id.Of[id.Person]{}, err
	}
	if err := a.Allow(ChangeRegister, m.building); err != nil {
		return id.Of[id.Person]{}, err
	}
	if email == "" {
		email = m.entry.Email
	}
	if email == "" {
		return id.Of[id.Person]{}, fault.Invalid("required", "email")
	}
	invited, err := r.Inviter.Invite(a, email, m.Name(), m.entry.Lang, act.Owner, m.building)
	if err != nil {
		return id.Of[id.Person]{}, err
	}
	return invited.Person, r.Attach(a, m, invited.Person)
}

// Attach notes that a sign-in belongs to a member.
func (r *Room) Attach(a *act.Act, m Member, person id.Of[id.Person]) error {
	a.Record(MemberLinked{Building: m.building, Member: m.id, Person: person})
	_, err := a.Exec(linkMember, m.id, person)
	return err
}

// change loads the register of a building that is about to be changed: one writer at a time.
func (r *Room) change(a *act.Act, building id.Of[id.Building]) (Register, error) {
	if err := a.Hold(building); err != nil {
		return Register{}, err
	}
	reg, err := LoadRegister(a.Tx, building)
	if err != nil {
		return Register{}, err
	}
	return reg, a.Allow(ChangeRegister, building)
}

func (r *Room) lotToChange(a *act.Act, lot id.Of[id.Lot]) (Lot, Register, error) {
	building, err := db.One(a.Query(buildingOfLot, lot), func(b *id.Of[id.Building]) []any { return []any{b} }, fault.NotFound("not_found"))
	if err != nil {
		return Lot{}, Register{}, err
	}
	reg, err := r.change(a, building)
	if err != nil {
		return Lot{}, Register{}, err
	}
	for _, l := range reg.lots {
		if l.id == lot && l.known(a.Now) && l.to.None() {
			return l, reg, nil
		}
	}
	return Lot{}, Register{}, fault.NotFound("not_found")
}

func orToday(d, today civil.Date) civil.Date {
	if d.None() {
		return today
	}
	return d
}
