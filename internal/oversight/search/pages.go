package search

import (
	"context"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// Pages declares the page of what is found, and what is found while one types.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /search", Ask, r.showFound)
	ui.Fragment(p, "GET /search/suggestions", Ask, r.suggest)
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "search."+key, args...)
}

// How many of each kind are shown on the page, and while one types.
const (
	onPage = 50
	typing = 5
)

// AskPage is a question, as the address says it. What nobody can look for finds nothing; it is no mistake to type it.
type AskPage struct {
	Question string `query:"q" maxLength:"200"`
}

// found is what the page shows.
type found struct {
	Question string
	Groups   []group
	Count    int
}

type group struct {
	Kind Kind
	Hits []Hit
}

// grouped puts hits under their kinds. A contact is an owner, found in another way.
func grouped(hits []Hit) (list []group) {
	for _, k := range Kinds {
		var of []Hit
		for _, h := range hits {
			if h.kind == k || k == Owner && h.kind == Contact {
				of = append(of, h)
			}
		}
		if k != Contact && len(of) > 0 {
			list = append(list, group{k, of})
		}
	}
	return list
}

func (r *Room) showFound(v *act.View, in AskPage) (ui.Sheet, error) {
	hits, err := r.Find(v, in.Question, "", onPage)
	if err != nil {
		return ui.Sheet{}, err
	}
	f := found{Question: in.Question, Groups: grouped(hits), Count: len(hits)}
	title := say(v.Context(), "title")
	if in.Question != "" {
		title = say(v.Context(), "title_found", "n", f.Count, "q", in.Question)
	}
	return ui.Sheet{Title: title, Section: "search", Body: foundView(title, f)}, nil
}

func (r *Room) suggest(v *act.View, in AskPage) (templ.Component, error) {
	hits, err := r.Find(v, in.Question, "", typing)
	var s ui.Suggestions
	for _, g := range grouped(hits) {
		of := ui.SuggestionGroup{Label: say(v.Context(), "kind_"+string(g.Kind))}
		for _, h := range g.Hits {
			of.Items = append(of.Items, ui.Suggestion{Label: h.title, Says: h.says(), Href: h.Path(), Icon: icons[h.kind]})
		}
		s.Groups = append(s.Groups, of)
	}
	return s, err
}

var icons = map[Kind]string{Building: "building-community", Lot: "door", Owner: "user", Contact: "user", Supplier: "building-warehouse", Invoice: "receipt", Decision: "gavel"}

// says tells one of several of the same name from the others.
func (h Hit) says() string {
	switch {
	case h.Place == "":
		return h.detail
	case h.detail == "":
		return h.Place
	}
	return h.detail + " · " + h.Place
}
