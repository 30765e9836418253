package purchases

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of the purchase invoices. The page of one invoice, with its parts, is of the room charges.
func (r *Room) Pages(p *ui.Pages) {
	ui.ListPage(p, "/buildings/{building}/invoices", ReadInvoice, r.list(p))
	ui.FormPage(p, "/buildings/{building}/invoices/new", EnterInvoice, MaxVoucher+64<<10, r.showNew, r.enterPage)
	ui.FormPage(p, "/buildings/{building}/invoices/received", EnterInvoice, maxReceived, r.showReceive, r.receivePage)
	ui.File(p, "GET /invoices/{invoice}/voucher/pdf", ReadInvoice, func(v *act.View, in OfInvoice) (rest.Download, error) { return r.PaperWithin(v, in.Invoice) })
	ui.FormPage(p, "/invoices/{invoice}/edit", EnterInvoice, 0, r.showEdit, r.editPage)
	ui.FormPage(p, "/invoices/{invoice}/approval", ApproveInvoice, 0, r.showApproval, r.approvalPage)
	ui.FormPage(p, "/invoices/{invoice}/refusal", ApproveInvoice, 0, r.showRefusal, r.refusalPage)
	ui.Post(p, "/invoices/{invoice}/submission", EnterInvoice, 0, nil, r.submissionPage)
	ui.FormPage(p, "/buildings/{building}/approval-rule", ChangeRule, 0, r.showRule, r.rulePage)
	ui.FormPage(p, "/invoices/{invoice}/cancellation", CancelInvoice, 0, r.showCancel, r.cancelPage)
	ui.FormPage(p, "/invoices/{invoice}/voucher/new", EnterInvoice, MaxVoucher+64<<10, r.showVoucher, r.voucherPage)
	ui.File(p, "GET /invoices/{invoice}/voucher", ReadInvoice, func(v *act.View, in OfInvoice) (rest.Download, error) { return r.VoucherOf(v, in.Invoice) })
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "purchases."+key, args...)
}

func inBuilding(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + tail
}

func pageOf(invoice id.Of[id.Invoice]) string { return "/invoices/" + invoice.String() }

// EnterPage is the form of a new invoice: the same fields as the API, and the voucher in the same go.
type EnterPage struct {
	property.OfBuilding
	File rest.File `file:"file"`
	Body InvoiceBody
}

// choices are what the form of a new invoice offers.
type choices struct {
	Building  property.Building
	Keys      []keys.Key
	Suppliers []suppliers.Supplier
	Accounts  []ui.Option
	Parties   []ui.Option
	Today     string
	Lang      i18n.Lang
}

func (r *Room) showNew(v *act.View, in EnterPage, sent ui.Sent) (ui.Sheet, error) {
	c, err := r.choices(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "new_title"), Building: in.Building, Section: "money", Body: newView(c, sent)}, nil
}

// choices gathers what the form of an invoice offers.
func (r *Room) choices(v *act.View, building id.Of[id.Building]) (choices, error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return choices{}, err
	}
	if err := v.Allow(EnterInvoice, building); err != nil {
		return choices{}, err
	}
	book, err := keys.Load(v.Tx, building)
	if err != nil {
		return choices{}, err
	}
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return choices{}, err
	}
	chart, err := ledger.LoadChart(v.Tx, building)
	c := choices{Building: register.Building, Keys: book.At(v.Today, v.Now), Today: v.Today.String(), Lang: v.Who.Lang}
	for _, s := range sellers {
		c.Suppliers = append(c.Suppliers, s)
	}
	slices.SortFunc(c.Suppliers, func(a, b suppliers.Supplier) int {
		return strings.Compare(property.Fold(a.Name()), property.Fold(b.Name()))
	})
	for _, a := range chart.All() {
		if a.Postable() && !ledger.OfParties(a.Code) && !ledger.OfSuppliers(a.Code) {
			c.Accounts = append(c.Accounts, ui.Option{Value: a.Code, Label: a.Name(v.Who.Lang)})
		}
	}
	for _, p := range register.At(register.Day(v.Today, v.Now), v.Now).Parties {
		c.Parties = append(c.Parties, ui.Option{Value: p.ID().String(), Label: p.Name()})
	}
	slices.SortFunc(c.Parties, func(a, b ui.Option) int { return strings.Compare(property.Fold(a.Label), property.Fold(b.Label)) })
	return c, err
}

func (r *Room) enterPage(a *act.Act, in EnterPage) (ui.Done, error) {
	e, beside, err := in.Body.entry()
	if err != nil {
		return ui.Done{}, err
	}
	i, err := r.Enter(a, in.Building, e, beside)
	if err == nil && len(in.File.Data) > 0 {
		i, err = r.AddVoucher(a, i.id, in.File.Name, in.File.Data)
	}
	return ui.Done{To: pageOf(i.id), Says: say(a.Context(), "new_done", "amount", i.Amount())}, err
}

func (r *Room) showCancel(v *act.View, in CancelRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.Invoice(v, in.Invoice)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(CancelInvoice, s.building); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "cancel_title"), Building: s.building, Section: "money", Body: cancelView(s, sent)}, nil
}

func (r *Room) cancelPage(a *act.Act, in CancelRequest) (ui.Done, error) {
	i, err := r.Cancel(a, in.Invoice, in.Body.Reason)
	return ui.Done{To: pageOf(in.Invoice), Says: say(a.Context(), "cancel_done", "number", i.Number())}, err
}

func (r *Room) showVoucher(v *act.View, in VoucherRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.Invoice(v, in.Invoice)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(EnterInvoice, s.building); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "voucher_title"), Building: s.building, Section: "money", Body: voucherView(s, sent)}, nil
}

func (r *Room) voucherPage(a *act.Act, in VoucherRequest) (ui.Done, error) {
	_, err := r.AddVoucher(a, in.Invoice, in.File.Name, in.File.Data)
	return ui.Done{To: pageOf(in.Invoice), Says: say(a.Context(), "voucher_done")}, err
}
