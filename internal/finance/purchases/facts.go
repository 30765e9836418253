package purchases

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// InvoiceEntered is recorded when an invoice is entered; the ledger books it.
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

// InvoiceCancelled is recorded when an invoice does not count any more; the ledger reverses it.
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
