package charges

import (
	"context"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the charges.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/charges", ReadCharges, "What each party bears of all invoices together", r.getCharges, rest.Versioned())
	rest.Read(s, "GET /api/v1/purchase-invoices/{invoice}/apportionment", ReadCharges, "How an invoice is shared, to the cent", r.getApportionment, rest.Versioned())
	rest.Read(s, "GET /api/v1/purchase-invoices/{invoice}/apportionment/{owner}", ReadCharges, "Why a party bears its part of an invoice", r.getWhy, rest.Versioned())
	rest.Read(s, "GET /api/v1/purchase-invoices/{invoice}/apportionment/{owner}/pdf", ReadCharges, "The same on paper", r.getPaper,
		rest.Produces("application/pdf"))
	rest.Public(s, "POST /api/v1/calculators/apportionment", "Cut an amount by weights, so that the parts sum to the whole", calculate, rest.Status(200))
}

// TotalAnswer is what a party bears of all invoices together.
type TotalAnswer struct {
	Owner         *id.Of[id.Party] `json:"owner_id"` // null for lots that nobody holds
	Name          string           `json:"name"`
	Communication string           `json:"communication"`
	Amount        money.Cents      `json:"amount_cents"`
	Invoices      int              `json:"invoices"`
	Joint         bool             `json:"joint"` // usufruct and bare ownership: jointly liable (art. 3.86 §3)
}

func answerTotal(t PartyTotal, l i18n.Lang) TotalAnswer {
	return TotalAnswer{party(t.Party), nameOr(t.Name, l), t.Communication.Format(), t.Amount, t.Invoices, t.Joint}
}

func party(p id.Of[id.Party]) *id.Of[id.Party] {
	if p.None() {
		return nil
	}
	return &p
}

func nameOr(name string, l i18n.Lang) string {
	if name == "" {
		return i18n.Say(l, "charges.nobody")
	}
	return name
}

// ChargesRequest asks for the charges of a building.
type ChargesRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getCharges(v *act.View, in ChargesRequest) (rest.List[TotalAnswer], error) {
	list, err := r.Owed(v, in.Building)
	if err != nil {
		return rest.List[TotalAnswer]{}, err
	}
	page, err := property.Page(in.Paging, list, PartyTotal.order)
	return rest.Map(page, func(t PartyTotal) TotalAnswer { return answerTotal(t, v.Who.Lang) }), err
}

// LotPartAnswer is what one lot bears. Its exact share is floor_cents and rest_numerator/rest_denominator of a cent.
type LotPartAnswer struct {
	Lot     id.Of[id.Lot]    `json:"lot_id"`
	Label   string           `json:"label"`
	Owner   *id.Of[id.Party] `json:"owner_id"`
	Weight  int64            `json:"weight"`
	Floor   money.Cents      `json:"floor_cents"`
	RestNum int64            `json:"rest_numerator"`
	RestDen int64            `json:"rest_denominator"`
	Cent    bool             `json:"cent"` // it got one of the cents left over
	Amount  money.Cents      `json:"amount_cents"`
	Formula string           `json:"formula"`
}

// PersonPartAnswer is what one member of a party bears among themselves.
type PersonPartAnswer struct {
	ID     id.Of[id.Member] `json:"id"`
	Name   string           `json:"name"`
	Right  property.Right   `json:"right"`
	Part   share.Fraction   `json:"part"`
	Amount money.Cents      `json:"amount_cents"`
}

// OwnerPartAnswer is what a party bears.
type OwnerPartAnswer struct {
	Owner   *id.Of[id.Party]   `json:"owner_id"`
	Name    string             `json:"name"`
	Amount  money.Cents        `json:"amount_cents"`
	Joint   bool               `json:"joint"`
	Lots    []id.Of[id.Lot]    `json:"lot_ids"`
	Persons []PersonPartAnswer `json:"persons"`
}

// ApportionmentAnswer is how an invoice is shared.
type ApportionmentAnswer struct {
	Invoice  id.Of[id.Invoice] `json:"invoice_id"`
	Amount   money.Cents       `json:"amount_cents"`
	Key      id.Of[id.Key]     `json:"key_id"`
	KeyName  string            `json:"key_name"`
	On       civil.Date        `json:"on"`    // the day whose register shares it
	Known    civil.Instant     `json:"known"` // as known at this moment
	Weights  int64             `json:"total_weight"`
	Leftover int64             `json:"leftover_cents"`
	State    string            `json:"state" enum:"entered,cancelled"`
	Lots     []LotPartAnswer   `json:"lots"`
	Owners   []OwnerPartAnswer `json:"owners"` // to an owner: only their own
}

func answerLots(lots []LotPart, a Apportionment, l i18n.Lang) []LotPartAnswer {
	list := make([]LotPartAnswer, 0, len(lots))
	for _, p := range lots {
		list = append(list, LotPartAnswer{p.Lot.ID(), p.Lot.Label(), party(p.Party), p.Weight, p.Floor, p.RestNum, p.RestDen, p.Cent, p.Amount,
			Formula(l, a.Amount, p.Weight, a.Weights)})
	}
	return list
}

func answerOwner(p PartyPart, l i18n.Lang) OwnerPartAnswer {
	a := OwnerPartAnswer{Owner: party(p.Party.ID()), Name: nameOr(p.Party.Name(), l), Amount: p.Amount, Joint: p.Joint,
		Lots: []id.Of[id.Lot]{}, Persons: []PersonPartAnswer{}}
	for _, lot := range p.Lots {
		a.Lots = append(a.Lots, lot.Lot.ID())
	}
	for _, m := range p.Members {
		a.Persons = append(a.Persons, PersonPartAnswer{m.Member.ID(), m.Member.Name(), m.Member.Right(), m.Member.Part(), m.Amount})
	}
	return a
}

