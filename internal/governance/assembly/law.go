package assembly

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/share"
)

// Rules are the numbers of the law of assemblies as they hold on a day.
type Rules struct{ heads, shares, alone, notice law.Parameter }

// RulesOn reads the rules of a day. Fault: law_value_unknown for a day before the law that we know.
func RulesOn(day civil.Date) (r Rules, err error) {
	for _, p := range []struct {
		key string
		to  *law.Parameter
	}{{"ag.quorum_heads", &r.heads}, {"ag.quorum_shares", &r.shares}, {"ag.quorum_alt_shares", &r.alone}, {"ag.notice_days", &r.notice}} {
		if *p.to, err = law.Find(p.key, day, belgium.Federal); err != nil {
			return Rules{}, err
		}
	}
	return r, nil
}

// Test is one comparison of the law: so many of so many, against what is needed.
type Test struct {
	Part, Whole int64
	Need        law.Parameter
	Met         bool
}

func test(part, whole int64, need law.Parameter) Test {
	return Test{part, whole, need, need.Met(part, whole)}
}

// Least is the smallest part that passes.
func (t Test) Least() int64 { return t.Need.Least(t.Whole) }

// Opening is whether the assembly may begin. All three tests are answered, whichever of them decided.
type Opening struct {
	Reached bool
	Rule    share.Quorum // why, or NoQuorum
	Article string
	Heads   Test // co-owners present or represented: more than half
	Shares  Test // and their shares: at least half
	Alone   Test // or their shares alone: more than three quarters
}

// Open judges the quorum, art. 3.87 §5, when the meeting begins: more than half of the co-owners who have at least half of the shares, or
// more than three quarters of the shares whoever holds them. A second assembly needs none; somebody must be there all the same.
//
// Fault: attendance_incoherent at total_heads, total_shares, present_heads or present_shares.
func (r Rules) Open(a share.Attendance) (Opening, error) {
	for _, f := range []struct {
		wrong bool
		field string
	}{
		{a.AllShares <= 0, "total_shares"}, {a.AllHeads <= 0, "total_heads"},
		{a.Shares < 0 || a.Shares > a.AllShares, "present_shares"},
		{a.Heads < 0 || a.Heads > a.AllHeads || a.Heads == 0 && a.Shares > 0, "present_heads"}, // shares do not come by themselves
	} {
		if f.wrong {
			return Opening{}, fault.Invalid("attendance_incoherent", f.field)
		}
	}
	o := Opening{Rule: share.NoQuorum, Article: r.heads.Article,
		Heads: test(a.Heads, a.AllHeads, r.heads), Shares: test(a.Shares, a.AllShares, r.shares), Alone: test(a.Shares, a.AllShares, r.alone)}
	switch {
	case a.Heads == 0:
	case a.Second:
		o.Rule = share.BySecondAssembly
	case o.Heads.Met && o.Shares.Met:
		o.Rule = share.ByHeadsAndShares
	case o.Alone.Met:
		o.Rule = share.ByShares
	}
	o.Reached = o.Rule != share.NoQuorum
	return o, nil
}

// Notice is until when an assembly may be convened.
type Notice struct {
	Last    civil.Date // the last day on which the convocation may leave; none when the matter is urgent
	Days    int        // full days before the assembly, the building's own included
	Article string
}

// Convene tells the last day for the convocation of an assembly, art. 3.87 §3: so many full days before it, whatever kind of assembly it is, and
// also when that day is a Sunday or a holiday. Urgency alone shortens it. The internal rules of a building may ask for more days, never for fewer.
//
// Faults: required (no date), too_small (extra_days).
func (r Rules) Convene(assembly civil.Date, urgent bool, more int) (Notice, error) {
	switch {
	case assembly.None():
		return Notice{}, fault.Invalid("required", "assembly_date")
	case more < 0:
		return Notice{}, fault.Invalid("too_small", "extra_days").With("min", 0)
	}
	n := Notice{Days: r.notice.Int() + more, Article: r.notice.Article}
	if !urgent {
		n.Last = civil.LastDayFor(assembly, n.Days)
	}
	return n, nil
}
