package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

func (r *Room) lotPages(p *ui.Pages) {
	ui.FormPage(p, "/buildings/{building}/lots/new", ChangeRegister, 0, r.showNewLot, r.newLot)
	ui.Page(p, "GET /lots/{lot}", ReadRegister, r.showLot)
	ui.FormPage(p, "/lots/{lot}/edit", ChangeRegister, 0, r.showEditLot, r.editLot)
	ui.FormPage(p, "/lots/{lot}/transfer", ChangeRegister, 0, r.showTransfer, r.transfer)
}

// OfLot names a lot by the path.
type OfLot struct {
	Lot id.Of[id.Lot] `path:"lot"`
}

func (r *Room) showNewLot(v *act.View, in LotRequest, sent ui.Sent) (ui.Sheet, error) {
	b, err := FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeRegister, b.id); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "lot_new_title"), Building: b.id, Section: "building", Body: newLotForm(b, v.Today, sent)}, nil
}

func (r *Room) newLot(a *act.Act, in LotRequest) (ui.Done, error) {
	l, err := r.postLot(a, in)
	return ui.Done{To: path(in.Building, "/lots"), Says: say(a.Context(), "lot_new_done", "label", l.Label)}, err
}

// known is a lot with all that the house knows of it.
type known struct {
	Lot       Lot
	Building  Building
	Holder    Party
	Held      bool
	Since     civil.Date
	Holders   []Stretch
	Pasts     []Past
	MayChange bool
}

func (r *Room) showLot(v *act.View, in OfLot) (ui.Sheet, error) {
	reg, lot, err := r.RegisterOfLot(v, in.Lot)
	if err != nil {
		return ui.Sheet{}, err
	}
	k := known{Lot: lot, Building: reg.Building, Holders: reg.Holders(lot.id, v.Now), Pasts: reg.Pasts(lot.id), MayChange: v.May(ChangeRegister, reg.Building.id)}
	s := reg.At(v.Today, v.Now)
	k.Holder, k.Held = s.Holder(lot.id)
	for _, o := range s.Ownerships {
		if o.lot == lot.id {
			k.Since = o.from
		}
	}
	return ui.Sheet{Title: say(v.Context(), "lot_title", "label", lot.label), Building: reg.Building.id, Section: "building", Body: lotView(k)}, nil
}

func (r *Room) lotForForm(v *act.View, lot id.Of[id.Lot]) (Register, Lot, error) {
	reg, l, err := r.RegisterOfLot(v, lot)
	if err != nil {
		return reg, l, err
	}
	return reg, l, v.Allow(ChangeRegister, reg.Building.id)
}

func (r *Room) showEditLot(v *act.View, in CorrectLotRequest, sent ui.Sent) (ui.Sheet, error) {
	reg, lot, err := r.lotForForm(v, in.Lot)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "lot_edit_title", "label", lot.label), Building: reg.Building.id, Section: "building", Body: editLotForm(reg.Building, lot, sent)}, nil
}

func (r *Room) editLot(a *act.Act, in CorrectLotRequest) (ui.Done, error) {
	l, err := r.putLot(a, in)
	return ui.Done{To: "/lots/" + in.Lot.String(), Says: say(a.Context(), "lot_edit_done", "label", l.Label)}, err
}

func (r *Room) showTransfer(v *act.View, in TransferRequest, sent ui.Sent) (ui.Sheet, error) {
	reg, lot, err := r.lotForForm(v, in.Lot)
	if err != nil {
		return ui.Sheet{}, err
	}
	ctx := v.Context()
	s := reg.At(v.Today, v.Now)
	options := []ui.Option{{Label: say(ctx, "transfer_new")}}
	holder, held := s.Holder(lot.id)
	for _, p := range s.Parties {
		if !held || p.id != holder.id {
			options = append(options, ui.Option{Value: p.id.String(), Label: p.Name()})
		}
	}
	title := say(ctx, "transfer_title", "label", lot.label)
	return ui.Sheet{Title: title, Building: reg.Building.id, Section: "building", Body: transferForm(title, lot, holder.Name(), options, v.Today, sent)}, nil
}

func (r *Room) transfer(a *act.Act, in TransferRequest) (ui.Done, error) {
	o, err := r.postTransfer(a, in)
	if err != nil {
		return ui.Done{}, err
	}
	_, reg, err := r.lotToChange(a, in.Lot)
	if err != nil {
		return ui.Done{}, err
	}
	party, _ := reg.Party(o.Owner, o.From, a.Now)
	lot := reg.At(o.From, a.Now)
	label := ""
	if l, ok := lot.Lot(in.Lot); ok {
		label = l.label
	}
	says := i18n.T(a.Context(), "property.transfer_done", "label", label, "name", party.Name(), "on", o.From)
	return ui.Done{To: "/lots/" + in.Lot.String(), Says: says}, nil
}
