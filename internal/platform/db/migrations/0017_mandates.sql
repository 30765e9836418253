-- Who is appointed to what in a building. A mandate keeps its identity; what is said of it is said in terms, of which one is known now.
CREATE TABLE mandates_mandate (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID,
  withdrawn_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX mandates_mandate_building ON mandates_mandate (office_id, building_id, id);

-- A term says who holds a mandate, by what, from which day to which last day. The seat is one text for one holder; its class tells who runs the building
-- (syndic) from who watches over that (watch: council and auditor), or neither (meeting). See the guards beside this file.
CREATE TABLE mandates_term (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandate_id UUID NOT NULL,
  building_id UUID NOT NULL,
  kind TEXT NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('syndic', 'watch', 'meeting')),
  seat TEXT NOT NULL,
  of_office BOOLEAN NOT NULL,
  member_id UUID,
  person_id UUID,
  holder_name TEXT NOT NULL,
  origin TEXT NOT NULL,
  decision_id UUID,
  reference TEXT NOT NULL,
  appointed_on DATE NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE,
  position TEXT NOT NULL,
  profession TEXT NOT NULL,
  domicile TEXT NOT NULL,
  licence TEXT NOT NULL,
  professional_order TEXT NOT NULL,
  insurer TEXT NOT NULL,
  policy TEXT NOT NULL,
  policy_until DATE,
  ended_on DATE,
  end_reason TEXT NOT NULL,
  end_decision_id UUID,
  end_note TEXT NOT NULL,
  last_on DATE NOT NULL,
  reason TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, mandate_id) REFERENCES mandates_mandate (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id),
  FOREIGN KEY (office_id, end_decision_id) REFERENCES decisions_decision (office_id, id),
  CHECK (from_on <= last_on)
);

CREATE UNIQUE INDEX mandates_term_open ON mandates_term (office_id, mandate_id) WHERE unlearned_at IS NULL;

CREATE INDEX mandates_term_seat ON mandates_term (office_id, building_id, seat);

CREATE INDEX mandates_term_decision ON mandates_term (office_id, decision_id);

-- The written contract of a syndic, and its services with their prices.
CREATE TABLE mandates_contract (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandate_id UUID NOT NULL,
  signed_on DATE NOT NULL,
  until_on DATE NOT NULL,
  decision_id UUID,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, mandate_id) REFERENCES mandates_mandate (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE UNIQUE INDEX mandates_contract_open ON mandates_contract (office_id, mandate_id) WHERE unlearned_at IS NULL;

CREATE TABLE mandates_service (
  office_id UUID NOT NULL,
  contract_id UUID NOT NULL,
  position BIGINT NOT NULL,
  flat BOOLEAN NOT NULL,
  label TEXT NOT NULL,
  price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
  unit TEXT NOT NULL,
  PRIMARY KEY (office_id, contract_id, position),
  FOREIGN KEY (office_id, contract_id) REFERENCES mandates_contract (office_id, id)
);

-- What proves that a duty was done: a day, a paper, words. Appended, never changed; the last one counts.
CREATE TABLE mandates_evidence (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandate_id UUID NOT NULL,
  duty TEXT NOT NULL,
  done_on DATE NOT NULL,
  note TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, mandate_id) REFERENCES mandates_mandate (office_id, id)
);

CREATE INDEX mandates_evidence_mandate ON mandates_evidence (office_id, mandate_id, at);
