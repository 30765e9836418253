package keys_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

var policy = act.Policy{
	keys.ReadKeys:   {act.Syndic, act.Owner},
	keys.ChangeKeys: {act.Syndic},
}

type world struct {
	*testing.T
	house    *act.House
	who      act.Who
	room     keys.Room
	register property.Room
	building id.Of[id.Building]
	lots     map[string]id.Of[id.Lot]
	clock    time.Time
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, lots: map[string]id.Of[id.Lot]{}, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	w.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time { w.clock = w.clock.Add(time.Second); return w.clock }}
	w.who = act.Who{Office: id.New[id.Office](), House: true, Lang: i18n.FR}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return w.register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	for _, l := range []struct {
		label  string
		shares int64
	}{{"RC", 120}, {"1C", 310}, {"2C", 290}, {"4B", 280}} {
		w.addLot(l.label, l.shares)
	}
	w.who = act.Who{Office: w.who.Office, Person: id.New[id.Person](), Lang: i18n.FR, Grants: []act.Grant{{Role: act.Syndic}}}
	return w
}

func (w *world) addLot(label string, shares int64) {
	w.Helper()
	w.lots[label] = do(w, func(a *act.Act) (property.Lot, error) {
		return w.register.AddLot(a, w.building, property.LotEntry{Label: label, Kind: "apartment", Shares: shares}, nil, civil.Must("2026-01-01"))
	}).ID()
}

func try[T any](w *world, fn func(*act.Act) (T, error)) (T, error) {
	return act.Do(context.Background(), w.house, w.who, act.Door{Via: "api"}, fn)
}

func do[T any](w *world, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := try(w, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func (w *world) keys(on string, known civil.Instant) string {
	w.Helper()
	list, err := act.See(context.Background(), w.house, w.who, func(v *act.View) ([]keys.Shown, error) {
		return w.room.Keys(v, w.building, civil.Must(on), known)
	})
	if err != nil {
		w.Fatal(err)
	}
	var b strings.Builder
	for _, k := range list {
		fmt.Fprintf(&b, "%s:", k.Name(i18n.FR))
		for _, l := range k.Lines {
			fmt.Fprintf(&b, " %s=%d", l.Lot.Label(), l.Weight)
		}
		if k.Unproven {
			b.WriteString(" (no decision)")
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func (w *world) lift(from string, lots ...string) keys.Entry {
	e := keys.Entry{Name: "Ascenseur", Kind: keys.Lots, Basis: "Règlement de copropriété, art. 14"}
	if from != "" {
		e.From = civil.Must(from)
	}
	for _, l := range lots {
		e.Lots = append(e.Lots, keys.Weighted{Lot: w.lots[l]})
	}
	return e
}

func TestEveryBuildingHasItsFirstKeyWithoutAnybodyEnteringIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		if got := w.keys("2026-03-01", civil.Instant{}); got != "Tous les lots: RC=120 1C=310 2C=290 4B=280" {
			t.Error(got)
		}
		w.who.House = true
		w.addLot("5A", 50)
		w.who.House = false
		if got := w.keys("2026-03-01", civil.Instant{}); !strings.HasSuffix(got, "5A=50") {
			t.Errorf("a lot added later does not take part: %s", got)
		}
		k := do(w, func(a *act.Act) (keys.Key, error) {
			return w.room.ChangeKey(a, keys.Default(w.building), keys.Entry{Name: "Charges générales", Kind: keys.Shares, Basis: "Acte de base, p. 12"})
		})
		if !k.Default() || k.Name(i18n.NL) != "Charges générales" {
			t.Errorf("got %v", k)
		}
		_, err := try(w, func(a *act.Act) (keys.Key, error) {
			return w.room.ChangeKey(a, keys.Default(w.building), keys.Entry{Name: "Lift", Kind: keys.Lots, Lots: []keys.Weighted{{Lot: w.lots["1C"]}}})
		})
		if !errors.Is(err, fault.Conflict("key_default_kind")) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAKeyChangesFromADayAndItsPastStays_Art3_88(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := do(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, w.lift("", "1C", "2C")) })
		all := "Tous les lots: RC=120 1C=310 2C=290 4B=280; "
		if got := w.keys("2026-02-01", civil.Instant{}); got != all+"Ascenseur: 1C=310 2C=290" {
			t.Error(got)
		}
		before := civil.At(w.clock)
		do(w, func(a *act.Act) (keys.Key, error) {
			return w.room.ChangeKey(a, k.ID(), w.lift("2026-07-01", "1C", "2C", "4B"))
		})
		for _, c := range []struct {
			on    string
			known civil.Instant
			want  string
		}{
			{"2026-06-30", civil.Instant{}, "Ascenseur: 1C=310 2C=290"},
			{"2026-07-01", civil.Instant{}, "Ascenseur: 1C=310 2C=290 4B=280 (no decision)"},
			{"2026-07-01", before, "Ascenseur: 1C=310 2C=290"},
		} {
			if got := w.keys(c.on, c.known); got != all+c.want {
				t.Errorf("on %s: %s", c.on, got)
			}
		}
		proven := w.lift("2026-07-01", "1C", "2C", "4B")
		proven.Decision = "AG du 9 décembre 2025, point 7"
		do(w, func(a *act.Act) (keys.Key, error) { return w.room.ChangeKey(a, k.ID(), proven) })
		if got := w.keys("2026-07-01", civil.Instant{}); got != all+"Ascenseur: 1C=310 2C=290 4B=280" {
			t.Errorf("after the correction: %s", got)
		}
		_, err := try(w, func(a *act.Act) (keys.Key, error) { return w.room.ChangeKey(a, k.ID(), w.lift("2026-05-01", "1C")) })
		if !errors.Is(err, fault.Conflict("key_later")) {
			t.Errorf("got %v", err)
		}
		_, err = try(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, w.lift("", "4B")) })
		if !errors.Is(err, fault.Conflict("key_name_taken")) {
			t.Errorf("got %v", err)
		}
		history, err := act.See(context.Background(), w.house, w.who, func(v *act.View) ([]act.Entry, error) { return v.History(act.Subject(k.ID())) })
		var kinds []string
		for _, e := range history {
			kinds = append(kinds, e.Kind)
		}
		if fmt.Sprint(kinds) != "[keys.key_added keys.key_changed keys.key_corrected]" || err != nil {
			t.Errorf("recorded %v, %v", kinds, err)
		}
	})
}

