package banking

import (
	"bytes"
	"io"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	Ledger *ledger.Room
	Blobs  blob.Store
}

// Import brings in a file of a bank: each of its statements is posted, is there already, or waits with its reason. A file that cannot be read gives nothing at
// all. Faults: those of read; books_locked when the books are locked up to today.
func (r *Room) Import(a *act.Act, building id.Of[id.Building], name string, data []byte) ([]Statement, error) {
	d, err := r.desk(a, building)
	if err != nil {
		return nil, err
	}
	read, err := read(data)
	if err != nil {
		return nil, err
	}
	file, err := r.keep(a, building, name, data)
	if err != nil {
		return nil, err
	}
	list := make([]Statement, len(read))
	for i := range read {
		if list[i], err = d.take(&read[i], file, int64(i)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// desk is where statements of a building are judged and posted, within one act.
type desk struct {
	*act.Act
	room     *Room
	building property.Building
	accounts []property.Account
	lock     ledger.Lock
	opened   civil.Date // of the balance sheet with which the books begin; none when they began with nothing
}

func (r *Room) desk(a *act.Act, building id.Of[id.Building]) (*desk, error) {
	if err := a.Hold(building); err != nil {
		return nil, err
	}
	b, err := property.FindBuilding(a.Tx, building)
	if err != nil {
		return nil, err
	}
	if err := a.Allow(ImportStatement, building); err != nil {
		return nil, err
	}
	d := &desk{Act: a, room: r, building: b}
	if d.accounts, err = property.Accounts(a.Tx, building); err != nil {
		return nil, err
	}
	if d.lock, err = ledger.LoadLock(a.Tx, building); err != nil {
		return nil, err
	}
	d.opened, err = ledger.OpenedOn(a.Tx, building)
	return d, err
}

// keep keeps the file as it came; the same content is kept once. The content is safe in the store before a row refers to it.
func (r *Room) keep(a *act.Act, building id.Of[id.Building], name string, data []byte) (File, error) {
	ref, err := r.Blobs.Put(a.Context(), bytes.NewReader(data))
	if err != nil {
		return File{}, err
	}
	f, known, err := db.First(a.Query(fileByContent, building, ref.SHA256), (*File).fields)
	if err != nil || known {
		return f, err
	}
	f = File{id: id.New[id.Any](), building: building, ref: ref, name: fileName(name), learned: a.Now}
	a.Record(FileImported{Building: building, File: f.id, Digest: ref.SHA256})
	_, err = a.Exec(addFile, f.id, building, ref.SHA256, ref.Size, f.name, f.learned, a.Who.Person)
	return f, err
}

// take judges one statement of a file and posts it when all is well. One that waited already is judged anew.
func (d *desk) take(read *statement.Statement, file File, position int64) (Statement, error) {
	s := d.made(read, file, position)
	before, known, err := db.First(d.Query(sameStatement, s.building, s.family, s.key, s.digest), (*Statement).fields)
	switch {
	case err != nil:
		return s, err
	case known && before.status == Posted:
		before.status = Duplicate
		return before, nil
	case known:
		s.id, s.learned = before.id, before.learned
	}
	other, differs, err := db.First(d.Query(postedStatement, s.building, s.family, s.key), (*Statement).fields)
	if err != nil {
		return s, err
	}
	fresh, twin, unsure, err := d.unknown(read, s)
	if err != nil {
		return s, err
	}
	s.reason, s.difference = reasonOf(read)
	switch {
	case s.account.None():
		s.status = Unknown
	case s.reason != "":
	case !d.opened.None() && !s.endsOn.After(d.opened): // its money is in the opening balances already
		s.reason = "statement_before_books"
	case differs:
		s.reason, s.difference = "statement_differs", differenceOf(s, other)
	case unsure:
		s.reason = "statement_alike"
	case !twin.id.None():
		twin.status = Duplicate
		return twin, nil
	default:
		s.status, s.posted = Posted, d.Now
	}
	if s.status == Posted {
		if err := d.post(&s, file, fresh); err != nil {
			return s, err
		}
	}
	d.Record(StatementJudged{Building: s.building, Statement: s.id, Account: s.account, Status: s.status, Reason: s.reason, Movements: int64(len(fresh)), Entry: s.entry})
	if err := save(d.Tx, s, known); err != nil || s.status != Posted {
		return s, err
	}
	return s, saveMovements(d.Tx, fresh)
}

func reasonOf(read *statement.Statement) (string, int64) {
	reason, difference := judged(read)
	return reason, int64(difference)
}

// differenceOf is by how much two versions of a statement end apart.
func differenceOf(s, other Statement) int64 {
	if s.closing == nil || other.closing == nil {
		return 0
	}
	return *s.closing - *other.closing
}

// made is the statement as it is read, waiting in quarantine until it is judged.
func (d *desk) made(read *statement.Statement, file File, position int64) Statement {
	s := Statement{id: id.New[Statement](), building: d.building.ID(), file: file.id, position: position, number: tidy(read.AccountKey(), 64), family: family(read), format: read.Format,
		key: read.Key(), digest: digestOf(read), sequence: read.Sequence, year: int64(read.Year), currency: read.Currency, endsOn: lastDay(read, d.Today),
		movements: int64(len(read.Movements)), status: Quarantined, learned: d.Now}
	if s.sequence == 0 {
		s.sequence = read.LegalSequence
	}
	if b := read.Opening; b != nil {
		units := int64(b.Amount)
		s.opening, s.openedOn = &units, b.On
	}
	if b := read.Closing; b != nil {
		units := int64(b.Amount)
		s.closing, s.closedOn = &units, b.On
	}
	s.account = d.accountOf(read, s).ID()
	return s
}

// accountOf finds the account of the building, by its IBAN or by the number within it that banks wrote before there were IBANs: the one that was in use when the statement ends, or the last.
func (d *desk) accountOf(read *statement.Statement, s Statement) (found property.Account) {
	for _, a := range d.accounts {
		same := a.IBAN() == read.IBAN && !read.IBAN.None() || read.IBAN.None() && len(read.Account) == 12 && a.IBAN().Country() == "BE" && a.IBAN().String()[4:] == read.Account
		if same && (found.ID().None() || a.OpenOn(s.endsOn)) {
			found = a
		}
	}
	return found
}

// toDecide loads a statement that waits, for one writer at a time in its building.
func (r *Room) toDecide(a *act.Act, statement id.Of[Statement]) (Statement, *desk, error) {
	s, err := find(a.Tx, statement)
	if err != nil {
		return s, nil, err
	}
	d, err := r.desk(a, s.building)
	if err != nil {
		return s, nil, err
	}
	if s, err = find(a.Tx, statement); err == nil && s.status == Posted {
		err = fault.Conflict("statement_posted").With("date", s.endsOn)
	}
	return s, d, err
}

// Retry judges a statement that waits anew, from the file as it came: its account may have been entered meanwhile. It never posts what is wrong. Fault: statement_posted.
func (r *Room) Retry(a *act.Act, statement id.Of[Statement]) (Statement, error) {
	s, d, err := r.toDecide(a, statement)
	if err != nil {
		return s, err
	}
	read, file, err := r.reread(&a.View, s)
	if err != nil {
		return s, err
	}
	return d.take(read, file, s.position)
}

// Drop puts a statement that waits aside: it was of somebody else, or the bank has sent it right. Its file stays; imported again, it comes back. Fault: statement_posted.
func (r *Room) Drop(a *act.Act, statement id.Of[Statement]) (Statement, error) {
	s, _, err := r.toDecide(a, statement)
	if err != nil || !s.dropped.None() {
		return s, err
	}
	s.dropped = a.Now
	a.Record(StatementDropped{Building: s.building, Statement: s.id})
	return s, save(a.Tx, s, true)
}

// reread reads the file of a statement again, and gives the statement in it.
func (r *Room) reread(v *act.View, s Statement) (*statement.Statement, File, error) {
	file, data, err := r.original(v, s)
	if err != nil {
		return nil, file, err
	}
	list, err := read(data)
	if err != nil {
		return nil, file, err
	}
	if s.position >= int64(len(list)) {
		return nil, file, fault.NotFound("not_found")
	}
	return &list[s.position], file, nil
}

func (r *Room) original(v *act.View, s Statement) (File, []byte, error) {
	file, err := db.One(v.Query(fileByID, s.file), (*File).fields, fault.NotFound("not_found"))
	if err != nil {
		return file, nil, err
	}
	content, err := r.Blobs.Get(v.Context(), file.ref)
	if err != nil {
		return file, nil, err
	}
	defer content.Close()
	data, err := io.ReadAll(content)
	return file, data, err
}

// Original gives the file of a statement as the bank sent it, byte for byte.
func (r *Room) Original(v *act.View, statement id.Of[Statement]) (rest.Download, error) {
	s, err := r.Statement(v, statement)
	if err != nil {
		return rest.Download{}, err
	}
	file, data, err := r.original(v, s)
	media := "text/plain; charset=iso-8859-1"
	if s.family == "camt" {
		media = "application/xml"
	}
	return rest.Download{Name: file.name, Type: media, Data: data}, err
}

// Statement reads one statement.
func (r *Room) Statement(v *act.View, statement id.Of[Statement]) (Statement, error) {
	s, err := find(v.Tx, statement)
	if err != nil {
		return s, err
	}
	return s, v.Allow(ReadBank, s.building)
}

// Movement reads one movement.
func (r *Room) Movement(v *act.View, movement id.Of[Movement]) (Movement, error) {
	m, err := findMovement(v.Tx, movement)
	if err != nil {
		return m, err
	}
	return m, v.Allow(ReadBank, m.building)
}

func (r *Room) mayRead(v *act.View, building id.Of[id.Building]) error {
	if _, err := property.FindBuilding(v.Tx, building); err != nil {
		return err
	}
	return v.Allow(ReadBank, building)
}

// Rests tells whether a statement of an account was posted; it answers property.Banking: such an account is not withdrawn.
func (r *Room) Rests(tx *db.Tx, account id.Of[id.Account]) (bool, error) {
	n, err := db.Value[int64](tx.Query(countOfAccount, account))
	return n > 0, err
}

// elsewhere is another building of the office to which an account belongs, if the reader knows it: the file was brought to the wrong one.
func elsewhere(v *act.View, s Statement) (name string, err error) {
	number, err := belgium.ParseIBAN(s.number)
	if err != nil {
		return "", nil //nolint:nilerr // no IBAN: no account of ours
	}
	others, err := property.AccountsWith(v.Tx, number)
	if err != nil {
		return "", err
	}
	for _, a := range others {
		if a.Building() != s.building && v.May(ReadBank, a.Building()) {
			b, err := property.FindBuilding(v.Tx, a.Building())
			return b.Name(), err
		}
	}
	return "", nil
}
