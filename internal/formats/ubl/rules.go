package ubl

import (
	"fmt"
	"math/big"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/fault"
)

// checker collects the rules that a document breaks.
type checker struct {
	d      *Document
	broken []*fault.Fault
	near   []Warning // VAT that is off by less than the rule allows
}

// must notes a rule of presence.
func (c *checker) must(holds bool, rule, field string) {
	if !holds {
		c.broken = append(c.broken, fault.Invalid(rule, field))
	}
}

// equal notes a rule about a figure.
func (c *checker) equal(holds bool, rule, field string, told, found *big.Rat) {
	if !holds {
		c.broken = append(c.broken, fault.Invalid(rule, field).With("told", say(told)).With("found", say(found)))
	}
}

// present are the fields without which a document is no invoice.
func (c *checker) present() {
	d := c.d
	c.must(d.Customization != "", "BR-01", "CustomizationID")
	c.must(d.Number != "", "BR-02", "ID")
	c.must(!d.IssuedOn.None(), "BR-03", "IssueDate")
	c.must(d.TypeCode != "", "BR-04", "TypeCode")
	c.must(d.Currency != "", "BR-05", "DocumentCurrencyCode")
	c.must(d.Totals.Lines.Given, "BR-12", "LegalMonetaryTotal/LineExtensionAmount")
	c.must(d.Totals.WithoutVAT.Given, "BR-13", "LegalMonetaryTotal/TaxExclusiveAmount")
	c.must(d.Totals.WithVAT.Given, "BR-14", "LegalMonetaryTotal/TaxInclusiveAmount")
	c.must(d.Totals.Payable.Given, "BR-15", "LegalMonetaryTotal/PayableAmount")
	c.must(len(d.Lines) > 0, "BR-16", "InvoiceLine")
	for _, o := range d.odd {
		c.broken = append(c.broken, fault.Invalid("PEPPOL-EN16931-R051", o.field).With("told", clip(o.currency)).With("found", clip(d.Currency)))
	}
	if d.TaxCurrency != "" {
		found := false
		for _, t := range d.Tax {
			found = found || t.Currency == d.TaxCurrency
		}
		c.must(found, "BR-53", "TaxTotal")
	}
}

// parties are the rules about who asks whom, and how to pay.
func (c *checker) parties() {
	d := c.d
	c.must(d.Supplier.Name != "", "BR-06", "AccountingSupplierParty")
	c.must(d.Customer.Name != "", "BR-07", "AccountingCustomerParty")
	c.must(len(d.Supplier.IDs) > 0 || d.Supplier.LegalID.Number != "" || d.Supplier.VATNumber != "", "BR-CO-26", "AccountingSupplierParty")
	c.enterprise(d.Supplier, "AccountingSupplierParty")
	c.enterprise(d.Customer, "AccountingCustomerParty")
	for i, m := range d.Means {
		transfer := m.Code == "30" || m.Code == "58"
		c.must(!transfer || m.Account != "", "BR-61", fmt.Sprintf("PaymentMeans[%d]/PayeeFinancialAccount/ID", i+1))
	}
	c.must(d.Totals.Payable.Sign() <= 0 || !d.DueOn.None() || len(d.Terms) > 0, "BR-CO-25", "DueDate")
}

// enterprise is the rule that a number of the Belgian register must be one.
func (c *checker) enterprise(p Party, field string) {
	for _, id := range append([]ID{{p.EndpointID, p.Endpoint}, p.LegalID}, p.IDs...) {
		if id.Scheme != enterprises {
			continue
		}
		if _, err := belgium.ParseKBO(id.Number); err != nil || len(id.Number) != 10 {
			c.broken = append(c.broken, fault.Invalid("PEPPOL-COMMON-R043", field).With("text", clip(id.Number)))
			return
		}
	}
}

// slack is by how much a line may differ from quantity times price.
var slack = big.NewRat(2, 100)

// lines are the rules about each line.
func (c *checker) lines() {
	for i, l := range c.d.Lines {
		if len(c.broken) >= maxBroken {
			return
		}
		field := fmt.Sprintf("InvoiceLine[%d]", i+1)
		if c.d.Kind == CreditNote {
			field = fmt.Sprintf("CreditNoteLine[%d]", i+1)
		}
		c.must(l.ID != "", "BR-21", field+"/ID")
		c.must(l.Quantity.Given, "BR-22", field+"/Quantity")
		c.must(l.Net.Given, "BR-24", field+"/LineExtensionAmount")
		c.must(l.Name != "", "BR-25", field+"/Item/Name")
		c.must(l.Price.Given, "BR-26", field+"/Price/PriceAmount")
		c.must(l.Price.Sign() >= 0, "BR-27", field+"/Price/PriceAmount")
		c.must(l.Category.Code != "" && l.Category.Scheme == "VAT", "BR-CO-04", field+"/Item/ClassifiedTaxCategory")
		if !l.Quantity.Given || !l.Price.Given || !l.Net.Given {
			continue
		}
		found := new(big.Rat).Mul(l.Quantity.rat(), l.Price.rat())
		if l.PriceOf.Sign() != 0 {
			found.Quo(found, l.PriceOf.rat())
		}
		charges, allowances := total(l.Allowances)
		found.Add(found, hundredths(charges))
		found.Sub(found, hundredths(allowances))
		difference := new(big.Rat).Sub(l.Net.rat(), found)
		c.equal(difference.Abs(difference).Cmp(slack) <= 0, "PEPPOL-EN16931-R120", field+"/LineExtensionAmount", l.Net.rat(), found)
	}
}

// total adds charges and allowances.
func total(list []Allowance) (charges, allowances *big.Rat) {
	charges, allowances = new(big.Rat), new(big.Rat)
	for _, a := range list {
		if a.Charge {
			charges.Add(charges, a.Amount.rat())
		} else {
			allowances.Add(allowances, a.Amount.rat())
		}
	}
	return charges, allowances
}
