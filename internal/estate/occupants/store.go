package occupants

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

func (o *Occupant) fields() []any {
	e := &o.entry
	return []any{&o.row, &o.id, &o.building, &o.lot, &e.Kind, &o.party, &e.Name, &e.Email, &e.Phone, &e.From, &e.To, &o.learned, &o.unlearned, &o.by}
}

var (
	occupantsOfLot = db.Q(`SELECT id, occupant_id, building_id, lot_id, kind, party_id, name, email, phone, from_on, to_on, learned_at, unlearned_at, learned_by
		FROM occupants_occupant WHERE office_id = $1 AND lot_id = $2 AND unlearned_at IS NULL ORDER BY from_on DESC, id`)
	occupantsOf = db.Q(`SELECT id, occupant_id, building_id, lot_id, kind, party_id, name, email, phone, from_on, to_on, learned_at, unlearned_at, learned_by
		FROM occupants_occupant WHERE office_id = $1 AND building_id = $2 AND unlearned_at IS NULL ORDER BY from_on DESC, id`)
	occupantByID = db.Q(`SELECT id, occupant_id, building_id, lot_id, kind, party_id, name, email, phone, from_on, to_on, learned_at, unlearned_at, learned_by
		FROM occupants_occupant WHERE office_id = $1 AND occupant_id = $2 AND unlearned_at IS NULL`)
	sayOccupant = db.Q(`INSERT INTO occupants_occupant
		(office_id, id, occupant_id, building_id, lot_id, kind, party_id, name, email, phone, from_on, to_on, learned_at, unlearned_at, learned_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
	forgetOccupant = db.Q(`UPDATE occupants_occupant SET unlearned_at = $3 WHERE office_id = $1 AND id = $2`)
	saidSince      = db.Q(`SELECT COUNT(*) FROM occupants_occupant WHERE office_id = $1 AND building_id = $2 AND learned_at >= $3`)
)

func ofLot(tx *db.Tx, lot id.Of[id.Lot]) ([]Occupant, error) {
	return db.All(tx.Query(occupantsOfLot, lot), (*Occupant).fields)
}

func ofBuilding(tx *db.Tx, building id.Of[id.Building]) ([]Occupant, error) {
	return db.All(tx.Query(occupantsOf, building), (*Occupant).fields)
}

func find(tx *db.Tx, occupant id.Of[id.Occupant]) (Occupant, error) {
	return db.One(tx.Query(occupantByID, occupant), (*Occupant).fields, fault.NotFound("not_found"))
}

func (o *Occupant) save(tx *db.Tx) error {
	_, err := tx.Exec(sayOccupant, o.fields()...)
	return err
}

func (o *Occupant) forget(tx *db.Tx, now civil.Instant) error {
	_, err := tx.Exec(forgetOccupant, o.row, now)
	return err
}
