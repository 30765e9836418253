package ui

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"

	"github.com/a-h/templ"
)

// Bulk is a verb that can be carried out on many lines at once: a page asks first and names what it will do, each line is an act of its own,
// and the answer says how many were done and which were not, and why.
//
// Its words: bulk_<key> on the button, bulk_<key>_title with {n} over the question and again on the button that confirms, bulk_<key>_done with
// {n} over the answer. The list also needs the word picked with {n}.
type Bulk[L any] struct {
	Key    string
	Icon   string
	Action act.Action
	Danger bool                                // what it does cannot be taken back
	Refuse func(L) *fault.Fault                // why a line cannot take part; nil when it can
	Fields func(context.Context) []Field       // what is asked once for all lines
	Do     func(*act.Act, L, url.Values) error // one line
	Undo   func(*act.Act, string) error        // takes it back for the line with this id; nil when the verb has no way back
}

func (l List[I, L]) bulkBar(ctx context.Context, s *shownList, v *act.View, listed Listed[L], r result[L], q Query) {
	var actions []templ.Component
	for _, b := range l.Bulk {
		if v.May(b.Action, listed.Building) {
			actions = append(actions, Button{Label: l.say(ctx, "bulk_"+b.Key), Icon: b.Icon, Form: pickedForm, To: s.Path + "/bulk/" + b.Key})
		}
	}
	if len(actions) == 0 || len(r.lines) == 0 {
		return
	}
	n := 0
	if q.all {
		n = r.cut.Total
	}
	s.Bulk = &BulkBar{Ticked: n, One: l.say(ctx, "picked", "n", 1), Many: strings.Replace(l.say(ctx, "picked", "n", 2), "2", "{n}", 1), Clear: l.href(s.Path, q), Actions: actions, Locked: q.all}
	if r.cut.Total > len(r.lines) && !q.all {
		s.Bulk.All = Link{Label: say(ctx, "pick_all", "n", r.cut.Total), Href: l.href(s.Path, q, "all", "true") + "#list"}
	}
	s.Table.Select, s.Table.Form, s.Table.Locked = "pick", pickedForm, q.all
	for key, values := range l.values(q) {
		for _, value := range values {
			s.Picked = append(s.Picked, Hidden{key, value})
		}
	}
	slices.SortFunc(s.Picked, func(a, b Hidden) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
	if q.view != "" {
		s.Picked = append(s.Picked, Hidden{"view", q.view})
	}
	if q.all {
		s.Picked = append(s.Picked, Hidden{"all", "true"})
	}
}

// pickedForm is the id of the form that carries the ticks of a list.
const pickedForm = "picked"

// picked are the lines that a reader has ticked, in the order of the list.
type picked[L any] struct {
	listed  Listed[L]
	lines   []L // that can take part
	refused []outcome
	query   Query
	back    string
	later   int // lines beyond what is done at once
}

// outcome is a line that did not take part, or failed.
type outcome struct{ Name, Href, Why string }

// pick finds the ticked lines. Before the question those that cannot take part are put aside; afterwards the verb judges each by itself, so that
// a form sent twice gets its first answer.
func (l List[I, L]) pick(v *act.View, in I, b Bulk[L], path string, ids []string, asking bool) (picked[L], error) {
	ctx := v.Context()
	listed, lines, q, err := l.whole(v, in)
	if err != nil {
		return picked[L]{}, err
	}
	if err := v.Allow(b.Action, listed.Building); err != nil {
		return picked[L]{}, err
	}
	if !q.all || len(ids) > 0 {
		lines = slices.DeleteFunc(lines, func(x L) bool { return !contains(ids, l.ID(x)) })
	}
	shown := q
	shown.Size = firstSize
	p := picked[L]{listed: listed, query: q, back: l.href(path, shown), later: max(0, len(lines)-maxBulk)}
	for _, x := range lines[:min(len(lines), maxBulk)] {
		if asking && b.Refuse != nil {
			if f := b.Refuse(x); f != nil {
				p.refused = append(p.refused, l.outcome(ctx, x, f))
				continue
			}
		}
		p.lines = append(p.lines, x)
	}
	return p, nil
}

func (l List[I, L]) outcome(ctx context.Context, x L, f *fault.Fault) outcome {
	o := outcome{Name: l.Name(x), Why: rest.Sentence(i18n.From(ctx), f)}
	if l.Href != nil {
		o.Href = l.Href(x)
	}
	return o
}

// confirmed is the page that asks before many lines are changed.
type confirmed struct {
	Title, Do string
	Back      Link
	Form      FormOptions
	Fields    []Field
	Sent      Sent
	Table     Table
	More      int // lines that are not shown
	Refused   []outcome
	Later     int // lines that are left for another time
	Danger    bool
}

// shownPicked bounds the lines that the question lists one by one.
const shownPicked = 50

func (l List[I, L]) bulkPages(p *Pages, list string, b Bulk[L], enter func(route string) entrance) {
	path := list + "/bulk/" + b.Key
	p.page(enter("GET "+path), b.Action, func(v *act.View, in any) (Sheet, error) {
		return l.askBulk(v, in.(I), b, Sent{Key: newKey(), Lang: i18n.From(v.Context())}, addressOf(v.Context()).asks["pick"])
	})
	p.declare(enter("POST "+path), b.Action, func(w http.ResponseWriter, r *http.Request, who act.Who, in any) {
		l.carryOut(p, w, r, who, in.(I), b)
	})
	if b.Undo != nil {
		p.declare(enter("POST "+path+"/undo"), b.Action, func(w http.ResponseWriter, r *http.Request, who act.Who, in any) {
			l.takeBack(p, w, r, who, in.(I), b)
		})
	}
}

// listPath is the address of the list above the address of a verb.
func listPath(path string, b string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path, "/undo"), "/bulk/"+b)
}

