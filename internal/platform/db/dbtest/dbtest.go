// Package dbtest gives tests a fresh migrated database on each engine.
//
// SQLite is always there. PostgreSQL is used when KOPROGO_TEST_POSTGRES names a server and a role that may create databases
// (postgres://koprogo@127.0.0.1:5432/postgres); KOPROGO_TEST_REQUIRE=postgres turns its absence into a failure.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"koprogo/internal/platform/db"
)

// Each runs a test on both engines, each time on a database of its own.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Required tells whether what is named may not be skipped.
func Required(what string) bool {
	for _, w := range strings.Split(os.Getenv("KOPROGO_TEST_REQUIRE"), ",") {
		if w == what {
			return true
		}
	}
	return false
}

// Absent skips a test aloud, or fails it when what it needs is required.
func Absent(t testing.TB, what, why string) {
	t.Helper()
	if Required(what) {
		t.Fatalf("%s is required by KOPROGO_TEST_REQUIRE: %s", what, why)
	}
	t.Skipf("not run here, it needs %s: %s", what, why)
}

var (
	templateOnce sync.Once
	template     []byte
	templateErr  error
)

// SQLite is a fresh embedded database, copied from one that was migrated once.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	templateOnce.Do(makeTemplate)
	if templateErr != nil {
		t.Fatal(templateErr)
	}
	file := filepath.Join(t.TempDir(), "koprogo.db")
	if err := os.WriteFile(file, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+file)
}

func makeTemplate() {
	dir, err := os.MkdirTemp("", "koprogo-template")
	if err != nil {
		templateErr = err
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "t.db")
	ctx := context.Background()
	d, err := db.Open(ctx, "sqlite:"+file)
	if err == nil {
		err = d.Migrate(ctx)
	}
	if err == nil {
		err = d.Close()
	}
	if err == nil {
		template, err = os.ReadFile(file)
	}
	templateErr = err
}

// Postgres is a fresh database on the server of KOPROGO_TEST_POSTGRES, dropped at the end of the test.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	return open(t, PostgresURL(t))
}

// PostgresURL makes an empty database and gives its address.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("KOPROGO_TEST_POSTGRES")
	if server == "" {
		Absent(t, "postgres", "set KOPROGO_TEST_POSTGRES to a server and a role that may create databases")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]byte, 6)
	_, _ = rand.Read(raw)
	name := "koprogo_" + hex.EncodeToString(raw)
	if _, err := admin.Exec(`CREATE DATABASE ` + name); err != nil {
		t.Fatalf("PostgreSQL at KOPROGO_TEST_POSTGRES: %v", err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`); err != nil {
			t.Logf("the test database %s stays behind: %v", name, err)
		}
		_ = admin.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func open(t testing.TB, address string) *db.DB {
	t.Helper()
	ctx := context.Background()
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
