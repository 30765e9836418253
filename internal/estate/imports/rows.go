package imports

import (
	"regexp"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/formats/sheet"
)

// line is a row of the list that is a lot, before it is judged.
type line struct {
	number int
	last   int // the last row that speaks of it
	cells  map[Field]string
	kind   property.Kind // what a title above says: "GARAGES"
}

// Aside is a row that is no lot and was left out of the list: a total, a title between lots, an example, a remark.
type Aside struct {
	Row   int
	Total bool
	Text  string // its first cell
}

// aside keeps what a row says, so that a person sees that nothing was lost.
func aside(r sheet.Row, total bool) Aside {
	for _, c := range r.Cells {
		if text := tidy(c); text != "" {
			if long := []rune(text); len(long) > maxTitle {
				text = string(long[:maxTitle]) + "…"
			}
			return Aside{r.Number, total, text}
		}
	}
	return Aside{Row: r.Number, Total: total}
}

// lines takes the lots out of a sheet, and tells what it leaves aside: a row is one when a label or shares stand in their columns and it is no title, no example and no total.
// A row with an owner alone, right under a lot, names one more owner of that lot. A row that a person has mended is a lot.
func lines(s sheet.Sheet, m Mapping, fixes map[int]Fix, deed int64) (list []line, left []Aside) {
	var sums running
	seen := map[string]bool{}
	titles := m.titles(s)
	var kind property.Kind
	for _, r := range s.Rows {
		if m.HeaderRow > 0 && r.Number <= m.HeaderRow {
			continue
		}
		l := line{number: r.Number, last: r.Number, cells: m.cells(r), kind: kind}
		shares, number := readShares(l.cells[Shares], m.whole(deed))
		_, fixed := fixes[r.Number]
		switch {
		case fixed:
		case m.isTotal(r, l, deed, number && len(list) > 1 && sums.says(shares.num, deed)):
			sums.since = 0
			left = append(left, aside(r, true))
			continue
		case m.isTitle(r, l, titles):
			if k, ok := readKind(strings.Join(r.Cells, " ")); ok && filled(r) == 1 {
				kind = k
			} else if filled(r) == 1 {
				kind = ""
			}
			left = append(left, aside(r, false))
			continue
		case l.cells[Label] == "" && l.cells[Shares] == "":
			if n := len(list); n > 0 && list[n-1].last == r.Number-1 && l.cells[Owner] != "" && m.onlyOwner(l) {
				list[n-1].addOwner(l)
			} else {
				left = append(left, aside(r, false))
			}
			continue
		}
		if number {
			label := plain(l.cells[Label])
			sums.add(shares.num, !seen[label])
			seen[label] = true
		}
		list = append(list, l)
	}
	return list, left
}

// running are the sums that a row of a number alone may repeat: all so far, each lot once, and since the last subtotal.
type running struct{ all, once, since int64 }

func (s *running) add(n int64, isNew bool) {
	s.all += n
	s.since += n
	if isNew {
		s.once += n
	}
}

func (s *running) says(n, deed int64) bool {
	return n == s.all || n == s.once || n == s.since || n == deed
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// titles are the titles of the columns, as they stand in their row.
func (m Mapping) titles(s sheet.Sheet) map[Field]string {
	for _, r := range s.Rows {
		if m.HeaderRow > 0 && r.Number == m.HeaderRow {
			return m.cells(r)
		}
	}
	return nil
}

// whole is the whole in which a number of the list counts when it does not say one itself.
func (m Mapping) whole(deed int64) int64 {
	if m.Of > 0 {
		return m.Of
	}
	return deed
}

// cells gives the cells of a row by what they are.
func (m Mapping) cells(r sheet.Row) map[Field]string {
	cells := make(map[Field]string, len(m.Columns)+1)
	for f, c := range m.Columns {
		if text := strings.TrimSpace(r.Cell(c)); text != "" {
			cells[f] = text
		}
	}
	return cells
}

func (m Mapping) onlyOwner(l line) bool {
	for f := range l.cells {
		switch f {
		case Owner, Email, Phone, Street, Number, Postcode, City, Country, Language, Right, Part:
		default:
			return false
		}
	}
	p := plain(l.cells[Owner])
	head, _, _ := strings.Cut(p, " ")
	return !known.titles[head] && strings.Trim(p, "0123456789 ") != ""
}

func (l *line) addOwner(more line) {
	l.last = more.last
	l.cells[Owner] = strings.Trim(l.cells[Owner]+"\n"+more.cells[Owner], "\n")
	for _, f := range []Field{Email, Phone} {
		if l.cells[f] != "" || more.cells[f] != "" {
			l.cells[f] = strings.Trim(l.cells[f]+"; "+more.cells[f], "; ")
		}
	}
}

// isTotal tells a row that adds up others: by its word, or by standing alone with a number that adds them up.
func (m Mapping) isTotal(r sheet.Row, l line, deed int64, adds bool) bool {
	if label := l.cells[Label]; label == "" || isTotalCell(label) {
		if isTotalText(r.Cells) {
			return true
		}
	}
	if !adds || l.cells[Label] != "" || l.cells[Owner] != "" || l.cells[LastName] != "" {
		return false
	}
	for c, cell := range r.Cells {
		if text := strings.TrimSpace(cell); text != "" && m.Columns[Shares] != c {
			if _, alsoNumber := readShares(text, deed); !alsoNumber {
				return false
			}
		}
	}
	return true
}

func isTotalText(cells []string) bool {
	for _, c := range cells {
		if isTotalCell(c) {
			return true
		}
	}
	return false
}

// isTotalCell tells "Total", "TOTAL GENERAL", "Sous-total bloc A", "Totaal:"; TotalEnergies is none.
func isTotalCell(cell string) bool {
	if len(cell) < 3 || len(cell) > maxTitle {
		return false
	}
	p := plain(cell)
	for _, w := range known.totals {
		if begins(p, w) {
			return true
		}
	}
	return false
}

var labelLike = regexp.MustCompile(`^[\pL]{0,3}[ ./-]?\d{1,5}([ ./-]?[\pL\d]{1,4}){0,2}$`)

// isTitle tells a row that is no lot although a text stands in the column of labels: titles between lots, titles repeated on a next page,
// the examples of our model, remarks below the list.
func (m Mapping) isTitle(r sheet.Row, l line, titles map[Field]string) bool {
	head, _, _ := strings.Cut(plain(first(l.cells[Label], r.Cell(0))), " ")
	if known.examples[strings.TrimRight(head, "s")] || known.examples[head] {
		return true
	}
	again := 0
	for f, text := range titles {
		if strings.EqualFold(l.cells[f], text) {
			again++
		}
	}
	if again > 1 {
		return true
	}
	text := l.cells[Label]
	if text == "" || filled(r) > 1 {
		return false
	}
	if known.titles[head] || len([]rune(text)) > 20 {
		return true
	}
	if _, kind := known.kinds[plain(text)]; kind {
		return true
	}
	return !labelLike.MatchString(tidy(text))
}
