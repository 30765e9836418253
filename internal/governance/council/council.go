// Package council is where those who watch over the syndic do so (art. 3.90): in the open, with the syndic, and among themselves.
//
//	Comment   a dated line on the execution of a decision, by the council or the syndic; both see the same line
//	Targets   the building's own days for what no law dates: quotes asked, voted works done
//	Mission   what the assembly gave to the council beyond the law: determined acts, by two thirds, for a year at most (art. 3.90 §4)
//	Entry     a note, minutes or a task of the council's own room
//	Report    what the council tells the ordinary assembly of a period: drafted from the facts, worded by the council, kept as issued (art. 3.90 §4)
//
// The own room is for council members alone. Who they are is told by their sign-in: the role of council in this building, held by somebody who has no role
// of syndic or accountant anywhere in the office. Their mandate is not asked for as well: the syndic enters mandates as he enters roles, so it would shut
// nobody out, and a council elected yesterday whose mandate is not written yet must be able to work. The room names instead all who can enter it, so that
// a stranger among them is seen.
//
// Of an entry the chain of facts keeps that somebody kept one, and when: its identifier, its building, its author; no word of it, and no difference
// between writing, moving and removing. Nothing else leaves the room: no list, search, letter, calendar or export reads it, and nobody enters by seeing as
// another. Its words lie in the database of the house like all others: who operates the server can read them, and the page says so.
//
// A report begins as a draft, which is the council's alone like its room; nothing of the room is in it unless a member puts it in. Issued, it is for the
// assembly: it can be read by whoever may read decisions, in four languages, byte for byte as it was issued.
//
// Further files: follow.go (the follow-up with the syndic), room.go (the own room), report.go (the report and its verbs), report_facts.go (what a report
// tells by itself), facts.go (what is recorded), pages_room.go and pages_report.go (their pages), api_report.go (the report for programs).
//
// Neighbours: decisions (below) carry the execution, mandates say who sits in the council.
package council

import (
	_ "embed"
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("council", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadFollowUp  = act.NewAction("council.read_follow_up")
	CommentFollow = act.NewAction("council.comment_decision")
	ChangeTargets = act.NewAction("council.change_targets")
	EnterMission  = act.NewAction("council.enter_mission")
	EnterOwnRoom  = act.NewAction("council.enter_own_room")
	WriteReport   = act.NewAction("council.write_report")
	ReadReport    = act.NewAction("council.read_report")
)

// Comment is what the council or the syndic says of the execution of a decision.
type Comment struct {
	id        id.Of[id.Comment]
	building  id.Of[id.Building]
	decision  id.Of[id.Decision]
	text      string
	at        civil.Instant
	by        id.Of[id.Person]
	withdrawn civil.Instant
}

// Targets are the building's own days; no law sets them.
type Targets struct {
	Quotes int64 // within which quotes are asked after the assembly
	Works  int64 // within which voted works are done
}

// usual are the targets of a building that has not set its own: habits, no law.
var usual = Targets{Quotes: 30, Works: 60}

// mostDays bounds a target.
const mostDays = 730

func (t Targets) checked() error {
	var faults []error
	for field, days := range map[string]int64{"quotes_days": t.Quotes, "works_days": t.Works} {
		if days < 1 || days > mostDays {
			faults = append(faults, fault.Invalid("target_days", field).With("max", mostDays))
		}
	}
	return fault.Join(faults...)
}

// Mission is what the assembly gave to the council beyond the law.
type Mission struct {
	id          id.Of[id.Mission]
	building    id.Of[id.Building]
	decision    id.Of[id.Decision]
	text        string
	from, until civil.Date // the first and the last day
	entered     civil.Instant
	by          id.Of[id.Person]
	ended       civil.Date // the last day, when it ended before
}

// MissionState is how a mission stands on a day.
type MissionState string

// The states of a mission.
const (
	ToCome MissionState = "to_come"
	Runs   MissionState = "runs"
	Over   MissionState = "over"
)

// State tells how a mission stands: past its last day it is over, whatever anybody still does.
func (m Mission) State(today civil.Date) MissionState {
	switch {
	case today.Before(m.from):
		return ToCome
	case m.Last().Before(today):
		return Over
	}
	return Runs
}

// Last is the last day of a mission.
func (m Mission) Last() civil.Date {
	if !m.ended.None() {
		return m.ended
	}
	return m.until
}

// Kind is what an entry of the own room is.
type Kind string

// Kinds are in the order in which they are offered.
var Kinds = []Kind{"task", "note", "minutes"}

// In names the kind for a reader.
func (k Kind) In(l i18n.Lang) string { return i18n.Say(l, "council.kind_"+string(k)) }

// State is where a task hangs on the board.
type State string

// States are the columns of the board.
var States = []State{"todo", "doing", "done"}

// In names the state for a reader.
func (s State) In(l i18n.Lang) string { return i18n.Say(l, "council.state_"+string(s)) }

// Priority says what comes first.
type Priority string

// Priorities are in the order in which they come.
var Priorities = []Priority{"high", "normal", "low"}

// In names the priority for a reader.
func (p Priority) In(l i18n.Lang) string { return i18n.Say(l, "council.priority_"+string(p)) }

// Said is what someone writes in the own room. State, priority, assignee and day are of a task alone.
type Said struct {
	Kind     Kind
	Title    string
	Text     string
	State    State
	Priority Priority
	Assignee id.Of[id.Person]
	Due      civil.Date
}

// Entry is a note, minutes or a task of the own room.
type Entry struct {
	id       id.Of[id.Entry]
	building id.Of[id.Building]
	said     Said
	at       civil.Instant
	by       id.Of[id.Person]
	changed  civil.Instant
}

const (
	maxTitle = 200
	maxText  = 10_000
	maxSaid  = 2_000
)

func (s Said) checked(members []id.Of[id.Person]) (Said, error) {
	s.Title, s.Text = strings.Join(strings.Fields(s.Title), " "), strings.TrimSpace(s.Text)
	var faults []error
	if !slices.Contains(Kinds, s.Kind) {
		faults = append(faults, fault.Invalid("required", "kind"))
	}
	faults = append(faults, needed("title", s.Title, maxTitle))
	if len([]rune(s.Text)) > maxText {
		faults = append(faults, fault.Invalid("too_long", "text").With("max", maxText))
	}
	if s.Kind != "task" {
		s.State, s.Priority, s.Assignee, s.Due = "", "", id.Of[id.Person]{}, civil.Date{}
		return s, fault.Join(faults...)
	}
	if s.State == "" {
		s.State = States[0]
	}
	if s.Priority == "" {
		s.Priority = "normal"
	}
	if !slices.Contains(States, s.State) {
		faults = append(faults, fault.Invalid("required", "state"))
	}
	if !slices.Contains(Priorities, s.Priority) {
		faults = append(faults, fault.Invalid("required", "priority"))
	}
	if !s.Assignee.None() && !slices.Contains(members, s.Assignee) {
		faults = append(faults, fault.Invalid("entry_assignee", "assignee_id"))
	}
	return s, fault.Join(faults...)
}

func needed(field, text string, most int) error {
	switch {
	case text == "":
		return fault.Invalid("required", field)
	case len([]rune(text)) > most:
		return fault.Invalid("too_long", field).With("max", most)
	}
	return nil
}

// ID is the entry's identifier.
func (e Entry) ID() id.Of[id.Entry] { return e.id }

// ID is the mission's identifier.
func (m Mission) ID() id.Of[id.Mission] { return m.id }

// ID is the comment's identifier.
func (c Comment) ID() id.Of[id.Comment] { return c.id }
