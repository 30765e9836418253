package property

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

// story is an office with one building, told in steps with a clock that the test sets.
type story struct {
	t        *testing.T
	room     *Room
	house    *act.House
	office   id.Of[id.Office]
	building id.Of[id.Building]
	now      time.Time
}

func begin(t *testing.T, d *db.DB) *story {
	t.Helper()
	s := &story{t: t, room: &Room{}, office: id.New[id.Office](), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	s.house = &act.House{DB: d, Policy: act.Policy{}, Clock: func() time.Time { return s.now }}
	s.do(func(a *act.Act) error {
		b, err := s.room.CreateBuilding(a, BuildingEntry{Name: "Les Tilleuls", Denominator: 1000, Lang: "fr",
			Address: Address{"Rue de la Victoire", "27", "1060", "Saint-Gilles"}})
		s.building = b.ID()
		return err
	})
	return s
}

func (s *story) try(step func(a *act.Act) error) error {
	s.now = s.now.Add(time.Hour)
	_, err := act.Do(context.Background(), s.house, act.Who{Office: s.office, House: true}, act.Door{Via: "test"}, func(a *act.Act) (bool, error) { return true, step(a) })
	return err
}

func (s *story) do(step func(a *act.Act) error) {
	s.t.Helper()
	if err := s.try(step); err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) register(on string, known time.Time) Snapshot {
	s.t.Helper()
	snap, err := act.See(context.Background(), s.house, act.Who{Office: s.office, House: true}, func(v *act.View) (Snapshot, error) {
		return s.room.Register(v, s.building, civil.Must(on), civil.At(known))
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return snap
}

// holders says who holds what, as in "1A Anne Dubois, 1B Luc Lambert".
func holders(s Snapshot) string {
	text := ""
	for i, l := range s.Lots {
		if i > 0 {
			text += ", "
		}
		text += l.Label()
		if p, ok := s.Holder(l.ID()); ok {
			text += " " + p.Name()
		}
	}
	return text
}

func sole(first, last string) []MemberEntry {
	return []MemberEntry{{FirstName: first, LastName: last, Lang: "fr", Part: share.Must(1, 1)}}
}

func (s *story) lot(label string, shares int64, members []MemberEntry, from string) (lot id.Of[id.Lot]) {
	s.t.Helper()
	s.do(func(a *act.Act) error {
		l, err := s.room.AddLot(a, s.building, LotEntry{Label: label, Kind: "apartment", Shares: shares}, members, civil.Must(from))
		lot = l.ID()
		return err
	})
	return lot
}

// Art. 3.94: a lot has exactly one party on any day, and the day of the sale belongs to the buyer.
func TestASaleClosesOneOwnershipAndOpensTheNext(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		lot := s.lot("2D", 26, sole("Helen", "Ashworth"), "2025-01-01")
		before := s.now
		s.do(func(a *act.Act) error {
			_, err := s.room.TransferLot(a, lot, id.Of[id.Party]{}, sole("Tomasz", "Zieliński"), civil.Must("2026-06-15"))
			return err
		})
		for _, c := range []struct {
			on    string
			known time.Time
			want  string
		}{
			{"2026-06-14", s.now, "2D Helen Ashworth"},
			{"2026-06-15", s.now, "2D Tomasz Zieliński"},
			{"2026-06-15", before, "2D Helen Ashworth"}, // as the house knew it before it learned of the sale
			{"2024-12-31", s.now, ""},
		} {
			if got := holders(s.register(c.on, c.known)); got != c.want {
				t.Errorf("on %s as known at %s: %q, want %q", c.on, c.known.Format(time.DateTime), got, c.want)
			}
		}
		err := s.try(func(a *act.Act) error {
			_, err := s.room.TransferLot(a, lot, id.Of[id.Party]{}, sole("Anne", "Dubois"), civil.Must("2026-06-01"))
			return err
		})
		if !errors.Is(err, fault.Conflict("ownership_later")) {
			t.Errorf("a sale before the last one: %v", err)
		}
	})
}

func TestACorrectionKeepsTheOldView(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		lot := s.lot("4B", 64, sole("Anne", "Dubois"), "2025-01-01")
		before := s.now
		s.do(func(a *act.Act) error {
			_, err := s.room.CorrectLot(a, lot, LotEntry{Label: "4B", Kind: "apartment", Shares: 46})
			return err
		})
		now, _ := s.register("2026-01-05", s.now).Lot(lot)
		then, _ := s.register("2026-01-05", before).Lot(lot)
		if now.Shares() != 46 || then.Shares() != 64 {
			t.Errorf("now %d, then %d", now.Shares(), then.Shares())
		}
	})
}

