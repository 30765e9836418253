package civil

import (
	"time"

	"koprogo/internal/kernel/i18n"
)

// ClearDaysBefore is the number of full days from the sending to the event: the day of sending does not count, the night
// before the event ends the last one. A letter of 30 November comes 15 full days before an assembly of 15 December
// (art. 3.87 §3). Calendar days: Sundays and holidays count and move nothing. Negative when sent after the event.
func ClearDaysBefore(event, sent Date) int { return sent.DaysUntil(event) }

// LastDayFor is the last day on which one may act so that so many full days lie before the event (see ClearDaysBefore).
func LastDayFor(event Date, days int) Date { return event.AddDays(-days) }

// Holiday is a legal holiday of Belgium.
type Holiday struct {
	Date Date
	Key  string // new_year, easter_monday, ...
}

// In is the name of the holiday.
func (h Holiday) In(l i18n.Lang) string { return i18n.Say(l, "civil.holiday_"+h.Key) }

// Holidays are the ten legal holidays of a year, in order. Days on which only banks close and the days of the
// communities are none of them.
func Holidays(year int) []Holiday {
	easter := easterSunday(year)
	return []Holiday{
		{of(year, time.January, 1), "new_year"},
		{easter.AddDays(1), "easter_monday"},
		{of(year, time.May, 1), "labour_day"},
		{easter.AddDays(39), "ascension"},
		{easter.AddDays(50), "whit_monday"},
		{of(year, time.July, 21), "national_day"},
		{of(year, time.August, 15), "assumption"},
		{of(year, time.November, 1), "all_saints"},
		{of(year, time.November, 11), "armistice"},
		{of(year, time.December, 25), "christmas"},
	}
}

// IsHoliday tells whether the day is a legal holiday of Belgium.
func IsHoliday(d Date) bool {
	if d.None() {
		return false
	}
	for _, h := range Holidays(d.Year()) {
		if h.Date == d {
			return true
		}
	}
	return false
}

// easterSunday is the Sunday after the ecclesiastical full moon that falls on or follows 21 March (Gregorian computus).
func easterSunday(year int) Date {
	golden := year%19 + 1
	century := year/100 + 1
	skipped := 3*century/4 - 12       // leap years that the centuries left out
	moon := (8*century+5)/25 - 5      // correction of the moon's cycle
	sunday := 5*year/4 - skipped - 10 // minus this, modulo 7, is a Sunday in March
	epact := (11*golden + 20 + moon - skipped) % 30
	epact = (epact + 30) % 30
	if epact == 25 && golden > 11 || epact == 24 {
		epact++
	}
	full := 44 - epact // the full moon, as a day of March
	if full < 21 {
		full += 30
	}
	return of(year, time.March, full+7-(sunday+full)%7)
}

// Week says which days are worked. The zero value is the usual one: Saturday rests, as Sundays and legal holidays do.
type Week struct{ SaturdayWorks bool }

// Works tells whether the day is a working day.
func (w Week) Works(d Date) bool {
	switch d.Weekday() {
	case time.Sunday:
		return false
	case time.Saturday:
		if !w.SaturdayWorks {
			return false
		}
	}
	return !IsHoliday(d)
}

// Add is the working day that comes so many working days after the day, which itself does not count; before it when
// negative. Zero gives the day itself, worked or not.
func (w Week) Add(d Date, days int) Date {
	step := 1
	if days < 0 {
		step, days = -1, -days
	}
	for days > 0 && !d.None() {
		d = d.AddDays(step)
		if w.Works(d) {
			days--
		}
	}
	return d
}

// Next is the day itself if it is worked, otherwise the first working day after it.
func (w Week) Next(d Date) Date {
	for !d.None() && !w.Works(d) {
		d = d.AddDays(1)
	}
	return d
}

// Between counts the working days that follow from, up to and with to; negative when to comes first.
func (w Week) Between(from, to Date) int {
	step, count := 1, 0
	if to.Before(from) {
		step = -1
	}
	for d := from; d != to; {
		d = d.AddDays(step)
		if w.Works(d) {
			count += step
		}
	}
	return count
}
