package assembly

import (
	"errors"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/share"

	"pgregory.net/rapid"
)

var today = civil.Must("2026-11-23")

func rules(t *testing.T) Rules {
	t.Helper()
	r, err := RulesOn(today)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Les Tilleuls has ten owners and 1 000 shares.
func TestTheAssemblyMayBegin_3_87_5(t *testing.T) {
	for _, c := range []struct {
		story         string
		heads, shares int64
		second        bool
		rule          share.Quorum
	}{
		{"six owners with 480 shares: enough heads, too few shares", 6, 480, false, share.NoQuorum},
		{"six owners with exactly half of the shares", 6, 500, false, share.ByHeadsAndShares},
		{"five of ten are not more than half, whatever they hold up to three quarters", 5, 750, false, share.NoQuorum},
		{"two owners with 751 shares: the heads no longer matter", 2, 751, false, share.ByShares},
		{"exactly three quarters are not more than three quarters", 2, 750, false, share.NoQuorum},
		{"all are there", 10, 1000, false, share.ByHeadsAndShares},
		{"second assembly, one owner with 50 shares", 1, 50, true, share.BySecondAssembly},
		{"second assembly, nobody came", 0, 0, true, share.NoQuorum},
		{"nobody came", 0, 0, false, share.NoQuorum},
	} {
		o, err := rules(t).Open(share.Attendance{Heads: c.heads, AllHeads: 10, Shares: c.shares, AllShares: 1000, Second: c.second})
		if err != nil || o.Rule != c.rule || o.Reached != (c.rule != share.NoQuorum) || o.Article != "3.87 §5" {
			t.Errorf("%s: %+v %v", c.story, o, err)
		}
		if o.Heads.Least() != 6 || o.Shares.Least() != 500 || o.Alone.Least() != 751 {
			t.Errorf("what is needed: %d %d %d", o.Heads.Least(), o.Shares.Least(), o.Alone.Least())
		}
	}
}

func TestAnAttendanceThatCannotBe(t *testing.T) {
	for field, a := range map[string]share.Attendance{
		"present_shares": {Heads: 1, AllHeads: 10, Shares: 1001, AllShares: 1000},
		"present_heads":  {Heads: 11, AllHeads: 10, Shares: 1000, AllShares: 1000},
		"total_shares":   {Heads: 1, AllHeads: 10},
		"total_heads":    {Heads: 0, AllHeads: 0, AllShares: 1000},
	} {
		if _, err := rules(t).Open(a); !errors.Is(err, fault.Invalid("attendance_incoherent", field)) {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := rules(t).Open(share.Attendance{AllHeads: 10, Shares: 1, AllShares: 1000}); fault.As(err) == nil || fault.As(err).Field != "present_heads" {
		t.Errorf("shares without anybody: %v", err)
	}
	if _, err := RulesOn(civil.Must("2021-08-31")); !errors.Is(err, fault.Conflict("law_value_unknown")) {
		t.Errorf("before the law: %v", err)
	}
}

// One more who comes never ends an assembly that may begin.
func TestWhoComesHelps_3_87_5(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		a := share.Attendance{AllHeads: rapid.Int64Range(1, 500).Draw(t, "heads"), AllShares: rapid.Int64Range(1, 1_000_000_000).Draw(t, "shares"), Second: rapid.Bool().Draw(t, "second")}
		a.Heads = rapid.Int64Range(1, a.AllHeads).Draw(t, "present heads")
		a.Shares = rapid.Int64Range(0, a.AllShares).Draw(t, "present shares")
		o, err := r.Open(a)
		if err != nil {
			t.Fatal(err)
		}
		more := a
		more.Heads = rapid.Int64Range(a.Heads, a.AllHeads).Draw(t, "more heads")
		more.Shares = rapid.Int64Range(a.Shares, a.AllShares).Draw(t, "more shares")
		if later, _ := r.Open(more); o.Reached && !later.Reached {
			t.Fatalf("%+v begins and %+v does not", a, more)
		}
	})
}

func TestTheConvocationLeavesInTime_3_87_3(t *testing.T) {
	for _, c := range []struct {
		story, assembly string
		urgent          bool
		more            int
		last            string
	}{
		{"fifteen full days before 15 December", "2026-12-15", false, 0, "2026-11-30"},
		{"the last day is a Sunday and stays", "2026-12-14", false, 0, "2026-11-29"},
		{"internal rules that ask for a week more", "2026-12-15", false, 7, "2026-11-23"},
		{"over the end of a leap February", "2028-03-10", false, 0, "2028-02-24"},
		{"an urgent matter has no last day", "2026-12-15", true, 0, ""},
	} {
		n, err := rules(t).Convene(civil.Must(c.assembly), c.urgent, c.more)
		if err != nil || n.Last.String() != c.last || n.Article != "3.87 §3" || n.Days != 15+c.more {
			t.Errorf("%s: %s %v", c.story, n.Last, err)
		}
	}
	if _, err := rules(t).Convene(today, false, -1); !errors.Is(err, fault.Invalid("too_small", "extra_days")) {
		t.Errorf("a shorter notice by the internal rules: %v", err)
	}
	if _, err := rules(t).Convene(civil.Date{}, false, 0); !errors.Is(err, fault.Invalid("required", "assembly_date")) {
		t.Errorf("no date: %v", err)
	}
}
