// Package assembly is the general assembly of the co-owners: when it must be called, and whether it may begin.
//
//	Opening  whether the assembly may begin, and by which of the two ways to a quorum   art. 3.87 §5
//	Notice   the last day on which the convocation may leave                            art. 3.87 §3
//	Yearly   the days that the yearly period of the ordinary assembly sets              art. 3.87 §§2-3, 3.85 §3
//
// So far the room holds its law alone, as functions (law.go) that take the day and the facts and answer a decision with its reason. The numbers
// come from the legal parameters, dated and sourced. Neighbours: property (when the period begins), ballot (how votes are counted),
// oversight/deadlines (collects the days), portal/calculators (the same law for anyone). Further file: yearly.go.
package assembly

import (
	_ "embed"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("assembly", words) }
