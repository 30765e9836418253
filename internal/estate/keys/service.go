package keys

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Using is a room above that names keys, such as one that keeps invoices; asked before a key is taken back.
type Using interface {
	// UsesKey tells whether something of a day or later, learned at or after a moment, is shared by the key; without either, whether anything ever is.
	UsesKey(tx *db.Tx, key id.Of[id.Key], from civil.Date, since civil.Instant) (bool, error)
}

// Room holds what the verbs need from elsewhere.
type Room struct{ Using []Using }

// AddKey enters a key of the deed or the statutes. Without a day it has been so since the deed.
func (r *Room) AddKey(a *act.Act, building id.Of[id.Building], e Entry) (Key, error) {
	_, lots, err := r.change(a, building, e.From)
	if err != nil {
		return Key{}, err
	}
	k, err := newKey(id.New[id.Key](), e, lots, a.Now)
	if err != nil {
		return Key{}, err
	}
	if err := Settle(a.Tx, k); err != nil {
		return Key{}, err
	}
	a.Record(KeyAdded{Building: building, Key: k.id, Kind: k.kind, Lots: len(k.lots), From: k.from})
	return k, insertState(a.Tx, k)
}

// ChangeKey says that a key is otherwise: from a day on, which changes how charges are shared and takes four fifths of the votes (art. 3.88 §1 2° a);
// or, without a day or with the day from which it is so already, that it was wrongly known. What was known before stays readable.
func (r *Room) ChangeKey(a *act.Act, key id.Of[id.Key], e Entry) (Key, error) {
	building, err := findBuilding(a.Tx, key)
	if err != nil {
		return Key{}, err
	}
	book, lots, err := r.change(a, building, e.From)
	if err != nil {
		return Key{}, err
	}
	old, next, err := book.next(key, e, lots, a.Now)
	if err != nil {
		return Key{}, err
	}
	if err := replace(a, old, next); err != nil {
		return Key{}, err
	}
	if next.from == old.from {
		a.Record(KeyCorrected{Building: building, Key: key, Kind: next.kind, Lots: len(next.lots)})
	} else {
		a.Record(KeyChanged{Building: building, Key: key, Kind: next.kind, Lots: len(next.lots), From: next.from})
	}
	return next, nil
}

// next is the state of a key that lasts, and the one that an entry puts in its place. Faults: those of a key, key_later, key_changed_meanwhile.
func (b Book) next(key id.Of[id.Key], e Entry, lots property.Snapshot, now civil.Instant) (old, next Key, err error) {
	old = b.open(key, now)
	if e.From.None() {
		e.From = old.from
	}
	if e.From.Before(old.from) {
		return old, Key{}, fault.Conflict("key_later").At("from").With("date", old.from)
	}
	if !e.Seen.None() && old.learned.After(e.Seen) {
		return old, Key{}, fault.Conflict("key_changed_meanwhile").With("date", old.learned.BrusselsDate())
	}
	next, err = newKey(key, e, lots, now)
	return old, next, err
}

// Withdraw takes the last version of a key back, and the one before it goes on; a key that has no other is gone. It is refused once something is shared by
// what would be taken back. Faults: key_used, key_alone.
func (r *Room) Withdraw(a *act.Act, key id.Of[id.Key]) (Key, error) {
	building, err := findBuilding(a.Tx, key)
	if err != nil {
		return Key{}, err
	}
	book, _, err := r.change(a, building, civil.Date{})
	if err != nil {
		return Key{}, err
	}
	old := book.open(key, a.Now)
	if old.state.None() {
		return Key{}, fault.Conflict("key_alone")
	}
	before, has := book.before(old, a.Now)
	from, since := old.from, old.learned
	if !has && !old.Default() {
		from, since = civil.Date{}, civil.Instant{}
	}
	for _, above := range r.Using {
		if used, err := above.UsesKey(a.Tx, key, from, since); err != nil || used {
			return Key{}, errOr(err, fault.Conflict("key_used"))
		}
	}
	if err := forget(a.Tx, old, a.Now); err != nil {
		return Key{}, err
	}
	if has {
		if err := r.goOn(a, before, old.from); err != nil {
			return Key{}, err
		}
	}
	a.Record(KeyWithdrawn{Building: building, Key: key, From: old.from})
	return old, nil
}

func errOr(err error, f *fault.Fault) error {
	if err != nil {
		return err
	}
	return f
}

