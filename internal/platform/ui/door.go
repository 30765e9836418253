package ui

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/obs"
	"koprogo/internal/platform/rest"

	"github.com/a-h/templ"
	"github.com/google/uuid"
)

// SessionCookie carries the session of a reader.
const SessionCookie = "koprogo_session"

// SignInPath is where a reader without a session is sent.
const SignInPath = "/sign-in"

// maxForm bounds a form that carries no file.
const maxForm = 1 << 20

const toastCookie = "koprogo_done"

// partHeader marks the request of a page that only renews a part of itself.
const partHeader = "X-Part"

// Pages is the door of the pages: the same requests and verbs as the API, said in HTML.
type Pages struct {
	Rest *rest.Server
	// Enter recognises the reader by the session cookie.
	Enter func(r *http.Request) (act.Who, error)
	// Around makes the frame of a page: the bar of a building, or of the office when building is none.
	Around func(v *act.View, building id.Of[id.Building], section string) (Frame, error)
	// Refused draws the page for an error, inside a bare frame.
	Refused func(Failure) templ.Component
	// Views keeps the ways in which readers look at lists; nil keeps none.
	Views Views
}

// May tells whether a page exists and the reader may open it in a building, or anywhere for none: only then is a link to it shown.
// The path is as declared, with its {building}.
func (p *Pages) May(v *act.View, path string, building id.Of[id.Building]) bool {
	for _, r := range p.Rest.Routes {
		if r.Page && r.Path == path && r.Method == http.MethodGet {
			if building.None() {
				return p.Rest.House.Policy.Somewhere(v.Who, r.Action)
			}
			return v.May(r.Action, building)
		}
	}
	return false
}

// Failure is why a page could not be shown.
type Failure struct {
	Status int
	Says   string
	Frame  BareFrame
	ID     string // of the request, when the fault is ours
}

// Sheet is what a page shows inside its frame.
type Sheet struct {
	Title       string
	Building    id.Of[id.Building] // none for a page of the office
	Section     string             // which section of the navigation is current
	Density     Density
	Provisional string // the words of the band over accounts that are not final; none when empty
	Live        bool   // parts of it renew themselves when something happens: it says up to which fact it knows
	Body        templ.Component
	To          string // leads there instead of being shown
}

// Sent is what a form brought back: the answers as they were written, and what is wrong with them. It is empty when the form is first shown.
type Sent struct {
	Values url.Values
	Faults []*fault.Fault
	Key    string // idempotency key for the form
	Lang   i18n.Lang
	back   bool
	labels map[string]string // of the fields that were drawn, by name
}

// Back tells whether the form came back with faults.
func (s Sent) Back() bool { return s.back }

// Value is what was answered, or the given value when the form is first shown.
func (s Sent) Value(name, first string) string {
	if !s.back {
		return first
	}
	return s.Values.Get(name)
}

// Chosen tells whether an option was chosen, or is the given first choice.
func (s Sent) Chosen(name, value, first string) bool { return s.Value(name, first) == value }

// Error is the sentence beside a field.
func (s Sent) Error(name string) string {
	for _, f := range s.Faults {
		if f.Field == name {
			return rest.Sentence(s.Lang, f)
		}
	}
	return ""
}

// Summary is the list of faults at the head of the form.
func (s Sent) Summary(ctx context.Context) ErrorSummary {
	sum := ErrorSummary{Title: say(ctx, "faults", "n", len(s.Faults))}
	for _, f := range s.Faults {
		sum.Faults = append(sum.Faults, Fault{Field: f.Field, Says: rest.Sentence(s.Lang, f)})
	}
	return sum
}

// Done is where a form leads when it was carried out, and what is said there.
type Done struct {
	To   string
	Says string
	Undo string // address to which an undoing is posted; none when empty

	Office id.Of[id.Office] // the session acts for this office from now on
	Lang   i18n.Lang        // the reader reads this language from now on

	// The two below are secrets: they are never kept under an idempotency key, and a form that is sent twice is led on without them.
	Session string `json:"-"` // the session's cookie from now on
	Show    *Sheet `json:"-"` // shown at once, instead of leading on: what can be seen only once
}

