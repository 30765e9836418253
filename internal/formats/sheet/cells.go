package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	lastRow    = 1_048_576 // of Excel
	lastColumn = 16_384
)

// page is a worksheet being read.
type page struct {
	book   *workbook
	sheet  *Sheet
	row    int
	column int // of the cell just read, from 1
	cells  []string
	merged []area
}

// area is a rectangle of merged cells, both corners included, counted from 1.
type area struct{ top, left, bottom, right int }

func (w *workbook) readSheet(name string, s *Sheet) error {
	p := &page{book: w, sheet: s}
	err := w.walk(name, func(d *tokens, t xml.Token) error {
		switch e := t.(type) {
		case xml.StartElement:
			return p.open(d, e)
		case xml.EndElement:
			if e.Name.Local == "row" {
				return w.tally.add(s, p.row, p.cells)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.clearMerged()
}

func (p *page) open(d *tokens, e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		number := p.row + 1
		if r := attr(e, "r"); r != "" {
			n, err := strconv.Atoi(r)
			if err != nil || n <= p.row || n > lastRow {
				return unreadable(errors.New("rows out of order"))
			}
			number = n
		}
		p.row, p.column, p.cells = number, 0, p.cells[:0]
	case "c":
		return p.cell(d, e)
	case "mergeCell":
		if len(p.merged) < p.book.tally.limits.Rows {
			if a, ok := areaOf(attr(e, "ref")); ok {
				p.merged = append(p.merged, a)
			}
		}
	}
	return nil
}

// cell reads one cell; its place is its reference, or the next one when a program leaves references out.
func (p *page) cell(d *tokens, e xml.StartElement) error {
	column := p.column + 1
	if ref := attr(e, "r"); ref != "" {
		c, _, ok := place(ref)
		if !ok || c <= p.column {
			return unreadable(errors.New("cells out of order"))
		}
		column = c
	}
	if column > lastColumn {
		return unreadable(errors.New("cells beyond the last column"))
	}
	p.column = column
	raw, computed, err := d.cellText()
	if computed && raw == "" && err == nil {
		p.sheet.uncomputed(column, p.row)
	}
	if err != nil || raw == "" {
		return err
	}
	text := p.meaning(attr(e, "t"), attr(e, "s"), raw)
	if attr(e, "t") != "s" { // shared texts are counted once, where they stand
		if err := p.book.tally.text(text, p.row); err != nil {
			return err
		}
	}
	for len(p.cells) < column {
		p.cells = append(p.cells, "")
	}
	p.cells[column-1] = text
	return nil
}

// meaning turns the content of a cell into the text that a person sees, by its type and its style.
func (p *page) meaning(kind, style, raw string) string {
	switch kind {
	case "s":
		if n, err := strconv.Atoi(strings.TrimSpace(raw)); err == nil && n >= 0 && n < len(p.book.texts) {
			return p.book.texts[n]
		}
		return ""
	case "b":
		return strconv.FormatBool(truth(strings.TrimSpace(raw)))
	case "str", "inlineStr", "e":
		return raw
	case "d":
		return isoDay(strings.TrimSpace(raw))
	}
	raw = strings.TrimSpace(raw)
	if n, err := strconv.Atoi(style); err == nil && n >= 0 && n < len(p.book.styles) {
		if text, ok := p.book.since.moment(raw, p.book.styles[n]); ok {
			return text
		}
	}
	return Decimal(raw)
}

// cellText is what stands between <c> and </c>: the value, or the text written in place. A formula is not read and never computed; computed tells
// that there is one without a value: the program that wrote it has not worked it out, which a value of "" as text would be.
func (d *tokens) cellText() (value string, computed bool, err error) {
	said := false
	for {
		t, err := d.inside()
		if err != nil {
			return "", false, err
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "v":
				said = true
				value, err = d.plain("v")
			case "is":
				value, err = d.richText("is")
			case "f":
				computed = true
				err = d.skip()
			default:
				err = d.skip()
			}
			if err != nil {
				return "", false, err
			}
		case xml.EndElement:
			return value, computed && !said, nil
		}
	}
}

// inside is next where the file may not end.
func (d *tokens) inside() (xml.Token, error) {
	t, err := d.next()
	if err == io.EOF {
		return nil, unreadable(io.ErrUnexpectedEOF)
	}
	return t, err
}

// skip passes over the tag just opened, with all that it holds.
func (d *tokens) skip() error {
	for floor := d.depth - 1; d.depth > floor; {
		if _, err := d.inside(); err != nil {
			return err
		}
	}
	return nil
}

// plain is the text of the tag just opened.
func (d *tokens) plain(name string) (string, error) {
	var b strings.Builder
	for floor := d.depth - 1; ; {
		t, err := d.inside()
		if err != nil {
			return "", err
		}
		if text, ok := t.(xml.CharData); ok {
			if b.Len()+len(text) > maxToken {
				return "", unreadable(errors.New("a text is too long"))
			}
			b.Write(text)
		}
		if d.depth == floor {
			return unescape(b.String()), nil
		}
	}
}

// richText joins the runs of a text that changes its dress midway; reading aids of East Asian texts (rPh) are left out.
func (d *tokens) richText(name string) (string, error) {
	var b strings.Builder
	for floor := d.depth - 1; ; {
		t, err := d.inside()
		if err != nil {
			return "", err
		}
		if e, ok := t.(xml.StartElement); ok {
			run := ""
			switch e.Name.Local {
			case "t":
				run, err = d.plain("t")
			case "rPh":
				err = d.skip()
			}
			if err != nil {
				return "", err
			}
			if b.Len()+len(run) > maxToken {
				return "", unreadable(errors.New("a text is too long"))
			}
			b.WriteString(run)
		}
		if d.depth == floor {
			return b.String(), nil
		}
	}
}

// unescape undoes _x000D_ and its like, by which Excel writes characters that XML does not like. The result has plain
// line ends and no control characters.
func unescape(s string) string {
	if strings.Contains(s, "_x") {
		var b strings.Builder
		for i := 0; i < len(s); {
			if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
				if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil && utf8.ValidRune(rune(n)) {
					b.WriteRune(rune(n))
					i += 7
					continue
				}
			}
			b.WriteByte(s[i])
			i++
		}
		s = b.String()
	}
	return tidy(s)
}

// place reads a reference such as AB12: column 28, row 12.
func place(ref string) (column, row int, ok bool) {
	i := 0
	for i < len(ref) && i < 4 && (ref[i]|0x20 >= 'a' && ref[i]|0x20 <= 'z') {
		column = column*26 + int(ref[i]|0x20-'a') + 1
		i++
	}
	row, err := strconv.Atoi(ref[i:])
	return column, row, i > 0 && err == nil && column <= lastColumn && row >= 1 && row <= lastRow
}

func areaOf(ref string) (area, bool) {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return area{}, false
	}
	left, top, ok1 := place(from)
	right, bottom, ok2 := place(to)
	return area{top, left, bottom, right}, ok1 && ok2 && left <= right && top <= bottom
}

