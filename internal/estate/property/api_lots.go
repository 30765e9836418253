package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

func (r *Room) lotRoutes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/lots", ReadRegister, "List the lots", r.getLots, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/lots", ChangeRegister, "Add a lot by hand", r.postLot)
	rest.Write(s, "PUT /api/v1/lots/{lot}", ChangeRegister, "Correct a lot, or change it from a day on", r.putLot)
	rest.Write(s, "POST /api/v1/lots/{lot}/divisions", ChangeRegister, "Divide a lot into several", r.postDivision)
	rest.Write(s, "POST /api/v1/buildings/{building}/mergers", ChangeRegister, "Merge lots into one", r.postMerger)
	rest.Read(s, "GET /api/v1/buildings/{building}/lineages", ReadRegister, "List which lots came from which", r.getLineages, rest.Versioned())
	rest.Write(s, "DELETE /api/v1/lineages/{lineage}", ChangeRegister, "Undo a division or a merger", r.deleteLineage)
	rest.Write(s, "POST /api/v1/lots/{lot}/transfers", ChangeRegister, "Pass a lot to another party", r.postLotTransfer)
	rest.Read(s, "GET /api/v1/buildings/{building}/transfers", ReadRegister, "List the transfers", r.getTransfers, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/transfers", ChangeRegister, "Pass lots to another party", r.postTransfer)
	rest.Write(s, "PUT /api/v1/transfers/{transfer}", ChangeRegister, "Correct the day or the party of a transfer", r.putTransfer)
	rest.Write(s, "DELETE /api/v1/transfers/{transfer}", ChangeRegister, "Undo a transfer", r.deleteTransfer)
	rest.Read(s, "GET /api/v1/buildings/{building}/ownerships", ReadRegister, "List who holds which lot on a day", r.getOwnerships, rest.Versioned())
}

// AsOf asks for a day, as known at a moment; neither means now.
type AsOf struct {
	On    civil.Date    `query:"on" format:"date"`
	Known civil.Instant `query:"known" format:"date-time"`
}

// RegisterRequest asks for a part of the register.
type RegisterRequest struct {
	OfBuilding
	AsOf
	rest.Paging
}

// LotAnswer is a lot as the API says it.
type LotAnswer struct {
	ID     id.Of[id.Lot] `json:"id"`
	Label  string        `json:"label"`
	Kind   Kind          `json:"kind"`
	Shares int64         `json:"shares"`
	Floor  *int64        `json:"floor"`

	Surface *int64        `json:"surface_dm2"` // in hundredths of a square metre
	From    civil.Date    `json:"from"`
	To      *civil.Date   `json:"to"`   // the first day on which it is no longer so
	Seen    civil.Instant `json:"seen"` // to be sent back with a correction
}

func answerLot(l Lot) LotAnswer {
	return LotAnswer{l.id, l.label, l.kind, l.shares, l.floor, l.surface, l.from, nullable(l.to), l.learned}
}

func (r *Room) getLots(v *act.View, in RegisterRequest) (rest.List[LotAnswer], error) {
	s, err := r.Register(v, in.Building, in.On, in.Known)
	if err != nil {
		return rest.List[LotAnswer]{}, err
	}
	page, err := after(in.Paging, s.Lots, func(l Lot) []string { return []string{order(l.position), l.id.String()} })
	return rest.Map(page, answerLot), err
}

// LotBody is what a request says about a lot.
type LotBody struct {
	Label  string `json:"label" minLength:"1" maxLength:"40"`
	Kind   string `json:"kind" enum:"apartment,studio,house,commercial,office,garage,parking,cellar,other"`
	Shares int64  `json:"shares" minimum:"0" maximum:"1000000000"`
	Floor  *int64 `json:"floor,omitempty" minimum:"-200" maximum:"200"`

	Surface *int64 `json:"surface_dm2,omitempty" minimum:"1" maximum:"10000000"` // in hundredths of a square metre
}

func (b LotBody) entry() LotEntry {
	return LotEntry{b.Label, Kind(b.Kind), b.Shares, b.Floor, b.Surface}
}

// LotRequest adds a lot, and its party when members are given.
type LotRequest struct {
	OfBuilding
	Body struct {
		LotBody
		From    civil.Date   `json:"from,omitempty" format:"date"`
		Members []MemberBody `json:"members,omitempty" maxItems:"50"`
	}
}

func (r *Room) postLot(a *act.Act, in LotRequest) (LotAnswer, error) {
	members, err := entries(in.Body.Members, a.Who.Lang)
	if err != nil {
		return LotAnswer{}, err
	}
	l, err := r.AddLot(a, in.Building, in.Body.entry(), members, in.Body.From)
	return answerLot(l), err
}

// CorrectLotRequest corrects a lot; with a day, it becomes so on that day.
type CorrectLotRequest struct {
	Lot  id.Of[id.Lot] `path:"lot"`
	Body struct {
		LotBody
		SayingBody
	}
}

func (r *Room) putLot(a *act.Act, in CorrectLotRequest) (LotAnswer, error) {
	l, err := r.ChangeLot(a, in.Lot, in.Body.entry(), in.Body.saying())
	return answerLot(l), err
}

