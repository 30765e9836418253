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
