package office

import (
	"context"
	"errors"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// Named is a building by its name and its plate.
type Named struct {
	ID    id.Of[id.Building]
	Name  string
	Plate ui.Plate
}

// Buildings names the buildings that a reader may see; the room property answers.
type Buildings interface {
	Named(v *act.View) ([]Named, error)
}

// Pages declares the pages of offices, roles and the reader's own account.
func (r *Room) Pages(p *ui.Pages) {
	ui.Outside(p, "/setup", r.showSetup, r.setUp)
	ui.ListPage(p, "/office", ReadTeam, r.teamList())
	ui.FormPage(p, "/office/edit", ChangeOffice, 0, r.showEdit, r.edit)
	ui.FormPage(p, "/office/invite", InvitePerson, 0, r.showInvite, r.invite)
	ui.FormPage(p, "/office/roles/{role}/end", EndRole, 0, r.showEnd, r.end)
	ui.FormPage(p, "/account", ReadSelf, 0, r.showAccount, r.changeMe)
	ui.Post(p, "/account/office", SwitchOffice, 0, func(v *act.View, _ SwitchRequest, sent ui.Sent) (ui.Sheet, error) {
		return r.showAccount(v, MeRequest{}, sent)
	}, r.moveTo)
	r.seeingPages(p)
	ui.Page(p, "GET /admin/offices", ListOffices, r.showOffices)
	ui.FormPage(p, "/admin/offices/new", OpenOffice, 0, r.showOpen, r.open)
}

// atSetup is someone who sets the house up; the address that the server shows carries the token.
type atSetup struct {
	Token string `query:"token" maxLength:"200"`
	SetupRequest
}

func (r *Room) showSetup(ctx context.Context, in atSetup, sent ui.Sent) (ui.Entrance, error) {
	fresh, err := r.Identity.NeedsSetup(ctx)
	if err != nil || !fresh {
		return ui.Entrance{To: ui.SignInPath}, err
	}
	return ui.Entrance{Title: i18n.T(ctx, "office.setup_title"), Wide: true, Body: setupView(in, sent)}, nil
}

func (r *Room) setUp(ctx context.Context, in atSetup) (ui.Passage, error) {
	if _, err := r.postSetup(ctx, in.SetupRequest); err != nil {
		return ui.Passage{}, err
	}
	entered, err := r.Identity.SignInPage(ctx, in.Body.Email, in.Body.Password)
	return ui.Passage{To: "/", Session: entered.Session, Says: i18n.T(ctx, "office.setup_done")}, err
}

// EndRequest is RoleRequest as a form says it.
type EndRequest struct {
	Role id.Of[id.Role] `path:"role"`
	Body struct {
		On civil.Date `json:"on,omitempty" format:"date"`
	}
}

func (r *Room) showEnd(v *act.View, in EndRequest, sent ui.Sent) (ui.Sheet, error) {
	role, err := db.One(v.Query(roleByID, in.Role), (*Role).fields, fault.NotFound("not_found"))
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(EndRole, role.building); err != nil {
		return ui.Sheet{}, err
	}
	p, err := identity.ByID(v.Tx, role.person)
	if err != nil {
		return ui.Sheet{}, err
	}
	named, err := r.named(v)
	place := i18n.T(v.Context(), "office.everywhere")
	for _, n := range named {
		if n.ID == role.building {
			place = n.Name
		}
	}
	title := i18n.T(v.Context(), "office.end_title", "name", p.Who().Name, "role", i18n.T(v.Context(), "office.role_"+string(role.role)))
	return ui.Sheet{Title: title, Building: id.Of[id.Building]{}, Section: "office", Body: endView(title, role, place, v.Today, sent)}, err
}

func (r *Room) end(a *act.Act, in EndRequest) (ui.Done, error) {
	role, err := r.End(a, in.Role, in.Body.On)
	done := ui.Done{To: "/office", Says: i18n.T(a.Context(), "office.ended_says", "date", role.to)}
	if role.person == a.Who.Person { // whoever ended an own role may no longer read the team
		done.To = "/"
	}
	return done, err
}

func (r *Room) mayInvite(v *act.View) bool {
	everywhere, some := v.Buildings(InvitePerson)
	return everywhere || len(some) > 0
}

func (r *Room) named(v *act.View) ([]Named, error) {
	if r.Buildings == nil {
		return nil, nil
	}
	return r.Buildings.Named(v)
}

func (r *Room) showEdit(v *act.View, _ ChangeRequest, sent ui.Sent) (ui.Sheet, error) {
	if err := v.Allow(ChangeOffice, id.Of[id.Building]{}); err != nil {
		return ui.Sheet{}, err
	}
	o, err := Find(v.Tx, v.Who.Office)
	return ui.Sheet{Title: i18n.T(v.Context(), "office.edit_title"), Section: "office", Body: editView(o, sent)}, err
}

func (r *Room) edit(a *act.Act, in ChangeRequest) (ui.Done, error) {
	_, err := r.putOffice(a, in)
	return ui.Done{To: "/office", Says: i18n.T(a.Context(), "office.saved")}, err
}

func (r *Room) showInvite(v *act.View, _ InvitationRequest, sent ui.Sent) (ui.Sheet, error) {
	named, err := r.named(v)
	if err != nil {
		return ui.Sheet{}, err
	}
	var places []ui.Option
	if v.May(InvitePerson, id.Of[id.Building]{}) {
		places = append(places, ui.Option{Label: i18n.T(v.Context(), "office.everywhere")})
	}
	for _, n := range named {
		if v.May(InvitePerson, n.ID) {
			places = append(places, ui.Option{Value: n.ID.String(), Label: n.Name})
		}
	}
	return ui.Sheet{Title: i18n.T(v.Context(), "office.invite_title"), Section: "office", Body: inviteView(places, v.Who.Lang, sent)}, nil
}

func (r *Room) invite(a *act.Act, in InvitationRequest) (ui.Done, error) {
	_, err := r.postInvitation(a, in)
	return ui.Done{To: "/office", Says: i18n.T(a.Context(), "office.invited_says", "name", in.Body.Name)}, err
}

func (r *Room) showOffices(v *act.View, in ListRequest) (ui.Sheet, error) {
	list, err := r.getOffices(v, in)
	title := i18n.T(v.Context(), "office.offices_more")
	if in.Cursor == "" && list.NextCursor == nil {
		title = i18n.T(v.Context(), "office.offices_title", "n", len(list.Items))
	}
	return ui.Sheet{Title: title, Section: "admin", Body: officesView(title, list)}, err
}

func (r *Room) showOpen(v *act.View, _ OpenRequest, sent ui.Sent) (ui.Sheet, error) {
	return ui.Sheet{Title: i18n.T(v.Context(), "office.open_title"), Section: "admin", Body: openView(v.Who.Lang, sent)}, nil
}

func (r *Room) open(a *act.Act, in OpenRequest) (ui.Done, error) {
	o, err := r.postOffice(a, in)
	return ui.Done{To: "/admin/offices", Says: i18n.T(a.Context(), "office.opened", "name", o.Name)}, err
}

// under places faults within the object that they are about; an error of ours stays what it is.
func under(prefix string, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	var placed []error
	for _, part := range f.List() {
		placed = append(placed, part.At(prefix+part.Field))
	}
	return fault.Join(placed...)
}
