package decisions

import (
	"context"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// Pages declares the pages of the register of decisions.
func (r *Room) Pages(p *ui.Pages) {
	ui.ListPage(p, "/buildings/{building}/decisions", ReadDecision, r.list(p))
	ui.FormPage(p, "/buildings/{building}/decisions/new", EnterDecision, MaxPaper+64<<10, r.showNew, r.enterPage)
	ui.Page(p, "GET /decisions/{decision}", ReadDecision, func(v *act.View, in OfDecision) (ui.Sheet, error) {
		return r.showDecision(v, progressPage{OfDecision: in}, ui.Sent{Key: id.New[id.Any]().String(), Lang: v.Who.Lang})
	})
	ui.Post(p, "/decisions/{decision}/progress", ReportProgress, MaxPaper+64<<10, r.showDecision, r.progressPage)
	ui.FormPage(p, "/decisions/{decision}/edit", EnterDecision, 0, r.showEdit, r.editPage)
	ui.FormPage(p, "/decisions/{decision}/execution", EnterDecision, 0, r.showPlan, r.planPage)
	ui.FormPage(p, "/decisions/{decision}/minutes/new", EnterDecision, MaxPaper+64<<10, r.showMinutes, r.minutesPage)
	ui.FormPage(p, "/decisions/{decision}/withdrawal", EnterDecision, 0, r.showWithdraw, r.withdrawPage)
	ui.File(p, "GET /decisions/{decision}/minutes", ReadDecision, r.getMinutes)
	ui.File(p, "GET /decisions/{decision}/proofs/{step}", ReadDecision, r.getProof)
}

// section is the part of the navigation in which the register stands.
const section = "building"

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "decisions."+key, args...)
}

func inBuilding(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + tail
}

func pageOf(decision id.Of[id.Decision], tail string) string {
	return "/decisions/" + decision.String() + tail
}

// enterForm is the form of a decision: the same fields as the API, and its minutes in the same go.
type enterForm struct {
	property.OfBuilding
	File rest.File `file:"file"`
	Body EnterBody
}

// asking is what a form offers: who may be asked to carry a decision out.
type asking struct {
	Building     property.Building
	People, Paid []choice
	Today        string
}

func ask(v *act.View, building id.Of[id.Building]) (asking, error) {
	a := asking{Today: v.Today.String()}
	var err error
	if a.Building, err = property.FindBuilding(v.Tx, building); err != nil {
		return a, err
	}
	if err = v.Allow(EnterDecision, building); err != nil {
		return a, err
	}
	a.People, a.Paid, err = asked(v.Tx)
	return a, err
}

func (r *Room) showNew(v *act.View, in enterForm, sent ui.Sent) (ui.Sheet, error) {
	a, err := ask(v, in.Building)
	return ui.Sheet{Title: say(v.Context(), "new_title"), Building: in.Building, Section: section, Body: newView(a, sent)}, err
}

func (r *Room) enterPage(a *act.Act, in enterForm) (ui.Done, error) {
	d, err := r.Enter(a, in.Building, in.Body.entry(), in.Body.plan())
	if err == nil && len(in.File.Data) > 0 {
		d, err = r.AddMinutes(a, d.id, in.File.Name, in.File.Data)
	}
	return ui.Done{To: pageOf(d.id, ""), Says: say(a.Context(), "new_done"), Undo: pageOf(d.id, "/withdrawal")}, err
}

// progressPage is a report as a form brings it, with its proof.
type progressPage struct {
	OfDecision
	File rest.File `file:"file"`
	Body ProgressBody
}

// looked is what the page of a decision shows, and what its reader may do.
type looked struct {
	Full
	MayEnter, MayReport bool
	Beside              []templ.Component // what other rooms show
}

