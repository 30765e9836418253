package ledger

import (
	"slices"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/db"
)

// Balance is what stands on an account, or on one party's or supplier's part of it.
type Balance struct {
	Code          string
	sub           id.Of[id.Any]
	Debit, Credit money.Cents // what was ever entered on each side
}

// Net is what is left: above zero a debit, below a credit.
func (b Balance) Net() money.Cents { return b.Debit.Sub(b.Credit) }

// Party is whose it is, on 410.
func (b Balance) Party() id.Of[id.Party] {
	if OfParties(b.Code) {
		return id.As[id.Party](b.owner())
	}
	return id.Of[id.Party]{}
}

// Supplier is whose it is, on 440.
func (b Balance) Supplier() id.Of[id.Supplier] {
	if OfSuppliers(b.Code) {
		return id.As[id.Supplier](b.owner())
	}
	return id.Of[id.Supplier]{}
}

// owner is whose it is; none for the zeros that stand for nobody.
func (b Balance) owner() id.Of[id.Any] {
	if b.sub.String() == nobody {
		return id.Of[id.Any]{}
	}
	return b.sub
}

// Balances are the balances of a building's accounts, by account and whose it is, in the order of the accounts.
type Balances []Balance

// Sum adds up the net of the accounts that are chosen.
func (list Balances) Sum(chosen func(code string) bool) money.Cents {
	var s money.Cents
	for _, b := range list {
		if chosen(b.Code) {
			s = s.Add(b.Net())
		}
	}
	return s
}

// byCode adds up what belongs to the same account.
func (list Balances) byCode() (sums Balances) {
	for _, b := range list {
		if n := len(sums); n > 0 && sums[n-1].Code == b.Code {
			sums[n-1].Debit, sums[n-1].Credit = sums[n-1].Debit.Add(b.Debit), sums[n-1].Credit.Add(b.Credit)
			continue
		}
		sums = append(sums, Balance{Code: b.Code, Debit: b.Debit, Credit: b.Credit})
	}
	return sums
}

// of finds the balance of each account.
func (list Balances) of() map[string]Balance {
	found := map[string]Balance{}
	for _, b := range list.byCode() {
		found[b.Code] = b
	}
	return found
}

// under adds up the accounts that begin with a code.
func (list Balances) under(code string) Balance {
	sum := Balance{Code: code}
	for _, b := range list {
		if isCode(b.Code, code) {
			sum.Debit, sum.Credit = sum.Debit.Add(b.Debit), sum.Credit.Add(b.Credit)
		}
	}
	return sum
}

// less takes other balances away.
func (list Balances) less(other Balances) Balances {
	type place struct {
		code string
		sub  id.Of[id.Any]
	}
	at := map[place]int{}
	left := make(Balances, len(list))
	for i, b := range list {
		at[place{b.Code, b.sub}] = i
		left[i] = b
	}
	for _, b := range other {
		i, known := at[place{b.Code, b.sub}]
		if !known {
			i = len(left)
			left = append(left, Balance{Code: b.Code, sub: b.sub})
		}
		left[i].Debit, left[i].Credit = left[i].Debit.Sub(b.Debit), left[i].Credit.Sub(b.Credit)
	}
	return left
}

// asKnown is until when lines were learned that count: ever, when no moment is given.
func asKnown(moment civil.Instant) civil.Instant {
	if moment.None() {
		return civil.At(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
	}
	return moment
}

// BalancesAt reads what stands on the accounts of a building at the end of a day; as known at a moment, or now when none is given.
func BalancesAt(tx *db.Tx, building id.Of[id.Building], day civil.Date, known civil.Instant) (Balances, error) {
	if !known.None() {
		return db.All(tx.Query(balancesKnown, building, day, known), (*Balance).fields)
	}
	first := day.AddDays(1 - day.Day())
	month := int64(day.Month())
	if day.AddDays(1).Day() == 1 { // the month is whole: no line has to be read
		first, month = day.AddDays(1), month+1
	}
	return db.All(tx.Query(balancesAt, building, int64(day.Year()), month, first, day), (*Balance).fields)
}

// BalancesIn reads what was entered within a period, first and last day included, without the entries that close a year: what a year cost stays
// visible after it was closed.
func BalancesIn(tx *db.Tx, building id.Of[id.Building], from, to civil.Date, known civil.Instant) (Balances, error) {
	until, err := BalancesAt(tx, building, to, known)
	if err != nil {
		return nil, err
	}
	before, err := BalancesAt(tx, building, from.AddDays(-1), known)
	if err != nil {
		return nil, err
	}
	closed, err := db.All(tx.Query(closedIn, building, from, to, asKnown(known)), (*Balance).fields)
	return until.less(before).less(closed), err
}

// isCode tells whether a code begins like one of some.
func isCode(code string, prefixes ...string) bool {
	for _, p := range prefixes {
		if len(code) >= len(p) && code[:len(p)] == p {
			return true
		}
	}
	return false
}

func isResult(code string) bool { return isCode(code, "6", "7") }

func sortedBalances(list Balances) Balances {
	slices.SortFunc(list, func(a, b Balance) int {
		return slices.Compare([]string{a.Code, a.sub.String()}, []string{b.Code, b.sub.String()})
	})
	return list
}
