package law

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
)

var today = civil.Must("2026-11-22")

func find(t *testing.T, key, date string, region belgium.Region) Parameter {
	t.Helper()
	p, err := Find(key, civil.Must(date), region)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	return p
}

// The seed of the parameters, as an accountant would read it: every value that the law gives today.
func TestParametersOfToday(t *testing.T) {
	for _, c := range []struct {
		key     string
		region  belgium.Region
		want    string
		article string
	}{
		{"ag.notice_days", "BE", "15", "3.87 §3"},
		{"ag.second_min_days", "BE", "15", "3.87 §5"},
		{"ag.unanimity_second_min_days", "BE", "30", "3.88 §4"},
		{"ag.agenda_item_weeks", "BE", "3", "3.87 §3-4"},
		{"ag.owner_request_share", "BE", "1/5", "3.87 §2"},
		{"ag.owner_request_convocation_days", "BE", "30", "3.87 §2"},
		{"ag.assistant_working_days", "BE", "4", "3.87 §1"},
		{"ag.proxy_max", "BE", "3", "3.87 §7"},
		{"ag.proxy_share_max", "BE", "1/10", "3.87 §7"},
		{"ag.quorum_heads", "BE", "> 1/2", "3.87 §5"},
		{"ag.quorum_shares", "BE", "1/2", "3.87 §5"},
		{"ag.quorum_alt_shares", "BE", "> 3/4", "3.87 §5"},
		{"ag.majority_absolute", "BE", "> 1/2", "3.87 §8"},
		{"ag.majority_two_thirds", "BE", "2/3", "3.88 §1 1°"},
		{"ag.majority_four_fifths", "BE", "4/5", "3.88 §1 2°"},
		{"ag.minutes_days", "BE", "30", "3.87 §12"},
		{"ag.challenge_months", "BE", "4", "3.92 §3"},
		{"occupant.challenge_months", "BE", "2", "3.93 §5"},
		{"ag.demolition_judge_months", "BE", "4", "3.92 §1 al. 6"},
		{"council.min_lots", "BE", "20", "3.90"},
		{"accounts.full_min_lots", "BE", "20", "3.89 §5 15°"},
		{"syndic.max_years", "BE", "3", "3.89 §1"},
		{"council.mission_years", "BE", "1", "3.90 §4"},
		{"syndic.poster_days", "BE", "8", "3.89 §2"},
		{"syndic.handover_days", "BE", "30", "3.89 §5 7°"},
		{"syndic.bce_working_days_after", "BE", "8", "3.89 §3"},
		{"reserve.pct", "BE", "1/20", "3.86 §3"},
		{"reserve.start_years", "BE", "5", "3.86 §3"},
		{"reserve.optout", "BE", "4/5", "3.86 §3"},
		{"competition.min_quotes", "BE", "2", "3.89 §5 11°"},
		{"transfer.p1_days", "BE", "15", "3.94 §1"},
		{"transfer.p2_days", "BE", "30", "3.94 §2"},
		{"transfer.notary_notice_days", "BE", "30", "3.94 §3"},
		{"transfer.dispute_notice_working_days", "BE", "3", "3.95"},
		{"transfer.release_working_days", "BE", "20", "3.95"},
		{"transfer.minutes_years", "BE", "3", "3.94 §1"},
		{"transfer.statements_years", "BE", "2", "3.94 §1"},
		{"rate.civil", "BE", "9/200", "Law 5 May 1865, art. 2"},
		{"bookxix.enabled", "BE", "natural_persons", "Book XIX CDE"},
		{"bookxix.grace_days", "BE", "14", "Book XIX CDE"},
		{"bookxix.post_start_working_day", "BE", "3", "Book XIX CDE"},
		{"bookxix.next_reminder_cost", "BE", "750", "Book XIX CDE"},
		{"bookxix.free_per_year", "BE", "3", "Book XIX CDE"},
		{"prescription.years", "BE", "5", "2277 old CC"},
		{"privilege.years", "BE", "2", "27, 7° mortgage law"},
		{"retention.accounts_years", "BE", "7", "RD 12 July 2012"},
		{"retention.internal_years", "BE", "3", "RD 12 July 2012"},
		{"gdpr.reply_months", "BE", "1", "12 GDPR"},
		{"gdpr.breach_hours", "BE", "72", "33 GDPR"},
		{"insp.lift_months", "BXL", "3", "RD 9 March 2003"},
		{"insp.lift_months_certified", "VLG", "6", "RD 9 March 2003"},
		{"insp.lift_risk_years", "WAL", "15", "RD 9 March 2003"},
		{"insp.elec_common_years", "WAL", "5", "RGIE / AREI, Book 1"},
		{"insp.elec_dwelling_years", "BXL", "25", "RGIE / AREI, Book 1"},
		{"insp.boiler_oil_years", "WAL", "1", ""},
		{"insp.boiler_gas_years", "WAL", "3", ""},
		{"insp.boiler_gas_large_years", "WAL", "2", ""},
		{"insp.boiler_gas_years", "BXL", "2", ""},
		{"insp.boiler_gas_years", "VLG", "2", ""},
		{"vlg.asbestos_common", "VLG", "2026-12-31", ""},
		{"vlg.epc_common_15", "VLG", "2022-01-01", ""},
		{"vlg.epc_common_5", "VLG", "2023-01-01", ""},
		{"vlg.epc_common_2", "VLG", "2024-01-01", ""},
		{"heat.remote", "BXL", "2027-01-01", ""},
	} {
		p, err := Find(c.key, today, c.region)
		if err != nil || p.String() != c.want || p.Article != c.article || p.Source == "" {
			t.Errorf("%s %s: got %s, %s, %v; want %s, %s", c.key, c.region, p, p.Article, err, c.want, c.article)
		}
	}
}

