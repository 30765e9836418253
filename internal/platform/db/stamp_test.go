package db_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

// What is kept in memory is right only if the stamp changes with every commit, of this program or of another on the same database.
func TestTheStampChangesWithEveryCommitOfAnyProgram(t *testing.T) {
	addresses := map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "koprogo.db") },
		"postgres": func(t *testing.T) string { return dbtest.PostgresURL(t) },
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(context.Background())
			defer stop()
			at := address(t)
			here, there := openAt(t, ctx, at), openAt(t, ctx, at)
			go here.Listen(ctx)
			waitFor(t, "a stamp", func() bool { _, ok := here.Stamp(); return ok })

			time.Sleep(120 * time.Millisecond) // the file's own migration has been heard by now
			before, _ := here.Stamp()
			if again, ok := here.Stamp(); !ok || again != before {
				t.Fatalf("the stamp went from %d to %d although nothing was committed", before, again)
			}
			write := func(d *db.DB) {
				if err := d.Write(ctx, id.New[id.Office](), func(tx *db.Tx) error { _, err := tx.Exec(addHead, 1, "x"); return err }); err != nil {
					t.Fatal(err)
				}
			}
			write(here)
			mine, _ := here.Stamp()
			if mine == before {
				t.Fatal("the stamp stayed after a commit of this program")
			}
			bell := here.Bell()
			write(there)
			waitFor(t, "the other program's commit", func() bool { n, _ := here.Stamp(); return n != mine })
			select {
			case <-bell:
			case <-time.After(5 * time.Second):
				t.Error("nobody rang for the commit of another program")
			}
		})
	}
}

func openAt(t *testing.T, ctx context.Context, address string) *db.DB {
	t.Helper()
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	return d
}

func waitFor(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if happened() {
			return
		}
	}
	t.Fatal("waited in vain for " + what)
}

// A job that wakes by the bell, looks and finds nothing must not ring it: it would wake itself for ever.
func TestLookingRingsNoBell(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		bell := d.Bell()
		look := func(tx *db.Tx) error { _, err := db.Value[int64](tx.Query(allHeads)); return err }
		if err := d.House(ctx, look); err != nil {
			t.Fatal(err)
		}
		if err := d.Look(ctx, look); err != nil {
			t.Fatal(err)
		}
		select {
		case <-bell:
			t.Error("the bell rang although nothing was written")
		default:
		}
	})
}
