package identity

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
)

// Offices is asked for which office a fresh session should act; the room office answers.
type Offices interface {
	// Latest is the office that the person used last; none when the person has none.
	Latest(tx *db.Tx, person id.Of[id.Person]) (id.Of[id.Office], error)
}

// Room holds what the verbs need from elsewhere.
type Room struct {
	House   *act.House
	Offices Offices
	Mail    mail.Sender
	BaseURL string // public address, for the links in letters
	key     []byte // signs access tokens
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
	if err := acceptable(password); err != nil {
		return p, err
	}
	if p.password, err = encode(a.Context(), password); err != nil {
		return p, err
	}
	p.admin = admin
	if err := insertPerson(a.Tx, p); err != nil {
		return p, err
	}
	_, err = a.Exec(setPassword, p.id, p.password)
	a.Record(PasswordChosen{Person: p.id})
	return p, err
}

// ChoosePassword ends an invitation: the person of the link gets the password.
func (r *Room) ChoosePassword(ctx context.Context, secret, password string) error {
	if err := acceptable(password); err != nil {
		return err
	}
	encoded, err := encode(ctx, password) // before the transaction: it takes its time
	if err != nil {
		return err
	}
	_, err = act.Do(ctx, r.House, act.Who{}, act.Door{Via: "page"}, func(a *act.Act) (struct{}, error) {
		gone := fault.Conflict("invitation_gone").At("token")
		inv, err := db.One(a.Query(invitationBySecret, digestOf(secret)), (*Invitation).fields, gone)
		if err != nil {
			return struct{}{}, err
		}
		if !inv.open(a.Now) {
			return struct{}{}, gone
		}
		used, err := a.Exec(useInvitation, inv.id, a.Now)
		if err != nil || used == 0 {
			return struct{}{}, orFault(err, gone)
		}
		a.Record(PasswordChosen{Person: inv.person})
		_, err = a.Exec(setPassword, inv.person, encoded)
		return struct{}{}, err
	})
	return err
}

func orFault(err error, f *fault.Fault) error {
	if err != nil {
		return err
	}
	return f
}

// Tokens are what a program needs to act for a person.
type Tokens struct {
	Access    string `json:"access_token"`
	Refresh   string `json:"refresh_token"`
	ExpiresIn int    `json:"expires_in"` // seconds
}

// check finds the person of an address and compares the password; the answer and its time do not tell which of the two was wrong.
func (r *Room) check(ctx context.Context, email, password string) (Person, error) {
	var p Person
	err := r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
		p, _, err = db.First(tx.Query(personByEmail, fold(email)), (*Person).fields)
		return err
	})
	if err != nil {
		return p, err
	}
	ok, err := matches(ctx, password, p.password)
	if err != nil {
		return p, err
	}
	if !ok {
		return p, fault.Unauthenticated("sign_in_refused")
	}
	return p, nil
}

func (r *Room) begin(ctx context.Context, p Person, kind string) (Session, string, error) {
	secret, kept := newSecret()
	s, err := act.Do(ctx, r.House, act.Who{Person: p.id}, act.Door{Via: kind}, func(a *act.Act) (Session, error) {
		office, err := r.Offices.Latest(a.Tx, p.id)
		if err != nil {
			return Session{}, err
		}
		s := Session{id: id.New[id.Session](), person: p.id, kind: kind, office: office, secret: kept,
			created: a.Now, seen: a.Now, expires: a.Now.Add(sessionLife)}
		a.Record(SignedIn{Person: p.id, Session: s.id, Kind: kind})
		return s, insertSession(a.Tx, s)
	})
	return s, secret, err
}

// SignIn begins a session of the API.
func (r *Room) SignIn(ctx context.Context, email, password string) (Tokens, error) {
	p, err := r.check(ctx, email, password)
	if err != nil {
		return Tokens{}, err
	}
	s, secret, err := r.begin(ctx, p, "api")
	if err != nil {
		return Tokens{}, err
	}
	return r.tokens(s, secret)
}

func (r *Room) tokens(s Session, secret string) (Tokens, error) {
	access, err := signAccess(r.key, s, r.House.Now())
	return Tokens{Access: access, Refresh: secret, ExpiresIn: int(accessLife / time.Second)}, err
}

