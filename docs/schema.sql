-- The schema as the migrations make it, in their order. Written by a test; types are checked on SQLite and rows secured on
-- PostgreSQL by the runner (internal/platform/db/migrate.go).

-- 0001_act.sql
-- The chain of facts: one head row per office, one row per fact; keys of acts; how far each answerer has come.
-- The office 00000000-... is the house itself: acts that belong to no office.
CREATE TABLE act_head (
  office_id UUID NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE act_fact (
  office_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  id UUID NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  person_id UUID,
  via TEXT NOT NULL,
  kind TEXT NOT NULL,
  building_id UUID,
  subject_id UUID NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (office_id, seq)
);

CREATE INDEX act_fact_subject ON act_fact (office_id, subject_id, seq);

CREATE INDEX act_fact_building ON act_fact (office_id, building_id, seq);

-- An answered key: asked again with the same input, the same answer is given; with another input, a conflict.
CREATE TABLE act_key (
  office_id UUID NOT NULL,
  asker TEXT NOT NULL,
  input TEXT NOT NULL,
  answer TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, asker)
);

CREATE TABLE act_cursor (
  answerer TEXT NOT NULL,
  office_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (answerer, office_id)
);

-- 0002_jobs.sql
-- Work to be done later. A job belongs to the house; the office for which it works is only a value of it.
CREATE TABLE jobs_job (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  office UUID,
  args TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  run_at TIMESTAMPTZ NOT NULL,
  attempts BIGINT NOT NULL,
  lease_until TIMESTAMPTZ,
  last_error TEXT,
  ended_at TIMESTAMPTZ
);

CREATE INDEX jobs_job_due ON jobs_job (state, run_at);

-- 0003_people.sql
-- Sign-ins belong to no office: the same person may work for several.
CREATE TABLE identity_person (
  id UUID NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_fold TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  lang TEXT NOT NULL,
  password TEXT,
  admin BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE identity_session (
  id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  kind TEXT NOT NULL CHECK (kind IN ('page', 'api')),
  office UUID,
  secret TEXT NOT NULL UNIQUE,
  spent TEXT,
  created_at TIMESTAMPTZ NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ
);

CREATE INDEX identity_session_person ON identity_session (person_id, created_at);

CREATE INDEX identity_session_spent ON identity_session (spent);

CREATE TABLE identity_invitation (
  id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  secret TEXT UNIQUE,
  created_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ
);

-- Keys of the house: the signing key of access tokens, the digest of the set-up token.
CREATE TABLE identity_setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- What a platform administrator sees of an office: its name and address, never its data.
CREATE TABLE office_office (
  id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('professional', 'volunteer')),
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  street TEXT NOT NULL,
  number TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL,
  enterprise TEXT,
  licence TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

-- Which offices a sign-in may act for, the most recently used first.
CREATE TABLE office_person (
  person_id UUID NOT NULL REFERENCES identity_person (id),
  office UUID NOT NULL REFERENCES office_office (id),
  used_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (person_id, office)
);

-- A role held for a building, or for the whole office when building_id is empty.
CREATE TABLE office_role (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  role TEXT NOT NULL CHECK (role IN ('syndic', 'accountant', 'council', 'auditor', 'owner', 'occupant', 'contractor', 'notary')),
  building_id UUID,
  from_on DATE NOT NULL,
  to_on DATE,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id)
);

CREATE INDEX office_role_person ON office_role (office_id, person_id);

-- 0004_property.sql
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

-- 0005_imports.sql
-- Lists of buildings on their way into the register. The cells are kept as they were read, a few hundred rows in one part; what a person
-- wrote over them stands beside. Both go when the list is discarded or taken back; what remains names nobody.
CREATE TABLE imports_import (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  size BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'confirmed', 'returned')),
  mapping TEXT NOT NULL,
  sheets TEXT NOT NULL,
  from_on DATE NOT NULL,
  row_count BIGINT NOT NULL,
  error_count BIGINT NOT NULL,
  shares_declared BIGINT NOT NULL,
  shares_found BIGINT NOT NULL,
  difference_accepted BOOLEAN NOT NULL,
  offered_by UUID,
  offered_at TIMESTAMPTZ NOT NULL,
  confirmed_at TIMESTAMPTZ,
  returned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id)
);

CREATE INDEX imports_import_building ON imports_import (office_id, building_id, offered_at);

CREATE TABLE imports_part (
  office_id UUID NOT NULL,
  import_id UUID NOT NULL,
  sheet BIGINT NOT NULL,
  part BIGINT NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (office_id, import_id, sheet, part),
  FOREIGN KEY (office_id, import_id) REFERENCES imports_import (office_id, id)
);

