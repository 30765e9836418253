// Package ledger keeps the books of an association in double entry: what all money stands on.
//
//	Entry        what happened on a day, with its voucher; numbered without gaps in its journal and year
//	└── Line     an account and an amount, debit above zero and credit below; on 410 whose (a party), on 440 whose (a supplier)
//	Account      of the minimum chart (royal decree of 12 July 2012, kernel/law), or a sub-account that the building added below one
//	Journal      opening, purchases, calls, bank, miscellaneous, closing
//	Lock         until when the books are closed; opening again is recorded with its reason
//	Opening      the balances with which the books begin, copied from the last balance sheet, compared, then activated
//	Report       a balance sheet, a journal, who owes what: always derived, as of any day and as known at any moment
//
// An entry is never changed and never removed: a wrong one is reversed by another, and both stay. Debit equals credit to the cent; the constructor refuses
// anything else, and so does the database, on both engines. Everything that is shown of money is read from here.
//
// Two ways to show the same books (law.md 8.4): as syndics do, with the funds on 10x and 16x; or as the annex of the decree does, which carries them as 489.
// An association of fewer than twenty main lots may show simplified books (art. 3.89 §5 15°): receipts and payments, treasury, funds, claims and debts. That
// is a report too: the double entry is underneath.
//
// Files beside the usual ones: entry.go (what an entry is), opening.go (how books begin), balances.go (what stands on accounts), report.go (what a report
// is), statements.go (balance sheet, income statement, trial balance), details.go (journal, general ledger, funds, cash), parties.go (who owes whom since when),
// export.go (workbooks, lists), api_reports.go, books.go (the page of the books), facts.go.
//
// Neighbours: property and suppliers (below) say whose accounts there are; purchases and banking (above) post what happens.
package ledger

import (
	_ "embed"
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("ledger", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadBooks    = act.NewAction("ledger.read_books")
	PostEntry    = act.NewAction("ledger.post_entry")
	ReverseEntry = act.NewAction("ledger.reverse_entry")
	OpenBooks    = act.NewAction("ledger.open_books")
	LockBooks    = act.NewAction("ledger.lock_books")
)

// The accounts that the house itself posts to.
const (
	WorkingCapital = "100"
	Result         = "14"
	Reserve        = "160"
	ReserveCalled  = "4100" // owners: reserve fund
	Called         = "4101" // owners: working capital and provisions
	Suppliers      = "440"
	Suspense       = "499"
	ReserveBank    = "550"
	CurrentBank    = "551"
	OtherBank      = "552"
	PrivateCosts   = "643"
	Reinvoiced     = "6431"
)

// Journal is a book of entries of one kind.
type Journal string

// The journals.
const (
	OpeningJournal Journal = "opening"
	Purchases      Journal = "purchases"
	Calls          Journal = "calls"
	Bank           Journal = "bank"
	Misc           Journal = "misc"
	Closing        Journal = "closing"
)

// Journals lists them in the order in which they are shown.
var Journals = []Journal{OpeningJournal, Purchases, Calls, Bank, Misc, Closing}

// In names the journal for a reader.
func (j Journal) In(l i18n.Lang) string { return i18n.Say(l, "ledger.journal_"+string(j)) }

// Short is the sign of the journal before a number: ACH, FIN.
func (j Journal) Short(l i18n.Lang) string { return i18n.Say(l, "ledger.short_"+string(j)) }

// Account is an account of one building's books.
type Account struct {
	law.Account
	Own    bool // the building added it
	Closed civil.Instant
}

// Chart is the chart of one building: that of the decree with the building's own sub-accounts, in the order of the codes.
type Chart struct{ list []Account }

// newChart puts the building's own accounts into the chart.
func newChart(own []Account) Chart {
	c := Chart{make([]Account, 0, 256)}
	for _, a := range law.Chart() {
		c.list = append(c.list, Account{Account: a})
	}
	c.list = append(c.list, own...)
	slices.SortFunc(c.list, func(a, b Account) int { return strings.Compare(a.Code, b.Code) })
	return c
}

// All are its accounts, in the order of the codes.
func (c Chart) All() []Account { return c.list }

// Find finds an account by its code.
func (c Chart) Find(code string) (Account, bool) {
	i, ok := slices.BinarySearchFunc(c.list, code, func(a Account, code string) int { return strings.Compare(a.Code, code) })
	if !ok {
		return Account{}, false
	}
	return c.list[i], true
}

// Label is the name of an account; its code where it is not known.
func (c Chart) Label(code string, l i18n.Lang) string {
	if a, ok := c.Find(code); ok {
		return a.In(l)
	}
	return code
}

// Postable finds an account on which entries may be made. Faults, at account: account_unknown, account_heading, account_shut.
func (c Chart) Postable(code string) (Account, error) {
	a, ok := c.Find(code)
	switch {
	case !ok:
		return a, fault.Invalid("account_unknown", "account").With("code", code)
	case !a.Postable():
		return a, fault.Invalid("account_heading", "account").With("code", code)
	case !a.Closed.None():
		return a, fault.Conflict("account_shut").At("account").With("code", code)
	}
	return a, nil
}

// OfParties tells whether an account is kept for each party.
func OfParties(code string) bool { return strings.HasPrefix(code, "410") }

// OfSuppliers tells whether an account is kept for each supplier.
func OfSuppliers(code string) bool { return strings.HasPrefix(code, "440") }

// Lock says until when the books of a building are locked.
type Lock struct {
	Until  civil.Date // none: nothing is locked
	Reason string
	At     civil.Instant
	By     id.Of[id.Person]
}

// Shut tells whether a day is locked.
func (l Lock) Shut(day civil.Date) bool { return !l.Until.None() && !day.After(l.Until) }

// FirstOpen is the first day, from a given one on, on which entries may be made.
func (l Lock) FirstOpen(day civil.Date) civil.Date {
	if l.Shut(day) {
		return l.Until.AddDays(1)
	}
	return day
}
