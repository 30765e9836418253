package ledger

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/db"
)

// maxMovements bounds how many lines a general ledger shows at once; a narrower period shows the rest.
const maxMovements = 5_000

// entryPage is where an entry is shown with its voucher.
func entryPage(entry id.Of[id.LedgerEntry]) string { return "/ledger-entries/" + entry.String() }

// who names whose account a line is on.
func (b *bench) who(l Line) string {
	switch {
	case !l.Party.None():
		return b.party(l.Party)
	case !l.Supplier.None():
		return b.sellers[l.Supplier].Name()
	}
	return ""
}

func (b *bench) journal(r *Report) error {
	entries, err := db.All(b.Query(entriesIn, b.building.ID(), b.asked.From, b.asked.To), (*Entry).fields)
	if err != nil {
		return err
	}
	rows, err := db.All(b.Query(journalLines, b.building.ID(), b.asked.From, b.asked.To), (*ofEntry).fields)
	if err != nil {
		return err
	}
	lines := map[id.Of[id.LedgerEntry]][]Line{}
	for _, l := range rows {
		lines[l.entry] = append(lines[l.entry], l.line)
	}
	p := Part{Columns: []Column{{Head: b.say("col_number"), Lead: true}, {Head: b.say("col_date")}, {Head: b.say("col_voucher")}, {Head: b.say("col_account_text")},
		{Head: b.say("col_debit"), Figure: true}, {Head: b.say("col_credit"), Figure: true}}, Empty: b.say("no_entry")}
	var sum money.Cents
	for _, e := range entries {
		if b.asked.Journal != "" && e.Journal() != b.asked.Journal || !b.asked.Known.None() && e.learned.After(b.asked.Known) {
			continue
		}
		voucher, _ := e.Voucher()
		p.Rows = append(p.Rows, Row{Style: Group, Href: entryPage(e.id), Cells: []Cell{textCell(e.Number(b.lang)), dayCell(e.On()), textCell(voucher), textCell(e.Text()), {}, {}}})
		for _, l := range lines[e.id] {
			text := l.Account + " " + b.chart.Label(l.Account, b.lang)
			if who := b.who(l); who != "" {
				text += " · " + who
			}
			if l.Text != "" {
				text += " · " + l.Text
			}
			p.Rows = append(p.Rows, Row{Style: Detail, Cells: []Cell{{}, {}, {}, textCell(text), some(l.Debit()), some(l.Credit())}})
		}
		sum = sum.Add(e.total)
	}
	if len(p.Rows) > 0 {
		p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), {}, {}, {}, amount(sum), amount(sum)}})
	}
	r.Parts, r.Note = []Part{p}, b.say("note_journal")
	return nil
}

// beyond is the first code after all that begin with a code.
func beyond(code string) string { return code + ":" } // the sign after 9

func (b *bench) generalLedger(r *Report) error {
	from, until := "0", beyond("9")
	if b.asked.Account != "" {
		from, until = b.asked.Account, beyond(b.asked.Account)
		r.Title += " · " + b.asked.Account + " " + b.chart.Label(b.asked.Account, b.lang)
	}
	before, err := BalancesAt(b.Tx, b.building.ID(), b.asked.From.AddDays(-1), b.asked.Known)
	if err != nil {
		return err
	}
	moves, err := db.All(b.Query(movementsOn, b.building.ID(), from, until, b.asked.From, b.asked.To, maxMovements+1), (*movement).fields)
	if err != nil {
		return err
	}
	if len(moves) > maxMovements {
		moves = moves[:maxMovements]
		r.Note = b.say("note_cut", "n", int64(maxMovements))
	}
	byCode := map[string][]movement{}
	for _, m := range moves {
		if b.asked.Known.None() || !m.learned.After(b.asked.Known) {
			byCode[m.line.Account] = append(byCode[m.line.Account], m)
		}
	}
	brought := map[string]money.Cents{}
	for _, x := range before.byCode() {
		brought[x.Code] = x.Net()
	}
	for _, a := range b.chart.All() {
		if list := byCode[a.Code]; (len(list) > 0 || brought[a.Code] != 0) && a.Code >= from && a.Code < until {
			r.Parts = append(r.Parts, b.account(a, brought[a.Code], list))
		}
	}
	if len(r.Parts) == 0 {
		r.Parts = []Part{{Empty: b.say("no_entry")}}
	}
	return nil
}

// account is the general ledger of one account.
func (b *bench) account(a Account, brought money.Cents, moves []movement) Part {
	p := Part{Title: a.Name(b.lang), Columns: b.movementColumns()}
	p.Rows = append(p.Rows, Row{Style: Detail, Cells: []Cell{textCell(b.say("brought")), dayCell(b.asked.From), {}, {}, {}, {}, amount(brought)}})
	return b.move(p, brought, moves)
}

func (b *bench) movementColumns() []Column {
	return []Column{{Head: b.say("col_number"), Lead: true}, {Head: b.say("col_date")}, {Head: b.say("col_voucher")}, {Head: b.say("col_text")},
		{Head: b.say("col_debit"), Figure: true}, {Head: b.say("col_credit"), Figure: true}, {Head: b.say("col_balance"), Figure: true}}
}