func TestTwoLotsCannotHaveTheSameName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.lot("4B", 46, nil, "2025-01-01")
		err := s.try(func(a *act.Act) error {
			_, err := s.room.AddLot(a, s.building, LotEntry{Label: " 4 b", Kind: "apartment", Shares: 1}, nil, civil.Date{})
			return err
		})
		if !errors.Is(err, fault.Conflict("label_taken")) {
			t.Errorf("%v", err)
		}
	})
}

func list(from string, lines ...ListLine) List {
	return List{Import: id.New[id.Import](), Digest: "d", From: civil.Must(from), Lines: lines}
}

func line(label string, shares int64, members []MemberEntry) ListLine {
	return ListLine{Lot: LotEntry{Label: label, Kind: "apartment", Shares: shares}, Members: members}
}

func (s *story) take(l List) (taken Taken, at civil.Instant) {
	s.t.Helper()
	s.do(func(a *act.Act) (err error) {
		at = a.Now
		taken, err = s.room.TakeList(a, s.building, l)
		return err
	})
	return taken, at
}

func TestAListGivesOnePartyToThePersonOfSeveralLots(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		couple := []MemberEntry{{FirstName: "Luc", LastName: "Lambert", Lang: "fr", Part: share.Must(1, 2)}, {FirstName: "Eva", LastName: "Dubois", Lang: "fr", Part: share.Must(1, 2)}}
		taken, _ := s.take(list("2026-01-01", line("1A", 500, sole("Anne", "Dubois")), line("1B", 300, couple), line("G1", 200, sole("DUBOIS", "Anne"))))
		snap := s.register("2026-02-01", s.now)
		if taken.NewLots != 3 || taken.NewParties != 2 || len(snap.Parties) != 2 || len(snap.LotsOf(snap.Parties[0].ID())) != 2 {
			t.Errorf("%+v, parties %d", taken, len(snap.Parties))
		}
		if b, _ := ShareBalance(snap.Building, snap.Lots); !b.Complete() {
			t.Errorf("shares %+v", b)
		}
	})
}

func TestAListIsTakenBackAndWhatItReplacedIsKnownAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.take(list("2025-01-01", line("1A", 500, sole("Anne", "Dubois")), line("1B", 500, sole("Luc", "Lambert"))))
		second := list("2026-01-01", line("1A", 400, sole("Anne", "Dubois")), line("1B", 500, sole("Eva", "Dubois")), line("1C", 100, sole("Jozef", "Vermeulen")))
		taken, at := s.take(second)
		if taken.ChangedLots != 1 || taken.NewLots != 1 || taken.Transfers != 1 {
			t.Errorf("%+v", taken)
		}
		between := s.now
		if got := holders(s.register("2026-03-01", between)); got != "1A Anne Dubois, 1B Eva Dubois, 1C Jozef Vermeulen" {
			t.Errorf("with the list: %s", got)
		}
		s.do(func(a *act.Act) error { return s.room.ReturnList(a, s.building, second.Import, at) })
		snap := s.register("2026-03-01", s.now)
		lot, _ := snap.ByLabel("1A")
		if got := holders(snap); got != "1A Anne Dubois, 1B Luc Lambert" || lot.Shares() != 500 {
			t.Errorf("after the return: %s, %d shares", got, lot.Shares())
		}
		if got := holders(s.register("2026-03-01", between)); got != "1A Anne Dubois, 1B Eva Dubois, 1C Jozef Vermeulen" {
			t.Errorf("what was known in between is lost: %s", got)
		}
	})
}

func TestAListOnWhichSomethingWasBuiltStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		l := list("2026-01-01", line("1A", 1000, sole("Anne", "Dubois")))
		_, at := s.take(l)
		lot, _ := s.register("2026-02-01", s.now).ByLabel("1A")
		s.do(func(a *act.Act) error {
			_, err := s.room.TransferLot(a, lot.ID(), id.Of[id.Party]{}, sole("Eva", "Dubois"), civil.Must("2026-05-01"))
			return err
		})
		err := s.try(func(a *act.Act) error { return s.room.ReturnList(a, s.building, l.Import, at) })
		if !errors.Is(err, fault.Conflict("list_built_on")) {
			t.Errorf("%v", err)
		}
	})
}

func TestEachPartyHasItsOwnCommunication(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		var lines []ListLine
		for i := range 40 {
			lines = append(lines, line(fmt.Sprint("L", i), 25, sole("Owner", fmt.Sprint("Number", i))))
		}
		s.take(list("2026-01-01", lines...))
		seen := map[string]bool{}
		for _, p := range s.register("2026-02-01", s.now).Parties {
			seen[p.Communication().String()] = true
		}
		if len(seen) != 40 {
			t.Errorf("%d communications for 40 parties", len(seen))
		}
		if checked, err := Check(context.Background(), s.house.DB); err != nil || len(checked.Broken) > 0 {
			t.Errorf("%+v, %v", checked, err)
		}
	})
}
