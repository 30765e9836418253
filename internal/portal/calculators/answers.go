package calculators

import (
	"context"

	"koprogo/internal/governance/assembly"
	"koprogo/internal/governance/ballot"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// told is an answer as its page tells it: the headline, why, and the steps that lead to it.
type told struct {
	Title, Lead string
	Chain       ui.Chain
	More        templ.Component // what follows from it
}

// of writes two figures as a fraction that is not reduced: 500/1 000.
func of(ctx context.Context, part, whole int64) string {
	return share.Quota{Shares: part, Of: whole}.In(i18n.From(ctx))
}

// yes is the word for a step that was passed or not.
func yes(ctx context.Context, met bool) string {
	if met {
		return say(ctx, "met")
	}
	return say(ctx, "not_met")
}

func article(ctx context.Context, article string) ui.LawMark {
	return ui.LawMark{Article: say(ctx, "art", "article", article)}
}

// needs says what a fraction asks of a whole.
func needs(ctx context.Context, need law.Parameter, whole, least int64) string {
	key := "needs_at_least"
	if need.Strict {
		key = "needs_more_than"
	}
	return say(ctx, key, "fraction", need.Fraction(), "whole", whole, "least", least)
}

func (r *Room) tellOpening(ctx context.Context, in QuorumRequest, o assembly.Opening) told {
	step := func(key string, t assembly.Test) ui.ChainStep {
		return ui.ChainStep{Title: say(ctx, key), Says: needs(ctx, t.Need, t.Whole, t.Least()), Result: of(ctx, t.Part, t.Whole), Unit: yes(ctx, t.Met)}
	}
	a := told{Title: say(ctx, "quorum_no"), Lead: say(ctx, "quorum_no_lead"), Chain: ui.Chain{Total: say(ctx, "quorum_total"), Result: yes(ctx, o.Reached)}}
	if o.Reached {
		a.Title, a.Lead = say(ctx, "quorum_yes"), say(ctx, "quorum_yes_lead", "why", o.Rule)
	}
	if in.Body.SecondCall {
		a.Chain.Steps = []ui.ChainStep{{Title: say(ctx, "quorum_step_second"), Says: say(ctx, "quorum_second_says"), Law: article(ctx, o.Article),
			Result: i18n.Number(i18n.From(ctx), in.Body.PresentHeads), Unit: yes(ctx, o.Reached)}}
		return a
	}
	a.Chain.Steps = []ui.ChainStep{step("quorum_step_heads", o.Heads), step("quorum_step_shares", o.Shares), step("quorum_step_alone", o.Alone)}
	return a
}

func (r *Room) tellDecision(ctx context.Context, in MajorityRequest, d ballot.Decision) told {
	l := i18n.From(ctx)
	a := told{Title: say(ctx, "majority_no"), Lead: say(ctx, "majority_lead", "majority", d.Majority)}
	if d.Adopted {
		a.Title = say(ctx, "majority_yes")
	}
	base := ui.ChainStep{Title: say(ctx, "majority_step_cast"), Says: say(ctx, "majority_cast_says", "n", in.Body.Abstain),
		Sum: i18n.Number(l, in.Body.For) + " + " + i18n.Number(l, in.Body.Against), Result: i18n.Number(l, d.Denominator), Unit: say(ctx, "votes")}
	if d.Majority == share.Unanimity {
		base = ui.ChainStep{Title: say(ctx, "majority_step_all"), Says: say(ctx, "majority_all_says"), Result: i18n.Number(l, d.Denominator), Unit: say(ctx, "votes")}
	}
	a.Chain = ui.Chain{Total: say(ctx, "majority_total"), Result: of(ctx, d.Numerator, d.Denominator), Steps: []ui.ChainStep{base,
		{Title: say(ctx, "majority_step_needed"), Says: d.Majority.In(l), Law: article(ctx, d.Article), Result: i18n.Number(l, d.Needed), Unit: say(ctx, "votes_at_least")}}}
	if n := d.Again; n != nil {
		a.More = ui.Notice{Tone: ui.Wait, Title: say(ctx, "majority_again"), Says: say(ctx, "majority_again_says", "days", n.AfterDays, "article", n.Article)}
	}
	return a
}

func (r *Room) tellCarrying(ctx context.Context, in ProxiesRequest, c ballot.Carrying) told {
	l, n := i18n.From(ctx), len(in.Body.Proxies)
	a := told{Title: say(ctx, "proxies_yes", "n", n), Lead: say(ctx, "proxies_"+string(c.Why), "most", c.Most, "limit", c.Limit, "n", c.RefusedFrom)}
	switch {
	case n == 0:
		a.Title = say(ctx, "proxies_none")
	case c.Why == ballot.Syndic:
		a.Title = say(ctx, "proxies_no_syndic")
	case !c.Allowed:
		a.Title = say(ctx, "proxies_no", "n", c.RefusedFrom)
	}
	sum := i18n.Number(l, in.Body.OwnShares)
	for _, p := range in.Body.Proxies {
		sum += " + " + i18n.Number(l, p.Shares)
	}
	a.Chain = ui.Chain{Total: say(ctx, "proxies_total"), Result: yes(ctx, c.Allowed), Steps: []ui.ChainStep{
		{Title: say(ctx, "proxies_step_count"), Says: say(ctx, "proxies_count_says", "most", c.Most), Result: i18n.Number(l, int64(n)), Unit: yes(ctx, n <= c.Most)},
		{Title: say(ctx, "proxies_step_carried"), Sum: sum, Result: i18n.Number(l, c.Carried), Unit: say(ctx, "votes")},
		{Title: say(ctx, "proxies_step_limit"), Says: say(ctx, "proxies_limit_says", "total", in.Body.TotalShares), Law: article(ctx, c.Article),
			Result: of(ctx, c.Carried, c.Limit), Unit: yes(ctx, c.Carried <= c.Limit)}}}
	if in.Body.Syndic {
		a.Chain.Steps = []ui.ChainStep{{Title: say(ctx, "proxies_step_syndic"), Says: say(ctx, "proxies_syndic"), Law: article(ctx, c.Article), Result: i18n.Number(l, int64(n)), Unit: yes(ctx, c.Allowed)}}
	}
	return a
}

func (r *Room) tellCapping(ctx context.Context, _ CapRequest, c ballot.Capping) told {
	l := i18n.From(ctx)
	a := told{Title: say(ctx, "cap_whole"), Lead: say(ctx, "cap_whole_lead")}
	carried, counted := int64(0), int64(0)
	for _, v := range c.Voters {
		carried, counted = carried+v.Carried, counted+v.AfterPerson
	}
	a.Chain = ui.Chain{Total: say(ctx, "cap_total"), Result: i18n.Number(l, counted), Steps: []ui.ChainStep{
		{Title: say(ctx, "cap_step_there"), Says: say(ctx, "cap_there_says"), Result: i18n.Number(l, carried), Unit: say(ctx, "votes")}}}
	for _, cut := range []struct {
		of   *ballot.Cut
		word string
	}{{c.Origin, "cap_step_origin"}, {c.Person, "cap_step_person"}} {
		s := ui.ChainStep{Title: say(ctx, cut.word), Says: say(ctx, cut.word+"_none"), Result: "0", Unit: say(ctx, "votes_off")}
		if k := cut.of; k != nil {
			s.Says = say(ctx, cut.word+"_says", "name", k.ID, "from", k.From, "to", k.To)
			s.Result = i18n.Number(l, k.To-k.From)
			a.Title, a.Lead = say(ctx, "cap_cut", "name", k.ID, "from", k.From, "to", k.To), say(ctx, "cap_cut_lead")
		}
		a.Chain.Steps = append(a.Chain.Steps, s)
	}
	a.Chain.Steps[2].Law = article(ctx, c.Article)
	a.More = countedView(c, counted)
	return a
}
