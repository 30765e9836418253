// Package calculators lets anyone ask what the law answers to a handful of figures, without signing in. Nothing that is asked is kept.
//
//	quorum     may the assembly begin                                art. 3.87 §5
//	majority   is the decision adopted                               art. 3.87 §8, 3.88
//	proxies    how many proxies may one person carry                 art. 3.87 §7
//	cap        how many votes count of those that one person casts   art. 3.87 §7 al. 4
//	notice     until when the convocation may leave                  art. 3.87 §3
//	interest   what a debt costs at the legal rate                   Law of 5 May 1865, art. 2
//
// The law itself is in the rooms that use it: governance/assembly, governance/ballot, finance/recovery. Each calculator has a route of the API and a page;
// a page is asked by its address, so that an answer can be linked and shared, and its figures are judged by the schema of the API. Further files: open.go
// (the public door of the pages), answers.go and answers_more.go (an answer as a page tells it: the headline and its steps).
package calculators

import (
	"context"
	_ "embed"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("calculators", words) }

// Room answers the questions.
type Room struct {
	House   *act.House
	BaseURL string
}

func (r *Room) today() civil.Date { return r.House.Now().BrusselsDate() }

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "calculators."+key, args...)
}

// ofDay turns a law that is not known on a day into a fault of that answer: nothing of the house stands against the question.
func ofDay(err error, field string) error {
	if f := fault.As(err); f != nil && f.Code == "law_value_unknown" {
		return fault.Invalid("day_before_law", field).With("date", f.Args["date"])
	}
	return err
}
