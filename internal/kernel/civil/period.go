package civil

import (
	"fmt"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

// Period runs from a day, included, to a day, excluded: a year is 1 January to 1 January. No From is since ever, no To is
// without end. A period may be empty: a lot bought and sold again on one day.
type Period struct{ From, To Date }

// NewPeriod makes a period. Fault: period_reversed when the end lies before the start.
func NewPeriod(from, to Date) (Period, error) {
	if !from.None() && !to.None() && to.Before(from) {
		return Period{}, fault.Invalid("period_reversed", "to")
	}
	return Period{from, to}, nil
}

// Empty tells whether no day lies in the period.
func (p Period) Empty() bool { return !p.From.None() && !p.To.None() && !p.From.Before(p.To) }

// Open tells whether the period has no end.
func (p Period) Open() bool { return p.To.None() }

// Contains tells whether the day lies in the period; no date lies in none.
func (p Period) Contains(d Date) bool {
	return !d.None() && !d.Before(p.From) && (p.To.None() || d.Before(p.To))
}

// Overlaps tells whether the two periods share a day.
func (p Period) Overlaps(q Period) bool { _, ok := p.Clip(q); return ok }

// Clip is the part that the two periods share; ok is false when they share no day.
func (p Period) Clip(q Period) (common Period, ok bool) {
	if p.Empty() || q.Empty() {
		return Period{}, false
	}
	common = p
	if q.From.After(common.From) {
		common.From = q.From
	}
	if common.To.None() || !q.To.None() && q.To.Before(common.To) {
		common.To = q.To
	}
	if common.Empty() {
		return Period{}, false
	}
	return common, true
}

// Days counts the days; ok is false when a side is open.
func (p Period) Days() (days int, ok bool) {
	if p.From.None() || p.To.None() {
		return 0, false
	}
	return max(0, p.From.DaysUntil(p.To)), true
}

// In writes the period with its last day, as people say it: du 1er janvier 2026 au 31 décembre 2026.
func (p Period) In(l i18n.Lang) string {
	key := "period"
	switch {
	case p.Empty():
		key = "period_empty"
	case p.From.None() && p.To.None():
		key = "period_ever"
	case p.From.None():
		key = "period_until"
	case p.To.None():
		key = "period_since"
	}
	return i18n.Say(l, "civil."+key, "from", p.From, "to", p.To.AddDays(-1))
}

// FiscalStart is the day on which the financial year of a building begins; the zero value is 1 January.
type FiscalStart struct {
	Month time.Month
	Day   int
}

// NewFiscalStart makes the start of a year. Fault: fiscal_start_impossible for a day that not every year has.
func NewFiscalStart(month time.Month, day int) (FiscalStart, error) {
	if month < time.January || month > time.December || day < 1 || day > of(2027, month+1, 0).Day() {
		return FiscalStart{}, fault.Invalid("fiscal_start_impossible", "")
	}
	return FiscalStart{month, day}, nil
}

// Starting is the financial year that begins in this calendar year.
func (s FiscalStart) Starting(year int) Period {
	month, day := max(s.Month, time.January), max(s.Day, 1)
	return Period{of(year, month, day), of(year+1, month, day)}
}

// YearOf is the financial year in which the day lies; the empty value for no date.
func (s FiscalStart) YearOf(d Date) Period {
	if d.None() {
		return Period{}
	}
	y := s.Starting(d.Year())
	if d.Before(y.From) {
		return s.Starting(d.Year() - 1)
	}
	return y
}

// Name is how people call the financial year: 2026, or 2026-2027 when it does not begin with the calendar year.
func (s FiscalStart) Name(year Period) string {
	if last := year.To.AddDays(-1); last.Year() != year.From.Year() {
		return fmt.Sprintf("%d-%d", year.From.Year(), last.Year())
	}
	return fmt.Sprint(year.From.Year())
}
