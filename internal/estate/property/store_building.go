package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const particularColumns = `id, building_id, name, value, from_on, to_on, learned_at, unlearned_at`

func (p *particular) fields() []any {
	return []any{&p.row, &p.building, &p.name, &p.value, &p.from, &p.to, &p.learned, &p.unlearned}
}

const accountColumns = `id, account_id, building_id, fund, main, iban, bic, name, from_on, to_on, learned_at, unlearned_at`

func (a *Account) fields() []any {
	return []any{&a.row, &a.id, &a.building, &a.fund, &a.main, &a.iban, &a.bic, &a.name, &a.from, &a.to, &a.learned, &a.unlearned}
}

// partLink says which building is a part of which.
type partLink struct{ part, main id.Of[id.Building] }

func (l *partLink) fields() []any { return []any{&l.part, &l.main} }

func (p *PartLot) fields() []any { return []any{&p.Lot, &p.Main} }

var (
	addParticular = db.Q(`INSERT INTO property_particular (office_id, id, building_id, name, value, from_on, to_on, learned_at, unlearned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	particularsOf    = db.Q(`SELECT ` + particularColumns + ` FROM property_particular WHERE office_id = $1 AND building_id = $2 ORDER BY name, learned_at, id`)
	forgetParticular = db.Q(`UPDATE property_particular SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)

	addAccount = db.Q(`INSERT INTO property_account (office_id, id, account_id, building_id, fund, main, iban, bic, name, from_on, to_on, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	mainAccounts = db.Q(`SELECT ` + accountColumns + ` FROM property_account
		WHERE office_id = $1 AND building_id = $2 AND main AND unlearned_at IS NULL AND to_on IS NULL ORDER BY fund`)
	accountsNow   = db.Q(`SELECT ` + accountColumns + ` FROM property_account WHERE office_id = $1 AND building_id = $2 AND unlearned_at IS NULL ORDER BY from_on, learned_at, id`)
	accountNow    = db.Q(`SELECT ` + accountColumns + ` FROM property_account WHERE office_id = $1 AND account_id = $2 AND unlearned_at IS NULL ORDER BY from_on, learned_at, id`)
	accountsWith  = db.Q(`SELECT ` + accountColumns + ` FROM property_account WHERE office_id = $1 AND iban = $2 AND unlearned_at IS NULL ORDER BY from_on, id`)
	accountsEver  = db.Q(`SELECT ` + accountColumns + ` FROM property_account WHERE office_id = $1 AND building_id = $2 ORDER BY fund, from_on, learned_at, id`)
	countFunds    = db.Q(`SELECT building_id, COUNT(*) FROM property_account WHERE office_id = $1 AND main AND unlearned_at IS NULL AND to_on IS NULL GROUP BY building_id`)
	forgetAccount = db.Q(`UPDATE property_account SET unlearned_at = $3 WHERE office_id = $1 AND id = $2 AND unlearned_at IS NULL`)

	addPart        = db.Q(`INSERT INTO property_part (office_id, building_id, parent_id) VALUES ($1, $2, $3)`)
	dropPart       = db.Q(`DELETE FROM property_part WHERE office_id = $1 AND building_id = $2`)
	partLinks      = db.Q(`SELECT building_id, parent_id FROM property_part WHERE office_id = $1 ORDER BY building_id`)
	addPartLot     = db.Q(`INSERT INTO property_part_lot (office_id, lot_id, main_lot_id, building_id) VALUES ($1, $2, $3, $4)`)
	dropPartLots   = db.Q(`DELETE FROM property_part_lot WHERE office_id = $1 AND building_id = $2`)
	partLotsOf     = db.Q(`SELECT lot_id, main_lot_id FROM property_part_lot WHERE office_id = $1 AND building_id = $2 ORDER BY lot_id`)
	partLotsOfMain = db.Q(`SELECT p.lot_id, p.main_lot_id FROM property_part_lot p JOIN property_part b ON b.office_id = p.office_id AND b.building_id = p.building_id
		WHERE p.office_id = $1 AND b.parent_id = $2 ORDER BY p.lot_id`)
)

func insertParticular(tx *db.Tx, p particular) error {
	_, err := tx.Exec(addParticular, p.row, p.building, p.name, p.value, p.from, p.to, p.learned, p.unlearned)
	return err
}

func insertAccount(tx *db.Tx, a Account) error {
	_, err := tx.Exec(addAccount, a.row, a.id, a.building, a.fund, a.main, a.iban, a.bic, a.name, a.from, a.to, a.learned)
	return err
}

// saveParticulars writes what became of the statements of one name. What was never written, because it came with the building, is written as known until now.
func saveParticulars(tx *db.Tx, r restated[particular], now civil.Instant) error {
	for _, p := range r.Forgotten {
		if p.row.None() {
			p.row, p.unlearned = id.New[id.Any](), now
			if err := insertParticular(tx, p); err != nil {
				return err
			}
			continue
		}
		if _, err := tx.Exec(forgetParticular, p.row, now); err != nil {
			return err
		}
	}
	for _, p := range r.Said {
		p.row = id.New[id.Any]()
		if err := insertParticular(tx, p); err != nil {
			return err
		}
	}
	return nil
}