// TransferRequest passes a lot to a party of the building, or to a new one made of members.
type TransferRequest struct {
	Lot  id.Of[id.Lot] `path:"lot"`
	Body struct {
		On      civil.Date      `json:"on" format:"date"`
		Owner   id.Of[id.Party] `json:"owner_id,omitempty" format:"uuid"`
		Members []MemberBody    `json:"members,omitempty" maxItems:"50"`
	}
}

// OwnershipAnswer says who holds a lot and since when; to is the first day on which it is no longer so.
type OwnershipAnswer struct {
	Lot   id.Of[id.Lot]   `json:"lot_id"`
	Owner id.Of[id.Party] `json:"owner_id"`
	From  civil.Date      `json:"from"`
	To    *civil.Date     `json:"to"`
}

func answerOwnership(o Ownership) OwnershipAnswer {
	return OwnershipAnswer{Lot: o.lot, Owner: o.party, From: o.from, To: nullable(o.to)}
}

func (r *Room) postLotTransfer(a *act.Act, in TransferRequest) (OwnershipAnswer, error) {
	members, err := entries(in.Body.Members, a.Who.Lang)
	if err != nil {
		return OwnershipAnswer{}, err
	}
	o, err := r.TransferLot(a, in.Lot, in.Body.Owner, members, in.Body.On)
	return answerOwnership(o), err
}

func (r *Room) getOwnerships(v *act.View, in RegisterRequest) (rest.List[OwnershipAnswer], error) {
	s, err := r.Register(v, in.Building, in.On, in.Known)
	if err != nil {
		return rest.List[OwnershipAnswer]{}, err
	}
	at := map[id.Of[id.Lot]]int{}
	for i, l := range s.Lots {
		at[l.id] = i
	}
	page, err := after(in.Paging, s.Ownerships, func(o Ownership) []string { return []string{order(int64(at[o.lot])), o.id.String()} })
	return rest.Map(page, answerOwnership), err
}

// DivisionRequest divides a lot from a day on; the shares of the new lots are together those of the old one.
type DivisionRequest struct {
	Lot  id.Of[id.Lot] `path:"lot"`
	Body DivisionBody
}

// DivisionBody is what a request says about a division.
type DivisionBody struct {
	Date     civil.Date    `json:"date" format:"date"`
	Decision string        `json:"decision,omitempty" maxLength:"300"`
	Lots     []LotBody     `json:"lots" maxItems:"50"`
	Seen     civil.Instant `json:"seen,omitempty" format:"date-time"`
}

func (b DivisionBody) entry() DivisionEntry {
	e := DivisionEntry{On: b.Date, Decision: b.Decision, Seen: b.Seen}
	for _, l := range b.Lots {
		e.Into = append(e.Into, l.entry())
	}
	return e
}

// LineageAnswer says which lots came from which.
type LineageAnswer struct {
	ID       id.Of[id.Any]   `json:"id"`
	Kind     LineageKind     `json:"kind"`
	Date     civil.Date      `json:"date"`
	Decision string          `json:"decision"`
	From     []id.Of[id.Lot] `json:"from_lot_ids"`
	Into     []id.Of[id.Lot] `json:"lot_ids"`
	Undone   bool            `json:"undone"`
}

func answerLineage(l Lineage) LineageAnswer {
	return LineageAnswer{l.id, l.kind, l.on, l.decision, l.gone, l.come, l.Undone()}
}

func (r *Room) postDivision(a *act.Act, in DivisionRequest) (LineageAnswer, error) {
	l, _, err := r.DivideLot(a, in.Lot, in.Body.entry())
	return answerLineage(l), err
}

// MergerRequest merges lots of one party from a day on; the shares of the new lot are theirs together.
type MergerRequest struct {
	OfBuilding
	Body MergerBody
}

// MergerBody is what a request says about a merger.
type MergerBody struct {
	Date     civil.Date      `json:"date" format:"date"`
	Decision string          `json:"decision,omitempty" maxLength:"300"`
	Lots     []id.Of[id.Lot] `json:"lots" maxItems:"50"`
	Label    string          `json:"label" minLength:"1" maxLength:"40"`
	Kind     string          `json:"kind" enum:"apartment,studio,house,commercial,office,garage,parking,cellar,other"`
	Floor    *int64          `json:"floor,omitempty" minimum:"-200" maximum:"200"`
	Surface  *int64          `json:"surface_dm2,omitempty" minimum:"1" maximum:"10000000"`
}

func (b MergerBody) entry() MergerEntry {
	return MergerEntry{On: b.Date, Decision: b.Decision, Lots: b.Lots, Into: LotEntry{Label: b.Label, Kind: Kind(b.Kind), Floor: b.Floor, Surface: b.Surface}}
}

func (r *Room) postMerger(a *act.Act, in MergerRequest) (LineageAnswer, error) {
	l, _, err := r.MergeLots(a, in.Building, in.Body.entry())
	return answerLineage(l), err
}

