package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

func (r *Room) partPages(p *ui.Pages) {
	ui.FormPage(p, "/buildings/{building}/parts/new", ChangeBuilding, 0, r.showNewPart, r.newPart)
	ui.FormPage(p, "/buildings/{building}/parts/attach", ChangeBuilding, 0, r.showAttachPart, r.attachPart)
	ui.FormPage(p, "/buildings/{building}/detach", ChangeBuilding, 0, r.showDetach, r.detach)
	ui.FormPage(p, "/buildings/{building}/part-lots", ChangeRegister, 0, r.showPartLots, r.partLots)
}

// newPartPage is the form that founds a partial association: its lots are those that get shares in it.
type newPartPage struct {
	OfBuilding
	Body struct {
		Name        string          `json:"name" minLength:"1" maxLength:"120"`
		Denominator int64           `json:"share_denominator" minimum:"1" maximum:"1000000000"`
		Enterprise  string          `json:"enterprise_number,omitempty" maxLength:"20"`
		Lang        string          `json:"language,omitempty" enum:"fr,nl,de,en"`
		From        civil.Date      `json:"from,omitempty" format:"date"`
		Lots        []FormPartShare `json:"lots,omitempty" maxItems:"1000"`
	}
}

// FormPartShare is a lot of the main association; without shares it is none of the part.
type FormPartShare struct {
	Lot    id.Of[id.Lot] `json:"lot_id" format:"uuid"`
	Shares *int64        `json:"shares,omitempty" minimum:"0" maximum:"1000000000"`
}

func (r *Room) showNewPart(v *act.View, in newPartPage, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.mainFor(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "part_new_title")
	refusal, err := r.mayHaveParts(v, s)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: title, Building: s.Building.id, Section: "building", Density: ui.Dense, Body: newPartForm(title, s, refusal, sent)}, nil
}

// mainFor reads a main association for a form.
func (r *Room) mainFor(v *act.View, building id.Of[id.Building]) (Snapshot, error) {
	reg, err := LoadRegister(v.Tx, building)
	if err != nil {
		return Snapshot{}, err
	}
	return reg.At(v.Today, v.Now), v.Allow(ChangeBuilding, building)
}

// mayHaveParts tells why the law allows no partial association here; nil when it does.
func (r *Room) mayHaveParts(v *act.View, s Snapshot) (*fault.Fault, error) {
	tree, err := LoadTree(v.Tx)
	if err != nil {
		return nil, err
	}
	if root := tree.Root(s.Building.id); root != s.Building.id {
		reg, err := LoadRegister(v.Tx, root)
		if err != nil {
			return nil, err
		}
		s = reg.At(v.Today, v.Now)
	}
	err = MayHaveParts(s)
	if f := fault.As(err); f != nil {
		return f, nil
	}
	return nil, err
}

func (r *Room) newPart(a *act.Act, in newPartPage) (ui.Done, error) {
	b := in.Body
	e := PartBody{Name: b.Name, Denominator: b.Denominator, Enterprise: b.Enterprise, Lang: b.Lang, From: b.From}
	at := map[int]int{} // from the lots of the part to the lines of the form
	for i, l := range b.Lots {
		if l.Shares != nil {
			at[len(e.Lots)] = i
			e.Lots = append(e.Lots, PartShareBody{l.Lot, *l.Shares})
		}
	}
	if len(e.Lots) == 0 {
		return ui.Done{}, fault.Invalid("part_no_lot", "lots")
	}
	part, err := r.FoundPart(a, in.Building, e.entry())
	if err != nil {
		return ui.Done{}, relined(err, at)
	}
	return ui.Done{To: path(part.id, ""), Says: say(a.Context(), "part_new_done", "name", part.name)}, nil
}

// relined says of faults in the lots of a request at which line of the form they lie.
func relined(err error, at map[int]int) error {
	for from := range len(at) {
		if f := fault.As(err); f != nil && f.Field != "" {
			for _, name := range []string{"lot_id", "shares", "label"} {
				if f.Field == lotField(from, name) {
					return f.At(lotField(at[from], "shares"))
				}
			}
		}
	}
	return err
}

// attachPage is the form that puts a building beneath its main association.
type attachPage struct {
	OfBuilding
	Body struct {
		Part id.Of[id.Building] `json:"building_id" format:"uuid"`
	}
}

