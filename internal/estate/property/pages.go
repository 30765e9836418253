package property

import (
	"context"
	"slices"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of buildings and their register.
func (r *Room) Pages(p *ui.Pages) {
	ui.FormPage(p, "/buildings/new", CreateBuilding, 0, r.showNewBuilding, r.newBuilding)
	ui.Page(p, "GET /buildings/{building}", ReadBuilding, func(v *act.View, in OfBuilding) (ui.Sheet, error) { return r.showBuilding(p, v, in) })
	ui.FormPage(p, "/buildings/{building}/edit", ChangeBuilding, 0, r.showEditBuilding, r.editBuilding)
	ui.Page(p, "GET /buildings/{building}/accounts", ReadBuilding, r.showAccounts)
	ui.FormPage(p, "/buildings/{building}/accounts/{fund}", ChangeBuilding, 0, r.showAccount, r.setAccount)
	r.registerPages(p)
	r.lotPages(p)
	r.ownerPages(p)
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "property."+key, args...)
}

// Plate is the building's enamel.
func (b Building) Plate() ui.Plate {
	return ui.Plate{Number: b.address.Number, Colour: ui.Colour(b.colour)}
}

// Named names the buildings that a reader may see, for rooms that know none.
func (r *Room) Named(v *act.View) ([]office.Named, error) {
	lines, err := r.Buildings(v)
	var list []office.Named
	for _, l := range lines {
		list = append(list, office.Named{ID: l.id, Name: l.name, Plate: l.Plate()})
	}
	return list, err
}

func path(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + tail
}

func (r *Room) showNewBuilding(v *act.View, _ BuildingRequest, sent ui.Sent) (ui.Sheet, error) {
	ctx := v.Context()
	first := Building{lang: v.Who.Lang}
	return ui.Sheet{Title: say(ctx, "new_title"), Section: "home", Body: buildingForm(first, sent)}, nil
}

func (r *Room) newBuilding(a *act.Act, in BuildingRequest) (ui.Done, error) {
	b, err := r.CreateBuilding(a, in.Body.entry())
	return ui.Done{To: path(b.id, "/lots"), Says: say(a.Context(), "new_done", "name", b.name)}, err
}

func (r *Room) showEditBuilding(v *act.View, in ChangeBuildingRequest, sent ui.Sent) (ui.Sheet, error) {
	b, err := FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeBuilding, b.id); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "edit_title"), Building: b.id, Section: "building", Body: buildingForm(b, sent)}, nil
}

func (r *Room) editBuilding(a *act.Act, in ChangeBuildingRequest) (ui.Done, error) {
	_, err := r.ChangeBuilding(a, in.Building, in.Body.entry())
	return ui.Done{To: path(in.Building, ""), Says: say(a.Context(), "edit_done")}, err
}

// seen is what the page of a building shows; without the right to the register, only what is known of the building itself.
type seen struct {
	Building Building
	Accounts []Account
	Register bool
	Snapshot Snapshot
	Facade   ui.Facade
	Main     int
	Council  law.Parameter // from how many main lots a council is compulsory
	Full     law.Parameter // from how many main lots the accounts are full
	Links    []ui.Link
	MayEdit  bool
	MayAdd   bool
}

func (r *Room) showBuilding(p *ui.Pages, v *act.View, in OfBuilding) (ui.Sheet, error) {
	b, err := r.Building(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := seen{Building: b, Register: v.May(ReadRegister, b.id), MayEdit: v.May(ChangeBuilding, b.id), MayAdd: v.May(ChangeRegister, b.id)}
	if s.Accounts, err = AccountsOf(v.Tx, b.id); err != nil {
		return ui.Sheet{}, err
	}
	s.Links = links(v.Context(), p, v, b.id)
	if s.Register {
		if err := r.look(v, &s); err != nil {
			return ui.Sheet{}, err
		}
	}
	return ui.Sheet{Title: b.name, Building: b.id, Section: "building", Body: buildingView(s)}, nil
}

func (r *Room) look(v *act.View, s *seen) (err error) {
	if s.Snapshot, err = r.Register(v, s.Building.id, civil.Date{}, civil.Instant{}); err != nil {
		return err
	}
	s.Main = MainLots(s.Snapshot.Lots)
	s.Facade = s.Snapshot.facade(v.Context(), v.Who.Person)
	code, err := belgium.ParsePostcode(s.Building.address.Postcode)
	if err != nil {
		return err
	}
	if s.Council, err = law.Find("council.min_lots", v.Today, code.Region()); err != nil {
		return err
	}
	s.Full, err = law.Find("accounts.full_min_lots", v.Today, code.Region())
	return err
}

// links lead to the pages of the building that exist and that the reader may open.
func links(ctx context.Context, p *ui.Pages, v *act.View, building id.Of[id.Building]) (list []ui.Link) {
	for _, l := range []struct{ tail, word, icon string }{
		{"/lots", "link_lots", "table"}, {"/owners", "link_owners", "users"}, {"/invoices", "link_invoices", "receipt"}, {"/charges", "link_charges", "report-money"},
		{"/keys", "link_keys", "calculator"}, {"/suppliers", "link_suppliers", "tool"}, {"/accounts", "link_accounts", "building-bank"},
		{"/imports/new", "link_import", "upload"},
	} {
		if p.May(v, "/buildings/{building}"+l.tail, building) {
			list = append(list, ui.Link{Label: say(ctx, l.word), Icon: l.icon, Href: path(building, l.tail)})
		}
	}
	return list
}

var funds = []string{"working", "reserve"}

func accountOf(list []Account, fund string) Account {
	if i := slices.IndexFunc(list, func(a Account) bool { return a.fund == fund }); i >= 0 {
		return list[i]
	}
	return Account{fund: fund}
}

func (r *Room) showAccounts(v *act.View, in OfBuilding) (ui.Sheet, error) {
	b, err := r.Building(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	list, err := AccountsOf(v.Tx, b.id)
	title := say(v.Context(), []string{"accounts_title_none", "accounts_title_one", "accounts_title_both"}[min(len(list), 2)])
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: accountsView(title, b, list, v.May(ChangeBuilding, b.id))}, err
}

func (r *Room) showAccount(v *act.View, in AccountRequest, sent ui.Sent) (ui.Sheet, error) {
	b, err := FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeBuilding, b.id); err != nil {
		return ui.Sheet{}, err
	}
	if !slices.Contains(funds, in.Fund) {
		return ui.Sheet{}, fault.NotFound("not_found")
	}
	list, err := AccountsOf(v.Tx, b.id)
	title := say(v.Context(), "account_title_"+in.Fund)
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: accountForm(title, b, accountOf(list, in.Fund), sent)}, err
}

