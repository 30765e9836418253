package share

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"koprogo/internal/kernel/fault"

	"pgregory.net/rapid"
)

// A building of 1 000 shares and ten co-owners.
func TestQuorum_3_87_5(t *testing.T) {
	for _, c := range []struct {
		story         string
		heads, shares int64
		second        bool
		want          Quorum
	}{
		{"six of ten heads, 480 shares: too few shares", 6, 480, false, NoQuorum},
		{"six of ten heads, 500 shares: half of the shares suffices", 6, 500, false, ByHeadsAndShares},
		{"five of ten heads, 500 shares: half of the heads is not more than half", 5, 500, false, NoQuorum},
		{"two heads, 751 shares: more than three quarters", 2, 751, false, ByShares},
		{"two heads, 750 shares: three quarters are not more than three quarters", 2, 750, false, NoQuorum},
		{"all of them", 10, 1000, false, ByHeadsAndShares},
		{"second assembly, one head", 1, 90, true, BySecondAssembly},
		{"second assembly, six heads with 500 shares", 6, 500, true, BySecondAssembly},
		{"second assembly, nobody came", 0, 0, true, NoQuorum},
		{"first assembly, nobody came", 0, 0, false, NoQuorum},
	} {
		got, err := QuorumOf(Attendance{Heads: c.heads, AllHeads: 10, Shares: c.shares, AllShares: 1000, Second: c.second})
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.story, got, err, c.want)
		}
	}
}

func TestQuorum_3_87_5_refusesNonsense(t *testing.T) {
	for _, a := range []Attendance{
		{Heads: 11, AllHeads: 10, Shares: 500, AllShares: 1000},
		{Heads: 5, AllHeads: 10, Shares: 1001, AllShares: 1000},
		{Heads: -1, AllHeads: 10, Shares: 500, AllShares: 1000},
		{Heads: 5, AllHeads: 10, Shares: -5, AllShares: 1000},
		{},
	} {
		if _, err := QuorumOf(a); !errors.Is(err, fault.Invalid("attendance_incoherent", "")) {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

func TestMajorities_3_87_8_and_3_88(t *testing.T) {
	for _, c := range []struct {
		story string
		m     Majority
		v     Votes
		want  bool
	}{
		{"absolute: 501 for, 500 against", Absolute, Votes{For: 501, Against: 500}, true},
		{"absolute: a tie is no majority", Absolute, Votes{For: 500, Against: 500}, false},
		{"absolute: abstentions are not votes cast (3.87 §8)", Absolute, Votes{For: 2, Against: 1, Abstained: 900}, true},
		{"absolute: nobody voted for", Absolute, Votes{Abstained: 900}, false},
		{"two thirds: 400 for, 200 against, equality suffices", TwoThirds, Votes{For: 400, Against: 200}, true},
		{"two thirds: 399 for, 200 against", TwoThirds, Votes{For: 399, Against: 200}, false},
		{"two thirds: abstentions never in the denominator", TwoThirds, Votes{For: 400, Against: 200, Abstained: 400}, true},
		{"two thirds: nobody voted", TwoThirds, Votes{}, false},
		{"four fifths: 800 for, 200 against, equality suffices", FourFifths, Votes{For: 800, Against: 200}, true},
		{"four fifths: 799 for, 200 against", FourFifths, Votes{For: 799, Against: 200}, false},
		{"four fifths: nobody voted", FourFifths, Votes{Abstained: 3}, false},
		{"unanimity of all: every share says yes", Unanimity, Votes{For: 1000, All: 1000}, true},
		{"unanimity of all: the absent count (3.88 §3)", Unanimity, Votes{For: 999, All: 1000}, false},
		{"unanimity of all: an abstention breaks it", Unanimity, Votes{For: 999, Abstained: 1, All: 1000}, false},
		{"unanimity at the second assembly: the absent no longer count (3.88 §4)", UnanimityPresent, Votes{For: 700, All: 1000}, true},
		{"unanimity at the second assembly: one against", UnanimityPresent, Votes{For: 700, Against: 1, All: 1000}, false},
		{"unanimity at the second assembly: an abstention breaks it", UnanimityPresent, Votes{For: 700, Abstained: 1, All: 1000}, false},
		{"unanimity at the second assembly: nobody voted", UnanimityPresent, Votes{All: 1000}, false},
	} {
		got, err := c.m.Reached(c.v)
		if err != nil || got != c.want {
			t.Errorf("%s: got %v, %v", c.story, got, err)
		}
	}
}

func TestMajorities_refuseNonsense(t *testing.T) {
	for _, v := range []Votes{{For: -1}, {Against: -1}, {Abstained: -1}, {For: 600, Against: 500, All: 1000}, {For: 1, All: -1}} {
		if _, err := Absolute.Reached(v); !errors.Is(err, fault.Invalid("votes_incoherent", "")) {
			t.Errorf("%+v: %v", v, err)
		}
	}
	if _, err := Unanimity.Reached(Votes{For: 10}); !errors.Is(err, fault.Invalid("votes_incoherent", "")) {
		t.Errorf("unanimity without the shares of all: %v", err)
	}
	if _, err := Majority("three_quarters").Reached(Votes{For: 10}); !errors.Is(err, fault.Invalid("majority_unknown", "")) {
		t.Errorf("the dead three quarters: %v", err)
	}
}

// The formulas of the statute, on big integers, agree with ours on any numbers at all.
func TestMajoritiesNeverOverflow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		votes := rapid.OneOf(rapid.Int64Range(0, 9), rapid.Int64Range(0, math.MaxInt64))
		v := Votes{For: votes.Draw(t, "for"), Against: votes.Draw(t, "against"), Abstained: votes.Draw(t, "abstained")}
		f, cast := big.NewInt(v.For), new(big.Int).Add(big.NewInt(v.For), big.NewInt(v.Against))
		times := func(n int64, x *big.Int) *big.Int { return new(big.Int).Mul(big.NewInt(n), x) }
		for m, want := range map[Majority]bool{
			Absolute:   times(2, f).Cmp(cast) > 0,
			TwoThirds:  v.For > 0 && times(3, f).Cmp(times(2, cast)) >= 0,
			FourFifths: v.For > 0 && times(5, f).Cmp(times(4, cast)) >= 0,
		} {
			if got, err := m.Reached(v); err != nil || got != want {
				t.Fatalf("%s %+v: got %v, %v", m, v, got, err)
			}
		}
	})
}

