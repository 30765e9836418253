// Package occupants knows who lives in a lot or works there: its owner, a tenant, or somebody else with the use of it.
//
// Occupants without a vote are told the day of each assembly, so that they can send their remarks (art. 3.89 §5 6°); to reach them when there is
// water on the stairs is why their names are kept at all. The syndic notes what he is told, and so does the owner of the lot himself. Nobody else
// reads it: other owners do not, and a new owner sees who is there since he holds the lot.
//
//	Occupant  who occupies a lot, from a day until another
//	Home      a lot with all its occupants that the reader may see
//
// It is a room of its own and not a part of addressees, because an occupant is neither convened nor written to for a vote.
// Further files: list.go (the list of a building). Neighbours: property (lots, and who held them when). Above: whoever keeps what owners confirm.
package occupants

import (
	_ "embed"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("occupants", words) }

// What can be done here; app/policy.go says by whom. Who may not keep them all reads and tells of the lots that he holds.
var (
	ReadOccupants    = act.NewAction("occupants.read")
	TellOccupants    = act.NewAction("occupants.tell")
	KeepAllOccupants = act.NewAction("occupants.keep_all")
)

// Kind says by what title somebody occupies a lot.
type Kind string

// The kinds of occupants.
const (
	Owner  Kind = "owner" // who holds the lot
	Tenant Kind = "tenant"
	Other  Kind = "other"
)

// Kinds lists them, the most usual first.
var Kinds = []Kind{Tenant, Owner, Other}

// In names the kind for a reader.
func (k Kind) In(l i18n.Lang) string { return i18n.Say(l, "occupants.kind_"+string(k)) }

// Occupant is who occupies a lot. The statement has two times: true from a day until another, known from a moment until another.
type Occupant struct {
	row                id.Of[id.Any]
	id                 id.Of[id.Occupant]
	building           id.Of[id.Building]
	lot                id.Of[id.Lot]
	party              id.Of[id.Party] // of an owner: who held the lot when he was noted
	entry              Entry
	learned, unlearned civil.Instant
	by                 id.Of[id.Person]
}

// Entry is what somebody says about an occupant. An owner has no name here: the register has it.
type Entry struct {
	Kind               Kind
	Name, Email, Phone string
	From, To           civil.Date // the day of coming, and the day of leaving; none while it lasts
}

// Bounds of what is written.
const (
	maxName  = 160
	maxEmail = 254
	maxPhone = 40
)

var phone = regexp.MustCompile(`^\+?[0-9][0-9 ./()-]{3,}$`)

// New makes an occupant of a lot; holder is the party that holds the lot on the day of coming, none when nobody does.
func New(building id.Of[id.Building], lot id.Of[id.Lot], holder id.Of[id.Party], e Entry, now civil.Instant, by id.Of[id.Person]) (Occupant, error) {
	o := Occupant{id: id.New[id.Occupant](), building: building, lot: lot}
	return o.said(holder, e, now, by)
}

// said is the occupant as an entry describes him, in a row of its own.
func (o Occupant) said(holder id.Of[id.Party], e Entry, now civil.Instant, by id.Of[id.Person]) (Occupant, error) {
	e.Name, e.Phone, e.Email = tidy(e.Name), tidy(e.Phone), strings.TrimSpace(e.Email)
	o.row, o.party, o.entry, o.learned, o.by = id.New[id.Any](), id.Of[id.Party]{}, e, now, by
	if e.Kind == Owner {
		o.party = holder
	}
	return o, o.check()
}

