package purchases

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// line is an invoice in the list, with the names that a reader looks for.
type line struct {
	Invoice
	supplier string
	key      func(i18n.Lang) string
}

func (l line) said(ctx context.Context) string { return l.key(i18n.From(ctx)) }

// counts is what the invoice adds to a total: nothing when it was cancelled.
func (l line) counts() money.Cents {
	if !l.Counts() {
		return 0
	}
	return l.Amount()
}

// state is what a reader should know at once, as the question of the list names it: what waits for somebody goes first.
func (l line) state() string {
	_, has := l.Voucher()
	switch {
	case l.Cancelled():
		return "cancelled"
	case l.State() == Draft, l.State() == Refused, l.State() == Submitted && has:
		return string(l.State())
	case !has:
		return "no_voucher"
	}
	return string(l.State())
}

var tones = map[string]ui.Tone{"draft": ui.Open, "submitted": ui.Wait, "no_voucher": ui.Wait, "refused": ui.Late, "approved": ui.Good}

func (l line) chip(ctx context.Context) ui.Chip {
	switch s := l.state(); s {
	case "cancelled", "no_voucher":
		return ui.Chip{Tone: tones[s], Text: say(ctx, "state_"+s)}
	default:
		return ui.Chip{Tone: tones[s], Text: l.State().In(i18n.From(ctx))}
	}
}

// list is the list of a building's invoices. A building has some hundreds in a year: they are read whole, so that they can be sorted by the
// names of other rooms.
func (r *Room) list(p *ui.Pages) ui.List[property.OfBuilding, line] {
	return ui.List[property.OfBuilding, line]{
		Key: "purchases.invoices", Words: "purchases.", Sort: "-date", Live: "purchases. suppliers.supplier_changed",
		ID: func(l line) string { return l.id.String() }, Name: func(l line) string { return l.supplier + ", " + l.Number() },
		Href: func(l line) string { return pageOf(l.id) }, Faint: line.Cancelled,
		Find: func(l line) []string { return []string{l.supplier, l.Number(), l.Description()} },
		Columns: []ui.Col[line]{
			ui.TextCol("supplier", func(l line) string { return l.supplier }).Lead(),
			ui.TextCol("number", line.Number).At(ui.PlaceLine),
			ui.DateCol("date", line.IssuedOn).At(ui.PlaceLine),
			ui.TextCol("description", line.Description).At(ui.PlaceFact).Spare(),
			ui.SaidCol("key", func(ctx context.Context, l line) string { return l.said(ctx) }).At(ui.PlaceFact),
			ui.DateCol("due", line.DueOn).At(ui.PlaceFact).Spare(),
			ui.TextCol("account", func(l line) string { return l.Account() }).At(ui.PlaceFact).Spare(),
			ui.MoneyCol("amount", line.Amount).At(ui.PlaceAmount).Adding(line.counts),
			ui.ChipCol("state", func(ctx context.Context, l line) ui.Chip { return l.chip(ctx) }),
		},
		Filters: []ui.Filter[line]{
			{Key: "supplier", Kind: ui.KindSelect, Front: true, Keep: func(l line, x ui.Value) bool { return l.Supplier().String() == x.Text }},
			{Key: "state", Kind: ui.KindSelect, Front: true, Values: []string{"draft", "submitted", "approved", "refused", "no_voucher", "cancelled"}, Keep: func(l line, x ui.Value) bool { return l.state() == x.Text }},
			{Key: "year", Kind: ui.KindSelect, Keep: func(l line, x ui.Value) bool { return year(l) == x.Text }},
			{Key: "key", Kind: ui.KindSelect, Keep: func(l line, x ui.Value) bool { return l.Key().String() == x.Text }},
			{Key: "from", Kind: ui.KindDate, Keep: func(l line, x ui.Value) bool { return !l.IssuedOn().Before(x.Date) }},
			{Key: "to", Kind: ui.KindDate, Keep: func(l line, x ui.Value) bool { return !l.IssuedOn().After(x.Date) }},
			{Key: "least", Kind: ui.KindMoney, Keep: func(l line, x ui.Value) bool { return l.Amount() >= x.Cents }},
			{Key: "most", Kind: ui.KindMoney, Keep: func(l line, x ui.Value) bool { return l.Amount() <= x.Cents }},
		},
		Presets: []ui.Preset{{Key: "submitted", Query: "state=submitted"}, {Key: "no_voucher", Query: "state=no_voucher"}, {Key: "cancelled", Query: "state=cancelled"}},
		Bulk: []ui.Bulk[line]{{
			Key: "approve", Icon: "check", Action: ApproveInvoice,
			Refuse: func(l line) *fault.Fault {
				if l.Cancelled() || l.State() != Submitted && l.State() != Draft {
					return fault.Conflict("invoice_way").With("state", l.State())
				}
				return nil
			},
			Do: func(a *act.Act, l line, _ url.Values) error {
				_, err := r.Approve(a, l.id, "")
				return err
			},
		}, {
			Key: "cancel", Icon: "ban", Action: CancelInvoice, Danger: true,
			Refuse: func(l line) *fault.Fault {
				if l.Cancelled() {
					return fault.Conflict("invoice_cancelled").With("date", l.cancelled)
				}
				return nil
			},
			Fields: func(ctx context.Context) []ui.Field { return []ui.Field{reasonField(ctx)} },
			Do: func(a *act.Act, l line, form url.Values) error {
				_, err := r.Cancel(a, l.id, form.Get("reason"))
				return err
			},
		}},
		Load: func(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[line], error) {
			return r.listed(p, v, in)
		},
	}
}

