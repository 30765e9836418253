package banking

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// FileImported is recorded when a file of a bank is kept, with the digest under which it is.
type FileImported struct {
	Building id.Of[id.Building] `json:"building"`
	File     id.Of[id.Any]      `json:"file"`
	Digest   string             `json:"digest"`
}

// About says what the fact is about.
func (f FileImported) About() act.About {
	return act.About{Kind: "banking.file_imported", Building: f.Building, Subject: f.File}
}

// StatementJudged is recorded when a statement is posted, or has to wait.
type StatementJudged struct {
	Building  id.Of[id.Building]    `json:"building"`
	Statement id.Of[Statement]      `json:"statement"`
	Account   id.Of[id.Account]     `json:"account"`
	Status    Status                `json:"status"`
	Reason    string                `json:"reason"`
	Movements int64                 `json:"movements"` // that were posted
	Entry     id.Of[id.LedgerEntry] `json:"entry"`
}

// About says what the fact is about.
func (f StatementJudged) About() act.About {
	return act.About{Kind: "banking.statement_judged", Building: f.Building, Subject: act.Subject(f.Statement)}
}

// StatementDropped is recorded when a statement that waited is put aside.
type StatementDropped struct {
	Building  id.Of[id.Building] `json:"building"`
	Statement id.Of[Statement]   `json:"statement"`
}

// About says what the fact is about.
func (f StatementDropped) About() act.About {
	return act.About{Kind: "banking.statement_dropped", Building: f.Building, Subject: act.Subject(f.Statement)}
}

// MovementBooked is recorded when a movement is booked to the accounts where it belongs.
type MovementBooked struct {
	Building id.Of[id.Building]    `json:"building"`
	Movement id.Of[Movement]       `json:"movement"`
	Entry    id.Of[id.LedgerEntry] `json:"entry"`
	Amount   money.Cents           `json:"amount_cents"`
}

// About says what the fact is about.
func (f MovementBooked) About() act.About {
	return act.About{Kind: "banking.movement_booked", Building: f.Building, Subject: act.Subject(f.Movement)}
}

// BookingUndone is recorded when the booking of a movement is reversed: it is to be booked again.
type BookingUndone struct {
	Building id.Of[id.Building] `json:"building"`
	Movement id.Of[Movement]    `json:"movement"`
	Amount   money.Cents        `json:"amount_cents"`
}

// About says what the fact is about.
func (f BookingUndone) About() act.About {
	return act.About{Kind: "banking.booking_undone", Building: f.Building, Subject: act.Subject(f.Movement)}
}
