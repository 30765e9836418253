// Package identity knows who signs in.
//
// A person is invited, chooses a password, and signs in on pages (a session cookie) or through the API (a short access token and a
// refresh token that changes at every use). Persons belong to no office: which offices and roles they have is told by the room office.
//
//	Person
//	├── Invitation     a link that lets the person choose a password, once, for fourteen days
//	├── Session        one sign-in on one device; acts for one office at a time
//	├── Pass           a secret that serves once within a short time: a forgotten password, a new address, the second step of a sign-in
//	├── Factor         the second factor: an authenticator app, and ten recovery codes
//	└── AccessKey      lets a program act for the person in one office, for a year at most
//
// What happens to a sign-in is recorded in the house's own chain and in no office's: it belongs to the person alone.
//
// Neighbours: office (above) grants roles; mail carries letters. Further files, by ability: signin.go (in and out), choice.go (which passwords
// are taken; common.txt), password.go (argon2id and its queue), reset.go (a password chosen anew), email.go (a new address), factor.go and
// totp.go (the second factor), sessions.go, seeing.go (the pages of another), accesskeys.go, limit.go (how many failures are borne), device.go (a program in words), facts.go (what is
// recorded, and a person's own history), token.go (secrets and access tokens), setup.go (the first person of a fresh house), account.go
// (the pages of one's own sign-in, beside those of the door), account_api.go (their routes), store_security.go, store_names.go.
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
	"koprogo/internal/platform/ui"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("identity", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadAccount   = act.NewAction("identity.read_account")
	ChangeAccount = act.NewAction("identity.change_account")
)

// How long things live. They are choices of the house, not of the law.
const (
	accessLife     = 15 * time.Minute
	sessionLife    = 14 * 24 * time.Hour
	sessionsKept   = 90 * 24 * time.Hour // after their end, for the person's own history
	seenEvery      = 5 * time.Minute     // how often a session in use is noted as seen
	invitationLife = 14 * 24 * time.Hour
	resetLife      = time.Hour
	emailLife      = 24 * time.Hour
	seeingLife     = 30 * time.Minute
	secondStepLife = ui.PendingLife
	factorWaits    = time.Hour
	passesKept     = 24 * time.Hour // after their end
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
	chosen   civil.Instant
	admin    bool
	created  civil.Instant
}

// NewPerson makes a person who has not chosen a password yet.
func NewPerson(email, name string, lang i18n.Lang, now civil.Instant) (Person, error) {
	email, err := address(email)
	if err != nil {
		return Person{}, err
	}
	p := Person{id: id.New[id.Person](), email: email, created: now}
	return p, p.describe(name, lang)
}

// address reads an e-mail address.
func address(email string) (string, error) {
	email = strings.TrimSpace(email)
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 254 {
		return "", fault.Invalid("email_expected", "email")
	}
	return email, nil
}

// describe says the name and the language of a person.
func (p *Person) describe(name string, lang i18n.Lang) error {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return fault.Invalid("required", "name")
	}
	if _, ok := i18n.Known(string(lang)); !ok {
		return fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en")
	}
	p.name, p.lang = name, lang
	return nil
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
	agent   string // the program that was last used, as it names itself
	address string // from where it was last used

	sees      id.Of[id.Person] // whose pages are looked at; none for one's own
	seesUntil civil.Instant
}

// ID is the session's identifier.
func (s Session) ID() id.Of[id.Session] { return s.id }

// Office is the office for which the session acts; none for a platform administrator.
func (s Session) Office() id.Of[id.Office] { return s.office }

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

// The kinds of pass.
const (
	passReset      = "reset"       // a password forgotten
	passEmail      = "email"       // a new address
	passSecondStep = "second_step" // a sign-in that waits for its code
)

// Pass is a secret that serves once within a short time.
type Pass struct {
	id      id.Of[id.Pass]
	kind    string
	person  id.Of[id.Person] // none when a reset was asked for an address that nobody has
	secret  string           // digest; empty until the letter leaves
	email   string           // the new address
	former  string           // the address before it
	created civil.Instant
	sent    civil.Instant
	expires civil.Instant
	used    civil.Instant
}

func (p Pass) open(now civil.Instant) bool { return p.used.None() && now.Before(p.expires) }
