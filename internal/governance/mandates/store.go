package mandates

import (
	"strings"

	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const mandateRow = `m.id, m.building_id, m.entered_at, m.entered_by, m.withdrawn_at, t.kind, t.seat, t.of_office, t.member_id, t.person_id, t.holder_name,
	t.origin, t.decision_id, t.reference, t.appointed_on, t.from_on, t.until_on, t.position, t.profession, t.domicile, t.licence, t.professional_order,
	t.insurer, t.policy, t.policy_until, t.ended_on, t.end_reason, t.end_decision_id, t.end_note`

func (m *Mandate) fields() []any {
	e, h, x := &m.entry, &m.entry.Holder, &m.end
	return []any{&m.id, &m.building, &m.entered, &m.by, &m.withdrawn, &e.Kind, &m.seat, &h.Office, &h.Member, &h.Person, &h.Name,
		&e.Origin, &e.Decision, &e.Reference, &e.Appointed, &e.From, &e.Until, &e.Position, &e.Profession, &e.Domicile, &e.Licence, &e.Order,
		&e.Insurer, &e.Policy, &e.PolicyUntil, &x.On, &x.Reason, &x.Decision, &x.Note}
}

const asKnown = ` FROM mandates_mandate m
	JOIN mandates_term t ON t.office_id = m.office_id AND t.mandate_id = m.id AND t.unlearned_at IS NULL
	WHERE m.office_id = $1 AND m.withdrawn_at IS NULL `

var (
	mandateByID = db.Q(`SELECT ` + mandateRow + asKnown + `AND m.id = $2`)
	mandatesOf  = db.Q(`SELECT ` + mandateRow + asKnown + `AND m.building_id = $2 ORDER BY t.from_on DESC, m.id DESC`)
	citing      = db.Q(`SELECT COUNT(*) FROM mandates_term WHERE office_id = $1 AND unlearned_at IS NULL AND (decision_id = $2 OR end_decision_id = $2)`)
	permitting  = db.Q(`SELECT COUNT(*) FROM mandates_contract WHERE office_id = $1 AND unlearned_at IS NULL AND decision_id = $2`)

	addMandate = db.Q(`INSERT INTO mandates_mandate (office_id, id, building_id, entered_at, entered_by) VALUES ($1, $2, $3, $4, $5)`)
	withdraw   = db.Q(`UPDATE mandates_mandate SET withdrawn_at = $3 WHERE office_id = $1 AND id = $2`)
	setLast    = db.Q(`UPDATE mandates_term SET last_on = $3 WHERE office_id = $1 AND mandate_id = $2 AND unlearned_at IS NULL AND last_on <> $3`)
	forgetTerm = db.Q(`UPDATE mandates_term SET unlearned_at = $3 WHERE office_id = $1 AND mandate_id = $2 AND unlearned_at IS NULL`)
	addTerm    = db.Q(`INSERT INTO mandates_term (office_id, id, mandate_id, building_id, kind, class, seat, of_office, member_id, person_id, holder_name,
			origin, decision_id, reference, appointed_on, from_on, until_on, position, profession, domicile, licence, professional_order,
			insurer, policy, policy_until, ended_on, end_reason, end_decision_id, end_note, last_on, reason, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)`)

	contractOf = db.Q(`SELECT mandate_id, id, signed_on, until_on, decision_id, sha256, size, name, type FROM mandates_contract
		WHERE office_id = $1 AND mandate_id = $2 AND unlearned_at IS NULL`)
	contracted = db.Q(`SELECT c.mandate_id FROM mandates_contract c JOIN mandates_mandate m ON m.office_id = c.office_id AND m.id = c.mandate_id
		WHERE c.office_id = $1 AND m.building_id = $2 AND c.unlearned_at IS NULL`)
	forgetContract = db.Q(`UPDATE mandates_contract SET unlearned_at = $3 WHERE office_id = $1 AND mandate_id = $2 AND unlearned_at IS NULL`)
	addContract    = db.Q(`INSERT INTO mandates_contract (office_id, id, mandate_id, signed_on, until_on, decision_id, sha256, size, name, type, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	servicesOf = db.Q(`SELECT flat, label, price_cents, unit FROM mandates_service WHERE office_id = $1 AND contract_id = $2 ORDER BY position`)
	addService = db.Q(`INSERT INTO mandates_service (office_id, contract_id, position, flat, label, price_cents, unit) VALUES ($1, $2, $3, $4, $5, $6, $7)`)

	addEvidence = db.Q(`INSERT INTO mandates_evidence (office_id, id, mandate_id, duty, done_on, note, sha256, size, name, type, at, by_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	evidenceOf = db.Q(`SELECT v.id, v.mandate_id, v.duty, v.done_on, v.note, v.sha256, v.size, v.name, v.type, v.at, v.by_id FROM mandates_evidence v
		JOIN mandates_mandate m ON m.office_id = v.office_id AND m.id = v.mandate_id
		WHERE v.office_id = $1 AND m.building_id = $2 ORDER BY v.at, v.id`)
)

// Get reads a mandate of the office, whoever asks; rooms above judge the right.
func Get(tx *db.Tx, mandate id.Of[id.Mandate]) (Mandate, error) {
	m, err := db.One(tx.Query(mandateByID, mandate), (*Mandate).fields, fault.NotFound("not_found"))
	if err != nil || m.Kind() != Council {
		return m, err
	}
	days, err := ordinary(tx, m.building)
	m.met = NextOrdinary(m, days)
	return m, err
}

// ordinary are the days of the ordinary assemblies of a building, the earliest first.
func ordinary(tx *db.Tx, building id.Of[id.Building]) ([]civil.Date, error) {
	list, err := decisions.Of(tx, building)
	return decisions.OrdinaryDays(list), err
}

// Of reads the mandates of a building, those that are over included, the latest first.
func Of(tx *db.Tx, building id.Of[id.Building]) ([]Mandate, error) {
	list, _, err := load(tx, building)
	return list, err
}

// load reads the mandates of a building with all that was decided in it: some end at an assembly.
func load(tx *db.Tx, building id.Of[id.Building]) (list []Mandate, decided []decisions.Decision, err error) {
	if list, err = db.All(tx.Query(mandatesOf, building), (*Mandate).fields); err != nil {
		return nil, nil, err
	}
	decided, err = decisions.Of(tx, building)
	days := decisions.OrdinaryDays(decided)
	for i, m := range list {
		list[i].met = NextOrdinary(m, days)
	}
	return list, decided, err
}

// settle tells the guards of the database when the mandates of a building end by now: those of a council end at an assembly, of which no row of theirs tells.
func settle(tx *db.Tx, list []Mandate) error {
	for _, m := range list {
		if m.Kind() != Council {
			continue
		}
		if _, err := tx.Exec(setLast, m.id, lastOf(m)); err != nil {
			return err
		}
	}
	return nil
}

func lastOf(m Mandate) civil.Date {
	if last := m.Last(); !last.None() {
		return last
	}
	return endless
}

// Cites tells whether a mandate or a contract rests on a decision; it answers decisions.Citer.
func (r *Room) Cites(tx *db.Tx, decision id.Of[id.Decision]) (bool, error) {
	for _, s := range []*db.Stmt{citing, permitting} {
		if n, err := db.Value[int64](tx.Query(s, decision)); err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// endless stands for a last day that is not known: the guards of the database compare days.
var endless = civil.Must("2299-12-31")

func saveTerm(tx *db.Tx, m Mandate, reason string, now civil.Instant) error {
	if _, err := tx.Exec(forgetTerm, m.id, now); err != nil {
		return err
	}
	e, h, x, last := m.entry, m.entry.Holder, m.end, lastOf(m)
	_, err := tx.Exec(addTerm, id.New[id.Any](), m.id, m.building, string(e.Kind), e.Kind.class(), m.seat, h.Office, h.Member, h.Person, h.Name,
		string(e.Origin), e.Decision, e.Reference, e.Appointed, e.From, e.Until, e.Position, e.Profession, e.Domicile, e.Licence, e.Order,
		e.Insurer, e.Policy, e.PolicyUntil, x.On, string(x.Reason), x.Decision, x.Note, last, reason, now)
	if err != nil && strings.Contains(err.Error(), "mandates_term_apart") {
		return fault.Unlawful("mandate_incompatible", "3.89 §9", "holder").With("kind", e.Kind).Because(err)
	}
	return err
}

func (c *Contract) fields() []any {
	p := &c.Paper
	return []any{&c.mandate, &c.id, &c.Signed, &c.Until, &c.Decision, &p.Ref.SHA256, &p.Ref.Size, &p.Name, &p.Type}
}

func (s *Service) fields() []any { return []any{&s.Flat, &s.Label, &s.Price, &s.Unit} }

func loadContract(tx *db.Tx, mandate id.Of[id.Mandate]) (c Contract, found bool, err error) {
	c, found, err = db.First(tx.Query(contractOf, mandate), (*Contract).fields)
	if err == nil && found {
		c.Services, err = db.All(tx.Query(servicesOf, c.id), (*Service).fields)
	}
	return c, found, err
}

func saveContract(tx *db.Tx, c Contract, now civil.Instant) error {
	if _, err := tx.Exec(forgetContract, c.mandate, now); err != nil {
		return err
	}
	p := c.Paper
	if _, err := tx.Exec(addContract, c.id, c.mandate, c.Signed, c.Until, c.Decision, p.Ref.SHA256, p.Ref.Size, p.Name, p.Type, now); err != nil {
		return err
	}
	for i, s := range c.Services {
		if _, err := tx.Exec(addService, c.id, int64(i), s.Flat, s.Label, s.Price, s.Unit); err != nil {
			return err
		}
	}
	return nil
}

func (v *Evidence) fields() []any {
	p := &v.Paper
	return []any{&v.id, &v.mandate, &v.Duty, &v.On, &v.Note, &p.Ref.SHA256, &p.Ref.Size, &p.Name, &p.Type, &v.at, &v.by}
}

func insertEvidence(tx *db.Tx, v Evidence) error {
	p := v.Paper
	_, err := tx.Exec(addEvidence, v.id, v.mandate, string(v.Duty), v.On, v.Note, p.Ref.SHA256, p.Ref.Size, p.Name, p.Type, v.at, v.by)
	return err
}

var _ decisions.Citer = (*Room)(nil)
