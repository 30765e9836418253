package property

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Funds are the two funds of an association, each with a bank account of its own (art. 3.86 §3).
var Funds = []string{"working", "reserve"}

// AnyFund are all kinds of accounts: those of the two funds, and others, such as that of a work or of a dispute.
var AnyFund = append(slices.Clone(Funds), "other")

// Account is a bank account of the association, in its name. A fund is paid into its main account; it may have further ones.
type Account struct {
	row      id.Of[id.Any]
	id       id.Of[id.Account]
	building id.Of[id.Building]
	fund     string
	main     bool
	iban     belgium.IBAN
	bic      belgium.BIC
	name     string
	times
}

// ID is the account's identifier; it stays through corrections and over time.
func (a Account) ID() id.Of[id.Account] { return a.id }

// Building is the association whose account it is.
func (a Account) Building() id.Of[id.Building] { return a.building }

// Fund is "working", "reserve" or "other".
func (a Account) Fund() string { return a.fund }

// Main tells whether it is the account into which the fund is paid.
func (a Account) Main() bool { return a.main }

// IBAN is the account's number.
func (a Account) IBAN() belgium.IBAN { return a.iban }

// BIC is the code of its bank; none when it was not said.
func (a Account) BIC() belgium.BIC { return a.bic }

// Name is what people call it, such as "Savings"; empty when its fund says enough.
func (a Account) Name() string { return a.name }

// In names the account for a reader: by its name, or by its fund.
func (a Account) In(l i18n.Lang) string {
	return cmp.Or(a.name, i18n.Say(l, "property.fund_"+a.fund))
}

// fundName is a fund, named in every language.
type fundName string

// In names the fund.
func (f fundName) In(l i18n.Lang) string { return i18n.Say(l, "property.fund_"+string(f)) }

// spoken is the account's name as a fault says it.
func (a Account) spoken() any {
	if a.name != "" {
		return a.name
	}
	return fundName(a.fund)
}

// OpenOn tells whether the account is in use on a day.
func (a Account) OpenOn(day civil.Date) bool { return a.period().Contains(day) }

// AccountEntry is what someone says about a bank account.
type AccountEntry struct {
	Fund, IBAN, BIC, Name string
}

const maxAccountName = 60

// of is the account that the entry describes. Faults: those of IBAN and BIC, account_fund, too_long.
func (e AccountEntry) of(building id.Of[id.Building]) (Account, error) {
	acc := Account{building: building, fund: e.Fund, name: tidy(e.Name)}
	var faults []error
	number, err := belgium.ParseIBAN(e.IBAN)
	if err != nil {
		faults = append(faults, at(err, "iban"))
	}
	acc.iban = number
	if e.BIC != "" {
		if acc.bic, err = belgium.ParseBIC(e.BIC); err != nil {
			faults = append(faults, at(err, "bic"))
		}
	}
	if !slices.Contains(AnyFund, e.Fund) {
		faults = append(faults, fault.Invalid("account_fund", "fund"))
	}
	if len([]rune(acc.name)) > maxAccountName {
		faults = append(faults, fault.Invalid("too_long", "name").With("max", maxAccountName))
	}
	return acc, fault.Join(faults...)
}

func sameAccount(a, b Account) bool {
	return a.fund == b.fund && a.iban == b.iban && a.bic == b.bic && a.name == b.name
}

// Banking is a room above that rests on bank accounts, such as one that keeps their statements; asked before an account is withdrawn.
type Banking interface {
	Rests(tx *db.Tx, account id.Of[id.Account]) (bool, error)
}

// SetAccount says into which bank account of the association a fund is paid from today on.
func (r *Room) SetAccount(a *act.Act, building id.Of[id.Building], fund, iban string) (Account, error) {
	return r.ChangeAccount(a, building, AccountEntry{Fund: fund, IBAN: iban}, Saying{From: a.Today})
}

