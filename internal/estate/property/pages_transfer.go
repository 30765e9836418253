package property

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

func (r *Room) transferPages(p *ui.Pages) {
	ui.Page(p, "GET /lots/{lot}/transfer", ChangeRegister, r.leadToTransfer)
	ui.FormPage(p, "/buildings/{building}/lots/{lot}/transfer", ChangeRegister, 0, r.showTransfer, r.review)
	ui.FormPage(p, "/buildings/{building}/lots/{lot}/transfer/review", ChangeRegister, 0, r.showReview, r.transfer)
	ui.Page(p, "GET /transfers/{transfer}", ReadRegister, func(v *act.View, in OfTransfer) (ui.Sheet, error) {
		return r.transferSheet(v, in.Transfer, ui.Sent{})
	})
	ui.Post(p, "/transfers/{transfer}/undo", ChangeRegister, 0,
		func(v *act.View, in OfTransfer, sent ui.Sent) (ui.Sheet, error) {
			return r.transferSheet(v, in.Transfer, sent)
		}, r.undoTransfer)
	ui.FormPage(p, "/transfers/{transfer}/edit", ChangeRegister, 0, r.showCorrectTransfer, r.correctTransfer)
}

// leadToTransfer keeps the address of before alive.
func (r *Room) leadToTransfer(v *act.View, in OfLot) (ui.Sheet, error) {
	reg, _, err := r.lotForForm(v, in.Lot)
	return ui.Sheet{To: path(reg.Building.id, lotPath(in.Lot, "/transfer"))}, err
}

// transferPage is the first step: which lots pass, when, and to whom.
type transferPage struct {
	OfBuilding
	OfLot
	Body struct {
		Date  civil.Date      `json:"date" format:"date"`
		Lots  []id.Of[id.Lot] `json:"lots" maxItems:"500"`
		Party id.Of[id.Party] `json:"party_id,omitempty" format:"uuid"`
	}
}

// reviewPage is the second step: what was asked, said in words before anything is written, and the names of a new owner.
type reviewPage struct {
	OfBuilding
	OfLot
	Date  civil.Date      `query:"date" format:"date"`
	Lots  string          `query:"lots" maxLength:"20000"`
	Party id.Of[id.Party] `query:"party_id" format:"uuid"`
	Body  LotsTransferBody
}

// passing is a transfer as its forms show it.
type passing struct {
	Building Building
	Lot      Lot
	Holder   Party
	Held     bool
	Offered  []Lot // the lots that the holder has on that day: they may pass together
	Chosen   []id.Of[id.Lot]
	Date     civil.Date
	Today    civil.Date
	Parties  []Party
	To       Party
	IsParty  bool // to a party of the building; otherwise to a new one
}

func (r *Room) showTransfer(v *act.View, in transferPage, sent ui.Sent) (ui.Sheet, error) {
	p, title, err := r.passingOf(v, in.OfBuilding, in.OfLot, in.Body.Date, in.Body.Lots, in.Body.Party)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: title, Building: p.Building.id, Section: "building", Body: transferForm(title, p, sent)}, nil
}

// passingOf looks up what the forms of a transfer show.
func (r *Room) passingOf(v *act.View, building OfBuilding, lot OfLot, on civil.Date, lots []id.Of[id.Lot], to id.Of[id.Party]) (passing, string, error) {
	reg, l, err := r.lotForForm(v, lot.Lot)
	if err != nil {
		return passing{}, "", err
	}
	if reg.Building.id != building.Building {
		return passing{}, "", fault.NotFound("not_found")
	}
	p := passing{Building: reg.Building, Lot: l, Date: orToday(on, v.Today), Today: v.Today}
	p.fill(reg, lots, to, v.Now)
	return p, say(v.Context(), "transfer_title", "label", l.label), nil
}

// review judges the first step and leads to the second; it writes nothing.
func (r *Room) review(a *act.Act, in transferPage) (ui.Done, error) {
	reg, err := r.change(a, in.Building)
	if err != nil {
		return ui.Done{}, err
	}
	lots := in.whole()
	if _, err := reg.passing(TransferEntry{Lots: lots, On: in.Body.Date, To: in.Body.Party}, a.Now); err != nil {
		return ui.Done{}, err
	}
	ids := make([]string, len(lots))
	for i, l := range lots {
		ids[i] = l.String()
	}
	return ui.Done{To: ui.With(path(in.Building, lotPath(in.Lot, "/transfer/review")), "date", in.Body.Date.String(), "lots", strings.Join(ids, ","), "party_id", in.Body.Party.String())}, nil
}