func (r *Room) getLineages(v *act.View, in OfBuilding) (rest.List[LineageAnswer], error) {
	if err := r.mayRead(v, in.Building); err != nil {
		return rest.List[LineageAnswer]{}, err
	}
	lines, err := Lineages(v.Tx, in.Building)
	list := rest.List[LineageAnswer]{Items: []LineageAnswer{}}
	for _, l := range lines {
		list.Items = append(list.Items, answerLineage(l))
	}
	return list, err
}

// OfLineage names a division or a merger by the path.
type OfLineage struct {
	Lineage id.Of[id.Any] `path:"lineage"`
}

func (r *Room) deleteLineage(a *act.Act, in OfLineage) (rest.Nothing, error) {
	_, err := r.UndoLineage(a, in.Lineage)
	return rest.Nothing{}, err
}

// LotsTransferRequest passes lots to a party of the building, or to a new one made of members.
type LotsTransferRequest struct {
	OfBuilding
	Body LotsTransferBody
}

// LotsTransferBody is what a request says about a transfer of lots.
type LotsTransferBody struct {
	Date    civil.Date      `json:"date" format:"date"`
	Lots    []id.Of[id.Lot] `json:"lots" maxItems:"500"`
	Party   id.Of[id.Party] `json:"party_id,omitempty" format:"uuid"`
	Members []MemberBody    `json:"members,omitempty" maxItems:"50"`
}

// LotsTransferAnswer is a transfer as the API says it.
type LotsTransferAnswer struct {
	ID       id.Of[id.Any]   `json:"id"`
	Date     civil.Date      `json:"date"`
	Party    id.Of[id.Party] `json:"party_id"`
	NewParty bool            `json:"new_party"`
	Lots     []MovedAnswer   `json:"lots"`
	Learned  civil.Instant   `json:"learned_at"`
	Undone   bool            `json:"undone"`
}

// MovedAnswer is a lot of a transfer, and who held it before; null when nobody did.
type MovedAnswer struct {
	Lot  id.Of[id.Lot]    `json:"lot_id"`
	From *id.Of[id.Party] `json:"from_party_id"`
}

func answerTransfer(t Transfer) LotsTransferAnswer {
	a := LotsTransferAnswer{ID: t.id, Date: t.on, Party: t.party, NewParty: t.fresh, Lots: []MovedAnswer{}, Learned: t.learned, Undone: t.Undone()}
	for _, m := range t.lots {
		a.Lots = append(a.Lots, MovedAnswer{m.Lot, nullable(m.From)})
	}
	return a
}

func (r *Room) postTransfer(a *act.Act, in LotsTransferRequest) (LotsTransferAnswer, error) {
	members, err := entries(in.Body.Members, a.Who.Lang)
	if err != nil {
		return LotsTransferAnswer{}, err
	}
	t, err := r.Transfer(a, in.Building, TransferEntry{in.Body.Lots, in.Body.Date, in.Body.Party, members})
	return answerTransfer(t), err
}

// TransfersRequest asks for the transfers of a building whose day is not before a day.
type TransfersRequest struct {
	OfBuilding
	Since civil.Date `query:"since" format:"date"`
}

func (r *Room) getTransfers(v *act.View, in TransfersRequest) (rest.List[LotsTransferAnswer], error) {
	if err := r.mayRead(v, in.Building); err != nil {
		return rest.List[LotsTransferAnswer]{}, err
	}
	all, err := Transfers(v.Tx, in.Building, in.Since)
	list := rest.List[LotsTransferAnswer]{Items: []LotsTransferAnswer{}}
	for _, t := range all {
		list.Items = append(list.Items, answerTransfer(t))
	}
	return list, err
}

// mayRead judges a reader of the register.
func (r *Room) mayRead(v *act.View, building id.Of[id.Building]) error {
	if _, err := FindBuilding(v.Tx, building); err != nil {
		return err
	}
	return v.Allow(ReadRegister, building)
}

// OfTransfer names a transfer by the path.
type OfTransfer struct {
	Transfer id.Of[id.Any] `path:"transfer"`
}

// CorrectTransferRequest corrects the day or the party of a transfer; without a party and members the party stays.
type CorrectTransferRequest struct {
	OfTransfer
	Body struct {
		Date    civil.Date      `json:"date" format:"date"`
		Party   id.Of[id.Party] `json:"party_id,omitempty" format:"uuid"`
		Members []MemberBody    `json:"members,omitempty" maxItems:"50"`
	}
}

func (r *Room) putTransfer(a *act.Act, in CorrectTransferRequest) (LotsTransferAnswer, error) {
	members, err := entries(in.Body.Members, a.Who.Lang)
	if err != nil {
		return LotsTransferAnswer{}, err
	}
	t, err := r.CorrectTransfer(a, in.Transfer, in.Body.Date, in.Body.Party, members)
	return answerTransfer(t), err
}

func (r *Room) deleteTransfer(a *act.Act, in OfTransfer) (rest.Nothing, error) {
	_, err := r.UndoTransfer(a, in.Transfer)
	return rest.Nothing{}, err
}
