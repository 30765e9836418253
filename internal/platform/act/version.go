package act

import (
	"context"
	"sync"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// seqOf is the number of an office's last fact.
var seqOf = db.Q(`SELECT seq FROM act_head WHERE office_id = $1`)

// versions remembers the last fact of each office for as long as nothing was committed anywhere.
type versions struct {
	mu    sync.Mutex
	stamp int64
	seq   map[id.Of[id.Office]]int64
}

// Version is the number of an office's last fact. Because nothing of an office changes without a fact (once refuses it), an answer that depends
// only on the office's rows, the reader and the day is still right while the version is the same.
func (h *House) Version(ctx context.Context, office id.Of[id.Office]) (seq int64, err error) {
	stamp, exact := h.DB.Stamp(ctx)
	if exact {
		if seq, ok := h.versions.get(stamp, office); ok {
			return seq, nil
		}
	}
	err = h.DB.Read(ctx, office, func(tx *db.Tx) (err error) {
		seq, err = db.Value[int64](tx.Query(seqOf))
		return err
	})
	if err == nil && exact {
		h.versions.put(stamp, office, seq)
	}
	return seq, err
}

func (v *versions) get(stamp int64, office id.Of[id.Office]) (int64, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.stamp != stamp {
		return 0, false
	}
	seq, ok := v.seq[office]
	return seq, ok
}

func (v *versions) put(stamp int64, office id.Of[id.Office], seq int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.stamp != stamp || v.seq == nil {
		v.stamp, v.seq = stamp, map[id.Of[id.Office]]int64{}
	}
	v.seq[office] = seq
}
