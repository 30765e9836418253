package confirmations

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
)

// The house's own targets; the law only wants changes told without delay (art. 3.93 §2).
const (
	confirmMonths = 12 // a confirmation is fresh for so long
	patienceDays  = 30 // nobody is written to more often
)

// Due tells whether it is time that a member confirms his data: he never did, or not for a year.
func (s Standing) Due(today civil.Date) bool {
	return s.Confirmed.None() || !today.Before(s.Confirmed.AddMonths(confirmMonths))
}

// MayAsk says why a member cannot be asked today; nil when he can. Who has no sign-in cannot confirm, who has no e-mail cannot be reached, who
// confirmed within a year need not, and nobody is written to twice within a month.
func (s Standing) MayAsk(today civil.Date) *fault.Fault {
	switch again := s.Asked.on.AddDays(patienceDays); {
	case s.Member.Person().None():
		return fault.Conflict("confirm_no_access")
	case s.Member.Entry().Email == "":
		return fault.Conflict("confirm_no_email")
	case !s.Due(today):
		return fault.Conflict("confirm_fresh").With("date", s.Confirmed)
	case !s.Asked.on.None() && today.Before(again):
		return fault.Conflict("confirm_asked").With("date", s.Asked.on).With("again", again)
	}
	return nil
}

// AsksByItself tells whether the house asks a member at its hour: once for each year.
func (s Standing) AsksByItself(today civil.Date) bool {
	return s.MayAsk(today) == nil && (s.Asked.on.None() || !today.Before(s.Asked.on.AddMonths(confirmMonths)))
}

// State is confirmed, asked or due.
func (s Standing) State(today civil.Date) string {
	switch {
	case !s.Due(today):
		return "confirmed"
	case !s.Asked.on.None() && today.Before(s.Asked.on.AddDays(patienceDays)):
		return "asked"
	}
	return "due"
}
