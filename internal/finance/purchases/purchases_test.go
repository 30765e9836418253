package purchases_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

var (
	may    = []act.Role{act.Syndic, act.Accountant}
	policy = act.Policy{
		purchases.EnterInvoice: may, purchases.CancelInvoice: may, suppliers.ChangeSupplier: may,
		purchases.ApproveInvoice: {act.Syndic, act.Council}, purchases.ChangeRule: {act.Syndic}, ledger.ReadBooks: may, ledger.PostEntry: may,
		purchases.ReadInvoice: {act.Syndic, act.Accountant, act.Owner}, keys.ChangeKeys: {act.Syndic},
	}
)

type world struct {
	*testing.T
	house    *act.House
	who      act.Who
	room     *purchases.Room
	register property.Room
	building id.Of[id.Building]
	lot      id.Of[id.Lot]
	claire   id.Of[id.Person] // who opened the office
	clock    time.Time
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	w.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time { w.clock = w.clock.Add(time.Second); return w.clock }}
	store, err := blob.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	w.room = &purchases.Room{House: w.house, Suppliers: &suppliers.Room{}, Ledger: &ledger.Room{}, Blobs: store}
	bureau, err := (&office.Room{House: w.house}).Open(context.Background(), "test", office.Entry{Name: "Bureau Maes", Kind: office.Professional, Phone: "02 555 01 42"},
		func(a *act.Act) (id.Of[id.Person], error) {
			claire, err := (&identity.Room{House: w.house, BaseURL: "https://koprogo.example"}).Invite(a, "claire.maes@bureau-maes.example", "Claire Maes", i18n.FR)
			w.claire = claire.Person
			return claire.Person, err
		})
	if err != nil {
		t.Fatal(err)
	}
	w.who = act.Who{Office: bureau.ID(), House: true, Lang: i18n.FR}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return w.register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	w.lot = do(w, func(a *act.Act) (property.Lot, error) {
		return w.register.AddLot(a, w.building, property.LotEntry{Label: "4B", Kind: "apartment", Shares: 1000}, nil, civil.Must("2026-01-01"))
	}).ID()
	w.who = act.Who{Office: w.who.Office, Person: id.New[id.Person](), Lang: i18n.FR, Grants: []act.Grant{{Role: act.Accountant, Building: w.building}}}
	return w
}

func try[T any](w *world, fn func(*act.Act) (T, error)) (T, error) {
	return act.Do(context.Background(), w.house, w.who, act.Door{Via: "api"}, fn)
}

func do[T any](w *world, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := try(w, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func see[T any](w *world, fn func(*act.View) (T, error)) (T, error) {
	return act.See(context.Background(), w.house, w.who, fn)
}

var delta = &suppliers.Entry{Name: "Delta Ascenseurs SA", Enterprise: "0403.019.261"}

func (w *world) enter(number, issued string, cents int64, beside *suppliers.Entry) (purchases.Invoice, error) {
	return try(w, func(a *act.Act) (purchases.Invoice, error) {
		return w.room.Enter(a, w.building, purchases.Entry{Number: number, IssuedOn: civil.Must(issued), Amount: money.Cents(cents), Description: "Entretien"}, beside)
	})
}

func refused(t *testing.T, err error, code, field string) {
	t.Helper()
	if f := fault.As(err); f == nil || f.Code != code || f.Field != field {
		t.Errorf("got %v, want %s at %s", err, code, field)
	}
}

func TestTheSameInvoiceIsEnteredOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		i, err := w.enter("2026-4471", "2026-10-01", 128460, delta)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.enter(" 2026 4471", "2026-10-02", 99, delta)
		refused(t, err, "invoice_duplicate", "number")
		if s := rest.Sentence(i18n.EN, fault.As(err)); !strings.Contains(s, "Delta Ascenseurs SA of 1 October 2026") {
			t.Error(s)
		}
		if _, err := w.enter("2026-4471", "2026-10-01", 128460, &suppliers.Entry{Name: "Assur"}); err != nil {
			t.Errorf("the same number of another supplier: %v", err)
		}
		_, err = try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Cancel(a, i.ID(), " ") })
		refused(t, err, "required", "reason")
		do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Cancel(a, i.ID(), "Encodée deux fois") })
		_, err = try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Cancel(a, i.ID(), "Encore") })
		refused(t, err, "invoice_cancelled", "")
		if _, err := w.enter("2026-4471", "2026-10-01", 128460, delta); err != nil {
			t.Errorf("after the cancellation: %v", err)
		}
		shown, err := see(w, func(v *act.View) (purchases.Shown, error) { return w.room.Invoice(v, i.ID()) })
		if err != nil || !shown.Cancelled() || shown.Reason() != "Encodée deux fois" || shown.SupplierName != "Delta Ascenseurs SA" || shown.Amount() != 128460 {
			t.Errorf("got %+v, %v", shown, err)
		}
	})
}

