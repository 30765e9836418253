package purchases

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
)

// Unit is that in which a period of notice is counted.
type Unit string

// Units are in the order in which they are offered.
var Units = []Unit{"months", "weeks", "days"}

// In names the unit for a reader.
func (u Unit) In(l i18n.Lang) string { return i18n.Say(l, "purchases.unit_"+string(u)) }

// Rhythm is how often a contract is paid; empty when nobody said.
type Rhythm string

// Rhythms are in the order in which they are offered.
var Rhythms = []Rhythm{"month", "quarter", "half_year", "year"}

// In names the rhythm for a reader.
func (r Rhythm) In(l i18n.Lang) string { return i18n.Say(l, "purchases.rhythm_"+string(r)) }

// Terms are what someone says about a recurring contract.
type Terms struct {
	Supplier    id.Of[id.Supplier]
	What        string     // what it is for: the upkeep of the lift
	Signed      civil.Date // the day on which it was concluded; the first day when nobody says
	From, Until civil.Date // the first and the last day; no last day: until notice is given
	Notice      int64      // how long before the end notice must be given, in units
	Unit        Unit
	Amount      money.Cents // for each period; 0 when it varies
	Rhythm      Rhythm
	Account     string        // on which its invoices are booked; nobody said when empty
	Key         id.Of[id.Key] // by which they are shared; nobody said when none
	Own         bool          // with the syndic, a relative or a linked company (art. 3.89 §5 13°)
	Decision    id.Of[id.Decision]
}

// Contract is a recurring contract of an association with a supplier.
type Contract struct {
	id       id.Of[Contract]
	building id.Of[id.Building]
	terms    Terms
	ended    civil.Date
	reason   string
	paper    Voucher
}

// Evaluation is what the syndic reports of a contract to the ordinary assembly of a year.
type Evaluation struct {
	id       id.Of[id.Any]
	contract id.Of[Contract]
	Year     int64
	Text     string
	Rating   int64 // 1 to 5; 0 when nobody rated
	At       civil.Instant
	By       id.Of[id.Person]
}

const (
	maxWhat       = 200
	maxNotice     = 400
	maxEvaluation = 2000
)

func (t Terms) checked() (Terms, error) {
	t.What = tidy(t.What)
	if t.Unit == "" {
		t.Unit = "months"
	}
	if t.Signed.None() {
		t.Signed = t.From
	}
	var faults []error
	switch n := len([]rune(t.What)); {
	case n == 0:
		faults = append(faults, fault.Invalid("required", "what"))
	case n > maxWhat:
		faults = append(faults, fault.Invalid("too_long", "what").With("max", maxWhat))
	}
	switch {
	case t.From.None():
		faults = append(faults, fault.Invalid("required", "from"))
	case !t.Until.None() && t.Until.Before(t.From):
		faults = append(faults, fault.Invalid("period_reversed", "until"))
	case !t.Until.None() && t.Until.Before(t.Signed):
		faults = append(faults, fault.Invalid("contract_signed_late", "signed_on").With("date", t.Until))
	}
	if t.Notice < 0 || t.Notice > maxNotice || !slices.Contains(Units, t.Unit) {
		faults = append(faults, fault.Invalid("contract_notice", "notice"))
	}
	if t.Amount < 0 {
		faults = append(faults, fault.Invalid("contract_amount", "amount_cents"))
	}
	if t.Amount != 0 && !slices.Contains(Rhythms, t.Rhythm) {
		faults = append(faults, fault.Invalid("contract_rhythm", "period"))
	}
	faults = append(faults, t.Amount.Within("amount_cents"))
	return t, fault.Join(faults...)
}

// ID is the contract's identifier.
func (c Contract) ID() id.Of[Contract] { return c.id }

// Building is the building that it is for.
func (c Contract) Building() id.Of[id.Building] { return c.building }

// Terms are what is known of it.
func (c Contract) Terms() Terms { return c.terms }

// Last is its last day; none while it runs until notice.
func (c Contract) Last() civil.Date {
	if !c.ended.None() {
		return c.ended
	}
	return c.terms.Until
}

// Runs tells whether it binds on a day.
func (c Contract) Runs(on civil.Date) bool {
	return !on.Before(c.terms.From) && (c.Last().None() || !c.Last().Before(on))
}

// Over tells whether its last day is past.
func (c Contract) Over(today civil.Date) bool { return !c.Last().None() && c.Last().Before(today) }

// Ended is the day on which it was ended before its time, and why; none when it was not.
func (c Contract) Ended() (civil.Date, string) { return c.ended, c.reason }

// NoticeBy is the last day on which notice reaches the other side in time; none when it has no last day, or was ended already.
func (c Contract) NoticeBy() civil.Date {
	if !c.ended.None() {
		return civil.Date{}
	}
	return NoticeBy(c.terms.Until, c.terms.Notice, c.terms.Unit)
}

// Paper is its document; ok is false as long as there is none.
func (c Contract) Paper() (v Voucher, ok bool) { return c.paper, c.paper.ref.SHA256 != "" }

// end ends the contract on a day, before its time.
func (c *Contract) end(on civil.Date, reason string) error {
	reason = strings.TrimSpace(reason)
	var faults []error
	switch {
	case !c.ended.None():
		return fault.Conflict("contract_ended").With("date", c.ended)
	case on.None():
		faults = append(faults, fault.Invalid("required", "on"))
	case on.Before(c.terms.From):
		faults = append(faults, fault.Invalid("contract_end_before", "on").With("date", c.terms.From))
	case !c.terms.Until.None() && on.After(c.terms.Until):
		faults = append(faults, fault.Invalid("contract_end_after", "on").With("date", c.terms.Until))
	}
	switch {
	case reason == "":
		faults = append(faults, fault.Invalid("required", "reason"))
	case len([]rune(reason)) > 300:
		faults = append(faults, fault.Invalid("too_long", "reason").With("max", 300))
	}
	c.ended, c.reason = on, reason
	return fault.Join(faults...)
}

func (e Evaluation) checked(c Contract, today civil.Date) (Evaluation, error) {
	e.Text = strings.TrimSpace(e.Text)
	var faults []error
	switch n := len([]rune(e.Text)); {
	case n == 0:
		faults = append(faults, fault.Invalid("required", "text"))
	case n > maxEvaluation:
		faults = append(faults, fault.Invalid("too_long", "text").With("max", maxEvaluation))
	}
	first, last := int64(c.terms.From.Year()), int64(today.Year())+1
	if e.Year < first || e.Year > last {
		faults = append(faults, fault.Invalid("evaluation_year", "year").With("first", first).With("last", last))
	}
	if e.Rating < 0 || e.Rating > 5 {
		faults = append(faults, fault.Invalid("evaluation_rating", "rating"))
	}
	return e, fault.Join(faults...)
}
