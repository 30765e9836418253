package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Place is where a column's cells go when a row becomes a card, under 640 pixels.
type Place string

// The places of a card, in the order in which they are read: name, amount, state.
const (
	PlaceNone   Place = ""       // left out on a phone
	PlaceName   Place = "name"   // first line, at the left: what the row is
	PlaceBeside Place = "beside" // first line, after the name
	PlaceAmount Place = "amount" // first line, at the right
	PlaceLine   Place = "line"   // second line, in bold
	PlaceState  Place = "state"  // third line: chips
	PlaceFact   Place = "fact"   // below, with its label before it
)

// Column is one column of a table. The first is the row's name unless another says so.
type Column struct {
	Label  string
	Mute   bool   // the label is only read aloud: columns of chips or buttons
	Number bool   // figures, at the right edge
	Sort   string // address that sorts by it; none when empty
	Sorted string // "ascending" or "descending" when sorted by it
	Place  Place
}

// Row is one row. Cells stand in the order of the columns; a nil cell is empty.
type Row struct {
	ID       string // sent when the row is ticked; also the id of the row, with "row-" before it
	Name     string // said by its tick: "le lot 1A"
	Cells    []templ.Component
	Selected bool
	Repair   *Repair // the row is to be corrected
	Faint    bool    // ignored, done, no longer there
	Look     RowLook
	Attrs    templ.Attributes
}

// RowLook is what a row is among its like, in the tables of accounts.
type RowLook string

// The looks.
const (
	RowPlain  RowLook = ""
	RowGroup  RowLook = "group"  // a heading among the rows, with its sum
	RowDetail RowLook = "detail" // below a group, set in
	RowSum    RowLook = "sum"    // a total, under a line of ink
)

// Repair says what is wrong with a row, and offers right answers.
type Repair struct {
	Says   string
	Fixes  []Button
	Mended bool // it was wrong, and is not any more
}

// Table is a list of rows under heads. Under 640 pixels its rows are cards.
type Table struct {
	Label   string // what it lists; read aloud
	Columns []Column
	Rows    []Row
	Select  string                  // name of the ticks; no ticks when empty
	Form    string                  // id of the form that carries the ticks, when the table stands outside it
	Locked  bool                    // every row is ticked and stays so: all results were chosen
	Says    string                  // foot: "13 affichés sur 30"
	Totals  map[int]templ.Component // foot: by column
	Empty   templ.Component         // when there is no row
	ID      string
	Attrs   templ.Attributes // of the body: htmx
}

func (t Table) hasNoFoot() bool { return t.Says == "" && len(t.Totals) == 0 }

// width is the number of columns, the ticks included.
func (t Table) width() int {
	if t.Select != "" {
		return len(t.Columns) + 1
	}
	return len(t.Columns)
}

// firstTotal is the first column of the foot that holds a total; the sentence takes all before it.
func (t Table) firstTotal() int {
	for i := range t.Columns {
		if t.Totals[i] != nil {
			return i
		}
	}
	return len(t.Columns)
}

// mends tells whether any row is to be repaired: such tables keep the edge free.
func (t Table) mends() bool {
	for _, r := range t.Rows {
		if r.Repair != nil {
			return true
		}
	}
	return false
}

func (t Table) place(i int) Place {
	if p := t.Columns[i].Place; p != PlaceNone || i > 0 {
		return p
	}
	for _, c := range t.Columns {
		if c.Place == PlaceName {
			return PlaceNone
		}
	}
	return PlaceName
}

func (t Table) cellClass(i int) string {
	p := t.place(i)
	return class(when(t.Columns[i].Number, "number"), either(p == PlaceNone, "p-none", "p-"+string(p)))
}

func (r Row) cell(i int) templ.Component {
	if i < len(r.Cells) && r.Cells[i] != nil {
		return r.Cells[i]
	}
	return templ.NopComponent
}

func (r Row) classes() string {
	return class(
		when(r.Selected, "selected"), when(r.Faint, "faint"), when(r.Look != "", "row-"+string(r.Look)),
		when(r.Repair != nil && !r.Repair.Mended, "mend"), when(r.Repair != nil && r.Repair.Mended, "mended"),
	)
}

func (r Row) domID() string { return "row-" + r.ID }

// Texts makes plain cells of texts, for rows that hold nothing else.
func Texts(texts ...string) []templ.Component {
	cells := make([]templ.Component, len(texts))
	for i, s := range texts {
		cells[i] = Text(s)
	}
	return cells
}

// countParts cuts "{n} lots sélectionnés" around its number.
func countParts(s string) (before, after string) {
	before, after, _ = strings.Cut(s, "{n}")
	return before, after
}
