package calculators

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// IndexPath is where all calculators are listed.
const IndexPath = "/calculators"

// calculator is one of them as a page.
type calculator struct {
	name    string // of its address and of its words: quorum_title, quorum_says, quorum_question
	icon    string
	article string
	first   string   // the field whose presence in the address tells that the form was sent
	example string   // an address that shows how it is used
	grows   []string // kinds of lines that can be added
	fields  func(asked) templ.Component
	notes   []note
}

// note is what the law says beside the form.
type note struct {
	article, word string
}

func (c calculator) path() string { return IndexPath + "/" + c.name }

// Paths are the addresses that search engines may know.
func Paths() []string {
	paths := []string{IndexPath}
	for _, c := range all {
		paths = append(paths, c.path())
	}
	return paths
}

// Open declares the pages, which need nobody.
func (r *Room) Open(p *ui.Pages) {
	p.Rest.Mux.HandleFunc("GET "+IndexPath, func(w http.ResponseWriter, q *http.Request) {
		q = speaking(q)
		r.write(w, q, http.StatusOK, "index", IndexPath, indexView(asked{values: q.URL.Query()}))
	})
	page(r, p, all[0], r.convene, r.tellNotice)
	page(r, p, all[1], r.carry, r.tellCarrying)
	page(r, p, all[2], r.open, r.tellOpening)
	page(r, p, all[3], r.cap, r.tellCapping)
	page(r, p, all[4], r.decide, r.tellDecision)
	page(r, p, all[5], r.interest, r.tellInterest)
}

// asked is what stands in the address of a page.
type asked struct {
	calculator calculator
	values     url.Values
	sent       ui.Sent
}

// page declares the page of a calculator. Its address is read as the form that wrote it, and judged by the same schema as the API.
func page[I, D any](r *Room, p *ui.Pages, c calculator, calculate func(I) (D, error), tell func(context.Context, I, D) told) {
	binder := rest.NewBinder[I](p.Rest, c.path())
	p.Rest.Mux.HandleFunc("GET "+c.path(), func(w http.ResponseWriter, q *http.Request) {
		q = speaking(q)
		a := asked{c, q.URL.Query(), ui.Sent{Lang: i18n.From(q.Context())}}
		if !a.complete() {
			r.write(w, q, http.StatusOK, c.name, c.path(), questionView(a))
			return
		}
		in, err := binder.BindForm(w, asForm(q), 1<<16)
		var d D
		if err == nil {
			d, err = calculate(in)
		}
		switch flaw := fault.As(err); {
		case err == nil:
			r.write(w, q, http.StatusOK, c.name, c.path(), answerView(a, tell(q.Context(), in, d)))
		case flaw == nil:
			p.Fail(w, q, err)
		default:
			a.sent.Faults = flaw.List()
			r.write(w, q, rest.StatusOf(err), c.name, c.path(), questionView(a))
		}
	})
}

// asForm is the request of a page as if its form had been posted.
func asForm(q *http.Request) *http.Request {
	posted := q.Clone(q.Context())
	posted.Method = http.MethodPost
	posted.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	posted.Body = io.NopCloser(strings.NewReader(q.URL.RawQuery))
	posted.URL.RawQuery, posted.Form, posted.PostForm = "", nil, nil
	return posted
}

// speaking puts the language of the page into its context: the one asked for in its address, or the reader's.
func speaking(q *http.Request) *http.Request {
	lang := ui.LanguageOf(q)
	if l, ok := i18n.Known(q.URL.Query().Get("lang")); ok {
		lang = l
	}
	return q.WithContext(i18n.With(q.Context(), lang))
}

// write sends a page. Search engines know it without figures, in each language.
func (r *Room) write(w http.ResponseWriter, q *http.Request, status int, page, path string, body templ.Component) {
	ctx := q.Context()
	f := ui.OpenFrame{Title: say(ctx, page+"_title") + " · KoproGo", Description: say(ctx, page+"_says"), Canonical: r.BaseURL + path,
		Home: IndexPath, Sub: say(ctx, "sub"), Failed: status >= 400}
	for _, l := range i18n.Langs {
		f.Languages = append(f.Languages, ui.OpenLanguage{Lang: l, Href: f.Canonical + "?lang=" + string(l)})
	}
	w.Header().Set("Content-Language", string(i18n.From(ctx)))
	w.Header().Set("Vary", "Accept-Language, Cookie")
	ui.WriteOpen(w, q, status, f, body)
}

// complete tells whether the form was sent to be answered, and not to show more lines.
func (a asked) complete() bool { return !a.values.Has("add") && a.values.Has(a.calculator.first) }

// to is the address of another page in the same language, where this one fixed it.
func (a asked) to(path string) string {
	if a.values.Get("lang") == "" {
		return path
	}
	head, query, has := strings.Cut(path, "?")
	if !has {
		return ui.With(head, "lang", a.values.Get("lang"))
	}
	return head + "?" + query + "&lang=" + url.QueryEscape(a.values.Get("lang"))
}

// hidden carries the language and the number of lines on.
func (a asked) hidden() (list []ui.Hidden) {
	if lang := a.values.Get("lang"); lang != "" {
		list = append(list, ui.Hidden{Name: "lang", Value: lang})
	}
	for _, kind := range slices.Sorted(maps.Keys(start)) {
		if a.values.Has(counter+kind) || a.values.Get("add") == kind {
			list = append(list, ui.Hidden{Name: counter + kind, Value: strconv.Itoa(a.lines(kind, 0))})
		}
	}
	return list
}

// counter begins the name under which a form carries how many lines of a kind it shows.
const counter = "lines_"

// mostLines bounds what one page draws; the API takes more.
const mostLines = 60

// The lines of each kind at first, and how many are added at once.
var (
	start = map[string]int{"voters": 3, "lent": 1, "proxies": 4}
	step  = map[string]int{"voters": 2, "lent": 1, "proxies": 3}
)

// lines is how many lines of a kind are drawn: those at first, those that were added, and never fewer than are filled.
func (a asked) lines(kind string, filled int) int {
	n, _ := strconv.Atoi(a.values.Get(counter + kind))
	n = min(max(n, start[kind], filled), mostLines)
	if a.values.Get("add") == kind {
		n += step[kind]
	}
	return min(n, mostLines)
}

// filled is how many lines of a list the address fills.
func (a asked) filled(list string) (n int) {
	for name, values := range a.values {
		rest, of := strings.CutPrefix(name, list+"[")
		at, _, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(at); of && err == nil && i >= n && strings.Join(values, "") != "" {
			n = min(i+1, mostLines)
		}
	}
	return n
}

// field fills a field with what the address says.
func (a asked) field(f ui.Field) ui.Field { return a.sent.Field(f, a.values.Get(f.Name)) }

// faults is the list at the head of the form, each named after its field.
func (a asked) faults(ctx context.Context) ui.ErrorSummary {
	s := a.sent.Summary(ctx)
	for i, f := range s.Faults {
		if key := lastName(f.Field); i18n.Has("calculators.field_" + key) {
			s.Faults[i].Says = i18n.T(ctx, "ui.fault_at", "label", say(ctx, "field_"+key), "says", f.Says)
		}
	}
	return s
}

// lastName is the name of a field without the list in which it stands.
func lastName(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
