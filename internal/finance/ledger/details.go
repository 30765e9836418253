package ledger

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/db"
)

// How many lines a report shows: on a page, where a shorter period shows the rest, and in a file. The export is whole.
const (
	maxMovements = 5_000
	maxInFile    = 50_000
	whole        = int64(1) << 40
)

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

// entries reads entries of the period with their lines, the first ones when there are more than are shown.
func (b *bench) entries(most int64) (list []Entry, lines map[id.Of[id.LedgerEntry]][]Line, err error) {
	building, from, to, known := b.building.ID(), b.asked.From, b.asked.To, asKnown(b.asked.Known)
	if list, err = db.All(b.Query(entriesIn, building, from, to, known, string(b.asked.Journal), most), (*Entry).fields); err != nil {
		return nil, nil, err
	}
	if n := len(list); int64(n) == most {
		to = list[n-1].On()
	}
	rows, err := db.All(b.Query(journalLines, building, from, to, known), (*ofEntry).fields)
	lines = map[id.Of[id.LedgerEntry]][]Line{}
	for _, l := range rows {
		lines[l.entry] = append(lines[l.entry], l.line)
	}
	return list, lines, err
}

func (b *bench) journal(r *Report) error {
	most := b.asked.Most / 2 // an entry has two lines at least
	entries, lines, err := b.entries(int64(most) + 1)
	if err != nil {
		return err
	}
	r.Note = b.say("note_journal")
	cut := len(entries) > most
	if cut {
		entries = entries[:most]
	}
	p := Part{Columns: []Column{{Head: b.say("col_number"), Lead: true}, {Head: b.say("col_date")}, {Head: b.say("col_voucher")}, {Head: b.say("col_account_text")},
		{Head: b.say("col_debit"), Figure: true}, {Head: b.say("col_credit"), Figure: true}}, Empty: b.say("no_entry")}
	var sum money.Cents
	for _, e := range entries {
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
	if cut {
		b.rest(&p, len(p.Rows))
	} else if len(p.Rows) > 0 {
		p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), {}, {}, {}, amount(sum), amount(sum)}})
	}
	r.Parts = []Part{p}
	return nil
}

// beyond is the first code after all that begin with a code.
func beyond(code string) string { return code + ":" } // the sign after 9

// moves reads the lines of the period on the accounts from a code until before another: the first ones, and cut, when there are more than are shown.
func (b *bench) moves(from, until string) (list []movement, cut bool, err error) {
	most := b.asked.Most
	list, err = db.All(b.Query(movementsOn, b.building.ID(), from, until, b.asked.From, b.asked.To, asKnown(b.asked.Known), most+1), (*movement).fields)
	return list[:min(len(list), most)], len(list) > most, err
}

// rest says that lines are left out; the sums below it are whole.
func (b *bench) rest(p *Part, most int) {
	row := Row{Style: Detail, Cells: make([]Cell, len(p.Columns))}
	row.Cells[0] = textCell(b.say("note_cut", "n", int64(most)))
	p.Rows = append(p.Rows, row)
}

// span is what stood on the accounts before the period, and after it.
func (b *bench) span() (before, until Balances, err error) {
	if before, err = BalancesAt(b.Tx, b.building.ID(), b.asked.From.AddDays(-1), b.asked.Known); err == nil {
		until, err = BalancesAt(b.Tx, b.building.ID(), b.asked.To, b.asked.Known)
	}
	return before, until, err
}

func (b *bench) generalLedger(r *Report) error {
	from, until := "0", beyond("9")
	if b.asked.Account != "" {
		from, until = b.asked.Account, beyond(b.asked.Account)
		r.Title += " · " + b.asked.Account + " " + b.chart.Label(b.asked.Account, b.lang)
	}
	before, after, err := b.span()
	if err != nil {
		return err
	}
	moves, cut, err := b.moves(from, until)
	if err != nil {
		return err
	}
	lines := map[string][]movement{}
	for _, m := range moves {
		lines[m.line.Account] = append(lines[m.line.Account], m)
	}
	was := before.of()
	for _, now := range after.byCode() {
		code := now.Code
		turned := Balance{Code: code, Debit: now.Debit.Sub(was[code].Debit), Credit: now.Credit.Sub(was[code].Credit)}
		if code < from || code >= until || was[code].Net() == 0 && turned.Debit == 0 && turned.Credit == 0 {
			continue
		}
		p := Part{Title: code + " " + b.chart.Label(code, b.lang), Columns: b.movementColumns()}
		p.Rows = append(p.Rows, Row{Style: Detail, Cells: []Cell{textCell(b.say("brought")), dayCell(b.asked.From), {}, {}, {}, {}, amount(was[code].Net())}})
		b.move(&p, was[code].Net(), lines[code])
		if cut && code >= moves[len(moves)-1].line.Account {
			b.rest(&p, len(moves))
		}
		b.sum(&p, turned, now.Net())
		r.Parts = append(r.Parts, p)
	}
	if len(r.Parts) == 0 {
		r.Parts = []Part{{Empty: b.say("no_entry")}}
	}
	return nil
}

