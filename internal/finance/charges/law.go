package charges

import (
	"math/big"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
)

// Apportion cuts an amount by the lines of a key (art. 3.81, 3.85 §1 2°): to the lots by the largest remainder, equal remainders in the order of the
// deed; then to the party that holds each lot in the snapshot; then to the members of the party by their fraction of the use. The parts sum to the
// whole at every level, whatever the sign of the amount. Faults: weights_empty, weights_all_zero.
func Apportion(amount money.Cents, lines []keys.Line, register property.Snapshot) (Apportionment, error) {
	weights := make([]int64, len(lines))
	for i, l := range lines {
		weights[i] = l.Weight
	}
	cut, err := money.SplitExplained(amount, weights)
	if err != nil {
		return Apportionment{}, err
	}
	a := Apportionment{Amount: amount, Weights: keys.Total(lines), Leftover: cut.Leftover}
	for i, p := range cut.Parts {
		part := LotPart{Lot: lines[i].Lot, Weight: p.Weight, Floor: p.Floor, RestNum: p.RestNum.Int64(), RestDen: p.RestDen.Int64(), Cent: p.Cent, Amount: p.Amount}
		if holder, held := register.Holder(part.Lot.ID()); held {
			part.Party = holder.ID()
		}
		if part.Weight > 0 {
			a.Sharing++
		}
		a.Lots = append(a.Lots, part)
	}
	a.Parties, err = byParty(a.Lots, register)
	return a, err
}

// byParty gathers the parts of the lots by who holds them.
func byParty(lots []LotPart, register property.Snapshot) ([]PartyPart, error) {
	at := map[id.Of[id.Party]]int{}
	var list []PartyPart
	var vacant PartyPart
	for _, l := range lots {
		if l.Party.None() {
			vacant.Lots, vacant.Amount = append(vacant.Lots, l), vacant.Amount.Add(l.Amount)
			continue
		}
		i, seen := at[l.Party]
		if !seen {
			i = len(list)
			at[l.Party] = i
			holder, _ := register.Holder(l.Lot.ID())
			list = append(list, PartyPart{Party: holder, Joint: holder.Kind() == property.Split})
		}
		list[i].Lots, list[i].Amount = append(list[i].Lots, l), list[i].Amount.Add(l.Amount)
	}
	for i := range list {
		var err error
		if list[i].Members, err = AmongMembers(list[i].Amount, list[i].Party.Members()); err != nil {
			return nil, err
		}
	}
	if len(vacant.Lots) > 0 {
		list = append(list, vacant)
	}
	return list, nil
}

// AmongMembers cuts the amount of a party between its members, in the order in which they were entered. Ordinary charges follow the use: full owners
// and usufructuaries bear them by their fraction, bare owners bear nothing among themselves. Towards the association all holders of a
// divided right are liable for the whole (art. 3.86 §3, last paragraph). A party whose members were not yet known has no parts.
func AmongMembers(amount money.Cents, members []property.Member) ([]MemberPart, error) {
	weights := useWeights(members)
	sum := int64(0)
	for _, w := range weights {
		sum = max(sum, w)
	}
	if sum == 0 {
		return nil, nil
	}
	amounts, err := money.Split(amount, weights)
	if err != nil {
		return nil, err
	}
	parts := make([]MemberPart, len(members))
	for i, m := range members {
		parts[i] = MemberPart{m, amounts[i]}
	}
	return parts, nil
}

// useWeights brings the fractions of the use to whole numbers over one denominator.
func useWeights(members []property.Member) []int64 {
	one := big.NewInt(1)
	for _, m := range members {
		den := big.NewInt(m.Part().Den())
		gcd := new(big.Int).GCD(nil, nil, one, den)
		one = new(big.Int).Mul(one, den.Quo(den, gcd))
	}
	weights := make([]int64, len(members))
	for i, m := range members {
		if m.Right() == property.Bare {
			continue
		}
		w := new(big.Int).Mul(one, big.NewInt(m.Part().Num()))
		w.Quo(w, big.NewInt(m.Part().Den()))
		if over := one.BitLen() - 62; over > 0 { // fractions so fine that their common denominator has no room: nobody's cent depends on it
			w.Rsh(w, uint(over))
		}
		weights[i] = w.Int64()
	}
	return weights
}