func TestNeededIsTheLeastThatReaches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cast := rapid.OneOf(rapid.Int64Range(1, 30), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "cast")
		for _, m := range []Majority{Absolute, TwoThirds, FourFifths, UnanimityPresent} {
			n := m.Needed(cast)
			if ok, _ := m.Reached(Votes{For: n, Against: cast - n}); !ok {
				t.Fatalf("%s: %d of %d do not reach", m, n, cast)
			}
			if ok, _ := m.Reached(Votes{For: n - 1, Against: cast - n + 1}); n > 1 && ok {
				t.Fatalf("%s: %d of %d reach already", m, n-1, cast)
			}
		}
	})
}

func ExampleMajority_Needed() {
	fmt.Printf("%5s %9s %10s %11s\n", "cast", "absolute", "two thirds", "four fifths")
	for _, cast := range []int64{600, 599, 1000, 3} {
		fmt.Printf("%5d %9d %10d %11d\n", cast, Absolute.Needed(cast), TwoThirds.Needed(cast), FourFifths.Needed(cast))
	}
	// Output:
	//  cast  absolute two thirds four fifths
	//   600       301        400         480
	//   599       300        400         480
	//  1000       501        667         800
	//     3         2          2           3
}

func TestCap_3_87_7(t *testing.T) {
	for _, c := range []struct {
		story                   string
		carried, present, count int64
	}{
		{"A holds 600, the others present 250: A counts 250", 600, 850, 250},
		{"A holds exactly what the others hold", 400, 800, 400},
		{"A holds one more", 401, 801, 400},
		{"a small owner is never cut", 90, 850, 90},
		{"A sits alone: the others hold nothing", 600, 600, 0},
		{"no votes", 0, 850, 0},
		{"the largest numbers", math.MaxInt64, math.MaxInt64, 0},
	} {
		got, err := Cap(c.carried, c.present)
		if err != nil || got != c.count {
			t.Errorf("%s: got %d, %v; want %d", c.story, got, err, c.count)
		}
	}
	for _, c := range [][2]int64{{-1, 5}, {6, 5}, {1, -1}} {
		if _, err := Cap(c[0], c[1]); !errors.Is(err, fault.Invalid("votes_incoherent", "")) {
			t.Errorf("%v: %v", c, err)
		}
	}
}
