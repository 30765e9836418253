// Package law holds what the law of co-ownership says in numbers and in tables, dated and sourced.
//
//	Parameter  a value of the law with its article, its source, its time and its region   (parameters.toml, parameter.go)
//	Decision   what an assembly can decide, with the majority it needs                    (decision.go)
//	Account    a line of the minimum chart of accounts, with its source                   (chart.csv, chart.go)
//	Deadline   what must be done by whom until when, and how it stands today              (deadline.go)
//
// The chapter on co-ownership is mandatory law (art. 3.100): a building may be stricter where the law leaves room, never
// laxer. What is not known stays unknown: a lookup then answers a fault, never a guess.
package law

import (
	_ "embed"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("law", words) }
