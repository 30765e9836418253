package live

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// How many lines there may be, and how they are kept.
const (
	perPerson = 8
	inAll     = 2000
	waiting   = 64  // events that a line may be behind before it is ended
	atOnce    = 200 // facts read at a time, and how far a line may go back
)

// Hub follows the offices that have a page open.
type Hub struct {
	House *act.House
	// Enter recognises the reader of an open line again: who has gone is told nothing more.
	Enter func(r *http.Request) (act.Who, error)
	// May judges which facts a reader may be told of.
	May func(who act.Who, e act.Entry) bool
	// Ends says whose lines a fact ends: those of a session, or all of a person; none of both for any other fact.
	Ends func(e act.Entry) (id.Of[id.Session], id.Of[id.Person])
	// Beat is how often a silent line shows that it is alive and asks who reads; 25 seconds when 0.
	Beat time.Duration

	mu      sync.Mutex
	bell    <-chan struct{}
	running bool
	closed  bool
	stop    chan struct{}
	lines   map[*line]bool
	upTo    map[id.Of[id.Office]]int64 // the last fact of each followed office that was told
}

// line is one open page.
type line struct {
	who    act.Who
	events chan act.Entry
	gone   chan struct{} // closed when the line is ended
}

// noOffice is the house's own chain: sign-ins and sign-outs are told there.
var noOffice id.Of[id.Office]

// join opens a line and says up to which fact its office has been told: what is older is for the line itself to catch up with.
// ok is false when there are too many, or the house is closing.
func (h *Hub) join(ctx context.Context, who act.Who) (l *line, upTo int64, ok bool, err error) {
	seq, err := h.House.Version(ctx, who.Office)
	if err != nil {
		return nil, 0, false, err
	}
	own, err := h.House.Version(ctx, noOffice)
	if err != nil {
		return nil, 0, false, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	mine := 0
	for x := range h.lines {
		if x.who.Person == who.Person && x.who.Seer == who.Seer {
			mine++
		}
	}
	if h.closed || mine >= perPerson || len(h.lines) >= inAll {
		return nil, 0, false, nil
	}
	if h.lines == nil {
		h.lines, h.upTo, h.stop, h.bell = map[*line]bool{}, map[id.Of[id.Office]]int64{}, make(chan struct{}), h.House.DB.Bell()
	}
	if _, followed := h.upTo[who.Office]; !followed {
		h.upTo[who.Office] = seq
	}
	if _, followed := h.upTo[noOffice]; !followed {
		h.upTo[noOffice] = own
	}
	l = &line{who: who, events: make(chan act.Entry, waiting), gone: make(chan struct{})}
	h.lines[l] = true
	if !h.running {
		h.running = true
		go h.follow()
	}
	return l, h.upTo[who.Office], true, nil
}

// leave takes a line away; an office without lines is no longer followed.
func (h *Hub) leave(l *line) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.end(l)
	for x := range h.lines {
		if x.who.Office == l.who.Office {
			return
		}
	}
	delete(h.upTo, l.who.Office)
	if len(h.lines) == 0 {
		delete(h.upTo, noOffice)
	}
}

// end ends a line; the hub is held.
func (h *Hub) end(l *line) {
	if h.lines[l] {
		delete(h.lines, l)
		close(l.gone)
	}
}

// Close ends all lines at once and opens none from then on, so that nothing waits for them.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.closed = true
	for l := range h.lines {
		h.end(l)
	}
	if h.stop != nil {
		close(h.stop)
	}
}

// Lines is how many pages are open.
func (h *Hub) Lines() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.lines)
}

// follow looks whenever something was committed, as long as there are lines.
func (h *Hub) follow() {
	slow := time.NewTicker(10 * time.Second)
	defer slow.Stop()
	for {
		select {
		case <-h.stop:
			return
		case <-h.bell:
		case <-slow.C:
			if h.House.DB.Engine == db.SQLite { // nobody else writes there
				continue
			}
		}
		for _, office := range h.followed() {
			if err := h.look(office); err != nil {
				slog.Warn("live pages could not be told", "office", office, "error", err)
			}
		}
	}
}

func (h *Hub) followed() (offices []id.Of[id.Office]) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for office := range h.upTo {
		offices = append(offices, office)
	}
	return offices
}

// look reads what is new in an office, once for all its lines.
func (h *Hub) look(office id.Of[id.Office]) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for {
		h.mu.Lock()
		from, followed := h.upTo[office]
		h.mu.Unlock()
		if !followed {
			return nil
		}
		facts, err := act.After(ctx, h.House, office, from, atOnce)
		if err != nil || len(facts) == 0 {
			return err
		}
		h.tell(office, facts)
		if len(facts) < atOnce {
			return nil
		}
	}
}

// tell hands facts to the lines whose readers may know of them, and ends the lines that a fact ends.
func (h *Hub) tell(office id.Of[id.Office], facts []act.Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, followed := h.upTo[office]; !followed {
		return
	}
	for _, e := range facts {
		h.upTo[office] = e.Seq
		session, person := h.Ends(e)
		for l := range h.lines {
			switch {
			case !session.None() && l.who.Session == session, !person.None() && l.who.Person == person && l.who.Office == office:
				h.end(l)
			case l.who.Office == office && !office.None() && h.May(l.who, e):
				select {
				case l.events <- e:
				default: // it does not keep up: the page asks again, from its last fact
					h.end(l)
				}
			}
		}
	}
}
