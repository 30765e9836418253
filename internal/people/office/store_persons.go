package office

import (
	"koprogo/internal/kernel/id"
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
