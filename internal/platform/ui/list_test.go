package ui

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"

	"github.com/a-h/templ"
)

func init() {
	var b strings.Builder
	for _, key := range []string{"view_all", "view_dear", "col_supplier", "col_number", "col_date", "col_amount", "col_state", "filter_supplier", "filter_from", "filter_least",
		"picked", "bulk_pay", "bulk_pay_title", "bulk_pay_do", "bulk_pay_done"} {
		fmt.Fprintf(&b, "[%s]\n", key)
		for _, l := range i18n.Langs {
			fmt.Fprintf(&b, "%s = %q\n", l, key+" {n}")
		}
	}
	i18n.Register("listtest", []byte(b.String()))
}

// bill is a line of a list: an invoice of Les Tilleuls.
type bill struct {
	id, supplier, number string
	on                   civil.Date
	amount               money.Cents
	paid                 bool
}

func bills(n int) (list []bill) {
	for i := range n {
		list = append(list, bill{id: fmt.Sprintf("b%03d", i), supplier: []string{"Delta Ascenseurs", "Électricité Lumen", "Assurances du Midi"}[i%3], number: fmt.Sprint("N-", i),
			on: civil.Must("2026-01-01").AddDays(i % 7), amount: money.Cents((i*37)%20) * 100})
	}
	return list
}

type nothing struct{}

var (
	readBills = act.NewAction("listtest.read")
	payBills  = act.NewAction("listtest.pay")
)

func billList(lines func() []bill) List[nothing, bill] {
	return List[nothing, bill]{
		Key: "listtest.bills", Words: "listtest.", Sort: "-date", ID: func(b bill) string { return b.id }, Name: func(b bill) string { return b.supplier + " " + b.number },
		Href: func(b bill) string { return "/bills/" + b.id }, Find: func(b bill) []string { return []string{b.supplier, b.number} }, Live: "purchases.",
		Columns: []Col[bill]{
			TextCol("supplier", func(b bill) string { return b.supplier }).Lead(), TextCol("number", func(b bill) string { return b.number }),
			DateCol("date", func(b bill) civil.Date { return b.on }), MoneyCol("amount", func(b bill) money.Cents { return b.amount }),
			ChipCol("state", func(_ context.Context, b bill) Chip { return Chip{Text: either(b.paid, "paid", "")} }).Spare(),
		},
		Filters: []Filter[bill]{
			{Key: "supplier", Kind: KindSelect, Front: true, Keep: func(b bill, x Value) bool { return b.supplier == x.Text }},
			{Key: "from", Kind: KindDate, Keep: func(b bill, x Value) bool { return !b.on.Before(x.Date) }},
			{Key: "least", Kind: KindMoney, Keep: func(b bill, x Value) bool { return b.amount >= x.Cents }},
		},
		Presets: []Preset{{"dear", "least=15"}},
		Load: func(*act.View, nothing, Query) (Listed[bill], error) {
			return Listed[bill]{Heading: Heading{Title: "Bills"}, Lines: lines(), Empty: EmptyState{Title: "No bills"}, Choices: map[string][]Option{"supplier": {{Value: "Delta Ascenseurs", Label: "Delta Ascenseurs"}}}}, nil
		},
	}
}

func ids(list []bill) string {
	var s []string
	for _, b := range list {
		s = append(s, b.id)
	}
	return strings.Join(s, " ")
}

func parse(query string) url.Values {
	u, err := url.ParseQuery(query)
	if err != nil {
		panic(err)
	}
	return u
}

