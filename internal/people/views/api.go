package views

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the views.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/views", KeepView, "List the views of a page: your own and the shared ones", r.getViews)
	rest.Write(s, "POST /api/v1/views", KeepView, "Keep a view of a page", r.postView)
	rest.Write(s, "PUT /api/v1/views/{view}", KeepView, "Change a view of your own", r.putView)
	rest.Write(s, "DELETE /api/v1/views/{view}", KeepView, "Delete a view of your own", r.deleteView)
}

// Body is what a request says about a view.
type Body struct {
	Name   string `json:"name" minLength:"1" maxLength:"40"`
	Query  string `json:"query,omitempty" maxLength:"2000"` // as in an address: state=no_voucher&sort=-amount
	Shared bool   `json:"shared,omitempty"`
	First  bool   `json:"first,omitempty"` // your list opens with it
}

func (b Body) entry() Entry { return Entry(b) }

// Answer is a view as the API says it.
type Answer struct {
	ID   id.Of[id.View] `json:"id"`
	Page string         `json:"page"`
	Mine bool           `json:"mine"`
	Body
}

func answer(v View, reader id.Of[id.Person]) Answer {
	return Answer{v.id, v.page, v.person == reader, Body{v.name, v.query, v.shared, v.first}}
}

// ListRequest asks for the views of a page.
type ListRequest struct {
	Page string `query:"page" maxLength:"80"`
}

func (r *Room) getViews(v *act.View, in ListRequest) (rest.List[Answer], error) {
	list, err := r.Views(v, in.Page)
	return rest.Map(rest.List[View]{Items: list}, func(w View) Answer { return answer(w, v.Who.Person) }), err
}

// KeepRequest keeps a view.
type KeepRequest struct {
	Body struct {
		Page string `json:"page" minLength:"1" maxLength:"80"`
		Body
	}
}

func (r *Room) postView(a *act.Act, in KeepRequest) (Answer, error) {
	v, err := r.Keep(a, in.Body.Page, in.Body.entry())
	return answer(v, a.Who.Person), err
}

// OfView names a view by the path.
type OfView struct {
	View id.Of[id.View] `path:"view"`
}

// ChangeRequest changes a view.
type ChangeRequest struct {
	OfView
	Body Body
}

func (r *Room) putView(a *act.Act, in ChangeRequest) (Answer, error) {
	v, err := r.Change(a, in.View, in.Body.entry())
	return answer(v, a.Who.Person), err
}

func (r *Room) deleteView(a *act.Act, in OfView) (rest.Nothing, error) {
	_, err := r.Delete(a, in.View)
	return rest.Nothing{}, err
}
