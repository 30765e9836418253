package imports_test

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

	"koprogo/internal/estate/imports"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

var policy = func() act.Policy {
	p := act.Policy{}
	for _, a := range []act.Action{imports.OfferList, imports.ReadList, imports.MendList, imports.ConfirmList, imports.DiscardList, imports.ReadModel,
		property.CreateBuilding, property.ReadRegister, property.ChangeRegister} {
		p[a] = []act.Role{act.Syndic}
	}
	p[imports.ReadList] = append(p[imports.ReadList], act.Accountant)
	return p
}()

// house is an office with a building and its syndic.
type house struct {
	t        testing.TB
	house    *act.House
	room     *imports.Room
	who      act.Who
	building id.Of[id.Building]
	hour     time.Time
}

func open(t testing.TB, d *db.DB) *house {
	h := &house{t: t, room: &imports.Room{Register: &property.Room{}}, hour: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	h.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time { h.hour = h.hour.Add(time.Second); return h.hour }}
	h.move()
	return h
}

// move goes to another office, with a building of its own.
func (h *house) move() {
	h.who = act.Who{Person: id.New[id.Person](), Office: id.New[id.Office](), Lang: i18n.FR, Grants: []act.Grant{{Role: act.Syndic}}, House: true}
	b := do(h, func(a *act.Act) (id.Of[id.Building], error) {
		b, err := h.room.Register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000, Lang: i18n.FR,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
		return b.ID(), err
	})
	h.building, h.who.House = b, false
}

func try[T any](h *house, fn func(*act.Act) (T, error)) (T, error) {
	return act.Do(context.Background(), h.house, h.who, act.Door{Via: "api"}, fn)
}

func do[T any](h *house, fn func(*act.Act) (T, error)) T {
	h.t.Helper()
	x, err := try(h, fn)
	if err != nil {
		h.t.Fatal(err)
	}
	return x
}

func see[T any](h *house, fn func(*act.View) (T, error)) (T, error) {
	return act.See(context.Background(), h.house, h.who, fn)
}

func (h *house) offer(csv string) imports.Sight {
	h.t.Helper()
	var s imports.Sight
	do(h, func(a *act.Act) (bool, error) {
		var err error
		s, err = h.room.Offer(a, h.building, `C:\Listes\Tilleuls (v3).csv`, []byte(csv))
		return true, err
	})
	return s
}

func (h *house) confirm(i id.Of[id.Import], accept bool) error {
	_, err := try(h, func(a *act.Act) (bool, error) {
		_, _, err := h.room.Confirm(a, i, accept, civil.Date{})
		return true, err
	})
	return err
}

func (h *house) discard(i id.Of[id.Import]) error {
	_, err := try(h, func(a *act.Act) (bool, error) { return true, h.room.Discard(a, i) })
	return err
}

func (h *house) mend(i id.Of[id.Import], row int, fix imports.Fix) error {
	_, err := try(h, func(a *act.Act) (bool, error) {
		_, err := h.room.MendRow(a, i, row, fix, false)
		return true, err
	})
	return err
}

// register tells who holds what, on a line per lot.
func (h *house) register() string {
	h.t.Helper()
	s, err := see(h, func(v *act.View) (property.Snapshot, error) {
		return h.room.Register.Register(v, h.building, civil.Date{}, civil.Instant{})
	})
	if err != nil {
		h.t.Fatal(err)
	}
	var list []string
	for _, l := range s.Lots {
		p, _ := s.Holder(l.ID())
		list = append(list, fmt.Sprintf("%s %s %d %s", l.Label(), l.Kind(), l.Shares(), p.Name()))
	}
	return strings.Join(list, "\n")
}

func code(err error) string {
	if f := fault.As(err); f != nil {
		return f.Code
	}
	return fmt.Sprint(err)
}

const goodList = "Lot;Nature;Quotités;Propriétaire;E-mail\n1A;Appartement;600;Dubois Anne;anne@exemple.be\n1B;Studio;390;Marchal Denise (1/2) / Marchal Paul (1/2);\nG1;Garage;10;Anne DUBOIS;\nTotal;;1000;;\n"

func TestAListBecomesARegisterAndIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer(goodList)
		if s.RowCount() != 3 || s.Counts.WithErrors() != 0 || s.Shares.Found != 1000 || s.Name() != "Tilleuls (v3).csv" || s.From() != civil.Must("2026-01-01") {
			t.Fatalf("%+v", s)
		}
		if h.register() != "" {
			t.Error("something entered the register before the confirmation")
		}
		seen, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, s.ID()) })
		if err != nil || seen.Preview == nil || seen.Preview.NewLots != 3 || seen.Preview.NewParties != 2 || seen.Preview.Owners != 2 || seen.Preview.WithoutEmail != 1 || !seen.Preview.Balanced() {
			t.Fatalf("%v %+v", err, seen.Preview)
		}
		if err := h.confirm(s.ID(), false); err != nil {
			t.Fatal(err)
		}
		want := "1A apartment 600 Anne Dubois\n1B studio 390 Denise Marchal – Paul Marchal\nG1 garage 10 Anne Dubois"
		if got := h.register(); got != want {
			t.Errorf("got\n%s", got)
		}
		if err := h.confirm(s.ID(), false); code(err) != "import_confirmed" {
			t.Errorf("confirmed twice: %v", err)
		}
		if err := h.mend(s.ID(), 2, imports.Fix{imports.Shares: "1"}); code(err) != "import_confirmed" {
			t.Errorf("mended after the confirmation: %v", err)
		}
		if err := h.discard(s.ID()); err != nil {
			t.Fatal(err)
		}
		if got := h.register(); got != "" {
			t.Errorf("left behind:\n%s", got)
		}
		if err := h.discard(s.ID()); code(err) != "not_found" {
			t.Errorf("taken back twice: %v", err)
		}
		after, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, s.ID()) })
		if err != nil || after.State() != imports.Returned || after.RowCount() != 3 || len(after.Checked.Rows) != 0 {
			t.Errorf("%v %+v", err, after)
		}
	})
}

func TestADraftIsDiscarded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer(goodList)
		if err := h.mend(s.ID(), 2, imports.Fix{imports.Email: ""}); err != nil {
			t.Fatal(err)
		}
		if err := h.discard(s.ID()); err != nil {
			t.Fatal(err)
		}
		if _, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, s.ID()) }); code(err) != "not_found" {
			t.Errorf("got %v", err)
		}
	})
}

func TestRowsAreMendedThenConfirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer("Lot;Quotités;Propriétaire\n1;400;Marchal Denise / Marchal Paul\n2;300;\n3;300;\n3;300;\n")
		if s.RowCount() != 4 || s.Counts.ToFix != 3 || s.Counts.Duplicates != 1 {
			t.Fatalf("%+v", s.Counts)
		}
		if err := h.confirm(s.ID(), true); code(err) != "rows_to_fix" {
			t.Errorf("got %v", err)
		}
		if err := h.mend(s.ID(), 2, imports.Fix{imports.Held: imports.HeldUndivided}); err != nil {
			t.Fatal(err)
		}
		if err := h.mend(s.ID(), 99, imports.Fix{imports.Shares: "1"}); code(err) != "not_found" {
			t.Errorf("a row that is none: %v", err)
		}
		if err := h.mend(s.ID(), 2, imports.Fix{"colour": "1"}); code(err) != "unknown_field" {
			t.Errorf("a field that is none: %v", err)
		}
		_, err := try(h, func(a *act.Act) (bool, error) {
			_, n, err := h.room.Repair(a, s.ID(), "owner_missing", "same_as")
			if n != 2 {
				t.Errorf("%d rows mended", n)
			}
			return true, err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.mend(s.ID(), 5, imports.Fix{imports.Ignored: "true"}); err != nil {
			t.Fatal(err)
		}
		if err := h.confirm(s.ID(), false); err != nil {
			t.Fatal(err)
		}
		if got := h.register(); got != "1 apartment 400 Denise Marchal – Paul Marchal\n2 apartment 300 Denise Marchal – Paul Marchal\n3 apartment 300 Denise Marchal – Paul Marchal" {
			t.Errorf("got\n%s", got)
		}
	})
}

func TestSharesThatDoNotSumNeedAWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer("Lot;Quotités;Propriétaire\n1;400;Dubois Anne\n2;300;Maes Cor\n")
		err := h.confirm(s.ID(), false)
		if f := fault.As(err); f == nil || f.Code != "shares_sum" || f.Article != "3.85 §1" {
			t.Fatalf("got %v", err)
		}
		if err := h.confirm(s.ID(), true); err != nil {
			t.Fatal(err)
		}
		rest := h.offer("Lot;Quotités;Propriétaire\n3;300;Maes Cor\n") // the rest of the list completes the register
		if err := h.confirm(rest.ID(), false); err != nil {
			t.Error(err)
		}
	})
}

