package purchases

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the purchase invoices.
func (r *Room) Routes(s *rest.Server) {
	r.contractRoutes(s)
	rest.Write(s, "POST /api/v1/buildings/{building}/purchase-invoices", EnterInvoice, "Enter a purchase invoice or a credit note, or send an electronic one (UBL)", r.postInvoice, rest.MaxBody(maxReceived))
	rest.Read(s, "GET /api/v1/buildings/{building}/purchase-invoices", ReadInvoice, "List the purchase invoices, newest first", r.getInvoices, rest.Versioned())
	rest.Read(s, "GET /api/v1/purchase-invoices/{invoice}", ReadInvoice, "Read a purchase invoice", r.getInvoice, rest.Versioned())
	rest.Write(s, "PUT /api/v1/purchase-invoices/{invoice}", EnterInvoice, "Revise a draft or a refused invoice, and submit it", r.putInvoice)
	rest.Write(s, "POST /api/v1/purchase-invoices/{invoice}/submission", EnterInvoice, "Submit a draft: it is booked and waits for approval", r.postSubmission)
	rest.Write(s, "POST /api/v1/purchase-invoices/{invoice}/approval", ApproveInvoice, "Approve an invoice: it may be paid", r.postApproval)
	rest.Write(s, "POST /api/v1/purchase-invoices/{invoice}/refusal", ApproveInvoice, "Refuse an invoice, with a reason", r.postRefusal)
	rest.Read(s, "GET /api/v1/buildings/{building}/approval-rule", ReadInvoice, "Read who approves invoices in a building", r.getRule, rest.Versioned())
	rest.Write(s, "PUT /api/v1/buildings/{building}/approval-rule", ChangeRule, "Say who approves invoices in a building", r.putRule)
	rest.Write(s, "POST /api/v1/purchase-invoices/{invoice}/cancellation", CancelInvoice, "Cancel a purchase invoice, with a reason", r.postCancellation)
	rest.Write(s, "POST /api/v1/purchase-invoices/{invoice}/voucher", EnterInvoice, "Keep the voucher of a purchase invoice", r.postVoucher,
		rest.MaxBody(MaxVoucher+64<<10))
	rest.Read(s, "GET /api/v1/purchase-invoices/{invoice}/voucher/pdf", ReadInvoice, "Fetch the PDF that an electronic invoice carries", func(v *act.View, in OfInvoice) (rest.Download, error) { return r.PaperWithin(v, in.Invoice) }, rest.Produces("application/pdf"))
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

	Account       string          `json:"account,omitempty" maxLength:"10"`          // proposed when it is missing: as the last of the supplier, or by words
	Private       id.Of[id.Party] `json:"private_party_id,omitempty" format:"uuid"`  // the party that it concerns alone
	Advanced      id.Of[id.Party] `json:"advanced_party_id,omitempty" format:"uuid"` // the party that paid it already
	Tenant        int64           `json:"tenant_percent,omitempty" minimum:"0" maximum:"100"`
	Communication string          `json:"communication,omitempty" maxLength:"140"`
	IBAN          string          `json:"iban,omitempty" maxLength:"42"`
	Draft         bool            `json:"draft,omitempty"` // kept, and not yet submitted
}

func (b InvoiceBody) entry() (Entry, *suppliers.Entry, error) {
	e := Entry{Supplier: b.SupplierID, Number: b.Number, IssuedOn: b.IssuedOn, DueOn: b.DueOn, Amount: b.Amount, Description: b.Description,
		Key: b.Key, ServiceFrom: b.ServiceFrom, LastDay: b.ServiceTo, Account: b.Account, Private: b.Private, Advanced: b.Advanced, Tenant: b.Tenant,
		Communication: tidy(b.Communication), Draft: b.Draft}
	if b.IBAN != "" {
		number, err := belgium.ParseIBAN(b.IBAN)
		if err != nil {
			return e, nil, fault.As(err).At("iban")
		}
		e.IBAN = number
	}
	if b.Supplier == nil {
		return e, nil, nil
	}
	s := b.Supplier.Entry()
	return e, &s, nil
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

	Total         money.Cents    `json:"total_cents"` // the amount, as accountants call it
	Status        string         `json:"status" enum:"draft,submitted,approved,refused,cancelled"`
	Account       string         `json:"account"`
	Proposal      ProposalAnswer `json:"proposal"`
	Private       string         `json:"private_party_id"`
	Advanced      string         `json:"advanced_party_id"`
	Tenant        int64          `json:"tenant_percent"`
	Communication string         `json:"communication"`
	IBAN          string         `json:"iban"`
	Booking       string         `json:"ledger_entry_id"`
}

