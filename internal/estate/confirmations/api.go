package confirmations

import (
	"slices"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/me/data", addressees.ReadOwnData, "Tell what the associations hold about the caller", r.getOwn)
	rest.Write(s, "PUT /api/v1/buildings/{building}/members/{member}/contact", property.StateOwnData, "Say how the caller himself is reached from today on", r.putContact)
	rest.Write(s, "POST /api/v1/buildings/{building}/members/{member}/confirmations", ConfirmOwnData, "Confirm that the caller's own data are right", r.postConfirmation)
	rest.Read(s, "GET /api/v1/buildings/{building}/confirmations", ReadConfirmations, "List who confirmed his data and when, and who was asked", r.getConfirmations)
	rest.Write(s, "POST /api/v1/buildings/{building}/members/{member}/confirmation-requests", AskConfirmation, "Ask a member by e-mail to confirm his data", r.postRequest)
	rest.Write(s, "PUT /api/v1/buildings/{building}/confirmation-setting", AskConfirmation, "Say whether all members are asked every year", r.putSetting)
}

// ContactBody is how somebody is reached.
type ContactBody struct {
	Email    string        `json:"email,omitempty" maxLength:"254"`
	Phone    string        `json:"phone,omitempty" maxLength:"40"`
	Street   string        `json:"street,omitempty" maxLength:"160"`
	Postcode string        `json:"postcode,omitempty" maxLength:"12"`
	City     string        `json:"city,omitempty" maxLength:"80"`
	Country  string        `json:"country,omitempty" maxLength:"2" doc:"BE when empty"`
	Language string        `json:"language,omitempty" enum:"fr,nl,de,en" doc:"as before when empty"`
	Seen     civil.Instant `json:"seen,omitempty" format:"date-time" doc:"when what the caller saw was learned; none: nothing was looked at"`
}

func (b ContactBody) contact() property.Contact {
	return property.Contact{Email: b.Email, Phone: b.Phone, Street: b.Street, Postcode: b.Postcode, City: b.City, Country: b.Country, Lang: i18n.Lang(b.Language)}
}

// OwnAnswer is what one association holds about the caller.
type OwnAnswer struct {
	Building  id.Of[id.Building] `json:"building_id"`
	Member    id.Of[id.Member]   `json:"member_id"`
	Party     id.Of[id.Party]    `json:"party_id"`
	Name      string             `json:"name"`
	Contact   ContactBody        `json:"contact"`
	Votes     bool               `json:"votes"`
	Mandatary string             `json:"mandatary"`
	Way       string             `json:"way" enum:"registered_letter,email"`
	Lots      []id.Of[id.Lot]    `json:"lot_ids"`
	Confirmed *civil.Date        `json:"confirmed_on"`
}

func answerOwn(o Own) OwnAnswer {
	a := OwnAnswer{Building: o.Building.ID(), Member: o.Member.ID(), Party: o.Party.ID(), Name: o.Member.Name(), Contact: answerContact(o.Member), Votes: o.Standing.Votes,
		Mandatary: o.Standing.Name(), Way: o.Way.Kind(), Lots: []id.Of[id.Lot]{}, Confirmed: nullable(o.Confirmed.Confirmed)}
	for _, h := range o.Homes {
		a.Lots = append(a.Lots, h.Lot.ID())
	}
	return a
}

func answerContact(m property.Member) ContactBody {
	c := m.Entry().Contact()
	return ContactBody{c.Email, c.Phone, c.Street, c.Postcode, c.City, c.Country, string(c.Lang), m.Learned()}
}

func nullable[T interface{ None() bool }](t T) *T {
	if t.None() {
		return nil
	}
	return &t
}

// OwnRequest asks for a page of what is held about the caller.
type OwnRequest struct{ rest.Paging }

func (r *Room) getOwn(v *act.View, in OwnRequest) (rest.List[OwnAnswer], error) {
	own, err := r.Own(v)
	if err != nil {
		return rest.List[OwnAnswer]{}, err
	}
	list := make([]OwnAnswer, 0, len(own))
	for _, o := range own {
		list = append(list, answerOwn(o))
	}
	return property.Page(in.Paging, list, func(o OwnAnswer) []string { return []string{o.Building.String(), o.Member.String()} })
}

// ContactRequest says how the caller is reached.
type ContactRequest struct {
	addressees.OfMember
	Body ContactBody
}

func (r *Room) putContact(a *act.Act, in ContactRequest) (ContactBody, error) {
	m, err := r.State(a, in.Building, in.Member, in.Body.contact(), in.Body.Seen)
	if err != nil {
		return ContactBody{}, err
	}
	return answerContact(m), nil
}

// ConfirmationAnswer is a confirmation as the API says it.
type ConfirmationAnswer struct {
	Member id.Of[id.Member] `json:"member_id"`
	On     civil.Date       `json:"confirmed_on"`
}

func (r *Room) postConfirmation(a *act.Act, in addressees.OfMember) (ConfirmationAnswer, error) {
	x, err := r.Confirm(a, in.Building, in.Member)
	return ConfirmationAnswer{x.member, x.on}, err
}

// StandingAnswer is a member with his last answer and request.
type StandingAnswer struct {
	Member    id.Of[id.Member] `json:"member_id"`
	Party     id.Of[id.Party]  `json:"party_id"`
	Name      string           `json:"name"`
	State     string           `json:"state" enum:"confirmed,asked,due"`
	Confirmed *civil.Date      `json:"confirmed_on"`
	Changed   *civil.Date      `json:"changed_on"`
	Asked     *civil.Date      `json:"asked_on"`
	Sent      *civil.Instant   `json:"sent_at" doc:"when a mail server took the letter"`
}

// ListRequest asks for a page of a building's list.
type ListRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getConfirmations(v *act.View, in ListRequest) (rest.List[StandingAnswer], error) {
	all, err := r.Standings(v, in.Building)
	if err != nil {
		return rest.List[StandingAnswer]{}, err
	}
	list := make([]StandingAnswer, 0, len(all))
	for _, s := range all {
		list = append(list, StandingAnswer{s.Member.ID(), s.Party.ID(), s.Name(), s.State(v.Today), nullable(s.Confirmed), nullable(s.Changed), nullable(s.Asked.on), nullable(s.Asked.sent)})
	}
	return property.Page(in.Paging, inOrder(list), func(s StandingAnswer) []string { return []string{s.Member.String(), ""} })
}

// RequestAnswer is a request as the API says it.
type RequestAnswer struct {
	Member id.Of[id.Member] `json:"member_id"`
	Asked  civil.Date       `json:"asked_on"`
}

func (r *Room) postRequest(a *act.Act, in addressees.OfMember) (RequestAnswer, error) {
	q, err := r.Ask(a, in.Building, in.Member)
	return RequestAnswer{q.member, q.on}, err
}

// SettingRequest says whether all members of a building are asked every year.
type SettingRequest struct {
	property.OfBuilding
	Body struct {
		Yearly bool `json:"yearly,omitempty"`
	}
}

// SettingAnswer is the setting as the API says it.
type SettingAnswer struct {
	Yearly bool `json:"yearly"`
}

func (r *Room) putSetting(a *act.Act, in SettingRequest) (SettingAnswer, error) {
	s, err := r.SetYearly(a, in.Building, in.Body.Yearly)
	return SettingAnswer{s.Yearly}, err
}

// inOrder are the members in the order in which they were entered, in which pages are cut.
func inOrder(list []StandingAnswer) []StandingAnswer {
	slices.SortFunc(list, func(a, b StandingAnswer) int { return a.Member.Compare(b.Member) })
	return list
}
