package occupants

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/occupants", KeepAllOccupants, "List who occupies or occupied the lots of a building", r.getBuilding)
	rest.Read(s, "GET /api/v1/lots/{lot}/occupants", ReadOccupants, "List who occupies or occupied a lot", r.getLot)
	rest.Write(s, "POST /api/v1/lots/{lot}/occupants", TellOccupants, "Note who occupies a lot", r.post)
	rest.Write(s, "PUT /api/v1/occupants/{occupant}", TellOccupants, "Correct what is known of an occupant", r.put)
	rest.Write(s, "DELETE /api/v1/occupants/{occupant}", TellOccupants, "Note the day on which an occupant leaves", r.delete)
	rest.Write(s, "POST /api/v1/occupants/{occupant}/withdrawal", TellOccupants, "Say that somebody never occupied the lot", r.postWithdrawal)
}

// OfLot names a lot by the path.
type OfLot = property.OfLot

// OfOccupant names an occupant by the path.
type OfOccupant struct {
	Occupant id.Of[id.Occupant] `path:"occupant"`
}

// Body is what a request says about an occupant.
type Body struct {
	Kind  string     `json:"kind" enum:"owner,tenant,other"`
	Name  string     `json:"name,omitempty" maxLength:"160" doc:"empty for the owner of the lot, whom the register names"`
	Email string     `json:"email,omitempty" maxLength:"254"`
	Phone string     `json:"phone,omitempty" maxLength:"40"`
	From  civil.Date `json:"from" format:"date" doc:"the day of coming"`
	To    civil.Date `json:"to,omitempty" format:"date" doc:"the day of leaving; none while it lasts"`
}

func (b Body) entry() Entry {
	return Entry{Kind: Kind(b.Kind), Name: b.Name, Email: b.Email, Phone: b.Phone, From: b.From, To: b.To}
}

// Answer is an occupant as the API says it.
type Answer struct {
	ID      id.Of[id.Occupant] `json:"id"`
	Lot     id.Of[id.Lot]      `json:"lot_id"`
	Kind    Kind               `json:"kind"`
	Party   *id.Of[id.Party]   `json:"party_id" doc:"of an owner"`
	Name    string             `json:"name"`
	Email   string             `json:"email"`
	Phone   string             `json:"phone"`
	From    civil.Date         `json:"from"`
	To      *civil.Date        `json:"to"`
	Learned civil.Instant      `json:"learned_at"`
}

func answer(o Occupant, to civil.Date) Answer {
	e := o.entry
	return Answer{ID: o.id, Lot: o.lot, Kind: e.Kind, Party: nullable(o.party), Name: e.Name, Email: e.Email, Phone: e.Phone, From: e.From, To: nullable(to), Learned: o.learned}
}

func nullable[T interface{ None() bool }](t T) *T {
	if t.None() {
		return nil
	}
	return &t
}

// OfLotRequest asks for a page of a lot's list.
type OfLotRequest struct {
	OfLot
	rest.Paging
}

func (r *Room) getLot(v *act.View, in OfLotRequest) (rest.List[Answer], error) {
	h, err := r.Home(v, in.Lot)
	if err != nil {
		return rest.List[Answer]{}, err
	}
	return page(in.Paging, h.Occupants, h.Until)
}

// OfBuildingRequest asks for a page of a building's list.
type OfBuildingRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getBuilding(v *act.View, in OfBuildingRequest) (rest.List[Answer], error) {
	homes, err := r.Homes(v, in.Building)
	if err != nil {
		return rest.List[Answer]{}, err
	}
	var all []Occupant
	of := map[id.Of[id.Lot]]Home{}
	for _, h := range homes {
		of[h.Lot.ID()] = h
		all = append(all, h.Occupants...)
	}
	return page(in.Paging, all, func(o Occupant) civil.Date { return of[o.lot].Until(o) })
}

// page cuts a page in the order of identifiers, which is the order in which occupants were first told of.
func page(p rest.Paging, all []Occupant, until func(Occupant) civil.Date) (rest.List[Answer], error) {
	list := make([]Answer, 0, len(all))
	for _, o := range inOrder(all) {
		list = append(list, answer(o, until(o)))
	}
	return property.Page(p, list, func(a Answer) []string { return []string{a.ID.String(), ""} })
}

// TellRequest tells of an occupant.
type TellRequest struct {
	OfLot
	Body Body
}

func (r *Room) post(a *act.Act, in TellRequest) (Answer, error) {
	o, err := r.Tell(a, in.Lot, in.Body.entry())
	return answer(o, o.entry.To), err
}

// CorrectRequest corrects an occupant.
type CorrectRequest struct {
	OfOccupant
	Body Body
}

func (r *Room) put(a *act.Act, in CorrectRequest) (Answer, error) {
	o, err := r.Correct(a, in.Occupant, in.Body.entry())
	return answer(o, o.entry.To), err
}

// LeaveRequest says when an occupant leaves.
type LeaveRequest struct {
	OfOccupant
	On civil.Date `query:"on" format:"date" doc:"the day of leaving; today when empty"`
}

func (r *Room) delete(a *act.Act, in LeaveRequest) (rest.Nothing, error) {
	_, err := r.Leave(a, in.Occupant, in.On)
	return rest.Nothing{}, err
}

func (r *Room) postWithdrawal(a *act.Act, in OfOccupant) (rest.Nothing, error) {
	_, err := r.Withdraw(a, in.Occupant)
	return rest.Nothing{}, err
}
