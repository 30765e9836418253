package deadlines

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the deadlines.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/deadlines", ReadDeadlines, "List what is expected of whom by when, in all your buildings, the earliest first", r.getAll)
	rest.Read(s, "GET /api/v1/buildings/{building}/deadlines", ReadDeadlines, "List what is expected of whom by when in a building, the earliest first", r.getOf)
	rest.Read(s, "GET /api/v1/deadlines/letters", Subscribe, "Which letters about deadlines you want from this office", r.getWishes)
	rest.Write(s, "PUT /api/v1/deadlines/letters", Subscribe, "Say which letters about deadlines you want from this office", r.putWishes)
}

// Answer is a deadline as the API says it.
type Answer struct {
	Key      string             `json:"key"`
	Building id.Of[id.Building] `json:"building_id"`
	What     string             `json:"what"` // in the language asked for
	Whom     string             `json:"whom" enum:"syndic,council,auditor,owner,notary,association"`
	Legal    bool               `json:"legal"`
	Article  string             `json:"article"`
	Date     *civil.Date        `json:"date"`
	Done     *civil.Date        `json:"done_on"`
	State    law.State          `json:"state" enum:"later,soon,today,late,done,suspended"`
	Path     string             `json:"path"` // of its page
}

func answer(v *act.View) func(Line) Answer {
	return func(l Line) Answer {
		a := Answer{Key: l.Key, Building: l.Building, What: l.In(i18n.From(v.Context())), Whom: l.Whom[len("law.whom_"):], Legal: l.Legal, Article: l.Article, State: l.State(v.Today), Path: l.Path}
		if !l.Date.None() {
			a.Date = &l.Date
		}
		if !l.Done.None() {
			a.Done = &l.Done
		}
		return a
	}
}

// Asked narrows the deadlines.
type Asked struct {
	State law.State `query:"state" enum:"later,soon,today,late,done,suspended"`
	rest.Paging
}

// AskedOf narrows the deadlines of a building.
type AskedOf struct {
	property.OfBuilding
	State law.State `query:"state" enum:"later,soon,today,late,done,suspended"`
	rest.Paging
}

func (r *Room) getAll(v *act.View, in Asked) (rest.List[Answer], error) {
	return page(v, id.Of[id.Building]{}, in.State, in.Paging)
}

func (r *Room) getOf(v *act.View, in AskedOf) (rest.List[Answer], error) {
	return page(v, in.Building, in.State, in.Paging)
}

// page is a page of the lines in a state; the cursor is the day and the name of the last line before it.
func page(v *act.View, building id.Of[id.Building], state law.State, p rest.Paging) (rest.List[Answer], error) {
	list, err := Lines(v, building)
	if err != nil {
		return rest.List[Answer]{}, err
	}
	var day civil.Date
	var last string
	begun, err := p.After(&day, &last)
	if err != nil {
		return rest.List[Answer]{}, err
	}
	list = slices.DeleteFunc(list, func(l Line) bool {
		return state != "" && l.State(v.Today) != state || begun && l.compare(day, last) <= 0
	})
	return rest.Map(rest.Cut(p, list, func(l Line) []any { return []any{l.Date, l.ID()} }), answer(v)), nil
}

// WishesRequest is Wishes as a request says them.
type WishesRequest struct {
	Body Wishes
}

// Nobody is a request that says nothing.
type Nobody struct{}

func (r *Room) getWishes(v *act.View, _ Nobody) (Wishes, error) { return WishesOf(v.Tx, v.Who.Person) }

func (r *Room) putWishes(a *act.Act, in WishesRequest) (Wishes, error) {
	return in.Body, r.Wish(a, in.Body)
}
