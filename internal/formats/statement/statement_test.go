package statement

import (
	"errors"
	"math"
	"testing"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/money"

	"pgregory.net/rapid"
)

func TestAmountsLoseNothing(t *testing.T) {
	for text, want := range map[string]Amount{
		"0": 0, "0.00": 0, "1": 100_000, "1284.60": 128_460_000, "1284.6": 128_460_000, ".5": 50_000, "5.": 500_000, "0.00001": 1,
		"12.34567": 1_234_567, "12.3456700": 1_234_567, "+7": 700_000, "0000000000000000001": 100_000, "100000000000": Limit,
	} {
		if got, err := ParseAmount(text); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d", text, got, err, want)
		}
	}
	for text, code := range map[string]string{
		"": "amount_malformed", ".": "amount_malformed", "-1": "amount_malformed", "1,5": "amount_malformed", "1e3": "amount_malformed", "1.2.3": "amount_malformed",
		"٣": "amount_malformed", " 1": "amount_malformed", "0.000001": "amount_decimals", "100000000000.01": "amount_too_large", "99999999999999999999999": "amount_too_large",
	} {
		if got, err := ParseAmount(text); !errors.Is(err, fault.Invalid(code, "")) {
			t.Errorf("%q: got %d, %v; want %s", text, got, err, code)
		}
	}
	for a, want := range map[Amount]string{0: "0.00", 1: "0.00001", -128_460_000: "-1284.60", 500: "0.005", -50_001_210_000: "-500012.10", math.MinInt64: "-92233720368547.75808"} {
		if got := a.String(); got != want {
			t.Errorf("%d: %s, want %s", a, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a := Amount(rapid.Int64Range(0, int64(Limit)).Draw(t, "a"))
		if b, err := ParseAmount(a.String()); err != nil || a != b {
			t.Fatalf("%s read back as %s, %v", a, b, err)
		}
	})
}

func TestOnlyWholeCentsAreCents(t *testing.T) {
	for a, want := range map[Amount]struct {
		cents money.Cents
		exact bool
	}{128_460_000: {128460, true}, -128_460_000: {-128460, true}, 500: {0, false}, -500: {0, false}, 1_999: {1, false}, 0: {0, true}} {
		if c, exact := a.Cents(); c != want.cents || exact != want.exact {
			t.Errorf("%s: %d %v", a, c, exact)
		}
	}
	if n, exact := Amount(1_500).Thousandths(); n != 15 || !exact {
		t.Errorf("%d %v", n, exact)
	}
	if _, err := Thousandths(math.MaxInt64); !errors.Is(err, fault.Invalid("amount_too_large", "")) {
		t.Errorf("%v", err)
	}
	if _, ok := Amount(math.MaxInt64).Plus(1); ok {
		t.Error("an overflow went unseen")
	}
}

func balance(a Amount) *Balance {
	return &Balance{Amount: a, Currency: "EUR", On: civil.Must("2026-03-02")}
}

