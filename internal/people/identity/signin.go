package identity

import (
	"context"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Tokens are what a program needs to act for a person.
type Tokens struct {
	Access    string `json:"access_token"`
	Refresh   string `json:"refresh_token"`
	ExpiresIn int    `json:"expires_in"` // seconds
}

// check finds the person of an address and compares the password; the answer and its time do not tell which of the two was wrong. The try is
// counted as a failure until the caller says otherwise.
func (r *Room) check(ctx context.Context, email, password string) (p Person, t attempt, err error) {
	if t, err = r.beginTry(ctx, tryPassword, accountOf(email)); err != nil {
		return p, t, err
	}
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
		p, _, err = db.First(tx.Query(personByEmail, fold(email)), (*Person).fields)
		return err
	})
	ok := false
	if err == nil {
		ok, err = matches(ctx, password, p.password)
	}
	if err != nil { // nobody was judged
		_ = r.takeBack(ctx, t)
		return p, t, err
	}
	if !ok {
		return p, t, fault.Unauthenticated("sign_in_refused")
	}
	return p, t, nil
}

// begin opens a session; the person has proved to be the right one.
func (r *Room) begin(ctx context.Context, p Person, kind string) (Session, string, error) {
	secret, kept := newSecret()
	s, err := act.Do(ctx, r.House, act.Who{Person: p.id}, act.Door{Via: kind}, func(a *act.Act) (Session, error) {
		office, err := r.Offices.Latest(a.Tx, p.id, a.Today)
		if err != nil {
			return Session{}, err
		}
		client := clientOf(a.Context())
		s := Session{id: id.New[id.Session](), person: p.id, kind: kind, office: office, secret: kept,
			created: a.Now, seen: a.Now, expires: a.Now.Add(sessionLife), agent: client.Agent, address: client.address()}
		a.Record(SignedIn{Person: p.id, Session: s.id, Kind: kind})
		if err := succeed(a, accountOf(p.email)); err != nil {
			return s, err
		}
		return s, insertSession(a.Tx, s)
	})
	return s, secret, err
}

// SignIn begins a session of the API. Totp is the code of the second factor, or a recovery code, when one is set.
func (r *Room) SignIn(ctx context.Context, email, password, totp string) (Tokens, error) {
	p, t, err := r.check(ctx, email, password)
	if err != nil {
		return Tokens{}, err
	}
	asks, err := r.asksCode(ctx, p.id)
	if err != nil {
		return Tokens{}, err
	}
	if asks && totp == "" {
		if err := r.takeBack(ctx, t); err != nil {
			return Tokens{}, err
		}
		return Tokens{}, fault.Unauthenticated("second_factor_required").At("totp")
	}
	if asks {
		if err := r.useCode(ctx, p, totp); err != nil {
			_ = r.takeBack(ctx, t) // the password was right, and the code is counted by itself
			return Tokens{}, unauthenticated(err)
		}
	}
	s, secret, err := r.begin(ctx, p, "api")
	if err != nil {
		return Tokens{}, err
	}
	return r.tokens(s, secret)
}

// unauthenticated is a refused code as the door says it.
func unauthenticated(err error) error {
	if f := fault.As(err); f != nil && f.Code == codeRefused {
		return fault.Unauthenticated(f.Code).At(f.Field)
	}
	return err
}

func (r *Room) tokens(s Session, secret string) (Tokens, error) {
	access, err := signAccess(r.key, s, r.House.Now())
	return Tokens{Access: access, Refresh: secret, ExpiresIn: int(accessLife / time.Second)}, err
}

// Entered is how far a sign-in on pages has come: a session, or a second step that is still to be made.
type Entered struct {
	Session string // the cookie's value
	Pending string
}