// whole are the lots that pass: the one of the page always does.
func (in transferPage) whole() []id.Of[id.Lot] { return withLot(in.Body.Lots, in.Lot) }

func withLot(lots []id.Of[id.Lot], lot id.Of[id.Lot]) []id.Of[id.Lot] {
	if slices.Contains(lots, lot) {
		return lots
	}
	return append([]id.Of[id.Lot]{lot}, lots...)
}

func (r *Room) showReview(v *act.View, in reviewPage, sent ui.Sent) (ui.Sheet, error) {
	on, lots, to := in.Date, []id.Of[id.Lot](nil), in.Party
	for text := range strings.SplitSeq(in.Lots, ",") {
		if l, err := id.Parse[id.Lot](text); err == nil {
			lots = append(lots, l)
		}
	}
	if sent.Back() {
		on, lots, to = in.Body.Date, in.Body.Lots, in.Body.Party
	}
	p, _, err := r.passingOf(v, in.OfBuilding, in.OfLot, on, lots, to)
	if err != nil {
		return ui.Sheet{}, err
	}
	if on.None() && !sent.Back() { // the first step was not taken
		return ui.Sheet{To: path(in.Building, lotPath(in.Lot, "/transfer"))}, nil
	}
	title := say(v.Context(), "transfer_review_h1")
	return ui.Sheet{Title: title, Building: p.Building.id, Section: "building", Body: reviewForm(title, p, sent)}, nil
}

// fill looks up what the form offers: the lots of the same holder, and the parties of the building.
func (p *passing) fill(reg Register, chosen []id.Of[id.Lot], to id.Of[id.Party], now civil.Instant) {
	s := reg.At(p.Date, now)
	p.Holder, p.Held = s.Holder(p.Lot.id)
	p.Offered = []Lot{p.Lot}
	if p.Held {
		p.Offered = s.LotsOf(p.Holder.id)
	}
	for _, l := range p.Offered {
		if l.id == p.Lot.id || slices.Contains(chosen, l.id) {
			p.Chosen = append(p.Chosen, l.id)
		}
	}
	for _, other := range s.Parties {
		if !p.Held || other.id != p.Holder.id {
			p.Parties = append(p.Parties, other)
		}
		if other.id == to {
			p.To, p.IsParty = other, true
		}
	}
	if !to.None() && !p.IsParty { // a party that holds nothing any more, or is of elsewhere: the verb judges
		if other, known := reg.Party(to, p.Date, now); known && len(other.members) > 0 {
			p.To, p.IsParty = other, true
		}
	}
}

// passes are the lots that are chosen.
func (p passing) passes() (list []Lot) {
	for _, l := range p.Offered {
		if slices.Contains(p.Chosen, l.id) {
			list = append(list, l)
		}
	}
	return list
}

func (r *Room) transfer(a *act.Act, in reviewPage) (ui.Done, error) {
	body := in.Body
	body.Lots = withLot(body.Lots, in.Lot)
	t, err := r.postTransfer(a, LotsTransferRequest{in.OfBuilding, body})
	if err != nil {
		return ui.Done{}, err
	}
	says, err := r.transferSaid(a, t)
	return ui.Done{To: transferPath(t.ID, ""), Says: says, Undo: transferPath(t.ID, "/undo")}, err
}

func transferPath(transfer id.Of[id.Any], tail string) string {
	return "/transfers/" + transfer.String() + tail
}

// transferSaid tells in one sentence what has passed to whom.
func (r *Room) transferSaid(a *act.Act, t LotsTransferAnswer) (string, error) {
	found, err := FindTransfer(a.Tx, t.ID)
	if err != nil {
		return "", err
	}
	reg, err := LoadRegister(a.Tx, found.building)
	if err != nil {
		return "", err
	}
	o := reg.overview(found, a.Today, a.Now)
	return o.sentence(a.Context(), "transfer_done"), nil
}

