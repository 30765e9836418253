package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/live"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// told is a fact of a building.
type told struct {
	Kind     string             `json:"kind"`
	Building id.Of[id.Building] `json:"building,omitzero"`
	Subject  id.Of[id.Any]      `json:"subject"`
}

func (f told) About() act.About {
	return act.About{Kind: f.Kind, Building: f.Building, Subject: f.Subject}
}

// world is a house with the readers of two offices.
type world struct {
	*testing.T
	house  *act.House
	hub    *live.Hub
	server *httptest.Server
	url    string

	mu      sync.Mutex
	readers map[string]act.Who
	tilleuls,
	parc id.Of[id.Building]
	office, elsewhere id.Of[id.Office]
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, house: &act.House{DB: d, Policy: act.Policy{live.Follow: act.Roles}}, tilleuls: id.New[id.Building](), parc: id.New[id.Building](),
		office: id.New[id.Office](), elsewhere: id.New[id.Office](), readers: map[string]act.Who{}}
	who := func(name string, office id.Of[id.Office], role act.Role, building id.Of[id.Building]) {
		w.readers[name] = act.Who{Name: name, Person: id.New[id.Person](), Session: id.New[id.Session](), Office: office, Grants: []act.Grant{{Role: role, Building: building}}}
	}
	who("claire", w.office, act.Syndic, id.Of[id.Building]{})
	who("anne", w.office, act.Owner, w.tilleuls)
	who("jan", w.elsewhere, act.Syndic, id.Of[id.Building]{})
	w.readers["ada"] = act.Who{Name: "ada", Person: id.New[id.Person](), Admin: true}
	w.hub = &live.Hub{House: w.house, Enter: w.enter, Beat: time.Hour,
		May: func(who act.Who, e act.Entry) bool {
			return !strings.HasPrefix(e.Kind, "council.") && (e.Building.None() && who.Grants[0].Building.None() || !e.Building.None() && len(who.RolesIn(e.Building)) > 0)
		},
		Ends: func(e act.Entry) (session id.Of[id.Session], person id.Of[id.Person]) {
			switch e.Kind {
			case "identity.signed_out":
				return id.As[id.Session](e.Subject), person
			case "office.role_granted":
				return session, id.As[id.Person](e.Subject)
			}
			return session, person
		}}
	s := rest.New(w.house, nil)
	w.hub.Pages(&ui.Pages{Rest: s, Enter: w.enter, Refused: func(f ui.Failure) templ.Component { return ui.Text(f.Says) }})
	w.server = httptest.NewUnstartedServer(s.Mux)
	w.server.Config.RegisterOnShutdown(w.hub.Close)
	w.server.Start()
	w.url = w.server.URL
	t.Cleanup(func() { w.hub.Close(); w.server.Close() })
	return w
}

func (w *world) enter(r *http.Request) (act.Who, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	who, known := w.readers[r.Header.Get("X-Who")]
	if !known {
		return who, fault.Unauthenticated("token_missing")
	}
	return who, nil
}

// tell records facts as one act.
func (w *world) tell(office id.Of[id.Office], facts ...told) {
	w.Helper()
	_, err := act.Do(context.Background(), w.house, act.Who{Office: office, House: true}, act.Door{Via: "test"}, func(a *act.Act) (bool, error) {
		for _, f := range facts {
			if f.Subject.None() {
				f.Subject = id.New[id.Any]()
			}
			a.Record(f)
		}
		return true, nil
	})
	if err != nil {
		w.Fatal(err)
	}
}

// line is an open page.
type line struct {
	t      *testing.T
	events chan string // "7 purchases.invoice_entered"
	ended  chan struct{}
	hang   context.CancelFunc
}