func TestAnInvoiceNeedsAKeyThatSharesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		enter := func(key id.Of[id.Key], supplier id.Of[id.Supplier]) error {
			_, err := try(w, func(a *act.Act) (purchases.Invoice, error) {
				return w.room.Enter(a, w.building, purchases.Entry{Number: "7", IssuedOn: civil.Must("2026-02-01"), Amount: 100, Key: key, Supplier: supplier}, nil)
			})
			return err
		}
		none := id.Of[id.Key]{}
		refused(t, enter(id.New[id.Key](), id.New[id.Supplier]()), "invoice_key", "key_id")
		refused(t, enter(none, id.New[id.Supplier]()), "invoice_supplier", "supplier_id")
		refused(t, enter(none, id.Of[id.Supplier]{}), "invoice_supplier", "supplier_id")
		_, err := w.enter("8", "2026-02-01", 100, &suppliers.Entry{Name: "Delta", IBAN: "BE68 5390 0754 703"})
		refused(t, err, "iban_length", "supplier.iban")
		if _, err := w.enter("8", "2019-02-01", 100, delta); err != nil {
			t.Errorf("older than the register: %v", err)
		}
	})
}

func TestInvoicesAreListedNewestFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for i, day := range []string{"2026-03-01", "2026-01-01", "2026-03-01", "2026-02-01"} {
			if _, err := w.enter(fmt.Sprint("F", i), day, 100, delta); err != nil {
				t.Fatal(err)
			}
		}
		var numbers []string
		for p := (rest.Paging{Limit: 3}); ; {
			list, err := see(w, func(v *act.View) (rest.List[purchases.Shown], error) { return w.room.Invoices(v, w.building, p) })
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range list.Items {
				numbers = append(numbers, i.Number())
			}
			if list.NextCursor == nil {
				break
			}
			p.Cursor = *list.NextCursor
		}
		if fmt.Sprint(numbers) != "[F2 F0 F3 F1]" {
			t.Error(numbers)
		}
	})
}

func TestWhoMayTouchAnInvoice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		i, err := w.enter("2026-4471", "2026-10-01", 128460, delta)
		if err != nil {
			t.Fatal(err)
		}
		read := func() error {
			_, err := see(w, func(v *act.View) (rest.Download, error) { return w.room.VoucherOf(v, i.ID()) })
			return err
		}
		cancel := func() error {
			_, err := try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Cancel(a, i.ID(), "x") })
			return err
		}
		for _, c := range []struct {
			grants       []act.Grant
			office       id.Of[id.Office]
			read, cancel string
		}{
			{[]act.Grant{{Role: act.Owner, Building: w.building}}, w.who.Office, "voucher_missing", "forbidden"},
			{[]act.Grant{{Role: act.Syndic, Building: id.New[id.Building]()}}, w.who.Office, "not_found", "not_found"},
			{[]act.Grant{{Role: act.Syndic}}, id.New[id.Office](), "not_found", "not_found"},
		} {
			w.who.Grants, w.who.Office = c.grants, c.office
			if !errors.Is(read(), fault.NotFound(c.read)) || !errors.Is(cancel(), fault.NotFound(c.cancel)) {
				t.Errorf("%v: %v, %v", c.grants, read(), cancel())
			}
		}
	})
}

func TestAListOnWhichAnInvoiceRestsCannotBeReturned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		built := func(since time.Time) bool {
			yes, err := see(w, func(v *act.View) (bool, error) { return w.room.BuiltOn(v.Tx, w.building, civil.At(since)) })
			if err != nil {
				t.Fatal(err)
			}
			return yes
		}
		start := w.clock
		i, err := w.enter("2026-4471", "2026-10-01", 128460, delta)
		if err != nil {
			t.Fatal(err)
		}
		if !built(start) || built(w.clock.Add(time.Second)) {
			t.Error("an invoice rests on what was learned before it")
		}
		do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Cancel(a, i.ID(), "x") })
		if built(start) {
			t.Error("a cancelled invoice holds nothing back")
		}
	})
}

