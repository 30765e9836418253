-- The council follows what the syndic does of each decision. A comment is appended; its own author may take it back, and its words go with that.
CREATE TABLE council_comment (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  decision_id UUID NOT NULL,
  text TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  withdrawn_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE INDEX council_comment_decision ON council_comment (office_id, decision_id, at);

CREATE INDEX council_comment_building ON council_comment (office_id, building_id, at);

-- The building's own targets in days: no law sets them.
CREATE TABLE council_target (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  quotes_days BIGINT NOT NULL,
  works_days BIGINT NOT NULL,
  PRIMARY KEY (office_id, building_id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

-- What the assembly gave to the council beyond the law, for a year at most.
CREATE TABLE council_mission (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  decision_id UUID NOT NULL,
  text TEXT NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID,
  ended_on DATE,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE INDEX council_mission_building ON council_mission (office_id, building_id, from_on);

-- The council's own room. What is removed is gone: nobody owes these words to anybody.
CREATE TABLE council_entry (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  priority TEXT NOT NULL,
  assignee_id UUID,
  due_on DATE,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX council_entry_building ON council_entry (office_id, building_id, at);
