package desk

import (
	"strings"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// place is a page that a reader may open, or something that may be begun. It is offered where its page is declared and its right is held: in the
// palette, by its keys, on the list of keys, and as a door on the first page of those who only read. Its words are go_<key>.
type place struct {
	key, path, icon string
	keys            string // after g
	does            bool   // begins something
	door            bool   // shown on the first page of who only reads
	everyone        bool   // stands outside of any office: nobody needs a right
}

// places are those of the house, in the order in which they are offered. A room that gets a page of its own adds a line here.
var places = []place{
	{key: "home", path: "/", icon: "home", keys: "h"},
	{key: "buildings", path: "/buildings", icon: "building-community", keys: "b"},
	{key: "mine", path: "/my/charges", icon: "receipt", keys: "m"},
	{key: "building", path: "/buildings/{building}", icon: "building-community", keys: "e"},
	{key: "register", path: "/buildings/{building}/register", icon: "table", keys: "r", door: true},
	{key: "owners", path: "/buildings/{building}/owners", icon: "users", keys: "o", door: true},
	{key: "invoices", path: "/buildings/{building}/invoices", icon: "receipt", keys: "i", door: true},
	{key: "charges", path: "/buildings/{building}/charges", icon: "report-money", keys: "c", door: true},
	{key: "bank", path: "/buildings/{building}/bank", icon: "building-bank", keys: "f", door: true},
	{key: "keys", path: "/buildings/{building}/keys", icon: "calculator", keys: "k", door: true},
	{key: "accounts", path: "/buildings/{building}/accounts", icon: "building-bank", door: true},
	{key: "imports", path: "/buildings/{building}/imports", icon: "file-import", keys: "l"},
	{key: "addressees", path: "/buildings/{building}/addressees", icon: "mail", keys: "d"},
	{key: "decisions", path: "/buildings/{building}/decisions", icon: "gavel", keys: "x", door: true},
	{key: "mandates", path: "/buildings/{building}/mandates", icon: "scale", keys: "n", door: true},
	{key: "occupants", path: "/buildings/{building}/occupants", icon: "home", keys: "w"},
	{key: "confirmations", path: "/buildings/{building}/confirmations", icon: "user-check", keys: "v"},
	{key: "deadlines", path: "/buildings/{building}/deadlines", icon: "calendar-event", keys: "j"},
	{key: "council", path: "/buildings/{building}/council", icon: "eye", door: true},
	{key: "reports", path: "/buildings/{building}/council/reports", icon: "folder", door: true},
	{key: "signboard", path: "/buildings/{building}/signboard", icon: "qrcode"},
	{key: "suppliers", path: "/suppliers", icon: "tool", keys: "s"},
	{key: "audit", path: "/audit", icon: "shield-check", keys: "u"},
	{key: "my_data", path: "/my/data", icon: "user"},
	{key: "office", path: "/office", icon: "building", keys: "t"},
	{key: "admin", path: "/admin/offices", icon: "building-warehouse", keys: "p"},
	{key: "account", path: "/account", icon: "user", keys: "a"},
	{key: "calculators", path: "/calculators", icon: "calculator", keys: "q", everyone: true},
	{key: "shortcuts", path: ui.KeysPath, icon: "help"},

	{key: "new_invoice", path: "/buildings/{building}/invoices/new", icon: "plus", does: true},
	{key: "new_decision", path: "/buildings/{building}/decisions/new", icon: "plus", does: true},
	{key: "new_import", path: "/buildings/{building}/imports/new", icon: "upload", does: true},
	{key: "new_lot", path: "/buildings/{building}/lots/new", icon: "plus", does: true},
	{key: "new_key", path: "/buildings/{building}/keys/new", icon: "plus", does: true},
	{key: "new_supplier", path: "/suppliers/new", icon: "plus", does: true},
	{key: "new_building", path: "/buildings/new", icon: "plus", does: true},
	{key: "invite", path: "/office/invite", icon: "user-plus", does: true},
	{key: "open_office", path: "/admin/offices/new", icon: "plus", does: true},
}

// open is the address of a place for a reader who stands in a building, or in none; empty when the place is not for the reader.
func (d *Desk) open(v *act.View, p place, building id.Of[id.Building]) string {
	in, path := building, p.path
	switch {
	case path == "/", p.everyone:
		return path
	case path == "/buildings" && !onlyBuilding(v.Who).None():
		return ""
	case !strings.Contains(path, "{building}"):
		in = id.Of[id.Building]{}
	case building.None():
		return ""
	}
	if !d.Pages.May(v, path, in) {
		return ""
	}
	return strings.ReplaceAll(path, "{building}", building.String())
}

// reach is all that the reader can open or begin from here.
func (d *Desk) reach(v *act.View, building id.Of[id.Building]) (list []ui.Goto) {
	for _, p := range places {
		href := d.open(v, p, building)
		if href == "" || p.key == "mine" && !holds(v.Who, act.Owner) {
			continue
		}
		g := ui.Goto{Label: i18n.T(v.Context(), "desk.go_"+p.key), Href: href, Icon: p.icon, Does: p.does}
		if p.keys != "" {
			g.Keys = "g " + p.keys
		}
		list = append(list, g)
	}
	return list
}

// doors lead into a building for who only reads it.
func (d *Desk) doors(v *act.View, building id.Of[id.Building]) (list []ui.Link) {
	for _, p := range places {
		if href := d.open(v, p, building); p.door && href != "" {
			list = append(list, ui.Link{Label: i18n.T(v.Context(), "desk.go_"+p.key), Href: href, Icon: p.icon})
		}
	}
	return list
}
