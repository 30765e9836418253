package app

import (
	"context"
	"database/sql"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"

	"modernc.org/sqlite"
)

// floors is the plan of the house, lowest first. A package imports lower floors, and packages before it on its own floor. Nothing else.
var floors = []struct {
	floor string
	rooms string
}{
	{"kernel", "fault id i18n money share civil belgium law"},
	{"formats", "sheet epcqr statement markup coda camt ubl"},
	{"platform", "mail config obs db act jobs rest ui live pdf blob"},
	{"people", "identity office views"},
	{"estate", "property occupants addressees confirmations keys suppliers imports signboard"},
	{"governance", "decisions mandates council assembly ballot"},
	{"finance", "ledger purchases charges banking recovery"},
	{"oversight", "deadlines search audit"},
	{"portal", "desk owner calculators public"},
	{"sample", ""},
	{"app", ""},
}

// globalTables belong to no office; all other tables carry office_id and are read by it.
var globalTables = "db_migration identity_person identity_session identity_invitation identity_setting identity_pass identity_factor identity_recovery identity_key identity_failure office_office office_person signboard_slug deadlines_feed jobs_job"

// mayFloat are the places where a float is no money, share or vote.
var mayFloat = "internal/platform/obs internal/platform/pdf internal/platform/ui internal/platform/rest internal/formats/sheet"

// maxLines bounds a hand-written Go file; the few above it are tables of data.
const maxLines = 450

const root = "../.."

type source struct {
	dir  string // internal/estate/property
	name string // store.go
	file *ast.File
	text string
}

func (s source) test() bool      { return strings.HasSuffix(s.name, "_test.go") }
func (s source) generated() bool { return strings.HasSuffix(s.name, "_templ.go") }

func sources(t *testing.T) (list []source, set *token.FileSet) {
	t.Helper()
	set = token.NewFileSet()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(set, path, text, parser.ParseComments)
		rel, _ := filepath.Rel(root, filepath.Dir(path))
		list = append(list, source{filepath.ToSlash(rel), d.Name(), file, string(text)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list, set
}

// level is the place of a package in the plan: its floor, and its place on it. A folder within a room belongs to the room.
func level(dir string) (floor, place int, ok bool) {
	parts := strings.Split(strings.TrimPrefix(dir, "internal/"), "/")
	for i, f := range floors {
		if f.floor != parts[0] {
			continue
		}
		if f.rooms == "" {
			return i, 0, true
		}
		if len(parts) < 2 {
			return 0, 0, false
		}
		place := slices.Index(strings.Fields(f.rooms), parts[1])
		return i, place, place >= 0
	}
	return 0, 0, false
}

func TestNobodyClimbsTheStairs(t *testing.T) {
	all, _ := sources(t)
	for _, s := range all {
		if s.test() || strings.HasSuffix(s.dir, "test") {
			continue
		}
		floor, place, ok := level(s.dir)
		if !ok {
			t.Errorf("%s stands on no floor of the plan; add it to floors and to docs/architecture.md", s.dir)
			continue
		}
		for _, imp := range s.file.Imports {
			path, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), "koprogo/")
			if !ours || path == s.dir {
				continue
			}
			f, p, ok := level(path)
			if !ok || f > floor || f == floor && p >= place {
				t.Errorf("%s/%s climbs the stairs: it imports %s", s.dir, s.name, path)
			}
		}
	}
}

func TestTheLawTouchesNothing(t *testing.T) {
	all, _ := sources(t)
	stored := map[string]map[string]bool{}
	for _, s := range all {
		if s.name == "store.go" {
			stored[s.dir] = names(s.file)
		}
	}
	for _, s := range all {
		if s.name != "law.go" {
			continue
		}
		for _, imp := range s.file.Imports {
			path := strings.Trim(imp.Path.Value, `"`)
			if path == "context" || path == "os" || path == "time" || strings.HasPrefix(path, "net") || strings.HasPrefix(path, "database") || strings.HasPrefix(path, "koprogo/internal/platform") {
				t.Errorf("%s/law.go imports %s; law takes today and the facts, and gives a decision", s.dir, path)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Obj == nil && stored[s.dir][id.Name] {
				t.Errorf("%s/law.go uses %s of store.go", s.dir, id.Name)
			}
			return true
		})
	}
}

// names are the package variables and functions of a file.
func names(f *ast.File) map[string]bool {
	m := map[string]bool{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
					for _, n := range v.Names {
						m[n.Name] = true
					}
				}
			}
		case *ast.FuncDecl:
			if d.Recv == nil {
				m[d.Name.Name] = true
			}
		}
	}
	return m
}

