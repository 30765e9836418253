package app

import (
	"context"
	"errors"
	"fmt"

	"koprogo/internal/estate/confirmations"
	"koprogo/internal/estate/imports"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/oversight/deadlines"
	"koprogo/internal/oversight/search"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/jobs"
)

// Timetable is every job with its hour, on the clocks of Brussels.
var Timetable = []jobs.Slot{
	{Kind: "jobs.sweep", Hour: 3, Minute: 10},      // what was done more than a month ago
	{Kind: imports.SweepJob, Hour: 3, Minute: 20},  // lists that nobody entered within a month
	{Kind: deadlines.NightlyJob, Minute: 20},       // what begins to be expected today
	{Kind: deadlines.MorningJob, Hour: 6},          // who is reminded of what, of those who want to be
	{Kind: confirmations.YearlyJob, Hour: 9},       // whose data nobody confirmed for a year, where the office wants them asked
	{Kind: purchases.BookJob, Hour: 2, Minute: 40}, // invoices of before there were books
	{Kind: "act.verify", Hour: 3, Minute: 40},      // the chains, from their first fact
}

// handlers says who does which kind of job.
func (a *App) handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		identity.InvitationJob:  a.Identity.SendInvitation,
		search.IndexJob:         a.Search.Index,
		identity.PassJob:        a.Identity.SendPass,
		identity.NoticeJob:      a.Identity.SendNotice,
		imports.EnterJob:        a.Imports.Enter,
		imports.SweepJob:        a.Imports.Sweep,
		confirmations.SendJob:   a.Confirmations.Send,
		confirmations.YearlyJob: a.Confirmations.Yearly,
		purchases.BookJob:       a.Purchases.Book,
		deadlines.NightlyJob:    a.Deadlines.Nightly,
		deadlines.MorningJob:    a.Deadlines.Morning,
		deadlines.LetterJob:     a.Deadlines.Letter,
		deadlines.AlertJob:      a.Deadlines.Alert,
		"jobs.sweep": func(ctx context.Context, _ jobs.Job) error {
			return errors.Join(jobs.Sweep(ctx, a.DB, a.House.Now()), a.Identity.Sweep(ctx))
		},
		"act.verify": a.verify,
	}
}

func (a *App) verify(ctx context.Context, _ jobs.Job) error {
	broken, facts, err := act.Verify(ctx, a.DB)
	if err != nil {
		return err
	}
	for _, b := range broken {
		a.Log.Error("the chain of facts does not hold", "office", b.Office, "seq", b.Seq, "why", b.Why)
	}
	if len(broken) > 0 {
		return fmt.Errorf("%d places of the chain do not hold: %w", len(broken), jobs.ErrGiveUp)
	}
	a.Log.Info("the chains hold", "facts", facts)
	return nil
}
