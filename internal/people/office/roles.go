package office

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Latest is the office that a person used last; none when the person has none. It answers identity.Offices.
func (r *Room) Latest(tx *db.Tx, person id.Of[id.Person], today civil.Date) (id.Of[id.Office], error) {
	list, err := Memberships(tx, person, today)
	if err != nil || len(list) == 0 {
		return id.Of[id.Office]{}, err
	}
	return list[0].ID, nil
}

// Names are the offices for which a person may act. It answers identity.Offices.
func (r *Room) Names(tx *db.Tx, person id.Of[id.Person], today civil.Date) (map[id.Of[id.Office]]string, error) {
	list, err := Memberships(tx, person, today)
	names := map[id.Of[id.Office]]string{}
	for _, m := range list {
		names[m.ID] = m.Name
	}
	return names, err
}

// Membership is an office for which a person may act.
type Membership struct {
	ID   id.Of[id.Office] `json:"id"`
	Name string           `json:"name"`
}

func (m *Membership) fields() []any { return []any{&m.ID, &m.Name} }

// Memberships lists the offices for which a person may act, the most recently used first.
func Memberships(tx *db.Tx, person id.Of[id.Person], today civil.Date) ([]Membership, error) {
	return db.All(tx.Query(officesOf, person, today), (*Membership).fields)
}

// GrantRole gives a person a role from today on; one that is held already is not given twice. Rooms above call it in their act.
func GrantRole(a *act.Act, person id.Of[id.Person], role act.Role, building id.Of[id.Building]) error {
	grants, err := Grants(a.Tx, person, a.Today)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(grants, func(g act.Grant) bool {
		return g.Role == role && (g.Building.None() || g.Building == building)
	}) {
		return nil
	}
	if _, err := a.Exec(joinOffice, person, a.Who.Office, a.Now); err != nil {
		return err
	}
	a.Record(RoleGranted{Person: person, Role: role, Building: building})
	return insertRole(a.Tx, Role{id: id.New[id.Role](), person: person, role: role, building: building, from: a.Today, learned: a.Now})
}

// End sets the day from which a person no longer has a role; today when none is said. The last syndic of the office stays: somebody who can sign
// in must be able to act for it. Who has no role left no longer acts for the office.
func (r *Room) End(a *act.Act, role id.Of[id.Role], on civil.Date) (Role, error) {
	if err := a.Hold(a.Who.Office); err != nil {
		return Role{}, err
	}
	before, err := db.One(a.Query(roleByID, role), (*Role).fields, fault.NotFound("not_found"))
	if err != nil {
		return before, err
	}
	if err := a.Allow(EndRole, before.building); err != nil {
		return before, err
	}
	if on.None() {
		on = a.Today
	}
	ended, err := before.end(on, a.Today)
	if err != nil {
		return ended, err
	}
	if before.role == act.Syndic && before.building.None() {
		if err := r.leavesASyndic(a, before); err != nil {
			return ended, err
		}
	}
	if _, err := a.Exec(forgetRole, before.id, a.Now); err != nil {
		return ended, err
	}
	ended.id, ended.learned = id.New[id.Role](), a.Now
	if err := insertRole(a.Tx, ended); err != nil {
		return ended, err
	}
	a.Record(RoleEnded{Person: ended.person, Role: ended.role, Building: ended.building, On: on})
	return ended, r.settle(a, ended.person)
}

// EndHeld ends a role that a person holds in a building from a day on, at the earliest when it began. Rooms below have judged: the owner who sold.
func (r *Room) EndHeld(a *act.Act, person id.Of[id.Person], role act.Role, building id.Of[id.Building], on civil.Date) error {
	roles, err := db.All(a.Query(rolesOf, person), (*Role).fields)
	if err != nil {
		return err
	}
	ended := false
	for _, held := range roles {
		if held.role != role || held.building != building || !held.to.None() && !held.to.After(on) {
			continue
		}
		if held.to = on; on.Before(held.from) {
			held.to = held.from
		}
		if err := restate(a, held); err != nil {
			return err
		}
		a.Record(RoleEnded{Person: person, Role: role, Building: building, On: held.to})
		ended = true
	}
	if !ended {
		return nil
	}
	return r.settle(a, person)
}

// Regain gives a role back that was ended or is about to end: the sale was undone, or the owner bought again. Who never held it is given nothing.
func (r *Room) Regain(a *act.Act, person id.Of[id.Person], role act.Role, building id.Of[id.Building]) error {
	roles, err := db.All(a.Query(rolesOf, person), (*Role).fields)
	if err != nil {
		return err
	}
	last := Role{}
	for _, held := range roles {
		if held.role != role || held.building != building {
			continue
		}
		if held.to.None() {
			return nil
		}
		if last.id.None() || held.to.After(last.to) {
			last = held
		}
	}
	if last.id.None() {
		return nil
	}
	if !last.to.After(a.Today) {
		return GrantRole(a, person, role, building)
	}
	last.to = civil.Date{}
	if _, err := a.Exec(joinOffice, person, a.Who.Office, a.Now); err != nil {
		return err
	}
	a.Record(RoleGranted{Person: person, Role: role, Building: building})
	return restate(a, last)
}

