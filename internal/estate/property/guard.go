package property

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// guard looks after the sign-ins of those between whom lots passed: an owner who holds nothing in the building any more sees nothing of it from that day
// on, and who holds again after an undoing, or by another transfer, sees it again.
func (r *Room) guard(a *act.Act, t Transfer) error {
	if r.Gate == nil {
		return nil
	}
	reg, err := LoadRegister(a.Tx, t.building)
	if err != nil {
		return err
	}
	involved := []id.Of[id.Party]{t.party}
	for _, m := range t.lots {
		involved = append(involved, m.From)
	}
	persons := map[id.Of[id.Person]]bool{}
	for _, m := range reg.members {
		if person := m.entry.Person; !person.None() && !persons[person] && slices.Contains(involved, m.party) {
			persons[person] = true
			if err := r.guardPerson(a, reg, person); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Room) guardPerson(a *act.Act, reg Register, person id.Of[id.Person]) error {
	var last civil.Date
	for _, m := range knownNow(reg.members, a.Now, func(m Member) bool { return m.entry.Person == person }) {
		for _, o := range knownNow(reg.ownerships, a.Now, func(o Ownership) bool { return o.party == m.party }) {
			if o.to.None() {
				return r.Gate.Regain(a, person, act.Owner, reg.Building.id)
			}
			last = laterOf(last, o.to)
		}
	}
	return r.Gate.EndHeld(a, person, act.Owner, reg.Building.id, orToday(last, a.Today))
}
