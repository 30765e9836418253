package office

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

const officeColumns = `id, name, kind, email, phone, street, number, postcode, city, enterprise, licence, created_at`

func (o *Office) fields() []any {
	e := &o.entry
	return []any{&o.id, &e.Name, &e.Kind, &e.Email, &e.Phone, &e.Street, &e.Number, &e.Postcode, &e.City, &o.enterprise, &e.Licence, &o.created}
}

const roleColumns = `id, person_id, role, building_id, from_on, to_on, learned_at`

func (r *Role) fields() []any {
	return []any{&r.id, &r.person, &r.role, &r.building, &r.from, &r.to, &r.learned}
}

var (
	addOffice = db.Global(`INSERT INTO office_office (id, name, kind, email, phone, street, number, postcode, city, enterprise, licence, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	changeOffice = db.Global(`UPDATE office_office
		SET name = $2, kind = $3, email = $4, phone = $5, street = $6, number = $7, postcode = $8, city = $9, enterprise = $10, licence = $11
		WHERE id = $1`)
	officeByID = db.Global(`SELECT ` + officeColumns + ` FROM office_office WHERE id = $1`)
	offices    = db.Global(`SELECT ` + officeColumns + ` FROM office_office WHERE (name > $1 OR (name = $1 AND id > $2)) ORDER BY name, id LIMIT $3`)
	officesOf  = db.Global(`SELECT o.id, o.name FROM office_office o JOIN office_person p ON p.office = o.id
		WHERE p.person_id = $1 AND (p.to_on IS NULL OR p.to_on > $2)
		ORDER BY p.used_at DESC, o.name`)
	joinOffice = db.Global(`INSERT INTO office_person (person_id, office, used_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, office) DO UPDATE SET to_on = NULL`)
	leaveOffice = db.Global(`UPDATE office_person SET to_on = $3 WHERE person_id = $1 AND office = $2`)
	useOffice   = db.Global(`UPDATE office_person SET used_at = $3 WHERE person_id = $1 AND office = $2`)

	addRole = db.Q(`INSERT INTO office_role (office_id, id, person_id, role, building_id, from_on, to_on, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	roleByID   = db.Q(`SELECT ` + roleColumns + ` FROM office_role WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)
	forgetRole = db.Q(`UPDATE office_role SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)
	rolesOf    = db.Q(`SELECT ` + roleColumns + ` FROM office_role
		WHERE office_id = $1 AND person_id = $2 AND unlearned_at IS NULL`)
	allRoles = db.Q(`SELECT ` + roleColumns + ` FROM office_role
		WHERE office_id = $1 AND unlearned_at IS NULL
		ORDER BY person_id, role, id`)
)

// Find reads an office; offices are known to the whole house by name and address only.
func Find(tx *db.Tx, office id.Of[id.Office]) (Office, error) {
	return db.One(tx.Query(officeByID, office), (*Office).fields, fault.NotFound("not_found"))
}

// Grants lists what a person is in the office of the transaction, today.
func Grants(tx *db.Tx, person id.Of[id.Person], today civil.Date) ([]act.Grant, error) {
	roles, err := db.All(tx.Query(rolesOf, person), (*Role).fields)
	var list []act.Grant
	for _, r := range roles {
		if r.held(today) {
			list = append(list, act.Grant{Role: r.role, Building: r.building})
		}
	}
	return list, err
}

func insertOffice(tx *db.Tx, o Office) error {
	e := o.entry
	_, err := tx.Exec(addOffice, o.id, e.Name, string(e.Kind), e.Email, e.Phone, e.Street, e.Number, e.Postcode, e.City, o.enterprise, e.Licence, o.created)
	return err
}

func insertRole(tx *db.Tx, r Role) error {
	_, err := tx.Exec(addRole, r.id, r.person, string(r.role), r.building, r.from, r.to, r.learned)
	return err
}
