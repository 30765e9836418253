package addressees

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/mandataries", ReadAddressees, "List who votes for several, with those who once did", r.getMandataries)
	rest.Write(s, "POST /api/v1/buildings/{building}/parties/{party}/mandataries", ChangeAddressees, "Note whom the members of a party named to vote for them", r.postMandatary)
	rest.Write(s, "DELETE /api/v1/mandataries/{mandatary}", ChangeAddressees, "End a mandate from a day on", r.deleteMandatary)
	rest.Read(s, "GET /api/v1/buildings/{building}/consents", ReadAddressees, "List who agreed to be written to by e-mail, with what was revoked", r.getConsents)
	rest.Write(s, "POST /api/v1/buildings/{building}/members/{member}/consents", AnswerConsent, "Note that a member agreed to be written to by e-mail", r.postConsent)
	rest.Write(s, "POST /api/v1/consents/{consent}/revocation", AnswerConsent, "Revoke a consent: registered letters again", r.postRevocation)
}

// OfParty names a party of a building by the path.
type OfParty struct {
	property.OfBuilding
	Party id.Of[id.Party] `path:"party"`
}

// MandataryBody is what a request says about a mandatary.
type MandataryBody struct {
	Member    id.Of[id.Member] `json:"member_id,omitempty" format:"uuid" doc:"one of the members; none when it is somebody else"`
	Name      string           `json:"name,omitempty" maxLength:"160"`
	Address   string           `json:"address,omitempty" maxLength:"300"`
	Email     string           `json:"email,omitempty" maxLength:"254"`
	Phone     string           `json:"phone,omitempty" maxLength:"40"`
	From      civil.Date       `json:"from,omitempty" format:"date" doc:"the day on which it was notified, when empty"`
	Notified  civil.Date       `json:"notified_on" format:"date"`
	Reference string           `json:"reference" maxLength:"300" doc:"where the writing is kept"`
}

func (b MandataryBody) entry() MandataryEntry {
	return MandataryEntry{Member: b.Member, Name: b.Name, Address: b.Address, Email: b.Email, Phone: b.Phone, From: b.From, Notified: b.Notified, Reference: b.Reference}
}

// MandataryAnswer is a mandatary as the API says it. How somebody else is reached is for the syndic alone.
type MandataryAnswer struct {
	ID        id.Of[id.Mandatary] `json:"id"`
	Party     id.Of[id.Party]     `json:"party_id"`
	Member    *id.Of[id.Member]   `json:"member_id"`
	Name      string              `json:"name"`
	Address   string              `json:"address"`
	Email     string              `json:"email"`
	Phone     string              `json:"phone"`
	From      civil.Date          `json:"from"`
	To        *civil.Date         `json:"to"`
	Notified  civil.Date          `json:"notified_on"`
	Reference string              `json:"reference"`
	Learned   civil.Instant       `json:"learned_at"`
}

func answerMandatary(m Mandatary, reach bool) MandataryAnswer {
	e := m.entry
	a := MandataryAnswer{ID: m.id, Party: m.party, Member: nullable(e.Member), Name: e.Name, From: e.From, To: nullable(m.to), Notified: e.Notified, Learned: m.learned}
	if reach {
		a.Address, a.Email, a.Phone, a.Reference = e.Address, e.Email, e.Phone, e.Reference
	}
	return a
}

func nullable[T interface{ None() bool }](t T) *T {
	if t.None() {
		return nil
	}
	return &t
}

// ListRequest asks for a page of a building's list.
type ListRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getMandataries(v *act.View, in ListRequest) (rest.List[MandataryAnswer], error) {
	b, err := r.Book(v, in.Building)
	if err != nil {
		return rest.List[MandataryAnswer]{}, err
	}
	list := make([]MandataryAnswer, 0, len(b.Mandataries))
	for _, m := range b.Mandataries {
		list = append(list, answerMandatary(m, v.May(ChangeAddressees, in.Building)))
	}
	return property.Page(in.Paging, list, func(m MandataryAnswer) []string { return []string{m.From.String(), m.ID.String()} })
}

