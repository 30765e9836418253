package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/platform/db/dbtest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// flags keep the browser quiet: no network of its own, no sandbox where it runs as root.
var flags = []chromedp.ExecAllocatorOption{
	chromedp.NoSandbox, chromedp.Headless,
	chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true),
	chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true),
}

// formStatus is how the browser tells of a form that came back.
var formStatus = regexp.MustCompile(`\b(401|409|422)\b`)

// tab is one reader in front of a browser.
type tab struct {
	t      *testing.T
	ctx    context.Context
	base   string
	script bool
	mu     sync.Mutex
	noise  []string
}

// open starts a browser for one test. Without script, pages get none.
func open(t *testing.T, base string, language string, script bool, width, height int64) *tab {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		dbtest.Absent(t, "browser", "no chromium on this machine")
	}
	dir := t.TempDir()
	options := append(append([]chromedp.ExecAllocatorOption{}, flags...), chromedp.ExecPath(program), chromedp.UserDataDir(dir),
		chromedp.Flag("lang", language), chromedp.Flag("accept-lang", language), chromedp.WindowSize(int(width), int(height)))
	b := &tab{t: t, base: base, script: script}
	alloc, endAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endTab := chromedp.NewContext(alloc, chromedp.WithListener(b.listen))
	t.Cleanup(func() { endTab(); endAlloc() })
	b.ctx = ctx
	err = chromedp.Do(ctx, // not b.do: the browser lives as long as the context of its first step
		send(cdplog.Enable, cdp.Empty{}),
		send(network.Enable, network.EnableParams{}),
		send(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}}),
		send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script}),
		chromedp.EmulateViewport(width, height),
	)
	if err != nil {
		t.Fatal(err)
	}
	timed, endTime := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(endTime)
	b.ctx = timed
	return b
}

// send makes a step of a plain command of the browser's protocol.
func send[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, c, params)
		return chromedp.Void{}, err
	}
}

// listen notes what the console says: the content security policy speaks there.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *cdplog.EventEntryAdded:
		if e.Entry.Source == "network" && formStatus.MatchString(e.Entry.Text) {
			return // a form that came back with its faults: its status is meant
		}
		b.noise = append(b.noise, string(e.Entry.Source)+": "+e.Entry.Text+" "+e.Entry.URL)
	case *runtime.EventConsoleAPICalled:
		b.noise = append(b.noise, fmt.Sprint("console: ", e.Type))
	case *runtime.EventExceptionThrown:
		b.noise = append(b.noise, "exception: "+e.ExceptionDetails.Text)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, 20*time.Second) // what does not come in that time does not come
	defer end()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("at %s: %v", b.here(), err)
	}
}

func (b *tab) here() string {
	at, _ := chromedp.Run(b.ctx, chromedp.Location())
	return at
}

// path is where the reader is in the house.
func (b *tab) path() string {
	path, _, _ := strings.Cut(strings.TrimPrefix(b.here(), b.base), "?")
	return path
}

// visit goes to a page of the house.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
	b.look()
}

// fill answers a field of the form by its name.
func (b *tab) fill(name, value string) {
	b.t.Helper()
	sel := fmt.Sprintf(`[name=%q]`, name)
	b.do(chromedp.WaitReady(sel), chromedp.SetValue(sel, value))
}

// press presses the filled button of the page's main form, and waits for the next page.
func (b *tab) press(selector string) {
	b.t.Helper()
	b.near(selector)
	ctx, end := context.WithTimeout(b.ctx, 20*time.Second)
	defer end()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(selector)); err != nil {
		b.t.Fatalf("at %s, pressing %s: %v", b.here(), selector, err)
	}
	b.look()
}

// near brings what is to be pressed to the middle of the window, as a reader does: on a phone, bars lie over its ends.
func (b *tab) near(selector string) {
	b.t.Helper()
	b.do(chromedp.WaitReady(selector), chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector(%q).scrollIntoView({block: "center"})`, selector)))
}

// look judges the page that is shown: nothing wider than the window, an empty console, and axe without a violation.
func (b *tab) look() {
	b.t.Helper()
	b.mu.Lock()
	noise := b.noise
	b.noise = nil
	b.mu.Unlock()
	for _, n := range noise {
		b.t.Errorf("%s: the console is not empty: %s", b.here(), n)
	}
	if !b.script {
		return
	}
	wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > document.documentElement.clientWidth + 1`))
	if err != nil || wide {
		b.t.Errorf("%s scrolls sideways (%v)", b.here(), err)
	}
	missing, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(document.body.innerText.match(/«[a-z_]+\.[a-z_.]+»/) || [""])[0]`))
	if missing != "" {
		b.t.Errorf("%s lacks a word: %s", b.here(), missing)
	}
	b.axe()
}

type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML string `json:"html"`
	} `json:"nodes"`
}

// axe runs the accessibility rules of WCAG 2.1 AA on the page.
func (b *tab) axe() {
	b.t.Helper()
	source := axeSource(b.t)
	if source == "" {
		return
	}
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](source+`;
		axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Errorf("%s: axe: %v", b.here(), err)
		return
	}
	var found []violation
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		b.t.Errorf("%s: axe: %v", b.here(), err)
	}
	for _, v := range found {
		b.t.Errorf("%s: axe %s: %s, as in %s", b.here(), v.ID, v.Help, v.Nodes[0].HTML)
	}
}

// axeSource is the rule engine, read from the file that KOPROGO_AXE names; it is a test tool and no part of the house.
func axeSource(t *testing.T) string {
	t.Helper()
	file := os.Getenv("KOPROGO_AXE")
	if file == "" {
		if dbtest.Required("browser") {
			t.Fatal("KOPROGO_AXE must name axe.min.js of the package axe-core")
		}
		t.Log("accessibility rules not run here: KOPROGO_AXE names no axe.min.js")
		return ""
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// picture keeps what the page looks like, when KOPROGO_PICTURES names a folder.
func (b *tab) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("KOPROGO_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Errorf("picture %s: %v", name, err)
	}
}

// send presses the filled button of the page: there is one.
func (b *tab) send() { b.t.Helper(); b.press(`main form button.primary, form button.primary`) }

// html is the whole page as it stands.
func (b *tab) html() string {
	b.t.Helper()
	html, err := chromedp.Run(b.ctx, chromedp.OuterHTML("html"))
	if err != nil {
		b.t.Fatal(err)
	}
	return html
}

// has tells whether something stands on the page.
func (b *tab) has(selector string) bool {
	b.t.Helper()
	name := strings.Trim(selector[strings.Index(selector, "[")+1:], "]")
	key, value, _ := strings.Cut(name, "=")
	return strings.Contains(b.html(), fmt.Sprintf(`%s=%q`, key, value))
}

// text is what is read in a part of the page.
func (b *tab) text(selector string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Text(selector))
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

// says tells that the page speaks a language.
func (b *tab) says(lang string) {
	b.t.Helper()
	if html := b.html(); !strings.Contains(html[:min(len(html), 200)], fmt.Sprintf(`lang=%q`, lang)) {
		b.t.Errorf("%s does not speak %s", b.here(), lang)
	}
}
