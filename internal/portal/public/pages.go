package public

import (
	"net/http"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/ui"
)

// DocsPath is where the API is described for people.
const DocsPath = "/api/docs"

// Pages declares the pages that need nobody; openapi gives the document that programs read.
func Pages(p *ui.Pages, openapi func() ([]byte, error)) {
	mux := p.Rest.Mux
	mux.HandleFunc("GET "+DocsPath, func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(i18n.With(r.Context(), ui.LanguageOf(r)))
		raw, err := openapi()
		if err != nil {
			p.Fail(w, r, err)
			return
		}
		topics, routes, err := read(raw)
		if err != nil {
			p.Fail(w, r, err)
			return
		}
		title := i18n.T(r.Context(), "public.docs_title", "n", routes)
		w.Header().Set("Content-Language", string(i18n.From(r.Context())))
		frame := ui.Frame{Title: title, Name: "KoproGo", Sub: "API", Plate: ui.Plate{Number: "K", Colour: ui.Blue}, Theme: ui.ThemeOf(r), Path: DocsPath}
		ui.Write(w, r, http.StatusOK, ui.Screen(frame, docsView(title, topics)))
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { p.Fail(w, r, fault.NotFound("no_such_route")) })
}
