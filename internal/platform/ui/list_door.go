package ui

import (
	"context"
	"io"
	"net/url"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"

	"github.com/a-h/templ"
)

var noBuilding id.Of[id.Building]

// ListPage declares the page of a list, its exports (.xlsx, .csv) and what is done with many of its lines.
func ListPage[I, L any](p *Pages, path string, action act.Action, l List[I, L]) {
	e := erased(l)
	e.check(path)
	enter := func(route string) entrance { return entranceOf[I](p, route) }
	p.page(enter("GET "+path), action, func(v *act.View, in any) (Sheet, error) { return e.show(p, v, in) })
	for _, kind := range []struct {
		tail, media string
		write       func(sheet.Table) ([]byte, error)
	}{
		{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(t sheet.Table) ([]byte, error) { return sheet.WriteXLSX(t) }}, {".csv", "text/csv; charset=utf-8", sheet.WriteCSV},
	} {
		p.file(enter("GET "+path+kind.tail), action, func(v *act.View, in any) (rest.Download, error) {
			t, name, err := e.export(v, in)
			if err != nil {
				return rest.Download{}, err
			}
			data, err := kind.write(t)
			return rest.Download{Name: name + kind.tail, Type: kind.media, Data: data}, err
		})
	}
	for _, b := range e.Bulk {
		e.bulkPages(p, path, b, enter)
	}
}

// erased is the list with its lines and its request as anything: the mechanism is in the program once, and not once for each list.
func erased[I, L any](l List[I, L]) List[any, any] {
	e := List[any, any]{Key: l.Key, Words: l.Words, Live: l.Live, Sort: l.Sort, Presets: l.Presets,
		ID: blind(l.ID), Name: blind(l.Name), Href: blind(l.Href), Faint: blind(l.Faint), Find: blind(l.Find),
		Load: func(v *act.View, in any, q Query) (Listed[any], error) {
			x, err := l.Load(v, in.(I), q)
			return Listed[any]{x.Building, x.Section, x.Heading, anything(x.Lines), x.Page, x.Choices, x.Hidden, x.Empty, x.More}, err
		}}
	for _, c := range l.Columns {
		n := Col[any]{Key: c.Key, place: c.place, lead: c.lead, spare: c.spare, right: c.right, sum: blind(c.sum), cell: blindly(c.cell), order: blindly(c.order), value: blindly(c.value)}
		if c.foot != nil {
			n.foot = func(ctx context.Context, lines []any) string {
				known := make([]L, len(lines))
				for i, x := range lines {
					known[i] = x.(L)
				}
				return c.foot(ctx, known)
			}
		}
		e.Columns = append(e.Columns, n)
	}
	for _, f := range l.Filters {
		n := Filter[any]{Key: f.Key, Kind: f.Kind, Values: f.Values, Front: f.Front}
		if f.Keep != nil {
			n.Keep = func(x any, v Value) bool { return f.Keep(x.(L), v) }
		}
		e.Filters = append(e.Filters, n)
	}
	for _, b := range l.Bulk {
		e.Bulk = append(e.Bulk, Bulk[any]{b.Key, b.Icon, b.Action, b.Danger, blind(b.Refuse), b.Fields,
			func(a *act.Act, x any, answers url.Values) error { return b.Do(a, x.(L), answers) }, b.Undo})
	}
	return e
}

func anything[L any](lines []L) (list []any) {
	for _, x := range lines {
		list = append(list, x)
	}
	return list
}

func blind[L, T any](f func(L) T) func(any) T {
	if f == nil {
		return nil
	}
	return func(x any) T { return f(x.(L)) }
}

func blindly[L, T any](f func(context.Context, L) T) func(context.Context, any) T {
	if f == nil {
		return nil
	}
	return func(ctx context.Context, x any) T { return f(ctx, x.(L)) }
}

// export is exactly what the list shows: its questions, its order and its columns, and all its pages.
func (l List[I, L]) export(v *act.View, in I) (sheet.Table, string, error) {
	ctx := v.Context()
	listed, lines, q, err := l.whole(v, in)
	if err != nil {
		return sheet.Table{}, "", err
	}
	cols := l.seen(listed, q)
	t := sheet.Table{Name: listed.Heading.Title}
	for _, c := range cols {
		t.Columns = append(t.Columns, sheet.Column{Title: l.say(ctx, "col_"+c.Key)})
	}
	for _, x := range lines[:min(len(lines), MaxLines)] {
		row := make([]sheet.Cell, len(cols))
		for i, c := range cols {
			row[i] = c.value(ctx, x)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, listName(t.Name, v.Today.String()), nil
}

// whole gives all results of the query in the address, not one page of them.
func (l List[I, L]) whole(v *act.View, in I) (Listed[L], []L, Query, error) {
	q := l.read(addressOf(v.Context()).asks)
	q.Size, q.After, q.Before = 0, nil, nil
	listed, err := l.Load(v, in, q)
	if err != nil {
		return listed, nil, q, err
	}
	q = q.allowed(listed.Hidden)
	return listed, l.answer(v.Context(), listed, q).lines, q, nil
}

// leading makes a cell the link to the line's own page.
func leading(href string, cell templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return lead(href).Render(templ.WithChildren(ctx, cell), w)
	})
}
