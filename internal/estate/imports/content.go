package imports

import (
	"strings"

	"koprogo/internal/formats/sheet"
)

// column is what the cells of a column look like.
type column struct {
	filled, readable, numbers, fractions, emails, kinds, distinct, words, short, letters int
	sum                                                                                  int64
}

// maxLooked is how many rows are looked at to tell what a column is.
const maxLooked = 2000

// lookAt counts what the columns of the rows hold; totals do not count.
func lookAt(rows []sheet.Row, deed int64) []column {
	var list []column
	seen := map[int]map[string]bool{}
	for _, r := range rows[:min(len(rows), maxLooked)] {
		if filled(r) < 2 || isTotalText(r.Cells) {
			continue
		}
		for len(list) < len(r.Cells) {
			seen[len(list)] = map[string]bool{}
			list = append(list, column{})
		}
		for c, cell := range r.Cells {
			if p := plain(cell); p != "" {
				list[c].add(cell, p, deed)
				if !seen[c][p] {
					seen[c][p] = true
					list[c].distinct++
				}
			}
		}
	}
	return list
}

func (c *column) add(cell, p string, deed int64) {
	c.filled++
	words := strings.Count(p, " ") + 1
	q, ok := readShares(cell, deed)
	if ok {
		c.readable++ // "41 quotités" is; so is "App. 12", which is why it proves nothing by itself
	}
	if ok && strings.Trim(p, "0123456789 oO") == "" {
		c.numbers++
		if strings.Contains(cell, "/") {
			c.fractions++
		}
		if n, even := q.over(deed); even {
			c.sum += min(n, deed)
		}
	} else if strings.Trim(p, "0123456789 ") != "" {
		c.letters++
		c.words += words
	}
	if strings.Contains(cell, "@") {
		c.emails++
	}
	if _, ok := known.kinds[p]; ok {
		c.kinds++
	}
	if len(p) <= 16 {
		c.short++
	}
}

// confirm holds the titles against the content of the columns, and fills what they leave open where the content leaves no doubt.
func (m *Mapping) confirm(rows []sheet.Row, deed int64) {
	cols := lookAt(rows, deed)
	at := func(f Field) (column, bool) {
		c, ok := m.Columns[f]
		if !ok || c >= len(cols) {
			return column{}, false
		}
		return cols[c], true
	}
	if c, ok := at(Shares); ok && c.filled > 0 && c.readable*10 < c.filled*3 {
		delete(m.Columns, Shares)
		m.Of = 0
	}
	if c, ok := at(Label); ok && !m.Has(Kind) && c.filled > 2 && c.kinds*10 > c.filled*6 && c.distinct*10 < c.filled*7 {
		m.Columns[Kind] = m.Columns[Label]
		delete(m.Columns, Label)
	}
	if c, ok := at(Owner); ok && c.filled > 1 && c.letters == 0 {
		delete(m.Columns, Owner)
	}
	m.fill(cols, deed)
}

func (m *Mapping) fill(cols []column, deed int64) {
	taken := map[int]bool{}
	for _, c := range m.Columns {
		taken[c] = true
	}
	choose := func(f Field, fits func(column) int) {
		best, top := -1, 0
		for i, c := range cols {
			if !taken[i] && c.filled > 0 {
				if score := fits(c); score > top {
					best, top = i, score
				}
			}
		}
		if best >= 0 && !m.Has(f) {
			m.Columns[f] = best
			taken[best] = true
		}
	}
	choose(Email, func(c column) int { return given(c.emails*2 >= c.filled, c.emails) })
	choose(Shares, func(c column) int {
		sure := c.sum == deed || c.fractions*10 >= c.filled*8 || c.sum == 2*deed // with a total that carries no word
		return given(c.numbers*10 >= c.filled*8 && c.filled > 1 && sure, c.numbers+c.fractions)
	})
	choose(Kind, func(c column) int { return given(c.kinds*10 >= c.filled*6, c.kinds) })
	if !m.Has(LastName) && !m.Has(Usufruct) {
		choose(Owner, func(c column) int {
			return given(c.letters*10 >= c.filled*8 && c.words*10 >= c.letters*15 && c.emails == 0, c.words)
		})
	}
	choose(Label, func(c column) int {
		return given(c.distinct*20 >= c.filled*19 && c.short == c.filled && c.emails == 0 && m.Has(Shares), c.filled)
	})
}

func given(holds bool, n int) int {
	if holds {
		return n
	}
	return 0
}