-- What a person wrote over the cells of a row; the row's number is that of the file, so it outlives another choice of columns.
CREATE TABLE imports_fix (
  office_id UUID NOT NULL,
  import_id UUID NOT NULL,
  sheet BIGINT NOT NULL,
  number BIGINT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (office_id, import_id, sheet, number),
  FOREIGN KEY (office_id, import_id) REFERENCES imports_import (office_id, id)
);

-- 0006_keys.sql
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

-- 0007_purchases.sql
-- Who sends invoices. A supplier serves many buildings of an office, so it belongs to the office.
CREATE TABLE suppliers_supplier (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  enterprise TEXT,
  vat TEXT,
  iban TEXT,
  email TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, id)
);

CREATE INDEX suppliers_supplier_name ON suppliers_supplier (office_id, name_fold, id);

CREATE UNIQUE INDEX suppliers_supplier_enterprise ON suppliers_supplier (office_id, enterprise) WHERE enterprise IS NOT NULL;

-- Purchase invoices are entered once, never changed and never deleted: a wrong one is cancelled, with its reason.
CREATE TABLE purchases_invoice (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  supplier_id UUID NOT NULL,
  number TEXT NOT NULL,
  number_fold TEXT NOT NULL,
  issued_on DATE NOT NULL,
  due_on DATE,
  amount_cents BIGINT NOT NULL CHECK (amount_cents <> 0),
  description TEXT NOT NULL,
  key_id UUID NOT NULL,
  service_from DATE,
  service_to DATE,
  entered_at TIMESTAMPTZ NOT NULL,
  cancelled_at TIMESTAMPTZ,
  cancel_reason TEXT NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  FOREIGN KEY (office_id, supplier_id) REFERENCES suppliers_supplier (office_id, id),
  FOREIGN KEY (office_id, key_id) REFERENCES keys_key (office_id, id)
);

CREATE INDEX purchases_invoice_building ON purchases_invoice (office_id, building_id, issued_on, id);

-- The same number of the same supplier is the same invoice, unless it was cancelled.
CREATE UNIQUE INDEX purchases_invoice_number ON purchases_invoice (office_id, building_id, supplier_id, number_fold) WHERE cancelled_at IS NULL;

-- The voucher of an invoice is kept by its digest; a better scan replaces it, the one before stays known.
CREATE TABLE purchases_voucher (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  invoice_id UUID NOT NULL,
  building_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, invoice_id) REFERENCES purchases_invoice (office_id, id)
);

CREATE UNIQUE INDEX purchases_voucher_open ON purchases_voucher (office_id, invoice_id) WHERE unlearned_at IS NULL;

CREATE INDEX purchases_voucher_building ON purchases_voucher (office_id, building_id);

-- 0008_identity.sql
-- When the password was chosen, for the person's own eyes.
ALTER TABLE identity_person
  ADD COLUMN password_at TIMESTAMPTZ;

-- From where and with which program a session was last used: what a person recognises the own devices by.
ALTER TABLE identity_session
  ADD COLUMN agent TEXT NOT NULL DEFAULT '';

ALTER TABLE identity_session
  ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- A secret that serves once within a short time. A reset that was asked for an address that nobody has is kept as well, without a person,
-- so that asking tells nothing. The addresses are erased with the row.
CREATE TABLE identity_pass (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('reset', 'email', 'second_step')),
  person_id UUID REFERENCES identity_person (id),
  secret TEXT UNIQUE,
  email TEXT NOT NULL,
  former_email TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ
);

CREATE INDEX identity_pass_person ON identity_pass (person_id, kind, created_at);

-- The second factor of a person: set up once confirmed_at is known. A step of 30 seconds up to last_step is never accepted again.
CREATE TABLE identity_factor (
  person_id UUID NOT NULL PRIMARY KEY REFERENCES identity_person (id),
  secret TEXT NOT NULL,
  last_step BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  confirmed_at TIMESTAMPTZ
);

CREATE TABLE identity_recovery (
  person_id UUID NOT NULL REFERENCES identity_person (id),
  code TEXT NOT NULL,
  used_at TIMESTAMPTZ,
  PRIMARY KEY (person_id, code)
);

-- A key with which a program acts for a person in one office.
CREATE TABLE identity_key (
  id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  office UUID NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('read', 'read_write')),
  secret TEXT NOT NULL UNIQUE,
  created_at TIMESTAMPTZ NOT NULL,
  expires_on DATE NOT NULL,
  used_on DATE,
  ended_at TIMESTAMPTZ
);

CREATE INDEX identity_key_person ON identity_key (person_id, created_at);

-- Failed tries, by account (a digest of the address, whether anybody has it or not) and by the caller's address. They are swept after a day.
CREATE TABLE identity_failure (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  client TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL
);

CREATE INDEX identity_failure_account ON identity_failure (account, kind, at);

CREATE INDEX identity_failure_client ON identity_failure (client, kind, at);

