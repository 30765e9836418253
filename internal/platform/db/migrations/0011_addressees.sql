-- Who votes for a party whose members hold together, as the members designated it. Every statement carries two times: true from a day until
-- before another, known from a moment until before another.
CREATE TABLE addressees_mandatary (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandatary_id UUID NOT NULL,
  building_id UUID NOT NULL,
  party_id UUID NOT NULL,
  member_id UUID,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  notified_on DATE NOT NULL,
  reference TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX addressees_mandatary_building ON addressees_mandatary (office_id, building_id);

CREATE INDEX addressees_mandatary_mandatary ON addressees_mandatary (office_id, mandatary_id);

CREATE UNIQUE INDEX addressees_mandatary_open ON addressees_mandatary (office_id, party_id) WHERE to_on IS NULL AND unlearned_at IS NULL;

-- A member's agreement to be written to by e-mail instead of by registered letter. What ends it is added; nothing is overwritten.
CREATE TABLE addressees_consent (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  member_id UUID NOT NULL,
  email TEXT NOT NULL,
  given_on DATE NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('letter', 'form', 'site')),
  reference TEXT NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID NOT NULL,
  revoked_on DATE,
  revoked_at TIMESTAMPTZ,
  revoked_by UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX addressees_consent_building ON addressees_consent (office_id, building_id);

CREATE UNIQUE INDEX addressees_consent_open ON addressees_consent (office_id, member_id) WHERE revoked_on IS NULL;
