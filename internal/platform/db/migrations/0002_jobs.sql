-- Work to be done later. A job belongs to the house; the office for which it works is only a value of it.
CREATE TABLE jobs_job (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  office UUID,
  args TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  run_at TIMESTAMPTZ NOT NULL,
  attempts BIGINT NOT NULL,
  lease_until TIMESTAMPTZ,
  last_error TEXT,
  ended_at TIMESTAMPTZ
);

CREATE INDEX jobs_job_due ON jobs_job (state, run_at);
