package mandates

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/db"
)

// people is who is known around a building: owners of the register, sign-ins, and the office itself.
type people struct {
	register property.Register
	now      property.Snapshot
	office   office.Office
	names    map[id.Of[id.Person]]string
}

func loadPeople(tx *db.Tx, of id.Of[id.Office], register property.Register, now property.Snapshot, list []Mandate) (people, error) {
	p := people{register: register, now: now}
	var persons []id.Of[id.Person]
	for _, m := range list {
		if who := m.entry.Holder.Person; !who.None() {
			persons = append(persons, who)
		}
	}
	var err error
	if p.names, err = identity.Names(tx, persons); err != nil {
		return p, err
	}
	if slices.ContainsFunc(list, func(m Mandate) bool { return m.entry.Holder.Office }) {
		p.office, err = office.Find(tx, of)
	}
	return p, err
}

// name is what a holder is called today.
func (p people) name(h Holder) string {
	switch {
	case h.Office:
		return p.office.Name()
	case !h.Member.None():
		if list := p.register.Recall(h.Member); len(list) > 0 {
			return list[0].Name()
		}
	case !h.Person.None():
		return p.names[h.Person]
	}
	return h.Name
}

// seat is one text for one holder, which the database can compare. An owner who signs in is told by the sign-in: the same human being may hold lots in
// several parties.
func (p people) seat(h Holder) string {
	switch {
	case h.Office:
		return "office"
	case !h.Person.None():
		return "person:" + h.Person.String()
	case !h.Member.None():
		if m, found := p.member(h.Member); found && !m.Person().None() {
			return "person:" + m.Person().String()
		}
		return "member:" + h.Member.String()
	}
	return "name:" + property.Fold(h.Name)
}

// same tells whether two mandates are held by one person as far as anybody knows today: by the seat of today, or by the name when one of them is only a name.
func (p people) same(a, b Mandate) bool {
	x, y := a.entry.Holder, b.entry.Holder
	if p.seat(x) == p.seat(y) {
		return true
	}
	return (x.Name != "" || y.Name != "") && property.Fold(p.name(x)) == property.Fold(p.name(y))
}

// member finds an owner who holds a lot today.
func (p people) member(member id.Of[id.Member]) (property.Member, bool) {
	for _, party := range p.now.Parties {
		for _, m := range party.Members() {
			if m.ID() == member {
				return m, true
			}
		}
	}
	return property.Member{}, false
}

// owns tells whether a holder is an owner: named as one, or signing in as one.
func (p people) owns(h Holder) bool {
	if !h.Member.None() {
		_, found := p.member(h.Member)
		return found
	}
	return !h.Person.None() && slices.ContainsFunc(p.now.Parties, func(x property.Party) bool { return x.Has(h.Person) })
}
