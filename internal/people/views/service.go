package views

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// Room has no needs from elsewhere.
type Room struct{}

// Views lists what a reader sees of a page's views: the reader's own, and those that are shared.
func (r *Room) Views(v *act.View, page string) ([]View, error) {
	list, err := db.All(v.Query(viewsOf, v.Who.Person, page), (*View).fields)
	if !v.Who.Seer.None() { // the own views of who is looked at are nobody else's business
		list = slices.DeleteFunc(list, func(w View) bool { return !w.shared })
	}
	return list, err
}

// Of answers ui.Views.
func (r *Room) Of(v *act.View, page string) ([]ui.SavedView, error) {
	list, err := r.Views(v, page)
	var shown []ui.SavedView
	for _, w := range list {
		shown = append(shown, ui.SavedView{ID: w.id.String(), Name: w.name, Query: w.query, Mine: w.person == v.Who.Person, Shared: w.shared, First: w.first})
	}
	return shown, err
}

// Keep keeps a way to look at a page.
func (r *Room) Keep(a *act.Act, page string, e Entry) (View, error) {
	if err := somewhere(&a.View, e); err != nil {
		return View{}, err
	}
	v, err := New(a.Who.Person, page, e, a.Now)
	if err != nil {
		return View{}, err
	}
	if err := r.unlike(a, v); err != nil {
		return View{}, err
	}
	if err := insert(a.Tx, v); err != nil {
		return View{}, err
	}
	a.Record(ViewKept{View: v.id, Shared: v.shared})
	return v, open(a.Tx, v, a.Who.Person)
}

// Change changes a view of one's own.
func (r *Room) Change(a *act.Act, view id.Of[id.View], e Entry) (View, error) {
	v, err := r.own(&a.View, view)
	if err != nil {
		return View{}, err
	}
	if e.Shared && v.shared {
		e.Shared = true // what is shared already may stay so, whoever may share today
	} else if err := somewhere(&a.View, e); err != nil {
		return View{}, err
	}
	if err := v.describe(e); err != nil {
		return View{}, err
	}
	if err := r.unlike(a, v); err != nil {
		return View{}, err
	}
	if err := update(a.Tx, v); err != nil {
		return View{}, err
	}
	a.Record(ViewKept{View: v.id, Shared: v.shared})
	return v, open(a.Tx, v, a.Who.Person)
}

// Delete deletes a view of one's own; lists that opened with it open with all their lines again.
func (r *Room) Delete(a *act.Act, view id.Of[id.View]) (View, error) {
	v, err := r.own(&a.View, view)
	if err != nil {
		return View{}, err
	}
	a.Record(ViewDeleted{View: v.id})
	return v, remove(a.Tx, v)
}

// own reads a view that belongs to the reader; that of someone else is not to be changed.
func (r *Room) own(v *act.View, view id.Of[id.View]) (View, error) {
	w, err := find(v.Tx, view, v.Who.Person)
	if err == nil && w.person != v.Who.Person {
		err = fault.Forbidden("view_of_another")
	}
	return w, err
}

// somewhere refuses sharing to who may share nowhere in the office.
func somewhere(v *act.View, e Entry) error {
	if everywhere, some := v.Buildings(ShareView); e.Shared && !everywhere && len(some) == 0 {
		return fault.Forbidden("forbidden").With("action", string(ShareView)).At("shared")
	}
	return nil
}

// unlike refuses a second view of the same name, and more of them than the head of a list can show.
func (r *Room) unlike(a *act.Act, v View) error {
	list, err := r.Views(&a.View, v.page)
	if err != nil {
		return err
	}
	mine := 0
	for _, w := range list {
		if w.person != v.person || w.id == v.id {
			continue
		}
		mine++
		if strings.EqualFold(w.name, v.name) {
			return fault.Conflict("view_known").At("name")
		}
	}
	if mine >= maxViews {
		return fault.Conflict("view_many").At("name").With("max", maxViews)
	}
	return nil
}
