package purchases

import (
	"context"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
)

// BookJob books the invoices that were entered before the house kept books.
const BookJob = "purchases.book"

type unbooked struct {
	office  id.Of[id.Office]
	invoice id.Of[id.Invoice]
}

func (u *unbooked) fields() []any { return []any{&u.office, &u.invoice} }

// Book carries out BookJob: one act for each invoice, so that one that cannot be booked stops no other; it is told of, and tried again the next night.
func (r *Room) Book(ctx context.Context, _ jobs.Job) error {
	var list []unbooked
	if err := r.House.DB.Look(ctx, func(tx *db.Tx) (err error) {
		list, err = db.All(tx.Query(notBooked), (*unbooked).fields)
		return err
	}); err != nil {
		return err
	}
	var failed error
	for _, u := range list {
		_, err := act.Do(ctx, r.House, act.Who{Office: u.office, House: true}, act.Door{Via: "job"}, func(a *act.Act) (bool, error) { return true, r.bookOld(a, u.invoice) })
		if err != nil {
			failed = err
		}
	}
	return failed
}

// bookOld books an invoice as it stands, with the account that is proposed for it; who had entered it is not known to have submitted it.
func (r *Room) bookOld(a *act.Act, invoice id.Of[id.Invoice]) error {
	i, err := r.toChange(a, invoice, EnterInvoice)
	if err != nil || !i.booked.None() || !i.Counts() {
		return err
	}
	name, err := r.Suppliers.Named(a.Tx, i.entry.Supplier)
	if err != nil {
		return err
	}
	if i.entry.Account == "" {
		p, err := r.propose(a.Tx, i.building, i.entry, name)
		if err != nil {
			return err
		}
		i.entry.Account = p.Account
	}
	if err := r.book(a, &i, name); err != nil {
		return err
	}
	if err := change(a.Tx, i); err != nil {
		return err
	}
	_, err = a.Exec(setState, i.id, string(i.state), i.booked, i.submitter)
	return err
}
