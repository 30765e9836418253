-- Sign-ins belong to no office: the same person may work for several.
CREATE TABLE identity_person (
  id UUID NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_fold TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  lang TEXT NOT NULL,
  password TEXT,
  admin BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE identity_session (
  id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  kind TEXT NOT NULL CHECK (kind IN ('page', 'api')),
  office UUID,
  secret TEXT NOT NULL UNIQUE,
  spent TEXT,
  created_at TIMESTAMPTZ NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ
);

CREATE INDEX identity_session_person ON identity_session (person_id, created_at);

CREATE INDEX identity_session_spent ON identity_session (spent);

CREATE TABLE identity_invitation (
  id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  secret TEXT UNIQUE,
  created_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ
);

-- Keys of the house: the signing key of access tokens, the digest of the set-up token.
CREATE TABLE identity_setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- What a platform administrator sees of an office: its name and address, never its data.
CREATE TABLE office_office (
  id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('professional', 'volunteer')),
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  street TEXT NOT NULL,
  number TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL,
  enterprise TEXT,
  licence TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

-- Which offices a sign-in may act for, the most recently used first.
CREATE TABLE office_person (
  person_id UUID NOT NULL REFERENCES identity_person (id),
  office UUID NOT NULL REFERENCES office_office (id),
  used_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (person_id, office)
);

-- A role held for a building, or for the whole office when building_id is empty.
CREATE TABLE office_role (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  role TEXT NOT NULL CHECK (role IN ('syndic', 'accountant', 'council', 'auditor', 'owner', 'occupant', 'contractor', 'notary')),
  building_id UUID,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id)
);

CREATE INDEX office_role_person ON office_role (office_id, person_id);