func TestAnotherListIsComparedAndTheFirstIsBuiltOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		first := h.offer(goodList)
		if err := h.confirm(first.ID(), false); err != nil {
			t.Fatal(err)
		}
		second := h.offer("Lot;Nature;Quotités;Propriétaire\n1A;Appartement;600;Maes Cor\n1B;Studio;380;Marchal Denise (1/2) / Marchal Paul (1/2)\nC1;Cave;10;Maes Cor\n")
		seen, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, second.ID()) })
		if err != nil {
			t.Fatal(err)
		}
		p := seen.Preview
		if p.NewLots != 1 || p.ChangedLots != 1 || p.SameLots != 1 || p.NewParties != 1 || p.Transfers != 1 || len(p.LeftOut) != 1 || p.LeftOut[0].Label() != "G1" || p.Shares != 1000 {
			t.Errorf("%+v", p)
		}
		if err := h.confirm(second.ID(), false); err != nil {
			t.Fatal(err)
		}
		if err := h.discard(first.ID()); code(err) != "list_built_on" {
			t.Errorf("got %v", err)
		}
		if err := h.discard(second.ID()); err != nil {
			t.Fatal(err)
		}
		if got := h.register(); got != "1A apartment 600 Anne Dubois\n1B studio 390 Denise Marchal – Paul Marchal\nG1 garage 10 Anne Dubois" {
			t.Errorf("got\n%s", got)
		}
		if err := h.discard(first.ID()); err != nil {
			t.Errorf("the second list is gone, and still in the way: %v", err)
		}
	})
}

func TestColumnsAreChosenByHandAndFixesStay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer("Lot;Truc;Chose;Propriétaire\n1;600;12;Dubois Anne\n2;380;13;Maes Cor\n")
		if s.Counts.ToFix != 2 {
			t.Fatalf("%+v", s.Counts)
		}
		if err := h.mend(s.ID(), 3, imports.Fix{imports.Shares: "400"}); err != nil {
			t.Fatal(err)
		}
		var after imports.Sight
		day := civil.Must("2025-07-01")
		do(h, func(a *act.Act) (bool, error) {
			var err error
			after, err = h.room.Remap(a, s.ID(), imports.Choice{Columns: map[imports.Field]string{imports.Shares: "b"}, From: day})
			return true, err
		})
		if after.Shares.Found != 1000 || after.Counts.WithErrors() != 0 || after.From() != day {
			t.Errorf("%+v %+v", after.Shares, after.Counts)
		}
		for want, c := range map[string]imports.Choice{"column_unknown": {Columns: map[imports.Field]string{imports.Shares: "1"}}, "unknown_field": {Columns: map[imports.Field]string{"x": "A"}},
			"from_future": {From: civil.Must("2027-01-01")}, "sheet_unknown": {Sheet: new(7)}} {
			_, err := try(h, func(a *act.Act) (bool, error) {
				_, err := h.room.Remap(a, s.ID(), c)
				return true, err
			})
			if code(err) != want {
				t.Errorf("got %v, want %s", err, want)
			}
		}
		header := 2
		do(h, func(a *act.Act) (bool, error) {
			var err error
			after, err = h.room.Remap(a, s.ID(), imports.Choice{HeaderRow: &header, Columns: map[imports.Field]string{imports.Label: "A", imports.Shares: "B"}})
			return true, err
		})
		if after.RowCount() != 1 || after.Shares.Found != 400 {
			t.Errorf("%d rows, %+v", after.RowCount(), after.Shares)
		}
	})
}

func TestOfficesNeverMeet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer(goodList)
		there := h.building
		h.move()
		if _, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, s.ID()) }); code(err) != "not_found" {
			t.Errorf("read: %v", err)
		}
		if _, err := see(h, func(v *act.View) ([]imports.Import, error) { return h.room.Imports(v, there) }); code(err) != "not_found" {
			t.Errorf("list: %v", err)
		}
		for what, err := range map[string]error{"confirm": h.confirm(s.ID(), true), "discard": h.discard(s.ID()), "mend": h.mend(s.ID(), 2, nil)} {
			if code(err) != "not_found" {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestRightsAreHeldPerBuilding(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer(goodList)
		h.who.Grants = []act.Grant{{Role: act.Accountant, Building: h.building}}
		if err := h.confirm(s.ID(), false); code(err) != "forbidden" {
			t.Errorf("got %v", err)
		}
		h.who.Grants = []act.Grant{{Role: act.Syndic, Building: id.New[id.Building]()}}
		if err := h.confirm(s.ID(), false); code(err) != "not_found" {
			t.Errorf("got %v", err)
		}
	})
}

