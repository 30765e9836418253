package db_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

var (
	addHead   = db.Q(`INSERT INTO act_head (office_id, seq, hash) VALUES ($1, $2, $3)`)
	countHead = db.Q(`SELECT COUNT(*) FROM act_head WHERE office_id = $1`)
	// forgot names no office in its condition: only row-level security stands between it and the others' rows.
	forgot   = db.Q(`SELECT COUNT(*) FROM act_head WHERE seq >= 0 AND CAST($1 AS TEXT) IS NOT NULL`)
	allHeads = db.House(`SELECT COUNT(*) FROM act_head`)
	badID    = db.Q(`INSERT INTO act_cursor (answerer, office_id, seq) VALUES ($2, $1, 1)`)
	badDate  = db.Global(`INSERT INTO jobs_job (id, kind, key, args, state, run_at, attempts) VALUES ($1, 'k', 'k', '{}', 'waiting', $2, 0)`)
)

func TestATransactionSeesItsOwnOfficeOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		one, two := id.New[id.Office](), id.New[id.Office]()
		for _, office := range []id.Of[id.Office]{one, two} {
			if err := d.Write(ctx, office, func(tx *db.Tx) error { _, err := tx.Exec(addHead, 1, "x"); return err }); err != nil {
				t.Fatal(err)
			}
		}
		count := func(s *db.Stmt) (n int64) {
			if err := d.Read(ctx, one, func(tx *db.Tx) (err error) { n, err = db.Value[int64](tx.Query(s)); return err }); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count(countHead); n != 1 {
			t.Errorf("the office sees %d of its rows, want 1", n)
		}
		if d.Engine == db.Postgres {
			if n := count(forgot); n != 1 {
				t.Errorf("row-level security let %d rows through a forgotten WHERE, want 1", n)
			}
		}
		var n int64
		if err := d.House(ctx, func(tx *db.Tx) (err error) { n, err = db.Value[int64](tx.Query(allHeads)); return err }); err != nil || n != 2 {
			t.Errorf("the house sees %d rows, want 2 (%v)", n, err)
		}
	})
}

func TestAHouseStatementRunsOnlyInTheHouse(t *testing.T) {
	d := dbtest.SQLite(t)
	defer func() {
		if recover() == nil {
			t.Error("a statement across offices ran in the transaction of one office")
		}
	}()
	_ = d.Read(context.Background(), id.New[id.Office](), func(tx *db.Tx) error { tx.Query(allHeads); return nil })
}

func TestBothEnginesRefuseWhatIsNotOfItsType(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		for name, run := range map[string]func(*db.Tx) error{
			"an id that is none": func(tx *db.Tx) error {
				_, err := tx.Exec(badDate, "not-a-uuid", civil.At(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)))
				return err
			},
			"an instant that is none": func(tx *db.Tx) error { _, err := tx.Exec(badDate, id.New[id.Job](), "no moment"); return err },
		} {
			if err := d.House(ctx, run); err == nil {
				t.Errorf("%s was stored", name)
			}
		}
		err := d.Write(ctx, id.New[id.Office](), func(tx *db.Tx) error { _, err := tx.Exec(addHead, 1, "a\x00b"); return err })
		if !errors.Is(err, fault.Invalid("nul_character", "")) {
			t.Errorf("a NUL character: %v", err)
		}
	})
}

func TestAUniqueRowIsAConflictOnBothEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, office := context.Background(), id.New[id.Office]()
		add := func(tx *db.Tx) error { _, err := tx.Exec(addHead, 1, "x"); return err }
		if err := d.Write(ctx, office, add); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, office, add); !db.IsUnique(err) {
			t.Errorf("got %v", err)
		}
		if err := d.Write(ctx, office, func(tx *db.Tx) error {
			if _, err := tx.Exec(badID, "x"); err != nil {
				return err
			}
			return errors.New("changed my mind")
		}); err == nil {
			t.Error("a failing transaction committed")
		}
	})
}

func TestTwoStartersMigrateOnce(t *testing.T) {
	for name, address := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "k.db") },
		"postgres": func(t *testing.T) string { return dbtest.PostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			where, ctx := address(t), context.Background()
			var wg sync.WaitGroup
			errs := make([]error, 3)
			for i := range errs {
				wg.Go(func() {
					d, err := db.Open(ctx, where)
					if err == nil {
						err = d.Migrate(ctx)
						_ = d.Close()
					}
					errs[i] = err
				})
			}
			wg.Wait()
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestTheFileIsForItsOwnerOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "folder", "k.db")
	d, err := db.Open(context.Background(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// A node that starts beside others neither waits for what they are doing nor breaks it off: what is in order already is left alone.
func TestAStartDoesNotDisturbOtherNodes(t *testing.T) {
	where, ctx := dbtest.PostgresURL(t), context.Background() // the embedded database has one node
	start := func(patience time.Duration) (*db.DB, error) {
		d, err := db.Open(ctx, where)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		soon, stop := context.WithTimeout(ctx, patience)
		defer stop()
		return d, d.Migrate(soon)
	}
	first, err := start(time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	err = first.Write(ctx, id.New[id.Office](), func(tx *db.Tx) error {
		if _, err := tx.Exec(addHead, 1, "x"); err != nil {
			return err
		}
		_, err := start(20 * time.Second)
		return err
	})
	if err != nil {
		t.Errorf("the second node could not start while the first was writing: %v", err)
	}
}
