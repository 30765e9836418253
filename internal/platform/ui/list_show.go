package ui

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"

	"github.com/a-h/templ"
)

// Views keeps the ways in which readers look at lists; the room people/views answers.
type Views interface {
	Of(v *act.View, page string) ([]SavedView, error)
}

// SavedView is a way to look at a list that someone has kept.
type SavedView struct {
	ID, Name, Query string
	Mine            bool // the reader may change it
	Shared          bool // everybody in the office sees it
	First           bool // the reader's list opens with it
}

// ViewsPath is where the pages of saved views stand.
const ViewsPath = "/views"

// shownList is a list on its way to the page.
type shownList struct {
	Path    string
	Live    string
	Heading Heading
	More    templ.Component
	Tabs    SavedViews
	Search  bool
	Text    string
	Front   []Field
	Behind  []Field
	Opened  bool // a question behind the button is wrong
	Hidden  []Hidden
	Cols    []Option
	First   string // the columns that are shown when nothing is chosen
	Lead    string // the column that cannot be hidden
	Sizes   []Option
	Files   []Link
	Paper   string
	Printed bool
	Today   string
	Chips   []Link // to lift one question each
	Clear   string
	Table   Table
	Pages   Pagination
	Bulk    *BulkBar
	Picked  []Hidden
	Says    string // how many results: for the printed page, and for what is read aloud when the list renews itself
}

// show makes the page of a list.
func (l List[I, L]) show(p *Pages, v *act.View, in I) (Sheet, error) {
	ctx := v.Context()
	at := addressOf(ctx)
	views, err := savedViews(p, v, l.Key)
	if err != nil {
		return Sheet{}, err
	}
	if len(at.asks) == 0 {
		if i := slices.IndexFunc(views, func(s SavedView) bool { return s.First }); i >= 0 {
			return Sheet{To: l.viewHref(at.path, views[i])}, nil
		}
	}
	q := l.read(at.asks)
	listed, err := l.Load(v, in, q)
	if err != nil {
		return Sheet{}, err
	}
	q = q.allowed(listed.Hidden)
	sheet := Sheet{Title: listed.Heading.Title, Building: listed.Building, Section: listed.Section, Density: Dense, Live: l.Live != ""}
	r := l.answer(ctx, listed, q)
	if r.empty && len(at.asks) == 0 && listed.Empty.Title != "" {
		sheet.Body = Join(listed.Empty, orNothing(listed.More))
		return sheet, nil
	}
	s := shownList{Path: at.path, Live: l.Live, Heading: listed.Heading, More: listed.More, Search: l.Find != nil, Text: q.Text, Printed: q.paper, Today: v.Today.Long(v.Who.Lang)}
	l.questions(ctx, &s, listed, q)
	l.columns(ctx, &s, listed, q)
	s.Tabs = l.tabs(ctx, p, v, at.path, views, listed, q)
	s.Table = l.table(ctx, at.path, listed, r, q)
	s.Pages = l.pages(ctx, at.path, r, q)
	s.Says = counted(ctx, r.cut, len(r.lines))
	if q.paper {
		shown := q
		shown.Size = firstSize
		s.Clear = l.href(at.path, shown)
	} else {
		l.bulkBar(ctx, &s, v, listed, r, q)
	}
	sheet.Body = listBody(s)
	return sheet, nil
}

func orNothing(c templ.Component) templ.Component {
	if c == nil {
		return templ.NopComponent
	}
	return c
}

func savedViews(p *Pages, v *act.View, page string) ([]SavedView, error) {
	if p.Views == nil {
		return nil, nil
	}
	return p.Views.Of(v, page)
}

func (l List[I, L]) viewHref(path string, s SavedView) string {
	asks, _ := url.ParseQuery(s.Query)
	q := l.read(asks)
	q.view = s.ID
	return l.href(path, q)
}

