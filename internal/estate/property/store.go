package property

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const buildingColumns = `id, name, street, number, postcode, city, enterprise, share_denominator, lang, colour, created_at`

func (b *Building) fields() []any {
	return []any{&b.id, &b.name, &b.address.Street, &b.address.Number, &b.address.Postcode, &b.address.City, &b.enterprise,
		&b.denominator, &b.lang, &b.colour, &b.created}
}

const lotColumns = `lot_id, id, building_id, label, kind, shares, floor, surface, position, from_on, to_on, learned_at, unlearned_at, import_id`

func (l *Lot) fields() []any {
	return append([]any{&l.id, &l.state, &l.building, &l.label, &l.kind, &l.shares, &l.floor, &l.surface, &l.position}, l.times.fields()...)
}

func (t *times) fields() []any {
	return []any{&t.from, &t.to, &t.learned, &t.unlearned, &t.list}
}

const partyColumns = `id, building_id, communication`

func (p *Party) fields() []any { return []any{&p.id, &p.building, &p.communication} }

const memberColumns = `id, member_id, party_id, building_id, nature, first_name, last_name, COALESCE(enterprise, ''), email, phone,
	street, postcode, city, country, lang, right_kind, part_num, part_den, position, person_id, from_on, to_on, learned_at, unlearned_at, import_id`

func (m *Member) fields() []any {
	e := &m.entry
	return append([]any{&m.row, &m.id, &m.party, &m.building, &e.Nature, &e.FirstName, &e.LastName, &e.Enterprise, &e.Email, &e.Phone,
		&e.Street, &e.Postcode, &e.City, &e.Country, &e.Lang, &e.Right, &m.num, &m.den, &m.position, &e.Person}, m.times.fields()...)
}

const ownershipColumns = `id, lot_id, party_id, building_id, from_on, to_on, learned_at, unlearned_at, import_id`

func (o *Ownership) fields() []any {
	return append([]any{&o.id, &o.lot, &o.party, &o.building}, o.times.fields()...)
}

// housed is a building and its office, for the house's own work.
type housed struct {
	office   id.Of[id.Office]
	building id.Of[id.Building]
}

func (h *housed) fields() []any { return []any{&h.office, &h.building} }

