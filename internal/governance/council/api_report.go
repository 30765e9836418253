package council

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// reportRoutes declares the API of the reports.
func (r *Room) reportRoutes(s *rest.Server) {
	const at, one = "/api/v1/buildings/{building}/council/reports", "/api/v1/reports/{report}"
	rest.Read(s, "GET "+at, ReadReport, "List the reports of the council, the latest period first; drafts for the council alone", r.getReports)
	rest.Write(s, "POST "+at, WriteReport, "Begin the draft of a report of the council", r.postReport)
	rest.Read(s, "GET "+one, ReadReport, "Read a report of the council with its facts", r.getReport)
	rest.Write(s, "PUT "+one, WriteReport, "Word the draft of a report", r.putReport)
	rest.Write(s, "POST "+one+"/entries", WriteReport, "Put something of the council's own room into a draft", r.postPutIn)
	rest.Write(s, "POST "+one+"/removal", WriteReport, "Throw the draft of a report away", r.postDiscard)
	rest.Write(s, "POST "+one+"/issue", WriteReport, "Issue a report: it is for the assembly, and is not changed any more", r.postIssue)
	rest.Read(s, "GET "+one+"/papers/{language}", ReadReport, "Fetch a report as a PDF, as it was issued", r.getPaper)
}

// ReportAnswer is a report as the API says it.
type ReportAnswer struct {
	ID       id.Of[id.Report]   `json:"id"`
	Building id.Of[id.Building] `json:"building_id"`
	Span     Span               `json:"span" enum:"yearly,half_yearly"`
	From     civil.Date         `json:"from"`
	Until    civil.Date         `json:"until"` // the last day
	State    string             `json:"state" enum:"draft,issued"`
	Issued   *civil.Instant     `json:"issued_at"`
}

func answerReport(x Report) ReportAnswer {
	a := ReportAnswer{x.id, x.building, x.span, x.from, x.until, x.state(), nil}
	if x.Issued() {
		a.Issued = &x.issued
	}
	return a
}

func (x Report) state() string {
	if x.Issued() {
		return "issued"
	}
	return "draft"
}

// TellingBody is what the council writes in a report. A part that is out is left out of it.
type TellingBody struct {
	Opening         string `json:"opening,omitempty" maxLength:"6000"`
	DecisionsRemark string `json:"decisions_remark,omitempty" maxLength:"6000"`
	DecisionsOut    bool   `json:"decisions_out,omitempty"`
	DeadlinesRemark string `json:"deadlines_remark,omitempty" maxLength:"6000"`
	DeadlinesOut    bool   `json:"deadlines_out,omitempty"`
	CommentsRemark  string `json:"comments_remark,omitempty" maxLength:"6000"`
	CommentsOut     bool   `json:"comments_out,omitempty"`
	MissionsRemark  string `json:"missions_remark,omitempty" maxLength:"6000"`
	MissionsOut     bool   `json:"missions_out,omitempty"`
	Closing         string `json:"closing,omitempty" maxLength:"6000"`
}

func (b TellingBody) telling() Telling {
	return Telling{b.Opening, Remark{b.DecisionsRemark, b.DecisionsOut}, Remark{b.DeadlinesRemark, b.DeadlinesOut}, Remark{b.CommentsRemark, b.CommentsOut},
		Remark{b.MissionsRemark, b.MissionsOut}, b.Closing}
}

func bodyOf(t Telling) TellingBody {
	return TellingBody{t.Opening, t.Decisions.Text, t.Decisions.Out, t.Deadlines.Text, t.Deadlines.Out, t.Comments.Text, t.Comments.Out, t.Missions.Text, t.Missions.Out, t.Closing}
}

// AccountAnswer is a report with what it tells: what the council wrote, and the facts in the language asked for.
type AccountAnswer struct {
	ReportAnswer
	Said      TellingBody          `json:"said"`
	On        civil.Date           `json:"facts_on"` // the day on which the facts were read
	Decisions []DecisionToldAnswer `json:"decisions"`
	Deadlines []DeadlineToldAnswer `json:"deadlines"`
	Comments  []CommentToldAnswer  `json:"comments"`
	Missions  []MissionToldAnswer  `json:"missions"`
	Members   []MemberToldAnswer   `json:"members"`
}

// DecisionToldAnswer is what became of a decision.
type DecisionToldAnswer struct {
	Decision id.Of[id.Decision] `json:"decision_id"`
	Assembly civil.Date         `json:"assembly_on"`
	Point    string             `json:"point"`
	Title    string             `json:"title"`
	Who      string             `json:"who"`
	Due      *civil.Date        `json:"due_on"`
	Article  string             `json:"article"`
	State    string             `json:"state" enum:"pending,in_progress,done,cancelled"`
	Since    *civil.Date        `json:"since"`
	Behind   int                `json:"days_behind"`
}

// DeadlineToldAnswer is how a deadline of the syndic came out.
type DeadlineToldAnswer struct {
	What    string      `json:"what"`
	Legal   bool        `json:"legal"`
	Article string      `json:"article"`
	Date    civil.Date  `json:"date"`
	Done    *civil.Date `json:"done_on"`
	Outcome Outcome     `json:"outcome" enum:"met,tardy,missing,running"`
}

