// Package purchases holds what the association was asked to pay: the invoices of its suppliers, each with its voucher.
//
//	Invoice       supplier, number, day, amount, what it is for, and the distribution key that shares it
//	├── Step      its way: draft, submitted (and booked), approved or refused; who, when, why
//	├── Voucher   the paper itself, kept byte for byte under its digest (royal decree of 12 July 2012: each entry has a dated voucher)
//	└── Cancellation   when and why it does not count
//	Contract      a recurring contract with a supplier: until when it binds, until when notice is given, how its invoices are booked
//	└── Evaluation     what the syndic reports of it to the ordinary assembly of a year (art. 3.89 §5 12°)
//
// An invoice is entered once. It is never changed and never deleted: a wrong one is cancelled with a reason and entered anew, so that what an
// owner was told can always be told again. A credit note is an invoice with a negative amount. The same number of the same supplier is
// the same invoice, however it is written; credit notes have numbers of their own.
//
// An invoice that is submitted is booked at once: what the association owes stands in its books from the day it is known. Approval lets it be paid; who
// submitted it never approves it. A refusal or a cancellation reverses the booking. A draft (an invoice that came in by itself) counts nowhere. What is paid
// follows from the supplier's account, never from a click.
//
// An invoice is shared by the lots, owners and key of the day on which it was issued, as they were known at the moment at which it was entered
// (law.go). If the register begins later than that day, its first day is taken: a syndic who takes over a building enters bills that are
// older than the list of its owners.
//
// A contract binds the association for no longer than the syndic's mandate, unless an assembly said so expressly (art. 3.89 §1); with the syndic, a relative or
// a linked company only when an assembly authorised it beforehand (art. 3.89 §5 13°). What it says is corrected by saying it anew; the earlier terms stay.
//
// Further files: receive.go (electronic invoices), way.go (submitting, approving, booking, proposals), voucher.go (what counts as a voucher), list.go (the list of a building), pages_way.go, facts.go (what is recorded),
// contract.go (recurring contracts), service_contract.go, store_contract.go, api_contract.go, list_contract.go, pages_contract.go, archive.go (the vouchers of a year in one file).
//
// Neighbours: property, keys and suppliers (below) say who shares and who is paid; mandates and decisions (below) who may bind the association; the ledger (below) keeps the booking; charges (above) computes the parts.
package purchases

