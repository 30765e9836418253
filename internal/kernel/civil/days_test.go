package civil

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/sampletest"
)

func TestNotice_3_87_3(t *testing.T) {
	ag := Must("2026-12-15")
	if got := LastDayFor(ag, 15); got.String() != "2026-11-30" {
		t.Errorf("last day for the convocation: %v", got)
	}
	for sent, want := range map[string]int{"2026-11-29": 16, "2026-11-30": 15, "2026-12-01": 14, "2026-12-15": 0, "2026-12-20": -5} {
		if got := ClearDaysBefore(ag, Must(sent)); got != want {
			t.Errorf("sent on %s: %d full days", sent, got)
		}
	}
}

func ExampleHolidays() {
	for _, h := range Holidays(2027) {
		fmt.Printf("%s %-9s %-18s %s\n", h.Date, h.Date.WeekdayName("en"), h.In("en"), h.In("nl"))
	}
	// Output:
	// 2027-01-01 Friday    New Year’s Day     Nieuwjaar
	// 2027-03-29 Monday    Easter Monday      Paasmaandag
	// 2027-05-01 Saturday  Labour Day         Dag van de Arbeid
	// 2027-05-06 Thursday  Ascension Day      Onze-Lieve-Heer-Hemelvaart
	// 2027-05-17 Monday    Whit Monday        Pinkstermaandag
	// 2027-07-21 Wednesday National Day       Nationale feestdag
	// 2027-08-15 Sunday    Assumption of Mary Onze-Lieve-Vrouw-Hemelvaart
	// 2027-11-01 Monday    All Saints’ Day    Allerheiligen
	// 2027-11-11 Thursday  Armistice Day      Wapenstilstand
	// 2027-12-25 Saturday  Christmas Day      Kerstmis
}

func TestHolidaysAgainstSamples(t *testing.T) {
	raw := sampletest.Read(t, "holidays/be_holidays_a.json")
	var rows []struct {
		Name, Date string
		Year       int
	}
	if err := json.Unmarshal(raw, &rows); err != nil || len(rows) == 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	years := map[int]int{}
	for _, r := range rows {
		years[r.Year]++
		if !IsHoliday(Must(r.Date)) {
			t.Errorf("%s, %s, is not one of ours", r.Date, r.Name)
		}
	}
	for y, n := range years {
		if n != len(Holidays(y)) {
			t.Errorf("%d: %d holidays, ours are %d", y, n, len(Holidays(y)))
		}
	}
}

// Days that look like holidays and are none: Easter and Whit Sunday are Sundays; banks close on Good Friday and 26 December.
func TestNotHolidays(t *testing.T) {
	for _, d := range []string{"2027-03-28", "2027-05-16", "2027-03-26", "2027-12-26", "2027-07-11", "2027-09-27", "2027-11-15"} {
		if IsHoliday(Must(d)) {
			t.Errorf("%s is no legal holiday", d)
		}
	}
}

func TestWorkingDays(t *testing.T) {
	var week Week // Saturday rests
	with := Week{SaturdayWorks: true}
	for _, c := range []struct {
		story string
		got   Date
		want  string
	}{
		{"one day after a Friday", week.Add(Must("2027-01-15"), 1), "2027-01-18"},
		{"one day after a Friday when Saturday works", with.Add(Must("2027-01-15"), 1), "2027-01-16"},
		{"eight days after the appointment", week.Add(Must("2027-01-15"), 8), "2027-01-27"},
		{"none: the day itself", week.Add(Must("2027-01-16"), 0), "2027-01-16"},
		{"over Easter", week.Add(Must("2027-03-26"), 1), "2027-03-30"},
		{"four days before the assembly (3.87 §1)", week.Add(Must("2026-12-15"), -4), "2026-12-09"},
		{"one day before a Monday", week.Add(Must("2027-01-18"), -1), "2027-01-15"},
		{"over two holidays", week.Add(Must("2026-10-30"), 7), "2026-11-10"},
		{"over Armistice Day", week.Add(Must("2026-11-10"), 1), "2026-11-12"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s: got %v, want %s", c.story, c.got, c.want)
		}
	}
	if got := week.Next(Must("2027-05-01")); got.String() != "2027-05-03" {
		t.Errorf("Labour Day on a Saturday moves to %v", got)
	}
	if got := week.Next(Must("2027-01-15")); got.String() != "2027-01-15" {
		t.Errorf("a Friday moves to %v", got)
	}
	if got := week.Between(Must("2026-12-09"), Must("2026-12-15")); got != 4 {
		t.Errorf("%d working days", got)
	}
	if got := week.Between(Must("2026-12-15"), Must("2026-12-09")); got != -4 {
		t.Errorf("%d working days backwards", got)
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
