package ui

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"koprogo/internal/kernel/i18n"
)

func render(t *testing.T, l i18n.Lang, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(i18n.With(t.Context(), l), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func inside(page templ.Component) templ.Component {
	frame := Frame{
		Title: "Lots", Name: "Résidence Les Tilleuls", Sub: "ACP", Plate: Plate{Number: "27", Colour: Blue}, Year: "2026 · ouvert", You: "Syndic · C. Maes",
		YouLinks: []Link{{Label: "Compte", Href: "/account"}}, Search: "/search", Suggest: "/search/suggestions", Path: "/lots", Offices: []OfficeChoice{{ID: "a", Name: "Bureau Maes", Current: true}, {ID: "b", Name: "Brouwershof"}},
		Goto: []Goto{{Label: "Factures", Href: "/invoices", Icon: "receipt", Keys: "g i"}, {Label: "Encoder une facture", Href: "/invoices/new", Icon: "plus", Does: true}}, Toast: &Toast{Says: "Fait.", Undo: "/undo", Key: "k"},
		Seeing: &Seeing{Name: "Anne Dubois", Stop: "/seeing/stop"}, Keys: true, Seq: 7, Shortcuts: "/shortcuts", Provisional: "Provisoire", Print: PrintHead{AsOf: "22/11/2026"},
	}
	for _, s := range []string{"Accueil", "Argent", "Assemblée", "Immeuble", "Personnes", "Documents"} {
		frame.Sections = append(frame.Sections, Section{Label: s, Href: "/" + s, Icon: "home", Count: 2, Current: s == "Documents"})
	}
	return Screen(frame, page)
}

func TestEveryPartRendersInFourLanguages(t *testing.T) {
	for _, l := range i18n.Langs {
		page := render(t, l, inside(Kit()))
		if !strings.Contains(page, `lang="`+string(l)+`"`) {
			t.Errorf("the page does not say that it speaks %s", l)
		}
		if strings.Contains(page, "«ui.") {
			t.Errorf("%s: a word is missing: %s", l, page[strings.Index(page, "«ui."):][:40])
		}
	}
}

// The policy forbids styles and scripts in the page; a part that wrote one would be silently broken.
func TestNoPartWritesStyleOrScript(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\s(style|on[a-z]+|hx-on[^=]*)\s*=|<style|<script[^>]*>[^<]|javascript:`)
	door := Door(BareFrame{Title: "Entrer", Wide: true}, Kit())
	for _, page := range []templ.Component{inside(Kit()), door, inside(MorePage(Frame{Sections: make([]Section, 6)}))} {
		if found := forbidden.FindString(render(t, i18n.FR, page)); found != "" {
			t.Errorf("the page holds %q", found)
		}
	}
}

func TestIdsAreUniqueAndDescriptionsFound(t *testing.T) {
	page := render(t, i18n.FR, inside(Kit()))
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("id %q stands twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` (?:aria-describedby|for|aria-labelledby|aria-controls)="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		for _, id := range strings.Fields(m[1]) {
			if !seen[id] {
				t.Errorf("nothing has the id %q", id)
			}
		}
	}
}

func TestWhatIsTypedIsEscaped(t *testing.T) {
	evil := `<b a="1">&'`
	for name, c := range map[string]templ.Component{
		"text": Text(evil), "lines": Lines(evil), "chip": Chip{Text: evil}, "field": Field{Name: "x", Label: evil, Value: evil, Error: evil},
		"amount": PayBlock{Heading: evil, Amount: evil, Account: evil}, "empty": EmptyState{Title: evil, Says: evil}, "plate": Plate{Number: evil},
	} {
		if strings.Contains(render(t, i18n.FR, c), "<b a") {
			t.Errorf("%s lets markup through", name)
		}
	}
}

func TestOrdinalsAreRaised(t *testing.T) {
	for _, c := range []struct {
		lang      i18n.Lang
		text, out string
	}{
		{i18n.FR, "le 1er et le 3e", "le 1<sup>er</sup> et le 3<sup>e</sup>"},
		{i18n.NL, "de 2e verdieping", "de 2<sup>e</sup> verdieping"},
		{i18n.EN, "the 3e lift", "the 3e lift"},
		{i18n.FR, "lot 4E, 12 m", "lot 4E, 12 m"},
	} {
		if got := render(t, c.lang, Text(c.text)); got != c.out {
			t.Errorf("%s: got %s, want %s", c.lang, got, c.out)
		}
	}
}