func TestTwentyThousandRows(t *testing.T) {
	if testing.Short() {
		t.Skip("not run with -short: a list of 20,000 lines takes some seconds")
	}
	const n = 19_999 // and a row of titles
	var b strings.Builder
	b.WriteString("Lot;Nature;Etage;Quotités;Propriétaire;E-mail\n")
	for i := range n {
		fmt.Fprintf(&b, "L%05d;Appartement;%d;1;Famille%d Prénom%d;p%d@exemple.be\n", i, i%12, i*3/4, i*3/4, i)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.who.House = true
		h.building = do(h, func(a *act.Act) (id.Of[id.Building], error) {
			b, err := h.room.Register.CreateBuilding(a, property.BuildingEntry{Name: "Grand", Denominator: n, Lang: i18n.FR,
				Address: property.Address{Street: "Rue", Number: "1", Postcode: "1000", City: "Bruxelles"}})
			return b.ID(), err
		})
		clock := func(what string, fn func()) {
			start := time.Now()
			fn()
			took := time.Since(start)
			t.Logf("%s: %v", what, took.Round(time.Millisecond))
		}
		var s imports.Sight
		clock("offer", func() { s = h.offer(b.String()) })
		if s.RowCount() != n || s.Counts.WithErrors() != 0 || s.Shares.Found != n {
			t.Fatalf("%d rows, %+v", s.RowCount(), s.Counts)
		}
		clock("see", func() {
			if _, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, s.ID()) }); err != nil {
				t.Fatal(err)
			}
		})
		clock("mend a row", func() {
			if err := h.mend(s.ID(), 20, imports.Fix{imports.Floor: "3"}); err != nil {
				t.Fatal(err)
			}
		})
		clock("confirm", func() {
			if err := h.confirm(s.ID(), false); err != nil {
				t.Fatal(err)
			}
		})
		clock("take back", func() {
			if err := h.discard(s.ID()); err != nil {
				t.Fatal(err)
			}
		})
	})
}

type door struct{ h *house }

func (d door) Bearer(*http.Request) (act.Who, error) { return d.h.who, nil }

// ask calls the API and gives the status and the answer.
func (h *house) ask(s *rest.Server, method, path, body string, headers ...string) (int, map[string]any) {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.Mux.ServeHTTP(w, r)
	answer := map[string]any{}
	if w.Body.Len() > 0 && strings.Contains(w.Header().Get("Content-Type"), "json") {
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			h.t.Fatal(err)
		}
	}
	return w.Code, answer
}

func upload(data string) (body, kind string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, _ := w.CreateFormFile("file", "liste.csv")
	_, _ = f.Write([]byte(data))
	_ = w.Close()
	return b.String(), w.FormDataContentType()
}

