package purchases

import (
	"context"
	"strconv"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// contractPages declares the pages of the recurring contracts.
func (r *Room) contractPages(p *ui.Pages) {
	ui.ListPage(p, "/buildings/{building}/contracts", ReadContract, r.contracts())
	ui.FormPage(p, "/buildings/{building}/contracts/new", ChangeContract, MaxVoucher+64<<10, r.showNewContract, r.concludePage)
	ui.File(p, "GET /buildings/{building}/books/vouchers", ledger.ReadBooks, r.Archive)
	ui.Page(p, "GET /contracts/{contract}", ReadContract, r.showContract)
	ui.FormPage(p, "/contracts/{contract}/edit", ChangeContract, 0, r.showAmend, r.amendPage)
	ui.FormPage(p, "/contracts/{contract}/end", ChangeContract, 0, r.showEnd, r.endPage)
	ui.FormPage(p, "/contracts/{contract}/evaluations/new", EvaluateContract, 0, r.showEvaluation, r.evaluationPage)
	ui.FormPage(p, "/contracts/{contract}/document/new", ChangeContract, MaxVoucher+64<<10, r.showContractPaper, r.contractPaperPage)
	ui.File(p, "GET /contracts/{contract}/document", ReadContract, func(v *act.View, in OfContract) (rest.Download, error) { return r.ContractPaper(v, in.Contract) })
}

func contractPage(contract id.Of[Contract], tail string) string {
	return "/contracts/" + contract.String() + tail
}

// ConcludePage is the form of a new contract, with its document in the same go.
type ConcludePage struct {
	property.OfBuilding
	File rest.File `file:"file"`
	Body ContractBody
}

// contractForm is what the form of a contract offers.
type contractForm struct {
	choices
	Decisions []ui.Option
	Contract  ShownContract
}

func (r *Room) contractForm(v *act.View, building id.Of[id.Building]) (contractForm, error) {
	if err := v.Allow(ChangeContract, building); err != nil {
		return contractForm{}, err
	}
	c, err := r.choices(v, building)
	f := contractForm{choices: c}
	if err != nil {
		return f, err
	}
	list, err := decisions.Of(v.Tx, building)
	for _, d := range list {
		f.Decisions = append(f.Decisions, ui.Option{Value: d.ID().String(), Label: d.Name(v.Who.Lang)})
	}
	return f, err
}

func (r *Room) showNewContract(v *act.View, in ConcludePage, sent ui.Sent) (ui.Sheet, error) {
	f, err := r.contractForm(v, in.Building)
	return ui.Sheet{Title: say(v.Context(), "contract_new_title"), Building: in.Building, Section: "money", Body: newContractView(f, sent)}, err
}

func (r *Room) concludePage(a *act.Act, in ConcludePage) (ui.Done, error) {
	t, beside := in.Body.terms()
	c, err := r.Conclude(a, in.Building, t, beside)
	if err == nil && len(in.File.Data) > 0 {
		c, err = r.KeepContract(a, c.id, in.File.Name, in.File.Data)
	}
	return ui.Done{To: contractPage(c.id, ""), Says: say(a.Context(), "contract_new_done")}, err
}

// shownAgreement is the page of a contract, and what its reader may do.
type shownAgreement struct {
	ShownContract
	Names                  map[id.Of[id.Person]]string
	KeyName, AccountName   string
	MayChange, MayEvaluate bool
	MayOpenDecision        bool
}

func (r *Room) showContract(v *act.View, in OfContract) (ui.Sheet, error) {
	s, err := r.Agreement(v, in.Contract)
	if err != nil {
		return ui.Sheet{}, err
	}
	x := shownAgreement{ShownContract: s, MayChange: v.May(ChangeContract, s.building), MayEvaluate: v.May(EvaluateContract, s.building), MayOpenDecision: v.May(decisions.ReadDecision, s.building)}
	if x.Names, err = evaluators(v.Tx, s.Evaluations); err != nil {
		return ui.Sheet{}, err
	}
	x.KeyName, x.AccountName, err = r.bookedAs(v, s.Contract)
	return ui.Sheet{Title: s.terms.What, Building: s.building, Section: "money", Body: contractView(x)}, err
}

func (r *Room) showAmend(v *act.View, in AmendRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.Agreement(v, in.Contract)
	if err != nil {
		return ui.Sheet{}, err
	}
	f, err := r.contractForm(v, s.building)
	f.Contract = s
	return ui.Sheet{Title: say(v.Context(), "contract_edit_title"), Building: s.building, Section: "money", Body: amendView(f, sent)}, err
}

func (r *Room) amendPage(a *act.Act, in AmendRequest) (ui.Done, error) {
	t, _ := in.Body.terms()
	c, err := r.Amend(a, in.Contract, t)
	return ui.Done{To: contractPage(c.id, ""), Says: say(a.Context(), "contract_edit_done")}, err
}

func (r *Room) showEnd(v *act.View, in EndRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.toShow(v, in.Contract, ChangeContract)
	return ui.Sheet{Title: say(v.Context(), "contract_end_title"), Building: s.building, Section: "money", Body: endView(s, sent)}, err
}

func (r *Room) endPage(a *act.Act, in EndRequest) (ui.Done, error) {
	c, err := r.EndContract(a, in.Contract, in.Body.On, in.Body.Reason)
	return ui.Done{To: contractPage(c.id, ""), Says: say(a.Context(), "contract_end_done", "date", c.ended)}, err
}

func (r *Room) showEvaluation(v *act.View, in EvaluationRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.toShow(v, in.Contract, EvaluateContract)
	return ui.Sheet{Title: say(v.Context(), "evaluate_title"), Building: s.building, Section: "money", Body: evaluationView(s, sent)}, err
}

func (r *Room) evaluationPage(a *act.Act, in EvaluationRequest) (ui.Done, error) {
	e, err := r.Evaluate(a, in.Contract, in.said())
	return ui.Done{To: contractPage(in.Contract, ""), Says: say(a.Context(), "evaluate_done", "year", strconv.FormatInt(e.Year, 10))}, err
}

func (r *Room) showContractPaper(v *act.View, in ContractPaperRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.toShow(v, in.Contract, ChangeContract)
	return ui.Sheet{Title: say(v.Context(), "contract_paper_title"), Building: s.building, Section: "money", Body: contractPaperView(s, sent)}, err
}

func (r *Room) contractPaperPage(a *act.Act, in ContractPaperRequest) (ui.Done, error) {
	_, err := r.KeepContract(a, in.Contract, in.File.Name, in.File.Data)
	return ui.Done{To: contractPage(in.Contract, ""), Says: say(a.Context(), "contract_paper_done")}, err
}

// toShow finds a contract for a form.
func (r *Room) toShow(v *act.View, contract id.Of[Contract], action act.Action) (ShownContract, error) {
	s, err := r.Agreement(v, contract)
	if err != nil {
		return s, err
	}
	return s, v.Allow(action, s.building)
}

func (s shownAgreement) facts(ctx context.Context) []ui.Definition {
	l, t := i18n.From(ctx), s.terms
	add := func(list []ui.Definition, term, text string) []ui.Definition {
		if text == "" {
			return list
		}
		return append(list, ui.Definition{Term: say(ctx, term), Value: ui.Text(text)})
	}
	long := func(d civil.Date) string {
		if d.None() {
			return ""
		}
		return d.Long(l)
	}
	list := add(nil, "contract_supplier", s.SupplierName)
	list = add(list, "contract_signed", long(t.Signed))
	list = add(list, "contract_from", long(t.From))
	if t.Until.None() && s.ended.None() {
		list = add(list, "contract_until", say(ctx, "contract_until_notice"))
	} else {
		list = add(list, "contract_until", long(t.Until))
	}
	if !s.ended.None() {
		list = add(list, "contract_ended_on", say(ctx, "contract_ended_because", "date", s.ended, "reason", s.reason))
	}
	if t.Notice > 0 {
		list = add(list, "contract_notice", say(ctx, "notice_"+string(t.Unit), "n", t.Notice))
	}
	list = add(list, "contract_notice_by", long(s.NoticeBy()))
	list = add(list, "contract_price", s.price(l))
	list = add(list, "contract_account", s.AccountName)
	list = add(list, "contract_key", s.KeyName)
	if !s.Decision.ID().None() {
		d := ui.Definition{Term: say(ctx, "contract_decision"), Value: ui.Text(s.Decision.Name(l))}
		if s.MayOpenDecision {
			d.Value = ui.Link{Label: s.Decision.Name(l), Href: "/decisions/" + s.Decision.ID().String()}
		}
		list = append(list, d)
	}
	if t.Own {
		list = add(list, "contract_own", say(ctx, "yes"))
	}
	if p, has := s.Paper(); has {
		list = append(list, ui.Definition{Term: say(ctx, "contract_paper"), Value: ui.Link{Label: p.name, Href: contractPage(s.id, "/document"), Icon: "paperclip"}})
	}
	return list
}

func (s shownAgreement) actions(ctx context.Context) (list []templ.Component) {
	if s.MayEvaluate && !s.Over(s.Today) {
		look := ui.Button{Label: say(ctx, "evaluate_do"), Icon: "pencil", Href: contractPage(s.id, "/evaluations/new")}
		if s.ToReport() {
			look.Look = ui.Primary
		}
		list = append(list, look)
	}
	if !s.MayChange {
		return list
	}
	if _, has := s.Paper(); !has {
		list = append(list, ui.Button{Label: say(ctx, "contract_paper_do"), Icon: "paperclip", Href: contractPage(s.id, "/document/new")})
	}
	if s.ended.None() {
		list = append(list, ui.Button{Label: say(ctx, "contract_edit_do"), Icon: "pencil", Href: contractPage(s.id, "/edit")}, ui.Button{Label: say(ctx, "contract_end_do"), Href: contractPage(s.id, "/end")})
	}
	return list
}
