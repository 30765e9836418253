package ledger

import (
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// owing is what somebody owes or is owed, by age.
type owing struct {
	name  string
	href  string
	aged  [4]money.Cents
	total money.Cents
}

// owing gathers the open amounts of all parties (410) or suppliers (440), by name. What suppliers are owed is turned, so that it is above zero.
func (b *bench) owing(code string, sign money.Cents, kind Kind, name func(id.Of[id.Any]) string) ([]owing, error) {
	lines, err := db.All(b.Query(owedLines, b.building.ID(), code, beyond(code), b.asked.To, asKnown(b.asked.Known)), (*owedLine).fields)
	if err != nil {
		return nil, err
	}
	moves := map[id.Of[id.Any]][]Due{}
	for _, l := range lines {
		moves[l.sub] = append(moves[l.sub], Due{l.on, l.amount * sign})
	}
	var list []owing
	for sub, m := range moves {
		o := owing{name: name(sub), aged: ByAge(Open(m), b.asked.To)}
		o.total = money.Sum(o.aged[:]...)
		query := map[bool]string{true: "party", false: "supplier"}[kind == PartiesReport]
		o.href = ui.With(PageOf(b.building.ID(), kind), query, sub.String(), "to", b.asked.To.String())
		list = append(list, o)
	}
	slices.SortFunc(list, func(x, y owing) int {
		return strings.Compare(property.Fold(x.name)+x.href, property.Fold(y.name)+y.href)
	})
	return list, nil
}

func (b *bench) owedByParties() ([]owing, error) {
	return b.owing("410", 1, PartiesReport, func(sub id.Of[id.Any]) string { return b.party(id.As[id.Party](sub)) })
}

func (b *bench) owedToSuppliers() ([]owing, error) {
	return b.owing("440", -1, SuppliersReport, func(sub id.Of[id.Any]) string { return b.sellers[id.As[id.Supplier](sub)].Name() })
}

func (b *bench) parties(r *Report) error {
	if !b.asked.Party.None() {
		return b.one(r, "410", id.As[id.Any](b.asked.Party), b.party(b.asked.Party))
	}
	list, err := b.owedByParties()
	r.Parts = []Part{b.agedTable(list, "col_owner", "no_claim")}
	r.Note = b.say("note_age")
	return err
}

func (b *bench) suppliers(r *Report) error {
	if !b.asked.Supplier.None() {
		return b.one(r, "440", id.As[id.Any](b.asked.Supplier), b.sellers[b.asked.Supplier].Name())
	}
	list, err := b.owedToSuppliers()
	r.Parts = []Part{b.agedTable(list, "col_supplier", "no_debt")}
	r.Note = b.say("note_age")
	return err
}

func (b *bench) agedTable(list []owing, head, none string) Part {
	p := Part{Columns: []Column{{Head: b.say(head), Lead: true}}, Empty: b.say(none)}
	for _, h := range []string{b.say("age_first", "days", Ages[0]), b.say("age_next", "from", Ages[0]+1, "to", Ages[1]), b.say("age_next", "from", Ages[1]+1, "to", Ages[2]),
		b.say("age_last", "days", Ages[2]), b.say("col_balance")} {
		p.Columns = append(p.Columns, Column{Head: h, Figure: true})
	}
	sums := owing{}
	for _, o := range list {
		p.Rows = append(p.Rows, o.row())
		for i, c := range o.aged {
			sums.aged[i] = sums.aged[i].Add(c)
		}
		sums.total = sums.total.Add(o.total)
	}
	if len(list) > 0 {
		sums.name = b.say("total")
		row := sums.row()
		row.Style = Sum
		p.Rows = append(p.Rows, row)
	}
	return p
}

func (o owing) row() Row {
	row := Row{Cells: []Cell{textCell(o.name)}, Href: o.href}
	for _, c := range o.aged {
		row.Cells = append(row.Cells, amount(c))
	}
	row.Cells = append(row.Cells, amount(o.total))
	return row
}

// one is the account of one party or supplier, line by line: every debit and credit with its voucher.
func (b *bench) one(r *Report, code string, sub id.Of[id.Any], name string) error {
	moves, err := db.All(b.Query(movementsOf, b.building.ID(), code, beyond(code), sub, b.asked.To, asKnown(b.asked.Known)), (*movement).fields)
	if err != nil {
		return err
	}
	r.Title = b.say("account_of", "name", name)
	p := Part{Columns: b.movementColumns(), Empty: b.say("no_entry")}
	var turned Balance
	for _, m := range moves {
		turned.Debit, turned.Credit = turned.Debit.Add(m.line.Debit()), turned.Credit.Add(m.line.Credit())
	}
	if len(moves) > 0 {
		b.move(&p, 0, moves)
		b.sum(&p, turned, turned.Net())
	}
	r.Parts = []Part{p}
	return nil
}

// claims lists what is owed to the association and what it owes (art. 3.89 §5 15°; law.md 8.1).
func (b *bench) claims(r *Report) error {
	owners, err := b.owedByParties()
	if err != nil {
		return err
	}
	sellers, err := b.owedToSuppliers()
	if err != nil {
		return err
	}
	balances, err := BalancesAt(b.Tx, b.building.ID(), b.asked.To, b.asked.Known)
	if err != nil {
		return err
	}
	var claims, debts []owing
	for _, o := range append(owners, turned(sellers)...) {
		switch {
		case o.total > 0:
			claims = append(claims, o)
		case o.total < 0:
			o.total = o.total.Neg()
			debts = append(debts, o)
		}
	}
	for _, x := range balances.byCode() {
		if !isCode(x.Code, "4", "17") || isCode(x.Code, "410", "440") {
			continue
		}
		o := owing{name: x.Code + " " + b.chart.Label(x.Code, b.lang), href: b.href(x.Code), total: x.Net()}
		if o.total > 0 {
			claims = append(claims, o)
		} else if o.total < 0 {
			o.total = o.total.Neg()
			debts = append(debts, o)
		}
	}
	r.Parts = []Part{b.totals(b.say("claims"), claims, "no_claim"), b.totals(b.say("debts"), debts, "no_debt")}
	r.Note, r.Article = b.say("note_claims"), b.say("art", "article", "3.89 §5, 15°")
	return nil
}

func turned(list []owing) []owing {
	back := slices.Clone(list)
	for i := range back {
		back[i].total = back[i].total.Neg()
	}
	return back
}

func (b *bench) totals(title string, list []owing, none string) Part {
	p := Part{Title: title, Columns: []Column{{Head: b.say("col_who"), Lead: true}, {Head: b.say("col_amount"), Figure: true}}, Empty: b.say(none)}
	var sum money.Cents
	for _, o := range list {
		p.Rows = append(p.Rows, Row{Cells: []Cell{textCell(o.name), amount(o.total)}, Href: o.href})
		sum = sum.Add(o.total)
	}
	if len(list) > 0 {
		p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), amount(sum)}})
	}
	return p
}