func TestRatesOverTime(t *testing.T) {
	for _, c := range []struct{ key, date, want string }{
		{"rate.civil", "2022-12-31", "1.50%"},
		{"rate.civil", "2023-01-01", "5.25%"},
		{"rate.civil", "2024-06-30", "5.75%"},
		{"rate.civil", "2025-01-01", "4.50%"},
		{"rate.civil", "2026-12-31", "4.50%"},
		{"rate.b2b", "2024-12-31", "12.50%"},
		{"rate.b2b", "2025-06-30", "11.50%"},
		{"rate.b2b", "2025-07-01", "10.50%"},
		{"rate.b2b", "2026-06-30", "10.50%"},
	} {
		if got := find(t, c.key, c.date, "BE").Fraction().Percent("en"); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.key, c.date, got, c.want)
		}
	}
}

// A fraction is met by equality, unless it must be exceeded; the least part and the greatest agree with it.
func TestAFractionOfAWhole(t *testing.T) {
	for _, c := range []struct {
		key             string
		whole           int64
		least, greatest int64
	}{
		{"ag.quorum_heads", 10, 6, 5}, {"ag.quorum_heads", 11, 6, 5}, {"ag.quorum_shares", 1000, 500, 500}, {"ag.quorum_shares", 999, 500, 499},
		{"ag.quorum_alt_shares", 1000, 751, 750}, {"ag.majority_two_thirds", 600, 400, 400}, {"ag.majority_two_thirds", 599, 400, 399}, {"ag.majority_four_fifths", 1, 1, 0},
		{"ag.majority_absolute", 0, 0, 0}, {"ag.proxy_share_max", 1_000_000_000, 100_000_000, 100_000_000},
	} {
		p := find(t, c.key, "2026-11-22", "BE")
		if least, greatest := p.Least(c.whole), p.Greatest(c.whole); least != c.least || greatest != c.greatest {
			t.Errorf("%s of %d: at least %d, at most %d", c.key, c.whole, least, greatest)
		}
		if c.whole > 0 && (!p.Met(c.least, c.whole) || p.Met(c.least-1, c.whole)) || c.whole == 0 && p.Met(0, 0) {
			t.Errorf("%s of %d: %d is not the edge", c.key, c.whole, c.least)
		}
	}
}

// What is not known is not guessed.
func TestUnknownStaysUnknown(t *testing.T) {
	for _, c := range []struct {
		story, key, date string
		region           belgium.Region
		code             string
	}{
		{"the civil rate of 2027 is not published", "rate.civil", "2027-01-01", "BE", "law_value_unknown"},
		{"the civil rate of 2021 was not researched", "rate.civil", "2021-12-31", "BE", "law_value_unknown"},
		{"the commercial rate of the second half of 2026", "rate.b2b", "2026-07-01", "BE", "law_value_unknown"},
		{"before Book 3", "ag.notice_days", "2021-08-31", "BE", "law_value_unknown"},
		{"a regional rule without a region", "insp.boiler_gas_years", "2026-11-22", "BE", "law_value_unknown"},
		{"a Flemish rule in Brussels", "vlg.asbestos_common", "2026-11-22", "BXL", "law_value_unknown"},
		{"the assembly alone fixes the threshold", "competition.threshold", "2026-11-22", "BE", "law_value_unset"},
	} {
		p, err := Find(c.key, civil.Must(c.date), c.region)
		if !errors.Is(err, fault.Conflict(c.code)) {
			t.Errorf("%s: got %v, %v", c.story, p, err)
		}
	}
	for _, misuse := range []func() error{
		func() error { _, err := Find("ag.notice_day", today, "BE"); return err },
		func() error { _, err := Find("ag.notice_days", civil.Date{}, "BE"); return err },
		func() error { _, err := Find("ag.notice_days", today, "LUX"); return err },
	} {
		if err := misuse(); err == nil || fault.As(err) != nil {
			t.Errorf("a defect of ours must be no fault of the user: %v", err)
		}
	}
}