// CommentToldAnswer is what council or syndic said of a decision.
type CommentToldAnswer struct {
	On    civil.Date `json:"on"`
	Name  string     `json:"person_name"`
	Title string     `json:"decision_title"`
	Text  string     `json:"text"`
}

// MissionToldAnswer is a mission that ran in the period.
type MissionToldAnswer struct {
	Text  string       `json:"text"`
	Title string       `json:"decision_title"`
	From  civil.Date   `json:"from"`
	Until civil.Date   `json:"until"`
	State MissionState `json:"state" enum:"to_come,runs,over"`
}

// MemberToldAnswer is somebody who sat in the council in the period.
type MemberToldAnswer struct {
	Name     string     `json:"name"`
	Position string     `json:"position"`
	From     civil.Date `json:"from"`
}

func answerAccount(v *act.View, w Account) AccountAnswer {
	a := AccountAnswer{ReportAnswer: answerReport(w.Report), Said: bodyOf(w.said), On: w.Facts.On, Decisions: []DecisionToldAnswer{}, Deadlines: []DeadlineToldAnswer{},
		Comments: []CommentToldAnswer{}, Missions: []MissionToldAnswer{}, Members: []MemberToldAnswer{}}
	for _, d := range w.Facts.Decisions {
		a.Decisions = append(a.Decisions, DecisionToldAnswer{d.ID, d.Assembly, d.Point, d.Title, d.Who, given(d.Due), d.Article, string(d.State), given(d.Since), d.DaysBehind})
	}
	for _, d := range w.Facts.Deadlines {
		a.Deadlines = append(a.Deadlines, DeadlineToldAnswer{d.What[v.Who.Lang], d.Legal, d.Article, d.Date, given(d.Done), d.Outcome(w.Facts.On)})
	}
	for _, c := range w.Facts.Comments {
		a.Comments = append(a.Comments, CommentToldAnswer{c.On, c.Name, c.Title, c.Text})
	}
	for _, m := range w.Facts.Missions {
		a.Missions = append(a.Missions, MissionToldAnswer{m.Text, m.Title, m.From, m.Last, m.State})
	}
	for _, m := range w.Facts.Members {
		a.Members = append(a.Members, MemberToldAnswer{m.Name, m.Position, m.From})
	}
	return a
}

func (r *Room) getReports(v *act.View, in property.OfBuilding) (rest.List[ReportAnswer], error) {
	list, err := r.Reports(v, in.Building)
	answers := make([]ReportAnswer, len(list))
	for i, x := range list {
		answers[i] = answerReport(x)
	}
	return rest.List[ReportAnswer]{Items: answers}, err
}

// ReportBody begins a report; without days it goes from the day after the last one of its kind to today.
type ReportBody struct {
	Span  Span       `json:"span" enum:"yearly,half_yearly"`
	From  civil.Date `json:"from,omitempty" format:"date"`
	Until civil.Date `json:"until,omitempty" format:"date"` // the last day
}

// BeginRequest begins a report.
type BeginRequest struct {
	property.OfBuilding
	Body ReportBody
}

func (r *Room) postReport(a *act.Act, in BeginRequest) (ReportAnswer, error) {
	x, err := r.Begin(a, in.Building, in.Body.Span, in.Body.From, in.Body.Until)
	return answerReport(x), err
}

// OfReport names a report by the path.
type OfReport struct {
	Report id.Of[id.Report] `path:"report"`
}

func (r *Room) getReport(v *act.View, in OfReport) (AccountAnswer, error) {
	w, err := r.Report(v, in.Report)
	return answerAccount(v, w), err
}

// TellRequest words a draft.
type TellRequest struct {
	OfReport
	Body TellingBody
}

func (r *Room) putReport(a *act.Act, in TellRequest) (ReportAnswer, error) {
	x, err := r.Tell(a, in.Report, in.Body.telling())
	return answerReport(x), err
}

// PutInRequest puts something of the own room into a draft.
type PutInRequest struct {
	OfReport
	Body struct {
		Entry id.Of[id.Entry] `json:"entry_id" format:"uuid"`
	}
}

func (r *Room) postPutIn(a *act.Act, in PutInRequest) (ReportAnswer, error) {
	x, err := r.PutIn(a, in.Report, in.Body.Entry)
	return answerReport(x), err
}

func (r *Room) postDiscard(a *act.Act, in OfReport) (ReportAnswer, error) {
	x, err := r.Discard(a, in.Report)
	return answerReport(x), err
}

func (r *Room) postIssue(a *act.Act, in OfReport) (ReportAnswer, error) {
	x, err := r.Issue(a, in.Report)
	return answerReport(x), err
}

// PaperRequest asks for the paper of a report in a language.
type PaperRequest struct {
	OfReport
	Language string `path:"language"`
}

func (r *Room) getPaper(v *act.View, in PaperRequest) (rest.Download, error) {
	return r.PaperOf(v, in.Report, in.Language)
}
