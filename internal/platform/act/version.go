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
	stamp, exact := h.DB.Stamp()
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

var seqAbout = db.Q(`SELECT COALESCE(MAX(seq), 0) FROM act_fact WHERE office_id = $1 AND building_id = $2`)

// LastFactAbout is the number of the last fact about a building; 0 when there is none, as for a building of another office. Nothing of a building
// changes without a fact about it, so what was made of its rows is right while the number is the same.
func LastFactAbout(tx *db.Tx, building id.Of[id.Building]) (int64, error) {
	return db.Value[int64](tx.Query(seqAbout, building))
}

// ofRoom is the pattern of a room's kinds. It is a pattern and not a range, because databases differ in how they order points.
func ofRoom(room string) string { return room + ".%" }

var anySince = db.Q(`SELECT kind FROM act_fact WHERE office_id = $1 AND seq > $2 AND kind LIKE $3 LIMIT 1`)

// HappenedSince tells whether the office has a fact of a room after a place of the chain.
func HappenedSince(tx *db.Tx, room string, seq int64) (bool, error) {
	_, found, err := db.First(tx.Query(anySince, seq, ofRoom(room)), func(k *string) []any { return []any{k} })
	return found, err
}

var aboutSince = db.Q(`SELECT kind FROM act_fact WHERE office_id = $1 AND building_id = $2 AND seq > $3 AND kind LIKE $4 LIMIT 1`)

// HappenedAboutSince tells whether a building has a fact of a room after a place of the chain.
func HappenedAboutSince(tx *db.Tx, building id.Of[id.Building], room string, seq int64) (bool, error) {
	_, found, err := db.First(tx.Query(aboutSince, building, seq, ofRoom(room)), func(k *string) []any { return []any{k} })
	return found, err
}

// LastFact is the number of the last fact of the transaction's office: what is read in the same transaction holds all facts up to it.
func LastFact(tx *db.Tx) (int64, error) { return db.Value[int64](tx.Query(seqOf)) }
