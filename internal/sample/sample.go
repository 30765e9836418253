// Package sample tells the story of three invented buildings through the verbs of the rooms: nothing is written that a person could not
// have entered. Everybody in it is invented; the residents are also the cast of the scenarios in spec/.
//
//	cast.go        who lives there, and who works for them
//	tilleuls.go    Résidence Les Tilleuls, Saint-Gilles: 30 lots, shares over 1 000
//	parc.go        Parc du Nord, Schaerbeek: 180 lots, shares over 10 000
//	brouwers.go    Brouwershof, Gent: 12 lots over 1 000, kept by a volunteer
//	bills.go       the year's invoices and the keys that share them
//	books.go       the balance sheet that is carried over, calls, payments, approvals
//	governance.go  what the last assembly decided, and who is who
//	council.go     what the council says, and keeps among its members
//	letters.go     to whom is written, and how; who lives there, and who confirmed what is held about him
//	tell.go        the story, in order
package sample

import (
	"context"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/confirmations"
	"koprogo/internal/estate/imports"
	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/occupants"
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/governance/council"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
)

// Rooms are the rooms through which the story is told.
type Rooms struct {
	House         *act.House
	Identity      *identity.Room
	Office        *office.Room
	Property      *property.Room
	Addressees    *addressees.Room
	Occupants     *occupants.Room
	Confirmations *confirmations.Room
	Keys          *keys.Room
	Imports       *imports.Room
	Ledger        *ledger.Room
	Purchases     *purchases.Room
	Decisions     *decisions.Room
	Mandates      *mandates.Room
	Council       *council.Room
}

// User is a sign-in of the sample.
type User struct {
	Role     act.Role `json:"role"`
	Email    string   `json:"email"`
	Password string   `json:"password"`
}

// Building is a building of the sample.
type Building struct {
	ID   id.Of[id.Building] `json:"id"`
	Name string             `json:"name"`
}

// Told is what the story made.
type Told struct {
	Users     []User     `json:"users"`
	Buildings []Building `json:"buildings"`
}

// teller keeps what the story needs while it is told.
type teller struct {
	Rooms
	ctx      context.Context
	password string
	year     int
	told     Told
	office   id.Of[id.Office]
	syndic   id.Of[id.Person] // who opened the office that is being told about
}

// do runs one step of the story as an act of the office that is being told about.
func (t *teller) do(step func(a *act.Act) error) error {
	return t.doAs(id.Of[id.Person]{}, step)
}

// doAs runs a step that one of the residents does.
func (t *teller) doAs(person id.Of[id.Person], step func(a *act.Act) error) error {
	_, err := act.Do(t.ctx, t.House, act.Who{Office: t.office, Person: person, House: true}, act.Door{Via: "start"}, func(a *act.Act) (bool, error) {
		return true, step(a)
	})
	return err
}

// open opens an office with its syndic, who has a sign-in.
func (t *teller) open(e office.Entry, syndic person) error {
	o, err := t.Office.Open(t.ctx, "start", e, func(a *act.Act) (id.Of[id.Person], error) {
		p, err := t.Identity.Enrol(a, syndic.email, syndic.name(), syndic.lang, t.password, false)
		t.syndic = p.ID()
		return p.ID(), err
	})
	t.office = o.ID()
	return err
}

// enrol gives someone a sign-in and a role in a building of the office.
func (t *teller) enrol(who person, role act.Role, building id.Of[id.Building]) (id.Of[id.Person], error) {
	var person id.Of[id.Person]
	err := t.do(func(a *act.Act) error {
		p, err := t.Identity.Enrol(a, who.email, who.name(), who.lang, t.password, role == act.Admin)
		if err != nil {
			return err
		}
		person = p.ID()
		if role == act.Admin {
			return nil
		}
		return office.GrantRole(a, p.ID(), role, building)
	})
	t.told.Users = append(t.told.Users, User{role, who.email, t.password})
	return person, err
}

// building begins a register with its accounts and takes in its list.
func (t *teller) building(e property.BuildingEntry, working, reserve string, list property.List) (id.Of[id.Building], error) {
	var building id.Of[id.Building]
	err := t.do(func(a *act.Act) error {
		b, err := t.Property.CreateBuilding(a, e)
		if err != nil {
			return err
		}
		building = b.ID()
		for fund, iban := range map[string]string{"working": working, "reserve": reserve} {
			if _, err := t.Property.SetAccount(a, building, fund, iban); err != nil {
				return err
			}
		}
		list.Import = id.New[id.Import]()
		_, err = t.Property.TakeList(a, building, list)
		return err
	})
	t.told.Buildings = append(t.told.Buildings, Building{building, e.Name})
	return building, err
}

// describe says what is known of an association beside its lots.
func (t *teller) describe(building id.Of[id.Building], p property.Particulars) error {
	return t.do(func(a *act.Act) error {
		_, err := t.Property.SetParticulars(a, building, p, property.Saying{})
		return err
	})
}

// attach gives the member of a party who has this name the sign-in of a person.
func (t *teller) attach(building id.Of[id.Building], name string, person id.Of[id.Person]) error {
	return t.do(func(a *act.Act) error {
		s, err := t.Property.Register(&a.View, building, a.Today, a.Now)
		if err != nil {
			return err
		}
		for _, p := range s.Parties {
			for _, m := range p.Members() {
				if m.Name() == name {
					return t.Property.Attach(a, m, person)
				}
			}
		}
		return nil
	})
}
