package keys_test

import (
	"errors"
	"testing"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

// Art. 3.88 §1 2° g: a lot is divided; the lift is paid by what comes from it, and nobody else pays more or less. What the statutes alone can say is refused.
func TestKeysFollowLotsThatAreDividedOrMerged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.register.Followers = []property.Follower{&w.room}
		w.who = act.Who{Office: w.who.Office, House: true, Lang: "fr"}
		do(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, w.lift("", "1C", "2C", "4B")) })
		before := w.clock
		divide := func(lot string, on string, into ...property.LotEntry) ([]property.Lot, error) {
			return try(w, func(a *act.Act) ([]property.Lot, error) {
				_, come, err := w.register.DivideLot(a, w.lots[lot], property.DivisionEntry{On: civil.Must(on), Into: into, Decision: "AG du 12 mai 2026"})
				return come, err
			})
		}
		come, err := divide("4B", "2026-06-01", property.LotEntry{Label: "4B", Kind: "apartment", Shares: 200}, property.LotEntry{Label: "4E", Kind: "studio", Shares: 80})
		if err != nil {
			t.Fatal(err)
		}
		w.lots["4B"], w.lots["4E"] = come[0].ID(), come[1].ID()
		for on, want := range map[string]string{
			"2026-05-31": "Tous les lots: RC=120 1C=310 2C=290 4B=280; Ascenseur: 1C=310 2C=290 4B=280",
			"2026-06-01": "Tous les lots: RC=120 1C=310 2C=290 4B=200 4E=80; Ascenseur: 1C=310 2C=290 4B=200 4E=80",
		} {
			if got := w.keys(on, civil.Instant{}); got != want {
				t.Errorf("on %s:\n got %s\nwant %s", on, got, want)
			}
		}
		if got := w.keys("2026-06-01", civil.At(before)); got != "Tous les lots: RC=120 1C=310 2C=290 4B=280; Ascenseur: 1C=310 2C=290 4B=280" {
			t.Errorf("as known before: %s", got)
		}
		undone := w.keys("2026-07-01", civil.Instant{})
		do(w, func(a *act.Act) (bool, error) {
			line, _, err := w.register.DivideLot(a, w.lots["2C"], property.DivisionEntry{On: civil.Must("2026-07-01"), Into: []property.LotEntry{
				{Label: "2C1", Kind: "studio", Shares: 145}, {Label: "2C2", Kind: "studio", Shares: 145}}})
			if err != nil {
				return false, err
			}
			_, err = w.register.UndoLineage(a, line.ID())
			return true, err
		})
		if got := w.keys("2026-07-01", civil.Instant{}); got != undone {
			t.Errorf("divided and undone:\n got %s\nwant %s", got, undone)
		}
		merge := func(on string, lots ...string) error {
			_, err := try(w, func(a *act.Act) (bool, error) {
				e := property.MergerEntry{On: civil.Must(on), Into: property.LotEntry{Label: "X", Kind: "apartment"}}
				for _, l := range lots {
					e.Lots = append(e.Lots, w.lots[l])
				}
				_, come, err := w.register.MergeLots(a, w.building, e)
				if err == nil {
					w.lots["X"] = come[0].ID()
				}
				return true, err
			})
			return err
		}
		if err := merge("2026-07-01", "RC", "1C"); !errors.Is(err, fault.Conflict("keys_weigh_lot")) {
			t.Errorf("a lot that pays for the lift with one that does not: %v", err)
		}
		water := keys.Entry{Name: "Eau", Kind: keys.Weights, Lots: []keys.Weighted{{Lot: w.lots["4B"], Weight: 2}, {Lot: w.lots["4E"], Weight: 1}, {Lot: w.lots["1C"], Weight: 3}}}
		do(w, func(a *act.Act) (keys.Key, error) { return w.room.AddKey(a, w.building, water) })
		if _, err := divide("1C", "2026-07-01", property.LotEntry{Label: "1C1", Kind: "studio", Shares: 155}, property.LotEntry{Label: "1C2", Kind: "studio", Shares: 155}); !errors.Is(err, fault.Conflict("keys_weigh_lot")) {
			t.Errorf("a number of its own that only the statutes can share out: %v", err)
		}
		if err := merge("2026-07-01", "4B", "4E"); err != nil {
			t.Fatal(err)
		}
		if got := w.keys("2026-07-01", civil.Instant{}); got != "Tous les lots: RC=120 1C=310 2C=290 X=280; Ascenseur: 1C=310 2C=290 X=280 (no decision); Eau: 1C=3 X=3 (no decision)" {
			t.Errorf("merged: %s", got)
		}
	})
}
