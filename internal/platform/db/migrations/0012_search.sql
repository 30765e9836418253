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
