package banking

import (
	"context"
	"net/url"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// line is a movement in the list.
type line struct {
	Movement
	account string
}

// name is what people call a movement: the other side, or what was communicated.
func (m Movement) name() string {
	for _, s := range []string{m.counterparty, m.text, m.reference} {
		if s != "" {
			return s
		}
	}
	return m.bookedOn.String()
}

var tones = map[string]ui.Tone{"todo": ui.Wait, "booked": ui.Good}

// movements is the list of a building's movements.
func (r *Room) movements() ui.List[property.OfBuilding, line] {
	return ui.List[property.OfBuilding, line]{
		Key: "banking.movements", Words: "banking.", Sort: "-booked", Live: "banking.",
		ID: func(l line) string { return l.id.String() }, Name: func(l line) string { return l.name() }, Href: func(l line) string { return movementPage(l.id) },
		Find: func(l line) []string { return []string{l.counterparty, l.text, l.reference, l.theirs} },
		Columns: []ui.Col[line]{
			ui.DateCol("booked", func(l line) civil.Date { return l.bookedOn }).At(ui.PlaceLine),
			ui.TextCol("name", func(l line) string { return l.name() }).Lead(),
			ui.TextCol("text", func(l line) string { return l.text }).At(ui.PlaceFact),
			ui.TextCol("account", func(l line) string { return l.account }).At(ui.PlaceFact),
			ui.TextCol("theirs", func(l line) string { return l.theirs }).Spare(),
			ui.TextCol("reference", func(l line) string { return l.reference }).Spare(),
			ui.DateCol("valued", func(l line) civil.Date { return l.valuedOn }).Spare(),
			ui.MoneyCol("amount", func(l line) money.Cents { return l.amount }).At(ui.PlaceAmount).Adding(func(l line) money.Cents { return l.amount }),
			ui.ChipCol("state", func(ctx context.Context, l line) ui.Chip {
				return ui.Chip{Tone: tones[l.status()], Text: say(ctx, "state_"+l.status())}
			}),
		},
		Filters: []ui.Filter[line]{
			{Key: "account", Kind: ui.KindSelect, Front: true, Keep: func(l line, x ui.Value) bool { return l.Movement.account.String() == x.Text }},
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: []string{"todo", "booked"}, Keep: func(l line, x ui.Value) bool { return l.status() == x.Text }},
			{Key: "way", Kind: ui.KindSelect, Values: []string{"in", "out"}, Keep: func(l line, x ui.Value) bool { return (l.amount > 0) == (x.Text == "in") }},
			{Key: "from", Kind: ui.KindDate, Keep: func(l line, x ui.Value) bool { return !l.bookedOn.Before(x.Date) }},
			{Key: "to", Kind: ui.KindDate, Keep: func(l line, x ui.Value) bool { return !l.bookedOn.After(x.Date) }},
			{Key: "least", Kind: ui.KindMoney, Keep: func(l line, x ui.Value) bool { return size(l.amount) >= x.Cents }},
			{Key: "most", Kind: ui.KindMoney, Keep: func(l line, x ui.Value) bool { return size(l.amount) <= x.Cents }},
		},
		Presets: []ui.Preset{{Key: "todo", Query: "state=todo"}, {Key: "booked", Query: "state=booked"}},
		Bulk: []ui.Bulk[line]{{
			Key: "book", Icon: "check", Action: BookMovement,
			Refuse: func(l line) *fault.Fault { return fault.As(l.bookable()) },
			Fields: func(ctx context.Context) []ui.Field {
				return []ui.Field{{Kind: ui.KindCode, Name: "account", Label: say(ctx, "field_account"), Hint: say(ctx, "field_account_bulk"), Length: 10, Width: ui.WidthHalf}}
			},
			Do: func(a *act.Act, l line, form url.Values) error {
				_, err := r.Book(a, l.id, []Split{{Account: form.Get("account")}})
				return onBulk(err)
			},
			Undo: func(a *act.Act, text string) error {
				m, err := id.Parse[Movement](text)
				if err == nil {
					_, err = r.Unbook(a, m)
				}
				return err
			},
		}},
		Load: r.listed,
	}
}

// onBulk moves faults of the only split to the field that was asked.
func onBulk(err error) error {
	if f := fault.As(err); f != nil && f.Field == "splits[0].account" {
		return f.At("account")
	}
	return err
}

func size(c money.Cents) money.Cents { return max(c, c.Neg()) }

