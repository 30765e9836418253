package act

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// Filter chooses facts of the chain; what is empty chooses all.
type Filter struct {
	Building id.Of[id.Building]
	Subject  id.Of[id.Any]
	Person   id.Of[id.Person]
	Room     string // the part of the kind before its point
	Since    civil.Instant
	Before   civil.Instant
}

const chosen = `SELECT ` + entryColumns + ` FROM act_fact
	WHERE office_id = $1
		AND (CAST($3 AS UUID) IS NULL OR building_id = $3)
		AND (CAST($4 AS UUID) IS NULL OR subject_id = $4)
		AND (CAST($5 AS UUID) IS NULL OR person_id = $5)
		AND (CAST($6 AS TEXT) IS NULL OR kind LIKE $6)
		AND (CAST($7 AS TIMESTAMPTZ) IS NULL OR at >= $7)
		AND (CAST($8 AS TIMESTAMPTZ) IS NULL OR at < $8)
`

var (
	factsBefore = db.Q(chosen + `AND seq < $2 ORDER BY seq DESC LIMIT $9`)
	factsSince  = db.Q(chosen + `AND seq > $2 ORDER BY seq LIMIT $9`)
)

// Facts lists facts of the office, the last first: those before a place of the chain, or from its end when before is 0.
func (v *View) Facts(f Filter, before int64, limit int) ([]Entry, error) {
	if before <= 0 {
		before = 1 << 62
	}
	return v.facts(factsBefore, f, before, limit)
}

// FactsSince lists facts of the office after a place of the chain, the first first.
func (v *View) FactsSince(f Filter, after int64, limit int) ([]Entry, error) {
	return v.facts(factsSince, f, after, limit)
}

func (v *View) facts(statement *db.Stmt, f Filter, from int64, limit int) ([]Entry, error) {
	var kind any
	if f.Room != "" {
		kind = ofRoom(f.Room)
	}
	return db.All(v.Query(statement, from, f.Building, f.Subject, f.Person, kind, f.Since, f.Before, limit), (*Entry).fields)
}
