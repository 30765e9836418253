package ui

import (
	"context"
	"strings"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"

	"github.com/a-h/templ"
)

// List declares a list once: its columns, the questions that narrow it, what can be done with many of its lines. ListPage makes of it a page
// that sorts, filters, pages, saves its views, prints and is exported, all by links and forms; script only saves steps.
//
// I is the request (the parameters of the path), L one line. Lists of some thousands of lines are given whole by Load and are sorted, narrowed
// and cut here; a room with more cuts its pages in SQL and says so in Listed.Page.
type List[I, L any] struct {
	Key   string // under which views of it are kept, "purchases.invoices"; never renamed
	Words string // what stands before its words: with "purchases." a column is purchases.col_<key>, a question purchases.filter_<key>
	Live  string // kinds of facts that change it, "purchases. suppliers."; it renews itself when one happens

	Columns []Col[L]
	Sort    string // first order: the key of a column, after "-" for the last first
	Filters []Filter[L]
	Find    func(L) []string // the texts in which the search field looks; no field when nil
	Presets []Preset         // ways to look at it that everybody has
	Bulk    []Bulk[L]

	ID    func(L) string // what tells a line from all others
	Name  func(L) string // what its tick says
	Href  func(L) string // where its name leads
	Faint func(L) bool   // it does not count any more

	Load func(v *act.View, in I, q Query) (Listed[L], error)
}

// Listed is what a room gives for one look at a list.
type Listed[L any] struct {
	Building id.Of[id.Building] // none for a list of the office
	Section  string
	Heading  Heading
	Lines    []L
	Page     *Cut                // of a room that narrows, sorts and cuts by itself: Lines are one page then
	Choices  map[string][]Option // of the questions that offer a choice
	Hidden   []string            // columns, questions and proposed views that are not for this reader
	Empty    EmptyState          // shown instead of everything when there is no line at all
	More     templ.Component     // under the heading
}

// Preset is a way to look at a list that its room proposes; its name is the word view_<key>.
type Preset struct{ Key, Query string }

// Col is one column of a list. It is made by TextCol and its like, which give it a way to be shown, sorted and exported at once.
type Col[L any] struct {
	Key   string
	place Place
	lead  bool // cannot be hidden: it says what the line is
	spare bool // hidden until it is chosen
	right bool
	sum   func(L) money.Cents
	foot  func(context.Context, []L) string
	cell  func(context.Context, L) templ.Component
	order func(context.Context, L) string // none: it does not sort
	value func(context.Context, L) sheet.Cell
}

// TextCol is a column of words.
func TextCol[L any](key string, text func(L) string) Col[L] {
	return SaidCol(key, func(_ context.Context, l L) string { return text(l) })
}

// SaidCol is a column of words in the reader's language.
func SaidCol[L any](key string, text func(context.Context, L) string) Col[L] {
	return Col[L]{Key: key,
		cell:  func(ctx context.Context, l L) templ.Component { return Text(text(ctx, l)) },
		order: func(ctx context.Context, l L) string { return natural(text(ctx, l)) },
		value: func(ctx context.Context, l L) sheet.Cell { return sheet.Text(text(ctx, l)) },
	}
}

// DateCol is a column of days.
func DateCol[L any](key string, day func(L) civil.Date) Col[L] {
	return Col[L]{Key: key,
		cell:  func(_ context.Context, l L) templ.Component { return Text(day(l).Short()) },
		order: func(_ context.Context, l L) string { return day(l).String() },
		value: func(_ context.Context, l L) sheet.Cell { return sheet.Day(day(l).String()) },
	}
}

// MoneyCol is a column of amounts; the sum of all results stands in the foot.
func MoneyCol[L any](key string, amount func(L) money.Cents) Col[L] {
	return Col[L]{Key: key, right: true, sum: amount,
		cell:  func(_ context.Context, l L) templ.Component { return Amount{Cents: int64(amount(l)), Euro: true} },
		order: func(_ context.Context, l L) string { return ordered(int64(amount(l))) },
		value: func(_ context.Context, l L) sheet.Cell { return sheet.Cents(int64(amount(l))) },
	}
}

// CountCol is a column of whole numbers.
func CountCol[L any](key string, n func(L) int64) Col[L] {
	return Col[L]{Key: key, right: true,
		cell:  func(ctx context.Context, l L) templ.Component { return Text(i18n.Number(i18n.From(ctx), n(l))) },
		order: func(_ context.Context, l L) string { return ordered(n(l)) },
		value: func(_ context.Context, l L) sheet.Cell { return sheet.Whole(n(l)) },
	}
}

// KnownCol is a column of whole numbers that may not be known: the cell is empty then, and stands before all numbers.
func KnownCol[L any](key string, n func(L) *int64) Col[L] {
	return Col[L]{Key: key, right: true,
		cell: func(ctx context.Context, l L) templ.Component {
			if x := n(l); x != nil {
				return Text(i18n.Number(i18n.From(ctx), *x))
			}
			return nil
		},
		order: func(_ context.Context, l L) string {
			if x := n(l); x != nil {
				return ordered(*x)
			}
			return ""
		},
		value: func(_ context.Context, l L) sheet.Cell {
			if x := n(l); x != nil {
				return sheet.Whole(*x)
			}
			return sheet.Cell{}
		},
	}
}

