package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
)

// The council's own room: no answer of the house, by whatever door, tells the syndic's office a word of it; not even to a syndic who made himself a
// council member. The council itself reads it.
func TestNoAnswerTellsTheSyndicWhatTheCouncilKeeps(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		member := h.enter("council@maes.example")
		member.lang = i18n.FR
		if p := member.send("GET", "/buildings/"+h.ours["building"]+"/council/room", nil); p.status != http.StatusOK || !strings.Contains(p.text, councilSecret) {
			t.Fatalf("the council does not read its own room: %d", p.status)
		}
		both := h.tokens[act.Accountant]
		_, err := act.Do(context.Background(), h.House, act.Who{Office: h.mine.ID(), House: true}, act.Door{Via: "test"}, func(a *act.Act) (bool, error) {
			return true, office.GrantRole(a, h.me(h.tokens[act.Syndic]), act.Council, id.Must[id.Building](h.ours["building"]))
		})
		if err != nil {
			t.Fatal(err)
		}
		for email, token := range map[string]string{"claire@maes.example": h.tokens[act.Syndic], "accountant@maes.example": both} {
			desk := h.enter(email)
			desk.lang = i18n.FR
			for _, r := range h.Rest.Routes {
				path, ok := fill(r.Path, h.ours)
				if !ok || r.Method != http.MethodGet || r.Path == "/live" {
					continue
				}
				var text string
				if r.Page {
					text = desk.send("GET", path, nil).text
				} else {
					_, _, body := h.raw("GET", path, token, "", nil)
					text = string(body)
				}
				if strings.Contains(text, councilSecret) {
					t.Errorf("%s %s tells %s what the council keeps", r.Method, r.Path, email)
				}
			}
			for _, path := range []string{"/search?q=Ornithorynque", "/search/suggestions?q=Ornithorynque", "/audit?q=Ornithorynque"} {
				if text := desk.send("GET", path, nil).text; strings.Contains(text, councilSecret) {
					t.Errorf("%s tells %s what the council keeps", path, email)
				}
			}
			room := "/buildings/" + h.ours["building"] + "/council/room"
			if p := desk.send("GET", room, nil); p.status != http.StatusForbidden {
				t.Errorf("%s enters the council's room: %d", email, p.status)
			}
			if p := desk.send("POST", "/entries/"+h.ours["entry"], url.Values{"title": {"x"}}); p.status != http.StatusForbidden {
				t.Errorf("%s writes in the council's room: %d", email, p.status)
			}
		}
	})
}

// The same of all that can be sent: no answer to whatever the syndic's office sends, by whatever method, tells a word of what the council keeps, and none of
// it changes that. A syndic and an accountant who made themselves council members try it too.
func TestNothingTheSyndicSendsOpensTheCouncilsRoom(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		building := id.Must[id.Building](h.ours["building"])
		kept := func() (text string) {
			t.Helper()
			who := act.Who{Office: h.mine.ID(), Person: id.New[id.Person](), Lang: i18n.FR, Grants: []act.Grant{{Role: act.Council, Building: building}}}
			text, err := act.See(context.Background(), h.House, who, func(v *act.View) (string, error) {
				o, err := h.Council.Own(v, building)
				if err != nil {
					return "", err
				}
				list, err := h.Council.Reports(v, building)
				return fmt.Sprint(len(o.Entries), o.Of("task", "todo"), list), err
			})
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		was := kept()
		if !strings.Contains(was, councilSecret) {
			t.Fatalf("the council keeps nothing: %s", was)
		}
		_, err := act.Do(context.Background(), h.House, act.Who{Office: h.mine.ID(), House: true}, act.Door{Via: "test"}, func(a *act.Act) (bool, error) {
			return true, errors.Join(office.GrantRole(a, h.me(h.tokens[act.Syndic]), act.Council, building), office.GrantRole(a, h.me(h.tokens[act.Accountant]), act.Council, building))
		})
		if err != nil {
			t.Fatal(err)
		}
		sent := 0
		for email, token := range map[string]string{"claire@maes.example": h.tokens[act.Syndic], "accountant@maes.example": h.tokens[act.Accountant]} {
			desk := h.enter(email)
			desk.lang = i18n.FR
			for _, r := range h.Rest.Routes {
				path, ok := fill(r.Path, h.ours)
				if !ok || r.Method == http.MethodGet || leaves(r.Path) {
					continue
				}
				var texts []string
				if r.Page {
					form := url.Values{"title": {councilSecret[:5]}, "q": {"Ornithorynque"}, "kind": {"note"}, "span": {"yearly"}, "entry_id": {h.ours["entry"]}, "state": {"done"}, "text": {"x"}}
					texts = append(texts, desk.send(r.Method, path, form).text, desk.send(r.Method, path, url.Values{}).text)
				} else {
					bodies := []string{goodBodies[r.Method+" "+r.Path], `{"entry_id":"` + h.ours["entry"] + `"}`}
					for _, body := range bodies {
						_, _, answer := h.raw(r.Method, path, token, "application/json", []byte(body))
						texts = append(texts, string(answer))
					}
					if r.HasFile {
						kind, data := upload("list.pdf", []byte("%PDF-1.7 Ornithorynque"))
						_, _, answer := h.raw(r.Method, path, token, kind, data)
						texts = append(texts, string(answer))
					}
				}
				sent += len(texts)
				for _, text := range texts {
					if strings.Contains(text, councilSecret) {
						t.Errorf("%s %s tells %s what the council keeps", r.Method, r.Path, email)
					}
				}
			}
		}
		if got := kept(); got != was {
			t.Errorf("of what the council keeps was %s and is %s", was, got)
		}
		if sent < 200 {
			t.Errorf("only %d things were sent: does the walk still walk?", sent)
		}
	})
}

// leaves tells of routes after which whoever walks would be outside: the walk of the doors tries these.
func leaves(path string) bool {
	return strings.Contains(path, "sign-out") || strings.Contains(path, "logout") || strings.Contains(path, "sessions") || strings.Contains(path, "/roles/") || strings.Contains(path, "/auth/")
}
