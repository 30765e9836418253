package confirmations

import (
	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /my/data", addressees.ReadOwnData, r.showOwn)
	ui.FormPage(p, "/buildings/{building}/members/{member}/contact", property.StateOwnData, 0, r.showContact, r.contact)
	ui.FormPage(p, "/buildings/{building}/members/{member}/confirmation", ConfirmOwnData, 0, r.showConfirm, r.confirm)
	ui.ListPage(p, "/buildings/{building}/confirmations", ReadConfirmations, r.list())
	ui.FormPage(p, "/buildings/{building}/confirmations/yearly", AskConfirmation, 0, r.showYearly, r.yearly)
}

func memberPath(building id.Of[id.Building], member id.Of[id.Member], tail string) string {
	return "/buildings/" + building.String() + "/members/" + member.String() + tail
}

// Nobody is a request that says nothing.
type Nobody struct{}

func (r *Room) showOwn(v *act.View, _ Nobody) (ui.Sheet, error) {
	own, err := r.Own(v)
	s := ui.Sheet{Title: tell(v.Context(), "own_title"), Section: "mine", Density: ui.Ample, Body: ownView(own, v.Today)}
	if len(own) == 1 {
		s.Building = own[0].Building.ID()
	}
	return s, err
}

func (r *Room) showContact(v *act.View, in ContactRequest, sent ui.Sent) (ui.Sheet, error) {
	b, m, err := r.ownMember(v, in.Building, in.Member)
	return ui.Sheet{Title: tell(v.Context(), "contact_title"), Building: in.Building, Section: "mine", Body: contactForm(b, m, sent)}, err
}

func (r *Room) contact(a *act.Act, in ContactRequest) (ui.Done, error) {
	_, err := r.State(a, in.Building, in.Member, in.Body.contact(), in.Body.Seen)
	return ui.Done{To: "/my/data", Says: tell(a.Context(), "contact_done")}, err
}

// showConfirm asks once more, for who came by the button without the list of his data before him.
func (r *Room) showConfirm(v *act.View, in addressees.OfMember, sent ui.Sent) (ui.Sheet, error) {
	b, m, err := r.ownMember(v, in.Building, in.Member)
	return ui.Sheet{Title: tell(v.Context(), "confirm_title"), Building: in.Building, Section: "mine", Body: confirmForm(b, m, sent)}, err
}

func (r *Room) confirm(a *act.Act, in addressees.OfMember) (ui.Done, error) {
	_, err := r.Confirm(a, in.Building, in.Member)
	return ui.Done{To: "/my/data", Says: tell(a.Context(), "confirm_done")}, err
}

func (r *Room) showYearly(v *act.View, in SettingRequest, sent ui.Sent) (ui.Sheet, error) {
	b, err := property.FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(AskConfirmation, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	s, err := SettingOf(v.Tx, in.Building)
	return ui.Sheet{Title: tell(v.Context(), "yearly_title"), Building: in.Building, Section: "people", Body: yearlyForm(b, s, sent)}, err
}

func (r *Room) yearly(a *act.Act, in SettingRequest) (ui.Done, error) {
	s, err := r.SetYearly(a, in.Building, in.Body.Yearly)
	return ui.Done{To: listPath(in.Building), Says: tell(a.Context(), "yearly_"+onOff(s.Yearly))}, err
}
