package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"

	"github.com/danielgtaylor/huma/v2"
)

// fill makes one thing of each kind in an office and gives their ids by the name of the path parameter that stands for them.
// bank brings a statement of the account with one movement.
// decision is one of an earlier assembly, with its minutes and a proof.
// mandate makes the office the syndic, with its contract, its signed paper and the proof of its insurance.
// council has a comment, a mission, and an entry in its own room, which only the council can write.
// councilSecret is what no answer to the syndic's office may ever hold.
const councilSecret = "Ornithorynque bleu"

// mandatary is who votes for two who hold a cellar together.
// firstID is the id of the first thing of a list.
// apiRoutes are the routes of the API, with the paths filled in.
func (h *house) walk(t *testing.T, ids map[string]string, visit func(t *testing.T, r rest.Route, path string)) {
	t.Helper()
	for _, r := range h.Rest.Routes {
		if r.Page {
			continue
		}
		path, ok := fill(r.Path, ids)
		if !ok {
			t.Errorf("the walk knows no {%s} of %s: add one to fill", path, r.Path)
			continue
		}
		visit(t, r, path)
	}
}

func problem(t *testing.T, r rest.Route, status int, kind string, body []byte) {
	t.Helper()
	var p rest.Problem
	if status < 400 || status >= 500 || !strings.HasPrefix(kind, "application/problem+json") || json.Unmarshal(body, &p) != nil || p.Code == "" || p.Status != status || strings.Contains(p.Detail, "«") {
		t.Errorf("%s %s: want a problem, got %d %s %s", r.Method, r.Path, status, kind, cut(body))
	}
}

func cut(b []byte) string { return string(b[:min(len(b), 300)]) }

func TestWithoutATokenEveryRouteAsksWhoYouAre(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		h.walk(t, h.ours, func(t *testing.T, r rest.Route, path string) {
			if r.Public {
				return
			}
			for _, body := range []string{"", "{", strings.Repeat("x", 100)} {
				for _, token := range []string{"", "nonsense"} {
					status, head, answer := h.raw(r.Method, path, token, "text/plain", []byte(body))
					if status != http.StatusUnauthorized {
						t.Errorf("%s %s: %d", r.Method, r.Path, status)
					}
					problem(t, r, status, head.Get("Content-Type"), answer)
				}
			}
		})
		// Pages send a reader without a session to the door instead.
		for _, r := range h.Rest.Routes {
			if !r.Page {
				continue
			}
			path, ok := fill(r.Path, h.ours)
			if !ok {
				t.Errorf("the walk knows no {%s} of %s: add one to fill", path, r.Path)
				continue
			}
			if status, head, _ := h.raw(r.Method, path, "", "", nil); status != http.StatusSeeOther || !strings.HasPrefix(head.Get("Location"), "/sign-in") {
				t.Errorf("page %s %s: %d to %q", r.Method, r.Path, status, head.Get("Location"))
			}
		}
	})
}

func TestAWrongRoleIsRefusedBeforeTheBodyIsRead(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		h.walk(t, h.ours, func(t *testing.T, r rest.Route, path string) {
			for _, role := range act.Roles {
				if r.Public || slices.Contains(Policy[r.Action], role) {
					continue
				}
				status, head, body := h.raw(r.Method, path, h.tokens[role], "application/json", []byte("{"))
				if status != http.StatusForbidden {
					t.Errorf("%s %s as %s: %d %s", r.Method, r.Path, role, status, cut(body))
				}
				problem(t, r, status, head.Get("Content-Type"), body)
			}
		})
	})
}

// able is who tries a route: the syndic, an owner where only owners speak for themselves, or the council in its own room.
func able(r rest.Route) act.Role {
	if slices.Equal(Policy[r.Action], []act.Role{act.Council}) {
		return act.Council
	}
	if may := Policy[r.Action]; slices.Contains(may, act.Owner) && !slices.Contains(may, act.Syndic) {
		return act.Owner
	}
	return act.Syndic
}

