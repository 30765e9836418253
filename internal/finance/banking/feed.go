package banking

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Feed is how the bank accounts of a building are doing.
type Feed struct {
	Building property.Building
	Accounts []AccountFeed
	Waiting  []Waiting
	Todo     int64 // movements to be booked
}

// AccountFeed is how one account is doing.
type AccountFeed struct {
	Account property.Account
	Code    string    // of the chart
	Last    Statement // the last one that was posted; none as long as there is none
	Posted  int
	Gaps    []Gap
	Todo    int64
	Books   money.Cents  // what the books say stands on the account, or on all accounts of its fund
	Bank    *money.Cents // what the bank says; nil when a statement is missing for it to be said
	Shared  bool         // other accounts stand on the same account of the chart: they are compared together
	Why     string       // of a difference: opening, gap, both, other or by_hand
}

// Difference is what the books say more than the bank; known is false without a closing balance.
func (f AccountFeed) Difference() (difference money.Cents, known bool) {
	if f.Bank == nil {
		return 0, false
	}
	return f.Books.Sub(*f.Bank), true
}

// Waiting is a statement that waits, with what its reader should know.
type Waiting struct {
	Statement
	Elsewhere string // the building to which the account belongs, when it is another one of the office
}

// Feed reads how the accounts of a building are doing.
func (r *Room) Feed(v *act.View, building id.Of[id.Building]) (Feed, error) {
	b, err := property.FindBuilding(v.Tx, building)
	if err != nil {
		return Feed{}, err
	}
	if err := v.Allow(ReadBank, building); err != nil {
		return Feed{}, err
	}
	f := Feed{Building: b}
	accounts, err := property.Accounts(v.Tx, building)
	if err != nil {
		return f, err
	}
	statements, err := db.All(v.Query(statementsOf, building), (*Statement).fields)
	if err != nil {
		return f, err
	}
	balances, err := ledger.BalancesAt(v.Tx, building, v.Today, civil.Instant{})
	if err != nil {
		return f, err
	}
	todo, err := db.All(v.Query(todoOf, building), (*counted).fields)
	if err != nil {
		return f, err
	}
	days, err := db.All(v.Query(daysOf, building), (*DaySum).fields)
	if err != nil {
		return f, err
	}
	of := map[id.Of[id.Account]][]Statement{}
	for _, s := range statements {
		switch {
		case s.status == Posted:
			of[s.account] = append(of[s.account], s)
		case !replaced(s, statements):
			w := Waiting{Statement: s}
			if s.status == Unknown {
				if w.Elsewhere, err = elsewhere(v, s); err != nil {
					return f, err
				}
			}
			f.Waiting = append(f.Waiting, w)
		}
	}
	for _, a := range accounts {
		x := accountFeed(a, of[a.ID()], days, balances)
		for _, t := range todo {
			if t.account == a.ID() {
				x.Todo = t.n
			}
		}
		f.Todo += x.Todo
		f.Accounts = append(f.Accounts, x)
	}
	compare(f.Accounts, of)
	return f, nil
}

// counted is how many movements of an account are to be booked.
type counted struct {
	account id.Of[id.Account]
	n       int64
}

func (c *counted) fields() []any { return []any{&c.account, &c.n} }

// replaced tells whether a statement in quarantine was sent right meanwhile: the same one was posted after it came.
func replaced(s Statement, list []Statement) bool {
	for _, x := range list {
		if x.status == Posted && x.family == s.family && x.key == s.key && x.posted.After(s.learned) && s.reason != "statement_differs" {
			return true
		}
	}
	return false
}

func accountFeed(a property.Account, posted []Statement, days []DaySum, balances ledger.Balances) AccountFeed {
	x := AccountFeed{Account: a, Code: codeOf(a.Fund()), Posted: len(posted), Gaps: gaps(posted, days)}
	x.Books = balances.Sum(func(code string) bool { return code == x.Code })
	for _, s := range posted {
		if x.Last.id.None() || follows(x.Last, s) < 0 {
			x.Last = s
		}
	}
	x.Bank = x.Last.Closing()
	return x
}

// compare tells of each account whether the books agree with the bank. Accounts that stand on the same account of the chart are compared together: the books
// know them only as one.
func compare(list []AccountFeed, of map[id.Of[id.Account]][]Statement) {
	for i := range list {
		x := &list[i]
		var sum, first, missing money.Cents
		said, other := x.Posted > 0, false
		for j := range list {
			y := &list[j]
			if y.Code != x.Code {
				continue
			}
			x.Shared = x.Shared || j != i
			closing := y.Last.Closing()
			if closing == nil {
				said, other = said && y.Posted == 0, true
				continue
			}
			sum = sum.Add(*closing)
			for _, g := range y.Gaps {
				missing = missing.Add(orZero(g.Difference))
			}
			if o := opening(of[y.Account.ID()]); o != nil {
				first = first.Add(*o)
			}
		}
		if x.Bank = nil; !said {
			continue
		}
		x.Bank = &sum
		switch difference, _ := x.Difference(); {
		case difference == 0:
		case difference == first.Neg():
			x.Why = "opening"
		case difference == missing.Neg():
			x.Why = "gap"
		case difference == first.Add(missing).Neg():
			x.Why = "both"
		case other:
			x.Why = "other"
		default:
			x.Why = "by_hand"
		}
	}
}

// opening is the balance with which the statements of an account begin.
func opening(list []Statement) *money.Cents {
	var first Statement
	for _, s := range list {
		if s.opening != nil && (first.id.None() || s.openedOn.Before(first.openedOn) || s.openedOn == first.openedOn && follows(s, first) < 0) {
			first = s
		}
	}
	return first.Opening()
}
