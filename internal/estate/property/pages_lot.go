package property

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

func (r *Room) lotPages(p *ui.Pages) {
	ui.FormPage(p, "/buildings/{building}/lots/new", ChangeRegister, 0, r.showNewLot, r.newLot)
	ui.Page(p, "GET /lots/{lot}", ReadRegister, r.showLot)
	ui.FormPage(p, "/lots/{lot}/edit", ChangeRegister, 0, r.showEditLot, r.editLot)
}

// OfLot names a lot by the path.
type OfLot struct {
	Lot id.Of[id.Lot] `path:"lot"`
}

func lotPath(lot id.Of[id.Lot], tail string) string { return "/lots/" + lot.String() + tail }

// FormLotBody is a lot as a form asks for it: the surface in square metres, as people write it.
type FormLotBody struct {
	LotBody
	Metres string `json:"surface,omitempty" maxLength:"20"`
}

func (b FormLotBody) described() (LotEntry, error) {
	e := b.entry()
	surface, err := squares(b.Metres)
	if surface != nil {
		e.Surface = surface
	}
	return e, err
}

// squares reads a surface in square metres with two decimals at most: 84,50.
func squares(text string) (*int64, error) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(text), "m²"), "m2"))
	if text == "" {
		return nil, nil
	}
	c, err := money.ParseCents(text)
	if err != nil {
		return nil, fault.Invalid("surface_expected", "surface")
	}
	n := int64(c)
	return &n, nil
}

// newLotPage is the form of a lot that is added by hand.
type newLotPage struct {
	OfBuilding
	Body struct {
		FormLotBody
		From    civil.Date   `json:"from,omitempty" format:"date"`
		Members []MemberBody `json:"members,omitempty" maxItems:"50"`
	}
}

func (r *Room) showNewLot(v *act.View, in newLotPage, sent ui.Sent) (ui.Sheet, error) {
	b, err := FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeRegister, b.id); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "lot_new_title"), Building: b.id, Section: "building", Body: newLotForm(b, v.Today, sent)}, nil
}

func (r *Room) newLot(a *act.Act, in newLotPage) (ui.Done, error) {
	e, err := in.Body.described()
	if err != nil {
		return ui.Done{}, err
	}
	members, err := entries(in.Body.Members, a.Who.Lang)
	if err != nil {
		return ui.Done{}, err
	}
	l, err := r.AddLot(a, in.Building, e, members, in.Body.From)
	return ui.Done{To: path(in.Building, "/register"), Says: say(a.Context(), "lot_new_done", "label", l.label)}, err
}

// known is a lot with all that the house knows of it.
type known struct {
	Lot       Lot
	Building  Building
	Holder    Party
	Held      bool
	Since     civil.Date
	Gone      bool // it ended before today, or ends today
	Last      bool // it ends, today or later
	Holders   []Stretch
	Pasts     []Past
	Lineages  []lineageSeen
	Transfers []Transfer // those of the lot that still hold
	MayChange bool
	Beside    []templ.Component // what the rooms above show of the lot
}

// lineageSeen is a division or merger in which a lot took part, with the labels of the others.
type lineageSeen struct {
	Lineage
	Came   bool // the lot came from the others
	Others []Lot
}

func (r *Room) showLot(v *act.View, in OfLot) (ui.Sheet, error) {
	return r.lotSheet(v, in.Lot, ui.Sent{})
}

