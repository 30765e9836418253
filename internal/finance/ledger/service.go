package ledger

import (
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Room holds what the verbs need from elsewhere.
type Room struct{}

// Post enters what happened in another room, on the act of that room, which has judged the right to do so. Faults: those of the posting, account_unknown,
// account_heading, account_shut, books_locked.
func (r *Room) Post(a *act.Act, building id.Of[id.Building], p Posting) (Entry, error) {
	if err := a.Hold(building); err != nil {
		return Entry{}, err
	}
	return r.post(a, building, p, id.Of[id.LedgerEntry]{})
}

func (r *Room) post(a *act.Act, building id.Of[id.Building], p Posting, reverses id.Of[id.LedgerEntry]) (Entry, error) {
	p, err := p.checked()
	if err != nil {
		return Entry{}, err
	}
	chart, err := LoadChart(a.Tx, building)
	if err != nil {
		return Entry{}, err
	}
	for i, l := range p.Lines {
		if reverses.None() { // what stands on a closed account can still be undone
			if _, err := chart.Postable(l.Account); err != nil {
				return Entry{}, fault.As(err).At("lines[" + strconv.Itoa(i) + "].account")
			}
		}
	}
	lock, err := LoadLock(a.Tx, building)
	if err != nil {
		return Entry{}, err
	}
	if lock.Shut(p.On) {
		return Entry{}, fault.Conflict("books_locked").At("on").With("date", lock.Until)
	}
	years, err := property.LoadYears(a.Tx, building, a.Now)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{id: id.New[id.LedgerEntry](), building: building, posting: p, year: years.FiscalYear(p.On).From, reverses: reverses, learned: a.Now, by: a.Who.Person}
	for _, l := range p.Lines {
		e.total = e.total.Add(l.Debit())
	}
	if e.number, err = db.Value[int64](a.Query(nextNumber, building, string(p.Journal), e.year)); err != nil {
		return Entry{}, err
	}
	a.Record(EntryPosted{Building: building, Entry: e.id, Journal: p.Journal, On: p.On, Reverses: reverses, Moved: moved(p.Lines)})
	return e, insert(a.Tx, e)
}

// Enter enters something by hand: in the journal of calls, of the bank or of miscellaneous entries. Purchases come from their invoices. Faults: those of
// Post, entry_journal, entry_future, entry_party_unknown, entry_supplier_unknown.
func (r *Room) Enter(a *act.Act, building id.Of[id.Building], p Posting) (Entry, error) {
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Entry{}, err
	}
	if err := a.Hold(building); err != nil {
		return Entry{}, err
	}
	if err := a.Allow(PostEntry, building); err != nil {
		return Entry{}, err
	}
	if p.Journal == "" {
		p.Journal = Misc
	}
	if p.Journal != Misc && p.Journal != Calls && p.Journal != Bank {
		return Entry{}, fault.Invalid("entry_journal", "journal")
	}
	if p.On.After(a.Today) {
		return Entry{}, fault.Invalid("entry_future", "on").With("date", a.Today)
	}
	if err := r.known(a, building, p.Lines, "lines"); err != nil {
		return Entry{}, err
	}
	return r.post(a, building, p, id.Of[id.LedgerEntry]{})
}

// known judges parties and suppliers that somebody named.
func (r *Room) known(a *act.Act, building id.Of[id.Building], lines []Line, field string) error {
	register, err := property.LoadRegister(a.Tx, building)
	if err != nil {
		return err
	}
	sellers, err := suppliers.All(a.Tx)
	if err != nil {
		return err
	}
	var faults []error
	for i, l := range lines {
		at := field + "[" + strconv.Itoa(i) + "]."
		if !l.Party.None() {
			if _, is := register.Party(l.Party, a.Today, a.Now); !is {
				faults = append(faults, fault.Invalid("entry_party_unknown", at+"party_id"))
			}
		}
		if !l.Supplier.None() {
			if _, is := sellers[l.Supplier]; !is {
				faults = append(faults, fault.Invalid("entry_supplier_unknown", at+"supplier_id"))
			}
		}
	}
	return fault.Join(faults...)
}

