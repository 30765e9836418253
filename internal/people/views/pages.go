package views

import (
	"context"
	"strings"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages on which views are kept and changed. They lead back to the list from which one came.
func (r *Room) Pages(p *ui.Pages) {
	ui.FormPage(p, ui.ViewsPath+"/new", KeepView, 0, r.showNew, r.keepPage)
	ui.FormPage(p, ui.ViewsPath+"/{view}", KeepView, 0, r.showChange, r.changePage)
	ui.FormPage(p, ui.ViewsPath+"/{view}/deletion", KeepView, 0, r.showDelete, r.deletePage)
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "views."+key, args...)
}

// From is where the reader came from: what the list asks now, and its address.
type From struct {
	Query string `query:"query" maxLength:"2000"`
	Back  string `query:"back" maxLength:"3000"`
}

func (f From) back() string { return ui.Local(f.Back) }

// answers are what the forms ask.
type answers struct {
	Name   string `json:"name" minLength:"1" maxLength:"40"`
	Shared bool   `json:"shared,omitempty"`
	First  bool   `json:"first,omitempty"`
	Now    bool   `json:"now,omitempty"` // the view asks from now on what the list asks
}

// NewPage is the form of a new view.
type NewPage struct {
	From
	Page string `query:"page" maxLength:"80"`
	Body answers
}

func (r *Room) showNew(v *act.View, in NewPage, sent ui.Sent) (ui.Sheet, error) {
	title := say(v.Context(), "new_title")
	f := form{Title: title, Action: ui.With(ui.ViewsPath+"/new", "page", in.Page, "query", in.Query, "back", in.Back), Back: in.back(), Do: say(v.Context(), "new_do"), MayShare: mayShare(v)}
	return ui.Sheet{Title: title, Section: "home", Body: formView(f, sent)}, nil
}

func mayShare(v *act.View) bool { return somewhere(v, Entry{Shared: true}) == nil }

func (r *Room) keepPage(a *act.Act, in NewPage) (ui.Done, error) {
	v, err := r.Keep(a, in.Page, Entry{Name: in.Body.Name, Query: in.Query, Shared: in.Body.Shared, First: in.Body.First})
	return ui.Done{To: leadTo(in.back(), v), Says: say(a.Context(), "new_done", "name", v.name)}, err
}

// leadTo is the list from which one came, seen through the view.
func leadTo(back string, v View) string {
	path, _, _ := strings.Cut(back, "?")
	if v.query == "" {
		return path + "?view=" + v.id.String()
	}
	return path + "?" + v.query + "&view=" + v.id.String()
}

// ChangePage is the form of a view that is there.
type ChangePage struct {
	OfView
	From
	Body answers
}

func (r *Room) showChange(v *act.View, in ChangePage, sent ui.Sent) (ui.Sheet, error) {
	w, err := r.own(v, in.View)
	if err != nil {
		return ui.Sheet{}, err
	}
	ctx := v.Context()
	title := say(ctx, "change_title", "name", w.name)
	at := ui.ViewsPath + "/" + w.id.String()
	f := form{Title: title, View: w, Action: ui.With(at, "query", in.Query, "back", in.Back), Back: in.back(), Do: say(ctx, "change_do"), MayShare: mayShare(v) || w.shared,
		Asks: in.Query != w.query && in.Back != "", Delete: ui.With(at+"/deletion", "back", in.Back)}
	return ui.Sheet{Title: title, Section: "home", Body: formView(f, sent)}, nil
}

func (r *Room) changePage(a *act.Act, in ChangePage) (ui.Done, error) {
	w, err := r.own(&a.View, in.View)
	if err != nil {
		return ui.Done{}, err
	}
	e := Entry{Name: in.Body.Name, Query: w.query, Shared: in.Body.Shared, First: in.Body.First}
	if in.Body.Now {
		e.Query = in.Query
	}
	w, err = r.Change(a, in.View, e)
	return ui.Done{To: leadTo(in.back(), w), Says: say(a.Context(), "change_done", "name", w.name)}, err
}

// DeletePage asks before a view is deleted.
type DeletePage struct {
	OfView
	From
}

func (r *Room) showDelete(v *act.View, in DeletePage, sent ui.Sent) (ui.Sheet, error) {
	w, err := r.own(v, in.View)
	title := say(v.Context(), "delete_title", "name", w.name)
	return ui.Sheet{Title: title, Section: "home", Body: askDelete(w, title, in, sent)}, err
}

func (r *Room) deletePage(a *act.Act, in DeletePage) (ui.Done, error) {
	w, err := r.Delete(a, in.View)
	path, _, _ := strings.Cut(in.back(), "?")
	return ui.Done{To: path + "?view=all", Says: say(a.Context(), "delete_done", "name", w.name)}, err
}