func TestParametersAreWhole(t *testing.T) {
	for _, p := range All() {
		if p.Confidence != "A" && p.Confidence != "B" && p.Confidence != "C" {
			t.Errorf("%s: confidence %q", p.Key, p.Confidence)
		}
		for _, q := range All() {
			if p != q && p.Key == q.Key && p.Region == q.Region && p.Valid.Overlaps(q.Valid) {
				t.Errorf("%s has two values in %s: %v and %v", p.Key, p.Region, p.Valid, q.Valid)
			}
		}
	}
	for _, wrong := range []string{
		"[[parameter]]\nkey = \"a\"\nint = 1",
		"[sources]\ns = \"x\"\n[[parameter]]\nkey = \"a\"\nfrom = \"2021-01-01\"\nint = 1\ncents = 2\nsource = \"s\"\nconfidence = \"A\"",
		"[sources]\ns = \"x\"\n[[parameter]]\nkey = \"a\"\nfrom = \"2021-01-01\"\nint = 1\nsource = \"t\"\nconfidence = \"A\"",
		"[sources]\ns = \"x\"\n[[parameter]]\nkey = \"a\"\nfrom = \"2021-01-01\"\nsource = \"s\"\nconfidence = \"A\"",
		"[sources]\ns = \"x\"\n[[parameter]]\nkey = \"a\"\nfrom = \"2021-01-01\"\nint = 1\nsource = \"s\"\nconfidence = \"A\"\ncolour = 1",
		"[sources]\ns = \"x\"\n[[parameter]]\nkey = \"a\"\nfrom = \"2021-01-01\"\nint = 1\nsource = \"s\"\nconfidence = \"A\"\nregion = \"LUX\"",
	} {
		if _, err := read([]byte(wrong)); err == nil {
			t.Errorf("accepted:\n%s", wrong)
		}
	}
}

// Art. 3.100: the chapter is mandatory law. A building may be stricter where the law leaves room, never laxer.
func TestStricterOnly_3_100(t *testing.T) {
	cents := func(p Parameter, c money.Cents) error { return p.StricterCents(c) }
	notice, term := find(t, "ag.notice_days", "2026-11-22", "BE"), find(t, "syndic.max_years", "2026-11-22", "BE")
	proxies, reserve := find(t, "ag.proxy_max", "2026-11-22", "BE"), find(t, "reserve.pct", "2026-11-22", "BE")
	reminder := find(t, "bookxix.next_reminder_cost", "2026-11-22", "BE")
	for _, c := range []struct {
		story string
		err   error
		code  string
	}{
		{"three weeks of notice", notice.Stricter(21), ""},
		{"exactly the law", notice.Stricter(15), ""},
		{"eight days of notice", notice.Stricter(8), "law_laxer"},
		{"a syndic for one year", term.Stricter(1), ""},
		{"a syndic for six years", term.Stricter(6), "law_laxer_above"},
		{"fewer proxies", proxies.Stricter(2), "law_fixed"},
		{"the law itself is always allowed", proxies.Stricter(3), ""},
		{"a reserve of 8 %", reserve.StricterFraction(share.Must(8, 100)), ""},
		{"a reserve of 4 %", reserve.StricterFraction(share.Must(4, 100)), "law_laxer"},
		{"a reminder at 5 euro", cents(reminder, 500), ""},
		{"a reminder at 15 euro", cents(reminder, 1500), "law_laxer_above"},
	} {
		if c.code == "" && c.err != nil || c.code != "" && !errors.Is(c.err, fault.Unlawful(c.code, "", "")) {
			t.Errorf("%s: got %v, want %q", c.story, c.err, c.code)
		}
	}
	if f := fault.As(notice.Stricter(8)); f.Article != "3.87 §3" {
		t.Errorf("the article is not named: %v", f)
	}
}

// The caps of Book XIX, in the vectors of the research: a debt of 150 gives 20, of 500 gives 65, of 50 000 gives 2 000.
func TestBookXIXCapsReproduceTheVectors(t *testing.T) {
	c := func(name string) money.Cents { return find(t, "bookxix."+name, "2026-11-22", "BE").Cents() }
	f := func(name string) share.Fraction { return find(t, "bookxix."+name, "2026-11-22", "BE").Fraction() }
	of := func(amount money.Cents, s share.Fraction) money.Cents {
		return amount * money.Cents(s.Num()) / money.Cents(s.Den())
	}
	for debt, want := range map[money.Cents]money.Cents{15000: 2000, 50000: 6500, 5000000: 200000, 15001: 3000, 100000: 9000} {
		lump := c("cap1_fixed")
		switch {
		case debt > c("cap2_upto"):
			lump = min(c("cap3_fixed")+of(debt-c("cap2_upto"), f("cap3_share")), c("cap3_max"))
		case debt > c("cap1_upto"):
			lump = c("cap2_fixed") + of(debt-c("cap1_upto"), f("cap2_share"))
		}
		if lump != want {
			t.Errorf("a debt of %s: %s, want %s", debt.In("en"), lump.In("en"), want.In("en"))
		}
	}
}