// inventory is what must be counted once a year: all that is owned and owed, each with its detail (royal decree of 12 July 2012; law.md 8.2).
func (b *bench) inventory(r *Report) error {
	balances, err := BalancesAt(b.Tx, b.building.ID(), b.asked.To, b.asked.Known)
	if err != nil {
		return err
	}
	var counted []Part
	of := func(title string, prefixes ...string) {
		var lines []SheetLine
		for _, x := range balances.byCode() {
			if isCode(x.Code, prefixes...) && x.Net() != 0 {
				lines = append(lines, SheetLine{x.Code, x.Net()})
			}
		}
		counted = append(counted, b.amounts(b.say(title), b.say("total"), lines))
	}
	of("inventory_fixed", "2", "3")
	of("treasury", "5")
	if err := b.claims(r); err != nil {
		return err
	}
	r.Parts = append(counted, r.Parts...)
	r.Note, r.Article = b.say("note_inventory"), b.say("decree")
	return nil
}

// simplified is what an association of few lots owes its owners to show: receipts and payments, treasury, funds, claims and debts (art. 3.89 §5 15°).
func (b *bench) simplified(r *Report) error {
	before, until, err := b.span()
	if err != nil {
		return err
	}
	if err := b.claims(r); err != nil {
		return err
	}
	claims := r.Parts
	if err := b.incomeStatement(r); err != nil {
		return err
	}
	costs, income := r.Parts[0], r.Parts[1]
	costs.Title, income.Title = b.say("payments"), b.say("receipts")
	r.Parts = append([]Part{income, costs, b.treasury(before, until), b.stock(before, until)}, claims...)
	r.Beside = false
	r.Note, r.Article = b.say("note_simplified"), b.say("art", "article", "3.89 §5, 15°")
	return nil
}

// stock is what the two funds were and are.
func (b *bench) stock(before, until Balances) Part {
	p := Part{Title: b.say("both_funds"), Columns: []Column{{Head: b.say("col_fund"), Lead: true}, {Head: b.say("col_brought"), Figure: true}, {Head: b.say("col_balance"), Figure: true}}}
	for _, f := range bothFunds {
		p.Rows = append(p.Rows, Row{Cells: []Cell{textCell(b.say(f.name)), amount(before.under(f.code).Net().Neg()), amount(until.under(f.code).Net().Neg())}, Href: PageOf(b.building.ID(), FundsReport)})
	}
	return p
}
