package browser

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
	"github.com/chromedp/chromedp"
)

// told opens the sample and signs its syndic in.
func told(t *testing.T) (h *house, b *tab, building, syndic string) {
	t.Helper()
	h, story := furnished(t, embedded(t))
	b = open(t, h.url, "fr", true, 1440, 900)
	b.enter(story.Users[0].Email)
	return h, b, story.Buildings[0].ID.String(), story.Users[0].Email
}

// ask lets a program ask the API.
func ask(t *testing.T, url, token string, body any) map[string]any {
	t.Helper()
	raw, _ := json.Marshal(body)
	r, _ := http.NewRequest(http.MethodPost, url, bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || res.StatusCode >= 300 {
		t.Fatalf("%s: %d %v %v", url, res.StatusCode, answer, err)
	}
	return answer
}

// keys types, one key after another.
func (b *tab) keys(list ...string) {
	b.t.Helper()
	for _, k := range list {
		b.do(chromedp.KeyEvent(k))
	}
}

// until waits for a condition of the page.
func (b *tab) until(what, condition string) {
	b.t.Helper()
	for range 200 {
		if holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && !!(`+condition+`)`)); err == nil && holds {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("at %s: %s", b.here(), what)
}

func (b *tab) holds(condition string) bool {
	b.t.Helper()
	holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`!!(`+condition+`)`))
	if err != nil {
		b.t.Fatal(err)
	}
	return holds
}

// The whole way from the building to an invoice and on goes without a mouse, and never while one types.
func TestWorkingByKeyboard(t *testing.T) {
	_, b, building, _ := told(t)
	b.visit("/buildings/" + building)
	b.keys("g", "i")
	b.until("g i does not lead to the invoices", `location.pathname.endsWith("/invoices")`)
	b.look()

	b.keys("?")
	b.until("? opens nothing", `document.querySelector("#keys[open]")`)
	b.look()
	b.keys("\x1b")
	b.until("Escape leaves the list of keys open", `!document.querySelector("dialog[open]")`)

	b.keys("/")
	b.until("/ does not reach the search field", `document.activeElement.matches("[data-search]")`)
	b.keys("g", "h", "j", "?")
	if !b.holds(`document.activeElement.value.endsWith("ghj?") && !document.querySelector("dialog[open]") && location.pathname.endsWith("/invoices")`) {
		t.Error("keys act while one types")
	}
	b.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.value = ""; document.activeElement.blur()`))

	b.keys("j", "j", "x")
	b.until("the second row is not ticked", `document.querySelectorAll("[data-tick]")[1].checked && getComputedStyle(document.querySelector("[data-bulk]")).display !== "none"`)
	b.look()
	b.keys("x", "k")
	if !b.holds(`document.activeElement === document.querySelector("[data-row-link]")`) {
		t.Error("k does not go back")
	}
	b.keys("\r")
	b.until("Enter does not open the invoice", `/^\/invoices\/[0-9a-f-]{36}$/.test(location.pathname)`)

	b.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.until("Ctrl K opens nothing", `document.querySelector("#palette[open]") && document.activeElement.id === "palette-q"`)
	b.look()
	b.keys("cles")
	b.until("what is typed narrows nothing", `document.querySelector("#palette [aria-selected=true]")?.pathname.endsWith("/keys")`)
	b.keys("\r")
	b.until("Enter does not open the page", `location.pathname.endsWith("/keys")`)

	b.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.keys("zzzzzz")
	b.until("nothing is said of what is not found", `[...document.querySelectorAll("#palette-list [role=option]")].filter(o => !o.hidden && o.offsetParent).length <= 1`)
	b.look()
	b.keys("\x1b")
	b.until("Escape leaves the palette open", `!document.querySelector("dialog[open]")`)

	b.visit("/shortcuts?building=" + building)
	b.press(`form[action="/shortcuts"] button`)
	b.keys("g", "i")
	time.Sleep(300 * time.Millisecond)
	if !b.holds(`location.pathname === "/shortcuts"`) {
		t.Error("keys act although they were switched off")
	}
}

// A colleague enters an invoice: the list that is open shows it, without a new page, and not under the hands of who works in it.
func TestAnOpenListRenewsItself(t *testing.T) {
	a, b, building, syndic := told(t)
	b.visit("/buildings/" + building + "/invoices")
	token := ask(t, b.base+"/api/v1/auth/login", "", map[string]any{"email": syndic, "password": secret})["access_token"].(string)
	enter := func(number string) {
		t.Helper()
		ask(t, b.base+"/api/v1/buildings/"+building+"/purchase-invoices", token, map[string]any{"number": number, "issued_on": "2026-11-20", "amount_cents": 12345, "supplier": map[string]string{"name": "Toitures Lemaire"}})
	}
	b.do(chromedp.Evaluate[chromedp.Void](`window.stays = true`))
	enter("LIVE-1")
	b.until("the new invoice does not appear", `document.querySelector("#list").textContent.includes("LIVE-1")`)
	b.until("the change is not announced", `document.querySelector("#live-says").textContent !== ""`)
	b.look()
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("[data-tick]")[1].click()`))
	enter("LIVE-2")
	time.Sleep(7 * time.Second)
	if b.holds(`document.querySelector("#list").textContent.includes("LIVE-2")`) || !b.holds(`document.querySelectorAll("[data-tick]")[1].checked`) {
		t.Error("the list changed while rows were ticked")
	}
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("[data-tick]")[1].click(); document.activeElement.blur()`))
	b.until("the list stays old", `document.querySelector("#list").textContent.includes("LIVE-2")`)
	if !b.holds(`window.stays`) {
		t.Error("the page was loaded anew")
	}
	for range 20 {
		if a.Live.Lines() == 1 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if n := a.Live.Lines(); n != 1 {
		t.Errorf("one tab has %d lines", n)
	}
}

// A long work shows how far it is by itself, and asks no more once it is done.
func TestALongWorkCountsByItself(t *testing.T) {
	var asked atomic.Int32
	work := func(n int) ui.Progress {
		p := ui.Progress{ID: "work", Label: "Envoi des lettres", Done: n * 250, Of: 500, State: ui.Running, Part: "/part", Page: "/"}
		if p.Done >= p.Of {
			p.Done, p.State = p.Of, ui.Finished
		}
		return p
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", ui.AssetHandler())
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", ui.CSP)
		ui.Write(w, r, http.StatusOK, ui.Screen(ui.Frame{Title: "Envoi", Name: "Les Tilleuls"}, templ.Join(ui.Heading{Title: "Envoi"}, work(0))))
	})
	mux.HandleFunc("GET /part", func(w http.ResponseWriter, r *http.Request) { ui.Write(w, r, http.StatusOK, work(int(asked.Add(1)))) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b := open(t, server.URL, "fr", true, 390, 800)
	b.visit("/")
	b.until("the figures stay as they were", `document.querySelector("#work progress").value === 500 && document.querySelector("#work.finished")`)
	b.look()
	n := asked.Load()
	time.Sleep(5 * time.Second)
	if asked.Load() != n {
		t.Errorf("a finished work was asked for %d times more", asked.Load()-n)
	}
	plain := open(t, server.URL, "fr", false, 390, 800)
	plain.visit("/")
	if !plain.has(`a[href=/]`) || asked.Load() != n {
		t.Error("without script there is no way to look again, or the page does so by itself")
	}
}
