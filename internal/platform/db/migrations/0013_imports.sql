-- A long list is entered by a job: since when it is being entered, for whom, and why it was refused if it was.
ALTER TABLE imports_import
  ADD COLUMN confirming_at TIMESTAMPTZ;
ALTER TABLE imports_import
  ADD COLUMN refused TEXT;

-- What an office has said that the columns under certain titles are. The titles themselves are not kept: the fingerprint recognises them.
CREATE TABLE imports_mapping (
  office_id UUID NOT NULL,
  fingerprint TEXT NOT NULL,
  mapping TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, fingerprint)
);
