package property

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

func (r *Room) accountPages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/accounts", ReadAccounts, r.showAccounts)
	ui.FormPage(p, "/buildings/{building}/accounts/new", ChangeBuilding, 0, r.showNewAccount, r.newAccount)
	ui.FormPage(p, "/buildings/{building}/accounts/{fund}", ChangeBuilding, 0, r.showAccount, r.setAccount)
	ui.FormPage(p, "/bank-accounts/{account}", ChangeBuilding, 0, r.showEditAccount, r.editAccount)
	ui.FormPage(p, "/bank-accounts/{account}/closure", ChangeBuilding, 0, r.showCloseAccount, r.closeAccountPage)
	ui.Post(p, "/bank-accounts/{account}/reopening", ChangeBuilding, 0, nil, r.reopenAccountPage)
	ui.FormPage(p, "/bank-accounts/{account}/withdrawal", ChangeBuilding, 0, r.showWithdrawAccount, r.withdrawAccountPage)
}

func accountPath(a Account, tail string) string { return "/bank-accounts/" + a.id.String() + tail }

// fundAccounts are the accounts of one fund: the one into which it is paid, the further ones, and all that was said of the first.
type fundAccounts struct {
	Fund    string
	Main    Account // none when the fund has none yet
	Further []Account
	Ever    []Account
}

func byFund(list, ever []Account) (funds []fundAccounts) {
	for _, fund := range AnyFund {
		f := fundAccounts{Fund: fund}
		for _, a := range list {
			switch {
			case a.fund != fund:
			case a.main && a.to.None():
				f.Main = a
			case !a.main:
				f.Further = append(f.Further, a)
			}
		}
		for _, a := range slices.Backward(ever) { // the latest first
			if a.main && a.fund == fund {
				f.Ever = append(f.Ever, a)
			}
		}
		if fund != "other" || len(f.Further) > 0 {
			funds = append(funds, f)
		}
	}
	return funds
}

func (r *Room) showAccounts(v *act.View, in OfBuilding) (ui.Sheet, error) {
	if err := r.mayReadAccounts(v, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	b, err := FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	list, err := Accounts(v.Tx, b.id)
	if err != nil {
		return ui.Sheet{}, err
	}
	ever, err := AccountsEver(v.Tx, b.id)
	paid := 0
	for _, a := range list {
		if a.main && a.to.None() {
			paid++
		}
	}
	title := say(v.Context(), []string{"accounts_title_none", "accounts_title_one", "accounts_title_both"}[min(paid, 2)])
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: accountsView(title, b, byFund(list, ever), paid, v.May(ChangeBuilding, b.id))}, err
}

// accountPage is the form that says into which account a fund is paid.
type accountPage struct {
	OfBuilding
	Fund string `path:"fund"`
	Body struct {
		AccountBody
		HowBody
	}
}

func (r *Room) showAccount(v *act.View, in accountPage, sent ui.Sent) (ui.Sheet, error) {
	b, err := FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeBuilding, b.id); err != nil {
		return ui.Sheet{}, err
	}
	if !slices.Contains(Funds, in.Fund) {
		return ui.Sheet{}, fault.NotFound("not_found")
	}
	list, err := MainAccounts(v.Tx, b.id)
	title := say(v.Context(), "account_title_"+in.Fund)
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: accountForm(title, b, accountOf(list, in.Fund), v.Today, sent)}, err
}

func accountOf(list []Account, fund string) Account {
	if i := slices.IndexFunc(list, func(a Account) bool { return a.fund == fund }); i >= 0 {
		return list[i]
	}
	return Account{fund: fund}
}

func (r *Room) setAccount(a *act.Act, in accountPage) (ui.Done, error) {
	if !slices.Contains(Funds, in.Fund) {
		return ui.Done{}, fault.NotFound("not_found")
	}
	how, err := in.Body.how()
	if err != nil {
		return ui.Done{}, err
	}
	if in.Body.How == "" { // the first account of a fund is asked for without a choice
		how.From = a.Today
	}
	acc, err := r.ChangeAccount(a, in.Building, in.Body.entry(in.Fund), how)
	ctx := a.Context()
	return ui.Done{To: path(in.Building, "/accounts"), Says: say(ctx, "account_done", "fund", say(ctx, "fund_"+in.Fund), "iban", acc.iban.Format())}, err
}

