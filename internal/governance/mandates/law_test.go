package mandates

import (
	"testing"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
)

func code(err error) string {
	if f := fault.As(err); f != nil {
		return f.Code
	}
	return ""
}

func mandate(k Kind, seat, from, until string) Mandate {
	m := Mandate{id: id.New[id.Mandate](), seat: seat, entry: Entry{Kind: k, Origin: ByDecision, From: civil.Must(from)}}
	if until != "" {
		m.entry.Until = civil.Must(until)
	}
	return m
}

func sameSeat(a, b Mandate) bool { return a.seat == b.seat }

func TestArticle3_89_1_ASyndicIsAppointedForThreeYearsAtMost(t *testing.T) {
	for _, c := range []struct {
		kind        Kind
		from, until string
		code        string
	}{
		{Syndic, "2026-01-15", "2029-01-14", ""},
		{Syndic, "2026-01-15", "2029-01-15", "mandate_too_long"},
		{Syndic, "2026-01-15", "", "mandate_no_end"},
		{Syndic, "2024-02-29", "2027-02-27", ""},
		{Council, "2026-01-15", "", ""},
		{Auditor, "2026-01-15", "", ""},
	} {
		m := mandate(c.kind, "x", c.from, c.until)
		if got := code(MayLast(c.kind, m.entry.From, m.entry.Until, belgium.Federal)); got != c.code {
			t.Errorf("%s from %s until %s: %q, want %q", c.kind, c.from, c.until, got, c.code)
		}
	}
}

func TestArticle3_89_1_NoTacitRenewal(t *testing.T) {
	m := mandate(Syndic, "office", "2023-06-01", "2026-05-31")
	for day, holds := range map[string]bool{"2023-05-31": false, "2023-06-01": true, "2026-05-31": true, "2026-06-01": false} {
		if m.Holds(civil.Must(day)) != holds {
			t.Errorf("on %s: held is not %v", day, holds)
		}
	}
	gaps := Gaps(Standing{Today: civil.Must("2026-06-01"), Same: sameSeat})
	if len(gaps) == 0 || gaps[0].Key != "syndic" || gaps[0].Article != "3.89 §1" {
		t.Errorf("nobody is syndic, and the board says %v", gaps)
	}
}

func TestArticle3_89_9_TheSyndicWatchesNotOverHimself(t *testing.T) {
	willem := mandate(Syndic, "willem", "2025-03-01", "2026-02-28")
	for _, c := range []struct {
		name string
		m    Mandate
		code string
	}{
		{"on the council at the same time", mandate(Council, "willem", "2025-06-01", ""), "mandate_incompatible"},
		{"auditor at the same time", mandate(Auditor, "willem", "2026-02-28", "2027-02-27"), "mandate_incompatible"},
		{"on the council afterwards", mandate(Council, "willem", "2026-03-01", ""), ""},
		{"secretary of the assembly", mandate(Secretary, "willem", "2025-06-01", "2025-06-01"), ""},
		{"somebody else", mandate(Council, "sofie", "2025-06-01", ""), ""},
	} {
		if got := code(Apart(c.m, []Mandate{willem}, sameSeat)); got != c.code {
			t.Errorf("%s: %q, want %q", c.name, got, c.code)
		}
	}
	if got := code(Apart(mandate(Provisional, "sofie", "2025-06-01", ""), []Mandate{mandate(Council, "sofie", "2025-01-01", "")}, sameSeat)); got != "mandate_incompatible" {
		t.Errorf("a provisional syndic from the council: %q", got)
	}
}

func TestArticle3_89_7_TheAssemblyRevokesAtAnyTimeButNotWhomTheJudgeAppointed(t *testing.T) {
	m := mandate(Syndic, "office", "2025-01-01", "2027-12-31")
	decided := End{On: civil.Must("2026-05-12"), Reason: "revocation", Decision: id.New[id.Decision]()}
	if err := MayEnd(m, decided); err != nil {
		t.Error(err)
	}
	undecided := decided
	undecided.Decision = id.Of[id.Decision]{}
	if got := code(MayEnd(m, undecided)); got != "mandate_revocation" {
		t.Errorf("revoked by nobody: %q", got)
	}
	m.entry.Origin = ByCourt
	if got := code(MayEnd(m, decided)); got != "mandate_judge" {
		t.Errorf("revoked against the judge: %q", got)
	}
	if got := code(MayEnd(m, End{On: civil.Must("2028-01-01"), Reason: "resignation"})); got != "mandate_end_after" {
		t.Errorf("ended after its end: %q", got)
	}
}

