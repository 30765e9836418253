package app

import (
	"crypto/sha256"
	"net/http"
	"sync"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// callers remembers who was recognised by which proof, for as long as nothing was committed to the database, and for a few seconds at most, because
// sessions also end by themselves. An ended session, a role taken away or a new day is seen at once.
type callers struct {
	mu    sync.Mutex
	stamp int64
	day   civil.Date
	known map[[32]byte]caller
}

type caller struct {
	who   act.Who
	until time.Time
}

// Bounds of what is remembered.
const (
	rememberedFor = 3 * time.Second
	maxCallers    = 2000
)

// recall answers who holds a proof, asking only when it is not remembered. A refusal is not remembered.
func (c *callers) recall(d *db.DB, now civil.Instant, proof string, ask func() (act.Who, error)) (act.Who, error) {
	stamp, exact := d.Stamp()
	if !exact {
		return ask()
	}
	key, moment := sha256.Sum256([]byte(proof)), now.Time()
	if who, known := c.get(key, stamp, now.BrusselsDate(), moment); known {
		return who, nil
	}
	who, err := ask()
	if err == nil {
		c.put(key, stamp, now.BrusselsDate(), caller{who, moment.Add(rememberedFor)})
	}
	return who, err
}

func (c *callers) get(key [32]byte, stamp int64, day civil.Date, now time.Time) (act.Who, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, known := c.known[key]
	if !known || c.stamp != stamp || c.day != day || !now.Before(found.until) {
		return act.Who{}, false
	}
	return found.who, true
}

func (c *callers) put(key [32]byte, stamp int64, day civil.Date, who caller) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stamp != stamp || c.day != day || len(c.known) >= maxCallers {
		c.stamp, c.day, c.known = stamp, day, nil
	}
	if c.known == nil {
		c.known = map[[32]byte]caller{}
	}
	c.known[key] = who
}

// proofOf is what a request brings to be recognised by.
func proofOf(r *http.Request, cookie string) string {
	return r.Header.Get("Authorization") + "\n" + cookie
}
