package banking

import (
	"context"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of the bank.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/bank", ReadBank, func(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
		return r.showFeed(v, ImportPage{OfBuilding: in}, ui.Sent{Lang: v.Who.Lang})
	})
	ui.FormPage(p, "/buildings/{building}/bank/import", ImportStatement, MaxFile+64<<10, r.showImport, r.importPage)
	ui.ListPage(p, "/buildings/{building}/bank/movements", ReadBank, r.movements())
	ui.ListPage(p, "/buildings/{building}/bank/statements", ReadBank, r.statements())
	ui.Page(p, "GET /bank-statements/{statement}", ReadBank, r.showStatement)
	ui.File(p, "GET /bank-statements/{statement}/file", ReadBank, func(v *act.View, in OfStatement) (rest.Download, error) { return r.Original(v, in.Statement) })
	ui.Post(p, "/bank-statements/{statement}/retry", ImportStatement, 0, nil, r.retryPage)
	ui.FormPage(p, "/bank-statements/{statement}/aside", ImportStatement, 0, r.showAside, r.asidePage)
	ui.Page(p, "GET /bank-movements/{movement}", ReadBank, func(v *act.View, in OfMovement) (ui.Sheet, error) {
		return r.showMovement(v, BookingPage{OfMovement: in}, ui.Sent{Lang: v.Who.Lang})
	})
	ui.FormPage(p, "/bank-movements/{movement}/booking", BookMovement, 0, r.showMovement, r.bookingPage)
	ui.Post(p, "/bank-movements/{movement}/booking/reversal", BookMovement, 0, nil, r.unbookPage)
}

const section = "money"

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "banking."+key, args...)
}

func bankOf(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + "/bank" + tail
}

func statementPage(s id.Of[Statement]) string { return "/bank-statements/" + s.String() }

func movementPage(m id.Of[Movement]) string { return "/bank-movements/" + m.String() }

func euro(ctx context.Context, c money.Cents) string { return c.In(i18n.From(ctx)) }

// ImportPage is the form that brings a file.
type ImportPage struct {
	property.OfBuilding
	File rest.File `file:"file"`
}

// shownFeed is the page of the bank, with what its reader may do.
type shownFeed struct {
	Feed
	MayImport, MayBook bool
	today              civil.Date
}

func (r *Room) showFeed(v *act.View, in ImportPage, _ ui.Sent) (ui.Sheet, error) {
	f, err := r.Feed(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := shownFeed{Feed: f, MayImport: v.May(ImportStatement, in.Building), MayBook: v.May(BookMovement, in.Building), today: v.Today}
	return ui.Sheet{Title: say(v.Context(), "bank_title"), Building: in.Building, Section: section, Body: feedView(s)}, nil
}

func (r *Room) showImport(v *act.View, in ImportPage, sent ui.Sent) (ui.Sheet, error) {
	b, err := property.FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "import_title"), Building: in.Building, Section: section, Body: importView(b, sent)}, v.Allow(ImportStatement, in.Building)
}

func (r *Room) importPage(a *act.Act, in ImportPage) (ui.Done, error) {
	list, err := r.Import(a, in.Building, in.File.Name, in.File.Data)
	if err != nil {
		return ui.Done{}, err
	}
	n := map[Status]int{}
	for _, s := range list {
		n[s.status]++
	}
	said := ""
	for _, s := range []Status{Posted, Duplicate, Quarantined, Unknown} {
		if n[s] > 0 {
			said = joined(said, say(a.Context(), "imported_"+string(s), "n", n[s]))
		}
	}
	to := bankOf(in.Building, "")
	if len(list) == 1 {
		to = statementPage(list[0].id)
	}
	return ui.Done{To: to, Says: said}, nil
}
