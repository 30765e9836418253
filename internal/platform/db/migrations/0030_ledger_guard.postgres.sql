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