func TestAListAnswersItsAddress(t *testing.T) {
	all := bills(9) // amounts 0 17 14 11 8 5 2 19 16; days 1 to 7, then 1 and 2 again
	l := billList(nil)
	for _, c := range []struct{ asks, want string }{
		{"", "b006 b005 b004 b003 b002 b008 b001 b007 b000"},
		{"sort=date", "b000 b007 b001 b008 b002 b003 b004 b005 b006"},
		{"sort=amount", "b000 b006 b005 b004 b003 b002 b008 b001 b007"},
		{"sort=-amount&least=11", "b007 b001 b008 b002 b003"},
		{"sort=amount&least=11,50", "b002 b008 b001 b007"},
		{"sort=amount&least=cheap", "b000 b006 b005 b004 b003 b002 b008 b001 b007"}, // what cannot be read narrows nothing
		{"sort=number&q=electricite", "b001 b004 b007"},
		{"q=delta N-3", "b003"},
		{"q=delta lumen", ""},
		{"from=2026-01-06", "b006 b005"},
		{"supplier=Nobody", ""},
		{"sort=nonsense&color=red&size=7", "b006 b005 b004 b003 b002 b008 b001 b007 b000"},
	} {
		q := l.read(parse(c.asks))
		if got := ids(l.answer(t.Context(), Listed[bill]{Lines: all}, q).lines); got != c.want {
			t.Errorf("%s: got %s, want %s", c.asks, got, c.want)
		}
	}
	if ids(all) != ids(bills(9)) {
		t.Error("the lines of the room were moved")
	}
}

func TestNamesAreOrderedAsPeopleOrderThem(t *testing.T) {
	names := []string{"lot 10", "Zénith", "élan", "lot 9", "Lot 2", "Eau", "lot 010b", "", "lot 99999999999999999999", "lot 100000000000000000000"}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(natural(a), natural(b)) })
	if got := strings.Join(names, "|"); got != "|Eau|élan|Lot 2|lot 9|lot 10|lot 010b|lot 99999999999999999999|lot 100000000000000000000|Zénith" {
		t.Error(got)
	}
	if !(ordered(-5) < ordered(-1) && ordered(-1) < ordered(0) && ordered(0) < ordered(1<<62)) {
		t.Error("whole numbers do not sort as text")
	}
}

// One walks through all pages and back and sees every line once, also when a line is entered or goes meanwhile.
func TestPagesNeitherRepeatNorHideALine(t *testing.T) {
	l := billList(nil)
	all := bills(101)
	for _, sort := range []string{"date", "-date", "amount", "-amount", "supplier"} {
		q := l.read(parse("size=20&sort=" + sort))
		var forth, back []bill
		page := l.answer(t.Context(), Listed[bill]{Lines: all}, q)
		from := 1
		for {
			if page.cut.From != from || page.cut.Total != 101 {
				t.Fatalf("%s: the page begins at %d of %d, want %d", sort, page.cut.From, page.cut.Total, from)
			}
			from += len(page.lines)
			forth = append(forth, page.lines...)
			if page.cut.After.None() {
				break
			}
			q.Before, q.After = nil, readCursor(page.cut.After.encode())
			page = l.answer(t.Context(), Listed[bill]{Lines: all}, q)
		}
		back = slices.Clone(page.lines)
		for !page.cut.Before.None() {
			q.After, q.Before = nil, readCursor(page.cut.Before.encode())
			page = l.answer(t.Context(), Listed[bill]{Lines: all}, q)
			back = append(slices.Clone(page.lines), back...)
		}
		if len(forth) != 101 || ids(forth) != ids(back) {
			t.Errorf("%s: forth %d lines, back %d", sort, len(forth), len(back))
		}
		// The line on which the cursor stands is deleted, and another comes before it: the next page still goes on where the last one ended.
		q.Before, q.After = nil, readCursor(Cursor{l.place(t.Context(), forth[19], q)[0], forth[19].id}.encode())
		fewer := slices.DeleteFunc(slices.Clone(all), func(b bill) bool { return b.id == forth[19].id })
		if got := l.answer(t.Context(), Listed[bill]{Lines: fewer}, q).lines; got[0].id != forth[20].id {
			t.Errorf("%s: after a line that is gone comes %s, want %s", sort, got[0].id, forth[20].id)
		}
	}
	last := Cursor{"9999-12-31", "zzz"}
	q := l.read(parse("size=20&sort=date"))
	q.After = last
	if got := l.answer(t.Context(), Listed[bill]{Lines: all}, q); len(got.lines) != 20 || got.lines[19].id != "b097" {
		t.Errorf("beyond the end one sees %s", ids(got.lines))
	}
}

func TestABrokenCursorIsTheBeginning(t *testing.T) {
	for _, text := range []string{"", "x", "e30", "WyJhIl0", strings.Repeat("A", 3000), "WyJhXHUwMDAwIiwiYiJd"} {
		if c := readCursor(text); !c.None() {
			t.Errorf("%q gives %v", text, c)
		}
	}
}

