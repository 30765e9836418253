// Package ubl reads invoices and credit notes as they come through Peppol (BIS Billing 3, in UBL 2.1).
//
//	Document           an invoice or a credit note
//	├── Supplier       who asks, Customer who owes, Payee when somebody else is paid
//	├── Means          how to pay: account, and the communication to give
//	├── Allowances     what is taken off or added on the whole
//	├── Lines          what was delivered, each with its category of VAT
//	├── Tax            VAT by category and rate, as told
//	├── Totals         as told
//	└── Attachments    often the same invoice as PDF
//
// Parse gives what the document says. Broken computes it again, exactly, by the rules of the European standard EN 16931 and of Peppol, and
// names each rule that the document breaks by its own name (BR-CO-15), with the two figures. Read is both: it refuses a document that breaks one. Only
// rules about money, identity and payment are looked at; whatever else a validator would say, no bill becomes wrong by it.
//
// A credit note gives its amounts as positive, and an invoice may be negative; Sign says which way money goes.
//
// Files: decimal.go numbers, read.go from XML to the nouns, party.go parties and payment, rules.go the rules, sums.go those that add up.
package ubl

import (
	"koprogo/internal/formats/markup"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
)

// Limits of a document, its attachments included.
var Limits = markup.Limits{Bytes: 15 << 20, Depth: 24, Elements: 250_000, Text: 15 << 20}

// MaxLines is the largest number of lines, or of anything else that is repeated.
const MaxLines = 10_000

// maxBroken is after how many broken rules nobody reads on.
const maxBroken = 50

// Kind is what a document is.
type Kind string

// The kinds.
const (
	Invoice    Kind = "invoice"
	CreditNote Kind = "credit_note"
)

// Document is an invoice or a credit note, as it says itself.
type Document struct {
	Kind           Kind
	Customization  string // the specification that it follows
	Profile        string
	Number         string
	TypeCode       string // 380 invoice, 381 credit note, 386 prepayment, ...
	IssuedOn       civil.Date
	DueOn          civil.Date
	TaxPointOn     civil.Date
	From, To       civil.Date // the period invoiced, both days included
	Currency       string
	TaxCurrency    string
	BuyerReference string
	AccountingCost string
	Order          string
	SalesOrder     string
	Contract       string
	Precedes       []Reference // the invoices that a credit note is about
	Notes          []string
	Terms          []string
	Supplier       Party
	Customer       Party
	Payee          Party // empty when the supplier is paid
	Means          []Means
	Allowances     []Allowance
	Tax            []TaxTotal
	Totals         Totals
	Lines          []Line
	Attachments    []Attachment
	Warnings       []Warning
	odd            []place // amounts in another currency
}

// Sign is +1 for what is owed by an invoice and -1 for what a credit note gives back; amounts are as the document writes them.
func (d *Document) Sign() int {
	if d.Kind == CreditNote {
		return -1
	}
	return 1
}

// Reference names another document.
type Reference struct {
	Number string
	On     civil.Date
}

// Party is one side.
type Party struct {
	Name         string // as registered
	TradingName  string
	Endpoint     string // electronic address, and the register in which it stands: 0208 is that of Belgian enterprises
	EndpointID   string // scheme of Endpoint
	IDs          []ID
	LegalID      ID // in the register of companies
	KBO          belgium.KBO
	VATNumber    string // as written
	VAT          belgium.VAT
	Street       string
	Postcode     string
	City         string
	Country      string
	ContactName  string
	ContactPhone string
	ContactMail  string
}

// ID is a number in a register.
type ID struct{ Scheme, Number string }

// Means is one way to pay.
type Means struct {
	Code        string // 30 and 58 are transfers, 59 is direct debit
	PaymentID   string // the communication to give, as written
	OGM         belgium.OGM
	RF          belgium.RF
	Account     string // as written
	IBAN        belgium.IBAN
	AccountName string
	BIC         string
	Mandate     string
	Note        string
}

