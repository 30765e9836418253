package i18n

import (
	"fmt"
	"strconv"
	"strings"
)

// nbsp keeps figures and their signs on one line; the text font has no narrow one.
const nbsp = "\u00a0"

// Spoken is a value that knows its own form in a language: an amount, a date, a share.
type Spoken interface{ In(l Lang) string }

// Format writes a value for a reader: whole numbers are grouped, spoken values say themselves, all else is as fmt writes it.
func Format(l Lang, v any) string {
	switch n := v.(type) {
	case Spoken:
		return n.In(l)
	case string:
		return n
	case int:
		return Number(l, int64(n))
	case int64:
		return Number(l, n)
	case int32:
		return Number(l, int64(n))
	}
	return fmt.Sprint(v)
}

// Number groups the thousands as the language does: 1 000 in French, 1.000 in Dutch and German, 1,000 in English.
func Number(l Lang, n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	groups = append([]string{digits}, groups...)
	return sign + strings.Join(groups, Thousands(l))
}

// Thousands is the separator of groups of three.
func Thousands(l Lang) string {
	switch l {
	case NL, DE:
		return "."
	case EN:
		return ","
	}
	return nbsp
}

// Decimal is the sign before the cents.
func Decimal(l Lang) string {
	if l == EN {
		return "."
	}
	return ","
}

// Hundredths writes a whole number of hundredths with two decimals, no currency: 128460 is 1 284,60 in French.
func Hundredths(l Lang, n int64) string {
	sign := ""
	if n < 0 {
		sign = "−"
	}
	u := uint64(n)
	if n < 0 {
		u = -u
	}
	whole := Number(l, int64(u/100))
	return fmt.Sprintf("%s%s%s%02d", sign, whole, Decimal(l), u%100)
}

// Euro writes an amount in cents with its sign where the language puts it: 1 284,60 €, € 1.284,60, 1.284,60 €, €1,284.60.
func Euro(l Lang, cents int64) string {
	amount := Hundredths(l, cents)
	switch l {
	case NL:
		return "€" + nbsp + amount
	case EN:
		if cents < 0 {
			return "−€" + strings.TrimPrefix(amount, "−")
		}
		return "€" + amount
	}
	return amount + nbsp + "€"
}
