package banking

import (
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Split is a part of a movement and where it belongs. Its amount has the sign of the movement: what came is above zero.
type Split struct {
	Account  string
	Party    id.Of[id.Party]    // on 410
	Supplier id.Of[id.Supplier] // on 440
	Amount   money.Cents        // 0 on the only one: the whole movement
	Text     string
}

// Book books a movement by hand: from 499 to the accounts where it belongs. Faults: movement_booked, movement_zero, required at splits, booking_sum with the
// difference; booking_suspense, booking_bank, and those of the books, at the split.
func (r *Room) Book(a *act.Act, movement id.Of[Movement], splits []Split) (Movement, error) {
	m, err := r.toBook(a, movement)
	if err != nil {
		return m, err
	}
	if splits, err = checked(m, splits); err != nil {
		return m, err
	}
	s, err := find(a.Tx, m.statement)
	if err != nil {
		return m, err
	}
	p, err := posting(a, m, s, splits)
	if err != nil {
		return m, err
	}
	e, err := r.Ledger.Enter(a, m.building, p)
	if err != nil {
		return m, onSplits(err)
	}
	m.entry = e.ID()
	a.Record(MovementBooked{Building: m.building, Movement: m.id, Entry: m.entry, Amount: m.amount})
	_, err = a.Exec(setBooking, m.id, m.entry)
	return m, err
}

// toBook loads a movement that is about to be booked, for one writer at a time in its building.
func (r *Room) toBook(a *act.Act, movement id.Of[Movement]) (Movement, error) {
	m, err := findMovement(a.Tx, movement)
	if err != nil {
		return m, err
	}
	if err := a.Allow(BookMovement, m.building); err != nil {
		return m, err
	}
	if err := a.Hold(m.building); err != nil {
		return m, err
	}
	if m, err = findMovement(a.Tx, movement); err != nil {
		return m, err
	}
	return m, m.bookable()
}

func (m Movement) bookable() error {
	switch {
	case !m.entry.None():
		return fault.Conflict("movement_booked")
	case m.amount == 0:
		return fault.Conflict("movement_zero")
	}
	return nil
}

// checked judges the splits of a movement: they make up the whole of it, and none leads back to where the movement stands.
func checked(m Movement, splits []Split) ([]Split, error) {
	if len(splits) == 0 {
		return nil, fault.Invalid("required", "splits")
	}
	if len(splits) == 1 && splits[0].Amount == 0 {
		splits = []Split{{splits[0].Account, splits[0].Party, splits[0].Supplier, m.amount, splits[0].Text}}
	}
	var sum money.Cents
	var faults []error
	for i, s := range splits {
		at := "splits[" + strconv.Itoa(i) + "]."
		switch {
		case s.Account == "":
			faults = append(faults, fault.Invalid("required", at+"account"))
		case s.Account == ledger.Suspense:
			faults = append(faults, fault.Invalid("booking_suspense", at+"account"))
		case strings.HasPrefix(s.Account, "55"):
			faults = append(faults, fault.Invalid("booking_bank", at+"account"))
		}
		if s.Amount == 0 {
			faults = append(faults, fault.Invalid("required", at+"amount_cents"))
		}
		if err := s.Amount.Within(at + "amount_cents"); err != nil {
			return nil, err
		}
		sum = sum.Add(s.Amount)
	}
	if err := fault.Join(faults...); err != nil {
		return nil, err
	}
	if sum != m.amount {
		return nil, fault.Invalid("booking_sum", "splits").With("amount", m.amount).With("sum", sum).With("difference", m.amount.Sub(sum))
	}
	return splits, nil
}

// posting is the entry of a booking: the accounts of the splits first, so that what the books find wrong is found at its split, then 499. It is dated as
// the posting of the statement, or on the first day on which the books are open.
func posting(a *act.Act, m Movement, s Statement, splits []Split) (p ledger.Posting, err error) {
	b, err := property.FindBuilding(a.Tx, m.building)
	if err != nil {
		return p, err
	}
	posted, err := ledger.Get(a.Tx, s.entry)
	if err != nil {
		return p, err
	}
	lock, err := ledger.LoadLock(a.Tx, m.building)
	if err != nil {
		return p, err
	}
	l := b.Lang()
	p = ledger.Posting{Journal: ledger.Bank, On: lock.FirstOpen(posted.On()), Voucher: i18n.Say(l, "banking.voucher_movement", "voucher", s.voucher(l), "number", m.number), VoucherOn: s.endsOn,
		Text: tidy(joined(m.counterparty, m.text), maxText), Subject: ledger.Subject{Kind: "movement", ID: id.As[id.Any](m.id)}}
	if p.On.After(a.Today) {
		return p, fault.Conflict("books_locked").At("on").With("date", lock.Until)
	}
	for _, x := range splits {
		p.Lines = append(p.Lines, ledger.Line{Account: x.Account, Party: x.Party, Supplier: x.Supplier, Amount: x.Amount.Neg(), Text: x.Text})
	}
	p.Lines = append(p.Lines, ledger.Line{Account: ledger.Suspense, Amount: m.amount})
	return p, nil
}

// onSplits moves what the books found wrong at a line to the split from which it came.
func onSplits(err error) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	var list []error
	for _, part := range f.List() {
		if tail, is := strings.CutPrefix(part.Field, "lines["); is {
			part = part.At("splits[" + tail)
		}
		list = append(list, part)
	}
	return fault.Join(list...)
}

// Unbook reverses the booking of a movement: it stands on 499 again. Fault: movement_not_booked.
func (r *Room) Unbook(a *act.Act, movement id.Of[Movement]) (Movement, error) {
	m, err := r.toBook(a, movement)
	if f := fault.As(err); f == nil || f.Code != "movement_booked" {
		if err == nil {
			err = fault.Conflict("movement_not_booked")
		}
		return m, err
	}
	b, err := property.FindBuilding(a.Tx, m.building)
	if err != nil {
		return m, err
	}
	if _, err := r.Ledger.Undo(a, m.entry, i18n.Say(b.Lang(), "banking.unbooked")); err != nil {
		return m, err
	}
	m.entry = id.Of[id.LedgerEntry]{}
	a.Record(BookingUndone{Building: m.building, Movement: m.id, Amount: m.amount})
	_, err = a.Exec(setBooking, m.id, m.entry)
	return m, err
}
