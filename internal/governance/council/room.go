package council

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Own is the council's own room as one who may enter sees it.
type Own struct {
	Building property.Building
	Entries  []Entry
	Members  []id.Of[id.Person] // all who can enter
	Names    map[id.Of[id.Person]]string
}

// Of are the entries of one kind; of tasks those of one column.
func (o Own) Of(kind Kind, state State) (list []Entry) {
	for _, e := range o.Entries {
		if e.said.Kind == kind && e.said.State == state {
			list = append(list, e)
		}
	}
	if kind == "task" {
		slices.SortStableFunc(list, func(a, b Entry) int {
			return slices.Index(Priorities, a.said.Priority) - slices.Index(Priorities, b.said.Priority)
		})
	}
	return list
}

// enter lets council members in, and nobody who runs the office in any of its buildings. Fault: council_shut.
func enter(v *act.View, building id.Of[id.Building]) error {
	if err := v.Allow(EnterOwnRoom, building); err != nil {
		return err
	}
	if runs(v.Who) {
		return fault.Forbidden("council_shut")
	}
	return nil
}

// Enters tells whether a reader may come in.
func Enters(v *act.View, building id.Of[id.Building]) bool {
	return v.May(EnterOwnRoom, building) && !runs(v.Who)
}

// runs tells who belongs to the syndic's office, in whatever building.
func runs(w act.Who) bool {
	return w.Admin || !w.Seer.None() || slices.ContainsFunc(w.Grants, func(g act.Grant) bool { return g.Role == act.Syndic || g.Role == act.Accountant })
}

// Own reads the council's own room.
func (r *Room) Own(v *act.View, building id.Of[id.Building]) (Own, error) {
	b, err := property.FindBuilding(v.Tx, building)
	if err != nil {
		return Own{}, err
	}
	if err := enter(v, building); err != nil {
		return Own{}, err
	}
	o := Own{Building: b}
	if o.Entries, err = db.All(v.Query(entriesOf, building), (*Entry).fields); err != nil {
		return o, err
	}
	if o.Members, err = office.Holding(v.Tx, act.Council, building, v.Today); err != nil {
		return o, err
	}
	persons := slices.Clone(o.Members)
	for _, e := range o.Entries {
		persons = append(persons, e.by, e.said.Assignee)
	}
	persons = slices.DeleteFunc(persons, id.Of[id.Person].None)
	o.Names, err = identity.Names(v.Tx, persons)
	return o, err
}

// Entry reads one entry for who may come in; to everybody else it is not there.
func (r *Room) Entry(v *act.View, entry id.Of[id.Entry]) (Entry, error) {
	e, err := findEntry(v.Tx, entry)
	if err != nil {
		return Entry{}, err
	}
	return e, enter(v, e.building)
}

// Write puts a note, minutes or a task into the own room.
func (r *Room) Write(a *act.Act, building id.Of[id.Building], s Said) (Entry, error) {
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Entry{}, err
	}
	if err := enter(&a.View, building); err != nil {
		return Entry{}, err
	}
	s, err := r.judged(a, building, s)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{id: id.New[id.Entry](), building: building, said: s, at: a.Now, by: a.Who.Person, changed: a.Now}
	a.Record(EntryKept{Building: building, Entry: e.id})
	_, err = a.Exec(addEntry, e.id, building, string(s.Kind), s.Title, s.Text, string(s.State), string(s.Priority), s.Assignee, s.Due, e.at, e.by, e.changed)
	return e, err
}

func (r *Room) judged(a *act.Act, building id.Of[id.Building], s Said) (Said, error) {
	members, err := office.Holding(a.Tx, act.Council, building, a.Today)
	if err != nil {
		return s, err
	}
	return s.checked(members)
}

// toChange loads an entry that is about to be changed.
func toChange(a *act.Act, entry id.Of[id.Entry]) (Entry, error) {
	e, err := findEntry(a.Tx, entry)
	if err != nil {
		return Entry{}, err
	}
	if err := enter(&a.View, e.building); err != nil {
		return Entry{}, err
	}
	if err := a.Hold(entry); err != nil {
		return Entry{}, err
	}
	return findEntry(a.Tx, entry)
}

// Rewrite says an entry anew; its kind stays.
func (r *Room) Rewrite(a *act.Act, entry id.Of[id.Entry], s Said) (Entry, error) {
	e, err := toChange(a, entry)
	if err != nil {
		return Entry{}, err
	}
	s.Kind = e.said.Kind
	if e.said, err = r.judged(a, e.building, s); err != nil {
		return Entry{}, err
	}
	return e, keep(a, e)
}

// Move hangs a task in another column of the board. Fault: entry_no_task.
func (r *Room) Move(a *act.Act, entry id.Of[id.Entry], to State) (Entry, error) {
	e, err := toChange(a, entry)
	switch {
	case err != nil:
		return Entry{}, err
	case e.said.Kind != "task":
		return Entry{}, fault.Conflict("entry_no_task")
	case !slices.Contains(States, to):
		return Entry{}, fault.Invalid("required", "state")
	}
	e.said.State = to
	return e, keep(a, e)
}

func keep(a *act.Act, e Entry) error {
	s := e.said
	a.Record(EntryKept{Building: e.building, Entry: e.id})
	_, err := a.Exec(setEntry, e.id, string(s.Kind), s.Title, s.Text, string(s.State), string(s.Priority), s.Assignee, s.Due, a.Now)
	return err
}

// Remove takes an entry out of the room; it is gone.
func (r *Room) Remove(a *act.Act, entry id.Of[id.Entry]) (Entry, error) {
	e, err := toChange(a, entry)
	if err != nil {
		return Entry{}, err
	}
	a.Record(EntryKept{Building: e.building, Entry: e.id})
	_, err = a.Exec(dropEntry, e.id)
	return e, err
}
