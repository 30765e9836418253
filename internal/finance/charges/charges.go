// Package charges says who owes what, and why, to the cent.
//
//	Apportionment   an invoice cut by its key
//	├── LotPart     what one lot bears: weight, exact share cut to the cent, and the cent left over if it got one
//	└── PartyPart   what those who hold the lots bear together
//	    └── MemberPart   the part of each of them among themselves
//
// Nothing is kept here. An apportionment follows from three things that do not change: the invoice, the register and the keys on the day of the
// invoice, as they were known when it was entered. So a question asked in ten years gets the answer of today, and a correction of a
// lot changes the invoices that come after it, never those before (art. 3.85 §1 2°, 3.86 §3).
//
// The cents: every lot first gets its exact share cut down to the cent; the cents left over go one each to the lots that lost most, equal losses in
// the order of the deed. So the parts always sum to the invoice (largest remainder, per key). The same rule shares a party's amount between its
// members. A lot that nobody holds keeps its part, shown as such, until somebody does.
//
// Until the assembly has approved the accounts, all that is said here is provisional. Further files: formula.go (the computation in words),
// why.go (all that answers "why do I pay this?").
//
// Neighbours: purchases, keys and property (below) are what it reads; the ledger will book what is called.
package charges

import (
	_ "embed"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("charges", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadCharges    = act.NewAction("charges.read_charges")     // one's own, and the parts of each lot
	ReadAllCharges = act.NewAction("charges.read_all_charges") // those of every party
)

// LotPart is what one lot bears of an invoice.
type LotPart struct {
	Lot     property.Lot
	Weight  int64
	Floor   money.Cents // the exact share cut to the cent, towards zero
	RestNum int64       // what was cut off, as a fraction of a cent: RestNum/RestDen
	RestDen int64
	Cent    bool // whether it got one of the cents left over
	Amount  money.Cents
	Party   id.Of[id.Party] // who holds it; none when nobody does
}

// MemberPart is what one member of a party bears of the party's amount, among themselves.
type MemberPart struct {
	Member property.Member
	Amount money.Cents
}

// PartyPart is what a party bears of an invoice with all its lots.
type PartyPart struct {
	Party   property.Party // the zero party for lots that nobody holds
	Lots    []LotPart
	Amount  money.Cents
	Joint   bool // usufruct and bare ownership: its members are jointly liable (art. 3.86 §3)
	Members []MemberPart
}

// Vacant tells whether this is the part of lots that nobody holds.
func (p PartyPart) Vacant() bool { return p.Party.ID().None() }

// Apportionment is an invoice cut by its key.
type Apportionment struct {
	Amount   money.Cents
	Weights  int64       // the sum of all weights
	Sharing  int         // how many lots bear something, or would if there were cents enough
	Leftover int64       // cents left over by the floors
	Lots     []LotPart   // in the order of the deed
	Parties  []PartyPart // in the order of their first lot; lots without a holder last
}

// PartOf finds the part of a party; ok is false when none of its lots takes part.
func (a Apportionment) PartOf(party id.Of[id.Party]) (PartyPart, bool) {
	for _, p := range a.Parties {
		if p.Party.ID() == party {
			return p, true
		}
	}
	return PartyPart{}, false
}

// PartyTotal is what a party bears of all invoices of a building together.
type PartyTotal struct {
	Party         id.Of[id.Party] // none for lots that nobody holds
	Name          string
	Communication belgium.OGM
	Amount        money.Cents
	Invoices      int
	Joint         bool
}
