package sheet

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Figures are handled as text and whole numbers, never as floating point: what a syndic imports is money.

// shown is how many figures Excel shows of a number.
const shown = 15

// Decimal writes a number of a workbook as a person sees it: plain digits with a point, rounded to 15 figures.
// A remainder smaller than a millionth of a millionth is the dust of a computation and counts as nothing.
// What is not a number comes back as it is.
func Decimal(raw string) string {
	negative, digits, point, ok := parts(raw)
	if !ok {
		return raw
	}
	digits, point = round(digits, point)
	if digits == "" || point < -11 {
		return "0"
	}
	var text string
	switch {
	case point <= 0:
		text = "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		text = digits + strings.Repeat("0", point-len(digits))
	default:
		text = digits[:point] + "." + digits[point:]
	}
	if negative {
		return "-" + text
	}
	return text
}

// parts splits a number into its significant digits and the place of its point: 0.<digits> times ten to the point.
func parts(raw string) (negative bool, digits string, point int, ok bool) {
	s := raw
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		negative, s = s[0] == '-', s[1:]
	}
	mantissa, exponent, scientific := cutExponent(s)
	if scientific {
		e, err := strconv.Atoi(exponent)
		if err != nil || e < -400 || e > 400 {
			return false, "", 0, false
		}
		point = e
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits = whole + fraction
	if digits == "" || len(digits) > 400 || strings.Trim(digits, "0123456789") != "" {
		return false, "", 0, false
	}
	point += len(whole)
	for strings.HasPrefix(digits, "0") {
		digits, point = digits[1:], point-1
	}
	return negative, strings.TrimRight(digits, "0"), point, true
}

func cutExponent(s string) (mantissa, exponent string, found bool) {
	i := strings.IndexAny(s, "eE")
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// round keeps 15 digits, half up.
func round(digits string, point int) (string, int) {
	if len(digits) <= shown {
		return digits, point
	}
	kept := []byte(digits[:shown])
	if digits[shown] >= '5' {
		i := shown - 1
		for ; i >= 0 && kept[i] == '9'; i-- {
			kept[i] = '0'
		}
		if i < 0 {
			return "1", point + 1
		}
		kept[i]++
	}
	return strings.TrimRight(string(kept), "0"), point
}

// shape is what a format makes of a number.
type shape int

const (
	asNumber shape = iota
	asDate
	asTime
)

// builtin knows the formats that Excel has without writing them down.
func builtin(id string) shape {
	n, err := strconv.Atoi(id)
	switch {
	case err != nil:
		return asNumber
	case n >= 14 && n <= 17, n == 22, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n == 57, n == 58:
		return asDate
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n >= 45 && n <= 47, n == 55, n == 56:
		return asTime
	}
	return asNumber
}

// shapeOf reads a format code: days and years make a date, hours and seconds a time, and a lone m means months. Quoted
// words, escaped characters and bracketed colours do not count; [h] and its like do.
func shapeOf(code string) shape {
	var day, month, hour bool
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			next := strings.IndexByte(code[i+1:], '"')
			if next < 0 {
				return asNumber
			}
			i += next + 1
		case code[i] == '\\', code[i] == '_', code[i] == '*':
			i++
		case code[i] == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return asNumber
			}
			hour = hour || strings.Trim(strings.ToLower(code[i+1:i+end]), "hms") == ""
			i += end
		case c == 'd', c == 'y':
			day = true
		case c == 'm':
			month = true
		case c == 'h', c == 's':
			hour = true
		}
	}
	switch {
	case strings.HasPrefix(strings.ToLower(code), "general"), strings.HasPrefix(strings.ToLower(code), "standard"):
		return asNumber
	case day, month && !hour:
		return asDate
	case hour:
		return asTime
	}
	return asNumber
}

// calendar is the day from which a workbook counts.
type calendar int

const (
	since1900 calendar = iota
	since1904
)

// moment writes a number of days as a date, a date with its hour, or an hour; ok is false when the format asks for none
// of them or the number is no day of the calendar.
func (c calendar) moment(raw string, s shape) (string, bool) {
	if s == asNumber {
		return "", false
	}
	days, seconds, ok := serial(raw)
	if !ok || days > 2_958_465 {
		return "", false
	}
	if s == asTime && days == 0 {
		return clock(seconds), true
	}
	day := c.day(days).Format(time.DateOnly)
	if seconds == 0 {
		return day, true
	}
	return day + " " + clock(seconds), true
}

// day counts from 30 December 1899: Excel believes that 1900 was a leap year, so the days before March 1900 stand one later.
func (c calendar) day(n int) time.Time {
	switch {
	case c == since1904:
		return time.Date(1904, 1, 1+n, 0, 0, 0, 0, time.UTC)
	case n < 60:
		return time.Date(1899, 12, 31+n, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC)
}

// serial splits a number into whole days and seconds, without floating point.
func serial(raw string) (days, seconds int, ok bool) {
	whole, fraction, _ := strings.Cut(Decimal(raw), ".")
	days, err := strconv.Atoi(whole)
	if err != nil || days < 0 || strings.HasPrefix(whole, "-") {
		return 0, 0, false
	}
	if len(fraction) > 10 {
		fraction = fraction[:10]
	}
	part := int64(0)
	if fraction != "" {
		if part, err = strconv.ParseInt(fraction+strings.Repeat("0", 10-len(fraction)), 10, 64); err != nil {
			return 0, 0, false
		}
	}
	const unit = 10_000_000_000
	seconds = int((part*86_400 + unit/2) / unit)
	if seconds == 86_400 {
		return days + 1, 0, true
	}
	return days, seconds, true
}

func clock(seconds int) string {
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// isoDay reads the rare cells that hold a date as text.
func isoDay(s string) string {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05.999"} {
		if t, err := time.Parse(layout, s); err == nil {
			if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
				return t.Format(time.DateOnly)
			}
			return t.Format(time.DateTime)
		}
	}
	return s
}
