-- Which kind of assembly was held on a day: the mandate of a council ends at the next ordinary one (art. 3.90 §3). It belongs to the assembly and not to one
-- of its decisions, so that two of them never say otherwise. No row: nobody has said it. What was said before stays known.
CREATE TABLE decisions_assembly (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  held_on DATE NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'extraordinary')),
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE UNIQUE INDEX decisions_assembly_open ON decisions_assembly (office_id, building_id, held_on) WHERE unlearned_at IS NULL;
