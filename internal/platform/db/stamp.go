package db

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// channel is where PostgreSQL tells every node that something was committed.
const channel = "koprogo_commit"

// stamp knows when the database changed last, so that what was read once need not be read again for nothing.
//
// Every commit of this program counts at once. Those of others are heard: on PostgreSQL every writing transaction notifies, and each node listens
// on a connection of its own; on SQLite the file itself tells by its data_version, which is asked every fifty milliseconds. Another program's
// commit is therefore known some milliseconds after it; while nobody listens, there is no stamp.
type stamp struct {
	counter   atomic.Int64
	listening atomic.Bool
}

// Stamp is a number that has changed if anything was committed since it was last asked. ok is false when it cannot be told: then everything
// must be read anew.
func (d *DB) Stamp() (n int64, ok bool) { return d.stamp.counter.Load(), d.stamp.listening.Load() }

// watching is how often a SQLite file is asked whether another program has committed.
const watching = 50 * time.Millisecond

// Listen hears the commits of other programs until ctx ends, and rings for them.
func (d *DB) Listen(ctx context.Context) {
	for ctx.Err() == nil {
		if d.Engine == SQLite {
			d.watch(ctx)
		} else {
			d.listenOnce(ctx)
		}
		d.stamp.listening.Store(false)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// watch asks a SQLite file for its data_version, on a connection of its own: it tells of the commits of all others.
func (d *DB) watch(ctx context.Context) {
	conn, err := d.reader.Conn(ctx)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	tick := time.NewTicker(watching)
	defer tick.Stop()
	last := int64(-1)
	for {
		var version int64
		if err := conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
			return
		}
		if version != last {
			last = version
			d.stamp.counter.Add(1)
			d.stamp.listening.Store(true)
			d.ring()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (d *DB) listenOnce(ctx context.Context) {
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		return
	}
	_ = conn.Raw(func(raw any) error {
		c := raw.(*stdlib.Conn).Conn()
		if _, err := c.Exec(ctx, `LISTEN `+channel); err != nil {
			return err
		}
		d.stamp.counter.Add(1) // whatever was read before we listened is read again
		d.stamp.listening.Store(true)
		for {
			if _, err := c.WaitForNotification(ctx); err != nil {
				return err
			}
			d.stamp.counter.Add(1)
			d.ring()
		}
	})
	// The connection has been broken off in the middle of a wait; it is not given back to the pool.
	_ = conn.Raw(func(raw any) error { return raw.(*stdlib.Conn).Conn().Close(context.WithoutCancel(ctx)) })
	_ = conn.Close()
}
