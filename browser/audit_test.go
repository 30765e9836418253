package browser

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// Who did what is narrowed on the page; the file holds the same lines, and the chain proves that none was lost.
func TestWhatHappenedIsNarrowedExportedAndProved(t *testing.T) {
	for _, script := range []bool{true, false} {
		name, width := "with script", int64(1440)
		if !script {
			name, width = "without script", 390
		}
		t.Run(name, func(t *testing.T) {
			h, story := furnished(t, embedded(t))
			b := open(t, h.url, "fr", script, width, 900)
			b.enter(story.Users[0].Email)
			b.visit("/audit")
			all := b.lines()
			b.fill("room", "office")
			b.press(`[data-list-form] button[type=submit]`)
			few := b.lines()
			if len(few) == 0 || len(few) >= len(all) || !strings.Contains(b.here(), "room=office") {
				t.Fatalf("%d lines of %d at %s", len(few), len(all), b.here())
			}
			rows := b.download(`a[href*=".csv"]`)
			if len(rows) != len(few)+1 {
				t.Fatalf("%d lines on the page, %d in the file", len(few), len(rows)-1)
			}
			for i, line := range few {
				if !strings.Contains(line, rows[i+1][0]) {
					t.Errorf("line %d: %q on the page, %q in the file", i+1, line, rows[i+1][0])
				}
			}
			b.visit("/audit")
			b.press(`main a[href="/audit/chain"]`)
			if text := b.text("main"); strings.Contains(text, "rompue") || !b.has(`[class=breaks]`) {
				t.Errorf("the chain is not shown to hold: %s", text)
			}
		})
	}
}

// lines are the rows of the list, as they are read.
func (b *tab) lines() (list []string) {
	b.t.Helper()
	for _, row := range strings.Split(b.html(), "<tr")[1:] {
		if strings.Contains(row, "<td") {
			list = append(list, row)
		}
	}
	return list
}

// download takes the file to which a link leads, as a reader gets it, and reads its rows.
func (b *tab) download(link string) [][]string {
	b.t.Helper()
	dir := b.t.TempDir()
	b.do(send(cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}))
	b.do(chromedp.Click(`.list-do details:last-of-type summary`), chromedp.Click(link))
	for range 100 {
		time.Sleep(50 * time.Millisecond)
		files, _ := filepath.Glob(filepath.Join(dir, "*.csv"))
		if len(files) != 1 {
			continue
		}
		raw, err := os.ReadFile(files[0])
		if err != nil {
			b.t.Fatal(err)
		}
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
		reader.Comma, reader.FieldsPerRecord = ';', -1
		if rows, err := reader.ReadAll(); err == nil && len(rows) > 0 {
			return rows
		}
	}
	b.t.Fatalf("%s: no file comes from %s", b.here(), link)
	return nil
}