// ChangeAccount says into which bank account of the association a fund is paid: from a day on, at the latest today, and then the one before it closes;
// or, without a day, that it was wrongly known. Each fund has its own account, in the association's name (art. 3.86 §3).
func (r *Room) ChangeAccount(a *act.Act, building id.Of[id.Building], e AccountEntry, how Saying) (Account, error) {
	ever, err := r.accountsToChange(a, building)
	if err != nil {
		return Account{}, err
	}
	acc, err := e.of(building)
	if err != nil {
		return Account{}, err
	}
	if how.From.After(a.Today) { // where to pay is asked without a day
		return Account{}, fault.Invalid("account_future", "from").With("date", a.Today)
	}
	acc.main = true
	r2 := restated[Account]{Said: []Account{acc}}
	r2.Said[0].times = since(orToday(how.From, a.Today), a.Now)
	if known := knownNow(ever, a.Now, func(x Account) bool { return x.main && x.fund == acc.fund }); len(known) > 0 {
		if err := accountMeanwhile(known, ever, acc, how); err != nil {
			return Account{}, err
		}
		if r2, err = restate(known, acc, how.From, a.Today, a.Now, sameAccount); err != nil {
			return Account{}, err
		}
		if len(r2.Said) == 0 {
			return r2.Before, nil
		}
	}
	for i := range r2.Said { // another number from another day on is another account
		x := &r2.Said[i]
		if x.id.None() && (x.iban == r2.Before.iban || x.from == r2.Before.from) {
			x.id = r2.Before.id
		}
		if x.id.None() {
			x.id = id.New[id.Account]()
		}
	}
	return r.saveAccounts(a, ever, r2)
}

// AddAccount enters a bank account of a fund from a day on, at the latest today. The first one of working capital or reserve fund is the one into which
// it is paid; further ones stand beside it.
func (r *Room) AddAccount(a *act.Act, building id.Of[id.Building], e AccountEntry, from civil.Date) (Account, error) {
	ever, err := r.accountsToChange(a, building)
	if err != nil {
		return Account{}, err
	}
	acc, err := e.of(building)
	if err != nil {
		return Account{}, err
	}
	if from = orToday(from, a.Today); from.After(a.Today) {
		return Account{}, fault.Invalid("account_future", "from").With("date", a.Today)
	}
	acc.id, acc.times = id.New[id.Account](), since(from, a.Now)
	acc.main = acc.fund != "other" && len(knownNow(ever, a.Now, func(x Account) bool { return x.main && x.fund == acc.fund })) == 0
	return r.saveAccounts(a, ever, restated[Account]{Said: []Account{acc}})
}

// CorrectAccount says what an account should have been known as, for the days of which its last statement speaks. The fund of a main account stays.
func (r *Room) CorrectAccount(a *act.Act, account id.Of[id.Account], e AccountEntry, seen civil.Instant) (Account, error) {
	was, ever, err := r.accountToChange(a, account)
	if err != nil {
		return Account{}, err
	}
	if was.main {
		e.Fund = was.fund
	}
	acc, err := e.of(was.building)
	if err != nil {
		return Account{}, err
	}
	if err := accountMeanwhile([]Account{was}, ever, acc, Saying{Seen: seen}); err != nil {
		return Account{}, err
	}
	if sameAccount(was, acc) {
		return was, nil
	}
	acc.id, acc.main, acc.times = was.id, was.main, times{from: was.from, to: was.to, learned: a.Now}
	return r.saveAccounts(a, ever, restated[Account]{Forgotten: []Account{was}, Said: []Account{acc}})
}