// Page declares a page that changes nothing.
func Page[I any](p *Pages, route string, action act.Action, show func(*act.View, I) (Sheet, error)) {
	p.page(entranceOf[I](p, route), action, func(v *act.View, in any) (Sheet, error) { return show(v, in.(I)) })
}

func (p *Pages) page(e entrance, action act.Action, show func(*act.View, any) (Sheet, error)) {
	p.declare(e, action, func(w http.ResponseWriter, r *http.Request, who act.Who, in any) {
		p.showSheet(w, r, who, http.StatusOK, func(v *act.View) (Sheet, error) { return show(v, in) })
	})
}

// File declares a page that is a file, such as a PDF.
func File[I any](p *Pages, route string, action act.Action, make func(*act.View, I) (rest.Download, error)) {
	p.file(entranceOf[I](p, route), action, func(v *act.View, in any) (rest.Download, error) { return make(v, in.(I)) })
}

func (p *Pages) file(e entrance, action act.Action, make func(*act.View, any) (rest.Download, error)) {
	p.declare(e, action, func(w http.ResponseWriter, r *http.Request, who act.Who, in any) {
		d, err := act.See(r.Context(), p.Rest.House, who, func(v *act.View) (rest.Download, error) { return make(v, in) })
		if err != nil {
			p.fail(w, r, err)
			return
		}
		rest.ServeFile(w, d)
	})
}

// FormPage declares a page with a form: GET shows it, POST carries it out in one act and leads on, or shows it again with its faults.
// MaxBody bounds what is sent; 1 MiB when 0.
func FormPage[I any](p *Pages, path string, action act.Action, maxBody int64,
	show func(*act.View, I, Sent) (Sheet, error), carryOut func(*act.Act, I) (Done, error)) {
	Page(p, "GET "+path, action, func(v *act.View, in I) (Sheet, error) {
		return show(v, in, Sent{Key: newKey(), Lang: i18n.From(v.Context())})
	})
	Post(p, path, action, maxBody, show, carryOut)
}

// Post declares the carrying out of a form that stands on a page of its own or on another; show draws it again when it has faults.
func Post[I any](p *Pages, path string, action act.Action, maxBody int64,
	show func(*act.View, I, Sent) (Sheet, error), carryOut func(*act.Act, I) (Done, error)) {
	p.post(entranceOf[I](p, "POST "+path), action, maxBody, redraw(show), func(r *http.Request, who act.Who, in any, digest []byte) (Done, error) {
		door := act.Door{Via: "page", Key: r.FormValue(KeyField), Input: digest}
		if len(door.Key) > 200 {
			door.Key = ""
		}
		return act.Do(r.Context(), p.Rest.House, who, door, func(a *act.Act) (Done, error) { return carryOut(a, in.(I)) })
	})
}

// Proven declares a page with a form whose reader first proves who they are, such as by a password; see rest.Proven.
func Proven[I, P any](p *Pages, path string, action act.Action, show func(*act.View, I, Sent) (Sheet, error),
	prove func(ctx context.Context, who act.Who, in I) (P, error), carryOut func(*act.Act, I, P) (Done, error)) {
	Page(p, "GET "+path, action, func(v *act.View, in I) (Sheet, error) {
		return show(v, in, Sent{Lang: i18n.From(v.Context())})
	})
	p.post(entranceOf[I](p, "POST "+path), action, 0, redraw(show), func(r *http.Request, who act.Who, in any, _ []byte) (Done, error) {
		proved, err := prove(r.Context(), who, in.(I))
		if err != nil {
			return Done{}, err
		}
		return act.Do(r.Context(), p.Rest.House, who, act.Door{Via: "page"}, func(a *act.Act) (Done, error) { return carryOut(a, in.(I), proved) })
	})
}

// entrance is a route of the pages and how its request is read. Only this and the calls of a room's own functions are generic: the rest
// is written once for all routes.
type entrance struct {
	method, path string
	shape        rest.Shape
	bind         func(w http.ResponseWriter, r *http.Request, maxBody int64) (any, error)
	digest       func(r *http.Request, in any) []byte
}

