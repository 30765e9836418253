package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

type report struct {
	engine string
	number atomic.Int64 // of invoices that the load enters
}

func newReport(s settings) *report {
	r := &report{engine: "SQLite"}
	if s.postgres != "" {
		r.engine = "PostgreSQL"
	}
	r.say("# %s, data set %s", r.engine, s.size)
	return r
}

func (r *report) say(format string, args ...any) { fmt.Printf(format+"\n", args...) }

func (r *report) head(title string) {
	r.say("\n%-44s %9s %9s %9s %9s %9s %9s", title, "per s", "p50 ms", "p99 ms", "p99.9 ms", "CPU µs", "failed")
}

func (r *report) row(what string, m measured) {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	r.say("%-44s %9.0f %9.2f %9.2f %9.2f %9d %9d", what, m.rate(), ms(m.at(500)), ms(m.at(990)), ms(m.at(999)), m.cpuEach().Microseconds(), m.failed)
	if m.failed > 0 {
		r.say("    first: %s", m.example)
	}
}

// always asks the same thing.
func always(request []byte, want int) func(*rand.Rand) ([]byte, int) {
	return func(*rand.Rand) ([]byte, int) { return request, want }
}

func (r *report) closedLoops(ctx context.Context, s settings, p *process, c *caller, d set, address string) error {
	span := time.Duration(s.seconds) * time.Second / 3
	l, err := c.dial()
	if err != nil {
		return err
	}
	list := "/api/v1/buildings?limit=20"
	first, err := l.do(c.get(list))
	if err != nil {
		return err
	}
	_ = l.conn.Close()
	empty := c.get("/healthz")
	r.head(fmt.Sprintf("Closed loop, %d connections", s.closed))
	rates := map[string]float64{}
	for _, one := range []struct {
		what    string
		request []byte
		want    int
	}{
		{"empty handler", empty, 200},
		{"list of 20 buildings, with token", c.get(list), 200},
		{"the same, 304", c.get(list, "If-None-Match: "+first.etag), 304},
		{"lots of a building", c.get("/api/v1/buildings/" + d.buildings[0] + "/lots"), 200},
		{"page of the register", c.page("/buildings/" + d.buildings[0] + "/register"), 200},
	} {
		m, err := closed(ctx, p, c, s.closed, span, always(one.request, one.want))
		if err != nil {
			return err
		}
		r.row(one.what, m)
		rates[one.what] = m.rate()
	}
	bare, err := bareQuery(ctx, p, d, address, s.closed, span)
	if err != nil {
		return err
	}
	r.row("bare query of 20 buildings, without HTTP", bare)
	empties := rates["empty handler"]
	r.say("List against the empty handler %.0f %%, against the bare query %.0f %%; 304 against the empty handler %.0f %%",
		100*rates["list of 20 buildings, with token"]/empties, 100*rates["list of 20 buildings, with token"]/bare.rate(), 100*rates["the same, 304"]/empties)
	return nil
}

type row struct{ id, name, city string }

func (b *row) fields() []any { return []any{&b.id, &b.name, &b.city} }

var twenty = db.Q(`SELECT id, name, city FROM property_building WHERE office_id = $1 ORDER BY name, id LIMIT 20`)

