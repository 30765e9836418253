package civil

import (
	"errors"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"

	"pgregory.net/rapid"
)

func lang(s string) i18n.Lang { return i18n.Lang(s) }

func period(from, to string) Period {
	p := Period{From: Must(from)}
	if to != "" {
		p.To = Must(to)
	}
	return p
}

func TestPeriod(t *testing.T) {
	year := period("2026-01-01", "2027-01-01")
	open := period("2026-07-01", "")
	ever := Period{}
	for _, c := range []struct {
		story string
		got   bool
		want  bool
	}{
		{"the first day is in", year.Contains(Must("2026-01-01")), true},
		{"the last day is in", year.Contains(Must("2026-12-31")), true},
		{"the end is out", year.Contains(Must("2027-01-01")), false},
		{"before the start is out", year.Contains(Must("2025-12-31")), false},
		{"an open end has no end", open.Contains(Must("2199-01-01")), true},
		{"always", ever.Contains(Must("1850-01-01")), true},
		{"no date is in no period", ever.Contains(Date{}), false},
		{"an open end overlaps the year", open.Overlaps(year), true},
		{"neighbours do not overlap", year.Overlaps(period("2027-01-01", "2028-01-01")), false},
		{"an empty period overlaps nothing", year.Overlaps(period("2026-05-01", "2026-05-01")), false},
		{"always overlaps all", ever.Overlaps(year), true},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v", c.story, c.got)
		}
	}
	if n, ok := year.Days(); n != 365 || !ok {
		t.Errorf("a year of %d days", n)
	}
	if _, ok := open.Days(); ok {
		t.Error("an open end was counted")
	}
	if got, ok := open.Clip(year); !ok || got != period("2026-07-01", "2027-01-01") {
		t.Errorf("got %v, %v", got, ok)
	}
	if got, ok := year.Clip(period("2027-01-01", "")); ok {
		t.Errorf("got %v of neighbours", got)
	}
	if got := year.In("fr"); got != "du 1er janvier 2026 au 31 décembre 2026" {
		t.Errorf("%q", got)
	}
	if got := open.In("nl"); got != "vanaf 1 juli 2026" {
		t.Errorf("%q", got)
	}
	if _, err := NewPeriod(Must("2026-02-01"), Must("2026-01-31")); !errors.Is(err, fault.Invalid("period_reversed", "")) {
		t.Errorf("%v", err)
	}
	if p, err := NewPeriod(Must("2026-02-01"), Must("2026-02-01")); err != nil || !p.Empty() { // bought and sold on one day
		t.Errorf("%v, %v", p, err)
	}
}

func TestClipIsTheCommonPart(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) Date {
		n := rapid.IntRange(-1, 20).Draw(t, "n")
		if n < 0 {
			return Date{}
		}
		return Must("2026-01-01").AddDays(n)
	})
	rapid.Check(t, func(t *rapid.T) {
		p, q := Period{day.Draw(t, "pf"), day.Draw(t, "pt")}, Period{day.Draw(t, "qf"), day.Draw(t, "qt")}
		c, ok := p.Clip(q)
		if ok != p.Overlaps(q) || p.Overlaps(q) != q.Overlaps(p) {
			t.Fatalf("%v and %v: clip %v, overlap %v", p, q, ok, p.Overlaps(q))
		}
		for d := Must("2025-12-25"); d.Before(Must("2026-02-01")); d = d.AddDays(1) {
			if both := p.Contains(d) && q.Contains(d); both != (ok && c.Contains(d)) {
				t.Fatalf("%v and %v share %v: %v; clip %v", p, q, d, both, c)
			}
		}
	})
}

func TestFiscalYear(t *testing.T) {
	july, err := NewFiscalStart(time.July, 1)
	if err != nil {
		t.Fatal(err)
	}
	january, _ := NewFiscalStart(time.January, 1)
	for _, c := range []struct {
		start     FiscalStart
		day, want string
		name      string
	}{
		{july, "2026-06-30", "2025-07-01", "2025-2026"},
		{july, "2026-07-01", "2026-07-01", "2026-2027"},
		{january, "2026-12-31", "2026-01-01", "2026"},
		{january, "2027-01-01", "2027-01-01", "2027"},
		{FiscalStart{}, "2027-05-05", "2027-01-01", "2027"},
	} {
		y := c.start.YearOf(Must(c.day))
		if y.From.String() != c.want || y.To != Must(c.want).AddYears(1) || c.start.Name(y) != c.name {
			t.Errorf("%v %s: got %v, %s", c.start, c.day, y, c.start.Name(y))
		}
	}
	for _, md := range [][2]int{{2, 29}, {4, 31}, {13, 1}, {0, 1}, {1, 0}} {
		if _, err := NewFiscalStart(time.Month(md[0]), md[1]); !errors.Is(err, fault.Invalid("fiscal_start_impossible", "")) {
			t.Errorf("%v: %v", md, err)
		}
	}
}
