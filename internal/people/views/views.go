// Package views keeps the ways in which people look at lists: the invoices without a voucher, the suppliers without an account.
//
//	View    a name, the page by its key, and what is asked of it: questions, order, columns
//	└── First   the view with which a person's list opens
//
// A view belongs to the person who kept it, and to the office for which that person acts. A shared one is seen by everybody in the office who
// may open the page: it asks for things, and shows nobody more than the page itself would.
//
// Neighbours: ui (below) draws the views at the head of each list; office (below) knows the roles. No law speaks here.
package views

import (
	_ "embed"
	"net/url"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("views", words) }

// What can be done here; app/policy.go says by whom.
var (
	KeepView  = act.NewAction("views.keep_view")
	ShareView = act.NewAction("views.share_view")
)

// How much is kept, so that the head of a list stays readable.
const (
	maxName  = 40
	maxQuery = 2000
	maxViews = 20 // of a person on a page
)

// View is a way to look at a list.
type View struct {
	id     id.Of[id.View]
	person id.Of[id.Person]
	page   string
	name   string
	query  string
	shared bool
	saved  civil.Instant
	first  bool // the reader's list opens with it
}

// Entry is what someone says about a view.
type Entry struct {
	Name, Query   string
	Shared, First bool
}

// New makes a view of a page.
func New(person id.Of[id.Person], page string, e Entry, now civil.Instant) (View, error) {
	v := View{id: id.New[id.View](), person: person, page: strings.TrimSpace(page), saved: now}
	var faults []error
	if v.page == "" || len(v.page) > 80 {
		faults = append(faults, fault.Invalid("required", "page"))
	}
	return v, fault.Join(append(faults, v.describe(e))...)
}

func (v *View) describe(e Entry) error {
	var faults []error
	v.name = strings.Join(strings.Fields(e.Name), " ")
	if v.name == "" {
		faults = append(faults, fault.Invalid("required", "name"))
	}
	if len([]rune(v.name)) > maxName {
		faults = append(faults, fault.Invalid("too_long", "name").With("max", maxName))
	}
	var err error
	if v.query, err = tidy(e.Query); err != nil {
		faults = append(faults, err)
	}
	v.shared, v.first = e.Shared, e.First
	return fault.Join(faults...)
}

// passing is what an address says of the moment and not of the look.
var passing = []string{"after", "before", "view", "all", "pick", "paper"}

// tidy keeps what a look asks, and nothing of the moment.
func tidy(query string) (string, error) {
	asks, err := url.ParseQuery(query)
	if err != nil || len(query) > maxQuery {
		return "", fault.Invalid("view_query", "query")
	}
	for _, name := range passing {
		asks.Del(name)
	}
	kept := asks.Encode()
	if len(kept) > maxQuery { // what is written in full may be longer than what was asked
		return "", fault.Invalid("too_long", "query").With("max", maxQuery)
	}
	return kept, nil
}

// ID is the view's identifier.
func (v View) ID() id.Of[id.View] { return v.id }

// Name is what the view is called.
func (v View) Name() string { return v.name }

// Page is the key of the page that it looks at.
func (v View) Page() string { return v.page }

// Query is what it asks, as in an address.
func (v View) Query() string { return v.query }

// Shared tells whether the whole office sees it.
func (v View) Shared() bool { return v.shared }

// First tells whether the reader's list opens with it.
func (v View) First() bool { return v.first }

// ViewKept is recorded when a view is kept or changed. What it asks is not told: it may name somebody.
type ViewKept struct {
	View   id.Of[id.View] `json:"view"`
	Shared bool           `json:"shared"`
}

// About says what the fact is about.
func (f ViewKept) About() act.About {
	return act.About{Kind: "views.view_kept", Subject: act.Subject(f.View)}
}

// ViewDeleted is recorded when a view is deleted.
type ViewDeleted struct {
	View id.Of[id.View] `json:"view"`
}

// About says what the fact is about.
func (f ViewDeleted) About() act.About {
	return act.About{Kind: "views.view_deleted", Subject: act.Subject(f.View)}
}
