package app

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// mayHear says of which facts an open page is told: those of the buildings in which its reader holds a role, those of the office itself when the
// role is of the whole office, and never those of the council's own room, where even the time of a fact tells something.
func mayHear(who act.Who, e act.Entry) bool {
	if strings.HasPrefix(e.Kind, "council.") {
		return false
	}
	if e.Building.None() {
		return slices.ContainsFunc(who.Grants, func(g act.Grant) bool { return g.Building.None() })
	}
	return len(who.RolesIn(e.Building)) > 0
}

// endsLines says whose open pages a fact ends: those of a session that is signed out, and those of a person whose roles change, who comes back
// with the new ones.
func endsLines(e act.Entry) (session id.Of[id.Session], person id.Of[id.Person]) {
	switch {
	case e.Kind == "identity.signed_out":
		var said struct {
			Session id.Of[id.Session] `json:"session"`
		}
		if e.Read(&said) == nil {
			return said.Session, person
		}
	case strings.HasPrefix(e.Kind, "office.role_"):
		return session, id.As[id.Person](e.Subject)
	}
	return session, person
}