// A room that cuts in SQL reads one row more than the page, backwards when it goes back.
func TestARoomCutsItsOwnPages(t *testing.T) {
	key := func(b bill) Cursor { return Cursor{b.number, b.id} }
	rows := bills(4)
	reversed := slices.Clone(rows)
	slices.Reverse(reversed)
	for _, c := range []struct {
		name          string
		q             Query
		rows          []bill
		want          string
		after, before string
	}{
		{"the first of several", Query{Size: 3}, rows, "b000 b001 b002", "b002", ""},
		{"the only one", Query{Size: 4}, rows, "b000 b001 b002 b003", "", ""},
		{"the last", Query{Size: 4, After: Cursor{"a", "b"}}, rows, "b000 b001 b002 b003", "", "b000"},
		{"one in the middle, from above", Query{Size: 3, After: Cursor{"a", "b"}}, rows, "b000 b001 b002", "b002", "b000"},
		{"one in the middle, from below", Query{Size: 3, Before: Cursor{"a", "b"}}, reversed, "b001 b002 b003", "b003", "b001"},
		{"the first, from below", Query{Size: 4, Before: Cursor{"a", "b"}}, reversed, "b000 b001 b002 b003", "b003", ""},
		{"none", Query{Size: 4}, nil, "", "", ""},
	} {
		page, cut := CutPage(c.q, c.rows, key)
		at := func(x Cursor) string {
			if x.None() {
				return ""
			}
			return x[1]
		}
		if ids(page) != c.want || at(cut.After) != c.after || at(cut.Before) != c.before {
			t.Errorf("%s: %s, after %q, before %q", c.name, ids(page), at(cut.After), at(cut.Before))
		}
	}
}

// One look has one address: what is as at first is not written.
func TestAnAddressSaysOnlyWhatDiffers(t *testing.T) {
	l := billList(nil)
	for asks, want := range map[string]string{
		"": "", "sort=-date&size=50&q=++&least=": "", "col=supplier&col=number&col=date&col=amount": "", "sort=amount&size=20": "size=20&sort=amount",
		"q= delta &least=12": "least=12&q=delta", "col=number": "col=supplier&col=number", "least=x": "", "after=abc&all=1&view=dear": "", "size=13": "",
		"q=" + url.QueryEscape("a\x00b"): "q=ab",
	} {
		if got := l.values(l.read(parse(asks))).Encode(); got != want {
			t.Errorf("%q is written %q, want %q", asks, got, want)
		}
	}
	if got := l.href("/bills", l.read(parse("q=delta&view=dear")), "after", "x"); got != "/bills?after=x&q=delta&view=dear" {
		t.Error(got)
	}
	if q := l.read(parse("col=state")); !slices.Equal(q.cols, []string{"supplier", "state"}) {
		t.Errorf("the column that names the line was hidden: %v", q.cols)
	}
}

func TestAListThatIsWronglyDeclaredDoesNotStart(t *testing.T) {
	for name, spoil := range map[string]func(*List[nothing, bill]){
		"no word": func(l *List[nothing, bill]) {
			l.Columns = append(l.Columns, TextCol("other", func(b bill) string { return "" }))
		},
		"no lead": func(l *List[nothing, bill]) { l.Columns = l.Columns[1:] },
		"taken":   func(l *List[nothing, bill]) { l.Filters = append(l.Filters, Filter[bill]{Key: "after"}) },
		"no key":  func(l *List[nothing, bill]) { l.Key = "" },
	} {
		l := billList(nil)
		spoil(&l)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a list with %s starts", name)
				}
			}()
			l.check("/bills")
		}()
	}
}

// desk is a house of one list, behind the real doors.
type desk struct {
	t     *testing.T
	mux   http.Handler
	lines []bill
	paid  []string
	views []SavedView
}

func (d *desk) Of(*act.View, string) ([]SavedView, error) { return d.views, nil }
func (d *desk) Bearer(*http.Request) (act.Who, error) {
	return act.Who{}, fault.Unauthenticated("token_missing")
}
func (d *desk) enter(*http.Request) (act.Who, error) {
	return act.Who{Person: thePerson, Office: theOffice, Lang: i18n.FR, Grants: []act.Grant{{Role: act.Syndic}}}, nil
}

