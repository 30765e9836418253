package jobs

import (
	"context"
	"log/slog"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

var noOffice id.Of[id.Office]

// Slot is a job with an hour: every day at Hour:Minute on the clocks of Brussels, or at every step of Every.
type Slot struct {
	Kind         string
	Hour, Minute int
	Every        time.Duration // when set, Hour and Minute are not used
}

// next is the slot's next moment after now, and the key that makes it run once: the local day for a daily slot, so that the
// hour that comes twice in October runs once and the hour that is missing in March runs after the gap.
func (s Slot) next(now time.Time) (time.Time, string) {
	if s.Every > 0 {
		t := now.UTC().Truncate(s.Every).Add(s.Every)
		return t, s.Kind + "@" + t.Format(time.RFC3339)
	}
	for day := civil.At(now).BrusselsDate(); ; day = day.AddDays(1) {
		if at := s.on(day); at.Time().After(now) {
			return at.Time(), s.Kind + "@" + day.String()
		}
	}
}

// on is the slot's moment on a day. An hour that the clocks skip is taken one hour later, an hour that they repeat is its first.
func (s Slot) on(day civil.Date) civil.Instant {
	at, err := civil.InBrussels(day, s.Hour, s.Minute)
	if err != nil {
		at, err = civil.InBrussels(day, s.Hour+1, s.Minute)
	}
	if err != nil {
		panic("jobs: the slot of " + s.Kind + " has no such hour")
	}
	return at
}

// Timetable places the next job of every slot, again and again, until ctx ends. Several nodes may do so: a slot's key is placed once.
func Timetable(ctx context.Context, d *db.DB, slots []Slot, log *slog.Logger) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := Place(ctx, d, slots, time.Now()); err != nil && ctx.Err() == nil {
			log.Error("jobs: timetable", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Place puts the next job of every slot, seen from now.
func Place(ctx context.Context, d *db.DB, slots []Slot, now time.Time) error {
	return d.House(ctx, func(tx *db.Tx) error {
		for _, s := range slots {
			at, key := s.next(now)
			if err := Put(tx, noOffice, s.Kind, key, struct{}{}, civil.At(at)); err != nil {
				return err
			}
		}
		return nil
	})
}
