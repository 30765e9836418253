// Package civil is the calendar of the law: dates without hours, and instants for everything else.
//
//	Date         a day; the zero value is "none"                 (civil.go; words of people in human.go)
//	Instant      a moment, in UTC to the microsecond             (instant.go)
//	Period       from a day to a day, half open, perhaps endless (period.go)
//	FiscalStart  the day on which a building's year begins       (period.go)
//	Week         working days and legal holidays, clear days     (days.go)
//
// Dates decide in law, instants in the log; the only way from one to the other is the clock of Brussels. The package
// carries its own table of time zones, so that it counts alike on every machine.
package civil

import (
	"database/sql/driver"
	_ "embed"
	"fmt"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("civil", words) }

// Date is a day of the calendar. Equal days are equal values (==), the zero value is "none" and is stored as NULL. In the
// database, in JSON and in String it is "2006-01-02".
type Date struct{ n int32 } // days since 31 December of the year 0

// The years that a person or a file may enter. Lists often write 31/12/9999 for "no end"; here no end is no date.
const (
	FirstYear = 1800
	LastYear  = 2299
)

const (
	layout    = "2006-01-02"
	unixEpoch = 719163 // 1 January 1970 as a Date
	lastDay   = 3652059
)

// New makes a date. Faults: date_impossible (such as 30 February), date_out_of_range.
func New(year int, month time.Month, day int) (Date, error) {
	if year < FirstYear || year > LastYear {
		return Date{}, fault.Invalid("date_out_of_range", "").With("first", fmt.Sprint(FirstYear)).With("last", fmt.Sprint(LastYear))
	}
	d := of(year, month, day)
	if month < time.January || month > time.December || day < 1 || d.Day() != day {
		return Date{}, fault.Invalid("date_impossible", "")
	}
	return d, nil
}

func of(year int, month time.Month, day int) Date {
	seconds := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	days := (seconds + unixEpoch*86400) / 86400
	if days < 1 || days > lastDay {
		panic(fmt.Sprintf("civil: %d-%02d-%02d lies outside the years 1 to 9999", year, month, day))
	}
	return Date{int32(days)}
}

// Parse reads "2006-01-02" and nothing else. Faults: date_malformed, date_impossible, date_out_of_range; the caller adds the field with At.
func Parse(s string) (Date, error) {
	if len(s) != len(layout) || s[4] != '-' || s[7] != '-' {
		return Date{}, fault.Invalid("date_malformed", "")
	}
	year, ok1 := number(s[:4])
	month, ok2 := number(s[5:7])
	day, ok3 := number(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return Date{}, fault.Invalid("date_malformed", "")
	}
	return New(year, time.Month(month), day)
}

// Must is Parse for constants and tests.
func Must(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(fmt.Sprintf("civil: %q: %v", s, err))
	}
	return d
}

// number reads digits only, at most four.
func number(s string) (n int, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, s != "" && len(s) <= 4
}

func (d Date) time() time.Time { return time.Unix(int64(d.n-unixEpoch)*86400, 0).UTC() }

// None tells whether this is no date.
func (d Date) None() bool { return d.n == 0 }

// Year, Month and Day are the parts of the date; of no date they mean nothing.
func (d Date) Year() int { return d.time().Year() }

// Month is the month of the date.
func (d Date) Month() time.Month { return d.time().Month() }

// Day is the day of the month.
func (d Date) Day() int { return d.time().Day() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// Compare is negative, zero or positive as d is before, on or after e. No date comes before all dates.
func (d Date) Compare(e Date) int { return int(d.n) - int(e.n) }

// Before tells whether d is before e.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After tells whether d is after e.
func (d Date) After(e Date) bool { return d.n > e.n }

// DaysUntil is the number of days from d to e: 1 for tomorrow, negative when e is past.
func (d Date) DaysUntil(e Date) int { return int(e.n) - int(d.n) }

// AddDays moves the date by whole days, back when negative. No date stays no date. It panics beyond the years 1 to 9999.
func (d Date) AddDays(days int) Date {
	if d.None() {
		return d
	}
	n := int64(d.n) + int64(days)
	if n < 1 || n > lastDay {
		panic(fmt.Sprintf("civil: %v and %d days lie outside the years 1 to 9999", d, days))
	}
	return Date{int32(n)}
}

// AddMonths moves the date by whole months, from a day to the day of the same number: four months from 15 December end on
// 15 April. Where the month is too short its last day is taken: one month from 31 January is 28 or 29 February. So always
// count from the first day of a term, never month by month.
func (d Date) AddMonths(months int) Date {
	if d.None() {
		return d
	}
	first := of(d.Year(), d.Month()+time.Month(months), 1)
	last := of(first.Year(), first.Month()+1, 0)
	return first.AddDays(min(d.Day(), last.Day()) - 1)
}

// AddYears is AddMonths by twelve: a year from 29 February is 28 February.
func (d Date) AddYears(years int) Date { return d.AddMonths(12 * years) }

// String is "2006-01-02"; empty for none.
func (d Date) String() string {
	if d.None() {
		return ""
	}
	return d.time().Format(layout)
}

// Value stores the date as text, which both engines take for a DATE; none is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.None() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what either engine gives. What stands in the database is believed: the limits of entry are not applied.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = of(v.Date())
		return nil
	case string:
		return d.read(v)
	case []byte:
		return d.read(string(v))
	}
	return fmt.Errorf("civil: cannot read a date from a %T", src)
}

func (d *Date) read(s string) error {
	t, err := time.Parse(layout, s)
	if err != nil {
		return fmt.Errorf("civil: %q is no date", s)
	}
	*d = of(t.Date())
	return nil
}

// MarshalText writes "2006-01-02"; empty for none.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what Parse reads; the empty text is none.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	e, err := Parse(string(b))
	*d = e
	return err
}
