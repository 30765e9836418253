package council

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the council.
func (r *Room) Routes(s *rest.Server) {
	const at = "/api/v1/buildings/{building}/council"
	rest.Read(s, "GET "+at, ReadFollowUp, "Read who sits in the council, what is late, and what is done of each decision", r.getFollowUp)
	rest.Write(s, "PUT "+at+"/targets", ChangeTargets, "Set the building's own days for what no law dates", r.putTargets)
	rest.Write(s, "POST "+at+"/missions", EnterMission, "Enter a mission that the assembly gave to the council", r.postMission)
	rest.Write(s, "POST /api/v1/missions/{mission}/end", EnterMission, "End a mission of the council before its last day", r.postEnd)
	rest.Read(s, "GET /api/v1/decisions/{decision}/comments", ReadFollowUp, "List what council and syndic said of a decision", r.getComments)
	rest.Write(s, "POST /api/v1/decisions/{decision}/comments", CommentFollow, "Comment the execution of a decision", r.postComment)
	rest.Write(s, "POST /api/v1/comments/{comment}/withdrawal", CommentFollow, "Take back a comment of your own", r.postWithdrawal)
	rest.Read(s, "GET "+at+"/entries", EnterOwnRoom, "List the notes, minutes and tasks of the council's own room", r.getEntries)
	rest.Write(s, "POST "+at+"/entries", EnterOwnRoom, "Write a note, minutes or a task in the council's own room", r.postEntry)
	rest.Write(s, "PUT /api/v1/entries/{entry}", EnterOwnRoom, "Rewrite an entry of the council's own room", r.putEntry)
	rest.Write(s, "PUT /api/v1/entries/{entry}/state", EnterOwnRoom, "Move a task on the board", r.putState)
	rest.Write(s, "POST /api/v1/entries/{entry}/removal", EnterOwnRoom, "Remove an entry of the council's own room", r.postRemoval)
	r.reportRoutes(s)
}

// FollowUpAnswer is the follow-up as the API says it.
type FollowUpAnswer struct {
	Members   []MemberAnswer   `json:"members"`
	Targets   TargetsBody      `json:"targets"`
	Decisions []FollowedAnswer `json:"decisions"`
	Missions  []MissionAnswer  `json:"missions"`
}

// MemberAnswer is somebody who sits in the council today.
type MemberAnswer struct {
	Mandate  id.Of[id.Mandate] `json:"mandate_id"`
	Name     string            `json:"name"`
	Position string            `json:"position"`
}

// FollowedAnswer is a decision in execution.
type FollowedAnswer struct {
	Decision id.Of[id.Decision] `json:"decision_id"`
	Title    string             `json:"title"`
	Due      *civil.Date        `json:"due_on"`
	Legal    bool               `json:"legal"`
	Article  string             `json:"article"`
	Late     bool               `json:"late"`
	Comment  string             `json:"last_comment"`
}

// TargetsBody are the building's own days.
type TargetsBody struct {
	Quotes int64 `json:"quotes_days"`
	Works  int64 `json:"works_days"`
}

// MissionAnswer is a mission of the council.
type MissionAnswer struct {
	ID       id.Of[id.Mission]  `json:"id"`
	Decision id.Of[id.Decision] `json:"decision_id"`
	Text     string             `json:"text"`
	From     civil.Date         `json:"from"`
	Until    civil.Date         `json:"until"` // the last day
	State    MissionState       `json:"state" enum:"to_come,runs,over"`
}

func answerMission(m Mission, today civil.Date) MissionAnswer {
	return MissionAnswer{m.id, m.decision, m.text, m.from, m.Last(), m.State(today)}
}