// DesignateRequest names a mandatary.
type DesignateRequest struct {
	OfParty
	Body MandataryBody
}

func (r *Room) postMandatary(a *act.Act, in DesignateRequest) (MandataryAnswer, error) {
	m, err := r.Designate(a, in.Building, in.Party, in.Body.entry())
	return answerMandatary(m, true), err
}

// OfMandatary names a mandatary by the path.
type OfMandatary struct {
	Mandatary id.Of[id.Mandatary] `path:"mandatary"`
}

// EndRequest ends a mandate.
type EndRequest struct {
	OfMandatary
	On civil.Date `query:"on" format:"date" doc:"the first day on which the mandatary no longer votes; today when empty"`
}

func (r *Room) deleteMandatary(a *act.Act, in EndRequest) (rest.Nothing, error) {
	_, err := r.End(a, in.Mandatary, in.On)
	return rest.Nothing{}, err
}

// ConsentAnswer is a consent as the API says it. The address is for the syndic alone, and for the member.
type ConsentAnswer struct {
	ID        id.Of[id.Consent] `json:"id"`
	Member    id.Of[id.Member]  `json:"member_id"`
	Email     string            `json:"email"`
	Given     civil.Date        `json:"given_on"`
	How       How               `json:"how"`
	Reference string            `json:"reference"`
	Entered   civil.Instant     `json:"entered_at"`
	Revoked   *civil.Date       `json:"revoked_on"`
}

func answerConsent(c Consent, reach bool) ConsentAnswer {
	e := c.entry
	a := ConsentAnswer{ID: c.id, Member: c.member, Given: e.Given, How: e.How, Entered: c.entered, Revoked: nullable(c.revoked)}
	if reach {
		a.Email, a.Reference = e.Email, e.Reference
	}
	return a
}

func (r *Room) getConsents(v *act.View, in ListRequest) (rest.List[ConsentAnswer], error) {
	b, err := r.Book(v, in.Building)
	if err != nil {
		return rest.List[ConsentAnswer]{}, err
	}
	list := make([]ConsentAnswer, 0, len(b.Consents))
	for _, c := range b.Consents {
		list = append(list, answerConsent(c, v.May(ChangeAddressees, in.Building)))
	}
	return property.Page(in.Paging, list, func(c ConsentAnswer) []string { return []string{c.Given.String(), c.ID.String()} })
}

// OfMember names a member of a building by the path.
type OfMember struct {
	property.OfBuilding
	Member id.Of[id.Member] `path:"member"`
}

// ConsentBody is what a request says about a consent.
type ConsentBody struct {
	Email     string     `json:"email" maxLength:"254"`
	Given     civil.Date `json:"given_on,omitempty" format:"date" doc:"today when empty; an owner agrees today"`
	How       string     `json:"how,omitempty" enum:"letter,form,site" doc:"an owner agrees on this site"`
	Reference string     `json:"reference,omitempty" maxLength:"300" doc:"where the writing is kept"`
}

func (b ConsentBody) entry() ConsentEntry {
	return ConsentEntry{Email: b.Email, Given: b.Given, How: How(b.How), Reference: b.Reference}
}

// AgreeRequest gives a consent.
type AgreeRequest struct {
	OfMember
	Body ConsentBody
}

func (r *Room) postConsent(a *act.Act, in AgreeRequest) (ConsentAnswer, error) {
	c, err := r.Agree(a, in.Building, in.Member, in.Body.entry())
	return answerConsent(c, true), err
}

// OfConsent names a consent by the path.
type OfConsent struct {
	Consent id.Of[id.Consent] `path:"consent"`
}

// RevokeRequest revokes a consent.
type RevokeRequest struct {
	OfConsent
	Body struct {
		On civil.Date `json:"on,omitempty" format:"date" doc:"the first day of registered letters; today when empty, and for an owner"`
	}
}

func (r *Room) postRevocation(a *act.Act, in RevokeRequest) (ConsentAnswer, error) {
	c, err := r.Revoke(a, in.Consent, in.Body.On)
	return answerConsent(c, true), err
}
