package sample

import (
	"fmt"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/occupants"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// letters tells who votes for the Marchals of 2C, and that Anne Dubois agreed on this site to be written to by e-mail.
func (t *teller) letters(building id.Of[id.Building], anne id.Of[id.Person]) error {
	if err := t.do(func(a *act.Act) error {
		p, err := t.holder(a, building, "2C")
		if err != nil {
			return err
		}
		told := t.day("03-02")
		if told.After(a.Today) {
			told = told.AddYears(-1)
		}
		e := addressees.MandataryEntry{Member: p.Members()[1].ID(), Notified: told, Reference: "courrier 2C, désignation signée par les deux"}
		_, err = t.Addressees.Designate(a, building, p.ID(), e)
		return err
	}); err != nil {
		return err
	}
	return t.doAs(anne, func(a *act.Act) error {
		p, err := t.holder(a, building, "4B")
		if err != nil {
			return err
		}
		_, err = t.Addressees.Agree(a, building, p.Members()[0].ID(), addressees.ConsentEntry{Email: p.Members()[0].Entry().Email})
		return err
	})
}

// homes tells who lives in some of the lots: Anne Dubois in her own, as she told herself, and a tenant in one that a company lets.
func (t *teller) homes(building id.Of[id.Building], anne id.Of[id.Person]) error {
	tenant := neighbour(100, "tilleuls")
	for _, x := range []struct {
		label string
		by    id.Of[id.Person]
		e     occupants.Entry
	}{
		{"4B", anne, occupants.Entry{Kind: occupants.Owner, From: t.day("01-01").AddYears(-1)}},
		{"1C", id.Of[id.Person]{}, occupants.Entry{Kind: occupants.Tenant, Name: tenant.name(), Email: tenant.email, From: t.day("03-01").AddYears(-1)}},
	} {
		if err := t.doAs(x.by, func(a *act.Act) error {
			s, err := t.Property.Register(&a.View, building, a.Today, a.Now)
			if err != nil {
				return err
			}
			lot, _ := s.ByLabel(x.label)
			_, err = t.Occupants.Tell(a, lot.ID(), x.e)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// confirms lets the owner of a lot say that what is held about her is right.
func (t *teller) confirms(building id.Of[id.Building], label string, owner id.Of[id.Person]) error {
	return t.doAs(owner, func(a *act.Act) error {
		p, err := t.holder(a, building, label)
		if err != nil {
			return err
		}
		_, err = t.Confirmations.Confirm(a, building, p.Members()[0].ID())
		return err
	})
}

// holder is who holds a lot today.
func (t *teller) holder(a *act.Act, building id.Of[id.Building], label string) (property.Party, error) {
	s, err := t.Property.Register(&a.View, building, a.Today, a.Now)
	if err != nil {
		return property.Party{}, err
	}
	lot, _ := s.ByLabel(label)
	p, held := s.Holder(lot.ID())
	if !held {
		return p, fmt.Errorf("sample: nobody holds %s", label)
	}
	return p, nil
}