func (r *Room) showAttachPart(v *act.View, in attachPage, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.mainFor(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	lines, err := r.Buildings(v)
	if err != nil {
		return ui.Sheet{}, err
	}
	tree, err := LoadTree(v.Tx)
	if err != nil {
		return ui.Sheet{}, err
	}
	var others []Building
	for _, l := range lines {
		if _, part := tree.Main(l.id); !part && l.id != tree.Root(s.Building.id) && v.May(ChangeBuilding, l.id) {
			others = append(others, l.Building)
		}
	}
	refusal, err := r.mayHaveParts(v, s)
	title := say(v.Context(), "part_attach_title")
	return ui.Sheet{Title: title, Building: s.Building.id, Section: "building", Body: attachForm(title, s.Building, others, refusal, sent)}, err
}

func (r *Room) attachPart(a *act.Act, in attachPage) (ui.Done, error) {
	if err := r.AttachPart(a, in.Building, in.Body.Part); err != nil {
		return ui.Done{}, err
	}
	b, err := FindBuilding(a.Tx, in.Body.Part)
	return ui.Done{To: path(b.id, "/part-lots"), Says: say(a.Context(), "part_attach_done", "name", b.name)}, err
}

// detachPage asks whether a partial association is to stand for itself.
type detachPage struct {
	OfBuilding
	Body *struct{}
}

func (r *Room) showDetach(v *act.View, in detachPage, sent ui.Sent) (ui.Sheet, error) {
	b, main, is, err := r.partFor(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "part_detach_title")
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: detachForm(title, b, main, is, sent)}, nil
}

// partFor reads a partial association and the one above it; is tells whether there is one.
func (r *Room) partFor(v *act.View, part id.Of[id.Building]) (b, main Building, is bool, err error) {
	if b, err = FindBuilding(v.Tx, part); err != nil {
		return b, main, false, err
	}
	if err = v.Allow(ChangeBuilding, part); err != nil {
		return b, main, false, err
	}
	tree, err := LoadTree(v.Tx)
	if err != nil {
		return b, main, false, err
	}
	above, is := tree.Main(part)
	if is {
		main, err = FindBuilding(v.Tx, above)
	}
	return b, main, is, err
}

func (r *Room) detach(a *act.Act, in detachPage) (ui.Done, error) {
	err := r.DetachPart(a, in.Building)
	return ui.Done{To: path(in.Building, ""), Says: say(a.Context(), "part_detached")}, err
}

// partLotsPage is the form that says which lots of the main association the lots are.
type partLotsPage struct {
	OfBuilding
	Body struct {
		Lots []FormPartLot `json:"lots,omitempty" maxItems:"1000"`
	}
}

// FormPartLot pairs a lot; without a lot of the main association it is none of them.
type FormPartLot struct {
	Lot  id.Of[id.Lot] `json:"lot_id" format:"uuid"`
	Main id.Of[id.Lot] `json:"main_lot_id,omitempty" format:"uuid"`
}

func (r *Room) showPartLots(v *act.View, in partLotsPage, sent ui.Sent) (ui.Sheet, error) {
	b, main, is, err := r.partFor(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	f := pairForm{Part: b, Main: main}
	if is {
		if f.Lots, err = r.lotsOn(v, b.id); err != nil {
			return ui.Sheet{}, err
		}
		if f.Above, err = r.lotsOn(v, main.id); err != nil {
			return ui.Sheet{}, err
		}
		pairs, err := PartLots(v.Tx, b.id)
		if err != nil {
			return ui.Sheet{}, err
		}
		f.pair(pairs)
	}
	title := say(v.Context(), "part_lots_title")
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Density: ui.Dense, Body: pairView(title, f, is, sent)}, nil
}

func (r *Room) lotsOn(v *act.View, building id.Of[id.Building]) ([]Lot, error) {
	reg, err := LoadRegister(v.Tx, building)
	return reg.At(v.Today, v.Now).Lots, err
}

// pairForm is what the form of the pairs shows.
type pairForm struct {
	Part, Main  Building
	Lots, Above []Lot
	Pairs       map[id.Of[id.Lot]]id.Of[id.Lot]
	Offered     bool // pairs of the same label are offered where nothing is said yet
}

// pair takes what is known, or offers the lots of the same label when nothing is.
func (f *pairForm) pair(known []PartLot) {
	f.Pairs = map[id.Of[id.Lot]]id.Of[id.Lot]{}
	for _, p := range known {
		f.Pairs[p.Lot] = p.Main
	}
	if len(known) > 0 {
		return
	}
	byLabel := map[string]id.Of[id.Lot]{}
	for _, l := range f.Above {
		byLabel[Fold(l.label)] = l.id
	}
	for _, l := range f.Lots {
		if main, same := byLabel[Fold(l.label)]; same {
			f.Pairs[l.id], f.Offered = main, true
		}
	}
}

func (r *Room) partLots(a *act.Act, in partLotsPage) (ui.Done, error) {
	var pairs []PartLot
	for _, l := range in.Body.Lots {
		if !l.Main.None() {
			pairs = append(pairs, PartLot(l))
		}
	}
	err := r.PairLots(a, in.Building, pairs)
	return ui.Done{To: path(in.Building, ""), Says: say(a.Context(), "part_lots_done", "n", len(pairs))}, err
}

// least is from how many lots the law allows partial associations; the form is shown only where it is known.
func (s Snapshot) least() int {
	list, _ := Thresholds(s)
	for _, t := range list {
		if t.Rule == PartsRule {
			return t.Min
		}
	}
	return 0
}
