// Package browser walks through the house as people do: in a real browser, in four languages, with and without scripts, with the
// accessibility rules judging every page.
package browser

import (
	"context"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"koprogo/internal/app"
	"koprogo/internal/platform/config"

	"github.com/chromedp/chromedp"
)

// fresh opens a house in which nobody is known, and its set-up token.
func fresh(t *testing.T) (url, token string) {
	t.Helper()
	a, err := app.Build(context.Background(), config.Config{Data: t.TempDir(), Database: "sqlite:" + filepath.Join(t.TempDir(), "k.db"),
		BaseURL: "http://koprogo.example"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Handler())
	t.Cleanup(func() { server.Close(); _ = a.Close() })
	token, err = a.Identity.SetupToken(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return server.URL, token
}

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
		for _, script := range []bool{true, false} {
			name := lang + " with script"
			width := int64(1440)
			if !script {
				name, width = lang+" without script", 390
			}
			t.Run(name, func(t *testing.T) { journey(t, lang, script, width) })
		}
	}
}

func journey(t *testing.T, lang string, script bool, width int64) {
	url, token := fresh(t)
	b := open(t, url, lang, script, width, 1000)
	shot := func(name string) { // the pictures of the README are those of the first journey
		if lang == "fr" && script {
			b.picture(name)
		}
	}
	b.visit("/setup?token=" + token)
	b.says(lang)
	b.fill("office.name", "Bureau Maes")
	b.fill("name", "Claire Maes")
	b.fill("email", "claire@maes.example")
	b.fill("language", lang)
	b.fill("password", "quatre mots pour entrer")
	b.send()

	b.visit("/sign-in")
	b.fill("email", "claire@maes.example")
	b.fill("password", "not the password at all")
	b.send() // comes back with its fault
	b.fill("email", "claire@maes.example")
	b.fill("password", "quatre mots pour entrer")
	b.send()
	b.says(lang)

	b.visit("/buildings/new")
	b.fill("name", "Résidence du Parc")
	b.fill("address.street", "Rue du Parc")
	b.fill("address.number", "14")
	b.fill("address.postcode", "1000")
	b.fill("address.city", "Bruxelles")
	b.fill("share_denominator", "1000")
	b.send()
	building := strings.Split(strings.TrimPrefix(b.here(), url+"/buildings/"), "/")[0]

	b.visit("/buildings/" + building + "/imports/new")
	file := filepath.Join(t.TempDir(), "liste.csv")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(`input[type=file]`, []string{file}))
	b.send()
	b.send() // the columns are right
	shot("import")
	b.says(lang)
	for range 4 { // each offered repair in its turn
		if !b.has(`button[name=fix]`) {
			break
		}
		b.press(`button[name=fix]`)
	}
	if b.has(`button[name=fix]`) {
		t.Fatal("rows are still to be mended")
	}
	b.press(`a[href$="/confirmation"]`)
	b.send()
	if !strings.HasSuffix(b.here(), "/lots") {
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
