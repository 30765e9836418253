// Package id gives every noun of the house its own type of identifier, so that a lot can never be passed for a person.
//
// Underneath is a UUIDv7: it sorts by time of birth. The zero value is "none" and is stored as NULL.
package id

import (
	"database/sql/driver"
	"fmt"

	"koprogo/internal/kernel/fault"

	"github.com/google/uuid"
)

// Of is the identifier of a T. T is only a marker: see nouns.go.
type Of[T any] struct{ u uuid.UUID }

// New makes an identifier that nothing else has.
func New[T any]() Of[T] { return Of[T]{uuid.Must(uuid.NewV7())} }

// Parse reads the canonical form (36 characters, lower case, with hyphens) and nothing else.
func Parse[T any](s string) (Of[T], error) {
	if !Valid(s) {
		return Of[T]{}, fault.NotFound("malformed_id")
	}
	return Of[T]{uuid.MustParse(s)}, nil
}

// Valid tells whether s is the canonical form of an identifier.
func Valid(s string) bool {
	if len(s) != 36 {
		return false
	}
	u, err := uuid.Parse(s)
	return err == nil && u.String() == s && u != uuid.Nil
}

// Must is Parse for constants in tests.
func Must[T any](s string) Of[T] {
	i, err := Parse[T](s)
	if err != nil {
		panic(fmt.Sprintf("id: %q is not an identifier", s))
	}
	return i
}

// As changes the marker: for the few places that handle identifiers of any noun (facts, search).
func As[T, F any](i Of[F]) Of[T] { return Of[T](i) }

// None tells whether this is the zero identifier.
func (i Of[T]) None() bool { return i.u == uuid.Nil }

// String is the canonical form; empty for none.
func (i Of[T]) String() string {
	if i.None() {
		return ""
	}
	return i.u.String()
}

// Compare orders identifiers as their canonical forms are ordered.
func (i Of[T]) Compare(j Of[T]) int {
	for k := range i.u {
		if i.u[k] != j.u[k] {
			return int(i.u[k]) - int(j.u[k])
		}
	}
	return 0
}

// Value stores the identifier; none is NULL.
func (i Of[T]) Value() (driver.Value, error) {
	if i.None() {
		return nil, nil
	}
	return i.u.String(), nil
}

// Scan reads what either engine gives.
func (i *Of[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Of[T]{}
		return nil
	case string:
		u, err := uuid.Parse(v)
		*i = Of[T]{u}
		return err
	case []byte:
		if len(v) == 16 {
			copy(i.u[:], v)
			return nil
		}
		u, err := uuid.ParseBytes(v)
		*i = Of[T]{u}
		return err
	case [16]byte:
		*i = Of[T]{uuid.UUID(v)}
		return nil
	}
	return fmt.Errorf("id: cannot read a %T", src)
}

// MarshalText writes the canonical form.
func (i Of[T]) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads the canonical form; the empty text is none.
func (i *Of[T]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*i = Of[T]{}
		return nil
	}
	j, err := Parse[T](string(b))
	*i = j
	return err
}