// sharing is a room above whose invoices are shared by every key.
type sharing bool

func (s sharing) UsesKey(*db.Tx, id.Of[id.Key], civil.Date, civil.Instant) (bool, error) {
	return bool(s), nil
}

func TestTheLastVersionOfAKeyIsTakenBackUnlessInvoicesRestOnIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := do(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, w.lift("", "1C", "2C")) })
		do(w, func(a *act.Act) (keys.Key, error) {
			return w.room.ChangeKey(a, k.ID(), w.lift("2026-07-01", "1C", "2C", "4B"))
		})
		known := civil.At(w.clock)
		withdraw := func(key id.Of[id.Key]) error {
			_, err := try(w, func(a *act.Act) (keys.Key, error) { return w.room.Withdraw(a, key) })
			return err
		}
		w.room.Using = []keys.Using{sharing(true)}
		if err := withdraw(k.ID()); !errors.Is(err, fault.Conflict("key_used")) {
			t.Errorf("with an invoice: %v", err)
		}
		w.room.Using = []keys.Using{sharing(false)}
		if err := withdraw(k.ID()); err != nil {
			t.Fatal(err)
		}
		all := "Tous les lots: RC=120 1C=310 2C=290 4B=280"
		if got := w.keys("2026-08-01", civil.Instant{}); got != all+"; Ascenseur: 1C=310 2C=290" {
			t.Errorf("taken back: %s", got)
		}
		if got := w.keys("2026-08-01", known); !strings.Contains(got, "4B=280 (no decision)") {
			t.Errorf("as it was known: %s", got)
		}
		if err := withdraw(k.ID()); err != nil {
			t.Fatal(err)
		}
		if got := w.keys("2026-08-01", civil.Instant{}); got != all {
			t.Errorf("gone: %s", got)
		}
		if err := withdraw(keys.Default(w.building)); !errors.Is(err, fault.Conflict("key_alone")) {
			t.Errorf("the key that every building has: %v", err)
		}
	})
}

func TestTwoPeopleWhoChangeTheSameKeyDoNotWipeOutEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := do(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, w.lift("", "1C", "2C")) })
		seen := civil.At(w.clock)
		do(w, func(a *act.Act) (keys.Key, error) {
			return w.room.ChangeKey(a, k.ID(), w.lift("2026-07-01", "1C", "4B"))
		})
		late := w.lift("2026-08-01", "2C")
		late.Seen = seen
		if _, err := try(w, func(a *act.Act) (keys.Key, error) { return w.room.ChangeKey(a, k.ID(), late) }); !errors.Is(err, fault.Conflict("key_changed_meanwhile")) {
			t.Errorf("got %v", err)
		}
	})
}

func TestWhoMayTouchAKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := do(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, w.lift("", "1C", "2C")) })
		syndic := w.who
		see := func() error {
			_, err := act.See(context.Background(), w.house, w.who, func(v *act.View) (keys.Shown, error) {
				return w.room.Key(v, k.ID(), civil.Date{}, civil.Instant{})
			})
			return err
		}
		change := func() error {
			_, err := try(w, func(a *act.Act) (keys.Key, error) { return w.room.ChangeKey(a, k.ID(), w.lift("", "1C")) })
			return err
		}
		w.who.Grants = []act.Grant{{Role: act.Owner, Building: w.building}}
		if see() != nil || !errors.Is(change(), fault.Forbidden("forbidden")) {
			t.Errorf("an owner reads (%v) and does not change (%v)", see(), change())
		}
		w.who.Grants = []act.Grant{{Role: act.Syndic, Building: id.New[id.Building]()}}
		if !errors.Is(see(), fault.NotFound("not_found")) || !errors.Is(change(), fault.NotFound("not_found")) {
			t.Errorf("the syndic of another building: %v, %v", see(), change())
		}
		w.who = syndic
		w.who.Office = id.New[id.Office]()
		if !errors.Is(see(), fault.NotFound("not_found")) || !errors.Is(change(), fault.NotFound("not_found")) {
			t.Errorf("another office: %v, %v", see(), change())
		}
	})
}

func TestAListOnWhichAKeyRestsCannotBeReturned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		built := func() bool {
			yes, err := act.See(context.Background(), w.house, w.who, func(v *act.View) (bool, error) {
				return w.room.BuiltOn(v.Tx, w.building, civil.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)))
			})
			if err != nil {
				t.Fatal(err)
			}
			return yes
		}
		if built() {
			t.Error("nothing was built yet")
		}
		do(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, w.lift("", "1C", "2C")) })
		if !built() {
			t.Error("the key rests on the lots that it names")
		}
	})
}
