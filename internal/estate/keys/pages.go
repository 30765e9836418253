package keys

import (
	"context"
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of the distribution keys.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/keys", ReadKeys, r.showKeys)
	ui.FormPage(p, "/buildings/{building}/keys/new", ChangeKeys, 0, r.showNew, r.addPage)
	ui.Page(p, "GET /keys/{key}", ReadKeys, r.showKey)
	r.changePages(p)
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "keys."+key, args...)
}

func inBuilding(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + "/keys" + tail
}

// listed is what the list of keys shows.
type listed struct {
	Building property.Building
	Keys     []Shown
	Today    civil.Date
	Lang     i18n.Lang
	MayAdd   bool
}

func (r *Room) showKeys(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	b, err := property.FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	list, err := r.Keys(v, b.ID(), civil.Date{}, civil.Instant{})
	if err != nil {
		return ui.Sheet{}, err
	}
	later, err := r.later(v, b.ID(), list)
	l := listed{Building: b, Keys: append(list, later...), Today: v.Today, Lang: v.Who.Lang, MayAdd: v.May(ChangeKeys, b.ID())}
	return ui.Sheet{Title: say(v.Context(), "list_title"), Building: b.ID(), Section: "keys", Density: ui.Dense, Body: keysView(l)}, err
}

// later gives the keys that are entered already and begin after today, each as it is on its first day.
func (r *Room) later(v *act.View, building id.Of[id.Building], now []Shown) (list []Shown, err error) {
	book, err := Load(v.Tx, building)
	if err != nil {
		return nil, err
	}
	for _, k := range book.states {
		is := func(s Shown) bool { return s.id == k.id }
		if !k.known(v.Now) || slices.ContainsFunc(now, is) || slices.ContainsFunc(list, is) {
			continue
		}
		on := book.firstDay(k.id, v.Today, v.Now)
		if !on.After(v.Today) {
			continue
		}
		s, err := r.Key(v, k.id, on, v.Now)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// firstDay is today when the key is in force, and otherwise the first day after today on which it is.
func (b Book) firstDay(key id.Of[id.Key], today civil.Date, known civil.Instant) civil.Date {
	if _, found := b.Key(key, today, known); found {
		return today
	}
	var first civil.Date
	for _, k := range b.states {
		if k.id == key && k.known(known) && k.from.After(today) && (first.None() || k.from.Before(first)) {
			first = k.from
		}
	}
	if first.None() {
		return today
	}
	return first
}

// PageLot is a lot on the form of a key. An empty weight leaves the lot out; zero keeps it in, weighing nothing.
type PageLot struct {
	Lot    id.Of[id.Lot] `json:"lot_id" format:"uuid"`
	Weight *int64        `json:"weight,omitempty" minimum:"0" maximum:"1000000000"`
}

// PageBody is what the form of a key says: the same as the API, with a line for every lot of the building. A form carries a thousand lines at
// most; one that is full is refused, because lots may be missing behind it.
type PageBody struct {
	Name     string     `json:"name" minLength:"1" maxLength:"80"`
	Kind     string     `json:"kind" enum:"shares,lots,weights"`
	Basis    string     `json:"basis,omitempty" maxLength:"300"`
	Decision string     `json:"decision,omitempty" maxLength:"300"`
	From     civil.Date `json:"from,omitempty" format:"date"`
	Lots     []PageLot  `json:"lots,omitempty" maxItems:"999"`
}

func (b PageBody) entry() Entry {
	e := Entry{Name: b.Name, Kind: Kind(b.Kind), Basis: b.Basis, Decision: b.Decision, From: b.From}
	for _, l := range b.Lots {
		switch {
		case l.Weight == nil:
		case e.Kind == Weights:
			e.Lots = append(e.Lots, Weighted{Lot: l.Lot, Weight: *l.Weight})
		case *l.Weight > 0: // the number only says that the lot takes part
			e.Lots = append(e.Lots, Weighted{Lot: l.Lot})
		}
	}
	return e
}

// AddPage is the form of a new key.
type AddPage struct {
	property.OfBuilding
	Body PageBody
}

func (r *Room) showNew(v *act.View, in AddPage, sent ui.Sent) (ui.Sheet, error) {
	reg, err := property.LoadRegister(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeKeys, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	lots := reg.At(reg.Day(v.Today, v.Now), v.Now)
	return ui.Sheet{Title: say(v.Context(), "new_title"), Building: in.Building, Section: "keys", Body: newView(lots, sent)}, nil
}

func (r *Room) addPage(a *act.Act, in AddPage) (ui.Done, error) {
	k, err := r.AddKey(a, in.Building, in.Body.entry())
	return ui.Done{To: pageOf(k.id), Says: say(a.Context(), "new_done", "name", k.name)}, err
}

func pageOf(key id.Of[id.Key]) string { return "/keys/" + key.String() }

// OfKey names a key in a path.
type OfKey struct {
	Key id.Of[id.Key] `path:"key"`
}

// told is what the page of a key shows: how it is, and all that was ever said about it.
type told struct {
	Shown
	On    civil.Date
	Today civil.Date
	Past  []Key
	Lang  i18n.Lang

	MayChange bool
	MayUndo   bool // there is a version to take back
}

func (r *Room) showKey(v *act.View, in OfKey) (ui.Sheet, error) {
	building, err := findBuilding(v.Tx, in.Key)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ReadKeys, building); err != nil {
		return ui.Sheet{}, err
	}
	book, err := Load(v.Tx, building)
	if err != nil {
		return ui.Sheet{}, err
	}
	last := book.open(in.Key, v.Now)
	t := told{MayChange: v.May(ChangeKeys, building), MayUndo: !last.state.None(), On: book.firstDay(in.Key, v.Today, v.Now), Today: v.Today, Lang: v.Who.Lang}
	if t.Shown, err = r.Key(v, in.Key, t.On, v.Now); err != nil {
		return ui.Sheet{}, err
	}
	for _, k := range book.states {
		if k.id == in.Key {
			t.Past = append(t.Past, k)
		}
	}
	return ui.Sheet{Title: t.Name(t.Lang), Building: building, Section: "keys", Body: keyView(t)}, nil
}
