package search

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Room finds, and keeps the index.
type Room struct {
	House *act.House
}

// maxBuildings is how many buildings of a reader are looked through one by one; who has more is shown what he may read of the first hits.
const maxBuildings = 20

// Find answers a question with at most so many hits of each kind, the best first. An empty kind asks for all.
func (r *Room) Find(v *act.View, question string, only Kind, each int) ([]Hit, error) {
	terms := Terms(question)
	if len(terms) == 0 {
		return nil, nil
	}
	hits, err := r.look(v, terms, terms[0], terms[0]+last)
	if err != nil {
		return nil, err
	}
	if len(hits) == 0 { // nothing begins like this: perhaps a slip of the finger
		words, err := near(v.Tx, terms[0])
		if err != nil {
			return nil, err
		}
		for _, w := range words[:min(len(words), 12)] {
			more, err := r.look(v, terms, w, w+"\x01")
			if err != nil {
				return nil, err
			}
			hits = append(hits, more...)
		}
	}
	return r.named(v, sorted(hits, only, each))
}

// look reads the entries of a stretch of words, keeps those that fit the whole question, and of these what the reader may see.
func (r *Room) look(v *act.View, terms []string, from, to string) ([]Hit, error) {
	places := []id.Of[id.Building]{{}}
	if everywhere, some := reach(v); !everywhere && len(some) <= maxBuildings {
		places = some
	}
	var hits []Hit
	for _, place := range places {
		list, err := beginningWith(v.Tx, from, to, place)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			if fit := fits(e, terms); fit > 0 && sees(v, e) {
				hits = append(hits, Hit{Entry: e, fit: fit})
			}
		}
	}
	return hits, nil
}

// reach is where a reader has any role: in the whole office, or in the listed buildings.
func reach(v *act.View) (everywhere bool, list []id.Of[id.Building]) {
	if v.Who.House {
		return true, nil
	}
	for _, g := range v.Who.Grants {
		if g.Building.None() {
			return true, nil
		}
		if !slices.Contains(list, g.Building) {
			list = append(list, g.Building)
		}
	}
	return false, list
}

func sees(v *act.View, e Entry) bool {
	if !e.building.None() {
		return v.May(needs[e.kind], e.building)
	}
	everywhere, some := v.Buildings(needs[e.kind])
	return everywhere || len(some) > 0
}

// sorted puts the best first within each kind, each noun once: an owner who was found by name is not shown again as a contact.
func sorted(hits []Hit, only Kind, each int) []Hit {
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(slices.Index(Kinds, a.kind), slices.Index(Kinds, b.kind)), cmp.Compare(b.fit, a.fit), cmp.Compare(a.title, b.title), cmp.Compare(a.id.String(), b.id.String()))
	})
	seen, count := map[id.Of[id.Any]]bool{}, map[Kind]int{}
	return slices.DeleteFunc(hits, func(h Hit) bool {
		if only != "" && h.kind != only || seen[h.id] || count[h.kind] >= each {
			return true
		}
		seen[h.id] = true
		count[h.kind]++
		return false
	})
}

// named says in which building each hit lies.
func (r *Room) named(v *act.View, hits []Hit) ([]Hit, error) {
	names := map[id.Of[id.Building]]string{}
	for i, h := range hits {
		if h.building.None() || h.kind == Building {
			continue
		}
		name, known := names[h.building]
		if !known {
			var err error
			if name, err = db.Value[string](v.Query(placeOf, h.building)); err != nil {
				return nil, err
			}
			names[h.building] = name
		}
		hits[i].Place = name
	}
	return hits, nil
}
