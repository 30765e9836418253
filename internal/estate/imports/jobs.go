package imports

import (
	"context"
	"errors"
	"fmt"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
)

// The jobs of the room.
const (
	EnterJob = "imports.enter" // enters a long list
	SweepJob = "imports.sweep" // discards drafts that nobody came back to
)

type enterArgs struct {
	Import id.Of[id.Import] `json:"import"`
	Person id.Of[id.Person] `json:"person"` // who confirmed it
	Since  civil.Instant    `json:"since"`
	Accept bool             `json:"accept"`
}

// Enter carries out EnterJob. It acts for who confirmed the list, whose rights were judged then. A fault is an answer and not an accident: the list
// becomes a draft again that says why.
func (r *Room) Enter(ctx context.Context, j jobs.Job) error {
	var args enterArgs
	if err := j.Read(&args); err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	defer r.steps.Delete(args.Import)
	who := act.Who{Person: args.Person, Office: j.Office, House: true}
	_, err := act.Do(ctx, r.House, who, act.Door{Via: "job", Key: j.Key}, func(a *act.Act) (bool, error) { return true, r.enterLong(a, args) })
	why := fault.As(err)
	if why == nil || errors.Is(err, fault.NotFound("not_found")) {
		if why != nil {
			return nil // the building or the list is gone
		}
		return err
	}
	_, err = act.Do(ctx, r.House, who, act.Door{Via: "job"}, func(a *act.Act) (bool, error) { return true, r.refuse(a, args, why) })
	return err
}

// daysKept is how long a draft waits for who brought it; it holds names, so it does not wait for ever.
const daysKept = 30

type stale struct {
	office id.Of[id.Office]
	list   id.Of[id.Import]
}

func (s *stale) fields() []any { return []any{&s.office, &s.list} }

// Sweep carries out SweepJob: drafts older than a month are discarded, by the verb that a person would use. Lists that entered the register stay.
func (r *Room) Sweep(ctx context.Context, _ jobs.Job) error {
	before := r.House.Now().Add(-daysKept * 24 * time.Hour)
	var list []stale
	err := r.House.DB.House(ctx, func(tx *db.Tx) (err error) {
		list, err = db.All(tx.Query(staleDrafts, before), (*stale).fields)
		return err
	})
	for _, s := range list {
		who := act.Who{Office: s.office, House: true}
		_, failed := act.Do(ctx, r.House, who, act.Door{Via: "job"}, func(a *act.Act) (bool, error) { return true, r.Discard(a, s.list) })
		if !errors.Is(failed, fault.NotFound("not_found")) { // somebody may have discarded it in between
			err = errors.Join(err, failed)
		}
	}
	return err
}