-- The day from which a person has no role left in an office; empty as long as one is held without an end.
ALTER TABLE office_person
  ADD COLUMN to_on DATE;

-- 0009_register.sql
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

-- 0010_views.sql
-- Ways to look at a list that someone has kept: the page by its key, and what is asked of it as in an address. They belong to a person; a shared
-- one is seen by the whole office. What is asked may name somebody, so a view that is deleted is gone.
CREATE TABLE views_view (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  page TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  shared BOOLEAN NOT NULL,
  saved_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, id)
);

CREATE INDEX views_view_page ON views_view (office_id, page, name);

-- With which view a person's list opens.
CREATE TABLE views_first (
  office_id UUID NOT NULL,
  person_id UUID NOT NULL REFERENCES identity_person (id),
  page TEXT NOT NULL,
  view_id UUID NOT NULL,
  PRIMARY KEY (office_id, person_id, page),
  FOREIGN KEY (office_id, view_id) REFERENCES views_view (office_id, id)
);

-- 0011_addressees.sql
-- Who votes for a party whose members hold together, as the members designated it. Every statement carries two times: true from a day until
-- before another, known from a moment until before another.
CREATE TABLE addressees_mandatary (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandatary_id UUID NOT NULL,
  building_id UUID NOT NULL,
  party_id UUID NOT NULL,
  member_id UUID,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  notified_on DATE NOT NULL,
  reference TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX addressees_mandatary_building ON addressees_mandatary (office_id, building_id);

CREATE INDEX addressees_mandatary_mandatary ON addressees_mandatary (office_id, mandatary_id);

CREATE UNIQUE INDEX addressees_mandatary_open ON addressees_mandatary (office_id, party_id) WHERE to_on IS NULL AND unlearned_at IS NULL;

-- A member's agreement to be written to by e-mail instead of by registered letter. What ends it is added; nothing is overwritten.
CREATE TABLE addressees_consent (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  member_id UUID NOT NULL,
  email TEXT NOT NULL,
  given_on DATE NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('letter', 'form', 'site')),
  reference TEXT NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID NOT NULL,
  revoked_on DATE,
  revoked_at TIMESTAMPTZ,
  revoked_by UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX addressees_consent_building ON addressees_consent (office_id, building_id);

CREATE UNIQUE INDEX addressees_consent_open ON addressees_consent (office_id, member_id) WHERE revoked_on IS NULL;

-- 0012_search.sql
-- What can be found, and by which words. All of it is derived from other rooms' rows and can be made again at any time.
CREATE TABLE search_entry (
  office_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('building', 'lot', 'owner', 'contact', 'supplier', 'invoice')),
  id UUID NOT NULL,
  building_id UUID,
  title TEXT NOT NULL,
  detail TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (office_id, kind, id)
);

CREATE INDEX search_entry_building ON search_entry (office_id, building_id, kind);

CREATE TABLE search_word (
  office_id UUID NOT NULL,
  word TEXT NOT NULL,
  kind TEXT NOT NULL,
  id UUID NOT NULL,
  building_id UUID,
  PRIMARY KEY (office_id, word, kind, id)
);

CREATE INDEX search_word_entry ON search_word (office_id, kind, id);

-- Each word under itself and under itself less one letter: two words that differ by one slip of the finger meet here.
CREATE TABLE search_near (
  office_id UUID NOT NULL,
  variant TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (office_id, variant, word)
);

CREATE INDEX search_near_word ON search_near (office_id, word);

-- Up to which fact of the office the register of a building has been read.
CREATE TABLE search_done (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (office_id, building_id)
);

-- 0012_search_order.postgres.sql
-- Beginnings of words are found as a range of their bytes; another collation orders letters otherwise than SQLite does.
ALTER TABLE search_word ALTER COLUMN word TYPE TEXT COLLATE "C";

-- 0013_imports.sql
-- A long list is entered by a job: since when it is being entered, for whom, and why it was refused if it was.
ALTER TABLE imports_import
  ADD COLUMN confirming_at TIMESTAMPTZ;
ALTER TABLE imports_import
  ADD COLUMN refused TEXT;

-- What an office has said that the columns under certain titles are. The titles themselves are not kept: the fingerprint recognises them.
CREATE TABLE imports_mapping (
  office_id UUID NOT NULL,
  fingerprint TEXT NOT NULL,
  mapping TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, fingerprint)
);

-- 0014_signboard.sql
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

-- 0015_occupants.sql
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