func entranceOf[I any](p *Pages, route string) entrance {
	method, path, _ := strings.Cut(route, " ")
	binder := rest.NewBinder[I](p.Rest, path)
	return entrance{method, path, binder.Shape(), func(w http.ResponseWriter, r *http.Request, maxBody int64) (any, error) {
		return binder.BindForm(w, r, maxBody)
	}, binder.Digest}
}

func redraw[I any](show func(*act.View, I, Sent) (Sheet, error)) func(*act.View, any, Sent) (Sheet, error) {
	if show == nil {
		return nil
	}
	return func(v *act.View, in any, sent Sent) (Sheet, error) { return show(v, in.(I), sent) }
}

// post declares the carrying out of a form; run is the one act of it.
func (p *Pages) post(e entrance, action act.Action, maxBody int64, show func(*act.View, any, Sent) (Sheet, error),
	run func(r *http.Request, who act.Who, in any, digest []byte) (Done, error)) {
	if maxBody == 0 {
		maxBody = maxForm
	}
	p.receive(e, action, func(w http.ResponseWriter, r *http.Request, who act.Who) {
		in, err := e.bind(w, r, maxBody)
		var done Done
		if err == nil {
			done, err = run(r, who, in, e.digest(r, in))
		}
		f := fault.As(err)
		if err == nil && done.Show != nil {
			keepChoices(w, r, done)
			p.showSheet(w, r, who, http.StatusOK, func(*act.View) (Sheet, error) { return *done.Show, nil })
			return
		}
		if err == nil {
			setToast(w, r, done)
			keepChoices(w, r, done)
			http.Redirect(w, r, done.To, http.StatusSeeOther)
			return
		}
		if f == nil || f.Kind < fault.KindConflict && f.Kind != fault.KindMalformed || show == nil {
			p.fail(w, r, err)
			return
		}
		sent := Sent{Values: r.Form, Faults: f.List(), Key: newKey(), Lang: i18n.From(r.Context()), back: true, labels: map[string]string{}}
		p.showSheet(w, r, who, rest.StatusOf(err), func(v *act.View) (Sheet, error) { return show(v, in, sent) })
	})
}

func (p *Pages) declare(e entrance, action act.Action, serve func(http.ResponseWriter, *http.Request, act.Who, any)) {
	p.receive(e, action, func(w http.ResponseWriter, r *http.Request, who act.Who) {
		in, err := e.bind(w, r, maxForm)
		if err != nil {
			p.fail(w, r, err)
			return
		}
		serve(w, r, who, in)
	})
}

// receive registers a route whose reader is known and may act before anything of the request is read.
func (p *Pages) receive(e entrance, action act.Action, serve func(http.ResponseWriter, *http.Request, act.Who)) {
	p.Rest.AddPage(e.method, strings.TrimSuffix(e.path, "{$}"), action, e.shape)
	p.Rest.Mux.HandleFunc(e.method+" "+e.path, func(w http.ResponseWriter, r *http.Request) {
		if who, ok := p.enter(w, r, action); ok {
			r = seenBy(r, who)
			serve(w, r.WithContext(At(i18n.With(r.Context(), who.Lang), r.URL)), who)
		}
	})
}

// enter recognises the reader and judges the action before the body is read.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request, action act.Action) (act.Who, bool) {
	who, err := p.Enter(r)
	if err != nil {
		if f := fault.As(err); f != nil && f.Kind == fault.KindUnauthenticated {
			to := SignInPath
			if r.Method == http.MethodGet && r.URL.Path != "/" {
				to += "?next=" + url.QueryEscape(r.URL.RequestURI())
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
			return who, false
		}
		p.fail(w, r, err)
		return who, false
	}
	if !p.Rest.House.Policy.Somewhere(who, action) {
		p.fail(w, seenBy(r, who), fault.Forbidden("forbidden"))
		return who, false
	}
	return who, true
}