func year(l line) string { return strconv.Itoa(l.IssuedOn().Year()) }

func (r *Room) listed(p *ui.Pages, v *act.View, in property.OfBuilding) (ui.Listed[line], error) {
	ctx, building := v.Context(), in.Building
	listed := ui.Listed[line]{Building: building, Section: "money"}
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return listed, err
	}
	if err := v.Allow(ReadInvoice, building); err != nil {
		return listed, err
	}
	invoices, err := OfBuilding(v.Tx, building)
	if err != nil {
		return listed, err
	}
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return listed, err
	}
	book, err := keys.Load(v.Tx, building)
	if err != nil {
		return listed, err
	}
	for _, i := range invoices {
		listed.Lines = append(listed.Lines, line{Invoice: i, supplier: sellers[i.Supplier()].Name(), key: func(l i18n.Lang) string {
			key, _ := book.Key(i.Key(), register.Day(i.IssuedOn(), i.EnteredAt()), i.EnteredAt())
			return key.Name(l)
		}})
	}
	listed.Choices = choicesOf(ctx, listed.Lines)
	listed.Heading = ui.Heading{Title: say(ctx, "list_title"), Lead: say(ctx, "list_lead")}
	listed.Empty = ui.EmptyState{House: true, Title: say(ctx, "none_title"), Says: say(ctx, "none_says")}
	for _, way := range []struct{ path, word, icon string }{{"/charges", "to_charges", "users"}, {"/suppliers", "to_suppliers", "tool"}, {"/books", "to_books", "receipt"}, {"/approval-rule", "to_rule", "scale"}} {
		switch {
		case way.path == "/suppliers" && p.May(v, "/suppliers", id.Of[id.Building]{}):
			listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: say(ctx, way.word), Icon: way.icon, Href: way.path})
		case p.May(v, "/buildings/{building}"+way.path, building):
			listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: say(ctx, way.word), Icon: way.icon, Href: inBuilding(building, way.path)})
		}
	}
	if v.May(EnterInvoice, building) {
		enter := inBuilding(building, "/invoices/new")
		listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: say(ctx, "receive_do"), Icon: "file-import", Href: inBuilding(building, "/invoices/received")}, ui.Button{Label: say(ctx, "new_do"), Icon: "plus", Look: ui.Primary, Href: enter})
		listed.Empty.Ways = []ui.Way{{Icon: "pencil", Title: say(ctx, "new_do"), Says: say(ctx, "none_hand"), Href: enter, First: true}, {Icon: "file-import", Title: say(ctx, "receive_do"), Says: say(ctx, "receive_hint"), Href: inBuilding(building, "/invoices/received")}}
	}
	return listed, nil
}

// choicesOf offers what occurs in the list: its suppliers by name, its years with the latest first, its keys.
func choicesOf(ctx context.Context, lines []line) map[string][]ui.Option {
	all := map[string][]ui.Option{}
	add := func(question, value, label string) {
		if !slices.ContainsFunc(all[question], func(o ui.Option) bool { return o.Value == value }) {
			all[question] = append(all[question], ui.Option{Value: value, Label: label})
		}
	}
	for _, l := range lines {
		add("supplier", l.Supplier().String(), l.supplier)
		add("year", year(l), year(l))
		add("key", l.Key().String(), l.said(ctx))
	}
	by := func(question string, sign int) {
		slices.SortFunc(all[question], func(a, b ui.Option) int {
			return sign * strings.Compare(property.Fold(a.Label), property.Fold(b.Label))
		})
	}
	by("supplier", 1)
	by("year", -1)
	by("key", 1)
	return all
}