// ChipCol is a column of states; a chip without a word is not shown.
func ChipCol[L any](key string, chip func(context.Context, L) Chip) Col[L] {
	c := SaidCol(key, func(ctx context.Context, l L) string { return chip(ctx, l).Text })
	c.place = PlaceState
	c.cell = func(ctx context.Context, l L) templ.Component {
		if s := chip(ctx, l); s.Text != "" {
			return s
		}
		return nil
	}
	return c
}

// At says where the column goes when a line becomes a card.
func (c Col[L]) At(p Place) Col[L] { c.place = p; return c }

// Lead makes it the name of the line: it cannot be hidden, and leads to the line's own page.
func (c Col[L]) Lead() Col[L] { c.lead, c.place = true, PlaceName; return c }

// Spare hides it until the reader chooses it.
func (c Col[L]) Spare() Col[L] { c.spare = true; return c }

// Drawn shows its cells in another way than as plain text.
func (c Col[L]) Drawn(cell func(context.Context, L) templ.Component) Col[L] { c.cell = cell; return c }

// Adding adds up something else than what its cells show: nothing for a line that does not count.
func (c Col[L]) Adding(counts func(L) money.Cents) Col[L] { c.sum = counts; return c }

// By sorts the column by something else than what its cells show.
func (c Col[L]) By(order func(L) string) Col[L] {
	c.order = func(_ context.Context, l L) string { return order(l) }
	return c
}

// Foot says something of all results beneath the column, such as what their shares make of the whole.
func (c Col[L]) Foot(says func(context.Context, []L) string) Col[L] { c.foot = says; return c }

// Still takes its order away: for rooms that sort in SQL by a few columns only.
func (c Col[L]) Still() Col[L] { c.order = nil; return c }

// Filter is a question that narrows a list: a choice (KindSelect), a day (KindDate), an amount (KindMoney) or a text.
type Filter[L any] struct {
	Key    string
	Kind   Kind
	Values []string // of a choice that is always the same; the words are filter_<key>_<value>
	Front  bool     // stands above the list; the others wait behind a button
	// Keep tells whether a line answers to the value; not asked when the room narrows by itself.
	Keep func(l L, x Value) bool
}

// Value is the answer to a question of a list.
type Value struct {
	Text  string
	Date  civil.Date
	Cents money.Cents
}

// Set tells whether anything was answered.
func (x Value) Set() bool { return x.Text != "" }

// read understands what was typed; a fault stands beside the field, and the list is not narrowed by it.
func (f Filter[L]) read(text string) (x Value, err error) {
	x.Text = strings.TrimSpace(text)
	if x.Text == "" {
		return x, nil
	}
	switch f.Kind {
	case KindDate:
		x.Date, err = civil.Parse(x.Text)
	case KindMoney:
		x.Cents, err = money.ParseCents(x.Text)
	case KindSelect:
		if len(f.Values) > 0 && !contains(f.Values, x.Text) {
			return Value{}, nil
		}
	}
	if len([]rune(x.Text)) > maxAnswer {
		err = fault.Invalid("too_long", f.Key).With("max", maxAnswer)
	}
	return x, err
}

// maxAnswer bounds what can be asked of a list.
const maxAnswer = 200

// reserved are the names in addresses of lists that are not questions of theirs.
var reserved = []string{"q", "sort", "col", "size", "after", "before", "view", "all", "pick", "paper"}

// check panics on a slip of ours, at start and not in front of a reader.
func (l List[I, L]) check(path string) {
	fail := func(why string) { panic("ui: list " + path + " " + why) }
	if l.Key == "" || l.ID == nil || l.Name == nil || l.Load == nil {
		fail("needs a key, an id, a name and a way to load it")
	}
	leads := 0
	for _, c := range l.Columns {
		if c.lead {
			leads++
		}
		if !i18n.Has(l.Words + "col_" + c.Key) {
			fail("has no word for the column " + c.Key)
		}
	}
	if leads != 1 {
		fail("needs one column that leads")
	}
	for _, f := range l.Filters {
		if contains(reserved, f.Key) || !i18n.Has(l.Words+"filter_"+f.Key) {
			fail("has no word for the question " + f.Key + ", or its name is taken")
		}
	}
	for _, x := range l.Presets {
		if !i18n.Has(l.Words + "view_" + x.Key) {
			fail("has no word for the view " + x.Key)
		}
	}
}

func (l List[I, L]) say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, l.Words+key, args...)
}

func (l List[I, L]) column(key string) (Col[L], bool) {
	for _, c := range l.Columns {
		if c.Key == key {
			return c, true
		}
	}
	return Col[L]{}, false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
