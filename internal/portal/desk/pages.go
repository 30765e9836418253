package desk

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/oversight/deadlines"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Declare declares the pages of the desk; it comes after all rooms, so that their pages can be led to.
func (d *Desk) Declare() {
	ui.Page(d.Pages, "GET /{$}", Open, d.home)
	ui.ListPage(d.Pages, "/buildings", property.ReadBuilding, d.buildings())
	ui.Page(d.Pages, "GET "+ui.KeysPath, office.ReadSelf, d.shortcuts)
	ui.Page(d.Pages, "GET /more", Open, d.more)
}

// task is something left to do in a building.
type task struct {
	Building property.BuildingLine
	What     string
	State    ui.Chip
	Why      string
	Law      ui.LawMark
	Do, Href string
	Missed   bool // a day that the syndic has missed
}

// shownTasks bounds the list on the first page.
const shownTasks = 8

// shownBuildings bounds the buildings on the first page; the list of all of them is a page of its own.
const shownBuildings = 10

func (d *Desk) home(v *act.View, _ office.Nobody) (ui.Sheet, error) {
	none := id.Of[id.Building]{}
	switch {
	case v.Who.Office.None() && v.Who.Admin:
		return ui.Sheet{To: "/admin/offices"}, nil
	case visits(v.Who) && holds(v.Who, act.Owner) && d.Pages.May(v, "/my/charges", none):
		return ui.Sheet{To: "/my/charges"}, nil
	}
	lines, err := d.Property.Buildings(v)
	if err != nil {
		return ui.Sheet{}, err
	}
	ctx := v.Context()
	mayAdd := d.Pages.May(v, "/buildings/new", none)
	if len(lines) == 0 {
		empty := nothingYet(ctx, mayAdd)
		return ui.Sheet{Title: empty.Title, Section: "home", Body: empty}, nil
	}
	if !d.runs(v, lines) {
		return d.readerHome(v, lines)
	}
	tasks, err := d.expected(v, lines)
	if err != nil {
		return ui.Sheet{}, err
	}
	tasks = append(tasks, d.tasks(v, lines)...)
	title := hello(ctx, v, len(tasks))
	return ui.Sheet{Title: title, Section: "home", Body: homeView(title, lines, tasks, mayAdd)}, nil
}

// runs tells whether the reader runs any of the buildings: whose first page is what is left to do.
func (d *Desk) runs(v *act.View, lines []property.BuildingLine) bool {
	return slices.ContainsFunc(lines, func(b property.BuildingLine) bool { return v.May(property.ChangeRegister, b.ID()) }) || len(lines) > 1 && holds(v.Who, act.Accountant)
}

func hello(ctx context.Context, v *act.View, tasks int) string {
	name, _, _ := strings.Cut(v.Who.Name, " ")
	key := "hello_many"
	switch {
	case !v.May(property.ChangeRegister, id.Of[id.Building]{}) && !holds(v.Who, act.Syndic):
		key = "hello_reader"
	case tasks == 0:
		key = "hello_none"
	case tasks <= 6:
		key = "hello_" + string(rune('0'+tasks))
	}
	return i18n.T(ctx, "desk."+key, "name", name, "n", tasks)
}

// tasks are the next things to do so that a building can be run: its lots, its shares, its accounts, its number.
func (d *Desk) tasks(v *act.View, lines []property.BuildingLine) (list []task) {
	ctx := v.Context()
	say := func(key string, args ...any) string { return i18n.T(ctx, "desk."+key, args...) }
	for _, b := range lines {
		if !v.May(property.ChangeRegister, b.ID()) {
			continue
		}
		at := "/buildings/" + b.ID().String()
		switch {
		case b.Lots == 0:
			t := task{Building: b, What: say("task_lots", "name", b.Name()), Why: say("task_lots_more"), Do: say("task_lots_hand"), Href: at + "/lots/new"}
			if d.Pages.May(v, "/buildings/{building}/imports/new", b.ID()) {
				t.Do, t.Href = say("task_lots_import"), at+"/imports/new"
			}
			list = append(list, t)
			continue // the rest can wait until the house has its lots
		case b.Found != b.Denominator():
			list = append(list, task{Building: b, What: say("task_shares", "name", b.Name()), State: b.ShareChip(ctx), Law: mark(ctx, "3.85 §1"), Do: say("task_shares_do"), Href: at + "/register"})
		}
		if b.Funds < 2 {
			list = append(list, task{Building: b, What: say("task_accounts", "name", b.Name()), State: ui.Chip{Tone: ui.Wait, Icon: "building-bank", Text: say("task_accounts_more", "n", b.Funds)},
				Why: say("task_accounts_why"), Law: mark(ctx, "3.86 §3"), Do: say("task_accounts_do"), Href: at + "/accounts"})
		}
		if b.Enterprise().None() {
			list = append(list, task{Building: b, What: say("task_enterprise", "name", b.Name()), Why: say("task_enterprise_why"), Do: say("task_enterprise_do"), Href: at + "/edit"})
		}
	}
	return list
}

// expected are the deadlines that are late or near, in all buildings of the reader.
func (d *Desk) expected(v *act.View, lines []property.BuildingLine) (list []task, err error) {
	ctx, at := v.Context(), map[id.Of[id.Building]]property.BuildingLine{}
	for _, b := range lines {
		at[b.ID()] = b
	}
	pressing, err := deadlines.Pressing(v, id.Of[id.Building]{})
	for _, l := range pressing {
		b, known := at[l.Building]
		if !known {
			continue
		}
		t := task{Building: b, What: l.In(i18n.From(ctx)), State: l.Chip(ctx, v.Today), Why: i18n.T(ctx, l.Whom), Do: say(ctx, "task_deadline_do"), Href: l.Path, Missed: l.MissedBySyndic(v.Today)}
		if l.Legal {
			t.Law = mark(ctx, l.Article)
		}
		if t.Href == "" {
			t.Href = "/buildings/" + b.ID().String() + "/deadlines"
		}
		list = append(list, t)
	}
	return list, err
}

func mark(ctx context.Context, article string) ui.LawMark {
	return ui.LawMark{Article: i18n.T(ctx, "property.art", "article", article)}
}

// morePage says from which building the reader asks.
type morePage struct {
	Building id.Of[id.Building] `query:"building" format:"uuid"`
}

func (d *Desk) more(v *act.View, in morePage) (ui.Sheet, error) {
	if !in.Building.None() {
		if _, err := d.Property.Building(v, in.Building); err != nil {
			return ui.Sheet{}, err
		}
	}
	f, err := d.Around(v, in.Building, "more")
	title := i18n.T(v.Context(), "desk.more_title")
	return ui.Sheet{Title: title, Building: in.Building, Section: "more", Body: moreView(title, f)}, err
}

func (d *Desk) shortcuts(v *act.View, in morePage) (ui.Sheet, error) {
	if !in.Building.None() {
		if _, err := d.Property.Building(v, in.Building); err != nil {
			return ui.Sheet{}, err
		}
	}
	f, err := d.Around(v, in.Building, "")
	title := i18n.T(v.Context(), "desk.shortcuts_title")
	return ui.Sheet{Title: title, Building: in.Building, Body: shortcutsView(title, f)}, err
}
