package audit

import (
	"context"
	"slices"
	"strconv"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of who did what.
func (r *Room) Pages(p *ui.Pages) {
	ui.ListPage(p, "/audit", ReadAudit, r.list(p))
	ui.Page(p, "GET /audit/chain", VerifyChain, r.showChain)
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "audit."+key, args...)
}

// Rooms are the rooms whose facts can be chosen, each once, in the order in which people think of them. app's plan test holds them to what exists.
var Rooms = []string{"property", "occupants", "addressees", "confirmations", "keys", "imports", "suppliers", "decisions", "mandates", "council", "deadlines", "ledger", "purchases", "banking", "signboard", "views", "office", "identity"}

// happened is what a fact says, in words: of its own room, or that something happened in a room that keeps its business to itself.
func happened(ctx context.Context, l Line) string {
	return ui.Happened(ctx, l.Kind)
}

func who(ctx context.Context, l Line) string {
	switch {
	case l.Who != "":
		return l.Who
	case l.Person.None():
		return say(ctx, "house")
	}
	return say(ctx, "someone")
}

// list is the list of all that happened; the database narrows and cuts it, because it never stops growing.
func (r *Room) list(p *ui.Pages) ui.List[Nobody, Line] {
	return ui.List[Nobody, Line]{
		Key: "audit.lines", Words: "audit.", Sort: "-at",
		ID: func(l Line) string { return strconv.FormatInt(l.Seq, 10) }, Name: func(l Line) string { return strconv.FormatInt(l.Seq, 10) },
		Columns: []ui.Col[Line]{
			ui.SaidCol("what", happened).Lead().Still(),
			ui.SaidCol("who", who).At(ui.PlaceLine).Still(),
			ui.SaidCol("at", func(ctx context.Context, l Line) string { return l.At.Brussels(i18n.From(ctx)) }).At(ui.PlaceFact),
			ui.TextCol("building", func(l Line) string { return l.Building }).At(ui.PlaceFact).Still(),
			ui.SaidCol("via", func(ctx context.Context, l Line) string { return say(ctx, "via_"+way(l.Via)) }).At(ui.PlaceFact).Still(),
			ui.TextCol("kind", func(l Line) string { return l.Kind }).Spare().Still(),
			ui.CountCol("seq", func(l Line) int64 { return l.Seq }).Spare().Still(),
			ui.TextCol("subject", func(l Line) string { return l.Subject.String() }).Spare().Still(),
			ui.TextCol("details", func(l Line) string { return l.Body }).Spare().Still(),
			ui.TextCol("hash", func(l Line) string { return l.Hash }).Spare().Still(),
		},
		Filters: []ui.Filter[Line]{
			{Key: "room", Kind: ui.KindSelect, Front: true},
			{Key: "building", Kind: ui.KindSelect, Front: true},
			{Key: "person", Kind: ui.KindSelect, Front: true},
			{Key: "from", Kind: ui.KindDate},
			{Key: "to", Kind: ui.KindDate},
			{Key: "subject", Kind: ui.KindText},
		},
		Load: func(v *act.View, _ Nobody, q ui.Query) (ui.Listed[Line], error) { return r.listed(p, v, q) },
	}
}

func (r *Room) listed(p *ui.Pages, v *act.View, q ui.Query) (ui.Listed[Line], error) {
	ctx := v.Context()
	l := ui.Listed[Line]{Section: "audit", Heading: ui.Heading{Title: say(ctx, "list_title"), Lead: say(ctx, "list_lead")},
		Empty: ui.EmptyState{Title: say(ctx, "none_title"), Says: say(ctx, "none_says")}}
	if p.May(v, "/audit/chain", id.Of[id.Building]{}) {
		l.Heading.Actions = append(l.Heading.Actions, ui.Button{Label: say(ctx, "chain_do"), Icon: "shield-check", Href: "/audit/chain"})
	}
	f := act.Filter{Room: q.Value("room").Text, Since: dawn(q.Value("from").Date), Before: dawn(next(q.Value("to").Date))}
	f.Building, _ = id.Parse[id.Building](q.Value("building").Text)
	f.Person, _ = id.Parse[id.Person](q.Value("person").Text)
	f.Subject, _ = id.Parse[id.Any](q.Value("subject").Text)
	var err error
	if l.Lines, l.Page, err = r.page(v, f, q); err != nil {
		return l, err
	}
	l.Choices, err = r.choices(v)
	return l, err
}

// page reads one page of the list in the order that is asked for.
func (r *Room) page(v *act.View, f act.Filter, q ui.Query) ([]Line, *ui.Cut, error) {
	limit := q.Size + 1
	if q.Size == 0 {
		limit = ui.MaxLines
	}
	from, later := int64(0), !q.Down
	if !q.After.None() {
		from, _ = strconv.ParseInt(q.After[1], 10, 64)
	}
	if !q.Before.None() {
		from, _ = strconv.ParseInt(q.Before[1], 10, 64)
		later = q.Down
	}
	read := r.Lines
	if later {
		read = r.Later
	}
	rows, err := read(v, f, from, limit)
	if err != nil {
		return nil, nil, err
	}
	lines, cut := ui.CutPage(q, rows, func(l Line) ui.Cursor { return ui.Cursor{"", strconv.FormatInt(l.Seq, 10)} })
	return lines, &cut, nil
}

// choices are the rooms, buildings and people by which the list can be narrowed.
func (r *Room) choices(v *act.View) (map[string][]ui.Option, error) {
	ctx, choices := v.Context(), map[string][]ui.Option{}
	for _, room := range Rooms {
		choices["room"] = append(choices["room"], ui.Option{Value: room, Label: say(ctx, "room_"+room)})
	}
	everywhere, some := v.Buildings(ReadAudit)
	buildings, err := property.Names(v.Tx)
	if err != nil {
		return nil, err
	}
	for _, b := range buildings {
		if everywhere || slices.Contains(some, b.ID) {
			choices["building"] = append(choices["building"], ui.Option{Value: b.ID.String(), Label: b.Name})
		}
	}
	if !everywhere {
		return choices, nil
	}
	persons, err := office.Persons(v.Tx)
	if err != nil {
		return nil, err
	}
	names, err := identity.Names(v.Tx, persons)
	for _, p := range persons {
		choices["person"] = append(choices["person"], ui.Option{Value: p.String(), Label: names[p]})
	}
	return choices, err
}

func (r *Room) showChain(v *act.View, _ Nobody) (ui.Sheet, error) {
	verdict, err := r.Verify(v)
	title := say(v.Context(), "chain_holds", "n", verdict.Facts)
	if !verdict.Holds() {
		title = say(v.Context(), "chain_broken")
	}
	return ui.Sheet{Title: title, Section: "audit", Body: chainView(title, verdict)}, err
}

// way is the door through which an act came in, as it is worded.
func way(via string) string {
	switch via {
	case "page", "api", "job", "fact":
		return via
	}
	return "start"
}
