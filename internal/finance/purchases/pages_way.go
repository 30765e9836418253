package purchases

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// ReceivePage is the form into which an electronic invoice is dropped.
type ReceivePage struct {
	property.OfBuilding
	File rest.File `file:"file"`
}

func (r *Room) showReceive(v *act.View, in ReceivePage, sent ui.Sent) (ui.Sheet, error) {
	if _, err := property.FindBuilding(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "receive_title"), Building: in.Building, Section: "money", Body: receiveView(in.Building, sent)}, v.Allow(EnterInvoice, in.Building)
}

func (r *Room) receivePage(a *act.Act, in ReceivePage) (ui.Done, error) {
	i, err := r.Receive(a, in.Building, in.File.Name, in.File.Data)
	return ui.Done{To: pageOf(i.id), Says: say(a.Context(), "receive_done", "number", i.Number(), "amount", i.Amount())}, err
}

func (r *Room) showEdit(v *act.View, in ReviseRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.Invoice(v, in.Invoice)
	if err != nil {
		return ui.Sheet{}, err
	}
	c, err := r.choices(v, s.building)
	return ui.Sheet{Title: say(v.Context(), "edit_title"), Building: s.building, Section: "money", Body: editView(c, s, sent)}, err
}

func (r *Room) editPage(a *act.Act, in ReviseRequest) (ui.Done, error) {
	e, _, err := in.Body.entry()
	if err != nil {
		return ui.Done{}, err
	}
	i, err := r.Revise(a, in.Invoice, e)
	return ui.Done{To: pageOf(in.Invoice), Says: say(a.Context(), "submit_done", "number", i.Number())}, err
}

// SubmissionPage submits a draft; it asks nothing.
type SubmissionPage struct{ OfInvoice }

func (r *Room) submissionPage(a *act.Act, in SubmissionPage) (ui.Done, error) {
	i, err := r.Submit(a, in.Invoice)
	return ui.Done{To: pageOf(in.Invoice), Says: say(a.Context(), "submit_done", "number", i.Number())}, err
}

// shownApproval is the page of an approval.
type shownApproval struct {
	Shown
	Own bool // the reader submitted it, and nobody else runs the building: a reason is asked
}

func (r *Room) showApproval(v *act.View, in ApprovalRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.Invoice(v, in.Invoice)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ApproveInvoice, s.building); err != nil {
		return ui.Sheet{}, err
	}
	officers, err := office.Holding(v.Tx, act.Syndic, s.building, v.Today)
	if err != nil {
		return ui.Sheet{}, err
	}
	own := s.submitter == v.Who.Person && len(officers) < 2
	return ui.Sheet{Title: say(v.Context(), "approve_title", "amount", s.Amount()), Building: s.building, Section: "money", Body: approvalView(shownApproval{s, own}, sent)}, nil
}

func (r *Room) approvalPage(a *act.Act, in ApprovalRequest) (ui.Done, error) {
	exception := ""
	if in.Body != nil {
		exception = in.Body.Exception
	}
	i, err := r.Approve(a, in.Invoice, exception)
	return ui.Done{To: pageOf(in.Invoice), Says: say(a.Context(), "approve_done", "number", i.Number())}, err
}

func (r *Room) showRefusal(v *act.View, in RefusalRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.Invoice(v, in.Invoice)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "refuse_title"), Building: s.building, Section: "money", Body: refusalView(s, sent)}, v.Allow(ApproveInvoice, s.building)
}

func (r *Room) refusalPage(a *act.Act, in RefusalRequest) (ui.Done, error) {
	i, err := r.Refuse(a, in.Invoice, in.Body.Reason)
	return ui.Done{To: pageOf(in.Invoice), Says: say(a.Context(), "refuse_done", "number", i.Number())}, err
}

func (r *Room) showRule(v *act.View, in RuleRequest, sent ui.Sent) (ui.Sheet, error) {
	if _, err := property.FindBuilding(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeRule, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	rule, err := LoadRule(v.Tx, in.Building)
	return ui.Sheet{Title: say(v.Context(), "rule_title"), Building: in.Building, Section: "money", Body: ruleView(in.Building, rule, sent)}, err
}

func (r *Room) rulePage(a *act.Act, in RuleRequest) (ui.Done, error) {
	_, err := r.SetRule(a, in.Building, Rule{in.Body.CouncilFrom})
	return ui.Done{To: inBuilding(in.Building, "/invoices"), Says: say(a.Context(), "rule_done")}, err
}

// Way is how far an invoice is, with what its reader may do next.
type Way struct {
	Invoice    Invoice
	Steps      []Step
	Names      map[id.Of[id.Person]]string
	Booking    ledger.Entry // none while it is not booked
	MayEnter   bool
	MayApprove bool
	MayRead    bool // the books
}

// WayOf gathers the way of an invoice for a page of a room above, which has judged the right to read it.
func WayOf(v *act.View, i Invoice) (Way, error) {
	w := Way{Invoice: i, MayEnter: v.May(EnterInvoice, i.building), MayApprove: v.May(ApproveInvoice, i.building), MayRead: v.May(ledger.ReadBooks, i.building)}
	var err error
	if w.Steps, err = Steps(v.Tx, i.id); err != nil {
		return w, err
	}
	var people []id.Of[id.Person]
	for _, s := range w.Steps {
		if !s.By.None() {
			people = append(people, s.By)
		}
	}
	if w.Names, err = identity.Names(v.Tx, people); err != nil || i.booked.None() {
		return w, err
	}
	w.Booking, err = ledger.Get(v.Tx, i.booked)
	return w, err
}