func TestArticle3_89_1_NoContractOutlivesTheMandateUnlessTheAssemblySaysSo(t *testing.T) {
	end := civil.Must("2028-05-31")
	for _, c := range []struct {
		until   string
		decided bool
		code    string
	}{{"2028-05-31", false, ""}, {"2028-06-01", false, "contract_outlives"}, {"2030-01-01", true, ""}} {
		if got := code(MayOutlive(end, civil.Must(c.until), c.decided)); got != c.code {
			t.Errorf("a contract until %s: %q, want %q", c.until, got, c.code)
		}
	}
}

// The working days of Belgium: 1, 8 and 9 May 2026 are a holiday, a Friday and a Saturday; Ascension is on the 14th.
func TestArticle3_89_3_TheSyndicIsRegisteredInTime(t *testing.T) {
	for _, c := range []struct{ name, appointed, from, due string }{
		{"appointed long before: the working day before the mission", "2026-05-12", "2026-07-01", "2026-06-30"},
		{"the mission begins on a Monday: the Friday before", "2026-05-12", "2026-06-29", "2026-06-26"},
		{"appointed the same day: eight working days after", "2026-05-12", "2026-05-12", "2026-05-26"},
		{"appointed seven working days before: eight after", "2026-06-01", "2026-06-10", "2026-06-11"},
		{"appointed eight working days before: the day before", "2026-06-01", "2026-06-11", "2026-06-10"},
	} {
		if got := RegistrationDue(civil.Must(c.appointed), civil.Must(c.from), 8); got != civil.Must(c.due) {
			t.Errorf("%s: %s, want %s", c.name, got, c.due)
		}
	}
}

func TestArticle3_90_WhoSitsAndWhenACouncilIsDue(t *testing.T) {
	if got := code(MaySit(Council, false, true)); got != "mandate_owner" {
		t.Errorf("a council member who owns nothing: %q", got)
	}
	if got := code(MaySit(Chair, false, true)); got != "mandate_owner_chair" {
		t.Errorf("a chair who owns nothing (art. 3.87 §5): %q", got)
	}
	if got := code(MaySit(Council, true, false)); got != "mandate_vote" {
		t.Errorf("a right whose vote is suspended: %q", got)
	}
	if MaySit(Auditor, false, true) != nil || MaySit(Council, true, true) != nil {
		t.Error("an auditor need not own, an owner may sit")
	}
	s := Standing{Today: civil.Must("2026-11-22"), CouncilDue: true, Audit: 1, Same: sameSeat, Contract: func(Mandate) bool { return true },
		Held: []Mandate{mandate(Syndic, "office", "2026-01-01", "2028-12-31"), mandate(Auditor, "ingrid", "2026-05-12", "")}}
	s.Held[0].entry.PolicyUntil = civil.Must("2026-12-31")
	if g := Gaps(s); len(g) != 1 || g[0].Key != "council" || g[0].Article != "3.90 §1" {
		t.Errorf("without a council: %v", g)
	}
	s.Held = append(s.Held, mandate(Council, "ingrid", "2026-05-12", ""))
	if g := Gaps(s); len(g) != 1 || g[0].Key != "watches" || !g[0].Warns {
		t.Errorf("a council member who audits is a warning: %v", g)
	}
	s.Today = civil.Must("2027-05-13")
	s.Held = s.Held[:2]
	s.CouncilDue = false
	if g := Gaps(s); len(g) != 2 || g[0].Key != "insurance" || g[1].Key != "auditor_old" {
		t.Errorf("a year later: %v", g)
	}
}

func TestOneSyndicAtATime(t *testing.T) {
	old := mandate(Syndic, "a", "2023-01-01", "2025-12-31")
	if got := code(Alone(mandate(Syndic, "b", "2025-12-31", "2026-12-30"), []Mandate{old})); got != "mandate_overlap" {
		t.Errorf("two syndics on one day: %q", got)
	}
	if err := Alone(mandate(Provisional, "b", "2025-01-01", ""), []Mandate{old}); err != nil {
		t.Errorf("a provisional syndic stands beside (art. 3.89 §7): %v", err)
	}
}

