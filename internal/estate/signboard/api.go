package signboard

import (
	"context"
	"net/http"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/signboard", ReadBoard, "Read what the syndic's public page of a building says", r.getBoard, rest.Versioned())
	rest.Write(s, "PUT /api/v1/buildings/{building}/signboard", ChangeBoard, "Set the syndic's public page of a building, and switch it on or off", r.putBoard)
	rest.Public(s, "GET /api/v1/public/buildings/{slug}/syndic", "Read the syndic's public page of a building", r.getOutside, rest.Status(http.StatusOK))
}

// Body is a board as the API says it.
type Body struct {
	Shown     bool     `json:"shown"`
	Slug      string   `json:"slug" maxLength:"60" doc:"the building's part of the public address; made of its name when empty"`
	Name      string   `json:"name" maxLength:"120"`
	Phone     string   `json:"phone" maxLength:"120"`
	Email     string   `json:"email" maxLength:"254"`
	Emergency string   `json:"emergency" maxLength:"120"`
	Hours     string   `json:"hours" maxLength:"600" doc:"one stretch on each line"`
	Languages []string `json:"languages" maxItems:"4" enum:"fr,nl,de,en"`
	Agreed    bool     `json:"agreed" doc:"a syndic who is a natural person agrees that the above is public"`
}

func (b Body) entry() Entry {
	e := Entry{Shown: b.Shown, Slug: b.Slug, Name: b.Name, Phone: b.Phone, Email: b.Email, Emergency: b.Emergency, Hours: b.Hours, Agreed: b.Agreed}
	for _, l := range b.Languages {
		e.Langs = append(e.Langs, i18n.Lang(l))
	}
	return e
}

func bodyOf(e Entry) Body {
	b := Body{Shown: e.Shown, Slug: e.Slug, Name: e.Name, Phone: e.Phone, Email: e.Email, Emergency: e.Emergency, Hours: e.Hours, Languages: []string{}, Agreed: e.Agreed}
	for _, l := range e.Langs {
		b.Languages = append(b.Languages, string(l))
	}
	return b
}

// Answer is a board with its addresses.
type Answer struct {
	Body
	Path    string         `json:"path"`
	URL     string         `json:"url"`
	Changed *civil.Instant `json:"changed_at"`
}

func (r *Room) answer(b Board) Answer {
	a := Answer{Body: bodyOf(b.entry), Path: b.Path(), URL: r.BaseURL + b.Path()}
	if !b.changed.None() {
		a.Changed = &b.changed
	}
	return a
}

func (r *Room) getBoard(v *act.View, in property.OfBuilding) (Answer, error) {
	b, _, err := r.Board(v, in.Building)
	return r.answer(b), err
}

// SetRequest sets a board.
type SetRequest struct {
	Building id.Of[id.Building] `path:"building"`
	Body     Body
}

func (r *Room) putBoard(a *act.Act, in SetRequest) (Answer, error) {
	b, err := r.Set(a, in.Building, in.Body.entry())
	return r.answer(b), err
}

// OutsideRequest names a public page by its address.
type OutsideRequest struct {
	Slug string `path:"slug"`
}

// OutsideAnswer is what anybody may know.
type OutsideAnswer struct {
	Building   string   `json:"building_name"`
	Address    string   `json:"building_address"`
	Enterprise string   `json:"building_enterprise_number"`
	Name       string   `json:"name"`
	Phone      string   `json:"phone"`
	Email      string   `json:"email"`
	Emergency  string   `json:"emergency"`
	Hours      string   `json:"hours"`
	Languages  []string `json:"languages"`
	Company    string   `json:"office_name"`
	Seat       string   `json:"office_address"`
	Number     string   `json:"office_enterprise_number"`
	Licence    string   `json:"office_licence"`
	URL        string   `json:"url"`
}

func (r *Room) getOutside(ctx context.Context, in OutsideRequest) (OutsideAnswer, error) {
	o, _, err := r.find(ctx, in.Slug)
	if err != nil {
		return OutsideAnswer{}, err
	}
	b := bodyOf(o.entry)
	a := OutsideAnswer{Building: o.Building.Name(), Address: o.Building.Address().Line(), Enterprise: o.Building.Enterprise().Format(),
		Name: b.Name, Phone: b.Phone, Email: b.Email, Emergency: b.Emergency, Hours: b.Hours, Languages: b.Languages, URL: r.BaseURL + o.Path()}
	if o.Company() {
		a.Company, a.Seat, a.Number, a.Licence = o.Office.Name, o.seat(), o.Office.Enterprise, o.Office.Licence
	}
	return a, nil
}
