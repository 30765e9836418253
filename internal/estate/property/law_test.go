package property

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/share"
)

// Art. 3.87 §1: the rights of those who hold a lot together make a whole, on the side of the use and on that of the substance.
func TestRightsMakeAWhole(t *testing.T) {
	m := func(right Right, num, den int64) MemberEntry {
		return MemberEntry{Right: right, Part: share.Must(num, den)}
	}
	for _, c := range []struct {
		story   string
		members []MemberEntry
		whole   bool
	}{
		{"Anne alone", []MemberEntry{m(Full, 1, 1)}, true},
		{"Luc and Eva, half each", []MemberEntry{m(Full, 1, 2), m(Full, 1, 2)}, true},
		{"three heirs of a third", []MemberEntry{m(Full, 1, 3), m(Full, 1, 3), m(Full, 1, 3)}, true},
		{"three heirs of 0.33", []MemberEntry{m(Full, 33, 100), m(Full, 33, 100), m(Full, 33, 100)}, false},
		{"Denise has the use, Paul the bare ownership", []MemberEntry{m(Usufruct, 1, 1), m(Bare, 1, 1)}, true},
		{"a usufruct without a bare owner", []MemberEntry{m(Usufruct, 1, 1)}, false},
		{"a widow with half in full and half in usufruct, her child with the bare half", []MemberEntry{m(Full, 1, 2), m(Usufruct, 1, 2), m(Bare, 1, 2)}, true},
		{"two usufructuaries, two bare owners", []MemberEntry{m(Usufruct, 1, 2), m(Usufruct, 1, 2), m(Bare, 1, 4), m(Bare, 3, 4)}, true},
		{"half of it forgotten", []MemberEntry{m(Full, 1, 2)}, false},
		{"too much", []MemberEntry{m(Full, 1, 1), m(Full, 1, 100)}, false},
	} {
		err := WholeRights(c.members)
		if c.whole != (err == nil) {
			t.Errorf("%s: %v", c.story, err)
		}
		if f := fault.As(err); err != nil && (f == nil || f.Article != "3.87 §1") {
			t.Errorf("%s: the fault names no article: %v", c.story, err)
		}
	}
}

// Art. 3.90: cellars, garages and parkings do not count for the threshold of twenty lots.
func TestOnlyMainLotsCount(t *testing.T) {
	var lots []Lot
	for _, k := range []Kind{"apartment", "studio", "house", "commercial", "office", "garage", "parking", "cellar", "other"} {
		lots = append(lots, Lot{kind: k})
	}
	if n := MainLots(lots); n != 5 {
		t.Errorf("%d main lots, want 5", n)
	}
}

// lots makes a snapshot of some main lots and some cellars on a day.
func lots(on string, main, cellars int, books Books) Snapshot {
	s := Snapshot{On: civil.Must(on), Particulars: Particulars{Books: books}}
	for range main {
		s.Lots = append(s.Lots, Lot{kind: "apartment"})
	}
	for range cellars {
		s.Lots = append(s.Lots, Lot{kind: "cellar"})
	}
	return s
}

