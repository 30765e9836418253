package property

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const transferColumns = `id, building_id, party_id, new_party, on_day, learned_at, unlearned_at`

func (t *Transfer) fields() []any {
	return []any{&t.id, &t.building, &t.party, &t.fresh, &t.on, &t.learned, &t.unlearned}
}

// moved is a lot of a transfer, and who held it before.
type moved struct {
	transfer id.Of[id.Any]
	Moved
}

func (m *moved) fields() []any { return []any{&m.transfer, &m.Lot, &m.From} }

const lineageColumns = `id, building_id, kind, on_day, decision, learned_at, unlearned_at`

func (l *Lineage) fields() []any {
	return []any{&l.id, &l.building, &l.kind, &l.on, &l.decision, &l.learned, &l.unlearned}
}

// descent is one lot that came from another.
type descent struct {
	lineage  id.Of[id.Any]
	from, to id.Of[id.Lot]
}

func (d *descent) fields() []any { return []any{&d.lineage, &d.from, &d.to} }

var (
	addTransfer  = db.Q(`INSERT INTO property_transfer (office_id, id, building_id, party_id, new_party, on_day, learned_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	addMoved     = db.Q(`INSERT INTO property_transfer_lot (office_id, transfer_id, lot_id, from_party_id) VALUES ($1, $2, $3, $4)`)
	transferByID = db.Q(`SELECT ` + transferColumns + ` FROM property_transfer WHERE office_id = $1 AND id = $2`)
	transfersOf  = db.Q(`SELECT ` + transferColumns + ` FROM property_transfer WHERE office_id = $1 AND building_id = $2 AND on_day >= $3 ORDER BY on_day, id`)
	movedOf      = db.Q(`SELECT l.transfer_id, l.lot_id, l.from_party_id FROM property_transfer_lot l JOIN property_transfer t ON t.office_id = l.office_id AND t.id = l.transfer_id
		WHERE l.office_id = $1 AND t.building_id = $2 AND t.on_day >= $3 ORDER BY l.transfer_id, l.lot_id`)
	undoneTransfer = db.Q(`UPDATE property_transfer SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)

	addLineage  = db.Q(`INSERT INTO property_lineage (office_id, id, building_id, kind, on_day, decision, learned_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	addDescent  = db.Q(`INSERT INTO property_lineage_lot (office_id, lineage_id, from_lot_id, to_lot_id) VALUES ($1, $2, $3, $4)`)
	lineageByID = db.Q(`SELECT ` + lineageColumns + ` FROM property_lineage WHERE office_id = $1 AND id = $2`)
	lineagesOf  = db.Q(`SELECT ` + lineageColumns + ` FROM property_lineage WHERE office_id = $1 AND building_id = $2 ORDER BY on_day, id`)
	descentsOf  = db.Q(`SELECT d.lineage_id, d.from_lot_id, d.to_lot_id FROM property_lineage_lot d JOIN property_lineage l ON l.office_id = d.office_id AND l.id = d.lineage_id
		WHERE d.office_id = $1 AND l.building_id = $2 ORDER BY d.lineage_id, d.from_lot_id, d.to_lot_id`)
	undoneLineage = db.Q(`UPDATE property_lineage SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)
)
