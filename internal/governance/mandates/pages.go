package mandates

import (
	"cmp"
	"context"
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of the mandates.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/mandates", ReadMandate, r.showBoard)
	ui.FormPage(p, "/buildings/{building}/mandates/new", ChangeMandate, 0, r.showNew, r.appointPage)
	ui.Page(p, "GET /mandates/{mandate}", ReadMandate, r.showMandate)
	ui.FormPage(p, "/mandates/{mandate}/edit", ChangeMandate, 0, r.showEdit, r.editPage)
	ui.FormPage(p, "/mandates/{mandate}/end", ChangeMandate, 0, r.showEnd, r.endPage)
	ui.FormPage(p, "/mandates/{mandate}/renewal", ChangeMandate, 0, r.showRenew, r.renewPage)
	ui.FormPage(p, "/mandates/{mandate}/withdrawal", ChangeMandate, 0, r.showWithdraw, r.withdrawPage)
	ui.FormPage(p, "/mandates/{mandate}/contract", ChangeMandate, decisions.MaxPaper+64<<10, r.showContract, r.contractPage)
	ui.File(p, "GET /mandates/{mandate}/contract/paper", ReadContract, r.getPaper)
	ui.File(p, "GET /mandates/{mandate}/poster", ChangeMandate, r.getPoster)
	ui.FormPage(p, "/mandates/{mandate}/duties/{duty}", ChangeMandate, decisions.MaxPaper+64<<10, r.showDuty, r.dutyPage)
	ui.File(p, "GET /mandates/{mandate}/evidence/{evidence}", ReadContract, r.getProof)
}

const section = "people"

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "mandates."+key, args...)
}

func boardOf(building id.Of[id.Building]) string {
	return "/buildings/" + building.String() + "/mandates"
}

func pageOf(mandate id.Of[id.Mandate], tail string) string {
	return "/mandates/" + mandate.String() + tail
}

// seen is a board with what its reader may do.
type seen struct {
	Board
	MayChange bool
}

func (r *Room) showBoard(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	b, err := r.Board(v, in.Building)
	return ui.Sheet{Title: say(v.Context(), "board_title"), Building: in.Building, Section: section, Body: boardView(seen{b, v.May(ChangeMandate, in.Building)})}, err
}

// NewPage is the form of an appointment; the kind may be chosen by the link that leads there.
type NewPage struct {
	property.OfBuilding
	Kind Kind `query:"kind"`
	Body Body
}

// asking is what a form offers: decisions, owners, people who sign in, and the name of the office.
type asking struct {
	Building          property.Building
	Decisions         []ui.Option
	Owners, SignedIn  []ui.Option
	Office            string
	Today, Kind, Back string
}

// offer is what a form offers that names a decision alone.
func offer(v *act.View, building id.Of[id.Building]) (asking, error) {
	a := asking{Today: v.Today.String(), Back: boardOf(building)}
	if err := v.Allow(ChangeMandate, building); err != nil {
		return a, err
	}
	list, err := decisions.Of(v.Tx, building)
	for _, d := range list {
		a.Decisions = append(a.Decisions, ui.Option{Value: d.ID().String(), Label: d.Name(v.Who.Lang)})
	}
	return a, err
}

// ask is what a form offers that names a holder.
func ask(v *act.View, building id.Of[id.Building]) (asking, error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return asking{}, err
	}
	a, err := offer(v, building)
	if err != nil {
		return a, err
	}
	now := register.At(register.Day(v.Today, v.Now), v.Now)
	a.Building = now.Building
	for _, p := range now.Parties {
		for _, m := range p.Members() {
			a.Owners = append(a.Owners, ui.Option{Value: "member:" + m.ID().String(), Label: m.Name()})
		}
	}
	persons, err := office.Persons(v.Tx)
	if err != nil {
		return a, err
	}
	names, err := identity.Names(v.Tx, persons)
	if err != nil {
		return a, err
	}
	for p, name := range names {
		a.SignedIn = append(a.SignedIn, ui.Option{Value: "person:" + p.String(), Label: name})
	}
	for _, list := range [][]ui.Option{a.Owners, a.SignedIn} {
		slices.SortFunc(list, func(x, y ui.Option) int {
			return cmp.Or(cmp.Compare(property.Fold(x.Label), property.Fold(y.Label)), cmp.Compare(x.Value, y.Value))
		})
	}
	o, err := office.Find(v.Tx, v.Who.Office)
	a.Office = o.Name()
	return a, err
}

func (r *Room) showNew(v *act.View, in NewPage, sent ui.Sent) (ui.Sheet, error) {
	a, err := ask(v, in.Building)
	a.Kind = string(in.Kind)
	return ui.Sheet{Title: say(v.Context(), "new_title"), Building: in.Building, Section: section, Body: newView(a, sent)}, err
}

func (r *Room) appointPage(a *act.Act, in NewPage) (ui.Done, error) {
	m, err := r.appoint(a, AppointRequest{in.OfBuilding, in.Body})
	return ui.Done{To: pageOf(m.id, ""), Says: say(a.Context(), "new_done"), Undo: pageOf(m.id, "/withdrawal")}, err
}

// looked is what the page of a mandate shows.
type looked struct {
	Full
	MayChange, MayRead bool
}

// MayPost tells whether there is a poster to hang, and the reader is who hangs it.
func (l looked) MayPost() bool {
	return l.MayChange && l.Kind().class() == "syndic" && !l.Over(l.Board.Today)
}

