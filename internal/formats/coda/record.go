package coda

import (
	"fmt"
	"strings"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/belgium"
)

// reader goes through a file record by record.
type reader struct {
	list []statement.Statement
	last int // number of the last line

	open    *current // the statement between its head and its trailer
	follows string   // the last trailer's position 128: "1" another file follows
}

// current is the statement that is being read, and what is needed until its trailer.
type current struct {
	s         statement.Statement
	account   string // as in record 1
	stage     int    // the last kind of record seen
	records   int64
	debit     statement.Amount
	credit    statement.Amount
	parents   map[string]int // index of the total by its number
	expected  int64          // the number that the next movement should have
	movement  *open          // the movement that the next lines may continue
	structure string         // of record 1: how accounts are written
}

// The stages of a statement.
const (
	stageHead = iota
	stageOld
	stageMovements
	stageNew
	stageMessages
)

func (r *reader) record(l line) error {
	kind := l.kind()
	if kind == "0" {
		return r.begin(l)
	}
	c := r.open
	if c == nil {
		if len(r.list) == 0 {
			return l.wrong("coda_no_head", 1)
		}
		return l.wrong("coda_order", 1).With("record", kind)
	}
	read, stages := c.old, []int{stageHead}
	switch kind {
	case "1":
	case "21", "22", "23", "31", "32", "33":
		read, stages = c.detail, []int{stageOld, stageMovements}
	case "8":
		read, stages = c.closing, []int{stageOld, stageMovements}
	case "4":
		read, stages = c.message, []int{stageOld, stageMovements, stageNew, stageMessages}
	case "9":
		read, stages = r.trailer, []int{stageOld, stageMovements, stageNew, stageMessages}
	default:
		return l.wrong("coda_record", 1).With("record", strings.TrimSpace(kind))
	}
	for _, s := range stages {
		if s == c.stage {
			return read(l)
		}
	}
	return l.wrong("coda_order", 1).With("record", kind)
}

// begin reads record 0.
func (r *reader) begin(l line) error {
	if r.open != nil {
		return l.wrong("coda_order", 1).With("record", "0")
	}
	if l.cut(2, 5) != "0000" {
		return l.wrong("coda_no_head", 2)
	}
	c := &current{parents: map[string]int{}, expected: 1}
	var err error
	if c.s.CreatedOn, err = l.date(6); err != nil {
		return err
	}
	switch v := l.cut(128, 128); v {
	case "2":
	case " ":
		c.s.Warn("coda_version_unstated", l.place(), "")
	default:
		return l.wrong("coda_version", 128).With("version", v)
	}
	if r.follows == "2" {
		c.s.Warn("coda_more_found", l.place(), "")
	}
	c.s.Format, c.s.Duplicate, c.s.ID, c.s.BIC, c.s.Holder = "coda", l.cut(17, 17) == "D", l.text(25, 34), l.text(61, 71), l.text(35, 60)
	r.open = c
	return nil
}

// old reads record 1.
func (c *current) old(l line) error {
	c.stage, c.records, c.structure, c.account = stageOld, c.records+1, l.cut(2, 2), l.cut(6, 42)
	amount, err := l.amount(43, 44)
	if err != nil {
		return err
	}
	on, err := l.date(59)
	if err != nil {
		return err
	}
	if c.s.LegalSequence, err = l.count(3, 5); err != nil {
		return err
	}
	if c.s.Sequence, err = l.count(126, 128); err != nil {
		c.s.Warn("coda_sequence", l.place(), l.text(126, 128))
	}
	c.s.Account, c.s.Currency, err = ownAccount(c.structure, c.account)
	if err != nil {
		return l.wrong("coda_record", 2).With("record", "1").With("structure", c.structure)
	}
	c.s.IBAN = ibanOf(c.s.Account)
	if holder := l.text(65, 90); holder != "" {
		c.s.Holder = holder
	}
	c.s.Description = l.text(91, 125)
	c.s.Opening = &statement.Balance{Kind: "OPBD", Amount: amount, Currency: c.s.Currency, On: on}
	c.s.Balances = append(c.s.Balances, *c.s.Opening)
	return nil
}

// closing reads record 8.
func (c *current) closing(l line) error {
	c.close()
	c.stage, c.records = stageNew, c.records+1
	amount, err := l.amount(42, 43)
	if err != nil {
		return err
	}
	on, err := l.date(58)
	if err != nil {
		return err
	}
	if n, err := l.count(2, 4); err == nil && n != 0 {
		c.s.LegalSequence = n
	}
	if !alike(c.account, l.cut(5, 41)) {
		c.s.Differ(statement.Mismatch{Code: "coda_account", Place: l.place(), Text: l.text(5, 41)})
	}
	c.s.Closing = &statement.Balance{Kind: "CLBD", Amount: amount, Currency: c.s.Currency, On: on}
	c.s.Balances = append(c.s.Balances, *c.s.Closing)
	return nil
}

// message reads record 4: eighty characters to the holder.
func (c *current) message(l line) error {
	if c.stage == stageNew {
		c.stage = stageMessages
	}
	c.close()
	if text := l.text(33, 112); text != "" {
		c.s.Messages = append(c.s.Messages, text)
	}
	return nil
}

// ownAccount reads the account of record 1 by its structure.
func ownAccount(structure, field string) (account, currency string, err error) {
	r := []rune(field)
	switch structure {
	case "0": // twelve digits, blank, currency, qualifier, country
		account, currency = string(r[:12]), string(r[13:16])
	case "2": // Belgian IBAN, extension, currency
		account, currency = string(r[:31]), string(r[34:37])
	case "1", "3": // foreign number or foreign IBAN, currency
		account, currency = string(r[:34]), string(r[34:37])
	default:
		return "", "", fmt.Errorf("coda: structure %q", structure)
	}
	return squeeze(account), strings.TrimSpace(currency), nil
}

// otherAccount reads the account of the counterparty, of whose structure nothing is told: a Belgian number of twelve digits is followed by
// a blank and the currency, any other fills 34 characters.
func otherAccount(field string) string {
	r := []rune(field)
	if _, ok := digits(string(r[:12])); ok && r[12] == ' ' {
		if _, more := digits(strings.TrimSpace(string(r[13:16]))); !more {
			return string(r[:12])
		}
	}
	return squeeze(string(r[:34]))
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// ibanOf is the IBAN that an account is, or that an old Belgian number of twelve digits became; none when it is neither.
func ibanOf(account string) belgium.IBAN {
	if iban, err := belgium.ParseIBAN(account); err == nil {
		return iban
	}
	n, ok := digits(account)
	if !ok || len(account) != 12 {
		return belgium.IBAN{}
	}
	check := 98 - (n%97*1_000_000+111400)%97 // B is 11, E is 14 (ISO 7064, mod 97-10)
	iban, err := belgium.ParseIBAN(fmt.Sprintf("BE%02d%s", check, account))
	if err != nil {
		return belgium.IBAN{}
	}
	return iban
}

// alike tells whether two accounts are one; an X hides a digit.
func alike(a, b string) bool {
	x, y := []rune(squeeze(a)), []rune(squeeze(b))
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] && x[i] != 'X' && y[i] != 'X' {
			return false
		}
	}
	return true
}
