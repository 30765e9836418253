package search

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/search", Ask, "Find buildings, lots, owners, suppliers, invoices and decisions by any of their words", r.getHits)
}

// FindRequest is a question. Kind narrows it to one kind; limit is per kind.
type FindRequest struct {
	Question string `query:"q" required:"true" minLength:"1" maxLength:"200"`
	Kind     string `query:"kind" enum:"building,lot,owner,contact,supplier,invoice,decision"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"10"`
}

// HitAnswer is something found. The id is that of the noun: for an owner and a contact, of the party. The path is its page.
type HitAnswer struct {
	Kind     Kind                `json:"kind"`
	ID       id.Of[id.Any]       `json:"id"`
	Building *id.Of[id.Building] `json:"building_id"`
	Title    string              `json:"title"`
	Detail   string              `json:"detail"`
	Place    string              `json:"building_name"`
	Path     string              `json:"path"`
}

func (r *Room) getHits(v *act.View, in FindRequest) (rest.List[HitAnswer], error) {
	hits, err := r.Find(v, in.Question, Kind(in.Kind), in.Limit)
	list := rest.List[HitAnswer]{Items: make([]HitAnswer, 0, len(hits))}
	for _, h := range hits {
		a := HitAnswer{Kind: h.kind, ID: h.id, Title: h.title, Detail: h.detail, Place: h.Place, Path: h.Path()}
		if !h.building.None() {
			a.Building = &h.building
		}
		list.Items = append(list.Items, a)
	}
	return list, err
}
