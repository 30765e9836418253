// Package assembly is the general assembly of the co-owners: when it must be called, and whether it may begin.
//
//	Opening  whether the assembly may begin, and by which of the two ways to a quorum   art. 3.87 §5
//	Notice   the last day on which the convocation may leave                            art. 3.87 §3
//
// So far the room holds its law alone, as functions (law.go) that take the day and the facts and answer a decision with its reason. The numbers
// come from the legal parameters, dated and sourced. Neighbours: ballot (how votes are counted), portal/calculators (the same law for anyone).
package assembly
