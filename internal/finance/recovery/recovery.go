// Package recovery is the recovery of what owners have not paid. So far it holds the law of interest alone (law.go).
//
//	Interest  what a debt costs from a day to a day, at the legal rate of each year     Law of 5 May 1865, art. 2
//
// Penalties for late payment need a clause in the règlement de copropriété (art. 3.85 §1 2°); without one only the legal interest runs, from the formal
// notice. The rates are legal parameters, one per year, and a year whose rate is not known is refused. Neighbour: portal/calculators.
package recovery

import (
	_ "embed"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("recovery", words) }
