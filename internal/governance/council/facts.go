package council

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// Commented is recorded when the council or the syndic comments the execution of a decision.
type Commented struct {
	Building id.Of[id.Building] `json:"building"`
	Decision id.Of[id.Decision] `json:"decision"`
	Comment  id.Of[id.Comment]  `json:"comment"`
}

// About says what the fact is about.
func (f Commented) About() act.About {
	return act.About{Kind: "council.comment_made", Building: f.Building, Subject: act.Subject(f.Decision)}
}

// CommentWithdrawn is recorded when somebody takes back what he said.
type CommentWithdrawn Commented

// About says what the fact is about.
func (f CommentWithdrawn) About() act.About {
	return act.About{Kind: "council.comment_withdrawn", Building: f.Building, Subject: act.Subject(f.Decision)}
}

// TargetsSet is recorded when a building sets its own days.
type TargetsSet struct {
	Building id.Of[id.Building] `json:"building"`
	Quotes   int64              `json:"quotes_days"`
	Works    int64              `json:"works_days"`
}

// About says what the fact is about.
func (f TargetsSet) About() act.About {
	return act.About{Kind: "council.targets_set", Building: f.Building, Subject: act.Subject(f.Building)}
}

// MissionGiven is recorded when a mission of the council is entered.
type MissionGiven struct {
	Building id.Of[id.Building] `json:"building"`
	Mission  id.Of[id.Mission]  `json:"mission"`
	Decision id.Of[id.Decision] `json:"decision"`
	From     civil.Date         `json:"from"`
	Until    civil.Date         `json:"until"`
}

// About says what the fact is about.
func (f MissionGiven) About() act.About {
	return act.About{Kind: "council.mission_given", Building: f.Building, Subject: act.Subject(f.Mission)}
}

// MissionEnded is recorded when a mission ends before its last day.
type MissionEnded struct {
	Building id.Of[id.Building] `json:"building"`
	Mission  id.Of[id.Mission]  `json:"mission"`
	On       civil.Date         `json:"on"`
}

// About says what the fact is about.
func (f MissionEnded) About() act.About {
	return act.About{Kind: "council.mission_ended", Building: f.Building, Subject: act.Subject(f.Mission)}
}

// EntryKept is recorded whenever something of the own room is written, moved or removed: that it happened, and nothing of what it was.
type EntryKept struct {
	Building id.Of[id.Building] `json:"-"`
	Entry    id.Of[id.Entry]    `json:"entry"`
}

// About says what the fact is about.
func (f EntryKept) About() act.About {
	return act.About{Kind: "council.entry_kept", Building: f.Building, Subject: act.Subject(f.Entry)}
}

// ReportKept is recorded whenever a draft of a report is begun, worded or thrown away: that it happened, and nothing of what it says.
type ReportKept struct {
	Building id.Of[id.Building] `json:"-"`
	Report   id.Of[id.Report]   `json:"report"`
}

// About says what the fact is about.
func (f ReportKept) About() act.About {
	return act.About{Kind: "council.report_kept", Building: f.Building, Subject: act.Subject(f.Report)}
}

// ReportIssued is recorded when a report is issued, with the digest of each of its papers.
type ReportIssued struct {
	Building id.Of[id.Building]   `json:"building"`
	Report   id.Of[id.Report]     `json:"report"`
	From     civil.Date           `json:"from"`
	Until    civil.Date           `json:"until"`
	Papers   map[i18n.Lang]string `json:"papers"`
}

// About says what the fact is about.
func (f ReportIssued) About() act.About {
	return act.About{Kind: "council.report_issued", Building: f.Building, Subject: act.Subject(f.Report)}
}
