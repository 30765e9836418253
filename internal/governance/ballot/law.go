package ballot

import (
	"fmt"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/share"
)

// Rules are the numbers of the law of votes as they hold on a day.
type Rules struct {
	fractions               map[share.Majority]law.Parameter
	again, most, mostShares law.Parameter
}

// RulesOn reads the rules of a day. Fault: law_value_unknown for a day before the law that we know.
func RulesOn(day civil.Date) (Rules, error) {
	r := Rules{fractions: map[share.Majority]law.Parameter{}}
	var absolute, twoThirds, fourFifths law.Parameter
	var err error
	for _, p := range []struct {
		key string
		to  *law.Parameter
	}{
		{"ag.majority_absolute", &absolute}, {"ag.majority_two_thirds", &twoThirds}, {"ag.majority_four_fifths", &fourFifths},
		{"ag.unanimity_second_min_days", &r.again}, {"ag.proxy_max", &r.most}, {"ag.proxy_share_max", &r.mostShares},
	} {
		if *p.to, err = law.Find(p.key, day, belgium.Federal); err != nil {
			return Rules{}, err
		}
	}
	r.fractions[share.Absolute], r.fractions[share.TwoThirds], r.fractions[share.FourFifths] = absolute, twoThirds, fourFifths
	return r, nil
}

// Votes are the votes on one decision, in shares, after the cap. Abstained includes blank and void votes.
type Votes struct{ All, For, Against, Abstained, Absent int64 }

// Decision is what came of a vote: so many of so many, and what was needed.
type Decision struct {
	Adopted                        bool
	Majority                       share.Majority
	Numerator, Denominator, Needed int64 // Needed is the least numerator that is enough; 0 when no vote was cast
	Article                        string
	Again                          *Again // a second assembly may decide what only absence prevented
}

// Again is the second assembly of art. 3.88 §4, at which the unanimity of those who are there is enough.
type Again struct {
	AfterDays int
	Majority  share.Majority
	Article   string
}

// Decide counts a vote, art. 3.87 §8: abstentions, blank and void votes are no votes cast, so that the fraction is for over for and against. Unanimity
// is of all co-owners (art. 3.88 §3): whoever is absent or abstains prevents it. Where absence alone prevented it, a second assembly after so many
// days decides by the unanimity of those who are there (art. 3.88 §4). A decision for which nobody voted is never taken.
//
// Faults: votes_incoherent at the figure with which the votes exceed the whole, majority_unknown.
func (r Rules) Decide(m share.Majority, v Votes) (Decision, error) {
	if err := v.coherent(); err != nil {
		return Decision{}, err
	}
	unanimous, _ := law.DecisionOf("UNA-01")
	switch m {
	case share.Unanimity:
		d := Decision{Adopted: v.For == v.All, Majority: m, Numerator: v.For, Denominator: v.All, Needed: v.All, Article: unanimous.Article}
		if v.For > 0 && v.Absent > 0 && v.For+v.Absent == v.All {
			d.Again = &Again{r.again.Int(), share.UnanimityPresent, r.again.Article}
		}
		return d, nil
	case share.UnanimityPresent:
		there := v.For + v.Against + v.Abstained
		return Decision{Adopted: there > 0 && v.For == there, Majority: m, Numerator: v.For, Denominator: there, Needed: there, Article: r.again.Article}, nil
	}
	need, known := r.fractions[m]
	if !known {
		return Decision{}, fault.Invalid("majority_unknown", "majority")
	}
	cast := v.For + v.Against
	return Decision{Adopted: need.Met(v.For, cast), Majority: m, Numerator: v.For, Denominator: cast, Needed: need.Least(cast), Article: need.Article}, nil
}

// coherent tells whether these votes can be: none is negative, and together they do not exceed the whole.
func (v Votes) coherent() error {
	left := v.All
	for _, part := range []struct {
		votes int64
		field string
	}{{v.For, "for"}, {v.Against, "against"}, {v.Abstained, "abstain"}, {v.Absent, "absent"}} {
		if part.votes < 0 || part.votes > left {
			return fault.Invalid("votes_incoherent", part.field)
		}
		left -= part.votes
	}
	if v.All <= 0 {
		return fault.Invalid("votes_incoherent", "total_shares")
	}
	return nil
}

// Holding is what a person would carry into the vote. All is the votes of all lots, not only of those present.
type Holding struct {
	All, Own int64
	Proxies  []int64
	Syndic   bool
}

// Why says which rule decided about proxies.
type Why string

// The reasons of art. 3.87 §7.
const (
	ByCount Why = "by_count" // no more proxies than the law counts
	ByShare Why = "by_share" // more, but own votes and proxies stay within the share
	TooMany Why = "too_many" // more, and beyond the share
	Syndic  Why = "syndic"   // the syndic is nobody's proxy
)

// Carrying is whether a person may carry these proxies.
type Carrying struct {
	Allowed     bool
	RefusedFrom int // the first proxy that is one too many, counted from 1; 0 when all are allowed
	Why         Why
	Most        int   // proxies that need no further test
	Carried     int64 // own votes and all proxies
	Limit       int64 // the most votes with which more proxies are allowed
	Article     string
}

// Carry judges proxies in the order in which they were given, art. 3.87 §7: so many per person, or more as long as own votes and proxies do not exceed
// the share of the votes of all lots; equality is allowed. The syndic is never a proxy, and may vote with own lots.
//
// Fault: votes_incoherent at own_shares or proxies[i].shares.
func (r Rules) Carry(h Holding) (Carrying, error) {
	if h.All <= 0 {
		return Carrying{}, fault.Invalid("votes_incoherent", "total_shares")
	}
	if h.Own < 0 || h.Own > h.All {
		return Carrying{}, fault.Invalid("votes_incoherent", "own_shares")
	}
	most, limit := r.most.Int(), r.mostShares
	c := Carrying{Why: ByCount, Most: most, Carried: h.Own, Limit: limit.Greatest(h.All), Article: limit.Article}
	for i, votes := range h.Proxies {
		if votes < 0 || votes > h.All-c.Carried {
			return Carrying{}, fault.Invalid("votes_incoherent", fmt.Sprintf("proxies[%d].shares", i))
		}
		c.Carried += votes
		if i >= most && c.Carried > c.Limit && c.RefusedFrom == 0 {
			c.RefusedFrom = i + 1
		}
	}
	switch {
	case h.Syndic && len(h.Proxies) > 0:
		c.Why, c.RefusedFrom = Syndic, 1
	case c.RefusedFrom > 0:
		c.Why = TooMany
	case len(h.Proxies) > most:
		c.Why = ByShare
	}
	c.Allowed = c.RefusedFrom == 0
	return c, nil
}