func (r *Room) showMandate(v *act.View, in OfMandate) (ui.Sheet, error) {
	f, err := r.Mandate(v, in.Mandate)
	if err != nil {
		return ui.Sheet{}, err
	}
	l := looked{f, v.May(ChangeMandate, f.building), v.May(ReadContract, f.building)}
	return ui.Sheet{Title: f.Name, Building: f.building, Section: section, Body: mandateView(l)}, nil
}

// toEdit finds a mandate for a form of the syndic.
func (r *Room) toEdit(v *act.View, mandate id.Of[id.Mandate]) (Full, asking, error) {
	f, err := r.Mandate(v, mandate)
	if err != nil {
		return f, asking{}, err
	}
	a, err := offer(v, f.building)
	a.Building, a.Back = f.Board.Building, pageOf(mandate, "")
	return f, a, err
}

func (r *Room) showEdit(v *act.View, in CorrectRequest, sent ui.Sent) (ui.Sheet, error) {
	f, err := r.Mandate(v, in.Mandate)
	if err != nil {
		return ui.Sheet{}, err
	}
	a, err := ask(v, f.building)
	a.Back = pageOf(in.Mandate, "")
	return ui.Sheet{Title: say(v.Context(), "edit_title"), Building: f.building, Section: section, Body: editView(f, a, sent)}, err
}

func (r *Room) editPage(a *act.Act, in CorrectRequest) (ui.Done, error) {
	m, err := r.correct(a, in)
	return ui.Done{To: pageOf(m.id, ""), Says: say(a.Context(), "edit_done")}, err
}

func (r *Room) showEnd(v *act.View, in EndRequest, sent ui.Sent) (ui.Sheet, error) {
	f, a, err := r.toEdit(v, in.Mandate)
	return ui.Sheet{Title: say(v.Context(), "end_title"), Building: f.building, Section: section, Body: endView(f, a, sent)}, err
}

func (r *Room) endPage(a *act.Act, in EndRequest) (ui.Done, error) {
	m, err := r.Finish(a, in.Mandate, in.end())
	return ui.Done{To: boardOf(m.building), Says: say(a.Context(), "end_done")}, err
}

func (r *Room) showRenew(v *act.View, in RenewRequest, sent ui.Sent) (ui.Sheet, error) {
	f, a, err := r.toEdit(v, in.Mandate)
	return ui.Sheet{Title: say(v.Context(), "renew_title"), Building: f.building, Section: section, Body: renewView(f, a, sent)}, err
}

func (r *Room) renewPage(a *act.Act, in RenewRequest) (ui.Done, error) {
	m, err := r.Renew(a, in.Mandate, in.Body.Decision, in.Body.From, in.Body.Until)
	return ui.Done{To: pageOf(m.id, ""), Says: say(a.Context(), "renew_done"), Undo: pageOf(m.id, "/withdrawal")}, err
}

func (r *Room) showWithdraw(v *act.View, in OfMandate, sent ui.Sent) (ui.Sheet, error) {
	f, a, err := r.toEdit(v, in.Mandate)
	return ui.Sheet{Title: say(v.Context(), "withdraw_title"), Building: f.building, Section: section, Body: withdrawView(f, a, sent)}, err
}

func (r *Room) withdrawPage(a *act.Act, in OfMandate) (ui.Done, error) {
	m, err := r.Withdraw(a, in.Mandate)
	return ui.Done{To: boardOf(m.building), Says: say(a.Context(), "withdraw_done")}, err
}

// contractForm is a contract as a form brings it, with its paper.
type contractForm struct {
	OfMandate
	File rest.File `file:"file"`
	Body ContractBody
}

func (r *Room) showContract(v *act.View, in contractForm, sent ui.Sent) (ui.Sheet, error) {
	f, a, err := r.toEdit(v, in.Mandate)
	return ui.Sheet{Title: say(v.Context(), "contract_title"), Building: f.building, Section: section, Body: contractView(f, a, sent)}, err
}

func (r *Room) contractPage(a *act.Act, in contractForm) (ui.Done, error) {
	m, err := r.SetContract(a, in.Mandate, in.Body.contract())
	if err == nil && len(in.File.Data) > 0 {
		m, err = r.SignContract(a, in.Mandate, in.File.Name, in.File.Data)
	}
	return ui.Done{To: pageOf(m.id, ""), Says: say(a.Context(), "contract_done")}, err
}

// dutyForm is the evidence of a duty as a form brings it.
type dutyForm struct {
	OfDuty
	File rest.File `file:"file"`
	Body DutyBody
}

func (r *Room) showDuty(v *act.View, in dutyForm, sent ui.Sent) (ui.Sheet, error) {
	f, a, err := r.toEdit(v, in.Mandate)
	if err == nil && !slices.Contains(Duties, in.Duty) {
		err = fault.NotFound("not_found")
	}
	return ui.Sheet{Title: say(v.Context(), "prove_title"), Building: f.building, Section: section, Body: dutyView(f, in.Duty, a, sent)}, err
}

func (r *Room) dutyPage(a *act.Act, in dutyForm) (ui.Done, error) {
	m, err := r.Prove(a, in.Mandate, Evidence{Duty: in.Duty, On: in.Body.On, Note: in.Body.Note}, in.File.Name, in.File.Data)
	return ui.Done{To: boardOf(m.building), Says: say(a.Context(), "prove_done")}, err
}
