// Package browser walks through the house as people do: in a real browser, in four languages, with and without scripts, with the
// accessibility rules judging every page.
package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"koprogo/internal/platform/db/dbtest"

	"github.com/chromedp/chromedp"
)

// The list is as offices have them: a title, blank lines, a letter in a number, two names in a cell, a total.
const list = `Résidence du Parc;;;;
;;;;
Lot;Nature;Quotités;Copropriétaire;E-mail
1A;appartement;410;Fatima El Amrani;fatima@exemple.example
1B;appartement;38O;Jozef Vermeulen;
1C;appartement;200;Luc Lambert / Eva Dubois;luc@exemple.example
G1;garage;10;Fatima El Amrani;fatima@exemple.example
Total;;1000;;
`

// The syndic sets the house up, brings a list, mends it, takes it in, enters an invoice and sees to the cent who pays what and why.
func TestFromTheListToWhyDoIPayThis(t *testing.T) {
	for _, lang := range []string{"fr", "nl", "de", "en"} {
		t.Run(lang+" with script", func(t *testing.T) { journey(t, embedded(t), lang, true, 1440) })
		t.Run(lang+" without script", func(t *testing.T) { journey(t, embedded(t), lang, false, 390) })
	}
	t.Run("nl without script on PostgreSQL", func(t *testing.T) { journey(t, dbtest.PostgresURL(t), "nl", false, 390) })
}

func journey(t *testing.T, database, lang string, script bool, width int64) {
	t.Parallel()
	h := stand(t, database)
	b := open(t, h.url, lang, script, width, 1000)
	shot := func(name string) { // the pictures of the README are those of the first journey
		if lang == "fr" && script {
			b.picture(name)
		}
	}
	h.setUp(b, lang)
	b.leave()
	b.visit("/sign-in")
	b.fill("email", "claire@maes.example")
	b.fill("password", "not the password at all")
	b.send() // comes back with its fault
	b.fill("email", "claire@maes.example")
	b.fill("password", secret)
	b.send()
	b.says(lang)

	building := b.build()
	b.offer(building)
	shot("import")
	b.says(lang)
	b.repair()
	b.send()
	if !strings.HasSuffix(b.here(), "/register") {
		t.Fatalf("after the import: %s", b.here())
	}
	shot("register")

	b.visit("/buildings/" + building + "/accounts/working")
	b.fill("iban", "BE09 9999 9000 0157")
	b.send()

	b.visit("/buildings/" + building + "/invoices/new")
	b.fill("supplier.name", "Delta Ascenseurs SA")
	b.fill("number", "2026-4471")
	b.fill("amount_cents", "1284,60")
	b.send()
	b.press(`a[href*="/why/"]`)
	b.says(lang)
	shot("why")
	if text := b.text("main"); !strings.Contains(text, "+++") {
		t.Errorf("no structured communication on %s", b.here())
	}
	b.visit("/account")
	b.visit("/buildings/" + building)
	b.visit("/buildings/" + building + "/owners")
	b.visit("/buildings/" + building + "/keys")
	b.visit("/buildings/" + building + "/keys/new")
	shot("keys")
	b.visit("/buildings/" + building + "/charges")
	b.visit("/buildings/" + building + "/imports")
}

// setUp begins the house with its token, as the one who installs it does.
func (h *house) setUp(b *tab, lang string) {
	h.t.Helper()
	token, err := h.Identity.SetupToken(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	b.visit("/setup?token=" + token)
	b.says(lang)
	b.fill("office.name", "Bureau Maes")
	b.fill("name", "Claire Maes")
	b.fill("email", "claire@maes.example")
	b.fill("language", lang)
	b.fill("password", secret)
	b.send()
}

// build begins the register of a building.
func (b *tab) build() (building string) {
	b.t.Helper()
	b.visit("/buildings/new")
	b.fill("name", "Résidence du Parc")
	b.fill("address.street", "Rue du Parc")
	b.fill("address.number", "14")
	b.fill("address.postcode", "1000")
	b.fill("address.city", "Bruxelles")
	b.fill("share_denominator", "1000")
	b.send()
	return strings.Split(strings.TrimPrefix(b.here(), b.base+"/buildings/"), "/")[0]
}

// offer brings the list; its columns are right, and known the second time.
func (b *tab) offer(building string) {
	b.t.Helper()
	b.visit("/buildings/" + building + "/imports/new")
	file := filepath.Join(b.t.TempDir(), "liste.csv")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(`input[type=file]`, []string{file}))
	b.send()
	if strings.HasSuffix(b.path(), "/columns") {
		b.send()
	}
}

// repair takes each offered repair in its turn, and goes on to what would be entered.
func (b *tab) repair() {
	b.t.Helper()
	for range 4 {
		if !b.has(`button[name=fix]`) {
			break
		}
		b.press(`button[name=fix]`)
	}
	if b.has(`button[name=fix]`) {
		b.t.Fatal("rows are still to be mended")
	}
	b.press(`a[href$="/confirmation"]`)
}
