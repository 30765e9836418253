package purchases

import (
	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
)

// Basis is by what an invoice is shared: the day, the register of that day, the key as it was that day, and the lots with their weights in the
// order of the deed.
type Basis struct {
	On       civil.Date
	Register property.Snapshot
	Key      keys.Key
	Lines    []keys.Line
}

// BasisOf finds by what an invoice is shared (art. 3.81, 3.85 §1 2°): lots, owners and key of the day on which it was issued, or of the first day of
// the register when that is later, as known at the moment at which it was entered. It depends on nothing that is learned afterwards,
// so what it says never changes. Faults, at key_id: invoice_key (no such key on that day), key_no_lot, key_all_zero.
func BasisOf(key id.Of[id.Key], issued civil.Date, entered civil.Instant, register property.Register, book keys.Book) (Basis, error) {
	b := Basis{On: register.Day(issued, entered)}
	b.Register = register.At(b.On, entered)
	var found bool
	if b.Key, found = book.Key(key, b.On, entered); !found {
		return b, fault.Invalid("invoice_key", "key_id").With("date", b.On)
	}
	var err error
	if b.Lines, err = b.Key.WeightsFor(b.Register); err != nil {
		return b, fault.As(err).At("key_id")
	}
	return b, nil
}

// Basis is by what the invoice is shared.
func (i Invoice) Basis(register property.Register, book keys.Book) (Basis, error) {
	return BasisOf(i.entry.Key, i.entry.IssuedOn, i.entered, register, book)
}
