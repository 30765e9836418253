package law

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
)

// Deadline is something that somebody must have done by a day. Each room offers its own; they are collected upstairs.
type Deadline struct {
	Key       string         // tells it from all others of its building, for as long as it is the same: mandates/<id>/poster
	Path      string         // the page where it is met; none when there is none yet
	What      string         // key of the sentence, such as minutes.deadline_send
	Args      map[string]any // values named in it
	Whom      string         // key of the words for who must act, such as law.whom_syndic
	Legal     bool           // set by law; otherwise an internal target, and shown as such
	Article   string         // of a legal deadline
	Date      civil.Date     // the last day on which it is in time; none while it is not known
	Done      civil.Date     // the day on which it was done; none while it is not
	Suspended bool           // the clock stands still
}

// State is how a deadline stands on a day.
type State string

// The states.
const (
	Later     State = "later"
	Soon      State = "soon" // within SoonDays
	Today     State = "today"
	Late      State = "late"
	Done      State = "done"
	Suspended State = "suspended"
)

// SoonDays is how many days before its date a deadline is soon.
const SoonDays = 7

// In names the state for a reader.
func (s State) In(l i18n.Lang) string { return i18n.Say(l, "law.state_"+string(s)) }

// State tells how the deadline stands today.
func (d Deadline) State(today civil.Date) State {
	switch {
	case !d.Done.None():
		return Done
	case d.Suspended:
		return Suspended
	case d.Date.None():
		return Later
	}
	switch left := d.DaysLeft(today); {
	case left < 0:
		return Late
	case left == 0:
		return Today
	case left <= SoonDays:
		return Soon
	}
	return Later
}

// DaysLeft is the number of days until the date, negative when it is past; it means nothing without a date.
func (d Deadline) DaysLeft(today civil.Date) int { return today.DaysUntil(d.Date) }

// Distances are the days before a date at which one is reminded of it: earlier where the law fixes it.
func (d Deadline) Distances() []int {
	if d.Legal {
		return []int{30, 7, 1}
	}
	return []int{7}
}

// Reminds tells whether somebody should be reminded today: at a distance, on the day, and on the first day that it is late.
func (d Deadline) Reminds(today civil.Date) bool {
	if s := d.State(today); s == Done || s == Suspended || d.Date.None() {
		return false
	}
	left := d.DaysLeft(today)
	return left == 0 || left == -1 || slices.Contains(d.Distances(), left)
}

// Missed tells whether it was done after its date.
func (d Deadline) Missed() bool { return !d.Date.None() && d.Done.After(d.Date) }

// In is what must be done, in words.
func (d Deadline) In(l i18n.Lang) string { return i18n.SayWith(l, d.What, d.Args) }
