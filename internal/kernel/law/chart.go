package law

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

// The minimum chart of accounts of co-ownerships: the annex of the royal decree of 12 July 2012, with what practice adds to it. The text of the annex
// itself was not at hand; each account says from where it is known and how surely (docs/decisions/0005).
//
//go:embed chart.csv
var chartFile string

// AccountKind is what an account holds.
type AccountKind string

// The kinds. What is a header is never posted to.
const (
	HeaderAccount    AccountKind = "header"
	AssetAccount     AccountKind = "asset"
	LiabilityAccount AccountKind = "liability"
	MixedAccount     AccountKind = "mixed"
	ContraAsset      AccountKind = "contra_asset"
	ExpenseAccount   AccountKind = "expense"
	ContraExpense    AccountKind = "contra_expense"
	IncomeAccount    AccountKind = "income"
)

// In names the kind for a reader.
func (k AccountKind) In(l i18n.Lang) string { return i18n.Say(l, "law.account_"+string(k)) }

// AccountSource says from where an account is known.
type AccountSource string

// The sources: the annex of the decree, the practice of syndics (the annex does not have it), or inferred from both.
const (
	FromAnnex    AccountSource = "annex"
	FromPractice AccountSource = "practice"
	FromInferred AccountSource = "inferred"
)

// In names the source for a reader.
func (s AccountSource) In(l i18n.Lang) string { return i18n.Say(l, "law.source_"+string(s)) }

// Account is a line of the chart.
type Account struct {
	Code       string
	Kind       AccountKind
	Side       string // "D" or "C": the side on which it grows; "DC" when on both
	Source     AccountSource
	Confidence string // A text read, B settled, C one source or inference
	labels     map[i18n.Lang]string
}

// In is what the account is called.
func (a Account) In(l i18n.Lang) string { return a.labels[l] }

// Class is the first digit of the code.
func (a Account) Class() int { return int(a.Code[0] - '0') }

// Postable tells whether entries may be made on it.
func (a Account) Postable() bool { return a.Kind != HeaderAccount }

var chart = mustChart(chartFile)

// Chart is the whole chart in the order of its codes; the list is the caller's own.
func Chart() []Account { return slices.Clone(chart) }

// AccountOf finds an account by its code; ok is false when the chart has none.
func AccountOf(code string) (a Account, ok bool) {
	i, ok := slices.BinarySearchFunc(chart, code, func(a Account, code string) int { return strings.Compare(a.Code, code) })
	if !ok {
		return Account{}, false
	}
	return chart[i], true
}

// ParentAccount is the account under which a code stands: the longest shorter code of the chart that begins it; ok is false for a class.
func ParentAccount(code string) (a Account, ok bool) {
	for n := len(code) - 1; n > 0; n-- {
		if a, ok := AccountOf(code[:n]); ok {
			return a, true
		}
	}
	return Account{}, false
}

// maxCode bounds the code of a sub-account.
const maxCode = 10

// SubAccount makes an account of a building below one of the chart: its code continues that of its parent, and it is what its parent is. Labels are the
// building's own, in one language. Faults: account_digits, account_class (no such class in the annex), account_in_chart.
func SubAccount(code, label string) (Account, error) {
	for _, c := range code {
		if c < '0' || c > '9' {
			return Account{}, fault.Invalid("account_digits", "code").With("max", maxCode)
		}
	}
	if len(code) < 3 || len(code) > maxCode {
		return Account{}, fault.Invalid("account_digits", "code").With("max", maxCode)
	}
	if a, known := AccountOf(code); known {
		return Account{}, fault.Conflict("account_in_chart").At("code").With("code", code).With("label", a.In(i18n.FR))
	}
	parent, ok := ParentAccount(code)
	if !ok {
		return Account{}, fault.Unlawful("account_class", "RD 12 July 2012", "code").With("code", code)
	}
	a := Account{Code: code, Kind: parent.Kind, Side: parent.Side, Source: FromPractice, Confidence: "C", labels: map[i18n.Lang]string{}}
	if parent.Kind == HeaderAccount {
		a.Kind = kindOf(parent)
	}
	for _, l := range i18n.Langs {
		a.labels[l] = label
	}
	return a, nil
}

// kindOf is what stands under a header, by its class and side.
func kindOf(header Account) AccountKind {
	switch {
	case header.Class() == 6:
		return ExpenseAccount
	case header.Class() == 7:
		return IncomeAccount
	case header.Side == "D":
		return AssetAccount
	case header.Side == "C":
		return LiabilityAccount
	}
	return MixedAccount
}

// carried is where the annex shows what practice keeps elsewhere: it knows neither working capital nor an accumulated reserve, and carries the surplus of
// a year as a debt (law 8.4).
var carried = []struct{ prefix, code string }{
	{"10", "489"}, {"12", "489"}, {"14", "489"}, {"16", "489"}, {"3", "416"}, {"411", "416"}, {"451", "452"}, {"68", "693"}, {"702", "701"}, {"756", "750"},
}

// AnnexCode is the account under which the annex shows what stands on a code.
func AnnexCode(code string) string {
	for _, c := range carried {
		if strings.HasPrefix(code, c.prefix) {
			return c.code
		}
	}
	for c := code; c != ""; c = c[:len(c)-1] {
		if a, ok := AccountOf(c); ok && a.Source != FromPractice && a.Postable() {
			return c
		}
	}
	return code // below a heading: the decree lets sub-accounts be added
}

func mustChart(text string) []Account {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("law: chart of accounts: %v", err))
	}
	var list []Account
	for _, l := range lines[1:] {
		a := Account{Code: l[0], Kind: AccountKind(l[1]), Side: l[2], Source: AccountSource(l[3]), Confidence: l[4],
			labels: map[i18n.Lang]string{i18n.FR: l[5], i18n.NL: l[6], i18n.DE: l[7], i18n.EN: l[8]}}
		list = append(list, a)
	}
	return list
}
