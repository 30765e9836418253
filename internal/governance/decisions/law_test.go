package decisions

import (
	"testing"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
)

func TestArticle3_92_ADecisionIsChallengedWithinFourMonthsOfTheAssembly(t *testing.T) {
	for _, c := range []struct{ assembly, last string }{
		{"2026-12-15", "2027-04-15"},
		{"2025-10-31", "2026-02-28"}, // the month is too short: its last day
		{"2026-05-12", "2026-09-12"},
		{"2015-05-12", ""}, // of the law before September 2021 our table says nothing, and nothing is guessed
	} {
		last, article, err := ChallengeUntil(civil.Must(c.assembly), belgium.Federal)
		if err != nil || last.String() != c.last || article != "3.92 §3" {
			t.Errorf("an assembly of %s can be challenged until %s (%s, %v), want %s", c.assembly, last, article, err, c.last)
		}
	}
}

func TestArticle3_89_5_1_TheSyndicAccountsForTheExecution(t *testing.T) {
	for _, c := range []struct {
		name   string
		at, to State
		note   string
		proof  bool
		code   string
	}{
		{"begun", Pending, InProgress, "", false, ""},
		{"done with the invoice", InProgress, Done, "", true, ""},
		{"done, in words", Pending, Done, "Posée le 3 mars par Delta.", false, ""},
		{"done, by a mere click", InProgress, Done, "", false, "decision_proof"},
		{"dropped with the reason", InProgress, Cancelled, "Le subside est refusé.", false, ""},
		{"dropped without a word", Pending, Cancelled, "", true, "required"},
		{"a note alone", Pending, "", "Deuxième rappel envoyé.", false, ""},
		{"a proof alone", InProgress, "", "", true, ""},
		{"nothing at all", InProgress, "", "", false, "required"},
		{"taken up again with the reason", Done, InProgress, "La gouttière fuit encore.", false, ""},
		{"taken up again without a word", Done, InProgress, "", true, "required"},
		{"dropped after it was done", Done, Cancelled, "x", false, "decision_state"},
		{"back to the beginning", InProgress, Pending, "x", false, "decision_state"},
		{"where there is nothing to do", Nothing, Done, "x", false, "decision_no_execution"},
	} {
		err := MayReport(c.at, c.to, c.note, c.proof)
		if f := fault.As(err); (f == nil) != (c.code == "") || f != nil && f.Code != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
	}
}

func TestOverdueIsDerivedFromTheDay(t *testing.T) {
	today := civil.Must("2026-11-22")
	for _, c := range []struct {
		state State
		due   string
		late  bool
	}{
		{Pending, "2026-11-21", true}, {InProgress, "2026-11-21", true}, {Pending, "2026-11-22", false}, {Done, "2026-01-01", false},
		{Cancelled, "2026-01-01", false}, {Nothing, "2026-01-01", false},
	} {
		if Late(c.state, civil.Must(c.due), today) != c.late {
			t.Errorf("%s by %s: late is not %v", c.state, c.due, c.late)
		}
	}
	if Late(Pending, civil.Date{}, today) {
		t.Error("without a day nothing is late")
	}
}

// Article 3.87 §10 and §12: the minutes are in the register and sent within thirty days of the assembly, whatever happened to them since.
func TestTheMinutesAreSentWithinThirtyDays_3_87_12(t *testing.T) {
	for assembly, due := range map[string]string{"2026-05-12": "2026-06-11", "2028-01-31": "2028-03-01", "2020-01-01": ""} {
		last, article, err := MinutesDue(civil.Must(assembly), belgium.Federal)
		if err != nil || last.String() != due || article != "3.87 §12" {
			t.Errorf("of %s: %s %s %v", assembly, last, article, err)
		}
	}
}
