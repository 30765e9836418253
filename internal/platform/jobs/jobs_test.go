package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func put(t *testing.T, d *db.DB, kind, key string, when time.Time) {
	t.Helper()
	err := d.Write(context.Background(), id.New[id.Office](), func(tx *db.Tx) error {
		return Put(tx, id.New[id.Office](), kind, key, map[string]int{"n": 1}, civil.At(when))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAJobIsTakenBackWithItsTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_ = d.Write(context.Background(), id.New[id.Office](), func(tx *db.Tx) error {
			if err := Put(tx, id.New[id.Office](), "k", "k1", nil, civil.At(time.Now())); err != nil {
				t.Fatal(err)
			}
			return errors.New("changed my mind")
		})
		if counts, err := Count(context.Background(), d); err != nil || len(counts) != 0 {
			t.Errorf("%v, %v", counts, err)
		}
	})
}

func TestTwoRunnersDoEachJobOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const n = 60
		var mu sync.Mutex
		done := map[string]int{}
		for i := range n {
			put(t, d, "k", fmt.Sprint("job", i), time.Now())
			put(t, d, "k", fmt.Sprint("job", i), time.Now()) // the same key is placed once
		}
		ctx, stop := context.WithCancel(context.Background())
		all := make(chan struct{}, n)
		handlers := map[string]Handler{"k": func(_ context.Context, j Job) error {
			mu.Lock()
			defer mu.Unlock()
			done[j.Key]++
			all <- struct{}{}
			return nil
		}}
		var wg sync.WaitGroup
		for range 2 {
			r := &Runner{DB: d, Handlers: handlers, Workers: 3, Log: quiet, Look: 20 * time.Millisecond}
			wg.Go(func() { r.Run(ctx) })
		}
		for range n {
			<-all
		}
		stop()
		wg.Wait()
		for key, times := range done {
			if times != 1 {
				t.Errorf("%s was done %d times", key, times)
			}
		}
		if counts, _ := Count(context.Background(), d); counts["done"] != n {
			t.Errorf("%v", counts)
		}
	})
}

func TestAKilledWorkersJobIsTakenOverAndItsLateResultIsIgnored(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		var clock atomic.Int64
		clock.Store(now.UnixMicro())
		put(t, d, "k", "k1", now)
		// The first worker claims and is killed: it never reports.
		r := &Runner{DB: d, Log: quiet, Clock: func() time.Time { return time.UnixMicro(clock.Load()) }, Lease: time.Minute}
		r.defaults()
		var first Job
		err := d.House(context.Background(), func(tx *db.Tx) (err error) {
			first, _, err = db.First(tx.Query(claimJob, r.now(), r.now().Add(r.Lease)), (*Job).fields)
			return err
		})
		if err != nil || first.Attempts != 1 {
			t.Fatal(first, err)
		}
		r.Handlers = map[string]Handler{"k": func(context.Context, Job) error { return nil }}
		if did, _ := r.Once(context.Background()); did {
			t.Error("a leased job was claimed by another")
		}
		clock.Store(now.Add(2 * time.Minute).UnixMicro())
		if did, err := r.Once(context.Background()); !did || err != nil {
			t.Errorf("an expired lease was not taken over: %v", err)
		}
		err = d.House(context.Background(), func(tx *db.Tx) error {
			n, err := tx.Exec(finishJob, first.ID, first.Attempts, "failed", r.now(), "late", r.now())
			if n != 0 {
				t.Error("the killed worker overwrote the result of the next")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestAFailingJobWaitsLongerEachTimeAndIsSetAside(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		put(t, d, "k", "k1", now)
		tries := 0
		r := &Runner{DB: d, Log: quiet, Clock: func() time.Time { return now }, Handlers: map[string]Handler{
			"k": func(context.Context, Job) error { tries++; return errors.New("no") },
		}}
		for range 200 {
			if _, err := r.Once(context.Background()); err != nil {
				t.Fatal(err)
			}
			now = now.Add(10 * time.Minute)
		}
		counts, _ := Count(context.Background(), d)
		if tries != Tries || counts["failed"] != 1 {
			t.Errorf("%d tries, %v", tries, counts)
		}
	})
}

func TestAStopLetsTheJobUnderWayFinish(t *testing.T) {
	d := dbtest.SQLite(t)
	put(t, d, "k", "k1", time.Now())
	began, finish := make(chan struct{}), make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	r := &Runner{DB: d, Log: quiet, Look: 10 * time.Millisecond, Handlers: map[string]Handler{"k": func(ctx context.Context, _ Job) error {
		close(began)
		<-finish
		return ctx.Err()
	}}}
	over := make(chan struct{})
	go func() { r.Run(ctx); close(over) }()
	<-began
	stop()
	close(finish)
	<-over
	if counts, _ := Count(context.Background(), d); counts["done"] != 1 {
		t.Errorf("%v", counts)
	}
}

func TestTheHoursOfSummerTime(t *testing.T) {
	daily := Slot{Kind: "k", Hour: 2, Minute: 30}
	for _, c := range []struct{ now, next, key string }{
		{"2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z", "k@2026-03-29"}, // 02:30 does not exist: 03:30 CEST
		{"2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z", "k@2026-03-30"},
		{"2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "k@2026-10-25"}, // 02:30 comes twice: the first
		{"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "k@2026-10-26"}, // and only the first
		{"2026-12-31T23:30:00Z", "2027-01-01T01:30:00Z", "k@2027-01-01"}, // it is the new year in Brussels
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		next, key := daily.next(now)
		if next.UTC().Format(time.RFC3339) != c.next || key != c.key {
			t.Errorf("after %s: %s %s, want %s %s", c.now, next.UTC().Format(time.RFC3339), key, c.next, c.key)
		}
	}
}

func TestASlotIsPlacedOnceByTwoNodes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		slots := []Slot{{Kind: "a", Hour: 3}, {Kind: "b", Every: time.Hour}}
		now := time.Date(2026, 10, 24, 23, 0, 0, 0, time.UTC)
		for range 3 {
			if err := Place(context.Background(), d, slots, now); err != nil {
				t.Fatal(err)
			}
		}
		if counts, _ := Count(context.Background(), d); counts["waiting"] != 2 {
			t.Errorf("%v", counts)
		}
	})
}
