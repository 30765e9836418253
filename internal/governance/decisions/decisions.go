// Package decisions is the register of what an association decided, each decision with its execution: a decision that nobody carries out is only paper.
//
//	Decision      what an assembly, ordinary or not, decided: its day, the point of its agenda, the words, the majority that adopted it (art. 3.87, 3.88)
//	├── Wording   how it reads; a correction is another wording with its reason, and the one before stays readable
//	├── Paper     the minutes in which it stands, kept byte for byte (art. 3.87 §10)
//	├── Plan      what must be done, by whom, by which day, and whether the law or the syndic set that day (art. 3.89 §5 1°)
//	└── Step      what was done: a dated entry with a state, a note or a proof, appended and never overwritten
//
// Decisions of earlier assemblies are entered by hand, as a syndic must who takes over a building in the middle of the year. A decision can be taken back
// as long as no other room cites it; afterwards it is corrected. Overdue is no state: it is derived from the day and from what was done.
//
// Further files: reading.go (what other rooms and readers ask), deadlines.go (the days that execution has), paper_kept.go (what counts as minutes or as a
// proof), list.go (the list of a building), facts.go (what is recorded).
//
// Neighbours: property, suppliers and office (below) say where, and who may be asked to do it. Above: mandates cites decisions, ballot will make them,
// council will read and comment them; each says through Citer what it cites.
package decisions