// restate says of a role that it is otherwise than it was known.
func restate(a *act.Act, r Role) error {
	if _, err := a.Exec(forgetRole, r.id, a.Now); err != nil {
		return err
	}
	r.id, r.learned = id.New[id.Role](), a.Now
	return insertRole(a.Tx, r)
}

// leavesASyndic refuses to end the role of the last syndic of the whole office who holds it without an end and has a password.
func (r *Room) leavesASyndic(a *act.Act, leaving Role) error {
	roles, err := db.All(a.Query(allRoles), (*Role).fields)
	if err != nil {
		return err
	}
	for _, other := range roles {
		if other.id == leaving.id || other.role != act.Syndic || !other.building.None() || !other.to.None() || !other.held(a.Today) {
			continue
		}
		p, err := identity.ByID(a.Tx, other.person)
		if err != nil {
			return err
		}
		if p.MayEnter() {
			return nil
		}
	}
	return fault.Conflict("last_syndic")
}

// settle keeps until when a person may act for the office, and takes out at once who may no more.
func (r *Room) settle(a *act.Act, person id.Of[id.Person]) error {
	roles, err := db.All(a.Query(rolesOf, person), (*Role).fields)
	if err != nil {
		return err
	}
	last := a.Today
	for _, role := range roles {
		if role.to.None() {
			return nil
		}
		if role.to.After(last) {
			last = role.to
		}
	}
	if _, err := a.Exec(leaveOffice, person, a.Who.Office, last); err != nil || last.After(a.Today) {
		return err
	}
	next, err := r.Latest(a.Tx, person, a.Today)
	if err != nil {
		return err
	}
	return r.Identity.Leave(a, person, a.Who.Office, next)
}

// Switch notes that a person now acts for another of their own offices; identity moves the session.
func (r *Room) Switch(a *act.Act, to id.Of[id.Office]) error {
	list, err := Memberships(a.Tx, a.Who.Person, a.Today)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(m Membership) bool { return m.ID == to }) {
		return fault.NotFound("not_found").At("office_id")
	}
	_, err = a.Exec(useOffice, a.Who.Person, to, a.Now)
	return err
}

// MyRole is a role of the reader, in any of the own offices.
type MyRole struct {
	Office       id.Of[id.Office]   `json:"office_id"`
	OfficeName   string             `json:"office_name"`
	Role         act.Role           `json:"role"`
	Building     id.Of[id.Building] `json:"building_id,omitzero"`
	BuildingName string             `json:"building_name,omitempty"`
	From         civil.Date         `json:"from"`
	To           civil.Date         `json:"to,omitzero"`
}

// MyRoles tells who the reader is where: the roles of all own offices, those of the office of the session first.
func (r *Room) MyRoles(v *act.View) ([]MyRole, error) {
	offices, err := Memberships(v.Tx, v.Who.Person, v.Today)
	if err != nil {
		return nil, err
	}
	return r.rolesIn(v, offices)
}

func (r *Room) rolesIn(v *act.View, offices []Membership) ([]MyRole, error) {
	if v.Who.Session.None() { // an access key sees the one office for which it was made
		offices = slices.DeleteFunc(offices, func(m Membership) bool { return m.ID != v.Who.Office })
	}
	slices.SortStableFunc(offices, func(a, b Membership) int {
		switch v.Who.Office {
		case a.ID:
			return -1
		case b.ID:
			return 1
		}
		return 0
	})
	list := []MyRole{}
	for _, o := range offices {
		err := v.Visit(o.ID, func(tx *db.Tx) error {
			there := *v
			there.Tx, there.Who.Office = tx, o.ID
			mine, err := r.rolesThere(&there, o)
			list = append(list, mine...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (r *Room) rolesThere(v *act.View, o Membership) (list []MyRole, err error) {
	roles, err := db.All(v.Query(rolesOf, v.Who.Person), (*Role).fields)
	if err != nil {
		return nil, err
	}
	if v.Who.Grants, err = Grants(v.Tx, v.Who.Person, v.Today); err != nil {
		return nil, err
	}
	named, err := r.named(v)
	if err != nil {
		return nil, err
	}
	for _, role := range roles {
		if !role.held(v.Today) {
			continue
		}
		m := MyRole{Office: o.ID, OfficeName: o.Name, Role: role.role, Building: role.building, From: role.from, To: role.to}
		if i := slices.IndexFunc(named, func(n Named) bool { return n.ID == role.building }); i >= 0 {
			m.BuildingName = named[i].Name
		}
		list = append(list, m)
	}
	return list, nil
}