var theOffice, thePerson = id.New[id.Office](), id.New[id.Person]()

func newDesk(t *testing.T, n int) *desk {
	d := &desk{t: t, lines: bills(n)}
	house := &act.House{DB: dbtest.SQLite(t), Policy: act.Policy{readBills: {act.Syndic}, payBills: {act.Syndic}}}
	s := rest.New(house, d)
	p := &Pages{Rest: s, Enter: d.enter, Views: d, Refused: func(f Failure) templ.Component { return Text(f.Says) },
		Around: func(*act.View, id.Of[id.Building], string) (Frame, error) { return Frame{}, nil }}
	l := billList(func() []bill { return d.lines })
	l.Bulk = []Bulk[bill]{{
		Key: "pay", Icon: "cash", Action: payBills,
		Refuse: func(b bill) *fault.Fault {
			if b.paid {
				return fault.Conflict("not_found")
			}
			return nil
		},
		Fields: func(context.Context) []Field { return []Field{{Name: "on", Label: "On"}} },
		Do: func(_ *act.Act, b bill, form url.Values) error {
			switch {
			case form.Get("on") == "":
				return fault.Invalid("required", "on")
			case b.amount == 0:
				return fault.Conflict("forbidden")
			}
			d.paid = append(d.paid, b.id)
			return nil
		},
		Undo: func(_ *act.Act, id string) error {
			d.paid = slices.DeleteFunc(d.paid, func(x string) bool { return x == id })
			return nil
		},
	}}
	ListPage(p, "/bills", readBills, l)
	d.mux = s.Mux
	return d
}

func (d *desk) send(method, address string, form url.Values) (int, string, http.Header) {
	body := strings.NewReader(form.Encode())
	r := httptest.NewRequest(method, address, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

func (d *desk) get(address string) string {
	d.t.Helper()
	status, text, _ := d.send(http.MethodGet, address, nil)
	if status != http.StatusOK {
		d.t.Fatalf("%s: %d %s", address, status, text)
	}
	return text
}

func wants(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %s", what, part)
		}
	}
}

func TestTheListOnItsPage(t *testing.T) {
	d := newDesk(t, 101)
	page := d.get("/bills?size=20&sort=amount&least=5")
	wants(t, "the page", page, `aria-sort="ascending"`, `href="/bills?least=5&amp;size=20&amp;sort=-amount"`, `1–20 sur 75`, `data-live="purchases."`, `name="pick"`, `formaction="/bills/bulk/pay"`,
		`href="/bills.xlsx?least=5&amp;size=20&amp;sort=amount"`, `paper=true`, "filter_least {n}\u00a0: 5,00\u00a0€", `name="col" value="state"`, `Sélectionner les 75 résultats`)
	if strings.Contains(page, `rel="prev"`) || !strings.Contains(page, `rel="next"`) {
		t.Error("the first page leads back, or nowhere on")
	}
	all := d.get("/bills?size=20&all=true")
	wants(t, "all results", all, "picked 101", `name="all" value="true"`)
	if strings.Count(all, " disabled") < 20 {
		t.Error("single lines can be unticked while all results are chosen")
	}
	none := d.get("/bills?q=zzz")
	wants(t, "no result", none, "Rien ne répond", "Contient", `href="/bills?view=all"`)
	paper := d.get("/bills?paper=true&q=delta")
	if strings.Count(paper, "<tr") != 34+2 || strings.Contains(paper, `<form class="list-tools"`) {
		t.Errorf("on paper stand %d rows", strings.Count(paper, "<tr"))
	}
	if wrong := d.get("/bills?least=cheap"); !strings.Contains(wrong, `id="f-least-error"`) || !strings.Contains(wrong, `value="cheap"`) {
		t.Error("an amount that cannot be read is not told beside its field")
	}
	d.lines = nil
	if empty := d.get("/bills"); !strings.Contains(empty, "No bills") || strings.Contains(empty, "list-tools") {
		t.Error("an empty list shows its tools")
	}
}

