package belgium

import (
	"fmt"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
)

// NISS is a national register number or a bis number, eleven digits: 85073003328. Keep it only where a law asks for it.
type NISS struct{ number[niss] }

// ParseNISS reads "85.07.30-033.28" or eleven digits. Faults: niss_malformed, niss_month, niss_checksum.
func ParseNISS(text string) (NISS, error) {
	n, err := parse[niss](text)
	return NISS{n}, err
}

// Bis tells whether this is a bis number, given to people who are not in the national register: its month is raised by 20
// (sex unknown) or by 40.
func (n NISS) Bis() bool { return !n.None() && n.s[2] >= '2' }

// Birth is the date of birth inside the number; ok is false when the number was given without one, or when so many
// people were born that day that its day was counted further.
func (n NISS) Birth() (born civil.Date, ok bool) {
	if n.None() {
		return civil.Date{}, false
	}
	year := 1900 + figure(n.s[:2])
	if nissCheck("2"+n.s[:9]) == n.s[9:] {
		year += 100
	}
	month := figure(n.s[2:4]) % 20
	if month == 0 {
		return civil.Date{}, false
	}
	born, err := civil.New(year, time.Month(month), figure(n.s[4:6]))
	return born, err == nil
}

type niss struct{}

func (niss) canonical(text string) (string, error) {
	s := strip(text, ".-")
	if len(s) != 11 || !digits(s) {
		return "", fault.Invalid("niss_malformed", "")
	}
	if nissCheck(s[:9]) != s[9:] && nissCheck("2"+s[:9]) != s[9:] { // before 2000, or since
		return "", fault.Invalid("niss_checksum", "")
	}
	if m := figure(s[2:4]); m >= 60 || m%20 > 12 {
		return "", fault.Invalid("niss_month", "")
	}
	return s, nil
}

func (niss) print(s string) string {
	return s[:2] + "." + s[2:4] + "." + s[4:6] + "-" + s[6:9] + "." + s[9:]
}

func nissCheck(s string) string { return fmt.Sprintf("%02d", 97-mod97(s)) }

// figure is the value of two digits.
func figure(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }
