package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"koprogo/internal/kernel/money"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// result is what a query leaves of a list.
type result[L any] struct {
	lines []L // of this page
	all   []L // of all pages, when they are known
	cut   Cut
	empty bool // the list itself holds nothing
}

// answer narrows, sorts and cuts the lines of a room that gives them whole.
func (l List[I, L]) answer(ctx context.Context, listed Listed[L], q Query) result[L] {
	if listed.Page != nil {
		return result[L]{lines: listed.Lines, cut: *listed.Page, empty: len(listed.Lines) == 0 && !q.Narrowed() && q.After.None() && q.Before.None()}
	}
	found := l.narrow(listed.Lines, q)
	l.sort(ctx, found, q)
	r := result[L]{lines: found, all: found, cut: Cut{Total: len(found)}, empty: len(listed.Lines) == 0}
	if q.Size > 0 {
		r.lines, r.cut = l.cut(ctx, found, q)
	}
	return r
}

// narrow keeps the lines that answer to every question.
func (l List[I, L]) narrow(lines []L, q Query) []L {
	wanted := strings.Fields(fold(q.Text))
	return slices.DeleteFunc(slices.Clone(lines), func(x L) bool {
		for _, f := range l.Filters {
			if v := q.values[f.Key]; v.Set() && f.Keep != nil && !f.Keep(x, v) {
				return true
			}
		}
		if len(wanted) == 0 {
			return false
		}
		text := fold(strings.Join(l.Find(x), " "))
		return slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(text, w) })
	})
}

// place is where a line stands in the order.
func (l List[I, L]) place(ctx context.Context, x L, q Query) Cursor {
	c, _ := l.column(q.Sort)
	if c.order == nil {
		return Cursor{"", l.ID(x)}
	}
	return Cursor{c.order(ctx, x), l.ID(x)}
}

func (c Cursor) compare(d Cursor) int {
	return cmp.Or(strings.Compare(c[0], d[0]), strings.Compare(c[1], d[1]))
}

func (l List[I, L]) sort(ctx context.Context, lines []L, q Query) {
	type placed struct {
		line  L
		place Cursor
	}
	list := make([]placed, len(lines))
	for i, x := range lines {
		list[i] = placed{x, l.place(ctx, x, q)}
	}
	slices.SortStableFunc(list, func(a, b placed) int {
		if q.Down {
			a, b = b, a
		}
		return a.place.compare(b.place)
	})
	for i, p := range list {
		lines[i] = p.line
	}
}

// cut takes one page out of lines that are in order. The cursor names a place and not a number, so that a line that comes or goes meanwhile
// neither repeats another nor hides it.
func (l List[I, L]) cut(ctx context.Context, lines []L, q Query) ([]L, Cut) {
	beyond := func(c Cursor) int { // the number of lines up to and with the place
		n, _ := slices.BinarySearchFunc(lines, c, func(x L, c Cursor) int {
			by := l.place(ctx, x, q).compare(c)
			if q.Down {
				by = -by
			}
			if by == 0 {
				return -1
			}
			return by
		})
		return n
	}
	from := 0
	switch {
	case !q.Before.None():
		end := beyond(q.Before)
		if end > 0 && l.place(ctx, lines[end-1], q).compare(q.Before) == 0 {
			end--
		}
		from = max(0, end-q.Size)
	case !q.After.None():
		from = beyond(q.After)
	}
	if from > 0 && from == len(lines) { // what stood there is gone: the last page is shown instead of none
		from = max(0, len(lines)-q.Size)
	}
	to := min(from+q.Size, len(lines))
	cut := Cut{Total: len(lines), From: from + 1}
	if to < len(lines) && to > 0 {
		cut.After = l.place(ctx, lines[to-1], q)
	}
	if from > 0 && from < len(lines) {
		cut.Before = l.place(ctx, lines[from], q)
	}
	return lines[from:to], cut
}

// sums adds up the columns that have a sum, over all results.
func (l List[I, L]) sums(lines []L) map[string]money.Cents {
	sums := map[string]money.Cents{}
	for _, c := range l.Columns {
		if c.sum == nil {
			continue
		}
		var sum money.Cents
		for _, x := range lines {
			sum = sum.Add(c.sum(x))
		}
		sums[c.Key] = sum
	}
	return sums
}

// fold is how texts are compared: without case and accents, so that "elec" finds "Électricité".
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(cases.Fold().String(s)) {
		if r < 0x300 || r >= 0x370 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// natural is how texts are ordered: folded, and 9 before 10.
func natural(s string) string {
	var b strings.Builder
	digits := 0
	flush := func(text string, end int) {
		if digits > 0 {
			n := strings.TrimLeft(text[end-digits:end], "0")
			b.WriteString(fmt.Sprintf("%02d", len(n)) + n)
			digits = 0
		}
	}
	text := fold(s)
	for i, r := range text {
		if r >= '0' && r <= '9' {
			digits++
			continue
		}
		flush(text, i)
		b.WriteRune(r)
	}
	flush(text, len(text))
	return b.String()
}

// ordered writes a whole number so that it sorts as text.
func ordered(n int64) string { return fmt.Sprintf("%020d", uint64(n)^(1<<63)) }