func (r *Room) listed(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[line], error) {
	ctx := v.Context()
	listed := ui.Listed[line]{Building: in.Building, Section: section, Heading: ui.Heading{Back: ui.Link{Label: say(ctx, "bank_title"), Href: bankOf(in.Building, "")},
		Title: say(ctx, "movements_title"), Lead: say(ctx, "movements_lead")}}
	if err := r.mayRead(v, in.Building); err != nil {
		return listed, err
	}
	accounts, err := property.Accounts(v.Tx, in.Building)
	if err != nil {
		return listed, err
	}
	names := map[id.Of[id.Account]]string{}
	listed.Choices = map[string][]ui.Option{}
	for _, a := range accounts {
		names[a.ID()] = a.In(v.Who.Lang)
		listed.Choices["account"] = append(listed.Choices["account"], ui.Option{Value: a.ID().String(), Label: a.In(v.Who.Lang) + " " + a.IBAN().Format()})
	}
	list, err := db.All(v.Query(movementsOf, in.Building), (*Movement).fields)
	if err != nil {
		return listed, err
	}
	listed.Lines = make([]line, len(list))
	for i, m := range list {
		listed.Lines[i] = line{Movement: m, account: names[m.account]}
	}
	listed.Empty = ui.EmptyState{House: true, Title: say(ctx, "none_title"), Says: say(ctx, "none_says")}
	if v.May(ImportStatement, in.Building) {
		listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: say(ctx, "import_do"), Icon: "upload", Look: ui.Primary, Href: bankOf(in.Building, "/import")})
		listed.Empty.Ways = []ui.Way{{Icon: "upload", Title: say(ctx, "import_do"), Says: say(ctx, "none_import"), Href: bankOf(in.Building, "/import"), First: true}}
	}
	return listed, nil
}

// statementLine is a statement in the list.
type statementLine struct {
	Statement
	called  string
	account string
}

func (l statementLine) closing() money.Cents {
	if c := l.Closing(); c != nil {
		return *c
	}
	return 0
}

var statusTones = map[Status]ui.Tone{Posted: ui.Good, Quarantined: ui.Late, Unknown: ui.Wait}

func (s Statement) chip(ctx context.Context) ui.Chip {
	if !s.dropped.None() {
		return ui.Chip{Text: say(ctx, "status_aside")}
	}
	return ui.Chip{Tone: statusTones[s.status], Text: s.status.In(i18n.From(ctx))}
}

// statements is the list of all statements of a building, those put aside included.
func (r *Room) statements() ui.List[property.OfBuilding, statementLine] {
	type line = statementLine
	return ui.List[property.OfBuilding, line]{
		Key: "banking.statements", Words: "banking.", Sort: "-ends", Live: "banking.",
		ID: func(l line) string { return l.id.String() }, Name: func(l line) string { return l.called }, Href: func(l line) string { return statementPage(l.id) },
		Faint: func(l line) bool { return !l.dropped.None() },
		Find:  func(l line) []string { return []string{l.called, l.account, l.number} },
		Columns: []ui.Col[line]{
			ui.TextCol("statement", func(l line) string { return l.called }).Lead(),
			ui.DateCol("ends", func(l line) civil.Date { return l.endsOn }).At(ui.PlaceLine),
			ui.TextCol("account", func(l line) string { return l.account }).At(ui.PlaceFact),
			ui.TextCol("format", func(l line) string { return l.format }).Spare(),
			ui.CountCol("movements", func(l line) int64 { return l.Statement.movements }).At(ui.PlaceFact),
			ui.MoneyCol("closing", line.closing).At(ui.PlaceAmount),
			ui.ChipCol("state", func(ctx context.Context, l line) ui.Chip { return l.chip(ctx) }),
		},
		Filters: []ui.Filter[line]{
			{Key: "account", Kind: ui.KindSelect, Front: true, Keep: func(l line, x ui.Value) bool { return l.number == x.Text }},
			{Key: "status", Kind: ui.KindSelect, Front: true, Values: []string{"posted", "quarantined", "unknown_account"}, Keep: func(l line, x ui.Value) bool { return string(l.status) == x.Text }},
			{Key: "from", Kind: ui.KindDate, Keep: func(l line, x ui.Value) bool { return !l.endsOn.Before(x.Date) }},
			{Key: "to", Kind: ui.KindDate, Keep: func(l line, x ui.Value) bool { return !l.endsOn.After(x.Date) }},
		},
		Load: r.listedStatements,
	}
}

func (r *Room) listedStatements(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[statementLine], error) {
	ctx := v.Context()
	listed := ui.Listed[statementLine]{Building: in.Building, Section: section, Heading: ui.Heading{Back: ui.Link{Label: say(ctx, "bank_title"), Href: bankOf(in.Building, "")},
		Title: say(ctx, "statements_title"), Lead: say(ctx, "statements_lead")}, Choices: map[string][]ui.Option{},
		Empty: ui.EmptyState{House: true, Title: say(ctx, "none_title"), Says: say(ctx, "none_says")}}
	if err := r.mayRead(v, in.Building); err != nil {
		return listed, err
	}
	list, err := db.All(v.Query(statementsEver, in.Building), (*Statement).fields)
	seen := map[string]bool{}
	for _, s := range list {
		listed.Lines = append(listed.Lines, statementLine{Statement: s, called: s.voucher(v.Who.Lang), account: grouped(s.number)})
		if !seen[s.number] {
			seen[s.number] = true
			listed.Choices["account"] = append(listed.Choices["account"], ui.Option{Value: s.number, Label: grouped(s.number)})
		}
	}
	return listed, err
}
