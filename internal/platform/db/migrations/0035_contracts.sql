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
