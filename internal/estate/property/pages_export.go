package property

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

func (r *Room) registerCSV(v *act.View, in registerPage) (rest.Download, error) {
	l, err := r.list(v, in)
	if err != nil {
		return rest.Download{}, err
	}
	data, err := sheet.WriteCSV(l.table(v.Context()))
	return rest.Download{Name: l.fileName(v.Context(), ".csv"), Type: "text/csv; charset=utf-8", Data: data}, err
}

func (r *Room) registerXLSX(v *act.View, in registerPage) (rest.Download, error) {
	l, err := r.list(v, in)
	if err != nil {
		return rest.Download{}, err
	}
	data, err := sheet.WriteXLSX(l.table(v.Context()))
	return rest.Download{Name: l.fileName(v.Context(), ".xlsx"), Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: data}, err
}

func (l listed) fileName(ctx context.Context, kind string) string {
	return say(ctx, "export_name") + " " + l.Snap.Building.name + " " + l.Snap.On.String() + kind
}

// table is the list as a sheet: a line per lot and member, with the rights and fractions as the register has them, so that the file can be brought to
// another building, or back to this one, without loss. How to reach the holders is for whoever may know it.
func (l listed) table(ctx context.Context) sheet.Table {
	t := sheet.Table{Name: say(ctx, "register_title")}
	head := func(width int, keys ...string) {
		for _, k := range keys {
			t.Columns = append(t.Columns, sheet.Column{Title: say(ctx, k), Width: width})
		}
	}
	head(14, "lot", "kind", "floor", "surface", "shares")
	head(24, "last_name", "first_name")
	head(16, "right", "part")
	if l.MayMail {
		head(26, "enterprise_short", "email", "phone", "street")
		head(14, "postcode", "city", "country", "language", "since", "communication")
	}
	since := map[id.Of[id.Lot]]civil.Date{}
	for _, o := range l.Snap.Ownerships {
		since[o.lot] = o.from
	}
	for _, x := range l.Shown {
		lot := x.cells(ctx)
		if !x.Held {
			t.Rows = append(t.Rows, lot)
		}
		for _, m := range x.Holder.members {
			row := slices.Concat(lot, m.cells(ctx))
			if l.MayMail {
				row = append(row, m.entry.reached()...)
				row = append(row, sheet.Day(since[x.id].String()), sheet.Text(x.Holder.communication.Format()))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func (x row) cells(ctx context.Context) []sheet.Cell {
	cells := []sheet.Cell{sheet.Text(x.label), sheet.Text(say(ctx, "kind_"+string(x.kind))), {}, {}, sheet.Whole(x.shares)}
	if x.floor != nil {
		cells[2] = sheet.Whole(*x.floor)
	}
	if x.surface != nil {
		cells[3] = sheet.Cents(*x.surface) // two decimals, as in the deed
	}
	return cells
}

func (m Member) cells(ctx context.Context) []sheet.Cell {
	e := m.entry
	return []sheet.Cell{sheet.Text(e.LastName), sheet.Text(e.FirstName), sheet.Text(say(ctx, "right_"+string(e.Right))), sheet.Text(m.Part().String())}
}

// reached is how a member is reached, in the words and codes that a list is read by.
func (e MemberEntry) reached() []sheet.Cell {
	var cells []sheet.Cell
	for _, s := range []string{e.Enterprise, e.Email, e.Phone, e.Street, e.Postcode, e.City, e.Country, string(e.Lang)} {
		cells = append(cells, sheet.Text(s))
	}
	return cells
}

func postal(e MemberEntry) string {
	return strings.Trim(e.Street+", "+strings.TrimSpace(e.Postcode+" "+e.City), ", ")
}
