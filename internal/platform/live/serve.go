package live

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// event is what a page is told of a fact.
type event struct {
	Kind     string             `json:"kind"`
	Building id.Of[id.Building] `json:"building,omitzero"`
	Subject  id.Of[id.Any]      `json:"subject,omitzero"`
}

// everything is the event that stands for more than can be told one by one: the page renews all its parts.
const everything = "*"

// serve keeps a line open. Who acts for no office has nothing to be told of.
func (h *Hub) serve(w http.ResponseWriter, r *http.Request, who act.Who) {
	if who.Office.None() {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	l, upTo, ok, err := h.join(r.Context(), who)
	if err != nil || !ok {
		w.Header().Set("Retry-After", "30")
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	defer h.leave(l)
	s := stream{w: w, control: http.NewResponseController(w)}
	s.begin()
	if s.failed == nil {
		s.failed = h.catchUp(&s, r, who, upTo)
	}
	h.keep(&s, r, l)
}

// keep sends what comes until the line ends.
func (h *Hub) keep(s *stream, r *http.Request, l *line) {
	every := h.Beat
	if every == 0 {
		every = 25 * time.Second
	}
	beat := time.NewTicker(every)
	defer beat.Stop()
	for s.failed == nil {
		select {
		case <-r.Context().Done():
			return
		case <-l.gone:
			return
		case e := <-l.events:
			s.fact(e)
		case <-beat.C:
			if now, err := h.Enter(r); err != nil || now.Office != l.who.Office || !slices.Equal(now.Grants, l.who.Grants) {
				return
			}
			s.write(": still here\n\n")
		}
	}
}

// place reads where a reader stopped.
func place(text string) (from int64, told bool) {
	from, err := strconv.ParseInt(text, 10, 64)
	return from, err == nil && from >= 0
}

// catchUp tells what happened between the last fact that the page knows and those that the hub will tell.
func (h *Hub) catchUp(s *stream, r *http.Request, who act.Who, upTo int64) error {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("after")
	}
	from, told := place(text)
	if !told || from >= upTo { // who does not say where he stopped begins now
		return nil
	}
	if upTo-from > atOnce {
		s.write(fmt.Sprintf("id: %d\nevent: fact\ndata: {\"kind\":%q}\n\n", upTo, everything))
		return s.failed
	}
	facts, err := act.After(r.Context(), h.House, who.Office, from, int(upTo-from))
	for _, e := range facts {
		if h.May(who, e) {
			s.fact(e)
		}
	}
	return err
}

// stream writes events and never waits long for a reader who does not read.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	failed  error
}

func (s *stream) begin() {
	head := s.w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no") // a proxy must not wait for more
	_ = s.control.SetReadDeadline(time.Time{})
	s.w.WriteHeader(http.StatusOK)
	s.write("retry: 3000\n\n")
}

func (s *stream) fact(e act.Entry) {
	data, _ := json.Marshal(event{e.Kind, e.Building, e.Subject})
	s.write(fmt.Sprintf("id: %d\nevent: fact\ndata: %s\n\n", e.Seq, data))
}

func (s *stream) write(text string) {
	if s.failed != nil {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(10 * time.Second))
	if _, s.failed = s.w.Write([]byte(text)); s.failed == nil {
		s.failed = s.control.Flush()
	}
}
