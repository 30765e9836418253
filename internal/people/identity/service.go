package identity

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
)

// Offices is asked for which office a fresh session should act, and how offices are called; the room office answers.
type Offices interface {
	// Names are the offices for which a person may act.
	Names(tx *db.Tx, person id.Of[id.Person], today civil.Date) (map[id.Of[id.Office]]string, error)
	// Latest is the office that the person used last; none when the person has none.
	Latest(tx *db.Tx, person id.Of[id.Person], today civil.Date) (id.Of[id.Office], error)
}

// Room holds what the verbs need from elsewhere.
type Room struct {
	House   *act.House
	Offices Offices
	Mail    mail.Sender
	BaseURL string // public address, for the links in letters
	key     []byte // signs access tokens
	noting  sync.Map
}

// Prepare makes or reads the house's signing key. It is called once at start, after migration.
func (r *Room) Prepare(ctx context.Context) error {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return err
	}
	return r.House.DB.House(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(addSetting, "access_key", base64.RawStdEncoding.EncodeToString(fresh)); err != nil {
			return err
		}
		text, err := db.Value[string](tx.Query(setting, "access_key"))
		if err != nil {
			return err
		}
		r.key, err = base64.RawStdEncoding.DecodeString(text)
		return err
	})
}

// Invited is who was invited, and whether a password is still to be chosen.
type Invited struct {
	Person     id.Of[id.Person]
	Invitation id.Of[id.Invitation] // none when the person has a password already
}

// Invite makes a person known and sends a link to choose a password. Someone who has a password already is only found again.
// It is called by rooms above, in their act, after they have judged the right to invite.
func (r *Room) Invite(a *act.Act, email, name string, lang i18n.Lang) (Invited, error) {
	p, known, err := db.First(a.Query(personByEmail, fold(email)), (*Person).fields)
	if err != nil {
		return Invited{}, err
	}
	if !known {
		if p, err = NewPerson(email, name, lang, a.Now); err != nil {
			return Invited{}, err
		}
		if err := insertPerson(a.Tx, p); err != nil {
			return Invited{}, err
		}
	}
	if p.MayEnter() {
		return Invited{Person: p.id}, nil
	}
	inv := Invitation{id: id.New[id.Invitation](), person: p.id, created: a.Now, expires: a.Now.Add(invitationLife)}
	if _, err := a.Exec(addInvitation, inv.id, inv.person, inv.created, inv.expires); err != nil {
		return Invited{}, err
	}
	a.Record(PersonInvited{Person: p.id, Invitation: inv.id})
	err = jobs.Put(a.Tx, a.Who.Office, InvitationJob, InvitationJob+"/"+inv.id.String(), invitationArgs{inv.id}, a.Now)
	return Invited{Person: p.id, Invitation: inv.id}, err
}

// Enrol makes a person with a password at once: for set-up and for the sample, never for a request about someone else.
func (r *Room) Enrol(a *act.Act, email, name string, lang i18n.Lang, password string, admin bool) (Person, error) {
	p, err := NewPerson(email, name, lang, a.Now)
	if err != nil {
		return p, err
	}
	if err := acceptable(password, p); err != nil {
		return p, err
	}
	if p.password, err = encode(a.Context(), password); err != nil {
		return p, err
	}
	p.admin = admin
	if err := insertPerson(a.Tx, p); err != nil {
		return p, err
	}
	if _, err := a.Exec(setPassword, p.id, p.password, a.Now); err != nil {
		return p, err
	}
	return p, record(a, PasswordChosen{Person: p.id})
}

// OfBearer recognises the caller of the API by its access token: the person, without roles, and the office it acts for.
func (r *Room) OfBearer(tx *db.Tx, session id.Of[id.Session], now civil.Instant) (act.Who, error) {
	s, err := db.One(tx.Query(sessionByID, session), (*Session).fields, fault.Unauthenticated("token_refused"))
	if err != nil {
		return act.Who{}, err
	}
	return r.who(tx, s, now)
}

func (r *Room) who(tx *db.Tx, s Session, now civil.Instant) (act.Who, error) {
	if !s.open(now) {
		return act.Who{}, fault.Unauthenticated("token_refused")
	}
	p, err := ByID(tx, s.person)
	if err != nil {
		return act.Who{}, err
	}
	who := p.Who()
	who.Office, who.Session = s.office, s.id
	r.noteSeen(tx.Context(), s, now)
	return who, nil
}

// ReadBearer checks the Authorization header of a request without looking at the database.
func (r *Room) ReadBearer(req *http.Request) (id.Of[id.Session], id.Of[id.Office], error) {
	token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	if !ok || token == "" {
		return id.Of[id.Session]{}, id.Of[id.Office]{}, fault.Unauthenticated("token_missing")
	}
	return readAccess(r.key, token, r.House.Now().Time())
}

// ReadCookie splits a cookie's value into the office it says and the secret; the session's own office is compared later.
func ReadCookie(value string) (id.Of[id.Office], string, error) {
	office, secret, ok := strings.Cut(value, ".")
	if !ok {
		return id.Of[id.Office]{}, "", fault.Unauthenticated("token_refused")
	}
	if office == "" {
		return id.Of[id.Office]{}, secret, nil
	}
	parsed, err := id.Parse[id.Office](office)
	if err != nil {
		return parsed, "", fault.Unauthenticated("token_refused")
	}
	return parsed, secret, nil
}

// OfCookie recognises the reader of a page, and tells whose pages are looked at; none for the reader's own.
func (r *Room) OfCookie(tx *db.Tx, secret string, now civil.Instant) (who act.Who, sees id.Of[id.Person], err error) {
	s, err := db.One(tx.Query(findSession, digestOf(secret)), (*Session).fields, fault.Unauthenticated("token_refused"))
	if err != nil {
		return who, sees, err
	}
	if s.kind != "page" {
		return who, sees, fault.Unauthenticated("token_refused")
	}
	who, err = r.who(tx, s, now)
	return who, s.looksAt(now), err
}

// Describe changes the own name and language; an empty name stays as it is.
func (r *Room) Describe(a *act.Act, name string, lang i18n.Lang) (Person, error) {
	if err := withoutKey(&a.View); err != nil {
		return Person{}, err
	}
	p, err := ByID(a.Tx, a.Who.Person)
	if err != nil {
		return p, err
	}
	before := p
	if name == "" {
		name = p.name
	}
	if err := p.describe(name, lang); err != nil || p == before {
		return p, err
	}
	if _, err := a.Exec(describePerson, p.id, p.name, string(p.lang)); err != nil {
		return p, err
	}
	return p, record(a, PersonChanged{Person: p.id})
}
