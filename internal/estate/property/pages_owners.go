package property

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

func (r *Room) ownerPages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/owners", ReadRegister, func(v *act.View, in ownersPage) (ui.Sheet, error) { return r.showOwners(p, v, in) })
	ui.FormPage(p, "/members/{member}/link", ChangeRegister, 0, r.showLink, r.link)
}

// ownersPage asks for the parties of a building on a day.
type ownersPage struct {
	OfBuilding
	AsOf
}

// ownersSeen is what the page of the parties shows.
type ownersSeen struct {
	Snap      Snapshot
	Parties   []Party
	Access    int  // members who may sign in
	MayChange bool // sees addresses, invites
	MayImport bool
	Mine      func(Party) bool
}

func (r *Room) showOwners(p *ui.Pages, v *act.View, in ownersPage) (ui.Sheet, error) {
	s, err := r.Register(v, in.Building, in.On, in.Known)
	if err != nil {
		return ui.Sheet{}, err
	}
	o := ownersSeen{Snap: s, MayChange: v.May(ChangeRegister, in.Building), MayImport: p.May(v, "/buildings/{building}/imports/new", in.Building),
		Mine: func(p Party) bool { return p.Has(v.Who.Person) }}
	o.Parties = slices.Clone(r.visible(v, s).Parties)
	slices.SortStableFunc(o.Parties, func(a, b Party) int {
		return cmp.Or(cmp.Compare(Fold(a.Name()), Fold(b.Name())), a.id.Compare(b.id))
	})
	for _, p := range o.Parties {
		for _, m := range p.members {
			if !m.Person().None() {
				o.Access++
			}
		}
	}
	title := say(v.Context(), "owners_title", "n", len(o.Parties))
	if len(o.Parties) == 0 {
		title = say(v.Context(), "owners_empty")
	}
	return ui.Sheet{Title: title, Building: in.Building, Section: "people", Body: ownersView(title, o)}, nil
}

func (r *Room) memberFor(v *act.View, member id.Of[id.Member]) (Member, error) {
	m, err := db.One(v.Query(memberByID, member), (*Member).fields, fault.NotFound("not_found"))
	if err != nil {
		return m, err
	}
	return m, v.Allow(ChangeRegister, m.building)
}

func (r *Room) showLink(v *act.View, in LinkRequest, sent ui.Sent) (ui.Sheet, error) {
	m, err := r.memberFor(v, in.Member)
	if err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "invite_title", "name", m.Name())
	return ui.Sheet{Title: title, Building: m.building, Section: "people", Body: linkForm(title, m, sent)}, nil
}

func (r *Room) link(a *act.Act, in LinkRequest) (ui.Done, error) {
	if _, err := r.postLink(a, in); err != nil {
		return ui.Done{}, err
	}
	m, err := r.memberFor(&a.View, in.Member)
	return ui.Done{To: path(m.building, "/owners"), Says: say(a.Context(), "invite_done", "name", m.Name())}, err
}
