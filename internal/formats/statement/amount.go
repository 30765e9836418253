package statement

import (
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/money"
)

// Amount is an amount of money in hundred-thousandths of its unit: CODA writes three decimals and CAMT.053 up to five, and neither loses one here.
type Amount int64

const (
	decimals   = 5
	unit       = 100_000 // hundred-thousandths in one euro
	perCent    = unit / 100
	thousandth = unit / 1000
)

// Limit is the largest amount that a file may give, the same as that of money.
const Limit = Amount(money.Limit) * perCent

// Thousandths makes an amount of the thousandths that CODA writes. Fault: amount_too_large.
func Thousandths(n int64) (Amount, error) {
	if n > int64(Limit)/thousandth || n < -int64(Limit)/thousandth {
		return 0, tooLarge()
	}
	return Amount(n * thousandth), nil
}

// ParseAmount reads a decimal number as XML writes it: "1284.60", without sign, at most five decimals that are not zero.
// Faults: amount_malformed, amount_decimals, amount_too_large.
func ParseAmount(text string) (Amount, error) {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "+"), ".")
	if whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, fault.Invalid("amount_malformed", "").With("text", clip(text))
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > decimals {
		return 0, fault.Invalid("amount_decimals", "").With("text", clip(text)).With("limit", decimals)
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > 13 {
		return 0, tooLarge()
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil || n > int64(Limit) {
		return 0, tooLarge()
	}
	return Amount(n), nil
}

func tooLarge() error { return fault.Invalid("amount_too_large", "").With("limit", money.Limit) }

// clip keeps what is shown of a foreign text short.
func clip(s string) string { return s[:min(len(s), 40)] }

// Cents is the amount in cents. Exact is false when something lies below the cent: the cents are then those towards zero, and the
// statement must wait for somebody who decides.
func (a Amount) Cents() (c money.Cents, exact bool) { return money.Cents(a / perCent), a%perCent == 0 }

// Thousandths is the amount in thousandths; exact is false when something lies below.
func (a Amount) Thousandths() (n int64, exact bool) {
	return int64(a / thousandth), a%thousandth == 0
}

// Plus adds; ok is false when the sum is larger than any amount can be.
func (a Amount) Plus(b Amount) (sum Amount, ok bool) {
	sum = a + b
	return sum, (sum > a) == (b > 0)
}

// String is the amount as a decimal number with a point, two decimals or as many as it has.
func (a Amount) String() string {
	sign, n := "", uint64(a)
	if a < 0 {
		sign, n = "-", -n
	}
	fraction := strconv.FormatUint(n%unit+unit, 10)[1:]
	for len(fraction) > 2 && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	return sign + strconv.FormatUint(n/unit, 10) + "." + fraction
}
