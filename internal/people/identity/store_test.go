package identity

import "koprogo/internal/platform/db"

// What the tests look at.
var (
	testFailures = db.Global(`SELECT COUNT(*) FROM identity_failure`)
	testPasses   = db.Global(`SELECT COUNT(*) FROM identity_pass`)
	testSessions = db.Global(`SELECT COUNT(*) FROM identity_session`)
	testJobs     = db.Global(`SELECT COUNT(*) FROM jobs_job`)
)
