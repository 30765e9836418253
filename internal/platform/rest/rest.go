// Package rest is the API door of every room, and keeps the list of all routes.
//
//	Read, Write          declare a route once: method, path, action, words, request struct, verb
//	Proven               a Write whose caller first proves who they are
//	PublicRead, PublicWrite   the few that need no sign-in; their paths are on a fixed list
//	Binder (bind.go)     one schema judges JSON, path, query and form
//	Problem (problem.go) faults become RFC 9457 documents in the reader's language
//	OpenAPI (openapi.go) the golden description, written from the declarations
//	Versioned (version.go) answers that need not be made again
//
// A request is judged in this order: who are you (401), may you do this anywhere (403), is the path's id well formed (404),
// is the body readable and right (400, 413, 415, 422); then the act begins. A route without an action panics at start, and so does one
// whose {param} is bound by no field.
package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"

	"github.com/danielgtaylor/huma/v2"
)

// Doorman recognises callers.
type Doorman interface {
	// Bearer recognises the caller of the API by the Authorization header.
	Bearer(r *http.Request) (act.Who, error)
}

// Route is one declared route of the API or of the pages.
type Route struct {
	Method, Path string
	Action       act.Action // empty only when Public
	Public       bool
	Page         bool
	Part         bool     // of a page: it has no frame
	Params       []string // names of the path's parameters
	HasBody      bool
	HasFile      bool
	Package      string
}

// Server holds what the doors share.
type Server struct {
	House   *act.House
	Doorman Doorman
	Mux     *http.ServeMux
	Routes  []Route

	registry huma.Registry // of what the API says
	forms    huma.Registry // of what the forms of pages say
	openapi  *huma.OpenAPI
	made     bodies
}

// New makes a server without routes.
func New(house *act.House, doorman Doorman) *Server {
	s := &Server{House: house, Doorman: doorman, Mux: http.NewServeMux()}
	s.registry = huma.NewMapRegistry("#/components/schemas/", schemaName)
	s.forms = huma.NewMapRegistry("#/components/schemas/", schemaName)
	s.openapi = newOpenAPI(s.registry)
	return s
}

// Option changes how a route answers.
type Option func(*settings)

type settings struct {
	status    int
	maxBody   int64
	summary   string
	mediaType string
	unkept    bool
	versioned bool
}

// Status sets the status of success where it is not the usual one (201 for POST, 204 without content, else 200).
func Status(code int) Option { return func(s *settings) { s.status = code } }

// MaxBody sets how many bytes a request may hold; 1 MiB when not said.
func MaxBody(bytes int64) Option { return func(s *settings) { s.maxBody = bytes } }

// Produces says that the answer is a file of this type.
func Produces(mediaType string) Option { return func(s *settings) { s.mediaType = mediaType } }

// Unkept says that the answer is a secret: it is not kept under an idempotency key, and a repeated request is carried out again.
func Unkept() Option { return func(s *settings) { s.unkept = true } }

// Nothing is the answer of a route that answers 204.
type Nothing struct{}

// List is a page of a list. NextCursor is null on the last page.
type List[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`
}

// Download is an answer that is a file.
type Download struct {
	Name string
	Type string
	Data []byte
}

// publicPrefixes are the only places where no sign-in is needed.
var publicPrefixes = []string{"/api/v1/auth/", "/api/v1/calculators/", "/api/v1/public/", "/api/v1/setup/", "/api/v1/notary/"}

// Read declares a route that changes nothing.
func Read[I, O any](s *Server, route string, action act.Action, summary string, verb func(*act.View, I) (O, error), options ...Option) {
	declare[I, O](s, route, action, summary, options, false, func(ctx context.Context, who act.Who, _ act.Door, in I) (O, error) {
		return act.See(ctx, s.House, who, func(v *act.View) (O, error) { return verb(v, in) })
	})
}

// Write declares a route that is one act.
func Write[I, O any](s *Server, route string, action act.Action, summary string, verb func(*act.Act, I) (O, error), options ...Option) {
	declare[I, O](s, route, action, summary, options, true, func(ctx context.Context, who act.Who, door act.Door, in I) (O, error) {
		return act.Do(ctx, s.House, who, door, func(a *act.Act) (O, error) { return verb(a, in) })
	})
}

// Proven declares a route that is one act after a proof of who asks, such as a password. The proof stands before the act: it costs time that no
// transaction should hold, and a wrong one is to be counted although nothing else happens. What was proved is handed to the verb. Such a
// request is never kept under an idempotency key, because its input holds a secret.
func Proven[I, P, O any](s *Server, route string, action act.Action, summary string,
	prove func(ctx context.Context, who act.Who, in I) (P, error), verb func(*act.Act, I, P) (O, error), options ...Option) {
	declare[I, O](s, route, action, summary, append(options, Unkept()), true, func(ctx context.Context, who act.Who, door act.Door, in I) (O, error) {
		p, err := prove(ctx, who, in)
		if err != nil {
			return *new(O), err
		}
		return act.Do(ctx, s.House, who, door, func(a *act.Act) (O, error) { return verb(a, in, p) })
	})
}

// Public declares a route that needs no sign-in, under one of the public prefixes. It opens its own acts, if any.
func Public[I, O any](s *Server, route, summary string, fn func(ctx context.Context, in I) (O, error), options ...Option) {
	_, path, _ := strings.Cut(route, " ")
	open := false
	for _, p := range publicPrefixes {
		open = open || strings.HasPrefix(path, p)
	}
	if !open {
		panic("rest: " + route + " needs an action: it does not lie where no sign-in is needed")
	}
	declare[I, O](s, route, "", summary, options, false, func(ctx context.Context, _ act.Who, _ act.Door, in I) (O, error) { return fn(ctx, in) })
}

func declare[I, O any](s *Server, route string, action act.Action, summary string, options []Option, writes bool,
	run func(context.Context, act.Who, act.Door, I) (O, error)) {
	method, path, ok := strings.Cut(route, " ")
	if !ok || !strings.HasPrefix(path, "/api/v1/") {
		panic("rest: route " + route + " is not METHOD /api/v1/...")
	}
	public := action == ""
	set := settings{maxBody: 1 << 20, summary: summary, status: http.StatusOK}
	if method == http.MethodPost {
		set.status = http.StatusCreated
	}
	if _, none := any(*new(O)).(Nothing); none {
		set.status = http.StatusNoContent
	}
	for _, o := range options {
		o(&set)
	}
	binder := newBinder[I](s.registry, path)
	s.Routes = append(s.Routes, Route{Method: method, Path: path, Action: action, Public: public, Params: binder.params,
		HasBody: binder.body != nil, HasFile: binder.file != nil, Package: callerPackage()})
	describe[I, O](s, method, path, public, set, binder)
	s.Mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		who := act.Who{Lang: i18n.From(r.Context())}
		if !public {
			var err error
			if who, err = s.Doorman.Bearer(r); err == nil && !s.House.Policy.Somewhere(who, action) {
				err = fault.Forbidden("forbidden").With("action", string(action))
			}
			if err == nil && writes && who.ReadOnly {
				err = fault.Forbidden("read_only")
			}
			if err != nil {
				Fail(w, r, err)
				return
			}
		}
		if set.versioned {
			tag, err := s.tag(r.Context(), r, who)
			if err != nil {
				Fail(w, r, err)
				return
			}
			w.Header().Set("ETag", tag)
			w.Header().Set("Cache-Control", "private, no-cache")
			w.Header().Set("Vary", "Authorization, Accept-Language")
			if known(r, tag) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			if body, made := s.made.get(tag); made {
				send(w, set, body)
				return
			}
		}
		in, err := binder.Bind(w, r, set.maxBody)
		if err != nil {
			Fail(w, r, err)
			return
		}
		door := act.Door{Via: "api", Key: r.Header.Get("Idempotency-Key")}
		if len(door.Key) > 200 {
			Fail(w, r, fault.Invalid("too_long", "Idempotency-Key").With("max", 200))
			return
		}
		if set.unkept {
			door.Key = ""
		}
		if door.Key != "" {
			door.Input = binder.Digest(r, in)
		}
		out, err := run(r.Context(), who, door, in)
		if err != nil {
			Fail(w, r, err)
			return
		}
		s.answer(w, r, set, out)
	})
}

// AddPage notes a route of the pages, for the walk tests and the plan.
func (s *Server) AddPage(method, path string, action act.Action, shape Shape) {
	if action == "" {
		panic("ui: page " + path + " has no action")
	}
	s.Routes = append(s.Routes, Route{Method: method, Path: path, Action: action, Page: true, Params: shape.Params,
		HasBody: shape.Body, HasFile: shape.File, Package: callerPackage()})
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, set settings, out any) {
	switch o := out.(type) {
	case Nothing:
		w.WriteHeader(set.status)
		return
	case Download:
		ServeFile(w, o)
		return
	}
	body, err := json.Marshal(out)
	if err != nil {
		Fail(w, r, fmt.Errorf("rest: answer: %w", err))
		return
	}
	if !set.versioned {
		w.Header().Set("Cache-Control", "no-store")
	}
	body = append(body, '\n')
	if set.versioned {
		s.made.put(w.Header().Get("ETag"), body)
	}
	send(w, set, body)
}

func send(w http.ResponseWriter, set settings, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(set.status)
	_, _ = w.Write(body)
}

// ServeFile sends a file under its own name; the browser shows PDFs and images and saves the rest.
func ServeFile(w http.ResponseWriter, d Download) {
	h := w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("Content-Disposition", contentDisposition(d))
	h.Set("Content-Length", fmt.Sprint(len(d.Data)))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	_, _ = w.Write(d.Data)
}
