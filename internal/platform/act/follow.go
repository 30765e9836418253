package act

import (
	"context"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

var officeFacts = db.Q(`SELECT ` + entryColumns + ` FROM act_fact
	WHERE office_id = $1 AND seq > $2
	ORDER BY seq
	LIMIT $3`)

// After reads the facts of an office that come after a number, the oldest first, at most so many; of the house's own chain when office is none.
// Live pages follow a chain with it; what may be told to whom is judged by who asks.
func After(ctx context.Context, h *House, office id.Of[id.Office], seq int64, limit int) (list []Entry, err error) {
	err = h.DB.Read(ctx, office, func(tx *db.Tx) error {
		list, err = db.All(tx.Query(officeFacts, seq, limit), (*Entry).fields)
		return err
	})
	return list, err
}
