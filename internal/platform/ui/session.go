package ui

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// secure tells whether the reader's side of the line is encrypted; the house believes X-Forwarded-Proto from its own proxies only.
func secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// SetSession gives the reader the cookie of a session, for as long as the session may last.
func SetSession(w http.ResponseWriter, r *http.Request, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: SessionCookie, Value: value, Path: "/", MaxAge: int(life / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(r)})
}

// EndSession takes the cookie back.
func EndSession(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: SessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(r)})
}

// keepChoices writes what a form changed into the reader's cookies: the session, the office that stands before its secret, the language.
func keepChoices(w http.ResponseWriter, r *http.Request, d Done) {
	if d.Session != "" {
		SetSession(w, r, d.Session, SessionLife)
	} else if !d.Office.None() {
		if c, err := r.Cookie(SessionCookie); err == nil {
			_, secret, _ := strings.Cut(c.Value, ".")
			SetSession(w, r, d.Office.String()+"."+secret, SessionLife)
		}
	}
	if d.Lang != "" {
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: string(d.Lang), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(r)})
	}
}

// pendingCookie carries a sign-in between its two steps; it goes to the pages of sign-in only.
const pendingCookie = "koprogo_second_step"

// PendingLife is how long a sign-in waits for its second step.
const PendingLife = 10 * time.Minute

type pendingKey struct{}

// Pending is the sign-in that waits for its second step; empty when none does.
func Pending(ctx context.Context) string {
	s, _ := ctx.Value(pendingKey{}).(string)
	return s
}

// withPending hands the waiting sign-in to an entrance.
func withPending(r *http.Request) *http.Request {
	c, err := r.Cookie(pendingCookie)
	if err != nil {
		return r
	}
	return r.WithContext(context.WithValue(r.Context(), pendingKey{}, c.Value))
}

// setPending keeps a sign-in for its second step, or forgets it when the value is empty.
func setPending(w http.ResponseWriter, r *http.Request, value string) {
	age := int(PendingLife / time.Second)
	if value == "" {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{Name: pendingCookie, Value: value, Path: SignInPath, MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(r)})
}

// SessionLife is how long a cookie of a session is kept; the session itself may end sooner.
const SessionLife = 14 * 24 * time.Hour
