package app

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
)

// mostStatements is what one page may ask of the database, whatever the size of what it shows.
const mostStatements = 15

// TestNoPageAsksTheDatabaseOverAndOver opens every page that the sample fills, as each of the main roles. What the house keeps in memory (the reader, the
// register) counts only where it is read anew.
func TestNoPageAsksTheDatabaseOverAndOver(t *testing.T) {
	a, err := Build(context.Background(), config.Config{Data: t.TempDir(), Database: "sqlite:" + filepath.Join(t.TempDir(), "k.db"), BaseURL: "http://koprogo.example"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	told, err := a.TellSample(context.Background(), password)
	if err != nil {
		t.Fatal(err)
	}
	if err := act.Deliver(context.Background(), a.House, a.Reactions()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	go a.DB.Listen(ctx) // so that the house knows when nothing was committed
	t.Cleanup(stop)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(func() { server.Close(); _ = a.Close() })
	h := &house{App: a, t: t, server: server}
	pages := 0
	for _, u := range told.Users {
		if u.Role != "syndic" && u.Role != "owner" && u.Role != "council" {
			continue
		}
		who := h.enter(u.Email)
		ids := h.sampleIDs(told.Buildings[0].ID.String(), h.signIn(u.Email))
		for _, r := range a.Rest.Routes {
			path, ok := fill(r.Path, ids)
			if !r.Page || r.Part || r.Method != http.MethodGet || !ok || strings.HasSuffix(r.Path, ".xlsx") || strings.HasSuffix(r.Path, ".csv") || r.Path == "/live" {
				continue
			}
			who.send("GET", "/account", nil) // the reader is recognised, the frame's own words are read
			before := a.DB.Asked()
			p := who.send("GET", path, nil)
			asked := a.DB.Asked() - before
			if p.status != http.StatusOK {
				continue
			}
			pages++
			if asked > mostStatements {
				t.Errorf("GET %s as %s: %d statements", r.Path, u.Role, asked)
			}
		}
	}
	if pages < 60 {
		t.Errorf("only %d pages were opened", pages)
	}
}

// sampleIDs are things of a building, by the name of the path parameter that stands for them, as far as the reader may list them.
func (h *house) sampleIDs(building, token string) map[string]string {
	ids := map[string]string{"building": building, "fund": "working", "language": "fr"}
	for name, list := range map[string]string{"lot": "lots", "owner": "owners", "invoice": "purchase-invoices", "key": "keys", "decision": "decisions", "mandate": "mandates",
		"transfer": "transfers", "occupant": "occupants", "import": "imports", "consent": "consents", "mandatary": "mandataries", "account": "accounts"} {
		if status, answer := h.call("GET", "/api/v1/buildings/"+building+"/"+list, token, nil); status == http.StatusOK {
			if items, _ := answer["items"].([]any); len(items) > 0 {
				ids[name] = items[0].(map[string]any)["id"].(string)
			}
		}
	}
	ids["party"] = ids["owner"]
	if _, answer := h.call("GET", "/api/v1/owners/"+ids["owner"], token, nil); answer["persons"] != nil {
		ids["member"] = answer["persons"].([]any)[0].(map[string]any)["id"].(string)
	}
	if status, answer := h.call("GET", "/api/v1/suppliers", token, nil); status == http.StatusOK {
		ids["supplier"] = answer["items"].([]any)[0].(map[string]any)["id"].(string)
	}
	for name, value := range ids {
		if value == "" {
			delete(ids, name)
		}
	}
	return ids
}
