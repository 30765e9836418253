package banking_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

type doorman struct{ w *world }

func (d doorman) Bearer(*http.Request) (act.Who, error) { return d.w.who, nil }

func (w *world) call(method, path, kind string, body []byte) (int, map[string]any, string) {
	w.Helper()
	s := rest.New(w.house, doorman{w})
	w.room.Routes(s)
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	answer := httptest.NewRecorder()
	s.Mux.ServeHTTP(answer, r)
	doc := map[string]any{}
	_ = json.Unmarshal(answer.Body.Bytes(), &doc)
	return answer.Code, doc, answer.Body.String()
}

func (w *world) upload(content string) (int, map[string]any) {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, _ := m.CreateFormFile("file", "extrait.cod")
	_, _ = f.Write([]byte(content))
	_ = m.Close()
	status, doc, _ := w.call("POST", "/api/v1/buildings/"+w.building.String()+"/bank-statements", m.FormDataContentType(), b.Bytes())
	return status, doc
}

func TestTheBankOverTheAPI(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		status, doc := w.upload(first.coda())
		if status != http.StatusCreated {
			t.Fatal(status, doc)
		}
		s := doc["statements"].([]any)[0].(map[string]any)
		if s["account"] != current || s["opening_cents"] != 100000.0 || s["closing_cents"] != 106577.0 || s["movements"] != 2.0 || s["status"] != "posted" {
			t.Errorf("%v", s)
		}
		path := "/api/v1/bank-statements/" + s["id"].(string)
		if _, _, file := w.call("GET", path+"/file", "", nil); file != first.coda() {
			t.Error("the file is not what the bank sent")
		}
		if status, doc := w.upload(strings.Replace(first.coda(), "0000000000150000", "00000000001500x0", 1)); status != http.StatusUnprocessableEntity || doc["code"] != "coda_amount" ||
			!strings.Contains(doc["detail"].(string), "Ligne 3, position ") {
			t.Errorf("%d %v", status, doc)
		}
		_, list, _ := w.call("GET", "/api/v1/buildings/"+w.building.String()+"/bank-movements?status=todo&limit=1", "", nil)
		m := list["items"].([]any)[0].(map[string]any)
		if list["next_cursor"] == nil || m["status"] != "todo" {
			t.Errorf("%v", list)
		}
		booking := "/api/v1/bank-movements/" + m["id"].(string) + "/booking"
		if status, doc, _ := w.call("POST", booking, "application/json", []byte(`{"splits":[{"account":"657"}]}`)); status != http.StatusCreated || doc["status"] != "booked" {
			t.Errorf("%d %v", status, doc)
		}
		_, doc, _ = w.call("GET", "/api/v1/bank-movements/"+m["id"].(string), "", nil)
		if split := doc["splits"].([]any)[0].(map[string]any); split["account"] != "657" || split["amount_cents"] != m["amount_cents"] {
			t.Errorf("%v", doc)
		}
		if status, _, body := w.call("DELETE", booking, "", nil); status >= 300 {
			t.Errorf("%d %s", status, body)
		}
		if status, doc, _ := w.call("POST", path+"/retry", "", nil); status != http.StatusConflict || doc["code"] != "statement_posted" {
			t.Errorf("%d %v", status, doc)
		}
		w.who = act.Who{Office: w.who.Office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Owner, Building: w.building}}}
		for _, p := range []string{path, path + "/file", "/api/v1/buildings/" + w.building.String() + "/bank-movements"} {
			if status, _, _ := w.call("GET", p, "", nil); status != http.StatusForbidden {
				t.Errorf("an owner read %s: %d", p, status)
			}
		}
	})
}