// CloseAccount says which day was the last of an account. The one into which a fund is paid is not closed but replaced (ChangeAccount).
func (r *Room) CloseAccount(a *act.Act, account id.Of[id.Account], last civil.Date) (Account, error) {
	was, ever, err := r.accountToChange(a, account)
	if err != nil {
		return Account{}, err
	}
	last = orToday(last, a.Today)
	switch {
	case was.main:
		return Account{}, fault.Unlawful("account_main", "3.86 §3", "")
	case !was.to.None():
		return Account{}, fault.Conflict("account_closed").With("date", was.to.AddDays(-1))
	case last.Before(was.from) || last.After(a.Today):
		return Account{}, fault.Invalid("account_last", "last_day").With("from", was.from).With("date", a.Today)
	}
	closed := was
	closed.times = times{from: was.from, to: last.AddDays(1), learned: a.Now}
	return r.saveAccounts(a, ever, restated[Account]{Forgotten: []Account{was}, Said: []Account{closed}})
}

// ReopenAccount takes the end of an account back.
func (r *Room) ReopenAccount(a *act.Act, account id.Of[id.Account]) (Account, error) {
	was, ever, err := r.accountToChange(a, account)
	if err != nil || was.to.None() {
		return was, err
	}
	if was.main {
		return Account{}, fault.Unlawful("account_main", "3.86 §3", "")
	}
	open := was
	open.times = times{from: was.from, learned: a.Now}
	return r.saveAccounts(a, ever, restated[Account]{Forgotten: []Account{was}, Said: []Account{open}})
}

// WithdrawAccount says that an account never was one of the association's, as long as nothing rests on it.
func (r *Room) WithdrawAccount(a *act.Act, account id.Of[id.Account]) (Account, error) {
	was, ever, err := r.accountToChange(a, account)
	if err != nil {
		return Account{}, err
	}
	if was.main {
		return Account{}, fault.Unlawful("account_main", "3.86 §3", "")
	}
	for _, above := range r.Banking {
		if rests, err := above.Rests(a.Tx, account); err != nil || rests {
			return Account{}, errOr(err, fault.Conflict("account_used"))
		}
	}
	for _, x := range knownNow(ever, a.Now, func(x Account) bool { return x.id == account }) {
		if _, err := a.Exec(forgetAccount, x.row, a.Now); err != nil {
			return Account{}, err
		}
	}
	a.Record(AccountWithdrawn{Building: was.building, Fund: was.fund, Account: account})
	return was, nil
}

// accountsToChange loads all that was said of a building's accounts, for one writer at a time.
func (r *Room) accountsToChange(a *act.Act, building id.Of[id.Building]) ([]Account, error) {
	if err := a.Hold(building); err != nil {
		return nil, err
	}
	if _, err := FindBuilding(a.Tx, building); err != nil {
		return nil, err
	}
	if err := a.Allow(ChangeBuilding, building); err != nil {
		return nil, err
	}
	return AccountsEver(a.Tx, building)
}

// accountToChange loads the last statement about an account, and all that was said of the building's accounts.
func (r *Room) accountToChange(a *act.Act, account id.Of[id.Account]) (Account, []Account, error) {
	acc, err := FindAccount(a.Tx, account)
	if err != nil {
		return acc, nil, err
	}
	ever, err := r.accountsToChange(a, acc.building)
	if err != nil {
		return acc, nil, err
	}
	known := knownNow(ever, a.Now, func(x Account) bool { return x.id == account })
	if len(known) == 0 { // withdrawn while we waited for our turn
		return acc, nil, fault.NotFound("not_found")
	}
	return slices.MaxFunc(known, func(x, y Account) int { return x.from.Compare(y.from) }), ever, nil
}

// saveAccounts writes what is said now, unless a number would serve twice at a time. Faults: account_shared, account_elsewhere.
func (r *Room) saveAccounts(a *act.Act, ever []Account, now restated[Account]) (last Account, err error) {
	for _, x := range now.Said {
		for _, other := range knownNow(ever, a.Now, func(y Account) bool { return y.id != x.id && y.iban == x.iban }) {
			gone := slices.ContainsFunc(now.Forgotten, func(y Account) bool { return y.row == other.row })
			if !gone && x.period().Overlaps(other.period()) {
				return Account{}, fault.Unlawful("account_shared", "3.86 §3", "iban").With("name", other.spoken())
			}
		}
		if err := r.notElsewhere(a, x); err != nil {
			return Account{}, err
		}
	}
	for _, x := range now.Forgotten {
		if _, err := a.Exec(forgetAccount, x.row, a.Now); err != nil {
			return Account{}, err
		}
	}
	for _, x := range now.Said {
		x.row = id.New[id.Any]()
		if err := insertAccount(a.Tx, x); err != nil {
			return Account{}, err
		}
		last = x
	}
	a.Record(AccountSet{Building: last.building, Fund: last.fund, Account: last.id})
	return last, nil
}

