package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
)

// An OpenDocument workbook keeps all its sheets in one part, content.xml. It says "the same again, a million times" where xlsx says nothing, so
// what repeats is counted and never written out unless it holds a value.

// scroll is the workbook being read: the sheet at hand, and the row and cell of it.
type scroll struct {
	book   *workbook
	found  *Book
	style  string          // the style of a sheet that is being declared
	hidden map[string]bool // styles whose sheets are not shown
	row    int
	again  int // how often the row at hand is repeated
	column int
	cells  []string
	body   bool // a spreadsheet was seen: a letter or a drawing has none
}

func (w *workbook) readODS() (*Book, error) {
	if err := w.locked(); err != nil {
		return nil, err
	}
	s := &scroll{book: w, found: &Book{Format: ODS}, hidden: map[string]bool{}}
	if err := w.walk("content.xml", s.visit); err != nil {
		return nil, err
	}
	if !s.body {
		return nil, unreadable(errors.New("a document that is no workbook"))
	}
	for _, sheet := range s.found.Sheets {
		if len(sheet.Rows) > 0 {
			return s.found, nil
		}
	}
	return nil, fault.Invalid("sheet_empty", "")
}

// locked tells a workbook whose parts are encrypted: its list of parts says by which key.
func (w *workbook) locked() error {
	return w.walk("meta-inf/manifest.xml", func(_ *tokens, t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "encryption-data" {
			return fault.Invalid("sheet_encrypted", "")
		}
		return nil
	})
}

func (s *scroll) visit(d *tokens, t xml.Token) error {
	if end, ok := t.(xml.EndElement); ok && end.Name.Local == "table-row" {
		return s.closeRow()
	}
	e, ok := t.(xml.StartElement)
	if !ok {
		return nil
	}
	switch e.Name.Local {
	case "spreadsheet":
		s.body = true
	case "style":
		s.style = ""
		if attr(e, "family") == "table" {
			s.style = attr(e, "name")
		}
	case "table-properties":
		if attr(e, "display") == "false" && len(s.hidden) < maxParts {
			s.hidden[s.style] = true
		}
	case "table":
		return s.openSheet(e)
	case "table-row":
		s.openRow(e)
	case "table-cell", "covered-table-cell":
		return s.cell(d, e)
	case "tracked-changes", "shapes", "named-expressions", "dde-links", "scripts", "forms", "text-box":
		return d.skip() // nothing of it stands in a cell; links and macros are never followed
	}
	return nil
}

func (s *scroll) openSheet(e xml.StartElement) error {
	limit := s.book.tally.limits.Sheets
	if len(s.found.Sheets) >= limit {
		return fault.Invalid("sheet_too_many_sheets", "").With("limit", limit)
	}
	s.found.Sheets = append(s.found.Sheets, Sheet{Name: attr(e, "name"), Hidden: s.hidden[attr(e, "style-name")]})
	s.row = 0
	return nil
}

func (s *scroll) openRow(e xml.StartElement) {
	s.row, s.again, s.column, s.cells = s.row+1, repeats(e, "number-rows-repeated"), 0, s.cells[:0]
}

// closeRow adds the row as often as it stands there; an empty one only moves on.
func (s *scroll) closeRow() error {
	last := s.row + s.again - 1
	if len(s.found.Sheets) == 0 || s.row < 1 || last > maxODSRow {
		return unreadable(errors.New("rows out of place"))
	}
	s.cells = trimTail(s.cells)
	if len(s.cells) > 0 {
		for n := s.row; n <= last; n++ {
			if err := s.book.tally.add(s.sheet(), n, s.cells); err != nil {
				return err
			}
		}
	}
	s.row = last
	return nil
}

func (s *scroll) sheet() *Sheet { return &s.found.Sheets[len(s.found.Sheets)-1] }

// maxODSRow is where any program has long stopped: LibreOffice has as many rows as Excel, others a few times that.
const maxODSRow = 1 << 24

// repeats is how often something stands there; once when nothing is said.
func repeats(e xml.StartElement, name string) int {
	if n, err := strconv.Atoi(attr(e, name)); err == nil && n >= 1 && n <= maxODSRow {
		return n
	}
	return 1
}

