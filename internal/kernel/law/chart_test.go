package law

import (
	"testing"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

// Royal decree of 12 July 2012: classes 1, 2, 4, 5, 6 and 7; every account stands under one of its own class and says from where it is known.
func TestChartOfAccounts(t *testing.T) {
	if len(chart) != 246 {
		t.Errorf("%d accounts, want the 245 of the source and 4995", len(chart))
	}
	for i, a := range chart {
		if i > 0 && chart[i-1].Code >= a.Code {
			t.Errorf("%s does not come after %s", a.Code, chart[i-1].Code)
		}
		for _, l := range i18n.Langs {
			if a.In(l) == "" {
				t.Errorf("%s has no name in %s", a.Code, l)
			}
		}
		if a.Source.In("fr") == "«law.source_"+string(a.Source)+"»" || a.Kind.In("en") == "«law.account_"+string(a.Kind)+"»" || a.Side != "D" && a.Side != "C" && a.Side != "DC" {
			t.Errorf("%s: %+v", a.Code, a)
		}
		if a.Class() == 8 || a.Class() == 9 || a.Class() == 0 {
			t.Errorf("%s is of a class that the decree does not know", a.Code)
		}
		if p, ok := ParentAccount(a.Code); ok && p.Class() != a.Class() {
			t.Errorf("%s stands under %s", a.Code, p.Code)
		}
		if code := AnnexCode(a.Code); a.Postable() && code == "" {
			t.Errorf("%s is shown nowhere in the annex", a.Code)
		} else if shown, ok := AccountOf(code); a.Postable() && (!ok || !shown.Postable() || shown.Source == FromPractice) {
			t.Errorf("%s is shown as %s", a.Code, code)
		}
	}
}

func TestASubAccountNeverContradictsItsClass(t *testing.T) {
	for _, c := range []struct {
		code, fault string
		kind        AccountKind
	}{
		{"6105001", "", ExpenseAccount}, {"61055", "", ExpenseAccount}, {"10001", "", LiabilityAccount}, {"551001", "", AssetAccount}, {"4991001", "", MixedAccount},
		{"7019", "", IncomeAccount}, {"550", "account_in_chart", ""}, {"81", "account_digits", ""}, {"812", "account_class", ""}, {"61A", "account_digits", ""}, {"12345678901", "account_digits", ""},
	} {
		a, err := SubAccount(c.code, "Nom")
		if f := fault.As(err); c.fault == "" && (err != nil || a.Kind != c.kind || a.In("nl") != "Nom") || c.fault != "" && (f == nil || f.Code != c.fault) {
			t.Errorf("%s: %+v, %v", c.code, a, err)
		}
	}
}

// The annex shows working capital, reserve and result as funds carried forward (law 8.4).
func TestWhatTheAnnexShows(t *testing.T) {
	for code, want := range map[string]string{"100": "489", "160": "489", "14": "489", "4101": "4101", "4102": "410", "4991": "499", "6431": "643", "702": "701", "61050": "61050", "610501": "61050"} {
		if got := AnnexCode(code); got != want {
			t.Errorf("%s is shown as %s, want %s", code, got, want)
		}
	}
}