func (b *bench) movementColumns() []Column {
	return []Column{{Head: b.say("col_number"), Lead: true}, {Head: b.say("col_date")}, {Head: b.say("col_voucher")}, {Head: b.say("col_text")},
		{Head: b.say("col_debit"), Figure: true}, {Head: b.say("col_credit"), Figure: true}, {Head: b.say("col_balance"), Figure: true}}
}

// move adds movements to a table, with what is left after each.
func (b *bench) move(p *Part, balance money.Cents, moves []movement) {
	for _, m := range moves {
		balance = balance.Add(m.line.Amount)
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
}

// sum ends a table of movements.
func (b *bench) sum(p *Part, turned Balance, balance money.Cents) {
	p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), {}, {}, {}, amount(turned.Debit), amount(turned.Credit), amount(balance)}})
}

func (b *bench) funds(r *Report) error {
	before, until, err := b.span()
	if err != nil {
		return err
	}
	for _, f := range bothFunds {
		p, err := b.fund(f.code, before, until)
		if err != nil {
			return err
		}
		p.Title = b.say(f.name)
		r.Parts = append(r.Parts, p)
	}
	r.Note, r.Article = b.say("note_funds"), b.say("art", "article", "3.86 §3")
	return nil
}

// bothFunds are the two funds of the law: the accounts of each begin with its code.
var bothFunds = []struct{ name, code string }{{"fund_working", "10"}, {"fund_reserve", "16"}}

// fund tells what a fund was, what came in and went out, and what it is. Funds grow on the right: the signs are turned.
func (b *bench) fund(code string, before, until Balances) (Part, error) {
	p := Part{Columns: []Column{{Head: b.say("col_number"), Lead: true}, {Head: b.say("col_date")}, {Head: b.say("col_text")}, {Head: b.say("col_in"), Figure: true},
		{Head: b.say("col_out"), Figure: true}, {Head: b.say("col_balance"), Figure: true}}}
	was, now := before.under(code), until.under(code)
	stood := was.Net().Neg()
	p.Rows = append(p.Rows, Row{Style: Detail, Cells: []Cell{textCell(b.say("brought")), dayCell(b.asked.From), {}, {}, {}, amount(stood)}})
	moves, cut, err := b.moves(code, beyond(code))
	for _, m := range moves {
		stood = stood.Sub(m.line.Amount)
		text := m.Text()
		if text == "" {
			text, _ = m.Voucher()
		}
		p.Rows = append(p.Rows, Row{Href: entryPage(m.id), Cells: []Cell{textCell(m.Number(b.lang)), dayCell(m.On()), textCell(text), some(m.line.Credit()), some(m.line.Debit()), amount(stood)}})
	}
	if cut {
		b.rest(&p, len(moves))
	}
	p.Rows = append(p.Rows, Row{Style: Sum, Cells: []Cell{textCell(b.say("total")), {}, {}, amount(now.Credit.Sub(was.Credit)), amount(now.Debit.Sub(was.Debit)), amount(now.Net().Neg())}})
	return p, err
}

func (b *bench) cash(r *Report) error {
	before, until, err := b.span()
	if err != nil {
		return err
	}
	r.Parts = []Part{b.treasury(before, until)}
	r.Note, r.Article = b.say("note_cash"), b.say("art", "article", "3.86 §3")
	return nil
}

// treasury is what stood and stands on each account of class 5, and what came and went.
func (b *bench) treasury(before, until Balances) Part {
	p := b.turnover("5", b.say("col_in"), b.say("col_out"), before, until)
	p.Title = b.say("treasury")
	return p
}
