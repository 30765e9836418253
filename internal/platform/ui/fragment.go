package ui

import (
	"net/http"

	"koprogo/internal/platform/act"

	"github.com/a-h/templ"
)

// Fragment declares a part of a page that script fetches by itself, such as what is found while one types. It has no frame.
func Fragment[I any](p *Pages, route string, action act.Action, show func(*act.View, I) (templ.Component, error)) {
	defer func() { p.Rest.Routes[len(p.Rest.Routes)-1].Part = true }()
	p.declare(entranceOf[I](p, route), action, func(w http.ResponseWriter, r *http.Request, who act.Who, in any) {
		part, err := act.See(r.Context(), p.Rest.House, who, func(v *act.View) (templ.Component, error) { return show(v, in.(I)) })
		if err != nil {
			p.fail(w, r, err)
			return
		}
		Write(w, r, http.StatusOK, part)
	})
}
