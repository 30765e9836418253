package decisions

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// states are the answers to the question how far an execution is; overdue goes before the state that was reported.
var states = []string{"overdue", "pending", "in_progress", "done", "cancelled", "nothing"}

func (s Shown) asked() string {
	if s.Late() {
		return "overdue"
	}
	return string(s.State())
}

func (s Shown) year() string { return strconv.Itoa(s.entry.Assembly.Year()) }

// chip is how far the execution is, at a glance.
func (s Shown) chip(ctx context.Context) ui.Chip {
	switch s.asked() {
	case "overdue":
		return ui.Chip{Tone: ui.Late, Text: say(ctx, "chip_late", "n", s.plan.Due.DaysUntil(s.Today))}
	case "done":
		return ui.Chip{Tone: ui.Good, Text: s.State().In(i18n.From(ctx))}
	case "pending":
		return ui.Chip{Tone: ui.Wait, Text: s.State().In(i18n.From(ctx))}
	case "in_progress":
		return ui.Chip{Tone: ui.Act, Text: s.State().In(i18n.From(ctx))}
	}
	return ui.Chip{Text: s.State().In(i18n.From(ctx))}
}

// list is the register of a building. An association decides some tens of things in a year: they are read whole.
func (r *Room) list(p *ui.Pages) ui.List[property.OfBuilding, Shown] {
	return ui.List[property.OfBuilding, Shown]{
		Key: "decisions.decisions", Words: "decisions.", Sort: "-date", Live: "decisions.",
		ID: func(s Shown) string { return s.id.String() }, Name: func(s Shown) string { return s.entry.Title },
		Href: func(s Shown) string { return pageOf(s.id, "") }, Faint: func(s Shown) bool { return s.State() == Cancelled },
		Find: func(s Shown) []string {
			return []string{s.entry.Title, s.entry.Text, s.entry.Point, s.plan.What, s.WhoName}
		},
		Columns: []ui.Col[Shown]{
			ui.TextCol("title", func(s Shown) string { return s.entry.Title }).Lead(),
			ui.DateCol("date", func(s Shown) civil.Date { return s.entry.Assembly }).At(ui.PlaceLine),
			ui.TextCol("point", func(s Shown) string { return s.entry.Point }).At(ui.PlaceFact),
			ui.SaidCol("majority", func(ctx context.Context, s Shown) string { return s.majority(i18n.From(ctx)) }).At(ui.PlaceFact).Spare(),
			ui.TextCol("what", func(s Shown) string { return s.plan.What }).At(ui.PlaceFact).Spare(),
			ui.TextCol("who", func(s Shown) string { return s.WhoName }).At(ui.PlaceFact),
			ui.DateCol("due", func(s Shown) civil.Date { return s.plan.Due }).At(ui.PlaceFact),
			ui.ChipCol("state", func(ctx context.Context, s Shown) ui.Chip { return s.chip(ctx) }),
		},
		Filters: []ui.Filter[Shown]{
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: states, Keep: func(s Shown, x ui.Value) bool { return s.asked() == x.Text }},
			{Key: "year", Kind: ui.KindSelect, Front: true, Keep: func(s Shown, x ui.Value) bool { return s.year() == x.Text }},
			{Key: "until", Kind: ui.KindDate, Keep: func(s Shown, x ui.Value) bool { return !s.plan.Due.None() && !s.plan.Due.After(x.Date) }},
		},
		Presets: []ui.Preset{{Key: "overdue", Query: "state=overdue"}, {Key: "pending", Query: "state=pending"}, {Key: "done", Query: "state=done"}},
		Load: func(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[Shown], error) {
			return r.listed(v, in)
		},
	}
}

func (s Shown) majority(l i18n.Lang) string {
	if s.entry.Majority == "" {
		return ""
	}
	return s.entry.Majority.In(l)
}

func (r *Room) listed(v *act.View, in property.OfBuilding) (ui.Listed[Shown], error) {
	ctx := v.Context()
	listed := ui.Listed[Shown]{Building: in.Building, Section: section}
	var err error
	if listed.Lines, err = r.Decisions(v, in.Building); err != nil {
		return listed, err
	}
	var years []ui.Option
	for _, s := range listed.Lines {
		o := ui.Option{Value: s.year(), Label: s.year()}
		if !slices.Contains(years, o) {
			years = append(years, o)
		}
	}
	slices.SortFunc(years, func(a, b ui.Option) int { return strings.Compare(b.Value, a.Value) })
	listed.Choices = map[string][]ui.Option{"year": years}
	listed.Heading = ui.Heading{Title: say(ctx, "list_title"), Lead: say(ctx, "list_lead")}
	listed.Empty = ui.EmptyState{House: true, Title: say(ctx, "none_title"), Says: say(ctx, "none_says"), Law: ui.LawMark{Article: say(ctx, "art", "article", "3.93 §4")}}
	if v.May(EnterDecision, in.Building) {
		enter := inBuilding(in.Building, "/decisions/new")
		listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: say(ctx, "new_do"), Icon: "plus", Look: ui.Primary, Href: enter})
		listed.Empty.Ways = []ui.Way{{Icon: "pencil", Title: say(ctx, "new_do"), Says: say(ctx, "none_hand"), Href: enter, First: true}}
	}
	return listed, nil
}
