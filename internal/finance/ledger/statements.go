package ledger

import (
	"maps"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/ui"
)

// href leads from an account to its movements in the period of the report, or in the financial year of its day.
func (b *bench) href(code string) string {
	return ui.With(PageOf(b.building.ID(), GeneralReport), "account", code, "from", b.asked.From.String(), "to", b.asked.To.String())
}

// PageOf is the page of a report.
func PageOf(building id.Of[id.Building], kind Kind) string {
	return "/buildings/" + building.String() + "/books/" + string(kind)
}

func (b *bench) balanceSheet(r *Report) error {
	then := b.register.FiscalYear(b.asked.To, b.Now).From.AddDays(-1) // the end of the year before
	now, err := b.sheetAt(b.asked.To)
	if err != nil {
		return err
	}
	before, err := b.sheetAt(then)
	if err != nil {
		return err
	}
	r.Beside = true
	r.Note, r.Article = b.say("note_practice"), b.say("decree")
	if b.asked.Show == Annex {
		r.Note = b.say("note_annex")
	}
	heads := [2]string{b.asked.To.Short(), then.Short()}
	r.Parts = []Part{b.compared(b.say("assets"), b.say("total_assets"), heads, now.Assets, before.Assets), b.compared(b.say("liabilities"), b.say("total_liabilities"), heads, now.Liabilities, before.Liabilities)}
	return nil
}

func (b *bench) sheetAt(day civil.Date) (BalanceSheet, error) {
	balances, err := BalancesAt(b.Tx, b.building.ID(), day, b.asked.Known)
	return Draw(balances, b.asked.Show), err
}

// pair is an amount now and the one that it is compared with.
type pair struct{ now, then money.Cents }

func (p pair) plus(q pair) pair { return pair{p.now.Add(q.now), p.then.Add(q.then)} }

func (p pair) cells(name string, alone bool) []Cell {
	if alone {
		return []Cell{textCell(name), amount(p.now)}
	}
	return []Cell{textCell(name), amount(p.now), amount(p.then)}
}

// compared is a table of accounts with an amount each and that of an earlier day, under the headings of their groups with the sums of those. Without a second
// head nothing is compared.
func (b *bench) compared(title, sum string, heads [2]string, now, then []SheetLine) Part {
	alone := heads[1] == ""
	p := Part{Title: title, Columns: []Column{{Head: b.say("col_account"), Lead: true}, {Head: heads[0], Figure: true}}, Empty: b.say("no_entry")}
	if !alone {
		p.Columns = append(p.Columns, Column{Head: heads[1], Figure: true, Faint: true})
	}
	amounts, groups := map[string]pair{}, map[string]pair{}
	var all pair
	add := func(code string, x pair) {
		amounts[code], groups[code[:min(2, len(code))]] = amounts[code].plus(x), groups[code[:min(2, len(code))]].plus(x)
		all = all.plus(x)
	}
	for _, l := range now {
		add(l.Code, pair{now: l.Amount})
	}
	for _, l := range then {
		add(l.Code, pair{then: l.Amount})
	}
	if alone && len(now) == 0 || len(amounts) == 0 {
		return p
	}
	group := ""
	for _, code := range slices.Sorted(maps.Keys(amounts)) {
		if head := code[:min(2, len(code))]; head != group {
			group = head
			if a, ok := law.AccountOf(head); ok && head != code {
				p.Rows = append(p.Rows, Row{Style: Group, Cells: groups[head].cells(head+" "+a.In(b.lang), alone)})
			}
		}
		style := Detail
		if code == group {
			style = Group
		}
		p.Rows = append(p.Rows, Row{Style: style, Cells: amounts[code].cells(code+" "+b.chart.Label(code, b.lang), alone), Href: b.href(code)})
	}
	p.Rows = append(p.Rows, Row{Style: Sum, Cells: all.cells(sum, alone)})
	return p
}

// amounts is compared, with nothing to compare.
func (b *bench) amounts(title, sum string, lines []SheetLine) Part {
	return b.compared(title, sum, [2]string{b.say("col_amount")}, lines, nil)
}

func (b *bench) earnedIn(from, to civil.Date) (IncomeStatement, error) {
	balances, err := BalancesIn(b.Tx, b.building.ID(), from, to, b.asked.Known)
	return Earned(balances, b.asked.Show), err
}

func (b *bench) incomeStatement(r *Report) error {
	now, err := b.earnedIn(b.asked.From, b.asked.To)
	if err != nil {
		return err
	}
	before, err := b.earnedIn(b.asked.From.AddYears(-1), b.asked.To.AddYears(-1))
	if err != nil {
		return err
	}
	r.Note, r.Article, r.Beside = b.say("note_income"), b.say("decree"), true
	heads := [2]string{b.say("col_now"), b.say("col_year_before")}
	costs := b.compared(b.say("costs"), b.say("total_costs"), heads, now.Costs, before.Costs)
	income := b.compared(b.say("income"), b.say("total_income"), heads, now.Income, before.Income)
	result := "surplus"
	if now.Result() < 0 {
		result = "shortfall"
	}
	if len(costs.Rows)+len(income.Rows) > 0 {
		income.Rows = append(income.Rows, Row{Style: Sum, Cells: pair{now.Result(), before.Result()}.cells(b.say(result), false)})
	}
	r.Parts = []Part{costs, income}
	return nil
}

func (b *bench) trialBalance(r *Report) error {
	before, until, err := b.span()
	if err != nil {
		return err
	}
	r.Parts, r.Note = []Part{b.turnover("", b.say("col_debit"), b.say("col_credit"), before, until)}, b.say("note_trial")
	return nil
}

// turnover is what stood on each account that begins so, what was entered on each side, and what stands.
func (b *bench) turnover(prefix, debit, credit string, before, until Balances) Part {
	p := Part{Columns: []Column{{Head: b.say("col_account"), Lead: true}, {Head: b.say("col_brought"), Figure: true}, {Head: debit, Figure: true}, {Head: credit, Figure: true},
		{Head: b.say("col_balance"), Figure: true}}, Empty: b.say("no_entry")}
	was := before.of()
	var sums [4]money.Cents
	for _, now := range until.byCode() {
		if !isCode(now.Code, prefix) {
			continue
		}
		stood := was[now.Code]
		row := Row{Cells: []Cell{textCell(now.Code + " " + b.chart.Label(now.Code, b.lang))}, Href: b.href(now.Code)}
		for i, f := range [4]money.Cents{stood.Net(), now.Debit.Sub(stood.Debit), now.Credit.Sub(stood.Credit), now.Net()} {
			row.Cells = append(row.Cells, amount(f))
			sums[i] = sums[i].Add(f)
		}
		p.Rows = append(p.Rows, row)
	}
	if len(p.Rows) > 0 {
		p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), amount(sums[0]), amount(sums[1]), amount(sums[2]), amount(sums[3])}})
	}
	return p
}
