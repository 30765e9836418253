package ballot

import (
	"errors"
	"fmt"
	"math/rand"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/share"

	"pgregory.net/rapid"
)

func rules(t *testing.T) Rules {
	t.Helper()
	r, err := RulesOn(civil.Must("2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The votes of a building of 1 000 shares: for, against, abstained; the rest is absent.
func TestWhatIsAdopted_3_87_8_and_3_88(t *testing.T) {
	for _, c := range []struct {
		majority              share.Majority
		yes, no, abstained    int64
		adopted               bool
		numerator, of, needed int64
		article               string
	}{
		{share.Absolute, 300, 299, 400, true, 300, 599, 300, "3.87 §8"},
		{share.Absolute, 300, 300, 0, false, 300, 600, 301, "3.87 §8"},
		{share.Absolute, 1, 0, 999, true, 1, 1, 1, "3.87 §8"},
		{share.Absolute, 0, 0, 1000, false, 0, 0, 0, "3.87 §8"},
		{share.TwoThirds, 400, 200, 0, true, 400, 600, 400, "3.88 §1 1°"},
		{share.TwoThirds, 399, 200, 401, false, 399, 599, 400, "3.88 §1 1°"},
		{share.FourFifths, 800, 200, 0, true, 800, 1000, 800, "3.88 §1 2°"},
		{share.FourFifths, 799, 200, 0, false, 799, 999, 800, "3.88 §1 2°"},
		{share.FourFifths, 0, 0, 0, false, 0, 0, 0, "3.88 §1 2°"},
		{share.Unanimity, 1000, 0, 0, true, 1000, 1000, 1000, "3.88 §3"},
		{share.Unanimity, 999, 0, 1, false, 999, 1000, 1000, "3.88 §3"},
		{share.UnanimityPresent, 600, 0, 0, true, 600, 600, 600, "3.88 §4"},
		{share.UnanimityPresent, 599, 0, 1, false, 599, 600, 600, "3.88 §4"},
		{share.UnanimityPresent, 0, 0, 0, false, 0, 0, 0, "3.88 §4"},
	} {
		d, err := rules(t).Decide(c.majority, Votes{All: 1000, For: c.yes, Against: c.no, Abstained: c.abstained, Absent: 1000 - c.yes - c.no - c.abstained})
		if err != nil || d.Adopted != c.adopted || d.Numerator != c.numerator || d.Denominator != c.of || d.Needed != c.needed || d.Article != c.article {
			t.Errorf("%s, %d for, %d against, %d abstained: %+v %v", c.majority, c.yes, c.no, c.abstained, d, err)
		}
	}
}

// What absence alone prevented may be decided thirty days later by all who are there then.
func TestUnanimityIsTriedAgain_3_88_4(t *testing.T) {
	for _, c := range []struct {
		story string
		v     Votes
		again bool
	}{
		{"all who came said yes, one was absent", Votes{All: 1000, For: 950, Absent: 50}, true},
		{"one abstained", Votes{All: 1000, For: 900, Abstained: 50, Absent: 50}, false},
		{"one was against", Votes{All: 1000, For: 900, Against: 50, Absent: 50}, false},
		{"it was reached", Votes{All: 1000, For: 1000}, false},
		{"nobody came", Votes{All: 1000, Absent: 1000}, false},
		{"someone was there and did not vote", Votes{All: 1000, For: 900, Absent: 50}, false},
	} {
		d, err := rules(t).Decide(share.Unanimity, c.v)
		if err != nil || (d.Again != nil) != c.again {
			t.Errorf("%s: %+v %v", c.story, d, err)
		}
		if d.Again != nil && (*d.Again != Again{30, share.UnanimityPresent, "3.88 §4"}) {
			t.Errorf("%+v", *d.Again)
		}
	}
}

func TestVotesThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		v     Votes
		field string
	}{
		{Votes{All: 1000, For: 1001}, "for"}, {Votes{All: 1000, For: 600, Against: 401}, "against"}, {Votes{All: 1000, For: -1}, "for"},
		{Votes{All: 1000, For: 600, Against: 300, Abstained: 101}, "abstain"}, {Votes{All: 1000, For: 600, Absent: 401}, "absent"}, {Votes{}, "total_shares"},
	} {
		if _, err := rules(t).Decide(share.Absolute, c.v); !errors.Is(err, fault.Invalid("votes_incoherent", c.field)) || fault.As(err).Field != c.field {
			t.Errorf("%+v: %v", c.v, err)
		}
	}
	if _, err := rules(t).Decide("three_quarters", Votes{All: 10, For: 10}); !errors.Is(err, fault.Invalid("majority_unknown", "majority")) {
		t.Errorf("three quarters are dead: %v", err)
	}
	if _, err := RulesOn(civil.Must("2021-08-31")); err == nil {
		t.Error("a law is known before the law")
	}
}

// A vote in favour never turns what was adopted into what is rejected.
func TestAVoteInFavourNeverHarms_3_87_8(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]share.Majority{share.Absolute, share.TwoThirds, share.FourFifths, share.Unanimity, share.UnanimityPresent}).Draw(t, "majority")
		all := rapid.Int64Range(1, MostVotes).Draw(t, "all")
		yes := rapid.Int64Range(0, all).Draw(t, "for")
		no := rapid.Int64Range(0, all-yes).Draw(t, "against")
		abstained := rapid.Int64Range(0, all-yes-no).Draw(t, "abstained")
		absent := all - yes - no - abstained
		d, err := r.Decide(m, Votes{all, yes, no, abstained, absent})
		if err != nil {
			t.Fatal(err)
		}
		turned := rapid.Int64Range(0, absent).Draw(t, "an absentee comes and votes for")
		if later, _ := r.Decide(m, Votes{all, yes + turned, no, abstained, absent - turned}); d.Adopted && !later.Adopted {
			t.Fatalf("%s: %d more votes in favour and it is rejected", m, turned)
		}
	})
}

