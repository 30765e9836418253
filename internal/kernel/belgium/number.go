// Package belgium holds the numbers by which Belgium knows companies, accounts, people, parcels and connections.
//
//	KBO       enterprise number (BCE / KBO)       VAT       VAT number                          (company.go)
//	IBAN      bank account, with its bank's BIC    OGM, RF   structured communications           (bank.go)
//	NISS      national register and bis number    EAN       energy connection (GSRN)            (person.go, meter.go)
//	Postcode  with its Region                     CaPaKey   cadastral parcel                    (place.go)
//
// Every number is right by birth: its Parse answers a fault or a checked value in canonical form. All have String
// (canonical, as stored and in JSON), Format (as printed), None (the zero value, stored as NULL), and compare with ==.
// The faults name no field; the caller adds it with At.
package belgium

import (
	"database/sql/driver"
	_ "embed"
	"fmt"
	"strings"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("belgium", words) }

// rules are what makes one kind of number: how it is read into its canonical form and how it is printed.
type rules interface {
	canonical(text string) (string, error)
	print(canonical string) string
}

// number is the common body of all kinds; each kind embeds it with its rules.
type number[R rules] struct{ s string }

func parse[R rules](text string) (number[R], error) {
	var r R
	s, err := r.canonical(text)
	return number[R]{s}, err
}

// None tells whether there is no number.
func (n number[R]) None() bool { return n.s == "" }

// String is the canonical form; empty for none.
func (n number[R]) String() string { return n.s }

// Format is the form in which people print the number; empty for none.
func (n number[R]) Format() string {
	if n.s == "" {
		return ""
	}
	var r R
	return r.print(n.s)
}

// In is Format, in every language.
func (n number[R]) In(i18n.Lang) string { return n.Format() }

// Value stores the canonical form; none is NULL.
func (n number[R]) Value() (driver.Value, error) {
	if n.s == "" {
		return nil, nil
	}
	return n.s, nil
}

// Scan believes what stands in the database: only checked numbers were written there.
func (n *number[R]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		n.s = ""
	case string:
		n.s = v
	case []byte:
		n.s = string(v)
	default:
		return fmt.Errorf("belgium: cannot read a %T", src)
	}
	return nil
}

// MarshalText writes the canonical form.
func (n number[R]) MarshalText() ([]byte, error) { return []byte(n.s), nil }

// UnmarshalText reads what the Parse of the kind reads; the empty text is none.
func (n *number[R]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		n.s = ""
		return nil
	}
	m, err := parse[R](string(b))
	*n = m
	return err
}

// strip removes every kind of space and the signs given, and makes letters capitals.
func strip(text, signs string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == ' ', c == '\u00a0', c == '\u202f', c == '\u2009', strings.ContainsRune(signs, c):
			return -1
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		}
		return c
	}, text)
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func alphanumeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// mod97 is the remainder by 97 of a number written with digits and letters, where A is 10 and Z is 35.
func mod97(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c >= 'A' {
			n = (n*100 + int(c-'A') + 10) % 97
		} else {
			n = (n*10 + int(c-'0')) % 97
		}
	}
	return n
}

// iso7064 are the two check digits of a code whose country or kind stands first: IBAN and RF (ISO 7064, mod 97-10).
func iso7064(head, body string) string { return fmt.Sprintf("%02d", 98-mod97(body+head+"00")) }

// groups parts a text into groups of n by spaces.
func groups(s string, n int) string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
