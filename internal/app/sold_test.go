package app

import (
	"net/http"
	"testing"

	"koprogo/internal/platform/act"
)

// The owner who sold sees nothing of the building from that day on; when the sale turns out to be a mistake, all is as before.
func TestWhoSoldSeesNothingOfWhatCameAfter(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		syndic, owner, at := h.tokens[act.Syndic], h.tokens[act.Owner], "/api/v1/buildings/"+h.ours["building"]
		lot := h.made("POST", at+"/lots", syndic, map[string]any{"label": "9V", "kind": "cellar", "shares": 0, "from": "2026-01-01", "members": []any{map[string]any{"last_name": "Vendeuse"}}})
		_, owners := h.call("GET", at+"/owners", syndic, nil)
		member := ""
		for _, o := range owners["items"].([]any) {
			if p := o.(map[string]any)["persons"].([]any)[0].(map[string]any); p["last_name"] == "Vendeuse" {
				member = p["id"].(string)
			}
		}
		if status, answer := h.call("POST", "/api/v1/members/"+member+"/links", syndic, map[string]string{"email": "owner@maes.example"}); status >= 300 {
			t.Fatalf("the link: %d %v", status, answer)
		}
		sees := func() bool {
			status, _ := h.call("GET", at+"/lots", owner, nil)
			return status == http.StatusOK
		}
		if !sees() {
			t.Fatal("an owner does not see the building")
		}
		sold := h.made("POST", at+"/transfers", syndic, map[string]any{"date": h.House.Now().BrusselsDate(), "lots": []string{lot}, "members": []any{map[string]any{"last_name": "Acheteur"}}})
		if sees() {
			t.Error("who sold still sees the building")
		}
		if status, answer := h.call("DELETE", "/api/v1/transfers/"+sold, syndic, nil); status >= 300 {
			t.Fatalf("the undoing: %d %v", status, answer)
		}
		if owner = h.signIn("owner@maes.example"); !sees() {
			t.Error("who holds again does not see the building")
		}
		later := h.House.Now().BrusselsDate().AddDays(30)
		h.made("POST", at+"/transfers", syndic, map[string]any{"date": later, "lots": []string{lot}, "members": []any{map[string]any{"last_name": "Acheteur"}}})
		if !sees() {
			t.Error("who sells next month sees nothing today")
		}
	})
}
