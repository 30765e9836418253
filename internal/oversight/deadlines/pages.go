package deadlines

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

const lettersPath = "/deadlines/letters"

// Pages declares the pages of the deadlines.
func (r *Room) Pages(p *ui.Pages) {
	ui.ListPage(p, "/deadlines", ReadDeadlines, list(func(Nobody) (none id.Of[id.Building]) { return none }))
	ui.ListPage(p, "/buildings/{building}/deadlines", ReadDeadlines, list(func(in property.OfBuilding) id.Of[id.Building] { return in.Building }))
	ui.FormPage(p, lettersPath, Subscribe, 0, r.showLetters, r.wish)
	ui.Post(p, "/deadlines/calendar", Subscribe, 0, nil, func(a *act.Act, _ Nobody) (ui.Done, error) {
		address, err := r.MakeFeed(a)
		title := say(a.Context(), "calendar_made")
		return ui.Done{To: lettersPath, Show: &ui.Sheet{Title: title, Section: "deadlines", Body: madeView(title, address)}}, err
	})
	ui.Post(p, "/deadlines/calendar/end", Subscribe, 0, nil, func(a *act.Act, _ Nobody) (ui.Done, error) {
		return ui.Done{To: lettersPath, Says: say(a.Context(), "calendar_ended")}, r.EndFeed(a)
	})
}

func (r *Room) showLetters(v *act.View, _ WishesRequest, sent ui.Sent) (ui.Sheet, error) {
	title := say(v.Context(), "letters_title")
	w, err := WishesOf(v.Tx, v.Who.Person)
	if err != nil {
		return ui.Sheet{}, err
	}
	f, known, err := db.First(v.Query(feedMade, v.Who.Office, v.Who.Person), (*feed).fields)
	made := civil.Instant{}
	if known {
		made = f.made
	}
	return ui.Sheet{Title: title, Section: "deadlines", Body: lettersView(title, v.Who.Email, w, sits(v.Who), made, sent)}, err
}

func (r *Room) wish(a *act.Act, in WishesRequest) (ui.Done, error) {
	return ui.Done{To: "/deadlines", Says: say(a.Context(), "letters_kept")}, r.Wish(a, in.Body)
}

// sits tells whether somebody is of a council, and may want its alerts.
func sits(w act.Who) bool {
	return slices.ContainsFunc(w.Grants, func(g act.Grant) bool { return g.Role == act.Council })
}
