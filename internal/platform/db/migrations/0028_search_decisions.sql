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
