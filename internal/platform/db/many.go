package db

import (
	"fmt"
	"strings"
)

// AtOnce is how many rows a statement writes when many are to be written: more cost more per row on SQLite, fewer cost round trips on PostgreSQL.
const AtOnce = 50

// Tuples writes the places of several rows of values for an INSERT of one office: the office is $1 in each, columns are those after it.
func Tuples(rows, columns int) string {
	var b strings.Builder
	place := 2
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("($1")
		for range columns {
			fmt.Fprintf(&b, ", $%d", place)
			place++
		}
		b.WriteString(")")
	}
	return b.String()
}

// ExecMany writes rows by a statement that takes AtOnce of them, and what is left by one that takes a single one.
func (t *Tx) ExecMany(many, one *Stmt, rows [][]any) error {
	for len(rows) >= AtOnce {
		var args []any
		for _, row := range rows[:AtOnce] {
			args = append(args, row...)
		}
		if _, err := t.Exec(many, args...); err != nil {
			return err
		}
		rows = rows[AtOnce:]
	}
	for _, row := range rows {
		if _, err := t.Exec(one, row...); err != nil {
			return err
		}
	}
	return nil
}
