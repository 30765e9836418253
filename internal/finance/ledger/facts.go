package ledger

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// Moved is what an entry moved on one account. Facts that are replayed give the balances again.
type Moved struct {
	Account string      `json:"account"`
	Sub     string      `json:"sub,omitempty"` // of a party or a supplier
	Debit   money.Cents `json:"debit_cents"`
	Credit  money.Cents `json:"credit_cents"`
}

// EntryPosted is recorded when an entry is made.
type EntryPosted struct {
	Building id.Of[id.Building]    `json:"building"`
	Entry    id.Of[id.LedgerEntry] `json:"entry"`
	Journal  Journal               `json:"journal"`
	On       civil.Date            `json:"on"`
	Reverses id.Of[id.LedgerEntry] `json:"reverses,omitempty"`
	Moved    []Moved               `json:"moved"`
}

// About says what the fact is about.
func (f EntryPosted) About() act.About {
	return act.About{Kind: "ledger.entry_posted", Building: f.Building, Subject: act.Subject(f.Entry)}
}

// moved gathers lines by account and whose it is, in the order of the accounts.
func moved(lines []Line) []Moved {
	at := map[[2]string]int{}
	var list []Moved
	for _, l := range lines {
		key := [2]string{l.Account, l.sub()}
		i, seen := at[key]
		if !seen {
			i = len(list)
			at[key] = i
			m := Moved{Account: l.Account}
			if s := l.sub(); s != nobody {
				m.Sub = s
			}
			list = append(list, m)
		}
		list[i].Debit, list[i].Credit = list[i].Debit.Add(l.Debit()), list[i].Credit.Add(l.Credit())
	}
	slices.SortFunc(list, func(a, b Moved) int { return slices.Compare([]string{a.Account, a.Sub}, []string{b.Account, b.Sub}) })
	return list
}

// AccountAdded is recorded when a building adds a sub-account.
type AccountAdded struct {
	Building id.Of[id.Building] `json:"building"`
	Account  string             `json:"account"`
}

// About says what the fact is about.
func (f AccountAdded) About() act.About {
	return act.About{Kind: "ledger.account_added", Building: f.Building, Subject: act.Subject(f.Building)}
}

// BooksLocked is recorded when the books are locked until a day, or opened again (none, or an earlier day).
type BooksLocked struct {
	Building id.Of[id.Building] `json:"building"`
	Until    civil.Date         `json:"until,omitempty"`
	Reopened bool               `json:"reopened"`
}

// About says what the fact is about.
func (f BooksLocked) About() act.About {
	kind := "ledger.books_locked"
	if f.Reopened {
		kind = "ledger.books_reopened"
	}
	return act.About{Kind: kind, Building: f.Building, Subject: act.Subject(f.Building)}
}

// OpeningDrafted is recorded when somebody writes or discards the balances with which the books begin.
type OpeningDrafted struct {
	Building id.Of[id.Building] `json:"building"`
	On       civil.Date         `json:"on,omitempty"`
	Lines    int                `json:"lines"`
}

// About says what the fact is about.
func (f OpeningDrafted) About() act.About {
	return act.About{Kind: "ledger.opening_drafted", Building: f.Building, Subject: act.Subject(f.Building)}
}
