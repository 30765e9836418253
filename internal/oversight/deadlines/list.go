package deadlines

import (
	"context"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// shown is a line in the list, on a day.
type shown struct {
	Line
	Name  string // of the building
	today civil.Date
}

// state is how it stands, in the words of the list: what is due today is soon.
func (s shown) state() string {
	switch x := s.State(s.today); x {
	case law.Today:
		return string(law.Soon)
	default:
		return string(x)
	}
}

// Chip is how a deadline stands, at a glance.
func (l Line) Chip(ctx context.Context, today civil.Date) ui.Chip {
	switch l.State(today) {
	case law.Done:
		if l.Missed() {
			return ui.Chip{Tone: ui.Wait, Text: say(ctx, "chip_done_late", "date", l.Done)}
		}
		return ui.Chip{Tone: ui.Good, Text: say(ctx, "chip_done", "date", l.Done)}
	case law.Late:
		return ui.Chip{Tone: ui.Late, Text: say(ctx, "chip_late", "n", -l.DaysLeft(today))}
	case law.Today:
		return ui.Chip{Tone: ui.Late, Icon: "clock", Text: say(ctx, "chip_today")}
	case law.Soon:
		return ui.Chip{Tone: ui.Wait, Text: say(ctx, "chip_left", "n", l.DaysLeft(today))}
	case law.Suspended:
		return ui.Chip{Text: say(ctx, "chip_suspended")}
	}
	return ui.Chip{Text: say(ctx, "chip_left", "n", l.DaysLeft(today))}
}

// urgency puts what is done after all that is not.
func (s shown) urgency() string {
	if s.open() {
		return "0" + s.Date.String()
	}
	return "1" + s.Date.String()
}

// of says who fixes a day: the article, or the office itself.
func (s shown) of(ctx context.Context) string { return said(i18n.From(ctx), s.Line) }

func kind(legal bool) string {
	if legal {
		return "legal"
	}
	return "internal"
}

// list is the list of one building, or of all where in says none.
func list[I any](building func(I) id.Of[id.Building]) ui.List[I, shown] {
	return ui.List[I, shown]{
		Key: "deadlines.deadlines", Words: "deadlines.", Sort: "date",
		ID: func(s shown) string { return s.ID() }, Name: func(s shown) string { return s.What + " " + s.Name }, Href: func(s shown) string { return s.Path },
		Faint: func(s shown) bool { return !s.open() },
		Find:  func(s shown) []string { return []string{s.Name, s.Article} },
		Columns: []ui.Col[shown]{
			ui.SaidCol("what", func(ctx context.Context, s shown) string { return s.In(i18n.From(ctx)) }).Lead(),
			ui.TextCol("building", func(s shown) string { return s.Name }).At(ui.PlaceFact),
			ui.DateCol("date", func(s shown) civil.Date { return s.Date }).At(ui.PlaceLine).By(shown.urgency),
			ui.SaidCol("whom", func(ctx context.Context, s shown) string { return i18n.T(ctx, s.Whom) }).At(ui.PlaceFact),
			ui.SaidCol("law", func(ctx context.Context, s shown) string { return s.of(ctx) }).At(ui.PlaceFact),
			ui.ChipCol("state", func(ctx context.Context, s shown) ui.Chip { return s.Chip(ctx, s.today) }),
		},
		Filters: []ui.Filter[shown]{
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: []string{"late", "soon", "later", "done"}, Keep: func(s shown, x ui.Value) bool { return s.state() == x.Text }},
			{Key: "kind", Kind: ui.KindSelect, Front: true, Values: []string{"legal", "internal"}, Keep: func(s shown, x ui.Value) bool { return kind(s.Legal) == x.Text }},
			{Key: "place", Kind: ui.KindSelect, Keep: func(s shown, x ui.Value) bool { return s.Building.String() == x.Text }},
			{Key: "until", Kind: ui.KindDate, Keep: func(s shown, x ui.Value) bool { return !s.Date.None() && !s.Date.After(x.Date) }},
		},
		Presets: []ui.Preset{{Key: "late", Query: "state=late"}, {Key: "soon", Query: "state=soon"}, {Key: "done", Query: "state=done"}},
		Load:    func(v *act.View, in I, _ ui.Query) (ui.Listed[shown], error) { return listed(v, building(in)) },
	}
}

func listed(v *act.View, building id.Of[id.Building]) (ui.Listed[shown], error) {
	ctx := v.Context()
	l := ui.Listed[shown]{Building: building, Section: "deadlines"}
	all, err := Lines(v, building)
	if err != nil {
		return l, err
	}
	named, err := names(v)
	if err != nil {
		return l, err
	}
	var places []ui.Option
	for _, x := range all {
		l.Lines = append(l.Lines, shown{x, named[x.Building], v.Today})
		if o := (ui.Option{Value: x.Building.String(), Label: named[x.Building]}); !slices.Contains(places, o) {
			places = append(places, o)
		}
	}
	l.Choices = map[string][]ui.Option{"place": places}
	if !building.None() {
		l.Hidden = []string{"building", "place"}
	}
	l.Heading = ui.Heading{Title: say(ctx, "title"), Lead: say(ctx, "lead")}
	if v.May(Subscribe, building) {
		l.Heading.Actions = append(l.Heading.Actions, ui.Button{Label: say(ctx, "letters_do"), Icon: "mail", Href: lettersPath})
	}
	l.Empty = ui.EmptyState{House: true, Title: say(ctx, "none_title"), Says: say(ctx, "none_says")}
	return l, nil
}
