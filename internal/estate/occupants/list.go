package occupants

import (
	"context"
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Homes reads the lots of a building with their occupants, in the order of the deed, for who keeps them all. Lots that are no more come last.
func (r *Room) Homes(v *act.View, building id.Of[id.Building]) ([]Home, error) {
	reg, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return nil, err
	}
	if err := v.Allow(KeepAllOccupants, building); err != nil {
		return nil, err
	}
	all, err := ofBuilding(v.Tx, building)
	if err != nil {
		return nil, err
	}
	return homes(reg, all, v), nil
}

// Own reads the lots of a building that the reader holds, with the occupants whom he may see.
func (r *Room) Own(v *act.View, building id.Of[id.Building]) ([]Home, error) {
	reg, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return nil, err
	}
	if err := v.Allow(ReadOccupants, building); err != nil {
		return nil, err
	}
	all, err := ofBuilding(v.Tx, building)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(homes(reg, all, v), func(h Home) bool { return !h.Holder.Has(v.Who.Person) })
	for i := range list {
		list[i].keepSeen(v)
	}
	return list, nil
}

func homes(reg property.Register, all []Occupant, v *act.View) (list []Home) {
	of := map[id.Of[id.Lot]][]Occupant{}
	for _, o := range all {
		of[o.lot] = append(of[o.lot], o)
	}
	s := reg.At(v.Today, v.Now)
	for _, l := range s.Lots {
		h := Home{Building: reg.Building, Lot: l, Holders: reg.Holders(l.ID(), v.Now), Occupants: of[l.ID()], Today: v.Today}
		h.Holder, h.Held = s.Holder(l.ID())
		list = append(list, h)
	}
	return list
}

// inOrder are occupants in the order in which they were first told of.
func inOrder(list []Occupant) []Occupant {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Occupant) int { return a.id.Compare(b.id) })
	return list
}

// line is an occupant in the list, or a lot of which nobody said who is there.
type line struct {
	home Home
	Occupant
	none bool
}

func (l line) key() string {
	if l.none {
		return l.home.Lot.ID().String()
	}
	return l.id.String()
}

func (l line) name() string {
	if l.none {
		return ""
	}
	return l.home.Name(l.Occupant)
}

// state is unknown, now, coming or gone.
func (l line) state() string {
	switch {
	case l.none:
		return "unknown"
	case l.home.Gone(l.Occupant):
		return "gone"
	case l.entry.From.After(l.home.Today):
		return "coming"
	}
	return "now"
}

func lines(homes []Home) (list []line) {
	for _, h := range homes {
		there := false
		for _, o := range h.Occupants {
			l := line{home: h, Occupant: o}
			there = there || l.state() != "gone"
			list = append(list, l)
		}
		if !there && h.Lot.Kind().Main() {
			list = append(list, line{home: h, none: true})
		}
	}
	return list
}

// list is the list of a building's occupants, for who keeps them. A main lot of which nothing is known is a line too: somebody can be asked.
func (r *Room) list() ui.List[property.OfBuilding, line] {
	return ui.List[property.OfBuilding, line]{
		Key: "occupants.building", Words: "occupants.", Sort: "lot", Live: "occupants. property.",
		ID: line.key, Name: func(l line) string { return l.home.Lot.Label() + " " + l.name() },
		Href:  func(l line) string { return lotPath(l.home.Lot.ID(), "") },
		Find:  func(l line) []string { return []string{l.home.Lot.Label(), l.name(), l.home.Holder.Name()} },
		Faint: func(l line) bool { return l.state() == "gone" },
		Columns: []ui.Col[line]{
			ui.TextCol("lot", func(l line) string { return l.home.Lot.Label() }).Lead(),
			ui.TextCol("name", line.name).At(ui.PlaceLine),
			ui.SaidCol("kind", func(ctx context.Context, l line) string { return l.kindIn(i18n.From(ctx)) }).At(ui.PlaceFact),
			ui.DateCol("from", func(l line) civil.Date { return l.entry.From }).At(ui.PlaceFact),
			ui.DateCol("to", func(l line) civil.Date { return l.until() }).At(ui.PlaceFact),
			ui.TextCol("holder", func(l line) string { return l.home.Holder.Name() }).At(ui.PlaceFact),
			ui.TextCol("email", func(l line) string { return l.entry.Email }).Spare(),
			ui.TextCol("phone", func(l line) string { return l.entry.Phone }).Spare(),
			ui.ChipCol("state", func(ctx context.Context, l line) ui.Chip { return chip(ctx, l.state()) }),
		},
		Filters: []ui.Filter[line]{
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: []string{"now", "coming", "gone", "unknown"}, Keep: func(l line, x ui.Value) bool { return l.state() == x.Text }},
			{Key: "kind", Kind: ui.KindSelect, Front: true, Values: []string{"tenant", "owner", "other"}, Keep: func(l line, x ui.Value) bool { return !l.none && string(l.entry.Kind) == x.Text }},
		},
		Presets: []ui.Preset{{Key: "now", Query: "state=now"}, {Key: "unknown", Query: "state=unknown"}},
		Load: func(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[line], error) {
			homes, err := r.Homes(v, in.Building)
			ctx := v.Context()
			return ui.Listed[line]{Building: in.Building, Section: "people", Lines: lines(homes), Heading: ui.Heading{Title: tell(ctx, "list_title"), Lead: tell(ctx, "list_lead")},
				Empty: ui.EmptyState{House: true, Title: tell(ctx, "list_none"), Says: tell(ctx, "list_none_says")}}, err
		},
	}
}

func (l line) kindIn(lang i18n.Lang) string {
	if l.none {
		return ""
	}
	return l.entry.Kind.In(lang)
}

func (l line) until() civil.Date {
	if l.none {
		return civil.Date{}
	}
	return l.home.Until(l.Occupant)
}

// chip is the state of an occupant; who is there now needs none.
func chip(ctx context.Context, state string) ui.Chip {
	if state == "now" {
		return ui.Chip{}
	}
	c := ui.Chip{Text: tell(ctx, "filter_state_"+state)}
	if state == "coming" {
		c.Tone = ui.Wait
	}
	return c
}

func tell(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "occupants."+key, args...)
}
