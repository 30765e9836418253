package office

import (
	"context"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// teamRow is a role in the list of the office, held now or earlier.
type teamRow struct {
	TeamLine
	place  Named // no name for a role in the whole office
	former bool
	mayEnd bool
}

// state is former, ending, now, or invited when no password was chosen yet.
func (l teamRow) state() string {
	switch {
	case l.former:
		return "former"
	case !l.To.None():
		return "ending"
	case !l.Entered:
		return "invited"
	}
	return "now"
}

func (l teamRow) where(ctx context.Context) string {
	if l.place.Name == "" {
		return say(ctx, "everywhere")
	}
	return l.place.Name
}

// at is the answer to the question about the building: a role in the whole office stands under every building.
func (l teamRow) at(building string) bool {
	return l.Building.None() || l.Building.String() == building
}

func (r *Room) teamList() ui.List[Nobody, teamRow] {
	return ui.List[Nobody, teamRow]{
		Key: "office.team", Words: "office.team_", Sort: "person", Live: "office. identity.",
		ID: func(l teamRow) string { return l.ID.String() }, Name: func(l teamRow) string { return l.TeamLine.Name },
		Find: func(l teamRow) []string { return []string{l.TeamLine.Name, l.place.Name} }, Faint: func(l teamRow) bool { return l.former },
		Columns: []ui.Col[teamRow]{
			ui.TextCol("person", func(l teamRow) string { return l.TeamLine.Name }).Lead(),
			ui.SaidCol("role", func(ctx context.Context, l teamRow) string { return say(ctx, "role_"+string(l.Role)) }).At(ui.PlaceLine),
			ui.SaidCol("building", func(ctx context.Context, l teamRow) string { return l.where(ctx) }).At(ui.PlaceFact).Drawn(func(ctx context.Context, l teamRow) templ.Component { return l.plated(ctx) }),
			ui.DateCol("since", func(l teamRow) civil.Date { return l.From }).At(ui.PlaceFact),
			ui.DateCol("until", func(l teamRow) civil.Date { return l.To }).At(ui.PlaceFact).Drawn(func(ctx context.Context, l teamRow) templ.Component { return l.ending(ctx) }),
			ui.ChipCol("state", func(ctx context.Context, l teamRow) ui.Chip { return l.chip(ctx) }),
		},
		Filters: []ui.Filter[teamRow]{
			{Key: "role", Kind: ui.KindSelect, Front: true, Keep: func(l teamRow, x ui.Value) bool { return string(l.Role) == x.Text }},
			{Key: "building", Kind: ui.KindSelect, Front: true, Keep: func(l teamRow, x ui.Value) bool { return l.at(x.Text) }},
			{Key: "state", Kind: ui.KindSelect, Values: []string{"now", "invited", "ending", "former"}, Keep: func(l teamRow, x ui.Value) bool { return l.state() == x.Text }},
		},
		Presets: []ui.Preset{{Key: "now", Query: "state=now"}, {Key: "invited", Query: "state=invited"}, {Key: "former", Query: "state=former"}},
		Load:    func(v *act.View, _ Nobody, _ ui.Query) (ui.Listed[teamRow], error) { return r.listTeam(v) },
	}
}

func (r *Room) listTeam(v *act.View) (ui.Listed[teamRow], error) {
	o, err := Find(v.Tx, v.Who.Office)
	if err != nil {
		return ui.Listed[teamRow]{}, err
	}
	now, former, err := r.Team(v)
	if err != nil {
		return ui.Listed[teamRow]{}, err
	}
	named, err := r.named(v)
	if err != nil {
		return ui.Listed[teamRow]{}, err
	}
	ctx, none := v.Context(), id.Of[id.Building]{}
	list := ui.Listed[teamRow]{Section: "office", Choices: map[string][]ui.Option{}, More: officeCard(o),
		Heading: ui.Heading{Title: o.Name(), Lead: say(ctx, "kind_"+string(o.entry.Kind)) + ". " + say(ctx, "team_count", "n", len(now)), Actions: officeActions(ctx, v.May(ChangeOffice, none), r.mayInvite(v))},
		Empty:   ui.EmptyState{Small: true, Title: say(ctx, "team_empty")}}
	places := map[id.Of[id.Building]]Named{}
	for _, n := range named {
		places[n.ID] = n
		list.Choices["building"] = append(list.Choices["building"], ui.Option{Value: n.ID.String(), Label: n.Name})
	}
	for i, l := range slices.Concat(now, former) {
		x := teamRow{TeamLine: l, place: places[l.Building], former: i >= len(now)}
		x.mayEnd = !x.former && v.May(EndRole, l.Building)
		list.Lines = append(list.Lines, x)
	}
	for _, role := range act.Roles {
		if slices.ContainsFunc(list.Lines, func(l teamRow) bool { return l.Role == role }) {
			list.Choices["role"] = append(list.Choices["role"], ui.Option{Value: string(role), Label: capital(say(ctx, "role_"+string(role)))})
		}
	}
	return list, nil
}

// plated names where a role is held.
func (l teamRow) plated(ctx context.Context) templ.Component {
	if l.place.Name == "" {
		return ui.Text(l.where(ctx))
	}
	plate := l.place.Plate
	plate.Size = ui.PlateSmall
	return ui.Join(plate, ui.Text(l.place.Name))
}

// ending is the day on which a role ends, or the way to end it.
func (l teamRow) ending(ctx context.Context) templ.Component {
	if !l.To.None() || !l.mayEnd {
		return ui.Text(l.To.Short())
	}
	return ui.Button{Label: say(ctx, "end"), Look: ui.Quiet, Href: "/office/roles/" + l.ID.String() + "/end",
		Attrs: templ.Attributes{"aria-label": say(ctx, "end_of", "name", l.TeamLine.Name, "role", say(ctx, "role_"+string(l.Role)))}}
}

func (l teamRow) chip(ctx context.Context) ui.Chip {
	c := ui.Chip{Text: say(ctx, "team_filter_state_"+l.state())}
	switch l.state() {
	case "now":
		c.Tone = ui.Good
	case "invited", "ending":
		c.Tone = ui.Wait
	}
	return c
}
