// Package share counts the shares of a building (quotités, aandelen) and of votes, exactly, in whole numbers.
//
//	Fraction   an exact fraction: a share of an owner in a lot, a percentage of a clause
//	Quota      shares over the denominator of the deed, not reduced: 150/1 000
//	Balance    the shares of all lots against the denominator of the deed
//	Majority   the names of the majorities: absolute, two thirds, four fifths, unanimity     (majority.go)
//	Quorum     the names of what lets an assembly begin                                      (majority.go)
//
// How votes are counted and when an assembly may begin is told by the rooms ballot and assembly of the floor governance.
// There is no float here and there must be none where shares are used.
package share

import (
	_ "embed"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("share", words) }

// Fraction is an exact, reduced fraction, zero or more; it may exceed one. Equal fractions are equal values (==), and
// the zero value is zero. It is stored by its two integers, Num and Den, in JSON as text: "3/20".
type Fraction struct{ num, den int64 }

// Zero and One are the two fractions that have names.
var (
	Zero = Fraction{}
	One  = Fraction{1, 1}
)

// New makes a fraction. Faults: fraction_malformed (a negative number), fraction_denominator (zero).
func New(num, den int64) (Fraction, error) {
	if num < 0 || den < 0 {
		return Zero, fault.Invalid("fraction_malformed", "")
	}
	if den == 0 {
		return Zero, fault.Invalid("fraction_denominator", "")
	}
	return of(new(big.Rat).SetFrac64(num, den))
}

// Must is New for constants.
func Must(num, den int64) Fraction {
	f, err := New(num, den)
	if err != nil {
		panic(fmt.Sprintf("share: %d/%d: %v", num, den, err))
	}
	return f
}

func of(r *big.Rat) (Fraction, error) {
	if !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return Zero, fault.Invalid("fraction_too_fine", "")
	}
	if r.Sign() == 0 {
		return Zero, nil
	}
	return Fraction{r.Num().Int64(), r.Denom().Int64()}, nil
}

// Parse reads "1/2", "150/1000", "50 %" or "33,33 %" (comma or dot). A number alone is refused: "1" is the whole to one
// reader and one per cent to the next. Faults: fraction_malformed, fraction_denominator, fraction_too_fine (beyond int64).
func Parse(text string) (Fraction, error) {
	s := strings.TrimSpace(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text))
	if n, d, ok := strings.Cut(s, "/"); ok {
		num, err := whole(n)
		if err != nil {
			return Zero, err
		}
		den, err := whole(d)
		if err != nil {
			return Zero, err
		}
		return New(num, den)
	}
	s, ok := strings.CutSuffix(s, "%")
	if !ok {
		return Zero, fault.Invalid("fraction_malformed", "")
	}
	before, after, point := strings.Cut(strings.Replace(strings.TrimSpace(s), ",", ".", 1), ".")
	if !digits(before) || point && !digits(after) {
		return Zero, fault.Invalid("fraction_malformed", "")
	}
	if len(after) > 16 {
		return Zero, fault.Invalid("fraction_too_fine", "")
	}
	num, err := whole(before + after)
	if err != nil {
		return Zero, err
	}
	den := int64(100)
	for range after {
		den *= 10
	}
	return New(num, den)
}

