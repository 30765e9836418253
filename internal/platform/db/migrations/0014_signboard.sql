-- What the syndic says in public about a building, when the building has chosen to have it said.
CREATE TABLE signboard_board (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  shown BOOLEAN NOT NULL,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  emergency TEXT NOT NULL,
  hours TEXT NOT NULL,
  langs TEXT NOT NULL,
  agreed_at TIMESTAMPTZ,
  agreed_by UUID,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, building_id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

-- Public addresses, of all offices: whoever comes by one belongs to none. An address that was changed leads to the new one.
CREATE TABLE signboard_slug (
  slug TEXT NOT NULL PRIMARY KEY,
  office UUID NOT NULL,
  building UUID NOT NULL,
  current BOOLEAN NOT NULL,
  shown BOOLEAN NOT NULL
);

CREATE INDEX signboard_slug_building ON signboard_slug (building);
