package council

import (
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const (
	commentRow = `id, building_id, decision_id, text, at, by_id, withdrawn_at`
	missionRow = `id, building_id, decision_id, text, from_on, until_on, entered_at, entered_by, ended_on`
	entryRow   = `id, building_id, kind, title, text, state, priority, assignee_id, due_on, at, by_id, changed_at`
	reportRow  = `id, building_id, span, from_on, until_on, begun_at, begun_by, said, facts, issued_at, issued_by`
)

var (
	addComment   = db.Q(`INSERT INTO council_comment (office_id, id, building_id, decision_id, text, at, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	commentByID  = db.Q(`SELECT ` + commentRow + ` FROM council_comment WHERE office_id = $1 AND id = $2 AND withdrawn_at IS NULL`)
	commentsOn   = db.Q(`SELECT ` + commentRow + ` FROM council_comment WHERE office_id = $1 AND decision_id = $2 AND withdrawn_at IS NULL ORDER BY at, id`)
	lastComments = db.Q(`SELECT ` + commentRow + ` FROM council_comment c WHERE office_id = $1 AND building_id = $2 AND withdrawn_at IS NULL
		AND at = (SELECT MAX(x.at) FROM council_comment x WHERE x.office_id = $1 AND x.decision_id = c.decision_id AND x.withdrawn_at IS NULL)`)
	commentsIn = db.Q(`SELECT ` + commentRow + ` FROM council_comment WHERE office_id = $1 AND building_id = $2 AND withdrawn_at IS NULL ORDER BY at, id`)
	// What is taken back keeps that it was said, and loses its words.
	withdrawComment = db.Q(`UPDATE council_comment SET withdrawn_at = $3, text = '' WHERE office_id = $1 AND id = $2`)

	targetsOf  = db.Q(`SELECT quotes_days, works_days FROM council_target WHERE office_id = $1 AND building_id = $2`)
	setTargets = db.Q(`INSERT INTO council_target (office_id, building_id, quotes_days, works_days) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office_id, building_id) DO UPDATE SET quotes_days = excluded.quotes_days, works_days = excluded.works_days`)

	addMission  = db.Q(`INSERT INTO council_mission (office_id, id, building_id, decision_id, text, from_on, until_on, entered_at, entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	missionByID = db.Q(`SELECT ` + missionRow + ` FROM council_mission WHERE office_id = $1 AND id = $2`)
	missionsOf  = db.Q(`SELECT ` + missionRow + ` FROM council_mission WHERE office_id = $1 AND building_id = $2 ORDER BY from_on DESC, id DESC`)
	endMission  = db.Q(`UPDATE council_mission SET ended_on = $3 WHERE office_id = $1 AND id = $2`)
	citing      = db.Q(`SELECT COUNT(*) FROM council_mission WHERE office_id = $1 AND decision_id = $2`)

	addEntry = db.Q(`INSERT INTO council_entry (office_id, id, building_id, kind, title, text, state, priority, assignee_id, due_on, at, by_id, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`)
	entryByID = db.Q(`SELECT ` + entryRow + ` FROM council_entry WHERE office_id = $1 AND id = $2`)
	entriesOf = db.Q(`SELECT ` + entryRow + ` FROM council_entry WHERE office_id = $1 AND building_id = $2 ORDER BY at DESC, id DESC`)
	setEntry  = db.Q(`UPDATE council_entry SET kind = $3, title = $4, text = $5, state = $6, priority = $7, assignee_id = $8, due_on = $9, changed_at = $10
		WHERE office_id = $1 AND id = $2`)
	dropEntry = db.Q(`DELETE FROM council_entry WHERE office_id = $1 AND id = $2`)

	addReport   = db.Q(`INSERT INTO council_report (office_id, id, building_id, span, from_on, until_on, begun_at, begun_by, said, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`)
	reportByID  = db.Q(`SELECT ` + reportRow + ` FROM council_report WHERE office_id = $1 AND id = $2`)
	reportsOf   = db.Q(`SELECT ` + reportRow + ` FROM council_report WHERE office_id = $1 AND building_id = $2 ORDER BY until_on DESC, begun_at DESC, id DESC`)
	setReport   = db.Q(`UPDATE council_report SET said = $3 WHERE office_id = $1 AND id = $2 AND issued_at IS NULL`)
	issueReport = db.Q(`UPDATE council_report SET facts = $3, issued_at = $4, issued_by = $5 WHERE office_id = $1 AND id = $2 AND issued_at IS NULL`)
	dropReport  = db.Q(`DELETE FROM council_report WHERE office_id = $1 AND id = $2 AND issued_at IS NULL`)
	addPaper    = db.Q(`INSERT INTO council_report_paper (office_id, report_id, lang, sha256, size, name) VALUES ($1, $2, $3, $4, $5, $6)`)
	paperIn     = db.Q(`SELECT sha256, size, name FROM council_report_paper WHERE office_id = $1 AND report_id = $2 AND lang = $3`)
)

func (c *Comment) fields() []any {
	return []any{&c.id, &c.building, &c.decision, &c.text, &c.at, &c.by, &c.withdrawn}
}

func (t *Targets) fields() []any { return []any{&t.Quotes, &t.Works} }

func (m *Mission) fields() []any {
	return []any{&m.id, &m.building, &m.decision, &m.text, &m.from, &m.until, &m.entered, &m.by, &m.ended}
}

func (e *Entry) fields() []any {
	s := &e.said
	return []any{&e.id, &e.building, &s.Kind, &s.Title, &s.Text, &s.State, &s.Priority, &s.Assignee, &s.Due, &e.at, &e.by, &e.changed}
}

func (r *Report) fields() []any {
	return []any{&r.id, &r.building, &r.span, &r.from, &r.until, &r.begun, &r.by, &r.said, &r.facts, &r.issued, &r.issuer}
}

func findReport(tx *db.Tx, report id.Of[id.Report]) (Report, error) {
	return db.One(tx.Query(reportByID, report), (*Report).fields, fault.NotFound("not_found"))
}

func findComment(tx *db.Tx, comment id.Of[id.Comment]) (Comment, error) {
	return db.One(tx.Query(commentByID, comment), (*Comment).fields, fault.NotFound("not_found"))
}

func findMission(tx *db.Tx, mission id.Of[id.Mission]) (Mission, error) {
	return db.One(tx.Query(missionByID, mission), (*Mission).fields, fault.NotFound("not_found"))
}

func findEntry(tx *db.Tx, entry id.Of[id.Entry]) (Entry, error) {
	return db.One(tx.Query(entryByID, entry), (*Entry).fields, fault.NotFound("not_found"))
}

func loadTargets(tx *db.Tx, building id.Of[id.Building]) (Targets, error) {
	t, found, err := db.First(tx.Query(targetsOf, building), (*Targets).fields)
	if err == nil && !found {
		t = usual
	}
	return t, err
}

// Cites tells whether a mission rests on a decision; it answers decisions.Citer.
func (r *Room) Cites(tx *db.Tx, decision id.Of[id.Decision]) (bool, error) {
	n, err := db.Value[int64](tx.Query(citing, decision))
	return n > 0, err
}

var _ decisions.Citer = (*Room)(nil)
