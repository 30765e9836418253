package property

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
)

// Right is the kind of right that a member has.
type Right string

// The kinds of right.
const (
	Full     Right = "full"     // full ownership
	Usufruct Right = "usufruct" // use and fruits
	Bare     Right = "bare"     // ownership without the use
)

// In names the right for a reader.
func (r Right) In(l i18n.Lang) string { return i18n.Say(l, "property.right_"+string(r)) }

// Nature tells a person from a company.
type Nature string

// The two natures.
const (
	Natural Nature = "natural"
	Company Nature = "company"
)

// In names the nature for a reader.
func (n Nature) In(l i18n.Lang) string { return i18n.Say(l, "property.nature_"+string(n)) }

// Member is one person or company within a party.
type Member struct {
	row      id.Of[id.Any]
	id       id.Of[id.Member]
	party    id.Of[id.Party]
	building id.Of[id.Building]
	entry    MemberEntry
	num, den int64 // the fraction of the right
	position int64
	times
}

// MemberEntry is what someone says about a member. A company has its name in LastName.
type MemberEntry struct {
	Nature              Nature
	FirstName, LastName string
	Enterprise          string
	Email, Phone        string
	Street              string
	Postcode            string
	City                string
	Country             string
	Lang                i18n.Lang
	Right               Right
	Part                share.Fraction
	Person              id.Of[id.Person]
}

// Name is the member's whole name.
func (e MemberEntry) Name() string { return strings.TrimSpace(e.FirstName + " " + e.LastName) }

// ID is the member's identifier; it stays the same when what is known of the member changes.
func (m Member) ID() id.Of[id.Member] { return m.id }

// Name is the member's whole name.
func (m Member) Name() string { return m.entry.Name() }

// Entry is what is known of the member.
func (m Member) Entry() MemberEntry {
	e := m.entry
	e.Part = m.Part()
	return e
}

// Right is the kind of right.
func (m Member) Right() Right { return m.entry.Right }

// Part is the member's fraction of that right.
func (m Member) Part() share.Fraction { return share.Must(m.num, m.den) }

// Person is the sign-in of the member, if there is one.
func (m Member) Person() id.Of[id.Person] { return m.entry.Person }

// Party is one or more persons who hold lots together.
type Party struct {
	id            id.Of[id.Party]
	building      id.Of[id.Building]
	communication belgium.OGM
	members       []Member
}

// PartyKind says in one word how a party's members hold: alone, together, or as usufructuary and bare owner.
type PartyKind string

// The kinds of party.
const (
	Sole      PartyKind = "sole"
	Undivided PartyKind = "undivided"
	Split     PartyKind = "split"
)

// NewParty makes a party of members. The fractions must be whole on both sides: who has the use (full ownership and usufruct) sums to one,
// and who has the substance (full ownership and bare ownership) sums to one. See docs/decisions on mixed rights.
func NewParty(b Building, communication belgium.OGM, entries []MemberEntry, since times) (Party, error) {
	p := Party{id: id.New[id.Party](), building: b.id, communication: communication}
	if len(entries) == 0 {
		return p, fault.Invalid("party_empty", "members")
	}
	entries = slices.Clone(entries)
	for i, e := range entries {
		e, err := e.checked()
		if err != nil {
			return p, within(err, "members["+strconv.Itoa(i)+"].")
		}
		entries[i] = e // the rights are judged as they will be kept: none said is full ownership
		p.members = append(p.members, Member{row: id.New[id.Any](), id: id.New[id.Member](), party: p.id, building: b.id,
			entry: e, num: e.Part.Num(), den: e.Part.Den(), position: int64(i), times: since})
	}
	return p, WholeRights(entries)
}

// within places the faults of a member in the list of members.
func within(err error, prefix string) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	var placed []error
	for _, part := range f.List() {
		placed = append(placed, part.At(prefix+part.Field))
	}
	return fault.Join(placed...)
}

// checked tidies an entry and fills what has a usual value.
func (e MemberEntry) checked() (MemberEntry, error) {
	e.FirstName, e.LastName = tidy(e.FirstName), tidy(e.LastName)
	e.Street, e.Postcode, e.City, e.Country = tidy(e.Street), tidy(e.Postcode), tidy(e.City), strings.ToUpper(tidy(e.Country))
	e.Email, e.Phone = strings.TrimSpace(e.Email), tidy(e.Phone)
	if e.Nature == "" {
		e.Nature = Natural
	}
	if e.Right == "" {
		e.Right = Full
	}
	if e.Country == "" {
		e.Country = "BE"
	}
	var faults []error
	if e.LastName == "" {
		faults = append(faults, fault.Invalid("required", "last_name"))
	}
	if e.Nature != Natural && e.Nature != Company {
		faults = append(faults, fault.Invalid("one_of_expected", "nature").With("values", "natural, company"))
	}
	if e.Right != Full && e.Right != Usufruct && e.Right != Bare {
		faults = append(faults, fault.Invalid("one_of_expected", "right").With("values", "full, usufruct, bare"))
	}
	if e.Email != "" {
		if m, err := mail.ParseAddress(e.Email); err != nil || m.Address != e.Email {
			faults = append(faults, fault.Invalid("email_expected", "email"))
		}
	}
	if e.Enterprise != "" {
		kbo, err := belgium.ParseKBO(e.Enterprise)
		if err != nil {
			faults = append(faults, at(err, "enterprise_number"))
		}
		e.Enterprise = kbo.String()
	}
	if _, ok := i18n.Known(string(e.Lang)); !ok {
		faults = append(faults, fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en"))
	}
	if e.Part.Num() == 0 {
		faults = append(faults, fault.Invalid("part_zero", "part"))
	}
	return e, fault.Join(faults...)
}

// ID is the party's identifier.
func (p Party) ID() id.Of[id.Party] { return p.id }

// Communication is the party's structured communication, for every payment.
func (p Party) Communication() belgium.OGM { return p.communication }

// Members are the persons of the party, in the order in which they were entered.
func (p Party) Members() []Member { return p.members }

// Kind says how the members hold.
func (p Party) Kind() PartyKind {
	for _, m := range p.members {
		if m.entry.Right != Full {
			return Split
		}
	}
	if len(p.members) > 1 {
		return Undivided
	}
	return Sole
}

// Name is the party's name: its only member, or the members' names joined.
func (p Party) Name() string {
	names := make([]string, len(p.members))
	for i, m := range p.members {
		names[i] = m.Name()
	}
	return strings.Join(names, " – ")
}

// Has tells whether a sign-in belongs to a member of the party.
func (p Party) Has(person id.Of[id.Person]) bool {
	for _, m := range p.members {
		if !person.None() && m.entry.Person == person {
			return true
		}
	}
	return false
}
