package ui

import (
	"net/http"
	"strings"

	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Stream declares a page that stays open and tells what happens. It answers the scripts of a page only: who asks for anything else than a
// stream of events gets none.
func Stream(p *Pages, path string, action act.Action, serve func(http.ResponseWriter, *http.Request, act.Who)) {
	p.Rest.AddPage(http.MethodGet, path, action, rest.Shape{})
	p.Rest.Mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		who, ok := p.enter(w, r, action)
		if !ok {
			return
		}
		if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
			http.Error(w, http.StatusText(http.StatusNotAcceptable), http.StatusNotAcceptable)
			return
		}
		serve(w, r, who)
	})
}
