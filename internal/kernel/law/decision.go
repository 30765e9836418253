package law

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/share"
)

// Condition is what a decision needs beside its majority.
type Condition string

// The conditions; empty when the majority suffices.
const (
	EachMember         Condition = "each_member"         // each member is elected by a vote of its own
	EveryYear          Condition = "every_year"          // renewed each year
	SpecialReasons     Condition = "special_reasons"     // the minutes state special reasons
	LegitimateInterest Condition = "legitimate_interest" // in the legitimate interest of the association
	BeforeJudge        Condition = "judge"               // the association brings it before the justice of the peace within four months
	ByReport           Condition = "report"              // upon a reasoned report
	ByDeed             Condition = "deed"                // by notarial deed
	InWriting          Condition = "in_writing"          // outside a meeting, by all members in writing
)

// In says the condition for a reader.
func (c Condition) In(l i18n.Lang) string { return i18n.Say(l, "law.condition_"+string(c)) }

// Decision is a kind of decision that an assembly can take.
type Decision struct {
	Code      string // our own, stable: ABS-01
	Majority  share.Majority
	Condition Condition
	Article   string
}

// In is what is decided, in words.
func (d Decision) In(l i18n.Lang) string {
	return i18n.Say(l, "law.decision_"+strings.ToLower(strings.ReplaceAll(d.Code, "-", "_")))
}

// DefaultDecision is everything for which the law asks no more: the absolute majority.
const DefaultDecision = "ABS-01"

// The table of majorities, Civil Code art. 3.85 to 3.97 as in force since 1 September 2021.
var decisions = []Decision{
	{"ABS-01", share.Absolute, "", "3.87 §8"},
	{"ABS-02", share.Absolute, "", "3.87 §8, 3.89 §5 15°-16°"},
	{"ABS-03", share.Absolute, "", "3.89 §1, §7"},
	{"ABS-04", share.Absolute, EachMember, "3.90 §3"},
	{"ABS-05", share.Absolute, EveryYear, "3.91"},
	{"ABS-06", share.Absolute, "", "3.88 §1 1° b"},
	{"ABS-07", share.Absolute, "", "3.89 §5 12°-13°"},
	{"ABS-08", share.Absolute, "", "3.85 §3"},
	{"ABS-09", share.Absolute, "", "3.90 §2"},
	{"T23-01", share.TwoThirds, "", "3.88 §1 1° a"},
	{"T23-02", share.TwoThirds, "", "3.88 §1 1° b"},
	{"T23-03", share.TwoThirds, "", "3.88 §1 1° c"},
	{"T23-04", share.TwoThirds, SpecialReasons, "3.88 §1 1° d"},
	{"T23-05", share.TwoThirds, EveryYear, "3.90 §4"},
	{"F45-01", share.FourFifths, "", "3.88 §1 2° a"},
	{"F45-02", share.FourFifths, "", "3.88 §1 2° b"},
	{"F45-03", share.FourFifths, "", "3.88 §1 2° c"},
	{"F45-04", share.FourFifths, "", "3.88 §1 2° d"},
	{"F45-05", share.FourFifths, LegitimateInterest, "3.88 §1 2° e"},
	{"F45-06", share.FourFifths, "", "3.88 §1 2° f"},
	{"F45-07", share.FourFifths, "", "3.88 §1 2° g"},
	{"F45-08", share.FourFifths, BeforeJudge, "3.88 §1 2° h, 3.92 §1 al. 6"},
	{"F45-09", share.FourFifths, "", "3.86 §3"},
	{"UNA-01", share.Unanimity, ByReport, "3.88 §3"},
	{"UNA-02", share.Unanimity, "", "3.88 §3"},
	{"UNA-03", share.Unanimity, ByDeed, "3.97"},
	{"UNA-04", share.Unanimity, InWriting, "3.87 §11"},
}

// Decisions is the whole table, in the order of the majorities; the list is the caller's own.
func Decisions() []Decision { return slices.Clone(decisions) }

// DecisionOf finds a decision by its code; ok is false when there is none.
func DecisionOf(code string) (d Decision, ok bool) {
	i := slices.IndexFunc(decisions, func(d Decision) bool { return d.Code == code })
	if i < 0 {
		return Decision{}, false
	}
	return decisions[i], true
}
