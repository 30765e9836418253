package decisions

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the register of decisions.
func (r *Room) Routes(s *rest.Server) {
	const one = "/api/v1/decisions/{decision}"
	rest.Write(s, "POST /api/v1/buildings/{building}/decisions", EnterDecision, "Enter a decision of an earlier assembly", r.postDecision)
	rest.Read(s, "GET /api/v1/buildings/{building}/decisions", ReadDecision, "List the decisions of a building, the latest assembly first", r.getDecisions, rest.Versioned())
	rest.Read(s, "GET "+one, ReadDecision, "Read a decision with its execution", r.getDecision, rest.Versioned())
	rest.Write(s, "PUT "+one, EnterDecision, "Correct how a decision reads, with the reason", r.putDecision)
	rest.Write(s, "PUT "+one+"/execution", EnterDecision, "Say what must be done of a decision, by whom and by when", r.putExecution)
	rest.Write(s, "POST "+one+"/progress", ReportProgress, "Report what was done of a decision", r.postProgress)
	rest.Write(s, "POST "+one+"/proofs", ReportProgress, "Append a proof to the execution of a decision", r.postProof, rest.MaxBody(MaxPaper+64<<10))
	rest.Read(s, "GET "+one+"/proofs/{step}", ReadDecision, "Fetch a proof", r.getProof)
	rest.Write(s, "POST "+one+"/minutes", EnterDecision, "Keep the minutes in which a decision stands", r.postMinutes, rest.MaxBody(MaxPaper+64<<10))
	rest.Read(s, "GET "+one+"/minutes", ReadDecision, "Fetch the minutes of a decision", r.getMinutes)
	rest.Write(s, "POST "+one+"/withdrawal", EnterDecision, "Take back a decision that nothing cites", r.postWithdrawal)
}

// WordingBody is how a decision reads.
type WordingBody struct {
	Assembly civil.Date     `json:"assembly_on" format:"date"`
	Point    string         `json:"point,omitempty" maxLength:"20"`
	Title    string         `json:"title" minLength:"1" maxLength:"200"`
	Text     string         `json:"text" minLength:"1" maxLength:"10000"`
	Majority share.Majority `json:"majority,omitempty" enum:"absolute,two_thirds,four_fifths,unanimity,unanimity_present"`
	Kind     AssemblyKind   `json:"assembly_kind,omitempty" enum:"ordinary,extraordinary"` // of the assembly; it holds for all decisions of that day
}

func (b WordingBody) entry() Entry { return Entry(b) }

// PlanBody is what must be done of a decision. At most one of who, person_id and supplier_id is given; article names the law that fixes the day.
type PlanBody struct {
	What     string             `json:"what,omitempty" maxLength:"1000"`
	Due      civil.Date         `json:"due_on,omitempty" format:"date"`
	Article  string             `json:"article,omitempty" maxLength:"60"`
	Who      string             `json:"who,omitempty" maxLength:"120"`
	Person   id.Of[id.Person]   `json:"person_id,omitempty" format:"uuid"`
	Supplier id.Of[id.Supplier] `json:"supplier_id,omitempty" format:"uuid"`
}

func (b PlanBody) plan() Plan { return Plan(b) }

// EnterBody is a decision with its execution.
type EnterBody struct {
	WordingBody
	PlanBody
}

// EnterRequest enters a decision.
type EnterRequest struct {
	property.OfBuilding
	Body EnterBody
}

// Answer is a decision as the API says it.
type Answer struct {
	ID        id.Of[id.Decision] `json:"id"`
	Building  id.Of[id.Building] `json:"building_id"`
	Assembly  civil.Date         `json:"assembly_on"`
	Point     string             `json:"point"`
	Title     string             `json:"title"`
	Text      string             `json:"text"`
	Majority  string             `json:"majority" enum:",absolute,two_thirds,four_fifths,unanimity,unanimity_present"`
	Kind      AssemblyKind       `json:"assembly_kind" enum:",ordinary,extraordinary"` // empty when nobody has said it
	EnteredAt civil.Instant      `json:"entered_at"`
	Minutes   *PaperAnswer       `json:"minutes"`
	Execution ExecutionAnswer    `json:"execution"`
}