// Art. 3.90, 3.89 §5 15° and 3.84 al. 4: what begins at twenty lots, and which lots count.
func TestWhatBeginsAtTwentyLots(t *testing.T) {
	for _, c := range []struct {
		story         string
		main, cellars int
		books         Books
		want          string
	}{
		{"Brouwershof: twelve flats", 12, 0, FullBooks, "council no 12/20 (3.90), books no 12/20 (3.89 §5 15°), parts no 12/20 (3.84 al. 4)"},
		{"nineteen flats", 19, 0, SimplifiedBooks, "council no 19/20 (3.90), books no 19/20 (3.89 §5 15°), parts no 19/20 (3.84 al. 4)"},
		{"nineteen flats and a cellar: the cellar counts only for partial associations", 19, 1, SimplifiedBooks, "council no 19/20 (3.90), books no 19/20 (3.89 §5 15°), parts yes 20/20 (3.84 al. 4)"},
		{"twenty flats", 20, 0, FullBooks, "council yes 20/20 (3.90), books yes 20/20 (3.89 §5 15°), parts yes 20/20 (3.84 al. 4)"},
		{"Les Tilleuls with books that are no longer enough", 24, 6, SimplifiedBooks, "council yes 24/20 (3.90), books broken 24/20 (3.89 §5 15°), parts yes 30/20 (3.84 al. 4)"},
	} {
		list, err := Thresholds(lots("2026-11-22", c.main, c.cellars, c.books))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, x := range list {
			state := map[bool]string{true: "yes", false: "no"}[x.Reached]
			if x.Broken {
				state = "broken"
			}
			said = append(said, fmt.Sprintf("%s %s %d/%d (%s)", x.Rule, state, x.Lots, x.Min, x.Article))
		}
		if got := strings.Join(said, ", "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.story, got, c.want)
		}
	}
}

// Art. 3.89 §5 15°: simplified books below the threshold only.
func TestSimplifiedBooks(t *testing.T) {
	for n, allowed := range map[int]bool{1: true, 19: true, 20: false, 180: false} {
		err := MayKeepBooks(lots("2026-11-22", n, 5, FullBooks), SimplifiedBooks)
		if f := fault.As(err); allowed != (err == nil) || f != nil && (f.Code != "books_simplified" || f.Article != "3.89 §5 15°") {
			t.Errorf("%d main lots: %v", n, err)
		}
		if err := MayKeepBooks(lots("2026-11-22", n, 5, FullBooks), FullBooks); err != nil {
			t.Errorf("full books with %d main lots: %v", n, err)
		}
	}
}

// Art. 3.86 §2: a partial association is a legal person only if the main one is.
func TestAPartIsAPersonOnlyUnderAPerson(t *testing.T) {
	number, err := belgium.ParseKBO("0799990177")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		main, part belgium.KBO
		allowed    bool
	}{{belgium.KBO{}, belgium.KBO{}, true}, {number, belgium.KBO{}, true}, {number, number, true}, {belgium.KBO{}, number, false}} {
		if err := MayBePerson(c.main, c.part); c.allowed != (err == nil) {
			t.Errorf("main %q, part %q: %v", c.main, c.part, err)
		}
	}
}

// The financial year in which a day lies, across a changed start: the year before the change ends on the day of the change.
func TestFinancialYears(t *testing.T) {
	january, july, april := civil.FiscalStart{}, civil.FiscalStart{Month: 7, Day: 1}, civil.FiscalStart{Month: 4, Day: 1}
	never := []Began(nil)
	moved := []Began{{Start: january}, {From: civil.Must("2027-07-01"), Start: july}}
	twice := append(moved[:2:2], Began{From: civil.Must("2030-04-01"), Start: april})
	again := []Began{{Start: july}, {From: civil.Must("2027-07-01"), Start: july}}
	for _, c := range []struct {
		story    string
		said     []Began
		on       string
		from, to string
	}{
		{"nothing was said", never, "2026-11-22", "2026-01-01", "2027-01-01"},
		{"since the deed in July", []Began{{Start: july}}, "2026-06-30", "2025-07-01", "2026-07-01"},
		{"since the deed in July", []Began{{Start: july}}, "2026-07-01", "2026-07-01", "2027-07-01"},
		{"long before the change", moved, "2026-12-31", "2026-01-01", "2027-01-01"},
		{"the short year before the change", moved, "2027-01-01", "2027-01-01", "2027-07-01"},
		{"its last day", moved, "2027-06-30", "2027-01-01", "2027-07-01"},
		{"the first day of the new year", moved, "2027-07-01", "2027-07-01", "2028-07-01"},
		{"a later one", moved, "2029-01-15", "2028-07-01", "2029-07-01"},
		{"changed twice: between", twice, "2030-03-31", "2029-07-01", "2030-04-01"},
		{"changed twice: after", twice, "2030-04-01", "2030-04-01", "2031-04-01"},
		{"said again without a change", again, "2027-07-01", "2027-07-01", "2028-07-01"},
		{"said again without a change, before", again, "2027-06-30", "2026-07-01", "2027-07-01"},
	} {
		if got := FiscalYearOf(c.said, civil.Must(c.on)); got.From.String() != c.from || got.To.String() != c.to {
			t.Errorf("%s, on %s: %s to %s, want %s to %s", c.story, c.on, got.From, got.To, c.from, c.to)
		}
	}
}

