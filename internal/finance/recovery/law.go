package recovery

import (
	"math/big"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
)

// YearDays is how many days a year of interest has, also when it is a leap year.
const YearDays = 365

// basisPoints is how many hundredths of a per cent make the whole.
const basisPoints = 10_000

// Line is the interest of one stretch of time at one rate.
type Line struct {
	Period civil.Period
	Days   int
	Rate   share.Fraction
	Cents  money.Cents
}

// Points is the rate in hundredths of a per cent: 450 for 4.50 %.
func (l Line) Points() int64 { return l.Rate.Num() * basisPoints / l.Rate.Den() }

// Interest is what a debt costs over a period.
type Interest struct {
	Cents   money.Cents
	Lines   []Line // they sum to Cents
	Article string
}

// LegalInterest counts the civil interest of a debt, Law of 5 May 1865, art. 2: the rate of each year, for the days of the period, its first day counted and
// its last not, over 365. It is rounded once, half up, and the lines share the rounded amount by largest remainder.
//
// Faults: too_small, amount_too_large (amount_cents); required, period_reversed (from, to); rate_unknown at the end of the period that lies where no
// rate is known.
func LegalInterest(debt money.Cents, p civil.Period) (Interest, error) {
	return interest(law.All(), debt, p)
}

func interest(table law.Table, debt money.Cents, p civil.Period) (Interest, error) {
	if err := judge(debt, p); err != nil {
		return Interest{}, err
	}
	lines, article, err := rates(table, p)
	if err != nil || len(lines) == 0 {
		return Interest{Article: article}, err
	}
	exact, weights := new(big.Rat), make([]*big.Rat, len(lines))
	for i, l := range lines {
		weights[i] = new(big.Rat).Mul(big.NewRat(l.Rate.Num(), l.Rate.Den()), big.NewRat(int64(l.Days), YearDays))
		weights[i].Mul(weights[i], new(big.Rat).SetInt64(int64(debt)))
		exact.Add(exact, weights[i])
	}
	total := halfUp(exact)
	due := Interest{Cents: total, Lines: lines, Article: article}
	if err := due.Cents.Within("amount_cents"); err != nil {
		return Interest{}, err
	}
	due.share()
	return due, nil
}

// judge tells whether the question can be asked.
func judge(debt money.Cents, p civil.Period) error {
	switch {
	case debt < 0:
		return fault.Invalid("too_small", "amount_cents").With("min", 0)
	case p.From.None():
		return fault.Invalid("required", "from")
	case p.To.None():
		return fault.Invalid("required", "to")
	case p.To.Before(p.From):
		return fault.Invalid("period_reversed", "to")
	}
	return debt.Within("amount_cents")
}

// rates cuts the period by the years of the law. There is a line for each rate that was published, even when two years have the same.
func rates(table law.Table, p civil.Period) (lines []Line, article string, err error) {
	const key = "rate.civil"
	var known civil.Period
	for _, r := range table {
		if r.Key != key {
			continue
		}
		article = r.Article
		if known.From.None() || r.Valid.From.Before(known.From) {
			known.From = r.Valid.From
		}
		if r.Valid.To.After(known.To) {
			known.To = r.Valid.To
		}
		if common, some := r.Valid.Clip(p); some {
			days, _ := common.Days()
			lines = append(lines, Line{Period: common, Days: days, Rate: r.Fraction()})
		}
	}
	at := p.From // up to here every day has its rate
	for _, l := range lines {
		if l.Period.From != at {
			break
		}
		at = l.Period.To
	}
	if p.Empty() || at == p.To {
		return lines, article, nil
	}
	field := "to"
	if at == p.From {
		field = "from"
	}
	return nil, article, fault.Invalid("rate_unknown", field).With("date", at).With("first", known.From).With("last", known.To.AddDays(-1))
}

// share cuts the amount into its lines.
func (i *Interest) share() {
	weights := make([]int64, len(i.Lines))
	for n, l := range i.Lines {
		weights[n] = l.Points() * int64(l.Days)
	}
	parts, err := money.Split(i.Cents, weights)
	if err != nil {
		return // all rates are nil: every line is zero, and so is their sum
	}
	for n := range i.Lines {
		i.Lines[n].Cents = parts[n]
	}
}

// halfUp rounds an amount that is not negative to the nearest cent, a half upward.
func halfUp(r *big.Rat) money.Cents {
	n := new(big.Int).Mul(r.Num(), big.NewInt(2))
	n.Add(n, r.Denom())
	n.Quo(n, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	return money.Cents(n.Int64())
}
