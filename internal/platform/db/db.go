// Package db is the one door to the database: SQLite inside the binary, or PostgreSQL when an office outgrows one machine.
//
//	Open      connects and refuses what would be unsafe (a role that ignores row-level security)
//	Migrate   brings the schema up to date, once, whoever starts first (migrate.go)
//	Q, Global, House   declare the statements of a room: text written once for both engines (stmt.go)
//	Tx        a transaction for one office; it binds that office as $1 itself, so no room can name another (tx.go)
//	Stamp     has anything been committed since? (stamp.go)
//	Kept      what a room has made of rows that did not change since (memo.go)
//
// Values that go in are whole numbers, text, bytes, booleans and types of our kernel; a time.Time is refused because the
// engines would store it differently, a NUL character because only one of them would.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	"modernc.org/sqlite"               // driver "sqlite"
)

// Engine is one of the two databases.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// maxConns bounds the connections of one instance: stack of the hosting plan, see docs/architecture.md.
const (
	sqliteReaders = 5 // one of them watches for the commits of other programs
	postgresConns = 9 // one of them listens for the commits of other nodes
)

// DB is an open database.
type DB struct {
	Engine Engine
	url    string
	writer *sql.DB
	reader *sql.DB

	mu       sync.Mutex
	prepared map[*Stmt]pair // SQLite only: an unprepared statement costs twice the time there

	stamp stamp
	memo  memo
	asked atomic.Int64

	bellMu sync.Mutex
	bells  []chan struct{}
}

// Asked is how many statements were carried out so far: the measure of a page is how many it needs.
func (d *DB) Asked() int64 { return d.asked.Load() }

type pair struct{ write, read *sql.Stmt }

// Open connects to "sqlite:PATH" or "postgres://...". The folder of a SQLite file is made when it is missing.
func Open(ctx context.Context, address string) (*DB, error) {
	path, lite := strings.CutPrefix(address, "sqlite:")
	if lite {
		return openSQLite(ctx, path)
	}
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return openPostgres(ctx, address)
	}
	return nil, errors.New("the database address must start with sqlite: or postgres://")
}

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("the folder of the database cannot be made: %w", err)
	}
	dsn := func(extra url.Values) string {
		v := url.Values{"_pragma": {"busy_timeout(10000)", "foreign_keys(1)", "journal_mode(WAL)", "synchronous(FULL)"}}
		for k, list := range extra {
			v[k] = append(v[k], list...)
		}
		return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode()
	}
	writer, err := sql.Open("sqlite", dsn(url.Values{"_txlock": {"immediate"}}))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := patient(ctx, writer); err != nil {
		return nil, fmt.Errorf("the database %s cannot be opened: %w", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, err
	}
	reader, err := sql.Open("sqlite", dsn(url.Values{"_pragma": {"query_only(1)"}}))
	if err != nil {
		return nil, err
	}
	reader.SetMaxOpenConns(sqliteReaders)
	reader.SetMaxIdleConns(sqliteReaders)
	return &DB{Engine: SQLite, url: path, writer: writer, reader: reader, prepared: map[*Stmt]pair{}}, nil
}

// patient opens the first connection. While another starter turns a fresh file to write-ahead logging, SQLite answers "busy" without
// waiting; so we wait.
func patient(ctx context.Context, pool *sql.DB) error {
	until := time.Now().Add(10 * time.Second)
	for {
		err := pool.PingContext(ctx)
		var lite *sqlite.Error
		if err == nil || !errors.As(err, &lite) || lite.Code()&0xff != sqliteBusy || time.Now().After(until) {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func openPostgres(ctx context.Context, address string) (*DB, error) {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns)
	var super, bypass bool
	err = pool.QueryRowContext(ctx, `SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user`).Scan(&super, &bypass)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL cannot be reached: %w", err)
	}
	if super || bypass {
		return nil, errors.New("the PostgreSQL role ignores row-level security; use a role that is neither SUPERUSER nor BYPASSRLS (CREATE ROLE koprogo LOGIN; CREATE DATABASE koprogo OWNER koprogo)")
	}
	return &DB{Engine: Postgres, url: address, writer: pool, reader: pool}, nil
}

// Close ends all connections.
func (d *DB) Close() error {
	err := d.writer.Close()
	if d.reader != d.writer {
		err = errors.Join(err, d.reader.Close())
	}
	return err
}

// Ping really reaches the database, for /readyz.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	return d.reader.QueryRowContext(ctx, `SELECT 1`).Scan(&one)
}

// Integrity asks the engine whether its own file is sound; PostgreSQL has no such question and answers by its checksums.
func (d *DB) Integrity(ctx context.Context) error {
	if d.Engine != SQLite {
		return d.Ping(ctx)
	}
	var verdict string
	if err := d.reader.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return errors.New(verdict)
	}
	var table string
	var row, parent, fk any
	err := d.reader.QueryRowContext(ctx, `PRAGMA foreign_key_check`).Scan(&table, &row, &parent, &fk)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("table %s holds a row that points nowhere", table)
}

// Bell gives a channel that rings after each committed write of this instance, so that jobs and live pages need not wait for their next look.
func (d *DB) Bell() <-chan struct{} {
	c := make(chan struct{}, 1)
	d.bellMu.Lock()
	d.bells = append(d.bells, c)
	d.bellMu.Unlock()
	return c
}

func (d *DB) ring() {
	d.bellMu.Lock()
	defer d.bellMu.Unlock()
	for _, c := range d.bells {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