func TestTheDoorOfTheAPI(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := rest.New(h.house, door{h})
		h.room.Routes(s)
		offer := func(data string, more ...string) (int, map[string]any) {
			body, kind := upload(data)
			return h.ask(s, "POST", "/api/v1/buildings/"+h.building.String()+"/imports", body, append([]string{"Content-Type", kind}, more...)...)
		}
		for name, data := range map[string]string{"empty": "", "binary": "\x00\x01\x02\xff\xfe\x00\x99", "broken zip": "PK\x03\x04broken", "prose": "bonjour"} {
			if status, a := offer(data); status != 422 || a["field"] != "file" {
				t.Errorf("%s: %d %v", name, status, a)
			}
		}
		status, a := offer("Lot;Quotités;Propriétaire;E-mail\n1;400;Dubois Anne;anne\n2;500;Maes Cor;\n")
		errs, _ := a["errors"].([]any)
		shares, _ := a["shares"].(map[string]any)
		if status != 201 || a["rows"] != 2.0 || len(errs) != 1 || shares["declared"] != 1000.0 || shares["found"] != 900.0 || a["sample"] != nil {
			t.Fatalf("%d %v", status, a)
		}
		e := errs[0].(map[string]any)
		if e["row"] != 2.0 || e["column"] != "email" || e["code"] != "email_unreadable" || !strings.HasPrefix(e["message"].(string), "Cette adresse") {
			t.Errorf("%v", e)
		}
		at := "/api/v1/imports/" + a["id"].(string)
		if status, a := h.ask(s, "POST", at+"/confirmation", ""); status != 409 || a["code"] != "rows_to_fix" {
			t.Errorf("%d %v", status, a)
		}
		if status, a := h.ask(s, "PUT", at+"/rows/2", `{"email":"anne@exemple.be"}`); status != 200 || len(a["errors"].([]any)) != 0 {
			t.Errorf("%d %v", status, a)
		}
		if status, _ := h.ask(s, "PUT", at+"/rows/x", `{}`); status != 404 {
			t.Errorf("a row that is no number: %d", status)
		}
		if status, a := h.ask(s, "GET", at+"/rows?filter=good&limit=1", ""); status != 200 || len(a["items"].([]any)) != 1 || a["next_cursor"] == nil {
			t.Errorf("%d %v", status, a)
		}
		for _, body := range []string{"", "{}"} {
			if status, a := h.ask(s, "POST", at+"/confirmation", body); status != 422 || a["code"] != "shares_sum" || a["article"] != "3.85 §1" {
				t.Errorf("%q: %d %v", body, status, a)
			}
		}
		if status, a := h.ask(s, "PUT", at+"/mapping", `{"columns":{"email":""},"from":"2025-01-01"}`); status != 200 || a["from"] != "2025-01-01" {
			t.Errorf("%d %v", status, a)
		}
		if status, a := h.ask(s, "GET", at, ""); status != 200 || a["preview"] == nil || a["sample"] == nil {
			t.Errorf("%d %v", status, a)
		}
		first, one := h.ask(s, "POST", at+"/confirmation", `{"accept_share_difference":true}`, "Idempotency-Key", "k")
		again, two := h.ask(s, "POST", at+"/confirmation", `{"accept_share_difference":true}`, "Idempotency-Key", "k")
		if first != 201 || again != 201 || fmt.Sprint(one) != fmt.Sprint(two) || one["share_difference_accepted"] != true {
			t.Errorf("%d %v, then %d %v", first, one, again, two)
		}
		if status, a := h.ask(s, "GET", "/api/v1/buildings/"+h.building.String()+"/imports", ""); status != 200 || len(a["items"].([]any)) != 1 {
			t.Errorf("%d %v", status, a)
		}
		for _, want := range []int{204, 404} {
			if status, _ := h.ask(s, "DELETE", at, ""); status != want {
				t.Errorf("got %d, want %d", status, want)
			}
		}
		if status, a := h.ask(s, "GET", at, ""); status != 200 || a["state"] != "returned" {
			t.Errorf("%d %v", status, a)
		}
		for path, want := range map[string]int{"/api/v1/import-models/nl": 200, "/api/v1/import-models/xx": 404, at + "/rows-to-fix": 200} {
			if status, _ := h.ask(s, "GET", path, ""); status != want {
				t.Errorf("%s: %d", path, status)
			}
		}
		if status, a := offer(goodList, "Idempotency-Key", "u"); status != 201 || a["rows"] != 3.0 {
			t.Errorf("%d %v", status, a)
		}
		if status, a := offer(goodList, "Idempotency-Key", "u"); status != 201 || a["rows"] != 3.0 {
			t.Errorf("the same upload again: %d %v", status, a)
		}
		if status, a := h.ask(s, "GET", "/api/v1/buildings/"+h.building.String()+"/imports?limit=1", ""); status != 200 || a["next_cursor"] == nil {
			t.Errorf("%d %v", status, a)
		}
	})
}

func TestAnActThatFailsLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer(goodList)
		broken := errors.New("the power went out")
		_, err := try(h, func(a *act.Act) (bool, error) {
			if _, _, err := h.room.Confirm(a, s.ID(), false, civil.Date{}); err != nil {
				return false, err
			}
			return false, broken
		})
		if !errors.Is(err, broken) || h.register() != "" {
			t.Errorf("%v, %q", err, h.register())
		}
		if err := h.confirm(s.ID(), false); err != nil {
			t.Error(err)
		}
	})
}