// ExecutionAnswer is what must be done of a decision, and how far it is.
type ExecutionAnswer struct {
	What     string              `json:"what"`
	Due      *civil.Date         `json:"due_on"`
	Legal    bool                `json:"legal"`
	Article  string              `json:"article"`
	Who      string              `json:"who"`
	Person   *id.Of[id.Person]   `json:"person_id"`
	Supplier *id.Of[id.Supplier] `json:"supplier_id"`
	State    State               `json:"state" enum:"nothing,pending,in_progress,done,cancelled"`
	Since    *civil.Date         `json:"since"`
	Overdue  bool                `json:"overdue"`
}

// PaperAnswer describes a paper that is kept.
type PaperAnswer struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// FullAnswer is a decision with its steps and its earlier wordings.
type FullAnswer struct {
	Answer
	Challenge *civil.Date     `json:"challenge_until"` // the last day on which an owner can challenge it
	Steps     []StepAnswer    `json:"steps"`
	Earlier   []WordingAnswer `json:"earlier"`
}

// StepAnswer is one dated entry of an execution.
type StepAnswer struct {
	ID     id.Of[id.Any]     `json:"id"`
	State  State             `json:"state" enum:",in_progress,done,cancelled,pending"`
	On     civil.Date        `json:"on"`
	Note   string            `json:"note"`
	Proof  *PaperAnswer      `json:"proof"`
	At     civil.Instant     `json:"at"`
	Person *id.Of[id.Person] `json:"person_id"`
	Name   string            `json:"person_name"`
}

// WordingAnswer is how a decision read before, and why it was corrected.
type WordingAnswer struct {
	Assembly civil.Date    `json:"assembly_on"`
	Point    string        `json:"point"`
	Title    string        `json:"title"`
	Text     string        `json:"text"`
	Majority string        `json:"majority" enum:",absolute,two_thirds,four_fifths,unanimity,unanimity_present"`
	Reason   string        `json:"reason"`
	Learned  civil.Instant `json:"learned_at"`
}

func answer(s Shown) Answer {
	e, p := s.entry, s.plan
	return Answer{ID: s.id, Building: s.building, Assembly: e.Assembly, Point: e.Point, Title: e.Title, Text: e.Text, Majority: string(e.Majority), Kind: e.Kind,
		EnteredAt: s.entered, Minutes: answerPaper(s.minutes), Execution: ExecutionAnswer{What: p.What, Due: given(p.Due), Legal: p.Article != "", Article: p.Article,
			Who: s.WhoName, Person: given(p.Person), Supplier: given(p.Supplier), State: s.State(), Since: given(s.since), Overdue: s.Late()}}
}

func answerPaper(p Paper) *PaperAnswer {
	if !p.Kept() {
		return nil
	}
	return &PaperAnswer{p.Name, p.Type, p.Ref.Size, p.Ref.SHA256}
}

func answerFull(f Full) FullAnswer {
	a := FullAnswer{Answer: answer(f.Shown), Challenge: given(f.Challenge), Steps: []StepAnswer{}, Earlier: []WordingAnswer{}}
	for _, s := range f.Steps {
		a.Steps = append(a.Steps, StepAnswer{s.id, s.state, s.on, s.note, answerPaper(s.proof), s.at, given(s.by), f.Names[s.by]})
	}
	for _, w := range f.Earlier {
		a.Earlier = append(a.Earlier, WordingAnswer{w.Assembly, w.Point, w.Title, w.Text, string(w.Majority), w.Reason, w.Learned})
	}
	return a
}

