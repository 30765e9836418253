// Package mandates says who is appointed to what in an association, from which day to which, and by what.
//
//	Mandate       a syndic or provisional syndic, a council member, an auditor, the chair or the secretary of an assembly (art. 3.87 to 3.91)
//	├── Term      who holds it, what made it (a decision, a judge, the deed), from when until when, how it ended; a correction is another term
//	├── Contract  the written contract of a syndic: flat-fee services and additional ones with their prices (art. 3.89 §1)
//	└── Evidence  what proves that a duty was done: the poster, the registration, the insurance, the hand-over (art. 3.89 §2, §3, §5)
//
// A mandate past its last day is over: there is no tacit renewal, nobody is syndic then, and only a new mandate with its decision makes one again. A council
// sits until the next ordinary assembly, which is an event: its mandate reads as ended from the day on which a decision of one is entered. The syndic is neither council member nor
// auditor; the room and the database refuse it, each by itself.
//
// Further files: contract.go, duties.go (what a syndic owes at the beginning and the end), reading.go (who is who), holders.go (who a holder is),
// facts.go (what is recorded), paper.go (the poster at the entrance), api_syndic.go (the contract and the duties for programs).
//
// Neighbours: decisions (below) made most mandates; property says who is an owner; office is often the syndic itself; signboard how one is reached. Rooms above ask for Deadlines.
package mandates

