package purchases

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// InvoiceEntered is recorded when an invoice is entered.
type InvoiceEntered struct {
	Building id.Of[id.Building] `json:"building"`
	Invoice  id.Of[id.Invoice]  `json:"invoice"`
	Supplier id.Of[id.Supplier] `json:"supplier"`
	Key      id.Of[id.Key]      `json:"key"`
	IssuedOn civil.Date         `json:"issued_on"`
	Amount   money.Cents        `json:"amount_cents"`
}

// About says what the fact is about.
func (f InvoiceEntered) About() act.About {
	return act.About{Kind: "purchases.invoice_entered", Building: f.Building, Subject: act.Subject(f.Invoice)}
}

// InvoiceCancelled is recorded when an invoice does not count any more; its booking is reversed.
type InvoiceCancelled struct {
	Building id.Of[id.Building] `json:"building"`
	Invoice  id.Of[id.Invoice]  `json:"invoice"`
	Amount   money.Cents        `json:"amount_cents"`
}

// About says what the fact is about.
func (f InvoiceCancelled) About() act.About {
	return act.About{Kind: "purchases.invoice_cancelled", Building: f.Building, Subject: act.Subject(f.Invoice)}
}

// VoucherAdded is recorded when the voucher of an invoice is kept.
type VoucherAdded struct {
	Building id.Of[id.Building] `json:"building"`
	Invoice  id.Of[id.Invoice]  `json:"invoice"`
	Digest   string             `json:"digest"`
}

// About says what the fact is about.
func (f VoucherAdded) About() act.About {
	return act.About{Kind: "purchases.voucher_added", Building: f.Building, Subject: act.Subject(f.Invoice)}
}

// InvoiceSubmitted is recorded when an invoice is booked and waits for approval.
type InvoiceSubmitted struct {
	Building id.Of[id.Building] `json:"building"`
	Invoice  id.Of[id.Invoice]  `json:"invoice"`
	Amount   money.Cents        `json:"amount_cents"`
}

// About says what the fact is about.
func (f InvoiceSubmitted) About() act.About {
	return act.About{Kind: "purchases.invoice_submitted", Building: f.Building, Subject: act.Subject(f.Invoice)}
}

// InvoiceApproved is recorded when an invoice may be paid.
type InvoiceApproved struct {
	Building  id.Of[id.Building] `json:"building"`
	Invoice   id.Of[id.Invoice]  `json:"invoice"`
	Exception bool               `json:"exception"` // approved by who had submitted it
}

// About says what the fact is about.
func (f InvoiceApproved) About() act.About {
	return act.About{Kind: "purchases.invoice_approved", Building: f.Building, Subject: act.Subject(f.Invoice)}
}

// InvoiceRefused is recorded when an invoice is sent back; its booking is reversed.
type InvoiceRefused struct {
	Building id.Of[id.Building] `json:"building"`
	Invoice  id.Of[id.Invoice]  `json:"invoice"`
}

// About says what the fact is about.
func (f InvoiceRefused) About() act.About {
	return act.About{Kind: "purchases.invoice_refused", Building: f.Building, Subject: act.Subject(f.Invoice)}
}

// InvoiceRevised is recorded when what a draft or a refused invoice says changes.
type InvoiceRevised struct {
	Building id.Of[id.Building] `json:"building"`
	Invoice  id.Of[id.Invoice]  `json:"invoice"`
	Amount   money.Cents        `json:"amount_cents"`
}

// About says what the fact is about.
func (f InvoiceRevised) About() act.About {
	return act.About{Kind: "purchases.invoice_revised", Building: f.Building, Subject: act.Subject(f.Invoice)}
}

// RuleChanged is recorded when it changes who approves in a building.
type RuleChanged struct {
	Building    id.Of[id.Building] `json:"building"`
	CouncilFrom *money.Cents       `json:"council_from_cents"`
}

// About says what the fact is about.
func (f RuleChanged) About() act.About {
	return act.About{Kind: "purchases.rule_changed", Building: f.Building, Subject: act.Subject(f.Building)}
}