func (l List[I, L]) askBulk(v *act.View, in I, b Bulk[L], sent Sent, ids []string) (Sheet, error) {
	ctx := v.Context()
	path := addressOf(ctx).path
	p, err := l.pick(v, in, b, listPath(path, b.Key), ids, true)
	if err != nil {
		return Sheet{}, err
	}
	sheet := Sheet{Building: p.listed.Building, Section: p.listed.Section}
	back := Link{Label: p.listed.Heading.Title, Href: p.back}
	if len(p.lines) == 0 {
		sheet.Title = say(ctx, "picked_none")
		sheet.Body = pickedNone(sheet.Title, back, p.refused)
		return sheet, nil
	}
	sheet.Title = l.say(ctx, "bulk_"+b.Key+"_title", "n", len(p.lines))
	c := confirmed{Title: sheet.Title, Do: l.say(ctx, "bulk_"+b.Key+"_do", "n", len(p.lines)), Back: back, Sent: sent, Refused: p.refused, Danger: b.Danger, Later: p.later, More: max(0, len(p.lines)-shownPicked)}
	c.Form = FormOptions{Action: l.href(path, p.query), Key: sent.Key, NoCheck: true, Sent: sent}
	for _, x := range p.lines {
		c.Form.Hidden = append(c.Form.Hidden, Hidden{"pick", l.ID(x)})
	}
	if b.Fields != nil {
		c.Fields = b.Fields(ctx)
	}
	few := p.query
	few.paper, few.all = true, false // no sorting here, and no ticks
	c.Table = l.table(ctx, path, Listed[L]{Heading: Heading{Title: sheet.Title}, Hidden: p.listed.Hidden}, result[L]{lines: p.lines[:min(len(p.lines), shownPicked)], all: p.lines}, few)
	sheet.Body = confirmView(c)
	return sheet, nil
}

