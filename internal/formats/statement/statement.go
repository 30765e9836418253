// Package statement holds what a bank says about an account, whatever the form in which it says it.
//
// A bank sends its statements as CODA (Belgium) or as CAMT.053 (everywhere). The readers of both give the same values, so that
// whoever books them needs not know which it was, and sees when a movement came twice.
//
//	Statement          one account, from an opening balance to a closing balance
//	├── Balance        an amount on a day
//	├── Movement       money that came or went: dates, reference, communication, counterparty
//	│   └── details    what a total is made of; counted once, as details or as the total (Parts)
//	├── Mismatch       a figure of the file that is not what the file's own figures give
//	└── Warning        something odd that changes no figure
//
// Nothing is corrected and nothing is left out in silence. A statement with a mismatch was read well, but it must wait until
// somebody has looked at it. A file that cannot be read at all is a fault, and gives no statement.
//
// Files: amount.go amounts without loss, check.go whether a statement agrees with itself, and by which keys a movement is
// known again, communication.go what the payer meant.
package statement

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
)

// Statement is what happened on one account between two balances.
type Statement struct {
	Format        string // "coda", or "camt.053.001.08"
	ID            string // the bank's own name of the statement or of its file; may be empty
	Account       string // as written, without spaces: IBAN or another number, perhaps masked
	IBAN          belgium.IBAN
	Currency      string // three letters; empty when the file gives none
	Holder        string
	Description   string // of the account: its kind or its name
	BIC           string // of the bank
	Sequence      int64  // by which gaps are found: the coded or electronic number, from 1 each year; 0 when none is given
	LegalSequence int64  // the number of the statement on paper; 0 when none is given
	Year          int    // to which Sequence belongs; 0 when the file gives no date
	CreatedOn     civil.Date
	From, To      civil.Date // the days covered, both included, where the file gives them
	Duplicate     bool       // the bank says that it sent this before
	Opening       *Balance   // nil when the file has none
	Closing       *Balance   // nil when the file has none
	Balances      []Balance  // all that the file gives, in its order
	Movements     []Movement // booked ones, in the order of the file
	Pending       []Movement // announced or for information only: part of no balance
	Messages      []string   // what the bank writes to the holder
	Mismatches    []Mismatch // why the statement must wait; empty when all is well
	Warnings      []Warning
}

// Balance is an amount on a day. Kinds are those of ISO 20022: OPBD opening, PRCD closing of the day before, CLBD closing; others are kept, not used.
type Balance struct {
	Kind     string
	Amount   Amount // negative when the account is overdrawn
	Currency string
	On       civil.Date
}

// Movement is money that came (positive) or went (negative).
type Movement struct {
	Place         string // where it stands in the file: "line 3", "Stmt[1]/Ntry[2]"
	Number        string // its number within the statement: "0001/0000" in CODA, "2" or "2/1" in CAMT
	Amount        Amount
	Currency      string     // empty when it is the statement's
	Unstated      bool       // of a detail: the file does not say its amount
	Booked        civil.Date // none when the file does not say
	Valued        civil.Date
	Code          string // transaction code: "00150000" in CODA, "PMNT/RCDT/ESCT" in CAMT
	Proprietary   string // the bank's own transaction code, where it gives one beside Code
	BankRef       string // by which the bank knows the movement
	EndToEnd      string // reference of the payer's; of a batch, that of its payment order
	Mandate       string // of a direct debit
	Creditor      string // identifier of who collects a direct debit
	Structure     string // kind of the structured communication: "101" in CODA, "SCOR" in CAMT
	Structured    string // structured communication as written, also when it is not valid
	OGM           belgium.OGM
	OGMInText     bool // the payer wrote the OGM into the free communication
	RF            belgium.RF
	Text          string // free communication, its parts joined
	Information   []Information
	Counterparty  Party
	Return        Return
	Reversal      bool // undoes an earlier movement
	Globalisation int  // of CODA: depth of the totals that this one stands under; informative
	Details       []Movement
	Key           string // the same whenever the same statement is read again, in the same format
	CrossKey      string // the same in every format; empty when the file does not say enough
}

// Parts are the movements to book: the details where the file gives all of them and they make up the total, otherwise the
// total itself. Never both, so that no money is counted twice.
func (m *Movement) Parts() []Movement {
	if len(m.Details) == 0 {
		return []Movement{*m}
	}
	if sum, known := m.DetailsSum(); !known || sum != m.Amount {
		return []Movement{*m}
	}
	var parts []Movement
	for i := range m.Details {
		parts = append(parts, m.Details[i].Parts()...)
	}
	return parts
}

// DetailsSum adds the details; known is false when an amount is not stated or is in another currency.
func (m *Movement) DetailsSum() (sum Amount, known bool) {
	for _, d := range m.Details {
		var ok bool
		if sum, ok = sum.Plus(d.Amount); !ok || d.Unstated || d.Currency != "" && m.Currency != "" && d.Currency != m.Currency {
			return 0, false
		}
	}
	return sum, true
}

// Party is the other side of a movement.
type Party struct {
	Name     string
	Account  string // as written, without spaces
	IBAN     belgium.IBAN
	BIC      string
	Address  string
	Ultimate string // for whom the other side pays or receives
}

// Information is what the bank adds about a movement.
type Information struct {
	Code      string // its own transaction code, in CODA
	Structure string // kind of structure; empty for free text
	Text      string
}

// ReturnKind is why money comes back.
type ReturnKind string

// The kinds of R-transactions.
const (
	Reject       ReturnKind = "reject"
	Returned     ReturnKind = "return"
	Refund       ReturnKind = "refund"
	Reversed     ReturnKind = "reversal"
	Cancellation ReturnKind = "cancellation"
)

// Return says that a movement undoes a payment, and why, by the codes of ISO 20022 (AC04: account closed).
type Return struct {
	Kind   ReturnKind // empty when nothing was returned
	Reason string
}

// Mismatch is a figure that the file tells and that its own figures do not give. The statement must wait.
type Mismatch struct {
	Code  string // see check.go and the readers; stable
	Place string
	Told  Amount // by the file; in a count of records, the number itself
	Found Amount // by adding up
	Count bool   // Told and Found are numbers of records, not amounts
	Text  string // what was told, where it is no figure
}

// Difference is Found less Told: what is too much in the file.
func (m Mismatch) Difference() Amount { return m.Found - m.Told }

// Warning is something odd that changes no figure.
type Warning struct {
	Code  string // stable
	Place string
	Text  string // the text in question
}

// Warn notes something odd.
func (s *Statement) Warn(code, place, text string) {
	s.Warnings = append(s.Warnings, Warning{code, place, text})
}
