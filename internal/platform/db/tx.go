package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
)

// NoOffice is the office of acts that belong to none, such as a password reset: the house's own head of the chain.
const NoOffice = "00000000-0000-0000-0000-000000000000"

// Tx is a transaction for one office, or for the house. It carries its context: a transaction never outlives its request.
type Tx struct {
	ctx    context.Context
	db     *DB
	tx     *sql.Tx
	office string
	house  bool
	write  bool
	did    *did // shared by the copies of a transaction
}

// did is what a transaction has changed so far.
type did struct {
	any    bool
	office bool // rows of an office
}

func (d *did) change(s *Stmt) {
	d.any = true
	d.office = d.office || s.Reach == OfOffice
}

// Write runs fn in a transaction that may change rows of one office. It commits when fn returns nil and takes all back otherwise.
func (d *DB) Write(ctx context.Context, office id.Of[id.Office], fn func(*Tx) error) error {
	return d.run(ctx, officeText(office), false, true, fn)
}

// Read runs fn in a transaction that sees one moment of one office and changes nothing.
func (d *DB) Read(ctx context.Context, office id.Of[id.Office], fn func(*Tx) error) error {
	return d.run(ctx, officeText(office), false, false, fn)
}

// House runs fn for the house's own work, across offices.
func (d *DB) House(ctx context.Context, fn func(*Tx) error) error {
	return d.run(ctx, NoOffice, true, true, fn)
}

// Look runs fn for the house's own work, across offices, and changes nothing.
func (d *DB) Look(ctx context.Context, fn func(*Tx) error) error {
	return d.run(ctx, NoOffice, true, false, fn)
}

func officeText(office id.Of[id.Office]) string {
	if office.None() {
		return NoOffice
	}
	return office.String()
}

func (d *DB) run(ctx context.Context, office string, house, write bool, fn func(*Tx) error) (err error) {
	pool, options := d.writer, (*sql.TxOptions)(nil)
	if !write {
		pool = d.reader
		if d.Engine == Postgres {
			options = &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
		}
	}
	raw, err := pool.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	defer func() {
		if p := recover(); p != nil {
			_ = raw.Rollback()
			panic(p)
		}
		if err != nil {
			_ = raw.Rollback()
		}
	}()
	t := &Tx{ctx: ctx, db: d, tx: raw, office: office, house: house, write: write, did: new(did)}
	if d.Engine == Postgres {
		if err := t.tell(); err != nil {
			return err
		}
	}
	if err := fn(t); err != nil {
		return err
	}
	if t.did.any && d.Engine == Postgres { // heard by every node after the commit, not before
		if _, err := raw.ExecContext(ctx, `SELECT pg_notify($1, '')`, channel); err != nil {
			return mapError(err)
		}
	}
	if err := raw.Commit(); err != nil {
		return mapError(err)
	}
	if t.did.any { // a job that looked and found nothing wakes nobody, least of all itself
		d.stamp.counter.Add(1)
		d.ring()
	}
	return nil
}

// tell lets row-level security know for whom this transaction works.
func (t *Tx) tell() error {
	house := "off"
	if t.house {
		house = "on"
	}
	_, err := t.tx.ExecContext(t.ctx, `SELECT set_config('app.office', $1, true), set_config('app.house', $2, true)`, t.office, house)
	return err
}

// Context is the context of the transaction.
func (t *Tx) Context() context.Context { return t.ctx }

// Office is the office of the transaction, as text; a key of what is remembered begins with it.
func (t *Tx) Office() string { return t.office }

// Engine tells which database this is.
func (t *Tx) Engine() Engine { return t.db.Engine }

// As lets the house's own work act within one office, for a while.
func (t *Tx) As(office id.Of[id.Office]) *Tx {
	if !t.house {
		panic("db: only the house's own work may choose an office")
	}
	u := *t
	u.office = officeText(office)
	return &u
}

// Visit runs fn on the rows of another office within the same transaction: for the opening of an office, whose first rows are its own. What it
// changes there is told there: Changed counts it for the visit and not for the visitor.
func (t *Tx) Visit(office id.Of[id.Office], fn func(*Tx) error) error {
	u := *t
	u.office, u.did = officeText(office), new(did)
	defer func() { t.did.any = t.did.any || u.did.any }()
	if t.db.Engine == Postgres {
		if err := u.tell(); err != nil {
			return err
		}
	}
	if err := fn(&u); err != nil {
		return err
	}
	if t.db.Engine == Postgres {
		return t.tell()
	}
	return nil
}