var (
	addBuilding = db.Q(`INSERT INTO property_building (office_id, id, name, street, number, postcode, city, enterprise, share_denominator, lang, colour, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	changeBuilding = db.Q(`UPDATE property_building
		SET name = $3, street = $4, number = $5, postcode = $6, city = $7, enterprise = $8, share_denominator = $9, lang = $10
		WHERE office_id = $1 AND id = $2`)
	buildingByID   = db.Q(`SELECT ` + buildingColumns + ` FROM property_building WHERE office_id = $1 AND id = $2`)
	allBuildings   = db.House(`SELECT office_id, id FROM property_building ORDER BY office_id, id`)
	buildings      = db.Q(`SELECT ` + buildingColumns + ` FROM property_building WHERE office_id = $1 ORDER BY name, id`)
	countBuildings = db.Q(`SELECT COUNT(*) FROM property_building WHERE office_id = $1`)
	countLots      = db.Q(`SELECT building_id, COUNT(*), CAST(SUM(shares) AS BIGINT) FROM property_lot_state
		WHERE office_id = $1 AND unlearned_at IS NULL AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)
		GROUP BY building_id`)

	addLot      = db.Q(`INSERT INTO property_lot (office_id, id, building_id) VALUES ($1, $2, $3)`)
	addLotState = db.Q(`INSERT INTO property_lot_state (office_id, lot_id, id, building_id, label, label_fold, kind, shares, floor, surface, position, from_on, to_on, learned_at, import_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
	lotStates      = db.Q(`SELECT ` + lotColumns + ` FROM property_lot_state WHERE office_id = $1 AND building_id = $2 ORDER BY position, learned_at, id`)
	buildingOfLot  = db.Q(`SELECT building_id FROM property_lot WHERE office_id = $1 AND id = $2`)
	forgetLotState = db.Q(`UPDATE property_lot_state SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)

	addParty        = db.Q(`INSERT INTO property_party (office_id, id, building_id, communication, created_at) VALUES ($1, $2, $3, $4, $5)`)
	buildingOfParty = db.Q(`SELECT building_id FROM property_party WHERE office_id = $1 AND id = $2`)
	partiesOf       = db.Q(`SELECT ` + partyColumns + ` FROM property_party WHERE office_id = $1 AND building_id = $2`)

	addMember = db.Q(`INSERT INTO property_member (office_id, id, member_id, party_id, building_id, nature, first_name, last_name, enterprise, email, phone,
			street, postcode, city, country, lang, right_kind, part_num, part_den, position, person_id, from_on, to_on, learned_at, import_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`)
	membersOf        = db.Q(`SELECT ` + memberColumns + ` FROM property_member WHERE office_id = $1 AND building_id = $2 ORDER BY position, learned_at, id`)
	memberByID       = db.Q(`SELECT ` + memberColumns + ` FROM property_member WHERE office_id = $1 AND member_id = $2 AND unlearned_at IS NULL AND to_on IS NULL`)
	forgetMember     = db.Q(`UPDATE property_member SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)
	buildingOfMember = db.Q(`SELECT building_id FROM property_member WHERE office_id = $1 AND member_id = $2 LIMIT 1`)
	linkMember       = db.Q(`UPDATE property_member SET person_id = $3 WHERE office_id = $1 AND member_id = $2 AND unlearned_at IS NULL`)

	addOwnership = db.Q(`INSERT INTO property_ownership (office_id, id, lot_id, party_id, building_id, from_on, to_on, learned_at, import_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	ownershipsOf    = db.Q(`SELECT ` + ownershipColumns + ` FROM property_ownership WHERE office_id = $1 AND building_id = $2 ORDER BY from_on, learned_at, id`)
	forgetOwnership = db.Q(`UPDATE property_ownership SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)

	makeCounter = db.Q(`INSERT INTO property_counter (office_id, name, value) VALUES ($1, $2, 0) ON CONFLICT (office_id, name) DO NOTHING`)
	nextCounter = db.Q(`UPDATE property_counter SET value = value + 1 WHERE office_id = $1 AND name = $2 RETURNING value`)
)

// FindBuilding reads a building of the office.
func FindBuilding(tx *db.Tx, building id.Of[id.Building]) (Building, error) {
	return db.One(tx.Query(buildingByID, building), (*Building).fields, fault.NotFound("not_found"))
}

// known64 is a number that may not be known.
func known64(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}

func none(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func insertBuilding(tx *db.Tx, b Building) error {
	_, err := tx.Exec(addBuilding, b.id, b.name, b.address.Street, b.address.Number, b.address.Postcode, b.address.City,
		b.enterprise, b.denominator, string(b.lang), b.colour, b.created)
	return err
}

func insertLot(tx *db.Tx, l Lot) error {
	if _, err := tx.Exec(addLot, l.id, l.building); err != nil {
		return err
	}
	return insertLotState(tx, l)
}

func (l Lot) args() []any {
	return []any{l.id, l.state, l.building, l.label, Fold(l.label), string(l.kind), l.shares, known64(l.floor), known64(l.surface), l.position, l.from, l.to, l.learned, l.list}
}

func insertLotState(tx *db.Tx, l Lot) error {
	_, err := tx.Exec(addLotState, l.args()...)
	if db.IsUnique(err) {
		return fault.Conflict("label_taken").At("label").With("label", l.label)
	}
	return err
}

func (p Party) args() []any { return []any{p.id, p.building, p.communication, p.members[0].learned} }

func insertParty(tx *db.Tx, p Party) error {
	if _, err := tx.Exec(addParty, p.args()...); err != nil {
		return err
	}
	for _, m := range p.members {
		if err := insertMember(tx, m); err != nil {
			return err
		}
	}
	return nil
}

func (m Member) args() []any {
	e := m.entry
	return []any{m.row, m.id, m.party, m.building, string(e.Nature), e.FirstName, e.LastName, none(e.Enterprise), e.Email, e.Phone,
		e.Street, e.Postcode, e.City, e.Country, string(e.Lang), string(e.Right), m.num, m.den, m.position, e.Person,
		m.from, m.to, m.learned, m.list}
}

func insertMember(tx *db.Tx, m Member) error {
	_, err := tx.Exec(addMember, m.args()...)
	return err
}

func (o Ownership) args() []any {
	return []any{o.id, o.lot, o.party, o.building, o.from, o.to, o.learned, o.list}
}

func insertOwnership(tx *db.Tx, o Ownership) error {
	_, err := tx.Exec(addOwnership, o.args()...)
	return err
}

// nextCommunication takes a structured communication that was never used in this office.
func nextCommunication(tx *db.Tx) (belgium.OGM, error) {
	if _, err := tx.Exec(makeCounter, "communication"); err != nil {
		return belgium.OGM{}, err
	}
	n, err := db.Value[int64](tx.Query(nextCounter, "communication"))
	if err != nil {
		return belgium.OGM{}, err
	}
	return belgium.NewOGM(uint64(n))
}
