package ubl

import (
	"math/big"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/money"
)

// Decimal is a decimal number of up to eighteen digits, exact. Equal numbers are equal values (==).
type Decimal struct {
	n     int64
	scale int // decimals; n does not end in a zero unless scale is 0
}

// maxDigits is how many digits a number may have.
const maxDigits = 18

// ParseDecimal reads a number as XML writes it: "-1284.60". Fault: ubl_number.
func ParseDecimal(text string) (Decimal, error) {
	body, negative := strings.CutPrefix(text, "-")
	if !negative {
		body = strings.TrimPrefix(body, "+")
	}
	whole, fraction, _ := strings.Cut(body, ".")
	fraction = strings.TrimRight(fraction, "0")
	digits := strings.TrimLeft(whole+fraction, "0")
	if strings.Trim(body, "0") == "" && body != "" {
		digits, fraction = "0", ""
	}
	if strings.Trim(whole+fraction, "0123456789") != "" || !strings.ContainsAny(body, "0123456789") || len(digits) > maxDigits || len(fraction) > maxDigits {
		return Decimal{}, fault.Invalid("ubl_number", "").With("text", clip(text))
	}
	if digits == "" {
		return Decimal{}, nil
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Decimal{}, fault.Invalid("ubl_number", "").With("text", clip(text))
	}
	if negative {
		n = -n
	}
	return Decimal{n, len(fraction)}, nil
}

// rat is the number as a fraction, with which the rules compute: exact, and never a float.
func (d Decimal) rat() *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(d.n), power(d.scale))
}

func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// Cents is the number in cents; exact is false when something lies below the cent, or when it is larger than any amount.
func (d Decimal) Cents() (c money.Cents, exact bool) {
	n := new(big.Int).Mul(big.NewInt(d.n), big.NewInt(100))
	n, rest := n.QuoRem(n, power(d.scale), new(big.Int))
	if n.CmpAbs(big.NewInt(int64(money.Limit))) > 0 {
		return 0, false
	}
	return money.Cents(n.Int64()), rest.Sign() == 0
}

// large tells whether the number is larger than any amount of money may be.
func (d Decimal) large() bool {
	whole := new(big.Int).Quo(big.NewInt(d.n), power(d.scale))
	return whole.CmpAbs(big.NewInt(int64(money.Limit/100))) > 0
}

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case d.n < 0:
		return -1
	case d.n > 0:
		return 1
	}
	return 0
}

// String writes the number with a point and as many decimals as it has.
func (d Decimal) String() string {
	sign, digits := "", strconv.FormatInt(d.n, 10)
	if d.n < 0 {
		sign, digits = "-", digits[1:]
	}
	if d.scale == 0 {
		return sign + digits
	}
	if len(digits) <= d.scale {
		digits = strings.Repeat("0", d.scale-len(digits)+1) + digits
	}
	return sign + digits[:len(digits)-d.scale] + "." + digits[len(digits)-d.scale:]
}

// Figure is a number that may be missing.
type Figure struct {
	Decimal
	Given bool
}

// hundredths rounds to two decimals, a half up (towards more), as the rules do.
func hundredths(x *big.Rat) *big.Rat {
	// floor(x * 100 + 1/2) / 100
	n := new(big.Int).Mul(x.Num(), big.NewInt(200))
	n.Add(n, x.Denom())
	return new(big.Rat).SetFrac(n.Div(n, new(big.Int).Mul(x.Denom(), big.NewInt(2))), big.NewInt(100))
}

// say writes a computed figure for a reader: exactly, or with four decimals where it has no end.
func say(x *big.Rat) string {
	for places := 2; places <= 4; places++ {
		scaled := new(big.Rat).Mul(x, new(big.Rat).SetInt(power(places)))
		if scaled.IsInt() || places == 4 {
			return x.FloatString(places)
		}
	}
	return ""
}

// clip keeps what is shown of a foreign text short.
func clip(s string) string { return string([]rune(s)[:min(len([]rune(s)), 60)]) }
