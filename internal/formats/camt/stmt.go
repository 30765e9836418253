package camt

import (
	"fmt"
	"strconv"
	"strings"

	"koprogo/internal/formats/markup"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
)

// current is the statement that is being read.
type current struct {
	s        statement.Statement
	place    string
	entries  int64
	credit   statement.Amount
	debit    statement.Amount
	nCredit  int64
	nDebit   int64
	summary  *markup.Element
	overflow bool
}

// stmt reads a statement: its small parts as a whole, its entries one by one.
func (f *file) stmt(e *markup.Element) error {
	c := &current{place: fmt.Sprintf("Stmt[%d]", len(f.list)+1)}
	c.s.Format = f.format
	hasAccount := false
	err := f.each(func(e *markup.Element) error {
		if err := f.r.Read(e); err != nil {
			return err
		}
		switch e.Name {
		case "Id":
			c.s.ID = e.Text
		case "ElctrncSeqNb":
			c.s.Sequence = number(e.Text)
		case "LglSeqNb":
			c.s.LegalSequence = number(e.Text)
		case "CreDtTm":
			c.s.CreatedOn = c.headDate(e)
		case "FrToDt":
			c.s.From, c.s.To = c.headDate(e.Find("FrDtTm", "FrDt")), c.headDate(e.Find("ToDtTm", "ToDt"))
		case "CpyDplctInd":
			c.s.Duplicate = e.Text == "DUPL" || e.Text == "CODU"
		case "StmtPgntn":
			if e.Say("PgNb") != "1" || e.Say("LastPgInd") == "false" {
				c.s.Warn("camt_page", c.place, e.Say("PgNb"))
			}
		case "Acct":
			hasAccount = c.account(e)
		case "Bal":
			return c.balance(e)
		case "TxsSummry":
			c.summary = e
		case "AddtlStmtInf":
			if e.Text != "" {
				c.s.Messages = append(c.s.Messages, e.Text)
			}
		case "Ntry":
			return c.entry(e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !hasAccount {
		return e.Wrong("camt_account")
	}
	if c.overflow {
		return at(e, tooLarge)
	}
	if err := c.summarise(); err != nil {
		return err
	}
	c.settle()
	f.list = append(f.list, c.s)
	return nil
}

// account reads the account; false when it has no number.
func (c *current) account(e *markup.Element) bool {
	c.s.Account = squeeze(e.Say("Id/IBAN", "Id/Othr/Id"))
	c.s.IBAN = ibanOf(c.s.Account)
	c.s.Currency = e.Say("Ccy")
	c.s.Holder = e.Say("Ownr/Nm", "Ownr/Pty/Nm", "Nm")
	c.s.Description = e.Say("Nm", "Tp/Cd", "Tp/Prtry")
	c.s.BIC = e.Say("Svcr/FinInstnId/BICFI", "Svcr/FinInstnId/BIC")
	return c.s.Account != ""
}

func (c *current) balance(e *markup.Element) error {
	amount, currency, err := money(e)
	if err != nil {
		return err
	}
	switch e.Say("CdtDbtInd") {
	case "CRDT":
	case "DBIT":
		amount = -amount
	case "":
		c.s.Warn("camt_balance_sign", c.place, e.Say("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry"))
	default:
		return e.Wrong("camt_sign").With("text", clip(e.Say("CdtDbtInd")))
	}
	on, err := date(e.Find("Dt"))
	if err != nil {
		return err
	}
	c.s.Balances = append(c.s.Balances, statement.Balance{Kind: e.Say("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry"), Amount: amount, Currency: currency, On: on})
	return nil
}

// settle chooses the two balances and the currency. The opening balance may be called by its own name, or be the closing one
// of the day before.
func (c *current) settle() {
	c.s.Opening = c.pick("OPBD", "PRCD")
	c.s.Closing = c.pick("CLBD")
	for _, b := range []*statement.Balance{c.s.Opening, c.s.Closing} {
		if b != nil && c.s.Currency == "" {
			c.s.Currency = b.Currency
		}
	}
	if c.s.Currency == "" && len(c.s.Movements) > 0 {
		c.s.Currency = c.s.Movements[0].Currency
	}
}

// pick is the first balance of a kind, in the currency of the account if there is one in it.
func (c *current) pick(kinds ...string) (found *statement.Balance) {
	for _, kind := range kinds {
		for _, b := range c.s.Balances {
			if b.Kind == kind && (found == nil || found.Currency != c.s.Currency && b.Currency == c.s.Currency) {
				found = &b
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// summarise compares the summary of the bank with what was read.
func (c *current) summarise() error {
	for _, x := range []struct {
		path, code string
		sum        statement.Amount
		count      int64
	}{{"TtlCdtNtries", "camt_credit", c.credit, c.nCredit}, {"TtlDbtNtries", "camt_debit", c.debit, c.nDebit}, {"TtlNtries", "", 0, c.entries}} {
		e := c.summary.Find(x.path)
		if e == nil {
			continue
		}
		if told := e.Say("NbOfNtries"); told != "" && number(told) != x.count {
			c.s.Differ(statement.Mismatch{Code: "camt_entries", Place: c.place + "/TxsSummry/" + x.path, Told: statement.Amount(number(told)), Found: statement.Amount(x.count), Count: true})
		}
		if told := e.Find("Sum"); told != nil && x.code != "" {
			a, err := amount(told)
			if err != nil {
				return err
			}
			if a != x.sum {
				c.s.Differ(statement.Mismatch{Code: x.code, Place: c.place + "/TxsSummry/" + x.path, Told: a, Found: x.sum})
			}
		}
	}
	return nil
}

// headDate reads a date that decides nothing: one that cannot be read is none, with a warning.
func (c *current) headDate(e *markup.Element) civil.Date {
	if e == nil || e.Text == "" {
		return civil.Date{}
	}
	d, err := civil.Parse(e.Text[:min(len(e.Text), 10)])
	if err != nil {
		c.s.Warn("camt_header_date", c.place, clip(e.Text))
	}
	return d
}

// date reads Dt or DtTm within an element; none when it is missing.
func date(e *markup.Element) (civil.Date, error) {
	found := e.Find("Dt", "DtTm")
	if found == nil || found.Text == "" {
		return civil.Date{}, nil
	}
	d, err := civil.Parse(found.Text[:min(len(found.Text), 10)])
	if err != nil {
		return civil.Date{}, found.Wrong("camt_date").With("text", clip(found.Text))
	}
	return d, nil
}

// money reads Amt within an element, with its currency.
func money(e *markup.Element) (a statement.Amount, currency string, err error) {
	found := e.Find("Amt")
	if found == nil {
		return 0, "", e.Wrong("camt_amount")
	}
	a, err = amount(found)
	return a, found.Attr("Ccy"), err
}

func amount(e *markup.Element) (statement.Amount, error) {
	a, err := statement.ParseAmount(e.Text)
	if f := fault.As(err); f != nil && f.Code == "amount_malformed" {
		return 0, e.Wrong("camt_amount").With("text", clip(e.Text))
	}
	return a, at(e, err)
}

// number reads the number of a statement; 0 when it is none.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func ibanOf(account string) belgium.IBAN {
	iban, err := belgium.ParseIBAN(account)
	if err != nil {
		return belgium.IBAN{}
	}
	return iban
}