// SignInPage begins a session of pages, or asks for the second step.
func (r *Room) SignInPage(ctx context.Context, email, password string) (Entered, error) {
	p, t, err := r.check(ctx, email, password)
	if err != nil {
		return Entered{}, err
	}
	asks, err := r.asksCode(ctx, p.id)
	if err != nil {
		return Entered{}, err
	}
	if !asks {
		return r.enterPage(ctx, p)
	}
	secret, kept := newSecret()
	_, err = act.Do(ctx, r.House, act.Who{}, act.Door{Via: "page"}, func(a *act.Act) (bool, error) {
		if _, err := a.Exec(dropFailure, t.id); err != nil {
			return false, err
		}
		return true, insertPass(a.Tx, Pass{id: id.New[id.Pass](), kind: passSecondStep, person: p.id, secret: kept, created: a.Now, expires: a.Now.Add(secondStepLife)})
	})
	return Entered{Pending: secret}, err
}

// SecondStep ends a sign-in on pages that waits for its code.
func (r *Room) SecondStep(ctx context.Context, pending, code string) (Entered, error) {
	var p Person
	pass, err := r.passOf(ctx, passSecondStep, pending, &p)
	if err != nil {
		return Entered{}, fault.Unauthenticated("second_step_gone").At("totp")
	}
	if err := r.useCode(ctx, p, code); err != nil {
		return Entered{}, unauthenticated(err)
	}
	if _, err := act.Do(ctx, r.House, act.Who{}, act.Door{Via: "page"}, func(a *act.Act) (bool, error) { return true, usePass(a, pass) }); err != nil {
		return Entered{}, err
	}
	return r.enterPage(ctx, p)
}

func (r *Room) enterPage(ctx context.Context, p Person) (Entered, error) {
	s, secret, err := r.begin(ctx, p, "page")
	return Entered{Session: s.cookie(secret)}, err
}

// cookie is the value that a browser keeps: the office for which the session acts, and the secret.
func (s Session) cookie(secret string) string { return s.office.String() + "." + secret }

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
	return true, end(a, s, "reuse")
}

// SignOut ends the session of a refresh token or of a cookie; an unknown one is already out.
func (r *Room) SignOut(ctx context.Context, secret string) error {
	_, err := act.Do(ctx, r.House, act.Who{}, act.Door{Via: "page"}, func(a *act.Act) (struct{}, error) {
		s, found, err := db.First(a.Query(sessionBySecret, digestOf(secret)), (*Session).fields)
		if err != nil || !found {
			return struct{}{}, err
		}
		return struct{}{}, end(a, s, "asked")
	})
	return err
}

// end closes a session, once.
func end(a *act.Act, s Session, why string) error {
	n, err := a.Exec(endSession, s.id, a.Now)
	if err != nil || n == 0 {
		return err
	}
	return record(a, SignedOut{Person: s.person, Session: s.id, Why: why})
}

// Switch lets a session act for another office of its person; the caller has judged that it is one. For a session of pages it answers the
// cookie from now on.
func (r *Room) Switch(a *act.Act, office id.Of[id.Office]) (cookie string, err error) {
	s, err := ownSession(a)
	if err != nil {
		return "", err
	}
	if _, err := a.Exec(moveSession, s.id, office); err != nil {
		return "", err
	}
	s.office = office
	return rotate(a, s)
}

// SwitchTokens is Switch for the API: new tokens for the same session.
func (r *Room) SwitchTokens(a *act.Act, office id.Of[id.Office]) (Tokens, error) {
	if _, err := r.Switch(a, office); err != nil {
		return Tokens{}, err
	}
	s, err := ownSession(a)
	if err != nil {
		return Tokens{}, err
	}
	secret, kept := newSecret()
	if _, err := a.Exec(turnSession, s.id, kept, a.Now, a.Now.Add(sessionLife)); err != nil {
		return Tokens{}, err
	}
	return r.tokens(s, secret)
}

// open tells whether a session serves now.
func (s Session) open(now civil.Instant) bool {
	return s.ended.None() && now.Before(s.expires)
}
