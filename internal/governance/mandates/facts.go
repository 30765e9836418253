package mandates

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// Appointed is recorded when somebody is appointed, or appointed again.
type Appointed struct {
	Building id.Of[id.Building] `json:"building"`
	Mandate  id.Of[id.Mandate]  `json:"mandate"`
	Kind     Kind               `json:"kind"`
	Decision id.Of[id.Decision] `json:"decision"`
	Member   id.Of[id.Member]   `json:"member"`
	Person   id.Of[id.Person]   `json:"person"`
	From     civil.Date         `json:"from"`
	Until    civil.Date         `json:"until"`
}

// About says what the fact is about.
func (f Appointed) About() act.About {
	return act.About{Kind: "mandates.mandate_given", Building: f.Building, Subject: act.Subject(f.Mandate)}
}

// Corrected is recorded when a mandate was entered otherwise than it is.
type Corrected Appointed

// About says what the fact is about.
func (f Corrected) About() act.About {
	return act.About{Kind: "mandates.mandate_corrected", Building: f.Building, Subject: act.Subject(f.Mandate)}
}

// Ended is recorded when a mandate ends.
type Ended struct {
	Building id.Of[id.Building] `json:"building"`
	Mandate  id.Of[id.Mandate]  `json:"mandate"`
	Kind     Kind               `json:"kind"`
	On       civil.Date         `json:"on"`
	Reason   EndReason          `json:"reason"`
	Decision id.Of[id.Decision] `json:"decision"`
}

// About says what the fact is about.
func (f Ended) About() act.About {
	return act.About{Kind: "mandates.mandate_ended", Building: f.Building, Subject: act.Subject(f.Mandate)}
}

// Withdrawn is recorded when a mandate that was entered wrongly is taken back.
type Withdrawn struct {
	Building id.Of[id.Building] `json:"building"`
	Mandate  id.Of[id.Mandate]  `json:"mandate"`
}

// About says what the fact is about.
func (f Withdrawn) About() act.About {
	return act.About{Kind: "mandates.mandate_withdrawn", Building: f.Building, Subject: act.Subject(f.Mandate)}
}

// ContractSet is recorded when the contract of a syndic is entered.
type ContractSet struct {
	Building id.Of[id.Building] `json:"building"`
	Mandate  id.Of[id.Mandate]  `json:"mandate"`
	Until    civil.Date         `json:"until"`
	Digest   string             `json:"digest"` // of the paper
}

// About says what the fact is about.
func (f ContractSet) About() act.About {
	return act.About{Kind: "mandates.contract_set", Building: f.Building, Subject: act.Subject(f.Mandate)}
}

// DutyDone is recorded when it is proven that a duty was done.
type DutyDone struct {
	Building id.Of[id.Building] `json:"building"`
	Mandate  id.Of[id.Mandate]  `json:"mandate"`
	Duty     Duty               `json:"duty"`
	On       civil.Date         `json:"on"`
	Digest   string             `json:"digest"`
}

// About says what the fact is about.
func (f DutyDone) About() act.About {
	return act.About{Kind: "mandates.duty_done", Building: f.Building, Subject: act.Subject(f.Mandate)}
}