-- 0016_decisions.sql
-- What assemblies decided. A decision stays what it is; how it is worded, what must be done of it and what was done are said beside it and appended.
CREATE TABLE decisions_decision (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID,
  withdrawn_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX decisions_decision_building ON decisions_decision (office_id, building_id, id);

-- How a decision reads. A correction is another wording; the one before stays known.
CREATE TABLE decisions_wording (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  assembly_on DATE NOT NULL,
  point TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  majority TEXT NOT NULL,
  reason TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE UNIQUE INDEX decisions_wording_open ON decisions_wording (office_id, decision_id) WHERE unlearned_at IS NULL;

CREATE INDEX decisions_wording_assembly ON decisions_wording (office_id, assembly_on);

-- What must be done of a decision, by whom and by when.
CREATE TABLE decisions_plan (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  what TEXT NOT NULL,
  due_on DATE,
  article TEXT NOT NULL,
  who TEXT NOT NULL,
  person_id UUID,
  supplier_id UUID,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id),
  FOREIGN KEY (office_id, supplier_id) REFERENCES suppliers_supplier (office_id, id)
);

CREATE UNIQUE INDEX decisions_plan_open ON decisions_plan (office_id, decision_id) WHERE unlearned_at IS NULL;

-- What was done of it, one dated entry after another: a state, a note, a proof. Nothing is changed here.
CREATE TABLE decisions_step (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  state TEXT NOT NULL,
  happened_on DATE NOT NULL,
  note TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  PRIMARY KEY (office_id, id),
  UNIQUE (office_id, decision_id, seq),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

-- The minutes in which a decision stands; a better scan replaces them, those before stay known.
CREATE TABLE decisions_minutes (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  decision_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE UNIQUE INDEX decisions_minutes_open ON decisions_minutes (office_id, decision_id) WHERE unlearned_at IS NULL;

-- 0017_mandates.sql
-- Who is appointed to what in a building. A mandate keeps its identity; what is said of it is said in terms, of which one is known now.
CREATE TABLE mandates_mandate (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID,
  withdrawn_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX mandates_mandate_building ON mandates_mandate (office_id, building_id, id);

-- A term says who holds a mandate, by what, from which day to which last day. The seat is one text for one holder; its class tells who runs the building
-- (syndic) from who watches over that (watch: council and auditor), or neither (meeting). See the guards beside this file.
CREATE TABLE mandates_term (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandate_id UUID NOT NULL,
  building_id UUID NOT NULL,
  kind TEXT NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('syndic', 'watch', 'meeting')),
  seat TEXT NOT NULL,
  of_office BOOLEAN NOT NULL,
  member_id UUID,
  person_id UUID,
  holder_name TEXT NOT NULL,
  origin TEXT NOT NULL,
  decision_id UUID,
  reference TEXT NOT NULL,
  appointed_on DATE NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE,
  position TEXT NOT NULL,
  profession TEXT NOT NULL,
  domicile TEXT NOT NULL,
  licence TEXT NOT NULL,
  professional_order TEXT NOT NULL,
  insurer TEXT NOT NULL,
  policy TEXT NOT NULL,
  policy_until DATE,
  ended_on DATE,
  end_reason TEXT NOT NULL,
  end_decision_id UUID,
  end_note TEXT NOT NULL,
  last_on DATE NOT NULL,
  reason TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, mandate_id) REFERENCES mandates_mandate (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id),
  FOREIGN KEY (office_id, end_decision_id) REFERENCES decisions_decision (office_id, id),
  CHECK (from_on <= last_on)
);

CREATE UNIQUE INDEX mandates_term_open ON mandates_term (office_id, mandate_id) WHERE unlearned_at IS NULL;

CREATE INDEX mandates_term_seat ON mandates_term (office_id, building_id, seat);

CREATE INDEX mandates_term_decision ON mandates_term (office_id, decision_id);

-- The written contract of a syndic, and its services with their prices.
CREATE TABLE mandates_contract (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandate_id UUID NOT NULL,
  signed_on DATE NOT NULL,
  until_on DATE NOT NULL,
  decision_id UUID,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, mandate_id) REFERENCES mandates_mandate (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE UNIQUE INDEX mandates_contract_open ON mandates_contract (office_id, mandate_id) WHERE unlearned_at IS NULL;

CREATE TABLE mandates_service (
  office_id UUID NOT NULL,
  contract_id UUID NOT NULL,
  position BIGINT NOT NULL,
  flat BOOLEAN NOT NULL,
  label TEXT NOT NULL,
  price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
  unit TEXT NOT NULL,
  PRIMARY KEY (office_id, contract_id, position),
  FOREIGN KEY (office_id, contract_id) REFERENCES mandates_contract (office_id, id)
);

-- What proves that a duty was done: a day, a paper, words. Appended, never changed; the last one counts.
CREATE TABLE mandates_evidence (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  mandate_id UUID NOT NULL,
  duty TEXT NOT NULL,
  done_on DATE NOT NULL,
  note TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, mandate_id) REFERENCES mandates_mandate (office_id, id)
);

CREATE INDEX mandates_evidence_mandate ON mandates_evidence (office_id, mandate_id, at);

-- 0017_mandates_guard.postgres.sql
-- Art. 3.89 §9: who is syndic of a building neither sits on its council nor audits its accounts. Periods decide, and no unique key can compare periods, so
-- each engine has a trigger of its own. It refuses the overlap of one seat in both classes; that two seats are one human being (an owner and a sign-in that
-- are linked later) only the room can tell. Two writers at once wait for each other at the building, which every verb holds first.
CREATE FUNCTION mandates_term_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM mandates_term t
    WHERE t.office_id = NEW.office_id AND t.building_id = NEW.building_id AND t.seat = NEW.seat AND t.unlearned_at IS NULL
      AND t.class <> 'meeting' AND t.class <> NEW.class AND t.from_on <= NEW.last_on AND NEW.from_on <= t.last_on) THEN
    RAISE EXCEPTION 'mandates_term_apart';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER mandates_term_apart BEFORE INSERT ON mandates_term
FOR EACH ROW WHEN (NEW.unlearned_at IS NULL AND NEW.class <> 'meeting')
EXECUTE FUNCTION mandates_term_apart();

-- 0017_mandates_guard.sqlite.sql
-- Art. 3.89 §9: who is syndic of a building neither sits on its council nor audits its accounts. Periods decide, and no unique key can compare periods, so
-- each engine has a trigger of its own. It refuses the overlap of one seat in both classes; that two seats are one human being (an owner and a sign-in that
-- are linked later) only the room can tell.
CREATE TRIGGER mandates_term_apart BEFORE INSERT ON mandates_term
WHEN NEW.unlearned_at IS NULL AND NEW.class <> 'meeting'
BEGIN
  SELECT RAISE(ABORT, 'mandates_term_apart') WHERE EXISTS (
    SELECT 1 FROM mandates_term t
    WHERE t.office_id = NEW.office_id AND t.building_id = NEW.building_id AND t.seat = NEW.seat AND t.unlearned_at IS NULL
      AND t.class <> 'meeting' AND t.class <> NEW.class AND t.from_on <= NEW.last_on AND NEW.from_on <= t.last_on);
END;

-- 0018_seeing.sql
-- Whose pages a syndic looks at in this session, and until when: as that owner sees them, without a hand.
ALTER TABLE identity_session
  ADD COLUMN sees_as UUID;

ALTER TABLE identity_session
  ADD COLUMN sees_until TIMESTAMPTZ;

-- 0020_deadlines.sql
-- What the law and decisions expect by when, of all rooms, so that a whole office is one look. It is derived from other rooms' rows and can be made
-- again at any time.
CREATE TABLE deadlines_line (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  key TEXT NOT NULL,
  path TEXT NOT NULL,
  what TEXT NOT NULL,
  args TEXT NOT NULL,
  whom TEXT NOT NULL,
  legal BOOLEAN NOT NULL,
  article TEXT NOT NULL,
  due_on DATE,
  done_on DATE,
  stopped BOOLEAN NOT NULL,
  PRIMARY KEY (office_id, building_id, key)
);

CREATE INDEX deadlines_line_due ON deadlines_line (office_id, due_on);

-- Up to which fact of the office the deadlines of a building are right, and on which day they were made: some begin by themselves.
CREATE TABLE deadlines_made (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  seq BIGINT NOT NULL,
  made_on DATE NOT NULL,
  PRIMARY KEY (office_id, building_id)
);

-- Who wants letters about them, and which.
CREATE TABLE deadlines_reader (
  office_id UUID NOT NULL,
  person_id UUID NOT NULL,
  weekly BOOLEAN NOT NULL,
  reminders BOOLEAN NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, person_id)
);

