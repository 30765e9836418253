package property

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// BuildingCreated is recorded when a register begins.
type BuildingCreated struct {
	Building    id.Of[id.Building] `json:"building"`
	Denominator int64              `json:"denominator"`
}

// About says what the fact is about.
func (f BuildingCreated) About() act.About {
	return act.About{Kind: "property.building_created", Building: f.Building, Subject: act.Subject(f.Building)}
}

// BuildingChanged is recorded when what is known of a building changes.
type BuildingChanged struct {
	Building    id.Of[id.Building] `json:"building"`
	Denominator int64              `json:"denominator"`
}

// About says what the fact is about.
func (f BuildingChanged) About() act.About {
	return act.About{Kind: "property.building_changed", Building: f.Building, Subject: act.Subject(f.Building)}
}

// AccountSet is recorded when a fund gets its bank account.
type AccountSet struct {
	Building id.Of[id.Building] `json:"building"`
	Fund     string             `json:"fund"`
}

// About says what the fact is about.
func (f AccountSet) About() act.About {
	return act.About{Kind: "property.account_set", Building: f.Building, Subject: act.Subject(f.Building)}
}

// LotAdded is recorded when a lot enters the register by hand.
type LotAdded struct {
	Building id.Of[id.Building] `json:"building"`
	Lot      id.Of[id.Lot]      `json:"lot"`
	Shares   int64              `json:"shares"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f LotAdded) About() act.About {
	return act.About{Kind: "property.lot_added", Building: f.Building, Subject: act.Subject(f.Lot)}
}

// LotCorrected is recorded when what was known of a lot turns out to be otherwise.
type LotCorrected struct {
	Building id.Of[id.Building] `json:"building"`
	Lot      id.Of[id.Lot]      `json:"lot"`
	Shares   int64              `json:"shares"`
}

// About says what the fact is about.
func (f LotCorrected) About() act.About {
	return act.About{Kind: "property.lot_corrected", Building: f.Building, Subject: act.Subject(f.Lot)}
}

// LotHeld is recorded when a party begins to hold a lot.
type LotHeld struct {
	Building id.Of[id.Building] `json:"building"`
	Lot      id.Of[id.Lot]      `json:"lot"`
	Party    id.Of[id.Party]    `json:"party"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f LotHeld) About() act.About {
	return act.About{Kind: "property.lot_held", Building: f.Building, Subject: act.Subject(f.Lot)}
}

// ListTaken is recorded when a whole list enters the register; the digest is that of the file.
type ListTaken struct {
	Building id.Of[id.Building] `json:"building"`
	Import   id.Of[id.Import]   `json:"import"`
	Digest   string             `json:"digest"`
	Lots     int                `json:"lots"`
	Parties  int                `json:"parties"`
}

// About says what the fact is about.
func (f ListTaken) About() act.About {
	return act.About{Kind: "property.list_taken", Building: f.Building, Subject: act.Subject(f.Import)}
}

// ListReturned is recorded when a list is taken back out of the register.
type ListReturned struct {
	Building id.Of[id.Building] `json:"building"`
	Import   id.Of[id.Import]   `json:"import"`
}

// About says what the fact is about.
func (f ListReturned) About() act.About {
	return act.About{Kind: "property.list_returned", Building: f.Building, Subject: act.Subject(f.Import)}
}

// MemberLinked is recorded when a member gets a sign-in.
type MemberLinked struct {
	Building id.Of[id.Building] `json:"building"`
	Member   id.Of[id.Member]   `json:"member"`
	Person   id.Of[id.Person]   `json:"person"`
}

// About says what the fact is about.
func (f MemberLinked) About() act.About {
	return act.About{Kind: "property.member_linked", Building: f.Building, Subject: act.Subject(f.Member)}
}