func (p *Pages) showSheet(w http.ResponseWriter, r *http.Request, who act.Who, status int, show func(*act.View) (Sheet, error)) {
	type shown struct {
		frame Frame
		body  templ.Component
		to    string
	}
	// The view ends before the page is written: a slow reader holds no connection.
	s, err := act.See(r.Context(), p.Rest.House, who, func(v *act.View) (shown, error) {
		screen, err := show(v)
		if err != nil || screen.To != "" {
			return shown{to: screen.To}, err
		}
		f, err := p.Around(v, screen.Building, screen.Section)
		f.Title, f.Provisional = screen.Title, screen.Provisional
		if screen.Density != "" {
			f.Density = screen.Density
		}
		if err == nil && screen.Live {
			f.Seq, err = act.LastFact(v.Tx)
		}
		return shown{f, screen.Body, ""}, err
	})
	if err != nil {
		p.fail(w, r, err)
		return
	}
	if s.to != "" {
		http.Redirect(w, r, s.to, http.StatusSeeOther)
		return
	}
	s.frame.Seeing = seeingIn(r.Context())
	s.frame.Failed = status >= 400
	s.frame.Theme = ThemeOf(r)
	s.frame.Path = r.URL.RequestURI()
	if r.Method != http.MethodGet {
		s.frame.Path = r.URL.Path
	}
	s.frame.Keys = KeysOf(r)
	r = r.WithContext(withKeys(r.Context(), s.frame.Keys))
	if r.Header.Get(partHeader) == "" { // a part that renews itself leaves the toast to the next page
		s.frame.Toast = takeToast(w, r)
	}
	Write(w, r, status, Screen(s.frame, s.body))
}

// Write renders a page whole before anything is sent, so that a fault in a template becomes an error page and not half a page.
func Write(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	var b strings.Builder
	if err := page.Render(r.Context(), &b); err != nil {
		slog.ErrorContext(r.Context(), "page not drawn", "error", err)
		http.Error(w, "500", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(b.String()))
}

// Fail answers with the page of an error.
func (p *Pages) Fail(w http.ResponseWriter, r *http.Request, err error) { p.fail(w, r, err) }

func (p *Pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	problem := rest.ProblemOf(i18n.From(r.Context()), err)
	f := Failure{Status: problem.Status, Says: problem.Detail, Frame: BareFrame{Title: problem.Detail, Failed: true, Theme: ThemeOf(r), Path: r.URL.Path, Seeing: seeingIn(r.Context())}}
	if problem.Status >= 500 {
		f.ID = obs.RequestID(r.Context())
		slog.ErrorContext(r.Context(), "page failed", "error", err, "path", r.Pattern)
	}
	rest.Headers(w, err)
	Write(w, r, problem.Status, p.Refused(f))
}

type seeingKey struct{}

// seenBy notes whose pages are looked at, so that even a refusal shows the way back to oneself.
func seenBy(r *http.Request, who act.Who) *http.Request {
	if who.Seer.None() {
		return r
	}
	return r.WithContext(context.WithValue(r.Context(), seeingKey{}, &Seeing{Name: who.Name, Stop: StopSeeingPath}))
}

func seeingIn(ctx context.Context) *Seeing {
	s, _ := ctx.Value(seeingKey{}).(*Seeing)
	return s
}

func newKey() string { return uuid.NewString() }

func setToast(w http.ResponseWriter, r *http.Request, d Done) {
	if d.Says == "" {
		return
	}
	raw, _ := json.Marshal(Toast{Says: d.Says, Undo: d.Undo, Key: newKey()})
	http.SetCookie(w, &http.Cookie{Name: toastCookie, Value: base64.RawURLEncoding.EncodeToString(raw), Path: "/", MaxAge: 60,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(r)})
}

func takeToast(w http.ResponseWriter, r *http.Request) *Toast {
	c, err := r.Cookie(toastCookie)
	if err != nil {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: toastCookie, Path: "/", MaxAge: -1, HttpOnly: true})
	raw, err := base64.RawURLEncoding.DecodeString(c.Value)
	var t Toast
	if err != nil || json.Unmarshal(raw, &t) != nil || t.Undo != Local(t.Undo) && t.Undo != "" {
		return nil
	}
	return &t
}
