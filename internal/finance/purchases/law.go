package purchases

import (
	"strings"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
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

// alone narrows a basis to the lots of one party, by their shares: what concerns it alone is borne by it alone. A party without shares bears it by lot. Fault:
// private_no_lot.
func (b Basis) alone(party id.Of[id.Party]) (Basis, error) {
	var lines []keys.Line
	var sum int64
	for _, l := range b.Register.LotsOf(party) {
		lines = append(lines, keys.Line{Lot: l, Weight: l.Shares()})
		sum += l.Shares()
	}
	if len(lines) == 0 {
		return b, fault.Invalid("private_no_lot", "private_party_id").With("date", b.On)
	}
	for i := range lines {
		if sum == 0 {
			lines[i].Weight = 1
		}
	}
	b.Lines = lines
	return b, nil
}

// Basis is by what the invoice is shared.
func (i Invoice) Basis(register property.Register, book keys.Book) (Basis, error) {
	b, err := BasisOf(i.entry.Key, i.entry.IssuedOn, i.entered, register, book)
	if err != nil || i.entry.Private.None() {
		return b, err
	}
	return b.alone(i.entry.Private)
}

// Approver is who would approve an invoice.
type Approver struct {
	Council   bool   // sits on the council of the building
	Own       bool   // the same person submitted it
	Alone     bool   // nobody else runs the building
	Exception string // the reason for approving one's own
}

// Judge tells whether somebody may approve an invoice of an amount: four eyes, always. From the amount that the building has set, the council's. Where one
// person alone runs a building, the council or the auditor takes the second look, or that person approves the own submission with a reason that is
// recorded as an exception. Faults: approval_council, approval_own, required at exception.
func (r Rule) Judge(amount money.Cents, by Approver) (exception bool, err error) {
	if r.CouncilFrom != nil && max(amount, -amount) >= *r.CouncilFrom && !by.Council {
		return false, fault.Conflict("approval_council").With("amount", *r.CouncilFrom)
	}
	switch {
	case !by.Own:
		return false, nil
	case !by.Alone:
		return false, fault.Conflict("approval_own")
	case strings.TrimSpace(by.Exception) == "":
		return false, fault.Invalid("approval_exception", "exception")
	case len([]rune(by.Exception)) > 300:
		return false, fault.Invalid("too_long", "exception").With("max", 300)
	}
	return true, nil
}
