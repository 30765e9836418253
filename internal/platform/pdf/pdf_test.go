package pdf

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/pdf/pdftest"
)

var write = flag.String("write", "", "a folder into which the papers are written, to be looked at")

func render(t testing.TB, d *Document) []byte {
	t.Helper()
	data, err := Render(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// flat is a text whose spaces are all alike.
func flat(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
}

// extract is the text of a paper, page by page.
func extract(t *testing.T, data []byte) []string {
	t.Helper()
	pages := pdftest.Pages(t, data)
	for i := range pages {
		pages[i] = flat(pages[i])
	}
	return pages
}

func TestEveryPaperIsSoundAndRepeatable(t *testing.T) {
	api.DisableConfigDir()
	for name, d := range papers() {
		t.Run(name, func(t *testing.T) {
			data := render(t, d)
			if *write != "" {
				if err := os.WriteFile(filepath.Join(*write, name+".pdf"), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(data, render(t, d)) {
				t.Error("the same paper gives other bytes")
			}
			conf := model.NewDefaultConfiguration()
			conf.ValidationMode = model.ValidationStrict
			if err := api.Validate(bytes.NewReader(data), conf); err != nil {
				t.Error(err)
			}
		})
	}
}

// Each page names the association, its seat and its number; each foot tells when the paper was made, and its digest.
func TestMentionsOnEachPage(t *testing.T) {
	for name, d := range papers() {
		t.Run(name, func(t *testing.T) {
			pages := extract(t, render(t, d))
			for i, page := range pages {
				want := []string{i18n.Say(d.Lang, "pdf.page", "page", i+1, "pages", len(pages)), d.Digest(),
					i18n.Say(d.Lang, "pdf.made", "date", "01/12/2026", "time", "09:30")}
				if name != "ledger" { // there the long name is broken over lines that stand beside others
					want = append(want, d.Association.Name, d.Association.Seat, d.Association.Enterprise)
				}
				if d.Mark.Words != "" {
					want = append(want, strings.SplitN(d.Mark.Words, "^", 2)[0])
				}
				for _, w := range want {
					if !strings.Contains(page, flat(w)) {
						t.Errorf("page %d lacks %q", i+1, w)
					}
				}
			}
		})
	}
}

func TestPaymentIsWhole(t *testing.T) {
	pages := extract(t, render(t, ledger(40)))
	last := pages[len(pages)-1]
	for _, w := range []string{"12 345 678,90 €", "BE68 5390 0754 7034", "+++090/9337/55493+++", "15/01/2027"} {
		if !strings.Contains(last, w) {
			t.Errorf("the last page lacks %q", w)
		}
	}
	for i, page := range pages[:len(pages)-1] {
		if !strings.Contains(page, "Débit") || !strings.Contains(page, "Solde") {
			t.Errorf("page %d lacks the heads of the table", i+1)
		}
	}
	if len(pages) != 3 && len(pages) != 4 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestAllRowsArePrinted(t *testing.T) {
	text := strings.Join(extract(t, render(t, ledger(120))), " ")
	for _, w := range []string{"Écriture 1 ", "Écriture 60 ", "Écriture 120 ", "Total de la période"} {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing", w)
		}
	}
	if n := strings.Count(text, "−12 345 678,90"); n != 121 {
		t.Errorf("%d balances of 121", n)
	}
}

func TestRowTallerThanAPage(t *testing.T) {
	d := letterFor(i18n.FR)
	d.Blocks = []Block{Table{Columns: []Column{{Head: "a"}, {Head: "b", Right: true}}, Rows: []Row{{Cells: []string{strings.Repeat("mot ", 2000) + "fin", "1,00"}}, {Cells: []string{"après", "2,00"}}}}}
	text := strings.Join(extract(t, render(t, d)), " ")
	if strings.Count(text, "mot") != 2000 || !strings.Contains(text, "fin") || !strings.Contains(text, "après") {
		t.Errorf("words were lost: %d of 2000", strings.Count(text, "mot"))
	}
}

func TestDigestFollowsTheContent(t *testing.T) {
	a, b := letterFor(i18n.FR), letterFor(i18n.FR)
	b.Made = b.Made.Add(time.Hour)
	if a.Digest() != b.Digest() || len(a.Digest()) != 12 {
		t.Errorf("digests %s and %s of the same content", a.Digest(), b.Digest())
	}
	b.Payment.Amount = "184,28 €"
	c := letterFor(i18n.FR)
	c.Blocks[0] = Heading(c.Blocks[0].(Paragraph))
	if a.Digest() == b.Digest() || a.Digest() == c.Digest() {
		t.Error("another content has the same digest")
	}
}

func TestStrangeWordsDoNoHarm(t *testing.T) {
	d := letterFor(i18n.FR)
	d.Association.Name = "Łódź **gras ^{haut 😀\xff \x00 Ελλάς مرحبا 漢字"
	d.Title = "😀 (\\) %PDF endobj"
	d.Addressee = []string{Literal("A ** B ^{c} \\* d"), "", "\n"}
	d.Blocks = append(d.Blocks, Paragraph{""}, Paragraph{"a\n\nb"}, Table{}, Pair{}, Facts{}, Chain{}, Signature{}, Note{}, Facts{[]Fact{{"", ""}}},
		Table{Columns: []Column{{}}, Rows: []Row{{}, {Kind: Due, Cells: []string{"x", "y", "z"}}, {Kind: Due}}})
	pages := extract(t, render(t, d))
	if !strings.Contains(pages[0], "A ** B ^{c} \\* d") || !strings.Contains(pages[0], "Łódź gras haut") {
		t.Errorf("the page reads %q", pages[0])
	}
}

func TestIncompletePapersAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Document){
		"language": func(d *Document) { d.Lang = "it" }, "title": func(d *Document) { d.Title = "" }, "name": func(d *Document) { d.Association.Name = "" },
		"seat": func(d *Document) { d.Association.Seat = "" }, "number": func(d *Document) { d.Association.Enterprise = "" },
		"time": func(d *Document) { d.Made = time.Time{} }, "mark": func(d *Document) { d.Mark.Kind = Copy },
	} {
		d := letterFor(i18n.NL)
		spoil(d)
		if _, err := Render(context.Background(), d); err == nil {
			t.Errorf("a paper without its %s was printed", name)
		}
	}
}

func TestWaitingForATurnEnds(t *testing.T) {
	slots <- struct{}{}
	slots <- struct{}{}
	defer func() { <-slots; <-slots }()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if _, err := Render(ctx, letterFor(i18n.FR)); err != context.DeadlineExceeded {
		t.Errorf("got %v", err)
	}
}

func TestManyAtOnce(t *testing.T) {
	want := render(t, letterFor(i18n.FR))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := Render(context.Background(), letterFor(i18n.FR)); err != nil || !bytes.Equal(got, want) {
				t.Errorf("a paper made beside others differs (%v)", err)
			}
		})
	}
	all.Wait()
}

func TestCost(t *testing.T) {
	var before, after runtime.MemStats
	for name, d := range map[string]*Document{"letter": letterFor(i18n.FR), "ledger of 120 rows": ledger(120)} {
		runtime.ReadMemStats(&before)
		start := time.Now()
		data := render(t, d)
		spent := time.Since(start)
		runtime.ReadMemStats(&after)
		t.Logf("%s: %v, %d KB, %d KB allocated", name, spent.Round(100*time.Microsecond), len(data)>>10, (after.TotalAlloc-before.TotalAlloc)>>10)
	}
}
