package council

import (
	"context"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// reportPages declares the pages of the reports.
func (r *Room) reportPages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/council/reports", ReadReport, r.showReports)
	ui.FormPage(p, "/buildings/{building}/council/reports/new", WriteReport, 0, r.showBegin, r.beginPage)
	ui.Page(p, "GET /reports/{report}", ReadReport, r.showReport)
	ui.File(p, "GET /reports/{report}/papers/{language}", ReadReport, r.getPaper)
	ui.FormPage(p, "/reports/{report}/edit", WriteReport, 0, r.showTell, r.tellPage)
	ui.FormPage(p, "/reports/{report}/entries", WriteReport, 0, r.showPutIn, r.putInPage)
	ui.FormPage(p, "/reports/{report}/issue", WriteReport, 0, r.showIssue, r.issuePage)
	ui.FormPage(p, "/reports/{report}/removal", WriteReport, 0, r.showDiscard, r.discardPage)
}

func reportOf(report id.Of[id.Report], tail string) string {
	return "/reports/" + report.String() + tail
}

// shelf is the list of reports with what its reader may do.
type shelf struct {
	Building property.Building
	List     []Report
	MayBegin bool
}

func (r *Room) showReports(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	list, err := r.Reports(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	b, err := property.FindBuilding(v.Tx, in.Building)
	s := shelf{b, list, Enters(v, in.Building)}
	for _, x := range list {
		s.MayBegin = s.MayBegin && x.Issued() // one draft at a time
	}
	return ui.Sheet{Title: say(v.Context(), "reports_title"), Building: in.Building, Section: section, Body: shelfView(s)}, err
}

func (r *Room) showBegin(v *act.View, in BeginRequest, sent ui.Sent) (ui.Sheet, error) {
	if _, err := property.FindBuilding(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	if err := mayWrite(v, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	list, err := db.All(v.Query(reportsOf, in.Building), (*Report).fields)
	if err != nil {
		return ui.Sheet{}, err
	}
	held, err := decisions.Of(v.Tx, in.Building)
	body := beginView(in.Building, usualFrom(list, decisions.OrdinaryDays(held), Spans[0], v.Today), v.Today, sent)
	return ui.Sheet{Title: say(v.Context(), "report_begin"), Building: in.Building, Section: section, Body: body}, err
}

func (r *Room) beginPage(a *act.Act, in BeginRequest) (ui.Done, error) {
	x, err := r.Begin(a, in.Building, in.Body.Span, in.Body.From, in.Body.Until)
	return ui.Done{To: reportOf(x.id, ""), Says: say(a.Context(), "report_begun"), Undo: reportOf(x.id, "/removal")}, err
}

func (r *Room) showReport(v *act.View, in OfReport) (ui.Sheet, error) {
	w, err := r.Report(v, in.Report)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: w.title(v.Who.Lang), Building: w.building, Section: section, Body: accountView(w)}, nil
}

// draft loads a report for a form of the council.
func (r *Room) draft(v *act.View, report id.Of[id.Report]) (Report, error) {
	x, err := findReport(v.Tx, report)
	if err != nil {
		return Report{}, err
	}
	return x, mayWrite(v, x.building)
}

func (r *Room) showTell(v *act.View, in TellRequest, sent ui.Sent) (ui.Sheet, error) {
	x, err := r.draft(v, in.Report)
	return ui.Sheet{Title: say(v.Context(), "report_edit"), Building: x.building, Section: section, Body: tellView(x, sent)}, err
}

func (r *Room) tellPage(a *act.Act, in TellRequest) (ui.Done, error) {
	x, err := r.Tell(a, in.Report, in.Body.telling())
	return ui.Done{To: reportOf(x.id, ""), Says: say(a.Context(), "report_kept")}, err
}

func (r *Room) showPutIn(v *act.View, in PutInRequest, sent ui.Sent) (ui.Sheet, error) {
	x, err := r.draft(v, in.Report)
	if err != nil {
		return ui.Sheet{}, err
	}
	o, err := r.Own(v, x.building)
	var offered []ui.Option
	for _, e := range o.Entries {
		offered = append(offered, ui.Option{Value: e.id.String(), Label: e.said.Kind.In(i18n.From(v.Context())) + " · " + e.said.Title})
	}
	return ui.Sheet{Title: say(v.Context(), "report_put_in"), Building: x.building, Section: section, Body: putInView(x, offered, sent)}, err
}

func (r *Room) putInPage(a *act.Act, in PutInRequest) (ui.Done, error) {
	x, err := r.PutIn(a, in.Report, in.Body.Entry)
	return ui.Done{To: reportOf(x.id, "/edit"), Says: say(a.Context(), "report_put_in_done")}, err
}

func (r *Room) showIssue(v *act.View, in OfReport, sent ui.Sent) (ui.Sheet, error) {
	x, err := r.draft(v, in.Report)
	return ui.Sheet{Title: say(v.Context(), "report_issue"), Building: x.building, Section: section, Body: issueView(x, sent)}, err
}

func (r *Room) issuePage(a *act.Act, in OfReport) (ui.Done, error) {
	x, err := r.Issue(a, in.Report)
	return ui.Done{To: reportOf(x.id, ""), Says: say(a.Context(), "report_issued")}, err
}

func (r *Room) showDiscard(v *act.View, in OfReport, sent ui.Sent) (ui.Sheet, error) {
	x, err := r.draft(v, in.Report)
	return ui.Sheet{Title: say(v.Context(), "report_discard"), Building: x.building, Section: section, Body: discardView(x, sent)}, err
}

func (r *Room) discardPage(a *act.Act, in OfReport) (ui.Done, error) {
	x, err := r.Discard(a, in.Report)
	return ui.Done{To: pageOf(x.building, "/reports"), Says: say(a.Context(), "report_discarded")}, err
}

// chip says whether a report was issued.
func (r Report) chip(ctx context.Context) ui.Chip {
	if r.Issued() {
		return ui.Chip{Tone: ui.Good, Text: say(ctx, "report_state_issued", "date", r.issued.BrusselsDate())}
	}
	return ui.Chip{Tone: ui.Wait, Text: say(ctx, "report_state_draft")}
}

func spanField(ctx context.Context) ui.Field {
	f := ui.Field{Kind: ui.KindSelect, Name: "span", Label: say(ctx, "field_span"), Width: ui.WidthHalf, Note: ui.MarginNote{Article: article(ctx, "3.90 §4"), Says: say(ctx, "report_law")}}
	for _, s := range Spans {
		f.Options = append(f.Options, ui.Option{Value: string(s), Label: s.In(i18n.From(ctx))})
	}
	return f
}

func dayField(name, label string) ui.Field {
	return ui.Field{Kind: ui.KindDate, Name: name, Label: label, Width: ui.WidthHalf}
}

// page is a table of the report as its page shows it.
func (t table) page(ctx context.Context, label, none string) ui.Table {
	set := ui.Table{Label: label, Empty: ui.EmptyState{Small: true, Title: none}}
	for i, h := range t.heads {
		place := ui.PlaceFact
		if i == 0 {
			place = ui.PlaceName
		}
		set.Columns = append(set.Columns, ui.Column{Label: say(ctx, h.Head), Place: place})
	}
	for _, row := range t.rows {
		r := ui.Row{Name: row[0]}
		for _, text := range row {
			r.Cells = append(r.Cells, ui.Text(text))
		}
		set.Rows = append(set.Rows, r)
	}
	return set
}
