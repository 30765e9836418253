package keys

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
)

var (
	on  = civil.Must("2026-10-01")
	now = civil.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
)

// tilleuls is a small part of the Résidence Les Tilleuls: a shop, three flats and a garage.
func tilleuls(t *testing.T) property.Snapshot {
	t.Helper()
	b, err := property.NewBuilding("Résidence Les Tilleuls", property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"},
		1000, "", i18n.FR, now)
	if err != nil {
		t.Fatal(err)
	}
	var list []property.ListLine
	for _, l := range []struct {
		label  string
		kind   property.Kind
		shares int64
	}{{"RC", "commercial", 120}, {"1C", "apartment", 300}, {"2C", "apartment", 290}, {"4B", "apartment", 280}, {"G1", "garage", 10}} {
		list = append(list, property.ListLine{Lot: property.LotEntry{Label: l.label, Kind: l.kind, Shares: l.shares}})
	}
	s, err := property.Drawn(b, list, on, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func named(s property.Snapshot, text string) []Weighted {
	var list []Weighted
	for _, f := range strings.Fields(text) {
		label, weight, _ := strings.Cut(f, "=")
		w := Weighted{Lot: id.New[id.Lot]()}
		if l, ok := s.ByLabel(label); ok {
			w.Lot = l.ID()
		}
		_, _ = fmt.Sscan(weight, &w.Weight)
		list = append(list, w)
	}
	return list
}

func said(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s=%d ", l.Lot.Label(), l.Weight)
	}
	return strings.TrimSpace(b.String())
}

func TestWhoTakesPartInAKey_Art3_85(t *testing.T) {
	s := tilleuls(t)
	for _, c := range []struct {
		name string
		kind Kind
		lots string
		want string
	}{
		{"the roof: every lot by its shares", Shares, "", "RC=120 1C=300 2C=290 4B=280 G1=10"},
		{"the lift: the flats by their shares, in the order of the deed", Lots, "4B 1C 2C", "1C=300 2C=290 4B=280"},
		{"the water: numbers that the statutes give", Weights, "2C=3 RC=1 4B=2", "RC=1 2C=3 4B=2"},
		{"a weight of nothing takes part and pays nothing", Weights, "RC=0 4B=2", "RC=0 4B=2"},
		{"a lot that is gone takes no part", Lots, "1C 9Z", "1C=300"},
	} {
		k := Key{kind: c.kind, lots: named(s, c.lots)}
		lines, err := k.WeightsFor(s)
		if err != nil || said(lines) != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.name, said(lines), err, c.want)
		}
	}
}

func TestAKeyThatCanShareNothing_Art3_85(t *testing.T) {
	s := tilleuls(t)
	for _, c := range []struct {
		key  Key
		s    property.Snapshot
		code string
	}{
		{Key{kind: Shares}, property.Snapshot{On: on}, "key_no_lot"},
		{Key{kind: Lots, lots: named(s, "9Z")}, s, "key_no_lot"},
		{Key{kind: Weights, lots: named(s, "1C=0 2C=0")}, s, "key_all_zero"},
	} {
		if _, err := c.key.WeightsFor(c.s); !errors.Is(err, fault.Invalid(c.code, "")) {
			t.Errorf("got %v, want %s", err, c.code)
		}
	}
}

func TestWhatAKeyMayName(t *testing.T) {
	s := tilleuls(t)
	for _, c := range []struct {
		kind Kind
		lots string
		code string
	}{
		{Shares, "", ""},
		{Shares, "1C", "key_lots_unwanted"},
		{Lots, "1C 2C", ""},
		{Lots, "", "key_no_lot"},
		{Lots, "1C=5", "key_weight_unwanted"},
		{Lots, "1C 1C", "key_lot_twice"},
		{Lots, "1C 9Z", "key_lot_elsewhere"},
		{Weights, "1C=5 2C=0", ""},
		{Weights, "1C=0 2C=0", "key_all_zero"},
		{Weights, "1C=-1", "key_weight_range"},
		{Weights, "1C=1000000001", "key_weight_range"},
		{"by hand", "", "key_kind"},
	} {
		err := Coherent(c.kind, named(s, c.lots), s)
		if (c.code == "") != (err == nil) || c.code != "" && !errors.Is(err, fault.Invalid(c.code, "")) {
			t.Errorf("%s %q: got %v, want %q", c.kind, c.lots, err, c.code)
		}
	}
}

func TestOtherLotsOrWeightsAreAnotherDistribution_Art3_88(t *testing.T) {
	s := tilleuls(t)
	key := func(kind Kind, name, lots string) Key { return Key{kind: kind, name: name, lots: named(s, lots)} }
	for _, c := range []struct {
		a, b Key
		same bool
	}{
		{key(Lots, "Lift", "1C 2C"), key(Lots, "Ascenseur", "2C 1C"), true},
		{key(Lots, "Lift", "1C 2C"), key(Lots, "Lift", "1C 2C 4B"), false},
		{key(Weights, "Water", "1C=1 2C=2"), key(Weights, "Water", "1C=2 2C=1"), false},
		{key(Lots, "Lift", "1C"), key(Shares, "Lift", ""), false},
	} {
		if SameDistribution(c.a, c.b) != c.same {
			t.Errorf("%v and %v", c.a, c.b)
		}
	}
}

// A change is explained by what each lot bears of a thousand euros before and after; both sides sum to the whole.
func TestWhatAChangeDoesToEachLot(t *testing.T) {
	s := tilleuls(t)
	lift := func(text string) Key {
		k, err := newKey(id.New[id.Key](), Entry{Name: "Ascenseur", Kind: Weights, Lots: named(s, text)}, s, now)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	list, err := Effects(lift("1C=1 2C=1 4B=1"), lift("1C=1 2C=2"), s)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	var before, after int64
	for _, e := range list {
		fmt.Fprintf(&got, "%s %d>%d ", e.Lot.Label(), e.Before, e.After)
		before, after = before+int64(e.Before), after+int64(e.After)
	}
	if got.String() != "RC 0>0 1C 33334>33333 2C 33333>66667 4B 33333>0 G1 0>0 " || before != 100_000 || after != 100_000 {
		t.Errorf("%s sums %d and %d", got.String(), before, after)
	}
}
