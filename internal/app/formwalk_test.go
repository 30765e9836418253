package app

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/platform/act"
)

// Whatever a form brings, the fault is never ours: the answer leads on, or is a page that says what is wrong.
func TestNoFormHoweverBrokenIsOurFault(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		syndic, admin := h.enter("claire@maes.example"), h.enter("admin@maes.example")
		names := []string{"name", "label", "kind", "shares", "floor", "email", "iban", "share_denominator", "amount_cents", "issued_on", "due_on", "on", "number",
			"supplier_id", "supplier.name", "key_id", "language", "role", "building_id", "reason", "fix", "header_row", "from", "column", "address.postcode", "address.city",
			"members[0].last_name", "members[0].part", "lots[0].lot_id", "lots[0].weight", "password", "token", "office_id", "idempotency_key"}
		for _, r := range h.Rest.Routes {
			if !r.Page || r.Method != http.MethodPost {
				continue
			}
			path, ok := fill(r.Path, h.ours)
			if !ok {
				t.Errorf("the walk knows no {%s} of %s: add one to fill", path, r.Path)
				continue
			}
			who := syndic
			if !slices.Contains(Policy[r.Action], act.Syndic) {
				who = admin
			}
			for what, value := range map[string]string{"nothing": "", "text": "no such value", "a null character": "a\x00b", "a huge number": "99999999999999999999999999",
				"markup": "<script>alert(1)</script>", "much": strings.Repeat("x", 10<<20)} {
				form := url.Values{}
				for _, n := range names {
					if value != "" {
						form.Set(n, value)
					}
					if what == "much" {
						break
					}
				}
				p := who.send(http.MethodPost, path, form)
				if p.status >= 500 || p.status < 300 && r.HasBody || strings.Contains(p.text, "<script>alert") {
					t.Errorf("POST %s with %s: %d %s", r.Path, what, p.status, cut([]byte(p.text)))
				}
			}
		}
	})
}
