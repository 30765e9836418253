package app

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"strings"
	"testing"

	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/db"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares what leaves the house with what is kept under version control.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	file := filepath.Join(root, path)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != string(got) {
		t.Errorf("%s is not current (%v); look at the difference after: go test ./internal/app -run Golden -update", path, err)
	}
}

func TestGoldenOpenAPI(t *testing.T) {
	a, err := Build(context.Background(), config.Config{Data: t.TempDir(), Database: "sqlite:" + filepath.Join(t.TempDir(), "k.db")}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	text, err := a.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "api/openapi.json", text)
	for _, r := range a.Rest.Routes {
		if !r.Page && a.Rest.OpenAPI().Paths[r.Path] == nil {
			t.Errorf("%s %s is not described", r.Method, r.Path)
		}
	}
}

func TestGoldenWhoMayDoWhat(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Who may do what\n\nWritten by a test from `internal/app/policy.go`: `go test ./internal/app -run Golden -update`.\nA right is held where the role is held: for one building, or for the whole office. The administrator runs the platform and sees offices, not their data.\n\n| action |")
	for _, r := range act.Roles {
		fmt.Fprintf(&b, " %s |", r)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" :-: |", len(act.Roles)) + "\n")
	for _, a := range act.Actions() {
		if strings.HasPrefix(string(a), "test.") {
			continue
		}
		fmt.Fprintf(&b, "| `%s` |", a)
		for _, role := range act.Roles {
			mark := " "
			for _, granted := range Policy[a] {
				if granted == role {
					mark = "yes"
				}
			}
			fmt.Fprintf(&b, " %s |", mark)
		}
		b.WriteString("\n")
	}
	golden(t, "docs/who-may-do-what.md", []byte(b.String()))
}

func TestGoldenSchema(t *testing.T) {
	file := filepath.Join(t.TempDir(), "k.db")
	d, err := db.Open(context.Background(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	parts := db.Migrations()

	golden(t, "docs/schema.sql", []byte("-- The schema as the migrations make it, in their order. Written by a test; types are checked on SQLite and rows secured on\n-- PostgreSQL by the runner (internal/platform/db/migrate.go).\n\n"+strings.Join(parts, "\n")))
}
