package mandates

import (
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the mandates.
func (r *Room) Routes(s *rest.Server) {
	const one = "/api/v1/mandates/{mandate}"
	rest.Read(s, "GET /api/v1/buildings/{building}/mandates", ReadMandate, "Read who holds which mandate, what is missing and what is owed", r.getBoard, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/mandates", ChangeMandate, "Appoint somebody", r.postMandate)
	rest.Read(s, "GET "+one, ReadMandate, "Read a mandate", r.getMandate, rest.Versioned())
	rest.Write(s, "PUT "+one, ChangeMandate, "Correct a mandate, with the reason", r.putMandate)
	rest.Write(s, "POST "+one+"/end", ChangeMandate, "End a mandate", r.postEnd)
	rest.Write(s, "POST "+one+"/renewal", ChangeMandate, "Appoint the same holder anew, by a decision", r.postRenewal)
	rest.Write(s, "POST "+one+"/withdrawal", ChangeMandate, "Take back a mandate that was entered wrongly", r.postWithdrawal)
	rest.Read(s, "GET "+one+"/contract", ReadContract, "Read the contract of a syndic", r.getContract, rest.Versioned())
	rest.Write(s, "PUT "+one+"/contract", ChangeMandate, "Say what the contract of a syndic holds", r.putContract)
	rest.Write(s, "POST "+one+"/contract/paper", ChangeMandate, "Keep the signed contract", r.postPaper, rest.MaxBody(decisions.MaxPaper+64<<10))
	rest.Read(s, "GET "+one+"/contract/paper", ReadContract, "Fetch the signed contract", r.getPaper)
	rest.Write(s, "POST "+one+"/duties/{duty}", ChangeMandate, "Prove in words that a duty was done", r.postDuty)
	rest.Write(s, "POST "+one+"/duties/{duty}/paper", ChangeMandate, "Prove by a paper that a duty was done today", r.postProof, rest.MaxBody(decisions.MaxPaper+64<<10))
	rest.Read(s, "GET "+one+"/poster", ChangeMandate, "Print the poster that hangs at the entrance", r.getPoster)
	rest.Read(s, "GET "+one+"/evidence/{evidence}", ReadContract, "Fetch the paper that proves a duty", r.getProof)
}

// Body is what a request says about a mandate. The holder is office, member:<id of an owner>, person:<id of a sign-in>, or named by holder_name.
type Body struct {
	Kind        Kind               `json:"kind" enum:"syndic,provisional,council,auditor,chair,secretary"`
	Holder      string             `json:"holder,omitempty" maxLength:"60"`
	HolderName  string             `json:"holder_name,omitempty" maxLength:"200"`
	Origin      Origin             `json:"origin" enum:"decision,court,deed"`
	Decision    id.Of[id.Decision] `json:"decision_id,omitempty" format:"uuid"`
	Reference   string             `json:"reference,omitempty" maxLength:"200"`
	Appointed   civil.Date         `json:"appointed_on,omitempty" format:"date"`
	From        civil.Date         `json:"from" format:"date"`
	Until       civil.Date         `json:"until,omitempty" format:"date"` // the last day, included
	Position    string             `json:"position,omitempty" maxLength:"200"`
	Profession  string             `json:"profession,omitempty" maxLength:"200"`
	Domicile    string             `json:"domicile,omitempty" maxLength:"200"`
	Licence     string             `json:"licence,omitempty" maxLength:"200"`
	Order       string             `json:"order,omitempty" maxLength:"200"`
	Insurer     string             `json:"insurer,omitempty" maxLength:"200"`
	Policy      string             `json:"policy,omitempty" maxLength:"200"`
	PolicyUntil civil.Date         `json:"policy_until,omitempty" format:"date"`
}

func (b Body) entry() (Entry, error) {
	e := Entry{Kind: b.Kind, Origin: b.Origin, Decision: b.Decision, Reference: b.Reference, Appointed: b.Appointed, From: b.From, Until: b.Until, Position: b.Position,
		Profession: b.Profession, Domicile: b.Domicile, Licence: b.Licence, Order: b.Order, Insurer: b.Insurer, Policy: b.Policy, PolicyUntil: b.PolicyUntil}
	var err error
	e.Holder, err = holderOf(b.Holder)
	e.Holder.Name = b.HolderName
	return e, err
}

// holderOf reads what word writes.
func holderOf(text string) (h Holder, err error) {
	kind, rest, _ := strings.Cut(text, ":")
	switch kind {
	case "":
		return h, nil
	case "office":
		h.Office = true
		return h, nil
	case "member":
		h.Member, err = id.Parse[id.Member](rest)
	case "person":
		h.Person, err = id.Parse[id.Person](rest)
	default:
		err = fault.Invalid("mandate_holder", "holder")
	}
	if err != nil {
		return h, fault.Invalid("mandate_holder", "holder")
	}
	return h, nil
}

// word is a holder as requests name it.
func (h Holder) word() string {
	switch {
	case h.Office:
		return "office"
	case !h.Member.None():
		return "member:" + h.Member.String()
	case !h.Person.None():
		return "person:" + h.Person.String()
	}
	return ""
}

// Answer is a mandate as the API says it.
type Answer struct {
	ID          id.Of[id.Mandate]   `json:"id"`
	Building    id.Of[id.Building]  `json:"building_id"`
	Kind        Kind                `json:"kind" enum:"syndic,provisional,council,auditor,chair,secretary"`
	Holder      string              `json:"holder"`
	HolderName  string              `json:"holder_name"`
	Origin      Origin              `json:"origin" enum:"decision,court,deed"`
	Decision    *id.Of[id.Decision] `json:"decision_id"`
	Reference   string              `json:"reference"`
	Appointed   civil.Date          `json:"appointed_on"`
	From        civil.Date          `json:"from"`
	Until       *civil.Date         `json:"until"`
	Held        bool                `json:"held_today"`
	Position    string              `json:"position"`
	Profession  string              `json:"profession"`
	Licence     string              `json:"licence"`
	Order       string              `json:"order"`
	Insurer     string              `json:"insurer"`
	Policy      string              `json:"policy"`
	PolicyUntil *civil.Date         `json:"policy_until"`
	End         *EndAnswer          `json:"end"`
}

// EndAnswer says how a mandate ended.
type EndAnswer struct {
	On       civil.Date          `json:"on"`
	Reason   EndReason           `json:"reason" enum:"resignation,revocation,death,assembly,order"`
	Decision *id.Of[id.Decision] `json:"decision_id"`
}

func answer(s Shown, today civil.Date) Answer {
	e := s.entry
	a := Answer{ID: s.id, Building: s.building, Kind: e.Kind, Holder: e.Holder.word(), HolderName: s.Name, Origin: e.Origin, Decision: given(e.Decision), Reference: e.Reference,
		Appointed: e.Appointed, From: e.From, Until: given(e.Until), Held: s.Holds(today), Position: e.Position, Profession: e.Profession, Licence: e.Licence, Order: e.Order,
		Insurer: e.Insurer, Policy: e.Policy, PolicyUntil: given(e.PolicyUntil)}
	if !s.end.On.None() {
		a.End = &EndAnswer{s.end.On, s.end.Reason, given(s.end.Decision)}
	} else if !s.Met().None() { // by itself, at the ordinary assembly
		a.End = &EndAnswer{On: s.Last(), Reason: "assembly"}
	}
	return a
}

func given[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

// BoardAnswer is who is who, what is missing, and what is owed.
type BoardAnswer struct {
	Items  []Answer     `json:"items"`
	Gaps   []GapAnswer  `json:"gaps"`
	Duties []OwedAnswer `json:"duties"`
}

// GapAnswer is something that the law wants and that is missing, or doubtful when warns is set.
type GapAnswer struct {
	Key     string `json:"key"`
	Says    string `json:"says"`
	Article string `json:"article"`
	Warns   bool   `json:"warns"`
}

// OwedAnswer is a duty with its deadline.
type OwedAnswer struct {
	Mandate id.Of[id.Mandate] `json:"mandate_id"`
	Duty    Duty              `json:"duty" enum:",poster,registration,insurance,handover"`
	What    string            `json:"what"`
	Legal   bool              `json:"legal"`
	Article string            `json:"article"`
	Due     *civil.Date       `json:"due_on"`
	Done    *civil.Date       `json:"done_on"`
	Proof   *id.Of[id.Any]    `json:"evidence_id"` // the paper that proves it
	State   string            `json:"state" enum:"later,soon,today,late,done,suspended"`
}

func answerBoard(b Board, l i18n.Lang) BoardAnswer {
	a := BoardAnswer{Items: []Answer{}, Gaps: []GapAnswer{}, Duties: []OwedAnswer{}}
	for _, s := range b.All {
		a.Items = append(a.Items, answer(s, b.Today))
	}
	for _, g := range b.Gaps {
		a.Gaps = append(a.Gaps, GapAnswer{g.Key, i18n.Say(l, "mandates.gap_"+g.Key), g.Article, g.Warns})
	}
	for _, o := range b.Owed {
		a.Duties = append(a.Duties, OwedAnswer{o.Mandate, o.Duty, o.In(l), o.Legal, o.Article, given(o.Date), given(o.Done), paperOf(o), string(o.State(b.Today))})
	}
	return a
}

// paperOf is the proof of a duty, when it is a paper.
func paperOf(o Owed) *id.Of[id.Any] {
	if !o.Proof.Paper.Kept() {
		return nil
	}
	return &o.Proof.id
}

func (r *Room) getBoard(v *act.View, in property.OfBuilding) (BoardAnswer, error) {
	b, err := r.Board(v, in.Building)
	return answerBoard(b, v.Who.Lang), err
}

// AppointRequest appoints somebody.
type AppointRequest struct {
	property.OfBuilding
	Body Body
}

func (r *Room) written(a *act.Act, m Mandate, err error) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	f, err := r.Mandate(&a.View, m.id)
	return answer(f.Shown, a.Today), err
}

func (r *Room) postMandate(a *act.Act, in AppointRequest) (Answer, error) {
	m, err := r.appoint(a, in)
	return r.written(a, m, err)
}

func (r *Room) appoint(a *act.Act, in AppointRequest) (Mandate, error) {
	e, err := in.Body.entry()
	if err != nil {
		if _, gone := property.FindBuilding(a.Tx, in.Building); gone != nil {
			return Mandate{}, gone
		}
		return Mandate{}, err
	}
	return r.Appoint(a, in.Building, e)
}

// OfMandate names a mandate by the path.
type OfMandate struct {
	Mandate id.Of[id.Mandate] `path:"mandate"`
}

func (r *Room) getMandate(v *act.View, in OfMandate) (Answer, error) {
	f, err := r.Mandate(v, in.Mandate)
	return answer(f.Shown, v.Today), err
}

// CorrectBody is a mandate as it is in truth, and why it was entered otherwise.
type CorrectBody struct {
	Body
	Reason string `json:"reason" minLength:"1" maxLength:"300"`
}

// CorrectRequest corrects a mandate.
type CorrectRequest struct {
	OfMandate
	Body CorrectBody
}

func (r *Room) correct(a *act.Act, in CorrectRequest) (Mandate, error) {
	e, err := in.Body.entry()
	if err != nil {
		if _, gone := Get(a.Tx, in.Mandate); gone != nil {
			return Mandate{}, gone
		}
		return Mandate{}, err
	}
	return r.Correct(a, in.Mandate, e, in.Body.Reason)
}

func (r *Room) putMandate(a *act.Act, in CorrectRequest) (Answer, error) {
	m, err := r.correct(a, in)
	return r.written(a, m, err)
}

// EndRequest ends a mandate.
type EndRequest struct {
	OfMandate
	Body struct {
		On       civil.Date         `json:"on" format:"date"` // the last day
		Reason   EndReason          `json:"reason" enum:"resignation,revocation,death,assembly,order"`
		Decision id.Of[id.Decision] `json:"decision_id,omitempty" format:"uuid"`
		Note     string             `json:"note,omitempty" maxLength:"1000"`
	}
}

func (in EndRequest) end() End { return End(in.Body) }

func (r *Room) postEnd(a *act.Act, in EndRequest) (Answer, error) {
	m, err := r.Finish(a, in.Mandate, in.end())
	return r.written(a, m, err)
}

// RenewRequest renews a mandate.
type RenewRequest struct {
	OfMandate
	Body struct {
		Decision id.Of[id.Decision] `json:"decision_id" format:"uuid"`
		From     civil.Date         `json:"from,omitempty" format:"date"`
		Until    civil.Date         `json:"until,omitempty" format:"date"`
	}
}

func (r *Room) postRenewal(a *act.Act, in RenewRequest) (Answer, error) {
	m, err := r.Renew(a, in.Mandate, in.Body.Decision, in.Body.From, in.Body.Until)
	return r.written(a, m, err)
}

// WithdrawalAnswer says that a mandate was taken back.
type WithdrawalAnswer struct {
	ID id.Of[id.Mandate] `json:"id"`
}

func (r *Room) postWithdrawal(a *act.Act, in OfMandate) (WithdrawalAnswer, error) {
	m, err := r.Withdraw(a, in.Mandate)
	return WithdrawalAnswer{m.id}, err
}
