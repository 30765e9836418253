-- Debit equals credit to the cent, at least two lines, all of one building and day; the sums follow in the same statement. Nothing is changed or removed.
CREATE TRIGGER ledger_entry_balanced BEFORE INSERT ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger_entry_unbalanced') WHERE NOT COALESCE((
    SELECT COUNT(*) >= 2 AND SUM(l.amount_cents) = 0
      AND COUNT(*) FILTER (WHERE l.building_id <> NEW.building_id OR l.booked_on <> NEW.booked_on OR l.learned_at <> NEW.learned_at) = 0
      AND SUM(l.amount_cents) FILTER (WHERE l.amount_cents > 0) = NEW.total_cents
    FROM ledger_line l WHERE l.office_id = NEW.office_id AND l.entry_id = NEW.id), 0);
END;

CREATE TRIGGER ledger_entry_summed AFTER INSERT ON ledger_entry
BEGIN
  INSERT INTO ledger_sum (office_id, building_id, month, year, code, sub, debit_cents, credit_cents)
  SELECT l.office_id, l.building_id, m.month, CAST(substr(NEW.booked_on, 1, 4) AS INTEGER), l.code, l.sub,
    COALESCE(SUM(l.amount_cents) FILTER (WHERE l.amount_cents > 0), 0), COALESCE(-SUM(l.amount_cents) FILTER (WHERE l.amount_cents < 0), 0)
  FROM ledger_line l, (SELECT 0 AS month UNION ALL SELECT CAST(substr(NEW.booked_on, 6, 2) AS INTEGER)) m
  WHERE l.office_id = NEW.office_id AND l.entry_id = NEW.id
  GROUP BY l.office_id, l.building_id, m.month, l.code, l.sub
  ON CONFLICT (office_id, building_id, month, year, code, sub)
  DO UPDATE SET debit_cents = ledger_sum.debit_cents + excluded.debit_cents, credit_cents = ledger_sum.credit_cents + excluded.credit_cents;
END;

CREATE TRIGGER ledger_line_first BEFORE INSERT ON ledger_line
WHEN EXISTS (SELECT 1 FROM ledger_entry e WHERE e.office_id = NEW.office_id AND e.id = NEW.entry_id)
BEGIN
  SELECT RAISE(ABORT, 'ledger_entry_sealed');
END;

CREATE TRIGGER ledger_entry_kept BEFORE UPDATE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;

CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;

CREATE TRIGGER ledger_line_kept BEFORE UPDATE ON ledger_line
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;

CREATE TRIGGER ledger_line_stays BEFORE DELETE ON ledger_line
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only');
END;
