package banking

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
)

const (
	fileRow      = `id, building_id, sha256, size, name, learned_at`
	statementRow = `s.id, s.building_id, s.file_id, s.position, s.account_id, s.account, s.family, s.format, s.bank_key, s.digest, s.number, s.year, s.currency,
	s.opening_units, s.opening_on, s.closing_units, s.closing_on, s.ends_on, s.movements, s.status, s.reason, s.difference_units, s.entry_id, s.learned_at, s.posted_at, s.dropped_at`
	fromStatement = ` FROM banking_statement s WHERE s.office_id = $1 `
	movementRow   = `m.id, m.building_id, m.statement_id, m.account_id, m.family, m.position, m.number, m.booked_on, m.valued_on, m.amount_cents, m.counterparty, m.counterparty_account,
	m.communication, m.reference, m.code, m.bank_key, m.cross_key, m.entry_id`
	fromMovement   = ` FROM banking_movement m WHERE m.office_id = $1 `
	insertMovement = `INSERT INTO banking_movement (office_id, id, building_id, statement_id, account_id, family, position, number, booked_on, valued_on, amount_cents, counterparty,
	counterparty_account, communication, reference, code, bank_key, cross_key) VALUES `
)

var (
	addFile       = db.Q(`INSERT INTO banking_file (office_id, id, building_id, sha256, size, name, learned_at, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	fileByContent = db.Q(`SELECT ` + fileRow + ` FROM banking_file WHERE office_id = $1 AND building_id = $2 AND sha256 = $3`)
	fileByID      = db.Q(`SELECT ` + fileRow + ` FROM banking_file WHERE office_id = $1 AND id = $2`)

	addStatement = db.Q(`INSERT INTO banking_statement (office_id, id, building_id, file_id, position, account_id, account, family, format, bank_key, digest, number, year, currency,
			opening_units, opening_on, closing_units, closing_on, ends_on, movements, status, reason, difference_units, entry_id, learned_at, posted_at, dropped_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)`)
	setStatement = db.Q(`UPDATE banking_statement SET file_id = $3, position = $4, account_id = $5, status = $6, reason = $7, difference_units = $8, entry_id = $9, posted_at = $10, dropped_at = $11
		WHERE office_id = $1 AND id = $2`)
	statementByID   = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.id = $2`)
	sameStatement   = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.building_id = $2 AND s.family = $3 AND s.bank_key = $4 AND s.digest = $5 ORDER BY CASE WHEN s.status = 'posted' THEN 0 ELSE 1 END, s.id LIMIT 1`)
	postedStatement = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.building_id = $2 AND s.family = $3 AND s.bank_key = $4 AND s.status = 'posted'`)
	sameEnd         = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.account_id = $2 AND s.family <> $3 AND s.closing_on = $4 AND s.closing_units = $5 AND s.status = 'posted' ORDER BY s.id LIMIT 1`)
	statementsOf    = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.building_id = $2 AND s.dropped_at IS NULL ORDER BY s.ends_on, s.year, s.number, s.id`)
	statementsEver  = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.building_id = $2 ORDER BY s.ends_on DESC, s.id DESC`)
	statementsFrom  = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.building_id = $2 ORDER BY s.ends_on DESC, s.id DESC LIMIT $3`)
	statementsAfter = db.Q(`SELECT ` + statementRow + fromStatement + `AND s.building_id = $2 AND (s.ends_on < $3 OR (s.ends_on = $3 AND s.id < $4)) ORDER BY s.ends_on DESC, s.id DESC LIMIT $5`)
	countOfAccount  = db.Q(`SELECT COUNT(*) FROM banking_statement WHERE office_id = $1 AND account_id = $2 AND status = 'posted'`)

	addMovement   = db.Q(insertMovement + db.Tuples(1, 17))
	addMovements  = db.Q(insertMovement + db.Tuples(db.AtOnce, 17))
	movementByID  = db.Q(`SELECT ` + movementRow + fromMovement + `AND m.id = $2`)
	movementsOf   = db.Q(`SELECT ` + movementRow + fromMovement + `AND m.building_id = $2 ORDER BY m.booked_on DESC, m.id DESC`)
	movementsIn   = db.Q(`SELECT ` + movementRow + fromMovement + `AND m.statement_id = $2 ORDER BY m.position, m.id LIMIT $3`)
	movementsNear = db.Q(`SELECT ` + movementRow + fromMovement + `AND m.account_id = $2 AND m.booked_on >= $3 AND m.booked_on <= $4 ORDER BY m.booked_on, m.id`)
	movementsFrom = db.Q(`SELECT ` + movementRow + fromMovement + `AND m.building_id = $2
		AND ($3 = '' OR ($3 = 'todo' AND m.entry_id IS NULL AND m.amount_cents <> 0) OR ($3 = 'booked' AND m.entry_id IS NOT NULL)) ORDER BY m.booked_on DESC, m.id DESC LIMIT $4`)
	movementsAfter = db.Q(`SELECT ` + movementRow + fromMovement + `AND m.building_id = $2
		AND ($3 = '' OR ($3 = 'todo' AND m.entry_id IS NULL AND m.amount_cents <> 0) OR ($3 = 'booked' AND m.entry_id IS NOT NULL))
		AND (m.booked_on < $4 OR (m.booked_on = $4 AND m.id < $5)) ORDER BY m.booked_on DESC, m.id DESC LIMIT $6`)
	todoOf     = db.Q(`SELECT account_id, COUNT(*) FROM banking_movement WHERE office_id = $1 AND building_id = $2 AND entry_id IS NULL AND amount_cents <> 0 GROUP BY account_id`)
	daysOf     = db.Q(`SELECT account_id, booked_on, CAST(SUM(amount_cents) AS BIGINT) FROM banking_movement WHERE office_id = $1 AND building_id = $2 GROUP BY account_id, booked_on ORDER BY booked_on`)
	setBooking = db.Q(`UPDATE banking_movement SET entry_id = $3 WHERE office_id = $1 AND id = $2`)
)

