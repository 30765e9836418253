package office

import (
	"context"
	"slices"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	House    *act.House
	Identity *identity.Room
	// Buildings names the buildings on the pages of the office.
	Buildings Buildings
}

// Open begins an office with its first syndic. It is an act of the new office itself, opened by the house: the caller has judged the right.
func (r *Room) Open(ctx context.Context, via string, e Entry, syndic func(a *act.Act) (id.Of[id.Person], error)) (Office, error) {
	o, err := New(e, r.House.Now())
	if err != nil {
		return o, err
	}
	return act.Do(ctx, r.House, act.Who{Office: o.id, House: true}, act.Door{Via: via}, func(a *act.Act) (Office, error) {
		if err := insertOffice(a.Tx, o); err != nil {
			return o, err
		}
		a.Record(OfficeOpened{Office: o.id})
		person, err := syndic(a)
		if err != nil {
			return o, err
		}
		return o, GrantRole(a, person, act.Syndic, id.Of[id.Building]{})
	})
}

// Setup sets up a fresh house: its first office, and its first person as syndic and platform administrator.
func (r *Room) Setup(ctx context.Context, token string, e Entry, email, name string, lang i18n.Lang, password string) (Office, error) {
	if _, err := New(e, r.House.Now()); err != nil {
		return Office{}, under("office.", err)
	}
	var o Office
	err := r.Identity.TryToken(ctx, func() (err error) {
		o, err = r.Open(ctx, "setup", e, func(a *act.Act) (id.Of[id.Person], error) {
			if err := r.Identity.UseSetupToken(a, token); err != nil {
				return id.Of[id.Person]{}, err
			}
			p, err := r.Identity.Enrol(a, email, name, lang, password, true)
			return p.ID(), err
		})
		return err
	})
	return o, err
}

// Invite gives someone a role, for a building or the whole office, and a link to choose a password if that is still to be done.
func (r *Room) Invite(a *act.Act, email, name string, lang i18n.Lang, role act.Role, building id.Of[id.Building]) (identity.Invited, error) {
	if err := a.Allow(InvitePerson, building); err != nil {
		return identity.Invited{}, err
	}
	if role == act.Admin || !slices.Contains(act.Roles, role) {
		return identity.Invited{}, fault.Invalid("one_of_expected", "role").With("values", "syndic, accountant, council, auditor, owner, occupant, contractor, notary")
	}
	if building.None() && role != act.Syndic && role != act.Accountant {
		return identity.Invited{}, fault.Invalid("role_needs_building", "building_id")
	}
	invited, err := r.Identity.Invite(a, email, name, lang)
	if err != nil {
		return invited, err
	}
	return invited, GrantRole(a, invited.Person, role, building)
}

// Change corrects what is known of the office of the act.
func (r *Room) Change(a *act.Act, e Entry) (Office, error) {
	o, err := Find(a.Tx, a.Who.Office)
	if err != nil {
		return o, err
	}
	if err := a.Allow(ChangeOffice, id.Of[id.Building]{}); err != nil {
		return o, err
	}
	if err := o.describe(e); err != nil {
		return o, err
	}
	e = o.entry
	a.Record(OfficeChanged{Office: o.id})
	_, err = a.Exec(changeOffice, o.id, e.Name, string(e.Kind), e.Email, e.Phone, e.Street, e.Number, e.Postcode, e.City, o.enterprise, e.Licence)
	return o, err
}
