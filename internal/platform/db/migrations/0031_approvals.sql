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
