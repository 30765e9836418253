package purchases

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// contractRoutes declares the API of the recurring contracts.
func (r *Room) contractRoutes(s *rest.Server) {
	rest.Write(s, "POST /api/v1/buildings/{building}/contracts", ChangeContract, "Enter a recurring contract with a supplier", r.postContract)
	rest.Read(s, "GET /api/v1/buildings/{building}/contracts", ReadContract, "List the recurring contracts, the latest first", r.getContracts, rest.Versioned())
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/vouchers", ledger.ReadBooks, "Fetch the vouchers of a period in one archive, with their index", r.Archive, rest.Produces("application/zip"))
	rest.Read(s, "GET /api/v1/contracts/{contract}", ReadContract, "Read a recurring contract", r.getContract, rest.Versioned())
	rest.Write(s, "PUT /api/v1/contracts/{contract}", ChangeContract, "Say what a contract says now", r.putContract)
	rest.Write(s, "POST /api/v1/contracts/{contract}/end", ChangeContract, "End a contract before its last day, with a reason", r.postContractEnd)
	rest.Write(s, "POST /api/v1/contracts/{contract}/evaluations", EvaluateContract, "Keep what is reported of a contract to the ordinary assembly of a year", r.postEvaluation)
	rest.Write(s, "POST /api/v1/contracts/{contract}/document", ChangeContract, "Keep the document of a contract", r.postContractPaper, rest.MaxBody(MaxVoucher+64<<10))
	rest.Read(s, "GET /api/v1/contracts/{contract}/document", ReadContract, "Fetch the document of a contract", func(v *act.View, in OfContract) (rest.Download, error) { return r.ContractPaper(v, in.Contract) })
}

// ContractBody is what a request says about a contract. The supplier is named by supplier_id, or described in supplier.
type ContractBody struct {
	SupplierID id.Of[id.Supplier] `json:"supplier_id,omitempty" format:"uuid"`
	Supplier   *suppliers.Body    `json:"supplier,omitempty"`
	What       string             `json:"what" minLength:"1" maxLength:"200"`
	Signed     civil.Date         `json:"signed_on,omitempty" format:"date"` // the day on which it was concluded; the first day when it is missing
	From       civil.Date         `json:"from" format:"date"`
	Until      civil.Date         `json:"until,omitempty" format:"date"` // the last day; missing: until notice
	Notice     int64              `json:"notice,omitempty" minimum:"0" maximum:"400"`
	Unit       Unit               `json:"notice_unit,omitempty" enum:"months,weeks,days"`
	Amount     money.Cents        `json:"amount_cents,omitempty"` // for each period; missing: it varies
	Rhythm     Rhythm             `json:"period,omitempty" enum:"month,quarter,half_year,year"`
	Account    string             `json:"account,omitempty" maxLength:"10"` // proposed for the invoices of the supplier
	Key        id.Of[id.Key]      `json:"key_id,omitempty" format:"uuid"`
	Own        bool               `json:"own,omitempty"`                       // with the syndic, a relative or a linked company
	Decision   id.Of[id.Decision] `json:"decision_id,omitempty" format:"uuid"` // of the assembly that permits it
}

func (b ContractBody) terms() (Terms, *suppliers.Entry) {
	t := Terms{Supplier: b.SupplierID, What: b.What, Signed: b.Signed, From: b.From, Until: b.Until, Notice: b.Notice, Unit: b.Unit, Amount: b.Amount, Rhythm: b.Rhythm,
		Account: b.Account, Key: b.Key, Own: b.Own, Decision: b.Decision}
	if b.Supplier == nil {
		return t, nil
	}
	s := b.Supplier.Entry()
	return t, &s
}

// ContractAnswer is a contract as the API says it.
type ContractAnswer struct {
	ID           id.Of[Contract]    `json:"id"`
	Building     id.Of[id.Building] `json:"building_id"`
	Supplier     id.Of[id.Supplier] `json:"supplier_id"`
	SupplierName string             `json:"supplier_name"`
	What         string             `json:"what"`
	Signed       civil.Date         `json:"signed_on"`
	From         civil.Date         `json:"from"`
	Until        *civil.Date        `json:"until"`
	Notice       int64              `json:"notice"`
	Unit         Unit               `json:"notice_unit"`
	NoticeBy     *civil.Date        `json:"notice_by"`
	Amount       money.Cents        `json:"amount_cents"`
	Rhythm       Rhythm             `json:"period"`
	Account      string             `json:"account"`
	Key          string             `json:"key_id"`
	Own          bool               `json:"own"`
	Decision     string             `json:"decision_id"`
	EndedOn      *civil.Date        `json:"ended_on"`
	EndReason    string             `json:"end_reason"`
	Warning      string             `json:"warning"` // what could not be judged, in the reader's language
	ToEvaluate   bool               `json:"to_evaluate"`
	Evaluations  []EvaluationAnswer `json:"evaluations"`
	Document     *VoucherAnswer     `json:"document"`
}

