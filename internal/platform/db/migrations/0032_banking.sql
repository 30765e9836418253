-- Files that banks sent, each kept byte for byte under its digest. The same content in the same building is the same file.
CREATE TABLE banking_file (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE UNIQUE INDEX banking_file_content ON banking_file (office_id, building_id, sha256);

-- Statements that were posted or that wait. Balances and the difference are in hundred-thousandths of a euro, as files give them: a third decimal is not lost.
-- family is the format without its version ("coda", "camt"); bank_key names the statement within it, digest its figures. Those of a bank account that the
-- building does not have, and those whose figures do not agree, wait with their reason; nothing of them stands in the books.
CREATE TABLE banking_statement (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  file_id UUID NOT NULL,
  position BIGINT NOT NULL CHECK (position >= 0),
  account_id UUID,
  account TEXT NOT NULL,
  family TEXT NOT NULL CHECK (family IN ('coda', 'camt')),
  format TEXT NOT NULL,
  bank_key TEXT NOT NULL,
  digest TEXT NOT NULL,
  number BIGINT NOT NULL,
  year BIGINT NOT NULL,
  currency TEXT NOT NULL,
  opening_units BIGINT,
  opening_on DATE,
  closing_units BIGINT,
  closing_on DATE,
  ends_on DATE NOT NULL,
  movements BIGINT NOT NULL CHECK (movements >= 0),
  status TEXT NOT NULL CHECK (status IN ('posted', 'quarantined', 'unknown_account')),
  reason TEXT NOT NULL,
  difference_units BIGINT NOT NULL,
  entry_id UUID,
  learned_at TIMESTAMPTZ NOT NULL,
  posted_at TIMESTAMPTZ,
  dropped_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  FOREIGN KEY (office_id, file_id) REFERENCES banking_file (office_id, id),
  FOREIGN KEY (office_id, entry_id) REFERENCES ledger_entry (office_id, id),
  CHECK ((status = 'posted') = (posted_at IS NOT NULL)),
  CHECK (status <> 'posted' OR account_id IS NOT NULL)
);

-- The same statement is posted once, whoever imports it at the same moment.
CREATE UNIQUE INDEX banking_statement_once ON banking_statement (office_id, building_id, family, bank_key) WHERE status = 'posted';

CREATE INDEX banking_statement_building ON banking_statement (office_id, building_id, ends_on);

CREATE INDEX banking_statement_account ON banking_statement (office_id, account_id);

-- Movements that stand in the books: on the bank's account against 499, and from there, once booked (entry_id), where they belong.
CREATE TABLE banking_movement (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  statement_id UUID NOT NULL,
  account_id UUID NOT NULL,
  family TEXT NOT NULL CHECK (family IN ('coda', 'camt')),
  position BIGINT NOT NULL,
  number TEXT NOT NULL,
  booked_on DATE NOT NULL,
  valued_on DATE,
  amount_cents BIGINT NOT NULL,
  counterparty TEXT NOT NULL,
  counterparty_account TEXT NOT NULL,
  communication TEXT NOT NULL,
  reference TEXT NOT NULL,
  code TEXT NOT NULL,
  bank_key TEXT NOT NULL,
  cross_key TEXT NOT NULL,
  entry_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  FOREIGN KEY (office_id, statement_id) REFERENCES banking_statement (office_id, id),
  FOREIGN KEY (office_id, entry_id) REFERENCES ledger_entry (office_id, id)
);

CREATE UNIQUE INDEX banking_movement_once ON banking_movement (office_id, building_id, family, bank_key);

CREATE INDEX banking_movement_day ON banking_movement (office_id, building_id, booked_on, id);

CREATE INDEX banking_movement_account ON banking_movement (office_id, account_id, booked_on);

CREATE INDEX banking_movement_statement ON banking_movement (office_id, statement_id, position);
