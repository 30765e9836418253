// Package desk is the frame of every page and the first page of those who run buildings.
//
//	Desk
//	├── Around     the bar of a building or of the office, the sections that the reader may open, the menu of the reader
//	├── Home       "/": what is left to do and the buildings, for who runs them; what may be read, for who reads; an owner is led to the own
//	│              account, the administrator to the offices
//	├── Buildings  the list of all buildings, for offices that have many
//	├── Shortcuts  the list of keys, and the switch that turns them off
//	└── More       the sections that do not fit the foot of a phone
//
// A section is shown when its page exists and the reader may open it in this building: the list of declared routes decides, so that a room
// that comes later appears by itself. Further files: places.go (all that can be opened or begun), buildings.go (the list of buildings),
// reader.go (the first page of who only reads).
package desk

import (
	_ "embed"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("desk", words) }

// Open is what lets a reader come to the first page.
var Open = act.NewAction("desk.open")

// Desk draws frames.
type Desk struct {
	Pages    *ui.Pages
	Property *property.Room
	// Year says the financial year of a building and how it stands, "2026 · ouvert"; nil, or an empty text, says nothing.
	Year func(v *act.View, building id.Of[id.Building]) (string, error)
}

// entry is a possible section: the first of its pages that exists and may be opened is where it leads.
type entry struct {
	key, icon string
	pages     []string
}

// inBuilding are the sections of a building, in the order in which they are shown; at most seven.
var inBuilding = []entry{
	{"home", "home", []string{"/"}},
	{"money", "cash", []string{"/buildings/{building}/invoices", "/buildings/{building}/charges"}},
	{"mine", "receipt", []string{"/my/charges"}},
	{"building", "building-community", []string{"/buildings/{building}"}},
	{"people", "users", []string{"/buildings/{building}/owners"}},
	{"deadlines", "calendar-event", []string{"/buildings/{building}/deadlines"}},
}

// inOffice are the sections above the buildings.
var inOffice = []entry{
	{"home", "home", []string{"/"}},
	{"mine", "receipt", []string{"/my/charges"}},
	{"buildings", "building-community", []string{"/buildings"}},
	{"deadlines", "calendar-event", []string{"/deadlines"}},
	{"suppliers", "tool", []string{"/suppliers"}},
	{"office", "building", []string{"/office"}},
	{"audit", "shield-check", []string{"/audit"}},
	{"admin", "building-warehouse", []string{"/admin/offices"}},
}

// sectionOf says under which section a page stands that names its own subject.
var sectionOf = map[string]string{
	"lots": "building", "keys": "building", "imports": "building", "accounts": "building", "register": "building",
	"invoices": "money", "purchases": "money", "charges": "money", "owners": "people", "deadlines": "deadlines",
}

// Around makes the frame of a page. A reader who belongs to one building only always stands in it.
func (d *Desk) Around(v *act.View, building id.Of[id.Building], section string) (ui.Frame, error) {
	if building.None() {
		building = onlyBuilding(v.Who)
	}
	if known, ok := sectionOf[section]; ok {
		section = known
	}
	if section == "suppliers" && !building.None() {
		section = "money"
	}
	f, err := d.bar(v, building)
	if err != nil {
		return f, err
	}
	ctx := v.Context()
	f.You = you(v, building)
	if visits(v.Who) {
		f.Density = ui.Ample
	} else {
		f.Facts = []ui.Fact{{Label: i18n.T(ctx, "ui.today"), Value: v.Today.WeekdayName(v.Who.Lang) + " " + v.Today.Short()}}
	}
	entries := inBuilding
	if building.None() {
		entries = inOffice
	}
	for _, e := range entries {
		if href := d.lead(v, e, building); href != "" && len(f.Sections) < maxSections {
			f.Sections = append(f.Sections, ui.Section{Label: i18n.T(ctx, "desk.section_"+e.key), Icon: e.icon, Href: href, Current: e.key == section})
		}
	}
	f.YouLinks = d.menu(v, building)
	f.Goto = d.reach(v, building)
	f.More, f.Shortcuts = ui.With("/more", "building", building.String()), ui.With(ui.KeysPath, "building", building.String())
	none := id.Of[id.Building]{}
	if d.Pages.May(v, searchPath, none) {
		f.Search = searchPath
	}
	if d.Pages.May(v, suggestPath, none) {
		f.Suggest = suggestPath
	}
	return f, d.offices(v, &f)
}

// maxSections is how many sections a reader can take in at a glance.
const maxSections = 7

// Where a room may one day answer what is looked for; until then the palette offers the places of the reader alone.
const (
	searchPath  = "/search"
	suggestPath = "/search/suggestions"
)

// offices offers the other offices of a reader who has several.
func (d *Desk) offices(v *act.View, f *ui.Frame) error {
	if !v.Who.Seer.None() { // the offices of who is looked at are nobody else's business
		return nil
	}
	list, err := office.Memberships(v.Tx, v.Who.Person, v.Today)
	if err != nil || len(list) < 2 {
		return err
	}
	for _, o := range list {
		f.Offices = append(f.Offices, ui.OfficeChoice{ID: o.ID.String(), Name: o.Name, Current: o.ID == v.Who.Office})
	}
	return nil
}

