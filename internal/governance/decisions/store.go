package decisions

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const decisionRow = `d.id, d.building_id, d.entered_at, d.entered_by, d.withdrawn_at, w.assembly_on, w.point, w.title, w.text, w.majority, COALESCE(y.kind, ''),
	p.what, p.due_on, p.article, p.who, p.person_id, p.supplier_id,
	COALESCE(m.sha256, ''), COALESCE(m.size, 0), COALESCE(m.name, ''), COALESCE(m.type, ''), COALESCE(s.state, ''), s.happened_on`

func (d *Decision) fields() []any {
	e, p, m := &d.entry, &d.plan, &d.minutes
	return []any{&d.id, &d.building, &d.entered, &d.by, &d.withdrawn, &e.Assembly, &e.Point, &e.Title, &e.Text, &e.Majority, &e.Kind,
		&p.What, &p.Due, &p.Article, &p.Who, &p.Person, &p.Supplier, &m.Ref.SHA256, &m.Ref.Size, &m.Name, &m.Type, &d.state, &d.since}
}

// asItStands joins a decision with how it reads now, what must be done, its minutes, and the last state that was reported.
const asItStands = ` FROM decisions_decision d
	JOIN decisions_wording w ON w.office_id = d.office_id AND w.decision_id = d.id AND w.unlearned_at IS NULL
	JOIN decisions_plan p ON p.office_id = d.office_id AND p.decision_id = d.id AND p.unlearned_at IS NULL
	LEFT JOIN decisions_assembly y ON y.office_id = d.office_id AND y.building_id = d.building_id AND y.held_on = w.assembly_on AND y.unlearned_at IS NULL
	LEFT JOIN decisions_minutes m ON m.office_id = d.office_id AND m.decision_id = d.id AND m.unlearned_at IS NULL
	LEFT JOIN decisions_step s ON s.office_id = d.office_id AND s.decision_id = d.id AND s.seq = (
		SELECT MAX(x.seq) FROM decisions_step x WHERE x.office_id = d.office_id AND x.decision_id = d.id AND x.state <> '')
	WHERE d.office_id = $1 `

// many are the places of a list of identifiers; a longer list is asked in several goes.
const many = `($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`

