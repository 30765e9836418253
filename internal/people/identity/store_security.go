package identity

import "koprogo/internal/platform/db"

const passColumns = `id, kind, person_id, COALESCE(secret, ''), email, former_email, created_at, sent_at, expires_at, used_at`

func (p *Pass) fields() []any {
	return []any{&p.id, &p.kind, &p.person, &p.secret, &p.email, &p.former, &p.created, &p.sent, &p.expires, &p.used}
}

const factorColumns = `person_id, secret, last_step, created_at, confirmed_at`

func (f *Factor) fields() []any {
	return []any{&f.person, &f.secret, &f.lastStep, &f.created, &f.confirmed}
}

const keyColumns = `id, person_id, office, name, scope, secret, created_at, expires_on, used_on, ended_at`

func (k *AccessKey) fields() []any {
	return []any{&k.id, &k.person, &k.office, &k.name, &k.scope, &k.secret, &k.created, &k.expires, &k.used, &k.ended}
}

var (
	addPass = db.Global(`INSERT INTO identity_pass (id, kind, person_id, secret, email, former_email, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	passByID     = db.Global(`SELECT ` + passColumns + ` FROM identity_pass WHERE id = $1`)
	passBySecret = db.Global(`SELECT ` + passColumns + ` FROM identity_pass WHERE secret = $1`)
	armPass      = db.Global(`UPDATE identity_pass SET secret = $2, expires_at = $3 WHERE id = $1 AND used_at IS NULL`)
	sendPass     = db.Global(`UPDATE identity_pass SET sent_at = $2 WHERE id = $1`)
	spendPass    = db.Global(`UPDATE identity_pass SET used_at = $2 WHERE id = $1 AND used_at IS NULL`)
	voidPassesOf = db.Global(`UPDATE identity_pass SET used_at = $3 WHERE person_id = $1 AND kind = $2 AND used_at IS NULL`)
	sweepPasses  = db.Global(`DELETE FROM identity_pass WHERE expires_at < $1`)

	addFactor     = db.Global(`INSERT INTO identity_factor (person_id, secret, last_step, created_at) VALUES ($1, $2, $3, $4)`)
	factorOf      = db.Global(`SELECT ` + factorColumns + ` FROM identity_factor WHERE person_id = $1`)
	confirmFactor = db.Global(`UPDATE identity_factor SET last_step = $2, confirmed_at = $3 WHERE person_id = $1 AND confirmed_at IS NULL`)
	takeStep      = db.Global(`UPDATE identity_factor SET last_step = $2 WHERE person_id = $1`)
	dropFactor    = db.Global(`DELETE FROM identity_factor WHERE person_id = $1`)

	addRecovery   = db.Global(`INSERT INTO identity_recovery (person_id, code) VALUES ($1, $2)`)
	useRecovery   = db.Global(`UPDATE identity_recovery SET used_at = $3 WHERE person_id = $1 AND code = $2 AND used_at IS NULL`)
	countRecovery = db.Global(`SELECT COUNT(*) FROM identity_recovery WHERE person_id = $1 AND used_at IS NULL`)
	dropRecovery  = db.Global(`DELETE FROM identity_recovery WHERE person_id = $1`)

	addKey = db.Global(`INSERT INTO identity_key (id, person_id, office, name, scope, secret, created_at, expires_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	keysOf       = db.Global(`SELECT ` + keyColumns + ` FROM identity_key WHERE person_id = $1 ORDER BY created_at DESC, id`)
	keyByID      = db.Global(`SELECT ` + keyColumns + ` FROM identity_key WHERE id = $1`)
	keyBySecret  = db.Global(`SELECT ` + keyColumns + ` FROM identity_key WHERE secret = $1`)
	endAccessKey = db.Global(`UPDATE identity_key SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL`)
	useKey       = db.Global(`UPDATE identity_key SET used_on = $2 WHERE id = $1`)

	addFailure        = db.Global(`INSERT INTO identity_failure (id, kind, account, client, at) VALUES ($1, $2, $3, $4, $5)`)
	failuresTogether  = db.Global(`SELECT at FROM identity_failure WHERE kind = $1 AND at > $2 AND account = $4 AND client = $5 ORDER BY at DESC LIMIT $3`)
	failuresOfAccount = db.Global(`SELECT at FROM identity_failure WHERE kind = $1 AND at > $2 AND account = $4 ORDER BY at DESC LIMIT $3`)
	failuresOfClient  = db.Global(`SELECT at FROM identity_failure WHERE kind = $1 AND at > $2 AND client = $4 ORDER BY at DESC LIMIT $3`)
	countFailures     = db.Global(`SELECT COUNT(*) FROM identity_failure WHERE kind = $1 AND account = $2 AND at > $3`)
	dropFailure       = db.Global(`DELETE FROM identity_failure WHERE id = $1`)
	// A letter that was asked for stays counted: it was no failure.
	dropFailuresTogether = db.Global(`DELETE FROM identity_failure WHERE account = $1 AND client = $2 AND kind <> 'reset'`)
	dropFailuresOf       = db.Global(`DELETE FROM identity_failure WHERE account = $1 AND kind <> 'reset'`)
	sweepFailures        = db.Global(`DELETE FROM identity_failure WHERE at < $1`)
)

func insertPass(tx *db.Tx, p Pass) error {
	var secret any
	if p.secret != "" {
		secret = p.secret
	}
	_, err := tx.Exec(addPass, p.id, p.kind, p.person, secret, p.email, p.former, p.created, p.expires)
	return err
}

func insertKey(tx *db.Tx, k AccessKey) error {
	_, err := tx.Exec(addKey, k.id, k.person, k.office, k.name, k.scope, k.secret, k.created, k.expires)
	return err
}
