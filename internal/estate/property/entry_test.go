package property

import (
	"errors"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

func TestAPersonWhoseRightIsNotSaidHasFullOwnership(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.take(list("2026-01-01", line("1A", 1000, []MemberEntry{{LastName: "Dubois", Lang: "fr", Part: share.Must(1, 1)}})))
		if p := s.register("2026-02-01", s.now).Parties; len(p) != 1 || p[0].Members()[0].Right() != Full {
			t.Errorf("%+v", p)
		}
	})
}

func TestAListNamesALotOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		err := s.try(func(a *act.Act) error {
			_, err := s.room.TakeList(a, s.building, list("2026-01-01", line("1A", 500, nil), line("1 a", 500, nil)))
			return err
		})
		if !errors.Is(err, fault.Conflict("label_taken")) {
			t.Errorf("%v", err)
		}
	})
}

func TestAListReplacedByAnotherThatWasTakenBackCanBeTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		first := list("2025-01-01", line("1A", 500, sole("Anne", "Dubois")), line("1B", 500, sole("Luc", "Lambert")))
		_, then := s.take(first)
		second := list("2026-01-01", line("1A", 400, sole("Anne", "Dubois")), line("1B", 500, sole("Eva", "Dubois")))
		_, later := s.take(second)
		back := func(l List, at civil.Instant) error {
			return s.try(func(a *act.Act) error { return s.room.ReturnList(a, s.building, l.Import, at) })
		}
		if err := back(first, then); !errors.Is(err, fault.Conflict("list_built_on")) {
			t.Errorf("the second list was built on it: %v", err)
		}
		if err := errors.Join(back(second, later), back(first, then)); err != nil {
			t.Error(err)
		}
		if got := holders(s.register("2026-03-01", s.now)); got != "" {
			t.Errorf("left behind: %s", got)
		}
	})
}

func TestAListWhoseOwnerHasASignInStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		l := list("2026-01-01", line("1A", 1000, sole("Anne", "Dubois")))
		_, at := s.take(l)
		member := s.register("2026-02-01", s.now).Parties[0].Members()[0]
		s.do(func(a *act.Act) error { return s.room.Attach(a, member, id.New[id.Person]()) })
		err := s.try(func(a *act.Act) error { return s.room.ReturnList(a, s.building, l.Import, at) })
		if !errors.Is(err, fault.Conflict("list_built_on")) {
			t.Errorf("%v", err)
		}
	})
}

func TestCompareSaysWhatAListLeavesOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.take(list("2025-01-01", line("1A", 500, sole("Anne", "Dubois")), line("1B", 400, sole("Luc", "Lambert"))))
		s.do(func(a *act.Act) error {
			reg, err := LoadRegister(a.Tx, s.building)
			c := Compare(reg, list("2026-01-01", line("1A", 600, nil)), a.Today, a.Now)
			if c.ChangedLots != 1 || len(c.LeftOut) != 1 || c.LeftOut[0].Label() != "1B" || c.Shares != 1000 {
				t.Errorf("%+v", c)
			}
			return err
		})
	})
}
