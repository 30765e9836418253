package app

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// me is who a token belongs to.
func (h *house) me(token string) id.Of[id.Person] {
	h.t.Helper()
	_, me := h.call("GET", "/api/v1/me", token, nil)
	return id.Must[id.Person](me["id"].(string))
}

func TestASyndicSeesAsAnOwnerAndNothingElse(t *testing.T) {
	for _, a := range Seeable {
		if !slices.Contains(Policy[a], act.Owner) {
			t.Errorf("%s is lent to who sees as an owner, and no owner may do it", a)
		}
	}
	eachEngine(t, func(t *testing.T, h *house) {
		owner := h.me(h.tokens[act.Owner])
		// The owner sits in the council too: that seat is not lent.
		_, err := act.Do(context.Background(), h.House, act.Who{Office: h.mine.ID(), House: true}, act.Door{Via: "test"}, func(a *act.Act) (bool, error) {
			return true, office.GrantRole(a, owner, act.Council, id.Must[id.Building](h.ours["building"]))
		})
		if err != nil {
			t.Fatal(err)
		}
		if status, answer := h.call("POST", "/api/v1/members/"+h.ours["member"]+"/links", h.tokens[act.Syndic], map[string]string{"email": "owner@maes.example"}); status >= 300 {
			t.Fatalf("a party of her own: %d %v", status, answer)
		}
		claire := h.enter("claire@maes.example")
		claire.lang = i18n.FR
		if p := claire.send("POST", office.SeePath(owner), url.Values{}); p.status != http.StatusSeeOther || p.location != "/" {
			t.Fatalf("to see as the owner: %d %q %s", p.status, p.location, firstHeading(p.text))
		}
		for _, r := range h.Rest.Routes {
			path, ok := fill(r.Path, h.ours)
			if !r.Page || !ok || r.Path == ui.StopSeeingPath {
				continue
			}
			p, what := claire.send(r.Method, path, formOf(r.Method)), r.Method+" "+r.Path
			if !slices.Contains(Seeable, r.Action) || r.Method != http.MethodGet {
				if p.status != http.StatusForbidden {
					t.Errorf("%s: %d %s", what, p.status, firstHeading(p.text))
				}
				if !strings.Contains(p.text, ui.StopSeeingPath) {
					t.Errorf("%s: the refusal does not lead back to oneself", what)
				}
				continue
			}
			if r.Path == "/my/data" && p.status != http.StatusOK {
				t.Errorf("%s: %d", what, p.status)
			}
			if p.status == notThere[r.Path] || p.status == http.StatusForbidden && ofSomeone(r) || p.status == http.StatusSeeOther {
				continue
			}
			if p.status != http.StatusOK {
				t.Errorf("%s: %d %s", what, p.status, firstHeading(p.text))
			}
			if strings.HasPrefix(p.kind, "text/html") && !r.Part {
				p.looks(t, what, i18n.FR)
				if !strings.Contains(p.text, ui.StopSeeingPath) || strings.Contains(p.text, `href="/account"`) || strings.Contains(p.text, ui.OfficePath) {
					t.Errorf("%s does not say as whom it is seen, or leads to what is the owner's alone", what)
				}
			}
		}
		stopped := claire.send("POST", ui.StopSeeingPath, url.Values{})
		if stopped.status != http.StatusSeeOther {
			t.Fatalf("to be oneself again: %d", stopped.status)
		}
		if p := claire.send("GET", "/office", nil); p.status != http.StatusOK || strings.Contains(p.text, ui.StopSeeingPath) {
			t.Errorf("oneself again: %d", p.status)
		}
		anne := h.enter("owner@maes.example")
		anne.lang = i18n.FR
		if p := anne.send("GET", "/account", nil); !strings.Contains(p.text, i18n.Say(i18n.FR, "identity.event_pages_seen", "name", "Bureau Maes")) {
			t.Error("the owner does not see that it happened")
		}
		if p := claire.send("GET", "/audit", nil); !strings.Contains(p.text, i18n.Say(i18n.FR, "office.fact_owner_seen")) || !strings.Contains(p.text, i18n.Say(i18n.FR, "office.fact_owner_left")) {
			t.Error("the office does not see that it happened")
		}
	})
}

func formOf(method string) url.Values {
	if method == http.MethodGet {
		return nil
	}
	return url.Values{}
}

func TestWhoMayNotBeSeen(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		claire := h.enter("claire@maes.example")
		for what, c := range map[string]struct {
			who    reader
			seen   id.Of[id.Person]
			status int
		}{
			"oneself":                     {claire, h.me(h.tokens[act.Syndic]), http.StatusConflict},
			"an accountant":               {claire, h.me(h.tokens[act.Accountant]), http.StatusForbidden},
			"somebody of another office":  {claire, h.me(h.theirToken), http.StatusNotFound},
			"nobody":                      {claire, id.New[id.Person](), http.StatusNotFound},
			"an owner, by the accountant": {h.enter("accountant@maes.example"), h.me(h.tokens[act.Owner]), http.StatusForbidden},
			"an owner, by an owner":       {h.enter("owner@maes.example"), h.me(h.tokens[act.Owner]), http.StatusForbidden},
		} {
			if p := c.who.send("POST", office.SeePath(c.seen), url.Values{}); p.status != c.status {
				t.Errorf("%s: %d", what, p.status)
			}
			if p := c.who.send("GET", "/account", nil); p.status != http.StatusOK {
				t.Errorf("after %s: %d", what, p.status)
			}
		}
		// It ends with the owner's role.
		owner := h.me(h.tokens[act.Owner])
		claire.send("POST", office.SeePath(owner), url.Values{})
		if p := claire.send("GET", "/office", nil); p.status != http.StatusForbidden {
			t.Fatalf("seeing as the owner: %d", p.status)
		}
		other := h.signIn("claire@maes.example")
		if status, answer := h.call("DELETE", "/api/v1/roles/"+h.roleOf("owner"), other, nil); status >= 300 {
			t.Fatalf("ending the role: %d %v", status, answer)
		}
		if p := claire.send("GET", "/office", nil); p.status != http.StatusOK {
			t.Errorf("after the owner's role ended: %d", p.status)
		}
	})
}