func TestEveryStatementKeepsToItsRoomAndItsOffice(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plan.db")
	d, err := db.Open(context.Background(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	_ = d.Close()
	pool, err := sql.Open("sqlite", "file:"+file+"?_pragma=foreign_keys(0)")
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	tenant := tenantTables(t, pool)
	for _, s := range db.Statements() {
		touched, officeRead := touches(t, pool, s)
		platform := strings.HasPrefix(s.Package, "internal/platform/")
		if strings.HasSuffix(s.Package, "/app") { // a test's own statement
			continue
		}
		if !platform && !strings.HasPrefix(s.File, "store") {
			t.Errorf("SQL stands in %s/%s; it belongs in store.go", s.Package, s.File)
		}
		room := s.Package[strings.LastIndex(s.Package, "/")+1:]
		for table := range touched {
			if !strings.HasPrefix(table, room+"_") {
				t.Errorf("%s touches %s, a table of another room", s, table)
			}
			if tenant[table] && s.Reach == db.OfAll {
				t.Errorf("%s reads %s, which belongs to an office; declare it with db.Q", s, table)
			}
			if !tenant[table] && s.Reach == db.OfOffice {
				t.Errorf("%s reads %s, which belongs to no office; declare it with db.Global", s, table)
			}
			if tenant[table] && s.Reach == db.OfOffice && !officeRead[table] {
				t.Errorf("%s reads %s without its office_id", s, table)
			}
		}
	}
}

func tenantTables(t *testing.T, pool *sql.DB) map[string]bool {
	t.Helper()
	rows, err := pool.Query(`SELECT m.name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'office_id') FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	tenant := map[string]bool{}
	for rows.Next() {
		var name string
		var has bool
		if err := rows.Scan(&name, &has); err != nil {
			t.Fatal(err)
		}
		tenant[name] = has
		if global := slices.Contains(strings.Fields(globalTables), name); global == has {
			t.Errorf("table %s: on the list of global tables %v, has an office_id %v", name, global, has)
		}
	}
	return tenant
}

// touches asks SQLite itself which tables a statement reads and writes, and for which of them it looks at office_id.
func touches(t *testing.T, pool *sql.DB, s *db.Stmt) (tables, office map[string]bool) {
	t.Helper()
	tables, office = map[string]bool{}, map[string]bool{}
	conn, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		return c.(sqlite.AuthorizerRegisterer).RegisterAuthorizer(func(action sqlite.AuthorizerActionCode, table, column, _, _ string) sqlite.AuthorizerReturnCode {
			switch action {
			case sqlite.AuthRead, sqlite.AuthUpdate:
				tables[table] = true
				office[table] = office[table] || column == "office_id"
			case sqlite.AuthInsert:
				tables[table], office[table] = true, true // the value list begins with the office, which row-level security and the keys hold to
			case sqlite.AuthDelete:
				tables[table] = true
			}
			return sqlite.AuthorizerOK
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	st, err := conn.PrepareContext(context.Background(), s.For(db.SQLite))
	if err != nil {
		t.Errorf("%s: %v", s, err)
		return tables, office
	}
	_ = st.Close()
	if err := conn.Raw(func(c any) error { return c.(sqlite.AuthorizerRegisterer).RegisterAuthorizer(nil) }); err != nil {
		t.Fatal(err)
	}
	delete(tables, "sqlite_master")
	return tables, office
}

func TestNoFloatNearMoneySharesOrVotes(t *testing.T) {
	all, set := sources(t)
	for _, s := range all {
		if s.test() || s.generated() || slices.ContainsFunc(strings.Fields(mayFloat), func(dir string) bool { return strings.HasPrefix(s.dir, dir) }) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.Ident:
				if (x.Name == "float64" || x.Name == "float32") && !guards(s, x, set) {
					t.Errorf("%s holds a float", set.Position(x.Pos()))
				}
			case *ast.BasicLit:
				if x.Kind == token.FLOAT {
					t.Errorf("%s holds a float", set.Position(x.Pos()))
				}
			}
			return true
		})
	}
}

// guards tells whether a float is named only to be refused: a case of a type switch.
func guards(s source, x *ast.Ident, set *token.FileSet) bool {
	line := strings.Split(s.text, "\n")[set.Position(x.Pos()).Line-1]
	return strings.Contains(line, "case ")
}

// fileNames are the names that every room may have; any other is told in the package comment.
var fileNames = regexp.MustCompile(`^(law|service|store|api|pages|pages_templ|jobs|paper|law_test)\.go$`)

func TestARoomsFilesCanBeGuessed(t *testing.T) {
	all, _ := sources(t)
	comments := map[string]string{}
	for _, s := range all {
		if s.file.Doc != nil {
			comments[s.dir] += s.file.Doc.Text()
		}
	}
	for _, s := range all {
		parts := strings.Split(s.dir, "/")
		room := parts[len(parts)-1]
		if lines := strings.Count(s.text, "\n"); lines > maxLines && !s.test() && !s.generated() {
			t.Errorf("%s/%s has %d lines; is it two rooms, or two abilities?", s.dir, s.name, lines)
		}
		isRoom := len(parts) == 3 && slices.Contains([]string{"people", "estate", "governance", "finance", "portal"}, parts[1])
		if !isRoom || s.name == room+".go" || s.test() || fileNames.MatchString(s.name) || s.generated() {
			continue
		}
		if !strings.Contains(comments[s.dir], s.name) {
			t.Errorf("%s/%s is neither a usual file nor named in the package comment", s.dir, s.name)
		}
	}
	for _, s := range all {
		if s.name == s.dir[strings.LastIndex(s.dir, "/")+1:]+".go" && comments[s.dir] == "" {
			t.Errorf("%s has no package comment", s.dir)
		}
	}
}

var inline = regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|hx-on|<style|<script(>| [^>]*>[^<])|templ\.(CSS|Script)|\bscript [a-z]\w*\(|\bcss [a-z]\w*\(`)

func TestNoTemplateHoldsStyleOrScript(t *testing.T) {
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".templ") {
			return err
		}
		text, err := os.ReadFile(path)
		for i, line := range strings.Split(string(text), "\n") {
			if inline.MatchString(line) {
				t.Errorf("%s:%d: %s", path, i+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryActionIsGrantedAndEveryGrantIsOfAnAction(t *testing.T) {
	declared := act.Actions()
	for _, a := range declared {
		if len(Policy[a]) == 0 {
			t.Errorf("%s is granted to nobody: add it to policy.go", a)
		}
	}
	for a := range Policy {
		if !slices.Contains(declared, a) {
			t.Errorf("policy.go grants %s, which no room declares", a)
		}
	}
}
