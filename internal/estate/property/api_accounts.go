package property

import (
	"slices"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

func (r *Room) accountRoutes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/accounts", ReadAccounts, "List all that was said of the bank accounts", r.getAccounts, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/accounts", ChangeBuilding, "Enter a bank account of a fund", r.postAccount)
	rest.Write(s, "PUT /api/v1/buildings/{building}/accounts/{fund}", ChangeBuilding, "Say into which bank account a fund is paid", r.putAccount)
	rest.Read(s, "GET /api/v1/bank-accounts/{account}", ReadAccounts, "Read a bank account", r.getAccount, rest.Versioned())
	rest.Write(s, "PUT /api/v1/bank-accounts/{account}", ChangeBuilding, "Say what a bank account should have been known as", r.correctAccount)
	rest.Write(s, "POST /api/v1/bank-accounts/{account}/closure", ChangeBuilding, "Say which day was the last of a bank account", r.closeAccount)
	rest.Write(s, "DELETE /api/v1/bank-accounts/{account}/closure", ChangeBuilding, "Take the end of a bank account back", r.reopenAccount)
	rest.Write(s, "POST /api/v1/bank-accounts/{account}/withdrawal", ChangeBuilding, "Say that a bank account never was one of the association", r.withdrawAccount)
}

// AccountAnswer is a bank account of the association.
type AccountAnswer struct {
	ID   id.Of[id.Account] `json:"id"`
	Fund string            `json:"fund"`
	Main bool              `json:"main"` // the fund is paid into it
	Name string            `json:"name"`
	IBAN belgium.IBAN      `json:"iban"`
	BIC  belgium.BIC       `json:"bic"`
}

func (a Account) answer() AccountAnswer {
	return AccountAnswer{a.id, a.fund, a.main, a.name, a.iban, a.bic}
}

// AccountEverAnswer is a statement about a bank account, with its two times; to is the first day on which it no longer holds.
type AccountEverAnswer struct {
	AccountAnswer
	From      civil.Date     `json:"from"`
	To        *civil.Date    `json:"to"`
	Learned   civil.Instant  `json:"learned_at"`
	Unlearned *civil.Instant `json:"unlearned_at"`
}

func (a Account) ever() AccountEverAnswer {
	return AccountEverAnswer{a.answer(), a.from, nullable(a.to), a.learned, nullable(a.unlearned)}
}

func (r *Room) getAccounts(v *act.View, in OfBuilding) (rest.List[AccountEverAnswer], error) {
	if err := r.mayReadAccounts(v, in.Building); err != nil {
		return rest.List[AccountEverAnswer]{}, err
	}
	ever, err := AccountsEver(v.Tx, in.Building)
	list := rest.List[AccountEverAnswer]{Items: []AccountEverAnswer{}}
	for _, x := range ever {
		list.Items = append(list.Items, x.ever())
	}
	return list, err
}

func (r *Room) mayReadAccounts(v *act.View, building id.Of[id.Building]) error {
	if _, err := r.Building(v, building); err != nil {
		return err
	}
	return v.Allow(ReadAccounts, building)
}

// OfAccount names a bank account by the path.
type OfAccount struct {
	Account id.Of[id.Account] `path:"account"`
}

// Account reads one bank account, as it is known now.
func (r *Room) Account(v *act.View, account id.Of[id.Account]) (Account, error) {
	acc, err := FindAccount(v.Tx, account)
	if err != nil {
		return Account{}, err
	}
	return acc, r.mayReadAccounts(v, acc.building)
}

func (r *Room) getAccount(v *act.View, in OfAccount) (AccountEverAnswer, error) {
	acc, err := r.Account(v, in.Account)
	return acc.ever(), err
}

// AccountBody is what a request says about a bank account.
type AccountBody struct {
	IBAN string `json:"iban" minLength:"5" maxLength:"50"`
	BIC  string `json:"bic,omitempty" maxLength:"20"`
	Name string `json:"name,omitempty" maxLength:"60"`
}

func (b AccountBody) entry(fund string) AccountEntry {
	return AccountEntry{Fund: fund, IBAN: b.IBAN, BIC: b.BIC, Name: b.Name}
}

// AddAccountRequest enters a bank account, from today on when no day is said.
type AddAccountRequest struct {
	OfBuilding
	Body struct {
		Fund string `json:"fund" enum:"working,reserve,other"`
		AccountBody
		From civil.Date `json:"from,omitempty" format:"date"`
	}
}

func (r *Room) postAccount(a *act.Act, in AddAccountRequest) (AccountEverAnswer, error) {
	acc, err := r.AddAccount(a, in.Building, in.Body.entry(in.Body.Fund), in.Body.From)
	return acc.ever(), err
}

// AccountRequest sets the account into which a fund is paid: from a day on, today when none is said; or as a correction, as it always was.
type AccountRequest struct {
	OfBuilding
	Fund string `path:"fund"`
	Body struct {
		AccountBody
		Correct bool `json:"correct,omitempty"`
		SayingBody
	}
}

func (r *Room) putAccount(a *act.Act, in AccountRequest) (AccountAnswer, error) {
	if !slices.Contains(Funds, in.Fund) {
		return AccountAnswer{}, fault.NotFound("not_found")
	}
	how := in.Body.saying()
	how.From = orToday(how.From, a.Today)
	if in.Body.Correct {
		how.From = civil.Date{}
	}
	acc, err := r.ChangeAccount(a, in.Building, in.Body.entry(in.Fund), how)
	return acc.answer(), err
}

// CorrectAccountRequest says what a bank account should have been known as.
type CorrectAccountRequest struct {
	OfAccount
	Body struct {
		Fund string `json:"fund" enum:"working,reserve,other"`
		AccountBody
		Seen civil.Instant `json:"seen,omitempty" format:"date-time"`
	}
}

func (r *Room) correctAccount(a *act.Act, in CorrectAccountRequest) (AccountEverAnswer, error) {
	acc, err := r.CorrectAccount(a, in.Account, in.Body.entry(in.Body.Fund), in.Body.Seen)
	return acc.ever(), err
}

// CloseAccountRequest says which day was the last of a bank account; today when none is said.
type CloseAccountRequest struct {
	OfAccount
	Body struct {
		Last civil.Date `json:"last_day,omitempty" format:"date"`
	}
}

func (r *Room) closeAccount(a *act.Act, in CloseAccountRequest) (AccountEverAnswer, error) {
	acc, err := r.CloseAccount(a, in.Account, in.Body.Last)
	return acc.ever(), err
}

func (r *Room) reopenAccount(a *act.Act, in OfAccount) (AccountEverAnswer, error) {
	acc, err := r.ReopenAccount(a, in.Account)
	return acc.ever(), err
}

func (r *Room) withdrawAccount(a *act.Act, in OfAccount) (AccountEverAnswer, error) {
	acc, err := r.WithdrawAccount(a, in.Account)
	return acc.ever(), err
}
