// Package property is the register: the building and its association, its lots, and who holds them.
//
// A building stands on a deed that fixes a denominator of shares; its lots must sum to it. Lots are held by parties: one or more persons
// together, each with a fraction and a kind of right. Money, one account, one structured communication and one head in a quorum belong
// to the party, so several lots of one party are one account and one head.
//
//	Building          name, address, enterprise number, denominator of the deed (art. 3.85 §1)
//	├── Particulars   seat, languages, financial year, period of the ordinary assembly, acceptance, region, books
//	├── Account       a bank account of the association, of a fund (art. 3.86 §3)
//	├── Part          a partial association beneath the main one, with lots and shares of its own (art. 3.84 al. 4)
//	├── Lot           label, kind, shares, floor, surface
//	│   └── Lineage   a division or a merger: which lots came from which (art. 3.88 §1 2° g)
//	├── Party         who holds lots together
//	│   └── Member    a person or company within it, with right and fraction (art. 3.86 §3, 3.87 §1)
//	├── Ownership     a stretch of time during which a party holds a lot
//	└── Transfer      lots that pass to a party on a day (art. 3.94)
//
// Every statement carries two times, when it is true and when it was learned: Register.At(on, known) answers "who held what on a day,
// as we knew it at a moment". What is said of a thing is corrected (it was always so) or changed (from a day on); either way what was known
// before stays readable.
//
// Further files: times.go (the two times, and how a thing is said anew), seen.go (two people who correct the same thing), register.go (the
// register on a day), history.go (a thing through both times), lists.go (pages of lists), facts.go (what is recorded), check.go (koprogo check).
// Verbs: building.go and particulars.go (the association), accounts.go, parts.go, service.go (lots), reshape.go (divisions and mergers), party.go and
// members.go, transfer.go, guard.go (who sold sees nothing of what came after), entry.go (a whole list taken in and returned). Statements: store_list.go (many rows at once), store_building.go,
// lines.go (buildings in a list), store_moves.go (transfers and lineages), store_names.go (names for the rooms above). API: api_building.go, api_accounts.go, api_lots.go, api_parties.go. Pages: pages.go
// and pages_facade.go (the building), pages_section.go (one form per group of particulars), pages_accounts.go, pages_parts.go, pages_register.go (the list of lots),
// pages_export.go (the whole register as a file), pages_lot.go, pages_reshape.go, pages_transfer.go, pages_owners.go (all parties and their sign-ins),
// pages_party.go (one party). Papers: letterhead.go (the association at the head of every paper).
//
// Neighbours: imports brings lists; keys distributes over lots and follows them when they are divided or merged; charges asks who held a lot; office
// grants roles.
package property

import (
	_ "embed"
	"regexp"
	"strings"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("property", words) }

// What can be done here; app/policy.go says by whom.
var (
	CreateBuilding = act.NewAction("property.create_building")
	ChangeBuilding = act.NewAction("property.change_building")
	ReadBuilding   = act.NewAction("property.read_building")
	ReadAccounts   = act.NewAction("property.read_accounts")
	ReadRegister   = act.NewAction("property.read_register")
	ChangeRegister = act.NewAction("property.change_register")
	StateOwnData   = act.NewAction("property.state_own")
)

// Address is where a building stands.
type Address struct {
	Street, Number, Postcode, City string
}

// Line is the address on one line.
func (a Address) Line() string {
	return a.Street + " " + a.Number + ", " + a.Postcode + " " + a.City
}

// Building is a co-ownership: the association (ACP / VME) and what it stands on.
type Building struct {
	id          id.Of[id.Building]
	name        string
	address     Address
	enterprise  belgium.KBO
	denominator int64
	lang        i18n.Lang
	colour      string
	created     civil.Instant
}

// maxDenominator bounds the deed's denominator, so that sums of shares never come near the limits of a whole number.
const maxDenominator = 1_000_000_000

