package confirmations

import (
	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/occupants"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// Own is what one association holds about the reader.
type Own struct {
	addressees.Own
	Homes     []occupants.Home // the lots that he holds with others or alone
	Confirmed Standing
}

// Own reads what the associations of the office hold about the reader, in the order of their names.
func (r *Room) Own(v *act.View) (list []Own, err error) {
	held, err := r.Addressees.Own(v)
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		reg, err := property.LoadRegister(v.Tx, h.Building.ID())
		if err != nil {
			return nil, err
		}
		all, err := standings(v, reg)
		if err != nil {
			return nil, err
		}
		homes, err := r.Occupants.Own(v, h.Building.ID())
		if err != nil {
			return nil, err
		}
		o := Own{Own: h}
		for _, s := range all {
			if s.Member.ID() == h.Member.ID() {
				o.Confirmed = s
			}
		}
		for _, home := range homes {
			if home.Holder.ID() == h.Party.ID() {
				o.Homes = append(o.Homes, home)
			}
		}
		list = append(list, o)
	}
	return list, nil
}

// holds tells whether the reader still holds a lot here: only then is there something to confirm.
func (o Own) holds() bool { return !o.Confirmed.Member.ID().None() }

// ownMember finds the reader as a member, for the form by which he says how he is reached.
func (r *Room) ownMember(v *act.View, building id.Of[id.Building], member id.Of[id.Member]) (property.Building, property.Member, error) {
	reg, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return reg.Building, property.Member{}, err
	}
	if err := v.Allow(property.StateOwnData, building); err != nil {
		return reg.Building, property.Member{}, err
	}
	for _, p := range reg.Parties(v.Today, v.Now) {
		for _, m := range p.Members() {
			if m.ID() == member && !v.Who.Person.None() && m.Person() == v.Who.Person {
				return reg.Building, m, nil
			}
		}
	}
	return reg.Building, property.Member{}, fault.Forbidden("member_of_another")
}
