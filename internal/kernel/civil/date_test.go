package civil

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	if d, err := Parse("2027-01-15"); err != nil || d.String() != "2027-01-15" || d.Year() != 2027 || d.Month() != time.January || d.Day() != 15 {
		t.Errorf("got %v, %v", d, err)
	}
	for text, code := range map[string]string{
		"":                     "date_malformed",
		"2027-1-15":            "date_malformed",
		"15/01/2027":           "date_malformed",
		"2027-01-15T00:00:00Z": "date_malformed",
		" 2027-01-15":          "date_malformed",
		"+027-01-15":           "date_malformed",
		"2027-02-30":           "date_impossible",
		"2027-02-29":           "date_impossible",
		"2027-13-01":           "date_impossible",
		"2027-00-10":           "date_impossible",
		"2027-04-00":           "date_impossible",
		"9999-12-31":           "date_out_of_range",
		"0000-01-01":           "date_out_of_range",
		"1799-12-31":           "date_out_of_range",
	} {
		if d, err := Parse(text); !errors.Is(err, fault.Invalid(code, "")) || !d.None() {
			t.Errorf("%q: got %v, %v; want %s", text, d, err, code)
		}
	}
}

func TestParseHuman(t *testing.T) {
	for text, want := range map[string]string{
		"15/01/2027":        "2027-01-15",
		"15-1-2027":         "2027-01-15",
		"15.01.2027":        "2027-01-15",
		"1/2/2027":          "2027-02-01",
		"2027-01-15":        "2027-01-15",
		" 15 / 01 / 2027 ":  "2027-01-15",
		"46402":             "2027-01-15", // a spreadsheet's serial number
		"36526":             "2000-01-01",
		"25569":             "1970-01-01",
		"15/01/2027\u00a0 ": "2027-01-15",
	} {
		if d, err := ParseHuman(text); err != nil || d.String() != want {
			t.Errorf("%q: got %v, %v; want %s", text, d, err, want)
		}
	}
	for text, code := range map[string]string{
		"":            "date_malformed",
		"15/01/27":    "date_malformed", // of which century?
		"15/01-2027":  "date_malformed",
		"2027":        "date_malformed", // a year, not a serial number
		"150127":      "date_malformed",
		"20270115":    "date_malformed",
		"46402,5":     "date_malformed",
		"2027/01/15":  "date_malformed",
		"15 janvier":  "date_malformed",
		"015/01/2027": "date_malformed",
		"01/15/2027":  "date_impossible", // the day comes first in Belgium
		"29/02/2027":  "date_impossible",
		"31/12/9999":  "date_out_of_range",
	} {
		if d, err := ParseHuman(text); !errors.Is(err, fault.Invalid(code, "")) {
			t.Errorf("%q: got %v, %v; want %s", text, d, err, code)
		}
	}
}

func FuzzParseHuman(f *testing.F) {
	for _, s := range []string{"15/01/2027", "2027-01-15", "46402", "31.12.9999", "0/0/0000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseHuman(s)
		if err != nil {
			return
		}
		for _, again := range []string{d.String(), d.Short()} {
			if e, err := ParseHuman(again); err != nil || e != d {
				t.Fatalf("%q is %v; %q read back as %v, %v", s, d, again, e, err)
			}
		}
	})
}

func dates() *rapid.Generator[Date] {
	return rapid.Custom(func(t *rapid.T) Date { return Must("1800-01-01").AddDays(rapid.IntRange(0, 182000).Draw(t, "days")) })
}

