package banking

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// unknown gives the movements of a statement that are not yet there. Statements may overlap, and a bank may send the same ones in two formats: movements are
// known again by account, day, amount and the bank's reference, each once. Twin is the posted statement that tells all of this one already. Unsure is true
// when a movement is so much like one that is there that it may be the same, and the files do not say enough to tell: posting it could count money twice.
func (d *desk) unknown(read *statement.Statement, s Statement) (fresh []Movement, twin Statement, unsure bool, err error) {
	if s.account.None() {
		return nil, twin, false, nil
	}
	others, err := d.others(read, s)
	if err != nil {
		return nil, twin, false, err
	}
	byCross, statements := map[string][]int{}, map[id.Of[Statement]]int{}
	for i, m := range others {
		if m.cross != "" {
			byCross[m.cross] = append(byCross[m.cross], i)
		}
	}
	used := make([]bool, len(others))
	for i := range read.Movements {
		m := &read.Movements[i]
		base := crossBase(m)
		if at := byCross[base]; base != "" && len(at) > 0 {
			for _, j := range at { // all parts of the same total
				if others[j].position == others[at[0]].position && others[j].statement == others[at[0]].statement {
					used[j] = true
				}
			}
			statements[others[at[0]].statement]++
			byCross[base] = unused(at, used)
			continue
		}
		fresh = append(fresh, d.movements(m, s, i)...)
	}
	for _, m := range fresh {
		for j, o := range others {
			if !used[j] && o.bookedOn == m.bookedOn && o.amount == m.amount && !unsure {
				if unsure, err = d.alike(s, m, o); err != nil {
					return nil, twin, false, err
				}
			}
		}
	}
	twin, err = d.twin(s, len(fresh), statements)
	return fresh, twin, unsure, err
}

func unused(at []int, used []bool) (left []int) {
	for _, j := range at {
		if !used[j] {
			left = append(left, j)
		}
	}
	return left
}

// alike tells whether two movements of the same day and amount may be the same. In two formats they may, whatever the references; in one format only where a reference is
// missing and the statements do not follow each other.
func (d *desk) alike(s Statement, m, o Movement) (bool, error) {
	if m.family != o.family {
		return true, nil
	}
	if m.cross != "" && o.cross != "" {
		return false, nil
	}
	other, err := find(d.Tx, o.statement)
	return !meet(s, other) && !meet(other, s), err
}

// meet tells whether a statement begins where another ends.
func meet(a, b Statement) bool {
	return a.closing != nil && b.opening != nil && *a.closing == *b.opening
}

// others are the movements that are there in the days of a statement.
func (d *desk) others(read *statement.Statement, s Statement) ([]Movement, error) {
	first, last := s.endsOn, s.endsOn
	for i := range read.Movements {
		if day := read.Movements[i].Booked; !day.None() {
			if day.Before(first) {
				first = day
			}
			if day.After(last) {
				last = day
			}
		}
	}
	return db.All(d.Query(movementsNear, s.account, first, last), (*Movement).fields)
}

// twin is the statement that tells all of this one: that of its movements, or, without any, one that ends on the same day with the same balance.
func (d *desk) twin(s Statement, fresh int, statements map[id.Of[Statement]]int) (Statement, error) {
	if fresh > 0 {
		return Statement{}, nil
	}
	var best id.Of[Statement]
	for x, n := range statements {
		if best.None() || n > statements[best] || n == statements[best] && x.Compare(best) < 0 {
			best = x
		}
	}
	if !best.None() {
		return find(d.Tx, best)
	}
	if s.movements > 0 || s.closing == nil {
		return Statement{}, nil
	}
	twin, _, err := db.First(d.Query(sameEnd, s.account, s.family, s.closedOn, *s.closing), (*Statement).fields)
	return twin, err
}

// movements are the parts of one movement of the file that are booked: the details where they make up the total, otherwise the total.
func (d *desk) movements(m *statement.Movement, s Statement, position int) (list []Movement) {
	for _, p := range m.Parts() {
		amount, _ := p.Amount.Cents()
		x := Movement{id: id.New[Movement](), building: s.building, statement: s.id, account: s.account, family: s.family, position: int64(position), number: p.Number,
			bookedOn: p.Booked, valuedOn: p.Valued, amount: amount, counterparty: tidy(p.Counterparty.Name, 140), theirs: tidy(p.Counterparty.Account, 64), text: said(&p),
			reference: tidy(p.EndToEnd, 140), code: tidy(p.Code, 64), key: p.Key, cross: crossBase(m)}
		if x.bookedOn.None() {
			x.bookedOn = m.Booked
		}
		if x.bookedOn.None() {
			x.bookedOn = s.endsOn
		}
		if x.counterparty == "" {
			x.counterparty = tidy(m.Counterparty.Name, 140)
		}
		if x.text == "" {
			x.text = said(m)
		}
		if x.reference == "" {
			x.reference = tidy(p.Mandate, 140)
		}
		list = append(list, x)
	}
	return list
}

// post enters a statement into the books: each movement on the account of its fund against 499, on the day up to which it tells, or on the first day on which
// the books are open.
func (d *desk) post(s *Statement, file File, list []Movement) error {
	account := d.account(s.account)
	code := codeOf(account.Fund())
	var lines []ledger.Line
	for _, m := range list {
		if m.amount == 0 {
			continue
		}
		text := tidy(joined(m.counterparty, m.text), maxText)
		lines = append(lines, ledger.Line{Account: code, Amount: m.amount, Text: text}, ledger.Line{Account: ledger.Suspense, Amount: m.amount.Neg(), Text: text})
	}
	if len(lines) == 0 {
		return nil
	}
	day := s.endsOn
	if day.After(d.Today) {
		day = d.Today
	}
	if day = d.lock.FirstOpen(day); day.After(d.Today) {
		return fault.Conflict("books_locked").At("on").With("date", d.lock.Until)
	}
	l := d.building.Lang()
	e, err := d.room.Ledger.Post(d.Act, s.building, ledger.Posting{Journal: ledger.Bank, On: day, Voucher: s.voucher(l), VoucherOn: s.endsOn, SHA256: file.ref.SHA256, Text: account.In(l),
		Subject: ledger.Subject{Kind: "statement", ID: id.As[id.Any](s.id)}, Lines: lines})
	s.entry = e.ID()
	return err
}

func (d *desk) account(account id.Of[id.Account]) property.Account {
	for _, a := range d.accounts {
		if a.ID() == account {
			return a
		}
	}
	return property.Account{}
}

// voucher is how a statement is called in the books: "extrait 2026/45", or by its day when the bank gives no number.
func (s Statement) voucher(l i18n.Lang) string {
	if s.sequence > 0 {
		return i18n.Say(l, "banking.voucher", "year", itoa(s.year), "number", itoa(s.sequence))
	}
	return i18n.Say(l, "banking.voucher_day", "date", s.endsOn)
}

func joined(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " · " + b
}