-- Which letter was handed over for whom on which day, so that none leaves twice.
CREATE TABLE deadlines_letter (
  office_id UUID NOT NULL,
  person_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('weekly', 'reminder')),
  day DATE NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, person_id, kind, day)
);

-- A calendar that is fetched by its secret address alone, of all offices: whoever fetches it has no session. Only a digest of the secret is kept.
CREATE TABLE deadlines_feed (
  secret TEXT NOT NULL PRIMARY KEY,
  office UUID NOT NULL,
  person_id UUID NOT NULL,
  made_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ
);

CREATE INDEX deadlines_feed_person ON deadlines_feed (office, person_id);

-- 0021_council.sql
-- The council follows what the syndic does of each decision. A comment is appended; its own author may take it back, and its words go with that.
CREATE TABLE council_comment (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  decision_id UUID NOT NULL,
  text TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  withdrawn_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE INDEX council_comment_decision ON council_comment (office_id, decision_id, at);

CREATE INDEX council_comment_building ON council_comment (office_id, building_id, at);

-- The building's own targets in days: no law sets them.
CREATE TABLE council_target (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  quotes_days BIGINT NOT NULL,
  works_days BIGINT NOT NULL,
  PRIMARY KEY (office_id, building_id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

-- What the assembly gave to the council beyond the law, for a year at most.
CREATE TABLE council_mission (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  decision_id UUID NOT NULL,
  text TEXT NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID,
  ended_on DATE,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE INDEX council_mission_building ON council_mission (office_id, building_id, from_on);

-- The council's own room. What is removed is gone: nobody owes these words to anybody.
CREATE TABLE council_entry (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  priority TEXT NOT NULL,
  assignee_id UUID,
  due_on DATE,
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX council_entry_building ON council_entry (office_id, building_id, at);

-- 0022_accounts.sql
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

-- 0023_reads_of_one.sql
-- What is asked of one building, one member, one account or one decision is found without reading those of the whole office: in an office of two
-- thousand buildings, the parties of all of them were read for each register.
CREATE INDEX property_party_building ON property_party (office_id, building_id);

CREATE INDEX property_member_member ON property_member (office_id, member_id);

CREATE INDEX property_account_account ON property_account (office_id, account_id);

CREATE INDEX decisions_wording_decision ON decisions_wording (office_id, decision_id);

DROP INDEX property_part_lot_building;

CREATE INDEX property_part_lot_building ON property_part_lot (office_id, building_id, lot_id);

-- 0025_council_report.sql
-- What the council reports to the assembly of a period (art. 3.90 §4). A draft is the council's alone and can be thrown away; what was issued is not
-- changed any more: the words of the council and the facts of that day stay as they were, and so do its papers.
CREATE TABLE council_report (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  span TEXT NOT NULL CHECK (span IN ('yearly', 'half_yearly')),
  from_on DATE NOT NULL,
  until_on DATE NOT NULL,
  begun_at TIMESTAMPTZ NOT NULL,
  begun_by UUID,
  said TEXT NOT NULL,
  facts TEXT NOT NULL,
  issued_at TIMESTAMPTZ,
  issued_by UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id),
  CHECK (from_on <= until_on)
);

-- One draft at a time: two members who begin one at once write the same.
CREATE UNIQUE INDEX council_report_draft ON council_report (office_id, building_id) WHERE issued_at IS NULL;

CREATE INDEX council_report_building ON council_report (office_id, building_id, until_on);

CREATE TABLE council_report_paper (
  office_id UUID NOT NULL,
  report_id UUID NOT NULL,
  lang TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (office_id, report_id, lang),
  FOREIGN KEY (office_id, report_id) REFERENCES council_report (office_id, id)
);

-- 0026_deadlines_alert.sql
-- A council member may want to be told, once for each, what the syndic has missed.
ALTER TABLE deadlines_reader
  ADD COLUMN alerts BOOLEAN NOT NULL DEFAULT FALSE;

-- Of which lateness who was told, and when the letter left: a line and its day are one lateness, and nobody is told of one twice.
CREATE TABLE deadlines_alert (
  office_id UUID NOT NULL,
  person_id UUID NOT NULL,
  building_id UUID NOT NULL,
  key TEXT NOT NULL,
  due_on DATE NOT NULL,
  what TEXT NOT NULL,
  args TEXT NOT NULL,
  day DATE NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  sent_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, person_id, building_id, key, due_on)
);

CREATE INDEX deadlines_alert_building ON deadlines_alert (office_id, building_id, asked_at);

-- 0027_assembly_kind.sql
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

-- 0028_search_decisions.sql
-- Decisions can be found too. Neither engine lets both alter a check in one text, so the table is made again with what it held.
CREATE TABLE search_entry_wider (
  office_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('building', 'lot', 'owner', 'contact', 'supplier', 'invoice', 'decision')),
  id UUID NOT NULL,
  building_id UUID,
  title TEXT NOT NULL,
  detail TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (office_id, kind, id)
);

INSERT INTO search_entry_wider (office_id, kind, id, building_id, title, detail, words)
SELECT office_id, kind, id, building_id, title, detail, words FROM search_entry;

DROP TABLE search_entry;

ALTER TABLE search_entry_wider RENAME TO search_entry;

CREATE INDEX search_entry_building ON search_entry (office_id, building_id, kind);

-- 0030_ledger.sql
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

-- 0030_ledger_guard.postgres.sql
-- Debit equals credit to the cent, at least two lines, all of one building and day; the sums follow in the same statement. Nothing is changed or removed.
CREATE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT COALESCE((
    SELECT COUNT(*) >= 2 AND SUM(l.amount_cents) = 0
      AND COUNT(*) FILTER (WHERE l.building_id <> NEW.building_id OR l.booked_on <> NEW.booked_on OR l.learned_at <> NEW.learned_at) = 0
      AND SUM(l.amount_cents) FILTER (WHERE l.amount_cents > 0) = NEW.total_cents
    FROM ledger_line l WHERE l.office_id = NEW.office_id AND l.entry_id = NEW.id), FALSE) THEN
    RAISE EXCEPTION 'ledger_entry_unbalanced';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION ledger_entry_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_sum (office_id, building_id, month, year, code, sub, debit_cents, credit_cents)
  SELECT l.office_id, l.building_id, m.month, EXTRACT(YEAR FROM NEW.booked_on)::BIGINT, l.code, l.sub,
    COALESCE(SUM(l.amount_cents) FILTER (WHERE l.amount_cents > 0), 0), COALESCE(-SUM(l.amount_cents) FILTER (WHERE l.amount_cents < 0), 0)
  FROM ledger_line l, (SELECT 0::BIGINT AS month UNION ALL SELECT EXTRACT(MONTH FROM NEW.booked_on)::BIGINT) m
  WHERE l.office_id = NEW.office_id AND l.entry_id = NEW.id
  GROUP BY l.office_id, l.building_id, m.month, l.code, l.sub
  ORDER BY m.month, l.code, l.sub
  ON CONFLICT (office_id, building_id, month, year, code, sub)
  DO UPDATE SET debit_cents = ledger_sum.debit_cents + excluded.debit_cents, credit_cents = ledger_sum.credit_cents + excluded.credit_cents;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_line_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_entry e WHERE e.office_id = NEW.office_id AND e.id = NEW.entry_id) THEN
    RAISE EXCEPTION 'ledger_entry_sealed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger_append_only';
END $$;

CREATE TRIGGER ledger_entry_balanced BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced();

CREATE TRIGGER ledger_entry_summed AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_summed();

CREATE TRIGGER ledger_line_first BEFORE INSERT ON ledger_line FOR EACH ROW EXECUTE FUNCTION ledger_line_first();

CREATE TRIGGER ledger_entry_kept BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_append_only();

CREATE TRIGGER ledger_line_kept BEFORE UPDATE OR DELETE ON ledger_line FOR EACH ROW EXECUTE FUNCTION ledger_append_only();

-- 0030_ledger_guard.sqlite.sql
-- Debit equals credit to the cent, at least two lines, all of one building and day; the sums follow in the same statement. Nothing is changed or removed.
CREATE TRIGGER ledger_entry_balanced BEFORE INSERT ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger_entry_unbalanced') WHERE NOT COALESCE((
    SELECT COUNT(*) >= 2 AND SUM(l.amount_cents) = 0
      AND COUNT(*) FILTER (WHERE l.building_id <> NEW.building_id OR l.booked_on <> NEW.booked_on OR l.learned_at <> NEW.learned_at) = 0
      AND SUM(l.amount_cents) FILTER (WHERE l.amount_cents > 0) = NEW.total_cents
    FROM ledger_line l WHERE l.office_id = NEW.office_id AND l.entry_id = NEW.id), 0);
