package keys

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"

	"koprogo/internal/estate/property"
)

const stateColumns = `key_id, id, building_id, name, kind, basis, decision, from_on, to_on, learned_at, unlearned_at`

func (k *Key) fields() []any {
	return []any{&k.id, &k.state, &k.building, &k.name, &k.kind, &k.basis, &k.decision, &k.from, &k.to, &k.learned, &k.unlearned}
}

var (
	addKey        = db.Q(`INSERT INTO keys_key (office_id, id, building_id) VALUES ($1, $2, $3) ON CONFLICT (office_id, id) DO NOTHING`)
	buildingOfKey = db.Q(`SELECT building_id FROM keys_key WHERE office_id = $1 AND id = $2`)
	addState      = db.Q(`INSERT INTO keys_state (office_id, key_id, id, building_id, name, name_fold, kind, basis, decision, from_on, to_on, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	statesOf    = db.Q(`SELECT ` + stateColumns + ` FROM keys_state WHERE office_id = $1 AND building_id = $2 ORDER BY learned_at, id`)
	forgetState = db.Q(`UPDATE keys_state SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)
	addWeight   = db.Q(`INSERT INTO keys_weight (office_id, state_id, lot_id, building_id, weight) VALUES ($1, $2, $3, $4, $5)`)
	weightsOf   = db.Q(`SELECT state_id, lot_id, weight FROM keys_weight WHERE office_id = $1 AND building_id = $2`)
	namedSince  = db.Q(`SELECT COUNT(*) FROM keys_state s JOIN keys_weight w ON w.office_id = s.office_id AND w.state_id = s.id
		WHERE s.office_id = $1 AND s.building_id = $2 AND s.learned_at >= $3 AND s.unlearned_at IS NULL`)
)

// findBuilding reads whose key it is. The key that every building has is known by its building before it has a row.
func findBuilding(tx *db.Tx, key id.Of[id.Key]) (id.Of[id.Building], error) {
	building, found, err := db.First(tx.Query(buildingOfKey, key), func(b *id.Of[id.Building]) []any { return []any{b} })
	if err != nil || found {
		return building, err
	}
	b, err := property.FindBuilding(tx, id.As[id.Building](key))
	return b.ID(), err
}

// Settle makes sure that a key has its row, so that others may refer to it; rooms above call it in their act.
func Settle(tx *db.Tx, k Key) error {
	_, err := tx.Exec(addKey, k.id, k.building)
	return err
}

func insertState(tx *db.Tx, k Key) error {
	_, err := tx.Exec(addState, k.id, k.state, k.building, k.name, property.Fold(k.name), string(k.kind), k.basis, k.decision, k.from, k.to, k.learned)
	if db.IsUnique(err) {
		return fault.Conflict("key_name_taken").At("name").With("name", k.name)
	}
	if err != nil {
		return err
	}
	for _, w := range k.lots {
		if _, err := tx.Exec(addWeight, k.state, w.Lot, k.building, w.Weight); err != nil {
			return err
		}
	}
	return nil
}

func forget(tx *db.Tx, k Key, now civil.Instant) error {
	_, err := tx.Exec(forgetState, k.state, now)
	return err
}
