-- The chain of facts: one head row per office, one row per fact; keys of acts; how far each answerer has come.
-- The office 00000000-... is the house itself: acts that belong to no office.
CREATE TABLE act_head (
  office_id UUID NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE act_fact (
  office_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  id UUID NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  person_id UUID,
  via TEXT NOT NULL,
  kind TEXT NOT NULL,
  building_id UUID,
  subject_id UUID NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (office_id, seq)
);

CREATE INDEX act_fact_subject ON act_fact (office_id, subject_id, seq);

CREATE INDEX act_fact_building ON act_fact (office_id, building_id, seq);

-- An answered key: asked again with the same input, the same answer is given; with another input, a conflict.
CREATE TABLE act_key (
  office_id UUID NOT NULL,
  asker TEXT NOT NULL,
  input TEXT NOT NULL,
  answer TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, asker)
);

CREATE TABLE act_cursor (
  answerer TEXT NOT NULL,
  office_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (answerer, office_id)
);
