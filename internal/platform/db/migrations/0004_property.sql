-- The register of a building. Every statement about lots, members and ownerships carries two times: when it is true (from_on, to_on; to_on is
-- the first day on which it is no longer true) and when the house knew it (learned_at, unlearned_at). Nothing is overwritten: a
-- correction closes the knowledge of one row and begins that of another, so any day can be seen as any other day knew it.
CREATE TABLE property_building (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  street TEXT NOT NULL,
  number TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL,
  enterprise TEXT,
  share_denominator BIGINT NOT NULL CHECK (share_denominator > 0),
  lang TEXT NOT NULL,
  colour TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, id)
);

-- The bank accounts of the association, one per fund (art. 3.86 §3).
CREATE TABLE property_account (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  fund TEXT NOT NULL CHECK (fund IN ('working', 'reserve')),
  iban TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE UNIQUE INDEX property_account_open ON property_account (office_id, building_id, fund) WHERE to_on IS NULL AND unlearned_at IS NULL;

CREATE TABLE property_lot (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE TABLE property_lot_state (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  lot_id UUID NOT NULL,
  building_id UUID NOT NULL,
  label TEXT NOT NULL,
  label_fold TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('apartment', 'studio', 'house', 'commercial', 'office', 'garage', 'parking', 'cellar', 'other')),
  shares BIGINT NOT NULL CHECK (shares >= 0),
  floor BIGINT,
  position BIGINT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  import_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, lot_id) REFERENCES property_lot (office_id, id)
);

CREATE INDEX property_lot_state_building ON property_lot_state (office_id, building_id, position);

CREATE UNIQUE INDEX property_lot_state_label ON property_lot_state (office_id, building_id, label_fold) WHERE to_on IS NULL AND unlearned_at IS NULL;

-- A party holds lots; it has one structured communication and one account, whoever its members are.
CREATE TABLE property_party (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  communication TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE UNIQUE INDEX property_party_communication ON property_party (office_id, communication);

CREATE TABLE property_member (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  member_id UUID NOT NULL,
  party_id UUID NOT NULL,
  building_id UUID NOT NULL,
  nature TEXT NOT NULL CHECK (nature IN ('natural', 'company')),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  enterprise TEXT,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  street TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  lang TEXT NOT NULL,
  right_kind TEXT NOT NULL CHECK (right_kind IN ('full', 'usufruct', 'bare')),
  part_num BIGINT NOT NULL CHECK (part_num > 0),
  part_den BIGINT NOT NULL CHECK (part_den > 0),
  position BIGINT NOT NULL,
  person_id UUID,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  import_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, party_id) REFERENCES property_party (office_id, id)
);

CREATE INDEX property_member_building ON property_member (office_id, building_id);

CREATE INDEX property_member_person ON property_member (office_id, person_id);

CREATE TABLE property_ownership (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  lot_id UUID NOT NULL,
  party_id UUID NOT NULL,
  building_id UUID NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  import_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, lot_id) REFERENCES property_lot (office_id, id),
  FOREIGN KEY (office_id, party_id) REFERENCES property_party (office_id, id)
);

CREATE INDEX property_ownership_building ON property_ownership (office_id, building_id);

-- A lot has one party on any day: at most one ownership without an end.
CREATE UNIQUE INDEX property_ownership_open ON property_ownership (office_id, lot_id) WHERE to_on IS NULL AND unlearned_at IS NULL;

-- Numbers that are never used twice, such as those of structured communications.
CREATE TABLE property_counter (
  office_id UUID NOT NULL,
  name TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (office_id, name)
);
