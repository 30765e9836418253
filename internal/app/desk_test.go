package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

var section = regexp.MustCompile(`(?s)<nav class="sections".*?</nav>`)

// Each role has a first page that says who one is, offers at most seven sections, and leads only where one may go.
func TestTheFrameOfEachRole(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	for role, who := range h.readers() {
		for _, lang := range i18n.Langs {
			who.lang = lang
			p := who.send("GET", "/", nil)
			if p.status == http.StatusSeeOther {
				p = who.send("GET", p.location, nil)
			}
			if p.status != http.StatusOK {
				t.Fatalf("%s: %d", role, p.status)
			}
			p.looks(t, "the first page of "+string(role), lang)
			if n := strings.Count(section.FindString(p.text), "<li"); n < 1 || n > 8 { // seven, and "more" on a phone
				t.Errorf("%s sees %d sections", role, n)
			}
			for _, m := range regexp.MustCompile(`role="option"[^>]* href="([^"]+)"`).FindAllStringSubmatch(p.text, -1) {
				if to := who.send("GET", strings.ReplaceAll(m[1], "&amp;", "&"), nil); to.status != http.StatusOK && to.status != http.StatusSeeOther {
					t.Errorf("the palette of %s leads to %s: %d", role, m[1], to.status)
				}
			}
		}
	}
}

// What does not exist yet is said honestly to who waits for it.
func TestTheFirstPageIsHonest(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	who := h.readers()
	for role, key := range map[act.Role]string{act.Council: "desk.reader_council", act.Auditor: "desk.reader_auditor", act.Occupant: "desk.reader_occupant", act.Contractor: "desk.reader_contractor", act.Notary: "desk.reader_notary"} {
		r := who[role]
		r.lang = i18n.FR
		p := r.send("GET", "/", nil)
		if !strings.Contains(p.text, i18n.Say(i18n.FR, key)) || !strings.Contains(p.text, "Bureau Maes") {
			t.Errorf("%s is not told what there is", role)
		}
	}
}

// An office of a hundred and twenty buildings finds one of them, and its first page stays short.
func TestAnOfficeOfManyBuildings(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	for i := range 120 {
		h.made("POST", "/api/v1/buildings", h.tokens[act.Syndic], map[string]any{"name": fmt.Sprint("Résidence ", i), "share_denominator": 1000,
			"address": map[string]string{"street": "Rue du Parc", "number": fmt.Sprint(i), "postcode": "1060", "city": []string{"Saint-Gilles", "Ixelles", "Uccle"}[i%3]}})
	}
	who := h.enter("claire@maes.example")
	who.lang = i18n.FR
	home := who.send("GET", "/", nil)
	if n := strings.Count(home.text, "data-row-link"); n != 10 || !strings.Contains(home.text, `href="/buildings"`) {
		t.Errorf("the first page lists %d buildings", n)
	}
	list := who.send("GET", "/buildings?size=20&sort=-name", nil)
	if strings.Count(list.text, "data-row-link") != 20 || !strings.Contains(list.text, "1–20 sur 121") || !strings.Contains(list.text, "Résidence 119") {
		t.Errorf("the list: %s", cut([]byte(list.text)))
	}
	list.looks(t, "the list of buildings", i18n.FR)
	if found := who.send("GET", "/buildings?q=residence+77", nil); strings.Count(found.text, "data-row-link") != 1 {
		t.Error("a building is not found by its name")
	}
	if found := who.send("GET", "/buildings?city=Uccle&todo=lots&size=100", nil); strings.Count(found.text, "data-row-link") != 40 {
		t.Errorf("%d buildings of Uccle wait for their lots", strings.Count(found.text, "data-row-link"))
	}
}

func TestKeysAreSwitchedOff(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	who := h.enter("claire@maes.example")
	if p := who.send("GET", "/office", nil); !strings.Contains(p.text, `data-keys="/shortcuts"`) {
		t.Error("keys are off from the beginning")
	}
	p := who.send("POST", ui.KeysPath, url.Values{"keys": {"off"}, "back": {"/office"}})
	if p.status != http.StatusSeeOther || p.location != "/office" || len(p.cookies) == 0 || p.cookies[0].Value != "off" {
		t.Fatalf("%d %s %v", p.status, p.location, p.cookies)
	}
	r, _ := http.NewRequest(http.MethodGet, h.server.URL+"/shortcuts", nil)
	r.AddCookie(&http.Cookie{Name: ui.SessionCookie, Value: who.session})
	r.AddCookie(p.cookies[0])
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if page := string(text); err != nil || strings.Contains(page, "data-keys=") || !strings.Contains(page, `value="on"`) {
		t.Error("the page does not know that keys are off")
	}
}

func TestTheKitIsNotPartOfARealHouse(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	if p := (reader{h: h}).send("GET", "/kit", nil); p.status != http.StatusNotFound {
		t.Errorf("/kit: %d", p.status)
	}
}

func TestOfWhatAnOpenPageIsTold(t *testing.T) {
	tilleuls, parc := id.New[id.Building](), id.New[id.Building]()
	owner := act.Who{Grants: []act.Grant{{Role: act.Owner, Building: tilleuls}}}
	council := act.Who{Grants: []act.Grant{{Role: act.Council, Building: tilleuls}}}
	syndic := act.Who{Grants: []act.Grant{{Role: act.Syndic}}}
	for _, c := range []struct {
		who      act.Who
		kind     string
		building id.Of[id.Building]
		told     bool
	}{
		{owner, "purchases.invoice_entered", tilleuls, true}, {owner, "purchases.invoice_entered", parc, false}, {owner, "suppliers.supplier_added", id.Of[id.Building]{}, false},
		{syndic, "purchases.invoice_entered", parc, true}, {syndic, "suppliers.supplier_added", id.Of[id.Building]{}, true},
		{council, "council.message_sent", tilleuls, false}, {syndic, "council.message_sent", tilleuls, false}, {act.Who{Admin: true}, "purchases.invoice_entered", parc, false},
	} {
		if got := mayHear(c.who, act.Entry{Kind: c.kind, Building: c.building}); got != c.told {
			t.Errorf("%v is told of %s: %v", c.who.Grants, c.kind, got)
		}
	}
}

// Who signs out is told nothing more, at once, whatever the page that is still open does; a colleague's page stays.
func TestSigningOutEndsOpenPages(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		syndic, accountant := h.enter("claire@maes.example"), h.enter("accountant@maes.example")
		gone, stays := h.listen(syndic), h.listen(accountant)
		if p := syndic.send("POST", "/sign-out", url.Values{}); p.status != http.StatusSeeOther {
			t.Fatal(p.status)
		}
		select {
		case <-gone:
		case <-time.After(10 * time.Second):
			t.Error("the page of who signed out is still told what happens")
		}
		select {
		case <-stays:
			t.Error("the page of a colleague was ended")
		case <-time.After(200 * time.Millisecond):
		}
	})
}

// listen opens the stream of a reader; the channel is closed when it ends.
func (h *house) listen(who reader) <-chan struct{} {
	h.t.Helper()
	ctx, hang := context.WithCancel(context.Background())
	h.t.Cleanup(hang)
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+ui.LivePath, nil)
	r.Header.Set("Accept", "text/event-stream")
	r.AddCookie(&http.Cookie{Name: ui.SessionCookie, Value: who.session})
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != http.StatusOK {
		h.t.Fatal(res, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer res.Body.Close()
		for s := bufio.NewScanner(res.Body); s.Scan(); {
		}
	}()
	return ended
}
