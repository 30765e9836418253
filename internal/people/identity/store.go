package identity

import (
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const personColumns = `id, email, name, lang, COALESCE(password, ''), password_at, admin, created_at`

func (p *Person) fields() []any {
	return []any{&p.id, &p.email, &p.name, &p.lang, &p.password, &p.chosen, &p.admin, &p.created}
}

const sessionColumns = `id, person_id, kind, office, secret, COALESCE(spent, ''), created_at, seen_at, expires_at, ended_at, agent, address, sees_as, sees_until`

func (s *Session) fields() []any {
	return []any{&s.id, &s.person, &s.kind, &s.office, &s.secret, &s.spent, &s.created, &s.seen, &s.expires, &s.ended, &s.agent, &s.address, &s.sees, &s.seesUntil}
}

const invitationColumns = `id, person_id, created_at, sent_at, expires_at, used_at`

func (i *Invitation) fields() []any {
	return []any{&i.id, &i.person, &i.created, &i.sent, &i.expires, &i.used}
}

var (
	addPerson = db.Global(`INSERT INTO identity_person (id, email, email_fold, name, lang, admin, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	personByEmail = db.Global(`SELECT ` + personColumns + ` FROM identity_person WHERE email_fold = $1`)
	personByID    = db.Global(`SELECT ` + personColumns + ` FROM identity_person WHERE id = $1`)
	personsByID   = db.Global(`SELECT ` + personColumns + ` FROM identity_person
		WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`)
	setPassword    = db.Global(`UPDATE identity_person SET password = $2, password_at = $3 WHERE id = $1`)
	setEmail       = db.Global(`UPDATE identity_person SET email = $2, email_fold = $3 WHERE id = $1`)
	describePerson = db.Global(`UPDATE identity_person SET name = $2, lang = $3 WHERE id = $1`)
	countPersons   = db.Global(`SELECT COUNT(*) FROM identity_person`)

	addSession = db.Global(`INSERT INTO identity_session (id, person_id, kind, office, secret, created_at, seen_at, expires_at, agent, address)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)`)
	sessionByID     = db.Global(`SELECT ` + sessionColumns + ` FROM identity_session WHERE id = $1`)
	sessionBySecret = db.Global(`SELECT ` + sessionColumns + ` FROM identity_session WHERE secret = $1 {for_update}`)
	sessionBySpent  = db.Global(`SELECT ` + sessionColumns + ` FROM identity_session WHERE spent = $1 {for_update}`)
	sessionsOf      = db.Global(`SELECT ` + sessionColumns + ` FROM identity_session WHERE person_id = $1 ORDER BY seen_at DESC, id`)
	seeSession      = db.Global(`UPDATE identity_session SET seen_at = $2, agent = $4, address = $5 WHERE id = $1 AND seen_at <= $3`)
	rotateSession   = db.Global(`UPDATE identity_session SET secret = $2 WHERE id = $1`)
	sweepSessions   = db.Global(`DELETE FROM identity_session WHERE expires_at < $1 OR ended_at < $1`)
	turnSession     = db.Global(`UPDATE identity_session SET secret = $2, spent = secret, seen_at = $3, expires_at = $4 WHERE id = $1`)
	endSession      = db.Global(`UPDATE identity_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL`)
	moveSession     = db.Global(`UPDATE identity_session SET office = $2, sees_as = NULL, sees_until = NULL WHERE id = $1`)
	setSeeing       = db.Global(`UPDATE identity_session SET sees_as = $2, sees_until = $3 WHERE id = $1`)
	findSession     = db.Global(`SELECT ` + sessionColumns + ` FROM identity_session WHERE secret = $1`)

	addInvitation = db.Global(`INSERT INTO identity_invitation (id, person_id, created_at, expires_at)
		VALUES ($1, $2, $3, $4)`)
	invitationByID     = db.Global(`SELECT ` + invitationColumns + ` FROM identity_invitation WHERE id = $1`)
	invitationBySecret = db.Global(`SELECT ` + invitationColumns + ` FROM identity_invitation WHERE secret = $1`)
	armInvitation      = db.Global(`UPDATE identity_invitation SET secret = $2 WHERE id = $1 AND used_at IS NULL`)
	sendInvitation     = db.Global(`UPDATE identity_invitation SET sent_at = $2 WHERE id = $1`)
	voidInvitations    = db.Global(`UPDATE identity_invitation SET used_at = $2, secret = NULL WHERE person_id = $1 AND used_at IS NULL`)
	useInvitation      = db.Global(`UPDATE identity_invitation SET used_at = $2, secret = NULL WHERE id = $1 AND used_at IS NULL`)

	setting     = db.Global(`SELECT value FROM identity_setting WHERE name = $1`)
	addSetting  = db.Global(`INSERT INTO identity_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`)
	dropSetting = db.Global(`DELETE FROM identity_setting WHERE name = $1`)
)

func insertPerson(tx *db.Tx, p Person) error {
	_, err := tx.Exec(addPerson, p.id, p.email, fold(p.email), p.name, string(p.lang), p.admin, p.created)
	if db.IsUnique(err) {
		return fault.Conflict("email_known").At("email")
	}
	return err
}

// ByID finds a person.
func ByID(tx *db.Tx, person id.Of[id.Person]) (Person, error) {
	return db.One(tx.Query(personByID, person), (*Person).fields, fault.NotFound("not_found"))
}

// atATime is how many persons one look takes.
const atATime = 20

// ByIDs finds several persons, for lists.
func ByIDs(tx *db.Tx, wanted []id.Of[id.Person]) (map[id.Of[id.Person]]Person, error) {
	found := map[id.Of[id.Person]]Person{}
	for len(wanted) > 0 {
		args := make([]any, atATime)
		for i := range args {
			args[i] = wanted[min(i, len(wanted)-1)]
		}
		wanted = wanted[min(atATime, len(wanted)):]
		list, err := db.All(tx.Query(personsByID, args...), (*Person).fields)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			found[p.id] = p
		}
	}
	return found, nil
}

// Exists tells whether anybody is known yet: a house without persons waits to be set up.
func Exists(tx *db.Tx) (bool, error) {
	n, err := db.Value[int64](tx.Query(countPersons))
	return n > 0, err
}

func insertSession(tx *db.Tx, s Session) error {
	_, err := tx.Exec(addSession, s.id, s.person, s.kind, s.office, s.secret, s.created, s.expires, s.agent, s.address)
	return err
}
