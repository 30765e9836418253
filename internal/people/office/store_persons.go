package office

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// runs are those who run something in the office, now or earlier: owners and occupants are too many to choose from.
var runs = db.Q(`SELECT DISTINCT person_id FROM office_role
	WHERE office_id = $1 AND role NOT IN ('owner', 'occupant')
	ORDER BY person_id LIMIT 200`)

// Persons are those who run something in the office, or did.
func Persons(tx *db.Tx) ([]id.Of[id.Person], error) {
	return db.Column[id.Of[id.Person]](tx.Query(runs))
}

var holding = db.Q(`SELECT DISTINCT person_id FROM office_role
	WHERE office_id = $1 AND role = $2 AND (building_id = $3 OR building_id IS NULL) AND unlearned_at IS NULL AND from_on <= $4 AND (to_on IS NULL OR to_on > $4)
	ORDER BY person_id LIMIT 200`)

// Holding are those who hold a role in a building on a day.
func Holding(tx *db.Tx, role act.Role, building id.Of[id.Building], on civil.Date) ([]id.Of[id.Person], error) {
	return db.Column[id.Of[id.Person]](tx.Query(holding, string(role), building, on))
}