// lotSheet shows a lot; an undoing that was refused is shown here with its reason.
func (r *Room) lotSheet(v *act.View, lot id.Of[id.Lot], sent ui.Sent) (ui.Sheet, error) {
	reg, l, err := r.RegisterOfLot(v, lot)
	if err != nil {
		return ui.Sheet{}, err
	}
	k := known{Lot: l, Building: reg.Building, Holders: reg.Holders(lot, v.Now), Pasts: reg.Pasts(lot), MayChange: v.May(ChangeRegister, reg.Building.id)}
	k.Last = !reg.lasts(lot, v.Now)
	k.Gone = k.Last && !l.to.None() && !v.Today.Before(l.to)
	s := reg.At(v.Today, v.Now)
	k.Holder, k.Held = s.Holder(lot)
	for _, o := range s.Ownerships {
		if o.lot == lot {
			k.Since = o.from
		}
	}
	lines, err := Lineages(v.Tx, reg.Building.id)
	if err != nil {
		return ui.Sheet{}, err
	}
	all, err := Transfers(v.Tx, reg.Building.id, civil.Date{})
	if err != nil {
		return ui.Sheet{}, err
	}
	k.Transfers = transfersWith(all, lot)
	k.Lineages = reg.lineagesOf(lot, lines, v.Today, v.Now)
	for _, n := range r.Neighbours {
		shown, err := n.OnLot(v, lot)
		if err != nil {
			return ui.Sheet{}, err
		}
		if shown != nil {
			k.Beside = append(k.Beside, shown)
		}
	}
	return ui.Sheet{Title: say(v.Context(), "lot_title", "label", l.label), Building: reg.Building.id, Section: "building", Body: lotView(k, sent)}, nil
}

// transfersWith keeps the transfers of a lot that were not taken back.
func transfersWith(all []Transfer, lot id.Of[id.Lot]) (list []Transfer) {
	for _, t := range all {
		if !t.Undone() && slices.ContainsFunc(t.lots, func(m Moved) bool { return m.Lot == lot }) {
			list = append(list, t)
		}
	}
	return list
}

// lineagesOf keeps the divisions and mergers of a lot that still hold.
func (r Register) lineagesOf(lot id.Of[id.Lot], lines []Lineage, today civil.Date, now civil.Instant) (list []lineageSeen) {
	for _, line := range lines {
		if line.Undone() {
			continue
		}
		others := []id.Of[id.Lot](nil)
		seen := lineageSeen{Lineage: line}
		for _, l := range line.gone {
			if l == lot {
				others = line.come
			}
		}
		for _, l := range line.come {
			if l == lot {
				seen.Came, others = true, line.gone
			}
		}
		for _, o := range others {
			if l, found := r.lotNow(o, today, now); found {
				seen.Others = append(seen.Others, l)
			}
		}
		if len(others) > 0 {
			list = append(list, seen)
		}
	}
	return list
}

func labels(lots []Lot) string {
	list := make([]string, len(lots))
	for i, l := range lots {
		list[i] = l.label
	}
	return strings.Join(list, ", ")
}

func (r *Room) lotForForm(v *act.View, lot id.Of[id.Lot]) (Register, Lot, error) {
	reg, l, err := r.RegisterOfLot(v, lot)
	if err != nil {
		return reg, l, err
	}
	return reg, l, v.Allow(ChangeRegister, reg.Building.id)
}

// editLotPage is the form that corrects a lot, or changes it from a day on.
type editLotPage struct {
	OfLot
	Body struct {
		FormLotBody
		HowBody
	}
}

func (r *Room) showEditLot(v *act.View, in editLotPage, sent ui.Sent) (ui.Sheet, error) {
	reg, lot, err := r.lotForForm(v, in.Lot)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "lot_edit_title", "label", lot.label), Building: reg.Building.id, Section: "building", Body: editLotForm(reg.Building, lot, v.Today, sent)}, nil
}

func (r *Room) editLot(a *act.Act, in editLotPage) (ui.Done, error) {
	how, err := in.Body.how()
	if err != nil {
		return ui.Done{}, err
	}
	e, err := in.Body.described()
	if err != nil {
		return ui.Done{}, err
	}
	l, err := r.ChangeLot(a, in.Lot, e, how)
	return ui.Done{To: lotPath(in.Lot, ""), Says: say(a.Context(), "lot_edit_done", "label", l.label)}, err
}