// open opens a line; status is what was answered when it is none.
func (w *world) open(who, after, last string) (*line, int) {
	w.Helper()
	ctx, hang := context.WithCancel(context.Background())
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, w.url+"/live?after="+after, nil)
	r.Header.Set("X-Who", who)
	r.Header.Set("Accept", "text/event-stream")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		hang()
		_ = res.Body.Close()
		return nil, res.StatusCode
	}
	l := &line{t: w.T, events: make(chan string, 1000), ended: make(chan struct{}), hang: hang}
	go func() {
		defer close(l.ended)
		defer res.Body.Close()
		number := ""
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			if text, is := strings.CutPrefix(s.Text(), "id: "); is {
				number = text
			}
			if text, is := strings.CutPrefix(s.Text(), "data: "); is {
				var e told
				if err := json.Unmarshal([]byte(text), &e); err != nil {
					l.events <- "unreadable: " + text
					continue
				}
				l.events <- number + " " + e.Kind
			}
		}
	}()
	w.Cleanup(hang)
	return l, http.StatusOK
}

func (l *line) hears(want ...string) {
	l.t.Helper()
	for _, x := range want {
		select {
		case got := <-l.events:
			if got != x {
				l.t.Errorf("heard %q, want %q", got, x)
			}
		case <-time.After(10 * time.Second):
			l.t.Fatalf("%q was not heard", x)
		}
	}
	select {
	case got := <-l.events:
		l.t.Errorf("heard %q as well", got)
	case <-time.After(100 * time.Millisecond):
	}
}

func (l *line) ends() {
	l.t.Helper()
	select {
	case <-l.ended:
	case <-time.After(10 * time.Second):
		l.t.Error("the line is still open")
	}
}

func TestAPageIsToldWhatItsReaderMayKnow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.tell(w.office, told{Kind: "property.building_created", Building: w.tilleuls})
		claire, _ := w.open("claire", "1", "")
		anne, _ := w.open("anne", "1", "")
		jan, _ := w.open("jan", "", "")
		w.tell(w.office, told{Kind: "purchases.invoice_entered", Building: w.tilleuls}, told{Kind: "purchases.invoice_entered", Building: w.parc})
		w.tell(w.office, told{Kind: "suppliers.supplier_added"}, told{Kind: "council.message_sent", Building: w.tilleuls})
		w.tell(w.office, told{Kind: "property.lot_changed", Building: w.tilleuls})
		claire.hears("2 purchases.invoice_entered", "3 purchases.invoice_entered", "4 suppliers.supplier_added", "6 property.lot_changed")
		anne.hears("2 purchases.invoice_entered", "6 property.lot_changed")
		jan.hears()
		w.tell(w.elsewhere, told{Kind: "property.lot_changed", Building: id.New[id.Building]()})
		jan.hears("1 property.lot_changed")
		claire.hears()
	})
}

// A line that broke off goes on after the last fact it was told of; a page that slept for long renews itself whole.
func TestALineGoesOnWhereItEnded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for range 3 {
			w.tell(w.office, told{Kind: "property.lot_changed", Building: w.tilleuls})
		}
		l, _ := w.open("anne", "1", "")
		l.hears("2 property.lot_changed", "3 property.lot_changed")
		l.hang()
		l.ends()
		w.tell(w.office, told{Kind: "property.lot_changed", Building: w.parc}, told{Kind: "property.owner_changed", Building: w.tilleuls})
		l, _ = w.open("anne", "1", "3") // the browser says what it heard last; the address is that of the page
		l.hears("5 property.owner_changed")
		w.tell(w.office, told{Kind: "property.lot_changed", Building: w.tilleuls})
		l.hears("6 property.lot_changed")
		l.hang()
		for w.hub.Lines() > 0 { // the house notices a moment later
			time.Sleep(5 * time.Millisecond)
		}
		many := make([]told, 250)
		for i := range many {
			many[i] = told{Kind: "property.lot_changed", Building: w.tilleuls}
		}
		w.tell(w.office, many...)
		l, _ = w.open("anne", "", "6")
		l.hears("256 *")
		for _, nonsense := range []string{"x", "-1", "99999"} {
			l, _ = w.open("anne", nonsense, "")
			l.hears()
		}
	})
}

