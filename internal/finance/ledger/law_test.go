package ledger

import (
	"fmt"
	"strings"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"

	"pgregory.net/rapid"
)

var anne, luc = id.New[id.Any](), id.New[id.Any]()

func printed(lines []SheetLine) string {
	var list []string
	for _, l := range lines {
		list = append(list, fmt.Sprintf("%s %d", l.Code, l.Amount))
	}
	return strings.Join(list, ", ")
}

// The books of Les Tilleuls, as an accountant would write them in a table.
var year = Balances{
	{Code: "100", Credit: 18_000_00}, {Code: "160", Credit: 61_430_45},
	{Code: "4101", sub: anne, Debit: 1_000_00, Credit: 200_00}, {Code: "4101", sub: luc, Debit: 100_00, Credit: 150_00},
	{Code: "440", sub: anne, Debit: 40_00, Credit: 500_00}, {Code: "4991", Debit: 1},
	{Code: "550", Debit: 58_310_45}, {Code: "551", Debit: 20_839_99},
	{Code: "61050", Debit: 300_00}, {Code: "701", Credit: 310_00},
}

// Royal decree of 12 July 2012; law.md 8.4. Who is owed is not hidden by who owes, and the result not yet closed stands among the liabilities.
func TestABalanceSheetInTwoPresentations(t *testing.T) {
	for _, c := range []struct {
		how                 Presentation
		assets, liabilities string
	}{
		{Practice, "4101 80000, 4991 1, 550 5831045, 551 2083999", "100 1800000, 14 1000, 160 6143045, 4101 5000, 440 46000"},
		{Annex, "4101 80000, 499 1, 550 5831045, 551 2083999", "4101 5000, 440 46000, 489 7944045"},
	} {
		s := Draw(year, c.how)
		if printed(s.Assets) != c.assets || printed(s.Liabilities) != c.liabilities || s.Result != 10_00 {
			t.Errorf("%s:\n%s\n%s", c.how, printed(s.Assets), printed(s.Liabilities))
		}
		if s.TotalAssets() != s.TotalLiabilities() {
			t.Errorf("%s: %d and %d", c.how, s.TotalAssets(), s.TotalLiabilities())
		}
	}
	loss := Draw(Balances{{Code: "61050", Debit: 5_00}, {Code: "440", sub: anne, Credit: 5_00}}, Practice)
	if printed(loss.Assets) != "" || printed(loss.Liabilities) != "14 -500, 440 500" || loss.TotalLiabilities() != 0 {
		t.Errorf("a loss stands on the right as well: %+v", loss)
	}
	e := Earned(year, Practice)
	if e.TotalCosts() != 300_00 || e.TotalIncome() != 310_00 || e.Result() != 10_00 {
		t.Errorf("earned %+v", e)
	}
}

// Whatever is posted in balance, both sides of the balance sheet are equal, in either presentation.
func TestBothSidesAreAlwaysEqual(t *testing.T) {
	codes := []string{"100", "14", "160", "173", "2110", "2119", "4100", "4101", "4102", "419", "440", "444", "489", "499", "4991", "550", "551", "57", "61050", "6431", "66", "693", "700", "701", "790"}
	rapid.Check(t, func(r *rapid.T) {
		var list Balances
		var sum money.Cents
		for range rapid.IntRange(0, 40).Draw(r, "n") {
			b := Balance{Code: rapid.SampledFrom(codes).Draw(r, "code"), sub: rapid.SampledFrom([]id.Of[id.Any]{{}, anne, luc}).Draw(r, "sub"),
				Debit: money.Cents(rapid.Int64Range(0, 1_000_000).Draw(r, "debit")), Credit: money.Cents(rapid.Int64Range(0, 1_000_000).Draw(r, "credit"))}
			list, sum = append(list, b), sum.Add(b.Net())
		}
		list = append(list, Balance{Code: "499", Credit: sum})
		for _, how := range []Presentation{Practice, Annex} {
			if s := Draw(list, how); s.TotalAssets() != s.TotalLiabilities() {
				r.Fatalf("%s: %d and %d", how, s.TotalAssets(), s.TotalLiabilities())
			}
		}
	})
}

// What a payment is not attributed to goes to the oldest debt; what goes beyond is a credit.
func TestWhatIsStillOwed(t *testing.T) {
	day := civil.Must
	for _, c := range []struct {
		story string
		moves []Due
		open  string
		aged  [4]money.Cents
	}{
		{"two calls, one paid", []Due{{day("2026-01-01"), 100}, {day("2026-04-01"), 100}, {day("2026-04-10"), -100}}, "2026-04-01 100", [4]money.Cents{0, 0, 0, 100}},
		{"paid in part", []Due{{day("2026-11-01"), 100}, {day("2026-11-05"), -30}}, "2026-11-01 70", [4]money.Cents{70, 0, 0, 0}},
		{"paid beyond", []Due{{day("2026-01-01"), 100}, {day("2026-02-01"), -150}}, "2026-02-01 -50", [4]money.Cents{-50, 0, 0, 0}},
		{"paid before it was called", []Due{{day("2026-01-01"), -50}, {day("2026-09-15"), 100}}, "2026-09-15 50", [4]money.Cents{0, 0, 50, 0}},
		{"thirty days and thirty-one", []Due{{day("2026-10-30"), 1}, {day("2026-10-29"), 2}}, "2026-10-30 1, 2026-10-29 2", [4]money.Cents{1, 2, 0, 0}},
	} {
		open := Open(c.moves)
		var list []string
		for _, d := range open {
			list = append(list, fmt.Sprintf("%s %d", d.On, d.Amount))
		}
		if strings.Join(list, ", ") != c.open || ByAge(open, day("2026-11-29")) != c.aged {
			t.Errorf("%s: %v, %v", c.story, list, ByAge(open, day("2026-11-29")))
		}
	}
}

func TestWhatIsOpenSumsToTheBalance(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var moves []Due
		var sum money.Cents
		for i := range rapid.IntRange(0, 30).Draw(r, "n") {
			a := money.Cents(rapid.Int64Range(-500, 500).Draw(r, "amount"))
			moves, sum = append(moves, Due{civil.Must("2026-01-01").AddDays(i), a}), sum.Add(a)
		}
		open := Open(moves)
		var left money.Cents
		for _, d := range open {
			left = left.Add(d.Amount)
			if (d.Amount > 0) != (open[0].Amount > 0) || d.Amount == 0 {
				r.Fatalf("claims and credits at once: %v", open)
			}
		}
		if left != sum {
			r.Fatalf("%d is open of %d", left, sum)
		}
	})
}
