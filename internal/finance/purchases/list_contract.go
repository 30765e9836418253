package purchases

import (
	"context"
	"strconv"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// state is how a contract stands, as the question of the list names it.
func (s ShownContract) state() string {
	switch by := s.NoticeBy(); {
	case s.Over(s.Today):
		return "over"
	case s.Today.Before(s.terms.From):
		return "coming"
	case !s.Last().None() && !by.None() && by.Before(s.Today), !s.ended.None():
		return "ending"
	}
	return "running"
}

var contractTones = map[string]ui.Tone{"running": ui.Good, "ending": ui.Wait, "coming": ui.Open}

func (s ShownContract) chip(ctx context.Context) ui.Chip {
	state := s.state()
	if state == "ending" {
		return ui.Chip{Tone: ui.Wait, Text: say(ctx, "contract_state_ends", "date", s.Last())}
	}
	return ui.Chip{Tone: contractTones[state], Text: say(ctx, "contract_filter_state_"+state)}
}

// report says how the evaluation for the next ordinary assembly stands.
func (s ShownContract) report(ctx context.Context) ui.Chip {
	switch {
	case s.ToReport():
		return ui.Chip{Tone: ui.Wait, Text: say(ctx, "to_evaluate", "year", strconv.Itoa(s.Assembly.Year()))}
	case len(s.Evaluations) > 0:
		return ui.Chip{Tone: ui.Good, Text: say(ctx, "evaluated", "year", strconv.FormatInt(s.Evaluations[0].Year, 10))}
	}
	return ui.Chip{Text: say(ctx, "not_evaluated")}
}

// price says what is paid, and how often.
func (s ShownContract) price(l i18n.Lang) string {
	if s.terms.Amount == 0 {
		return ""
	}
	return s.terms.Amount.In(l) + " · " + s.terms.Rhythm.In(l)
}

// contracts is the list of a building's contracts: some tens, read whole.
func (r *Room) contracts() ui.List[property.OfBuilding, ShownContract] {
	return ui.List[property.OfBuilding, ShownContract]{
		Key: "purchases.contracts", Words: "purchases.contract_", Sort: "supplier", Live: "purchases. mandates. suppliers.supplier_changed",
		ID: func(s ShownContract) string { return s.id.String() }, Name: func(s ShownContract) string { return s.SupplierName + ", " + s.terms.What },
		Href: func(s ShownContract) string { return contractPage(s.id, "") }, Faint: func(s ShownContract) bool { return s.Over(s.Today) },
		Find: func(s ShownContract) []string { return []string{s.SupplierName, s.terms.What, s.terms.Account} },
		Columns: []ui.Col[ShownContract]{
			ui.TextCol("supplier", func(s ShownContract) string { return s.SupplierName }).Lead(),
			ui.TextCol("what", func(s ShownContract) string { return s.terms.What }).At(ui.PlaceLine),
			ui.DateCol("from", func(s ShownContract) civil.Date { return s.terms.From }).At(ui.PlaceFact).Spare(),
			ui.DateCol("until", func(s ShownContract) civil.Date { return s.Last() }).At(ui.PlaceFact),
			ui.DateCol("notice", func(s ShownContract) civil.Date { return s.NoticeBy() }).At(ui.PlaceFact),
			ui.SaidCol("period", func(ctx context.Context, s ShownContract) string {
				if s.terms.Rhythm == "" {
					return ""
				}
				return s.terms.Rhythm.In(i18n.From(ctx))
			}).At(ui.PlaceFact).Spare(),
			ui.TextCol("account", func(s ShownContract) string { return s.terms.Account }).At(ui.PlaceFact).Spare(),
			ui.MoneyCol("amount", func(s ShownContract) money.Cents { return s.terms.Amount }).At(ui.PlaceAmount),
			ui.ChipCol("report", func(ctx context.Context, s ShownContract) ui.Chip { return s.report(ctx) }),
			ui.ChipCol("state", func(ctx context.Context, s ShownContract) ui.Chip { return s.chip(ctx) }),
		},
		Filters: []ui.Filter[ShownContract]{
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: []string{"running", "ending", "coming", "over"}, Keep: func(s ShownContract, x ui.Value) bool { return s.state() == x.Text }},
			{Key: "report", Kind: ui.KindSelect, Front: true, Values: []string{"due"}, Keep: func(s ShownContract, _ ui.Value) bool { return s.ToReport() }},
			{Key: "until", Kind: ui.KindDate, Keep: func(s ShownContract, x ui.Value) bool { return !s.Last().None() && !s.Last().After(x.Date) }},
		},
		Presets: []ui.Preset{{Key: "report", Query: "report=due"}, {Key: "running", Query: "state=running"}, {Key: "over", Query: "state=over"}},
		Load: func(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[ShownContract], error) {
			return r.listedContracts(v, in)
		},
	}
}

func (r *Room) listedContracts(v *act.View, in property.OfBuilding) (ui.Listed[ShownContract], error) {
	ctx := v.Context()
	listed := ui.Listed[ShownContract]{Building: in.Building, Section: "money"}
	var err error
	if listed.Lines, err = r.Contracts(v, in.Building); err != nil {
		return listed, err
	}
	listed.Heading = ui.Heading{Back: ui.Link{Label: say(ctx, "list_title"), Href: inBuilding(in.Building, "/invoices")}, Title: say(ctx, "contracts_title"), Lead: say(ctx, "contracts_lead")}
	listed.Empty = ui.EmptyState{House: true, Title: say(ctx, "contracts_none"), Says: say(ctx, "contracts_none_says"), Law: ui.LawMark{Article: i18n.T(ctx, "purchases.art", "article", "3.89 §5, 12°")}}
	if v.May(ChangeContract, in.Building) {
		enter := inBuilding(in.Building, "/contracts/new")
		listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: say(ctx, "contract_new_do"), Icon: "plus", Look: ui.Primary, Href: enter})
		listed.Empty.Ways = []ui.Way{{Icon: "pencil", Title: say(ctx, "contract_new_do"), Says: say(ctx, "contracts_none_hand"), Href: enter, First: true}}
	}
	return listed, nil
}