func TestAmounts(t *testing.T) {
	for _, c := range []struct {
		lang i18n.Lang
		a    Amount
		out  string
	}{
		{i18n.FR, Amount{Cents: 128460, Euro: true}, "<span class=\"amount\">1\u00a0284,60\u00a0€</span>"},
		{i18n.NL, Amount{Cents: 128460, Euro: true}, "<span class=\"amount\">€\u00a01.284,60</span>"},
		{i18n.FR, Amount{Cents: -12450, Late: true}, `<span class="amount">−124,50</span>`},
		{i18n.EN, Amount{}, `<span class="amount zero">0.00</span>`},
		{i18n.DE, Amount{Cents: 100, Late: true, Sum: true}, `<span class="amount late sum">1,00</span>`},
	} {
		if got := render(t, c.lang, c.a); got != c.out {
			t.Errorf("%s: got %s, want %s", c.lang, got, c.out)
		}
	}
}

func TestFrenchWordsHaveNoBreakSpaces(t *testing.T) {
	loose := regexp.MustCompile(` [:;?!»]|« |[a-zà-ÿ]'`)
	for _, key := range i18n.Keys() {
		if strings.HasPrefix(key, "ui.") {
			if s := i18n.Raw(i18n.FR, key); loose.MatchString(s) {
				t.Errorf("%s: %q breaks before its sign, or has a straight apostrophe", key, s)
			}
		}
	}
}

func TestManifestMatchesFiles(t *testing.T) {
	var names map[string]string
	list, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(list, &names); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"manifest.json": true}
	for plain, hashed := range names {
		known[hashed] = true
		if assets[hashed].kind == "" {
			t.Errorf("%s has no content type", plain)
		}
	}
	files, err := fs.ReadDir(dist, "dist")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !known[f.Name()] {
			t.Errorf("%s is in dist, but not in its manifest", f.Name())
		}
	}
	style := assets[assetNames["app.css"]]
	if len(style.zipped) > 25_000 {
		t.Errorf("the style weighs %d bytes zipped; the budget is 25 kB", len(style.zipped))
	}
	if script := assets[assetNames["app.js"]]; len(script.zipped) > 60_000 {
		t.Errorf("the script weighs %d bytes zipped; the budget is 60 kB", len(script.zipped))
	}
	page := render(t, i18n.FR, inside(Kit()))
	if strings.Count(page, "<script") != 1 || strings.Count(page, `rel="stylesheet"`) != 1 {
		t.Error("a page loads more than one script and one style, which are weighed here")
	}
	for _, m := range regexp.MustCompile(`url\("?\./([^")]+)"?\)`).FindAllSubmatch(style.plain, -1) {
		if !known[string(m[1])] {
			t.Errorf("the style names %s, which is not there", m[1])
		}
	}
}

func TestEveryIconNamedIsInTheSprite(t *testing.T) {
	sprite := string(assets[assetNames["sprite.svg"]].plain)
	page := render(t, i18n.FR, inside(Kit()))
	for _, m := range regexp.MustCompile(`sprite-[A-Z0-9]+\.svg#([a-z0-9-]+)`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(sprite, `id="`+m[1]+`"`) {
			t.Errorf("no icon %s", m[1])
		}
	}
}

func TestAssetsAreSentForAYear(t *testing.T) {
	get := func(path string, accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		AssetHandler().ServeHTTP(w, r)
		return w
	}
	w := get(Asset("app.css"), "gzip, br")
	if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("app.css: %d %v", w.Code, w.Header())
	}
	if w := get(Asset("kg-text-latin.woff2"), "gzip"); w.Header().Get("Content-Type") != "font/woff2" || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("font: %v", w.Header())
	}
	for _, path := range []string{"/assets/", "/assets/manifest.json", "/assets/../ui.go", "/assets/none.css"} {
		if w := get(path, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestThemeIsKeptAndLeadsBack(t *testing.T) {
	for _, c := range []struct{ theme, back, cookie, to string }{
		{"dark", "/kit?x=1", "theme=dark", "/kit?x=1"},
		{"system", "/", "theme=system", "/"},
		{"pink", "/kit", "", "/kit"},
		{"light", "//elsewhere.example", "theme=light", "/"},
		{"light", "https://elsewhere.example", "theme=light", "/"},
	} {
		r := httptest.NewRequest(http.MethodPost, ThemePath, strings.NewReader(url.Values{"theme": {c.theme}, "back": {c.back}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		ThemeHandler().ServeHTTP(w, r)
		if got := w.Header().Get("Location"); got != c.to {
			t.Errorf("%v leads to %s", c, got)
		}
		if !strings.HasPrefix(w.Header().Get("Set-Cookie"), c.cookie) {
			t.Errorf("%v sets %s", c, w.Header().Get("Set-Cookie"))
		}
	}
}

// The styles use tokens; a colour written anywhere else would escape the dark theme.
func TestColoursStandInTokens(t *testing.T) {
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`)
	free := map[string]bool{"tokens.css": true, "print.css": true, "pages.css": true} // paper is white; the night is always night
	files, _ := filepath.Glob("src/*.css")
	for _, f := range files {
		if free[filepath.Base(f)] {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range colour.FindAllString(string(text), -1) {
			if c != "#fff" && c != "#000" {
				t.Errorf("%s holds the colour %s", f, c)
			}
		}
	}
}
