-- What the council reports to the assembly of a period (art. 3.90 §4). A draft is the council's alone and can be thrown away; what was issued is not
-- changed any more: the words of the council and the facts of that day stay as they were, and so do its papers.
CREATE TABLE council_report (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  span TEXT NOT NULL CHECK (span IN ('yearly', 'half_yearly')),
  from_on DATE NOT NULL,
  until_on DATE NOT NULL,
  begun_at TIMESTAMPTZ NOT NULL,
  begun_by UUID,
  said TEXT NOT NULL,
  facts TEXT NOT NULL,
  issued_at TIMESTAMPTZ,
  issued_by UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  CHECK (from_on <= until_on)
);

-- One draft at a time: two members who begin one at once write the same.
CREATE UNIQUE INDEX council_report_draft ON council_report (office_id, building_id) WHERE issued_at IS NULL;

CREATE INDEX council_report_building ON council_report (office_id, building_id, until_on);

CREATE TABLE council_report_paper (
  office_id UUID NOT NULL,
  report_id UUID NOT NULL,
  lang TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (office_id, report_id, lang),
  FOREIGN KEY (office_id, report_id) REFERENCES council_report (office_id, id)
);