// Colours are the enamels of the plate, given in turn.
var Colours = []string{"blue", "green", "ox", "black", "plum", "umber"}

// NewBuilding makes a building. The enterprise number may come later: an association has none before its deed is transcribed.
func NewBuilding(name string, a Address, denominator int64, enterprise string, lang i18n.Lang, now civil.Instant) (Building, error) {
	b := Building{id: id.New[id.Building](), created: now}
	err := b.describe(name, a, denominator, enterprise, lang)
	return b, err
}

func (b *Building) describe(name string, a Address, denominator int64, enterprise string, lang i18n.Lang) error {
	var faults []error
	b.name = tidy(name)
	b.address = Address{tidy(a.Street), tidy(a.Number), tidy(a.Postcode), tidy(a.City)}
	b.denominator, b.lang = denominator, lang
	for _, must := range []struct{ field, value string }{
		{"name", b.name}, {"address.street", b.address.Street}, {"address.number", b.address.Number}, {"address.city", b.address.City},
	} {
		if must.value == "" {
			faults = append(faults, fault.Invalid("required", must.field))
		}
	}
	if _, err := belgium.ParsePostcode(b.address.Postcode); err != nil {
		faults = append(faults, at(err, "address.postcode"))
	}
	if denominator < 1 || denominator > maxDenominator {
		faults = append(faults, fault.Invalid("denominator_range", "share_denominator").With("max", int64(maxDenominator)))
	}
	b.enterprise = belgium.KBO{}
	if strings.TrimSpace(enterprise) != "" {
		kbo, err := belgium.ParseKBO(enterprise)
		if err != nil {
			faults = append(faults, at(err, "enterprise_number"))
		}
		b.enterprise = kbo
	}
	if _, ok := i18n.Known(string(lang)); !ok {
		faults = append(faults, fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en"))
	}
	return fault.Join(faults...)
}

// at places a fault at a field; an error of ours stays what it is.
func at(err error, field string) error {
	if f := fault.As(err); f != nil {
		return f.At(field)
	}
	return err
}

// ID is the building's identifier.
func (b Building) ID() id.Of[id.Building] { return b.id }

// Name is the building's name, such as "Résidence Les Tilleuls".
func (b Building) Name() string { return b.name }

// Address is where it stands; the association has its seat there (art. 3.86 §1).
func (b Building) Address() Address { return b.address }

// Enterprise is the association's enterprise number; none until it has one.
func (b Building) Enterprise() belgium.KBO { return b.enterprise }

// Denominator is the whole of the shares, as the deed fixes it.
func (b Building) Denominator() int64 { return b.denominator }

// Lang is the language in which the association writes.
func (b Building) Lang() i18n.Lang { return b.lang }

// Colour is the enamel of its plate.
func (b Building) Colour() string { return b.colour }

// Kind is what a lot is.
type Kind string

// Kinds lists the kinds of lots; the first five are main lots, which count for the thresholds of art. 3.89 §5 15° and 3.90.
var Kinds = []Kind{"apartment", "studio", "house", "commercial", "office", "garage", "parking", "cellar", "other"}

// In names the kind for a reader.
func (k Kind) In(l i18n.Lang) string { return i18n.Say(l, "property.kind_"+string(k)) }

// Main tells whether a lot counts for the threshold of twenty lots: cellars, garages and parkings do not (art. 3.90).
func (k Kind) Main() bool {
	switch k {
	case "garage", "parking", "cellar", "other":
		return false
	}
	return true
}

// Lot is a private part with its share in the common parts, as it is on some day.
type Lot struct {
	id       id.Of[id.Lot]
	state    id.Of[id.Any]
	building id.Of[id.Building]
	label    string
	kind     Kind
	shares   int64
	floor    *int64
	surface  *int64
	position int64
	times
}

// LotEntry is what someone says about a lot.
type LotEntry struct {
	Label  string
	Kind   Kind
	Shares int64
	Floor  *int64
	// Surface is in hundredths of a square metre, as the deed writes it with two decimals.
	Surface *int64
}

// maxSurface bounds the surface of a lot, in hundredths of a square metre: ten hectares.
const maxSurface = 10_000_000

// maxFloor bounds floors on both sides of the ground.
const maxFloor = 200

// NewLot makes a lot of a building; position is its place in the order of the deed, which is also the order in which equal remainders
// of an apportionment are served.
func NewLot(b Building, e LotEntry, position int64, since times) (Lot, error) {
	l := Lot{id: id.New[id.Lot](), state: id.New[id.Any](), building: b.id, label: tidy(e.Label), kind: e.Kind, shares: e.Shares,
		floor: e.Floor, surface: e.Surface, position: position, times: since}
	return l, e.check(b)
}

func (e LotEntry) check(b Building) error {
	var faults []error
	label := tidy(e.Label)
	if label == "" {
		faults = append(faults, fault.Invalid("required", "label"))
	}
	if len([]rune(label)) > 40 {
		faults = append(faults, fault.Invalid("too_long", "label").With("max", 40))
	}
	known := false
	for _, k := range Kinds {
		known = known || k == e.Kind
	}
	if !known {
		faults = append(faults, fault.Invalid("lot_kind", "kind"))
	}
	if e.Shares < 0 || e.Shares > b.denominator {
		faults = append(faults, fault.Unlawful("shares_range", "3.85 §1", "shares").With("max", b.denominator))
	}
	if e.Floor != nil && (*e.Floor < -maxFloor || *e.Floor > maxFloor) {
		faults = append(faults, fault.Invalid("floor_range", "floor").With("max", maxFloor))
	}
	if e.Surface != nil && (*e.Surface < 1 || *e.Surface > maxSurface) {
		faults = append(faults, fault.Invalid("surface_range", "surface").With("max", int64(maxSurface/100)))
	}
	return fault.Join(faults...)
}

// ID is the lot's identifier.
func (l Lot) ID() id.Of[id.Lot] { return l.id }

// Label is the lot's name in the deed, such as "4B".
func (l Lot) Label() string { return l.label }

// Kind is what the lot is.
func (l Lot) Kind() Kind { return l.kind }

// Shares are the lot's quotités over the building's denominator.
func (l Lot) Shares() int64 { return l.shares }

// Floor is the lot's floor; ok is false when it is not known.
func (l Lot) Floor() (floor int64, ok bool) {
	if l.floor == nil {
		return 0, false
	}
	return *l.floor, true
}

// Surface is the lot's surface in hundredths of a square metre; ok is false when it is not known.
func (l Lot) Surface() (surface int64, ok bool) {
	if l.surface == nil {
		return 0, false
	}
	return *l.surface, true
}

// said is what was said about the lot.
func (l Lot) said() LotEntry {
	return LotEntry{Label: l.label, Kind: l.kind, Shares: l.shares, Floor: l.floor, Surface: l.surface}
}

// as is the lot as an entry describes it, in a row of its own.
func (l Lot) as(e LotEntry) Lot {
	l.state, l.label, l.kind, l.shares, l.floor, l.surface = id.New[id.Any](), tidy(e.Label), e.Kind, e.Shares, e.Floor, e.Surface
	return l
}

func sameLot(a, b Lot) bool {
	return a.label == b.label && a.kind == b.kind && a.shares == b.shares && equal(a.floor, b.floor) && equal(a.surface, b.surface)
}

func equal[T comparable](a, b *T) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

var spaces = regexp.MustCompile(`[\s\x{00a0}\x{202f}]+`)

// tidy removes what nobody meant: spaces around and doubled, and other ways of writing the same letters.
func tidy(s string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(norm.NFC.String(s), " "))
}

// Fold is the form in which labels and names are compared: without case, accents and spaces.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(cases.Fold().String(tidy(s))) {
		if r >= 0x300 && r < 0x370 || r == ' ' || r == '-' || r == '.' {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
