package civil

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata" // 450 kB, so that Brussels is known on every machine

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

var brussels = func() *time.Location {
	l, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic("civil: " + err.Error())
	}
	return l
}()

// Instant is a moment, cut to the microsecond as PostgreSQL does. Equal moments are equal values (==), the zero value is
// "none" and is stored as NULL. In the database it is UTC text of fixed width, so that it sorts as it is written.
type Instant struct{ us int64 } // microseconds since the year 1

const (
	yearOne       = -62135596800000000 // the year 1 in microseconds since 1970
	instantLayout = "2006-01-02T15:04:05.000000Z"
)

// At makes an instant of a time; the zero time is none. It panics outside the years 1 to 9999.
func At(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		panic(fmt.Sprintf("civil: %v lies outside the years 1 to 9999", t))
	}
	return Instant{t.UnixMicro() - yearOne}
}

// ParseInstant reads RFC 3339, such as 2026-12-15T19:30:00+01:00. Fault: instant_malformed.
func ParseInstant(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
		return Instant{}, fault.Invalid("instant_malformed", "")
	}
	return At(t), nil
}

// InBrussels is the moment at which the clock of Brussels shows this hour of this day. When the clock goes back and shows
// it twice, the first counts. Faults: hour_impossible, hour_skipped (when the clock goes forward over it), date_malformed (no date).
func InBrussels(d Date, hour, minute int) (Instant, error) {
	if d.None() {
		return Instant{}, fault.Invalid("date_malformed", "")
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return Instant{}, fault.Invalid("hour_impossible", "")
	}
	shows := func(t time.Time) bool { return t.Hour() == hour && t.Minute() == minute }
	t := time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, brussels)
	if !shows(t) {
		return Instant{}, fault.Invalid("hour_skipped", "").With("date", d)
	}
	if earlier := t.Add(-time.Hour); shows(earlier) {
		t = earlier
	}
	return At(t), nil
}

// Time is the instant for the standard library, in UTC; the zero time for none.
func (i Instant) Time() time.Time {
	if i.None() {
		return time.Time{}
	}
	return time.UnixMicro(i.us + yearOne).UTC()
}

// None tells whether this is no instant.
func (i Instant) None() bool { return i.us == 0 }

// Add moves the instant; none stays none.
func (i Instant) Add(d time.Duration) Instant {
	if i.None() {
		return i
	}
	return At(i.Time().Add(d))
}

// Sub is the time from j to i.
func (i Instant) Sub(j Instant) time.Duration { return i.Time().Sub(j.Time()) }

// Before tells whether i is before j.
func (i Instant) Before(j Instant) bool { return i.us < j.us }

// After tells whether i is after j.
func (i Instant) After(j Instant) bool { return i.us > j.us }

// Compare is negative, zero or positive as i is before, at or after j.
func (i Instant) Compare(j Instant) int {
	switch {
	case i.us < j.us:
		return -1
	case i.us > j.us:
		return 1
	}
	return 0
}

// BrusselsDate is the day in Brussels: the date that counts in law. No date for none.
func (i Instant) BrusselsDate() Date {
	if i.None() {
		return Date{}
	}
	return of(i.Time().In(brussels).Date())
}

// InBrussels is the instant on the clocks of Brussels, for papers; the zero time for none.
func (i Instant) InBrussels() time.Time {
	if i.None() {
		return time.Time{}
	}
	return i.Time().In(brussels)
}

// Brussels writes the moment by the clock of Brussels, in words, to the minute; empty for none.
func (i Instant) Brussels(l i18n.Lang) string {
	if i.None() {
		return ""
	}
	t := i.Time().In(brussels)
	return i18n.Say(l, "civil.moment", "date", i.BrusselsDate(), "hour", t.Format("15"), "minute", t.Format("04"))
}

// In is Brussels: a moment in a sentence.
func (i Instant) In(l i18n.Lang) string { return i.Brussels(l) }

// String is the stored form; empty for none.
func (i Instant) String() string {
	if i.None() {
		return ""
	}
	return i.Time().Format(instantLayout)
}

// Value stores the instant as UTC text of fixed width; none is NULL.
func (i Instant) Value() (driver.Value, error) {
	if i.None() {
		return nil, nil
	}
	return i.String(), nil
}

// Scan reads what either engine gives.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Instant{}
		return nil
	case time.Time:
		*i = At(v)
		return nil
	case string:
		j, err := ParseInstant(v)
		*i = j
		return err
	case []byte:
		j, err := ParseInstant(string(v))
		*i = j
		return err
	}
	return fmt.Errorf("civil: cannot read an instant from a %T", src)
}

// MarshalText writes RFC 3339 in UTC, with as many decimals as there are; empty for none.
func (i Instant) MarshalText() ([]byte, error) {
	if i.None() {
		return nil, nil
	}
	return []byte(i.Time().Format(time.RFC3339Nano)), nil
}

// UnmarshalText reads what ParseInstant reads; the empty text is none.
func (i *Instant) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*i = Instant{}
		return nil
	}
	j, err := ParseInstant(string(b))
	*i = j
	return err
}