import (
	_ "embed"
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("mandates", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadMandate   = act.NewAction("mandates.read_mandate")
	ReadContract  = act.NewAction("mandates.read_contract")
	ChangeMandate = act.NewAction("mandates.change_mandate")
)

// Kind is what somebody is appointed to.
type Kind string

// The kinds.
const (
	Syndic      Kind = "syndic"
	Provisional Kind = "provisional"
	Council     Kind = "council"
	Auditor     Kind = "auditor"
	Chair       Kind = "chair"
	Secretary   Kind = "secretary"
)

// Kinds are in the order in which they are shown.
var Kinds = []Kind{Syndic, Provisional, Council, Auditor, Chair, Secretary}

// In names the kind for a reader.
func (k Kind) In(l i18n.Lang) string { return i18n.Say(l, "mandates.kind_"+string(k)) }

// class tells who runs the building from who watches over that.
func (k Kind) class() string {
	switch k {
	case Syndic, Provisional:
		return "syndic"
	case Council, Auditor:
		return "watch"
	}
	return "meeting"
}

// Origin is what made a mandate.
type Origin string

// The origins.
const (
	ByDecision Origin = "decision" // of the assembly
	ByCourt    Origin = "court"
	ByDeed     Origin = "deed" // the deed or the internal rules, until the first assembly
)

// Origins are in the order in which they are offered.
var Origins = []Origin{ByDecision, ByCourt, ByDeed}

// In names the origin for a reader.
func (o Origin) In(l i18n.Lang) string { return i18n.Say(l, "mandates.origin_"+string(o)) }

// Holder is who holds a mandate: one of the four.
type Holder struct {
	Office bool             // the office itself, often a company
	Member id.Of[id.Member] // an owner, as the register knows them
	Person id.Of[id.Person] // somebody who signs in
	Name   string           // anybody else
}

// Entry is what someone says about a mandate.
type Entry struct {
	Kind        Kind
	Holder      Holder
	Origin      Origin
	Decision    id.Of[id.Decision] // of ByDecision
	Reference   string             // of the order or the deed
	Appointed   civil.Date         // of ByCourt and ByDeed; of a decision it is the day of the assembly
	From, Until civil.Date         // the first and the last day; no last day: until the next assembly
	Position    string             // within the council

	// Of a syndic, for the poster and the register.
	Profession, Domicile, Licence, Order string
	Insurer, Policy                      string
	PolicyUntil                          civil.Date
}

// EndReason is why a mandate ended before its last day, or at an assembly.
type EndReason string

// EndReasons are in the order in which they are offered.
var EndReasons = []EndReason{"resignation", "revocation", "death", "assembly", "order"}

// In names the reason for a reader.
func (e EndReason) In(l i18n.Lang) string { return i18n.Say(l, "mandates.end_"+string(e)) }

// End is how a mandate ended.
type End struct {
	On       civil.Date // the last day
	Reason   EndReason
	Decision id.Of[id.Decision] // that revoked it
	Note     string
}

// Mandate is an appointment.
type Mandate struct {
	id        id.Of[id.Mandate]
	building  id.Of[id.Building]
	entered   civil.Instant
	by        id.Of[id.Person]
	withdrawn civil.Instant
	entry     Entry
	end       End
	met       civil.Date // the ordinary assembly at which it ended by itself, when one was held
	seat      string
}

func (e Entry) checked() (Entry, error) {
	for _, text := range []*string{&e.Holder.Name, &e.Reference, &e.Position, &e.Profession, &e.Domicile, &e.Licence, &e.Order, &e.Insurer, &e.Policy} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	var faults []error
	for field, text := range map[string]string{"name": e.Holder.Name, "reference": e.Reference, "position": e.Position, "profession": e.Profession, "domicile": e.Domicile,
		"licence": e.Licence, "order": e.Order, "insurer": e.Insurer, "policy": e.Policy} {
		if len([]rune(text)) > 200 {
			faults = append(faults, fault.Invalid("too_long", field).With("max", 200))
		}
	}
	if !slices.Contains(Kinds, e.Kind) {
		faults = append(faults, fault.Invalid("required", "kind"))
	}
	named := 0
	for _, is := range []bool{e.Holder.Office, !e.Holder.Member.None(), !e.Holder.Person.None(), e.Holder.Name != ""} {
		if is {
			named++
		}
	}
	if named != 1 {
		faults = append(faults, fault.Invalid("mandate_holder", "holder"))
	}
	faults = append(faults, e.origin()...)
	if e.Kind == Chair || e.Kind == Secretary { // of one assembly
		e.Until = e.From
	}
	switch {
	case e.From.None():
		faults = append(faults, fault.Invalid("required", "from"))
	case !e.Until.None() && e.Until.Before(e.From):
		faults = append(faults, fault.Invalid("period_reversed", "until"))
	case e.From.Before(e.Appointed):
		faults = append(faults, fault.Invalid("mandate_before", "from").With("date", e.Appointed))
	}
	return e, fault.Join(faults...)
}

func (e Entry) origin() (faults []error) {
	switch e.Origin {
	case ByDecision:
		if e.Decision.None() {
			faults = append(faults, fault.Invalid("mandate_decision", "decision_id"))
		}
	case ByCourt, ByDeed:
		if e.Reference == "" {
			faults = append(faults, fault.Invalid("required", "reference"))
		}
		if e.Appointed.None() {
			faults = append(faults, fault.Invalid("required", "appointed_on"))
		}
	default:
		faults = append(faults, fault.Invalid("required", "origin"))
	}
	return faults
}

// ID is the mandate's identifier.
func (m Mandate) ID() id.Of[id.Mandate] { return m.id }

// Building is where it is held.
func (m Mandate) Building() id.Of[id.Building] { return m.building }

// Entry is what is known of it.
func (m Mandate) Entry() Entry { return m.entry }

// Kind is what it is.
func (m Mandate) Kind() Kind { return m.entry.Kind }

// Holder is who holds it.
func (m Mandate) Holder() Holder { return m.entry.Holder }

// End is how it ended; its day is none as long as it did not.
func (m Mandate) End() End { return m.end }

// Last is its last day; none as long as that is an event to come. A council is over on the day of the ordinary assembly, whatever was typed.
func (m Mandate) Last() civil.Date {
	switch last := m.entry.Until; {
	case !m.end.On.None():
		return m.end.On
	case m.met.None() || !last.None() && last.Before(m.met):
		return last
	}
	return m.met.AddDays(-1)
}

// Met is the ordinary assembly at which it ended by itself; none when it did not.
func (m Mandate) Met() civil.Date {
	if m.end.On.None() && !m.met.None() && m.Last() == m.met.AddDays(-1) {
		return m.met
	}
	return civil.Date{}
}

// Holds tells whether it is held on a day. Past its last day it is over, whatever anybody still does (art. 3.89 §1: no tacit renewal).
func (m Mandate) Holds(on civil.Date) bool {
	return !on.Before(m.entry.From) && (m.Last().None() || !m.Last().Before(on))
}

// Over tells whether its last day is past.
func (m Mandate) Over(today civil.Date) bool { return !m.Last().None() && m.Last().Before(today) }
