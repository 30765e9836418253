package banking

import (
	"cmp"
	"slices"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
)

// inEuro is the only currency in which the books are kept (art. III.83 of the Code of economic law).
const inEuro = "EUR"

// judged says why a statement must wait, and what is too much in it; empty when nothing speaks against it. The file is judged by its own figures only.
func judged(s *statement.Statement) (reason string, difference statement.Amount) {
	if foreign(s) {
		return "statement_not_euro", 0
	}
	_, difference = s.Balance()
	for _, m := range s.Mismatches {
		if m.Code == "statement_balance" { // the one that says most goes first
			return m.Code, difference
		}
	}
	if len(s.Mismatches) == 0 {
		return "", 0
	}
	first := s.Mismatches[0]
	if !first.Count {
		difference = first.Difference()
	}
	return first.Code, difference
}

func foreign(s *statement.Statement) bool {
	currency := s.Currency
	for _, b := range []*statement.Balance{s.Opening, s.Closing} {
		if b != nil {
			currency = cmp.Or(currency, b.Currency)
		}
	}
	for _, m := range s.Movements {
		currency = cmp.Or(currency, m.Currency)
	}
	return currency != "" && currency != inEuro
}

// lastDay is the day up to which a statement tells: that of its closing balance, or what comes nearest.
func lastDay(s *statement.Statement, today civil.Date) civil.Date {
	if s.Closing != nil && !s.Closing.On.None() {
		return s.Closing.On
	}
	if !s.To.None() {
		return s.To
	}
	var day civil.Date
	for _, m := range s.Movements {
		if day.None() || m.Booked.After(day) {
			day = m.Booked
		}
	}
	switch {
	case !day.None():
		return day
	case !s.CreatedOn.None():
		return s.CreatedOn
	}
	return today
}

// Gap is a place where statements do not follow each other.
type Gap struct {
	After, Before Statement
	From, To      int64        // numbers that are missing; 0 when the numbers say nothing
	Difference    *money.Cents // by how much the balances differ; nil when they agree or one is not known
}

// DaySum is what came and went on an account on a day, of all that was posted.
type DaySum struct {
	account id.Of[id.Account]
	on      civil.Date
	sum     money.Cents
}

// gaps looks whether the posted statements of an account follow each other: the opening balance is the closing balance of the one before, and no number is
// left out. Statements may overlap, and those of one format may fill what is missing in the other: where all that came and went between two closing
// balances is posted, nothing is missing.
func gaps(list []Statement, days []DaySum) (found []Gap) {
	chain := slices.Clone(list)
	slices.SortStableFunc(chain, follows)
	for i := 1; i < len(chain); i++ {
		if g, is := between(chain[i-1], chain[i], days); is {
			found = append(found, g)
		}
	}
	return found
}

// follows orders statements as they follow each other.
func follows(a, b Statement) int {
	return cmp.Or(a.endsOn.Compare(b.endsOn), cmp.Compare(a.year, b.year), cmp.Compare(a.sequence, b.sequence), a.openedOn.Compare(b.openedOn), a.id.Compare(b.id))
}

func between(a, b Statement, days []DaySum) (Gap, bool) {
	g := Gap{After: a, Before: b}
	if a.family == b.family && a.year == b.year && a.sequence > 0 && b.sequence > a.sequence+1 {
		g.From, g.To = a.sequence+1, b.sequence-1
	}
	if a.closing == nil || b.opening == nil || *a.closing == *b.opening {
		return g, g.From > 0
	}
	difference, _ := statement.Amount(*b.opening - *a.closing).Cents()
	g.Difference = &difference
	if b.closing == nil {
		return g, true
	}
	moved := *a.closing
	for _, d := range days {
		if d.account == b.account && d.on.After(a.endsOn) && !d.on.After(b.endsOn) {
			moved += int64(d.sum) * unitsPerCent
		}
	}
	return g, moved != *b.closing
}

// unitsPerCent is how many of the units of a balance make a cent.
const unitsPerCent = 1000
