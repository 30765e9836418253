package addressees

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

func (m *Mandatary) fields() []any {
	e := &m.entry
	return []any{&m.row, &m.id, &m.building, &m.party, &e.Member, &e.Name, &e.Address, &e.Email, &e.Phone, &e.From, &m.to, &e.Notified, &e.Reference, &m.learned, &m.unlearned}
}

func (c *Consent) fields() []any {
	e := &c.entry
	return []any{&c.id, &c.building, &c.member, &e.Email, &e.Given, &e.How, &e.Reference, &c.entered, &c.enteredBy, &c.revoked, &c.revokedAt, &c.revokedBy}
}

var (
	mandatariesOf = db.Q(`SELECT id, mandatary_id, building_id, party_id, member_id, name, address, email, phone, from_on, to_on, notified_on, reference, learned_at, unlearned_at
		FROM addressees_mandatary WHERE office_id = $1 AND building_id = $2 AND unlearned_at IS NULL ORDER BY from_on, id`)
	mandataryByID = db.Q(`SELECT id, mandatary_id, building_id, party_id, member_id, name, address, email, phone, from_on, to_on, notified_on, reference, learned_at, unlearned_at
		FROM addressees_mandatary WHERE office_id = $1 AND mandatary_id = $2 AND unlearned_at IS NULL`)
	sayMandatary = db.Q(`INSERT INTO addressees_mandatary
		(office_id, id, mandatary_id, building_id, party_id, member_id, name, address, email, phone, from_on, to_on, notified_on, reference, learned_at, unlearned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`)
	forgetMandatary = db.Q(`UPDATE addressees_mandatary SET unlearned_at = $3 WHERE office_id = $1 AND id = $2`)

	consentsOf = db.Q(`SELECT id, building_id, member_id, email, given_on, how, reference, entered_at, entered_by, revoked_on, revoked_at, revoked_by
		FROM addressees_consent WHERE office_id = $1 AND building_id = $2 ORDER BY given_on, id`)
	consentByID = db.Q(`SELECT id, building_id, member_id, email, given_on, how, reference, entered_at, entered_by, revoked_on, revoked_at, revoked_by
		FROM addressees_consent WHERE office_id = $1 AND id = $2`)
	keepConsent = db.Q(`INSERT INTO addressees_consent
		(office_id, id, building_id, member_id, email, given_on, how, reference, entered_at, entered_by, revoked_on, revoked_at, revoked_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`)
	revokeConsent = db.Q(`UPDATE addressees_consent SET revoked_on = $3, revoked_at = $4, revoked_by = $5 WHERE office_id = $1 AND id = $2 AND revoked_on IS NULL`)

	saidSince = db.Q(`SELECT (SELECT COUNT(*) FROM addressees_mandatary WHERE office_id = $1 AND building_id = $2 AND learned_at >= $3)
		+ (SELECT COUNT(*) FROM addressees_consent WHERE office_id = $1 AND building_id = $2 AND entered_at >= $3)`)
)

// Mandataries are all who vote, voted or will vote for a party of a building, by what is known now.
func Mandataries(tx *db.Tx, building id.Of[id.Building]) ([]Mandatary, error) {
	return db.All(tx.Query(mandatariesOf, building), (*Mandatary).fields)
}

// Consents are all that the members of a building ever gave.
func Consents(tx *db.Tx, building id.Of[id.Building]) ([]Consent, error) {
	return db.All(tx.Query(consentsOf, building), (*Consent).fields)
}

func findMandatary(tx *db.Tx, m id.Of[id.Mandatary]) (Mandatary, error) {
	return db.One(tx.Query(mandataryByID, m), (*Mandatary).fields, fault.NotFound("not_found"))
}

func findConsent(tx *db.Tx, c id.Of[id.Consent]) (Consent, error) {
	return db.One(tx.Query(consentByID, c), (*Consent).fields, fault.NotFound("not_found"))
}

func (m *Mandatary) save(tx *db.Tx) error {
	_, err := tx.Exec(sayMandatary, m.fields()...)
	return err
}

func (m *Mandatary) forget(tx *db.Tx, now civil.Instant) error {
	_, err := tx.Exec(forgetMandatary, m.row, now)
	return err
}

func (c *Consent) save(tx *db.Tx) error {
	_, err := tx.Exec(keepConsent, c.fields()...)
	return err
}

func (c *Consent) saveEnd(tx *db.Tx) error {
	_, err := tx.Exec(revokeConsent, c.id, c.revoked, c.revokedAt, c.revokedBy)
	return err
}