// given is a value, or nil when there is none.
func given[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

func (r *Room) written(a *act.Act, d Decision, err error) (FullAnswer, error) {
	if err != nil {
		return FullAnswer{}, err
	}
	if d, err = Get(a.Tx, d.id); err != nil {
		return FullAnswer{}, err
	}
	f, err := r.full(&a.View, d)
	return answerFull(f), err
}

func (r *Room) postDecision(a *act.Act, in EnterRequest) (FullAnswer, error) {
	d, err := r.Enter(a, in.Building, in.Body.entry(), in.Body.plan())
	return r.written(a, d, err)
}

// ListRequest asks for the decisions of a building.
type ListRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getDecisions(v *act.View, in ListRequest) (rest.List[Answer], error) {
	list, err := r.page(v, in.Building, in.Paging)
	return rest.Map(list, answer), err
}

// OfDecision names a decision by the path.
type OfDecision struct {
	Decision id.Of[id.Decision] `path:"decision"`
}

func (r *Room) getDecision(v *act.View, in OfDecision) (FullAnswer, error) {
	f, err := r.Decision(v, in.Decision)
	if err != nil {
		return FullAnswer{}, err
	}
	return answerFull(f), nil
}

// CorrectBody is how a decision reads in truth, and why it was entered otherwise.
type CorrectBody struct {
	WordingBody
	Reason string `json:"reason" minLength:"1" maxLength:"300"`
}

// CorrectRequest corrects a decision.
type CorrectRequest struct {
	OfDecision
	Body CorrectBody
}

func (r *Room) putDecision(a *act.Act, in CorrectRequest) (FullAnswer, error) {
	d, err := r.Correct(a, in.Decision, in.Body.entry(), in.Body.Reason)
	return r.written(a, d, err)
}

// PlanRequest says what must be done of a decision.
type PlanRequest struct {
	OfDecision
	Body PlanBody
}

func (r *Room) putExecution(a *act.Act, in PlanRequest) (FullAnswer, error) {
	d, err := r.Plan(a, in.Decision, in.Body.plan())
	return r.written(a, d, err)
}

// ProgressBody is what was done of a decision; without a state it is a note.
type ProgressBody struct {
	State State      `json:"state,omitempty" enum:"in_progress,done,cancelled"`
	On    civil.Date `json:"on,omitempty" format:"date"` // today when it is missing
	Note  string     `json:"note,omitempty" maxLength:"2000"`
}

// ProgressRequest reports on the execution of a decision.
type ProgressRequest struct {
	OfDecision
	Body ProgressBody
}

func (r *Room) postProgress(a *act.Act, in ProgressRequest) (FullAnswer, error) {
	d, err := r.Report(a, in.Decision, Report{State: in.Body.State, On: in.Body.On, Note: in.Body.Note})
	return r.written(a, d, err)
}

// PaperRequest brings minutes or a proof.
type PaperRequest struct {
	OfDecision
	File rest.File `file:"file"`
}

func (r *Room) postProof(a *act.Act, in PaperRequest) (FullAnswer, error) {
	if _, err := recognise(in.File.Data); err != nil { // an empty file is none
		if _, missing := Get(a.Tx, in.Decision); missing != nil {
			return FullAnswer{}, missing
		}
		return FullAnswer{}, err
	}
	d, err := r.Report(a, in.Decision, Report{Name: in.File.Name, Data: in.File.Data})
	return r.written(a, d, err)
}

// ProofRequest asks for a proof.
type ProofRequest struct {
	OfDecision
	Step id.Of[id.Any] `path:"step"`
}

func (r *Room) getProof(v *act.View, in ProofRequest) (rest.Download, error) {
	return r.ProofOf(v, in.Decision, in.Step)
}

func (r *Room) postMinutes(a *act.Act, in PaperRequest) (FullAnswer, error) {
	d, err := r.AddMinutes(a, in.Decision, in.File.Name, in.File.Data)
	return r.written(a, d, err)
}

func (r *Room) getMinutes(v *act.View, in OfDecision) (rest.Download, error) {
	return r.MinutesOf(v, in.Decision)
}

// WithdrawalAnswer says that a decision was taken back.
type WithdrawalAnswer struct {
	ID id.Of[id.Decision] `json:"id"`
	At civil.Instant      `json:"withdrawn_at"`
}

func (r *Room) postWithdrawal(a *act.Act, in OfDecision) (WithdrawalAnswer, error) {
	d, err := r.Withdraw(a, in.Decision)
	return WithdrawalAnswer{d.id, d.withdrawn}, err
}
