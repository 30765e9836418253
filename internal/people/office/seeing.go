package office

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// SeeAs lets a syndic look at the own pages of an owner, as the owner sees them, for half an hour: to answer "where do you see that?". It is kept
// in the office's chain and in the owner's own history.
func (r *Room) SeeAs(a *act.Act, owner id.Of[id.Person]) error {
	if owner == a.Who.Person {
		return fault.Conflict("see_oneself")
	}
	roles, err := Grants(a.Tx, owner, a.Today)
	if err != nil {
		return err
	}
	if len(roles) == 0 {
		return fault.NotFound("not_found")
	}
	if len(shared(roles, a.May)) == 0 {
		return fault.Forbidden("see_owners_only")
	}
	if err := r.Identity.SeeAs(a, owner); err != nil {
		return err
	}
	a.Record(OwnerSeen{Person: owner})
	return nil
}

// StopSeeing makes the reader oneself again.
func (r *Room) StopSeeing(a *act.Act) error {
	seen, err := r.Identity.StopSeeing(a)
	if err == nil && !seen.None() {
		a.Record(OwnerLeft{Person: seen})
	}
	return err
}

// shared are the places where a person is an owner and the syndic may see as one: no other role of that person is lent.
func shared(roles []act.Grant, may func(act.Action, id.Of[id.Building]) bool) []act.Grant {
	return slices.DeleteFunc(roles, func(g act.Grant) bool { return g.Role != act.Owner || !may(SeeAs, g.Building) })
}

// AsOwner makes of a syndic the owner whose pages are looked at, with nothing but what is in only; the syndic as before when the owner has no
// place left that the syndic may see.
func AsOwner(tx *db.Tx, syndic act.Who, owner id.Of[id.Person], policy act.Policy, only []act.Action, today civil.Date) (act.Who, error) {
	roles, err := Grants(tx, owner, today)
	if err != nil {
		return syndic, err
	}
	places := shared(roles, func(action act.Action, building id.Of[id.Building]) bool { return policy.In(syndic, action, building) })
	if len(places) == 0 {
		return syndic, nil
	}
	who, err := identity.Eyes(tx, owner, syndic)
	who.Grants, who.Only = places, only
	return who, err
}

// OwnerSeen is recorded when a syndic begins to look at the pages of an owner.
type OwnerSeen struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f OwnerSeen) About() act.About {
	return act.About{Kind: "office.owner_seen", Subject: act.Subject(f.Person)}
}

// OwnerLeft is recorded when a syndic stops looking at the pages of an owner. After half an hour it ends by itself, without a fact.
type OwnerLeft struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f OwnerLeft) About() act.About {
	return act.About{Kind: "office.owner_left", Subject: act.Subject(f.Person)}
}

// SeeRequest names the owner whose pages are looked at.
type SeeRequest struct {
	Person id.Of[id.Person] `path:"person"`
}

// SeePath is where a syndic asks to see as an owner.
func SeePath(owner id.Of[id.Person]) string { return "/see-as/" + owner.String() }

func (r *Room) seeingPages(p *ui.Pages) {
	ui.Post(p, "/see-as/{person}", SeeAs, 0, nil, func(a *act.Act, in SeeRequest) (ui.Done, error) {
		return ui.Done{To: "/"}, r.SeeAs(a, in.Person)
	})
	ui.Post(p, ui.StopSeeingPath, StopSeeing, 0, nil, func(a *act.Act, _ Nobody) (ui.Done, error) {
		return ui.Done{To: "/", Says: i18n.T(a.Context(), "office.seeing_stopped")}, r.StopSeeing(a)
	})
}
