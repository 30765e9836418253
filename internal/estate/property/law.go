package property

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/law"
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

// Rule names a threshold of the law.
type Rule string

// The rules that begin at a number of lots.
const (
	CouncilRule Rule = "council" // from here a co-ownership council is compulsory (art. 3.90)
	BooksRule   Rule = "books"   // from here the books are full; fewer main lots may keep them simplified (art. 3.89 §5 15°)
	PartsRule   Rule = "parts"   // from here the base deed may found partial associations (art. 3.84 al. 4)
)

// Threshold is a number of lots from which a rule binds or opens, beside the number that the building has: the decision and its reason.
type Threshold struct {
	Rule    Rule
	Article string
	Lots    int // how many of the building's lots count for it
	Min     int // from how many it is reached
	Reached bool
	Broken  bool // what the building keeps does not agree with it: simplified books from the threshold on
}

// Thresholds tells which rules of the law the number of lots of a building reaches on the day of a snapshot. The council and the books count the main
// lots; for partial associations the text leaves no kind of lot out (art. 3.84 al. 4, 3.89 §5 15°, 3.90).
func Thresholds(s Snapshot) ([]Threshold, error) {
	main := MainLots(s.Lots)
	list := []Threshold{
		{Rule: CouncilRule, Lots: main}, {Rule: BooksRule, Lots: main}, {Rule: PartsRule, Lots: len(s.Lots)},
	}
	keys := map[Rule]string{CouncilRule: "council.min_lots", BooksRule: "accounts.full_min_lots", PartsRule: "part.min_lots"}
	for i := range list {
		t := &list[i]
		p, err := law.Find(keys[t.Rule], s.On, s.Particulars.Region.Law())
		if err != nil {
			return nil, err
		}
		t.Min, t.Article = p.Int(), p.Article
		t.Reached = t.Lots >= t.Min
		t.Broken = t.Rule == BooksRule && t.Reached && s.Particulars.Books == SimplifiedBooks
	}
	return list, nil
}

// MayKeepBooks judges the books that a building is to keep from the day of a snapshot: simplified ones below the threshold only.
// Fault: books_simplified (art. 3.89 §5 15°).
func MayKeepBooks(s Snapshot, books Books) error {
	s.Particulars.Books = books
	list, err := Thresholds(s)
	for _, t := range list {
		if t.Broken {
			return fault.Unlawful("books_simplified", t.Article, "books").With("n", t.Lots).With("min", t.Min)
		}
	}
	return err
}

// MayHaveParts judges whether the deed of a main association may found partial ones. Fault: part_too_few (art. 3.84 al. 4).
func MayHaveParts(main Snapshot) error {
	list, err := Thresholds(main)
	for _, t := range list {
		if t.Rule == PartsRule && !t.Reached {
			return fault.Unlawful("part_too_few", t.Article, "").With("n", t.Lots).With("min", t.Min)
		}
	}
	return err
}

// MayBePerson judges whether a partial association may have a number of its own: it is a legal person only if the main one is. Fault:
// part_person (art. 3.86 §2).
func MayBePerson(main, part belgium.KBO) error {
	if main.None() && !part.None() {
		return fault.Unlawful("part_person", "3.86 §2", "enterprise_number")
	}
	return nil
}

// Began is the start of the financial year that holds from a day on.
type Began struct {
	From  civil.Date // none: since the deed
	Start civil.FiscalStart
}

// FiscalYearOf is the financial year in which a day lies. Where the start changed, the year before ends on the day of the change, however
// short it is. The list is in the order of days; without one the year is that of the calendar.
func FiscalYearOf(list []Began, on civil.Date) civil.Period {
	var at Began
	var until civil.Date
	for _, b := range list {
		if b.Start.Starting(1).From == at.Start.Starting(1).From { // said again, not changed
			continue
		}
		if b.From.After(on) {
			until = b.From
			break
		}
		at = b
	}
	year, _ := at.Start.YearOf(on).Clip(civil.Period{From: at.From, To: until})
	return year
}

// AssemblyPeriod is the yearly period in which the ordinary assembly is held, as the internal rules fix it by its first day (art. 3.85 §3): the law
// gives it fifteen days, the first included.
func AssemblyPeriod(first civil.FiscalStart, year int) (civil.Period, error) {
	from := first.Starting(year).From
	days, err := law.Find("ag.period_days", laterOf(from, parameterised), belgium.Federal)
	if err != nil {
		return civil.Period{}, err
	}
	return civil.Period{From: from, To: from.AddDays(days.Int())}, nil
}

// parameterised is the first day for which the parameters of the co-ownership are known; the period had fifteen days before as well.
var parameterised = civil.Must("2021-09-01")

// Divides judges a division: the shares of the new lots are together those of the old one, and there are at least two of them. Faults:
// division_of_one, division_sum (art. 3.85 §1).
func Divides(old Lot, into []LotEntry) error {
	if len(into) < 2 {
		return fault.Invalid("division_of_one", "lots")
	}
	var sum int64
	for _, e := range into {
		sum += e.Shares
	}
	if sum != old.shares {
		return fault.Unlawful("division_sum", "3.85 §1", "lots").With("sum", sum).With("of", old.shares)
	}
	return nil
}

// Merges judges a merger and gives the shares of the new lot, which are those of the old ones together (art. 3.85 §1). Fault: merger_of_one.
func Merges(old []Lot) (shares int64, err error) {
	if len(old) < 2 {
		return 0, fault.Invalid("merger_of_one", "lots")
	}
	for _, l := range old {
		shares += l.shares
	}
	return shares, nil
}
