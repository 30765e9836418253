package db

import (
	"context"
	"database/sql"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// channel is where PostgreSQL tells every node that something was committed.
const channel = "koprogo_commit"

// stamp knows when the database changed last, so that what was read once need not be read again for nothing.
//
// SQLite tells it itself: data_version changes with every commit of any other connection, of this process or another. PostgreSQL has no such
// number: every writing transaction notifies, each node listens on a connection of its own and counts what it hears and what it commits itself.
// Another node's commit is therefore heard some milliseconds after it; while nobody listens, there is no stamp.
type stamp struct {
	lite      *sql.Stmt
	counter   atomic.Int64
	listening atomic.Bool
}

// Stamp is a number that has changed if anything was committed since it was last asked. ok is false when it cannot be told: then everything
// must be read anew.
func (d *DB) Stamp(ctx context.Context) (n int64, ok bool) {
	if d.Engine == SQLite {
		if d.stamp.lite == nil {
			return 0, false
		}
		err := d.stamp.lite.QueryRowContext(ctx).Scan(&n)
		return n, err == nil
	}
	return d.stamp.counter.Load(), d.stamp.listening.Load()
}

// Listen hears the commits of all nodes until ctx ends, and rings for those of others. On SQLite there is nothing to hear.
func (d *DB) Listen(ctx context.Context) {
	if d.Engine != Postgres {
		return
	}
	for ctx.Err() == nil {
		d.listenOnce(ctx)
		d.stamp.listening.Store(false)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
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

// prepareStamp opens the connection that watches a SQLite file. It is one of its own: data_version tells of the commits of the others.
func (d *DB) prepareStamp(ctx context.Context) error {
	if d.Engine != SQLite || d.stamp.lite != nil {
		return nil
	}
	d.watcher.SetMaxOpenConns(1)
	d.watcher.SetMaxIdleConns(1)
	d.watcher.SetConnMaxIdleTime(0)
	d.watcher.SetConnMaxLifetime(0)
	st, err := d.watcher.PrepareContext(ctx, `PRAGMA data_version`)
	d.stamp.lite = st
	return err
}
