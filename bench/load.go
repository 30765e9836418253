package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// measured is one run: how long each answer took, and what went wrong.
type measured struct {
	took    []time.Duration // sorted
	span    time.Duration
	failed  int64
	example string        // the first failure
	cpu     time.Duration // of the program under measure
}

func (m measured) at(per1000 int) time.Duration {
	if len(m.took) == 0 {
		return 0
	}
	return m.took[min(len(m.took)-1, len(m.took)*per1000/1000)]
}

func (m measured) rate() float64 { return float64(len(m.took)) / m.span.Seconds() }

func (m measured) cpuEach() time.Duration {
	if len(m.took) == 0 {
		return 0
	}
	return m.cpu / time.Duration(len(m.took))
}

// openConnections is how many requests may be under way at the constant rate before one waits for another.
const openConnections = 64

// constant asks at a constant rate, whether the program keeps up or not. The time of an answer counts from the moment at which its request was due,
// so that a queue shows.
func constant(ctx context.Context, p *process, c *caller, rate int, span time.Duration, next func(*rand.Rand) ([]byte, int)) (measured, error) {
	total := int64(float64(rate) * span.Seconds())
	var taken atomic.Int64
	began := time.Now().Add(50 * time.Millisecond)
	return together(p, c, openConnections, func(l *connection, random *rand.Rand, record func(time.Duration, string)) error {
		for ctx.Err() == nil {
			i := taken.Add(1) - 1
			if i >= total {
				return nil
			}
			request, want := next(random)
			due := began.Add(time.Duration(i) * time.Second / time.Duration(rate))
			if wait := time.Until(due); wait > 0 {
				time.Sleep(wait)
			}
			if err := ask(l, request, want, due, record); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}

// closed asks as fast as the program answers, on so many connections.
func closed(ctx context.Context, p *process, c *caller, connections int, span time.Duration, next func(*rand.Rand) ([]byte, int)) (measured, error) {
	until := time.Now().Add(span)
	return together(p, c, connections, func(l *connection, random *rand.Rand, record func(time.Duration, string)) error {
		for ctx.Err() == nil && time.Now().Before(until) {
			request, want := next(random)
			if err := ask(l, request, want, time.Now(), record); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}

func ask(l *connection, request []byte, want int, due time.Time, record func(time.Duration, string)) error {
	a, err := l.do(request)
	if err != nil {
		return err
	}
	wrong := ""
	if a.status != want {
		wrong = fmt.Sprintf("%d instead of %d for %.80q", a.status, want, request)
	}
	record(time.Since(due), wrong)
	return nil
}

// together runs the connections and gathers what they recorded.
func together(p *process, c *caller, connections int, run func(*connection, *rand.Rand, func(time.Duration, string)) error) (measured, error) {
	var m measured
	var mu sync.Mutex
	var wg sync.WaitGroup
	var first error
	before, began := p.cpu(), time.Now()
	for n := range connections {
		l, err := c.dial()
		if err != nil {
			return m, err
		}
		wg.Go(func() {
			defer l.conn.Close()
			var took []time.Duration
			failed, example := int64(0), ""
			err := run(l, rand.New(rand.NewPCG(uint64(n), 42)), func(d time.Duration, wrong string) {
				took = append(took, d)
				if wrong != "" {
					failed, example = failed+1, wrong
				}
			})
			mu.Lock()
			defer mu.Unlock()
			m.took = append(m.took, took...)
			m.failed += failed
			if m.example == "" {
				m.example = example
			}
			if first == nil {
				first = err
			}
		})
	}
	wg.Wait()
	m.span, m.cpu = time.Since(began), p.cpu()-before
	slices.Sort(m.took)
	return m, first
}