// clearMerged empties all cells of merged areas but the first: some programs keep old values there that nobody sees.
// The work is bounded by the number of cells that a book may have.
func (p *page) clearMerged() error {
	budget := p.book.tally.limits.Cells
	for _, a := range p.merged {
		for i := p.find(a.top); i < len(p.sheet.Rows) && p.sheet.Rows[i].Number <= a.bottom; i++ {
			row := &p.sheet.Rows[i]
			for c := a.left - 1; c < min(a.right, len(row.Cells)); c++ {
				if budget--; budget < 0 {
					return unreadable(errors.New("too many merged cells"))
				}
				if row.Number != a.top || c != a.left-1 {
					row.Cells[c] = ""
				}
			}
			if budget--; budget < 0 {
				return unreadable(errors.New("too many merged cells"))
			}
		}
	}
	p.dropEmpty()
	return nil
}

// find is the index of the first row at or below a number.
func (p *page) find(number int) int {
	low, high := 0, len(p.sheet.Rows)
	for low < high {
		if mid := (low + high) / 2; p.sheet.Rows[mid].Number < number {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// dropEmpty trims the rows again after merged cells were emptied.
func (p *page) dropEmpty() {
	if len(p.merged) == 0 {
		return
	}
	kept := p.sheet.Rows[:0]
	for _, r := range p.sheet.Rows {
		r.Cells = trimTail(r.Cells)
		if len(r.Cells) > 0 {
			kept = append(kept, r)
		}
	}
	p.sheet.Rows = kept
}
