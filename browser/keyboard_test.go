package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focus tells what is wrong with the place where the keyboard is: it must be drawn, seen in the window, and not lie under something else.
const focus = `(() => {
	const e = document.activeElement
	if (!e || e === document.body || e === document.documentElement) return ""
	const name = e.outerHTML.slice(0, 120)
	const drawn = n => n && (s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0)(getComputedStyle(n))
	const calendar = e.type === "date" && !e.matches(":focus-visible") // the browser itself draws a ring around the button within the field
	if (!calendar && !drawn(e) && !drawn(e.parentElement) && !drawn(e.nextElementSibling)) return "no ring around " + name
	const r = e.getBoundingClientRect()
	if (r.width === 0 || r.height === 0) return "nothing to see of " + name
	const x = r.left + Math.min(r.width, innerWidth) / 2, y = r.top + Math.min(r.height / 2, innerHeight / 2)
	if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return "out of the window: " + name
	const top = document.elementFromPoint(x, y)
	return !top || e.contains(top) || top.contains(e) || e.labels && [...e.labels].some(l => l.contains(top)) ? "" : "covered by " + top.outerHTML.slice(0, 80) + ": " + name
})()`

// tabTo goes on with Tab until the keyboard is where it should be; the way must be seen at each step.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 150 {
		b.keys(kb.Tab)
		wrong, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](focus))
		if err != nil {
			b.t.Fatal(err)
		}
		if wrong != "" {
			b.t.Errorf("%s: %s", b.here(), wrong)
		}
		if b.holds("document.activeElement.matches(`" + selector + "`)") {
			return
		}
	}
	b.t.Fatalf("%s: Tab never comes to %s", b.here(), selector)
}

// open presses Enter on what the keyboard is on, and waits for the page of that address.
func (b *tab) open(selector, address string) {
	b.t.Helper()
	b.tabTo(selector)
	b.keys(kb.Enter)
	b.until("Enter on "+selector+" leads nowhere", "/^"+address+"$/.test(location.pathname)")
	b.look()
}

// From the door to an entered invoice with the keyboard alone: what has the focus is seen at every step.
func TestAnInvoiceIsEnteredWithTheKeyboardAlone(t *testing.T) {
	h, story := furnished(t, embedded(t))
	b := open(t, h.url, "fr", true, 1440, 900)
	b.visit("/sign-in")
	b.keys(strings.Split(story.Users[0].Email, "")...)
	b.tabTo(`[name="password"]`)
	b.keys(strings.Split(secret, "")...)
	b.keys(kb.Enter)
	b.until("Enter does not sign in", `location.pathname === "/"`)
	b.look()

	b.tabTo(`.skip`)
	b.keys(kb.Enter)
	b.until("the first link does not skip to the content", `document.activeElement.id === "main"`)
	building := `\/buildings\/` + story.Buildings[0].ID.String()
	b.open(`main a[href*="`+story.Buildings[0].ID.String()+`"]`, building+".*")
	b.open(`.sections a[href$="/invoices"]`, building+`\/invoices`)
	b.open(`main a[href$="/invoices/new"]`, building+`\/invoices\/new`)

	b.tabTo(`[name="supplier_id"]`)
	b.keys(kb.ArrowDown)
	if !b.holds(`document.querySelector("[name=supplier_id]").value !== ""`) {
		t.Error("the arrows choose no supplier")
	}
	b.tabTo(`[name="number"]`)
	b.keys(strings.Split("2026-4471", "")...)
	b.tabTo(`[name="amount_cents"]`)
	b.keys(strings.Split("1284,60", "")...)
	b.tabTo(`form button.primary`)
	b.keys(" ")
	b.until("Space does not enter the invoice", `!location.pathname.endsWith("/new")`)
	b.look()
	if text := b.text("main"); !strings.Contains(text, "2026-4471") {
		t.Errorf("the invoice is not shown at %s", b.here())
	}
}

// Somebody is found without accents and with a slip of the finger: in the palette by the keyboard, and on the page without script.
func TestSomebodyIsFoundDespiteASlip(t *testing.T) {
	h, story := furnished(t, embedded(t))
	h.work()
	b := open(t, h.url, "fr", true, 1440, 900)
	b.enter(story.Users[0].Email)
	for typed, name := range map[string]string{"konigslow": "Königslöw", "zielinksi": "Zieliński", "vermuelen": "Vermeulen"} {
		b.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
		b.until("Ctrl K opens nothing", `document.activeElement.id === "palette-q"`)
		b.keys(strings.Split(typed, "")...)
		b.until(typed+" does not find "+name, `[...document.querySelectorAll("#palette [data-found] [role=option]")].some(o => o.textContent.includes("`+name+`"))`)
		b.look()
		for range 20 {
			if b.holds(`document.querySelector("#palette [aria-selected=true]").textContent.includes("` + name + `")`) {
				break
			}
			b.keys(kb.ArrowDown)
		}
		b.keys(kb.Enter)
		b.until("Enter does not open "+name, `!document.querySelector("dialog[open]") && document.querySelector("main").textContent.includes("`+name+`")`)
		b.look()
	}
	plain := open(t, h.url, "fr", false, 390, 800)
	plain.enter(story.Users[0].Email)
	for typed, name := range map[string]string{"KONIGSLOW": "Königslöw", "zielinksi": "Zieliński", "qwxzqwxz": "qwxzqwxz"} {
		plain.visit("/search?q=" + typed)
		if !strings.Contains(plain.text("main"), name) {
			t.Errorf("%s does not find %s", typed, name)
		}
	}
	plain.visit("/search")
	plain.do(chromedp.SetValue(`main [name="q"]`, "vermuelen"))
	plain.send()
	if !strings.Contains(plain.text("main"), "Vermeulen") {
		t.Error("the form of the search finds nobody")
	}
}
