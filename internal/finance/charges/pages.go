package charges

import (
	"context"

	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of who owes what, and why.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/charges", ReadAllCharges, r.showCharges)
	ui.Page(p, "GET /my/charges", ReadCharges, r.showMine)
	ui.Page(p, "GET /invoices/{invoice}", ReadCharges, r.showInvoice)
	ui.Page(p, "GET /invoices/{invoice}/why/{owner}", ReadCharges, r.showWhy)
	ui.File(p, "GET /invoices/{invoice}/why/{owner}/pdf", ReadCharges, func(v *act.View, in WhyPage) (rest.Download, error) {
		return r.Paper(v, in.Invoice, in.Owner, "")
	})
}

func tell(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "charges."+key, args...)
}

func whyPath(invoice id.Of[id.Invoice], party id.Of[id.Party]) string {
	return "/invoices/" + invoice.String() + "/why/" + party.String()
}

func invoicePath(invoice id.Of[id.Invoice]) string { return "/invoices/" + invoice.String() }

// owed is the page of all parties of a building.
type owed struct {
	Building property.Building
	Totals   []PartyTotal
	Sum      money.Cents
}

func (r *Room) showCharges(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	b, err := property.FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ReadAllCharges, b.ID()); err != nil {
		return ui.Sheet{}, err
	}
	o := owed{Building: b}
	if o.Totals, err = r.Owed(v, b.ID()); err != nil {
		return ui.Sheet{}, err
	}
	for _, t := range o.Totals {
		o.Sum = o.Sum.Add(t.Amount)
	}
	return ui.Sheet{Title: tell(v.Context(), "owed_title"), Building: b.ID(), Section: "money", Density: ui.Dense, Body: owedView(o)}, nil
}

// Nobody is a request that says nothing.
type Nobody struct{}

func (r *Room) showMine(v *act.View, _ Nobody) (ui.Sheet, error) {
	mine, err := r.MyCharges(v)
	sheet := ui.Sheet{Title: tell(v.Context(), "mine_title"), Section: "mine", Density: ui.Ample, Body: mineView(mine)}
	if len(mine) == 1 {
		sheet.Building = mine[0].Building.ID()
	}
	return sheet, err
}

// shown is the page of one invoice.
type shown struct {
	Shared
	MayCancel, MayEnter bool
	Way                 purchases.Way
	Lang                i18n.Lang
}

func (r *Room) showInvoice(v *act.View, in purchases.OfInvoice) (ui.Sheet, error) {
	s, err := r.Apportionment(v, in.Invoice)
	if err != nil {
		return ui.Sheet{}, err
	}
	b := s.Invoice.Building()
	page := shown{Shared: s, Lang: v.Who.Lang, MayCancel: v.May(purchases.CancelInvoice, b), MayEnter: v.May(purchases.EnterInvoice, b)}
	if page.Way, err = purchases.WayOf(v, s.Invoice); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: tell(v.Context(), "invoice_title", "supplier", s.Supplier, "amount", s.Invoice.Amount()), Building: b, Section: "money", Body: invoiceView(page)}, nil
}

// WhyPage names an invoice and a party by the path.
type WhyPage struct {
	Invoice id.Of[id.Invoice] `path:"invoice"`
	Owner   id.Of[id.Party]   `path:"owner"`
}

func (r *Room) showWhy(v *act.View, in WhyPage) (ui.Sheet, error) {
	w, err := r.Why(v, in.Invoice, in.Owner)
	if err != nil {
		return ui.Sheet{}, err
	}
	section := "money"
	if w.Part.Party.Has(v.Who.Person) {
		section = "mine"
	}
	return ui.Sheet{Title: w.Title(v.Who.Lang), Building: w.Building.ID(), Section: section, Density: ui.Ample, Body: whyView(w, v.Who.Lang)}, nil
}

// facade draws the house: who shares the key, and what is mine.
func (w Why) facade(ctx context.Context) ui.Facade {
	lang := i18n.From(ctx)
	byFloor := map[int64][]ui.Window{}
	var unknown []ui.Window
	sharing := 0
	for _, l := range w.Lots {
		win := ui.Window{Name: l.Lot.Label(), State: ui.WindowOff}
		switch {
		case l.Mine && l.Shares:
			win.State = ui.WindowLit
		case l.Shares:
			win.State = ui.WindowKey
		}
		if l.Shares {
			sharing++
		}
		floor, known := l.Lot.Floor()
		if !known {
			unknown = append(unknown, win)
			continue
		}
		byFloor[floor] = append(byFloor[floor], win)
	}
	f := ui.Facade{Shown: false, Says: tell(ctx, "facade_says", "sharing", sharing, "lots", len(w.Lots), "mine", w.labels()),
		Legend: []ui.LegendItem{{State: ui.WindowLit, Label: tell(ctx, "legend_you")}, {State: ui.WindowKey, Label: tell(ctx, "legend_share")}}}
	if sharing < len(w.Lots) {
		f.Legend = append(f.Legend, ui.LegendItem{State: ui.WindowOff, Label: tell(ctx, "legend_off")})
	}
	floors := make([]int64, 0, len(byFloor))
	for n := range byFloor {
		floors = append(floors, n)
	}
	slices.Sort(floors)
	for _, n := range slices.Backward(floors) {
		f.Floors = append(f.Floors, ui.Floor{Label: property.FloorLabel(lang, n), Below: n < 0, Windows: byFloor[n]})
	}
	if len(unknown) > 0 {
		f.Floors = append(f.Floors, ui.Floor{Label: "", Below: true, Windows: unknown})
	}
	return f
}

// steps turns the steps into the chain of the page.
func (w Why) steps(ctx context.Context, lang i18n.Lang) ui.Chain {
	var c ui.Chain
	for _, s := range w.Steps(lang) {
		if s.Name == "total" {
			c.Total, c.Result = s.Title, s.Result
			continue
		}
		step := ui.ChainStep{Title: s.Title, Says: s.Text, Result: s.Result, Unit: s.Unit}
		for i, formula := range s.Formula {
			if i > 0 {
				step.Sum += "\n"
			}
			step.Sum += formula
		}
		switch s.Name {
		case "invoice":
			if _, has := w.Invoice.Voucher(); has {
				step.Links = append(step.Links, ui.Link{Label: tell(ctx, "see_voucher"), Icon: "paperclip", Href: invoicePath(w.Invoice.ID()) + "/voucher"})
			}
		case "key":
			step.Body = w.facade(ctx)
		case "rounding":
			step.Links = append(step.Links, ui.Link{Label: tell(ctx, "see_parts", "n", w.Parts.Sharing), Href: invoicePath(w.Invoice.ID())})
		}
		c.Steps = append(c.Steps, step)
	}
	return c
}

// due is how the payment stands. Due dates come with the calls for funds.
func (w Why) due() ui.PayState {
	switch {
	case w.Part.Amount < 0:
		return ui.PayCredit
	case w.Part.Amount == 0:
		return ui.PayPaid
	}
	return ui.PayDue
}
