package ledger

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// Case is an everyday event and how it is booked: an example that balances.
type Case struct {
	Key   string // of its words: guide_case_<key>, guide_case_<key>_says
	Lines []Line
}

// Cases are what happens in an association, in the order of a year (law.md 8.5).
var Cases = []Case{
	{"working", []Line{{Account: Called, Amount: 500_00}, {Account: WorkingCapital, Amount: -500_00}}},
	{"call", []Line{{Account: Called, Amount: 300_00}, {Account: "701", Amount: -300_00}}},
	{"reserve_call", []Line{{Account: ReserveCalled, Amount: 100_00}, {Account: Reserve, Amount: -100_00}}},
	{"owner_pays", []Line{{Account: CurrentBank, Amount: 300_00}, {Account: Called, Amount: -300_00}}},
	{"invoice", []Line{{Account: "61011", Amount: 242_00}, {Account: Suppliers, Amount: -242_00}}},
	{"payment", []Line{{Account: Suppliers, Amount: 242_00}, {Account: CurrentBank, Amount: -242_00}}},
	{"private", []Line{{Account: PrivateCosts, Amount: 60_00}, {Account: Suppliers, Amount: -60_00}, {Account: Called, Amount: 60_00}, {Account: Reinvoiced, Amount: -60_00}}},
	{"advance", []Line{{Account: "61052", Amount: 35_00}, {Account: Suppliers, Amount: -35_00}, {Account: Suppliers, Amount: 35_00}, {Account: Called, Amount: -35_00}}},
	{"bank", []Line{{Account: "657", Amount: 4_50}, {Account: CurrentBank, Amount: -4_50}}},
	{"reserve_use", []Line{{Account: "61073", Amount: 8_000_00}, {Account: Suppliers, Amount: -8_000_00}, {Account: Reserve, Amount: 8_000_00}, {Account: "6816", Amount: -8_000_00}}},
	{"transfer", []Line{{Account: CurrentBank, Amount: 8_000_00}, {Account: "58", Amount: -8_000_00}, {Account: "58", Amount: 8_000_00}, {Account: ReserveBank, Amount: -8_000_00}}},
	{"unknown", []Line{{Account: CurrentBank, Amount: 125_00}, {Account: Suspense, Amount: -125_00}}},
}

// Signposts lead from what somebody holds in hand to its account.
var Signposts = []struct{ Key, Account string }{
	{"lift_contract", "61011"}, {"lift_repair", "61012"}, {"lift_check", "61010"}, {"cleaning", "61050"}, {"roof", "61073"}, {"power", "61210"}, {"water", "61201"},
	{"insurance", "61400"}, {"syndic", "61300"}, {"lawyer", "61301"}, {"auditor", "61304"}, {"bank", "657"}, {"private", PrivateCosts}, {"other", "6109"},
}

// shownGuide is the guide to the chart of one building.
type shownGuide struct {
	Building property.Building
	Chart    Chart
}

func (r *Room) showGuide(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	building, err := property.FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	chart, err := r.Chart(v, in.Building)
	return ui.Sheet{Title: say(v.Context(), "guide_title"), Building: in.Building, Section: section, Body: guideView(shownGuide{building, chart})}, err
}

// rows are the lines of a case as they stand in a journal.
func (g shownGuide) rows(c Case, l i18n.Lang) (rows []ui.Row) {
	side := func(x money.Cents) templ.Component {
		if x == 0 {
			return nil
		}
		return ui.Amount{Cents: int64(x)}
	}
	for _, x := range c.Lines {
		rows = append(rows, ui.Row{Cells: []templ.Component{ui.Text(x.Account + " " + g.Chart.Label(x.Account, l)), side(x.Debit()), side(x.Credit())}})
	}
	return rows
}

// signposts are the rows of the table that leads to accounts.
func (g shownGuide) signposts(l i18n.Lang) (rows []ui.Row) {
	for _, s := range Signposts {
		account := ui.Link{Label: s.Account + " " + g.Chart.Label(s.Account, l), Href: ui.With(PageOf(g.Building.ID(), GeneralReport), "account", s.Account)}
		rows = append(rows, ui.Row{Cells: []templ.Component{ui.Text(i18n.Say(l, "ledger.guide_for_"+s.Key)), account}})
	}
	return rows
}
