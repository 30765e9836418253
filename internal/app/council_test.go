package app

import (
	"context"
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
