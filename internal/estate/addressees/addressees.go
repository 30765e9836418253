// Package addressees knows to whom the association writes, and how.
//
// Who hold a lot together, or whose right is split, have no vote until they name one person who votes for them; that person is convened and gets
// all documents (art. 3.87 §1 al. 2). A convocation goes by registered letter, unless its addressee agreed individually, explicitly and in writing
// to another way (art. 3.87 §3).
//
//	Mandatary  who votes for a party, from a day until another; one of its members, or somebody else
//	Consent    a member agreed to be written to by e-mail, until it is revoked
//	Standing   whether a party votes on a day, and whom the syndic convenes
//	Way        how a member is written to on a day
//
// Further files: list.go (the list of a building), own.go (what an owner reads of himself). Neighbours: property (the register: parties and
// their members). Above: whoever sends a convocation asks Vote and Channel here.
package addressees

import (
	_ "embed"
	"net/mail"
	"regexp"
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

func init() { i18n.Register("addressees", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadAddressees   = act.NewAction("addressees.read")
	ChangeAddressees = act.NewAction("addressees.change")
	AnswerConsent    = act.NewAction("addressees.consent")
	ReadOwnData      = act.NewAction("addressees.read_own")
)

// Mandatary is who votes for a party. The statement has two times: true from a day until another, known from a moment until another.
type Mandatary struct {
	row                id.Of[id.Any]
	id                 id.Of[id.Mandatary]
	building           id.Of[id.Building]
	party              id.Of[id.Party]
	entry              MandataryEntry
	to                 civil.Date
	learned, unlearned civil.Instant
}

// MandataryEntry is what the members wrote to the syndic.
type MandataryEntry struct {
	Member                      id.Of[id.Member] // one of them; none when it is somebody else
	Name, Address, Email, Phone string           // of somebody else
	From                        civil.Date       // none: the day on which it was notified
	Notified                    civil.Date
	Reference                   string // where the writing is kept
}

// Bounds of what is written.
const (
	maxName  = 160
	maxLines = 300
	maxEmail = 254
	maxPhone = 40
)

// NewMandatary makes a mandatary of a party. Who has only one member with the whole right votes himself.
func NewMandatary(p property.Party, building id.Of[id.Building], e MandataryEntry, today civil.Date, now civil.Instant) (Mandatary, error) {
	e.Name, e.Phone, e.Reference, e.Email = tidy(e.Name), tidy(e.Phone), tidy(e.Reference), strings.TrimSpace(e.Email)
	e.Address = strings.TrimSpace(norm.NFC.String(e.Address))
	if e.From.None() {
		e.From = e.Notified
	}
	m := Mandatary{row: id.New[id.Any](), id: id.New[id.Mandatary](), building: building, party: p.ID(), entry: e, learned: now}
	if !Shared(p) {
		return m, fault.Unlawful("mandatary_needless", "3.87 §1", "member_id")
	}
	return m, e.check(p, today)
}

func (e MandataryEntry) check(p property.Party, today civil.Date) error {
	var faults []error
	switch {
	case !e.Member.None():
		if _, is := memberOf(p, e.Member); !is {
			faults = append(faults, fault.Invalid("mandatary_member", "member_id"))
		}
		if e.Name+e.Address+e.Email+e.Phone != "" {
			faults = append(faults, fault.Invalid("mandatary_both", "name"))
		}
	default:
		if e.Name == "" {
			faults = append(faults, fault.Invalid("required", "name"))
		}
		if e.Address == "" { // without consent of his own he is written to by registered letter
			faults = append(faults, fault.Invalid("required", "address"))
		}
	}
	for _, f := range []struct {
		field, value string
		most         int
	}{{"name", e.Name, maxName}, {"address", e.Address, maxLines}, {"email", e.Email, maxEmail}, {"phone", e.Phone, maxPhone}, {"reference", e.Reference, maxLines}} {
		if len([]rune(f.value)) > f.most {
			faults = append(faults, fault.Invalid("too_long", f.field).With("max", f.most))
		}
	}
	if e.Email != "" && !isEmail(e.Email) {
		faults = append(faults, fault.Invalid("email_expected", "email"))
	}
	if e.Phone != "" && !phone.MatchString(e.Phone) {
		faults = append(faults, fault.Invalid("phone_expected", "phone"))
	}
	if e.Reference == "" {
		faults = append(faults, fault.Invalid("required", "reference"))
	}
	switch {
	case e.Notified.None():
		faults = append(faults, fault.Invalid("required", "notified_on"))
	case e.Notified.After(today):
		faults = append(faults, fault.Invalid("day_ahead", "notified_on"))
	case e.From.Before(e.Notified):
		faults = append(faults, fault.Unlawful("mandatary_unnotified", "3.87 §1", "from").With("date", e.Notified))
	}
	return fault.Join(faults...)
}

var phone = regexp.MustCompile(`^\+?[0-9][0-9 ./()-]{3,}$`)

func isEmail(s string) bool {
	m, err := mail.ParseAddress(s)
	return err == nil && m.Address == s
}

func tidy(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// ID is the mandatary's identifier; it stays when the mandate ends.
func (m Mandatary) ID() id.Of[id.Mandatary] { return m.id }

// Party is for whom he votes.
func (m Mandatary) Party() id.Of[id.Party] { return m.party }

// Entry is what the members wrote.
func (m Mandatary) Entry() MandataryEntry { return m.entry }

// To is the first day on which he is no longer mandatary; none while it lasts.
func (m Mandatary) To() civil.Date { return m.to }

func (m Mandatary) period() civil.Period { return civil.Period{From: m.entry.From, To: m.to} }

// ending is the mandate known anew, with an end.
func (m Mandatary) ending(on civil.Date, now civil.Instant) Mandatary {
	m.row, m.to, m.learned = id.New[id.Any](), on, now
	return m
}

// Consent is a member's agreement to be written to by e-mail.
type Consent struct {
	id        id.Of[id.Consent]
	building  id.Of[id.Building]
	member    id.Of[id.Member]
	entry     ConsentEntry
	entered   civil.Instant
	enteredBy id.Of[id.Person]
	revoked   civil.Date
	revokedAt civil.Instant
	revokedBy id.Of[id.Person]
}

// How says in what writing a consent was given.
type How string

// The ways to give it.
const (
	ByLetter How = "letter"
	ByForm   How = "form"
	OnSite   How = "site"
)

// ConsentEntry is what a member agreed to.
type ConsentEntry struct {
	Email     string
	Given     civil.Date // none: today
	How       How
	Reference string // where the writing is kept; what is given on this site is kept by the site
}

// NewConsent makes a consent. It is individual, explicit and in writing, so a paper has its reference.
func NewConsent(building id.Of[id.Building], member id.Of[id.Member], e ConsentEntry, today civil.Date, now civil.Instant, by id.Of[id.Person]) (Consent, error) {
	e.Email, e.Reference = strings.TrimSpace(e.Email), tidy(e.Reference)
	if e.Given.None() {
		e.Given = today
	}
	var faults []error
	if e.Email == "" {
		faults = append(faults, fault.Invalid("required", "email"))
	} else if !isEmail(e.Email) || len(e.Email) > maxEmail {
		faults = append(faults, fault.Invalid("email_expected", "email"))
	}
	if e.Given.After(today) {
		faults = append(faults, fault.Invalid("day_ahead", "given_on"))
	}
	if e.How != ByLetter && e.How != ByForm && e.How != OnSite {
		faults = append(faults, fault.Invalid("one_of_expected", "how").With("values", "letter, form, site"))
	} else if e.How != OnSite && e.Reference == "" {
		faults = append(faults, fault.Unlawful("consent_unwritten", "3.87 §3", "reference"))
	}
	if len([]rune(e.Reference)) > maxLines {
		faults = append(faults, fault.Invalid("too_long", "reference").With("max", maxLines))
	}
	return Consent{id: id.New[id.Consent](), building: building, member: member, entry: e, entered: now, enteredBy: by}, fault.Join(faults...)
}

// ID is the consent's identifier.
func (c Consent) ID() id.Of[id.Consent] { return c.id }

// Member is who agreed.
func (c Consent) Member() id.Of[id.Member] { return c.member }

// Entry is what was agreed to.
func (c Consent) Entry() ConsentEntry { return c.entry }

// Revoked is the first day on which it no longer counts; none while it does.
func (c Consent) Revoked() civil.Date { return c.revoked }

// Revoke ends a consent from a day on.
func (c Consent) Revoke(on, today civil.Date, now civil.Instant, by id.Of[id.Person]) (Consent, error) {
	switch {
	case !c.revoked.None():
		return c, fault.Conflict("consent_revoked").With("date", c.revoked)
	case on.After(today):
		return c, fault.Invalid("day_ahead", "on")
	case on.Before(c.entry.Given):
		return c, fault.Invalid("consent_before", "on").With("date", c.entry.Given)
	}
	c.revoked, c.revokedAt, c.revokedBy = on, now, by
	return c, nil
}

// MandataryDesignated is recorded when a party has named who votes for it.
type MandataryDesignated struct {
	Building  id.Of[id.Building]  `json:"building"`
	Party     id.Of[id.Party]     `json:"party"`
	Mandatary id.Of[id.Mandatary] `json:"mandatary"`
	Member    id.Of[id.Member]    `json:"member"`
	From      civil.Date          `json:"from"`
}

// About says what the fact is about.
func (f MandataryDesignated) About() act.About {
	return act.About{Kind: "addressees.mandatary_designated", Building: f.Building, Subject: act.Subject(f.Party)}
}

// MandataryEnded is recorded when a mandate has an end.
type MandataryEnded struct {
	Building  id.Of[id.Building]  `json:"building"`
	Party     id.Of[id.Party]     `json:"party"`
	Mandatary id.Of[id.Mandatary] `json:"mandatary"`
	On        civil.Date          `json:"on"`
}

// About says what the fact is about.
func (f MandataryEnded) About() act.About {
	return act.About{Kind: "addressees.mandatary_ended", Building: f.Building, Subject: act.Subject(f.Party)}
}

// ConsentGiven is recorded when a member agreed to be written to by e-mail.
type ConsentGiven struct {
	Building id.Of[id.Building] `json:"building"`
	Member   id.Of[id.Member]   `json:"member"`
	Consent  id.Of[id.Consent]  `json:"consent"`
	On       civil.Date         `json:"on"`
}

// About says what the fact is about.
func (f ConsentGiven) About() act.About {
	return act.About{Kind: "addressees.consent_given", Building: f.Building, Subject: act.Subject(f.Member)}
}

// ConsentRevoked is recorded when a member wants registered letters again.
type ConsentRevoked struct {
	Building id.Of[id.Building] `json:"building"`
	Member   id.Of[id.Member]   `json:"member"`
	Consent  id.Of[id.Consent]  `json:"consent"`
	On       civil.Date         `json:"on"`
}

// About says what the fact is about.
func (f ConsentRevoked) About() act.About {
	return act.About{Kind: "addressees.consent_revoked", Building: f.Building, Subject: act.Subject(f.Member)}
}
