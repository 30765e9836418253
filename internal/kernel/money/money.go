// Package money counts in euro cents, in whole numbers only.
//
//	Cents          an amount; negative for a credit
//	ParseCents     reads what people and lists write
//	Split          cuts a total by weights, so that the parts sum to the whole
//	SplitExplained the same, with the reason of each cent
//
// There is no float here and there must be none where amounts are used.
package money

import (
	"database/sql/driver"
	_ "embed"
	"fmt"
	"strconv"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("money", words) }

// Cents is an amount in euro cents. In JSON it is an integer; in the database a BIGINT.
type Cents int64

// Limit is the largest amount that a person or a file may enter: 100 thousand million euro. It lies so far below the
// largest int64 that nine hundred thousand such amounts can be added without overflow.
const Limit Cents = 100_000_000_000_00

// Within answers amount_too_large at the field when the amount lies outside ±Limit; call it on amounts that come as JSON.
func (c Cents) Within(field string) error {
	if c > Limit || c < -Limit {
		return fault.Invalid("amount_too_large", field).With("limit", Limit)
	}
	return nil
}

// Add gives c + d. It panics on overflow: as entered amounts are limited (see Limit), an overflow is a defect of ours, and
// the act must end without writing anything.
func (c Cents) Add(d Cents) Cents {
	s := c + d
	if (s > c) != (d > 0) {
		panic(fmt.Sprintf("money: %d + %d overflows", c, d))
	}
	return s
}

// Sub gives c - d; it panics on overflow, as Add does.
func (c Cents) Sub(d Cents) Cents {
	s := c - d
	if (s < c) != (d > 0) {
		panic(fmt.Sprintf("money: %d - %d overflows", c, d))
	}
	return s
}

// Neg gives -c; it panics on overflow, as Add does.
func (c Cents) Neg() Cents { return Cents(0).Sub(c) }

// Sum adds amounts; it panics on overflow, as Add does.
func Sum(amounts ...Cents) Cents {
	var s Cents
	for _, a := range amounts {
		s = s.Add(a)
	}
	return s
}

// In writes the amount with its currency as the language does: 1 284,60 €.
func (c Cents) In(l i18n.Lang) string { return i18n.Euro(l, int64(c)) }

// Plain writes the amount without currency: 1 284,60.
func (c Cents) Plain(l i18n.Lang) string { return i18n.Hundredths(l, int64(c)) }

// Value stores the amount as an integer.
func (c Cents) Value() (driver.Value, error) { return int64(c), nil }

// Scan reads an integer, or the text of one (PostgreSQL gives sums as NUMERIC). NULL is refused: no amount is not zero.
func (c *Cents) Scan(src any) error {
	switch v := src.(type) {
	case int64:
		*c = Cents(v)
		return nil
	case string:
		return c.read(v)
	case []byte:
		return c.read(string(v))
	}
	return fmt.Errorf("money: cannot read a %T", src)
}

func (c *Cents) read(s string) error {
	n, err := strconv.ParseInt(s, 10, 64)
	*c = Cents(n)
	return err
}
