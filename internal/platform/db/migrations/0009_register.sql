-- What is known of an association: what it is called (identity), and each of its particulars. Every statement carries the two times of the
-- register; without from_on it is so since the deed. property_building keeps what is called so today, for lists.
CREATE TABLE property_particular (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  name TEXT NOT NULL CHECK (name IN ('identity', 'seat', 'languages', 'year_start', 'assembly_start', 'accepted', 'region', 'books', 'floors')),
  value TEXT NOT NULL,
  from_on DATE,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX property_particular_building ON property_particular (office_id, building_id);

CREATE UNIQUE INDEX property_particular_open ON property_particular (office_id, building_id, name) WHERE to_on IS NULL AND unlearned_at IS NULL;

-- A partial association stands beneath its main one (art. 3.84 al. 4).
CREATE TABLE property_part (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  parent_id UUID NOT NULL,
  PRIMARY KEY (office_id, building_id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  FOREIGN KEY (office_id, parent_id) REFERENCES property_building (office_id, id)
);

-- Which lot of the main association a lot of the partial one is.
CREATE TABLE property_part_lot (
  office_id UUID NOT NULL,
  lot_id UUID NOT NULL,
  main_lot_id UUID NOT NULL,
  building_id UUID NOT NULL,
  PRIMARY KEY (office_id, lot_id),
  FOREIGN KEY (office_id, lot_id) REFERENCES property_lot (office_id, id),
  FOREIGN KEY (office_id, main_lot_id) REFERENCES property_lot (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_part (office_id, building_id)
);

CREATE INDEX property_part_lot_building ON property_part_lot (office_id, building_id);

-- The surface of a lot in hundredths of a square metre.
ALTER TABLE property_lot_state
  ADD COLUMN surface BIGINT;

-- A transfer passes lots to one party on one day; what it says of the register stands in property_ownership.
CREATE TABLE property_transfer (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  party_id UUID NOT NULL,
  new_party BOOLEAN NOT NULL,
  on_day DATE NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  FOREIGN KEY (office_id, party_id) REFERENCES property_party (office_id, id)
);

CREATE INDEX property_transfer_building ON property_transfer (office_id, building_id, on_day);

CREATE TABLE property_transfer_lot (
  office_id UUID NOT NULL,
  transfer_id UUID NOT NULL,
  lot_id UUID NOT NULL,
  from_party_id UUID,
  PRIMARY KEY (office_id, transfer_id, lot_id),
  FOREIGN KEY (office_id, transfer_id) REFERENCES property_transfer (office_id, id),
  FOREIGN KEY (office_id, lot_id) REFERENCES property_lot (office_id, id)
);

-- A division or a merger: which lots came from which, from which day on (art. 3.88 §1 2° g).
CREATE TABLE property_lineage (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('division', 'merger')),
  on_day DATE NOT NULL,
  decision TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX property_lineage_building ON property_lineage (office_id, building_id);

CREATE TABLE property_lineage_lot (
  office_id UUID NOT NULL,
  lineage_id UUID NOT NULL,
  from_lot_id UUID NOT NULL,
  to_lot_id UUID NOT NULL,
  PRIMARY KEY (office_id, lineage_id, from_lot_id, to_lot_id),
  FOREIGN KEY (office_id, lineage_id) REFERENCES property_lineage (office_id, id),
  FOREIGN KEY (office_id, from_lot_id) REFERENCES property_lot (office_id, id),
  FOREIGN KEY (office_id, to_lot_id) REFERENCES property_lot (office_id, id)
);
