// Package ballot counts the votes of the assembly: who may carry how many, how many of them count, and what is adopted.
//
//	Decision  adopted or not, with both figures of the fraction      art. 3.87 §8, 3.88
//	Carrying  how many proxies a person may carry                    art. 3.87 §7
//	Capping   nobody outvotes all the others together                art. 3.87 §7 al. 4
//
// So far the room holds its law alone, as functions (law.go for majorities and proxies, cap.go for the cap) that take the facts and answer a
// decision with its reason. Votes are shares, in whole numbers. Neighbours: assembly (whether it may begin), portal/calculators (the same law for anyone).
package ballot

import (
	_ "embed"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("ballot", words) }
