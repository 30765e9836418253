package occupants

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// Pages declares the pages.
func (r *Room) Pages(p *ui.Pages) {
	ui.ListPage(p, "/buildings/{building}/occupants", KeepAllOccupants, r.list())
	ui.FormPage(p, "/lots/{lot}/occupants/new", TellOccupants, 0, r.showTell, r.tell)
	ui.FormPage(p, "/occupants/{occupant}/edit", TellOccupants, 0, r.showCorrect, r.correct)
	ui.FormPage(p, "/occupants/{occupant}/leave", TellOccupants, 0, r.showLeave, r.leave)
	ui.FormPage(p, "/occupants/{occupant}/withdrawal", TellOccupants, 0, r.showWithdraw, r.withdraw)
}

func lotPath(lot id.Of[id.Lot], tail string) string { return "/lots/" + lot.String() + tail }

func occupantPath(o Occupant, tail string) string { return "/occupants/" + o.id.String() + tail }

// OnLot shows who occupies a lot on the page of the lot; nothing for who may not read it.
func (r *Room) OnLot(v *act.View, lot id.Of[id.Lot]) (templ.Component, error) {
	h, err := r.Home(v, lot)
	if f := fault.As(err); f != nil && f.Kind == fault.KindForbidden {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return card(h), nil
}

func (r *Room) showTell(v *act.View, in TellRequest, sent ui.Sent) (ui.Sheet, error) {
	h, err := r.home(v, in.Lot, TellOccupants)
	return ui.Sheet{Title: tell(v.Context(), "new_title", "label", h.Lot.Label()), Building: h.Building.ID(), Section: "building",
		Body: tellForm(h, Occupant{lot: in.Lot, entry: Entry{Kind: Tenant, From: v.Today}}, sent)}, err
}

func (r *Room) tell(a *act.Act, in TellRequest) (ui.Done, error) {
	_, err := r.Tell(a, in.Lot, in.Body.entry())
	return ui.Done{To: lotPath(in.Lot, ""), Says: tell(a.Context(), "new_done")}, err
}

// found reads an occupant with his lot for a form.
func (r *Room) found(v *act.View, occupant id.Of[id.Occupant]) (Home, Occupant, error) {
	o, err := find(v.Tx, occupant)
	if err != nil {
		return Home{}, o, err
	}
	h, err := r.home(v, o.lot, TellOccupants)
	if err != nil {
		return h, o, err
	}
	h.Occupants = []Occupant{o}
	if h.keepSeen(v); len(h.Occupants) == 0 {
		return h, o, fault.NotFound("not_found")
	}
	return h, o, nil
}

func (r *Room) showCorrect(v *act.View, in CorrectRequest, sent ui.Sent) (ui.Sheet, error) {
	h, o, err := r.found(v, in.Occupant)
	return ui.Sheet{Title: tell(v.Context(), "edit_title", "label", h.Lot.Label()), Building: h.Building.ID(), Section: "building", Body: tellForm(h, o, sent)}, err
}

func (r *Room) correct(a *act.Act, in CorrectRequest) (ui.Done, error) {
	o, err := r.Correct(a, in.Occupant, in.Body.entry())
	return ui.Done{To: lotPath(o.lot, ""), Says: tell(a.Context(), "edit_done")}, err
}

// LeaveForm says on which day an occupant leaves.
type LeaveForm struct {
	OfOccupant
	Body struct {
		On civil.Date `json:"on,omitempty" format:"date"`
	}
}

func (r *Room) showLeave(v *act.View, in LeaveForm, sent ui.Sent) (ui.Sheet, error) {
	h, o, err := r.found(v, in.Occupant)
	return ui.Sheet{Title: tell(v.Context(), "leave_title", "name", h.Name(o)), Building: h.Building.ID(), Section: "building", Body: leaveForm(h, o, sent)}, err
}

func (r *Room) leave(a *act.Act, in LeaveForm) (ui.Done, error) {
	o, err := r.Leave(a, in.Occupant, in.Body.On)
	return ui.Done{To: lotPath(o.lot, ""), Says: tell(a.Context(), "leave_done", "date", o.entry.To)}, err
}

func (r *Room) showWithdraw(v *act.View, in OfOccupant, sent ui.Sent) (ui.Sheet, error) {
	h, o, err := r.found(v, in.Occupant)
	return ui.Sheet{Title: tell(v.Context(), "withdraw_title", "name", h.Name(o)), Building: h.Building.ID(), Section: "building", Body: withdrawForm(h, o, sent)}, err
}

func (r *Room) withdraw(a *act.Act, in OfOccupant) (ui.Done, error) {
	o, err := r.Withdraw(a, in.Occupant)
	return ui.Done{To: lotPath(o.lot, ""), Says: tell(a.Context(), "withdraw_done")}, err
}
