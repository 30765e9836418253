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
