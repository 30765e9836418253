package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/platform/db"
)

// Handler does one kind of job. It must bear being called twice for the same job.
type Handler func(ctx context.Context, j Job) error

// ErrGiveUp, wrapped by a handler's error, says that trying again would not help.
var ErrGiveUp = errors.New("trying again would not help")

// Runner works off due jobs.
type Runner struct {
	DB       *db.DB
	Handlers map[string]Handler
	Workers  int           // how many jobs at once; 2 when zero
	Lease    time.Duration // how long a silent worker keeps its job; a minute when zero
	Look     time.Duration // how often to look without a bell; 2 s when zero
	Clock    func() time.Time
	Log      *slog.Logger
}

func (r *Runner) now() civil.Instant {
	if r.Clock != nil {
		return civil.At(r.Clock())
	}
	return civil.At(time.Now())
}

func (r *Runner) defaults() {
	if r.Workers == 0 {
		r.Workers = 2
	}
	if r.Lease == 0 {
		r.Lease = time.Minute
	}
	if r.Look == 0 {
		r.Look = 2 * time.Second
	}
	if r.Log == nil {
		r.Log = slog.Default()
	}
}

// Run works until ctx ends, then lets the jobs under way finish: a job is never cut in the middle by a stop of ours.
func (r *Runner) Run(ctx context.Context) {
	r.defaults()
	var wg sync.WaitGroup
	for range r.Workers {
		bell := r.DB.Bell()
		wg.Go(func() { r.work(ctx, bell) })
	}
	wg.Wait()
}

func (r *Runner) work(ctx context.Context, bell <-chan struct{}) {
	look := time.NewTicker(r.Look)
	defer look.Stop()
	for {
		for {
			if ctx.Err() != nil {
				return
			}
			did, err := r.Once(context.WithoutCancel(ctx))
			if err != nil {
				r.Log.Error("jobs: cannot claim", "error", err)
				break
			}
			if !did {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-bell:
		case <-look.C:
		}
	}
}

// Once claims and runs one due job; did is false when nothing was due.
func (r *Runner) Once(ctx context.Context) (did bool, err error) {
	r.defaults()
	var due int64
	err = r.DB.Read(ctx, noOffice, func(tx *db.Tx) (err error) {
		due, err = db.Value[int64](tx.Query(anyDue, r.now()))
		return err
	})
	if err != nil || due == 0 {
		return false, err
	}
	var job Job
	err = r.DB.House(ctx, func(tx *db.Tx) (err error) {
		now := r.now()
		job, did, err = db.First(tx.Query(claimJob, now, now.Add(r.Lease)), (*Job).fields)
		return err
	})
	if err != nil || !did {
		return false, err
	}
	r.run(ctx, job)
	return true, nil
}

func (r *Runner) run(ctx context.Context, job Job) {
	ctx, stop := context.WithCancel(ctx)
	go r.renew(ctx, stop, job)
	err := r.handle(ctx, job)
	lost := ctx.Err() != nil
	stop()
	if lost {
		r.Log.Warn("jobs: lease lost", "kind", job.Kind, "job", job.ID)
		return
	}
	state, runAt, note := "done", job.RunAt, ""
	if err != nil {
		state, note = "waiting", err.Error()
		runAt = r.now().Add(patience(job.Attempts))
		if job.Attempts >= Tries || errors.Is(err, ErrGiveUp) {
			state = "failed"
		}
		r.Log.Warn("jobs: "+state, "kind", job.Kind, "job", job.ID, "attempt", job.Attempts, "error", note)
	}
	err = r.DB.House(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		// The attempt is part of the condition: a worker that lost its lease cannot overwrite the next one's result.
		_, err := tx.Exec(finishJob, job.ID, job.Attempts, state, runAt, note, r.now())
		return err
	})
	if err != nil {
		r.Log.Error("jobs: cannot note the end", "job", job.ID, "error", err)
	}
}

func (r *Runner) handle(ctx context.Context, job Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.Log.Error("jobs: panic", "kind", job.Kind, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	h, known := r.Handlers[job.Kind]
	if !known {
		return fmt.Errorf("nobody does jobs of kind %q: %w", job.Kind, ErrGiveUp)
	}
	return h(ctx, job)
}

// renew keeps the lease while the job runs, and stops the job when it was lost to another worker.
func (r *Runner) renew(ctx context.Context, stop context.CancelFunc, job Job) {
	tick := time.NewTicker(r.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			var kept int64
			err := r.DB.House(ctx, func(tx *db.Tx) (err error) {
				kept, err = tx.Exec(renewJob, job.ID, job.Attempts, r.now().Add(r.Lease))
				return err
			})
			if err == nil && kept == 0 {
				stop()
				return
			}
		}
	}
}

// Sweep deletes what was done more than a month ago.
func Sweep(ctx context.Context, d *db.DB, now civil.Instant) error {
	return d.House(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(sweepJobs, now.Add(-30*24*time.Hour))
		return err
	})
}

type stateCount struct {
	state string
	n     int64
}

func (c *stateCount) fields() []any { return []any{&c.state, &c.n} }

// Count tells how many jobs are in each state, for the metrics.
func Count(ctx context.Context, d *db.DB) (map[string]int64, error) {
	counts := map[string]int64{}
	err := d.Read(ctx, noOffice, func(tx *db.Tx) error {
		list, err := db.All(tx.Query(countJobs), (*stateCount).fields)
		for _, c := range list {
			counts[c.state] = c.n
		}
		return err
	})
	return counts, err
}
