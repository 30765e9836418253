package ballot

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"koprogo/internal/kernel/fault"
)

// MostVotes bounds what is counted: no deed divides a building into more shares.
const MostVotes = 1_000_000_000

// CapArticle is where the cap stands.
const CapArticle = "3.87 §7 al. 4"

// Voter is a person who casts votes: own ones, if any, and those of others.
type Voter struct {
	ID   string
	Own  int64
	Lent []Loan
}

// Loan is the votes that an owner lends to a proxy.
type Loan struct {
	Owner string
	Votes int64
}

// Counted is what a person casts, and how much of it counts.
type Counted struct {
	ID                                string
	Carried, AfterOrigin, AfterPerson int64 // own and proxies; after the cap by origin; after the cap by person, which is what counts
}

// Cut is a reduction: of the votes of an owner or of a person, from so many to so many.
type Cut struct {
	ID       string
	From, To int64
}

// Capping is the votes of all as they count. The voters stand in the order given.
type Capping struct {
	Voters         []Counted
	Origin, Person *Cut // whose votes were too many by origin, and by person; nobody's when nil. Two can never be too many at once
	Article        string
}

// Cap counts the votes of all who are there, art. 3.87 §7 al. 4: nobody takes part in the vote, even as principal or proxy, for more votes than all the
// others present or represented have. It is applied twice. First by origin: the votes that stem from one owner, cast in person or lent, are at most
// those of all other owners; the reduction is spread by largest remainder over those who cast them, so that lending them to several persons does not
// evade it. Then by person: own votes and proxies are at most what all others cast after the first step.
//
// Faults: voter_repeated, proxy_of_oneself, votes_incoherent (negative), too_big (more than MostVotes together).
func Cap(voters []Voter) (Capping, error) {
	if err := coherent(voters); err != nil {
		return Capping{}, err
	}
	c := Capping{Article: CapArticle, Voters: make([]Counted, len(voters))}
	origins, sum := map[string]int64{}, int64(0)
	for i, v := range voters {
		c.Voters[i] = Counted{ID: v.ID, Carried: v.Own}
		origins[v.ID] += v.Own
		for _, l := range v.Lent {
			c.Voters[i].Carried += l.Votes
			origins[l.Owner] += l.Votes
		}
		sum += c.Voters[i].Carried
	}
	for i := range c.Voters {
		c.Voters[i].AfterOrigin = c.Voters[i].Carried
	}
	for owner, votes := range origins {
		if others := sum - votes; votes > others {
			c.Origin = &Cut{owner, votes, others}
			spread(c.Voters, voters, *c.Origin)
			sum = 2 * others
		}
	}
	for i := range c.Voters {
		v := &c.Voters[i]
		v.AfterPerson = v.AfterOrigin
		if others := sum - v.AfterOrigin; v.AfterOrigin > others {
			v.AfterPerson = others
			c.Person = &Cut{v.ID, v.AfterOrigin, others}
		}
	}
	return c, nil
}

func coherent(voters []Voter) error {
	seen, left := map[string]bool{}, int64(MostVotes)
	take := func(votes int64, field string) error {
		switch {
		case votes < 0:
			return fault.Invalid("votes_incoherent", field)
		case votes > left:
			return fault.Invalid("too_big", field).With("max", int64(MostVotes))
		}
		left -= votes
		return nil
	}
	for i, v := range voters {
		at := fmt.Sprintf("voters[%d].", i)
		if seen[v.ID] {
			return fault.Invalid("voter_repeated", at+"id")
		}
		seen[v.ID] = true
		if err := take(v.Own, at+"own_shares"); err != nil {
			return err
		}
		for j, l := range v.Lent {
			from := fmt.Sprintf("%sproxies[%d].", at, j)
			if l.Owner == v.ID {
				return fault.Invalid("proxy_of_oneself", from+"owner_id")
			}
			if err := take(l.Votes, from+"shares"); err != nil {
				return err
			}
		}
	}
	return nil
}

// spread takes a reduction from those who cast the votes of one owner, by largest remainder. Equal remainders are served by name, so that the order of
// the voters changes nothing.
func spread(counted []Counted, voters []Voter, c Cut) {
	type caster struct {
		at    int
		votes int64
		rest  *big.Int
	}
	var casters []caster
	for i, v := range voters {
		votes := int64(0)
		if v.ID == c.ID {
			votes = v.Own
		}
		for _, l := range v.Lent {
			if l.Owner == c.ID {
				votes += l.Votes
			}
		}
		if votes > 0 {
			casters = append(casters, caster{at: i, votes: votes})
		}
	}
	reduction, left := big.NewInt(c.From-c.To), c.From-c.To
	for i, k := range casters {
		floor, rest := new(big.Int).Mul(reduction, big.NewInt(k.votes)), new(big.Int)
		floor.QuoRem(floor, big.NewInt(c.From), rest)
		casters[i].rest = rest
		counted[k.at].AfterOrigin -= floor.Int64()
		left -= floor.Int64()
	}
	slices.SortFunc(casters, func(a, b caster) int {
		return cmp.Or(b.rest.Cmp(a.rest), cmp.Compare(voters[a.at].ID, voters[b.at].ID))
	})
	for _, k := range casters[:left] {
		counted[k.at].AfterOrigin--
	}
}
