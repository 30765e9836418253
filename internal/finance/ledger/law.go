package ledger

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
)

// Presentation is how the same books are shown (law.md 8.4).
type Presentation string

// The presentations: as syndics do, with the funds on 10x and 16x; as the annex of the decree does, which carries funds and result as 489.
const (
	Practice Presentation = "practice"
	Annex    Presentation = "annex"
)

// SheetLine is an account on one side of a balance sheet.
type SheetLine struct {
	Code   string
	Amount money.Cents
}

// BalanceSheet is what the association owns and owes on a day. Both sides are always equal, because every entry is.
type BalanceSheet struct {
	Assets, Liabilities []SheetLine
	Result              money.Cents // of the years not yet closed, which stands among the liabilities
}

// TotalAssets is the sum of the left side.
func (s BalanceSheet) TotalAssets() money.Cents { return total(s.Assets) }

// TotalLiabilities is the sum of the right side.
func (s BalanceSheet) TotalLiabilities() money.Cents { return total(s.Liabilities) }

func total(lines []SheetLine) (sum money.Cents) {
	for _, l := range lines {
		sum = sum.Add(l.Amount)
	}
	return sum
}

// Draw makes a balance sheet of balances (royal decree of 12 July 2012; law.md 8.4). Funds and debts of class 1 stand on the right, fixed assets on the
// left; of classes 4 and 5 each party, each supplier and each account stands where its balance is, so that who is owed is not hidden by who owes. The
// result not yet closed is added to account 14, on the right even when it is a loss.
func Draw(balances Balances, how Presentation) BalanceSheet {
	assets, liabilities := map[string]money.Cents{}, map[string]money.Cents{}
	var s BalanceSheet
	shown := func(code string) string {
		if how == Annex {
			return law.AnnexCode(code)
		}
		return code
	}
	for _, b := range balances {
		code, net := shown(b.Code), b.Net()
		switch {
		case net == 0:
		case isResult(b.Code):
			s.Result = s.Result.Sub(net)
		case onTheLeft(b):
			assets[code] = assets[code].Add(net)
		default:
			liabilities[code] = liabilities[code].Sub(net)
		}
	}
	if s.Result != 0 {
		liabilities[shown(Result)] = liabilities[shown(Result)].Add(s.Result)
	}
	s.Assets, s.Liabilities = sorted(assets), sorted(liabilities)
	return s
}

// onTheLeft tells whether a balance is an asset.
func onTheLeft(b Balance) bool {
	switch b.Code[0] {
	case '1':
		return false
	case '2', '3':
		return true
	}
	return b.Net() > 0 || isCode(b.Code, "419", "539") // what was written down stands below what it lessens
}

func sorted(amounts map[string]money.Cents) []SheetLine {
	list := []SheetLine{}
	for code, amount := range amounts {
		if amount != 0 {
			list = append(list, SheetLine{code, amount})
		}
	}
	slices.SortFunc(list, func(a, b SheetLine) int { return strings.Compare(a.Code, b.Code) })
	return list
}

// IncomeStatement is what a period cost and brought in.
type IncomeStatement struct{ Costs, Income []SheetLine }

// TotalCosts is the sum of class 6.
func (s IncomeStatement) TotalCosts() money.Cents { return total(s.Costs) }

// TotalIncome is the sum of class 7.
func (s IncomeStatement) TotalIncome() money.Cents { return total(s.Income) }

// Result is what is left: above zero a surplus.
func (s IncomeStatement) Result() money.Cents { return s.TotalIncome().Sub(s.TotalCosts()) }

// Earned makes an income statement of what was entered within a period.
func Earned(balances Balances, how Presentation) IncomeStatement {
	costs, income := map[string]money.Cents{}, map[string]money.Cents{}
	for _, b := range balances {
		code := b.Code
		if how == Annex {
			code = law.AnnexCode(code)
		}
		switch b.Code[0] {
		case '6':
			costs[code] = costs[code].Add(b.Net())
		case '7':
			income[code] = income[code].Sub(b.Net())
		}
	}
	return IncomeStatement{sorted(costs), sorted(income)}
}

// Due is an amount that somebody owes, or is owed, since a day.
type Due struct {
	On     civil.Date
	Amount money.Cents // above zero: owes
}

// Open finds what is still owed of what was charged: payments cover the oldest first (what the debtor does not attribute goes to the oldest debt, old Civil
// Code art. 1256, which Book 5 keeps). What is paid beyond is one credit, dated on the payment that went beyond.
func Open(moves []Due) []Due {
	var open []Due
	for _, m := range moves {
		left := m.Amount
		for left != 0 && len(open) > 0 && (open[0].Amount > 0) != (left > 0) {
			covered := min(abs(left), abs(open[0].Amount))
			if left > 0 {
				open[0].Amount, left = open[0].Amount.Add(covered), left.Sub(covered)
			} else {
				open[0].Amount, left = open[0].Amount.Sub(covered), left.Add(covered)
			}
			if open[0].Amount == 0 {
				open = open[1:]
			}
		}
		if left != 0 {
			open = append(open, Due{m.On, left})
		}
	}
	return open
}

func abs(c money.Cents) money.Cents { return max(c, -c) }

// Ages are the bounds, in days, by which claims are shown: up to 30, 60, 90, and beyond.
var Ages = []int{30, 60, 90}

// ByAge gathers what is owed by how long ago it was charged; a credit stands in the first place.
func ByAge(open []Due, on civil.Date) [4]money.Cents {
	var aged [4]money.Cents
	for _, d := range open {
		i := 0
		for d.Amount > 0 && i < len(Ages) && d.On.DaysUntil(on) > Ages[i] {
			i++
		}
		aged[i] = aged[i].Add(d.Amount)
	}
	return aged
}
