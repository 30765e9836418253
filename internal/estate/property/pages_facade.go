package property

import (
	"context"
	"slices"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/ui"
)

// facade draws the lots floor by floor, as one sees the house from the street: lit are the reader's own, dashed those that nobody holds.
func (s Snapshot) facade(ctx context.Context, person id.Of[id.Person]) ui.Facade {
	byFloor := map[int64][]ui.Window{}
	var unknown []ui.Window
	var mine, free string
	add := func(list *string, label string) {
		if *list != "" {
			*list += ", "
		}
		*list += label
	}
	for _, l := range s.Lots {
		w := ui.Window{Name: l.label, Href: "/lots/" + l.id.String()}
		holder, held := s.Holder(l.id)
		switch {
		case !held:
			w.State = ui.WindowOff
			add(&free, l.label)
		case holder.Has(person):
			w.State = ui.WindowLit
			add(&mine, l.label)
		}
		if l.floor == nil {
			unknown = append(unknown, w)
			continue
		}
		byFloor[*l.floor] = append(byFloor[*l.floor], w)
	}
	f := ui.Facade{Shown: true}
	for _, n := range slices.Backward(sortedFloors(byFloor)) {
		f.Floors = append(f.Floors, ui.Floor{Label: FloorLabel(i18n.From(ctx), n), Below: n < 0, Windows: byFloor[n]})
	}
	if len(unknown) > 0 {
		f.Floors = append(f.Floors, ui.Floor{Label: say(ctx, "floor_unknown"), Below: true, Windows: unknown})
	}
	f.Says = say(ctx, "facade_says", "lots", len(s.Lots), "floors", len(f.Floors))
	if mine != "" {
		f.Says += " " + say(ctx, "facade_mine", "list", mine)
		f.Legend = append(f.Legend, ui.LegendItem{State: ui.WindowLit, Label: say(ctx, "legend_mine")})
	}
	if free != "" {
		f.Says += " " + say(ctx, "facade_free", "list", free)
		f.Legend = append(f.Legend, ui.LegendItem{State: ui.WindowPlain, Label: say(ctx, "legend_held")}, ui.LegendItem{State: ui.WindowOff, Label: say(ctx, "legend_free")})
	}
	return f
}

func sortedFloors(byFloor map[int64][]ui.Window) []int64 {
	floors := make([]int64, 0, len(byFloor))
	for n := range byFloor {
		floors = append(floors, n)
	}
	slices.Sort(floors)
	return floors
}

// FloorLabel writes a floor as people call it, short: 5e, 5., 5, Rez.
func FloorLabel(l i18n.Lang, n int64) string {
	text := i18n.Number(l, n)
	switch {
	case n == 0:
		return i18n.Say(l, "property.floor_zero")
	case n < 0 || l == i18n.EN:
		return text
	case l == i18n.FR && n == 1:
		return "1er"
	case l == i18n.DE:
		return text + "."
	}
	return text + "e"
}
