package app

import (
	"context"
	"database/sql"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/platform/db"
)

// A plain question about one thing of an office must not read all of the office: with two thousand buildings that is the difference between a
// millisecond and a second. SQLite itself says how it would look; what joins tables, counts or lists a whole office is left alone.
func TestAQuestionAboutOneThingDoesNotReadTheWholeOffice(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plan.db")
	d, err := db.Open(context.Background(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	_ = d.Close()
	pool, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	one := regexp.MustCompile(`^SELECT [^(]* FROM (\w+) WHERE office_id = \$1 AND \w+_id = \$2`)
	asked := 0
	for _, s := range db.Statements() {
		text := strings.Join(strings.Fields(s.For(db.SQLite)), " ")
		if s.Reach != db.OfOffice || !one.MatchString(text) || strings.Contains(text, " JOIN ") {
			continue
		}
		asked++
		for _, step := range planOf(t, pool, text) {
			if strings.HasPrefix(step, "SCAN ") || strings.HasSuffix(step, "(office_id=?)") {
				t.Errorf("%s\n\twould be answered by: %s; it wants an index", s, step)
			}
		}
	}
	if asked < 40 {
		t.Errorf("only %d statements were looked at", asked)
	}
}

var placeholder = regexp.MustCompile(`\$\d+`)

// planOf asks SQLite how it would answer a statement.
func planOf(t *testing.T, pool *sql.DB, text string) (steps []string) {
	t.Helper()
	most := map[string]bool{}
	for _, p := range placeholder.FindAllString(text, -1) {
		most[p] = true
	}
	rows, err := pool.Query("EXPLAIN QUERY PLAN "+text, make([]any, len(most))...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps
}
