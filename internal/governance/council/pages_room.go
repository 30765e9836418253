package council

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// ownPages declares the pages of the council's own room.
func (r *Room) ownPages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/council/room", EnterOwnRoom, r.showOwn)
	ui.FormPage(p, "/buildings/{building}/council/room/new", EnterOwnRoom, 0, r.showNew, r.newPage)
	ui.FormPage(p, "/entries/{entry}", EnterOwnRoom, 0, r.showEntry, r.entryPage)
	ui.FormPage(p, "/entries/{entry}/state", EnterOwnRoom, 0, r.showMove, r.movePage)
	ui.FormPage(p, "/entries/{entry}/removal", EnterOwnRoom, 0, r.showRemove, r.removePage)
}

func entryOf(entry id.Of[id.Entry], tail string) string { return "/entries/" + entry.String() + tail }

func (r *Room) showOwn(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	o, err := r.Own(v, in.Building)
	return ui.Sheet{Title: say(v.Context(), "room_title"), Building: in.Building, Section: section, Body: ownView(o)}, err
}

// writing is an entry being written, with whom it may be given to.
type writing struct {
	Said    Said
	Members []ui.Option
	Back    string
}

func (r *Room) writing(v *act.View, building id.Of[id.Building], s Said) (writing, error) {
	o, err := r.Own(v, building)
	w := writing{Said: s, Back: pageOf(building, "/room")}
	for _, p := range o.Members {
		w.Members = append(w.Members, ui.Option{Value: p.String(), Label: o.Names[p]})
	}
	slices.SortFunc(w.Members, func(a, b ui.Option) int {
		return cmp.Or(cmp.Compare(property.Fold(a.Label), property.Fold(b.Label)), cmp.Compare(a.Value, b.Value))
	})
	return w, err
}

// NewPage is the form of an entry; its kind may be chosen by the link that leads there.
type NewPage struct {
	property.OfBuilding
	Kind Kind `query:"kind"`
	Body EntryBody
}

func (r *Room) showNew(v *act.View, in NewPage, sent ui.Sent) (ui.Sheet, error) {
	w, err := r.writing(v, in.Building, Said{Kind: cmp.Or(in.Kind, Kinds[0]), State: States[0], Priority: "normal"})
	return ui.Sheet{Title: say(v.Context(), "new_title"), Building: in.Building, Section: section, Body: newView(in.Building, w, sent)}, err
}

func (r *Room) newPage(a *act.Act, in NewPage) (ui.Done, error) {
	e, err := r.Write(a, in.Building, Said(in.Body))
	return ui.Done{To: pageOf(in.Building, "/room"), Says: say(a.Context(), "new_done"), Undo: entryOf(e.id, "/removal")}, err
}

func (r *Room) showEntry(v *act.View, in RewriteRequest, sent ui.Sent) (ui.Sheet, error) {
	e, err := r.Entry(v, in.Entry)
	if err != nil {
		return ui.Sheet{}, err
	}
	w, err := r.writing(v, e.building, e.said)
	return ui.Sheet{Title: e.said.Title, Building: e.building, Section: section, Body: entryView(e, w, sent)}, err
}

func (r *Room) entryPage(a *act.Act, in RewriteRequest) (ui.Done, error) {
	e, err := r.Rewrite(a, in.Entry, Said(in.Body))
	return ui.Done{To: pageOf(e.building, "/room"), Says: say(a.Context(), "entry_done")}, err
}

func (r *Room) showMove(v *act.View, in MoveRequest, sent ui.Sent) (ui.Sheet, error) {
	e, err := r.Entry(v, in.Entry)
	return ui.Sheet{Title: e.said.Title, Building: e.building, Section: section, Body: moveView(e, sent)}, err
}

func (r *Room) movePage(a *act.Act, in MoveRequest) (ui.Done, error) {
	e, err := r.Move(a, in.Entry, in.Body.State)
	return ui.Done{To: pageOf(e.building, "/room"), Says: say(a.Context(), "entry_done")}, err
}

func (r *Room) showRemove(v *act.View, in OfEntry, sent ui.Sent) (ui.Sheet, error) {
	e, err := r.Entry(v, in.Entry)
	return ui.Sheet{Title: say(v.Context(), "remove_title"), Building: e.building, Section: section, Body: removeView(e, sent)}, err
}

func (r *Room) removePage(a *act.Act, in OfEntry) (ui.Done, error) {
	e, err := r.Remove(a, in.Entry)
	return ui.Done{To: pageOf(e.building, "/room"), Says: say(a.Context(), "remove_done")}, err
}

// who names all who can enter the room.
func (o Own) who() string {
	var names []string
	for _, p := range o.Members {
		names = append(names, o.Names[p])
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(property.Fold(a), property.Fold(b)) })
	return strings.Join(names, ", ")
}

// more says of a task who does it, and by when.
func (o Own) more(ctx context.Context, e Entry) string {
	var parts []string
	if name := o.Names[e.said.Assignee]; name != "" {
		parts = append(parts, name)
	}
	if !e.said.Due.None() {
		parts = append(parts, say(ctx, "due", "date", e.said.Due))
	}
	return strings.Join(parts, " · ")
}
