package ubl

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/sampletest"
)

func load(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func eq(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// told is what an independent reader found in a sample.
type told struct {
	Kind, Customization, Profile, ID, Currency string
	IssueDate                                  string `json:"issue_date"`
	DueDate                                    string `json:"due_date"`
	TypeCode                                   string `json:"type_code"`
	Supplier, Customer                         toldParty
	Payment                                    []struct {
		Code, Account string
		PaymentID     string `json:"payment_id"`
	}
	Totals map[string]string
	Tax    []struct {
		Total, Currency string
		Sub             []struct{ Taxable, Tax, Cat, Pct string }
	}
	Lines int
}

type toldParty struct {
	Endpoint, Name, VAT string
	LegalID             string `json:"legal_id"`
}

func day(d civil.Date) string { return d.String() }

func number(t *testing.T, s string) string {
	t.Helper()
	if s == "" {
		return "none"
	}
	d, err := ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d.String()
}

func figure(f Figure) string {
	if !f.Given {
		return "none"
	}
	return f.String()
}

func TestEverySampleGivesWhatItsReaderFound(t *testing.T) {
	for _, file := range sampletest.Files(t, "ubl/*.xml") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var w told
			if err := json.Unmarshal(load(t, strings.TrimSuffix(file, ".xml")+".expected.json"), &w); err != nil {
				t.Fatal(err)
			}
			data := load(t, file)
			d, err := Read(data)
			if err != nil || !Is(data) {
				t.Fatal(err)
			}
			eq(t, "kind", string(d.Kind), map[string]string{"Invoice": "invoice", "CreditNote": "credit_note"}[w.Kind])
			eq(t, "specification", d.Customization+d.Profile, w.Customization+w.Profile)
			eq(t, "number", d.Number+d.TypeCode+d.Currency, w.ID+w.TypeCode+w.Currency)
			eq(t, "dates", day(d.IssuedOn)+day(d.DueOn), w.IssueDate+w.DueDate)
			if sign := d.Sign(); (sign == -1) != (w.Kind == "CreditNote") || sign*sign != 1 {
				t.Errorf("sign %d", sign)
			}
			for p, x := range map[*Party]toldParty{&d.Supplier: w.Supplier, &d.Customer: w.Customer} {
				eq(t, "party", fmt.Sprint(p.EndpointID+":"+p.Endpoint, p.Name, p.VATNumber, p.LegalID.Number), fmt.Sprint(x.Endpoint, x.Name, x.VAT, x.LegalID))
			}
			if len(d.Means) != len(w.Payment) || len(d.Lines) != w.Lines || len(d.Tax) != len(w.Tax) || len(d.Warnings) != 0 {
				t.Fatalf("%d means, %d lines, %d totals, %+v", len(d.Means), len(d.Lines), len(d.Tax), d.Warnings)
			}
			for i, m := range d.Means {
				eq(t, "payment", m.Code+m.PaymentID+m.Account, w.Payment[i].Code+w.Payment[i].PaymentID+w.Payment[i].Account)
			}
			for name, f := range map[string]Figure{"LineExtensionAmount": d.Totals.Lines, "TaxExclusiveAmount": d.Totals.WithoutVAT, "TaxInclusiveAmount": d.Totals.WithVAT, "AllowanceTotalAmount": d.Totals.Allowances,
				"ChargeTotalAmount": d.Totals.Charges, "PayableAmount": d.Totals.Payable, "PrepaidAmount": d.Totals.Prepaid, "PayableRoundingAmount": d.Totals.Rounding} {
				eq(t, name, figure(f), number(t, w.Totals[name]))
			}
			for i, x := range d.Tax {
				eq(t, "VAT", figure(x.Amount)+x.Currency, number(t, w.Tax[i].Total)+w.Tax[i].Currency)
				for j, p := range x.Parts {
					s := w.Tax[i].Sub[j]
					eq(t, "part of VAT", figure(p.Taxable)+" "+figure(p.Tax)+" "+p.Category.Code+" "+figure(p.Category.Rate), number(t, s.Taxable)+" "+number(t, s.Tax)+" "+s.Cat+" "+number(t, s.Pct))
				}
			}
		})
	}
}

// unit is one case of a test set of the European standard: what it says of which rule, and the document.
var unit = regexp.MustCompile(`(?s)<(success|error)>([A-Z0-9-]+)</.*?(<Invoice\s.*?</Invoice>)`)

func TestEveryCaseOfTheStandardsOwnTests(t *testing.T) {
	total := 0
	for _, file := range sampletest.Files(t, "ubl-rule-units/*.xml") {
		content := string(load(t, file))
		cases := unit.FindAllStringSubmatch(content, -1)
		if len(cases) != strings.Count(content, "<test>") {
			t.Fatalf("%s: %d cases of %d", file, len(cases), strings.Count(content, "<test>"))
		}
		for i, c := range cases {
			d, err := Parse([]byte(c[3]))
			if err != nil {
				t.Fatal(err)
			}
			broken := false
			for _, f := range d.Broken() {
				broken = broken || f.Code == c[2]
			}
			if broken != (c[1] == "error") {
				t.Errorf("%s, case %d: %s of %s, and the rule is broken: %v", filepath.Base(file), i+1, c[1], c[2], broken)
			}
			total++
		}
	}
	if total != 17 {
		t.Errorf("%d cases", total)
	}
}

func TestTheOrderTheContractAndThePeriodOfASample(t *testing.T) {
	d, err := Read(load(t, sampletest.Files(t, "ubl/BIS3_Invoice_positive.xml")[0]))
	if err != nil {
		t.Fatal(err)
	}
	eq(t, "references", d.Order+" "+d.Contract+" "+d.From.String()+" "+d.To.String()+" "+strings.Join(d.Notes, "|"), "n/a 12345 2018-09-01 2018-09-30 text")
	l := d.Lines[0]
	eq(t, "line", l.ID+" "+l.Name+" "+l.Quantity.String()+" "+l.Unit+" "+l.Net.String()+" "+l.Price.String()+" "+l.Category.Code+" "+l.Category.Rate.String()+" "+l.SellerItem, "1 text 1 KWH 625743.54 625743.54 S 25 12345")
	if c, exact := d.Totals.Payable.Cents(); c != 78217943 || !exact {
		t.Errorf("%d %v", c, exact)
	}
	credit, err := Read(load(t, sampletest.Files(t, "ubl/base-creditnote-correction.xml")[0]))
	if err != nil || len(credit.Precedes) != 1 || credit.Precedes[0].Number != "Snippet1" || credit.Lines[1].Quantity.String() != "-3" || !credit.Allowances[0].Charge {
		t.Errorf("%+v, %v", credit, err)
	}
}
