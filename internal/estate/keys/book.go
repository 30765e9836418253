package keys

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// times are the two times of a state: true from a day (none: since the deed) until before another; known from a moment until before another.
type times struct {
	from, to           civil.Date
	learned, unlearned civil.Instant
}

// From is the first day on which the key is so; none when it is so since the deed.
func (t times) From() civil.Date { return t.from }

// To is the first day on which it is no longer so; none while it lasts.
func (t times) To() civil.Date { return t.to }

func (t times) known(at civil.Instant) bool {
	return !at.Before(t.learned) && (t.unlearned.None() || at.Before(t.unlearned))
}

func (t times) holds(on civil.Date, known civil.Instant) bool {
	return t.known(known) && civil.Period{From: t.from, To: t.to}.Contains(on)
}

// Book is all that was ever said about the keys of one building.
type Book struct {
	Building id.Of[id.Building]
	states   []Key
}

type stateWeight struct {
	state id.Of[id.Any]
	Weighted
}

func (w *stateWeight) fields() []any { return []any{&w.state, &w.Lot, &w.Weight} }

// Load reads the keys of a building, two statements in all.
func Load(tx *db.Tx, building id.Of[id.Building]) (Book, error) {
	b := Book{Building: building}
	var err error
	if b.states, err = db.All(tx.Query(statesOf, building), (*Key).fields); err != nil {
		return b, err
	}
	weights, err := db.All(tx.Query(weightsOf, building), (*stateWeight).fields)
	at := map[id.Of[id.Any]]int{}
	for i, k := range b.states {
		at[k.state] = i
	}
	for _, w := range weights {
		k := &b.states[at[w.state]]
		k.lots = append(k.lots, w.Weighted)
	}
	return b, err
}

// At gives the keys on a day as known at a moment: the one that every building has first, the others in the order in which they were entered. It
// needs no database: any number of days can be asked of one Book.
func (b Book) At(on civil.Date, known civil.Instant) []Key {
	first := undescribed(b.Building)
	var others []Key
	for _, k := range b.states {
		switch {
		case !k.holds(on, known):
		case k.Default():
			first = k
		default:
			others = append(others, k)
		}
	}
	slices.SortStableFunc(others, func(a, b Key) int { return cmp.Compare(a.id.Compare(b.id), 0) })
	return append([]Key{first}, others...)
}

// Key gives one key on a day as known at a moment.
func (b Book) Key(key id.Of[id.Key], on civil.Date, known civil.Instant) (Key, bool) {
	list := b.At(on, known)
	i := slices.IndexFunc(list, func(k Key) bool { return k.id == key })
	if i < 0 {
		return Key{}, false
	}
	return list[i], true
}

// Unproven tells whether a key shares costs otherwise than it did before without naming the decision of the assembly that changed it
// (art. 3.88 §1 2° a): the house warns, the syndic may still be waiting for the minutes.
func (b Book) Unproven(k Key, known civil.Instant) bool {
	if k.from.None() || k.decision != "" {
		return false
	}
	before, found := b.Key(k.id, k.from.AddDays(-1), known)
	return found && !SameDistribution(before, k)
}
