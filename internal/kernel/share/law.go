package share

import (
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

// Majority is the share of votes that a decision needs. All are integer tests; equality suffices for two thirds and four fifths.
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

// Votes are the votes on one decision, in shares, after the cap of art. 3.87 §7 and without those who may not vote (§9).
// Abstained includes blank and void votes. All is the shares of all co-owners; only Unanimity needs it, zero leaves it out.
type Votes struct{ For, Against, Abstained, All int64 }

// Reached tells whether the votes reach the majority, art. 3.87 §8: abstentions, blank and void votes are not votes cast,
// so the denominator is for + against; for the two unanimities an abstention is no yes. A decision for which nobody
// voted is never taken.
// Faults: votes_incoherent (a negative number, or more votes than All), majority_unknown.
func (m Majority) Reached(v Votes) (bool, error) {
	if v.For < 0 || v.Against < 0 || v.Abstained < 0 || v.All < 0 || m == Unanimity && v.All == 0 {
		return false, fault.Invalid("votes_incoherent", "")
	}
	if v.All > 0 && (v.For > v.All || v.Against > v.All-v.For || v.Abstained > v.All-v.For-v.Against) {
		return false, fault.Invalid("votes_incoherent", "")
	}
	switch m {
	case Absolute: // 2*for > for + against
		return v.For > v.Against, nil
	case TwoThirds: // 3*for >= 2*(for + against), that is for >= 2*against
		return v.For > 0 && compare(v.For, 1, v.Against, 2) >= 0, nil
	case FourFifths: // 5*for >= 4*(for + against), that is for >= 4*against
		return v.For > 0 && compare(v.For, 1, v.Against, 4) >= 0, nil
	case Unanimity:
		return v.For == v.All, nil
	case UnanimityPresent:
		return v.For > 0 && v.Against == 0 && v.Abstained == 0, nil
	}
	return false, fault.Invalid("majority_unknown", "majority")
}

// Needed is the least number of votes in favour that reaches the majority when so many votes are cast (for Unanimity: of all
// shares). Zero for an unknown majority or when nothing is cast.
func (m Majority) Needed(cast int64) int64 {
	if cast <= 0 {
		return 0
	}
	switch m {
	case Absolute:
		return cast/2 + 1
	case TwoThirds:
		return cast - cast/3 // ceil(2*cast/3)
	case FourFifths:
		return cast - cast/5 // ceil(4*cast/5)
	case Unanimity, UnanimityPresent:
		return cast
	}
	return 0
}

// Attendance is who is present or represented when the assembly begins. Heads are co-owners: one with three lots is one
// head, and so is an undivided ownership (settled practice, to be confirmed).
type Attendance struct {
	Heads, AllHeads   int64
	Shares, AllShares int64
	Second            bool // a second assembly, called after the first lacked its quorum, at least 15 days later
}

// Quorum is why the assembly may begin, or NoQuorum.
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

// QuorumOf tells whether and why the assembly may begin, art. 3.87 §5. It is judged at the start of the meeting only.
// Fault: attendance_incoherent (a negative number, more present than there are, or a building without owners or shares).
func QuorumOf(a Attendance) (Quorum, error) {
	if a.Heads < 0 || a.Shares < 0 || a.AllHeads <= 0 || a.AllShares <= 0 || a.Heads > a.AllHeads || a.Shares > a.AllShares {
		return NoQuorum, fault.Invalid("attendance_incoherent", "")
	}
	switch {
	case a.Heads == 0:
		return NoQuorum, nil
	case a.Second:
		return BySecondAssembly, nil
	case compare(a.Heads, 2, a.AllHeads, 1) > 0 && compare(a.Shares, 2, a.AllShares, 1) >= 0:
		return ByHeadsAndShares, nil
	case compare(a.Shares, 4, a.AllShares, 3) > 0:
		return ByShares, nil
	}
	return NoQuorum, nil
}

// Cap is the number of votes that count of those carried by one person, art. 3.87 §7 al. 4: nobody takes part in the vote,
// even as principal or proxy, for more votes than all the others present or represented have together. present is the sum
// of all votes present or represented, the carried ones included. Apply it to the votes that one person casts (own and
// proxies) and to the votes that stem from one owner (so that splitting proxies does not evade it).
// Fault: votes_incoherent (a negative number, or more carried than present).
func Cap(carried, present int64) (counted int64, err error) {
	if carried < 0 || present < carried {
		return 0, fault.Invalid("votes_incoherent", "")
	}
	return min(carried, present-carried), nil
}