// EvaluationAnswer is an evaluation as the API says it.
type EvaluationAnswer struct {
	Year   int64         `json:"year"`
	Text   string        `json:"text"`
	Rating int64         `json:"rating"` // 1 to 5; 0 when nobody rated
	At     civil.Instant `json:"at"`
	By     string        `json:"by_id"`
}

func answerContract(s ShownContract, l i18n.Lang) ContractAnswer {
	t := s.terms
	a := ContractAnswer{ID: s.id, Building: s.building, Supplier: t.Supplier, SupplierName: s.SupplierName, What: t.What, Signed: t.Signed, From: t.From, Until: day(t.Until),
		Notice: t.Notice, Unit: t.Unit, NoticeBy: day(s.NoticeBy()), Amount: t.Amount, Rhythm: t.Rhythm, Account: t.Account, Key: t.Key.String(), Own: t.Own,
		Decision: t.Decision.String(), EndedOn: day(s.ended), EndReason: s.reason, ToEvaluate: s.ToReport(), Evaluations: []EvaluationAnswer{}}
	if s.Warning != "" {
		a.Warning = i18n.Say(l, "purchases."+s.Warning)
	}
	for _, e := range s.Evaluations {
		a.Evaluations = append(a.Evaluations, answerEvaluation(e))
	}
	if p, has := s.Paper(); has {
		a.Document = &VoucherAnswer{p.name, p.media, p.ref.Size, p.ref.SHA256}
	}
	return a
}

func answerEvaluation(e Evaluation) EvaluationAnswer {
	return EvaluationAnswer{e.Year, e.Text, e.Rating, e.At, e.By.String()}
}

// OfContract names a contract by the path.
type OfContract struct {
	Contract id.Of[Contract] `path:"contract"`
}

// ConcludeRequest enters a contract.
type ConcludeRequest struct {
	property.OfBuilding
	Body ContractBody
}

func (r *Room) postContract(a *act.Act, in ConcludeRequest) (ContractAnswer, error) {
	t, beside := in.Body.terms()
	c, err := r.Conclude(a, in.Building, t, beside)
	return r.contractWritten(a, c, err)
}

// AmendRequest says what a contract says now.
type AmendRequest struct {
	OfContract
	Body ContractBody
}

func (r *Room) putContract(a *act.Act, in AmendRequest) (ContractAnswer, error) {
	t, _ := in.Body.terms()
	c, err := r.Amend(a, in.Contract, t)
	return r.contractWritten(a, c, err)
}

// EndRequest ends a contract.
type EndRequest struct {
	OfContract
	Body struct {
		On     civil.Date `json:"on" format:"date"` // the last day
		Reason string     `json:"reason" minLength:"1" maxLength:"300"`
	}
}

func (r *Room) postContractEnd(a *act.Act, in EndRequest) (ContractAnswer, error) {
	c, err := r.EndContract(a, in.Contract, in.Body.On, in.Body.Reason)
	return r.contractWritten(a, c, err)
}

// EvaluationRequest keeps an evaluation; without a year, for the next ordinary assembly.
type EvaluationRequest struct {
	OfContract
	Body struct {
		Year   int64  `json:"year,omitempty" minimum:"0" maximum:"9999"`
		Text   string `json:"text" minLength:"1" maxLength:"2000"`
		Rating int64  `json:"rating,omitempty" minimum:"0" maximum:"5"`
	}
}

func (in EvaluationRequest) said() Evaluation {
	return Evaluation{Year: in.Body.Year, Text: in.Body.Text, Rating: in.Body.Rating}
}

func (r *Room) postEvaluation(a *act.Act, in EvaluationRequest) (EvaluationAnswer, error) {
	e, err := r.Evaluate(a, in.Contract, in.said())
	return answerEvaluation(e), err
}

// ContractPaperRequest brings the document of a contract.
type ContractPaperRequest struct {
	OfContract
	File rest.File `file:"file"`
}

func (r *Room) postContractPaper(a *act.Act, in ContractPaperRequest) (ContractAnswer, error) {
	c, err := r.KeepContract(a, in.Contract, in.File.Name, in.File.Data)
	return r.contractWritten(a, c, err)
}

// contractWritten reads a contract back with its names, for whoever may write it.
func (r *Room) contractWritten(a *act.Act, c Contract, err error) (ContractAnswer, error) {
	if err != nil {
		return ContractAnswer{}, err
	}
	list, err := r.shownContracts(&a.View, c.building, []Contract{c})
	if err != nil {
		return ContractAnswer{}, err
	}
	return answerContract(list[0], a.Who.Lang), nil
}

// getContracts answers them all: a building has some tens of them.
func (r *Room) getContracts(v *act.View, in property.OfBuilding) (rest.List[ContractAnswer], error) {
	list, err := r.Contracts(v, in.Building)
	return rest.Map(rest.List[ShownContract]{Items: list}, func(s ShownContract) ContractAnswer { return answerContract(s, v.Who.Lang) }), err
}

func (r *Room) getContract(v *act.View, in OfContract) (ContractAnswer, error) {
	s, err := r.Agreement(v, in.Contract)
	return answerContract(s, v.Who.Lang), err
}