func TestWhatIsOfAnotherOfficeDoesNotExist(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		unknown := map[string]string{}
		malformed := map[string]string{}
		for name, value := range h.theirs {
			unknown[name], malformed[name] = value, "not-an-id"
			if id.Valid(value) {
				unknown[name] = id.New[id.Any]().String()
			}
		}
		for what, ids := range map[string]map[string]string{"another office's": h.theirs, "an unknown": unknown, "a malformed": malformed} {
			h.walk(t, ids, func(t *testing.T, r rest.Route, path string) {
				if r.Public || !hasID(r, h.theirs) {
					return
				}
				for _, body := range h.bodies(r) {
					status, head, answer := h.raw(r.Method, path, h.tokens[able(r)], body.kind, body.data)
					if status != http.StatusNotFound && !(body.broken && what != "a malformed" && status >= 400 && status < 500) {
						t.Errorf("%s %s with %s id: %d %s", r.Method, r.Path, what, status, cut(answer))
					}
					problem(t, r, status, head.Get("Content-Type"), answer)
				}
			})
		}
	})
}

func hasID(r rest.Route, ids map[string]string) bool {
	return slices.ContainsFunc(r.Params, func(p string) bool { return id.Valid(ids[p]) })
}

type sentBody struct {
	kind   string
	data   []byte
	broken bool
}

// bodies are a good body, when the walk knows one, and an empty document.
func (h *house) bodies(r rest.Route) []sentBody {
	switch {
	case r.HasFile:
		kind, data := upload("list.csv", []byte("Lot;Quotités;Propriétaire\n4B;1000;Anne Dubois\n"))
		return []sentBody{{kind, data, false}}
	case r.HasBody:
		good, known := goodBodies[r.Method+" "+r.Path]
		if !known {
			h.t.Errorf("the walk knows no good body for %s %s: add one to goodBodies", r.Method, r.Path)
			return nil
		}
		return []sentBody{{"application/json", []byte(good), false}}
	}
	return []sentBody{{"", nil, false}}
}