// move adds movements to a table, with what is left after each, and their sum.
func (b *bench) move(p Part, balance money.Cents, moves []movement) Part {
	var debit, credit money.Cents
	for _, m := range moves {
		balance, debit, credit = balance.Add(m.line.Amount), debit.Add(m.line.Debit()), credit.Add(m.line.Credit())
		voucher, _ := m.Voucher()
		text := m.line.Text
		if text == "" {
			text = m.Text()
		}
		if who := b.who(m.line); who != "" && b.asked.Party.None() && b.asked.Supplier.None() {
			text = who + " · " + text
		}
		p.Rows = append(p.Rows, Row{Href: entryPage(m.id), Cells: []Cell{textCell(m.Number(b.lang)), dayCell(m.On()), textCell(voucher), textCell(text), some(m.line.Debit()), some(m.line.Credit()), amount(balance)}})
	}
	p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), {}, {}, {}, amount(debit), amount(credit), amount(balance)}})
	return p
}

func (b *bench) funds(r *Report) error {
	for _, fund := range []struct {
		title string
		codes []string
	}{{"fund_working", []string{"10"}}, {"fund_reserve", []string{"16"}}} {
		if err := b.fund(r, b.say(fund.title), fund.codes); err != nil {
			return err
		}
	}
	r.Note, r.Article = b.say("note_funds"), b.say("art", "article", "3.86 §3")
	return nil
}

// fund tells what a fund was, what came in and went out, and what it is. Funds grow on the right: the signs are turned.
func (b *bench) fund(r *Report, title string, prefixes []string) error {
	before, err := BalancesAt(b.Tx, b.building.ID(), b.asked.From.AddDays(-1), b.asked.Known)
	if err != nil {
		return err
	}
	p := Part{Title: title, Columns: []Column{{Head: b.say("col_number"), Lead: true}, {Head: b.say("col_date")}, {Head: b.say("col_text")}, {Head: b.say("col_in"), Figure: true},
		{Head: b.say("col_out"), Figure: true}, {Head: b.say("col_balance"), Figure: true}}}
	stood := before.Sum(func(code string) bool { return isCode(code, prefixes...) }).Neg()
	p.Rows = append(p.Rows, Row{Style: Detail, Cells: []Cell{textCell(b.say("brought")), dayCell(b.asked.From), {}, {}, {}, amount(stood)}})
	var in, out money.Cents
	for _, prefix := range prefixes {
		moves, err := db.All(b.Query(movementsOn, b.building.ID(), prefix, beyond(prefix), b.asked.From, b.asked.To, maxMovements), (*movement).fields)
		if err != nil {
			return err
		}
		for _, m := range moves {
			if !b.asked.Known.None() && m.learned.After(b.asked.Known) {
				continue
			}
			stood, in, out = stood.Sub(m.line.Amount), in.Add(m.line.Credit()), out.Add(m.line.Debit())
			text := m.Text()
			if text == "" {
				text, _ = m.Voucher()
			}
			p.Rows = append(p.Rows, Row{Href: entryPage(m.id), Cells: []Cell{textCell(m.Number(b.lang)), dayCell(m.On()), textCell(text), some(m.line.Credit()), some(m.line.Debit()), amount(stood)}})
		}
	}
	p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), {}, {}, amount(in), amount(out), amount(stood)}})
	r.Parts = append(r.Parts, p)
	return nil
}

func (b *bench) cash(r *Report) error {
	before, err := BalancesAt(b.Tx, b.building.ID(), b.asked.From.AddDays(-1), b.asked.Known)
	if err != nil {
		return err
	}
	until, err := BalancesAt(b.Tx, b.building.ID(), b.asked.To, b.asked.Known)
	if err != nil {
		return err
	}
	r.Parts = []Part{b.treasury(before, until)}
	r.Note, r.Article = b.say("note_cash"), b.say("art", "article", "3.86 §3")
	return nil
}

// treasury is what stood and stands on each account of class 5, and what came and went.
func (b *bench) treasury(before, until Balances) Part {
	p := Part{Title: b.say("treasury"), Columns: []Column{{Head: b.say("col_account"), Lead: true}, {Head: b.say("col_brought"), Figure: true}, {Head: b.say("col_in"), Figure: true},
		{Head: b.say("col_out"), Figure: true}, {Head: b.say("col_balance"), Figure: true}}, Empty: b.say("no_entry")}
	stood := map[string]Balance{}
	for _, x := range before.byCode() {
		stood[x.Code] = x
	}
	var sums [4]money.Cents
	for _, x := range until.byCode() {
		if !isCode(x.Code, "5") {
			continue
		}
		was := stood[x.Code]
		figures := [4]money.Cents{was.Net(), x.Debit.Sub(was.Debit), x.Credit.Sub(was.Credit), x.Net()}
		row := Row{Cells: []Cell{textCell(x.Code + " " + b.chart.Label(x.Code, b.lang))}, Href: b.href(x.Code)}
		for i, f := range figures {
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