func TestDecisions(t *testing.T) {
	for code, want := range map[string]struct {
		m       share.Majority
		article string
	}{
		"ABS-01": {share.Absolute, "3.87 §8"}, "ABS-04": {share.Absolute, "3.90 §3"}, "T23-02": {share.TwoThirds, "3.88 §1 1° b"},
		"T23-05": {share.TwoThirds, "3.90 §4"}, "F45-01": {share.FourFifths, "3.88 §1 2° a"}, "F45-09": {share.FourFifths, "3.86 §3"},
		"UNA-01": {share.Unanimity, "3.88 §3"}, "UNA-04": {share.Unanimity, "3.87 §11"},
	} {
		d, ok := DecisionOf(code)
		if !ok || d.Majority != want.m || d.Article != want.article {
			t.Errorf("%s: %+v", code, d)
		}
	}
	if _, ok := DecisionOf("T34-01"); ok {
		t.Error("three quarters are dead")
	}
	count := map[share.Majority]int{}
	for _, d := range Decisions() {
		count[d.Majority]++
		for _, l := range i18n.Langs {
			if strings.HasPrefix(d.In(l), "«") {
				t.Errorf("%s has no words in %s", d.Code, l)
			}
		}
		if d.Condition != "" && strings.HasPrefix(d.Condition.In("fr"), "«") {
			t.Errorf("%s: condition %s has no words", d.Code, d.Condition)
		}
	}
	if fmt.Sprint(count[share.Absolute], count[share.TwoThirds], count[share.FourFifths], count[share.Unanimity]) != "9 5 9 4" {
		t.Errorf("%v", count)
	}
}

func TestDeadlineStates(t *testing.T) {
	day := func(n int) civil.Date { return today.AddDays(n) }
	for _, c := range []struct {
		story string
		d     Deadline
		want  State
	}{
		{"in a month", Deadline{Date: day(30)}, Later},
		{"in eight days", Deadline{Date: day(8)}, Later},
		{"in seven days", Deadline{Date: day(7)}, Soon},
		{"tomorrow", Deadline{Date: day(1)}, Soon},
		{"today", Deadline{Date: day(0)}, Today},
		{"yesterday", Deadline{Date: day(-1)}, Late},
		{"done in time", Deadline{Date: day(-1), Done: day(-3)}, Done},
		{"done too late is done", Deadline{Date: day(-9), Done: day(-3)}, Done},
		{"suspended by a lawsuit", Deadline{Date: day(-9), Suspended: true}, Suspended},
		{"done goes before suspended", Deadline{Date: day(-9), Done: day(-3), Suspended: true}, Done},
		{"without a date yet", Deadline{}, Later},
	} {
		if got := c.d.State(today); got != c.want {
			t.Errorf("%s: %s, want %s", c.story, got, c.want)
		}
		if strings.HasPrefix(c.want.In("de"), "«") {
			t.Errorf("%s has no words", c.want)
		}
	}
	if d := (Deadline{Date: day(-9), Done: day(-3)}); !d.Missed() || d.DaysLeft(today) != -9 {
		t.Errorf("%v %d", d.Missed(), d.DaysLeft(today))
	}
	if d := (Deadline{Date: day(-1), Done: day(-1)}); d.Missed() {
		t.Error("done on the last day is in time")
	}
}

// Every code that this package can answer has its sentence in four languages, written as printers do.
func TestEveryFaultHasItsSentence(t *testing.T) {
	files, _ := filepath.Glob("*.go")
	said := regexp.MustCompile(`fault\.\w+\("([a-z0-9_]+)"`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(src), -1) {
			if !i18n.Has("fault." + m[1]) {
				t.Errorf("%s: fault.%s has no sentence", name, m[1])
			}
		}
	}
	for _, key := range i18n.Keys() {
		for _, l := range i18n.Langs {
			s := regexp.MustCompile(`\{[^}]*\}|\d:\d`).ReplaceAllString(i18n.Raw(l, key), "")
			if strings.Contains(s, "'") || l == i18n.FR && regexp.MustCompile(`[^\x{a0}][:;?!]`).MatchString(s) {
				t.Errorf("%s %s: straight apostrophe or missing no-break space: %s", key, l, s)
			}
		}
	}
}
