package property

import (
	"slices"
	"strconv"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

func (r *Room) reshapePages(p *ui.Pages) {
	ui.FormPage(p, "/lots/{lot}/division", ChangeRegister, 0, r.showDivision, r.divide)
	ui.FormPage(p, "/lots/{lot}/merger", ChangeRegister, 0, r.showMerger, r.merge)
	ui.Post(p, "/lineages/{lineage}/undo", ChangeRegister, 0, r.showLineage, r.undoLineage)
}

// mostParts is how many lots the form of a division asks for; the API takes more.
const mostParts = 6

// divisionPage is the form that divides a lot.
type divisionPage struct {
	OfLot
	Body struct {
		Date     civil.Date     `json:"date" format:"date"`
		Decision string         `json:"decision,omitempty" maxLength:"300"`
		Lots     []FormPartBody `json:"lots" maxItems:"50"`
		Seen     civil.Instant  `json:"seen,omitempty" format:"date-time"`
	}
}

// FormPartBody is a lot that comes from a division, as its form asks for it; its kind is that of the old lot when nothing is said.
type FormPartBody struct {
	Label  string `json:"label,omitempty" maxLength:"40"`
	Kind   string `json:"kind,omitempty" enum:"apartment,studio,house,commercial,office,garage,parking,cellar,other"`
	Shares *int64 `json:"shares,omitempty" minimum:"0" maximum:"1000000000"`
	Floor  *int64 `json:"floor,omitempty" minimum:"-200" maximum:"200"`
	Metres string `json:"surface,omitempty" maxLength:"20"`
}

func (b FormPartBody) described(old Lot) (LotEntry, error) {
	e := LotEntry{Label: b.Label, Kind: Kind(b.Kind), Floor: b.Floor}
	if e.Kind == "" {
		e.Kind = old.kind
	}
	var faults []error
	if b.Shares == nil {
		faults = append(faults, fault.Invalid("required", "shares"))
	} else {
		e.Shares = *b.Shares
	}
	var err error
	if e.Surface, err = squares(b.Metres); err != nil {
		faults = append(faults, err)
	}
	return e, fault.Join(faults...)
}

func (r *Room) showDivision(v *act.View, in divisionPage, sent ui.Sent) (ui.Sheet, error) {
	reg, lot, err := r.lotForForm(v, in.Lot)
	if err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "division_title", "label", lot.label)
	return ui.Sheet{Title: title, Building: reg.Building.id, Section: "building", Body: divisionForm(title, reg.Building, lot, v.Today, sent)}, nil
}

func (r *Room) divide(a *act.Act, in divisionPage) (ui.Done, error) {
	old, _, err := r.lotToChange(a, in.Lot)
	if err != nil {
		return ui.Done{}, err
	}
	e := DivisionEntry{On: in.Body.Date, Decision: in.Body.Decision, Seen: in.Body.Seen}
	var faults []error
	for i, p := range in.Body.Lots {
		into, err := p.described(old)
		faults = append(faults, within(err, lotField(i, "")))
		e.Into = append(e.Into, into)
	}
	if err := fault.Join(faults...); err != nil {
		return ui.Done{}, err
	}
	line, come, err := r.DivideLot(a, in.Lot, e)
	if err != nil {
		return ui.Done{}, err
	}
	return ui.Done{To: lotPath(in.Lot, ""), Undo: "/lineages/" + line.id.String() + "/undo",
		Says: say(a.Context(), "division_done", "label", old.label, "lots", labels(come), "on", line.on)}, nil
}

func lotField(i int, name string) string { return "lots[" + strconv.Itoa(i) + "]." + name }

// mergerPage is the form that merges a lot with others of the same party.
type mergerPage struct {
	OfLot
	Body struct {
		Date     civil.Date      `json:"date" format:"date"`
		Decision string          `json:"decision,omitempty" maxLength:"300"`
		Lots     []id.Of[id.Lot] `json:"lots" maxItems:"50"`
		Label    string          `json:"label" minLength:"1" maxLength:"40"`
		Kind     string          `json:"kind" enum:"apartment,studio,house,commercial,office,garage,parking,cellar,other"`
		Floor    *int64          `json:"floor,omitempty" minimum:"-200" maximum:"200"`
		Metres   string          `json:"surface,omitempty" maxLength:"20"`
	}
}

func (r *Room) showMerger(v *act.View, in mergerPage, sent ui.Sent) (ui.Sheet, error) {
	reg, lot, err := r.lotForForm(v, in.Lot)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := reg.At(v.Today, v.Now)
	holder, held := s.Holder(lot.id)
	var others []Lot
	for _, l := range s.Lots {
		h, is := s.Holder(l.id)
		if l.id != lot.id && held == is && (!held || h.id == holder.id) {
			others = append(others, l)
		}
	}
	title := say(v.Context(), "merger_title", "label", lot.label)
	return ui.Sheet{Title: title, Building: reg.Building.id, Section: "building", Body: mergerForm(title, lot, others, in.Body.Lots, v.Today, sent)}, nil
}

func (r *Room) merge(a *act.Act, in mergerPage) (ui.Done, error) {
	old, reg, err := r.lotToChange(a, in.Lot)
	if err != nil {
		return ui.Done{}, err
	}
	e := MergerEntry{On: in.Body.Date, Decision: in.Body.Decision, Lots: withLot(slices.Clone(in.Body.Lots), in.Lot),
		Into: LotEntry{Label: in.Body.Label, Kind: Kind(in.Body.Kind), Floor: in.Body.Floor}}
	if e.Into.Surface, err = squares(in.Body.Metres); err != nil {
		return ui.Done{}, err
	}
	line, come, err := r.MergeLots(a, old.building, e)
	if err != nil {
		return ui.Done{}, err
	}
	var gone []Lot
	for _, lot := range line.gone {
		l, _ := reg.lotNow(lot, line.on, a.Now)
		gone = append(gone, l)
	}
	return ui.Done{To: lotPath(come[0].id, ""), Undo: "/lineages/" + line.id.String() + "/undo",
		Says: say(a.Context(), "merger_done", "lots", labels(gone), "label", come[0].label, "on", line.on)}, nil
}

// showLineage shows the lot that came or went, with the reason why it could not be undone.
func (r *Room) showLineage(v *act.View, in OfLineage, sent ui.Sent) (ui.Sheet, error) {
	line, err := FindLineage(v.Tx, in.Lineage)
	if err != nil {
		return ui.Sheet{}, err
	}
	return r.lotSheet(v, line.gone[0], sent)
}

func (r *Room) undoLineage(a *act.Act, in OfLineage) (ui.Done, error) {
	line, err := r.UndoLineage(a, in.Lineage)
	if err != nil {
		return ui.Done{}, err
	}
	return ui.Done{To: lotPath(line.gone[0], ""), Says: say(a.Context(), "lineage_undone")}, nil
}
