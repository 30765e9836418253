package app

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/obs"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// Bearer recognises the caller of the API: the session from the token, or the access key, and the roles from the office.
func (a *App) Bearer(r *http.Request) (act.Who, error) {
	who, err := a.callers.recall(a.DB, a.House.Now(), proofOf(r, ""), func() (act.Who, error) { return a.bearer(r) })
	who.Lang = i18n.From(r.Context()) // the API speaks the language that is asked for
	return who, err
}

func (a *App) bearer(r *http.Request) (who act.Who, err error) {
	if secret, is := identity.ReadKey(r); is {
		who, err = a.recognise(r, id.Of[id.Office]{}, func(tx *db.Tx) (act.Who, error) { return a.Identity.OfKey(tx, secret, a.House.Now()) })
	} else {
		session, of, err := a.Identity.ReadBearer(r)
		if err != nil {
			return act.Who{}, err
		}
		who, err = a.recognise(r, of, func(tx *db.Tx) (act.Who, error) { return a.Identity.OfBearer(tx, session, a.House.Now()) })
		if err == nil && who.Office != of { // a token that speaks for another office than its session does is renewed first
			err = fault.Unauthenticated("token_refused")
		}
		if err != nil {
			return act.Who{}, err
		}
	}
	return who, err
}

// Cookie recognises the reader of a page.
func (a *App) Cookie(r *http.Request) (act.Who, error) {
	c, err := r.Cookie(ui.SessionCookie)
	if err != nil {
		return act.Who{}, fault.Unauthenticated("token_missing")
	}
	of, secret, err := identity.ReadCookie(c.Value)
	if err != nil {
		return act.Who{}, err
	}
	proof, oneself := proofOf(r, c.Value), r.URL.Path == ui.StopSeeingPath
	if oneself {
		proof += "\noneself"
	}
	who, err := a.callers.recall(a.DB, a.House.Now(), proof, func() (act.Who, error) {
		var sees id.Of[id.Person]
		return a.recognise(r, of, func(tx *db.Tx) (who act.Who, err error) {
			who, sees, err = a.Identity.OfCookie(tx, secret, a.House.Now())
			return who, err
		}, func(tx *db.Tx, who act.Who) (act.Who, error) {
			if sees.None() || oneself { // whoever stops seeing as another does it as oneself
				return who, nil
			}
			return office.AsOwner(tx, who, sees, Policy, Seeable, a.House.Now().BrusselsDate())
		})
	})
	if chosen, err := r.Cookie("language"); err == nil {
		if l, ok := i18n.Known(chosen.Value); ok {
			who.Lang = l
		}
	}
	return who, err
}

// recognise reads session and roles in one look. The office that the token says only opens the look; the session's own decides. Who has no role
// left in that office is not let in for it.
func (a *App) recognise(r *http.Request, of id.Of[id.Office], session func(*db.Tx) (act.Who, error),
	eyes ...func(*db.Tx, act.Who) (act.Who, error)) (who act.Who, err error) {
	err = a.DB.Read(r.Context(), of, func(tx *db.Tx) error {
		if who, err = session(tx); err != nil {
			return err
		}
		roles := func(tx *db.Tx) error {
			if who.Grants, err = office.Grants(tx, who.Person, a.House.Now().BrusselsDate()); err != nil {
				return err
			}
			for _, lend := range eyes {
				if who, err = lend(tx, who); err != nil {
					return err
				}
			}
			return nil
		}
		if who.Office == of {
			return roles(tx)
		}
		return tx.Visit(who.Office, roles)
	})
	if err == nil && !who.Office.None() && len(who.Grants) == 0 && !who.Admin {
		err = fault.Unauthenticated("token_refused")
	}
	return who, err
}

// acting is a person who is here without a session: for a calendar, or a letter. It is somebody with today's roles, or nobody.
func acting(tx *db.Tx, person id.Of[id.Person], of id.Of[id.Office], today civil.Date) (act.Who, error) {
	p, err := identity.ByID(tx, person)
	if err != nil {
		return act.Who{}, err
	}
	who := p.Who()
	who.Office, who.Admin = of, false
	if who.Grants, err = office.Grants(tx, person, today); err == nil && len(who.Grants) == 0 {
		err = fault.Unauthenticated("token_refused")
	}
	return who, err
}

