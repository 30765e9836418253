-- A fund may have several bank accounts: the one into which it is paid (main), and further ones, such as a savings account. Each row says something of
-- an account; account_id is the account itself, through corrections and over time. What was one account per fund is carried over: what was said of a
-- fund from the same day is about one account.
CREATE TABLE property_bank (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  building_id UUID NOT NULL,
  fund TEXT NOT NULL CHECK (fund IN ('working', 'reserve', 'other')),
  main BOOLEAN NOT NULL CHECK (NOT main OR fund <> 'other'),
  iban TEXT NOT NULL,
  bic TEXT,
  name TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

INSERT INTO property_bank (office_id, id, account_id, building_id, fund, main, iban, name, from_on, to_on, learned_at, unlearned_at)
  SELECT office_id, id,
    (SELECT f.id FROM property_account f WHERE f.office_id = a.office_id AND f.building_id = a.building_id AND f.fund = a.fund AND f.from_on = a.from_on
      ORDER BY f.learned_at, f.id LIMIT 1),
    building_id, fund, TRUE, iban, '', from_on, to_on, learned_at, unlearned_at
  FROM property_account a;

DROP TABLE property_account;

ALTER TABLE property_bank RENAME TO property_account;

CREATE UNIQUE INDEX property_account_main ON property_account (office_id, building_id, fund) WHERE main AND to_on IS NULL AND unlearned_at IS NULL;

CREATE UNIQUE INDEX property_account_open ON property_account (office_id, account_id) WHERE to_on IS NULL AND unlearned_at IS NULL;

CREATE INDEX property_account_building ON property_account (office_id, building_id);

CREATE INDEX property_account_iban ON property_account (office_id, iban);