END;

CREATE TRIGGER ledger_entry_summed AFTER INSERT ON ledger_entry
BEGIN
  INSERT INTO ledger_sum (office_id, building_id, month, year, code, sub, debit_cents, credit_cents)
  SELECT l.office_id, l.building_id, m.month, CAST(substr(NEW.booked_on, 1, 4) AS INTEGER), l.code, l.sub,
    COALESCE(SUM(l.amount_cents) FILTER (WHERE l.amount_cents > 0), 0), COALESCE(-SUM(l.amount_cents) FILTER (WHERE l.amount_cents < 0), 0)
  FROM ledger_line l, (SELECT 0 AS month UNION ALL SELECT CAST(substr(NEW.booked_on, 6, 2) AS INTEGER)) m
  WHERE l.office_id = NEW.office_id AND l.entry_id = NEW.id
  GROUP BY l.office_id, l.building_id, m.month, l.code, l.sub
  ON CONFLICT (office_id, building_id, month, year, code, sub)
  DO UPDATE SET debit_cents = ledger_sum.debit_cents + excluded.debit_cents, credit_cents = ledger_sum.credit_cents + excluded.credit_cents;
END;

CREATE TRIGGER ledger_line_first BEFORE INSERT ON ledger_line
WHEN EXISTS (SELECT 1 FROM ledger_entry e WHERE e.office_id = NEW.office_id AND e.id = NEW.entry_id)
BEGIN
  SELECT RAISE(ABORT, 'ledger_entry_sealed');