import (
	_ "embed"
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("decisions", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadDecision   = act.NewAction("decisions.read_decision")
	EnterDecision  = act.NewAction("decisions.enter_decision")
	ReportProgress = act.NewAction("decisions.report_progress")
)

// Majorities are those by which a decision may have been adopted, in the order of the law.
var Majorities = []share.Majority{share.Absolute, share.TwoThirds, share.FourFifths, share.Unanimity, share.UnanimityPresent}

// Entry is what someone says about a decision.
type Entry struct {
	Assembly civil.Date     // the day on which it was taken
	Point    string         // of the agenda, such as 7.2; empty when the minutes do not number
	Title    string         // what it is about, in a line
	Text     string         // as the minutes word it
	Majority share.Majority // empty when the minutes do not say
	Kind     AssemblyKind   // of the assembly; empty when nobody has said it, or says it now
}

// AssemblyKind is what an assembly was. All decisions of one day of a building are of one assembly, and of one kind.
type AssemblyKind string

// The kinds. The yearly one is ordinary (art. 3.87 §2); at the next ordinary one the mandate of a council ends (art. 3.90 §3).
const (
	Ordinary      AssemblyKind = "ordinary"
	Extraordinary AssemblyKind = "extraordinary"
)

// AssemblyKinds are in the order in which they are offered.
var AssemblyKinds = []AssemblyKind{Ordinary, Extraordinary}

// In names the kind for a reader.
func (k AssemblyKind) In(l i18n.Lang) string { return i18n.Say(l, "decisions.assembly_"+string(k)) }

// Plan is what must be done of a decision. Without What there is nothing to be done: the decision executes itself.
type Plan struct {
	What     string
	Due      civil.Date         // the last day; none when nothing was fixed
	Article  string             // of the law that fixes the day; empty for a day of the syndic's own
	Who      string             // in words, when it is neither of the two below
	Person   id.Of[id.Person]   // someone of the office, the council or the auditor
	Supplier id.Of[id.Supplier] // someone who is paid for it
}

// Decision is a decision of an assembly.
type Decision struct {
	id        id.Of[id.Decision]
	building  id.Of[id.Building]
	entered   civil.Instant
	by        id.Of[id.Person]
	withdrawn civil.Instant
	entry     Entry
	plan      Plan
	minutes   Paper
	state     State
	since     civil.Date
}

// Wording is how a decision reads, or read.
type Wording struct {
	Entry
	Reason    string // why it was corrected; empty for the first one
	Learned   civil.Instant
	unlearned civil.Instant
}

// Step is one dated entry of an execution.
type Step struct {
	id    id.Of[id.Any]
	state State // empty: a note or a proof that changes no state
	on    civil.Date
	note  string
	proof Paper
	at    civil.Instant
	by    id.Of[id.Person]
}

const (
	maxPoint = 20
	maxTitle = 200
	maxText  = 10_000
	maxWhat  = 1_000
	maxNote  = 2_000
	maxWho   = 120
)

// New makes a decision that was taken on a day up to today.
func New(building id.Of[id.Building], e Entry, p Plan, today civil.Date, now civil.Instant, by id.Of[id.Person]) (Decision, error) {
	d := Decision{id: id.New[id.Decision](), building: building, entered: now, by: by}
	var faults [2]error
	d.entry, faults[0] = e.checked(today)
	d.plan, faults[1] = p.checked(d.entry.Assembly)
	return d, fault.Join(faults[:]...)
}

func (e Entry) checked(today civil.Date) (Entry, error) {
	e.Point, e.Title, e.Text = tidy(e.Point), tidy(e.Title), strings.TrimSpace(e.Text)
	faults := []error{needed("title", e.Title, maxTitle), needed("text", e.Text, maxText), within("point", e.Point, maxPoint)}
	switch {
	case e.Assembly.None():
		faults = append(faults, fault.Invalid("required", "assembly_on"))
	case e.Assembly.After(today):
		faults = append(faults, fault.Invalid("decision_future", "assembly_on").With("date", today))
	}
	if e.Majority != "" && !slices.Contains(Majorities, e.Majority) {
		faults = append(faults, fault.Invalid("majority_unknown", "majority"))
	}
	if e.Kind != "" && !slices.Contains(AssemblyKinds, e.Kind) {
		faults = append(faults, fault.Invalid("assembly_kind_unknown", "assembly_kind"))
	}
	return e, fault.Join(faults...)
}

func (p Plan) checked(assembly civil.Date) (Plan, error) {
	p.What, p.Article, p.Who = strings.TrimSpace(p.What), tidy(p.Article), tidy(p.Who)
	faults := []error{within("what", p.What, maxWhat), within("article", p.Article, 60), within("who", p.Who, maxWho)}
	named := 0
	for _, is := range []bool{p.Who != "", !p.Person.None(), !p.Supplier.None()} {
		if is {
			named++
		}
	}
	switch {
	case p.What == "" && (named > 0 || !p.Due.None() || p.Article != ""):
		faults = append(faults, fault.Invalid("decision_nothing_to_do", "what"))
	case named > 1:
		faults = append(faults, fault.Invalid("decision_one_person", "who"))
	}
	if !p.Due.None() && p.Due.Before(assembly) {
		faults = append(faults, fault.Invalid("decision_due_before", "due_on").With("date", assembly))
	}
	if p.Article != "" && p.Due.None() {
		faults = append(faults, fault.Invalid("decision_due_needed", "due_on"))
	}
	return p, fault.Join(faults...)
}

func needed(field, text string, most int) error {
	if text == "" {
		return fault.Invalid("required", field)
	}
	return within(field, text, most)
}

func within(field, text string, most int) error {
	if len([]rune(text)) > most {
		return fault.Invalid("too_long", field).With("max", most)
	}
	return nil
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// ID is the decision's identifier.
func (d Decision) ID() id.Of[id.Decision] { return d.id }

// Building is the building that it binds.
func (d Decision) Building() id.Of[id.Building] { return d.building }

// Entry is how it reads.
func (d Decision) Entry() Entry { return d.entry }

// Assembly is the day on which it was taken.
func (d Decision) Assembly() civil.Date { return d.entry.Assembly }

// Point is the point of the agenda; empty when it has none.
func (d Decision) Point() string { return d.entry.Point }

// Title is what it is about.
func (d Decision) Title() string { return d.entry.Title }

// Plan is what must be done of it.
func (d Decision) Plan() Plan { return d.plan }

// State is how far its execution is, and Since the day of that.
func (d Decision) State() State {
	switch {
	case d.plan.What == "":
		return Nothing
	case d.state == "":
		return Pending
	}
	return d.state
}

// Since is the day on which the state of the execution was reached; none before anything was reported.
func (d Decision) Since() civil.Date { return d.since }

// Withdrawn tells whether it was taken back.
func (d Decision) Withdrawn() bool { return !d.withdrawn.None() }

// Minutes are the minutes in which it stands; ok is false as long as there are none.
func (d Decision) Minutes() (p Paper, ok bool) { return d.minutes, d.minutes.Kept() }
