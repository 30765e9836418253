package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"

	"github.com/a-h/templ"
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

// Gatekeeper ends the role that a person holds in a building from a day on, and gives it back; the room office is one. The act that calls it has judged.
type Gatekeeper interface {
	EndHeld(a *act.Act, person id.Of[id.Person], role act.Role, building id.Of[id.Building], on civil.Date) error
	Regain(a *act.Act, person id.Of[id.Person], role act.Role, building id.Of[id.Building]) error
}

// Follower is a room above that says something of its own about lots, such as a distribution key. When lots are divided or merged it says it of the
// lots that come, in the same act, or refuses and names what stands in the way.
type Follower interface {
	Reshaped(a *act.Act, r Reshaping) error
}

// Neighbour is a room above that has something to show on the page of a lot, such as who lives there; nil for who may not read it.
type Neighbour interface {
	OnLot(v *act.View, lot id.Of[id.Lot]) (templ.Component, error)
}

// Room holds what the verbs need from elsewhere.
type Room struct {
	Inviter    Inviter
	Gate       Gatekeeper
	Dependents []Dependent
	Followers  []Follower
	Banking    []Banking
	Neighbours []Neighbour
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
	party, err := r.newParty(a, reg.Building, members, since(from, a.Now))
	if err != nil {
		return Lot{}, err
	}
	return lot, r.begin(a, building, lot.id, party.id, from)
}

// CorrectLot says what the lot should have been known as: the old knowledge stays readable as it was.
func (r *Room) CorrectLot(a *act.Act, lot id.Of[id.Lot], e LotEntry) (Lot, error) {
	return r.ChangeLot(a, lot, e, Saying{})
}

// ChangeLot says what a lot is: it was always so, and was wrongly known; or it is so from a day on, and was otherwise before.
func (r *Room) ChangeLot(a *act.Act, lot id.Of[id.Lot], e LotEntry, how Saying) (Lot, error) {
	old, reg, err := r.lotToChange(a, lot)
	if err != nil {
		return Lot{}, err
	}
	if err := e.check(reg.Building); err != nil {
		return Lot{}, err
	}
	known := knownNow(reg.lots, a.Now, func(l Lot) bool { return l.id == lot })
	now, err := restate(known, old.as(e), how.From, a.Today, a.Now, sameLot)
	if err != nil {
		return Lot{}, err
	}
	if !how.Seen.None() {
		was, _ := reg.lotNow(lot, orToday(how.From, a.Today), how.Seen)
		if err := meanwhile(now.Before.answers(e, was)...); err != nil {
			return Lot{}, err
		}
	}
	if len(now.Said) == 0 {
		return now.Before, nil
	}
	said, err := saveLots(a, now)
	if err != nil {
		return Lot{}, err
	}
	if how.From.None() || how.From == now.Before.from {
		a.Record(LotCorrected{Building: reg.Building.id, Lot: lot, Shares: said.shares})
	} else {
		a.Record(LotChanged{Building: reg.Building.id, Lot: lot, Shares: said.shares, From: how.From})
	}
	return said, nil
}

// saveLots writes what became of the statements about a lot, and gives the last of them.
func saveLots(a *act.Act, r restated[Lot]) (last Lot, err error) {
	for _, l := range r.Forgotten {
		if _, err := a.Exec(forgetLotState, l.state, a.Now); err != nil {
			return Lot{}, err
		}
	}
	for _, l := range r.Said {
		l.state = id.New[id.Any]()
		if err := insertLotState(a.Tx, l); err != nil {
			return Lot{}, err
		}
		last = l
	}
	return last, nil
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
	if _, was := reg.lotNow(lot, a.Today, a.Now); was {
		return Lot{}, Register{}, fault.Conflict("lot_gone")
	}
	return Lot{}, Register{}, fault.NotFound("not_found")
}

func orToday(d, today civil.Date) civil.Date {
	if d.None() {
		return today
	}
	return d
}