// Refresh turns a refresh token into new tokens. A token that was already turned means that two hold it: the session ends.
func (r *Room) Refresh(ctx context.Context, secret string) (Tokens, error) {
	refused := fault.Unauthenticated("token_refused")
	next, kept := newSecret()
	stolen := false
	s, err := act.Do(ctx, r.House, act.Who{}, act.Door{Via: "api"}, func(a *act.Act) (Session, error) {
		s, found, err := db.First(a.Query(sessionBySecret, digestOf(secret)), (*Session).fields)
		if err != nil {
			return s, err
		}
		if !found {
			stolen, err = r.endSpent(a, secret)
			return s, err
		}
		if !s.open(a.Now) || s.kind != "api" {
			return s, refused
		}
		_, err = a.Exec(turnSession, s.id, kept, a.Now, a.Now.Add(sessionLife))
		return s, err
	})
	if err != nil {
		return Tokens{}, err
	}
	if stolen || s.id.None() {
		return Tokens{}, refused
	}
	return r.tokens(s, next)
}

func (r *Room) endSpent(a *act.Act, secret string) (bool, error) {
	s, found, err := db.First(a.Query(sessionBySpent, digestOf(secret)), (*Session).fields)
	if err != nil || !found {
		return false, err
	}
	a.Record(SignedOut{Person: s.person, Session: s.id, Why: "reuse"})
	return true, end(a.Tx, s, a.Now)
}

// SignOut ends the session of a refresh token or of a cookie; an unknown one is already out.
func (r *Room) SignOut(ctx context.Context, secret string) error {
	_, err := act.Do(ctx, r.House, act.Who{}, act.Door{Via: "page"}, func(a *act.Act) (struct{}, error) {
		s, found, err := db.First(a.Query(sessionBySecret, digestOf(secret)), (*Session).fields)
		if err != nil || !found || !s.ended.None() {
			return struct{}{}, err
		}
		a.Record(SignedOut{Person: s.person, Session: s.id, Why: "asked"})
		return struct{}{}, end(a.Tx, s, a.Now)
	})
	return err
}

// Switch lets a session act for another office of its person; the caller has judged that it is one.
func (r *Room) Switch(a *act.Act, office id.Of[id.Office]) (Session, error) {
	s, err := db.One(a.Query(sessionByID, a.Who.Session), (*Session).fields, fault.Unauthenticated("token_refused"))
	if err != nil {
		return s, err
	}
	s.office = office
	_, err = a.Exec(moveSession, s.id, office)
	return s, err
}

// SwitchTokens is Switch for the API: new tokens for the same session.
func (r *Room) SwitchTokens(a *act.Act, office id.Of[id.Office]) (Tokens, error) {
	s, err := r.Switch(a, office)
	if err != nil {
		return Tokens{}, err
	}
	secret, kept := newSecret()
	if _, err := a.Exec(turnSession, s.id, kept, a.Now, a.Now.Add(sessionLife)); err != nil {
		return Tokens{}, err
	}
	return r.tokens(s, secret)
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

// SignInPage begins a session of pages and gives the cookie's value.
func (r *Room) SignInPage(ctx context.Context, email, password string) (string, error) {
	p, err := r.check(ctx, email, password)
	if err != nil {
		return "", err
	}
	s, secret, err := r.begin(ctx, p, "page")
	if err != nil {
		return "", err
	}
	return s.office.String() + "." + secret, nil
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

// OfCookie recognises the reader of a page.
func (r *Room) OfCookie(tx *db.Tx, secret string, now civil.Instant) (act.Who, error) {
	s, err := db.One(tx.Query(findSession, digestOf(secret)), (*Session).fields, fault.Unauthenticated("token_refused"))
	if err != nil {
		return act.Who{}, err
	}
	if s.kind != "page" {
		return act.Who{}, fault.Unauthenticated("token_refused")
	}
	return r.who(tx, s, now)
}

// SetLanguage keeps the language in which a person reads.
func (r *Room) SetLanguage(a *act.Act, lang i18n.Lang) error {
	_, err := a.Exec(setLang, a.Who.Person, string(lang))
	return err
}
