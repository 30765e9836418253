package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Table is a sheet to be written: a head, and rows of typed cells.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]Cell
}

// Column is the head of a column; Width is in characters, 0 for one that fits the head.
type Column struct {
	Title string
	Width int
}

// Cell is a value to be written. The zero Cell is empty.
type Cell struct {
	kind cellKind
	text string // of a number: plain digits, with a point before the decimals
}

type cellKind int

const (
	cellEmpty cellKind = iota
	cellText
	cellWhole
	cellMoney
	cellDay
)

// Text is a cell of words. A reader that computes will never take them for a formula.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{cellText, s}
}

// Whole is a whole number.
func Whole(n int64) Cell { return Cell{cellWhole, strconv.FormatInt(n, 10)} }

// Cents is an amount of money, shown with two decimals.
func Cents(n int64) Cell {
	sign, u := "", uint64(n)
	if n < 0 {
		sign, u = "-", -u
	}
	return Cell{cellMoney, fmt.Sprintf("%s%d.%02d", sign, u/100, u%100)}
}

// Day is a date, given as "2006-01-02"; any other text stays text.
func Day(iso string) Cell {
	if day, err := time.Parse(time.DateOnly, iso); err == nil && day.Year() >= 1901 && day.Year() <= 9999 {
		return Cell{cellDay, iso}
	}
	return Text(iso)
}

// errTooLong is a mistake of the caller, not of a user.
var errTooLong = errors.New("sheet: a cell holds at most 32767 characters")

// WriteCSV writes a table as Belgian programs open it by a double click: UTF-8 with its mark, semicolons, decimal commas.
func WriteCSV(t Table) ([]byte, error) {
	var b strings.Builder
	b.WriteString("\ufeff")
	head := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = Text(c.Title)
	}
	for _, row := range append([][]Cell{head}, t.Rows...) {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(';')
			}
			b.WriteString(c.csv())
		}
		b.WriteString("\r\n")
	}
	return []byte(b.String()), nil
}

func (c Cell) csv() string {
	switch c.kind {
	case cellMoney:
		return strings.Replace(c.text, ".", ",", 1)
	case cellText:
		s := guard(tidy(c.text))
		if strings.ContainsAny(s, ";\"\n\r\t,|") || strings.TrimSpace(s) != s {
			return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		return s
	}
	return c.text
}

// guard puts an apostrophe before a text that a spreadsheet would run as a formula; unguard takes it away again, so that
// an export can be imported. A text that has such an apostrophe of its own gets a second one.
func guard(s string) string {
	if risky(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

func unguard(s string) string {
	if strings.HasPrefix(s, "'") && risky(strings.TrimLeft(s, "'")) {
		return s[1:]
	}
	return s
}

func risky(s string) bool { return s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0 }
