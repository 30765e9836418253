package calculators

import (
	"context"
	"net/http"

	"koprogo/internal/finance/recovery"
	"koprogo/internal/governance/assembly"
	"koprogo/internal/governance/ballot"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/rest"
)

// Routes declares the API.
func (r *Room) Routes(s *rest.Server) {
	rest.Public(s, "POST /api/v1/calculators/quorum", "Calculate whether an assembly may begin", plain(r.open, openingOf), rest.Status(http.StatusOK))
	rest.Public(s, "POST /api/v1/calculators/majority", "Calculate whether a decision is adopted", plain(r.decide, decisionOf), rest.Status(http.StatusOK))
	rest.Public(s, "POST /api/v1/calculators/proxies", "Calculate how many proxies a person may carry", plain(r.carry, carryingOf), rest.Status(http.StatusOK))
	rest.Public(s, "POST /api/v1/calculators/cap", "Calculate how many votes count of those that each person casts", plain(r.cap, cappingOf), rest.Status(http.StatusOK))
	rest.Public(s, "POST /api/v1/calculators/notice", "Calculate the last day for a convocation", plain(r.convene, noticeOf), rest.Status(http.StatusOK))
	rest.Public(s, "POST /api/v1/calculators/interest", "Calculate the legal interest of a debt", plain(r.interest, interestOf), rest.Status(http.StatusOK))
}

// plain makes a route of a calculation and of its answer in JSON.
func plain[I, D, O any](calculate func(I) (D, error), answer func(D) O) func(context.Context, I) (O, error) {
	return func(_ context.Context, in I) (O, error) {
		d, err := calculate(in)
		if err != nil {
			return *new(O), err
		}
		return answer(d), nil
	}
}

// QuorumRequest is who is present or represented when the assembly begins.
type QuorumRequest struct {
	Body struct {
		TotalShares   int64 `json:"total_shares" minimum:"1" maximum:"1000000000"`
		TotalHeads    int64 `json:"total_heads" minimum:"1" maximum:"1000000000" doc:"co-owners; one with several lots is one"`
		PresentShares int64 `json:"present_shares" minimum:"0" maximum:"1000000000"`
		PresentHeads  int64 `json:"present_heads" minimum:"0" maximum:"1000000000"`
		SecondCall    bool  `json:"second_call,omitempty" doc:"a second assembly, after the first lacked its quorum"`
	}
}

// QuorumAnswer is whether the assembly may begin, and why.
type QuorumAnswer struct {
	Reached bool         `json:"reached"`
	Rule    share.Quorum `json:"rule" enum:"none,heads_and_shares,three_quarters,second_assembly"`
	Article string       `json:"article"`
}

func (r *Room) open(in QuorumRequest) (assembly.Opening, error) {
	rules, err := assembly.RulesOn(r.today())
	if err != nil {
		return assembly.Opening{}, err
	}
	b := in.Body
	return rules.Open(share.Attendance{Heads: b.PresentHeads, AllHeads: b.TotalHeads, Shares: b.PresentShares, AllShares: b.TotalShares, Second: b.SecondCall})
}

func openingOf(o assembly.Opening) QuorumAnswer { return QuorumAnswer{o.Reached, o.Rule, o.Article} }

// MajorityRequest is how a vote went, in shares.
type MajorityRequest struct {
	Body struct {
		Majority    share.Majority `json:"majority" enum:"absolute,two_thirds,four_fifths,unanimity"`
		TotalShares int64          `json:"total_shares" minimum:"1" maximum:"1000000000"`
		For         int64          `json:"for" minimum:"0" maximum:"1000000000"`
		Against     int64          `json:"against" minimum:"0" maximum:"1000000000"`
		Abstain     int64          `json:"abstain,omitempty" minimum:"0" maximum:"1000000000" doc:"blank and void votes too"`
		Absent      *int64         `json:"absent,omitempty" minimum:"0" maximum:"1000000000" doc:"the rest of the shares when it is not said"`
	}
}

// MajorityAnswer is whether a decision is adopted, with both figures of its fraction.
type MajorityAnswer struct {
	Adopted     bool      `json:"adopted"`
	Numerator   int64     `json:"numerator"`
	Denominator int64     `json:"denominator"`
	Article     string    `json:"article"`
	Next        *NextVote `json:"next,omitempty"`
}

// NextVote is a second assembly that may decide what only absence prevented.
type NextVote struct {
	AfterDays int            `json:"after_days"`
	Majority  share.Majority `json:"majority"`
	Article   string         `json:"article"`
}

func (r *Room) decide(in MajorityRequest) (ballot.Decision, error) {
	rules, err := ballot.RulesOn(r.today())
	if err != nil {
		return ballot.Decision{}, err
	}
	b := in.Body
	v := ballot.Votes{All: b.TotalShares, For: b.For, Against: b.Against, Abstained: b.Abstain}
	if b.Absent != nil {
		v.Absent = *b.Absent
	} else {
		v.Absent = max(0, v.All-v.For-v.Against-v.Abstained)
	}
	return rules.Decide(b.Majority, v)
}

func decisionOf(d ballot.Decision) MajorityAnswer {
	a := MajorityAnswer{Adopted: d.Adopted, Numerator: d.Numerator, Denominator: d.Denominator, Article: d.Article}
	if n := d.Again; n != nil {
		a.Next = &NextVote{n.AfterDays, n.Majority, n.Article}
	}
	return a
}

// ProxiesRequest is what a person would carry into the vote, in the order in which it was given.
type ProxiesRequest struct {
	Body struct {
		TotalShares int64 `json:"total_shares" minimum:"1" maximum:"1000000000" doc:"of all lots, present or not"`
		OwnShares   int64 `json:"own_shares" minimum:"0" maximum:"1000000000"`
		Proxies     []struct {
			Shares int64 `json:"shares" minimum:"0" maximum:"1000000000"`
		} `json:"proxies" maxItems:"1000"`
		Syndic bool `json:"holder_is_syndic,omitempty"`
	}
}

