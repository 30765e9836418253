package property

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
)

// times are the two times of a statement: true from a day (none: since the deed) until before another; known from a moment until before
// another.
type times struct {
	from, to           civil.Date
	learned, unlearned civil.Instant
	list               id.Of[id.Import] // the import that said it, if one did
}

// since are the times of a statement made now, true from a day on.
func since(from civil.Date, now civil.Instant) times { return times{from: from, learned: now} }

// From is the first day on which it is true.
func (t times) From() civil.Date { return t.from }

// To is the first day on which it is no longer true; none while it lasts.
func (t times) To() civil.Date { return t.to }

// Learned is the moment at which the house learned it.
func (t times) Learned() civil.Instant { return t.learned }

func (t times) holds(on civil.Date, known civil.Instant) bool {
	return t.known(known) && t.period().Contains(on)
}

func (t times) known(at civil.Instant) bool {
	return !at.Before(t.learned) && (t.unlearned.None() || at.Before(t.unlearned))
}

func (t times) period() civil.Period { return civil.Period{From: t.from, To: t.to} }

func (t *times) when() *times { return t }

// Saying is how something is said: from which day it is true, and what the writer had seen of it.
type Saying struct {
	From civil.Date    // the day from which it is so; none: it was always so, and only wrongly known
	Seen civil.Instant // when what the writer saw was learned; none: nothing was looked at
}

// statement is anything that is said with two times.
type statement[T any] interface {
	*T
	when() *times
}

// restated is what becomes of the statements about one thing when another is made.
type restated[T any] struct {
	Forgotten []T // no longer known from now on
	Said      []T // learned now, each to be given a row of its own
	Before    T   // what was known before of the days that are said anew
}

// restate makes a statement about one thing beside those that are known. Without a day it was always so: the statement that holds today is said
// anew for the same days. With a day it becomes true: the statement that holds then ends there. Where nothing is said otherwise nothing
// changes, and a statement that says again what the one before it said lets that one go on. Faults: statement_later when another statement begins after the day, statement_before when nothing holds on it.
func restate[T any, P statement[T]](known []T, next T, from, today civil.Date, now civil.Instant, same func(a, b T) bool) (r restated[T], err error) {
	known = slices.Clone(known)
	slices.SortFunc(known, func(a, b T) int { return P(&a).when().from.Compare(P(&b).when().from) })
	at, err := place[T, P](known, from, today)
	if err != nil {
		return r, err
	}
	r.Before = known[at]
	if same(known[at], next) {
		return r, nil
	}
	old := *P(&r.Before).when()
	says := func(x T, t times) {
		t.learned, t.unlearned, t.list = now, civil.Instant{}, id.Of[id.Import]{}
		*P(&x).when() = t
		r.Said = append(r.Said, x)
	}
	r.Forgotten = append(r.Forgotten, known[at])
	switch {
	case !from.None() && from != old.from:
		says(r.Before, times{from: old.from, to: from})
		says(next, times{from: from, to: old.to})
	case at > 0 && same(known[at-1], next) && P(&known[at-1]).when().to == old.from:
		before := *P(&known[at-1]).when()
		r.Forgotten = append(r.Forgotten, known[at-1])
		says(known[at-1], times{from: before.from, to: old.to})
	default:
		says(next, times{from: old.from, to: old.to})
	}
	return r, nil
}

// place finds the statement that is said anew among those in the order of days.
func place[T any, P statement[T]](known []T, from, today civil.Date) (int, error) {
	last := len(known) - 1
	if !from.None() {
		if latest := P(&known[last]).when().from; latest.After(from) {
			return 0, fault.Conflict("statement_later").At("from").With("date", latest)
		}
		if !P(&known[last]).when().period().Contains(from) {
			return 0, fault.Conflict("statement_before").At("from").With("date", P(&known[0]).when().from)
		}
		return last, nil
	}
	for i := range known {
		if P(&known[i]).when().period().Contains(today) {
			return i, nil
		}
	}
	if P(&known[0]).when().from.After(today) {
		return 0, nil
	}
	return last, nil
}

// knownNow keeps the statements that are known at a moment.
func knownNow[T any, P statement[T]](list []T, at civil.Instant, about func(T) bool) (known []T) {
	for _, x := range list {
		if P(&x).when().known(at) && about(x) {
			known = append(known, x)
		}
	}
	return known
}
