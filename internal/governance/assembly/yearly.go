package assembly

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
)

// Yearly are the days that the next ordinary assembly sets, as far as its period is known: until when an owner's points are for this agenda, and when
// the convocation leaves at the latest if the assembly is held on the last day of the period.
//
// Fault: law_value_unknown for a period before the law that we know.
func Yearly(period civil.Period) ([]law.Deadline, error) {
	first, last := period.From, period.To.AddDays(-1)
	items, err := law.Find("ag.agenda_item_weeks", first, belgium.Federal)
	if err != nil {
		return nil, err
	}
	rules, err := RulesOn(first)
	if err != nil {
		return nil, err
	}
	notice, err := rules.Convene(last, false, 0)
	year := first.String()[:4]
	return []law.Deadline{
		{Key: "assembly/" + year + "/items", What: "assembly.deadline_items", Args: map[string]any{"first": first}, Whom: "law.whom_owner", Legal: true,
			Article: items.Article, Date: first.AddDays(-7 * items.Int())},
		{Key: "assembly/" + year + "/convocation", What: "assembly.deadline_convocation", Args: map[string]any{"first": first, "last": last}, Whom: "law.whom_syndic",
			Legal: true, Article: notice.Article, Date: notice.Last},
	}, err
}

// Deadlines are the days of the next ordinary assembly of a building, for whoever collects them; none while its period is not known. A period that has
// passed sets none: that an assembly was held is not known here yet.
func Deadlines(v *act.View, building id.Of[id.Building]) ([]law.Deadline, error) {
	reg, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return nil, err
	}
	said := reg.At(v.Today, v.Now).Particulars
	for _, year := range []int{v.Today.Year(), v.Today.Year() + 1} {
		period, known, err := said.Ordinary(year)
		if err != nil || !known {
			return nil, err
		}
		if v.Today.Before(period.To) {
			return Yearly(period)
		}
	}
	return nil, nil
}
