package db

import "sync"

// memo remembers what rooms have made of rows, each under a key and the version of the rows it was made of: it is never wrong, only forgotten.
// When the younger half is full it becomes the older one, and what was not asked for since is gone.
type memo struct {
	mu         sync.Mutex
	young, old map[string]remembered
	weight     int // of the younger half
}

type remembered struct {
	version int64
	value   any
	weight  int
}

// maxWeight bounds both halves together, in rows.
const maxWeight = 60_000

// Kept gives what Keep was told under the same key and version. A transaction that has changed something is told nothing: it sees its own
// changes, which may yet be taken back. Whoever is given a value must not change it.
func (t *Tx) Kept(key string, version int64) (any, bool) {
	if t.did.any {
		return nil, false
	}
	m := &t.db.memo
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, known := m.young[key]; known {
		return r.value, r.version == version
	}
	r, known := m.old[key]
	if !known || r.version != version {
		return nil, false
	}
	m.keep(key, r)
	return r.value, true
}

// Recall gives what Keep was told under the key, whatever its version: for whoever can tell by himself whether it still holds.
func (t *Tx) Recall(key string) (any, bool) {
	if t.did.any {
		return nil, false
	}
	m := &t.db.memo
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, known := m.young[key]; known {
		return r.value, true
	}
	r, known := m.old[key]
	if known {
		m.keep(key, r)
	}
	return r.value, known
}

// Keep remembers what was made of so many rows, all of one moment: a transaction that may write sees several.
func (t *Tx) Keep(key string, version int64, value any, rows int) {
	if t.write || rows > maxWeight/4 {
		return
	}
	m := &t.db.memo
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(key, remembered{version, value, rows + 1})
}

func (m *memo) keep(key string, r remembered) {
	if m.young == nil || m.weight > maxWeight/2 {
		m.old, m.young, m.weight = m.young, map[string]remembered{}, 0
	}
	m.weight += r.weight - m.young[key].weight
	m.young[key] = r
}
