package ui

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/rest"

	"github.com/a-h/templ"
)

// Entrance is a page before one is inside: sign-in, an invitation, the first steps of a house.
type Entrance struct {
	Title string
	Wide  bool
	Body  templ.Component
	To    string // leads there instead of being shown
}

// Passage is where a form of an entrance leads.
type Passage struct {
	To      string
	Session string // value of the session cookie, when a session begins
	Pending string // a sign-in that waits for its second step; see Pending
	Says    string
}

// Outside declares an entrance, which needs no session: GET shows it, POST carries it out and leads on, or shows it again with its faults.
// Its forms are judged by the same schema as those of the API.
func Outside[I any](p *Pages, path string, show func(context.Context, I, Sent) (Entrance, error), carryOut func(context.Context, I) (Passage, error)) {
	binder := rest.NewBinder[I](p.Rest, path)
	draw := func(w http.ResponseWriter, r *http.Request, status int, in I, sent Sent) {
		r = withPending(r)
		sent.Lang = i18n.From(r.Context())
		e, err := show(r.Context(), in, sent)
		if err != nil {
			p.fail(w, r, err)
			return
		}
		if e.To != "" {
			http.Redirect(w, r, e.To, http.StatusSeeOther)
			return
		}
		Write(w, r, status, Door(BareFrame{Title: e.Title, Failed: status >= 400, Theme: ThemeOf(r), Path: r.URL.RequestURI(), Wide: e.Wide}, e.Body))
	}
	p.Rest.Mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		in, err := binder.BindForm(w, r, 0)
		if err != nil {
			p.fail(w, r, err)
			return
		}
		draw(w, r, http.StatusOK, in, Sent{})
	})
	p.Rest.Mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		in, err := binder.BindForm(w, r, 1<<16)
		var done Passage
		if err == nil {
			done, err = carryOut(withPending(r).Context(), in)
		}
		f := fault.As(err)
		switch {
		case err == nil:
			if done.Session != "" {
				SetSession(w, r, done.Session, SessionLife)
			}
			if done.Session != "" || done.Pending != "" {
				setPending(w, r, done.Pending)
			}
			setToast(w, r, Done{Says: done.Says})
			http.Redirect(w, r, done.To, http.StatusSeeOther)
		case f == nil || f.Kind == fault.KindNotFound:
			p.fail(w, r, err)
		default:
			rest.Headers(w, err)
			draw(w, r, rest.StatusOf(err), in, Sent{Values: r.Form, Faults: f.List(), back: true, labels: map[string]string{}})
		}
	})
}

// Field fills a field with what was answered, or with a first value, and puts the fault of its answer under it.
func (s Sent) Field(f Field, first string) Field {
	f.Error = s.Error(f.Name)
	if s.labels != nil {
		s.labels[f.Name] = f.Label
	}
	switch f.Kind {
	case KindPassword, KindFile: // never sent back
	case KindCheck:
		value := f.Value
		if value == "" {
			value = "true"
		}
		f.Ticked = s.Value(f.Name, first) == value
	default:
		f.Value = s.Value(f.Name, first)
	}
	return f
}

// before draws the summary of the faults and then the fields that it encloses. The fields are drawn first, so that the summary can name them:
// "Fill this in." tells nothing away from its field.
func (s Sent) before() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		fields := templ.GetChildren(ctx)
		ctx = templ.ClearChildren(ctx)
		var drawn strings.Builder
		if err := fields.Render(ctx, &drawn); err != nil {
			return err
		}
		summary := s.Summary(ctx)
		for i, f := range s.Faults {
			if label := s.labels[f.Field]; label != "" && plain(f.Code) {
				summary.Faults[i].Says = say(ctx, "fault_at", "label", label, "says", summary.Faults[i].Says)
			}
		}
		if err := summary.Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, drawn.String())
		return err
	})
}

// plain tells whether the sentence of a fault speaks of any field alike.
func plain(code string) bool {
	return code == "required" || strings.HasPrefix(code, "too_") || strings.HasSuffix(code, "_expected") || code == "value_refused" || code == "nul_character"
}

// With is an address with a query; empty values are left out. Names and values alternate.
func With(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
