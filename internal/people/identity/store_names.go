package identity

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// Names are the names of persons by their identifiers. Whoever asks has judged that they may be shown.
func Names(tx *db.Tx, persons []id.Of[id.Person]) (map[id.Of[id.Person]]string, error) {
	found, err := ByIDs(tx, persons)
	names := make(map[id.Of[id.Person]]string, len(found))
	for person, p := range found {
		names[person] = p.name
	}
	return names, err
}
