package identity

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// named is who has an identifier; a page of a list asks for twenty-five at once.
var named = db.Global(`SELECT id, name FROM identity_person WHERE id IN
	($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`)

type name struct {
	id   id.Of[id.Person]
	name string
}

func (n *name) fields() []any { return []any{&n.id, &n.name} }

// Names are the names of persons by their identifiers. Whoever asks has judged that they may be shown.
func Names(tx *db.Tx, persons []id.Of[id.Person]) (map[id.Of[id.Person]]string, error) {
	names := map[id.Of[id.Person]]string{}
	for len(persons) > 0 {
		args := make([]any, 25)
		for i := range args {
			args[i] = persons[min(i, len(persons)-1)]
		}
		persons = persons[min(25, len(persons)):]
		list, err := db.All(tx.Query(named, args...), (*name).fields)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			names[n.id] = n.name
		}
	}
	return names, nil
}
