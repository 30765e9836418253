package act

import (
	"slices"
	"sort"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
)

// Role is what a person is to a building or an office.
type Role string

// The roles, as the contract names them.
const (
	Admin      Role = "admin" // runs the platform: sees offices, not their data
	Syndic     Role = "syndic"
	Accountant Role = "accountant"
	Council    Role = "council"
	Auditor    Role = "auditor"
	Owner      Role = "owner"
	Occupant   Role = "occupant"
	Contractor Role = "contractor"
	Notary     Role = "notary"
)

// Roles lists them in the order of the rights table.
var Roles = []Role{Admin, Syndic, Accountant, Council, Auditor, Owner, Occupant, Contractor, Notary}

// Grant is a role held for a building, or for the whole office when Building is none.
type Grant struct {
	Role     Role
	Building id.Of[id.Building]
}

// Action is one thing that can be done; its room declares it, app/policy.go says by whom.
type Action string

var actions []Action

// NewAction declares an action, "<room>.<verb>". Two of the same name panic at start.
func NewAction(name string) Action {
	a := Action(name)
	if slices.Contains(actions, a) {
		panic("act: action " + name + " is declared twice")
	}
	actions = append(actions, a)
	return a
}

// Actions lists all declared actions, sorted.
func Actions() []Action {
	list := slices.Clone(actions)
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}

// Policy is the rights table: for each action the roles that may.
type Policy map[Action][]Role

// Somewhere tells whether a person may do an action in at least one place: what the door asks before it reads a body.
func (p Policy) Somewhere(who Who, action Action) bool {
	if who.House {
		return true
	}
	if who.shut(action) {
		return false
	}
	if who.Admin && slices.Contains(p[action], Admin) {
		return true
	}
	return slices.ContainsFunc(who.Grants, func(g Grant) bool { return slices.Contains(p[action], g.Role) })
}

// In tells whether a person may do an action in a building; none asks for the whole office.
func (p Policy) In(who Who, action Action, building id.Of[id.Building]) bool {
	if who.House {
		return true
	}
	if who.shut(action) {
		return false
	}
	if building.None() && who.Admin && slices.Contains(p[action], Admin) {
		return true
	}
	return slices.ContainsFunc(who.Grants, func(g Grant) bool {
		return slices.Contains(p[action], g.Role) && (g.Building.None() || g.Building == building)
	})
}

// Allow refuses what the person may not do there: 404 to who has nothing to do with the building, 403 to who has another role in it.
// building none asks for a right over the whole office.
func (v *View) Allow(action Action, building id.Of[id.Building]) error {
	if v.house.Policy.In(v.Who, action, building) {
		return nil
	}
	if !building.None() && !v.knows(building) {
		return fault.NotFound("not_found")
	}
	return fault.Forbidden("forbidden").With("action", string(action))
}

// May is Allow as a question, for pages that show or hide a button.
func (v *View) May(action Action, building id.Of[id.Building]) bool {
	return v.house.Policy.In(v.Who, action, building)
}

// Buildings says where a person may do an action: everywhere in the office, or in the listed buildings.
func (v *View) Buildings(action Action) (everywhere bool, list []id.Of[id.Building]) {
	if v.Who.House {
		return true, nil
	}
	if v.Who.shut(action) {
		return false, nil
	}
	for _, g := range v.Who.Grants {
		if !slices.Contains(v.house.Policy[action], g.Role) {
			continue
		}
		if g.Building.None() {
			return true, nil
		}
		if !slices.Contains(list, g.Building) {
			list = append(list, g.Building)
		}
	}
	return false, list
}

func (v *View) knows(building id.Of[id.Building]) bool {
	return slices.ContainsFunc(v.Who.Grants, func(g Grant) bool { return g.Building.None() || g.Building == building })
}

// shut tells what is closed to the eyes of another, whatever the roles allow.
func (w Who) shut(action Action) bool { return !w.Seer.None() && !slices.Contains(w.Only, action) }

// RolesIn lists what a person is to a building, in the order of Roles.
func (w Who) RolesIn(building id.Of[id.Building]) []Role {
	var list []Role
	for _, r := range Roles {
		if slices.ContainsFunc(w.Grants, func(g Grant) bool {
			return g.Role == r && (g.Building.None() || g.Building == building)
		}) {
			list = append(list, r)
		}
	}
	return list
}
