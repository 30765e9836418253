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
