package confirmations

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

func (x *Answer) fields() []any {
	return []any{&x.id, &x.building, &x.member, &x.kind, &x.on, &x.at, &x.by}
}

func (q *Request) fields() []any {
	return []any{&q.id, &q.building, &q.member, &q.on, &q.at, &q.by, &q.sent}
}

func (s *Setting) fields() []any { return []any{&s.Yearly, &s.changed} }

// place is a building of some office, for the hour at which the house asks by itself.
type place struct {
	office   id.Of[id.Office]
	building id.Of[id.Building]
}

func (p *place) fields() []any { return []any{&p.office, &p.building} }

var (
	answersOf = db.Q(`SELECT id, building_id, member_id, kind, answered_on, answered_at, answered_by
		FROM confirmations_answer WHERE office_id = $1 AND building_id = $2 ORDER BY answered_at, id`)
	keepAnswer = db.Q(`INSERT INTO confirmations_answer (office_id, id, building_id, member_id, kind, answered_on, answered_at, answered_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)

	requestsOf = db.Q(`SELECT id, building_id, member_id, asked_on, asked_at, asked_by, sent_at
		FROM confirmations_request WHERE office_id = $1 AND building_id = $2 ORDER BY asked_at, id`)
	requestByID = db.Q(`SELECT id, building_id, member_id, asked_on, asked_at, asked_by, sent_at
		FROM confirmations_request WHERE office_id = $1 AND id = $2`)
	keepRequest = db.Q(`INSERT INTO confirmations_request (office_id, id, building_id, member_id, asked_on, asked_at, asked_by, sent_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	sendRequest = db.Q(`UPDATE confirmations_request SET sent_at = $3 WHERE office_id = $1 AND id = $2 AND sent_at IS NULL`)

	settingOf = db.Q(`SELECT yearly, changed_at FROM confirmations_setting WHERE office_id = $1 AND building_id = $2`)
	set       = db.Q(`INSERT INTO confirmations_setting (office_id, building_id, yearly, changed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office_id, building_id) DO UPDATE SET yearly = excluded.yearly, changed_at = excluded.changed_at`)
	yearlyPlaces = db.House(`SELECT office_id, building_id FROM confirmations_setting WHERE yearly ORDER BY office_id, building_id`)
)

func findRequest(tx *db.Tx, request id.Of[id.Any]) (Request, error) {
	return db.One(tx.Query(requestByID, request), (*Request).fields, fault.NotFound("not_found"))
}

// SettingOf says whether the members of a building are asked every year; off until the office says so.
func SettingOf(tx *db.Tx, building id.Of[id.Building]) (Setting, error) {
	s, _, err := db.First(tx.Query(settingOf, building), (*Setting).fields)
	return s, err
}

func saveSetting(tx *db.Tx, building id.Of[id.Building], yearly bool, now civil.Instant) error {
	_, err := tx.Exec(set, building, yearly, now)
	return err
}

func (x *Answer) save(tx *db.Tx) error {
	_, err := tx.Exec(keepAnswer, x.fields()...)
	return err
}

func (q *Request) save(tx *db.Tx) error {
	_, err := tx.Exec(keepRequest, q.fields()...)
	return err
}
