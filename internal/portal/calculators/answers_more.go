package calculators

import (
	"context"
	"strconv"

	"koprogo/internal/finance/recovery"
	"koprogo/internal/governance/assembly"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/ui"
)

func (r *Room) tellNotice(ctx context.Context, in NoticeRequest, n assembly.Notice) told {
	l := i18n.From(ctx)
	day := in.Body.Date
	assemblyDay := ui.ChainStep{Title: say(ctx, "notice_step_assembly"), Says: day.WeekdayName(l), Result: day.In(l)}
	if n.Last.None() {
		return told{Title: say(ctx, "notice_urgent"), Lead: say(ctx, "notice_urgent_lead"),
			Chain: ui.Chain{Steps: []ui.ChainStep{assemblyDay}, Total: say(ctx, "notice_urgent_total"), Result: "0"}}
	}
	days := ui.ChainStep{Title: say(ctx, "notice_step_days"), Says: say(ctx, "notice_days_says"), Law: article(ctx, n.Article), Result: "− " + strconv.Itoa(n.Days), Unit: say(ctx, "days")}
	if in.Body.Extra > 0 {
		days.Sum = strconv.Itoa(n.Days-in.Body.Extra) + " + " + strconv.Itoa(in.Body.Extra)
	}
	a := told{Title: say(ctx, "notice_last", "date", n.Last), Lead: say(ctx, "notice_last_lead", "weekday", n.Last.WeekdayName(l), "n", n.Days),
		Chain: ui.Chain{Steps: []ui.ChainStep{assemblyDay, days}, Total: say(ctx, "notice_total"), Result: n.Last.In(l)}}
	if late := r.today(); n.Last.Before(late) && !day.Before(late) {
		a.More = ui.Notice{Tone: ui.Late, Title: say(ctx, "notice_past"), Says: say(ctx, "notice_past_says", "date", late.AddDays(n.Days))}
	}
	return a
}

func (r *Room) tellInterest(ctx context.Context, in InterestRequest, i recovery.Interest) told {
	l := i18n.From(ctx)
	debt := in.Body.Amount
	a := told{Title: say(ctx, "interest_is", "amount", i.Cents), Lead: say(ctx, "interest_lead", "debt", debt, "sum", debt+i.Cents),
		Chain: ui.Chain{Total: say(ctx, "interest_total"), Result: i.Cents.In(l)}}
	for _, line := range i.Lines {
		a.Chain.Steps = append(a.Chain.Steps, ui.ChainStep{Title: line.Period.In(l), Says: say(ctx, "interest_line_says", "days", line.Days, "rate", percent(l, line)),
			Sum: debt.In(l) + " × " + percent(l, line) + " × " + strconv.Itoa(line.Days) + "/" + strconv.Itoa(recovery.YearDays), Result: line.Cents.In(l)})
	}
	if n := len(a.Chain.Steps); n > 0 {
		a.Chain.Steps[n-1].Law = ui.LawMark{Article: say(ctx, "art_interest")}
	}
	return a
}

func percent(l i18n.Lang, line recovery.Line) string { return line.Rate.Percent(l) }