// goodBodies are bodies that would be accepted, so that a 404 is for the id and not for the body.
var goodBodies = map[string]string{
	"PUT /api/v1/purchase-invoices/{invoice}":                                  `{"number":"2","issued_on":"2026-10-01","amount_cents":1}`,
	"POST /api/v1/purchase-invoices/{invoice}/approval":                        `{}`,
	"POST /api/v1/purchase-invoices/{invoice}/refusal":                         `{"reason":"x"}`,
	"POST /api/v1/buildings/{building}/contracts":                              `{"supplier":{"name":"x"},"what":"x","from":"2026-10-01"}`,
	"PUT /api/v1/contracts/{contract}":                                         `{"what":"x","from":"2026-10-01"}`,
	"POST /api/v1/contracts/{contract}/end":                                    `{"on":"2026-12-31","reason":"x"}`,
	"POST /api/v1/contracts/{contract}/evaluations":                            `{"text":"x"}`,
	"PUT /api/v1/buildings/{building}/approval-rule":                           `{}`,
	"POST /api/v1/buildings/{building}/ledger/accounts":                        `{"code":"610501","label":"x"}`,
	"POST /api/v1/buildings/{building}/ledger/entries":                         `{"on":"2026-10-01","voucher":"x","lines":[{"account":"551","amount_cents":1},{"account":"100","amount_cents":-1}]}`,
	"POST /api/v1/ledger-entries/{ledger_entry}/reversal":                      `{"reason":"x"}`,
	"PUT /api/v1/buildings/{building}/ledger/opening":                          `{"on":"2025-12-31","lines":[]}`,
	"POST /api/v1/buildings/{building}/ledger/locks":                           `{"until":"2025-12-31"}`,
	"POST /api/v1/buildings/{building}/ledger/reopenings":                      `{"reason":"x"}`,
	"POST /api/v1/bank-movements/{movement}/booking":                           `{"splits":[{"account":"657"}]}`,
	"POST /api/v1/buildings/{building}/mandates":                               `{"kind":"auditor","holder_name":"x","origin":"court","reference":"x","appointed_on":"2026-01-02","from":"2026-01-02"}`,
	"PUT /api/v1/mandates/{mandate}":                                           `{"kind":"syndic","holder":"office","origin":"court","reference":"x","appointed_on":"2026-06-01","from":"2026-06-01","until":"2029-05-31","reason":"x"}`,
	"POST /api/v1/mandates/{mandate}/end":                                      `{"on":"2026-07-01","reason":"resignation"}`,
	"POST /api/v1/mandates/{mandate}/renewal":                                  `{"decision_id":"01890000-0000-7000-8000-000000000001"}`,
	"PUT /api/v1/mandates/{mandate}/contract":                                  `{"signed_on":"2026-06-01","until":"2029-05-31","services":[{"label":"x","price_cents":1}]}`,
	"POST /api/v1/mandates/{mandate}/duties/{duty}":                            `{"note":"x"}`,
	"PUT /api/v1/buildings/{building}/council/targets":                         `{"quotes_days":20,"works_days":50}`,
	"POST /api/v1/buildings/{building}/council/missions":                       `{"decision_id":"01890000-0000-7000-8000-000000000001","text":"x","from":"2026-06-01","until":"2026-07-01"}`,
	"POST /api/v1/decisions/{decision}/comments":                               `{"text":"x"}`,
	"POST /api/v1/buildings/{building}/council/entries":                        `{"kind":"note","title":"x"}`,
	"PUT /api/v1/entries/{entry}":                                              `{"title":"x"}`,
	"POST /api/v1/buildings/{building}/council/reports":                        `{"span":"yearly"}`,
	"PUT /api/v1/reports/{report}":                                             `{"opening":"x"}`,
	"POST /api/v1/reports/{report}/entries":                                    `{"entry_id":"01890000-0000-7000-8000-000000000001"}`,
	"PUT /api/v1/entries/{entry}/state":                                        `{"state":"done"}`,
	"PUT /api/v1/buildings/{building}":                                         `{"name":"x","share_denominator":10,"address":{"street":"s","number":"1","postcode":"1000","city":"c"}}`,
	"PUT /api/v1/buildings/{building}/signboard":                               `{"shown":false,"slug":"","name":"x","phone":"","email":"","emergency":"","hours":"","languages":[],"agreed":false}`,
	"PUT /api/v1/buildings/{building}/accounts/{fund}":                         `{"iban":"BE68539007547034"}`,
	"POST /api/v1/buildings/{building}/accounts":                               `{"fund":"other","iban":"BE68539007547034"}`,
	"PUT /api/v1/bank-accounts/{account}":                                      `{"fund":"other","iban":"BE68539007547034"}`,
	"POST /api/v1/bank-accounts/{account}/closure":                             `{}`,
	"POST /api/v1/buildings/{building}/lots":                                   `{"label":"1A","kind":"studio","shares":1}`,
	"PUT /api/v1/buildings/{building}/particulars":                             `{"region":"BXL"}`,
	"POST /api/v1/buildings/{building}/parts":                                  `{"name":"x","share_denominator":10}`,
	"PUT /api/v1/buildings/{building}/part-lots":                               `{"lots":[]}`,
	"POST /api/v1/buildings/{building}/transfers":                              `{"date":"2026-06-01","lots":[],"members":[{"last_name":"Peeters"}]}`,
	"PUT /api/v1/transfers/{transfer}":                                         `{"date":"2026-06-01"}`,
	"POST /api/v1/buildings/{building}/mergers":                                `{"date":"2026-06-01","lots":[],"label":"x","kind":"studio"}`,
	"POST /api/v1/lots/{lot}/divisions":                                        `{"date":"2026-06-01","lots":[]}`,
	"PUT /api/v1/members/{member}":                                             `{"last_name":"Peeters"}`,
	"PUT /api/v1/lots/{lot}":                                                   `{"label":"1A","kind":"studio","shares":1}`,
	"POST /api/v1/lots/{lot}/transfers":                                        `{"on":"2026-06-01","members":[{"last_name":"Peeters"}]}`,
	"POST /api/v1/members/{member}/links":                                      `{"email":"x@y.example"}`,
	"POST /api/v1/buildings/{building}/parties/{party}/mandataries":            `{"name":"x","address":"y","notified_on":"2026-01-02","reference":"z"}`,
	"POST /api/v1/buildings/{building}/members/{member}/consents":              `{"email":"x@y.example","how":"letter","reference":"z"}`,
	"POST /api/v1/consents/{consent}/revocation":                               `{}`,
	"POST /api/v1/lots/{lot}/occupants":                                        `{"kind":"tenant","name":"x","from":"2026-01-01"}`,
	"PUT /api/v1/buildings/{building}/members/{member}/contact":                `{"email":"x@y.example"}`,
	"POST /api/v1/buildings/{building}/members/{member}/confirmations":         `{}`,
	"POST /api/v1/buildings/{building}/members/{member}/confirmation-requests": `{}`,
	"PUT /api/v1/buildings/{building}/confirmation-setting":                    `{}`,
	"PUT /api/v1/occupants/{occupant}":                                         `{"kind":"tenant","name":"y","from":"2026-01-01"}`,
	"POST /api/v1/occupants/{occupant}/withdrawal":                             `{}`,
	"POST /api/v1/buildings/{building}/keys":                                   `{"name":"x","kind":"shares"}`,
	"PUT /api/v1/me":                                                           `{"language":"nl"}`,
	"PUT /api/v1/keys/{key}":                                                   `{"name":"x","kind":"shares"}`,
	"PUT /api/v1/suppliers/{supplier}":                                         `{"name":"x"}`,
	"PUT /api/v1/views/{view}":                                                 `{"name":"x"}`,
	"POST /api/v1/buildings/{building}/decisions":                              `{"assembly_on":"2026-05-12","title":"x","text":"y"}`,
	"PUT /api/v1/decisions/{decision}":                                         `{"assembly_on":"2026-05-12","title":"x","text":"z","reason":"y"}`,
	"PUT /api/v1/decisions/{decision}/execution":                               `{"what":"x"}`,
	"POST /api/v1/decisions/{decision}/progress":                               `{"state":"in_progress"}`,
	"POST /api/v1/buildings/{building}/purchase-invoices":                      `{"supplier":{"name":"x"},"number":"1","issued_on":"2026-10-01","amount_cents":1}`,
	"POST /api/v1/purchase-invoices/{invoice}/cancellation":                    `{"reason":"x"}`,
	"PUT /api/v1/imports/{import}/rows/{row}":                                  `{"label":"x"}`,
	"PUT /api/v1/imports/{import}/mapping":                                     `{"header_row":1}`,
	"POST /api/v1/imports/{import}/repairs":                                    `{"code":"x","name":"y"}`,
	"POST /api/v1/imports/{import}/confirmation":                               `{}`,
}

