package keys

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
)

// Line is a lot that takes part in a key, with its weight.
type Line struct {
	Lot    property.Lot
	Weight int64
}

// WeightsFor gives the lots that take part in the key on the day of a snapshot, in the order of the deed, which is also the order in which equal
// remainders are served (art. 3.81, 3.85 §1 2°). By shares, a lot weighs its quotités of that day; lots that are gone take no part.
// Faults: key_no_lot (no lot takes part), key_all_zero (they all weigh nothing).
func (k Key) WeightsFor(s property.Snapshot) ([]Line, error) {
	own := map[id.Of[id.Lot]]int64{}
	for _, w := range k.lots {
		own[w.Lot] = w.Weight
	}
	var lines []Line
	sum := false
	for _, l := range s.Lots {
		weight, named := own[l.ID()]
		switch {
		case k.kind == Weights && !named, k.kind == Lots && !named:
			continue
		case k.kind != Weights:
			weight = l.Shares()
		}
		lines = append(lines, Line{l, weight})
		sum = sum || weight > 0
	}
	if len(lines) == 0 {
		return nil, fault.Unlawful("key_no_lot", "3.85 §1 2°", "lots").With("date", s.On)
	}
	if !sum {
		return nil, fault.Unlawful("key_all_zero", "3.85 §1 2°", "lots")
	}
	return lines, nil
}

// Total is the sum of the weights.
func Total(lines []Line) int64 {
	var sum int64
	for _, l := range lines {
		sum += l.Weight
	}
	return sum
}

// Coherent judges the lots that a key names against the lots of the building. Faults, at the lot: key_kind, key_lots_unwanted, key_no_lot,
// key_lot_elsewhere, key_lot_twice, key_weight_unwanted, key_weight_range, key_all_zero.
func Coherent(kind Kind, lots []Weighted, s property.Snapshot) error {
	switch kind {
	case Shares:
		if len(lots) > 0 {
			return fault.Invalid("key_lots_unwanted", "lots")
		}
		return nil
	case Lots, Weights:
	default:
		return fault.Invalid("key_kind", "kind")
	}
	if len(lots) == 0 {
		return fault.Unlawful("key_no_lot", "3.85 §1 2°", "lots").With("date", s.On)
	}
	var faults []error
	seen := map[id.Of[id.Lot]]bool{}
	weighty := kind == Lots
	for _, w := range lots {
		lot, known := s.Lot(w.Lot)
		switch {
		case !known:
			faults = append(faults, fault.Invalid("key_lot_elsewhere", "lots"))
		case seen[w.Lot]:
			faults = append(faults, fault.Invalid("key_lot_twice", "lots").With("lot", lot.Label()))
		case kind == Lots && w.Weight != 0:
			faults = append(faults, fault.Invalid("key_weight_unwanted", "lots").With("lot", lot.Label()))
		case w.Weight < 0 || w.Weight > maxWeight:
			faults = append(faults, fault.Invalid("key_weight_range", "lots").With("lot", lot.Label()).With("max", int64(maxWeight)))
		}
		seen[w.Lot] = true
		weighty = weighty || w.Weight > 0
	}
	if len(faults) == 0 && !weighty {
		faults = append(faults, fault.Unlawful("key_all_zero", "3.85 §1 2°", "lots"))
	}
	return fault.Join(faults...)
}

// SameDistribution tells whether two states of a key share a cost alike: another name or article changes nothing for anybody's purse, other lots
// or weights do, and that takes four fifths of the votes (art. 3.88 §1 2° a).
func SameDistribution(a, b Key) bool {
	if a.kind != b.kind || len(a.lots) != len(b.lots) {
		return false
	}
	own := map[id.Of[id.Lot]]int64{}
	for _, w := range a.lots {
		own[w.Lot] = w.Weight
	}
	for _, w := range b.lots {
		weight, named := own[w.Lot]
		if !named || weight != w.Weight {
			return false
		}
	}
	return true
}

// Effect is what a change of a key does to one lot: its part of a thousand euros before and after.
type Effect struct {
	Lot           property.Lot
	Before, After money.Cents
}

// thousand is the cost by which a change of a key is explained.
const thousand money.Cents = 100_000

// Effects says what becomes of a cost of a thousand euros when a key changes, lot by lot of the day from which it does. A version that cannot share
// anything yet leaves its side at nothing.
func Effects(before, after Key, s property.Snapshot) ([]Effect, error) {
	list := make([]Effect, len(s.Lots))
	at := map[id.Of[id.Lot]]int{}
	for i, l := range s.Lots {
		list[i].Lot, at[l.ID()] = l, i
	}
	for _, side := range []struct {
		key Key
		set func(*Effect, money.Cents)
	}{{before, func(e *Effect, c money.Cents) { e.Before = c }}, {after, func(e *Effect, c money.Cents) { e.After = c }}} {
		lines, err := side.key.WeightsFor(s)
		if fault.As(err) != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		weights := make([]int64, len(lines))
		for i, l := range lines {
			weights[i] = l.Weight
		}
		parts, err := money.Split(thousand, weights)
		if err != nil {
			return nil, err
		}
		for i, l := range lines {
			side.set(&list[at[l.Lot.ID()]], parts[i])
		}
	}
	return list, nil
}
