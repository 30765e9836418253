-- What the law and decisions expect by when, of all rooms, so that a whole office is one look. It is derived from other rooms' rows and can be made
-- again at any time.
CREATE TABLE deadlines_line (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  key TEXT NOT NULL,
  path TEXT NOT NULL,
  what TEXT NOT NULL,
  args TEXT NOT NULL,
  whom TEXT NOT NULL,
  legal BOOLEAN NOT NULL,
  article TEXT NOT NULL,
  due_on DATE,
  done_on DATE,
  stopped BOOLEAN NOT NULL,
  PRIMARY KEY (office_id, building_id, key)
);

CREATE INDEX deadlines_line_due ON deadlines_line (office_id, due_on);

-- Up to which fact of the office the deadlines of a building are right, and on which day they were made: some begin by themselves.
CREATE TABLE deadlines_made (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  made_on DATE NOT NULL,
  PRIMARY KEY (office_id, building_id)
);

-- Who wants letters about them, and which.
CREATE TABLE deadlines_reader (
  office_id UUID NOT NULL,
  person_id UUID NOT NULL,
  weekly BOOLEAN NOT NULL,
  reminders BOOLEAN NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, person_id)
);

-- Which letter was handed over for whom on which day, so that none leaves twice.
CREATE TABLE deadlines_letter (
  office_id UUID NOT NULL,
  person_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('weekly', 'reminder')),
  day DATE NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, person_id, kind, day)
);

-- A calendar that is fetched by its secret address alone, of all offices: whoever fetches it has no session. Only a digest of the secret is kept.
CREATE TABLE deadlines_feed (
  secret TEXT NOT NULL PRIMARY KEY,
  office UUID NOT NULL,
  person_id UUID NOT NULL,
  made_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ
);

CREATE INDEX deadlines_feed_person ON deadlines_feed (office, person_id);