func upload(name string, data []byte) (kind string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, _ := w.CreateFormFile("file", name)
	_, _ = part.Write(data)
	_ = w.Close()
	return w.FormDataContentType(), b.Bytes()
}

func TestNoBodyHoweverBrokenIsOurFault(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		big := []byte(`{"name":"` + strings.Repeat("x", 10<<20) + `"}`)
		h.walk(t, h.ours, func(t *testing.T, r rest.Route, path string) {
			if r.Method == http.MethodGet || r.Method == http.MethodDelete || !r.HasBody && !r.HasFile {
				return
			}
			role := act.Syndic
			if !r.Public && !slices.Contains(Policy[r.Action], role) {
				role = act.Admin
			}
			for name, body := range map[string][]byte{
				"none": {}, "not JSON": []byte("{"), "an array": []byte("[]"), "a number": []byte("7"), "null": []byte("null"),
				"nothing known": []byte(`{"zz":1}`), "10 MB": big, "deep": []byte(strings.Repeat("[", 100_000)),
				"wrong types": wrongTypes(h, r, 7), "wrong texts": wrongTypes(h, r, "\x00"), "wrong lists": wrongTypes(h, r, []any{map[string]any{"a": nil}}),
				"outside an enum": wrongTypes(h, r, "no such value"), "huge": wrongTypes(h, r, json.Number("1e400")),
			} {
				for _, kind := range []string{"application/json", "text/plain", "multipart/form-data; boundary=x"} {
					if op := operation(h, r); name == "none" && op != nil && op.RequestBody != nil && !op.RequestBody.Required {
						continue // its body may stay away
					}
					if kind != "application/json" && name != "none" && name != "10 MB" {
						continue
					}
					status, head, answer := h.raw(r.Method, path, h.tokens[role], kind, body)
					if status < 400 || status >= 500 {
						t.Errorf("%s %s with %s as %s: %d %s", r.Method, r.Path, name, kind, status, cut(answer))
						continue
					}
					problem(t, r, status, head.Get("Content-Type"), answer)
				}
			}
		})
	})
}