func finished(t *testing.T, s Statement) Statement {
	t.Helper()
	list := []Statement{s}
	if err := Finish(list); err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func TestAStatementIsComparedWithItself(t *testing.T) {
	ten := Movement{Amount: 1_000_000, Booked: civil.Must("2026-03-02"), Number: "1"}
	dollars := ten
	dollars.Currency = "USD"
	for _, c := range []struct {
		story, code string
		s           Statement
		verdict     Verdict
		difference  string
	}{
		{"all is well", "", Statement{Opening: balance(0), Closing: balance(1_000_000), Movements: []Movement{ten}}, Balanced, "0.00"},
		{"nothing moved", "", Statement{Opening: balance(5), Closing: balance(5)}, Balanced, "0.00"},
		{"no opening balance", "", Statement{Closing: balance(1_000_000), Movements: []Movement{ten}}, Unverified, "0.00"},
		{"no closing balance", "statement_no_closing", Statement{Opening: balance(0), Movements: []Movement{ten}}, Unverified, "0.00"},
		{"a movement is missing", "statement_balance", Statement{Opening: balance(0), Closing: balance(1_500_000), Movements: []Movement{ten}}, Unbalanced, "-5.00"},
		{"another currency", "statement_currency", Statement{Currency: "EUR", Opening: balance(0), Closing: balance(0), Movements: []Movement{dollars}}, Unbalanced, "0.00"},
	} {
		s := finished(t, c.s)
		v, d := s.Balance()
		code := ""
		for _, m := range s.Mismatches {
			if m.Code != "statement_below_cent" {
				code = m.Code
			}
		}
		if v != c.verdict || d.String() != c.difference || code != c.code {
			t.Errorf("%s: %s %s %+v", c.story, v, d, s.Mismatches)
		}
	}
	// Two half cents make a cent that no ledger can hold one by one.
	half := Movement{Amount: 500, Booked: civil.Must("2026-03-02")}
	s := finished(t, Statement{Opening: balance(0), Closing: balance(1_000), Movements: []Movement{half, half}})
	if v, _ := s.Balance(); v != Balanced || s.Sound() || len(s.Mismatches) != 2 || s.Mismatches[0].Code != "statement_below_cent" {
		t.Errorf("half cents: %s %+v", v, s.Mismatches)
	}
	half = Movement{Amount: 1_000, Booked: half.Booked, Details: []Movement{half, half}}
	if s = finished(t, Statement{Opening: balance(0), Closing: balance(1_000), Movements: []Movement{half}}); s.Sound() {
		t.Error("details below the cent would be booked")
	}
	huge := Statement{Opening: balance(Limit), Closing: balance(0)}
	for range 1000 {
		huge.Movements = append(huge.Movements, Movement{Amount: Limit})
	}
	if err := Finish([]Statement{huge}); !errors.Is(err, fault.Invalid("amount_too_large", "")) {
		t.Errorf("%v", err)
	}
}

// A total is booked as its details, or as one; never as both.
func TestATotalIsCountedOnce(t *testing.T) {
	total := Movement{Amount: 3, Details: []Movement{{Amount: 1}, {Amount: 2, Details: []Movement{{Amount: 2}}}}}
	if parts := total.Parts(); len(parts) != 2 || parts[0].Amount != 1 || parts[1].Amount != 2 || len(parts[1].Details) != 0 {
		t.Errorf("%+v", parts)
	}
	for story, details := range map[string][]Movement{
		"a detail is missing": {{Amount: 1}}, "a detail is not stated": {{Amount: 1}, {Amount: 2, Unstated: true}}, "another currency": {{Amount: 1}, {Amount: 2, Currency: "USD"}},
	} {
		m := Movement{Amount: 3, Currency: "EUR", Details: details}
		if parts := m.Parts(); len(parts) != 1 || parts[0].Amount != 3 {
			t.Errorf("%s: %+v", story, parts)
		}
		if s := finished(t, Statement{Movements: []Movement{m}}); s.Warnings[len(s.Warnings)-1].Code != "statement_details" {
			t.Errorf("%s: %+v", story, s.Warnings)
		}
	}
}

// The bank's CODA and its CAMT of one day give one cross key to one movement, whatever else differs.
func TestOneMovementInTwoFormatsHasOneCrossKey(t *testing.T) {
	iban, _ := belgium.ParseIBAN("BE03731018664084")
	on := civil.Must("2026-03-02")
	coda := finished(t, Statement{Format: "coda", Account: "731018664084", IBAN: iban, Sequence: 12, Currency: "EUR", Closing: balance(0), Movements: []Movement{
		{Number: "0001/0000", Amount: 1_000_000, Booked: on, BankRef: "ABC 123"}, {Number: "0002/0000", Amount: 1_000_000, Booked: on, BankRef: "ABC 123"},
		{Number: "0003/0000", Amount: 1_000_000, Booked: on}}})
	camt := finished(t, Statement{Format: "camt.053.001.08", ID: "X", Account: iban.String(), IBAN: iban, Currency: "EUR", Closing: balance(0), Movements: []Movement{
		{Number: "1", Amount: 1_000_000, Booked: on, BankRef: "abc123"}, {Number: "2", Amount: 1_000_000, Booked: on, BankRef: "ABC123"},
		{Number: "3", Amount: 1_000_000, Booked: on}}})
	for i, m := range coda.Movements {
		n := camt.Movements[i]
		if m.CrossKey != n.CrossKey || m.Key == n.Key || (m.CrossKey == "") != (i == 2) {
			t.Errorf("%d: %q %q, %q %q", i, m.CrossKey, n.CrossKey, m.Key, n.Key)
		}
	}
	if coda.Movements[0].CrossKey == coda.Movements[1].CrossKey {
		t.Error("two payments that are alike are still two")
	}
}