// newAccountPage is the form that enters an account beside those that are known.
type newAccountPage struct {
	OfBuilding
	Fund string `query:"fund" enum:"working,reserve,other"`
	Body struct {
		Fund string `json:"fund" enum:"working,reserve,other"`
		AccountBody
		From civil.Date `json:"from,omitempty" format:"date"`
	}
}

func (r *Room) showNewAccount(v *act.View, in newAccountPage, sent ui.Sent) (ui.Sheet, error) {
	b, err := FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "account_new_title")
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: newAccountForm(title, b, Account{fund: in.Fund}, v.Today, sent)}, v.Allow(ChangeBuilding, b.id)
}

func (r *Room) newAccount(a *act.Act, in newAccountPage) (ui.Done, error) {
	acc, err := r.AddAccount(a, in.Building, in.Body.entry(in.Body.Fund), in.Body.From)
	d := ui.Done{To: path(in.Building, "/accounts"), Says: say(a.Context(), "account_done", "fund", acc.spoken(), "iban", acc.iban.Format())}
	if !acc.main {
		d.Undo = accountPath(acc, "/withdrawal")
	}
	return d, err
}

// editAccountPage is the form that corrects an account.
type editAccountPage struct {
	OfAccount
	Body struct {
		Fund string `json:"fund,omitempty" enum:"working,reserve,other"`
		AccountBody
		Seen civil.Instant `json:"seen,omitempty" format:"date-time"`
	}
}

// accountToShow reads an account and its association for a form that changes it.
func (r *Room) accountToShow(v *act.View, in OfAccount) (Building, Account, error) {
	acc, err := r.Account(v, in.Account)
	if err != nil {
		return Building{}, acc, err
	}
	if err := v.Allow(ChangeBuilding, acc.building); err != nil {
		return Building{}, acc, err
	}
	b, err := FindBuilding(v.Tx, acc.building)
	return b, acc, err
}

func (r *Room) showEditAccount(v *act.View, in editAccountPage, sent ui.Sent) (ui.Sheet, error) {
	b, acc, err := r.accountToShow(v, in.OfAccount)
	title := say(v.Context(), "account_edit_title", "name", acc.spoken())
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: editAccountForm(title, b, acc, sent)}, err
}

func (r *Room) editAccount(a *act.Act, in editAccountPage) (ui.Done, error) {
	acc, err := r.CorrectAccount(a, in.Account, in.Body.entry(in.Body.Fund), in.Body.Seen)
	return ui.Done{To: path(acc.building, "/accounts"), Says: say(a.Context(), "account_done", "fund", acc.spoken(), "iban", acc.iban.Format())}, err
}

func (r *Room) showCloseAccount(v *act.View, in CloseAccountRequest, sent ui.Sent) (ui.Sheet, error) {
	b, acc, err := r.accountToShow(v, in.OfAccount)
	title := say(v.Context(), "account_close_title", "name", acc.spoken())
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: closeAccountForm(title, b, acc, v.Today, sent)}, err
}

func (r *Room) closeAccountPage(a *act.Act, in CloseAccountRequest) (ui.Done, error) {
	acc, err := r.CloseAccount(a, in.Account, in.Body.Last)
	return ui.Done{To: path(acc.building, "/accounts"), Says: say(a.Context(), "account_close_done", "name", acc.spoken()), Undo: accountPath(acc, "/reopening")}, err
}

func (r *Room) reopenAccountPage(a *act.Act, in OfAccount) (ui.Done, error) {
	acc, err := r.ReopenAccount(a, in.Account)
	return ui.Done{To: path(acc.building, "/accounts"), Says: say(a.Context(), "account_reopen_done", "name", acc.spoken())}, err
}

func (r *Room) showWithdrawAccount(v *act.View, in OfAccount, sent ui.Sent) (ui.Sheet, error) {
	b, acc, err := r.accountToShow(v, in)
	title := say(v.Context(), "account_withdraw_title", "name", acc.spoken())
	return ui.Sheet{Title: title, Building: b.id, Section: "building", Body: withdrawAccountForm(title, b, acc, sent)}, err
}

func (r *Room) withdrawAccountPage(a *act.Act, in OfAccount) (ui.Done, error) {
	acc, err := r.WithdrawAccount(a, in.Account)
	return ui.Done{To: path(acc.building, "/accounts"), Says: say(a.Context(), "account_withdraw_done", "name", acc.spoken())}, err
}
