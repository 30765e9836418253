package ledger

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/db"
)

const (
	entryRow = `e.id, e.building_id, e.journal, e.year_start, e.number, e.booked_on, e.voucher, e.voucher_on, e.sha256, e.text, e.subject, e.subject_id,
	e.reverses_id, r.id, e.total_cents, e.learned_at, e.by_id`
	withReversal = ` FROM ledger_entry e LEFT JOIN ledger_entry r ON r.office_id = e.office_id AND r.reverses_id = e.id WHERE e.office_id = $1 `
	lineRow      = `code, party_id, supplier_id, amount_cents, text`
)

const lineColumns = `INSERT INTO ledger_line (office_id, entry_id, position, building_id, booked_on, code, sub, party_id, supplier_id, amount_cents, text, learned_at) VALUES `

var (
	addAccount = db.Q(`INSERT INTO ledger_account (office_id, building_id, code, label, entered_at) VALUES ($1, $2, $3, $4, $5)`)
	accountsOf = db.Q(`SELECT code, label, closed_at FROM ledger_account WHERE office_id = $1 AND building_id = $2 ORDER BY code`)

	addLine  = db.Q(lineColumns + db.Tuples(1, 11))
	addLines = db.Q(lineColumns + db.Tuples(db.AtOnce, 11))
	addEntry = db.Q(`INSERT INTO ledger_entry (office_id, id, building_id, journal, year_start, number, booked_on, voucher, voucher_on, sha256, text, subject, subject_id,
		reverses_id, total_cents, learned_at, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`)
	nextNumber = db.Q(`SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_entry WHERE office_id = $1 AND building_id = $2 AND journal = $3 AND year_start = $4`)
	entryByID  = db.Q(`SELECT ` + entryRow + withReversal + `AND e.id = $2`)
	entriesIn  = db.Q(`SELECT ` + entryRow + withReversal + `AND e.building_id = $2 AND e.booked_on >= $3 AND e.booked_on <= $4 AND e.learned_at <= $5 AND ($6 = '' OR e.journal = $6)
		ORDER BY e.booked_on, e.id LIMIT $7`)
	newestBefore = db.Q(`SELECT ` + entryRow + withReversal + `AND e.building_id = $2 AND (e.booked_on < $3 OR (e.booked_on = $3 AND e.id < $4)) ORDER BY e.booked_on DESC, e.id DESC LIMIT $5`)
	entriesAbout = db.Q(`SELECT ` + entryRow + withReversal + `AND e.subject_id = $2 ORDER BY e.learned_at, e.id`)
	enteredFrom  = db.Q(`SELECT COUNT(*) FROM ledger_entry WHERE office_id = $1 AND building_id = $2 AND learned_at >= $3`)
	yearsBooked  = db.Q(`SELECT DISTINCT year_start FROM ledger_entry WHERE office_id = $1 AND building_id = $2 ORDER BY year_start DESC`)
	countEntries = db.Q(`SELECT COUNT(*) FROM ledger_entry WHERE office_id = $1 AND building_id = $2`)
	linesOf      = db.Q(`SELECT ` + lineRow + ` FROM ledger_line WHERE office_id = $1 AND entry_id = $2 ORDER BY position`)

	addLock = db.Q(`INSERT INTO ledger_lock (office_id, id, building_id, until_on, reason, at, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	locksOf = db.Q(`SELECT until_on, reason, at, by_id FROM ledger_lock WHERE office_id = $1 AND building_id = $2 ORDER BY at DESC, id DESC`)

	findOpening = db.Q(`SELECT booked_on, voucher, entry_id, changed_at FROM ledger_opening WHERE office_id = $1 AND building_id = $2`)
	setOpening  = db.Q(`INSERT INTO ledger_opening (office_id, building_id, booked_on, voucher, entry_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (office_id, building_id) DO UPDATE SET booked_on = excluded.booked_on, voucher = excluded.voucher, entry_id = excluded.entry_id, changed_at = excluded.changed_at`)
	dropOpening      = db.Q(`DELETE FROM ledger_opening WHERE office_id = $1 AND building_id = $2`)
	openingLines     = db.Q(`SELECT code, party_id, supplier_id, amount_cents FROM ledger_opening_line WHERE office_id = $1 AND building_id = $2 ORDER BY position`)
	addOpeningLine   = db.Q(`INSERT INTO ledger_opening_line (office_id, building_id, position, code, party_id, supplier_id, amount_cents) VALUES ` + db.Tuples(1, 6))
	addOpeningLines  = db.Q(`INSERT INTO ledger_opening_line (office_id, building_id, position, code, party_id, supplier_id, amount_cents) VALUES ` + db.Tuples(db.AtOnce, 6))
	dropOpeningLines = db.Q(`DELETE FROM ledger_opening_line WHERE office_id = $1 AND building_id = $2`)
)

// What stands on the accounts at the end of a day: whole years before, whole months of its year, and the lines of its month. $5 is the first month that is
// read line by line, $6 and $7 its days.
const sumsUntil = `SELECT code, sub, debit_cents AS debit, credit_cents AS credit FROM ledger_sum
		WHERE office_id = $1 AND building_id = $2 AND month = 0 AND year < $3
	UNION ALL SELECT code, sub, debit_cents, credit_cents FROM ledger_sum
		WHERE office_id = $1 AND building_id = $2 AND month > 0 AND month < $4 AND year = $3
	UNION ALL SELECT code, sub, CASE WHEN amount_cents > 0 THEN amount_cents ELSE 0 END, CASE WHEN amount_cents < 0 THEN -amount_cents ELSE 0 END FROM ledger_line
		WHERE office_id = $1 AND building_id = $2 AND booked_on >= $5 AND booked_on <= $6`

var (
	balancesAt = db.Q(`SELECT code, sub, SUM(debit), SUM(credit) FROM (` + sumsUntil + `) s GROUP BY code, sub ORDER BY code, sub`)
	// As known at an earlier moment every line is read.
	balancesKnown = db.Q(`SELECT code, sub, COALESCE(SUM(amount_cents) FILTER (WHERE amount_cents > 0), 0), COALESCE(-SUM(amount_cents) FILTER (WHERE amount_cents < 0), 0) FROM ledger_line
		WHERE office_id = $1 AND building_id = $2 AND booked_on <= $3 AND learned_at <= $4 GROUP BY code, sub ORDER BY code, sub`)
	closedIn = db.Q(`SELECT l.code, l.sub, COALESCE(SUM(l.amount_cents) FILTER (WHERE l.amount_cents > 0), 0), COALESCE(-SUM(l.amount_cents) FILTER (WHERE l.amount_cents < 0), 0)
		FROM ledger_entry e JOIN ledger_line l ON l.office_id = e.office_id AND l.entry_id = e.id
		WHERE e.office_id = $1 AND e.building_id = $2 AND e.journal = 'closing' AND e.booked_on >= $3 AND e.booked_on <= $4 AND e.learned_at <= $5
		GROUP BY l.code, l.sub ORDER BY l.code, l.sub`)

	movementsOn = db.Q(`SELECT ` + entryRow + `, l.code, l.party_id, l.supplier_id, l.amount_cents, l.text
		FROM ledger_line l JOIN ledger_entry e ON e.office_id = l.office_id AND e.id = l.entry_id
			LEFT JOIN ledger_entry r ON r.office_id = e.office_id AND r.reverses_id = e.id
		WHERE l.office_id = $1 AND l.building_id = $2 AND l.code >= $3 AND l.code < $4 AND l.booked_on >= $5 AND l.booked_on <= $6 AND l.learned_at <= $7
		ORDER BY l.code, l.booked_on, l.entry_id, l.position LIMIT $8`)
	movementsOf = db.Q(`SELECT ` + entryRow + `, l.code, l.party_id, l.supplier_id, l.amount_cents, l.text
		FROM ledger_line l JOIN ledger_entry e ON e.office_id = l.office_id AND e.id = l.entry_id
			LEFT JOIN ledger_entry r ON r.office_id = e.office_id AND r.reverses_id = e.id
		WHERE l.office_id = $1 AND l.building_id = $2 AND l.code >= $3 AND l.code < $4 AND l.sub = $5 AND l.booked_on <= $6 AND l.learned_at <= $7
		ORDER BY l.booked_on, l.entry_id, l.position`)
	owedLines = db.Q(`SELECT code, sub, booked_on, amount_cents FROM ledger_line
		WHERE office_id = $1 AND building_id = $2 AND code >= $3 AND code < $4 AND booked_on <= $5 AND learned_at <= $6 ORDER BY sub, booked_on, entry_id, position`)
	journalLines = db.Q(`SELECT l.entry_id, l.code, l.party_id, l.supplier_id, l.amount_cents, l.text FROM ledger_line l
		WHERE l.office_id = $1 AND l.building_id = $2 AND l.booked_on >= $3 AND l.booked_on <= $4 AND l.learned_at <= $5
		ORDER BY l.booked_on, l.entry_id, l.position`)

	// Of the house, for koprogo check: the sums against the lines, and entries against theirs.
	driftedSums = db.House(`SELECT COUNT(*) FROM (
		SELECT office_id, building_id, code, sub, SUM(debit) AS debit, SUM(credit) AS credit FROM (
			SELECT office_id, building_id, code, sub, debit_cents AS debit, credit_cents AS credit FROM ledger_sum WHERE month = 0
			UNION ALL SELECT office_id, building_id, code, sub, CASE WHEN amount_cents > 0 THEN -amount_cents ELSE 0 END, CASE WHEN amount_cents < 0 THEN amount_cents ELSE 0 END FROM ledger_line
		) x GROUP BY office_id, building_id, code, sub HAVING SUM(debit) <> 0 OR SUM(credit) <> 0) y`)
	unbalanced = db.House(`SELECT COUNT(*) FROM (SELECT office_id, entry_id FROM ledger_line GROUP BY office_id, entry_id HAVING SUM(amount_cents) <> 0 OR COUNT(*) < 2) x`)
)

func (e *Entry) fields() []any {
	p := &e.posting
	return []any{&e.id, &e.building, &p.Journal, &e.year, &e.number, &p.On, &p.Voucher, &p.VoucherOn, &p.SHA256, &p.Text, &p.Subject.Kind, &p.Subject.ID,
		&e.reverses, &e.reversed, &e.total, &e.learned, &e.by}
}

func (l *Line) fields() []any { return []any{&l.Account, &l.Party, &l.Supplier, &l.Amount, &l.Text} }

func (l *Lock) fields() []any { return []any{&l.Until, &l.Reason, &l.At, &l.By} }

func (b *Balance) fields() []any { return []any{&b.Code, &b.sub, &b.Debit, &b.Credit} }

// movement is a line with the entry that it is of.
type movement struct {
	Entry
	line Line
}

func (m *movement) fields() []any { return append(m.Entry.fields(), m.line.fields()...) }

type owedLine struct {
	code   string
	sub    id.Of[id.Any]
	on     civil.Date
	amount money.Cents
}

func (l *owedLine) fields() []any { return []any{&l.code, &l.sub, &l.on, &l.amount} }

type ofEntry struct {
	entry id.Of[id.LedgerEntry]
	line  Line
}

func (l *ofEntry) fields() []any { return append([]any{&l.entry}, l.line.fields()...) }

// ownAccount is a sub-account as it is kept.
type ownAccount struct {
	code, label string
	closed      civil.Instant
}

func (a *ownAccount) fields() []any { return []any{&a.code, &a.label, &a.closed} }

// LoadChart reads the chart of a building.
func LoadChart(tx *db.Tx, building id.Of[id.Building]) (Chart, error) {
	rows, err := db.All(tx.Query(accountsOf, building), (*ownAccount).fields)
	if err != nil {
		return Chart{}, err
	}
	var own []Account
	for _, r := range rows {
		a, err := law.SubAccount(r.code, r.label)
		if err != nil { // the chart of the law has learned this code since: the law's own account holds
			continue
		}
		own = append(own, Account{Account: a, Own: true, Closed: r.closed})
	}
	return newChart(own), nil
}

// LoadLock reads until when the books of a building are locked.
func LoadLock(tx *db.Tx, building id.Of[id.Building]) (Lock, error) {
	l, _, err := db.First(tx.Query(locksOf, building), (*Lock).fields)
	return l, err
}

// Get reads an entry with its lines, whoever asks; rooms above judge the right.
func Get(tx *db.Tx, entry id.Of[id.LedgerEntry]) (Entry, error) {
	e, err := db.One(tx.Query(entryByID, entry), (*Entry).fields, fault.NotFound("not_found"))
	if err != nil {
		return e, err
	}
	e.posting.Lines, err = db.All(tx.Query(linesOf, entry), (*Line).fields)
	return e, err
}

// About reads the entries about a subject of another room, in the order in which they were made, without their lines.
func About(tx *db.Tx, subject id.Of[id.Any]) ([]Entry, error) {
	return db.All(tx.Query(entriesAbout, subject), (*Entry).fields)
}

func insert(tx *db.Tx, e Entry) error {
	p := e.posting
	rows := make([][]any, len(p.Lines))
	for i, l := range p.Lines {
		rows[i] = []any{e.id, i + 1, e.building, p.On, l.Account, l.sub(), l.Party, l.Supplier, l.Amount, l.Text, e.learned}
	}
	if err := tx.ExecMany(addLines, addLine, rows); err != nil {
		return err
	}
	_, err := tx.Exec(addEntry, e.id, e.building, string(p.Journal), e.year, e.number, p.On, p.Voucher, p.VoucherOn, p.SHA256, p.Text, p.Subject.Kind, p.Subject.ID,
		e.reverses, e.total, e.learned, e.by)
	return err
}

// Check looks whether every entry balances and the sums agree with the lines, in all offices.
func Check(tx *db.Tx) (wrong int64, err error) {
	for _, s := range []*db.Stmt{driftedSums, unbalanced} {
		n, err := db.Value[int64](tx.Query(s))
		if err != nil {
			return 0, err
		}
		wrong += n
	}
	return wrong, nil
}

// Between reads the entries of a building's period without their lines, both days included, whoever asks; rooms above judge the right.
func Between(tx *db.Tx, building id.Of[id.Building], from, to civil.Date) ([]Entry, error) {
	return db.All(tx.Query(entriesIn, building, from, to, asKnown(civil.Instant{}), "", whole), (*Entry).fields)
}
