package office

import (
	"context"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of offices and roles.
func (r *Room) Routes(s *rest.Server) {
	rest.Public(s, "POST /api/v1/setup/office", "Set up a fresh house with the token shown at its start", r.postSetup)
	rest.Read(s, "GET /api/v1/me", ReadSelf, "Who you are, for which office you act, and your roles there", r.getMe)
	rest.Write(s, "PUT /api/v1/me", ReadSelf, "Change your name, and the language in which letters reach you", r.putMe)
	rest.Read(s, "GET /api/v1/me/roles", ReadSelf, "Who you are where: your roles in all your offices", r.getMyRoles)
	rest.Write(s, "POST /api/v1/auth/office", SwitchOffice, "Act for another of your offices; answers new tokens", r.postSwitch, rest.Status(200), rest.Unkept())
	rest.Read(s, "GET /api/v1/office", ReadTeam, "Read the office you act for", r.getOffice)
	rest.Write(s, "PUT /api/v1/office", ChangeOffice, "Correct what is known of the office", r.putOffice)
	rest.Read(s, "GET /api/v1/office/team", ReadTeam, "List who holds which role, or who held one", r.getTeam)
	rest.Write(s, "DELETE /api/v1/roles/{role}", EndRole, "End a role, today or from a day on; the last syndic stays", r.deleteRole)
	rest.Write(s, "POST /api/v1/office/invitations", InvitePerson, "Give someone a role and a way to sign in", r.postInvitation)
	rest.Read(s, "GET /api/v1/offices", ListOffices, "List the offices of the platform", r.getOffices)
	rest.Write(s, "POST /api/v1/offices", OpenOffice, "Open an office and invite its first syndic", r.postOffice)
}

// EntryJSON is an office as the API says it.
type EntryJSON struct {
	Name       string `json:"name" minLength:"1" maxLength:"120"`
	Kind       string `json:"kind" enum:"professional,volunteer"`
	Email      string `json:"email,omitempty" maxLength:"254"`
	Phone      string `json:"phone,omitempty" maxLength:"40"`
	Street     string `json:"street,omitempty" maxLength:"120"`
	Number     string `json:"number,omitempty" maxLength:"20"`
	Postcode   string `json:"postcode,omitempty" maxLength:"10"`
	City       string `json:"city,omitempty" maxLength:"80"`
	Enterprise string `json:"enterprise_number,omitempty" maxLength:"20"`
	Licence    string `json:"licence,omitempty" maxLength:"40"`
}

func (e EntryJSON) entry() Entry {
	return Entry{Name: e.Name, Kind: Kind(e.Kind), Email: e.Email, Phone: e.Phone, Street: e.Street, Number: e.Number, Postcode: e.Postcode, City: e.City,
		Enterprise: e.Enterprise, Licence: e.Licence}
}

// Answer is an office as the API says it.
type Answer struct {
	ID id.Of[id.Office] `json:"id"`
	EntryJSON
}

func answerOf(o Office) Answer {
	e := o.Entry()
	return Answer{o.id, EntryJSON{e.Name, string(e.Kind), e.Email, e.Phone, e.Street, e.Number, e.Postcode, e.City, e.Enterprise, e.Licence}}
}

// SetupRequest sets a fresh house up.
type SetupRequest struct {
	Body struct {
		Token    string    `json:"token" minLength:"1" maxLength:"200"`
		Office   EntryJSON `json:"office"`
		Email    string    `json:"email" minLength:"3" maxLength:"254"`
		Name     string    `json:"name" minLength:"1" maxLength:"120"`
		Lang     string    `json:"language" enum:"fr,nl,de,en"`
		Password string    `json:"password" minLength:"1" maxLength:"1000" format:"password"`
	}
}

func (r *Room) postSetup(ctx context.Context, in SetupRequest) (Answer, error) {
	b := in.Body
	o, err := r.Setup(ctx, b.Token, b.Office.entry(), b.Email, b.Name, i18n.Lang(b.Lang), b.Password)
	return answerOf(o), err
}

// Me is who the caller is.
type Me struct {
	ID      id.Of[id.Person] `json:"id"`
	Name    string           `json:"name"`
	Email   string           `json:"email"`
	Lang    i18n.Lang        `json:"language"`
	Admin   bool             `json:"admin"`
	Office  id.Of[id.Office] `json:"office_id"`
	Offices []Membership     `json:"offices"`
	Roles   []RoleJSON       `json:"roles"`
}

// RoleJSON is a role held by the caller; without building_id it is held in the whole office.
type RoleJSON struct {
	Role     act.Role           `json:"role"`
	Building id.Of[id.Building] `json:"building_id,omitzero"`
}

// Nobody is a request that says nothing.
type Nobody struct{}

func (r *Room) getMe(v *act.View, _ Nobody) (Me, error) {
	me := Me{ID: v.Who.Person, Name: v.Who.Name, Email: v.Who.Email, Lang: v.Who.Lang, Admin: v.Who.Admin, Office: v.Who.Office, Roles: []RoleJSON{}}
	for _, g := range v.Who.Grants {
		me.Roles = append(me.Roles, RoleJSON{g.Role, g.Building})
	}
	list, err := Memberships(v.Tx, v.Who.Person, v.Today)
	me.Offices = append([]Membership{}, list...)
	return me, err
}

// MeRequest changes the own name and language; without a name, it stays as it is.
type MeRequest struct {
	Body struct {
		Name string `json:"name,omitempty" maxLength:"120"`
		Lang string `json:"language" enum:"fr,nl,de,en"`
	}
}

func (r *Room) putMe(a *act.Act, in MeRequest) (Me, error) {
	p, err := r.Identity.Describe(a, in.Body.Name, i18n.Lang(in.Body.Lang))
	if err != nil {
		return Me{}, err
	}
	me, err := r.getMe(&a.View, Nobody{})
	me.Name, me.Lang = p.Who().Name, p.Who().Lang
	return me, err
}

func (r *Room) getMyRoles(v *act.View, _ Nobody) (rest.List[MyRole], error) {
	list, err := r.MyRoles(v)
	return rest.List[MyRole]{Items: list}, err
}

// SwitchRequest names the office to act for.
type SwitchRequest struct {
	Body struct {
		Office id.Of[id.Office] `json:"office_id" format:"uuid"`
	}
}

func (r *Room) postSwitch(a *act.Act, in SwitchRequest) (identity.Tokens, error) {
	if err := r.Switch(a, in.Body.Office); err != nil {
		return identity.Tokens{}, err
	}
	return r.Identity.SwitchTokens(a, in.Body.Office)
}

func (r *Room) getOffice(v *act.View, _ Nobody) (Answer, error) {
	o, err := Find(v.Tx, v.Who.Office)
	return answerOf(o), err
}

// ChangeRequest corrects the office.
type ChangeRequest struct{ Body EntryJSON }

func (r *Room) putOffice(a *act.Act, in ChangeRequest) (Answer, error) {
	o, err := r.Change(a, in.Body.entry())
	return answerOf(o), err
}

// TeamLine is a role of someone in the office.
type TeamLine struct {
	ID       id.Of[id.Role]     `json:"id"`
	Person   id.Of[id.Person]   `json:"person_id"`
	Name     string             `json:"name"`
	Role     act.Role           `json:"role"`
	Building id.Of[id.Building] `json:"building_id,omitzero"`
	From     civil.Date         `json:"from"`
	To       civil.Date         `json:"to,omitzero"` // the first day on which it is no longer held
	Entered  bool               `json:"may_sign_in"` // a password has been chosen
}

// TeamRequest asks for the team; ended asks for the roles that are no longer held.
type TeamRequest struct {
	Ended bool `query:"ended"`
	rest.Paging
}

// RoleRequest ends a role, from a day on; today when none is said.
type RoleRequest struct {
	Role id.Of[id.Role] `path:"role"`
	On   civil.Date     `query:"on" format:"date"`
}

func (r *Room) deleteRole(a *act.Act, in RoleRequest) (rest.Nothing, error) {
	_, err := r.End(a, in.Role, in.On)
	return rest.Nothing{}, err
}

func (r *Room) getTeam(v *act.View, in TeamRequest) (rest.List[TeamLine], error) {
	now, former, err := r.Team(v)
	if err != nil {
		return rest.List[TeamLine]{}, err
	}
	lines := now
	if in.Ended {
		lines = former
	}
	key := func(l TeamLine) []string {
		return []string{l.Name, l.Person.String() + string(l.Role) + l.Building.String() + l.ID.String()}
	}
	var seen [2]string
	if found, err := in.After(&seen[0], &seen[1]); err != nil {
		return rest.List[TeamLine]{}, err
	} else if found {
		lines = slices.DeleteFunc(lines, func(l TeamLine) bool { return slices.Compare(key(l), seen[:]) <= 0 })
	}
	return rest.Cut(in.Paging, lines, func(l TeamLine) []any { k := key(l); return []any{k[0], k[1]} }), nil
}

// Team lists who holds which role, and who held one, where the reader may see it.
func (r *Room) Team(v *act.View) (now, former []TeamLine, err error) {
	roles, err := db.All(v.Query(allRoles), (*Role).fields)
	if err != nil {
		return nil, nil, err
	}
	var ids []id.Of[id.Person]
	for _, role := range roles {
		if !slices.Contains(ids, role.person) {
			ids = append(ids, role.person)
		}
	}
	persons, err := identity.ByIDs(v.Tx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, role := range roles {
		if !v.May(ReadTeam, role.building) {
			continue
		}
		p := persons[role.person]
		l := TeamLine{role.id, role.person, p.Who().Name, role.role, role.building, role.from, role.to, p.MayEnter()}
		if role.to.None() || v.Today.Before(role.to) {
			now = append(now, l)
		} else {
			former = append(former, l)
		}
	}
	byName := func(a, b TeamLine) int {
		return slices.Compare([]string{a.Name, a.Person.String() + string(a.Role) + a.Building.String() + a.ID.String()},
			[]string{b.Name, b.Person.String() + string(b.Role) + b.Building.String() + b.ID.String()})
	}
	slices.SortFunc(now, byName)
	slices.SortFunc(former, byName)
	return now, former, nil
}

// InvitationRequest invites someone.
type InvitationRequest struct {
	Body struct {
		Email    string             `json:"email" minLength:"3" maxLength:"254"`
		Name     string             `json:"name" minLength:"1" maxLength:"120"`
		Lang     string             `json:"language" enum:"fr,nl,de,en"`
		Role     string             `json:"role" enum:"syndic,accountant,council,auditor,owner,occupant,contractor,notary"`
		Building id.Of[id.Building] `json:"building_id,omitempty" format:"uuid"`
	}
}

// InvitationAnswer says who was invited; without invitation_id the person has a password already and only got the role.
type InvitationAnswer struct {
	ID         id.Of[id.Person]     `json:"id"`
	Invitation id.Of[id.Invitation] `json:"invitation_id,omitzero"`
}

func (r *Room) postInvitation(a *act.Act, in InvitationRequest) (InvitationAnswer, error) {
	b := in.Body
	invited, err := r.Invite(a, b.Email, b.Name, i18n.Lang(b.Lang), act.Role(b.Role), b.Building)
	return InvitationAnswer{invited.Person, invited.Invitation}, err
}

// ListRequest asks for the offices.
type ListRequest struct{ rest.Paging }

func (r *Room) getOffices(v *act.View, in ListRequest) (rest.List[Answer], error) {
	var name, last string
	found, err := in.After(&name, &last)
	if err != nil {
		return rest.List[Answer]{}, err
	}
	if !found || !id.Valid(last) {
		last = db.NoOffice
	}
	list, err := db.All(v.Query(offices, name, last, in.Limit+1), (*Office).fields)
	page := rest.Cut(in.Paging, list, func(o Office) []any { return []any{o.Name(), o.id.String()} })
	return rest.Map(page, answerOf), err
}

// OpenRequest opens an office.
type OpenRequest struct {
	Body struct {
		EntryJSON
		Syndic struct {
			Email string `json:"email" minLength:"3" maxLength:"254"`
			Name  string `json:"name" minLength:"1" maxLength:"120"`
			Lang  string `json:"language" enum:"fr,nl,de,en"`
		} `json:"syndic"`
	}
}

func (r *Room) postOffice(a *act.Act, in OpenRequest) (Answer, error) {
	if !a.Who.Admin {
		return Answer{}, fault.Forbidden("forbidden")
	}
	// The new office writes its own chain, so its rows and facts are made by an act of its own, on the same transaction.
	o, err := New(in.Body.entry(), a.Now)
	if err != nil {
		return Answer{}, err
	}
	s := in.Body.Syndic
	invited, err := r.Identity.Invite(a, s.Email, s.Name, i18n.Lang(s.Lang))
	if err != nil {
		return Answer{}, under("syndic.", err)
	}
	if err := insertOffice(a.Tx, o); err != nil {
		return Answer{}, err
	}
	a.Record(OfficeOpened{Office: o.id})
	return answerOf(o), a.Elsewhere(o.id, func(b *act.Act) error {
		return GrantRole(b, invited.Person, act.Syndic, id.Of[id.Building]{})
	})
}