// notElsewhere refuses a number that serves another association at the same time: money paid there would belong to others. The associations of one
// house, main and partial, may share one, since a partial one need not be a person of its own.
func (r *Room) notElsewhere(a *act.Act, x Account) error {
	others, err := AccountsWith(a.Tx, x.iban)
	if err != nil {
		return err
	}
	others = slices.DeleteFunc(others, func(y Account) bool { return y.building == x.building || !y.period().Overlaps(x.period()) })
	if len(others) == 0 {
		return nil
	}
	tree, err := LoadTree(a.Tx)
	if err != nil {
		return err
	}
	for _, y := range others {
		if tree.Root(y.building) == tree.Root(x.building) {
			continue
		}
		b, err := FindBuilding(a.Tx, y.building)
		if err != nil {
			return err
		}
		f := fault.Unlawful("account_elsewhere", "3.86 §3", "iban")
		if len(a.Who.RolesIn(b.id)) > 0 { // the name of a house that the writer knows
			return f.With("name", b.name)
		}
		return f.With("name", nothing{})
	}
	return nil
}

// Accounts lists the bank accounts of an association as they are known now, those in use and those that were, each once: the working capital's first,
// and within a fund the one into which it is paid. From is the first day of the account, To the first day on which it is no longer used.
func Accounts(tx *db.Tx, building id.Of[id.Building]) ([]Account, error) {
	said, err := db.All(tx.Query(accountsNow, building), (*Account).fields)
	if err != nil {
		return nil, err
	}
	list := each(said)
	slices.SortStableFunc(list, func(x, y Account) int {
		return cmp.Or(cmp.Compare(slices.Index(AnyFund, x.fund), slices.Index(AnyFund, y.fund)), before(x.main && x.to.None(), y.main && y.to.None()),
			before(x.to.None(), y.to.None()), x.from.Compare(y.from))
	})
	return list, nil
}

// each makes one of all statements about the same account, which come in the order of days: the last, true since the first.
func each(said []Account) (list []Account) {
	for _, x := range said {
		i := slices.IndexFunc(list, func(y Account) bool { return y.id == x.id })
		if i < 0 {
			list = append(list, x)
			continue
		}
		x.from = list[i].from
		list[i] = x
	}
	return list
}

// before puts what is so before what is not.
func before(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

// FindAccount reads a bank account as it is known now, with the last that was said of it. Fault: not_found.
func FindAccount(tx *db.Tx, account id.Of[id.Account]) (Account, error) {
	said, err := db.All(tx.Query(accountNow, account), (*Account).fields)
	if err != nil || len(said) == 0 {
		return Account{}, errOr(err, fault.NotFound("not_found"))
	}
	return each(said)[0], nil
}

// AccountsWith lists the accounts of a number as they are known now, in all buildings of the office; usually one.
func AccountsWith(tx *db.Tx, iban belgium.IBAN) ([]Account, error) {
	return db.All(tx.Query(accountsWith, iban), (*Account).fields)
}

// MainAccounts lists the accounts into which the funds are paid, one per fund at most.
func MainAccounts(tx *db.Tx, building id.Of[id.Building]) ([]Account, error) {
	return db.All(tx.Query(mainAccounts, building), (*Account).fields)
}

// AccountsEver lists all that was ever said about the association's accounts, fund by fund.
func AccountsEver(tx *db.Tx, building id.Of[id.Building]) ([]Account, error) {
	return db.All(tx.Query(accountsEver, building), (*Account).fields)
}
