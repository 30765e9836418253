package council_test

import (
	"testing"

	"koprogo/internal/governance/council"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/share"
)

// Article 3.90 §4: another mission is given by two thirds at least, and is valid for a year.
func TestAMissionIsGivenByTwoThirdsForAYear(t *testing.T) {
	for _, c := range []struct {
		by          share.Majority
		from, until string
		code, field string
	}{
		{share.TwoThirds, "2026-05-13", "2027-05-12", "", ""},
		{share.Unanimity, "2026-06-01", "2026-12-31", "", ""},
		{share.Absolute, "2026-05-13", "2027-05-12", "mission_majority", "decision_id"},
		{"", "2026-05-13", "2027-05-12", "mission_majority", "decision_id"},
		{share.TwoThirds, "2026-05-13", "2027-05-13", "mission_too_long", "until"},
		{share.TwoThirds, "2026-05-12", "2027-01-01", "mission_before", "from"},
		{share.TwoThirds, "2026-06-01", "2026-05-31", "mission_reversed", "until"},
	} {
		err := council.MayDelegate(c.by, civil.Must("2026-05-13"), civil.Must(c.from), civil.Must(c.until), belgium.Region("BE"))
		f := fault.As(err)
		if (c.code == "") != (err == nil) || f != nil && (f.Code != c.code || f.Field != c.field) {
			t.Errorf("%s from %s until %s: %v, want %s", c.by, c.from, c.until, err, c.code)
		}
	}
}

// Article 3.90 §4: the report of the year tells what happened; a half-yearly one is as the council likes, and judged alike.
func TestAReportTellsWhatHasHappened(t *testing.T) {
	today := civil.Must("2027-05-02")
	for _, c := range []struct{ from, until, code string }{
		{"2026-05-13", "2027-05-02", ""}, {"2027-05-02", "2027-05-02", ""}, {"2026-05-13", "2027-05-03", "report_future"}, {"2027-05-02", "2027-05-01", "report_reversed"},
		{"2024-05-02", "2027-05-02", ""}, {"2024-05-01", "2027-05-02", "report_too_long"},
	} {
		if f := fault.As(council.MayCover(civil.Must(c.from), civil.Must(c.until), today)); (f == nil) != (c.code == "") || f != nil && f.Code != c.code {
			t.Errorf("from %s until %s: %v, want %s", c.from, c.until, f, c.code)
		}
	}
}