// Our own calendar agrees with the one of the standard library.
func TestCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := dates().Draw(t, "d"), rapid.IntRange(-60000, 60000).Draw(t, "n")
		std := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
		if std.Format("2006-01-02") != d.String() || std.Weekday() != d.Weekday() {
			t.Fatalf("%v is %v", d, std)
		}
		e := d.AddDays(n)
		if e.String() != std.AddDate(0, 0, n).Format("2006-01-02") || d.DaysUntil(e) != n {
			t.Fatalf("%v and %d days are %v, %d days apart", d, n, e, d.DaysUntil(e))
		}
		if d.Before(e) != (n > 0) || d.After(e) != (n < 0) || (d == e) != (n == 0) || d.Compare(e) != -e.Compare(d) {
			t.Fatalf("%v and %v are badly ordered", d, e)
		}
		if p, err := Parse(d.String()); err != nil || p != d {
			t.Fatalf("%v read back as %v, %v", d, p, err)
		}
	})
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-12-15", 4, "2027-04-15"}, // challenge of a decision, art. 3.92 §3
		{"2026-10-31", 4, "2027-02-28"},
		{"2027-10-31", 4, "2028-02-29"},
		{"2027-01-31", 1, "2027-02-28"},
		{"2027-02-28", 1, "2027-03-28"},
		{"2027-03-31", -1, "2027-02-28"},
		{"2027-01-15", -13, "2025-12-15"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2026-12-31", 0, "2026-12-31"},
	} {
		if got := Must(c.from).AddMonths(c.months); got.String() != c.want {
			t.Errorf("%s and %d months: got %v, want %s", c.from, c.months, got, c.want)
		}
	}
	if got := Must("2028-02-29").AddYears(5); got.String() != "2033-02-28" {
		t.Errorf("a leap day and five years: %v", got)
	}
}

func ExampleDate_Long() {
	for _, s := range []string{"2027-01-15", "2027-08-01"} {
		for _, l := range i18n.Langs {
			fmt.Printf("%s %s | ", Must(s).WeekdayName(l), Must(s).Long(l))
		}
		fmt.Println(Must(s).Short())
	}
	// Output:
	// vendredi 15 janvier 2027 | vrijdag 15 januari 2027 | Freitag 15. Januar 2027 | Friday 15 January 2027 | 15/01/2027
	// dimanche 1er août 2027 | zondag 1 augustus 2027 | Sonntag 1. August 2027 | Sunday 1 August 2027 | 01/08/2027
}

func TestNoneIsNoDate(t *testing.T) {
	var none Date
	if !none.None() || none.String() != "" || none.Long("fr") != "" || none.Short() != "" || none.In("nl") != "" {
		t.Error("none is written as a date")
	}
	if none.AddDays(3) != none || none.AddMonths(3) != none || none.AddYears(3) != none {
		t.Error("none moves")
	}
	if v, err := none.Value(); v != nil || err != nil {
		t.Errorf("none is stored as %v", v)
	}
}

func TestDateStorage(t *testing.T) {
	d := Must("2027-01-15")
	if v, _ := d.Value(); v != "2027-01-15" {
		t.Errorf("stored as %v", v)
	}
	for _, src := range []any{"2027-01-15", []byte("2027-01-15"), time.Date(2027, 1, 15, 0, 0, 0, 0, time.UTC)} {
		var got Date
		if err := got.Scan(src); err != nil || got != d {
			t.Errorf("%T: got %v, %v", src, got, err)
		}
	}
	got := d
	if err := got.Scan(nil); err != nil || !got.None() {
		t.Errorf("NULL: got %v, %v", got, err)
	}
	if err := got.Scan("9999-12-31"); err != nil || got.String() != "9999-12-31" { // what stands in the database is believed
		t.Errorf("got %v, %v", got, err)
	}
	for _, src := range []any{"2027-01-15 00:00:00", "", int64(46402), 1.5} {
		if err := new(Date).Scan(src); err == nil {
			t.Errorf("%T %v was read as a date", src, src)
		}
	}
}

func TestDateJSON(t *testing.T) {
	type row struct {
		From Date `json:"from"`
		To   Date `json:"to,omitzero"`
	}
	b, err := json.Marshal(row{From: Must("2027-01-15")})
	if err != nil || string(b) != `{"from":"2027-01-15"}` {
		t.Errorf("%s, %v", b, err)
	}
	var r row
	if err := json.Unmarshal([]byte(`{"from":"2027-01-15","to":""}`), &r); err != nil || r.From != Must("2027-01-15") || !r.To.None() {
		t.Errorf("%v, %v", r, err)
	}
	if err := json.Unmarshal([]byte(`{"from":"15/01/2027"}`), &r); !errors.Is(err, fault.Invalid("date_malformed", "")) {
		t.Errorf("%v", err)
	}
}
