// Package confirmations lets everybody see what the associations hold about him, say what has changed, and confirm once a year that it is right.
//
// Each member tells the syndic without delay of a change of address or of standing (art. 3.93 §2). That it is asked once a year is the house's own
// target and no rule of law. Nobody is written to unless the syndic asks him, or has switched on for the building that all are asked every year.
//
//	Own       what one association holds about the reader
//	Answer    a member said that his data are right, or changed them
//	Request   a member was asked by e-mail
//	Standing  a member with his last answer and the last request
//
// Further files: list.go (the list of a building), own.go (the reader's own data). Neighbours: property (the register, where a change is kept), occupants and
// addressees (what else is held about somebody).
package confirmations

import (
	_ "embed"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("confirmations", words) }

// What can be done here; app/policy.go says by whom.
var (
	ConfirmOwnData    = act.NewAction("confirmations.confirm")
	ReadConfirmations = act.NewAction("confirmations.read")
	AskConfirmation   = act.NewAction("confirmations.ask")
)

// Kind says what a member answered.
type Kind string

// The kinds of answers.
const (
	Confirmed Kind = "confirmed"
	Changed   Kind = "changed"
)

// Answer is what a member said of his own data.
type Answer struct {
	id       id.Of[id.Any]
	building id.Of[id.Building]
	member   id.Of[id.Member]
	kind     Kind
	on       civil.Date
	at       civil.Instant
	by       id.Of[id.Person]
}

// Request is a question that a member gets by e-mail.
type Request struct {
	id       id.Of[id.Any]
	building id.Of[id.Building]
	member   id.Of[id.Member]
	on       civil.Date
	at       civil.Instant
	by       id.Of[id.Person] // none: the house, at its hour
	sent     civil.Instant    // when a mail server took the letter; none until then
}

// Setting says whether the members of a building are asked every year.
type Setting struct {
	Yearly  bool
	changed civil.Instant
}

// Standing is a member with what he last said and when he was last asked.
type Standing struct {
	Party     property.Party
	Member    property.Member
	Confirmed civil.Date // the last time; none: never
	Changed   civil.Date
	Asked     Request // the last one; without a day when there is none
}

// Name is the member's name.
func (s Standing) Name() string { return s.Member.Name() }

// happened is what the facts of this room about a member say.
type happened struct {
	Building id.Of[id.Building] `json:"building"`
	Member   id.Of[id.Member]   `json:"member"`
}

func (f happened) about(kind string) act.About {
	return act.About{Kind: "confirmations." + kind, Building: f.Building, Subject: act.Subject(f.Member)}
}

// DataConfirmed is recorded when a member confirmed that his data are right.
type DataConfirmed struct {
	happened
	On civil.Date `json:"on"`
}

// About says what the fact is about.
func (f DataConfirmed) About() act.About { return f.about("confirmed") }

// ConfirmationAsked is recorded when a member is asked whether his data are right.
type ConfirmationAsked struct {
	happened
	Request id.Of[id.Any] `json:"request"`
}

// About says what the fact is about.
func (f ConfirmationAsked) About() act.About { return f.about("asked") }

// RequestSent is recorded when a mail server has taken the letter.
type RequestSent struct {
	happened
	Request id.Of[id.Any] `json:"request"`
}

// About says what the fact is about.
func (f RequestSent) About() act.About { return f.about("sent") }

// YearlySet is recorded when the office says whether all members of a building are asked every year.
type YearlySet struct {
	Building id.Of[id.Building] `json:"building"`
	Yearly   bool               `json:"yearly"`
}

// About says what the fact is about.
func (f YearlySet) About() act.About {
	return act.About{Kind: "confirmations.yearly_set", Building: f.Building, Subject: act.Subject(f.Building)}
}