// tabs are the ways to look at the list: all of it, what its room proposes, what readers have kept.
func (l List[I, L]) tabs(ctx context.Context, p *Pages, v *act.View, path string, views []SavedView, listed Listed[L], q Query) SavedViews {
	t := SavedViews{Label: say(ctx, "views")}
	base, own := "", SavedView{}
	add := func(key, label, query string, shared bool) {
		asks, _ := url.ParseQuery(query)
		seen := l.read(asks)
		seen.view = key
		w := View{Label: label, Href: l.href(path, seen), Current: key == q.view, Count: -1, Shared: shared}
		if listed.Page == nil {
			w.Count = len(l.narrow(listed.Lines, seen))
		}
		if w.Current {
			base = l.values(seen).Encode()
		}
		t.Views = append(t.Views, w)
	}
	for _, x := range l.Presets {
		if contains(listed.Hidden, x.Key) {
			continue
		}
		add(x.Key, l.say(ctx, "view_"+x.Key), x.Query, false)
	}
	for _, s := range views {
		add(s.ID, s.Name, s.Query, s.Shared && !s.Mine)
		if s.ID == q.view && s.Mine {
			own = s
		}
	}
	known := slices.ContainsFunc(t.Views, func(w View) bool { return w.Current })
	all := View{Label: l.say(ctx, "view_all"), Href: path + "?view=all", Current: !known, Count: -1}
	if listed.Page == nil {
		all.Count = len(listed.Lines)
	}
	t.Views = slices.Insert(t.Views, 0, all)
	now, back := l.values(q).Encode(), l.href(path, q)
	if own.ID != "" {
		t.Save = append(t.Save, Button{Label: say(ctx, "change_view"), Icon: "pencil", Look: Quiet, Href: With(ViewsPath+"/"+own.ID, "query", now, "back", back)})
	}
	if now != base && p.Views != nil && p.May(v, ViewsPath+"/new", noBuilding) {
		t.Save = append(t.Save, Button{Label: say(ctx, "save_view"), Icon: "plus", Look: Quiet, Href: With(ViewsPath+"/new", "page", l.Key, "query", now, "back", back)})
	}
	return t
}

// questions are the fields that narrow the list, and the answers that do so now.
func (l List[I, L]) questions(ctx context.Context, s *shownList, listed Listed[L], q Query) {
	if q.sortText() != l.Sort {
		s.Hidden = append(s.Hidden, Hidden{"sort", q.sortText()})
	}
	if q.view != "" {
		s.Hidden = append(s.Hidden, Hidden{"view", q.view})
	}
	if q.Text != "" {
		s.Chips = append(s.Chips, Link{Label: say(ctx, "asked_text", "text", q.Text), Href: l.href(s.Path, q.without("q"))})
	}
	for _, f := range l.Filters {
		if contains(listed.Hidden, f.Key) {
			continue
		}
		field := Field{Kind: f.Kind, Name: f.Key, Label: l.say(ctx, "filter_"+f.Key), Value: q.typed[f.Key], Length: maxAnswer}
		if f.Kind == KindSelect {
			field.Options = append([]Option{{Label: say(ctx, "any")}}, l.options(ctx, f, listed)...)
		}
		for _, wrong := range q.faults {
			if wrong.Field == f.Key {
				if f.Kind == KindDate { // a field of a date shows nothing else
					field.Value = ""
				}
				field.Error = rest.Sentence(i18n.From(ctx), wrong)
				s.Opened = s.Opened || !f.Front
			}
		}
		if f.Front {
			s.Front = append(s.Front, field)
		} else {
			s.Behind = append(s.Behind, field)
		}
		if x := q.Value(f.Key); x.Set() {
			s.Chips = append(s.Chips, Link{Label: say(ctx, "asked", "label", field.Label, "value", said(ctx, field, x)), Href: l.href(s.Path, q.without(f.Key))})
		}
	}
	if len(s.Chips) > 0 {
		bare := q
		bare.Text, bare.values, bare.view = "", nil, "all"
		s.Clear = l.href(s.Path, bare)
	}
}

func (l List[I, L]) options(ctx context.Context, f Filter[L], listed Listed[L]) (list []Option) {
	for _, value := range f.Values {
		list = append(list, Option{Value: value, Label: l.say(ctx, "filter_"+f.Key+"_"+value)})
	}
	return append(list, listed.Choices[f.Key]...)
}

// said is an answer as people say it.
func said(ctx context.Context, f Field, x Value) string {
	switch f.Kind {
	case KindDate:
		return x.Date.Short()
	case KindMoney:
		return x.Cents.In(i18n.From(ctx))
	case KindSelect:
		for _, o := range f.Options {
			if o.Value == x.Text {
				return o.Label
			}
		}
	}
	return x.Text
}

// seen are the columns of this look, in the order in which they are declared.
func (l List[I, L]) seen(listed Listed[L], q Query) (cols []Col[L]) {
	for _, c := range l.Columns {
		shown := c.lead || len(q.cols) == 0 && !c.spare || contains(q.cols, c.Key)
		if shown && !contains(listed.Hidden, c.Key) {
			cols = append(cols, c)
		}
	}
	return cols
}

