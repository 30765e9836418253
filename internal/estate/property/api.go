package property

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the register.
func (r *Room) Routes(s *rest.Server) {
	rest.Write(s, "POST /api/v1/buildings", CreateBuilding, "Begin the register of a building", r.postBuilding)
	rest.Read(s, "GET /api/v1/buildings", ReadBuilding, "List the buildings in which you hold a role", r.getBuildings, rest.Versioned())
	rest.Read(s, "GET /api/v1/buildings/{building}", ReadBuilding, "Read a building", r.getBuilding, rest.Versioned())
	rest.Write(s, "PUT /api/v1/buildings/{building}", ChangeBuilding, "Correct what is known of a building", r.putBuilding)
	rest.Read(s, "GET /api/v1/buildings/{building}/particulars", ReadBuilding, "Read the particulars of an association on a day", r.getParticulars, rest.Versioned())
	rest.Write(s, "PUT /api/v1/buildings/{building}/particulars", ChangeBuilding, "Say the particulars of an association", r.putParticulars)
	rest.Read(s, "GET /api/v1/buildings/{building}/thresholds", ReadRegister, "Read which rules of the law the number of lots reaches", r.getThresholds, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/parts", ChangeBuilding, "Found a partial association, or put one beneath its main one", r.postPart)
	rest.Write(s, "DELETE /api/v1/buildings/{building}/parent", ChangeBuilding, "Let a partial association stand for itself", r.deleteParent)
	rest.Read(s, "GET /api/v1/buildings/{building}/part-lots", ReadRegister, "List which lots of the main association the lots are", r.getPartLots, rest.Versioned())
	rest.Write(s, "PUT /api/v1/buildings/{building}/part-lots", ChangeRegister, "Say which lots of the main association the lots are", r.putPartLots)
	r.accountRoutes(s)
	r.lotRoutes(s)
	r.partyRoutes(s)
}

// AddressJSON is an address as the API says it.
type AddressJSON struct {
	Street   string `json:"street" minLength:"1" maxLength:"120"`
	Number   string `json:"number" minLength:"1" maxLength:"20"`
	Postcode string `json:"postcode" minLength:"4" maxLength:"10"`
	City     string `json:"city" minLength:"1" maxLength:"80"`
}

// BuildingBody is what a request says about a building.
type BuildingBody struct {
	Name        string      `json:"name" minLength:"1" maxLength:"120"`
	Address     AddressJSON `json:"address"`
	Denominator int64       `json:"share_denominator" minimum:"1" maximum:"1000000000"`
	Enterprise  string      `json:"enterprise_number,omitempty" maxLength:"20"`
	Lang        string      `json:"language,omitempty" enum:"fr,nl,de,en"`
}

func (b BuildingBody) entry() BuildingEntry {
	return BuildingEntry{Name: b.Name, Address: Address(b.Address), Denominator: b.Denominator, Enterprise: b.Enterprise, Lang: i18n.Lang(b.Lang)}
}

// BuildingRequest begins a building.
type BuildingRequest struct{ Body BuildingBody }

// BuildingAnswer is a building as the API says it.
type BuildingAnswer struct {
	ID          id.Of[id.Building] `json:"id"`
	Name        string             `json:"name"`
	Address     AddressJSON        `json:"address"`
	Enterprise  string             `json:"enterprise_number"`
	Denominator int64              `json:"share_denominator"`
	Lang        i18n.Lang          `json:"language"`
	Lots        int64              `json:"lots"`         // how many lots it has
	Shares      int64              `json:"shares_found"` // sum of the lots' shares
	Accounts    []AccountAnswer    `json:"accounts"`     // into which the funds are paid; none for who may not read them

	Parent *id.Of[id.Building]  `json:"parent_id"` // the main association of a partial one
	Parts  []id.Of[id.Building] `json:"part_ids"`  // the partial associations beneath it
	Seen   civil.Instant        `json:"seen"`      // to be sent back with a correction
}

func answerBuilding(l BuildingLine, accounts []Account) BuildingAnswer {
	a := BuildingAnswer{ID: l.id, Name: l.name, Address: AddressJSON(l.address), Enterprise: l.enterprise.String(), Denominator: l.denominator,
		Lang: l.lang, Lots: l.Lots, Shares: l.Found, Accounts: []AccountAnswer{}, Parts: []id.Of[id.Building]{}, Seen: l.created}
	if !l.Parent.None() {
		a.Parent = &l.Parent
	}
	for _, acc := range accounts {
		a.Accounts = append(a.Accounts, acc.answer())
	}
	return a
}

func (r *Room) postBuilding(a *act.Act, in BuildingRequest) (BuildingAnswer, error) {
	b, err := r.CreateBuilding(a, in.Body.entry())
	return answerBuilding(BuildingLine{Building: b}, nil), err
}

// ListBuildings asks for the buildings.
type ListBuildings struct{ rest.Paging }

func (r *Room) getBuildings(v *act.View, in ListBuildings) (rest.List[BuildingAnswer], error) {
	lines, err := r.Buildings(v)
	if err != nil {
		return rest.List[BuildingAnswer]{}, err
	}
	page, err := after(in.Paging, lines, func(l BuildingLine) []string { return []string{strings.Join(l.order, "\t"), l.id.String()} })
	return rest.Map(page, func(l BuildingLine) BuildingAnswer { return answerBuilding(l, nil).with(lines) }), err
}

// with names the partial associations beneath a building.
func (a BuildingAnswer) with(lines []BuildingLine) BuildingAnswer {
	for _, l := range lines {
		if l.Parent == a.ID {
			a.Parts = append(a.Parts, l.id)
		}
	}
	return a
}

// OfBuilding names a building by the path.
type OfBuilding struct {
	Building id.Of[id.Building] `path:"building"`
}

func (r *Room) getBuilding(v *act.View, in OfBuilding) (BuildingAnswer, error) {
	if _, err := r.Building(v, in.Building); err != nil {
		return BuildingAnswer{}, err
	}
	lines, err := r.Buildings(v)
	if err != nil {
		return BuildingAnswer{}, err
	}
	var accounts []Account
	if v.May(ReadAccounts, in.Building) {
		accounts, err = MainAccounts(v.Tx, in.Building)
	}
	i := slices.IndexFunc(lines, func(l BuildingLine) bool { return l.id == in.Building })
	if err != nil || i < 0 {
		return BuildingAnswer{}, errOr(err, fault.NotFound("not_found"))
	}
	said, err := loadDossier(v.Tx, in.Building)
	a := answerBuilding(lines[i], accounts).with(lines)
	a.Seen = said.seen(lines[i].Building, v.Now, called)
	return a, err
}

// ChangeBuildingRequest corrects a building.
type ChangeBuildingRequest struct {
	OfBuilding
	Body struct {
		BuildingBody
		SayingBody
	}
}

func (r *Room) putBuilding(a *act.Act, in ChangeBuildingRequest) (BuildingAnswer, error) {
	b, err := r.ChangeBuilding(a, in.Building, in.Body.entry(), in.Body.saying())
	return answerBuilding(BuildingLine{Building: b}, nil), err
}

// SayingBody is how something is said: since when it is so, none for what was always so; and what the writer had seen of it.
type SayingBody struct {
	From civil.Date    `json:"from,omitempty" format:"date"`
	Seen civil.Instant `json:"seen,omitempty" format:"date-time"`
}

func (b SayingBody) saying() Saying { return Saying(b) }

// nullable is a value that may not be; null then.
func nullable[T interface{ None() bool }](t T) *T {
	if t.None() {
		return nil
	}
	return &t
}
