package browser

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/platform/act"

	"github.com/chromedp/chromedp"
)

var identifier = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// notPages are addresses that give a file.
var notPages = regexp.MustCompile(`/pdf$|\.csv|\.xlsx|/voucher$|/minutes$|/evidence/|/proofs/|/poster|/papers/|/contract/paper$|/calendars/|/import-models/|/rows-to-fix|^/assets/|^/api/v1/|^/api/openapi`)

// Every page that a role can reach by links from its first one is looked at: the accessibility rules, the console, and no sideways scroll,
// on a wide screen and on a small phone.
func TestEveryPageThatCanBeReachedIsAccessible(t *testing.T) {
	h, told := furnished(t, embedded(t))
	for _, u := range told.Users {
		width := map[act.Role]int64{act.Syndic: 1440, act.Owner: 320, act.Admin: 1024, act.Council: 390}[u.Role]
		if width == 0 {
			continue
		}
		t.Run(string(u.Role), func(t *testing.T) {
			b := open(t, h.url, "fr", true, width, 900)
			b.enter(u.Email)
			seen := map[string]bool{}
			queue := []string{"/", "/api/docs", "/kit", "/more"}
			for len(queue) > 0 && len(seen) < 60 {
				path := queue[0]
				queue = queue[1:]
				shape := identifier.ReplaceAllString(strings.SplitN(path, "?", 2)[0], "{id}")
				if seen[shape] || notPages.MatchString(path) {
					continue
				}
				seen[shape] = true
				b.visit(path)
				queue = append(queue, b.links()...)
			}
			t.Logf("%d kinds of pages looked at", len(seen))
			if len(seen) < 6 {
				t.Errorf("only %d pages were reached", len(seen))
			}
		})
	}
}

// links are the addresses of the house to which the page leads.
func (b *tab) links() []string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`JSON.stringify([...document.querySelectorAll("a[href^='/']")].map(a => a.getAttribute("href")))`))
	if err != nil {
		b.t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		b.t.Fatal(err)
	}
	return list
}
