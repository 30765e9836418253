package ui

import (
	"context"
	"io"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"

	"github.com/a-h/templ"
)

var noBuilding id.Of[id.Building]

// ListPage declares the page of a list, its exports (.xlsx, .csv) and what is done with many of its lines.
func ListPage[I, L any](p *Pages, path string, action act.Action, l List[I, L]) {
	l.check(path)
	Page(p, "GET "+path, action, func(v *act.View, in I) (Sheet, error) { return l.show(p, v, in) })
	File(p, "GET "+path+".xlsx", action, func(v *act.View, in I) (rest.Download, error) {
		t, name, err := l.export(v, in)
		if err != nil {
			return rest.Download{}, err
		}
		data, err := sheet.WriteXLSX(t)
		return rest.Download{Name: name + ".xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: data}, err
	})
	File(p, "GET "+path+".csv", action, func(v *act.View, in I) (rest.Download, error) {
		t, name, err := l.export(v, in)
		if err != nil {
			return rest.Download{}, err
		}
		data, err := sheet.WriteCSV(t)
		return rest.Download{Name: name + ".csv", Type: "text/csv; charset=utf-8", Data: data}, err
	})
	for _, b := range l.Bulk {
		l.bulkPages(p, path, b)
	}
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
