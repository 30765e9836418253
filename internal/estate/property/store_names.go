package property

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// namedBuildings are the names of up to twenty-five buildings.
var namedBuildings = db.Q(`SELECT id, name FROM property_building WHERE office_id = $1 AND id IN
	($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`)

var allNames = db.Q(`SELECT id, name FROM property_building WHERE office_id = $1 ORDER BY name, id`)

// Named is a building by its name.
type Named struct {
	ID   id.Of[id.Building]
	Name string
}

func (n *Named) fields() []any { return []any{&n.ID, &n.Name} }

// Names are all buildings of the office by their names. Whoever asks has judged that they may be shown.
func Names(tx *db.Tx) ([]Named, error) { return db.All(tx.Query(allNames), (*Named).fields) }

// NamesOf are the names of buildings by their identifiers. Whoever asks has judged that they may be shown.
func NamesOf(tx *db.Tx, buildings []id.Of[id.Building]) (map[id.Of[id.Building]]string, error) {
	names := map[id.Of[id.Building]]string{}
	for len(buildings) > 0 {
		args := make([]any, 25)
		for i := range args {
			args[i] = buildings[min(i, len(buildings)-1)]
		}
		buildings = buildings[min(25, len(buildings)):]
		list, err := db.All(tx.Query(namedBuildings, args...), (*Named).fields)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			names[n.ID] = n.Name
		}
	}
	return names, nil
}