func state(i purchases.Invoice) string {
	if i.Cancelled() {
		return "cancelled"
	}
	return "entered"
}

func (r *Room) getApportionment(v *act.View, in purchases.OfInvoice) (ApportionmentAnswer, error) {
	s, err := r.Apportionment(v, in.Invoice)
	if err != nil {
		return ApportionmentAnswer{}, err
	}
	a := ApportionmentAnswer{Invoice: s.Invoice.ID(), Amount: s.Invoice.Amount(), Key: s.Basis.Key.ID(), KeyName: s.Basis.Key.Name(v.Who.Lang),
		On: s.Basis.On, Known: s.Invoice.EnteredAt(), Weights: s.Parts.Weights, Leftover: s.Parts.Leftover, State: state(s.Invoice),
		Lots: answerLots(s.Parts.Lots, s.Parts, v.Who.Lang), Owners: []OwnerPartAnswer{}}
	for _, p := range s.Parts.Parties {
		a.Owners = append(a.Owners, answerOwner(p, v.Who.Lang))
	}
	return a, nil
}

// WhyRequest asks why a party bears its part of an invoice.
type WhyRequest struct {
	purchases.OfInvoice
	Owner id.Of[id.Party] `path:"owner"`
}

// StepAnswer is one link of the answer, in the reader's words.
type StepAnswer struct {
	Name    string   `json:"name" enum:"invoice,key,share,rounding,total"`
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Formula []string `json:"formula"`
	Result  string   `json:"result"`
	Unit    string   `json:"unit"`
}

// WhyAnswer is why a party bears its part of an invoice.
type WhyAnswer struct {
	Title         string            `json:"title"`
	Invoice       id.Of[id.Invoice] `json:"invoice_id"`
	Number        string            `json:"number"`
	Supplier      string            `json:"supplier_name"`
	IssuedOn      civil.Date        `json:"issued_on"`
	Invoiced      money.Cents       `json:"invoice_amount_cents"`
	Key           id.Of[id.Key]     `json:"key_id"`
	KeyName       string            `json:"key_name"`
	Basis         string            `json:"key_basis"`
	On            civil.Date        `json:"on"`
	Weight        int64             `json:"weight"`
	Weights       int64             `json:"total_weight"`
	Leftover      int64             `json:"leftover_cents"`
	Cents         int64             `json:"own_leftover_cents"`
	Floor         money.Cents       `json:"floor_cents"`
	Amount        money.Cents       `json:"amount_cents"`
	State         string            `json:"state" enum:"entered,cancelled"`
	Provisional   bool              `json:"provisional"` // the accounts are not approved yet
	Owner         OwnerPartAnswer   `json:"owner"`
	Lots          []LotPartAnswer   `json:"lots"` // the party's own
	Steps         []StepAnswer      `json:"steps"`
	Beneficiary   string            `json:"beneficiary"`
	IBAN          belgium.IBAN      `json:"iban"`
	Communication string            `json:"communication"`
	EPC           string            `json:"epc_payload"` // empty when there is nothing to pay or no account
}

func (r *Room) getWhy(v *act.View, in WhyRequest) (WhyAnswer, error) {
	w, err := r.Why(v, in.Invoice, in.Owner)
	if err != nil {
		return WhyAnswer{}, err
	}
	l, key := v.Who.Lang, w.Basis.Key
	a := WhyAnswer{Title: w.Title(l), Invoice: w.Invoice.ID(), Number: w.Invoice.Number(), Supplier: w.Supplier, IssuedOn: w.Invoice.IssuedOn(),
		Invoiced: w.Invoice.Amount(), Key: key.ID(), KeyName: key.Name(l), Basis: key.Basis(), On: w.Basis.On, Weight: w.Weight,
		Weights: w.Parts.Weights, Leftover: w.Parts.Leftover, Cents: w.Cents, Floor: w.Floor, Amount: w.Part.Amount, State: state(w.Invoice),
		Provisional: true, Owner: answerOwner(w.Part, l), Lots: answerLots(w.Part.Lots, w.Parts, l), Steps: []StepAnswer{},
		Beneficiary: w.Association, IBAN: w.Account, Communication: w.Communication.Format(), EPC: w.Payload}
	for _, s := range w.Steps(l) {
		if s.Formula == nil {
			s.Formula = []string{}
		}
		a.Steps = append(a.Steps, StepAnswer(s))
	}
	return a, nil
}

// PaperRequest asks for the answer on paper, in the party's language or another.
type PaperRequest struct {
	WhyRequest
	Language string `query:"language" enum:"fr,nl,de,en"`
}

func (r *Room) getPaper(v *act.View, in PaperRequest) (rest.Download, error) {
	return r.Paper(v, in.Invoice, in.Owner, in.Language)
}

// CalculateRequest is an amount and weights.
type CalculateRequest struct {
	Body struct {
		Amount  money.Cents `json:"amount_cents"`
		Weights []int64     `json:"weights" minItems:"1" maxItems:"20000"`
	}
}

// CalculateAnswer is the amount cut by the weights, in their order.
type CalculateAnswer struct {
	Parts []money.Cents `json:"parts_cents"`
}

func calculate(_ context.Context, in CalculateRequest) (CalculateAnswer, error) {
	if err := in.Body.Amount.Within("amount_cents"); err != nil {
		return CalculateAnswer{}, err
	}
	parts, err := money.Split(in.Body.Amount, in.Body.Weights)
	return CalculateAnswer{parts}, err
}
