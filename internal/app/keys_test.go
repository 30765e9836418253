package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"koprogo/internal/kernel/i18n"
)

// A key is changed on pages: the form, a look at what it does, the writing, and the way back until an invoice rests on it (art. 3.88 §1 2° a).
func TestAKeyIsChangedOnPagesAfterALook(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		who, key := h.enter("claire@maes.example"), "/keys/"+h.ours["key"]
		who.lang = i18n.EN
		form := who.send("GET", key+"/edit", nil)
		if form.status != http.StatusOK || !strings.Contains(form.text, `name="seen"`) || !strings.Contains(form.text, `value="1"`) {
			t.Fatalf("the form: %d, without what is known", form.status)
		}
		says := url.Values{"how": {"change"}, "from": {"2026-12-01"}, "name": {"Ascenseur"}, "kind": {"weights"}, "lots[0].lot_id": {h.ours["lot"]}, "lots[0].weight": {"3"}}
		look := who.send("POST", key+"/edit", says)
		look.looks(t, "the look at a change", i18n.EN)
		if look.status != http.StatusOK || !strings.Contains(look.text, "No lot pays more or less") || !strings.Contains(look.text, "No decision is named") {
			t.Errorf("the look: %d %s", look.status, firstHeading(look.text))
		}
		if p := who.send("GET", key, nil); strings.Contains(p.text, "01/12/2026") {
			t.Error("the look has written something")
		}
		if back := who.send("POST", key+"/revision", says); back.status != http.StatusOK || !strings.Contains(back.text, `value="3"`) {
			t.Errorf("back to the form: %d, without what was written", back.status)
		}
		if done := who.send("POST", key+"/change", says); done.status != http.StatusSeeOther || done.location != key {
			t.Fatalf("the change: %d %s", done.status, firstHeading(done.text))
		}
		if p := who.send("GET", key, nil); !strings.Contains(p.text, "01/12/2026") {
			t.Error("the page of the key does not tell of the version to come")
		}
		if undone := who.send("POST", key+"/withdrawal", url.Values{}); undone.status != http.StatusSeeOther {
			t.Errorf("the undoing: %d %s", undone.status, firstHeading(undone.text))
		}
		if gone := who.send("POST", key+"/withdrawal", url.Values{}); gone.status != http.StatusConflict { // an invoice is shared by it
			t.Errorf("the key taken away under its invoice: %d", gone.status)
		}
	})
}
