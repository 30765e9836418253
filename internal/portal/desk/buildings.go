package desk

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// Nobody is a request that says nothing.
type Nobody struct{}

// buildings is the list of all buildings in which the reader has a role.
func (d *Desk) buildings() ui.List[Nobody, property.BuildingLine] {
	type line = property.BuildingLine
	return ui.List[Nobody, line]{
		Key: "desk.buildings", Words: "desk.", Sort: "name", Live: "property.",
		ID: func(b line) string { return b.ID().String() }, Name: func(b line) string { return b.Name() }, Href: func(b line) string { return "/buildings/" + b.ID().String() },
		Find: func(b line) []string {
			return []string{b.Name(), b.Address().Line(), b.Enterprise().Format(), b.Enterprise().String()}
		},
		Columns: []ui.Col[line]{
			ui.TextCol("name", func(b line) string { return b.Name() }).Lead().Drawn(plated),
			ui.TextCol("address", func(b line) string { return b.Address().Line() }).At(ui.PlaceFact),
			ui.TextCol("city", func(b line) string { return b.Address().City }).Spare(),
			ui.CountCol("lots", func(b line) int64 { return b.Lots }).At(ui.PlaceFact),
			ui.TextCol("enterprise", func(b line) string { return b.Enterprise().Format() }).At(ui.PlaceFact),
			ui.ChipCol("accounts", fundsChip),
			ui.ChipCol("shares", func(ctx context.Context, b line) ui.Chip { return b.ShareChip(ctx) }),
		},
		Filters: []ui.Filter[line]{
			{Key: "city", Kind: ui.KindSelect, Front: true, Keep: func(b line, x ui.Value) bool { return b.Address().City == x.Text }},
			{Key: "todo", Kind: ui.KindSelect, Front: true, Values: []string{"lots", "shares", "accounts", "enterprise"}, Keep: func(b line, x ui.Value) bool { return lacks(b, x.Text) }},
		},
		Presets: []ui.Preset{{Key: "lots", Query: "todo=lots"}, {Key: "shares", Query: "todo=shares"}},
		Load: func(v *act.View, _ Nobody, _ ui.Query) (ui.Listed[line], error) {
			lines, err := d.Property.Buildings(v)
			ctx := v.Context()
			mayAdd := d.Pages.May(v, "/buildings/new", id.Of[id.Building]{})
			l := ui.Listed[line]{Section: "buildings", Lines: lines, Choices: map[string][]ui.Option{"city": cities(lines)}, Heading: homeHeading(ctx, say(ctx, "buildings"), lines, mayAdd), Empty: nothingYet(ctx, mayAdd)}
			return l, err
		},
	}
}

// plated is a building by its plate and its name.
func plated(_ context.Context, b property.BuildingLine) templ.Component { return platedName(b) }

func fundsChip(ctx context.Context, b property.BuildingLine) ui.Chip {
	if b.Funds >= 2 {
		return ui.Chip{Tone: ui.Good, Text: say(ctx, "accounts_both")}
	}
	return ui.Chip{Tone: ui.Wait, Icon: "building-bank", Text: say(ctx, "accounts_some", "n", b.Funds)}
}

// lacks tells whether a building still waits for something.
func lacks(b property.BuildingLine, what string) bool {
	switch what {
	case "lots":
		return b.Lots == 0
	case "shares":
		return b.Lots > 0 && b.Found != b.Denominator()
	case "accounts":
		return b.Funds < 2
	}
	return b.Enterprise().None()
}

func cities(lines []property.BuildingLine) (list []ui.Option) {
	for _, b := range lines {
		city := b.Address().City
		if !slices.ContainsFunc(list, func(o ui.Option) bool { return o.Value == city }) {
			list = append(list, ui.Option{Value: city, Label: city})
		}
	}
	slices.SortFunc(list, func(a, b ui.Option) int { return strings.Compare(property.Fold(a.Label), property.Fold(b.Label)) })
	return list
}

// nothingYet offers the ways to a first building.
func nothingYet(ctx context.Context, mayAdd bool) ui.EmptyState {
	if !mayAdd {
		return ui.EmptyState{House: true, Title: say(ctx, "empty_reader"), Says: say(ctx, "empty_reader_says")}
	}
	return ui.EmptyState{House: true, Title: say(ctx, "empty_title"), Says: say(ctx, "empty_says"), Ways: []ui.Way{
		{Icon: "plus", Title: say(ctx, "add_building"), Says: say(ctx, "empty_way"), Href: "/buildings/new", First: true},
		{Icon: "file-spreadsheet", Title: say(ctx, "empty_model"), Says: say(ctx, "empty_model_says"), Href: "/import-models/" + string(i18n.From(ctx))},
	}}
}
