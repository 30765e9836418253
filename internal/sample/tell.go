package sample

import (
	"context"
	"errors"
	"fmt"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
)

var (
	maesOffice = office.Entry{Name: "Bureau Maes & Associés SRL", Kind: office.Professional, Email: "bonjour@bureau-maes.example", Phone: "02 555 01 42",
		Street: "Chaussée de Charleroi", Number: "3", Postcode: "1060", City: "Saint-Gilles", Enterprise: "0799990573", Licence: "508.221"}
	brouwersOffice = office.Entry{Name: "Brouwershof, vrijwillig syndicus", Kind: office.Volunteer, Email: "willem.desmet@brouwershof.example",
		Street: "Brouwersstraat", Number: "9", Postcode: "9000", City: "Gent"}
)

// Tell makes the whole sample, as seen in a given year, with one password for every sign-in. It is told once, into a house where nobody is known.
func Tell(ctx context.Context, rooms Rooms, password string) (Told, error) {
	t := &teller{Rooms: rooms, ctx: ctx, password: password, year: rooms.House.Now().BrusselsDate().Year()}
	for _, chapter := range []func() error{t.maes, t.brouwershof} {
		if err := chapter(); err != nil {
			return Told{}, err
		}
	}
	return t.told, nil
}

// day is a day of the year in which the story is told.
func (t *teller) day(monthDay string) civil.Date {
	return civil.Must(fmt.Sprintf("%d-%s", t.year, monthDay))
}

func (t *teller) maes() error {
	if err := t.open(maesOffice, claire); err != nil {
		return err
	}
	t.told.Users = append(t.told.Users, User{act.Syndic, claire.email, t.password})
	start := civil.Must(fmt.Sprintf("%d-01-01", t.year-2))
	tilleuls, err := t.building(tilleulsEntry, tilleulsWorking, tilleulsReserve, tilleulsList(start))
	if err != nil {
		return err
	}
	parc, err := t.building(parcEntry, parcWorking, parcReserve, parcList(start))
	if err != nil {
		return err
	}
	if err := errors.Join(t.describe(tilleuls, tilleulsParticulars), t.describe(parc, parcParticulars)); err != nil {
		return err
	}
	if err := t.sell(tilleuls, "2D", tomasz, t.day("06-15")); err != nil {
		return err
	}
	if err := t.offer(tilleuls); err != nil {
		return err
	}
	var speaker, accountant id.Of[id.Person]
	for _, r := range []struct {
		who  person
		role act.Role
	}{
		{ada, act.Admin}, {bruno, act.Accountant}, {sofie, act.Council}, {ingrid, act.Auditor}, {anne, act.Owner},
		{neighbour(100, "tilleuls"), act.Occupant}, {delta, act.Contractor}, {peeters, act.Notary},
	} {
		if r.who.email == "" {
			r.who.email = "huurder@tilleuls.example"
		}
		p, err := t.enrol(r.who, r.role, tilleuls)
		if err != nil {
			return err
		}
		if r.role == act.Council || r.role == act.Auditor { // they own a lot as well
			if err := t.do(func(a *act.Act) error { return office.GrantRole(a, p, act.Owner, tilleuls) }); err != nil {
				return err
			}
		}
		if err := t.attach(tilleuls, r.who.name(), p); err != nil {
			return err
		}
		if r.who == bruno {
			accountant = p
		}
		if r.who == sofie {
			speaker = p
			if err := t.confirms(tilleuls, "2B", p); err != nil {
				return err
			}
		}
		if r.who == anne {
			if err := errors.Join(t.letters(tilleuls, p), t.homes(tilleuls, p)); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(t.tilleulsGovernance(tilleuls), t.councilRoom(tilleuls, speaker), t.parcGovernance(parc)); err != nil {
		return err
	}
	for _, b := range []struct {
		building id.Of[id.Building]
		times    money.Cents
	}{{tilleuls, 1}, {parc, 6}} {
		s := scale{b.times, fmt.Sprintf("Bilan au 31/12/%d, approuvé par l’assemblée", t.year-1)}
		if err := t.opening(b.building, s); err != nil {
			return err
		}
		if err := t.bills(b.building, b.times, aboveGround, accountant); err != nil {
			return err
		}
		if err := errors.Join(t.approves(b.building, t.syndic, ""), t.books(b.building, s)); err != nil {
			return err
		}
	}
	return nil
}

// sell passes a lot to a new owner in the middle of the year.
func (t *teller) sell(building id.Of[id.Building], label string, to person, on civil.Date) error {
	return t.do(func(a *act.Act) error {
		if on.After(a.Today) { // told early in the year: the sale was last year's
			on = on.AddYears(-1)
		}
		s, err := t.Property.Register(&a.View, building, on, a.Now)
		if err != nil {
			return err
		}
		lot, found := s.ByLabel(label)
		if !found {
			return fmt.Errorf("sample: no lot %s", label)
		}
		_, err = t.Property.TransferLot(a, lot.ID(), id.Of[id.Party]{}, []property.MemberEntry{to.entry("fr")}, on)
		return err
	})
}

func (t *teller) brouwershof() error {
	if err := t.open(brouwersOffice, willem); err != nil {
		return err
	}
	brouwers, err := t.building(brouwersEntry, brouwersWorking, brouwersReserve, brouwersList(civil.Must(fmt.Sprintf("%d-01-01", t.year-1))))
	if err != nil {
		return err
	}
	if err := t.describe(brouwers, brouwersParticulars); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return t.brouwersMandates(brouwers) },
		func() error { return t.opening(brouwers, scale{1, fmt.Sprintf("Balans op 31/12/%d", t.year-1)}) },
		func() error { return t.bills(brouwers, 1, nil, t.syndic) },
		func() error { return t.approves(brouwers, t.syndic, "Vrijwillige syndicus, alleen") },
		func() error { return t.books(brouwers, scale{times: 1}) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
