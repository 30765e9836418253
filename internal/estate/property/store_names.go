package property

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

var allNames = db.Q(`SELECT id, name FROM property_building WHERE office_id = $1 ORDER BY name, id`)

// Named is a building by its name.
type Named struct {
	ID   id.Of[id.Building]
	Name string
}

func (n *Named) fields() []any { return []any{&n.ID, &n.Name} }

// Names are all buildings of the office by their names. Whoever asks has judged that they may be shown.
func Names(tx *db.Tx) ([]Named, error) { return db.All(tx.Query(allNames), (*Named).fields) }