func (o Occupant) check() error {
	e := o.entry
	var faults []error
	switch {
	case !slices.Contains(Kinds, e.Kind):
		faults = append(faults, fault.Invalid("one_of_expected", "kind").With("values", "owner, tenant, other"))
	case e.Kind == Owner && o.party.None():
		faults = append(faults, fault.Invalid("occupant_unheld", "kind"))
	case e.Kind == Owner && e.Name+e.Email+e.Phone != "":
		faults = append(faults, fault.Invalid("occupant_owner_named", "name"))
	case e.Kind != Owner && e.Name == "":
		faults = append(faults, fault.Invalid("required", "name"))
	}
	for _, f := range []struct {
		field, value string
		most         int
	}{{"name", e.Name, maxName}, {"email", e.Email, maxEmail}, {"phone", e.Phone, maxPhone}} {
		if len([]rune(f.value)) > f.most {
			faults = append(faults, fault.Invalid("too_long", f.field).With("max", f.most))
		}
	}
	if m, err := mail.ParseAddress(e.Email); e.Email != "" && (err != nil || m.Address != e.Email) {
		faults = append(faults, fault.Invalid("email_expected", "email"))
	}
	if e.Phone != "" && !phone.MatchString(e.Phone) {
		faults = append(faults, fault.Invalid("phone_expected", "phone"))
	}
	if e.From.None() {
		faults = append(faults, fault.Invalid("required", "from"))
	} else if !e.To.None() && !e.To.After(e.From) {
		faults = append(faults, fault.Invalid("occupant_before", "to").With("date", e.From))
	}
	return fault.Join(faults...)
}

func tidy(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// ID is the occupant's identifier; it stays when what is known of him changes.
func (o Occupant) ID() id.Of[id.Occupant] { return o.id }

// Lot is what he occupies.
func (o Occupant) Lot() id.Of[id.Lot] { return o.lot }

// Entry is what is known of him.
func (o Occupant) Entry() Entry { return o.entry }

// Home is a lot with its occupants, as far as the reader may see them.
type Home struct {
	Building  property.Building
	Lot       property.Lot
	Holder    property.Party
	Held      bool
	Holders   []property.Stretch
	Occupants []Occupant // those of now and later first, then who left
	Today     civil.Date
}

// Until is the day on which somebody no longer occupies the lot.
func (h Home) Until(o Occupant) civil.Date { return Until(o, h.Holders) }

// Name is what an occupant is called; an owner as the register calls him.
func (h Home) Name(o Occupant) string {
	if o.entry.Kind != Owner {
		return o.entry.Name
	}
	for _, s := range h.Holders {
		if s.Party == o.party {
			return s.Holder.Name()
		}
	}
	return ""
}

// Gone tells whether somebody has left.
func (h Home) Gone(o Occupant) bool {
	to := h.Until(o)
	return !to.None() && !to.After(h.Today)
}

// happened is what all facts of this room say.
type happened struct {
	Building id.Of[id.Building] `json:"building"`
	Lot      id.Of[id.Lot]      `json:"lot"`
	Occupant id.Of[id.Occupant] `json:"occupant"`
}

func (f happened) about(kind string) act.About {
	return act.About{Kind: "occupants." + kind, Building: f.Building, Subject: act.Subject(f.Lot)}
}

// OccupantTold is recorded when the house is told who occupies a lot.
type OccupantTold struct {
	happened
	Kind Kind       `json:"kind"`
	From civil.Date `json:"from"`
}

// About says what the fact is about.
func (f OccupantTold) About() act.About { return f.about("told") }

// OccupantCorrected is recorded when an occupant was wrongly known.
type OccupantCorrected struct {
	happened
	Kind Kind       `json:"kind"`
	From civil.Date `json:"from"`
}

// About says what the fact is about.
func (f OccupantCorrected) About() act.About { return f.about("corrected") }

// OccupantLeft is recorded when the house is told on which day an occupant leaves.
type OccupantLeft struct {
	happened
	On civil.Date `json:"on"`
}

// About says what the fact is about.
func (f OccupantLeft) About() act.About { return f.about("left") }

// OccupantWithdrawn is recorded when it turns out that somebody never occupied a lot.
type OccupantWithdrawn struct{ happened }

// About says what the fact is about.
func (f OccupantWithdrawn) About() act.About { return f.about("withdrawn") }
