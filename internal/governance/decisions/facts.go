package decisions

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// Entered is recorded when a decision is entered.
type Entered struct {
	Building id.Of[id.Building] `json:"building"`
	Decision id.Of[id.Decision] `json:"decision"`
	Assembly civil.Date         `json:"assembly_on"`
	Kind     AssemblyKind       `json:"assembly_kind"`
}

// About says what the fact is about.
func (f Entered) About() act.About {
	return act.About{Kind: "decisions.decision_entered", Building: f.Building, Subject: act.Subject(f.Decision)}
}

// Corrected is recorded when a decision reads otherwise than it was entered.
type Corrected struct {
	Building id.Of[id.Building] `json:"building"`
	Decision id.Of[id.Decision] `json:"decision"`
	Assembly civil.Date         `json:"assembly_on"`
	Kind     AssemblyKind       `json:"assembly_kind"`
}

// About says what the fact is about.
func (f Corrected) About() act.About {
	return act.About{Kind: "decisions.decision_corrected", Building: f.Building, Subject: act.Subject(f.Decision)}
}

// Withdrawn is recorded when a decision that was entered wrongly is taken back.
type Withdrawn struct {
	Building id.Of[id.Building] `json:"building"`
	Decision id.Of[id.Decision] `json:"decision"`
}

// About says what the fact is about.
func (f Withdrawn) About() act.About {
	return act.About{Kind: "decisions.decision_withdrawn", Building: f.Building, Subject: act.Subject(f.Decision)}
}

// Planned is recorded when it is said what must be done of a decision, by whom and by when.
type Planned struct {
	Building id.Of[id.Building] `json:"building"`
	Decision id.Of[id.Decision] `json:"decision"`
	Due      civil.Date         `json:"due_on"`
	Person   id.Of[id.Person]   `json:"person"`
	Supplier id.Of[id.Supplier] `json:"supplier"`
}

// About says what the fact is about.
func (f Planned) About() act.About {
	return act.About{Kind: "decisions.execution_planned", Building: f.Building, Subject: act.Subject(f.Decision)}
}

// Reported is recorded when something was done of a decision. State is empty for a note or a proof alone.
type Reported struct {
	Building id.Of[id.Building] `json:"building"`
	Decision id.Of[id.Decision] `json:"decision"`
	State    State              `json:"state"`
	On       civil.Date         `json:"on"`
	Digest   string             `json:"digest"` // of the proof
}

// About says what the fact is about.
func (f Reported) About() act.About {
	return act.About{Kind: "decisions.progress_reported", Building: f.Building, Subject: act.Subject(f.Decision)}
}

// MinutesAdded is recorded when the minutes of a decision are kept.
type MinutesAdded struct {
	Building id.Of[id.Building] `json:"building"`
	Decision id.Of[id.Decision] `json:"decision"`
	Digest   string             `json:"digest"`
}

// About says what the fact is about.
func (f MinutesAdded) About() act.About {
	return act.About{Kind: "decisions.minutes_added", Building: f.Building, Subject: act.Subject(f.Decision)}
}
