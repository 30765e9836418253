package audit

import (
	"encoding/json"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/audit", ReadAudit, "Who did what, and when: the chain of facts, the last first", r.getLines)
	rest.Read(s, "GET /api/v1/audit/chain", VerifyChain, "Recompute the chain of facts and say whether it holds", r.getChain)
}

// LinesRequest narrows the facts.
type LinesRequest struct {
	rest.Paging
	Building id.Of[id.Building] `query:"building_id" format:"uuid"`
	Subject  id.Of[id.Any]      `query:"subject_id" format:"uuid"`
	Person   id.Of[id.Person]   `query:"person_id" format:"uuid"`
	Room     string             `query:"room" maxLength:"40"`
	From     civil.Date         `query:"from"`
	To       civil.Date         `query:"to"`
}

func (in LinesRequest) filter() act.Filter {
	return act.Filter{Building: in.Building, Subject: in.Subject, Person: in.Person, Room: in.Room, Since: dawn(in.From), Before: dawn(next(in.To))}
}

// dawn is the first moment of a day in Brussels.
func dawn(d civil.Date) (at civil.Instant) {
	if d.None() {
		return at
	}
	at, _ = civil.InBrussels(d, 0, 0) // midnight exists on every day in Brussels: clocks change at two and three
	return at
}

func next(d civil.Date) civil.Date {
	if d.None() {
		return d
	}
	return d.AddDays(1)
}

// LineAnswer is a fact as the API says it. What happened stands in details, with identifiers only.
type LineAnswer struct {
	Seq      int64               `json:"seq"`
	At       civil.Instant       `json:"at"`
	Person   *id.Of[id.Person]   `json:"person_id"`
	Who      string              `json:"person_name"`
	Via      string              `json:"via"`
	Kind     string              `json:"kind"`
	Building *id.Of[id.Building] `json:"building_id"`
	Place    string              `json:"building_name"`
	Subject  *id.Of[id.Any]      `json:"subject_id"`
	Details  json.RawMessage     `json:"details"`
	Hash     string              `json:"hash"`
}

func (r *Room) getLines(v *act.View, in LinesRequest) (rest.List[LineAnswer], error) {
	var before int64
	if _, err := in.After(&before); err != nil {
		return rest.List[LineAnswer]{}, err
	}
	lines, err := r.Lines(v, in.filter(), before, in.Limit+1)
	return rest.Map(rest.Cut(in.Paging, lines, func(l Line) []any { return []any{l.Seq} }), answer), err
}

func answer(l Line) LineAnswer {
	a := LineAnswer{Seq: l.Seq, At: l.At, Who: l.Who, Via: l.Via, Kind: l.Kind, Place: l.Building, Hash: l.Hash, Details: json.RawMessage("{}")}
	if l.Body != "" {
		a.Details = l.JSON()
	}
	if !l.Person.None() {
		a.Person = &l.Entry.Person
	}
	if !l.Entry.Building.None() {
		a.Building = &l.Entry.Building
	}
	if !l.Subject.None() {
		a.Subject = &l.Entry.Subject
	}
	return a
}

// ChainAnswer says whether the chain holds.
type ChainAnswer struct {
	Holds  bool           `json:"holds"`
	Facts  int64          `json:"facts"`
	Hash   string         `json:"hash" doc:"of the last fact; whoever noted an earlier one finds it in the chain"`
	Broken []BrokenAnswer `json:"broken"`
}

// BrokenAnswer is a place where the chain does not hold.
type BrokenAnswer struct {
	Seq int64  `json:"seq"`
	Why string `json:"why"`
}

func (r *Room) getChain(v *act.View, _ Nobody) (ChainAnswer, error) {
	c, err := r.Verify(v)
	a := ChainAnswer{Holds: c.Holds(), Facts: c.Facts, Hash: c.Hash, Broken: []BrokenAnswer{}}
	for _, b := range c.Broken {
		a.Broken = append(a.Broken, BrokenAnswer{b.Seq, b.Why})
	}
	return a, err
}

// Nobody is a request that says nothing.
type Nobody struct{}
