-- What assemblies decided. A decision stays what it is; how it is worded, what must be done of it and what was done are said beside it and appended.
CREATE TABLE decisions_decision (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID,
  withdrawn_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX decisions_decision_building ON decisions_decision (office_id, building_id, id);

-- How a decision reads. A correction is another wording; the one before stays known.
CREATE TABLE decisions_wording (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  assembly_on DATE NOT NULL,
  point TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  majority TEXT NOT NULL,
  reason TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE UNIQUE INDEX decisions_wording_open ON decisions_wording (office_id, decision_id) WHERE unlearned_at IS NULL;

CREATE INDEX decisions_wording_assembly ON decisions_wording (office_id, assembly_on);

-- What must be done of a decision, by whom and by when.
CREATE TABLE decisions_plan (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  what TEXT NOT NULL,
  due_on DATE,
  article TEXT NOT NULL,
  who TEXT NOT NULL,
  person_id UUID,
  supplier_id UUID,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id),
  FOREIGN KEY (office_id, supplier_id) REFERENCES suppliers_supplier (office_id, id)
);

CREATE UNIQUE INDEX decisions_plan_open ON decisions_plan (office_id, decision_id) WHERE unlearned_at IS NULL;

-- What was done of it, one dated entry after another: a state, a note, a proof. Nothing is changed here.
CREATE TABLE decisions_step (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  state TEXT NOT NULL,
  happened_on DATE NOT NULL,
  note TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  PRIMARY KEY (office_id, id),
  UNIQUE (office_id, decision_id, seq),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

-- The minutes in which a decision stands; a better scan replaces them, those before stay known.
CREATE TABLE decisions_minutes (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE UNIQUE INDEX decisions_minutes_open ON decisions_minutes (office_id, decision_id) WHERE unlearned_at IS NULL;