// Three proxies for anybody; more as long as own votes and proxies do not exceed a tenth of the votes of all lots.
func TestHowManyProxies_3_87_7(t *testing.T) {
	for _, c := range []struct {
		story   string
		own     int64
		proxies []int64
		syndic  bool
		from    int
		why     Why
	}{
		{"none", 100, nil, false, 0, ByCount},
		{"three, however large", 300, []int64{200, 200, 200}, false, 0, ByCount},
		{"a fourth within a tenth", 20, []int64{20, 20, 20, 20}, false, 0, ByShare},
		{"a fourth that exceeds a tenth by one", 21, []int64{20, 20, 20, 20}, false, 4, TooMany},
		{"the fifth is one too many", 10, []int64{20, 20, 20, 20, 20, 5}, false, 5, TooMany},
		{"a fourth when the three already exceed", 0, []int64{200, 200, 200, 0}, false, 4, TooMany},
		{"someone without votes of one's own", 0, []int64{25, 25, 25, 25}, false, 0, ByShare},
		{"the syndic carries none", 50, []int64{10}, true, 1, Syndic},
		{"the syndic may vote with own lots", 50, nil, true, 0, ByCount},
	} {
		got, err := rules(t).Carry(Holding{All: 1000, Own: c.own, Proxies: c.proxies, Syndic: c.syndic})
		if err != nil || got.RefusedFrom != c.from || got.Allowed != (c.from == 0) || got.Why != c.why || got.Article != "3.87 §7" || got.Limit != 100 {
			t.Errorf("%s: %+v %v", c.story, got, err)
		}
	}
	for field, h := range map[string]Holding{
		"own_shares": {All: 1000, Own: 1001}, "proxies[1].shares": {All: 1000, Own: 500, Proxies: []int64{400, 101}}, "proxies[0].shares": {All: 1000, Proxies: []int64{-1}}, "total_shares": {},
	} {
		if _, err := rules(t).Carry(h); fault.As(err) == nil || fault.As(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func own(id string, votes int64, lent ...Loan) Voter { return Voter{id, votes, lent} }

// Nobody outvotes all the others together, neither as an owner nor as a proxy.
func TestTheCap_3_87_7_al_4(t *testing.T) {
	for _, c := range []struct {
		story  string
		voters []Voter
		want   string
	}{
		{"Anne holds 600, the others who are there 250", []Voter{own("Anne", 600), own("Bart", 150), own("Chloé", 100)}, "Anne 250, Bart 150, Chloé 100"},
		{"half of all is not too much", []Voter{own("Anne", 500), own("Bart", 500)}, "Anne 500, Bart 500"},
		{"a proxy who carries more than all the others", []Voter{own("Anne", 100, Loan{"Dirk", 200}, Loan{"Els", 200}), own("Bart", 250)}, "Anne 250, Bart 250"},
		{"lending half to Bart does not evade it", []Voter{own("Anne", 300), own("Bart", 100, Loan{"Anne", 300}), own("Chloé", 150)}, "Anne 125, Bart 225, Chloé 150"},
		{"lending all to two friends without votes of their own", []Voter{own("Bart", 0, Loan{"Anne", 301}), own("Chloé", 0, Loan{"Anne", 300}), own("Dirk", 200)}, "Bart 100, Chloé 100, Dirk 200"},
		{"by origin first, then by person", []Voter{own("Anne", 0, Loan{"Bart", 600}, Loan{"Chloé", 100}), own("Dirk", 150)}, "Anne 150, Dirk 150"},
		{"alone in the room", []Voter{own("Anne", 600)}, "Anne 0"},
		{"nobody", nil, ""},
	} {
		got, err := Cap(c.voters)
		if text := told(got); err != nil || text != c.want || got.Article != "3.87 §7 al. 4" {
			t.Errorf("%s: %s, want %s (%v)", c.story, text, c.want, err)
		}
	}
}

func told(c Capping) (text string) {
	for i, v := range c.Voters {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %d", v.ID, v.AfterPerson)
	}
	return text
}

func TestVotersThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		voters []Voter
		code   string
		field  string
	}{
		{[]Voter{own("a", 1), own("b", 1), own("a", 1)}, "voter_repeated", "voters[2].id"},
		{[]Voter{own("a", 1, Loan{"a", 1})}, "proxy_of_oneself", "voters[0].proxies[0].owner_id"},
		{[]Voter{own("a", -1)}, "votes_incoherent", "voters[0].own_shares"},
		{[]Voter{own("a", 1, Loan{"b", -1})}, "votes_incoherent", "voters[0].proxies[0].shares"},
		{[]Voter{own("a", MostVotes), own("b", 1)}, "too_big", "voters[1].own_shares"},
	} {
		if _, err := Cap(c.voters); fault.As(err) == nil || fault.As(err).Code != c.code || fault.As(err).Field != c.field {
			t.Errorf("%s at %s: %v", c.code, c.field, err)
		}
	}
}

// room draws who is there: every owner votes in person, lends the votes, or does some of both.
func room(t *rapid.T) (voters []Voter) {
	n := rapid.IntRange(1, 7).Draw(t, "voters")
	for i := range n {
		voters = append(voters, Voter{ID: fmt.Sprint("v", i), Own: rapid.Int64Range(0, 1000).Draw(t, "own")})
	}
	for i := range voters {
		for range rapid.IntRange(0, 3).Draw(t, "loans") {
			owner := fmt.Sprint("v", rapid.IntRange(0, n+3).Draw(t, "owner"))
			if owner != voters[i].ID {
				voters[i].Lent = append(voters[i].Lent, Loan{owner, rapid.Int64Range(0, 1000).Draw(t, "lent")})
			}
		}
	}
	return voters
}

func TestNobodyCountsMoreThanAllTheOthers_3_87_7_al_4(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		voters := room(t)
		c, err := Cap(voters)
		if err != nil {
			t.Fatal(err)
		}
		sum := int64(0)
		for _, v := range c.Voters {
			sum += v.AfterPerson
			if v.AfterPerson < 0 || v.AfterPerson > v.AfterOrigin || v.AfterOrigin > v.Carried {
				t.Fatalf("%+v", v)
			}
		}
		for _, v := range c.Voters {
			if v.AfterPerson > sum-v.AfterPerson {
				t.Fatalf("%s counts %d of %d: %v", v.ID, v.AfterPerson, sum, voters)
			}
		}
		shuffled := append([]Voter{}, voters...)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again, err := Cap(shuffled)
		if err != nil {
			t.Fatal(err)
		}
		by := map[string]Counted{}
		for _, v := range again.Voters {
			by[v.ID] = v
		}
		for _, v := range c.Voters {
			if by[v.ID] != v {
				t.Fatalf("in another order %s counts %d instead of %d: %v", v.ID, by[v.ID].AfterPerson, v.AfterPerson, voters)
			}
		}
	})
}

// However an owner spreads votes over friends who have none of their own, they count together no more than if they had been cast in person.
func TestSplittingProxiesNeverEvadesTheCap_3_87_7_al_4(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		others := rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 4).Draw(t, "others")
		parts := rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 5).Draw(t, "parts")
		var whole, split []Voter
		for i, votes := range others {
			whole = append(whole, own(fmt.Sprint("other", i), votes))
		}
		split, sum := append(split, whole...), int64(0)
		for i, votes := range parts {
			sum += votes
			split = append(split, own(fmt.Sprint("friend", i), 0, Loan{"Anne", votes}))
		}
		count := func(voters []Voter) (counted int64) {
			c, err := Cap(append([]Voter{}, voters...))
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range c.Voters[len(others):] {
				counted += v.AfterPerson
			}
			return counted
		}
		if in, by := count(append(whole, own("Anne", sum))), count(split); by > in {
			t.Fatalf("%d votes count %d when lent in parts and %d in person", sum, by, in)
		}
	})
}
