package ui

import (
	"context"
	"net/http"
	"strings"

	"koprogo/internal/kernel/i18n"
)

// Theme is the reader's choice of light; the zero value follows the system.
type Theme string

// The themes.
const (
	ThemeSystem Theme = ""
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// The addresses to which the forms of the frame are sent. ThemeHandler, LanguageHandler and KeysHandler answer those of the choices.
const (
	ThemePath    = "/theme"
	LanguagePath = "/language"
	SignOutPath  = "/sign-out"
	KeysPath     = "/shortcuts"
)

// KeyField is the hidden field that carries the idempotency key of a form.
const KeyField = "idempotency_key"

const (
	themeCookie    = "theme"
	languageCookie = "language"
	keysCookie     = "keys"
)

// ThemeOf reads the reader's choice from its cookie.
func ThemeOf(r *http.Request) Theme {
	if c, err := r.Cookie(themeCookie); err == nil {
		if t := Theme(c.Value); t == ThemeLight || t == ThemeDark {
			return t
		}
	}
	return ThemeSystem
}

// LanguageOf reads the reader's language from its cookie, else from what the browser accepts.
func LanguageOf(r *http.Request) i18n.Lang {
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, ok := i18n.Known(c.Value); ok {
			return l
		}
	}
	return i18n.Accept(r.Header.Get("Accept-Language"))
}

// ThemeHandler keeps the theme sent by the frame and goes back to the page.
func ThemeHandler() http.Handler {
	return keep(themeCookie, "theme", func(v string) bool {
		return v == "system" || Theme(v) == ThemeLight || Theme(v) == ThemeDark
	})
}

// KeysOf reads whether the reader wants single keys to do something; they do as long as nobody says otherwise.
func KeysOf(r *http.Request) bool {
	c, err := r.Cookie(keysCookie)
	return err != nil || c.Value != "off"
}

type keysKey struct{}

// withKeys tells the page whether single keys do something.
func withKeys(ctx context.Context, on bool) context.Context {
	return context.WithValue(ctx, keysKey{}, on)
}

func keysOn(ctx context.Context) bool {
	on, told := ctx.Value(keysKey{}).(bool)
	return on || !told
}

// KeysHandler keeps whether single keys do something: who speaks to the computer, or brushes a key, must be able to switch them off.
func KeysHandler() http.Handler {
	return keep(keysCookie, "keys", func(v string) bool { return v == "on" || v == "off" })
}

// LanguageHandler keeps the language sent by the frame and goes back to the page.
func LanguageHandler() http.Handler {
	return keep(languageCookie, "language", func(v string) bool {
		_, ok := i18n.Known(v)
		return ok
	})
}

func keep(cookie, field string, known func(string) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if v := r.PostFormValue(field); known(v) {
			http.SetCookie(w, &http.Cookie{
				Name: cookie, Value: v, Path: "/", MaxAge: 365 * 24 * 3600,
				HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(r),
			})
		}
		http.Redirect(w, r, Local(r.PostFormValue("back")), http.StatusSeeOther)
	})
}

// Local lets only addresses of this house through; all others become the front door.
func Local(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}
