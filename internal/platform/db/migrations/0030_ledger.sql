-- Sub-accounts that a building adds below those of the chart. The chart itself is law and is no table.
CREATE TABLE ledger_account (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  closed_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, building_id, code),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

-- Entries are appended and never changed: a wrong one is reversed by another. Two times: the day on which it is true in the books, and when it was learned.
CREATE TABLE ledger_entry (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  journal TEXT NOT NULL CHECK (journal IN ('opening', 'purchases', 'calls', 'bank', 'misc', 'closing')),
  year_start DATE NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  booked_on DATE NOT NULL,
  voucher TEXT NOT NULL,
  voucher_on DATE NOT NULL,
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id UUID,
  reverses_id UUID,
  total_cents BIGINT NOT NULL CHECK (total_cents > 0),
  learned_at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  FOREIGN KEY (office_id, reverses_id) REFERENCES ledger_entry (office_id, id)
);

CREATE UNIQUE INDEX ledger_entry_number ON ledger_entry (office_id, building_id, journal, year_start, number);

-- An entry is reversed once.
CREATE UNIQUE INDEX ledger_entry_reverses ON ledger_entry (office_id, reverses_id) WHERE reverses_id IS NOT NULL;

CREATE INDEX ledger_entry_day ON ledger_entry (office_id, building_id, booked_on, id);

CREATE INDEX ledger_entry_subject ON ledger_entry (office_id, subject_id);

-- The lines of an entry are written before it; the entry is refused if they do not balance (the guards beside this file), and lines without an entry do not
-- survive the transaction (the deferred key). sub is whose account it is: the party on 410, the supplier on 440, and zeros elsewhere.
CREATE TABLE ledger_line (
  office_id UUID NOT NULL,
  entry_id UUID NOT NULL,
  position BIGINT NOT NULL,
  building_id UUID NOT NULL,
  booked_on DATE NOT NULL,
  code TEXT NOT NULL,
  sub UUID NOT NULL,
  party_id UUID,
  supplier_id UUID,
  amount_cents BIGINT NOT NULL CHECK (amount_cents <> 0),
  text TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, entry_id, position),
  FOREIGN KEY (office_id, entry_id) REFERENCES ledger_entry (office_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (office_id, party_id) REFERENCES property_party (office_id, id),
  FOREIGN KEY (office_id, supplier_id) REFERENCES suppliers_supplier (office_id, id)
);

CREATE INDEX ledger_line_day ON ledger_line (office_id, building_id, booked_on);

CREATE INDEX ledger_line_account ON ledger_line (office_id, building_id, code, sub, booked_on);

-- What stands on an account at the end of a month and of a year (month 0). It is written by the guards with each entry and by nothing else: an index, which
-- lets a balance sheet be read without reading every line.
CREATE TABLE ledger_sum (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  month BIGINT NOT NULL,
  year BIGINT NOT NULL,
  code TEXT NOT NULL,
  sub UUID NOT NULL,
  debit_cents BIGINT NOT NULL,
  credit_cents BIGINT NOT NULL,
  PRIMARY KEY (office_id, building_id, month, year, code, sub)
);

-- The months of one year; the key above serves the whole years.
CREATE INDEX ledger_sum_year ON ledger_sum (office_id, building_id, year, month);

-- Until when the books of a building are locked. The last row counts; opening again is another row, with its reason.
CREATE TABLE ledger_lock (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  until_on DATE,
  reason TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX ledger_lock_building ON ledger_lock (office_id, building_id, at);

-- The balances with which the books of a building begin, while somebody copies them from the last balance sheet.
CREATE TABLE ledger_opening (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  booked_on DATE NOT NULL,
  voucher TEXT NOT NULL,
  entry_id UUID,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, building_id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  FOREIGN KEY (office_id, entry_id) REFERENCES ledger_entry (office_id, id)
);

CREATE TABLE ledger_opening_line (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  position BIGINT NOT NULL,
  code TEXT NOT NULL,
  party_id UUID,
  supplier_id UUID,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (office_id, building_id, position),
  FOREIGN KEY (office_id, building_id) REFERENCES ledger_opening (office_id, building_id)
);