// operation is a route as the description of the API knows it.
func operation(h *house, r rest.Route) *huma.Operation {
	path := h.Rest.OpenAPI().Paths[r.Path]
	switch {
	case path == nil:
		return nil
	case r.Method == http.MethodPut:
		return path.Put
	}
	return path.Post
}

// wrongTypes fills every field of a request with the same unfit value.
func wrongTypes(h *house, r rest.Route, value any) []byte {
	fields := map[string]any{}
	if o := operation(h, r); o != nil && o.RequestBody != nil {
		for _, media := range o.RequestBody.Content {
			s := media.Schema
			for s != nil && s.Ref != "" {
				s = h.Rest.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
			}
			for name := range s.Properties {
				fields[name] = value
			}
		}
	}
	fields["surplus"] = value
	raw, _ := json.Marshal(fields)
	if n, is := value.(json.Number); is {
		raw = []byte(strings.ReplaceAll(string(raw), fmt.Sprintf("%q", n), string(n)))
	}
	return raw
}

func TestUnknownPathsAndMethodsAreProblems(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/api/v1/nothing", 404}, {"GET", "/api/", 404}, {"GET", "/api/v1/buildings/", 404}, {"PATCH", "/api/v1/buildings", 405},
		{"DELETE", "/api/v1/auth/login", 405}, {"GET", "/api/v1/auth/login", 405}, {"POST", "/api/openapi.json", 405},
	} {
		status, head, body := h.raw(c.method, c.path, "", "", nil)
		if status != c.status {
			t.Errorf("%s %s: %d, want %d: %s", c.method, c.path, status, c.status, cut(body))
		}
		problem(t, rest.Route{Method: c.method, Path: c.path}, status, head.Get("Content-Type"), body)
		if c.status == 405 && head.Get("Allow") == "" {
			t.Errorf("%s %s names no allowed method", c.method, c.path)
		}
	}
}

// Tokens never lie in the database in clear, not even as the kept answer of a repeated request.
func TestNoTokenIsKeptUnderAKey(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		body, _ := json.Marshal(map[string]string{"office_id": h.mine.ID().String()})
		r, _ := http.NewRequest(http.MethodPost, h.server.URL+"/api/v1/auth/office", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+h.tokens[act.Syndic])
		r.Header.Set("Idempotency-Key", "once")
		res, err := http.DefaultClient.Do(r)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(res, err)
		}
		_ = res.Body.Close()
		var kept int64
		err = h.DB.House(t.Context(), func(tx *db.Tx) (err error) { kept, err = db.Value[int64](tx.Query(tokensKept)); return err })
		if err != nil || kept != 0 {
			t.Errorf("%d kept answers hold a token (%v)", kept, err)
		}
	})
}

var tokensKept = db.House(`SELECT COUNT(*) FROM act_key WHERE answer LIKE '%access_token%'`)