import (
	_ "embed"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("purchases", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadInvoice   = act.NewAction("purchases.read_invoice")
	EnterInvoice  = act.NewAction("purchases.enter_invoice")
	CancelInvoice = act.NewAction("purchases.cancel_invoice")

	ApproveInvoice = act.NewAction("purchases.approve_invoice")
	ChangeRule     = act.NewAction("purchases.change_rule")
)

// Entry is what someone says about an invoice.
type Entry struct {
	Supplier             id.Of[id.Supplier]
	Number               string
	IssuedOn, DueOn      civil.Date // the day of the invoice; the day until which the supplier waits, if it says one
	Amount               money.Cents
	Description          string
	Key                  id.Of[id.Key]   // none: all lots by their shares
	ServiceFrom, LastDay civil.Date      // the first and the last day of what it is for, if it says them
	Account              string          // on which it is booked; proposed when nobody says
	Private              id.Of[id.Party] // the party that it concerns alone; none for costs of the association
	Advanced             id.Of[id.Party] // the party that paid it already for the association
	Tenant               int64           // percent that a tenant would bear, 0 to 100
	Communication        string          // with which it wants to be paid
	IBAN                 belgium.IBAN    // to which account
	Draft                bool            // kept, and not yet submitted
}

// Invoice is a purchase invoice or a credit note.
type Invoice struct {
	id        id.Of[id.Invoice]
	building  id.Of[id.Building]
	entry     Entry
	entered   civil.Instant
	cancelled civil.Instant
	reason    string
	voucher   Voucher
	state     State
	booked    id.Of[id.LedgerEntry]
	submitter id.Of[id.Person]
}

// New makes an invoice.
func New(building id.Of[id.Building], e Entry, now civil.Instant) (Invoice, error) {
	e.Number, e.Description = tidy(e.Number), strings.TrimSpace(e.Description)
	var faults []error
	if property.Fold(e.Number) == "" {
		faults = append(faults, fault.Invalid("required", "number"))
	}
	if e.IssuedOn.None() {
		faults = append(faults, fault.Invalid("required", "issued_on"))
	}
	if e.Amount == 0 {
		faults = append(faults, fault.Invalid("invoice_amount_zero", "amount_cents"))
	}
	faults = append(faults, e.Amount.Within("amount_cents"))
	for _, t := range []struct {
		field, text string
		max         int
	}{{"number", e.Number, 60}, {"description", e.Description, 300}, {"communication", e.Communication, 140}} {
		if len([]rune(t.text)) > t.max {
			faults = append(faults, fault.Invalid("too_long", t.field).With("max", t.max))
		}
	}
	if !e.DueOn.None() && e.DueOn.Before(e.IssuedOn) {
		faults = append(faults, fault.Invalid("invoice_due_before", "due_on").With("date", e.IssuedOn))
	}
	if e.Tenant < 0 || e.Tenant > 100 {
		faults = append(faults, fault.Invalid("percent_range", "tenant_percent"))
	}
	if !e.Private.None() && !e.Advanced.None() {
		faults = append(faults, fault.Invalid("invoice_private_advanced", "advanced_party_id"))
	}
	switch {
	case e.ServiceFrom.None() && !e.LastDay.None():
		faults = append(faults, fault.Invalid("required", "service_from"))
	case e.LastDay.None() && !e.ServiceFrom.None():
		faults = append(faults, fault.Invalid("required", "service_to"))
	case e.LastDay.Before(e.ServiceFrom):
		faults = append(faults, fault.Invalid("period_reversed", "service_to"))
	}
	return Invoice{id: id.New[id.Invoice](), building: building, entry: e, entered: now, state: Draft}, fault.Join(faults...)
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// cancel says that the invoice does not count.
func (i *Invoice) cancel(reason string, now civil.Instant) error {
	reason = strings.TrimSpace(reason)
	switch {
	case i.Cancelled():
		return fault.Conflict("invoice_cancelled").With("date", i.cancelled)
	case reason == "":
		return fault.Invalid("required", "reason")
	case len([]rune(reason)) > 300:
		return fault.Invalid("too_long", "reason").With("max", 300)
	}
	i.cancelled, i.reason = now, reason
	return nil
}

// ID is the invoice's identifier.
func (i Invoice) ID() id.Of[id.Invoice] { return i.id }

// Building is the building that it is for.
func (i Invoice) Building() id.Of[id.Building] { return i.building }

// Supplier is who sent it.
func (i Invoice) Supplier() id.Of[id.Supplier] { return i.entry.Supplier }

// Number is the supplier's number.
func (i Invoice) Number() string { return i.entry.Number }

// IssuedOn is the day of the invoice.
func (i Invoice) IssuedOn() civil.Date { return i.entry.IssuedOn }

// DueOn is the day until which the supplier waits; none when it says none.
func (i Invoice) DueOn() civil.Date { return i.entry.DueOn }

// Amount is the amount, negative for a credit note.
func (i Invoice) Amount() money.Cents { return i.entry.Amount }

// Description is what it is for.
func (i Invoice) Description() string { return i.entry.Description }

// Key is the distribution key that shares it.
func (i Invoice) Key() id.Of[id.Key] { return i.entry.Key }

// Service is the time for which it is; the period is empty on both sides when the invoice does not say.
func (i Invoice) Service() civil.Period {
	if i.entry.ServiceFrom.None() {
		return civil.Period{}
	}
	return civil.Period{From: i.entry.ServiceFrom, To: i.entry.LastDay.AddDays(1)}
}

// EnteredAt is the moment at which it was entered: what was known then decides who shares it.
func (i Invoice) EnteredAt() civil.Instant { return i.entered }

// numberFold is its number in the one way in which numbers are compared: a credit note may have the number of an invoice.
func (i Invoice) numberFold() string {
	if i.entry.Amount < 0 {
		return "-" + property.Fold(i.entry.Number)
	}
	return property.Fold(i.entry.Number)
}

// Cancelled tells whether it was cancelled.
func (i Invoice) Cancelled() bool { return !i.cancelled.None() }

// CancelledAt is when it was cancelled, and Reason why.
func (i Invoice) CancelledAt() civil.Instant { return i.cancelled }

// Reason is why it was cancelled.
func (i Invoice) Reason() string { return i.reason }

// Voucher is its voucher; ok is false as long as there is none.
func (i Invoice) Voucher() (v Voucher, ok bool) { return i.voucher, i.voucher.ref.SHA256 != "" }
