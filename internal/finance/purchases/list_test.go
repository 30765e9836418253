package purchases_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// browser opens the pages of the invoices for the reader of the world.
func (w *world) browser() func(address string, form url.Values) (int, string) {
	s := rest.New(w.house, nil)
	p := &ui.Pages{Rest: s, Enter: func(*http.Request) (act.Who, error) { return w.who, nil }, Refused: func(f ui.Failure) templ.Component { return ui.Text(f.Says) },
		Around: func(*act.View, id.Of[id.Building], string) (ui.Frame, error) { return ui.Frame{}, nil }}
	w.room.Pages(p)
	return func(address string, form url.Values) (int, string) {
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
		return rec.Code, rec.Body.String()
	}
}

var numberCell = regexp.MustCompile(`(?s)data-label="Numéro">\s*([^<]+?)\s*</td>`)

func numbers(page string) string {
	var list []string
	for _, m := range numberCell.FindAllStringSubmatch(page, -1) {
		list = append(list, m[1])
	}
	return strings.Join(list, " ")
}

// The accountant finds the invoices of the year by what is known of them, and sees their sum without those that were cancelled.
func TestTheListOfInvoicesAnswersQuestions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		assur := &suppliers.Entry{Name: "Assurances du Midi"}
		seller := map[string]id.Of[id.Supplier]{}
		for _, x := range []struct {
			number, on string
			cents      int64
			from       *suppliers.Entry
		}{{"F1", "2026-10-01", 128460, delta}, {"F2", "2026-08-05", 125613, delta}, {"POL-88", "2025-02-15", 412507, assur}, {"F10", "2026-10-01", -4419, delta}} {
			i, err := w.enter(x.number, x.on, x.cents, x.from)
			if err != nil {
				t.Fatal(err)
			}
			seller[x.number] = i.Supplier()
			if x.number == "F2" {
				do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Cancel(a, i.ID(), "Encodée deux fois") })
			}
		}
		get := w.browser()
		at := "/buildings/" + w.building.String() + "/invoices"
		for asks, want := range map[string]string{
			"": "F10 F1 F2 POL-88", "sort=number": "F1 F2 F10 POL-88", "sort=-amount": "POL-88 F1 F2 F10", "sort=supplier": "POL-88 F1 F2 F10",
			"supplier=" + seller["F1"].String(): "F10 F1 F2", "state=cancelled": "F2", "state=approved": "", "state=no_voucher": "F10 F1 POL-88",
			"year=2025": "POL-88", "from=2026-10-01": "F10 F1", "from=2026-01-01&to=2026-09-30": "F2", "least=1.256,13&most=1284,60": "F1 F2", "q=midi": "POL-88", "q=f1": "F10 F1",
		} {
			_, page := get(at+"?"+asks, nil)
			if got := numbers(page); got != want && asks != "sort=supplier" || asks == "sort=supplier" && !strings.HasPrefix(got, "POL-88 ") {
				t.Errorf("%s: got %s, want %s", asks, got, want)
			}
		}
		if _, page := get(at+"?year=2026", nil); !strings.Contains(page, "1\u00a0240,41\u00a0€") {
			t.Error("the sum of the year counts an invoice that was cancelled, or leaves one out")
		}
		if status, _ := get("/buildings/"+id.New[id.Building]().String()+"/invoices", nil); status != http.StatusNotFound {
			t.Errorf("an unknown building: %d", status)
		}
	})
}

// Several wrong invoices are cancelled in one go, each with the same reason and an act of its own; one that is cancelled already stays aside.
func TestManyInvoicesAreCancelledAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		form := url.Values{"idempotency_key": {"k"}}
		for n := range 4 {
			i, err := w.enter(fmt.Sprint("F", n), "2026-10-01", 1000, delta)
			if err != nil {
				t.Fatal(err)
			}
			form.Add("pick", i.ID().String())
		}
		picks := form["pick"]
		do(w, func(a *act.Act) (purchases.Invoice, error) {
			return w.room.Cancel(a, id.Must[id.Invoice](picks[3]), "Avant")
		})
		get := w.browser()
		at := "/buildings/" + w.building.String() + "/invoices/bulk/cancel"
		_, question := get(at+"?all=true", nil)
		if !strings.Contains(question, "Annuler 3 factures\u00a0?") || !strings.Contains(question, "1 ligne sélectionnée reste de côté") || strings.Contains(question, `value="`+picks[3]+`"`) {
			t.Error("the question does not name what will be done")
		}
		if status, again := get(at, form); status != http.StatusUnprocessableEntity || !strings.Contains(again, `id="f-reason-error"`) {
			t.Errorf("without a reason: %d", status)
		}
		form.Set("reason", "Fournisseur inconnu")
		status, done := get(at, form)
		if status != http.StatusOK || !strings.Contains(done, "3 factures annulées") || !strings.Contains(done, "1 non faite") || !strings.Contains(done, "/invoices/"+picks[3]) {
			t.Errorf("%d", status)
		}
		if _, again := get(at, form); !strings.Contains(again, "3 factures annulées") {
			t.Error("the same form sent twice has another answer")
		}
		for _, pick := range picks[:3] {
			shown, err := see(w, func(v *act.View) (purchases.Shown, error) { return w.room.Invoice(v, id.Must[id.Invoice](pick)) })
			if err != nil || !shown.Cancelled() || shown.Reason() != "Fournisseur inconnu" {
				t.Errorf("%+v %v", shown, err)
			}
		}
		w.who.Grants[0].Role = act.Owner
		if status, _ := get(at, form); status != http.StatusForbidden {
			t.Errorf("an owner cancels: %d", status)
		}
	})
}