// ProposalAnswer is how the invoice is booked, or would be.
type ProposalAnswer struct {
	Account string        `json:"account"`
	Key     id.Of[id.Key] `json:"key_id"`
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
		ServiceTo: day(e.LastDay), EnteredAt: s.entered, State: "entered", Total: e.Amount, Status: string(s.state), Account: e.Account, Proposal: ProposalAnswer{e.Account, e.Key},
		Private: e.Private.String(), Advanced: e.Advanced.String(), Tenant: e.Tenant, Communication: e.Communication, IBAN: e.IBAN.String(), Booking: s.booked.String()}
	if s.Cancelled() {
		a.Status = "cancelled"
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

// EnterRequest enters an invoice: as a document of its own words, or as the electronic invoice itself.
type EnterRequest struct {
	property.OfBuilding
	File rest.File `file:"file"`
	Body *InvoiceBody
}

func (r *Room) postInvoice(a *act.Act, in EnterRequest) (InvoiceAnswer, error) {
	if in.Body == nil {
		i, err := r.Receive(a, in.Building, in.File.Name, in.File.Data)
		return r.written(a, i, err)
	}
	e, beside, err := in.Body.entry()
	if err != nil {
		return InvoiceAnswer{}, err
	}
	i, err := r.Enter(a, in.Building, e, beside)
	return r.written(a, i, err)
}

// ReviseRequest changes a draft or a refused invoice.
type ReviseRequest struct {
	OfInvoice
	Body InvoiceBody
}

func (r *Room) putInvoice(a *act.Act, in ReviseRequest) (InvoiceAnswer, error) {
	e, _, err := in.Body.entry()
	if err != nil {
		return InvoiceAnswer{}, err
	}
	i, err := r.Revise(a, in.Invoice, e)
	return r.written(a, i, err)
}

func (r *Room) postSubmission(a *act.Act, in OfInvoice) (InvoiceAnswer, error) {
	i, err := r.Submit(a, in.Invoice)
	return r.written(a, i, err)
}

// ApprovalRequest approves an invoice; the exception is the reason of who approves the own submission because nobody else runs the building.
type ApprovalRequest struct {
	OfInvoice
	Body *struct {
		Exception string `json:"exception,omitempty" maxLength:"300"`
	}
}

func (r *Room) postApproval(a *act.Act, in ApprovalRequest) (InvoiceAnswer, error) {
	exception := ""
	if in.Body != nil {
		exception = in.Body.Exception
	}
	i, err := r.Approve(a, in.Invoice, exception)
	return r.written(a, i, err)
}

// RefusalRequest refuses an invoice.
type RefusalRequest struct {
	OfInvoice
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"300"`
	}
}

func (r *Room) postRefusal(a *act.Act, in RefusalRequest) (InvoiceAnswer, error) {
	i, err := r.Refuse(a, in.Invoice, in.Body.Reason)
	return r.written(a, i, err)
}

// RuleBody says from which amount on the council approves; nothing: never.
type RuleBody struct {
	CouncilFrom *money.Cents `json:"council_from_cents,omitempty"`
}

// RuleRequest changes who approves.
type RuleRequest struct {
	property.OfBuilding
	Body RuleBody
}

func (r *Room) getRule(v *act.View, in property.OfBuilding) (RuleBody, error) {
	if _, err := property.FindBuilding(v.Tx, in.Building); err != nil {
		return RuleBody{}, err
	}
	if err := v.Allow(ReadInvoice, in.Building); err != nil {
		return RuleBody{}, err
	}
	rule, err := LoadRule(v.Tx, in.Building)
	return RuleBody{rule.CouncilFrom}, err
}

func (r *Room) putRule(a *act.Act, in RuleRequest) (RuleBody, error) {
	rule, err := r.SetRule(a, in.Building, Rule{in.Body.CouncilFrom})
	return RuleBody{rule.CouncilFrom}, err
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
