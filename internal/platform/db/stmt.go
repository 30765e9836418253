package db

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Reach says whose rows a statement may touch.
type Reach int

// The three reaches.
const (
	OfOffice Reach = iota // tenant tables; $1 is the office, bound by the transaction
	OfAll                 // tables without an office: sign-ins, parameters, jobs
	OfHouse               // tenant tables across offices: migrate, dispatch, jobs, check and backup only
)

// Stmt is one declared statement.
type Stmt struct {
	Text    string // as written, with hooks
	Reach   Reach
	Package string // the folder that declares it, such as "internal/estate/property"
	File    string // the file's name

	plain, locking string // the text as SQLite and as PostgreSQL want it
	asks           bool   // it only reads
}

var registry []*Stmt

// Q declares a statement of one office: $1 is the office and is bound by the transaction; arguments start at $2.
// The text is written once for both engines (docs/architecture.md lists the common dialect); {for_update} and {skip_locked}
// are the two hooks where they truly differ.
func Q(text string) *Stmt { return declare(text, OfOffice) }

// Global declares a statement on tables that belong to no office; arguments start at $1.
func Global(text string) *Stmt { return declare(text, OfAll) }

// House declares a statement across offices, for the house's own work; it runs only in a transaction made by DB.House.
func House(text string) *Stmt { return declare(text, OfHouse) }

func declare(text string, reach Reach) *Stmt {
	_, file, _, ok := runtime.Caller(2)
	if !ok {
		panic("db: a statement must be declared in a package variable")
	}
	s := &Stmt{Text: text, Reach: reach, Package: folder(file), File: path.Base(file)}
	s.plain = strings.NewReplacer("{for_update}", "", "{skip_locked}", "").Replace(text)
	s.locking = strings.NewReplacer("{for_update}", "FOR UPDATE", "{skip_locked}", "FOR UPDATE SKIP LOCKED").Replace(text)
	first, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	s.asks = first == "SELECT" || first == "WITH"
	registry = append(registry, s)
	return s
}

// folder is the part of a source path from "internal/" on, without the file.
func folder(file string) string {
	dir := path.Dir(file)
	if i := strings.LastIndex(dir, "internal/"); i >= 0 {
		return dir[i:]
	}
	return path.Base(dir)
}

// Statements lists all that was declared, for the plan test and the check of both engines.
func Statements() []*Stmt { return registry }

// For is the text as the engine wants it.
func (s *Stmt) For(e Engine) string {
	if e == Postgres {
		return s.locking
	}
	return s.plain
}

func (s *Stmt) String() string {
	return fmt.Sprintf("%s/%s: %s", s.Package, s.File, strings.Join(strings.Fields(s.Text), " "))
}