// Exec runs a statement and tells how many rows it touched.
func (t *Tx) Exec(s *Stmt, args ...any) (int64, error) {
	t.db.asked.Add(1)
	args, err := t.bind(s, args)
	if err != nil {
		return 0, err
	}
	var res sql.Result
	if st := t.prepared(s); st != nil {
		res, err = st.ExecContext(t.ctx, args...)
	} else {
		res, err = t.tx.ExecContext(t.ctx, s.For(t.db.Engine), args...)
	}
	if err != nil {
		return 0, mapError(err)
	}
	n, err := res.RowsAffected()
	if n > 0 {
		t.did.change(s)
	}
	return n, err
}

// Changed tells whether the transaction has changed rows of an office so far.
func (t *Tx) Changed() bool { return t.did.office }

// Rows is an answer not yet read; All, One and First read it.
type Rows struct {
	rows *sql.Rows
	err  error
}

// Query runs a statement that answers rows.
func (t *Tx) Query(s *Stmt, args ...any) Rows {
	t.db.asked.Add(1)
	args, err := t.bind(s, args)
	if err != nil {
		return Rows{err: err}
	}
	if !s.asks {
		t.did.change(s)
	}
	var rows *sql.Rows
	if st := t.prepared(s); st != nil {
		rows, err = st.QueryContext(t.ctx, args...)
	} else {
		rows, err = t.tx.QueryContext(t.ctx, s.For(t.db.Engine), args...)
	}
	return Rows{rows: rows, err: mapError(err)}
}

func (t *Tx) prepared(s *Stmt) *sql.Stmt {
	if t.db.prepared == nil {
		return nil
	}
	p, ok := t.db.prepared[s]
	if !ok {
		return nil
	}
	if t.write {
		return t.tx.StmtContext(t.ctx, p.write)
	}
	return t.tx.StmtContext(t.ctx, p.read)
}

// bind checks reach and values, and puts the office first where the statement is of an office.
func (t *Tx) bind(s *Stmt, args []any) ([]any, error) {
	if s.Reach == OfHouse && !t.house {
		panic("db: " + s.String() + " runs only in the house's own work")
	}
	for i, a := range args {
		if v, ok := a.(driver.Valuer); ok {
			plain, err := v.Value()
			if err != nil {
				return nil, err
			}
			a, args[i] = plain, plain
		}
		switch v := a.(type) {
		case time.Time:
			panic("db: " + s.String() + " is given a time.Time; use civil.Instant or civil.Date")
		case float64, float32:
			panic("db: " + s.String() + " is given a float")
		case string:
			if strings.IndexByte(v, 0) >= 0 {
				return nil, fault.Invalid("nul_character", "")
			}
		}
	}
	if s.Reach == OfOffice {
		return append([]any{t.office}, args...), nil
	}
	return args, nil
}

// All reads every row; fields names the places into which a row is scanned, in the order of the columns.
func All[T any](r Rows, fields func(*T) []any) ([]T, error) {
	if r.err != nil {
		return nil, r.err
	}
	defer r.rows.Close()
	var list []T
	for r.rows.Next() {
		var x T
		if err := r.rows.Scan(fields(&x)...); err != nil {
			return nil, fmt.Errorf("db: scan: %w", err)
		}
		list = append(list, x)
	}
	return list, mapError(r.rows.Err())
}

// First reads the first row, if there is one.
func First[T any](r Rows, fields func(*T) []any) (x T, found bool, err error) {
	list, err := All(r, fields)
	if err != nil || len(list) == 0 {
		return x, false, err
	}
	return list[0], true, nil
}

// One reads a row that must exist, or says with the given fault that it does not.
func One[T any](r Rows, fields func(*T) []any, missing *fault.Fault) (T, error) {
	x, found, err := First(r, fields)
	if err == nil && !found {
		err = missing
	}
	return x, err
}

// Value reads a single column of a single row; the zero value when there is none.
func Value[T any](r Rows) (T, error) {
	x, _, err := First(r, func(p *T) []any { return []any{p} })
	return x, err
}

// Column reads a single column of every row.
func Column[T any](r Rows) ([]T, error) {
	return All(r, func(p *T) []any { return []any{p} })
}

// Hold makes writers of the same thing wait for each other until the end of the transaction. SQLite has one writer at a time anyway.
func (t *Tx) Hold(what fmt.Stringer) error {
	if t.db.Engine == SQLite {
		return nil
	}
	_, err := t.tx.ExecContext(t.ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, what.String())
	return mapError(err)
}

// ErrRetry marks a transaction that the engine broke off in favour of another; the same act may be tried again.
var ErrRetry = errors.New("db: broken off in favour of another transaction")