// whole reads a whole number whose thousands may be parted by spaces.
func whole(s string) (int64, error) {
	s = strings.TrimSpace(s)
	groups := strings.Split(s, " ")
	for i, g := range groups {
		if !digits(g) || len(groups) > 1 && (len(g) > 3 || i > 0 && len(g) != 3) {
			return 0, fault.Invalid("fraction_malformed", "")
		}
	}
	n, err := strconv.ParseInt(strings.Join(groups, ""), 10, 64)
	if err != nil {
		return 0, fault.Invalid("fraction_too_fine", "")
	}
	return n, nil
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Num is the numerator of the reduced fraction.
func (f Fraction) Num() int64 { return f.num }

// Den is the denominator of the reduced fraction; 1 for zero.
func (f Fraction) Den() int64 { return max(f.den, 1) }

// Add gives f + g; fraction_too_fine when the result does not fit.
func (f Fraction) Add(g Fraction) (Fraction, error) { return of(new(big.Rat).Add(f.rat(), g.rat())) }

// Mul gives f * g; fraction_too_fine when the result does not fit.
func (f Fraction) Mul(g Fraction) (Fraction, error) { return of(new(big.Rat).Mul(f.rat(), g.rat())) }

func (f Fraction) rat() *big.Rat { return big.NewRat(f.num, f.Den()) }

// Cmp is -1, 0 or 1 as f is less than, equal to or more than g; it never overflows.
func (f Fraction) Cmp(g Fraction) int { return compare(f.num, g.Den(), g.num, f.Den()) }

// compare orders a*b against c*d in 128 bits; all four are zero or more.
func compare(a, b, c, d int64) int {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	hj, lj := bits.Mul64(uint64(c), uint64(d))
	switch {
	case hi < hj || hi == hj && lo < lj:
		return -1
	case hi > hj || lo > lj:
		return 1
	}
	return 0
}

// Whole answers fractions_not_whole at the field unless the fractions sum to exactly one.
func Whole(field string, fs ...Fraction) error {
	sum := new(big.Rat)
	for _, f := range fs {
		sum.Add(sum, f.rat())
	}
	if sum.Cmp(One.rat()) == 0 {
		return nil
	}
	return fault.Invalid("fractions_not_whole", field).With("sum", sum.RatString())
}

// String is the fraction as Parse reads it: "3/20".
func (f Fraction) String() string { return fmt.Sprintf("%d/%d", f.num, f.Den()) }

// In writes the fraction for a reader: 3/20, 1/100 000.
func (f Fraction) In(l i18n.Lang) string {
	return i18n.Number(l, f.num) + "/" + i18n.Number(l, f.Den())
}

// Percent writes the fraction in per cent with two decimals, rounded half up: 33,33 %. For reading only: nothing is counted with it.
func (f Fraction) Percent(l i18n.Lang) string {
	n := new(big.Int).Mul(big.NewInt(f.num), big.NewInt(20000))
	n.Add(n, big.NewInt(f.Den()))
	n.Quo(n, new(big.Int).Mul(big.NewInt(f.Den()), big.NewInt(2)))
	w, r := new(big.Int).QuoRem(n, big.NewInt(100), new(big.Int))
	text := w.String()
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + i18n.Thousands(l) + text[at:]
	}
	text += fmt.Sprintf("%s%02d", i18n.Decimal(l), r.Int64())
	if l == i18n.FR || l == i18n.DE {
		return text + "\u00a0%"
	}
	return text + "%"
}

// MarshalText writes "3/20".
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads what Parse reads.
func (f *Fraction) UnmarshalText(b []byte) error {
	g, err := Parse(string(b))
	*f = g
	return err
}

// Quota is a number of shares over the denominator of the deed, kept as the deed says it.
type Quota struct{ Shares, Of int64 }

// Fraction is the quota, reduced; zero when the denominator is not positive.
func (q Quota) Fraction() Fraction {
	f, err := New(q.Shares, q.Of)
	if err != nil {
		return Zero
	}
	return f
}

// In writes the quota for a reader: 150/1 000.
func (q Quota) In(l i18n.Lang) string {
	return i18n.Number(l, q.Shares) + "/" + i18n.Number(l, q.Of)
}

// Balance holds the shares that the deed declares (its denominator) against those found on the lots (art. 3.85 §1 al. 2).
type Balance struct{ Declared, Found int64 }

// BalanceOf sums the shares of the lots. Faults: quotas_denominator (zero or less), quotas_negative, quotas_too_large (beyond int64).
func BalanceOf(declared int64, shares []int64) (Balance, error) {
	if declared <= 0 {
		return Balance{}, fault.Invalid("quotas_denominator", "denominator")
	}
	b := Balance{Declared: declared}
	for _, s := range shares {
		switch {
		case s < 0:
			return Balance{}, fault.Invalid("quotas_negative", "shares")
		case s > math.MaxInt64-b.Found:
			return Balance{}, fault.Invalid("quotas_too_large", "shares")
		}
		b.Found += s
	}
	return b, nil
}

// Missing is how many shares are still to be found; negative when there are too many.
func (b Balance) Missing() int64 { return b.Declared - b.Found }

// Complete tells whether the lots carry exactly the shares of the deed.
func (b Balance) Complete() bool { return b.Declared == b.Found }

// In writes found over declared: 999/1 000.
func (b Balance) In(l i18n.Lang) string { return Quota{b.Found, b.Declared}.In(l) }