func given[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

func (r *Room) getFollowUp(v *act.View, in property.OfBuilding) (FollowUpAnswer, error) {
	f, err := r.FollowUp(v, in.Building)
	a := FollowUpAnswer{Members: []MemberAnswer{}, Targets: TargetsBody(f.Targets), Decisions: []FollowedAnswer{}, Missions: []MissionAnswer{}}
	for _, m := range f.Members {
		a.Members = append(a.Members, MemberAnswer{m.ID(), m.Name, m.Entry().Position})
	}
	for _, d := range f.Open {
		a.Decisions = append(a.Decisions, FollowedAnswer{d.ID(), d.Title(), given(d.Due()), d.Plan().Article != "", d.Plan().Article, d.Behind(), d.Last.text})
	}
	for _, m := range f.Missions {
		a.Missions = append(a.Missions, answerMission(m, v.Today))
	}
	return a, err
}

// TargetsRequest sets the building's own days.
type TargetsRequest struct {
	property.OfBuilding
	Body TargetsBody
}

func (r *Room) putTargets(a *act.Act, in TargetsRequest) (TargetsBody, error) {
	t, err := r.SetTargets(a, in.Building, Targets(in.Body))
	return TargetsBody(t), err
}

// MissionBody is a mission as it is entered.
type MissionBody struct {
	Decision id.Of[id.Decision] `json:"decision_id" format:"uuid"`
	Text     string             `json:"text" minLength:"1" maxLength:"2000"`
	From     civil.Date         `json:"from" format:"date"`
	Until    civil.Date         `json:"until" format:"date"` // the last day
}

// MissionRequest enters a mission.
type MissionRequest struct {
	property.OfBuilding
	Body MissionBody
}

func (r *Room) postMission(a *act.Act, in MissionRequest) (MissionAnswer, error) {
	m, err := r.Delegate(a, in.Building, in.Body.Decision, in.Body.Text, in.Body.From, in.Body.Until)
	return answerMission(m, a.Today), err
}

// OfMission names a mission by the path.
type OfMission struct {
	Mission id.Of[id.Mission] `path:"mission"`
}

func (r *Room) postEnd(a *act.Act, in OfMission) (MissionAnswer, error) {
	m, err := r.EndMission(a, in.Mission)
	return answerMission(m, a.Today), err
}

// CommentAnswer is a comment as the API says it.
type CommentAnswer struct {
	ID       id.Of[id.Comment]  `json:"id"`
	Decision id.Of[id.Decision] `json:"decision_id"`
	Text     string             `json:"text"`
	At       civil.Instant      `json:"at"`
	Person   *id.Of[id.Person]  `json:"person_id"`
	Name     string             `json:"person_name"`
}

func answerComment(l Line) CommentAnswer {
	return CommentAnswer{l.id, l.decision, l.text, l.at, given(l.by), l.Name}
}

func (r *Room) getComments(v *act.View, in decisions.OfDecision) (rest.List[CommentAnswer], error) {
	list, err := r.Comments(v, in.Decision)
	answers := make([]CommentAnswer, len(list))
	for i, l := range list {
		answers[i] = answerComment(l)
	}
	return rest.List[CommentAnswer]{Items: answers}, err
}

// CommentRequest comments a decision.
type CommentRequest struct {
	decisions.OfDecision
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"2000"`
	}
}

func (r *Room) postComment(a *act.Act, in CommentRequest) (CommentAnswer, error) {
	c, err := r.Comment(a, in.Decision, in.Body.Text)
	return answerComment(Line{Comment: c, Name: a.Who.Name}), err
}

// OfComment names a comment by the path.
type OfComment struct {
	Comment id.Of[id.Comment] `path:"comment"`
}

func (r *Room) postWithdrawal(a *act.Act, in OfComment) (CommentAnswer, error) {
	c, err := r.WithdrawComment(a, in.Comment)
	c.text = ""
	return answerComment(Line{Comment: c, Name: a.Who.Name}), err
}

// EntryBody is an entry of the own room as it is written; state, priority, assignee and day are of a task alone.
type EntryBody struct {
	Kind     Kind             `json:"kind,omitempty" enum:"task,note,minutes"`
	Title    string           `json:"title" minLength:"1" maxLength:"200"`
	Text     string           `json:"text,omitempty" maxLength:"10000"`
	State    State            `json:"state,omitempty" enum:"todo,doing,done"`
	Priority Priority         `json:"priority,omitempty" enum:"high,normal,low"`
	Assignee id.Of[id.Person] `json:"assignee_id,omitempty" format:"uuid"`
	Due      civil.Date       `json:"due_on,omitempty" format:"date"`
}

// EntryAnswer is an entry of the own room as the API says it.
type EntryAnswer struct {
	ID       id.Of[id.Entry]   `json:"id"`
	Kind     Kind              `json:"kind" enum:"task,note,minutes"`
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	State    State             `json:"state" enum:",todo,doing,done"`
	Priority Priority          `json:"priority" enum:",high,normal,low"`
	Assignee *id.Of[id.Person] `json:"assignee_id"`
	Due      *civil.Date       `json:"due_on"`
	At       civil.Instant     `json:"at"`
	Person   *id.Of[id.Person] `json:"person_id"`
}

func answerEntry(e Entry) EntryAnswer {
	s := e.said
	return EntryAnswer{e.id, s.Kind, s.Title, s.Text, s.State, s.Priority, given(s.Assignee), given(s.Due), e.at, given(e.by)}
}

func (r *Room) getEntries(v *act.View, in property.OfBuilding) (rest.List[EntryAnswer], error) {
	o, err := r.Own(v, in.Building)
	answers := make([]EntryAnswer, len(o.Entries))
	for i, e := range o.Entries {
		answers[i] = answerEntry(e)
	}
	return rest.List[EntryAnswer]{Items: answers}, err
}

// WriteRequest writes an entry.
type WriteRequest struct {
	property.OfBuilding
	Body EntryBody
}

func (r *Room) postEntry(a *act.Act, in WriteRequest) (EntryAnswer, error) {
	e, err := r.Write(a, in.Building, Said(in.Body))
	return answerEntry(e), err
}

// OfEntry names an entry by the path.
type OfEntry struct {
	Entry id.Of[id.Entry] `path:"entry"`
}

// RewriteRequest says an entry anew.
type RewriteRequest struct {
	OfEntry
	Body EntryBody
}

func (r *Room) putEntry(a *act.Act, in RewriteRequest) (EntryAnswer, error) {
	e, err := r.Rewrite(a, in.Entry, Said(in.Body))
	return answerEntry(e), err
}

// MoveRequest moves a task on the board.
type MoveRequest struct {
	OfEntry
	Body struct {
		State State `json:"state" enum:"todo,doing,done"`
	}
}

func (r *Room) putState(a *act.Act, in MoveRequest) (EntryAnswer, error) {
	e, err := r.Move(a, in.Entry, in.Body.State)
	return answerEntry(e), err
}

func (r *Room) postRemoval(a *act.Act, in OfEntry) (EntryAnswer, error) {
	e, err := r.Remove(a, in.Entry)
	return answerEntry(Entry{id: e.id}), err
}
