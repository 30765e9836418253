package decisions

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/law"
)

// State is how far the execution of a decision is.
type State string

// The states. Overdue is none of them: see Late.
const (
	Nothing    State = "nothing" // there is nothing to be done
	Pending    State = "pending"
	InProgress State = "in_progress"
	Done       State = "done"
	Cancelled  State = "cancelled"
)

// In names the state for a reader.
func (s State) In(l i18n.Lang) string { return i18n.Say(l, "decisions.state_"+string(s)) }

// Ended tells whether nothing more is to be done.
func (s State) Ended() bool { return s == Nothing || s == Done || s == Cancelled }

// Ways are the states that can be reported when an execution stands at s. What was done or cancelled can be taken up again, with the reason in words.
func (s State) Ways() []State {
	switch s {
	case Pending:
		return []State{InProgress, Done, Cancelled}
	case InProgress:
		return []State{Done, Cancelled}
	case Done, Cancelled:
		return []State{InProgress}
	}
	return nil
}

// MayReport judges a report on an execution (art. 3.89 §5 1°: the syndic executes, or has executed, what the assembly decided). An end that
// nobody can see is none: done needs a proof or words, to cancel or to begin again needs words. Faults: decision_no_execution, decision_state,
// decision_proof, required at note.
func MayReport(at, to State, note string, proof bool) error {
	switch {
	case at == Nothing:
		return fault.Conflict("decision_no_execution")
	case to == "" && note == "" && !proof:
		return fault.Invalid("required", "note")
	case to == "" || to == at && !at.Ended():
		return nil
	}
	reachable := false
	for _, w := range at.Ways() {
		reachable = reachable || w == to
	}
	switch {
	case !reachable:
		return fault.Conflict("decision_state").At("state").With("state", at)
	case to == Done && note == "" && !proof:
		return fault.Unlawful("decision_proof", "3.89 §5 1°", "note")
	case (to == Cancelled || at.Ended()) && note == "":
		return fault.Invalid("required", "note")
	}
	return nil
}

// Late tells whether an execution is past its day and not at its end.
func Late(s State, due, today civil.Date) bool {
	return !due.None() && !s.Ended() && due.Before(today)
}

// MinutesDue is the day by which the minutes of an assembly stand in the register and are sent (art. 3.87 §12): counted from the assembly, not from whatever
// happened to them since. None for an assembly of a time whose law is not in our table.
func MinutesDue(assembly civil.Date, region belgium.Region) (last civil.Date, article string, err error) {
	p, err := law.Find("ag.minutes_days", assembly, region)
	if f := fault.As(err); f != nil && f.Code == "law_value_unknown" {
		return civil.Date{}, "3.87 §12", nil
	}
	if err != nil {
		return civil.Date{}, "", err
	}
	return assembly.AddDays(p.Int()), p.Article, nil
}

// ChallengeUntil is the last day on which an owner can challenge a decision before the justice of the peace: so many months from the assembly, whenever the
// minutes came (art. 3.92 §3). None for an assembly of a time whose law is not in our table.
func ChallengeUntil(assembly civil.Date, region belgium.Region) (last civil.Date, article string, err error) {
	p, err := law.Find("ag.challenge_months", assembly, region)
	if f := fault.As(err); f != nil && f.Code == "law_value_unknown" {
		return civil.Date{}, "3.92 §3", nil
	}
	if err != nil {
		return civil.Date{}, "", err
	}
	return assembly.AddMonths(p.Int()), p.Article, nil
}
