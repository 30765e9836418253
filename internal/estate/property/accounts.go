package property

import (
	"slices"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Funds are the two funds of an association, each with a bank account of its own (art. 3.86 §3).
var Funds = []string{"working", "reserve"}

// SetAccount says which bank account of the association holds a fund from today on.
func (r *Room) SetAccount(a *act.Act, building id.Of[id.Building], fund, iban string) (Account, error) {
	return r.ChangeAccount(a, building, fund, iban, Saying{From: a.Today})
}

// ChangeAccount says which bank account of the association holds a fund: from a day on, at the latest today, and then the one before it closes; or,
// without a day, that it was wrongly known. Each fund has its own account, in the association's name (art. 3.86 §3).
func (r *Room) ChangeAccount(a *act.Act, building id.Of[id.Building], fund, iban string, how Saying) (Account, error) {
	if err := a.Hold(building); err != nil {
		return Account{}, err
	}
	if _, err := FindBuilding(a.Tx, building); err != nil {
		return Account{}, err
	}
	if err := a.Allow(ChangeBuilding, building); err != nil {
		return Account{}, err
	}
	number, err := belgium.ParseIBAN(iban)
	if err != nil {
		return Account{}, at(err, "iban")
	}
	if how.From.After(a.Today) { // where to pay is asked without a day
		return Account{}, fault.Invalid("account_future", "from").With("date", a.Today)
	}
	ever, err := AccountsEver(a.Tx, building)
	if err != nil {
		return Account{}, err
	}
	acc := Account{building: building, fund: fund, iban: number}
	r2 := restated[Account]{Said: []Account{acc}}
	r2.Said[0].times = since(orToday(how.From, a.Today), a.Now)
	if known := knownNow(ever, a.Now, func(x Account) bool { return x.fund == fund }); len(known) > 0 {
		if err := accountMeanwhile(known, ever, number, how); err != nil {
			return Account{}, err
		}
		if r2, err = restate(known, acc, how.From, a.Today, a.Now, func(a, b Account) bool { return a.iban == b.iban }); err != nil {
			return Account{}, err
		}
		if len(r2.Said) == 0 {
			return r2.Before, nil
		}
	}
	for _, other := range knownNow(ever, a.Now, func(x Account) bool { return x.fund != fund && x.iban == number }) {
		if slices.ContainsFunc(r2.Said, func(x Account) bool { return x.iban == number && x.period().Overlaps(other.period()) }) {
			return Account{}, fault.Unlawful("account_shared", "3.86 §3", "iban")
		}
	}
	a.Record(AccountSet{Building: building, Fund: fund})
	return saveAccounts(a, r2)
}

func saveAccounts(a *act.Act, r restated[Account]) (last Account, err error) {
	for _, x := range r.Forgotten {
		if _, err := a.Exec(forgetAccount, x.id, a.Now); err != nil {
			return Account{}, err
		}
	}
	for _, x := range r.Said {
		x.id = id.New[id.Any]()
		if err := insertAccount(a.Tx, x); err != nil {
			return Account{}, err
		}
		last = x
	}
	return last, nil
}

// AccountsOf lists the association's accounts, one per fund at most.
func AccountsOf(tx *db.Tx, building id.Of[id.Building]) ([]Account, error) {
	return db.All(tx.Query(accountsOf, building), (*Account).fields)
}

// AccountsEver lists all that was ever said about the association's accounts, fund by fund.
func AccountsEver(tx *db.Tx, building id.Of[id.Building]) ([]Account, error) {
	return db.All(tx.Query(accountsEver, building), (*Account).fields)
}
