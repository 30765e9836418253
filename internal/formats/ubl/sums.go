package ubl

import (
	"fmt"
	"math/big"
)

// sums are the rules that add up, in the order in which a document is computed: lines, then allowances and charges, then VAT, then
// what is to be paid. Figures that are missing are other rules' matter.
func (c *checker) sums() {
	t := c.d.Totals
	const field = "LegalMonetaryTotal/"
	if t.Lines.Given && len(c.d.Lines) > 0 {
		sum := new(big.Rat)
		for _, l := range c.d.Lines {
			sum.Add(sum, l.Net.rat())
		}
		c.same("BR-CO-10", field+"LineExtensionAmount", t.Lines, hundredths(sum))
	}
	charges, allowances := total(c.d.Allowances)
	c.same("BR-CO-11", field+"AllowanceTotalAmount", t.Allowances, hundredths(allowances))
	c.same("BR-CO-12", field+"ChargeTotalAmount", t.Charges, hundredths(charges))
	if t.WithoutVAT.Given && t.Lines.Given {
		sum := new(big.Rat).Sub(t.Lines.rat(), t.Allowances.rat())
		c.same("BR-CO-13", field+"TaxExclusiveAmount", t.WithoutVAT, hundredths(sum.Add(sum, t.Charges.rat())))
	}
	c.vat()
	if t.Payable.Given && t.WithVAT.Given {
		sum := new(big.Rat).Sub(t.WithVAT.rat(), t.Prepaid.rat())
		c.same("BR-CO-16", field+"PayableAmount", t.Payable, hundredths(sum.Add(sum, t.Rounding.rat())))
	}
	c.rates()
}

// same compares what is told with what was computed.
func (c *checker) same(rule, field string, told Figure, found *big.Rat) {
	c.equal(told.rat().Cmp(found) == 0, rule, field, told.rat(), found)
}

// vat are the rules about the total of VAT.
func (c *checker) vat() {
	d, parts := c.d, 0
	for i, t := range d.Tax {
		if len(t.Parts) == 0 {
			continue
		}
		parts++
		sum := new(big.Rat)
		for _, p := range t.Parts {
			sum.Add(sum, p.Tax.rat())
		}
		c.same("BR-CO-14", fmt.Sprintf("TaxTotal[%d]/TaxAmount", i+1), t.Amount, hundredths(sum))
	}
	c.must(parts > 0, "BR-CO-18", "TaxTotal/TaxSubtotal")
	if d.Currency == "" || !d.Totals.WithVAT.Given || !d.Totals.WithoutVAT.Given {
		return
	}
	_, one := d.VAT() // of two in one currency nobody knows which counts
	sum := d.Totals.WithoutVAT.rat()
	for _, t := range d.Tax {
		if t.Currency == d.Currency {
			sum.Add(sum, t.Amount.rat())
		}
	}
	c.equal(one && d.Totals.WithVAT.rat().Cmp(hundredths(sum)) == 0, "BR-CO-15", "LegalMonetaryTotal/TaxInclusiveAmount", d.Totals.WithVAT.rat(), hundredths(sum))
}

// rates is the rule that VAT is what its rate gives. The rule allows less than one unit of the currency, because suppliers round each
// line; what differs within that is only a warning.
func (c *checker) rates() {
	one, half := big.NewRat(1, 1), big.NewRat(1, 2)
	for i, t := range c.d.Tax {
		for j, p := range t.Parts {
			if p.Category.Scheme != "VAT" || !p.Taxable.Given {
				continue
			}
			found := new(big.Rat).Mul(p.Taxable.rat(), p.Category.Rate.rat())
			found.Quo(found, big.NewRat(100, 1))
			negative := found.Sign() < 0
			found = hundredths(found.Abs(found)) // a half away from zero
			if negative {
				found.Neg(found)
			}
			allowed := one
			if p.Category.Rate.Sign() == 0 {
				allowed = half
			}
			field := fmt.Sprintf("TaxTotal[%d]/TaxSubtotal[%d]/TaxAmount", i+1, j+1)
			difference := new(big.Rat).Sub(p.Tax.rat(), found)
			switch {
			case difference.Abs(difference).Cmp(allowed) >= 0:
				c.equal(false, "BR-CO-17", field, p.Tax.rat(), found)
			case difference.Sign() != 0:
				c.near = append(c.near, Warning{Code: "BR-CO-17", Field: field, Told: say(p.Tax.rat()), Found: say(found)})
			}
		}
	}
}
