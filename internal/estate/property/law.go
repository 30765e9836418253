package property

import (
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/share"
)

// WholeRights judges the fractions of a party's members (art. 3.87 §1, divided rights). Full ownership carries both use and substance, so
// full + usufruct must be whole, and full + bare must be whole: a widow with one half in full ownership and one half in usufruct, and a
// child with that half in bare ownership, are a party. Faults: rights_not_whole, naming the side that is not.
func WholeRights(members []MemberEntry) error {
	var use, substance share.Fraction
	for _, m := range members {
		var err error
		if m.Right == Full || m.Right == Usufruct {
			if use, err = use.Add(m.Part); err != nil {
				return err
			}
		}
		if m.Right == Full || m.Right == Bare {
			if substance, err = substance.Add(m.Part); err != nil {
				return err
			}
		}
	}
	one := share.Must(1, 1)
	if use.Cmp(one) != 0 {
		return fault.Unlawful("rights_not_whole", "3.87 §1", "members").With("sum", use.String())
	}
	if substance.Cmp(one) != 0 {
		return fault.Unlawful("rights_not_whole", "3.87 §1", "members").With("sum", substance.String())
	}
	return nil
}

// MainLots counts the lots that count for the thresholds: all but cellars, garages and parkings (art. 3.90 §1, 3.89 §5 15°).
func MainLots(lots []Lot) int {
	n := 0
	for _, l := range lots {
		if l.kind.Main() {
			n++
		}
	}
	return n
}

// ShareBalance compares the shares of the lots with the deed's denominator (art. 3.85 §1).
func ShareBalance(b Building, lots []Lot) (share.Balance, error) {
	list := make([]int64, len(lots))
	for i, l := range lots {
		list[i] = l.shares
	}
	return share.BalanceOf(b.denominator, list)
}