END;

CREATE TRIGGER ledger_entry_kept BEFORE UPDATE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;

CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;

CREATE TRIGGER ledger_line_kept BEFORE UPDATE ON ledger_line
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;

CREATE TRIGGER ledger_line_stays BEFORE DELETE ON ledger_line
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;

-- 0031_approvals.sql
-- What is asked of an invoice beyond its paper: the account on which it is booked, whether it concerns one party alone or was advanced by one, and where it stands
-- on its way: draft, submitted (and booked), approved or refused.
ALTER TABLE purchases_invoice
  ADD COLUMN account TEXT NOT NULL DEFAULT '';

ALTER TABLE purchases_invoice
  ADD COLUMN state TEXT NOT NULL DEFAULT 'submitted';

ALTER TABLE purchases_invoice
  ADD COLUMN private_id UUID;

ALTER TABLE purchases_invoice
  ADD COLUMN advanced_id UUID;

ALTER TABLE purchases_invoice
  ADD COLUMN tenant_percent BIGINT NOT NULL DEFAULT 0;

ALTER TABLE purchases_invoice
  ADD COLUMN communication TEXT NOT NULL DEFAULT '';

ALTER TABLE purchases_invoice
  ADD COLUMN iban TEXT;

ALTER TABLE purchases_invoice
  ADD COLUMN entry_id UUID;

