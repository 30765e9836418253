package ledger

import (
	"strconv"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Opening is the balances with which the books of a building begin: those of the last balance sheet before. It is a draft until it is activated.
type Opening struct {
	On      civil.Date // the day of the balance sheet that is carried over
	Voucher string     // which balance sheet, by whom
	Lines   []Line
	Entry   id.Of[id.LedgerEntry] // of the activated opening; none while it is a draft
	Changed civil.Instant         // none when nobody has begun
}

// Active tells whether it was activated.
func (o Opening) Active() bool { return !o.Entry.None() }

// Assets and Liabilities are the two sides as they were copied.
func (o Opening) Assets() money.Cents {
	var s money.Cents
	for _, l := range o.Lines {
		s = s.Add(l.Debit())
	}
	return s
}

// Liabilities is the right side.
func (o Opening) Liabilities() money.Cents {
	var s money.Cents
	for _, l := range o.Lines {
		s = s.Add(l.Credit())
	}
	return s
}

// Difference is what is still missing on one side: above zero on the right, below on the left.
func (o Opening) Difference() money.Cents { return o.Assets().Sub(o.Liabilities()) }

func (o *Opening) fields() []any { return []any{&o.On, &o.Voucher, &o.Entry, &o.Changed} }

func (l *Line) openingFields() []any { return []any{&l.Account, &l.Party, &l.Supplier, &l.Amount} }

func loadOpening(tx *db.Tx, building id.Of[id.Building]) (Opening, error) {
	o, found, err := db.First(tx.Query(findOpening, building), (*Opening).fields)
	if err != nil || !found {
		return o, err
	}
	o.Lines, err = db.All(tx.Query(openingLines, building), (*Line).openingFields)
	return o, err
}

// OpenedOn is the day of the balance sheet with which the books of a building begin, for the rooms above; none when none was activated.
func OpenedOn(tx *db.Tx, building id.Of[id.Building]) (civil.Date, error) {
	o, _, err := db.First(tx.Query(findOpening, building), (*Opening).fields)
	if err != nil || !o.Active() {
		return civil.Date{}, err
	}
	return o.On, nil
}

// Opening reads the opening of a building; nothing is in it while nobody has begun.
func (r *Room) Opening(v *act.View, building id.Of[id.Building]) (Opening, error) {
	if err := r.mayRead(v, building); err != nil {
		return Opening{}, err
	}
	return loadOpening(v.Tx, building)
}

// toOpen loads the opening for whoever may write it. Fault: opening_active.
func (r *Room) toOpen(a *act.Act, building id.Of[id.Building]) (Opening, error) {
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Opening{}, err
	}
	if err := a.Allow(OpenBooks, building); err != nil {
		return Opening{}, err
	}
	if err := a.Hold(building); err != nil {
		return Opening{}, err
	}
	o, err := loadOpening(a.Tx, building)
	if err == nil && o.Active() {
		err = fault.Conflict("opening_active").With("date", o.On)
	}
	return o, err
}

// DraftOpening keeps the balances that somebody copies, whole or not yet. What is wrong with a line is said at once; that both sides agree is asked at
// the activation. Faults: required at on, entry_future, those of the lines, account_result (income and expenses begin at zero).
func (r *Room) DraftOpening(a *act.Act, building id.Of[id.Building], o Opening) (Opening, error) {
	if _, err := r.toOpen(a, building); err != nil {
		return Opening{}, err
	}
	o.Voucher, o.Entry, o.Changed = tidy(o.Voucher), id.Of[id.LedgerEntry]{}, a.Now
	var faults []error
	if o.On.None() {
		faults = append(faults, fault.Invalid("required", "on"))
	}
	if o.On.After(a.Today) {
		faults = append(faults, fault.Invalid("entry_future", "on").With("date", a.Today))
	}
	if len([]rune(o.Voucher)) > maxVoucher {
		faults = append(faults, fault.Invalid("too_long", "voucher").With("max", maxVoucher))
	}
	chart, err := LoadChart(a.Tx, building)
	if err != nil {
		return Opening{}, err
	}
	for i, l := range o.Lines {
		account, err := chart.Postable(l.Account)
		if err == nil && (account.Class() == 6 || account.Class() == 7) {
			err = fault.Invalid("account_result", "account").With("code", l.Account)
		}
		if err != nil {
			faults = append(faults, fault.As(err).At("lines["+strconv.Itoa(i)+"].account"))
			continue
		}
		if err := l.checked(i); err != nil {
			faults = append(faults, err)
		}
	}
	faults = append(faults, r.known(a, building, o.Lines, "lines"))
	if err := fault.Join(faults...); err != nil {
		return Opening{}, err
	}
	return o, r.keepOpening(a, building, o)
}

func (r *Room) keepOpening(a *act.Act, building id.Of[id.Building], o Opening) error {
	if _, err := a.Exec(setOpening, building, o.On, o.Voucher, o.Entry, a.Now); err != nil {
		return err
	}
	if _, err := a.Exec(dropOpeningLines, building); err != nil {
		return err
	}
	rows := make([][]any, len(o.Lines))
	for i, l := range o.Lines {
		rows[i] = []any{building, i + 1, l.Account, l.Party, l.Supplier, l.Amount}
	}
	a.Record(OpeningDrafted{Building: building, On: o.On, Lines: len(o.Lines)})
	return a.ExecMany(addOpeningLines, addOpeningLine, rows)
}

// DiscardOpening throws a draft away.
func (r *Room) DiscardOpening(a *act.Act, building id.Of[id.Building]) error {
	if _, err := r.toOpen(a, building); err != nil {
		return err
	}
	if _, err := a.Exec(dropOpeningLines, building); err != nil {
		return err
	}
	a.Record(OpeningDrafted{Building: building})
	_, err := a.Exec(dropOpening, building)
	return err
}

// ActivateOpening posts the balances as one entry on the day of the balance sheet that is carried over, and locks the books until that day: what was before is
// in the books of others. Faults: opening_none, opening_unbalanced with the difference, entry_voucher, books_locked.
func (r *Room) ActivateOpening(a *act.Act, building id.Of[id.Building]) (Entry, error) {
	o, err := r.toOpen(a, building)
	if err != nil {
		return Entry{}, err
	}
	switch {
	case o.Changed.None() || len(o.Lines) == 0:
		return Entry{}, fault.Conflict("opening_none")
	case o.Difference() != 0:
		return Entry{}, fault.Conflict("opening_unbalanced").With("assets", o.Assets()).With("liabilities", o.Liabilities()).With("difference", max(o.Difference(), o.Difference().Neg()))
	}
	e, err := r.post(a, building, Posting{Journal: OpeningJournal, On: o.On, Voucher: o.Voucher, Lines: o.Lines}, id.Of[id.LedgerEntry]{})
	if err != nil {
		return Entry{}, err
	}
	if _, err := a.Exec(setOpening, building, o.On, o.Voucher, e.id, a.Now); err != nil {
		return Entry{}, err
	}
	_, err = r.setLock(a, building, o.On, "", false)
	return e, err
}

// unopen makes an opening whose entry was reversed a draft again, so that it can be corrected and activated anew.
func (r *Room) unopen(a *act.Act, e Entry) error {
	_, err := a.Exec(setOpening, e.building, e.posting.On, e.posting.Voucher, id.Of[id.LedgerEntry]{}, a.Now)
	return err
}