func (r *Room) showDecision(v *act.View, in progressPage, sent ui.Sent) (ui.Sheet, error) {
	f, err := r.Decision(v, in.Decision)
	if err != nil {
		return ui.Sheet{}, err
	}
	l := looked{Full: f, MayEnter: v.May(EnterDecision, f.building), MayReport: v.May(ReportProgress, f.building)}
	for _, n := range r.Neighbours {
		shown, err := n.OnDecision(v, f.Decision)
		if err != nil {
			return ui.Sheet{}, err
		}
		if shown != nil {
			l.Beside = append(l.Beside, shown)
		}
	}
	return ui.Sheet{Title: f.entry.Title, Building: f.building, Section: section, Body: decisionView(l, sent)}, nil
}

func (r *Room) progressPage(a *act.Act, in progressPage) (ui.Done, error) {
	d, err := r.Report(a, in.Decision, Report{State: in.Body.State, On: in.Body.On, Note: in.Body.Note, Name: in.File.Name, Data: in.File.Data})
	said := "progress_done"
	if in.Body.State != "" {
		said = "progress_done_" + string(in.Body.State)
	}
	return ui.Done{To: pageOf(d.id, ""), Says: say(a.Context(), said)}, err
}

// toEdit finds a decision for a form of the syndic.
func toEdit(v *act.View, decision id.Of[id.Decision]) (Decision, asking, error) {
	d, err := Get(v.Tx, decision)
	if err != nil {
		return d, asking{}, err
	}
	a, err := ask(v, d.building)
	return d, a, err
}

func (r *Room) showEdit(v *act.View, in CorrectRequest, sent ui.Sent) (ui.Sheet, error) {
	d, _, err := toEdit(v, in.Decision)
	return ui.Sheet{Title: say(v.Context(), "edit_title"), Building: d.building, Section: section, Body: editView(d, sent)}, err
}

func (r *Room) editPage(a *act.Act, in CorrectRequest) (ui.Done, error) {
	d, err := r.Correct(a, in.Decision, in.Body.entry(), in.Body.Reason)
	return ui.Done{To: pageOf(d.id, ""), Says: say(a.Context(), "edit_done")}, err
}

func (r *Room) showPlan(v *act.View, in PlanRequest, sent ui.Sent) (ui.Sheet, error) {
	d, who, err := toEdit(v, in.Decision)
	return ui.Sheet{Title: say(v.Context(), "plan_title"), Building: d.building, Section: section, Body: planView(d, who, sent)}, err
}

func (r *Room) planPage(a *act.Act, in PlanRequest) (ui.Done, error) {
	d, err := r.Plan(a, in.Decision, in.Body.plan())
	return ui.Done{To: pageOf(d.id, ""), Says: say(a.Context(), "plan_done")}, err
}

func (r *Room) showMinutes(v *act.View, in PaperRequest, sent ui.Sent) (ui.Sheet, error) {
	d, _, err := toEdit(v, in.Decision)
	return ui.Sheet{Title: say(v.Context(), "minutes_title"), Building: d.building, Section: section, Body: minutesView(d, sent)}, err
}

func (r *Room) minutesPage(a *act.Act, in PaperRequest) (ui.Done, error) {
	d, err := r.AddMinutes(a, in.Decision, in.File.Name, in.File.Data)
	return ui.Done{To: pageOf(d.id, ""), Says: say(a.Context(), "minutes_done")}, err
}

func (r *Room) showWithdraw(v *act.View, in OfDecision, sent ui.Sent) (ui.Sheet, error) {
	d, _, err := toEdit(v, in.Decision)
	return ui.Sheet{Title: say(v.Context(), "withdraw_title"), Building: d.building, Section: section, Body: withdrawView(d, sent)}, err
}

func (r *Room) withdrawPage(a *act.Act, in OfDecision) (ui.Done, error) {
	d, err := r.Withdraw(a, in.Decision)
	return ui.Done{To: inBuilding(d.building, "/decisions"), Says: say(a.Context(), "withdraw_done")}, err
}
