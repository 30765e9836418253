// Package audit shows who did what, and when. It reads the chain of facts that every act of an office writes; it keeps nothing itself, and nobody
// can write here.
//
//	Line     a fact, with who did it and what it was about, in words
//	Verdict  whether the chain still holds: every fact is sealed with the one before it
//
// Each room words its own facts (`fact_<what>` in its words.toml). A fact names people by their identifier; their names are looked up when it is
// shown, so that erasing a person leaves the chain whole. Neighbours: act (the chain), identity (names), property (names of buildings).
package audit

import (
	_ "embed"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("audit", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadAudit   = act.NewAction("audit.read")
	VerifyChain = act.NewAction("audit.verify_chain")
)

// Line is a fact as a person reads it.
type Line struct {
	act.Entry
	Who      string // the name of who did it; empty for the house itself
	Building string // the name of the building it is about; empty for the whole office
}

// Room is the part of the fact's kind that names its room.
func (l Line) Room() string {
	room, _, _ := strings.Cut(l.Kind, ".")
	return room
}

// Verdict says whether the chain of the office holds.
type Verdict struct {
	act.Chain
	At civil.Instant
}

// Holds tells that every fact is as it was sealed.
func (v Verdict) Holds() bool { return len(v.Broken) == 0 }
