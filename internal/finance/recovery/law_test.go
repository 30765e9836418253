package recovery

import (
	"errors"
	"fmt"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"

	"pgregory.net/rapid"
)

func period(from, to string) civil.Period {
	return civil.Period{From: civil.Must(from), To: civil.Must(to)}
}

// The interest of a debt, as an accountant would write it.
func TestLegalInterest_Law_of_5_May_1865_art_2(t *testing.T) {
	for _, c := range []struct {
		story string
		debt  money.Cents
		p     civil.Period
		want  string
	}{
		{"1 000 euro over the turn of a year, 90 days at 4.50 %", 100000, period("2025-12-01", "2026-03-01"), "1110 = 31d 450: 382 + 59d 450: 728"},
		{"a whole year", 100000, period("2024-01-01", "2025-01-01"), "5766 = 366d 575: 5766"},
		{"three rates", 123456, period("2023-12-31", "2025-01-02"), "7151 = 1d 525: 18 + 366d 575: 7118 + 1d 450: 15"},
		{"one day", 36500, period("2023-06-01", "2023-06-02"), "5 = 1d 525: 5"},
		{"less than half a cent is nothing", 2000, period("2022-01-01", "2022-01-02"), "0 = 1d 150: 0"},
		{"no day", 100000, period("2025-12-01", "2025-12-01"), "0"},
		{"no debt", 0, period("2025-12-01", "2025-12-11"), "0 = 10d 450: 0"},
	} {
		i, err := LegalInterest(c.debt, c.p)
		if got := told(i); err != nil || got != c.want || i.Article != "Law 5 May 1865, art. 2" {
			t.Errorf("%s: %s, want %s (%v)", c.story, got, c.want, err)
		}
	}
}

func told(i Interest) string {
	text := fmt.Sprint(int64(i.Cents))
	for n, l := range i.Lines {
		sign := " + "
		if n == 0 {
			sign = " = "
		}
		text += fmt.Sprintf("%s%dd %d: %d", sign, l.Days, l.Points(), int64(l.Cents))
	}
	return text
}

// Half a cent is rounded up: 73 euro for a tenth of a year at 5 % are 36.5 cents.
func TestInterestIsRoundedOnceHalfUp(t *testing.T) {
	p := law.Table{}
	for _, r := range law.All() {
		if r.Key == "rate.civil" && r.Valid.From == civil.Must("2024-01-01") {
			v, _ := law.ParseValue(law.KindFraction, share.Must(5, 100).String())
			r.Value = v
			p = append(p, r)
		}
	}
	if i, err := interest(p, 7300, civil.Period{From: civil.Must("2024-01-01"), To: civil.Must("2024-01-01").AddDays(36)}); err != nil || i.Cents != 36 {
		t.Errorf("36 days: %v %v", i.Cents, err)
	}
	if i, err := interest(p, 3650, civil.Period{From: civil.Must("2024-01-01"), To: civil.Must("2024-01-02")}); err != nil || i.Cents != 1 {
		t.Errorf("exactly half a cent: %v %v", i.Cents, err)
	}
}

// A year whose rate is not known is not guessed.
func TestAnUnknownRateIsRefused(t *testing.T) {
	for _, c := range []struct {
		p           civil.Period
		field, date string
	}{
		{period("2021-12-31", "2022-02-01"), "from", "2021-12-31"},
		{period("2026-12-01", "2027-01-02"), "to", "2027-01-01"},
		{period("2028-01-01", "2028-02-01"), "from", "2028-01-01"},
	} {
		_, err := LegalInterest(100000, c.p)
		if f := fault.As(err); f == nil || f.Code != "rate_unknown" || f.Field != c.field || fmt.Sprint(f.Args["date"]) != c.date || fmt.Sprint(f.Args["last"]) != "2026-12-31" {
			t.Errorf("%v: %v", c.p, err)
		}
	}
	if _, err := LegalInterest(100000, period("2026-12-01", "2027-01-01")); err != nil {
		t.Errorf("up to the last day that is known: %v", err)
	}
	for _, c := range []struct {
		debt money.Cents
		p    civil.Period
		want *fault.Fault
	}{
		{-1, period("2025-01-01", "2025-02-01"), fault.Invalid("too_small", "amount_cents")},
		{money.Limit + 1, period("2025-01-01", "2025-02-01"), fault.Invalid("amount_too_large", "amount_cents")},
		{1, period("2025-02-01", "2025-01-01"), fault.Invalid("period_reversed", "to")},
		{1, civil.Period{To: civil.Must("2025-01-01")}, fault.Invalid("required", "from")},
		{1, civil.Period{From: civil.Must("2025-01-01")}, fault.Invalid("required", "to")},
	} {
		if _, err := LegalInterest(c.debt, c.p); !errors.Is(err, c.want) || fault.As(err).Field != c.want.Field {
			t.Errorf("%v: %v", c.want, err)
		}
	}
}

// The lines sum to the interest. Cut in parts, it differs only by the rounding of each part: by at most one cent a part.
func TestInterestAddsUp(t *testing.T) {
	first, last := civil.Must("2022-01-01"), civil.Must("2027-01-01")
	rapid.Check(t, func(t *rapid.T) {
		debt := money.Cents(rapid.Int64Range(0, int64(money.Limit)/4).Draw(t, "debt"))
		day := func(after civil.Date, name string) civil.Date {
			return after.AddDays(rapid.IntRange(0, after.DaysUntil(last)).Draw(t, name))
		}
		from := day(first, "from")
		middle := day(from, "middle")
		to := day(middle, "to")
		of := func(from, to civil.Date) Interest {
			i, err := LegalInterest(debt, civil.Period{From: from, To: to})
			if err != nil {
				t.Fatal(err)
			}
			sum, at := money.Cents(0), from
			for _, l := range i.Lines {
				if l.Period.From != at || l.Cents < 0 {
					t.Fatalf("%v", l)
				}
				sum, at = sum+l.Cents, l.Period.To
			}
			if sum != i.Cents || at != to && from != to {
				t.Fatalf("the lines make %d, not %d", sum, i.Cents)
			}
			return i
		}
		whole, parts := of(from, to), of(from, middle).Cents+of(middle, to).Cents
		if d := whole.Cents - parts; d > 1 || d < -1 {
			t.Fatalf("%d in one, %d in two", whole.Cents, parts)
		}
	})
}
