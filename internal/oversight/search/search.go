// Package search finds anyone and anything: buildings, lots, owners, how to reach them, suppliers, invoices and decisions, by any of their words, with or
// without accents, by the beginning of a word, and with a slip of the finger. It shows nobody what he may not read elsewhere.
//
//	Entry   what can be found: its kind, its title, and the words under which it is found
//	Hit     an entry found for a question, with how well it fits
//
// The index is derived: it follows the facts of other rooms (follow.go) and can be made again at any time. The words of a text and the nearness
// of two words are pure functions (match.go). Neighbours: property, suppliers, decisions and purchases, which it reads; the desk, which shows it.
package search

import (
	_ "embed"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("search", words) }

// Ask is to search; what is found is judged by the right to read it.
var Ask = act.NewAction("search.ask")

// Kind is what an entry is.
type Kind string

// The kinds, in the order in which they are shown.
const (
	Building Kind = "building"
	Lot      Kind = "lot"
	Owner    Kind = "owner"
	Contact  Kind = "contact" // an owner, found by address or number; for those who write to them
	Supplier Kind = "supplier"
	Invoice  Kind = "invoice"
	Decision Kind = "decision"
)

// Kinds lists them in that order.
var Kinds = []Kind{Building, Lot, Owner, Contact, Supplier, Invoice, Decision}

// needs is the right without which an entry of a kind is not shown.
var needs = map[Kind]act.Action{
	Building: property.ReadBuilding,
	Lot:      property.ReadRegister,
	Owner:    property.ReadRegister,
	Contact:  property.ChangeRegister,
	Supplier: suppliers.ReadSuppliers,
	Invoice:  purchases.ReadInvoice,
	Decision: decisions.ReadDecision,
}

// Entry is something that can be found.
type Entry struct {
	kind     Kind
	id       id.Of[id.Any]
	building id.Of[id.Building]
	title    string
	detail   string
	words    string // sorted, each once, a space between two
}

// newEntry makes an entry that is found by the words of its title and of whatever else is given.
func newEntry[T any](kind Kind, of id.Of[T], building id.Of[id.Building], title, detail string, also ...string) Entry {
	list := Words(title + " " + strings.Join(also, " "))
	if joined := Fold(title); kind == Lot && !slices.Contains(list, joined) {
		list = append(list, strings.ReplaceAll(joined, " ", "")) // "4 B" is found as "4b"
	}
	slices.Sort(list)
	return Entry{kind: kind, id: id.As[id.Any](of), building: building, title: title, detail: detail, words: strings.Join(slices.Compact(list), " ")}
}

// Kind is what it is.
func (e Entry) Kind() Kind { return e.kind }

// ID is the identifier of the noun that is found: of the party, for an owner and for a contact.
func (e Entry) ID() id.Of[id.Any] { return e.id }

// Building is where it belongs; none for a supplier.
func (e Entry) Building() id.Of[id.Building] { return e.building }

// Title is its name.
func (e Entry) Title() string { return e.title }

// Detail says which of several of the same name it is.
func (e Entry) Detail() string { return e.detail }

// Path is its page.
func (e Entry) Path() string {
	in := "/buildings/" + e.building.String()
	switch e.kind {
	case Building:
		return in
	case Lot:
		return in + "/lots/" + e.id.String()
	case Owner, Contact:
		return in + "/parties/" + e.id.String()
	case Supplier:
		return "/suppliers/" + e.id.String()
	case Decision:
		return "/decisions/" + e.id.String()
	}
	return "/invoices/" + e.id.String()
}

// Hit is an entry that was found.
type Hit struct {
	Entry
	Place string // the building's name, where it adds something
	fit   int
}
