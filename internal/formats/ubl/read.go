package ubl

import (
	"bytes"
	"encoding/base64"
	"path"
	"strings"
	"unicode"

	"koprogo/internal/formats/markup"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/money"
)

// space is the namespace of the two kinds of documents.
const space = "urn:oasis:names:specification:ubl:schema:xsd:"

// reading collects the first fault, so that the fields can be read one after the other.
type reading struct {
	d   *Document
	err error
}

// place is an amount in another currency than the document's.
type place struct{ field, currency string }

// Parse gives what a document says, whether it adds up or not.
//
// Faults, each with path and line: those of package markup; ubl_root (neither invoice nor credit note of UBL 2), ubl_number, ubl_date,
// ubl_too_many (lines, or whatever else is repeated), amount_too_large. Warnings: ubl_attachment (a file that cannot be read), ubl_attachment_type (called a PDF, and is none), ubl_type (the code of
// another kind of document), ubl_specification (not that of the European standard); BR-CO-17 (VAT that is off by less than the rule allows).
func Parse(data []byte) (*Document, error) {
	r, root, err := markup.Open(data, Limits)
	if err != nil {
		return nil, err
	}
	d := &Document{}
	switch {
	case root.Name == "Invoice" && root.Space == space+"Invoice-2":
		d.Kind = Invoice
	case root.Name == "CreditNote" && root.Space == space+"CreditNote-2":
		d.Kind = CreditNote
	default:
		return nil, root.Wrong("ubl_root").With("root", clip(root.Name)).With("namespace", clip(root.Space))
	}
	if err := r.Read(root); err != nil {
		return nil, err
	}
	if err := r.End(); err != nil {
		return nil, err
	}
	x := &reading{d: d}
	x.head(root)
	x.body(root)
	if x.err != nil {
		return nil, x.err
	}
	c := &checker{d: d}
	c.rates()
	d.Warnings = append(d.Warnings, c.near...)
	return d, nil
}

// Is tells whether the bytes look like an invoice or a credit note of UBL, so that a file can be given to its reader.
func Is(data []byte) bool {
	head := data[:min(len(data), 4096)]
	return bytes.Contains(head, []byte(space+"Invoice-2")) || bytes.Contains(head, []byte(space+"CreditNote-2"))
}

func (x *reading) head(e *markup.Element) {
	d := x.d
	d.Customization, d.Profile, d.Number = e.Say("CustomizationID"), e.Say("ProfileID"), e.Say("ID")
	d.TypeCode = e.Say("InvoiceTypeCode", "CreditNoteTypeCode")
	d.Currency, d.TaxCurrency = e.Say("DocumentCurrencyCode"), e.Say("TaxCurrencyCode")
	d.IssuedOn, d.DueOn, d.TaxPointOn = x.date(e.Find("IssueDate")), x.date(e.Find("DueDate", "PaymentMeans/PaymentDueDate")), x.date(e.Find("TaxPointDate"))
	d.From, d.To = x.date(e.Find("InvoicePeriod/StartDate")), x.date(e.Find("InvoicePeriod/EndDate"))
	d.BuyerReference, d.AccountingCost = e.Say("BuyerReference"), e.Say("AccountingCost")
	d.Order, d.SalesOrder, d.Contract = e.Say("OrderReference/ID"), e.Say("OrderReference/SalesOrderID"), e.Say("ContractDocumentReference/ID")
	d.Notes, d.Terms = texts(e.All("Note")), texts(e.All("PaymentTerms/Note"))
	for _, ref := range e.All("BillingReference/InvoiceDocumentReference") {
		d.Precedes = append(d.Precedes, Reference{ref.Say("ID"), x.date(ref.Find("IssueDate"))})
	}
	if !strings.Contains(d.Customization, "en16931") {
		x.warn("ubl_specification", "CustomizationID", d.Customization)
	}
	if credits := d.TypeCode == "381" || d.TypeCode == "396" || d.TypeCode == "81" || d.TypeCode == "83" || d.TypeCode == "532"; d.TypeCode != "" && credits != (d.Kind == CreditNote) {
		x.warn("ubl_type", "TypeCode", d.TypeCode)
	}
}

func (x *reading) body(e *markup.Element) {
	d := x.d
	d.Supplier, d.Customer = party(e.Find("AccountingSupplierParty/Party")), party(e.Find("AccountingCustomerParty/Party"))
	d.Payee = party(e.Find("PayeeParty"))
	for _, m := range x.all(e, "PaymentMeans") {
		d.Means = append(d.Means, means(m))
	}
	d.Allowances = x.allowances(e)
	for _, t := range x.all(e, "TaxTotal") {
		total := TaxTotal{Currency: t.Find("TaxAmount").Attr("currencyID")}
		parts := x.all(t, "TaxSubtotal")
		if len(parts) == 0 { // the one in the currency of the accounts
			total.Amount = x.number(t.Find("TaxAmount"))
		} else {
			total.Amount = x.amount(t, "TaxAmount")
		}
		for _, p := range parts {
			total.Parts = append(total.Parts, TaxPart{x.amount(p, "TaxableAmount"), x.amount(p, "TaxAmount"), x.category(p.Find("TaxCategory"))})
		}
		d.Tax = append(d.Tax, total)
	}
	if t := e.Find("LegalMonetaryTotal"); t != nil {
		d.Totals = Totals{Lines: x.amount(t, "LineExtensionAmount"), WithoutVAT: x.amount(t, "TaxExclusiveAmount"), WithVAT: x.amount(t, "TaxInclusiveAmount"),
			Allowances: x.amount(t, "AllowanceTotalAmount"), Charges: x.amount(t, "ChargeTotalAmount"), Prepaid: x.amount(t, "PrepaidAmount"),
			Rounding: x.amount(t, "PayableRoundingAmount"), Payable: x.amount(t, "PayableAmount")}
	}
	for _, l := range append(x.all(e, "InvoiceLine"), x.all(e, "CreditNoteLine")...) {
		d.Lines = append(d.Lines, x.line(l))
	}
	for _, a := range x.all(e, "AdditionalDocumentReference") {
		x.attach(a)
	}
}