// Article 3.90 §3: a council sits until the next ordinary assembly; the one that elected it, or an earlier one, does not count.
func TestArticle3_90_3_ACouncilSitsUntilTheNextOrdinaryAssembly(t *testing.T) {
	days := []civil.Date{civil.Must("2025-05-13"), civil.Must("2026-05-12"), civil.Must("2027-05-18")}
	elected := mandate(Council, "sofie", "2026-05-12", "")
	elected.entry.Appointed = civil.Must("2026-05-12")
	for _, c := range []struct {
		name      string
		m         Mandate
		days      []civil.Date
		last, met string
	}{
		{"no ordinary assembly since", elected, days[:2], "", ""},
		{"the next one was held", elected, days, "2027-05-17", "2027-05-18"},
		{"elected in advance, seated later", func() Mandate { m := elected; m.entry.From = civil.Must("2026-07-01"); return m }(), days, "2027-05-17", "2027-05-18"},
		{"a day typed before it", func() Mandate { m := elected; m.entry.Until = civil.Must("2027-01-31"); return m }(), days, "2027-01-31", ""},
		{"a day typed after it", func() Mandate { m := elected; m.entry.Until = civil.Must("2029-05-11"); return m }(), days, "2027-05-17", "2027-05-18"},
		{"gone before", func() Mandate { m := elected; m.end.On = civil.Must("2026-10-01"); return m }(), days, "2026-10-01", ""},
		{"a syndic is not", func() Mandate {
			m := elected
			m.entry.Kind = Syndic
			m.entry.Until = civil.Must("2029-05-11")
			return m
		}(), days, "2029-05-11", ""},
	} {
		c.m.met = NextOrdinary(c.m, c.days)
		if c.m.Last().String() != c.last || c.m.Met().String() != c.met {
			t.Errorf("%s: until %s, met %s", c.name, c.m.Last(), c.m.Met())
		}
	}
}

// Article 3.91: every association designates an auditor every year; the ordinary assembly does it.
func TestArticle3_91_AnAuditorIsDesignatedEveryYear(t *testing.T) {
	audit := mandate(Auditor, "ingrid", "2026-05-12", "")
	audit.entry.Appointed = civil.Must("2026-05-12")
	for _, c := range []struct {
		name, today string
		ordinary    []civil.Date
		due         bool
	}{
		{"in his year", "2027-05-12", []civil.Date{civil.Must("2026-05-12")}, false},
		{"a day after his year", "2027-05-13", nil, true},
		{"an ordinary assembly was held since", "2027-03-02", []civil.Date{civil.Must("2027-03-01")}, true},
	} {
		due := false
		for _, g := range Gaps(Standing{Today: civil.Must(c.today), Held: []Mandate{audit}, Audit: 1, Ordinary: c.ordinary, Same: sameSeat}) {
			due = due || g.Key == "auditor_old" && g.Article == "3.91"
		}
		if due != c.due {
			t.Errorf("%s: due is %t", c.name, due)
		}
	}
}

// Article 3.90 §1 and §2: from twenty main lots a council is compulsory; below, that one sat and nobody was elected since is worth a second look.
func TestArticle3_90_AMissingCouncilIsAGapOrAWarning(t *testing.T) {
	for _, c := range []struct {
		due, unseated bool
		want          string
	}{{true, false, "council"}, {true, true, "council"}, {false, true, "council_over"}, {false, false, ""}} {
		got := ""
		for _, g := range Gaps(Standing{Today: civil.Must("2026-11-29"), CouncilDue: c.due, Unseated: c.unseated, Same: sameSeat}) {
			if g.Key == "council" || g.Key == "council_over" {
				got = g.Key
			}
		}
		if got != c.want {
			t.Errorf("due %t, unseated %t: %q, want %q", c.due, c.unseated, got, c.want)
		}
	}
}

// Article 3.89 §1, 3.90: a judge names a syndic, or does what a missing council should; the deed or the internal rules name the first syndic alone.
func TestArticle3_89_1_WhoMakesAMandate(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		origin Origin
		code   string
	}{
		{Syndic, ByDecision, ""}, {Syndic, ByCourt, ""}, {Syndic, ByDeed, ""}, {Provisional, ByCourt, ""}, {Provisional, ByDeed, "mandate_origin"},
		{Council, ByDecision, ""}, {Council, ByCourt, ""}, {Council, ByDeed, "mandate_origin"}, {Auditor, ByCourt, "mandate_origin"}, {Auditor, ByDecision, ""}, {Chair, ByDeed, "mandate_origin"},
	} {
		if got := code(MayMake(c.kind, c.origin)); got != c.code {
			t.Errorf("%s by %s: %q, want %q", c.kind, c.origin, got, c.code)
		}
	}
}