var (
	decisionsByID = db.Q(`SELECT ` + decisionRow + asItStands + `AND d.id IN ` + many)
	decisionsOf   = db.Q(`SELECT ` + decisionRow + asItStands + `AND d.withdrawn_at IS NULL AND d.building_id IN ` + many + ` ORDER BY w.assembly_on DESC, d.id DESC`)

	addDecision = db.Q(`INSERT INTO decisions_decision (office_id, id, building_id, entered_at, entered_by) VALUES ($1, $2, $3, $4, $5)`)
	withdraw    = db.Q(`UPDATE decisions_decision SET withdrawn_at = $3 WHERE office_id = $1 AND id = $2 AND withdrawn_at IS NULL`)

	addWording = db.Q(`INSERT INTO decisions_wording (office_id, id, decision_id, assembly_on, point, title, text, majority, reason, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	forgetWording = db.Q(`UPDATE decisions_wording SET unlearned_at = $3 WHERE office_id = $1 AND decision_id = $2 AND unlearned_at IS NULL`)
	wordingsOf    = db.Q(`SELECT assembly_on, point, title, text, majority, reason, learned_at, unlearned_at FROM decisions_wording
		WHERE office_id = $1 AND decision_id = $2 ORDER BY learned_at`)

	forgetKind = db.Q(`UPDATE decisions_assembly SET unlearned_at = $4 WHERE office_id = $1 AND building_id = $2 AND held_on = $3 AND unlearned_at IS NULL`)
	addKind    = db.Q(`INSERT INTO decisions_assembly (office_id, id, building_id, held_on, kind, learned_at) VALUES ($1, $2, $3, $4, $5, $6)`)

	addPlan = db.Q(`INSERT INTO decisions_plan (office_id, id, decision_id, what, due_on, article, who, person_id, supplier_id, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	forgetPlan = db.Q(`UPDATE decisions_plan SET unlearned_at = $3 WHERE office_id = $1 AND decision_id = $2 AND unlearned_at IS NULL`)

	addStep = db.Q(`INSERT INTO decisions_step (office_id, id, decision_id, seq, state, happened_on, note, sha256, size, name, type, at, by_id)
		VALUES ($1, $2, $3, (SELECT COALESCE(MAX(x.seq), 0) + 1 FROM decisions_step x WHERE x.office_id = $1 AND x.decision_id = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	stepsOf = db.Q(`SELECT id, state, happened_on, note, sha256, size, name, type, at, by_id FROM decisions_step
		WHERE office_id = $1 AND decision_id = $2 ORDER BY seq`)

	addMinutes = db.Q(`INSERT INTO decisions_minutes (office_id, id, decision_id, sha256, size, name, type, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	minutesSince = db.Q(`SELECT w.assembly_on, MIN(m.learned_at) FROM decisions_minutes m
		JOIN decisions_decision d ON d.office_id = m.office_id AND d.id = m.decision_id AND d.withdrawn_at IS NULL
		JOIN decisions_wording w ON w.office_id = d.office_id AND w.decision_id = d.id AND w.unlearned_at IS NULL
		WHERE m.office_id = $1 AND d.building_id = $2 GROUP BY w.assembly_on ORDER BY w.assembly_on`)
	forgetMinutes = db.Q(`UPDATE decisions_minutes SET unlearned_at = $3 WHERE office_id = $1 AND decision_id = $2 AND unlearned_at IS NULL`)
)

func (w *Wording) fields() []any {
	return []any{&w.Assembly, &w.Point, &w.Title, &w.Text, &w.Majority, &w.Reason, &w.Learned, &w.unlearned}
}

func (s *Step) fields() []any {
	p := &s.proof
	return []any{&s.id, &s.state, &s.on, &s.note, &p.Ref.SHA256, &p.Ref.Size, &p.Name, &p.Type, &s.at, &s.by}
}

// Get reads a decision of the office, whoever asks; rooms above judge the right. One that was taken back is not there.
func Get(tx *db.Tx, decision id.Of[id.Decision]) (Decision, error) {
	list, err := ByIDs(tx, []id.Of[id.Decision]{decision})
	if d, found := list[decision]; err != nil || found && !d.Withdrawn() {
		return d, err
	}
	return Decision{}, fault.NotFound("not_found")
}

// ByIDs reads many decisions at once, those that were taken back included; what does not exist is not in the answer.
func ByIDs(tx *db.Tx, decisions []id.Of[id.Decision]) (map[id.Of[id.Decision]]Decision, error) {
	list, err := gather(tx, decisionsByID, decisions)
	found := make(map[id.Of[id.Decision]]Decision, len(list))
	for _, d := range list {
		found[d.id] = d
	}
	return found, err
}

// Of reads the decisions of buildings, the latest assembly first.
func Of(tx *db.Tx, buildings ...id.Of[id.Building]) ([]Decision, error) {
	return gather(tx, decisionsOf, buildings)
}

func gather[T any](tx *db.Tx, statement *db.Stmt, ids []id.Of[T]) (list []Decision, err error) {
	for part := range slices.Chunk(ids, 25) {
		args := make([]any, 25)
		for i := range args {
			args[i] = part[min(i, len(part)-1)]
		}
		found, err := db.All(tx.Query(statement, args...), (*Decision).fields)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

func insert(tx *db.Tx, d Decision) error {
	if _, err := tx.Exec(addDecision, d.id, d.building, d.entered, d.by); err != nil {
		return err
	}
	if err := saveWording(tx, d, "", d.entered); err != nil {
		return err
	}
	return savePlan(tx, d, d.entered)
}

func saveWording(tx *db.Tx, d Decision, reason string, now civil.Instant) error {
	if _, err := tx.Exec(forgetWording, d.id, now); err != nil {
		return err
	}
	e := d.entry
	_, err := tx.Exec(addWording, id.New[id.Any](), d.id, e.Assembly, e.Point, e.Title, e.Text, string(e.Majority), reason, now)
	return err
}

// saveKind says of what kind the assembly of a decision was; it holds for all decisions of that day.
func saveKind(tx *db.Tx, d Decision, now civil.Instant) error {
	if _, err := tx.Exec(forgetKind, d.building, d.entry.Assembly, now); err != nil {
		return err
	}
	_, err := tx.Exec(addKind, id.New[id.Any](), d.building, d.entry.Assembly, string(d.entry.Kind), now)
	return err
}

// OrdinaryDays are the days on which ordinary assemblies of a building decided something, the earliest first.
func OrdinaryDays(list []Decision) (days []civil.Date) {
	for i := len(list) - 1; i >= 0; i-- {
		if d := list[i]; d.entry.Kind == Ordinary && !slices.Contains(days, d.entry.Assembly) {
			days = append(days, d.entry.Assembly)
		}
	}
	return days
}

func savePlan(tx *db.Tx, d Decision, now civil.Instant) error {
	if _, err := tx.Exec(forgetPlan, d.id, now); err != nil {
		return err
	}
	p := d.plan
	_, err := tx.Exec(addPlan, id.New[id.Any](), d.id, p.What, p.Due, p.Article, p.Who, p.Person, p.Supplier, now)
	return err
}

func saveMinutes(tx *db.Tx, d id.Of[id.Decision], m Paper, now civil.Instant) error {
	if _, err := tx.Exec(forgetMinutes, d, now); err != nil {
		return err
	}
	_, err := tx.Exec(addMinutes, id.New[id.Any](), d, m.Ref.SHA256, m.Ref.Size, m.Name, m.Type, now)
	return err
}

func insertStep(tx *db.Tx, d id.Of[id.Decision], s Step) error {
	p := s.proof
	_, err := tx.Exec(addStep, s.id, d, string(s.state), s.on, s.note, p.Ref.SHA256, p.Ref.Size, p.Name, p.Type, s.at, s.by)
	return err
}
