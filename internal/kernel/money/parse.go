package money

import (
	"strings"

	"koprogo/internal/kernel/fault"
)

// ParseCents reads an amount as people write it in any of the four languages: "1 284,60", "1.284,60", "1,284.60",
// "1284.60", "€ 12", "-3,5". It never guesses:
//
//   - amount_malformed: not an amount, or groups of thousands that are not of three;
//   - amount_ambiguous: one sign before exactly three digits, "1.284", is a thousand to some and a third decimal to others;
//   - amount_decimals: more than two decimals;
//   - amount_too_large: beyond Limit.
//
// The fault names no field; the caller adds it with At.
func ParseCents(text string) (Cents, error) {
	negative, figure, ok := unwrap(text)
	if !ok {
		return 0, fault.Invalid("amount_malformed", "")
	}
	whole, decimals, err := cut(figure)
	if err != nil {
		return 0, err
	}
	whole, ok = ungroup(whole)
	if !ok {
		return 0, fault.Invalid("amount_malformed", "")
	}
	if len(decimals) > 2 {
		return 0, fault.Invalid("amount_decimals", "")
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > 12 {
		return 0, fault.Invalid("amount_too_large", "").With("limit", Limit)
	}
	var c Cents
	for _, d := range []byte(whole + (decimals + "00")[:2]) {
		c = c*10 + Cents(d-'0')
	}
	if err := c.Within(""); err != nil {
		return 0, err
	}
	if negative {
		c = -c
	}
	return c, nil
}

// unwrap takes away at most one sign and at most one currency, and makes every kind of space the plain one.
func unwrap(text string) (negative bool, figure string, ok bool) {
	s := strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "−", "-").Replace(text)
	s = strings.TrimSpace(s)
	signed, priced := false, false
	for {
		switch {
		case !signed && (strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+")):
			signed, negative, s = true, s[0] == '-', strings.TrimSpace(s[1:])
		case !priced && strings.HasPrefix(s, "€"):
			priced, s = true, strings.TrimSpace(strings.TrimPrefix(s, "€"))
		case !priced && strings.HasPrefix(s, "EUR"):
			priced, s = true, strings.TrimSpace(strings.TrimPrefix(s, "EUR"))
		case !priced && strings.HasSuffix(s, "€"):
			priced, s = true, strings.TrimSpace(strings.TrimSuffix(s, "€"))
		case !priced && strings.HasSuffix(s, "EUR"):
			priced, s = true, strings.TrimSpace(strings.TrimSuffix(s, "EUR"))
		default:
			return negative, s, s != "" && strings.Trim(s, "0123456789., ") == ""
		}
	}
}

// cut finds where the cents begin. The figure holds digits, dots, commas and spaces only.
func cut(figure string) (whole, decimals string, err error) {
	last := strings.LastIndexAny(figure, ".,")
	if last < 0 {
		return figure, "", nil
	}
	sign := figure[last : last+1]
	before, after := figure[:last], figure[last+1:]
	switch strings.Count(figure, sign) {
	case 1:
		groups := strings.ContainsAny(before, "., ") // then this sign cannot be one of thousands
		if len(after) == 3 && !groups && len(before) >= 1 && len(before) <= 3 && before[0] != '0' {
			return "", "", fault.Invalid("amount_ambiguous", "")
		}
	default: // the same sign several times can only part the thousands
		return figure, "", nil
	}
	if after == "" || strings.Contains(after, " ") {
		return "", "", fault.Invalid("amount_malformed", "")
	}
	return before, after, nil
}

// ungroup takes the separators of thousands out; ok is false when they are mixed or a group is not of three digits.
func ungroup(whole string) (digits string, ok bool) {
	at := strings.IndexAny(whole, "., ")
	if at < 0 {
		return whole, whole != ""
	}
	groups := strings.Split(whole, whole[at:at+1])
	for i, g := range groups {
		if strings.Trim(g, "0123456789") != "" || i > 0 && len(g) != 3 || i == 0 && (g == "" || len(g) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
