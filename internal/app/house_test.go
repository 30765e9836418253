package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/db/dbtest"
)

// eachEngine runs a test on a whole house, on both engines.
func eachEngine(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, newHouse(t, "sqlite:"+filepath.Join(t.TempDir(), "k.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, newHouse(t, dbtest.PostgresURL(t))) })
}

// house is a running house with two offices, and a token per role in the first one.
type house struct {
	*App
	t      *testing.T
	server *httptest.Server
	tokens map[act.Role]string
	mine   office.Office
	other  office.Office
	// ids of things of the first office and of the second, by the name of the path parameter.
	ours, theirs map[string]string
	theirToken   string
}

const password = "quatre mots pour entrer"

func newHouse(t *testing.T, database string) *house {
	t.Helper()
	ctx := context.Background()
	a, err := Build(ctx, config.Config{Data: t.TempDir(), Database: database, BaseURL: "http://koprogo.example"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{App: a, t: t, tokens: map[act.Role]string{}}
	h.server = httptest.NewServer(a.Handler())
	t.Cleanup(func() { h.server.Close(); _ = a.Close() })
	h.mine = h.open("Bureau Maes", "claire@maes.example")
	h.other = h.open("Kantoor Peeters", "jan@peeters.example")
	h.tokens[act.Syndic] = h.signIn("claire@maes.example")
	h.theirToken = h.signIn("jan@peeters.example")
	h.ours, h.theirs = h.fill(h.tokens[act.Syndic]), h.fill(h.theirToken)
	for _, role := range act.Roles {
		if role != act.Syndic {
			h.tokens[role] = h.enrol(role)
		}
	}
	return h
}

// open opens an office with its syndic.
func (h *house) open(name, email string) office.Office {
	h.t.Helper()
	o, err := h.Office.Open(context.Background(), "test", office.Entry{Name: name, Kind: office.Professional, Phone: "02 555 01 42"}, func(a *act.Act) (id.Of[id.Person], error) {
		p, err := h.Identity.Enrol(a, email, name, i18n.FR, password, false)
		return p.ID(), err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return o
}

// enrol makes a person with a role in our building.
func (h *house) enrol(role act.Role) string {
	h.t.Helper()
	email := string(role) + "@maes.example"
	building := id.Must[id.Building](h.ours["building"])
	_, err := act.Do(context.Background(), h.House, act.Who{Office: h.mine.ID(), House: true}, act.Door{Via: "test"}, func(a *act.Act) (bool, error) {
		p, err := h.Identity.Enrol(a, email, string(role), i18n.FR, password, role == act.Admin)
		if err != nil || role == act.Admin {
			return true, err
		}
		return true, office.GrantRole(a, p.ID(), role, building)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return h.signIn(email)
}

func (h *house) signIn(email string) string {
	h.t.Helper()
	status, answer := h.call("POST", "/api/v1/auth/login", "", map[string]string{"email": email, "password": password})
	if status != http.StatusOK {
		h.t.Fatalf("sign-in of %s: %d %v", email, status, answer)
	}
	return answer["access_token"].(string)
}

// call asks the API and reads its JSON answer.
func (h *house) call(method, path, token string, body any) (int, map[string]any) {
	h.t.Helper()
	raw, _ := json.Marshal(body)
	if body == nil {
		raw = nil
	}
	status, _, text := h.raw(method, path, token, "application/json", raw)
	var answer map[string]any
	_ = json.Unmarshal(text, &answer)
	return status, answer
}

func (h *house) raw(method, path, token, kind string, body []byte) (int, http.Header, []byte) {
	h.t.Helper()
	r, err := http.NewRequest(method, h.server.URL+path, bytes.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return res.StatusCode, res.Header, text
}

// made is the id of what a request created.
func (h *house) made(method, path, token string, body any) string {
	h.t.Helper()
	status, answer := h.call(method, path, token, body)
	if status != http.StatusCreated {
		h.t.Fatalf("%s %s: %d %v", method, path, status, answer)
	}
	s, _ := answer["id"].(string)
	return s
}

func fill(path string, ids map[string]string) (string, bool) {
	for {
		before, rest, more := strings.Cut(path, "{")
		if !more {
			return path, true
		}
		name, after, _ := strings.Cut(rest, "}")
		value, known := ids[name]
		if !known {
			return name, false
		}
		path = before + value + after
	}
}
