package law

import (
	"fmt"
	"strconv"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
)

// Kind is what sort of value a parameter has.
type Kind string

// The kinds of values.
const (
	KindInt      Kind = "int"      // a whole number of units
	KindFraction Kind = "fraction" // an exact fraction; rates are fractions too
	KindCents    Kind = "cents"    // an amount in euro cents
	KindDate     Kind = "date"
	KindText     Kind = "text"  // one of a few words, named in the note
	KindUnset    Kind = "unset" // the law names the parameter and leaves its value to others
)

// Value is the value of a parameter. Values compare with ==.
type Value struct {
	kind     Kind
	number   int64
	fraction share.Fraction
	date     civil.Date
	text     string
}

// ParseValue reads what String writes, for values that are kept as rows.
func ParseValue(kind Kind, text string) (Value, error) {
	v := Value{kind: kind}
	var err error
	switch kind {
	case KindInt, KindCents:
		v.number, err = strconv.ParseInt(text, 10, 64)
	case KindFraction:
		v.fraction, err = share.Parse(text)
	case KindDate:
		v.date, err = civil.Parse(text)
	case KindText:
		v.text = text
	case KindUnset:
	default:
		err = fmt.Errorf("law: no kind of value is called %q", kind)
	}
	return v, err
}

// Kind tells which of the readings below the value has.
func (v Value) Kind() Kind { return v.kind }

// Int is the whole number. Like the other readings, it panics on a value of another kind: that is a defect of ours.
func (v Value) Int() int { v.must(KindInt); return int(v.number) }

// Cents is the amount.
func (v Value) Cents() money.Cents { v.must(KindCents); return money.Cents(v.number) }

// Fraction is the fraction.
func (v Value) Fraction() share.Fraction { v.must(KindFraction); return v.fraction }

// Date is the date.
func (v Value) Date() civil.Date { v.must(KindDate); return v.date }

// Text is the word.
func (v Value) Text() string { v.must(KindText); return v.text }

func (v Value) must(kind Kind) {
	if v.kind != kind {
		panic(fmt.Sprintf("law: a value of kind %s is read as %s", v.kind, kind))
	}
}

// String is the stored form: 15, 1/5, 750, 2026-12-31.
func (v Value) String() string {
	switch v.kind {
	case KindInt, KindCents:
		return strconv.FormatInt(v.number, 10)
	case KindFraction:
		return v.fraction.String()
	case KindDate:
		return v.date.String()
	}
	return v.text
}

// In writes the value for a reader.
func (v Value) In(l i18n.Lang) string {
	switch v.kind {
	case KindInt:
		return i18n.Number(l, v.number)
	case KindCents:
		return money.Cents(v.number).In(l)
	case KindFraction:
		return v.fraction.In(l)
	case KindDate:
		return v.date.In(l)
	}
	return v.text
}
