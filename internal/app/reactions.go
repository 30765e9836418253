package app

import (
	"context"
	"time"

	"koprogo/internal/platform/act"
)

// Reactions says which room answers which recorded fact, where the answer cannot be a plain call down the stairs.
// Invitations are not here: they are jobs placed by their own act.
func (a *App) Reactions() []act.Answer {
	return []act.Answer{
		a.Search.Follow(), // what is new can be found
		a.Search.FollowDecisions(),
		a.Deadlines.Follow(), // what is expected by when
	}
}

// deliver brings the answers up to date after every commit, and every half minute for commits of other nodes.
func (a *App) deliver(ctx context.Context) {
	bell := a.DB.Bell()
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		if err := act.Deliver(ctx, a.House, a.Reactions()); err != nil && ctx.Err() == nil {
			a.Log.Error("a fact could not be answered", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-bell:
		case <-tick.C:
		}
	}
}
