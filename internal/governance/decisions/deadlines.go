package decisions

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
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
	return days, nil
}

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