// bar is what the context bar says: the building, the office with its portfolio, or the platform.
func (d *Desk) bar(v *act.View, building id.Of[id.Building]) (ui.Frame, error) {
	ctx := v.Context()
	if !building.None() {
		b, err := property.FindBuilding(v.Tx, building)
		if err != nil {
			return ui.Frame{}, err
		}
		f := ui.Frame{Plate: b.Plate(), Name: b.Name(), Home: "/buildings/" + building.String(), Print: ui.PrintHead{Address: b.Address().Line()}}
		f.Sub = i18n.T(ctx, "desk.bar_building_bare", "city", b.Address().City)
		if !b.Enterprise().None() {
			f.Sub = i18n.T(ctx, "desk.bar_building", "number", b.Enterprise().Format(), "city", b.Address().City)
		}
		if d.Year != nil {
			f.Year, err = d.Year(v, building)
		}
		return f, err
	}
	if v.Who.Office.None() {
		return ui.Frame{Plate: ui.Plate{Number: "K", Colour: ui.Blue}, Name: "KoproGo", Sub: i18n.T(ctx, "desk.bar_platform")}, nil
	}
	o, err := office.Find(v.Tx, v.Who.Office)
	if err != nil {
		return ui.Frame{}, err
	}
	lines, err := d.Property.Buildings(v)
	n, lots, _ := count(lines)
	return ui.Frame{Plate: ui.Plate{Number: i18n.Number(v.Who.Lang, int64(n)), Colour: ui.Slate}, Name: o.Name(), Sub: i18n.T(ctx, "desk.bar_office", "n", n, "lots", lots)}, err
}

// lead is the address of a section; empty when none of its pages is for the reader.
func (d *Desk) lead(v *act.View, e entry, building id.Of[id.Building]) string {
	visitor := visits(v.Who)
	switch {
	case e.key == "mine" && !holds(v.Who, act.Owner),
		e.key == "home" && visitor && holds(v.Who, act.Owner) && d.Pages.May(v, "/my/charges", id.Of[id.Building]{}), // the own account is their first page
		e.key == "buildings" && (visitor || !onlyBuilding(v.Who).None()),
		e.key == "money" && visitor: // the association's money is reached from its building
		return ""
	}
	for _, page := range e.pages {
		in := building
		if !strings.Contains(page, "{building}") {
			in = id.Of[id.Building]{}
		}
		if d.Pages.May(v, page, in) {
			return strings.ReplaceAll(page, "{building}", building.String())
		}
	}
	return ""
}

func (d *Desk) menu(v *act.View, building id.Of[id.Building]) []ui.Link {
	ctx, none := v.Context(), id.Of[id.Building]{}
	var links []ui.Link
	if d.Pages.May(v, "/account", none) {
		links = append(links, ui.Link{Label: i18n.T(ctx, "desk.link_account"), Href: "/account", Icon: "user"})
	}
	if !building.None() && !visits(v.Who) {
		links = append(links, ui.Link{Label: i18n.T(ctx, "desk.link_all"), Href: "/", Icon: "building-community"})
	}
	if d.Pages.May(v, "/office", none) {
		links = append(links, ui.Link{Label: i18n.T(ctx, "desk.link_office"), Href: "/office", Icon: "building"})
	}
	if d.Pages.May(v, "/audit", none) {
		links = append(links, ui.Link{Label: i18n.T(ctx, "desk.link_audit"), Href: "/audit", Icon: "shield-check"})
	}
	if d.Pages.May(v, "/admin/offices", none) {
		links = append(links, ui.Link{Label: i18n.T(ctx, "desk.link_admin"), Href: "/admin/offices", Icon: "building-warehouse"})
	}
	return links
}

// you says as what the reader stands here: "Syndic · Claire Maes".
func you(v *act.View, building id.Of[id.Building]) string {
	roles := v.Who.RolesIn(building)
	if building.None() {
		for _, g := range v.Who.Grants {
			roles = append(roles, g.Role)
		}
	}
	if len(roles) == 0 && v.Who.Admin {
		roles = []act.Role{act.Admin}
	}
	if len(roles) == 0 {
		return v.Who.Name
	}
	word := i18n.T(v.Context(), "office.role_"+string(roles[0]))
	for i, r := range word {
		if i == 0 {
			word = strings.ToUpper(string(r)) + word[len(string(r)):]
		}
	}
	return word + " · " + v.Who.Name
}

// onlyBuilding is the building of a reader who has a role in one alone and none in the office.
func onlyBuilding(w act.Who) (only id.Of[id.Building]) {
	for _, g := range w.Grants {
		if g.Building.None() || !only.None() && g.Building != only || g.Role == act.Syndic {
			return id.Of[id.Building]{}
		}
		only = g.Building
	}
	return only
}

// visits tells who comes now and then and runs nothing: owners and occupants.
func visits(w act.Who) bool {
	for _, g := range w.Grants {
		if g.Role != act.Owner && g.Role != act.Occupant {
			return false
		}
	}
	return len(w.Grants) > 0 && !w.Admin
}

func holds(w act.Who, role act.Role) bool {
	for _, g := range w.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

func count(lines []property.BuildingLine) (buildings int, lots int64, whole int) {
	for _, l := range lines {
		lots += l.Lots
		if l.Found == l.Denominator() {
			whole++
		}
	}
	return len(lines), lots, whole
}
