package ledger

import (
	"strconv"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
)

// Line is an account and an amount: above zero it is a debit, below a credit.
type Line struct {
	Account  string
	Party    id.Of[id.Party]    // on 410 whose account it is
	Supplier id.Of[id.Supplier] // on 440
	Amount   money.Cents
	Text     string // of the line, when it differs from that of the entry
}

// Debit is the amount on the left, 0 when it is on the right.
func (l Line) Debit() money.Cents { return max(l.Amount, 0) }

// Credit is the amount on the right, 0 when it is on the left.
func (l Line) Credit() money.Cents { return max(-l.Amount, 0) }

// sub is whose account it is, for the sums; zeros when it is nobody's.
func (l Line) sub() string {
	switch {
	case !l.Party.None():
		return l.Party.String()
	case !l.Supplier.None():
		return l.Supplier.String()
	}
	return nobody
}

const nobody = "00000000-0000-0000-0000-000000000000"

// Subject is what an entry is about, in another room: "invoice" and its id. The ledger does not know what it is; pages lead there.
type Subject struct {
	Kind string
	ID   id.Of[id.Any]
}

// Posting is what somebody asks to be entered.
type Posting struct {
	Journal   Journal
	On        civil.Date // the day in the books
	Voucher   string     // what proves it: "facture 2026-117", "extrait 45"
	VoucherOn civil.Date // the date of the voucher; the day in the books when none is said
	SHA256    string     // of the kept paper, when there is one
	Text      string
	Subject   Subject
	Lines     []Line
}

const (
	maxText    = 300
	maxVoucher = 120
)

// checked judges a posting without looking anything up: what is missing, and whether it balances. Faults: required at on, voucher, lines; entry_unbalanced
// with the difference; entry_line_zero, entry_party, entry_supplier at the line; amount_too_large.
func (p Posting) checked() (Posting, error) {
	p.Voucher, p.Text = tidy(p.Voucher), strings.TrimSpace(p.Text)
	var faults []error
	if p.On.None() {
		faults = append(faults, fault.Invalid("required", "on"))
	}
	if p.Voucher == "" {
		faults = append(faults, fault.Unlawful("entry_voucher", "RD 12 July 2012", "voucher"))
	}
	if p.VoucherOn.None() {
		p.VoucherOn = p.On
	}
	for _, t := range []struct {
		field, text string
		max         int
	}{{"voucher", p.Voucher, maxVoucher}, {"text", p.Text, maxText}} {
		if len([]rune(t.text)) > t.max {
			faults = append(faults, fault.Invalid("too_long", t.field).With("max", t.max))
		}
	}
	if len(p.Lines) < 2 {
		faults = append(faults, fault.Invalid("entry_two_lines", "lines"))
	}
	for i, l := range p.Lines {
		if err := l.checked(i); err != nil {
			faults = append(faults, err)
		}
	}
	if err := fault.Join(faults...); err != nil {
		return p, err
	}
	var debit, credit money.Cents
	for _, l := range p.Lines {
		debit, credit = debit.Add(l.Debit()), credit.Add(l.Credit())
	}
	if debit != credit {
		return p, fault.Invalid("entry_unbalanced", "lines").With("debit", debit).With("credit", credit).With("difference", max(debit-credit, credit-debit))
	}
	return p, nil
}

func (l Line) checked(i int) error {
	at := func(field string) string { return "lines[" + strconv.Itoa(i) + "]." + field }
	switch {
	case l.Amount == 0:
		return fault.Invalid("entry_line_zero", at("amount_cents"))
	case OfParties(l.Account) && l.Party.None():
		return fault.Invalid("entry_party", at("party_id")).With("code", l.Account)
	case OfSuppliers(l.Account) && l.Supplier.None():
		return fault.Invalid("entry_supplier", at("supplier_id")).With("code", l.Account)
	case !OfParties(l.Account) && !l.Party.None():
		return fault.Invalid("entry_no_party", at("party_id")).With("code", l.Account)
	case !OfSuppliers(l.Account) && !l.Supplier.None():
		return fault.Invalid("entry_no_supplier", at("supplier_id")).With("code", l.Account)
	case len([]rune(l.Text)) > maxText:
		return fault.Invalid("too_long", at("text")).With("max", maxText)
	}
	return l.Amount.Within(at("amount_cents"))
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// Entry is what was posted.
type Entry struct {
	id       id.Of[id.LedgerEntry]
	building id.Of[id.Building]
	posting  Posting
	year     civil.Date // first day of the financial year in which it is numbered
	number   int64
	reverses id.Of[id.LedgerEntry]
	reversed id.Of[id.LedgerEntry] // by which entry; none while it counts
	total    money.Cents
	learned  civil.Instant
	by       id.Of[id.Person]
}

// ID is the entry's identifier.
func (e Entry) ID() id.Of[id.LedgerEntry] { return e.id }

// Building is whose books it is in.
func (e Entry) Building() id.Of[id.Building] { return e.building }

// Journal is the book that it is in.
func (e Entry) Journal() Journal { return e.posting.Journal }

// On is its day in the books.
func (e Entry) On() civil.Date { return e.posting.On }

// Voucher is what proves it, and its date.
func (e Entry) Voucher() (string, civil.Date) { return e.posting.Voucher, e.posting.VoucherOn }

// Text is what it is for.
func (e Entry) Text() string { return e.posting.Text }

// Subject is what it is about, in another room.
func (e Entry) Subject() Subject { return e.posting.Subject }

// Lines are its lines, in their order; empty in lists that do not show them.
func (e Entry) Lines() []Line { return e.posting.Lines }

// Total is what stands on each side.
func (e Entry) Total() money.Cents { return e.total }

// LearnedAt is when it was posted, and By is by whom.
func (e Entry) LearnedAt() civil.Instant { return e.learned }

// By is who posted it; none when the house did by itself.
func (e Entry) By() id.Of[id.Person] { return e.by }

// Reverses is the entry that it undoes.
func (e Entry) Reverses() id.Of[id.LedgerEntry] { return e.reverses }

// Reversed is the entry by which it was undone.
func (e Entry) Reversed() id.Of[id.LedgerEntry] { return e.reversed }

// Number is how people call it: "ACH 2026/12". The year is that in which the financial year begins.
func (e Entry) Number(l i18n.Lang) string {
	return e.posting.Journal.Short(l) + " " + strconv.Itoa(e.year.Year()) + "/" + strconv.FormatInt(e.number, 10)
}

// opposite are the lines that undo others.
func opposite(lines []Line) []Line {
	back := make([]Line, len(lines))
	for i, l := range lines {
		back[i] = l
		back[i].Amount = l.Amount.Neg()
	}
	return back
}
