package imports

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/fault"
)

// Recognise finds the list in a book: the sheet that looks most like one, its row of titles, and what each column is. deed is the whole of the
// building's shares. Fault: no_table for a text without columns.
func Recognise(book sheet.Book, deed int64) (Mapping, error) {
	best, top, table := Mapping{Columns: map[Field]int{}}, -1, false
	for i, s := range book.Sheets {
		table = table || slices.ContainsFunc(s.Rows, func(r sheet.Row) bool { return filled(r) > 1 })
		m, score := recogniseSheet(i, s, deed, -1)
		if s.Hidden {
			score /= 4
		}
		if score > top {
			best, top = m, score
		}
	}
	if !table {
		return best, fault.Invalid("no_table", "file")
	}
	return best, nil
}

// RecogniseIn is Recognise for one sheet whose row of titles a person has chosen: its number, or 0 for none; -1 leaves it to be found.
func RecogniseIn(book sheet.Book, index, headerRow int, deed int64) Mapping {
	m, _ := recogniseSheet(index, book.Sheets[index], deed, headerRow)
	return m
}

func recogniseSheet(index int, s sheet.Sheet, deed int64, headerRow int) (Mapping, int) {
	m := Mapping{Sheet: index, Columns: map[Field]int{}}
	at := findHeader(s, deed)
	if headerRow >= 0 {
		at = slices.IndexFunc(s.Rows, func(r sheet.Row) bool { return r.Number == headerRow })
	}
	if at >= 0 {
		m.HeaderRow = s.Rows[at].Number
		titles := titlesAt(s, at, deed)
		m.Columns, m.Of, m.FirstName = titles.columns, titles.of, titles.firstFirst
	}
	m.confirm(s.Rows[at+1:], deed)
	return m, m.score(s.Rows[at+1:])
}

// score says how much a sheet looks like a list of lots.
func (m Mapping) score(rows []sheet.Row) int {
	score := 0
	for f, weight := range map[Field]int{Label: 30, Shares: 40, Owner: 25, LastName: 25, Kind: 10, Email: 5} {
		if m.Has(f) {
			score += weight
		}
	}
	if !m.Has(Shares) && !m.Has(Label) {
		return score / 4
	}
	return score + min(len(rows), 40)
}

// maxHeader is how far down a row of titles is sought.
const maxHeader = 40

// findHeader is the index of the row of titles; -1 when there is none.
func findHeader(s sheet.Sheet, deed int64) int {
	best, top := -1, 0
	for i, r := range s.Rows[:min(len(s.Rows), maxHeader)] {
		t := titlesAt(s, i, deed)
		if own := titlesOf(r, deed); len(own.columns) < 2 {
			continue
		}
		anchor := false
		for _, f := range []Field{Label, Shares, Owner, LastName, Usufruct} {
			_, has := t.columns[f]
			anchor = anchor || has
		}
		if score := t.quality - 40*t.numbers; anchor && score > top {
			best, top = i, score
		}
	}
	return best
}

// titles is what a row of titles says.
type titles struct {
	columns    map[Field]int
	of         int64
	firstFirst bool
	quality    int
	numbers    int // cells that are figures: a row of titles has none
}

// titlesAt reads the titles of a row; where a cell is empty, a title of the row above holds (merged cells over two rows).
func titlesAt(s sheet.Sheet, at int, deed int64) titles {
	r := s.Rows[at]
	if at == 0 || len(titlesOf(s.Rows[at-1], deed).columns) < 2 {
		return titlesOf(r, deed)
	}
	above := s.Rows[at-1]
	cells := make([]string, max(len(r.Cells), len(above.Cells)))
	for c := range cells {
		if cells[c] = r.Cell(c); strings.TrimSpace(cells[c]) == "" {
			cells[c] = above.Cell(c)
		}
	}
	return titlesOf(sheet.Row{Number: r.Number, Cells: cells}, deed)
}

func titlesOf(r sheet.Row, deed int64) titles {
	t := titles{columns: map[Field]int{}}
	quality := map[Field]int{}
	for c, cell := range r.Cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		if _, number := readShares(cell, deed); number && plain(strings.Trim(cell, "0123456789")) == "" {
			t.numbers++
			continue
		}
		f, q, of := readTitle(cell)
		if f == "" || f == "none" || quality[f] >= q {
			continue
		}
		t.quality += q - quality[f]
		quality[f], t.columns[f] = q, c
		if f == Shares {
			t.of = of
		}
		if f == Owner {
			t.firstFirst = known.firstFirst[plain(cell)]
		}
	}
	if _, separate := t.columns[FirstName]; !separate {
		if _, whole := t.columns[Owner]; !whole && t.has(LastName) {
			t.columns[Owner] = t.columns[LastName]
			delete(t.columns, LastName)
		}
	} else if _, last := t.columns[LastName]; !last && t.has(Owner) {
		t.columns[LastName] = t.columns[Owner]
		delete(t.columns, Owner)
	}
	return t
}

func (t titles) has(f Field) bool { _, ok := t.columns[f]; return ok }

var wholeInTitle = regexp.MustCompile(`\d[\d .\x{a0}\x{202f}]*`)

// maxTitle is the length beyond which a text is no title.
const maxTitle = 60

// readTitle says what a title means, how surely, and over which whole its shares are.
func readTitle(cell string) (f Field, quality int, of int64) {
	if len(cell) > maxTitle {
		return "", 0, 0
	}
	for _, w := range wholeInTitle.FindAllString(cell, -1) {
		digits := strings.NewReplacer(" ", "", ".", "", "\u00a0", "", "\u202f", "").Replace(w)
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil && n >= 100 {
			of = n
		}
	}
	var list []string
	for _, w := range strings.Fields(plain(cell)) {
		if w[0] < '0' || w[0] > '9' {
			list = append(list, w)
		}
	}
	p := strings.Join(list, " ")
	for words, whole := range known.wholes {
		if p == words {
			of = whole
		}
	}
	if of > 0 && (p == "" || p == "sten" || p == "es" || p == "e") {
		return Shares, 70, of
	}
	if f, ok := known.columns[p]; ok {
		return f, 100, of
	}
	for _, f := range known.fields {
		for _, words := range known.synonyms[f] {
			if len(words) > 2 && holds(p, words) {
				return f, 60, of
			}
		}
	}
	return "", 0, 0
}

func filled(r sheet.Row) int {
	n := 0
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}