// all are the elements at a path, as long as they are not more than any honest document has.
func (x *reading) all(e *markup.Element, path string) []*markup.Element {
	list := e.All(path)
	if len(list) <= MaxLines {
		return list
	}
	if x.err == nil {
		x.err = list[MaxLines].Wrong("ubl_too_many").With("limit", MaxLines)
	}
	return nil
}

func (x *reading) line(e *markup.Element) Line {
	quantity := e.Find("InvoicedQuantity", "CreditedQuantity")
	return Line{ID: e.Say("ID"), Name: e.Say("Item/Name"), Description: e.Say("Item/Description"), Note: e.Say("Note"), SellerItem: e.Say("Item/SellersItemIdentification/ID"),
		Quantity: x.number(quantity), Unit: quantity.Attr("unitCode"), Net: x.amount(e, "LineExtensionAmount"), Price: x.amount(e.Find("Price"), "PriceAmount"),
		PriceOf: x.number(e.Find("Price/BaseQuantity")), Allowances: x.allowances(e), Category: x.category(e.Find("Item/ClassifiedTaxCategory")),
		AccountingCost: e.Say("AccountingCost"), OrderLine: e.Say("OrderLineReference/LineID"), From: x.date(e.Find("InvoicePeriod/StartDate")), To: x.date(e.Find("InvoicePeriod/EndDate"))}
}

func (x *reading) allowances(e *markup.Element) (list []Allowance) {
	for _, a := range x.all(e, "AllowanceCharge") {
		reason := a.Say("AllowanceChargeReason", "AllowanceChargeReasonCode")
		list = append(list, Allowance{a.Say("ChargeIndicator") == "true" || a.Say("ChargeIndicator") == "1", x.amount(a, "Amount"), x.amount(a, "BaseAmount"),
			x.number(a.Find("MultiplierFactorNumeric")), reason, x.category(a.Find("TaxCategory"))})
	}
	return list
}

func (x *reading) category(e *markup.Element) Category {
	return Category{e.Say("ID"), x.number(e.Find("Percent")), strings.ToUpper(e.Say("TaxScheme/ID")), e.Say("TaxExemptionReasonCode", "TaxExemptionReason")}
}

// amount reads an amount of money, and notes when it is in another currency than the document.
func (x *reading) amount(e *markup.Element, name string) Figure {
	found := e.Find(name)
	f := x.number(found)
	if !f.Given {
		return f
	}
	if c := found.Attr("currencyID"); c != "" && x.d.Currency != "" && c != x.d.Currency {
		x.d.odd = append(x.d.odd, place{found.Path(), c})
	}
	if f.large() && x.err == nil {
		x.err = found.Wrong("amount_too_large").With("limit", money.Limit)
	}
	return f
}

func (x *reading) number(e *markup.Element) Figure {
	if e == nil || e.Text == "" {
		return Figure{}
	}
	d, err := ParseDecimal(e.Text)
	if err != nil && x.err == nil {
		x.err = e.Wrong("ubl_number").With("text", clip(e.Text))
	}
	return Figure{d, err == nil}
}

func (x *reading) date(e *markup.Element) civil.Date {
	if e == nil || e.Text == "" {
		return civil.Date{}
	}
	d, err := civil.Parse(e.Text[:min(len(e.Text), 10)]) // a zone may follow
	if err != nil && x.err == nil {
		x.err = e.Wrong("ubl_date").With("text", clip(e.Text)).Because(err)
	}
	return d
}

func (x *reading) warn(code, field, text string) {
	x.d.Warnings = append(x.d.Warnings, Warning{Code: code, Field: field, Text: clip(text)})
}

// attach reads a file within the document. One that cannot be read does not make the invoice wrong.
func (x *reading) attach(e *markup.Element) {
	a := Attachment{ID: e.Say("ID"), Description: e.Say("DocumentDescription"), Link: e.Say("Attachment/ExternalReference/URI")}
	file := e.Find("Attachment/EmbeddedDocumentBinaryObject")
	if file != nil {
		a.Type, a.Name = file.Attr("mimeCode"), fileName(file.Attr("filename"))
		data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(file.Text), ""))
		if err != nil || len(data) == 0 {
			x.warn("ubl_attachment", file.Path(), a.Name)
		} else {
			a.Data = data
		}
		if a.Data != nil && a.Type == "application/pdf" && !isPDF(a.Data) {
			x.warn("ubl_attachment_type", file.Path(), a.Name)
		}
		file.Text = ""
	}
	if file != nil || a.Link != "" {
		x.d.Attachments = append(x.d.Attachments, a)
	}
}

// isPDF tells whether a file is what PDF readers open.
func isPDF(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-"))
}

// fileName is a name without any path, control character or dots before it.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll("/"+s, `\`, "/"))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '/' {
			return -1
		}
		return r
	}, s)
	return strings.TrimLeft(s, ". ")
}

func texts(list []*markup.Element) (out []string) {
	for _, e := range list {
		if e.Text != "" {
			out = append(out, e.Text)
		}
	}
	return out
}
