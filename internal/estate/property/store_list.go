package property

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// A list of thousands of lots is written many rows to a statement: one by one, PostgreSQL takes a minute for twenty thousand, most of it on
// the way to and fro. A list is taken back by whole statements for the same reason.
var (
	addLots = db.Q(`INSERT INTO property_lot (office_id, id, building_id) VALUES ` + db.Tuples(db.AtOnce, 2))

	addLotStates = db.Q(`INSERT INTO property_lot_state (office_id, lot_id, id, building_id, label, label_fold, kind, shares, floor, surface, position, from_on, to_on, learned_at, import_id)
		VALUES ` + db.Tuples(db.AtOnce, 14))

	addParties = db.Q(`INSERT INTO property_party (office_id, id, building_id, communication, created_at) VALUES ` + db.Tuples(db.AtOnce, 4))

	addMembers = db.Q(`INSERT INTO property_member (office_id, id, member_id, party_id, building_id, nature, first_name, last_name, enterprise, email, phone,
			street, postcode, city, country, lang, right_kind, part_num, part_den, position, person_id, from_on, to_on, learned_at, import_id)
		VALUES ` + db.Tuples(db.AtOnce, 24))

	addOwnerships = db.Q(`INSERT INTO property_ownership (office_id, id, lot_id, party_id, building_id, from_on, to_on, learned_at, import_id)
		VALUES ` + db.Tuples(db.AtOnce, 8))

	takeCounters = db.Q(`UPDATE property_counter SET value = value + $3 WHERE office_id = $1 AND name = $2 RETURNING value`)

	forgetLotStatesOf = db.Q(`UPDATE property_lot_state SET unlearned_at = $4
		WHERE office_id = $1 AND building_id = $2 AND import_id = $3 AND unlearned_at IS NULL`)
	forgetMembersOf = db.Q(`UPDATE property_member SET unlearned_at = $4
		WHERE office_id = $1 AND building_id = $2 AND import_id = $3 AND unlearned_at IS NULL`)
	forgetOwnershipsOf = db.Q(`UPDATE property_ownership SET unlearned_at = $4
		WHERE office_id = $1 AND building_id = $2 AND import_id = $3 AND unlearned_at IS NULL`)
)

// writing gathers rows on their way into the register, to be written together at the end in the order in which they lean on each other.
type writing struct {
	lots, states, parties, members, ownerships [][]any
}

func (w *writing) lot(l Lot) {
	w.lots = append(w.lots, []any{l.id, l.building})
	w.state(l)
}

func (w *writing) state(l Lot) { w.states = append(w.states, l.args()) }

func (w *writing) party(p Party) {
	w.parties = append(w.parties, p.args())
	for _, m := range p.members {
		w.members = append(w.members, m.args())
	}
}

func (w *writing) ownership(o Ownership) { w.ownerships = append(w.ownerships, o.args()) }

func (w *writing) write(tx *db.Tx) error {
	for _, x := range []struct {
		many, one *db.Stmt
		rows      [][]any
	}{{addLots, addLot, w.lots}, {addLotStates, addLotState, w.states}, {addParties, addParty, w.parties}, {addMembers, addMember, w.members},
		{addOwnerships, addOwnership, w.ownerships}} {
		if err := tx.ExecMany(x.many, x.one, x.rows); err != nil {
			return err
		}
	}
	return nil
}

// communications takes several structured communications at once; next gives them one by one.
func communications(tx *db.Tx, n int) (next func() (belgium.OGM, error), err error) {
	if _, err := tx.Exec(makeCounter, "communication"); err != nil {
		return nil, err
	}
	last, err := db.Value[int64](tx.Query(takeCounters, "communication", n))
	at := last - int64(n)
	return func() (belgium.OGM, error) {
		at++
		return belgium.NewOGM(uint64(at))
	}, err
}

func forgetList(tx *db.Tx, building id.Of[id.Building], list id.Of[id.Import], now civil.Instant) error {
	for _, s := range []*db.Stmt{forgetOwnershipsOf, forgetMembersOf, forgetLotStatesOf} {
		if _, err := tx.Exec(s, building, list, now); err != nil {
			return err
		}
	}
	return nil
}