func TestALineEndsWithItsSessionAndItsRoles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.tell(w.office, told{Kind: "property.building_created", Building: w.tilleuls})
		claire, _ := w.open("claire", "", "")
		anne, _ := w.open("anne", "", "")
		jan, _ := w.open("jan", "", "")
		w.tell(id.Of[id.Office]{}, told{Kind: "identity.signed_out", Subject: id.As[id.Any](w.readers["claire"].Session)}) // in the house's own chain
		claire.ends()
		w.tell(w.office, told{Kind: "office.role_granted", Building: w.parc, Subject: id.As[id.Any](w.readers["anne"].Person)})
		anne.ends()
		jan.hears()
		closed := make(chan struct{})
		go func() { w.hub.Close(); close(closed) }()
		jan.ends()
		<-closed
		if _, status := w.open("jan", "", ""); status != http.StatusServiceUnavailable {
			t.Errorf("a house that closes opens a line: %d", status)
		}
		if n := w.hub.Lines(); n != 0 {
			t.Errorf("%d lines are left", n)
		}
	})
}

// Who has gone without a word, or has other roles now, is found out at the next beat.
func TestALineIsAskedWhoReads(t *testing.T) {
	w := begin(t, dbtest.SQLite(t))
	w.hub.Beat = 50 * time.Millisecond
	for _, change := range []func(){
		func() { delete(w.readers, "anne") },
		func() {
			who := w.readers["claire"]
			who.Grants = []act.Grant{{Role: act.Owner, Building: w.tilleuls}}
			w.readers["claire"] = who
		},
	} {
		l, _ := w.open(map[bool]string{true: "anne", false: "claire"}[len(w.readers) == 4], "", "")
		time.Sleep(150 * time.Millisecond)
		select {
		case <-l.ended:
			t.Fatal("the line ended by itself")
		default:
		}
		w.mu.Lock()
		change()
		w.mu.Unlock()
		l.ends()
	}
}

func TestLinesAreFew(t *testing.T) {
	w := begin(t, dbtest.SQLite(t))
	var lines []*line
	for range 8 {
		l, status := w.open("claire", "", "")
		if status != http.StatusOK {
			t.Fatal(status)
		}
		lines = append(lines, l)
	}
	if _, status := w.open("claire", "", ""); status != http.StatusServiceUnavailable {
		t.Errorf("a ninth line of one person: %d", status)
	}
	if l, status := w.open("anne", "", ""); status != http.StatusOK {
		t.Errorf("another person: %d", status)
	} else {
		l.hang()
	}
	lines[0].hang()
	lines[0].ends()
	var status int
	for range 50 { // the house notices a moment after the browser has gone
		if _, status = w.open("claire", "", ""); status == http.StatusOK {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if status != http.StatusOK {
		t.Errorf("after one has gone: %d", status)
	}
}

func TestWhoGetsNoLine(t *testing.T) {
	w := begin(t, dbtest.SQLite(t))
	if _, status := w.open("nobody", "", ""); status != http.StatusSeeOther {
		t.Errorf("without a session: %d", status)
	}
	if _, status := w.open("ada", "", ""); status != http.StatusNoContent { // acts for no office
		t.Errorf("the administrator: %d", status)
	}
	r, _ := http.NewRequest(http.MethodGet, w.url+"/live", nil)
	r.Header.Set("X-Who", "claire")
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != http.StatusNotAcceptable {
		t.Errorf("who asks for no stream: %v %v", res, err)
	}
	_ = res.Body.Close()
}

// The house can close while pages are open: server.Shutdown is not held up.
func TestOpenPagesDoNotHoldUpTheEnd(t *testing.T) {
	w := begin(t, dbtest.SQLite(t))
	l, _ := w.open("claire", "", "")
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := w.server.Config.Shutdown(ctx); err != nil {
		t.Errorf("the house waits for an open page: %v", err)
	}
	l.ends()
}