// columns are what can be chosen: columns, lines on a page, files, paper.
func (l List[I, L]) columns(ctx context.Context, s *shownList, listed Listed[L], q Query) {
	shown := l.seen(listed, q)
	s.First = strings.Join(slices.DeleteFunc(l.first(), func(key string) bool { return contains(listed.Hidden, key) }), " ")
	for _, c := range l.Columns {
		if contains(listed.Hidden, c.Key) {
			continue
		}
		label := l.say(ctx, "col_"+c.Key)
		if c.lead {
			s.Lead = label
			s.Hidden = append(s.Hidden, Hidden{"col", c.Key})
			continue
		}
		on := slices.ContainsFunc(shown, func(d Col[L]) bool { return d.Key == c.Key })
		s.Cols = append(s.Cols, Option{Value: c.Key, Label: label, Chosen: on})
	}
	for _, n := range sizes {
		s.Sizes = append(s.Sizes, Option{Value: strconv.Itoa(n), Label: say(ctx, "lines", "n", n), Chosen: n == q.Size})
	}
	s.Files = []Link{
		{Label: "Excel (.xlsx)", Href: l.href(s.Path+".xlsx", q), Icon: "file-spreadsheet"},
		{Label: "CSV (.csv)", Href: l.href(s.Path+".csv", q), Icon: "table"},
	}
	s.Paper = l.href(s.Path, q, "paper", "true")
}

func (l List[I, L]) table(ctx context.Context, path string, listed Listed[L], r result[L], q Query) Table {
	t := Table{Label: listed.Heading.Title, ID: "list-table"}
	cols := l.seen(listed, q)
	sums := l.sums(r.all)
	for i, c := range cols {
		col := Column{Label: l.say(ctx, "col_"+c.Key), Number: c.right, Place: c.place}
		if c.order != nil && !q.paper {
			turned := q
			turned.Sort, turned.Down = c.Key, c.Key == q.Sort && !q.Down
			col.Sort = l.href(path, turned)
		}
		if c.Key == q.Sort {
			col.Sorted = either(q.Down, "descending", "ascending")
		}
		t.Columns = append(t.Columns, col)
		if total := c.total(ctx, listed, r, sums); total != nil {
			if t.Totals == nil {
				t.Totals = map[int]templ.Component{}
			}
			t.Totals[i] = total
		}
	}
	if t.Totals != nil {
		t.Says = say(ctx, "total_of", "n", len(r.all))
	}
	for _, x := range r.lines {
		t.Rows = append(t.Rows, l.row(ctx, x, cols, q))
	}
	t.Empty = l.nothing(ctx, path, listed, q)
	return t
}

// total is what stands beneath a column: of all results, as far as they are known.
func (c Col[L]) total(ctx context.Context, listed Listed[L], r result[L], sums map[string]money.Cents) templ.Component {
	switch {
	case listed.Page != nil || len(r.all) == 0:
	case c.foot != nil:
		return Text(c.foot(ctx, r.all))
	case c.sum != nil && len(r.all) > 1:
		return Amount{Cents: int64(sums[c.Key]), Euro: true, Sum: true}
	}
	return nil
}

func (l List[I, L]) row(ctx context.Context, x L, cols []Col[L], q Query) Row {
	row := Row{ID: l.ID(x), Name: l.Name(x), Faint: l.Faint != nil && l.Faint(x), Selected: q.all}
	for _, c := range cols {
		cell := c.cell(ctx, x)
		if c.lead && l.Href != nil {
			cell = leading(l.Href(x), cell)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// nothing says that no line answers: which questions hold, and how each is lifted.
func (l List[I, L]) nothing(ctx context.Context, path string, listed Listed[L], q Query) EmptyState {
	if !q.Narrowed() {
		e := listed.Empty
		e.Small, e.House = true, false
		return e
	}
	var s shownList
	s.Path = path
	l.questions(ctx, &s, listed, q)
	return EmptyState{Small: true, Title: say(ctx, "none_found"), More: liftAll(s.Chips, s.Clear)}
}

func (l List[I, L]) pages(ctx context.Context, path string, r result[L], q Query) Pagination {
	p := Pagination{Shown: counted(ctx, r.cut, len(r.lines))}
	if !r.cut.Before.None() {
		p.Previous = l.href(path, q, "before", r.cut.Before.encode())
	}
	if !r.cut.After.None() {
		p.Next = l.href(path, q, "after", r.cut.After.encode())
	}
	return p
}

// counted says which lines are shown of how many, as far as it is known.
func counted(ctx context.Context, c Cut, n int) string {
	switch {
	case c.Total < 0:
		return say(ctx, "shown", "n", n)
	case c.Total == n:
		return say(ctx, "results", "n", n)
	case c.From == 0:
		return say(ctx, "of_results", "n", n, "of", c.Total)
	}
	return say(ctx, "range", "from", c.From, "to", c.From+n-1, "of", c.Total)
}

// listName is the name of a file that holds a list.
func listName(title, day string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, fold(title))
	return strings.Trim(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' }), "-")+"-"+day, "-")
}
