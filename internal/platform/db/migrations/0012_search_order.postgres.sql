-- Beginnings of words are found as a range of their bytes; another collation orders letters otherwise than SQLite does.
ALTER TABLE search_word ALTER COLUMN word TYPE TEXT COLLATE "C";
