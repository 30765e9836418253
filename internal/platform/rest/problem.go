package rest

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/obs"
)

// Problem is a fault as RFC 9457 tells it.
type Problem struct {
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Status    int       `json:"status"`
	Detail    string    `json:"detail"`
	Code      string    `json:"code"`
	Field     string    `json:"field,omitempty"`
	Article   string    `json:"article,omitempty"`
	Faults    []Finding `json:"faults,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
}

// Finding is one fault among several.
type Finding struct {
	Code    string `json:"code"`
	Field   string `json:"field,omitempty"`
	Article string `json:"article,omitempty"`
	Detail  string `json:"detail"`
}

var statuses = map[fault.Kind]int{
	fault.KindMalformed:       http.StatusBadRequest,
	fault.KindUnauthenticated: http.StatusUnauthorized,
	fault.KindForbidden:       http.StatusForbidden,
	fault.KindNotFound:        http.StatusNotFound,
	fault.KindConflict:        http.StatusConflict,
	fault.KindTooLarge:        http.StatusRequestEntityTooLarge,
	fault.KindUnsupported:     http.StatusUnsupportedMediaType,
	fault.KindInvalid:         http.StatusUnprocessableEntity,
	fault.KindUnlawful:        http.StatusUnprocessableEntity,
	fault.KindTooMany:         http.StatusTooManyRequests,
	fault.KindUnavailable:     http.StatusServiceUnavailable,
}

// StatusOf is the HTTP status of an error; what is no fault is ours: 500.
func StatusOf(err error) int {
	if f := fault.As(err); f != nil {
		return statuses[f.Kind]
	}
	return http.StatusInternalServerError
}

// Sentence says a fault to a reader.
func Sentence(l i18n.Lang, f *fault.Fault) string { return i18n.SayWith(l, "fault."+f.Code, f.Args) }

// ProblemOf tells an error as a problem. An error of ours is not shown: it is in the log under the request's id.
func ProblemOf(l i18n.Lang, err error) Problem {
	f := fault.As(err)
	if f == nil {
		f = fault.Of(0, "internal")
	}
	status := StatusOf(err)
	p := Problem{Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: Sentence(l, f), Code: f.Code, Field: f.Field, Article: f.Article}
	for _, part := range f.Parts {
		p.Faults = append(p.Faults, Finding{Code: part.Code, Field: part.Field, Article: part.Article, Detail: Sentence(l, part)})
	}
	return p
}

// Fail answers with a problem.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	p := ProblemOf(i18n.From(r.Context()), err)
	p.RequestID = obs.RequestID(r.Context())
	if p.Status >= 500 {
		slog.ErrorContext(r.Context(), "request failed", "error", err, "path", r.URL.Path)
	}
	Headers(w, err)
	w.Header().Del("ETag")
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// Headers adds what a status asks for beside its body.
func Headers(w http.ResponseWriter, err error) {
	switch StatusOf(err) {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="koprogo"`)
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		w.Header().Set("Retry-After", retryAfter(err))
	}
}

// retryAfter is in how many seconds one may ask again: what the fault says, or soon.
func retryAfter(err error) string {
	if f := fault.As(err); f != nil {
		if seconds, said := f.Args["seconds"].(int); said {
			return strconv.Itoa(seconds)
		}
	}
	return "5"
}

// NotFoundAPI answers what under /api/ is no route, and the wrong method of one that is, as problems instead of text.
func NotFoundAPI(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if allowed := otherMethods(mux, r); len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			p := ProblemOf(i18n.From(r.Context()), fault.Of(fault.KindMalformed, "method_not_allowed"))
			p.Status, p.Title = http.StatusMethodNotAllowed, http.StatusText(http.StatusMethodNotAllowed)
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(p.Status)
			_ = json.NewEncoder(w).Encode(p)
			return
		}
		Fail(w, r, fault.NotFound("no_such_route"))
	}
}

func otherMethods(mux *http.ServeMux, r *http.Request) []string {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		try := &http.Request{Method: m, URL: &url.URL{Path: r.URL.Path}, Host: r.Host}
		if _, pattern := mux.Handler(try); pattern != "" && pattern != "/" && pattern != "/api/" {
			allowed = append(allowed, m)
		}
	}
	return allowed
}

// callerPackage is the folder of the room that declares a route, for the plan test.
func callerPackage() string {
	for skip := 2; skip < 12; skip++ {
		_, file, _, ok := runtime.Caller(skip)
		if !ok {
			break
		}
		if i := strings.LastIndex(file, "internal/"); i >= 0 && !strings.Contains(file, "internal/platform/rest/") && !strings.Contains(file, "internal/platform/ui/") {
			return file[i:strings.LastIndex(file, "/")]
		}
	}
	return ""
}
