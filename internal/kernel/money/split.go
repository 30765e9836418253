package money

import (
	"math/big"
	"slices"

	"koprogo/internal/kernel/fault"
)

// Part is what one weight pays, with the reason of its last cent.
type Part struct {
	Weight  int64
	Floor   Cents    // the exact share without its fraction of a cent, cut towards zero
	RestNum *big.Int // the fraction of a cent that was cut off is RestNum/RestDen, never negative
	RestDen *big.Int // the sum of all weights; the same for every part
	Cent    bool     // whether the part got one of the cents left over
	Amount  Cents    // Floor, and the cent if it got one
}

// Explained is a total cut into parts, with all the steps.
type Explained struct {
	Total    Cents
	Weights  *big.Int // the sum of all weights
	Leftover int64    // cents that were left over by the floors and handed out one by one (of the sign of Total)
	Parts    []Part   // in the order given
}

// Split cuts a total by weights with the method of the largest remainder: each part first gets its exact share cut down
// to the cent; the cents left over go one each to the parts that lost most. Equal remainders are served in the order
// given, so callers give the lots in the order of the deed. The parts always sum to the total; a weight of zero gets
// nothing; a negative total gives the mirror image of the positive one.
//
// Faults, at field "weights": weights_empty, weights_negative, weights_all_zero.
func Split(total Cents, weights []int64) ([]Cents, error) {
	e, err := SplitExplained(total, weights)
	if err != nil {
		return nil, err
	}
	parts := make([]Cents, len(e.Parts))
	for i, p := range e.Parts {
		parts[i] = p.Amount
	}
	return parts, nil
}

// SplitExplained is Split with every step, for the page that answers "why do I pay this".
func SplitExplained(total Cents, weights []int64) (Explained, error) {
	sum, err := weigh(weights)
	if err != nil {
		return Explained{}, err
	}
	e := Explained{Total: total, Weights: sum, Parts: make([]Part, len(weights))}
	one := Cents(1)
	if total < 0 {
		one = -1
	}
	whole := new(big.Int).Abs(big.NewInt(int64(total)))
	left := new(big.Int).Set(whole)
	order := make([]int, len(weights))
	for i, w := range weights {
		floor, rest := new(big.Int).Mul(whole, big.NewInt(w)), new(big.Int)
		floor.QuoRem(floor, sum, rest)
		left.Sub(left, floor)
		if total < 0 {
			floor.Neg(floor)
		}
		cents := Cents(floor.Int64())
		e.Parts[i] = Part{Weight: w, Floor: cents, RestNum: rest, RestDen: sum, Amount: cents}
		order[i] = i
	}
	e.Leftover = left.Int64() // fewer than there are parts with a remainder
	slices.SortStableFunc(order, func(i, j int) int { return e.Parts[j].RestNum.Cmp(e.Parts[i].RestNum) })
	for _, i := range order[:e.Leftover] {
		e.Parts[i].Cent = true
		e.Parts[i].Amount += one
	}
	return e, nil
}

func weigh(weights []int64) (*big.Int, error) {
	if len(weights) == 0 {
		return nil, fault.Invalid("weights_empty", "weights")
	}
	sum := new(big.Int)
	for _, w := range weights {
		if w < 0 {
			return nil, fault.Invalid("weights_negative", "weights")
		}
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		return nil, fault.Invalid("weights_all_zero", "weights")
	}
	return sum, nil
}
