package belgium

import "koprogo/internal/kernel/fault"

// EAN is the number of an energy connection (GSRN), eighteen digits; Belgian ones begin with 54. It belongs to the
// connection, not to the meter or to a person, and there is one for each form of energy.
type EAN struct{ number[ean] }

// ParseEAN reads eighteen digits, with or without spaces. Faults: ean_malformed, ean_checksum. Telegrams of meters may carry
// a number whose check digit does not fit: keep those as text, with a warning.
func ParseEAN(text string) (EAN, error) {
	n, err := parse[ean](text)
	return EAN{n}, err
}

// Belgian tells whether the connection is a Belgian one.
func (e EAN) Belgian() bool { return len(e.s) > 2 && e.s[:2] == "54" }

type ean struct{}

func (ean) canonical(text string) (string, error) {
	s := strip(text, ".-")
	if len(s) != 18 || !digits(s) {
		return "", fault.Invalid("ean_malformed", "")
	}
	if gs1(s[:17]) != s[17] {
		return "", fault.Invalid("ean_checksum", "")
	}
	return s, nil
}

func (ean) print(s string) string { return groups(s, 3) }

// gs1 is the check digit of a GS1 number: weights 3 and 1 from the right, completed to ten.
func gs1(s string) byte {
	sum, weight := 0, 3
	for i := len(s) - 1; i >= 0; i-- {
		sum += int(s[i]-'0') * weight
		weight = 4 - weight
	}
	return byte('0' + (10-sum%10)%10)
}
