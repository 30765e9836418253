package purchases

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const contractRow = `SELECT c.id, c.building_id, t.supplier_id, t.what, t.signed_on, t.from_on, t.until_on, t.notice, t.notice_unit, t.amount_cents, t.period,
	t.account, t.key_id, t.own, t.decision_id, t.ended_on, t.end_reason,
	p.id, COALESCE(p.sha256, ''), COALESCE(p.size, 0), COALESCE(p.name, ''), COALESCE(p.type, ''), p.learned_at
	FROM purchases_contract c
	JOIN purchases_contract_term t ON t.office_id = c.office_id AND t.contract_id = c.id AND t.unlearned_at IS NULL
	LEFT JOIN purchases_contract_paper p ON p.office_id = c.office_id AND p.contract_id = c.id AND p.unlearned_at IS NULL
	WHERE c.office_id = $1 `

func (c *Contract) fields() []any {
	t, p := &c.terms, &c.paper
	return []any{&c.id, &c.building, &t.Supplier, &t.What, &t.Signed, &t.From, &t.Until, &t.Notice, &t.Unit, &t.Amount, &t.Rhythm,
		&t.Account, &t.Key, &t.Own, &t.Decision, &c.ended, &c.reason,
		&p.id, &p.ref.SHA256, &p.ref.Size, &p.name, &p.media, &p.learned}
}

func (e *Evaluation) fields() []any {
	return []any{&e.id, &e.contract, &e.Year, &e.Text, &e.Rating, &e.At, &e.By}
}

var (
	contractByID = db.Q(contractRow + `AND c.id = $2`)
	contractsOf  = db.Q(contractRow + `AND c.building_id = $2 ORDER BY t.from_on DESC, c.id DESC`)
	contractsFor = db.Q(contractRow + `AND c.building_id = $2 AND t.supplier_id = $3 AND t.account <> '' ORDER BY t.from_on DESC, c.id DESC`)
	contractOn   = db.Q(`SELECT COUNT(*) FROM purchases_contract_term WHERE office_id = $1 AND unlearned_at IS NULL AND decision_id = $2`)

	addContract = db.Q(`INSERT INTO purchases_contract (office_id, id, building_id, entered_at, entered_by) VALUES ($1, $2, $3, $4, $5)`)
	addTerms    = db.Q(`INSERT INTO purchases_contract_term (office_id, id, contract_id, supplier_id, what, signed_on, from_on, until_on, notice, notice_unit, amount_cents, period,
			account, key_id, own, decision_id, ended_on, end_reason, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`)
	forgetTerms = db.Q(`UPDATE purchases_contract_term SET unlearned_at = $3 WHERE office_id = $1 AND contract_id = $2 AND unlearned_at IS NULL`)

	addContractPaper = db.Q(`INSERT INTO purchases_contract_paper (office_id, id, contract_id, sha256, size, name, type, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	forgetContractPaper = db.Q(`UPDATE purchases_contract_paper SET unlearned_at = $3 WHERE office_id = $1 AND contract_id = $2 AND unlearned_at IS NULL`)

	addEvaluation = db.Q(`INSERT INTO purchases_evaluation (office_id, id, contract_id, year, text, rating, at, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	forgetYear    = db.Q(`UPDATE purchases_evaluation SET unlearned_at = $4 WHERE office_id = $1 AND contract_id = $2 AND year = $3 AND unlearned_at IS NULL`)
	evaluationsOf = db.Q(`SELECT e.id, e.contract_id, e.year, e.text, e.rating, e.at, e.by_id FROM purchases_evaluation e
		JOIN purchases_contract c ON c.office_id = e.office_id AND c.id = e.contract_id
		WHERE e.office_id = $1 AND c.building_id = $2 AND e.unlearned_at IS NULL ORDER BY e.year DESC, e.id`)
)

// FindContract reads a contract of the office, whoever asks; rooms above judge the right.
func FindContract(tx *db.Tx, contract id.Of[Contract]) (Contract, error) {
	return db.One(tx.Query(contractByID, contract), (*Contract).fields, fault.NotFound("not_found"))
}

// Cites tells whether a contract rests on a decision; it answers decisions.Citer.
func (r *Room) Cites(tx *db.Tx, decision id.Of[id.Decision]) (bool, error) {
	n, err := db.Value[int64](tx.Query(contractOn, decision))
	return n > 0, err
}

// saveTerms writes what is known of a contract from now on; what was known stays.
func saveTerms(tx *db.Tx, c Contract, now civil.Instant) error {
	if _, err := tx.Exec(forgetTerms, c.id, now); err != nil {
		return err
	}
	t := c.terms
	_, err := tx.Exec(addTerms, id.New[id.Any](), c.id, t.Supplier, t.What, t.Signed, t.From, t.Until, t.Notice, string(t.Unit), t.Amount, string(t.Rhythm),
		t.Account, t.Key, t.Own, t.Decision, c.ended, c.reason, now)
	return err
}
