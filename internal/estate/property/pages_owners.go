package property

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

func (r *Room) ownerPages(p *ui.Pages) {
	ui.ListPage(p, "/buildings/{building}/owners", ReadRegister, r.ownerList(p))
	ui.FormPage(p, "/members/{member}/link", ChangeRegister, 0, r.showLink, r.link)
}

// ownerRow is a party in the list with the lots that it holds.
type ownerRow struct {
	Party
	lots  []Lot
	may   bool  // the reader may know how everybody is reached
	mine  bool  // the reader is a member
	whole int64 // the denominator of the deed
}

func (o ownerRow) payment() string {
	if !o.may && !o.mine {
		return ""
	}
	return o.communication.Format()
}

func (o ownerRow) reach() string {
	if slices.ContainsFunc(o.members, func(m Member) bool { return m.entry.Email != "" }) {
		return "email"
	}
	return "post"
}

// access is open when every member may sign in.
func (o ownerRow) access() string {
	if slices.ContainsFunc(o.members, func(m Member) bool { return m.Person().None() }) {
		return "missing"
	}
	return "open"
}

func (o ownerRow) speaks(lang string) bool {
	return slices.ContainsFunc(o.members, func(m Member) bool { return string(m.entry.Lang) == lang })
}

// each joins what is known of the members.
func (o ownerRow) each(say func(Member) string) string {
	var list []string
	for _, m := range o.members {
		if said := say(m); said != "" {
			list = append(list, said)
		}
	}
	return strings.Join(list, ", ")
}

// uninvited says why nobody of the party can be invited: each may sign in already, or no address is known. Nil when somebody can.
func (p Party) uninvited() *fault.Fault {
	waiting := slices.DeleteFunc(slices.Clone(p.members), func(m Member) bool { return !m.Person().None() })
	switch {
	case len(waiting) == 0:
		return fault.Conflict("invited_all")
	case !slices.ContainsFunc(waiting, func(m Member) bool { return m.entry.Email != "" }):
		return fault.Conflict("invited_no_email")
	}
	return nil
}