// bareQuery asks the database for the same twenty rows from this program, in a transaction of the office, without any of the house around it.
func bareQuery(ctx context.Context, p *process, d set, address string, at int, span time.Duration) (m measured, err error) {
	if address == "" {
		address = "sqlite:" + filepath.Join(p.data(), "koprogo.db")
	}
	base, err := db.Open(ctx, address)
	if err != nil {
		return m, err
	}
	defer base.Close()
	if err := base.Migrate(ctx); err != nil {
		return m, err
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	began := time.Now()
	for range at {
		wg.Go(func() {
			var took []time.Duration
			for time.Since(began) < span {
				due := time.Now()
				if e := base.Read(ctx, d.office, func(tx *db.Tx) error { _, err := db.All(tx.Query(twenty), (*row).fields); return err }); e != nil {
					err = e
					return
				}
				took = append(took, time.Since(due))
			}
			mu.Lock()
			m.took = append(m.took, took...)
			mu.Unlock()
		})
	}
	wg.Wait()
	m.span = time.Since(began)
	slices.Sort(m.took)
	return m, err
}

// mix is what an office asks for in an hour, in hundredths.
func (r *report) mix(c *caller, d set, writes int) func(*rand.Rand) ([]byte, int) {
	health := c.get("/healthz")
	lists := c.get("/api/v1/buildings?limit=20")
	return func(random *rand.Rand) ([]byte, int) {
		b := d.buildings[random.IntN(len(d.buildings))]
		if random.IntN(100) < writes {
			return c.post("/api/v1/buildings/"+b+"/purchase-invoices", map[string]any{"supplier": map[string]string{"name": "Fournisseur 01"},
				"number": fmt.Sprintf("B-%d", r.number.Add(1)), "issued_on": "2026-11-01", "amount_cents": 12345, "description": "Entretien"}), 201
		}
		switch n := random.IntN(100); {
		case n < 40:
			return lists, 200
		case n < 65:
			return c.get("/api/v1/buildings/" + b + "/lots"), 200
		case n < 80:
			return c.get("/api/v1/buildings/" + b + "/owners"), 200
		case n < 90:
			return c.get("/api/v1/buildings/" + b + "/purchase-invoices"), 200
		case n < 95:
			return health, 200
		}
		return c.page("/buildings/" + b), 200
	}
}

func (r *report) constantRates(ctx context.Context, s settings, p *process, c *caller, d set) error {
	span := time.Duration(s.seconds) * time.Second
	r.head(fmt.Sprintf("Constant rate, %d per second wanted", s.rate))
	warm, err := constant(ctx, p, c, s.rate/4, span/5, r.mix(c, d, 0))
	if err != nil {
		return err
	}
	r.row("a quarter of it, reads", warm)
	empty, err := constant(ctx, p, c, s.rate, span/2, always(c.get("/healthz"), 200))
	if err != nil {
		return err
	}
	r.row("empty handler", empty)
	reads, err := constant(ctx, p, c, s.rate, span, r.mix(c, d, 0))
	if err != nil {
		return err
	}
	r.row("reads", reads)
	mixed, err := constant(ctx, p, c, s.rate, span, r.mix(c, d, s.writes))
	if err != nil {
		return err
	}
	r.row(fmt.Sprintf("%d %% writes", s.writes), mixed)
	return nil
}

// lists asks one list after another on one connection, to be compared between data sets.
func (r *report) lists(ctx context.Context, p *process, c *caller, d set) error {
	r.head("One connection, for comparison between sizes")
	deep, err := c.deepest("/api/v1/buildings?limit=20")
	if err != nil {
		return err
	}
	middle := d.buildings[len(d.buildings)/2]
	for _, one := range []struct{ what, path string }{
		{"buildings, first page", "/api/v1/buildings?limit=20"},
		{"buildings, last page", deep},
		{"lots of a building", "/api/v1/buildings/" + middle + "/lots?limit=20"},
		{"owners of a building", "/api/v1/buildings/" + middle + "/owners?limit=20"},
		{"invoices of a building", "/api/v1/buildings/" + middle + "/purchase-invoices?limit=20"},
		{"search for a name", "/api/v1/search?q=" + url.QueryEscape("dupont 7")},
	} {
		m, err := closed(ctx, p, c, 1, 2*time.Second, always(c.get(one.path), 200))
		if err != nil {
			return err
		}
		r.row(one.what, m)
	}
	return nil
}

// deepest follows a list to its last page and gives that page's address.
func (c *caller) deepest(path string) (string, error) {
	at := path
	for {
		var page struct {
			Next *string `json:"next_cursor"`
		}
		if err := c.fetch(http.MethodGet, at, nil, "", &page); err != nil {
			return "", err
		}
		if page.Next == nil {
			return at, nil
		}
		at = path + "&cursor=" + url.QueryEscape(*page.Next)
	}
}

// fetch is an ordinary request, for what is done once.
func (c *caller) fetch(method, path string, body io.Reader, media string, into any) error {
	request, err := http.NewRequest(method, c.url+path, body)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	if media != "" {
		request.Header.Set("Content-Type", media)
	}
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return err
	}
	if got.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s %.300s", method, path, got.Status, text)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}

// importOf20000 brings a list of 20,000 lots and enters it.
func (r *report) importOf20000(c *caller) error {
	var b struct {
		ID id.Of[id.Building] `json:"id"`
	}
	body := `{"name":"Cité","address":{"street":"Rue Longue","number":"1","postcode":"1000","city":"Bruxelles"},"share_denominator":20000}`
	if err := c.fetch(http.MethodPost, "/api/v1/buildings", strings.NewReader(body), "application/json", &b); err != nil {
		return err
	}
	var list strings.Builder
	list.WriteString("Lot;Type;Quotités;Nom;Prénom;E-mail\n")
	for i := range 20000 {
		fmt.Fprintf(&list, "L%05d;appartement;1;%s%d;%s;l%d@bench.example\n", i, last[i%len(last)], i, first[i%len(first)], i)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	file, err := w.CreateFormFile("file", "liste.csv")
	if err != nil {
		return err
	}
	_, _ = io.WriteString(file, list.String())
	_ = w.Close()
	var draft struct {
		ID    string `json:"id"`
		Rows  int    `json:"rows"`
		State string `json:"state"`
	}
	began := time.Now()
	if err := c.fetch(http.MethodPost, "/api/v1/buildings/"+b.ID.String()+"/imports", &form, w.FormDataContentType(), &draft); err != nil {
		return err
	}
	offered := time.Since(began)
	if err := c.fetch(http.MethodPost, "/api/v1/imports/"+draft.ID+"/confirmation", nil, "", &draft); err != nil {
		return err
	}
	for draft.State == "confirming" { // a long list is entered by a job
		time.Sleep(500 * time.Millisecond)
		if err := c.fetch(http.MethodGet, "/api/v1/imports/"+draft.ID, nil, "", &draft); err != nil {
			return err
		}
	}
	if draft.State != "confirmed" {
		return fmt.Errorf("the list of %d rows is %s", draft.Rows, draft.State)
	}
	r.say("\nImport of %d rows: offered in %.1f s, entered in %.1f s more", draft.Rows, offered.Seconds(), (time.Since(began) - offered).Seconds())
	return nil
}

func (r *report) end(p *process, address string) error {
	now, peak := p.memory()
	r.say("\nMemory of the program: %d MiB now, %d MiB at its highest", now, peak)
	return nil
}
