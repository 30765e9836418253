package share

import "koprogo/internal/kernel/i18n"

// Majority is the share of votes that a decision needs; how votes are counted is told by governance/ballot.
type Majority string

// The majorities of the Civil Code, Book 3. There is no "simple majority" beside the absolute one, and the three quarters
// of before 2019 are gone.
const (
	Absolute         Majority = "absolute"          // more than half of the votes cast: art. 3.87 §8
	TwoThirds        Majority = "two_thirds"        // at least two thirds of the votes cast: art. 3.88 §1 1°
	FourFifths       Majority = "four_fifths"       // at least four fifths of the votes cast: art. 3.88 §1 2°
	Unanimity        Majority = "unanimity"         // all shares of all co-owners, absentees included: art. 3.88 §3
	UnanimityPresent Majority = "unanimity_present" // second assembly, after at least 30 days: all who are there: art. 3.88 §4
)

// In names the majority for a reader.
func (m Majority) In(l i18n.Lang) string { return i18n.Say(l, "share.majority_"+string(m)) }

// Attendance is who is present or represented when the assembly begins. Heads are co-owners: one with three lots is one
// head, and so is an undivided ownership (settled practice, to be confirmed).
type Attendance struct {
	Heads, AllHeads   int64
	Shares, AllShares int64
	Second            bool // a second assembly, called after the first lacked its quorum, at least 15 days later
}

// Quorum is why the assembly may begin, or NoQuorum; governance/assembly judges it.
type Quorum string

// The ways to a quorum, art. 3.87 §5.
const (
	NoQuorum         Quorum = "none"
	ByHeadsAndShares Quorum = "heads_and_shares" // more than half of the co-owners and at least half of the shares
	ByShares         Quorum = "three_quarters"   // more than three quarters of the shares, whatever the heads
	BySecondAssembly Quorum = "second_assembly"  // a second assembly needs no quorum; one person at least must be there
)

// In says the reason for a reader.
func (q Quorum) In(l i18n.Lang) string { return i18n.Say(l, "share.quorum_"+string(q)) }