func (r *Room) setAccount(a *act.Act, in AccountRequest) (ui.Done, error) {
	acc, err := r.putAccount(a, in)
	ctx := a.Context()
	return ui.Done{To: path(in.Building, "/accounts"), Says: say(ctx, "account_done", "fund", say(ctx, "fund_"+in.Fund), "iban", acc.IBAN.Format())}, err
}

// facade draws the lots floor by floor, as one sees the house from the street: lit are the reader's own, dashed those that nobody holds.
func (s Snapshot) facade(ctx context.Context, person id.Of[id.Person]) ui.Facade {
	byFloor := map[int64][]ui.Window{}
	var unknown []ui.Window
	var mine, free string
	add := func(list *string, label string) {
		if *list != "" {
			*list += ", "
		}
		*list += label
	}
	for _, l := range s.Lots {
		w := ui.Window{Name: l.label, Href: "/lots/" + l.id.String()}
		holder, held := s.Holder(l.id)
		switch {
		case !held:
			w.State = ui.WindowOff
			add(&free, l.label)
		case holder.Has(person):
			w.State = ui.WindowLit
			add(&mine, l.label)
		}
		if l.floor == nil {
			unknown = append(unknown, w)
			continue
		}
		byFloor[*l.floor] = append(byFloor[*l.floor], w)
	}
	f := ui.Facade{Shown: true}
	for _, n := range slices.Backward(sortedFloors(byFloor)) {
		f.Floors = append(f.Floors, ui.Floor{Label: FloorLabel(i18n.From(ctx), n), Below: n < 0, Windows: byFloor[n]})
	}
	if len(unknown) > 0 {
		f.Floors = append(f.Floors, ui.Floor{Label: say(ctx, "floor_unknown"), Below: true, Windows: unknown})
	}
	f.Says = say(ctx, "facade_says", "lots", len(s.Lots), "floors", len(f.Floors))
	if mine != "" {
		f.Says += " " + say(ctx, "facade_mine", "list", mine)
		f.Legend = append(f.Legend, ui.LegendItem{State: ui.WindowLit, Label: say(ctx, "legend_mine")})
	}
	if free != "" {
		f.Says += " " + say(ctx, "facade_free", "list", free)
		f.Legend = append(f.Legend, ui.LegendItem{State: ui.WindowPlain, Label: say(ctx, "legend_held")}, ui.LegendItem{State: ui.WindowOff, Label: say(ctx, "legend_free")})
	}
	return f
}

func sortedFloors(byFloor map[int64][]ui.Window) []int64 {
	floors := make([]int64, 0, len(byFloor))
	for n := range byFloor {
		floors = append(floors, n)
	}
	slices.Sort(floors)
	return floors
}

// FloorLabel writes a floor as people call it, short: 5e, 5., 5, Rez.
func FloorLabel(l i18n.Lang, n int64) string {
	text := i18n.Number(l, n)
	switch {
	case n == 0:
		return i18n.Say(l, "property.floor_zero")
	case n < 0 || l == i18n.EN:
		return text
	case l == i18n.FR && n == 1:
		return "1er"
	case l == i18n.DE:
		return text + "."
	}
	return text + "e"
}

// shareChip says whether the shares of the lots make the deed's whole.
func shareChip(ctx context.Context, found, whole int64) ui.Chip {
	switch {
	case found == whole:
		return ui.Chip{Tone: ui.Good, Text: say(ctx, "shares_complete")}
	case found > whole:
		return ui.Chip{Tone: ui.Late, Text: say(ctx, "shares_over", "n", found-whole, "of", whole)}
	}
	return ui.Chip{Tone: ui.Wait, Icon: "alert-triangle", Text: say(ctx, "shares_missing", "n", whole-found, "of", whole)}
}

// ShareChip says whether the shares of a building's lots make the deed's whole, for the pages above.
func (l BuildingLine) ShareChip(ctx context.Context) ui.Chip {
	if l.Lots == 0 {
		return ui.Chip{Text: say(ctx, "no_lots")}
	}
	return shareChip(ctx, l.Found, l.denominator)
}

func found(lots []Lot) (sum int64) {
	for _, l := range lots {
		sum += l.shares
	}
	return sum
}
