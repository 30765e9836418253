// Package identity knows who signs in.
//
// A person is invited, chooses a password, and signs in on pages (a session cookie) or through the API (a short access token and a
// refresh token that changes at every use). Persons belong to no office: which offices and roles they have is told by the room office.
//
//	Person
//	├── Invitation   a link that lets the person choose a password, once, for fourteen days
//	└── Session      one sign-in on one device; acts for one office at a time
//
// Neighbours: office (above) grants roles; mail carries invitations. Further files: password.go (argon2id and its queue),
// token.go (secrets and access tokens), setup.go (the first person of a fresh house).
package identity

import (
	_ "embed"
	"net/mail"
	"strings"
	"time"

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

func init() { i18n.Register("identity", words) }

// How long things live. They are choices of the house, not of the law.
const (
	accessLife     = 15 * time.Minute
	sessionLife    = 14 * 24 * time.Hour
	invitationLife = 14 * 24 * time.Hour
	minPassword    = 12
	maxPassword    = 200
)

// Person is someone who signs in.
type Person struct {
	id       id.Of[id.Person]
	email    string
	name     string
	lang     i18n.Lang
	password string // encoded argon2id, empty until chosen
	admin    bool
	created  civil.Instant
}

// NewPerson makes a person who has not chosen a password yet.
func NewPerson(email, name string, lang i18n.Lang, now civil.Instant) (Person, error) {
	email = strings.TrimSpace(email)
	name = strings.Join(strings.Fields(name), " ")
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 254 {
		return Person{}, fault.Invalid("email_expected", "email")
	}
	if name == "" {
		return Person{}, fault.Invalid("required", "name")
	}
	if _, ok := i18n.Known(string(lang)); !ok {
		return Person{}, fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en")
	}
	return Person{id: id.New[id.Person](), email: email, name: name, lang: lang, created: now}, nil
}

// ID is the person's identifier.
func (p Person) ID() id.Of[id.Person] { return p.id }

// Who is the person as acts know it, without roles.
func (p Person) Who() act.Who {
	return act.Who{Person: p.id, Name: p.name, Email: p.email, Lang: p.lang, Admin: p.admin}
}

// MayEnter tells whether a password has been chosen.
func (p Person) MayEnter() bool { return p.password != "" }

// fold is the form in which addresses are compared: without case and in one way of writing accents.
func fold(email string) string {
	return cases.Fold().String(norm.NFKC.String(strings.TrimSpace(email)))
}

// Session is one sign-in on one device.
type Session struct {
	id      id.Of[id.Session]
	person  id.Of[id.Person]
	kind    string
	office  id.Of[id.Office]
	secret  string // digest of the cookie or of the refresh token
	spent   string // digest of the refresh token before this one
	created civil.Instant
	seen    civil.Instant
	expires civil.Instant
	ended   civil.Instant
}

// ID is the session's identifier.
func (s Session) ID() id.Of[id.Session] { return s.id }

// Office is the office for which the session acts; none for a platform administrator.
func (s Session) Office() id.Of[id.Office] { return s.office }

func (s Session) open(now civil.Instant) bool {
	return s.ended.None() && now.Before(s.expires)
}

// Invitation is an offer to choose a password.
type Invitation struct {
	id      id.Of[id.Invitation]
	person  id.Of[id.Person]
	created civil.Instant
	sent    civil.Instant
	expires civil.Instant
	used    civil.Instant
}

// Person is who is invited.
func (i Invitation) Person() id.Of[id.Person] { return i.person }

func (i Invitation) open(now civil.Instant) bool { return i.used.None() && now.Before(i.expires) }

// PersonInvited is recorded when someone is asked to choose a password.
type PersonInvited struct {
	Person     id.Of[id.Person]     `json:"person"`
	Invitation id.Of[id.Invitation] `json:"invitation"`
}

// About says what the fact is about.
func (f PersonInvited) About() act.About {
	return act.About{Kind: "identity.person_invited", Subject: act.Subject(f.Person)}
}

// PasswordChosen is recorded when a person chooses a password.
type PasswordChosen struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f PasswordChosen) About() act.About {
	return act.About{Kind: "identity.password_chosen", Subject: act.Subject(f.Person)}
}

// SignedIn is recorded when a session begins.
type SignedIn struct {
	Person  id.Of[id.Person]  `json:"person"`
	Session id.Of[id.Session] `json:"session"`
	Kind    string            `json:"kind"`
}

// About says what the fact is about.
func (f SignedIn) About() act.About {
	return act.About{Kind: "identity.signed_in", Subject: act.Subject(f.Person)}
}

// SignedOut is recorded when a session ends, by its person or because its refresh token was used twice.
type SignedOut struct {
	Person  id.Of[id.Person]  `json:"person"`
	Session id.Of[id.Session] `json:"session"`
	Why     string            `json:"why"`
}

// About says what the fact is about.
func (f SignedOut) About() act.About {
	return act.About{Kind: "identity.signed_out", Subject: act.Subject(f.Person)}
}
