package imports

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/platform/act"
)

// takeContacts corrects how known owners are reached, one correction per member: the list says how it always was, and was only wrongly known.
func (r *Room) takeContacts(a *act.Act, list []Contact) error {
	for _, c := range list {
		if _, err := r.Register.ChangeMember(a, c.Member, c.Entry, property.Saying{}); err != nil {
			return err
		}
	}
	return nil
}

// takeBackContacts says again what was known of the owners until the list corrected it: that is what was forgotten while the list
// was entered, when nobody else could write to the building. It is refused when somebody has spoken of one of them since.
func (r *Room) takeBackContacts(a *act.Act, i Import) error {
	reg, err := property.LoadRegister(a.Tx, i.building)
	if err != nil {
		return err
	}
	for _, p := range reg.Parties(a.Today, a.Now) {
		for _, m := range p.Members() {
			said := reg.Recall(m.ID())
			at := slices.IndexFunc(said, func(x property.Recalled) bool {
				return !x.Unlearned.None() && !x.Unlearned.Before(i.confirming) && !x.Unlearned.After(i.confirmed)
			})
			if at < 0 {
				continue
			}
			if slices.ContainsFunc(said, func(x property.Recalled) bool { return x.Learned.After(i.confirmed) }) {
				return fault.Conflict("list_built_on")
			}
			if _, err := r.Register.ChangeMember(a, m.ID(), said[at].Entry(), property.Saying{}); err != nil {
				return err
			}
		}
	}
	return nil
}
