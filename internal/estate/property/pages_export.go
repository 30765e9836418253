package property

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

func (r *Room) registerCSV(v *act.View, in registerPage) (rest.Download, error) {
	l, err := r.look(v, in)
	if err != nil {
		return rest.Download{}, err
	}
	data, err := sheet.WriteCSV(l.table(v.Context()))
	return rest.Download{Name: l.fileName(v.Context(), ".csv"), Type: "text/csv; charset=utf-8", Data: data}, err
}

func (r *Room) registerXLSX(v *act.View, in registerPage) (rest.Download, error) {
	l, err := r.look(v, in)
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
	for _, x := range l.chosen() {
		lot := x.cells(ctx)
		if !x.Held {
			t.Rows = append(t.Rows, lot)
		}
		for _, m := range x.Holder.members {
			row := slices.Concat(lot, m.cells(ctx))
			if l.MayMail {
				row = append(row, m.entry.reached()...)
				row = append(row, sheet.Day(x.Since.String()), sheet.Text(x.Holder.communication.Format()))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// chosen are the lots that an old address asks for, in the order of the deed.
func (l listed) chosen() (list []row) {
	wanted := Fold(l.In.Query)
	for _, x := range l.All {
		view := map[string]bool{"free": x.how() == "free", "mailless": x.reach() == "post", "shared": x.how() == "shared"}
		if asked, known := view[l.In.View]; known && !asked {
			continue
		}
		if strings.Contains(Fold(x.label), wanted) || strings.Contains(Fold(x.Holder.Name()), wanted) {
			list = append(list, x)
		}
	}
	return list
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