// Communication is the structured communication by which to pay: that of the means of payment, or else the one that stands in a
// note; none when there is none.
func (d *Document) Communication() belgium.OGM {
	for _, m := range d.Means {
		if !m.OGM.None() {
			return m.OGM
		}
	}
	texts := append(append([]string(nil), d.Notes...), d.Terms...)
	for _, m := range d.Means {
		texts = append(texts, m.PaymentID, m.Note)
	}
	for _, text := range texts {
		if o := belgium.FindOGM(text); !o.None() {
			return o
		}
	}
	return belgium.OGM{}
}

// Category is a category of VAT: S standard, Z zero, E exempt, AE reverse charge, K within the Union, G export, O outside.
type Category struct {
	Code      string
	Rate      Figure // per cent
	Scheme    string // VAT
	Exemption string // why nothing is due, in code or words
}

// Allowance is what is taken off, or a charge that is added.
type Allowance struct {
	Charge   bool
	Amount   Figure
	Base     Figure
	Percent  Figure
	Reason   string
	Category Category
}

// TaxTotal is the VAT of the document in one currency.
type TaxTotal struct {
	Amount   Figure
	Currency string
	Parts    []TaxPart
}

// TaxPart is the VAT of one category and rate.
type TaxPart struct {
	Taxable, Tax Figure
	Category     Category
}

// VAT is the total in the currency of the document; some documents give another in the currency of the accounts. Ok is false
// when there is none, or more than one.
func (d *Document) VAT() (total TaxTotal, ok bool) {
	n := 0
	for _, t := range d.Tax {
		if t.Currency != d.Currency {
			continue
		}
		if n++; n == 1 {
			total = t
		}
	}
	return total, n == 1
}

// Totals are those that the document tells.
type Totals struct {
	Lines      Figure // LineExtensionAmount
	WithoutVAT Figure // TaxExclusiveAmount
	WithVAT    Figure // TaxInclusiveAmount
	Allowances Figure
	Charges    Figure
	Prepaid    Figure
	Rounding   Figure
	Payable    Figure
}

// Line is one thing that was delivered.
type Line struct {
	ID             string
	Name           string
	Description    string
	Note           string
	SellerItem     string // the supplier's number of the article
	Quantity       Figure
	Unit           string
	Net            Figure
	Price          Figure
	PriceOf        Figure // the quantity for which Price is
	Allowances     []Allowance
	Category       Category
	AccountingCost string
	OrderLine      string
	From, To       civil.Date
}

// Attachment is a file within the document, or a link to one.
type Attachment struct {
	ID          string
	Description string
	Name        string // without any path
	Type        string
	Data        []byte // nil for a link, or when it could not be read
	Link        string // never followed
}

// PDF is the first attachment that is one.
func (d *Document) PDF() *Attachment {
	for i := range d.Attachments {
		if isPDF(d.Attachments[i].Data) {
			return &d.Attachments[i]
		}
	}
	return nil
}

// Warning is something odd that changes no figure.
type Warning struct {
	Code        string // stable
	Field       string
	Text        string
	Told, Found string // figures, where it is about some
}

// Read gives a document that breaks no rule. The fault of one that does has the name of the first rule as its code, and when
// there are several all of them as its parts. Other faults: those of Parse.
func Read(data []byte) (*Document, error) {
	d, err := Parse(data)
	if err != nil {
		return nil, err
	}
	if broken := d.Broken(); len(broken) > 0 {
		first := *broken[0]
		if len(broken) > 1 {
			first.Parts = broken
		}
		return nil, &first
	}
	return d, nil
}

// Broken are the rules that the document breaks, in the order of their weight: what is missing first, then what does not add up.
// Each is a fault with the name of the rule as its code, the element as its field, and told and found as arguments.
func (d *Document) Broken() []*fault.Fault {
	c := &checker{d: d}
	c.present()
	c.parties()
	c.lines()
	c.sums()
	return c.broken[:min(len(c.broken), maxBroken)]
}
