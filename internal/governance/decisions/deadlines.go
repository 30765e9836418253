package decisions

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Deadlines are the days by which decisions of a building must be carried out, for whoever collects them. A day that no law fixes is the syndic's own. What
// was cancelled has none.
func (r *Room) Deadlines(v *act.View, building id.Of[id.Building]) ([]law.Deadline, error) {
	list, err := r.Decisions(v, building)
	if err != nil {
		return nil, err
	}
	var days []law.Deadline
	for _, d := range list {
		if d.plan.Due.None() || d.State() == Cancelled || d.State() == Nothing {
			continue
		}
		days = append(days, d.deadline())
	}
	held, err := assemblies(v, building, list)
	return append(days, held...), err
}

// assemblies are the days that an assembly sets by having been held: until when its minutes are in the register, done when they came; and until when an owner
// may challenge what it decided, as long as he may. Of an assembly of more than a year ago nothing is asked here any more: another has been held since.
func assemblies(v *act.View, building id.Of[id.Building], list []Shown) (days []law.Deadline, err error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return nil, err
	}
	region := register.At(v.Today, v.Now).Particulars.Region.Law()
	came, err := db.All(v.Query(minutesSince, building), (*arrival).fields)
	if err != nil {
		return nil, err
	}
	var seen []civil.Date
	for _, d := range list {
		on := d.entry.Assembly
		if slices.Contains(seen, on) || on.AddYears(1).Before(v.Today) {
			continue
		}
		seen = append(seen, on)
		args, page := map[string]any{"date": on}, "/buildings/"+building.String()+"/decisions"
		due, article, err := MinutesDue(on, region)
		if err != nil {
			return nil, err
		}
		minutes := law.Deadline{Key: "decisions/minutes/" + on.String(), Path: page, What: "decisions.deadline_minutes", Args: args, Whom: "law.whom_syndic", Legal: true, Article: article, Date: due}
		if i := slices.IndexFunc(came, func(a arrival) bool { return a.assembly == on }); i >= 0 {
			minutes.Done = came[i].at.BrusselsDate()
		}
		last, article, err := ChallengeUntil(on, region)
		if err != nil {
			return nil, err
		}
		knownLate := minutes.Missed() && d.entered.BrusselsDate().After(due) // entered afterwards, as at a takeover: when they were sent nobody knows here
		if !due.None() && !knownLate {
			days = append(days, minutes)
		}
		if !last.None() && !last.Before(v.Today) {
			days = append(days, law.Deadline{Key: "decisions/challenge/" + on.String(), Path: page, What: "decisions.deadline_challenge", Args: args, Whom: "law.whom_owner", Legal: true, Article: article, Date: last})
		}
	}
	return days, nil
}

// arrival is when the minutes of an assembly came, the first time.
type arrival struct {
	assembly civil.Date
	at       civil.Instant
}

func (a *arrival) fields() []any { return []any{&a.assembly, &a.at} }

func (d Decision) deadline() law.Deadline {
	return law.Deadline{Key: "decisions/" + d.id.String(), Path: pageOf(d.id, ""), What: "decisions.deadline_execute", Args: map[string]any{"title": d.entry.Title, "date": d.entry.Assembly}, Whom: "law.whom_syndic",
		Legal: d.plan.Article != "", Article: d.plan.Article, Date: d.plan.Due, Done: d.doneOn()}
}

func (d Decision) doneOn() civil.Date {
	if d.State() == Done {
		return d.since
	}
	return civil.Date{}
}
