package property

import (
	"context"
	"strings"

	"koprogo/internal/formats/sheet"
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

// table is the list as a sheet: the columns of the page, and how to reach each holder for whoever may know it.
func (l listed) table(ctx context.Context) sheet.Table {
	t := sheet.Table{Name: say(ctx, "register_title"), Columns: []sheet.Column{
		{Title: say(ctx, "lot"), Width: 10}, {Title: say(ctx, "kind"), Width: 16}, {Title: say(ctx, "floor")}, {Title: say(ctx, "shares")}, {Title: say(ctx, "holder"), Width: 44},
	}}
	if l.MayMail {
		t.Columns = append(t.Columns, sheet.Column{Title: say(ctx, "email"), Width: 32}, sheet.Column{Title: say(ctx, "phone"), Width: 18},
			sheet.Column{Title: say(ctx, "address"), Width: 40}, sheet.Column{Title: say(ctx, "language")}, sheet.Column{Title: say(ctx, "communication"), Width: 22})
	}
	for _, x := range l.Shown {
		row := []sheet.Cell{sheet.Text(x.label), sheet.Text(say(ctx, "kind_"+string(x.kind))), {}, sheet.Whole(x.shares), sheet.Text(withParty(ctx, x.Holder))}
		if x.floor != nil {
			row[2] = sheet.Whole(*x.floor)
		}
		if l.MayMail && x.Held {
			row = append(row, sheet.Text(each(x.Holder, func(e MemberEntry) string { return e.Email })), sheet.Text(each(x.Holder, func(e MemberEntry) string { return e.Phone })),
				sheet.Text(each(x.Holder, postal)), sheet.Text(partyLangs(x.Holder)), sheet.Text(x.Holder.communication.Format()))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func postal(e MemberEntry) string {
	return strings.Trim(e.Street+", "+strings.TrimSpace(e.Postcode+" "+e.City), ", ")
}

// each joins what is known of each member, once.
func each(p Party, say func(MemberEntry) string) string {
	var list []string
	for _, m := range p.members {
		if s := say(m.entry); s != "" {
			list = append(list, s)
		}
	}
	return strings.Join(list, " – ")
}
