-- Who occupies a lot. Every statement carries two times: true from a day until before another, known from a moment until before another. Names and
-- ways to reach somebody stand here alone, so that they can be erased; an owner has none here.
CREATE TABLE occupants_occupant (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  occupant_id UUID NOT NULL,
  building_id UUID NOT NULL,
  lot_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('owner', 'tenant', 'other')),
  party_id UUID,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  learned_by UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX occupants_occupant_building ON occupants_occupant (office_id, building_id);

CREATE INDEX occupants_occupant_lot ON occupants_occupant (office_id, lot_id);

CREATE INDEX occupants_occupant_occupant ON occupants_occupant (office_id, occupant_id);
