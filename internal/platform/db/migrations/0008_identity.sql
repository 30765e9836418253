-- When the password was chosen, for the person's own eyes.
ALTER TABLE identity_person
  ADD COLUMN password_at TIMESTAMPTZ;

-- From where and with which program a session was last used: what a person recognises the own devices by.
ALTER TABLE identity_session
  ADD COLUMN agent TEXT NOT NULL DEFAULT '';

ALTER TABLE identity_session
  ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- A secret that serves once within a short time. A reset that was asked for an address that nobody has is kept as well, without a person,
-- so that asking tells nothing. The addresses are erased with the row.
CREATE TABLE identity_pass (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('reset', 'email', 'second_step')),
  person_id UUID REFERENCES identity_person (id),
  secret TEXT UNIQUE,
  email TEXT NOT NULL,
  former_email TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ
);

CREATE INDEX identity_pass_person ON identity_pass (person_id, kind, created_at);

-- The second factor of a person: set up once confirmed_at is known. A step of 30 seconds up to last_step is never accepted again.
CREATE TABLE identity_factor (
  person_id UUID NOT NULL PRIMARY KEY REFERENCES identity_person (id),
  secret TEXT NOT NULL,
  last_step BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  confirmed_at TIMESTAMPTZ
);

CREATE TABLE identity_recovery (
  person_id UUID NOT NULL REFERENCES identity_person (id),
  code TEXT NOT NULL,
  used_at TIMESTAMPTZ,
  PRIMARY KEY (person_id, code)
);

-- A key with which a program acts for a person in one office.
CREATE TABLE identity_key (
  id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  office UUID NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('read', 'read_write')),
  secret TEXT NOT NULL UNIQUE,
  created_at TIMESTAMPTZ NOT NULL,
  expires_on DATE NOT NULL,
  used_on DATE,
  ended_at TIMESTAMPTZ
);

CREATE INDEX identity_key_person ON identity_key (person_id, created_at);

-- Failed tries, by account (a digest of the address, whether anybody has it or not) and by the caller's address. They are swept after a day.
CREATE TABLE identity_failure (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  client TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL
);

CREATE INDEX identity_failure_account ON identity_failure (account, kind, at);

CREATE INDEX identity_failure_client ON identity_failure (client, kind, at);

-- The day from which a person has no role left in an office; empty as long as one is held without an end.
ALTER TABLE office_person
  ADD COLUMN to_on DATE;
