// Package sheet turns the bytes of a spreadsheet into rows of text, and rows back into bytes.
//
// A syndic brings what she has: a workbook of Excel, an export of her old program, a list typed in a text editor.
// The content decides what it is, never the name of the file: a zip that holds a workbook is xlsx, any other text is
// csv, in whatever encoding and with whatever separator its maker used; a zip that holds an OpenDocument workbook is ods. Macros are parts like any
// other that nobody reads; links to other files are never followed. What comes back is always the same: sheets,
// their rows under the numbers that the person sees in her program, and cells as text.
//
//	Book
//	└── Sheet        its name, whether it is hidden
//	    └── Row      its number, its cells; rows without any value are left out
//
// How a cell becomes text: a number is its plain decimal digits with a point, rounded to the 15 figures that Excel
// shows ("0.3", never "0.30000000000000004"); its format (percent, currency) is not applied. A date is "2006-01-02",
// followed by " 15:04:05" when it has an hour. A truth value is "true" or "false". A formula is its last computed
// value; one that was never computed is empty, and counted. A merged area keeps the value of its first cell only.
//
// Nothing here opens a file, and nothing trusts the bytes: sizes are counted as they are unpacked, so that a small
// file cannot become a large one in memory, and the reader of XML knows no entity of its own.
//
// Files: xlsx.go the zip and its index, cells.go one worksheet, ods.go OpenDocument, number.go figures and dates, text.go encodings,
// csv.go separated text, write.go and writexlsx.go the way back.
package sheet

import (
	"bytes"
	_ "embed"
	"io"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("sheet", words) }

// Format is what the bytes turned out to be.
type Format string

// The formats that can be read.
const (
	XLSX Format = "xlsx"
	ODS  Format = "ods"
	CSV  Format = "csv"
)

// Book is a file that was read.
type Book struct {
	Format Format
	Sheets []Sheet
}

// Sheet is one page of a book. A csv file has a single one, without a name.
type Sheet struct {
	Name     string
	Hidden   bool
	Rows     []Row
	NoValue  int      // formulas whose value the file does not hold; their cells are empty
	NoValues []string // where the first of them stand: "C4"
}

// uncomputed notes a formula without a value.
func (s *Sheet) uncomputed(column, row int) {
	if s.NoValue++; len(s.NoValues) < 5 {
		s.NoValues = append(s.NoValues, columnName(column-1)+strconv.Itoa(row))
	}
}

// Row is one line with at least one value; empty cells after the last value are left out.
type Row struct {
	Number int // as the person sees it in her program, from 1
	Cells  []string
}

// Cell is the text in a column, counted from 0; empty when the row is shorter.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Limits bound what one file may cost.
type Limits struct {
	File     int64 // bytes as received
	Unzipped int64 // bytes unpacked, all parts together
	Sheets   int   // sheets in a book
	Rows     int   // rows with a value, per sheet
	Columns  int   // columns up to the last value
	Cells    int   // cells of all sheets together
	Text     int   // characters in one cell
	Kept     int64 // bytes of text in all cells together; a text that Excel shares counts once
}

// Default is what the house accepts from anyone. The rows leave room for 20,000 lots with titles, subtotals and remarks among them. A list of that
// size is two or three megabytes; a file of more than 25 is one of pictures or of many years, and reading it would cost the memory of the whole house
// (a file is held whole while it is read), so it is refused with what to do.
var Default = Limits{
	File: 25 << 20, Unzipped: 200 << 20, Sheets: 100,
	Rows: 25_000, Columns: 200, Cells: 4_000_000, Text: 32_767, Kept: 64 << 20,
}

// Read finds out what the bytes are and reads them.
func Read(r io.ReaderAt, size int64, limits Limits) (*Book, error) {
	if size <= 0 {
		return nil, fault.Invalid("sheet_empty", "")
	}
	if size > limits.File {
		return nil, tooLarge(limits.File)
	}
	head := make([]byte, min(size, 512))
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), head); err != nil {
		return nil, unreadable(err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return readZip(r, size, limits)
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return nil, fault.Invalid("sheet_empty", "")
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), data); err != nil {
		return nil, unreadable(err)
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return nil, compound(data)
	}
	return readCSV(data, limits)
}

// ReadBytes is Read for bytes that are already in memory.
func ReadBytes(data []byte, limits Limits) (*Book, error) {
	return Read(bytes.NewReader(data), int64(len(data)), limits)
}

// compound judges the old container of Microsoft: it holds either a workbook of before 2007 or one locked by a password,
// whose directory names its parts in UTF-16.
func compound(data []byte) error {
	if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return fault.Invalid("sheet_encrypted", "")
	}
	return fault.Invalid("sheet_old_format", "")
}

func unreadable(cause error) error { return fault.Invalid("sheet_unreadable", "").Because(cause) }

func tooLarge(limit int64) error {
	return fault.Of(fault.KindTooLarge, "sheet_too_large").With("limit", limit>>20)
}

// tally counts what a book keeps, over all its sheets.
type tally struct {
	limits Limits
	cells  int
	kept   int64
}

// text counts a new text and refuses it when the cell, or all cells together, grow too long.
func (t *tally) text(s string, row int) error {
	if len(s) > t.limits.Text && runes(s) > t.limits.Text {
		return fault.Invalid("sheet_text_too_long", "").With("row", row).With("limit", t.limits.Text)
	}
	if t.kept += int64(len(s)); t.kept > t.limits.Kept {
		return tooLarge(t.limits.Kept)
	}
	return nil
}

// trimTail takes away the cells after the last value; blanks alone are no value.
func trimTail(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

func runes(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}

// add appends a row to a sheet, without its empty tail, if it holds any value.
func (t *tally) add(s *Sheet, number int, cells []string) error {
	cells = trimTail(cells)
	if len(cells) == 0 {
		return nil
	}
	if len(cells) > t.limits.Columns {
		return fault.Invalid("sheet_too_many_columns", "").
			With("sheet", s.Name).With("row", number).With("count", len(cells)).With("limit", t.limits.Columns)
	}
	if len(s.Rows) >= t.limits.Rows {
		return fault.Invalid("sheet_too_many_rows", "").
			With("sheet", s.Name).With("row", number).With("limit", t.limits.Rows)
	}
	if t.cells += len(cells); t.cells > t.limits.Cells {
		return fault.Invalid("sheet_too_many_cells", "").With("limit", t.limits.Cells)
	}
	s.Rows = append(s.Rows, Row{Number: number, Cells: append([]string(nil), cells...)})
	return nil
}