// InviteParty gives a sign-in to each member of a party who has none and whose e-mail address is known; it says to how many.
func (r *Room) InviteParty(a *act.Act, building id.Of[id.Building], party id.Of[id.Party]) (int, error) {
	reg, err := r.change(a, building)
	if err != nil {
		return 0, err
	}
	p, known := reg.Party(party, a.Today, a.Now)
	if !known {
		return 0, fault.NotFound("not_found")
	}
	if f := p.uninvited(); f != nil {
		return 0, f
	}
	n := 0
	for _, m := range p.members {
		if m.Person().None() && m.entry.Email != "" {
			if _, err := r.LinkMember(a, m.id, ""); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// ownerList is the list of the parties of a building.
func (r *Room) ownerList(p *ui.Pages) ui.List[OfBuilding, ownerRow] {
	return ui.List[OfBuilding, ownerRow]{
		Key: "property.owners", Words: "property.owners_", Sort: "party", Live: "property. identity. office.",
		ID: func(o ownerRow) string { return o.id.String() }, Name: func(o ownerRow) string { return o.Party.Name() }, Href: func(o ownerRow) string { return partyPath(o.Party) },
		Find: func(o ownerRow) []string { return []string{o.Party.Name(), o.labels(), o.payment()} },
		Columns: []ui.Col[ownerRow]{
			ui.TextCol("party", func(o ownerRow) string { return o.Party.Name() }).Lead(),
			ui.SaidCol("rights", func(ctx context.Context, o ownerRow) string { return o.rights(ctx) }).At(ui.PlaceLine),
			ui.TextCol("lots", ownerRow.labels).At(ui.PlaceFact).Drawn(func(_ context.Context, o ownerRow) templ.Component { return heldLinks(o.lots) }),
			ui.CountCol("shares", func(o ownerRow) int64 { return found(o.lots) }).At(ui.PlaceFact).Foot(ownedShares),
			ui.SaidCol("kind", func(ctx context.Context, o ownerRow) string { return say(ctx, "party_"+string(o.Kind())) }).At(ui.PlaceFact).Spare(),
			ui.TextCol("communication", ownerRow.payment).At(ui.PlaceFact).Drawn(func(_ context.Context, o ownerRow) templ.Component { return marked(o.payment()) }),
			ui.TextCol("language", func(o ownerRow) string { return partyLangs(o.Party) }).Spare(),
			ui.SaidCol("reach", func(ctx context.Context, o ownerRow) string { return reachWord(ctx, o.reach()) }).Spare().Drawn(func(ctx context.Context, o ownerRow) templ.Component { return reachable(ctx, o.reach()) }),
			ui.TextCol("email", func(o ownerRow) string { return o.each(func(m Member) string { return m.entry.Email }) }).At(ui.PlaceFact),
			ui.TextCol("phone", func(o ownerRow) string { return o.each(func(m Member) string { return m.entry.Phone }) }).Spare(),
			ui.SaidCol("access", func(ctx context.Context, o ownerRow) string { return say(ctx, "owners_filter_access_"+o.access()) }).At(ui.PlaceState).Drawn(func(_ context.Context, o ownerRow) templ.Component { return access(o.Party) }),
		},
		Filters: []ui.Filter[ownerRow]{
			{Key: "kind", Kind: ui.KindSelect, Front: true, Values: []string{"sole", "undivided", "split"}, Keep: func(o ownerRow, x ui.Value) bool { return string(o.Kind()) == x.Text }},
			{Key: "access", Kind: ui.KindSelect, Front: true, Values: []string{"open", "missing"}, Keep: func(o ownerRow, x ui.Value) bool { return o.access() == x.Text }},
			{Key: "reach", Kind: ui.KindSelect, Values: []string{"email", "post"}, Keep: func(o ownerRow, x ui.Value) bool { return o.reach() == x.Text }},
			{Key: "language", Kind: ui.KindSelect, Keep: func(o ownerRow, x ui.Value) bool { return o.speaks(x.Text) }},
			{Key: "on", Kind: ui.KindDate},
			{Key: "known", Kind: ui.KindDate},
		},
		Presets: []ui.Preset{{Key: "no_access", Query: "access=missing"}, {Key: "by_post", Query: "reach=post"}},
		Bulk: []ui.Bulk[ownerRow]{{Key: "invite", Icon: "mail", Action: ChangeRegister,
			Refuse: func(o ownerRow) *fault.Fault { return o.uninvited() },
			Do: func(a *act.Act, o ownerRow, _ url.Values) error {
				_, err := r.InviteParty(a, o.building, o.id)
				return err
			},
		}},
		Load: func(v *act.View, in OfBuilding, q ui.Query) (ui.Listed[ownerRow], error) {
			return r.listOwners(p, v, in, q)
		},
	}
}

func (r *Room) listOwners(p *ui.Pages, v *act.View, in OfBuilding, q ui.Query) (ui.Listed[ownerRow], error) {
	l, err := r.look(v, registerPage{OfBuilding: in, On: q.Value("on").Date, Known: q.Value("known").Date})
	if err != nil {
		return ui.Listed[ownerRow]{}, err
	}
	ctx, held, access := v.Context(), map[id.Of[id.Party]][]Lot{}, 0
	for _, x := range l.All {
		held[x.Holder.id] = append(held[x.Holder.id], x.Lot)
	}
	list := ui.Listed[ownerRow]{Building: in.Building, Section: "people", Choices: map[string][]ui.Option{}}
	for _, party := range l.Snap.Parties {
		list.Lines = append(list.Lines, ownerRow{Party: party, lots: held[party.id], may: l.MayMail, mine: party.Has(v.Who.Person), whole: l.Snap.Building.denominator})
		for _, m := range party.members {
			if !m.Person().None() {
				access++
			}
		}
	}
	for _, lang := range i18n.Langs {
		list.Choices["language"] = append(list.Choices["language"], ui.Option{Value: string(lang), Label: lang.Name()})
	}
	list.Heading = ui.Heading{Title: say(ctx, "owners_title", "n", len(list.Lines)), Lead: ownersLead(ctx, l.MayMail, access)}
	may := registerRights{Add: l.MayMail, Import: p.May(v, "/buildings/{building}/imports/new", in.Building)}
	list.Empty = ui.EmptyState{House: true, Title: say(ctx, "owners_empty"), Says: say(ctx, "owners_empty_says"), Ways: registerWays(ctx, in.Building, may)}
	var more []templ.Component
	if !l.MayMail {
		list.Hidden = []string{"language", "reach", "email", "phone", "access", "no_access", "by_post"}
		more = append(more, ownersPrivacy())
	}
	if l.In.past(v.Today) {
		more = append(more, registerPast(ctx, l, "/owners"))
	}
	if len(more) > 0 {
		list.More = ui.Join(more...)
	}
	return list, nil
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