// Reverse undoes an entry by another with the sides changed; both stay. Only what was entered by hand, or the opening, is reversed here; what another room
// posted is undone there. It is dated on the entry's own day while the books of that day are open, and on the first open day after. Faults: entry_reversed,
// entry_of_room, entry_is_reversal, required at reason.
func (r *Room) Reverse(a *act.Act, entry id.Of[id.LedgerEntry], reason string) (Entry, error) {
	e, err := Get(a.Tx, entry)
	if err != nil {
		return Entry{}, err
	}
	if err := a.Allow(ReverseEntry, e.building); err != nil {
		return Entry{}, err
	}
	if e.posting.Subject.Kind != "" {
		return Entry{}, fault.Conflict("entry_of_room")
	}
	if strings.TrimSpace(reason) == "" {
		return Entry{}, fault.Invalid("required", "reason")
	}
	return r.Undo(a, entry, reason)
}

// Undo reverses an entry for the room that posted it, which has judged the right to do so.
func (r *Room) Undo(a *act.Act, entry id.Of[id.LedgerEntry], reason string) (Entry, error) {
	e, err := Get(a.Tx, entry)
	if err != nil {
		return Entry{}, err
	}
	if err := a.Hold(e.building); err != nil {
		return Entry{}, err
	}
	if e, err = Get(a.Tx, entry); err != nil { // somebody may have been faster
		return Entry{}, err
	}
	if !e.reversed.None() {
		return Entry{}, fault.Conflict("entry_reversed").With("number", e.Number(a.Who.Lang))
	}
	if !e.reverses.None() {
		return Entry{}, fault.Conflict("entry_is_reversal").With("number", e.Number(a.Who.Lang))
	}
	lock, err := LoadLock(a.Tx, e.building)
	if err != nil {
		return Entry{}, err
	}
	p := e.posting
	if p.Journal == OpeningJournal && lock.Until == p.On { // its activation locked them: both are taken back together
		if lock, err = r.setLock(a, e.building, civil.Date{}, strings.TrimSpace(reason), true); err != nil {
			return Entry{}, err
		}
	}
	p.On = lock.FirstOpen(p.On)
	p.Text = strings.TrimSpace(reason)
	p.Lines = opposite(p.Lines)
	back, err := r.post(a, e.building, p, e.id)
	if err != nil || e.posting.Journal != OpeningJournal {
		return back, err
	}
	return back, r.unopen(a, e)
}

// AddAccount adds a sub-account below one of the chart. Faults: those of law.SubAccount, account_exists, required at label.
func (r *Room) AddAccount(a *act.Act, building id.Of[id.Building], code, label string) (Account, error) {
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Account{}, err
	}
	if err := a.Hold(building); err != nil {
		return Account{}, err
	}
	if err := a.Allow(OpenBooks, building); err != nil {
		return Account{}, err
	}
	code, label = strings.ReplaceAll(tidy(code), " ", ""), tidy(label)
	var faults []error
	if label == "" {
		faults = append(faults, fault.Invalid("required", "label"))
	}
	if len([]rune(label)) > 120 {
		faults = append(faults, fault.Invalid("too_long", "label").With("max", 120))
	}
	made, err := law.SubAccount(code, label)
	if err := fault.Join(append(faults, err)...); err != nil {
		return Account{}, err
	}
	chart, err := LoadChart(a.Tx, building)
	if err != nil {
		return Account{}, err
	}
	if other, is := chart.Find(code); is {
		return Account{}, fault.Conflict("account_exists").At("code").With("code", code).With("label", other.In(a.Who.Lang))
	}
	a.Record(AccountAdded{Building: building, Account: code})
	_, err = a.Exec(addAccount, building, code, label, a.Now)
	return Account{Account: made, Own: true}, err
}

