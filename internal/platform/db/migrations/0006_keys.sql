-- Distribution keys (art. 3.81, 3.85 §1 2°). As in the register, every statement carries two times: when it is true (from_on empty: since the deed)
-- and when the house knew it. A change is a new state from a day on; a correction forgets a state and learns another.
CREATE TABLE keys_key (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE TABLE keys_state (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  key_id UUID NOT NULL,
  building_id UUID NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('shares', 'lots', 'weights')),
  basis TEXT NOT NULL,
  decision TEXT NOT NULL,
  from_on DATE,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, key_id) REFERENCES keys_key (office_id, id)
);

CREATE INDEX keys_state_building ON keys_state (office_id, building_id);

CREATE UNIQUE INDEX keys_state_open ON keys_state (office_id, key_id) WHERE to_on IS NULL AND unlearned_at IS NULL;

CREATE UNIQUE INDEX keys_state_name ON keys_state (office_id, building_id, name_fold) WHERE to_on IS NULL AND unlearned_at IS NULL;

-- The lots that a state names; with kind 'lots' the weight is zero and the lot's shares count.
CREATE TABLE keys_weight (
  office_id UUID NOT NULL,
  state_id UUID NOT NULL,
  lot_id UUID NOT NULL,
  building_id UUID NOT NULL,
  weight BIGINT NOT NULL CHECK (weight >= 0),
  PRIMARY KEY (office_id, state_id, lot_id),
  FOREIGN KEY (office_id, state_id) REFERENCES keys_state (office_id, id),
  FOREIGN KEY (office_id, lot_id) REFERENCES property_lot (office_id, id)
);

CREATE INDEX keys_weight_building ON keys_weight (office_id, building_id);
