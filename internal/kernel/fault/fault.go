// Package fault holds the one error type that leaves a room.
//
// A fault says what is wrong by a code (the key of a sentence in four languages), where (the field of the
// request), and, when a rule of law decides, under which article. The edge of the house chooses language and form:
// an RFC 9457 problem for the API, a sentence beside the field for a page.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is the family of a fault; the edge maps it to an HTTP status.
type Kind int

// The families, in the order of their HTTP status.
const (
	KindMalformed       Kind = iota + 1 // 400: not readable as a request
	KindUnauthenticated                 // 401: who are you?
	KindForbidden                       // 403: known, but not entitled
	KindNotFound                        // 404: does not exist, or not for this office
	KindConflict                        // 409: the state of the thing forbids it
	KindTooLarge                        // 413: more bytes than the route accepts
	KindUnsupported                     // 415: not a form in which we can read it
	KindInvalid                         // 422: a value breaks a rule of form
	KindUnlawful                        // 422: a value breaks a rule of law
	KindTooMany                         // 429: too many tries
	KindUnavailable                     // 503: not now, later
)

// Fault is one thing that is wrong, or several of them together (see Join).
type Fault struct {
	Kind    Kind
	Code    string         // key of the sentence: "fault.<code>" in some words.toml
	Field   string         // JSON path of the value, such as "address.postcode"; empty when no single field is at fault
	Article string         // article of law, such as "3.87 §3"; empty when no law rules
	Args    map[string]any // values named in the sentence
	Parts   []*Fault       // when several things are wrong at once
	cause   error
}

// Malformed says that a request cannot be read at all.
func Malformed(code string) *Fault { return &Fault{Kind: KindMalformed, Code: code} }

// Unauthenticated says that the caller is not known.
func Unauthenticated(code string) *Fault { return &Fault{Kind: KindUnauthenticated, Code: code} }

// Forbidden says that the caller is known but not entitled.
func Forbidden(code string) *Fault { return &Fault{Kind: KindForbidden, Code: code} }

// NotFound says that the thing does not exist for this office; things of other offices answer the same.
func NotFound(code string) *Fault { return &Fault{Kind: KindNotFound, Code: code} }

// Conflict says that the state of the thing forbids what was asked.
func Conflict(code string) *Fault { return &Fault{Kind: KindConflict, Code: code} }

// Invalid says that a value breaks a rule of form.
func Invalid(code, field string) *Fault { return &Fault{Kind: KindInvalid, Code: code, Field: field} }

// Unlawful says that a value breaks a rule of law, named by its article.
func Unlawful(code, article, field string) *Fault {
	return &Fault{Kind: KindUnlawful, Code: code, Article: article, Field: field}
}

// Unavailable says that the house cannot answer now.
func Unavailable(code string) *Fault { return &Fault{Kind: KindUnavailable, Code: code} }

// Of makes a fault of any kind; use the named constructors where one fits.
func Of(kind Kind, code string) *Fault { return &Fault{Kind: kind, Code: code} }

// With names a value for the sentence.
func (f *Fault) With(name string, value any) *Fault {
	g := *f
	g.Args = make(map[string]any, len(f.Args)+1)
	for k, v := range f.Args {
		g.Args[k] = v
	}
	g.Args[name] = value
	return &g
}

// At says at which field the fault lies.
func (f *Fault) At(field string) *Fault {
	g := *f
	g.Field = field
	return &g
}

// Because keeps the error that caused the fault, for the log only.
func (f *Fault) Because(err error) *Fault {
	g := *f
	g.cause = err
	return &g
}

// Error is the fault for a log: never shown to a user.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Code)
	if f.Field != "" {
		fmt.Fprintf(&b, " at %s", f.Field)
	}
	if f.Article != "" {
		fmt.Fprintf(&b, " (art. %s)", f.Article)
	}
	for i, p := range f.Parts {
		if i == 0 {
			b.WriteString(": ")
		} else {
			b.WriteString("; ")
		}
		b.WriteString(p.Error())
	}
	if f.cause != nil {
		fmt.Fprintf(&b, ": %v", f.cause)
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.cause }

// Is makes two faults equal when their codes are, so that errors.Is(err, fault.NotFound("lot")) reads well.
func (f *Fault) Is(target error) bool {
	var g *Fault
	if t, ok := target.(*Fault); ok {
		g = t
	}
	return g != nil && g.Code == f.Code
}

// As finds the fault in an error chain; nil when the error is none of ours (a bug or a broken disk).
func As(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// Join puts several errors together so that a user reads all of them at once. It returns nil for none, the single one
// as it is, and otherwise a fault whose Parts are the faults. An error that is not a fault is returned alone: it is ours, not the user's.
func Join(errs ...error) error {
	var parts []*Fault
	for _, err := range errs {
		if err == nil {
			continue
		}
		f := As(err)
		if f == nil {
			return err
		}
		if len(f.Parts) > 0 {
			parts = append(parts, f.Parts...)
			continue
		}
		parts = append(parts, f)
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	kind := parts[0].Kind
	return &Fault{Kind: kind, Code: "several", Parts: parts}
}

// List is the fault as a list: its parts, or itself alone.
func (f *Fault) List() []*Fault {
	if len(f.Parts) > 0 {
		return f.Parts
	}
	return []*Fault{f}
}