// Lock closes the books until a day. Faults: lock_earlier (they are already closed until later), lock_future, lock_not_open (no books yet).
func (r *Room) Lock(a *act.Act, building id.Of[id.Building], until civil.Date) (Lock, error) {
	lock, err := r.toLock(a, building)
	if err != nil {
		return lock, err
	}
	switch {
	case until.None():
		return lock, fault.Invalid("required", "until")
	case until.After(a.Today):
		return lock, fault.Invalid("lock_future", "until").With("date", a.Today)
	case !lock.Until.None() && !until.After(lock.Until):
		return lock, fault.Conflict("lock_earlier").At("until").With("date", lock.Until)
	}
	return r.setLock(a, building, until, "", false)
}

// Reopen opens the books again from the day after a given one, or wholly when none is given; the reason is kept. Faults: lock_none, lock_later, required at reason.
func (r *Room) Reopen(a *act.Act, building id.Of[id.Building], until civil.Date, reason string) (Lock, error) {
	lock, err := r.toLock(a, building)
	if err != nil {
		return lock, err
	}
	reason = strings.TrimSpace(reason)
	switch {
	case lock.Until.None():
		return lock, fault.Conflict("lock_none")
	case reason == "":
		return lock, fault.Invalid("required", "reason")
	case len([]rune(reason)) > maxText:
		return lock, fault.Invalid("too_long", "reason").With("max", maxText)
	case !until.None() && !until.Before(lock.Until):
		return lock, fault.Invalid("lock_later", "until").With("date", lock.Until)
	}
	return r.setLock(a, building, until, reason, true)
}

func (r *Room) toLock(a *act.Act, building id.Of[id.Building]) (Lock, error) {
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Lock{}, err
	}
	if err := a.Allow(LockBooks, building); err != nil {
		return Lock{}, err
	}
	if err := a.Hold(building); err != nil {
		return Lock{}, err
	}
	return LoadLock(a.Tx, building)
}

func (r *Room) setLock(a *act.Act, building id.Of[id.Building], until civil.Date, reason string, reopened bool) (Lock, error) {
	a.Record(BooksLocked{Building: building, Until: until, Reopened: reopened})
	_, err := a.Exec(addLock, id.New[id.Any](), building, until, reason, a.Now, a.Who.Person)
	return Lock{Until: until, Reason: reason, At: a.Now, By: a.Who.Person}, err
}

// Locks lists the lockings and reopenings of a building, the last first.
func (r *Room) Locks(v *act.View, building id.Of[id.Building]) ([]Lock, error) {
	if err := r.mayRead(v, building); err != nil {
		return nil, err
	}
	return db.All(v.Query(locksOf, building), (*Lock).fields)
}

// Entry reads an entry.
func (r *Room) Entry(v *act.View, entry id.Of[id.LedgerEntry]) (Entry, error) {
	e, err := Get(v.Tx, entry)
	if err != nil {
		return e, err
	}
	return e, v.Allow(ReadBooks, e.building)
}

func (r *Room) mayRead(v *act.View, building id.Of[id.Building]) error {
	if _, err := property.FindBuilding(v.Tx, building); err != nil {
		return err
	}
	return v.Allow(ReadBooks, building)
}

// Chart reads the chart of a building.
func (r *Room) Chart(v *act.View, building id.Of[id.Building]) (Chart, error) {
	if err := r.mayRead(v, building); err != nil {
		return Chart{}, err
	}
	return LoadChart(v.Tx, building)
}

// BuiltOn tells whether an entry was made at or after a moment; it answers property.Dependent.
func (r *Room) BuiltOn(tx *db.Tx, building id.Of[id.Building], since civil.Instant) (bool, error) {
	n, err := db.Value[int64](tx.Query(enteredFrom, building, since))
	return n > 0, err
}

// Name is the name of a kind of account for a list: its code and what it is called.
func (a Account) Name(l i18n.Lang) string { return a.Code + " " + a.In(l) }
