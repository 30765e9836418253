package ui

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
)

// Query is what a reader asks of a list. A room that narrows and sorts by itself reads it; all others need not look.
type Query struct {
	Text   string // of the search field
	Sort   string // key of a column
	Down   bool   // the last first
	Size   int    // lines of a page; 0 asks for all of them, at most MaxLines
	After  Cursor // the page begins after this line
	Before Cursor // the page ends before this line

	values map[string]Value
	cols   []string
	view   string
	all    bool // every result is ticked
	paper  bool // to be printed whole
	faults []*fault.Fault
	typed  map[string]string // as it was written, for the fields
}

// Cursor is a place in a list: the place of a line in the order, then its id. It is empty at the beginning.
type Cursor []string

// None tells that no place is meant.
func (c Cursor) None() bool { return len(c) != 2 }

// Value is the answer to a question.
func (q Query) Value(key string) Value { return q.values[key] }

// Narrowed tells whether any line is left out.
func (q Query) Narrowed() bool { return q.Text != "" || len(q.values) > 0 }

// The sizes of a page, and how much of a list is exported, printed or done at once.
var sizes = []int{20, 50, 100}

const (
	firstSize = 50
	// MaxLines bounds an export and a printed list.
	MaxLines = 20_000
	maxPaper = 2_000
	maxBulk  = 500
)

// read understands an address. What it does not know is left out: an old link still shows the list.
func (l List[I, L]) read(asked url.Values) Query {
	q := Query{Size: firstSize, values: map[string]Value{}, typed: map[string]string{}, view: asked.Get("view"), all: asked.Get("all") != "", paper: asked.Get("paper") != ""}
	if l.Find != nil {
		q.Text = strings.TrimSpace(cutText(asked.Get("q"), maxAnswer))
	}
	q.Sort, q.Down = order(l.Sort)
	if by, down := order(asked.Get("sort")); by != "" {
		if c, known := l.column(by); known && c.order != nil {
			q.Sort, q.Down = by, down
		}
	}
	if n, err := strconv.Atoi(asked.Get("size")); err == nil && slices.Contains(sizes, n) {
		q.Size = n
	}
	for _, f := range l.Filters {
		q.typed[f.Key] = asked.Get(f.Key)
		x, err := f.read(asked.Get(f.Key))
		if err != nil {
			q.faults = append(q.faults, fault.As(err).At(f.Key))
			continue
		}
		if x.Set() {
			q.values[f.Key] = x
		}
	}
	if chosen := asked["col"]; len(chosen) > 0 {
		for _, c := range l.Columns {
			if c.lead || contains(chosen, c.Key) {
				q.cols = append(q.cols, c.Key)
			}
		}
	}
	q.After, q.Before = readCursor(asked.Get("after")), readCursor(asked.Get("before"))
	if q.paper {
		q.Size, q.After, q.Before = 0, nil, nil
	}
	return q
}

func order(text string) (key string, down bool) {
	key, down = strings.CutPrefix(text, "-")
	return key, down
}

func cutText(s string, n int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// values writes a query as an address does. What is as at first is left out, so that one look has one address.
func (l List[I, L]) values(q Query) url.Values {
	u := url.Values{}
	set := func(key, value string) {
		if value != "" {
			u.Set(key, value)
		}
	}
	set("q", q.Text)
	for _, f := range l.Filters {
		set(f.Key, q.values[f.Key].Text)
	}
	if s := q.sortText(); s != l.Sort {
		set("sort", s)
	}
	if q.Size != firstSize && q.Size != 0 {
		set("size", strconv.Itoa(q.Size))
	}
	if len(q.cols) > 0 && !slices.Equal(q.cols, l.first()) {
		u["col"] = q.cols
	}
	return u
}

func (q Query) sortText() string {
	if q.Down {
		return "-" + q.Sort
	}
	return q.Sort
}

// first are the columns that are shown when nothing is chosen.
func (l List[I, L]) first() (keys []string) {
	for _, c := range l.Columns {
		if !c.spare {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// href is the address of the list for a query; more are further names and values.
func (l List[I, L]) href(path string, q Query, more ...string) string {
	u := l.values(q)
	if q.view != "" {
		u.Set("view", q.view)
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			u.Set(more[i], more[i+1])
		} else {
			u.Del(more[i])
		}
	}
	if len(u) == 0 {
		return path
	}
	return path + "?" + u.Encode()
}

// without is the query with one question taken back.
func (q Query) without(key string) Query {
	if key == "q" {
		q.Text = ""
		return q
	}
	kept := map[string]Value{}
	for k, x := range q.values {
		if k != key {
			kept[k] = x
		}
	}
	q.values = kept
	return q
}

// allowed is the query without the questions that are not for this reader.
func (q Query) allowed(hidden []string) Query {
	for _, key := range hidden {
		q = q.without(key)
	}
	return q
}

func (c Cursor) encode() string {
	if c.None() {
		return ""
	}
	raw, _ := json.Marshal([]string(c))
	return base64.RawURLEncoding.EncodeToString(raw)
}

func readCursor(text string) (c Cursor) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(text) > 2000 || json.Unmarshal(raw, &c) != nil || c.None() || strings.Contains(string(raw), `\u0000`) {
		return nil
	}
	return c
}

// Cut says of lines that they are one page, cut by the room itself.
type Cut struct {
	Total  int // of all results; -1 when that is dear to count
	From   int // number of the first line among all, counted from 1; 0 when it is not known
	After  Cursor
	Before Cursor // of the pages after and before this one; none where the list ends
}

// CutPage makes a page of rows that a room has read in the order of the query, one more than its size: backwards from Before, else onwards
// from After. The keys of a row are its place in the order and its id, as the statement compares them.
func CutPage[L any](q Query, rows []L, keys func(L) Cursor) ([]L, Cut) {
	cut := Cut{Total: -1}
	more := q.Size > 0 && len(rows) > q.Size
	if more {
		rows = rows[:q.Size]
	}
	back := !q.Before.None()
	if back {
		rows = slices.Clone(rows)
		slices.Reverse(rows)
	}
	if len(rows) == 0 {
		return rows, cut
	}
	if back || more {
		cut.After = keys(rows[len(rows)-1])
	}
	if back && more || !back && !q.After.None() {
		cut.Before = keys(rows[0])
	}
	return rows, cut
}

type addressKey struct{}

type address struct {
	path string
	asks url.Values
}

// At gives a context the address of the page that is asked for; the doors do so for every page.
func At(ctx context.Context, u *url.URL) context.Context {
	return context.WithValue(ctx, addressKey{}, address{u.Path, u.Query()})
}

// addressOf is the address of the page that is asked for.
func addressOf(ctx context.Context) address {
	a, _ := ctx.Value(addressKey{}).(address)
	return a
}