func TestTheExportIsExactlyWhatIsShown(t *testing.T) {
	d := newDesk(t, 101)
	_, csv, head := d.send(http.MethodGet, "/bills.csv?q=delta&sort=amount&col=supplier&col=amount&size=20", nil)
	lines := strings.Split(strings.TrimSpace(csv), "\r\n")
	if lines[0] != "\ufeffcol_supplier {n};col_amount {n}" || len(lines) != 35 || lines[1] != "Delta Ascenseurs;0,00" {
		t.Errorf("%d lines: %q", len(lines), lines[:2])
	}
	if !regexp.MustCompile(`bills-\d{4}-\d\d-\d\d\.csv`).MatchString(head.Get("Content-Disposition")) {
		t.Error(head.Get("Content-Disposition"))
	}
	_, xlsx, _ := d.send(http.MethodGet, "/bills.xlsx?q=delta", nil)
	book, err := sheet.ReadBytes([]byte(xlsx), sheet.Default)
	if err != nil || len(book.Sheets[0].Rows) != 35 || book.Sheets[0].Rows[1].Cells[2] != "2026-01-07" {
		t.Errorf("%v %v", err, book)
	}
}

func TestTheViewsOfAList(t *testing.T) {
	d := newDesk(t, 30)
	d.views = []SavedView{{ID: "v1", Name: "Delta, cher", Query: "q=delta&sort=-amount", Mine: true}, {ID: "v2", Name: "De Bruno", Query: "least=18", Shared: true}}
	page := d.get("/bills?q=delta&sort=-amount&view=v1")
	wants(t, "the view", page, `Delta, cher`, `<span class="view-count">10</span>`, `href="/bills?least=18&amp;view=v2"`, `name="view" value="v1"`)
	if strings.Contains(page, "/views/new") {
		t.Error("a view that is as it was kept offers to be kept again")
	}
	d.views[0].First = true
	if status, _, head := d.send(http.MethodGet, "/bills", nil); status != http.StatusSeeOther || head.Get("Location") != "/bills?q=delta&sort=-amount&view=v1" {
		t.Errorf("the list opens with %d %s", status, head.Get("Location"))
	}
	d.get("/bills?view=all")
}

// Many lines at once: the question names them, each line stands alone, and what was done can be undone.
func TestManyLinesAtOnce(t *testing.T) {
	d := newDesk(t, 12)
	d.lines[5].paid = true
	question := d.get("/bills/bulk/pay?pick=b000&pick=b001&pick=b005&pick=b007&q=")
	wants(t, "the question", question, "bulk_pay_title 3", `name="pick" value="b007"`, `name="on"`, "1 ligne sélectionnée reste")
	if strings.Contains(question, `value="b005"`) || strings.Contains(question, `value="b002"`) {
		t.Error("a line that cannot take part is carried along")
	}
	wants(t, "nothing ticked", d.get("/bills/bulk/pay"), "Rien n’est sélectionné")
	if status, _, _ := d.send(http.MethodPost, "/bills/bulk/pay", url.Values{}); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing at all: %d", status)
	}
	form := url.Values{"pick": {"b000", "b001", "b007", "zzz"}, KeyField: {"once"}}
	status, again, _ := d.send(http.MethodPost, "/bills/bulk/pay", form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(again, `id="f-on-error"`) || len(d.paid) != 0 {
		t.Errorf("without an answer: %d, paid %v", status, d.paid)
	}
	form.Set("on", "2026-11-22")
	status, done, _ := d.send(http.MethodPost, "/bills/bulk/pay", form)
	slices.Sort(d.paid)
	if status != http.StatusOK || strings.Join(d.paid, " ") != "b001 b007" {
		t.Fatalf("%d, paid %v", status, d.paid)
	}
	wants(t, "the answer", done, "bulk_pay_done 2", "1 non faite", "Delta Ascenseurs N-0", `action="/bills/bulk/pay/undo"`)
	if d.send(http.MethodPost, "/bills/bulk/pay", form); len(d.paid) != 2 {
		t.Errorf("the same form sent twice pays twice: %v", d.paid)
	}
	status, _, head := d.send(http.MethodPost, "/bills/bulk/pay/undo", url.Values{"pick": {"b001", "b007"}, KeyField: {"back"}})
	if status != http.StatusSeeOther || head.Get("Location") != "/bills" || len(d.paid) != 0 {
		t.Errorf("the undoing: %d %s %v", status, head.Get("Location"), d.paid)
	}
}