// Art. 3.85 §3: the yearly period of fifteen days, the first one included.
func TestThePeriodOfTheOrdinaryAssembly(t *testing.T) {
	for _, c := range []struct {
		first    civil.FiscalStart
		year     int
		from, to string
	}{
		{civil.FiscalStart{Month: 5, Day: 10}, 2027, "2027-05-10", "2027-05-25"},
		{civil.FiscalStart{Month: 12, Day: 20}, 2026, "2026-12-20", "2027-01-04"},
		{civil.FiscalStart{Month: 2, Day: 20}, 2028, "2028-02-20", "2028-03-06"},
		{civil.FiscalStart{Month: 5, Day: 10}, 2015, "2015-05-10", "2015-05-25"},
	} {
		got, err := AssemblyPeriod(c.first, c.year)
		if days, _ := got.Days(); err != nil || got.From.String() != c.from || got.To.String() != c.to || days != 15 {
			t.Errorf("%v in %d: %s to %s, %v", c.first, c.year, got.From, got.To, err)
		}
	}
}

// Art. 3.85 §1: whatever becomes of lots, the shares stay what they were together.
func TestSharesStayWhatTheyWereTogether(t *testing.T) {
	entries := func(shares ...int64) (list []LotEntry) {
		for _, n := range shares {
			list = append(list, LotEntry{Shares: n})
		}
		return list
	}
	for _, c := range []struct {
		story string
		into  []LotEntry
		code  string
	}{
		{"46 into 30 and 16", entries(30, 16), ""},
		{"46 into a flat and a cellar of none", entries(46, 0), ""},
		{"into one", entries(46), "division_of_one"},
		{"into none", entries(), "division_of_one"},
		{"one share lost", entries(30, 15), "division_sum"},
		{"one share too many", entries(30, 10, 7), "division_sum"},
	} {
		err := Divides(Lot{shares: 46}, c.into)
		if f := fault.As(err); c.code == "" && err != nil || c.code != "" && (f == nil || f.Code != c.code) {
			t.Errorf("%s: %v", c.story, err)
		}
	}
	if sum, err := Merges([]Lot{{shares: 30}, {shares: 16}, {shares: 0}}); sum != 46 || err != nil {
		t.Errorf("merged %d, %v", sum, err)
	}
	if _, err := Merges([]Lot{{shares: 30}}); !errors.Is(err, fault.Invalid("merger_of_one", "")) {
		t.Errorf("a merger of one: %v", err)
	}
}

func TestTheRegionIsOfferedByThePostcode(t *testing.T) {
	for code, want := range map[string]Region{"1000": "BXL", "1060": "BXL", "1300": "WAL", "1500": "VLG", "4000": "WAL", "4699": "WAL", "4700": "DG", "4780": "DG", "4799": "DG", "4800": "WAL", "9000": "VLG", "": "", "abc": ""} {
		if got := OfferedRegion(Address{Postcode: code}); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	if Region("DG").Law() != belgium.Wallonia || Region("").Law() != belgium.Federal || Region("BXL").Law() != belgium.Brussels {
		t.Error("the German-speaking community follows the Walloon region, and nothing confirmed follows the federal law alone")
	}
}
