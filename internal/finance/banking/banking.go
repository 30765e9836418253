// Package banking reads what the banks of an association say about its accounts, and brings it into the books without losing a cent.
//
//	File          what the bank sent (CODA or CAMT.053), kept byte for byte
//	└── Statement an account from an opening to a closing balance: posted, in quarantine, or of an unknown account
//	    └── Movement  money that came or went; on 499 until somebody books it where it belongs
//	Booking       the accounts to which a movement belongs; undone by a reversal
//	Feed          how an account is doing: its last statement, what is missing, what waits, whether the books agree with the bank
//
// A statement is posted as one entry of the bank journal: each movement on the account of its fund (550, 551, 552) against 499. A file that does not agree
// with itself, has an amount below the cent, or is not in euro waits in quarantine with the difference shown; one of an account that the building does not
// have waits until the account is entered. Nobody can post it by force: what is wrong is the file, and the bank can send it again.
//
// The same statement is posted once, however often it is imported. When a bank sends the same movements as CODA and as CAMT.053, each is posted once: they
// are known again by account, day, amount and the bank's reference. The order in which files arrive changes nothing of what is posted. Each fund has its own account in the association's name (art. 3.86 §3).
//
// Files beside the usual ones: read.go (files into statements), posting.go (statements into the books), booking.go (movements to accounts), feed.go (health),
// list.go (the list of movements), pages_statement.go (statements and bookings on the screen), facts.go.
//
// Neighbours: property (below) knows the accounts, ledger (below) keeps the books; matching movements with what is owed comes above.
package banking

import (
	_ "embed"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("banking", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadBank        = act.NewAction("banking.read_bank")
	ImportStatement = act.NewAction("banking.import_statement")
	BookMovement    = act.NewAction("banking.book_movement")
)

// Status is what became of a statement.
type Status string

// The statuses. A duplicate is never kept: it is the statement that is there already.
const (
	Posted      Status = "posted"
	Quarantined Status = "quarantined"
	Duplicate   Status = "duplicate"
	Unknown     Status = "unknown_account"
)

// In names the status for a reader.
func (s Status) In(l i18n.Lang) string { return i18n.Say(l, "banking.status_"+string(s)) }

// Statement is a bank's statement of one account.
type Statement struct {
	id         id.Of[Statement]
	building   id.Of[id.Building]
	file       id.Of[id.Any]
	position   int64 // within its file
	account    id.Of[id.Account]
	number     string // of the account, as the bank writes it
	family     string
	format     string
	key        string
	digest     string
	sequence   int64
	year       int64
	currency   string
	opening    *int64 // in hundred-thousandths of a euro
	openedOn   civil.Date
	closing    *int64
	closedOn   civil.Date
	endsOn     civil.Date
	movements  int64
	status     Status
	reason     string
	difference int64
	entry      id.Of[id.LedgerEntry]
	learned    civil.Instant
	posted     civil.Instant
	dropped    civil.Instant
}

// ID is the statement's identifier; of a duplicate, that of the one that is there already.
func (s Statement) ID() id.Of[Statement] { return s.id }

// Building is the association whose account it is, or is said to be.
func (s Statement) Building() id.Of[id.Building] { return s.building }

// Account is the account of the building; none while it is unknown.
func (s Statement) Account() id.Of[id.Account] { return s.account }

// Number is the account as the bank writes it.
func (s Statement) Number() string { return s.number }

// Status is what became of it.
func (s Statement) Status() Status { return s.status }

// Reason is the code of what is wrong, of one that waits.
func (s Statement) Reason() string { return s.reason }

// Difference is what is too much in a file that does not agree with itself.
func (s Statement) Difference() statement.Amount { return statement.Amount(s.difference) }

// Movements is how many movements the file gives.
func (s Statement) Movements() int64 { return s.movements }

// Entry is the posting; none when there was nothing to post.
func (s Statement) Entry() id.Of[id.LedgerEntry] { return s.entry }

// EndsOn is the day up to which it tells.
func (s Statement) EndsOn() civil.Date { return s.endsOn }

// Opening is the balance before its movements; nil when the file has none.
func (s Statement) Opening() *money.Cents { return cents(s.opening) }

// Closing is the balance after them; nil when the file has none.
func (s Statement) Closing() *money.Cents { return cents(s.closing) }

// waits tells whether somebody has to look at it.
func (s Statement) waits() bool { return s.status != Posted && s.dropped.None() }

func cents(units *int64) *money.Cents {
	if units == nil {
		return nil
	}
	c, _ := statement.Amount(*units).Cents()
	return &c
}

// Movement is money that came (above zero) or went.
type Movement struct {
	id           id.Of[Movement]
	building     id.Of[id.Building]
	statement    id.Of[Statement]
	account      id.Of[id.Account]
	family       string
	position     int64
	number       string // within its statement
	bookedOn     civil.Date
	valuedOn     civil.Date
	amount       money.Cents
	counterparty string
	theirs       string // account of the other side
	text         string // communication
	reference    string // of the payer or of the mandate
	code         string // of the transaction, as the bank gives it
	key, cross   string
	entry        id.Of[id.LedgerEntry]
}

// ID is the movement's identifier.
func (m Movement) ID() id.Of[Movement] { return m.id }

// Building is the association whose money it is.
func (m Movement) Building() id.Of[id.Building] { return m.building }

// Statement is the statement that tells of it.
func (m Movement) Statement() id.Of[Statement] { return m.statement }

// BookedOn is the bank's day.
func (m Movement) BookedOn() civil.Date { return m.bookedOn }

// Amount is what came, or what went when it is below zero.
func (m Movement) Amount() money.Cents { return m.amount }

// Counterparty is the name of the other side.
func (m Movement) Counterparty() string { return m.counterparty }

// Communication is what the payer meant.
func (m Movement) Communication() string { return m.text }

// Booking is the entry by which it was booked; none while that is to be done.
func (m Movement) Booking() id.Of[id.LedgerEntry] { return m.entry }

// todo tells whether it is still to be booked.
func (m Movement) todo() bool { return m.entry.None() && m.amount != 0 }

// codeOf is the account of the chart on which the money of a fund stands.
func codeOf(fund string) string {
	switch fund {
	case property.Funds[0]:
		return ledger.CurrentBank
	case property.Funds[1]:
		return ledger.ReserveBank
	}
	return ledger.OtherBank
}
