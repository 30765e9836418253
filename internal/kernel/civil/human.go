package civil

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

// The day that a spreadsheet numbers 0; true of all serial numbers after its 29 February 1900, which never was.
var serialZero = of(1899, time.December, 30)

// ParseHuman reads a date as lists write it: "15/01/2027", "15-1-2027", "15.01.2027" (the day first, as in Belgium),
// "2027-01-15", or a spreadsheet's serial number of five digits (18 May 1927 to 13 October 2173). A year of two digits is
// refused: of which century? Faults as Parse.
func ParseHuman(text string) (Date, error) {
	s := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(text)
	if len(s) == 5 && s[0] != '0' {
		if n, err := strconv.Atoi(s); err == nil && n > 0 {
			return serialZero.AddDays(n), nil
		}
	}
	at := strings.IndexAny(s, "/-.")
	if at == 4 {
		return Parse(s)
	}
	if at < 1 {
		return Date{}, fault.Invalid("date_malformed", "")
	}
	parts := strings.Split(s, s[at:at+1])
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 4 {
		return Date{}, fault.Invalid("date_malformed", "")
	}
	day, ok1 := number(parts[0])
	month, ok2 := number(parts[1])
	year, ok3 := number(parts[2])
	if !ok1 || !ok2 || !ok3 {
		return Date{}, fault.Invalid("date_malformed", "")
	}
	return New(year, time.Month(month), day)
}

// In is Long: a date in a sentence.
func (d Date) In(l i18n.Lang) string { return d.Long(l) }

// Long writes the date in words: 1er janvier 2027, 15 januari 2027, 15. Januar 2027, 15 January 2027; empty for none.
func (d Date) Long(l i18n.Lang) string {
	if d.None() {
		return ""
	}
	day := strconv.Itoa(d.Day())
	switch {
	case l == i18n.FR && d.Day() == 1:
		day = "1er"
	case l == i18n.DE:
		day += "."
	}
	return fmt.Sprintf("%s %s %d", day, MonthName(l, d.Month()), d.Year())
}

// Short writes the date in figures, the day first, in every language: 15/01/2027; empty for none.
func (d Date) Short() string {
	if d.None() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day(), int(d.Month()), d.Year())
}

// WeekdayName is the name of the day of the week.
func (d Date) WeekdayName(l i18n.Lang) string { return WeekdayName(l, d.Weekday()) }

// MonthName is the name of a month, as it stands inside a sentence.
func MonthName(l i18n.Lang, m time.Month) string {
	return i18n.Say(l, fmt.Sprintf("civil.month_%d", m))
}

// WeekdayName is the name of a day of the week, as it stands inside a sentence.
func WeekdayName(l i18n.Lang, w time.Weekday) string {
	return i18n.Say(l, fmt.Sprintf("civil.weekday_%d", w))
}