// overview is a transfer with the names of what it is about.
type overview struct {
	Transfer
	Building Building
	Lots     []Lot
	Shares   int64
	From     []Party
	To       Party
	Keeps    int // how many lots the first of those before still holds
	Today    civil.Date
	May      bool
}

func (r Register) overview(t Transfer, today civil.Date, now civil.Instant) overview {
	if t.Undone() {
		now = t.learned
	}
	o := overview{Transfer: t, Building: r.Building, Today: today, To: r.partyNow(t.party, t.on, now)}
	before := r.At(t.on.AddDays(-1), now)
	for _, m := range t.lots {
		l, _ := r.lotNow(m.Lot, t.on, now)
		o.Lots = append(o.Lots, l)
		o.Shares += l.shares
		if !m.From.None() && !slices.ContainsFunc(o.From, func(p Party) bool { return p.id == m.From }) {
			o.From = append(o.From, r.partyNow(m.From, before.On, now))
		}
	}
	if len(o.From) > 0 {
		o.Keeps = len(r.At(t.on, now).LotsOf(o.From[0].id))
	}
	return o
}

func (o overview) sentence(ctx context.Context, key string) string {
	return say(ctx, key, "n", len(o.Lots), "lots", labels(o.Lots), "name", withParty(ctx, o.To), "on", o.on, "from", fromNames(ctx, o.From))
}

// fromNames names those who held before; nobody when the lots were free.
func fromNames(ctx context.Context, list []Party) string {
	if len(list) == 0 {
		return say(ctx, "nobody")
	}
	names := ""
	for i, p := range list {
		if i > 0 {
			names += ", "
		}
		names += withParty(ctx, p)
	}
	return names
}

func (r *Room) transferSheet(v *act.View, transfer id.Of[id.Any], sent ui.Sent) (ui.Sheet, error) {
	t, err := FindTransfer(v.Tx, transfer)
	if err != nil {
		return ui.Sheet{}, err
	}
	reg, err := LoadRegister(v.Tx, t.building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ReadRegister, t.building); err != nil {
		return ui.Sheet{}, err
	}
	o := reg.overview(t, v.Today, v.Now)
	o.May = v.May(ChangeRegister, t.building)
	title := say(v.Context(), "transfer_page", "n", len(o.Lots), "lots", labels(o.Lots))
	return ui.Sheet{Title: title, Building: t.building, Section: "building", Body: transferView(title, o, sent)}, nil
}

func (r *Room) undoTransfer(a *act.Act, in OfTransfer) (ui.Done, error) {
	t, err := r.UndoTransfer(a, in.Transfer)
	if err != nil {
		return ui.Done{}, err
	}
	return ui.Done{To: lotPath(t.lots[0].Lot, ""), Says: say(a.Context(), "transfer_undone")}, nil
}

// correctTransferPage is the form that corrects the day or the party of a transfer.
type correctTransferPage struct {
	OfTransfer
	Body struct {
		Date    civil.Date      `json:"date" format:"date"`
		Party   id.Of[id.Party] `json:"party_id,omitempty" format:"uuid"`
		Members []MemberBody    `json:"members,omitempty" maxItems:"50"`
	}
}

func (r *Room) showCorrectTransfer(v *act.View, in correctTransferPage, sent ui.Sent) (ui.Sheet, error) {
	t, err := FindTransfer(v.Tx, in.Transfer)
	if err != nil {
		return ui.Sheet{}, err
	}
	reg, err := LoadRegister(v.Tx, t.building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeRegister, t.building); err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "transfer_correct_title")
	body := correctTransferForm(title, reg.overview(t, v.Today, v.Now), reg.At(t.on, v.Now).Parties, sent)
	return ui.Sheet{Title: title, Building: t.building, Section: "building", Body: body}, nil
}

func (r *Room) correctTransfer(a *act.Act, in correctTransferPage) (ui.Done, error) {
	t, err := r.putTransfer(a, CorrectTransferRequest{in.OfTransfer, in.Body})
	return ui.Done{To: transferPath(t.ID, ""), Says: say(a.Context(), "transfer_corrected")}, err
}
