package deadlines

import (
	"context"
	"errors"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
)

// Follow makes the deadlines of a building again after each fact that may have changed one. Of many facts in a row, the first is answered for all.
func (r *Room) Follow() act.Answer {
	var kinds []string
	for _, s := range r.Sources {
		if !slices.Contains(kinds, s.Facts) {
			kinds = append(kinds, s.Facts)
		}
	}
	return act.Answer{Answerer: "deadlines.follow", Kinds: kinds, Do: func(a *act.Act, e act.Entry) error {
		if e.Building.None() {
			return nil
		}
		last, _, err := db.First(a.Query(madeUpTo, e.Building), (*made).fields)
		if err != nil || last.seq >= e.Seq {
			return err
		}
		return r.make(a, e.Building)
	}}
}

// make asks every source for the deadlines of a building, and keeps what changed.
func (r *Room) make(a *act.Act, building id.Of[id.Building]) error {
	if err := a.Hold(building); err != nil {
		return err
	}
	upTo, err := act.LastFact(a.Tx)
	if err != nil {
		return err
	}
	on := a.Today
	kept, err := db.All(a.Query(linesOf, building), (*Line).fields)
	if err != nil {
		return err
	}
	was := map[string]Line{}
	for _, l := range kept {
		was[l.Key] = l
	}
	for _, s := range r.Sources {
		list, err := s.Of(&a.View, building)
		if f := fault.As(err); f != nil && f.Kind == fault.KindNotFound { // taken away since
			continue
		} else if f != nil { // one building that cannot be judged does not hold the others up: its lines stay, and the night tries again
			kept, on = nil, a.Today.AddDays(-1)
			break
		}
		if err != nil {
			return err
		}
		for _, d := range list {
			l := Line{d, building}
			old, known := was[l.Key]
			delete(was, l.Key)
			if known && old.same(l) {
				continue
			}
			if err := l.save(a.Tx); err != nil {
				return err
			}
		}
	}
	for key := range was {
		if kept == nil {
			break
		}
		if _, err := a.Exec(dropLine, building, key); err != nil {
			return err
		}
	}
	_, err = a.Exec(setMade, building, upTo, on)
	return err
}

func (l Line) same(m Line) bool {
	return l.Path == m.Path && l.What == m.What && args(l.Args).String() == args(m.Args).String() && l.Whom == m.Whom && l.Legal == m.Legal &&
		l.Article == m.Article && l.Date == m.Date && l.Done == m.Done && l.Suspended == m.Suspended
}

// NightlyJob makes the deadlines of every building for the new day.
const NightlyJob = "deadlines.nightly"

// Nightly carries out NightlyJob, each building in a transaction of its own.
func (r *Room) Nightly(ctx context.Context, _ jobs.Job) error {
	today := r.House.Now().BrusselsDate()
	var places []place
	err := r.House.DB.Look(ctx, func(tx *db.Tx) (err error) {
		places, err = db.All(tx.Query(stale, today), (*place).fields)
		return err
	})
	for _, p := range places {
		err = errors.Join(err, r.House.DB.House(ctx, func(tx *db.Tx) error {
			a := act.Within(r.House, tx, p.office, "job")
			if err := r.make(a, p.building); err != nil {
				return err
			}
			return a.Seal()
		}))
	}
	return errors.Join(err, r.sweep(ctx, today))
}

func (r *Room) sweep(ctx context.Context, today civil.Date) error {
	return r.House.DB.House(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(sweepLetter, today.AddMonths(-13))
		return err
	})
}
