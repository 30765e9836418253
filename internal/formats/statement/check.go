package statement

import (
	"fmt"
	"strconv"
	"strings"
)

// Verdict is whether the balances and the movements of a statement agree.
type Verdict string

// The verdicts.
const (
	Balanced   Verdict = "balanced"
	Unbalanced Verdict = "unbalanced"
	Unverified Verdict = "unverified" // the file gives no opening or no closing balance
)

// Balance tells whether opening balance and movements give the closing balance, and what is too much: opening plus
// movements less closing (zero where several currencies stand in one statement).
func (s *Statement) Balance() (Verdict, Amount) {
	mixed := false
	for _, m := range s.Mismatches {
		if m.Code == "statement_balance" {
			return Unbalanced, m.Difference()
		}
		mixed = mixed || m.Code == "statement_currency"
	}
	if mixed {
		return Unbalanced, 0
	}
	if s.Opening == nil || s.Closing == nil {
		return Unverified, 0
	}
	return Balanced, 0
}

// Sound tells whether nothing in the statement speaks against booking it.
func (s *Statement) Sound() bool { return len(s.Mismatches) == 0 }

// Finish is the last step of every reader: it compares each statement with itself and gives the movements their keys.
//
// Mismatches: statement_balance, statement_currency (an amount that is not in the currency of the account),
// statement_below_cent (an amount with a third decimal that is not zero), statement_no_closing (movements, but no closing balance).
// Warnings: statement_details (details that do not make up their total, which is then booked as one),
// statement_no_booking_date. Fault: amount_too_large, when the sums are beyond any account.
func Finish(list []Statement) error {
	seen := map[string]int{}
	for i := range list {
		s := &list[i]
		s.Year = s.year()
		if err := s.compare(); err != nil {
			return err
		}
		s.mark(seen)
	}
	return nil
}

func (s *Statement) year() int {
	if s.Closing != nil && !s.Closing.On.None() {
		return s.Closing.On.Year()
	}
	if !s.To.None() {
		return s.To.Year()
	}
	if !s.CreatedOn.None() {
		return s.CreatedOn.Year()
	}
	if s.Opening != nil && !s.Opening.On.None() {
		return s.Opening.On.Year()
	}
	return 0
}

func (s *Statement) compare() error {
	var sum Amount
	mixed := false // amounts of several currencies say nothing together
	for i := range s.Movements {
		m := &s.Movements[i]
		var ok bool
		if sum, ok = sum.Plus(m.Amount); !ok {
			return tooLarge()
		}
		if m.Currency != "" && s.Currency != "" && m.Currency != s.Currency {
			mixed = true
			s.Differ(Mismatch{Code: "statement_currency", Place: m.Place, Text: m.Currency})
		}
		s.exact(m.Amount, m.Place)
		if m.Booked.None() {
			s.Warn("statement_no_booking_date", m.Place, "")
		}
		s.details(m)
	}
	for _, b := range []*Balance{s.Opening, s.Closing} {
		if b == nil {
			continue
		}
		if b.Currency != "" && s.Currency != "" && b.Currency != s.Currency {
			mixed = true
			s.Differ(Mismatch{Code: "statement_currency", Place: b.Kind, Text: b.Currency})
		}
		s.exact(b.Amount, b.Kind)
	}
	switch {
	case s.Closing == nil && len(s.Movements) > 0:
		s.Differ(Mismatch{Code: "statement_no_closing"})
	case s.Opening != nil && s.Closing != nil && !mixed:
		found, ok := s.Opening.Amount.Plus(sum)
		if !ok {
			return tooLarge()
		}
		if found != s.Closing.Amount {
			s.Differ(Mismatch{Code: "statement_balance", Place: s.Closing.Kind, Told: s.Closing.Amount, Found: found})
		}
	}
	return nil
}

// Differ notes a figure that is not what the others give.
func (s *Statement) Differ(m Mismatch) { s.Mismatches = append(s.Mismatches, m) }

// exact notes an amount that no ledger in cents can hold.
func (s *Statement) exact(a Amount, place string) {
	if c, ok := a.Cents(); !ok {
		s.Differ(Mismatch{Code: "statement_below_cent", Place: place, Told: a, Found: Amount(c) * perCent})
	}
}

func (s *Statement) details(m *Movement) {
	if len(m.Details) == 0 {
		return
	}
	if sum, known := m.DetailsSum(); !known || sum != m.Amount {
		s.Warn("statement_details", m.Place, m.Amount.String())
		return
	}
	for i := range m.Details {
		s.exact(m.Details[i].Amount, m.Details[i].Place)
		s.details(&m.Details[i])
	}
}

// AccountKey is the account in the form by which two formats are compared: the IBAN where there is one.
func (s *Statement) AccountKey() string {
	if !s.IBAN.None() {
		return s.IBAN.String()
	}
	return s.Account
}

// Key is the same whenever the same statement is read again, in the same format; the keys of its movements begin with it.
func (s *Statement) Key() string {
	return strings.Join([]string{s.AccountKey(), s.Currency, strconv.Itoa(s.Year), s.number()}, "|")
}

// mark gives every movement its two keys. Seen counts across the statements of the file: two payments may be alike to the
// last character and still be two, so the second is number 2 in whichever format it comes.
func (s *Statement) mark(seen map[string]int) {
	head := s.Key()
	keys := map[string]int{}
	for i := range s.Movements {
		m := &s.Movements[i]
		m.key(head, keys)
		if m.Booked.None() || reference(m.BankRef) == "" {
			continue
		}
		cross := strings.Join([]string{s.AccountKey(), m.Booked.String(), m.Amount.String(), reference(m.BankRef)}, "|")
		seen[cross]++
		m.CrossKey = fmt.Sprintf("%s|%d", cross, seen[cross])
	}
}

// key makes the first key. CODA counts to 9999 and begins again, so a number may return within one statement.
func (m *Movement) key(head string, keys map[string]int) {
	m.Key = head + "|" + m.Number
	if keys[m.Key]++; keys[m.Key] > 1 {
		m.Key = fmt.Sprintf("%s|%d", m.Key, keys[m.Key])
	}
	for i := range m.Details {
		m.Details[i].key(head, keys)
	}
}

// number is the statement within its account and year.
func (s *Statement) number() string {
	switch {
	case s.Sequence != 0:
		return strconv.FormatInt(s.Sequence, 10)
	case s.LegalSequence != 0:
		return "legal " + strconv.FormatInt(s.LegalSequence, 10)
	case s.ID != "" && s.Format != "coda":
		return "id " + s.ID
	case s.Closing != nil && !s.Closing.On.None():
		return "of " + s.Closing.On.String()
	}
	return "of " + s.CreatedOn.String()
}

// reference is a bank reference without what formats write differently: spaces and small letters.
func reference(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }
