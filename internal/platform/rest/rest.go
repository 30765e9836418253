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
	"reflect"
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

// declare is all that is written once for every pair of request and answer; the rest is route and its handler.
func declare[I, O any](s *Server, route string, action act.Action, summary string, options []Option, writes bool,
	run func(context.Context, act.Who, act.Door, I) (O, error)) {
	_, path, _ := strings.Cut(route, " ")
	b := newBinder[I](s.registry, path)
	s.declare(route, reflect.TypeFor[O](), &b.binder, handler{action: action, writes: writes, set: settings{maxBody: 1 << 20, summary: summary, status: http.StatusOK},
		bind: func(w http.ResponseWriter, r *http.Request, maxBody int64) (any, error) { return b.Bind(w, r, maxBody) },
		run: func(ctx context.Context, who act.Who, door act.Door, in any) (any, error) {
			return run(ctx, who, door, in.(I))
		}}, options)
}

// handler is a declared route of the API.
type handler struct {
	action act.Action // none for a public one
	writes bool
	set    settings
	bind   func(http.ResponseWriter, *http.Request, int64) (any, error)
	run    func(context.Context, act.Who, act.Door, any) (any, error)
}

func (s *Server) declare(route string, answer reflect.Type, b *binder, h handler, options []Option) {
	method, path, ok := strings.Cut(route, " ")
	if !ok || !strings.HasPrefix(path, "/api/v1/") {
		panic("rest: route " + route + " is not METHOD /api/v1/...")
	}
	if method == http.MethodPost {
		h.set.status = http.StatusCreated
	}
	if answer == reflect.TypeFor[Nothing]() {
		h.set.status = http.StatusNoContent
	}
	for _, o := range options {
		o(&h.set)
	}
	public := h.action == ""
	s.Routes = append(s.Routes, Route{Method: method, Path: path, Action: h.action, Public: public, Params: b.params,
		HasBody: b.body != nil, HasFile: b.file != nil, Package: callerPackage()})
	s.describe(method, path, public, h.set, b, answer)
	s.Mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		if out, answered, err := s.serve(w, r, h, b); err != nil {
			Fail(w, r, err)
		} else if !answered {
			s.answer(w, r, h.set, out)
		}
	})
}

// serve carries a request out in the order that the package comment tells; answered says that the answer was sent already.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, h handler, b *binder) (out any, answered bool, err error) {
	who := act.Who{Lang: i18n.From(r.Context())}
	if h.action != "" {
		if who, err = s.Doorman.Bearer(r); err != nil {
			return nil, false, err
		}
		if !s.House.Policy.Somewhere(who, h.action) {
			return nil, false, fault.Forbidden("forbidden").With("action", string(h.action))
		}
		if h.writes && who.ReadOnly {
			return nil, false, fault.Forbidden("read_only")
		}
	}
	if h.set.versioned {
		if answered, err = s.again(w, r, h.set, who); answered || err != nil {
			return nil, answered, err
		}
	}
	in, err := h.bind(w, r, h.set.maxBody)
	if err != nil {
		return nil, false, err
	}
	door := act.Door{Via: "api", Key: r.Header.Get("Idempotency-Key")}
	if len(door.Key) > 200 {
		return nil, false, fault.Invalid("too_long", "Idempotency-Key").With("max", 200)
	}
	if h.set.unkept {
		door.Key = ""
	}
	if door.Key != "" {
		door.Input = b.Digest(r, in)
	}
	out, err = h.run(r.Context(), who, door, in)
	return out, false, err
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