// ProxiesAnswer is whether all of them are allowed.
type ProxiesAnswer struct {
	Allowed     bool   `json:"allowed"`
	RefusedFrom int    `json:"refused_from,omitempty" doc:"the first proxy that is one too many, counted from 1"`
	Article     string `json:"article"`
}

func (r *Room) carry(in ProxiesRequest) (ballot.Carrying, error) {
	rules, err := ballot.RulesOn(r.today())
	if err != nil {
		return ballot.Carrying{}, err
	}
	h := ballot.Holding{All: in.Body.TotalShares, Own: in.Body.OwnShares, Syndic: in.Body.Syndic}
	for _, p := range in.Body.Proxies {
		h.Proxies = append(h.Proxies, p.Shares)
	}
	return rules.Carry(h)
}

func carryingOf(c ballot.Carrying) ProxiesAnswer {
	return ProxiesAnswer{c.Allowed, c.RefusedFrom, c.Article}
}

// CapRequest is who casts which votes.
type CapRequest struct {
	Body struct {
		Voters []CapVoter `json:"voters" minItems:"1" maxItems:"1000"`
	}
}

// CapVoter is a person who casts votes: own ones and those of others.
type CapVoter struct {
	ID      string     `json:"id" minLength:"1" maxLength:"100"`
	Own     int64      `json:"own_shares" minimum:"0" maximum:"1000000000"`
	Proxies []CapProxy `json:"proxies,omitempty" maxItems:"1000"`
}

// CapProxy is the votes of an owner who lends them.
type CapProxy struct {
	Owner  string `json:"owner_id" minLength:"1" maxLength:"100"`
	Shares int64  `json:"shares" minimum:"0" maximum:"1000000000"`
}

// CapAnswer is how many votes of each person count, in the order of the question.
type CapAnswer struct {
	Voters  []CapCounted `json:"voters"`
	Article string       `json:"article"`
}

// CapCounted is how many votes of a person count.
type CapCounted struct {
	ID      string `json:"id"`
	Counted int64  `json:"counted"`
}

func (r *Room) cap(in CapRequest) (ballot.Capping, error) {
	voters := make([]ballot.Voter, len(in.Body.Voters))
	for i, v := range in.Body.Voters {
		voters[i] = ballot.Voter{ID: v.ID, Own: v.Own}
		for _, p := range v.Proxies {
			voters[i].Lent = append(voters[i].Lent, ballot.Loan{Owner: p.Owner, Votes: p.Shares})
		}
	}
	return ballot.Cap(voters)
}

func cappingOf(c ballot.Capping) CapAnswer {
	a := CapAnswer{Voters: make([]CapCounted, len(c.Voters)), Article: c.Article}
	for i, v := range c.Voters {
		a.Voters[i] = CapCounted{v.ID, v.AfterPerson}
	}
	return a
}

// NoticeRequest is when an assembly is held.
type NoticeRequest struct {
	Body struct {
		Date   civil.Date `json:"assembly_date"`
		Urgent bool       `json:"urgent,omitempty"`
		Extra  int        `json:"extra_days,omitempty" minimum:"0" maximum:"365" doc:"days that the internal rules add to those of the law"`
	}
}

// NoticeAnswer is until when it may be convened.
type NoticeAnswer struct {
	Last    *civil.Date `json:"last_day_to_convene" doc:"null when the matter is urgent"`
	Article string      `json:"article"`
}

func (r *Room) convene(in NoticeRequest) (assembly.Notice, error) {
	day := in.Body.Date
	if day.None() {
		day = r.today()
	}
	rules, err := assembly.RulesOn(day)
	if err != nil {
		return assembly.Notice{}, ofDay(err, "assembly_date")
	}
	return rules.Convene(in.Body.Date, in.Body.Urgent, in.Body.Extra)
}

func noticeOf(n assembly.Notice) NoticeAnswer {
	a := NoticeAnswer{Article: n.Article}
	if !n.Last.None() {
		a.Last = &n.Last
	}
	return a
}

// InterestRequest is a debt and the time for which it is owed.
type InterestRequest struct {
	Body struct {
		Amount money.Cents `json:"amount_cents"`
		From   civil.Date  `json:"from" doc:"the first day that counts"`
		To     civil.Date  `json:"to" doc:"the first day that no longer counts"`
	}
}

// InterestAnswer is what the debt costs, year by year.
type InterestAnswer struct {
	Cents   money.Cents    `json:"interest_cents"`
	Lines   []InterestLine `json:"lines"`
	Article string         `json:"article"`
}

// InterestLine is the interest of one stretch of time at one rate.
type InterestLine struct {
	From  civil.Date  `json:"from"`
	To    civil.Date  `json:"to"`
	Days  int         `json:"days"`
	Rate  int64       `json:"rate_bp" doc:"hundredths of a per cent: 450 is 4.50 %"`
	Cents money.Cents `json:"cents"`
}

func (r *Room) interest(in InterestRequest) (recovery.Interest, error) {
	return recovery.LegalInterest(in.Body.Amount, civil.Period{From: in.Body.From, To: in.Body.To})
}

func interestOf(i recovery.Interest) InterestAnswer {
	a := InterestAnswer{Cents: i.Cents, Lines: make([]InterestLine, len(i.Lines)), Article: i.Article}
	for n, l := range i.Lines {
		a.Lines[n] = InterestLine{l.Period.From, l.Period.To, l.Days, l.Points(), l.Cents}
	}
	return a
}
