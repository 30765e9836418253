// Package keys says how the costs of a building are shared between its lots: the distribution keys of the deed and of the statutes.
//
// The statutes give the criterion by which charges are shared: the value of the lots, the use that a part has for them, or both (art. 3.81,
// 3.85 §1 2°). So a building has several keys: the roof by the shares of all lots, the lift by the flats above the ground floor, the
// water by a number that the statutes give to each lot. To change a key takes four fifths of the votes (art. 3.88 §1 2° a).
//
//	Book          all keys of one building, with their two times
//	└── Key       name, article of the statutes, decision that changed it, and one of three kinds:
//	    ├── shares    every lot by its shares, lots that are added later included
//	    ├── lots      some lots, by their shares
//	    └── weights   some lots, each with a whole number of its own
//
// Every building has one key from its first day, without anybody entering it: all lots by their shares, which is the rule where the statutes
// say nothing else. It bears the identifier of its building, so that it can be named before it has a row; a row is made when an
// invoice first uses it or somebody gives it a name. It always stays of the kind "shares".
//
// A key says two times, like the register: Book.At(on, known) gives the keys on a day as they were known at a moment. A change from a day on leaves
// the days before it as they were; a correction is known from now on only. Further files: book.go (the two times), facts.go
// (what is recorded), reshape.go (what becomes of keys when lots are divided or merged), pages_change.go (a key is changed, after a look at what that does).
//
// Neighbours: property (below) has the lots; purchases names a key on each invoice; charges computes who owes what.
package keys

import (
	_ "embed"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("keys", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadKeys   = act.NewAction("keys.read_keys")
	ChangeKeys = act.NewAction("keys.change_keys")
)

// Kind is how a key weighs the lots.
type Kind string

// The kinds of key.
const (
	Shares  Kind = "shares"
	Lots    Kind = "lots"
	Weights Kind = "weights"
)

// Kinds lists them in the order in which they are offered.
var Kinds = []Kind{Shares, Lots, Weights}

// In names the kind for a reader.
func (k Kind) In(l i18n.Lang) string { return i18n.Say(l, "keys.kind_"+string(k)) }

// Weighted is a lot that a key names; the weight counts in the kind "weights" only.
type Weighted struct {
	Lot    id.Of[id.Lot]
	Weight int64
}

// Entry is what someone says about a key.
type Entry struct {
	Name     string
	Kind     Kind
	Basis    string     // the article of the deed or the statutes that says so
	Decision string     // the decision of the assembly that changed it
	From     civil.Date // the day from which it is so; none: since the deed, or, for a correction, since what is corrected
	Lots     []Weighted
	Seen     civil.Instant // when what the writer saw of the key was learned; none: nothing was looked at
}

// Key is a distribution key as it is on some day.
type Key struct {
	id       id.Of[id.Key]
	state    id.Of[id.Any] // none for the key that every building has, as long as nobody described it
	building id.Of[id.Building]
	name     string
	kind     Kind
	basis    string
	decision string
	lots     []Weighted
	times
}

// Default is the identifier of the key that every building has: all lots by their shares.
func Default(building id.Of[id.Building]) id.Of[id.Key] { return id.As[id.Key](building) }

// undescribed is that key as long as nobody gave it a name.
func undescribed(building id.Of[id.Building]) Key {
	return Key{id: Default(building), building: building, kind: Shares}
}

const (
	maxName   = 80
	maxText   = 300
	maxWeight = 1_000_000_000
)

// newKey makes a state of a key; the snapshot says which lots the building has.
func newKey(key id.Of[id.Key], e Entry, lots property.Snapshot, now civil.Instant) (Key, error) {
	k := Key{id: key, state: id.New[id.Any](), building: lots.Building.ID(), name: tidy(e.Name), kind: e.Kind, basis: strings.TrimSpace(e.Basis),
		decision: strings.TrimSpace(e.Decision), lots: e.Lots, times: times{from: e.From, learned: now}}
	var faults []error
	if k.name == "" {
		faults = append(faults, fault.Invalid("required", "name"))
	}
	for _, t := range []struct {
		field, text string
		max         int
	}{{"name", k.name, maxName}, {"basis", k.basis, maxText}, {"decision", k.decision, maxText}} {
		if len([]rune(t.text)) > t.max {
			faults = append(faults, fault.Invalid("too_long", t.field).With("max", t.max))
		}
	}
	if k.Default() && k.kind != Shares {
		faults = append(faults, fault.Conflict("key_default_kind").At("kind"))
	}
	faults = append(faults, Coherent(k.kind, k.lots, lots))
	return k, fault.Join(faults...)
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// ID is the key's identifier; it stays the same when the key changes.
func (k Key) ID() id.Of[id.Key] { return k.id }

// Building is the building whose costs it shares.
func (k Key) Building() id.Of[id.Building] { return k.building }

// Name is the key's name in a language: the key that every building has is named by us as long as nobody else does.
func (k Key) Name(l i18n.Lang) string {
	if k.name == "" {
		return i18n.Say(l, "keys.default_name")
	}
	return k.name
}

// Kind is how it weighs the lots.
func (k Key) Kind() Kind { return k.kind }

// Basis is the article of the deed or the statutes that says so.
func (k Key) Basis() string { return k.basis }

// Decision is the decision of the assembly that changed it.
func (k Key) Decision() string { return k.decision }

// Default tells whether this is the key that every building has.
func (k Key) Default() bool { return k.id == Default(k.building) }

// Names tells whether the key names a lot; a key by shares names all of them.
func (k Key) Names(lot id.Of[id.Lot]) bool {
	if k.kind == Shares {
		return true
	}
	for _, w := range k.lots {
		if w.Lot == lot {
			return true
		}
	}
	return false
}
