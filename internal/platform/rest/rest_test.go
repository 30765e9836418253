package rest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

type lotRequest struct {
	Lot  id.Of[id.Lot] `path:"lot"`
	On   string        `query:"on"`
	Body struct {
		Label   string      `json:"label" minLength:"1" maxLength:"5"`
		Kind    string      `json:"kind" enum:"studio,garage"`
		Amount  money.Cents `json:"amount"`
		Address struct {
			City string `json:"city" minLength:"1"`
		} `json:"address"`
		Lines []struct {
			N int `json:"n"`
		} `json:"lines,omitempty"`
	}
}

func post(body string) (*httptest.ResponseRecorder, *http.Request) {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/lots/x", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.SetPathValue("lot", "01a204ea-fbcc-7c3b-88b1-55a654c52dc9")
	return httptest.NewRecorder(), r
}

func codes(err error) string {
	f := fault.As(err)
	if f == nil {
		return "no fault"
	}
	var list []string
	for _, p := range f.List() {
		list = append(list, p.Code+"@"+p.Field)
	}
	return strings.Join(list, " ")
}

func TestJSONAndFormAreJudgedByTheSameSchema(t *testing.T) {
	b := NewBinder[lotRequest](New(&act.House{}, nil), "/api/v1/lots/{lot}")
	good := `{"label":"4B","kind":"studio","amount":128460,"address":{"city":"Gent"},"lines":[{"n":1},{"n":2}]}`
	w, r := post(good)
	in, err := b.Bind(w, r, 1<<20)
	if err != nil || in.Body.Amount != 128460 || len(in.Body.Lines) != 2 || in.Lot.None() {
		t.Fatalf("%+v, %v", in, err)
	}
	form := url.Values{"label": {"4B"}, "kind": {"studio"}, "amount": {"1 284,60"}, "address.city": {"Gent"}, "lines[0].n": {"1"}, "lines[1].n": {"2"}}
	w, r = post(form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	same, err := b.BindForm(w, r, 1<<20)
	if err != nil || same.Body.Label != in.Body.Label || same.Body.Amount != in.Body.Amount || len(same.Body.Lines) != 2 {
		t.Fatalf("the form reads otherwise: %+v, %v", same, err)
	}
	for body, want := range map[string]string{
		`{"kind":"castle","amount":1,"address":{"city":"x"},"label":"far too long"}`: "one_of_expected@kind too_long@label",
		`{}`:                                 "required@",
		`{"label":"a\u0000b"}`:               "nul_character@label",
		`[]`:                                 "object_expected@",
		`{"amount":1e400}`:                   "json_unreadable@",
		``:                                   "body_missing@",
		good[:len(good)-1] + `,"surplus":1}`: "unknown_field@surplus",
	} {
		w, r := post(body)
		_, err := b.Bind(w, r, 1<<20)
		for _, code := range strings.Fields(want) {
			if !strings.Contains(codes(err), code) {
				t.Errorf("%s: %s, want %s", body, codes(err), code)
			}
		}
	}
	w, r = post(good)
	r.SetPathValue("lot", "not-an-id")
	if _, err := b.Bind(w, r, 1<<20); StatusOf(err) != http.StatusNotFound {
		t.Errorf("a malformed id in the path: %v", err)
	}
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s was registered", what)
		}
	}()
	f()
}

func TestWhatIsNotWholeDoesNotRegister(t *testing.T) {
	s := New(&act.House{}, nil)
	type nothing struct{}
	type hidden struct {
		Lot id.Of[id.Lot] `path:"lot"`
	}
	read := func(*act.View, nothing) (Nothing, error) { return Nothing{}, nil }
	public := func(context.Context, nothing) (Nothing, error) { return Nothing{}, nil }
	mustPanic(t, "a route whose {lot} is bound by no field", func() { Read(s, "GET /api/v1/lots/{lot}", "x", "", read) })
	mustPanic(t, "a public route outside the public places", func() { Public(s, "GET /api/v1/buildings", "", public) })
	mustPanic(t, "a route outside the API", func() { Read(s, "GET /elsewhere", "x", "", read) })
	mustPanic(t, "an unexported embedded request", func() {
		type request struct{ hidden }
		Read(s, "GET /api/v1/lots/{lot}", "x", "", func(*act.View, request) (Nothing, error) { return Nothing{}, nil })
	})
	mustPanic(t, "a page without an action", func() { s.AddPage("GET", "/x", "", Shape{}) })
}

func TestACursorLeadsThroughAListOnce(t *testing.T) {
	rows := []int{1, 2, 3, 4, 5}
	p := Paging{Limit: 2}
	var seen []int
	for range 10 {
		var last int
		found, err := p.After(&last)
		if err != nil {
			t.Fatal(err)
		}
		rest := rows
		if found {
			rest = rows[last:]
		}
		page := Cut(p, rest[:min(len(rest), p.Limit+1)], func(n int) []any { return []any{n} })
		seen = append(seen, page.Items...)
		if page.NextCursor == nil {
			break
		}
		p.Cursor = *page.NextCursor
	}
	if len(seen) != 5 {
		t.Errorf("seen %v", seen)
	}
	if _, err := (Paging{Cursor: "!!"}).After(new(int)); codes(err) != "cursor_malformed@cursor" {
		t.Errorf("%v", err)
	}
}
