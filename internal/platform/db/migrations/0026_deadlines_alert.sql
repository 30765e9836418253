-- A council member may want to be told, once for each, what the syndic has missed.
ALTER TABLE deadlines_reader
  ADD COLUMN alerts BOOLEAN NOT NULL DEFAULT FALSE;

-- Of which lateness who was told, and when the letter left: a line and its day are one lateness, and nobody is told of one twice.
CREATE TABLE deadlines_alert (
  office_id UUID NOT NULL,
  person_id UUID NOT NULL,
  building_id UUID NOT NULL,
  key TEXT NOT NULL,
  due_on DATE NOT NULL,
  what TEXT NOT NULL,
  args TEXT NOT NULL,
  day DATE NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, person_id, building_id, key, due_on)
);

CREATE INDEX deadlines_alert_building ON deadlines_alert (office_id, building_id, asked_at);
