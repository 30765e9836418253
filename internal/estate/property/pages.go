package property

import (
	"context"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of buildings and their register.
func (r *Room) Pages(p *ui.Pages) {
	ui.FormPage(p, "/buildings/new", CreateBuilding, 0, r.showNewBuilding, r.newBuilding)
	ui.Page(p, "GET /buildings/{building}", ReadBuilding, func(v *act.View, in OfBuilding) (ui.Sheet, error) { return r.showBuilding(p, v, in) })
	ui.FormPage(p, "/buildings/{building}/edit", ChangeBuilding, 0, r.showEditBuilding, r.editBuilding)
	r.sectionPages(p)
	r.partPages(p)
	r.accountPages(p)
	r.registerPages(p)
	r.lotPages(p)
	r.transferPages(p)
	r.reshapePages(p)
	r.ownerPages(p)
	r.partyPages(p)
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
	return ui.Sheet{Title: say(ctx, "new_title"), Section: "home", Body: newBuildingForm(first, sent)}, nil
}

func (r *Room) newBuilding(a *act.Act, in BuildingRequest) (ui.Done, error) {
	b, err := r.CreateBuilding(a, in.Body.entry())
	return ui.Done{To: path(b.id, "/register"), Says: say(a.Context(), "new_done", "name", b.name)}, err
}

// buildingPage is the form that corrects what an association is called.
type buildingPage struct {
	OfBuilding
	Body struct {
		BuildingBody
		HowBody
	}
}

func (r *Room) showEditBuilding(v *act.View, in buildingPage, sent ui.Sent) (ui.Sheet, error) {
	b, said, err := r.dossierFor(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "edit_title"), Building: b.id, Section: "building", Body: editBuildingForm(b, said, v.Today, v.Now, sent)}, nil
}

func (r *Room) editBuilding(a *act.Act, in buildingPage) (ui.Done, error) {
	how, err := in.Body.how()
	if err != nil {
		return ui.Done{}, err
	}
	_, err = r.ChangeBuilding(a, in.Building, in.Body.entry(), how)
	return ui.Done{To: path(in.Building, ""), Says: say(a.Context(), "edit_done")}, err
}

// dossierFor reads what is known of an association for a form that corrects it.
func (r *Room) dossierFor(v *act.View, building id.Of[id.Building]) (Building, dossier, error) {
	b, err := FindBuilding(v.Tx, building)
	if err != nil {
		return b, nil, err
	}
	if err := v.Allow(ChangeBuilding, building); err != nil {
		return b, nil, err
	}
	said, err := loadDossier(v.Tx, building)
	return b, said, err
}

// looked is what the page of a building shows; without the right to the register, only what is known of the building itself.
type looked struct {
	Building    Building
	Particulars Particulars
	Year        civil.Period // the financial year of today
	Next        civil.Period // the next period of the ordinary assembly
	ReserveFrom civil.Date
	Today       civil.Date
	Accounts    []Account
	MayAccounts bool
	Register    bool
	Snapshot    Snapshot
	Facade      ui.Facade
	Thresholds  []Threshold
	Above       []Building // the main association and those above it, the nearest first
	Parts       []BuildingLine
	Links       []ui.Link
	MayEdit     bool
	MayAdd      bool
}

func (r *Room) showBuilding(p *ui.Pages, v *act.View, in OfBuilding) (ui.Sheet, error) {
	b, err := r.Building(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := looked{Building: b, Today: v.Today, Register: v.May(ReadRegister, b.id), MayEdit: v.May(ChangeBuilding, b.id), MayAdd: v.May(ChangeRegister, b.id)}
	if s.MayAccounts = v.May(ReadAccounts, b.id); s.MayAccounts {
		if s.Accounts, err = MainAccounts(v.Tx, b.id); err != nil {
			return ui.Sheet{}, err
		}
	}
	said, err := r.lookInside(v, &s)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := s.particulars(said, v.Now); err != nil {
		return ui.Sheet{}, err
	}
	if err := r.lookAround(v, &s); err != nil {
		return ui.Sheet{}, err
	}
	s.Links = links(v.Context(), p, v, b.id)
	return ui.Sheet{Title: b.name, Building: b.id, Section: "building", Body: buildingView(s)}, nil
}

// lookInside reads the register for whoever may see it, and for others what was said of the association alone.
func (r *Room) lookInside(v *act.View, s *looked) (dossier, error) {
	if !s.Register {
		return loadDossier(v.Tx, s.Building.id)
	}
	reg, err := LoadRegister(v.Tx, s.Building.id)
	if err != nil {
		return nil, err
	}
	s.Snapshot = reg.At(v.Today, v.Now)
	s.Facade = s.Snapshot.facade(v.Context(), v.Who.Person)
	s.Thresholds, err = Thresholds(s.Snapshot)
	return reg.said, err
}

// particulars says what holds today, and when the next ordinary assembly is due.
func (s *looked) particulars(said dossier, now civil.Instant) (err error) {
	s.Particulars, s.Year = said.at(s.Today, now), said.fiscalYear(s.Today, now)
	if s.ReserveFrom, err = s.Particulars.ReserveFrom(); err != nil {
		return err
	}
	for _, year := range []int{s.Today.Year(), s.Today.Year() + 1} {
		period, ok, err := s.Particulars.Ordinary(year)
		if err != nil || !ok {
			return err
		}
		if s.Next = period; s.Today.Before(period.To) {
			break
		}
	}
	return nil
}

// lookAround finds the associations above and beneath that the reader may see.
func (r *Room) lookAround(v *act.View, s *looked) error {
	lines, err := r.Buildings(v)
	if err != nil {
		return err
	}
	at := map[id.Of[id.Building]]BuildingLine{}
	for _, l := range lines {
		at[l.id] = l
		if l.Parent == s.Building.id {
			s.Parts = append(s.Parts, l)
		}
	}
	for l := at[s.Building.id]; !l.Parent.None(); l = at[l.Parent] {
		s.Above = append(s.Above, at[l.Parent].Building)
	}
	return nil
}

// links lead to the pages of the building that exist and that the reader may open.
func links(ctx context.Context, p *ui.Pages, v *act.View, building id.Of[id.Building]) (list []ui.Link) {
	for _, l := range []struct{ tail, word, icon string }{
		{"/register", "link_lots", "table"}, {"/owners", "link_owners", "users"}, {"/invoices", "link_invoices", "receipt"}, {"/charges", "link_charges", "report-money"},
		{"/keys", "link_keys", "calculator"}, {"/suppliers", "link_suppliers", "tool"}, {"/accounts", "link_accounts", "building-bank"},
		{"/mandates", "link_mandates", "scale"}, {"/decisions", "link_decisions", "gavel"}, {"/addressees", "link_addressees", "mail"}, {"/occupants", "link_occupants", "home"}, {"/confirmations", "link_confirmations", "user-check"}, {"/signboard", "link_signboard", "qrcode"}, {"/imports/new", "link_import", "upload"},
	} {
		if p.May(v, "/buildings/{building}"+l.tail, building) {
			list = append(list, ui.Link{Label: say(ctx, l.word), Icon: l.icon, Href: path(building, l.tail)})
		}
	}
	return list
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