// cell reads one cell, or several that are alike. What lies under a merged area is not seen, and not read.
func (s *scroll) cell(d *tokens, e xml.StartElement) error {
	again := repeats(e, "number-columns-repeated")
	from := s.column
	if s.column += again; len(s.found.Sheets) == 0 || s.row == 0 || s.column > maxODSRow {
		return unreadable(errors.New("a cell out of place"))
	}
	written, err := d.paragraphs()
	if err != nil || e.Name.Local == "covered-table-cell" {
		return err
	}
	text := s.meaning(e, written)
	if text == "" {
		if attr(e, "formula") != "" && attr(e, "value-type") == "" {
			s.sheet().uncomputed(from+1, s.row)
		}
		return nil
	}
	if err := s.book.tally.text(text, s.row); err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if limit := s.book.tally.limits.Columns; s.column > limit {
		return fault.Invalid("sheet_too_many_columns", "").With("sheet", s.sheet().Name).With("row", s.row).With("count", s.column).With("limit", limit)
	}
	for len(s.cells) < from {
		s.cells = append(s.cells, "")
	}
	for range again {
		s.cells = append(s.cells, text)
	}
	return nil
}

// meaning turns a cell into the text that the readers of other formats would give for it.
func (s *scroll) meaning(e xml.StartElement, written string) string {
	switch attr(e, "value-type") {
	case "float", "percentage", "currency":
		return Decimal(strings.TrimSpace(attr(e, "value")))
	case "date":
		return isoDay(strings.TrimSpace(attr(e, "date-value")))
	case "time":
		return isoHour(strings.TrimSpace(attr(e, "time-value")), written)
	case "boolean":
		return strconv.FormatBool(truth(attr(e, "boolean-value")))
	}
	if written == "" {
		return tidy(attr(e, "string-value"))
	}
	return written
}

var hours = regexp.MustCompile(`^PT(\d{1,3})H(\d{1,2})M(\d{1,2})`)

// isoHour reads PT14H30M00S; a stretch of time that is no hour of a day stays as it is written.
func isoHour(value, written string) string {
	if m := hours.FindStringSubmatch(value); m != nil {
		h, _ := strconv.Atoi(m[1]) // the pattern has let digits through only
		minutes, _ := strconv.Atoi(m[2])
		seconds, _ := strconv.Atoi(m[3])
		return fmt.Sprintf("%02d:%02d:%02d", h, minutes, seconds)
	}
	return written
}

// paragraphs is the text of the cell just opened, its paragraphs under each other; remarks and drawings are left out.
func (d *tokens) paragraphs() (string, error) {
	var b strings.Builder
	first := true
	for floor := d.depth - 1; ; {
		t, err := d.inside()
		if err != nil {
			return "", err
		}
		if e, ok := t.(xml.StartElement); ok {
			if e.Name.Local != "p" && e.Name.Local != "h" {
				if err := d.skip(); err != nil {
					return "", err
				}
				continue
			}
			if !first {
				b.WriteByte('\n')
			}
			first = false
			if err := d.paragraph(&b); err != nil {
				return "", err
			}
		}
		if d.depth == floor {
			return tidy(b.String()), nil
		}
	}
}

// paragraph reads a text in which spaces count once, unless they are written as <text:s c="3"/>.
func (d *tokens) paragraph(b *strings.Builder) error {
	gap := true // white space at the beginning does not count
	for floor := d.depth - 1; ; {
		t, err := d.inside()
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.CharData:
			for _, r := range string(e) {
				if white := r == ' ' || r == '\n' || r == '\r' || r == '\t'; !white {
					b.WriteRune(r)
					gap = false
				} else if !gap {
					b.WriteByte(' ')
					gap = true
				}
			}
		case xml.StartElement:
			switch e.Name.Local {
			case "s":
				b.WriteString(strings.Repeat(" ", min(repeats(e, "c"), 100)))
			case "tab":
				b.WriteByte('\t')
			case "line-break":
				b.WriteByte('\n')
			case "annotation", "frame", "note", "ruby-text":
				if err := d.skip(); err != nil {
					return err
				}
			}
		}
		if b.Len() > maxToken {
			return unreadable(errors.New("a text is too long"))
		}
		if d.depth == floor {
			return nil
		}
	}
}
