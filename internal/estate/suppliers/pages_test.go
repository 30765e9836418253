package suppliers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// browser opens the pages of the suppliers for the accountant.
func browser(w *world) func(address string, form url.Values) (int, string, string) {
	s := rest.New(w.house, nil)
	p := &ui.Pages{Rest: s, Enter: func(*http.Request) (act.Who, error) { return w.who, nil }, Refused: func(f ui.Failure) templ.Component { return ui.Text(f.Says) },
		Around: func(*act.View, id.Of[id.Building], string) (ui.Frame, error) { return ui.Frame{}, nil }}
	w.room.Pages(p)
	return func(address string, form url.Values) (int, string, string) {
		method := http.MethodGet
		if form != nil {
			method = http.MethodPost
		}
		r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		rec := httptest.NewRecorder()
		s.Mux.ServeHTTP(rec, r)
		return rec.Code, rec.Body.String(), rec.Header().Get("Location")
	}
}

var (
	named = regexp.MustCompile(`(?s)data-row-link>\s*([^<]+?)\s*</a>`)
	onto  = regexp.MustCompile(`rel="(next|prev)" href="([^"]+)"`)
)

func names(page string) (list []string) {
	for _, m := range named.FindAllStringSubmatch(page, -1) {
		list = append(list, m[1])
	}
	return list
}

func links(page string) map[string]string {
	found := map[string]string{}
	for _, m := range onto.FindAllStringSubmatch(page, -1) {
		found[m[1]] = strings.ReplaceAll(m[2], "&amp;", "&")
	}
	return found
}

// The database narrows, orders and cuts this list: all pages forth and back hold each supplier once, in both orders, on both engines.
func TestTheListOfSuppliersIsCutByTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(d)
		w.who.Lang = i18n.FR
		for i := range 45 {
			e := suppliers.Entry{Name: fmt.Sprintf("Fournisseur %c%d", 'A'+i%26, i)}
			if i%3 == 0 {
				e.IBAN, e.Email = "BE68 5390 0754 7034", fmt.Sprintf("compta.%d@delta-assoc.example", i)
			}
			if _, err := w.say(w.room.Add, e); err != nil {
				t.Fatal(err)
			}
		}
		get := browser(w)
		for _, sort := range []string{"name", "-name"} {
			_, page, _ := get("/suppliers?size=20&sort="+sort, nil)
			if !strings.Contains(page, "20 affichés sur 45") {
				t.Fatalf("%s: the page does not say how many there are", sort)
			}
			forth := names(page)
			for links(page)["next"] != "" {
				_, page, _ = get(links(page)["next"], nil)
				forth = append(forth, names(page)...)
			}
			back := names(page)
			for links(page)["prev"] != "" {
				_, page, _ = get(links(page)["prev"], nil)
				back = append(names(page), back...)
			}
			if len(forth) != 45 || fmt.Sprint(forth) != fmt.Sprint(back) || (forth[0] < forth[44]) != (sort == "name") {
				t.Errorf("%s: forth %d %v, back %d", sort, len(forth), forth[:2], len(back))
			}
		}
		for asks, want := range map[string]int{"q=fournisseur b": 2, "q=BE68 5390": 15, "q=DELTA-assoc": 15, "account=missing": 30, "account=known&q=a0": 1, "q=%25": 0, "q=_": 0, "q=nobody": 0} {
			_, page, _ := get("/suppliers?"+strings.ReplaceAll(asks, " ", "+"), nil)
			if got := names(page); len(got) != want {
				t.Errorf("%s: %d %v, want %d", asks, len(got), got, want)
			}
		}
		status, csv, _ := get("/suppliers.csv?account=missing&col=name&col=iban&size=20", nil)
		if status != http.StatusOK || strings.Count(csv, "\r\n") != 31 || !strings.HasPrefix(csv, "\ufeffNom;Compte\r\n") {
			t.Errorf("the export: %d %q", status, csv[:min(60, len(csv))])
		}
	})
}

// A changed account is told on the supplier's own page, because that is how false invoices are paid.
func TestASupplierOnItsPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(d)
		w.who.Lang, w.who.House = i18n.FR, false
		w.who.Person = id.Of[id.Person]{}
		get := browser(w)
		if _, page, _ := get("/suppliers", nil); !strings.Contains(page, "pas encore de fournisseurs") || !strings.Contains(page, `href="/suppliers/new"`) {
			t.Error("an office without suppliers is not told how to begin")
		}
		status, again, _ := get("/suppliers/new", url.Values{"name": {""}, "iban": {"BE68 5390 0754 7035"}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(again, `id="f-name-error"`) {
			t.Errorf("%d", status)
		}
		status, _, to := get("/suppliers/new", url.Values{"name": {"Delta Ascenseurs SA"}, "vat_number": {"BE 0403.019.261"}, "idempotency_key": {"a"}})
		if status != http.StatusSeeOther || !strings.HasPrefix(to, "/suppliers/") {
			t.Fatalf("%d %s", status, to)
		}
		if _, page, _ := get(to, nil); !strings.Contains(page, "0403.019.261") || strings.Contains(page, "compte changé") {
			t.Error("the numbers are not shown, or a change is told that was none")
		}
		status, _, _ = get(to+"/edit", url.Values{"name": {"Delta Ascenseurs SA"}, "iban": {"BE68 5390 0754 7034"}})
		if _, page, _ := get(to, nil); status != http.StatusSeeOther || !strings.Contains(page, "BE68 5390 0754 7034") || !strings.Contains(page, "compte changé") {
			t.Errorf("the changed account is not told: %d", status)
		}
		w.who.Office = id.New[id.Office]()
		if status, _, _ := get(to, nil); status != http.StatusNotFound {
			t.Errorf("another office sees it: %d", status)
		}
	})
}