ALTER TABLE purchases_invoice
  ADD COLUMN submitter_id UUID;

CREATE INDEX purchases_invoice_supplier ON purchases_invoice (office_id, supplier_id, building_id, entered_at);

-- The way of an invoice: who submitted it, approved or refused it, when and why. Appended, never changed.
CREATE TABLE purchases_step (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  invoice_id UUID NOT NULL,
  building_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('submitted', 'approved', 'refused', 'withdrawn')),
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  reason TEXT NOT NULL,
  exception BOOLEAN NOT NULL,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, invoice_id) REFERENCES purchases_invoice (office_id, id)
);

CREATE INDEX purchases_step_invoice ON purchases_step (office_id, invoice_id, at);

-- Who approves in a building: from an amount on, the council.
CREATE TABLE purchases_rule (
  office_id UUID NOT NULL,
  building_id UUID NOT NULL,
  council_from_cents BIGINT,
  changed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (office_id, building_id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

-- 0032_banking.sql
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

-- 0035_contracts.sql
-- The recurring contracts of an association. What is said of one is a term: corrected or ended by another term, never overwritten.
CREATE TABLE purchases_contract (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  building_id UUID NOT NULL,
  entered_at TIMESTAMPTZ NOT NULL,
  entered_by UUID,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, building_id) REFERENCES property_building (office_id, id)
);

CREATE INDEX purchases_contract_building ON purchases_contract (office_id, building_id);

CREATE TABLE purchases_contract_term (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  contract_id UUID NOT NULL,
  supplier_id UUID NOT NULL,
  what TEXT NOT NULL,
  signed_on DATE NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE,
  notice BIGINT NOT NULL,
  notice_unit TEXT NOT NULL CHECK (notice_unit IN ('days', 'weeks', 'months')),
  amount_cents BIGINT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('', 'month', 'quarter', 'half_year', 'year')),
  account TEXT NOT NULL,
  key_id UUID,
  own BOOLEAN NOT NULL,
  decision_id UUID,
  ended_on DATE,
  end_reason TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, contract_id) REFERENCES purchases_contract (office_id, id),
  FOREIGN KEY (office_id, supplier_id) REFERENCES suppliers_supplier (office_id, id),
  FOREIGN KEY (office_id, decision_id) REFERENCES decisions_decision (office_id, id)
);

CREATE UNIQUE INDEX purchases_contract_term_now ON purchases_contract_term (office_id, contract_id) WHERE unlearned_at IS NULL;

CREATE INDEX purchases_contract_term_supplier ON purchases_contract_term (office_id, supplier_id);

CREATE INDEX purchases_contract_term_decision ON purchases_contract_term (office_id, decision_id);

CREATE TABLE purchases_contract_paper (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  contract_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  learned_at TIMESTAMPTZ NOT NULL,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, contract_id) REFERENCES purchases_contract (office_id, id)
);

CREATE UNIQUE INDEX purchases_contract_paper_now ON purchases_contract_paper (office_id, contract_id) WHERE unlearned_at IS NULL;

-- What the syndic reports of a contract to the ordinary assembly of a year (art. 3.89 §5 12°). Written again, the earlier one stays.
CREATE TABLE purchases_evaluation (
  office_id UUID NOT NULL,
  id UUID NOT NULL,
  contract_id UUID NOT NULL,
  year BIGINT NOT NULL,
  text TEXT NOT NULL,
  rating BIGINT NOT NULL CHECK (rating BETWEEN 0 AND 5),
  at TIMESTAMPTZ NOT NULL,
  by_id UUID,
  unlearned_at TIMESTAMPTZ,
  PRIMARY KEY (office_id, id),
  FOREIGN KEY (office_id, contract_id) REFERENCES purchases_contract (office_id, id)
);

CREATE UNIQUE INDEX purchases_evaluation_year ON purchases_evaluation (office_id, contract_id, year) WHERE unlearned_at IS NULL;
