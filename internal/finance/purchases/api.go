package purchases

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the purchase invoices.
func (r *Room) Routes(s *rest.Server) {
	rest.Write(s, "POST /api/v1/buildings/{building}/purchase-invoices", EnterInvoice, "Enter a purchase invoice or a credit note", r.postInvoice)
	rest.Read(s, "GET /api/v1/buildings/{building}/purchase-invoices", ReadInvoice, "List the purchase invoices, newest first", r.getInvoices, rest.Versioned())
	rest.Read(s, "GET /api/v1/purchase-invoices/{invoice}", ReadInvoice, "Read a purchase invoice", r.getInvoice, rest.Versioned())
	rest.Write(s, "POST /api/v1/purchase-invoices/{invoice}/cancellation", CancelInvoice, "Cancel a purchase invoice, with a reason", r.postCancellation)
	rest.Write(s, "POST /api/v1/purchase-invoices/{invoice}/voucher", EnterInvoice, "Keep the voucher of a purchase invoice", r.postVoucher,
		rest.MaxBody(MaxVoucher+64<<10))
	rest.Read(s, "GET /api/v1/purchase-invoices/{invoice}/voucher", ReadInvoice, "Fetch the voucher of a purchase invoice", r.getVoucher)
}

// InvoiceBody is what a request says about an invoice. The supplier is named by supplier_id, or described in supplier.
type InvoiceBody struct {
	SupplierID  id.Of[id.Supplier] `json:"supplier_id,omitempty" format:"uuid"`
	Supplier    *suppliers.Body    `json:"supplier,omitempty"`
	Number      string             `json:"number" minLength:"1" maxLength:"60"`
	IssuedOn    civil.Date         `json:"issued_on" format:"date"`
	DueOn       civil.Date         `json:"due_on,omitempty" format:"date"`
	Amount      money.Cents        `json:"amount_cents"` // negative for a credit note
	Description string             `json:"description,omitempty" maxLength:"300"`
	Key         id.Of[id.Key]      `json:"key_id,omitempty" format:"uuid"` // all lots by their shares when it is missing
	ServiceFrom civil.Date         `json:"service_from,omitempty" format:"date"`
	ServiceTo   civil.Date         `json:"service_to,omitempty" format:"date"` // the last day, included
}

func (b InvoiceBody) entry() (Entry, *suppliers.Entry) {
	e := Entry{Supplier: b.SupplierID, Number: b.Number, IssuedOn: b.IssuedOn, DueOn: b.DueOn, Amount: b.Amount, Description: b.Description,
		Key: b.Key, ServiceFrom: b.ServiceFrom, LastDay: b.ServiceTo}
	if b.Supplier == nil {
		return e, nil
	}
	s := b.Supplier.Entry()
	return e, &s
}

// InvoiceAnswer is an invoice as the API says it.
type InvoiceAnswer struct {
	ID           id.Of[id.Invoice]   `json:"id"`
	Building     id.Of[id.Building]  `json:"building_id"`
	Supplier     id.Of[id.Supplier]  `json:"supplier_id"`
	SupplierName string              `json:"supplier_name"`
	Number       string              `json:"number"`
	IssuedOn     civil.Date          `json:"issued_on"`
	DueOn        *civil.Date         `json:"due_on"`
	Amount       money.Cents         `json:"amount_cents"`
	Description  string              `json:"description"`
	Key          id.Of[id.Key]       `json:"key_id"`
	KeyName      string              `json:"key_name"`
	ServiceFrom  *civil.Date         `json:"service_from"`
	ServiceTo    *civil.Date         `json:"service_to"`
	EnteredAt    civil.Instant       `json:"entered_at"`
	State        string              `json:"state" enum:"entered,cancelled"`
	Cancellation *CancellationAnswer `json:"cancellation"`
	Voucher      *VoucherAnswer      `json:"voucher"`
}

// CancellationAnswer says when and why an invoice was cancelled.
type CancellationAnswer struct {
	At     civil.Instant `json:"at"`
	Reason string        `json:"reason"`
}

// VoucherAnswer describes a voucher.
type VoucherAnswer struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func answerInvoice(s Shown, l i18n.Lang) InvoiceAnswer {
	e := s.entry
	a := InvoiceAnswer{ID: s.id, Building: s.building, Supplier: e.Supplier, SupplierName: s.SupplierName, Number: e.Number, IssuedOn: e.IssuedOn,
		DueOn: day(e.DueOn), Amount: e.Amount, Description: e.Description, Key: e.Key, KeyName: s.Key.Name(l), ServiceFrom: day(e.ServiceFrom),
		ServiceTo: day(e.LastDay), EnteredAt: s.entered, State: "entered"}
	if s.Cancelled() {
		a.State, a.Cancellation = "cancelled", &CancellationAnswer{s.cancelled, s.reason}
	}
	if v, has := s.Voucher(); has {
		a.Voucher = &VoucherAnswer{v.name, v.media, v.ref.Size, v.ref.SHA256}
	}
	return a
}

func day(d civil.Date) *civil.Date {
	if d.None() {
		return nil
	}
	return &d
}

// EnterRequest enters an invoice.
type EnterRequest struct {
	property.OfBuilding
	Body InvoiceBody
}

func (r *Room) postInvoice(a *act.Act, in EnterRequest) (InvoiceAnswer, error) {
	e, beside := in.Body.entry()
	i, err := r.Enter(a, in.Building, e, beside)
	return r.written(a, i, err)
}

// written reads an invoice back with its names, for whoever may write it.
func (r *Room) written(a *act.Act, i Invoice, err error) (InvoiceAnswer, error) {
	if err != nil {
		return InvoiceAnswer{}, err
	}
	register, err := property.LoadRegister(a.Tx, i.building)
	if err != nil {
		return InvoiceAnswer{}, err
	}
	show, err := names(&a.View, register)
	return answerInvoice(show(i), a.Who.Lang), err
}

// ListRequest asks for the invoices of a building.
type ListRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getInvoices(v *act.View, in ListRequest) (rest.List[InvoiceAnswer], error) {
	list, err := r.Invoices(v, in.Building, in.Paging)
	return rest.Map(list, func(s Shown) InvoiceAnswer { return answerInvoice(s, v.Who.Lang) }), err
}

// OfInvoice names an invoice by the path.
type OfInvoice struct {
	Invoice id.Of[id.Invoice] `path:"invoice"`
}

func (r *Room) getInvoice(v *act.View, in OfInvoice) (InvoiceAnswer, error) {
	s, err := r.Invoice(v, in.Invoice)
	return answerInvoice(s, v.Who.Lang), err
}

// CancelRequest cancels an invoice.
type CancelRequest struct {
	OfInvoice
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"300"`
	}
}

func (r *Room) postCancellation(a *act.Act, in CancelRequest) (InvoiceAnswer, error) {
	i, err := r.Cancel(a, in.Invoice, in.Body.Reason)
	return r.written(a, i, err)
}

// VoucherRequest brings the voucher of an invoice.
type VoucherRequest struct {
	OfInvoice
	File rest.File `file:"file"`
}

func (r *Room) postVoucher(a *act.Act, in VoucherRequest) (InvoiceAnswer, error) {
	i, err := r.AddVoucher(a, in.Invoice, in.File.Name, in.File.Data)
	return r.written(a, i, err)
}

func (r *Room) getVoucher(v *act.View, in OfInvoice) (rest.Download, error) {
	return r.VoucherOf(v, in.Invoice)
}