func (d *DaySum) fields() []any { return []any{&d.account, &d.on, &d.sum} }

// File is what a bank sent, as it came.
type File struct {
	id       id.Of[id.Any]
	building id.Of[id.Building]
	ref      blob.Ref
	name     string
	learned  civil.Instant
}

func (f *File) fields() []any {
	return []any{&f.id, &f.building, &f.ref.SHA256, &f.ref.Size, &f.name, &f.learned}
}

func (s *Statement) fields() []any {
	return []any{&s.id, &s.building, &s.file, &s.position, &s.account, &s.number, &s.family, &s.format, &s.key, &s.digest, &s.sequence, &s.year, &s.currency,
		&s.opening, &s.openedOn, &s.closing, &s.closedOn, &s.endsOn, &s.movements, &s.status, &s.reason, &s.difference, &s.entry, &s.learned, &s.posted, &s.dropped}
}

func (m *Movement) fields() []any {
	return []any{&m.id, &m.building, &m.statement, &m.account, &m.family, &m.position, &m.number, &m.bookedOn, &m.valuedOn, &m.amount, &m.counterparty, &m.theirs,
		&m.text, &m.reference, &m.code, &m.key, &m.cross, &m.entry}
}

func find(tx *db.Tx, statement id.Of[Statement]) (Statement, error) {
	return db.One(tx.Query(statementByID, statement), (*Statement).fields, fault.NotFound("not_found"))
}

func findMovement(tx *db.Tx, movement id.Of[Movement]) (Movement, error) {
	return db.One(tx.Query(movementByID, movement), (*Movement).fields, fault.NotFound("not_found"))
}

func save(tx *db.Tx, s Statement, known bool) error {
	if known {
		_, err := tx.Exec(setStatement, s.id, s.file, s.position, s.account, string(s.status), s.reason, s.difference, s.entry, s.posted, s.dropped)
		return err
	}
	_, err := tx.Exec(addStatement, s.id, s.building, s.file, s.position, s.account, s.number, s.family, s.format, s.key, s.digest, s.sequence, s.year, s.currency,
		s.opening, s.openedOn, s.closing, s.closedOn, s.endsOn, s.movements, string(s.status), s.reason, s.difference, s.entry, s.learned, s.posted, s.dropped)
	return err
}

func saveMovements(tx *db.Tx, list []Movement) error {
	rows := make([][]any, len(list))
	for i, m := range list {
		rows[i] = []any{m.id, m.building, m.statement, m.account, m.family, m.position, m.number, m.bookedOn, m.valuedOn, m.amount, m.counterparty, m.theirs, m.text, m.reference,
			m.code, m.key, m.cross}
	}
	return tx.ExecMany(addMovements, addMovement, rows)
}