// before is the version that a state replaced on its first day.
func (b Book) before(next Key, now civil.Instant) (Key, bool) {
	for _, k := range b.states {
		if k.id == next.id && !k.to.None() && k.to == next.from && k.known(now) {
			return k, true
		}
	}
	return Key{}, false
}

// goOn lets a version that ended on a day last, unless its lots are no longer those of that day.
func (r *Room) goOn(a *act.Act, k Key, day civil.Date) error {
	reg, err := property.LoadRegister(a.Tx, k.building)
	if err != nil {
		return err
	}
	if err := Coherent(k.kind, k.lots, reg.At(reg.Day(day, a.Now), a.Now)); err != nil {
		return err
	}
	if err := forget(a.Tx, k, a.Now); err != nil {
		return err
	}
	k.state, k.to, k.learned = id.New[id.Any](), civil.Date{}, a.Now
	return insertState(a.Tx, k)
}

// open is the state of a key that lasts. The key that every building has may have none yet: then it is as we describe it.
func (b Book) open(key id.Of[id.Key], now civil.Instant) Key {
	for _, k := range b.states {
		if k.id == key && k.to.None() && k.known(now) {
			return k
		}
	}
	return undescribed(b.Building)
}

// replace ends a state where the next one begins, or forgets it when the next one says it anew.
func replace(a *act.Act, old, next Key) error {
	if err := Settle(a.Tx, next); err != nil {
		return err
	}
	if !old.state.None() {
		if err := forget(a.Tx, old, a.Now); err != nil {
			return err
		}
		if next.from != old.from {
			ended := old
			ended.state, ended.to, ended.learned = id.New[id.Any](), next.from, a.Now
			if err := insertState(a.Tx, ended); err != nil {
				return err
			}
		}
	}
	return insertState(a.Tx, next)
}

// change loads what is needed to judge a key, one writer at a time: the book, and the lots of the day from which the key is to be so.
func (r *Room) change(a *act.Act, building id.Of[id.Building], from civil.Date) (Book, property.Snapshot, error) {
	if err := a.Hold(building); err != nil {
		return Book{}, property.Snapshot{}, err
	}
	reg, err := property.LoadRegister(a.Tx, building)
	if err != nil {
		return Book{}, property.Snapshot{}, err
	}
	if err := a.Allow(ChangeKeys, building); err != nil {
		return Book{}, property.Snapshot{}, err
	}
	book, err := Load(a.Tx, building)
	if from.None() {
		from = a.Today
	}
	return book, reg.At(reg.Day(from, a.Now), a.Now), err
}

// Keys reads the keys of a building on a day, as known at a moment, with the lots of that day; none of either means now.
func (r *Room) Keys(v *act.View, building id.Of[id.Building], on civil.Date, known civil.Instant) ([]Shown, error) {
	reg, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return nil, err
	}
	if err := v.Allow(ReadKeys, building); err != nil {
		return nil, err
	}
	book, err := Load(v.Tx, building)
	if err != nil {
		return nil, err
	}
	if known.None() {
		known = v.Now
	}
	if on.None() {
		on = v.Today
	}
	lots := reg.At(reg.Day(on, known), known)
	var list []Shown
	for _, k := range book.At(on, known) {
		lines, err := k.WeightsFor(lots)
		if err != nil && fault.As(err) == nil {
			return nil, err
		}
		list = append(list, Shown{Key: k, Lines: lines, Unproven: book.Unproven(k, known)})
	}
	return list, nil
}

// Shown is a key with the lots that take part in it on some day; none when it cannot share anything yet.
type Shown struct {
	Key
	Lines    []Line
	Unproven bool // it was changed, and no decision of the assembly is named
}

// Key reads one key on a day.
func (r *Room) Key(v *act.View, key id.Of[id.Key], on civil.Date, known civil.Instant) (Shown, error) {
	building, err := findBuilding(v.Tx, key)
	if err != nil {
		return Shown{}, err
	}
	list, err := r.Keys(v, building, on, known)
	if err != nil {
		return Shown{}, err
	}
	for _, k := range list {
		if k.id == key {
			return k, nil
		}
	}
	return Shown{}, fault.NotFound("not_found")
}

// BuiltOn tells whether a key that was learned at or after a moment names lots; it answers property.Dependent.
func (r *Room) BuiltOn(tx *db.Tx, building id.Of[id.Building], since civil.Instant) (bool, error) {
	n, err := db.Value[int64](tx.Query(namedSince, building, since))
	return n > 0, err
}
