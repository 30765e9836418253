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

-- What a member said of his own data: that they are right, or that they were changed. Kept without what they were.
CREATE TABLE confirmations_answer (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  member_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('confirmed', 'changed')),
  answered_on DATE NOT NULL,
  answered_at TIMESTAMPTZ NOT NULL,
  answered_by UUID NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX confirmations_answer_building ON confirmations_answer (office_id, building_id);

-- A member was asked whether his data are right. It counts as sent when a mail server has taken the letter.
CREATE TABLE confirmations_request (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  member_id UUID NOT NULL,
  asked_on DATE NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  asked_by UUID,
  sent_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX confirmations_request_building ON confirmations_request (office_id, building_id);

-- Buildings whose members are asked every year without anybody's doing, because the office wants it so.
CREATE TABLE confirmations_setting (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  yearly BOOLEAN NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, building_id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);
