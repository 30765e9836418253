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

// AccountSet is recorded when something is said of a bank account.
type AccountSet struct {
	Building id.Of[id.Building] `json:"building"`
	Fund     string             `json:"fund"`
	Account  id.Of[id.Account]  `json:"account"`
}

// About says what the fact is about.
func (f AccountSet) About() act.About {
	return act.About{Kind: "property.account_set", Building: f.Building, Subject: act.Subject(f.Building)}
}

// AccountWithdrawn is recorded when a bank account never was one of the association's.
type AccountWithdrawn struct {
	Building id.Of[id.Building] `json:"building"`
	Fund     string             `json:"fund"`
	Account  id.Of[id.Account]  `json:"account"`
}

// About says what the fact is about.
func (f AccountWithdrawn) About() act.About {
	return act.About{Kind: "property.account_withdrawn", Building: f.Building, Subject: act.Subject(f.Building)}
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

// ParticularsChanged is recorded when a particular of an association is said otherwise; from is none for what was always so.
type ParticularsChanged struct {
	Building id.Of[id.Building] `json:"building"`
	Names    []string           `json:"names"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f ParticularsChanged) About() act.About {
	return act.About{Kind: "property.particulars_changed", Building: f.Building, Subject: act.Subject(f.Building)}
}

// PartFounded is recorded when an association is put beneath its main one.
type PartFounded struct {
	Building id.Of[id.Building] `json:"building"`
	Part     id.Of[id.Building] `json:"part"`
}

// About says what the fact is about.
func (f PartFounded) About() act.About {
	return act.About{Kind: "property.part_founded", Building: f.Building, Subject: act.Subject(f.Part)}
}

// PartDetached is recorded when a partial association stands for itself again.
type PartDetached struct {
	Building id.Of[id.Building] `json:"building"`
	Part     id.Of[id.Building] `json:"part"`
}

// About says what the fact is about.
func (f PartDetached) About() act.About {
	return act.About{Kind: "property.part_detached", Building: f.Building, Subject: act.Subject(f.Part)}
}

// PartLotsPaired is recorded when the lots of a partial association are said to be lots of the main one.
type PartLotsPaired struct {
	Building id.Of[id.Building] `json:"building"`
	Lots     int                `json:"lots"`
}

// About says what the fact is about.
func (f PartLotsPaired) About() act.About {
	return act.About{Kind: "property.part_lots_paired", Building: f.Building, Subject: act.Subject(f.Building)}
}

// LotChanged is recorded when a lot becomes otherwise on a day.
type LotChanged struct {
	Building id.Of[id.Building] `json:"building"`
	Lot      id.Of[id.Lot]      `json:"lot"`
	Shares   int64              `json:"shares"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f LotChanged) About() act.About {
	return act.About{Kind: "property.lot_changed", Building: f.Building, Subject: act.Subject(f.Lot)}
}

// LotDivided is recorded when one lot becomes several; each of them is recorded as added as well.
type LotDivided struct {
	Building id.Of[id.Building] `json:"building"`
	Lineage  id.Of[id.Any]      `json:"lineage"`
	Lot      id.Of[id.Lot]      `json:"lot"`
	Into     []id.Of[id.Lot]    `json:"into"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f LotDivided) About() act.About {
	return act.About{Kind: "property.lot_divided", Building: f.Building, Subject: act.Subject(f.Lot)}
}

// LotsMerged is recorded when several lots become one; it is recorded as added as well.
type LotsMerged struct {
	Building id.Of[id.Building] `json:"building"`
	Lineage  id.Of[id.Any]      `json:"lineage"`
	Lots     []id.Of[id.Lot]    `json:"lots"`
	Into     id.Of[id.Lot]      `json:"into"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f LotsMerged) About() act.About {
	return act.About{Kind: "property.lots_merged", Building: f.Building, Subject: act.Subject(f.Into)}
}

// LineageUndone is recorded when a division or merger is taken back.
type LineageUndone struct {
	Building id.Of[id.Building] `json:"building"`
	Lineage  id.Of[id.Any]      `json:"lineage"`
}

// About says what the fact is about.
func (f LineageUndone) About() act.About {
	return act.About{Kind: "property.lineage_undone", Building: f.Building, Subject: act.Subject(f.Lineage)}
}

// LotsTransferred is recorded when lots pass to a party; each of them is recorded as held as well.
type LotsTransferred struct {
	Building id.Of[id.Building] `json:"building"`
	Transfer id.Of[id.Any]      `json:"transfer"`
	Lots     []id.Of[id.Lot]    `json:"lots"`
	Party    id.Of[id.Party]    `json:"party"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f LotsTransferred) About() act.About {
	return act.About{Kind: "property.lots_transferred", Building: f.Building, Subject: act.Subject(f.Transfer)}
}

// TransferUndone is recorded when a transfer is taken back.
type TransferUndone struct {
	Building id.Of[id.Building] `json:"building"`
	Transfer id.Of[id.Any]      `json:"transfer"`
}

// About says what the fact is about.
func (f TransferUndone) About() act.About {
	return act.About{Kind: "property.transfer_undone", Building: f.Building, Subject: act.Subject(f.Transfer)}
}

// TransferCorrected is recorded when a transfer turns out to have been otherwise; the one that takes its place is recorded after it.
type TransferCorrected struct {
	Building id.Of[id.Building] `json:"building"`
	Transfer id.Of[id.Any]      `json:"transfer"`
}

// About says what the fact is about.
func (f TransferCorrected) About() act.About {
	return act.About{Kind: "property.transfer_corrected", Building: f.Building, Subject: act.Subject(f.Transfer)}
}

// MemberCorrected is recorded when what was known of a person turns out to be otherwise.
type MemberCorrected struct {
	Building id.Of[id.Building] `json:"building"`
	Party    id.Of[id.Party]    `json:"party"`
	Member   id.Of[id.Member]   `json:"member"`
}

// About says what the fact is about.
func (f MemberCorrected) About() act.About {
	return act.About{Kind: "property.member_corrected", Building: f.Building, Subject: act.Subject(f.Member)}
}

// MemberStated is recorded when a member said how he is reached himself.
type MemberStated struct {
	Building id.Of[id.Building] `json:"building"`
	Party    id.Of[id.Party]    `json:"party"`
	Member   id.Of[id.Member]   `json:"member"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f MemberStated) About() act.About {
	return act.About{Kind: "property.member_stated", Building: f.Building, Subject: act.Subject(f.Member)}
}

// MemberChanged is recorded when a person is called or reached otherwise from a day on.
type MemberChanged struct {
	Building id.Of[id.Building] `json:"building"`
	Party    id.Of[id.Party]    `json:"party"`
	Member   id.Of[id.Member]   `json:"member"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f MemberChanged) About() act.About {
	return act.About{Kind: "property.member_changed", Building: f.Building, Subject: act.Subject(f.Member)}
}
