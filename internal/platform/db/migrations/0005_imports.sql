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
