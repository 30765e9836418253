package addressees

import (
	"cmp"
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/platform/act"
)

// Own is what the association knows of the reader in one building, and how it writes to him.
type Own struct {
	Building property.Building
	Party    property.Party
	Member   property.Member
	Standing Standing
	Way      Way
}

// Own reads what the associations of an office know of the reader, in the order of their names.
func (r *Room) Own(v *act.View) (list []Own, err error) {
	for _, g := range v.Who.Grants {
		if g.Role != act.Owner || g.Building.None() {
			continue
		}
		b, err := Load(v.Tx, g.Building)
		if err != nil {
			return nil, err
		}
		if err := v.Allow(ReadOwnData, g.Building); err != nil {
			return nil, err
		}
		for _, p := range b.Register.Parties(v.Today, v.Now) {
			for _, m := range p.Members() {
				if !v.Who.Person.None() && m.Person() == v.Who.Person {
					list = append(list, Own{b.Register.Building, p, m, Vote(p, b.Mandataries, v.Today), Channel(m.ID(), b.Consents, v.Today)})
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b Own) int {
		return cmp.Or(cmp.Compare(a.Building.Name(), b.Building.Name()), a.Member.ID().Compare(b.Member.ID()))
	})
	return list, nil
}

// Answer leads to the form by which the reader agrees to e-mail, or wants letters again.
func (o Own) Answer() string {
	if o.Way.Electronic {
		return "/consents/" + o.Way.Consent.ID().String() + "/revocation"
	}
	return consentPath(o.Building.ID(), o.Member.ID())
}