// carryOut does what was confirmed, each line as an act of its own: what fails for one line does not undo the others, and the same form sent
// twice does nothing twice. A fault in an answer of the form is told before anything is done.
func (l List[I, L]) carryOut(p *Pages, w http.ResponseWriter, r *http.Request, who act.Who, in I, b Bulk[L]) {
	ids := r.Form["pick"]
	chosen, err := act.See(r.Context(), p.Rest.House, who, func(v *act.View) (picked[L], error) {
		return l.pick(v, in, b, listPath(addressOf(r.Context()).path, b.Key), ids, false)
	})
	if err == nil && len(ids) == 0 {
		err = fault.Invalid("picked_none", "")
	}
	if err != nil {
		p.fail(w, r, err)
		return
	}
	done, failed := []string{}, []outcome{}
	for _, x := range chosen.lines {
		err := once(p, r, who, l.ID(x), func(a *act.Act) error { return b.Do(a, x, r.Form) })
		f := fault.As(err)
		switch {
		case err == nil:
			done = append(done, l.ID(x))
		case f == nil:
			p.fail(w, r, err)
			return
		case len(done) == 0 && l.asks(r.Context(), b, f):
			sent := Sent{Values: r.Form, Faults: f.List(), Key: newKey(), Lang: i18n.From(r.Context()), back: true, labels: map[string]string{}}
			p.showSheet(w, r, who, rest.StatusOf(err), func(v *act.View) (Sheet, error) { return l.askBulk(v, in, b, sent, ids) })
			return
		default:
			failed = append(failed, l.outcome(r.Context(), x, f))
		}
	}
	p.showSheet(w, r, who, http.StatusOK, func(v *act.View) (Sheet, error) {
		ctx := v.Context()
		title := l.say(ctx, "bulk_"+b.Key+"_done", "n", len(done))
		o := outcomeView{Title: title, Back: Link{Label: chosen.listed.Heading.Title, Href: chosen.back}, Done: len(done), Failed: failed}
		if b.Undo != nil && len(done) > 0 {
			undo := FormButton{Action: addressOf(ctx).path + "/undo", Key: newKey(), Button: Button{Label: say(ctx, "undo"), Icon: "arrow-back-up"}}
			for _, id := range done {
				undo.Hidden = append(undo.Hidden, Hidden{"pick", id})
			}
			o.Undo = &undo
		}
		return Sheet{Title: title, Building: chosen.listed.Building, Section: chosen.listed.Section, Body: outcomes(o)}, nil
	})
}

// asks tells whether a fault lies at a field that the question asks.
func (l List[I, L]) asks(ctx context.Context, b Bulk[L], f *fault.Fault) bool {
	return b.Fields != nil && f.Field != "" && slices.ContainsFunc(b.Fields(ctx), func(x Field) bool { return x.Name == f.Field })
}

// once carries out one line under the key of the form and its own id.
func once(p *Pages, r *http.Request, who act.Who, id string, do func(*act.Act) error) error {
	asked := url.Values{}
	for name, values := range r.PostForm {
		if name != KeyField && name != "pick" {
			asked[name] = values
		}
	}
	door := act.Door{Via: "page", Input: []byte(r.Method + " " + r.URL.Path + "\n" + id + "\n" + asked.Encode())}
	if key := r.FormValue(KeyField); key != "" && len(key) <= 100 {
		door.Key = key + "/" + id
	}
	_, err := act.Do(r.Context(), p.Rest.House, who, door, func(a *act.Act) (bool, error) { return true, do(a) })
	return err
}

func (l List[I, L]) takeBack(p *Pages, w http.ResponseWriter, r *http.Request, who act.Who, in I, b Bulk[L]) {
	back, err := act.See(r.Context(), p.Rest.House, who, func(v *act.View) (string, error) {
		listed, err := l.Load(v, in, l.read(nil))
		if err == nil {
			err = v.Allow(b.Action, listed.Building)
		}
		return listPath(addressOf(r.Context()).path, b.Key), err
	})
	if err != nil {
		p.fail(w, r, err)
		return
	}
	n := 0
	ids := r.Form["pick"]
	for _, id := range ids[:min(len(ids), maxBulk)] {
		err := once(p, r, who, id, func(a *act.Act) error { return b.Undo(a, id) })
		if err != nil && fault.As(err) == nil {
			p.fail(w, r, err)
			return
		}
		if err == nil {
			n++
		}
	}
	setToast(w, r, Done{Says: i18n.T(r.Context(), "ui.undone", "n", n, "of", len(ids))})
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// outcomeView is the page that says what was done.
type outcomeView struct {
	Title  string
	Back   Link
	Done   int
	Failed []outcome
	Undo   *FormButton
}
