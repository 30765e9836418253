package coda

import (
	"strconv"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
)

// tally counts a movement of its own, as the trailer does; ok is false when the sum is beyond any account.
func (c *current) tally(a statement.Amount) (ok bool) {
	if a < 0 {
		c.debit, ok = c.debit.Plus(-a)
	} else {
		c.credit, ok = c.credit.Plus(a)
	}
	return ok
}

// trailer reads record 9: what it tells is compared with what was read.
func (r *reader) trailer(l line) error {
	c := r.open
	c.close()
	told, err := l.count(17, 22)
	if err != nil {
		return err
	}
	debit, err := l.total(23)
	if err != nil {
		return err
	}
	credit, err := l.total(38)
	if err != nil {
		return err
	}
	if told != c.records {
		c.s.Differ(statement.Mismatch{Code: "coda_records", Place: l.place(), Told: statement.Amount(told), Found: statement.Amount(c.records), Count: true})
	}
	if debit != c.debit {
		c.s.Differ(statement.Mismatch{Code: "coda_debit", Place: l.place(), Told: debit, Found: c.debit})
	}
	if credit != c.credit {
		c.s.Differ(statement.Mismatch{Code: "coda_credit", Place: l.place(), Told: credit, Found: c.credit})
	}
	r.follows = l.cut(128, 128)
	r.list = append(r.list, c.s)
	r.open = nil
	return nil
}

// end says what is missing when the file ends.
func (r *reader) end() error {
	if r.open != nil {
		return at(fault.Invalid("coda_truncated", ""), r.last, 1)
	}
	n := len(r.list)
	if n == 0 {
		return at(fault.Invalid("coda_empty", ""), 1, 1)
	}
	if r.follows == "1" {
		r.list[n-1].Warn("coda_more_expected", "line "+strconv.Itoa(r.last), "")
	}
	return nil
}
