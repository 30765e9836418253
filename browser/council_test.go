package browser

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"koprogo/internal/platform/act"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/pdf/pdftest"

	"github.com/chromedp/chromedp"
)

// file fetches what a link leads to, as the browser of its reader would.
func (b *tab) file(selector string) []byte {
	b.t.Helper()
	b.do(chromedp.WaitReady(selector))
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(`fetch(document.querySelector(%q).href).then(r => r.blob()).then(x => new Promise(done => {
		const reader = new FileReader(); reader.onload = () => done(reader.result); reader.readAsDataURL(x)}))`, selector), chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	_, raw, _ := strings.Cut(text, ",")
	data, err := base64.StdEncoding.DecodeString(raw)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

// words are the words of a PDF, and on how many pages they stand.
func words(t *testing.T, data []byte) (text string, pages int) {
	t.Helper()
	list := pdftest.Pages(t, data)
	return strings.Join(strings.Fields(strings.Join(list, " ")), " "), len(list)
}

// A council member watches with a phone: what the syndic missed comes first, then the follow-up, the own room, and the report to the assembly.
func TestTheCouncilWatchesWithAPhone(t *testing.T) {
	for _, width := range []int64{390, 320} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			h, story := furnished(t, embedded(t))
			h.work()
			if err := h.Deadlines.Nightly(context.Background(), jobs.Job{}); err != nil {
				t.Fatal(err)
			}
			shot := func(b *tab, name string) { b.picture(fmt.Sprintf("council-%s-%d", name, width)) }
			b := open(t, h.url, "fr", true, width, 844)
			for _, u := range story.Users {
				if u.Role == act.Council {
					b.enter(u.Email)
				}
			}
			building := story.Buildings[0].ID.String()
			if main := b.text("main"); !strings.Contains(main, "De syndicus is te laat") || !strings.Contains(main, "boîtes aux lettres") {
				t.Errorf("the home says nothing of what the syndic missed:\n%s", main)
			}
			shot(b, "home")
			b.press(`main a[href$="/council"]`)
			shot(b, "follow-up")
			b.visit("/deadlines/letters")
			b.do(chromedp.Click(`[name=alerts]`))
			b.send()
			b.visit("/buildings/" + building + "/council/room")
			shot(b, "room")
			b.visit("/buildings/" + building + "/council/reports")
			b.press(`main a[href^="/reports/"]`)
			shot(b, "draft")
			report := b.path()
			b.press(`a[href$="/edit"]`)
			b.fill("closing", "Le conseil propose de garder le syndic un an.")
			shot(b, "edit")
			b.send()
			b.press(`a[href$="/entries"]`)
			b.do(chromedp.Evaluate[chromedp.Void](`(s => { s.value = [...s.options].find(o => o.text.includes("Réunion")).value })(document.querySelector("[name=entry_id]"))`))
			b.send()
			b.visit(report + "/issue")
			b.send()
			shot(b, "issued")
			for lang, says := range map[string]string{"fr": "Rapport annuel", "nl": "Jaarverslag", "de": "Jahresbericht", "en": "Yearly report"} {
				if text, _ := words(t, b.file(`a[href$="/papers/`+lang+`"]`)); !strings.Contains(text, says) || !strings.Contains(text, "garder le syndic un an") || !strings.Contains(text, "Réunion chez Sofie") ||
					strings.Contains(text, "deux autres offres") {
					t.Errorf("the report in %s reads %s", lang, text)
				}
			}
			if b.has(`[href="` + report + `/edit"]`) {
				t.Error("what was issued can be written on")
			}
			b.look()
		})
	}
}

// Art. 3.89 §2: the syndic prints the notice for the entrance, one page in each language.
func TestTheNoticeAtTheEntranceIsPrinted(t *testing.T) {
	_, b, building, _ := told(t)
	b.visit("/buildings/" + building + "/mandates")
	b.press(`main table a[href^="/mandates/"]`)
	b.picture("mandate")
	for _, lang := range []string{"fr", "nl", "de", "en"} {
		text, pages := words(t, b.file(fmt.Sprintf(`a[href*="/poster"][href*=%q]`, lang)))
		if pages != 1 || !strings.Contains(text, "Bureau Maes") {
			t.Errorf("the notice in %s: %d pages: %s", lang, pages, text)
		}
	}
	b.look()
}
