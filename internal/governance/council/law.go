package council

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/share"
)

// MayDelegate judges a mission of the council beyond the law: the assembly gives it by two thirds at least, for a year at most, and not before it was
// decided (art. 3.90 §4). Faults: mission_majority at decision_id, mission_before at from, mission_reversed and mission_too_long at until.
func MayDelegate(by share.Majority, assembly, from, until civil.Date, region belgium.Region) error {
	p, err := law.Find("council.mission_years", from, region)
	if err != nil {
		return err
	}
	var faults []error
	switch by {
	case share.TwoThirds, share.FourFifths, share.Unanimity, share.UnanimityPresent:
	default:
		faults = append(faults, fault.Unlawful("mission_majority", p.Article, "decision_id"))
	}
	last := from.AddYears(p.Int()).AddDays(-1)
	switch {
	case from.Before(assembly):
		faults = append(faults, fault.Invalid("mission_before", "from").With("date", assembly))
	case until.Before(from):
		faults = append(faults, fault.Invalid("mission_reversed", "until"))
	case until.After(last):
		faults = append(faults, fault.Unlawful("mission_too_long", p.Article, "until").With("date", last))
	}
	return fault.Join(faults...)
}

// MayCover judges the period of a report: it begins before it ends, and ends today at the latest, because nobody can tell what has not happened. The law
// wants a report of the year for the ordinary assembly (art. 3.90 §4); another one in between is as the council likes. Faults: report_reversed,
// report_future and report_too_long at until.
func MayCover(from, until, today civil.Date) error {
	switch {
	case until.Before(from):
		return fault.Invalid("report_reversed", "until")
	case until.After(today):
		return fault.Invalid("report_future", "until").With("date", today)
	case until.After(from.AddYears(mostYears)):
		return fault.Invalid("report_too_long", "until").With("n", mostYears)
	}
	return nil
}

// mostYears bounds the period of a report: an assembly may have been missed, but whoever types another century has made a slip.
const mostYears = 3