type doorman struct{ w *world }

func (d doorman) Bearer(*http.Request) (act.Who, error) { return d.w.who, nil }

func (w *world) call(method, path, kind string, body []byte) (int, map[string]any, []byte) {
	w.Helper()
	s := rest.New(w.house, doorman{w})
	w.room.Routes(s)
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	answer := httptest.NewRecorder()
	s.Mux.ServeHTTP(answer, r)
	doc := map[string]any{}
	_ = json.Unmarshal(answer.Body.Bytes(), &doc)
	return answer.Code, doc, answer.Body.Bytes()
}

func (w *world) upload(path, name, content string) (int, map[string]any) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, _ := m.CreateFormFile("file", name)
	_, _ = f.Write([]byte(content))
	_ = m.Close()
	status, doc, _ := w.call("POST", path, m.FormDataContentType(), b.Bytes())
	return status, doc
}

func TestTheDoorOfTheInvoices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		list := "/api/v1/buildings/" + w.building.String() + "/purchase-invoices"
		good := `{"supplier": {"name": "Delta Ascenseurs SA"}, "number": "4471", "issued_on": "2026-10-01", "amount_cents": 128460}`
		for _, c := range []struct{ body, field string }{
			{strings.Replace(good, "128460", `"1 284,60"`, 1), "amount_cents"},
			{strings.Replace(good, "128460", `1284.6`, 1), "amount_cents"},
			{strings.Replace(good, "2026-10-01", "1/10/2026", 1), "issued_on"},
			{strings.Replace(good, "2026-10-01", "2026-02-30", 1), "issued_on"},
			{strings.Replace(good, `"4471"`, `4471`, 1), "number"},
			{strings.Replace(good, `{"name": "Delta Ascenseurs SA"}`, `"Delta"`, 1), "supplier"},
			{strings.Replace(good, `"number"`, `"key_id": "lift", "number"`, 1), "key_id"},
		} {
			status, doc, _ := w.call("POST", list, "application/json", []byte(c.body))
			if field, _ := doc["field"].(string); status != 422 || field != c.field {
				t.Errorf("%s: %d %v", c.body, status, doc)
			}
		}
		status, made, _ := w.call("POST", list, "application/json", []byte(good))
		if status != 201 || made["key_name"] != "Tous les lots" || made["state"] != "entered" || made["voucher"] != nil || made["amount_cents"] != 128460.0 {
			t.Fatalf("%d %v", status, made)
		}
		one := fmt.Sprint("/api/v1/purchase-invoices/", made["id"])
		if status, doc := w.upload(one+"/voucher", "facture.pdf", "not a paper"); status != 422 || doc["code"] != "voucher_type" {
			t.Errorf("%d %v", status, doc)
		}
		if status, doc := w.upload(one+"/voucher", "facture.pdf", "%PDF-"+strings.Repeat(" ", purchases.MaxVoucher)); status != 413 {
			t.Errorf("%d %v", status, doc)
		}
		for _, paper := range []string{"%PDF-1.7 first scan", "%PDF-1.7 better scan"} {
			if status, doc := w.upload(one+"/voucher", "facture.pdf", paper); status != 201 || doc["voucher"] == nil {
				t.Errorf("%d %v", status, doc)
			}
			if status, _, content := w.call("GET", one+"/voucher", "", nil); status != 200 || string(content) != paper {
				t.Errorf("%d %q", status, content)
			}
		}
		status, doc, _ := w.call("POST", one+"/cancellation", "application/json", []byte(`{"reason": "Fausse facture"}`))
		if status != 201 || doc["state"] != "cancelled" {
			t.Errorf("%d %v", status, doc)
		}
		if status, doc := w.upload(one+"/voucher", "facture.pdf", "%PDF-1.7"); status != 409 {
			t.Errorf("%d %v", status, doc)
		}
		status, doc, _ = w.call("GET", list+"?limit=1", "", nil)
		if items, _ := doc["items"].([]any); status != 200 || len(items) != 1 {
			t.Errorf("%d %v", status, doc)
		}
	})
}
