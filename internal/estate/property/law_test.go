package property

import (
	"testing"

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