// Handler is the whole front of the house.
func (a *App) Handler() http.Handler {
	mux := a.Rest.Mux
	mux.HandleFunc("GET /api/openapi.json", a.openapi)
	mux.HandleFunc("/api/", rest.NotFoundAPI(mux))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("GET /metrics", a.Metrics.Handler())
	mux.Handle("GET /assets/", ui.AssetHandler())
	if a.Config.Kit {
		mux.HandleFunc("GET /kit", func(w http.ResponseWriter, r *http.Request) {
			ui.Write(w, r, http.StatusOK, ui.KitScreen(ui.ThemeOf(r)))
		})
	}
	mux.Handle("POST "+ui.ThemePath, ui.ThemeHandler())
	mux.Handle("POST "+ui.LanguagePath, ui.LanguageHandler())
	mux.Handle("POST "+ui.KeysPath, ui.KeysHandler())

	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.refuse(w, r, fault.Forbidden("cross_site"))
	}))
	guarded := a.language(secured(sameSite.Handler(mux)))
	return obs.Watch(a.Log, a.Metrics, func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, errPanic) }, a.behindProxy(guarded))
}

// refuse answers a program with a problem and a reader with a page.
func (a *App) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		rest.Fail(w, r, err)
		return
	}
	a.Pages.Fail(w, r.WithContext(i18n.With(r.Context(), ui.LanguageOf(r))), err)
}

var errPanic = errorText("a handler panicked; the log has it under the request's id")

type errorText string

func (e errorText) Error() string { return string(e) }

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}

// ready tells whether the database is really reached.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.DB.Ping(r.Context()); err != nil {
		a.Log.ErrorContext(r.Context(), "not ready", "error", err)
		say(w, http.StatusServiceUnavailable, "the database is not reached")
		return
	}
	say(w, http.StatusOK, "ready")
}

// OpenAPI is the description of the API, as it is kept in api/openapi.json.
func (a *App) OpenAPI() ([]byte, error) {
	raw, err := json.Marshal(a.Rest.OpenAPI())
	if err != nil {
		return nil, err
	}
	var sorted any // through a map, so that the same API is always the same bytes
	if err := json.Unmarshal(raw, &sorted); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(sorted, "", "  ")
	return append(text, '\n'), err
}

func (a *App) openapi(w http.ResponseWriter, r *http.Request) {
	text, err := a.OpenAPI()
	if err != nil {
		rest.Fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text)
}

// language puts the reader's language into the context: the cookie's choice on pages, the Accept-Language header otherwise.
func (a *App) language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := i18n.Accept(r.Header.Get("Accept-Language"))
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			lang = ui.LanguageOf(r)
		}
		w.Header().Set("Content-Language", string(lang))
		spoken := r.WithContext(i18n.With(r.Context(), lang))
		next.ServeHTTP(w, spoken)
		r.Pattern = spoken.Pattern // for the log and the metrics
	})
}

// secured sets the headers that every answer has.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", ui.CSP)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
		if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// behindProxy believes X-Forwarded-For and X-Forwarded-Proto from the configured proxies only, and removes them from anyone else's request. The
// caller's address goes into the context, for the count of failures and the person's own list of devices.
func (a *App) behindProxy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if remote, _ := hop(r.RemoteAddr); !a.trusted(remote) {
			r.Header.Del("X-Forwarded-For")
			r.Header.Del("X-Forwarded-Proto")
		}
		spoken := r.WithContext(identity.WithClient(r.Context(), identity.Client{Address: a.caller(r), Agent: r.UserAgent()}))
		next.ServeHTTP(w, spoken)
		r.Pattern = spoken.Pattern // for the log and the metrics
	})
}

// caller is the address of who asks: of all hops, written from the caller on, the last one that is no proxy of ours. What stands before it was
// said by the caller, who may say anything.
func (a *App) caller(r *http.Request) netip.Addr {
	from, _ := hop(r.RemoteAddr)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && a.trusted(from); i-- {
		before, ok := hop(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		from = before
	}
	return from
}

// hop reads an address, with or without its port.
func hop(text string) (netip.Addr, bool) {
	if with, err := netip.ParseAddrPort(text); err == nil {
		return with.Addr().Unmap(), true
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return addr.Unmap(), err == nil
}

func (a *App) trusted(addr netip.Addr) bool {
	for _, p := range a.Config.Proxies {
		if addr.IsValid() && p.Contains(addr) {
			return true
		}
	}
	return false
}
