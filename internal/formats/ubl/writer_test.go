package ubl

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"strings"
)

func tag(name, text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return "<cbc:" + name + ">" + b.String() + "</cbc:" + name + ">"
}

func in(name string, inner ...string) string {
	all := strings.Join(inner, "")
	if all == "" {
		return ""
	}
	return "<cac:" + name + ">" + all + "</cac:" + name + ">"
}

func amt(name string, f Figure, currency string) string {
	if !f.Given {
		return ""
	}
	return fmt.Sprintf(`<cbc:%s currencyID="%s">%s</cbc:%s>`, name, currency, f, name)
}

func num(name string, f Figure, attribute string) string {
	if !f.Given {
		return ""
	}
	return fmt.Sprintf(`<cbc:%s%s>%s</cbc:%s>`, name, attribute, f, name)
}

func vat() string { return in("TaxScheme", tag("ID", "VAT")) }

func category(name string, c Category) string {
	if c.Code == "" {
		return ""
	}
	return in(name, tag("ID", c.Code), num("Percent", c.Rate, ""), tag("TaxExemptionReason", c.Exemption), vat())
}

func side(name string, p Party) string {
	endpoint := ""
	if p.Endpoint != "" {
		endpoint = fmt.Sprintf(`<cbc:EndpointID schemeID="%s">%s</cbc:EndpointID>`, p.EndpointID, p.Endpoint)
	}
	tax := ""
	if p.VATNumber != "" {
		tax = in("PartyTaxScheme", tag("CompanyID", p.VATNumber), vat())
	}
	legal := ""
	if p.LegalID.Number != "" {
		legal = fmt.Sprintf(`<cbc:CompanyID schemeID="%s">%s</cbc:CompanyID>`, p.LegalID.Scheme, p.LegalID.Number)
	}
	return in(name, in("Party", endpoint, in("PartyName", tag("Name", p.TradingName)), in("PostalAddress", tag("StreetName", p.Street), tag("CityName", p.City), tag("PostalZone", p.Postcode), in("Country", tag("IdentificationCode", p.Country))),
		tax, in("PartyLegalEntity", tag("RegistrationName", p.Name), legal), in("Contact", tag("ElectronicMail", p.ContactMail))))
}

func reductions(list []Allowance, currency string) string {
	var b strings.Builder
	for _, a := range list {
		b.WriteString(in("AllowanceCharge", tag("ChargeIndicator", fmt.Sprint(a.Charge)), tag("AllowanceChargeReason", a.Reason), num("MultiplierFactorNumeric", a.Percent, ""), amt("Amount", a.Amount, currency), amt("BaseAmount", a.Base, currency), category("TaxCategory", a.Category)))
	}
	return b.String()
}

// write is a supplier: it makes the document, of whose nouns it writes those that the tests compare.
func write(d Document) []byte {
	root, line, quantity := "Invoice", "InvoiceLine", "InvoicedQuantity"
	if d.Kind == CreditNote {
		root, line, quantity = "CreditNote", "CreditNoteLine", "CreditedQuantity"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><%s xmlns="%s%s-2" xmlns:cac="%sCommonAggregateComponents-2" xmlns:cbc="%sCommonBasicComponents-2">`, root, space, root, space, space)
	b.WriteString(tag("CustomizationID", d.Customization) + tag("ProfileID", d.Profile) + tag("ID", d.Number) + tag("IssueDate", d.IssuedOn.String()))
	if d.Kind == Invoice {
		b.WriteString(tag("DueDate", d.DueOn.String()))
	}
	b.WriteString(tag(root+"TypeCode", d.TypeCode))
	for _, n := range d.Notes {
		b.WriteString(tag("Note", n))
	}
	b.WriteString(tag("DocumentCurrencyCode", d.Currency) + tag("TaxCurrencyCode", d.TaxCurrency) + in("InvoicePeriod", tag("StartDate", d.From.String()), tag("EndDate", d.To.String())) + in("OrderReference", tag("ID", d.Order)))
	for _, a := range d.Attachments {
		b.WriteString(in("AdditionalDocumentReference", tag("ID", a.ID), in("Attachment", fmt.Sprintf(`<cbc:EmbeddedDocumentBinaryObject mimeCode="%s" filename="%s">%s</cbc:EmbeddedDocumentBinaryObject>`, a.Type, a.Name, base64.StdEncoding.EncodeToString(a.Data)))))
	}
	b.WriteString(side("AccountingSupplierParty", d.Supplier) + side("AccountingCustomerParty", d.Customer))
	for _, m := range d.Means {
		due := ""
		if d.Kind == CreditNote {
			due = tag("PaymentDueDate", d.DueOn.String())
		}
		b.WriteString(in("PaymentMeans", tag("PaymentMeansCode", m.Code), due, tag("InstructionNote", m.Note), tag("PaymentID", m.PaymentID), in("PayeeFinancialAccount", tag("ID", m.Account), tag("Name", m.AccountName), in("FinancialInstitutionBranch", tag("ID", m.BIC)))))
	}
	for _, n := range d.Terms {
		b.WriteString(in("PaymentTerms", tag("Note", n)))
	}
	b.WriteString(reductions(d.Allowances, d.Currency))
	for _, t := range d.Tax {
		var parts strings.Builder
		for _, p := range t.Parts {
			parts.WriteString(in("TaxSubtotal", amt("TaxableAmount", p.Taxable, t.Currency), amt("TaxAmount", p.Tax, t.Currency), category("TaxCategory", p.Category)))
		}
		b.WriteString(in("TaxTotal", amt("TaxAmount", t.Amount, t.Currency), parts.String()))
	}
	t := d.Totals
	b.WriteString(in("LegalMonetaryTotal", amt("LineExtensionAmount", t.Lines, d.Currency), amt("TaxExclusiveAmount", t.WithoutVAT, d.Currency), amt("TaxInclusiveAmount", t.WithVAT, d.Currency), amt("AllowanceTotalAmount", t.Allowances, d.Currency),
		amt("ChargeTotalAmount", t.Charges, d.Currency), amt("PrepaidAmount", t.Prepaid, d.Currency), amt("PayableRoundingAmount", t.Rounding, d.Currency), amt("PayableAmount", t.Payable, d.Currency)))
	for _, l := range d.Lines {
		b.WriteString(in(line, tag("ID", l.ID), tag("Note", l.Note), num(quantity, l.Quantity, ` unitCode="`+l.Unit+`"`), amt("LineExtensionAmount", l.Net, d.Currency), in("InvoicePeriod", tag("StartDate", l.From.String()), tag("EndDate", l.To.String())),
			reductions(l.Allowances, d.Currency), in("Item", tag("Description", l.Description), tag("Name", l.Name), category("ClassifiedTaxCategory", l.Category)), in("Price", amt("PriceAmount", l.Price, d.Currency), num("BaseQuantity", l.PriceOf, ""))))
	}
	b.WriteString("</" + root + ">")
	return []byte(b.String())
}
