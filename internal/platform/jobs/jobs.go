// Package jobs does work later, in our own transactions.
//
//	Put        places a job with the transaction that wants it: taken back with it, found after it
//	Runner     claims due jobs under a lease, runs them, tries again with patience, gives up after Tries
//	Timetable  places the periodic jobs, one per slot, whoever comes first (timetable.go)
//
// A lease is at least once: a job whose worker died is run again, so its key is the idempotency key of the act that it rings for.
package jobs

import (
	"encoding/json"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// Job is a piece of work.
type Job struct {
	ID       id.Of[id.Job]
	Kind     string
	Key      string
	Office   id.Of[id.Office] // none when it works for no single office
	Args     string           // JSON
	Attempts int64            // how often it has been claimed, this time included
	RunAt    civil.Instant
}

// Read gives the arguments.
func (j Job) Read(into any) error { return json.Unmarshal([]byte(j.Args), into) }

const jobColumns = `id, kind, key, office, args, attempts, run_at`

func (j *Job) fields() []any {
	return []any{&j.ID, &j.Kind, &j.Key, &j.Office, &j.Args, &j.Attempts, &j.RunAt}
}

var (
	addJob = db.Global(`INSERT INTO jobs_job (id, kind, key, office, args, state, run_at, attempts)
		VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0)
		ON CONFLICT (key) DO NOTHING`)

	anyDue = db.Global(`SELECT COUNT(*) FROM jobs_job
		WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until < $1)`)

	claimJob = db.Global(`UPDATE jobs_job SET state = 'running', attempts = attempts + 1, lease_until = $2
		WHERE id = (SELECT id FROM jobs_job
			WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until < $1)
			ORDER BY run_at, id
			LIMIT 1
			{skip_locked})
		RETURNING ` + jobColumns)

	renewJob = db.Global(`UPDATE jobs_job SET lease_until = $3 WHERE id = $1 AND attempts = $2 AND state = 'running'`)

	finishJob = db.Global(`UPDATE jobs_job SET state = $3, run_at = $4, last_error = $5, ended_at = $6, lease_until = NULL
		WHERE id = $1 AND attempts = $2 AND state = 'running'`)

	sweepJobs = db.Global(`DELETE FROM jobs_job WHERE state = 'done' AND ended_at < $1`)

	countJobs = db.Global(`SELECT state, COUNT(*) FROM jobs_job GROUP BY state`)
)

// Put places a job in the transaction of who wants it. The same key is placed once.
func Put(tx *db.Tx, office id.Of[id.Office], kind, key string, args any, when civil.Instant) error {
	text, err := json.Marshal(args)
	if err != nil {
		return err
	}
	_, err = tx.Exec(addJob, id.New[id.Job](), kind, key, office, string(text), when)
	return err
}

// Tries is how often a job is tried before it is set aside as failed, for a person to look at.
const Tries = 8

// patience is how long a job waits before its next try: 15 s, 30 s, 1 min ... up to half an hour.
func patience(attempts int64) time.Duration {
	wait := 15 * time.Second
	for i := int64(1); i < attempts && wait < 30*time.Minute; i++ {
		wait *= 2
	}
	return min(wait, 30*time.Minute)
}
