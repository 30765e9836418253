package purchases

import (
	"errors"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
)

var now = civil.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))

func TestWhatAnInvoiceMustSay(t *testing.T) {
	good := Entry{Number: "2026-4471", IssuedOn: civil.Must("2026-10-01"), Amount: 128460}
	for _, c := range []struct {
		name   string
		change func(*Entry)
		code   string
	}{
		{"number, day and amount suffice", func(*Entry) {}, ""},
		{"a credit note is negative", func(e *Entry) { e.Amount = -2000 }, ""},
		{"an amount of nothing", func(e *Entry) { e.Amount = 0 }, "invoice_amount_zero"},
		{"an amount beyond reason", func(e *Entry) { e.Amount = 1 << 60 }, "amount_too_large"},
		{"a number of signs only", func(e *Entry) { e.Number = " - " }, "required"},
		{"no day", func(e *Entry) { e.IssuedOn = civil.Date{} }, "required"},
		{"due on its own day", func(e *Entry) { e.DueOn = e.IssuedOn }, ""},
		{"due before its day", func(e *Entry) { e.DueOn = civil.Must("2026-09-30") }, "invoice_due_before"},
		{"for one day", func(e *Entry) { e.ServiceFrom, e.LastDay = e.IssuedOn, e.IssuedOn }, ""},
		{"for a time that runs backwards", func(e *Entry) { e.ServiceFrom, e.LastDay = civil.Must("2026-09-30"), civil.Must("2026-07-01") }, "period_reversed"},
		{"for a time without an end", func(e *Entry) { e.ServiceFrom = e.IssuedOn }, "required"},
		{"a description without an end", func(e *Entry) { e.Description = strings.Repeat("é", 301) }, "too_long"},
	} {
		e := good
		c.change(&e)
		_, err := New(id.New[id.Building](), e, now)
		if (c.code == "") != (err == nil) || c.code != "" && !errors.Is(err, fault.Invalid(c.code, "")) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.code)
		}
	}
}

func TestWhatCountsAsAVoucher(t *testing.T) {
	for _, c := range []struct{ data, want string }{
		{"%PDF-1.7\n...", "application/pdf"},
		{"\x89PNG\r\n\x1a\n....", "image/png"},
		{"\xff\xd8\xff\xe0....", "image/jpeg"},
		{"\xef\xbb\xbf<?xml version=\"1.0\"?><!-- UBL --><Invoice xmlns=\"urn\"/>", "application/xml"},
		{"  <CreditNote/>", "application/xml"},
		{"", "voucher_empty"},
		{"just words", "voucher_type"},
		{"<html><script>alert(1)</script></html>", "voucher_type"},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "voucher_type"},
		{"<!-- no element ever comes", "voucher_type"},
		{"PK\x03\x04 a spreadsheet", "voucher_type"},
		{"MZ an .exe called invoice.pdf", "voucher_type"},
		{strings.Repeat("x", MaxVoucher+1), "voucher_too_large"},
	} {
		got, err := Recognise([]byte(c.data))
		if f := fault.As(err); f != nil {
			got = f.Code
		}
		if got != c.want {
			t.Errorf("%.20q: got %s, want %s", c.data, got, c.want)
		}
	}
}

func TestTheNameOfAVoucherCanBeSavedAnywhere(t *testing.T) {
	for name, want := range map[string]string{
		"facture 4471.pdf":             "facture 4471.pdf",
		`C:\Users\Anne\facture.PDF`:    "facture.pdf",
		"../../etc/passwd":             "passwd.pdf",
		"":                             "voucher.pdf",
		"a\nb\".exe":                   "ab\".pdf",
		strings.Repeat("é", 200) + "x": strings.Repeat("é", 120) + ".pdf",
	} {
		if got := fileName(name, "application/pdf"); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// Four eyes: who submitted an invoice never approves it, unless nobody else runs the building and the reason is recorded.
func TestWhoApproves(t *testing.T) {
	council := money.Cents(5_000_00)
	for _, c := range []struct {
		story     string
		rule      Rule
		amount    money.Cents
		by        Approver
		code      string
		exception bool
	}{
		{"the syndic, what the accountant submitted", Rule{}, 100, Approver{}, "", false},
		{"one's own, with a colleague beside", Rule{}, 100, Approver{Own: true, Exception: "urgent"}, "approval_own", false},
		{"one's own, alone, without a reason", Rule{}, 100, Approver{Own: true, Alone: true, Exception: " "}, "approval_exception", false},
		{"one's own, alone, with a reason", Rule{}, 100, Approver{Own: true, Alone: true, Exception: "seul bénévole"}, "", true},
		{"below the amount of the council", Rule{&council}, 4_999_99, Approver{}, "", false},
		{"from that amount on", Rule{&council}, 5_000_00, Approver{}, "approval_council", false},
		{"a credit note as well", Rule{&council}, -5_000_00, Approver{}, "approval_council", false},
		{"the council itself", Rule{&council}, 9_000_00, Approver{Council: true}, "", false},
	} {
		exception, err := c.rule.Judge(c.amount, c.by)
		if f := fault.As(err); exception != c.exception || (c.code == "") != (err == nil) || f != nil && f.Code != c.code {
			t.Errorf("%s: %v, %v", c.story, exception, err)
		}
	}
}

func TestWordsLetOneExpectAnAccount(t *testing.T) {
	for text, want := range map[string]string{"Entretien de l’ascenseur, 1er trimestre": "61011", "Schoonmaak gemene delen": "61050", "Brandversicherung": "61000", "Assurances du Midi": "61400", "Réparation d’une gouttière": "61073", "Divers": ""} {
		if got, _ := expect(text); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
	for word, code := range hints {
		if a, ok := law.AccountOf(code); !ok || !a.Postable() || a.Class() != 6 {
			t.Errorf("%s leads to %s", word, code)
		}
	}
}
