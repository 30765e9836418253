package ledger

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the ledger.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/financial/balance-sheet", ReadBooks, "Read the balance sheet of a building on a day", r.getBalanceSheet, rest.Versioned())
	rest.Read(s, "GET /api/v1/financial/income-statement", ReadBooks, "Read what a building's period cost and brought in", r.getIncomeStatement, rest.Versioned())
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/reports/{kind}", ReadBooks, "Read a report of the books", r.getReport, rest.Versioned())
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/reports/{kind}/{format}", ReadBooks, "Fetch a report of the books as a file: pdf, xlsx or csv", r.file, rest.Produces("*/*"))
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/export", ReadBooks, "Fetch all entries and the chart as a workbook", r.getExport, rest.Produces(xlsxType))
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/accounts", ReadBooks, "List the chart of accounts of a building", r.getAccounts, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/ledger/accounts", OpenBooks, "Add a sub-account to the chart", r.postAccount)
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/entries", ReadBooks, "List the entries of a building, newest first", r.getEntries, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/ledger/entries", PostEntry, "Enter something by hand", r.postEntry)
	rest.Read(s, "GET /api/v1/ledger-entries/{ledger_entry}", ReadBooks, "Read an entry with its lines", r.getEntry, rest.Versioned())
	rest.Write(s, "POST /api/v1/ledger-entries/{ledger_entry}/reversal", ReverseEntry, "Reverse an entry by another", r.postReversal)
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/opening", ReadBooks, "Read the balances with which the books begin", r.getOpening, rest.Versioned())
	rest.Write(s, "PUT /api/v1/buildings/{building}/ledger/opening", OpenBooks, "Write the balances with which the books begin", r.putOpening)
	rest.Write(s, "DELETE /api/v1/buildings/{building}/ledger/opening", OpenBooks, "Throw away balances that are not activated", r.deleteOpening)
	rest.Write(s, "POST /api/v1/buildings/{building}/ledger/opening/activation", OpenBooks, "Begin the books with these balances", r.postActivation)
	rest.Read(s, "GET /api/v1/buildings/{building}/ledger/locks", ReadBooks, "List when the books were locked and opened again", r.getLocks, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/ledger/locks", LockBooks, "Lock the books until a day", r.postLock)
	rest.Write(s, "POST /api/v1/buildings/{building}/ledger/reopenings", LockBooks, "Open locked books again, with a reason", r.postReopening)
}

// AccountAnswer is an account of the chart.
type AccountAnswer struct {
	Code       string `json:"code"`
	Label      string `json:"label"`
	Kind       string `json:"kind" enum:"header,asset,liability,mixed,contra_asset,expense,contra_expense,income"`
	Postable   bool   `json:"postable"`
	Source     string `json:"source" enum:"annex,practice,inferred"`
	Confidence string `json:"confidence" enum:"A,B,C"`
	Own        bool   `json:"own"` // added by the building
}

func answerAccount(a Account, l i18n.Lang) AccountAnswer {
	return AccountAnswer{a.Code, a.In(l), string(a.Kind), a.Postable() && a.Closed.None(), string(a.Source), a.Confidence, a.Own}
}

func (r *Room) getAccounts(v *act.View, in property.OfBuilding) (rest.List[AccountAnswer], error) {
	chart, err := r.Chart(v, in.Building)
	list := rest.List[AccountAnswer]{Items: []AccountAnswer{}}
	for _, a := range chart.All() {
		list.Items = append(list.Items, answerAccount(a, v.Who.Lang))
	}
	return list, err
}

// AccountBody is a sub-account that a building adds.
type AccountBody struct {
	Code  string `json:"code" minLength:"1" maxLength:"14"`
	Label string `json:"label" minLength:"1" maxLength:"120"`
}

// AccountRequest adds a sub-account.
type AccountRequest struct {
	property.OfBuilding
	Body AccountBody
}

func (r *Room) postAccount(a *act.Act, in AccountRequest) (AccountAnswer, error) {
	made, err := r.AddAccount(a, in.Building, in.Body.Code, in.Body.Label)
	if err != nil {
		return AccountAnswer{}, err
	}
	return answerAccount(made, a.Who.Lang), nil
}

// LineBody is a line of an entry: an amount above zero is a debit, below a credit.
type LineBody struct {
	Account  string             `json:"account" minLength:"1" maxLength:"10"`
	Amount   money.Cents        `json:"amount_cents"`
	Party    id.Of[id.Party]    `json:"party_id,omitempty" format:"uuid"`
	Supplier id.Of[id.Supplier] `json:"supplier_id,omitempty" format:"uuid"`
	Text     string             `json:"text,omitempty" maxLength:"300"`
}

func lines(body []LineBody) (list []Line) {
	for _, l := range body {
		list = append(list, Line{Account: l.Account, Party: l.Party, Supplier: l.Supplier, Amount: l.Amount, Text: l.Text})
	}
	return list
}

// EntryBody is an entry by hand.
type EntryBody struct {
	Journal   Journal    `json:"journal,omitempty" enum:"misc,calls,bank"`
	On        civil.Date `json:"on" format:"date"`
	Voucher   string     `json:"voucher" minLength:"1" maxLength:"120"`
	VoucherOn civil.Date `json:"voucher_on,omitempty" format:"date"`
	Text      string     `json:"text,omitempty" maxLength:"300"`
	Lines     []LineBody `json:"lines" minItems:"2" maxItems:"500"`
}

func (b EntryBody) posting() Posting {
	return Posting{Journal: b.Journal, On: b.On, Voucher: b.Voucher, VoucherOn: b.VoucherOn, Text: b.Text, Lines: lines(b.Lines)}
}

// EntryRequest makes an entry by hand.
type EntryRequest struct {
	property.OfBuilding
	Body EntryBody
}

// EntryAnswer is an entry as the API says it.
type EntryAnswer struct {
	ID         id.Of[id.LedgerEntry] `json:"id"`
	Building   id.Of[id.Building]    `json:"building_id"`
	Journal    Journal               `json:"journal"`
	Number     string                `json:"number"`
	On         civil.Date            `json:"on"`
	Voucher    string                `json:"voucher"`
	VoucherOn  civil.Date            `json:"voucher_on"`
	Text       string                `json:"text"`
	Total      money.Cents           `json:"total_cents"`
	LearnedAt  civil.Instant         `json:"learned_at"`
	Reverses   string                `json:"reverses_id"`
	ReversedBy string                `json:"reversed_by_id"`
	Subject    string                `json:"subject"`
	SubjectID  string                `json:"subject_id"`
	Lines      []LineAnswer          `json:"lines"`
}

// LineAnswer is a line of an entry.
type LineAnswer struct {
	Account  string      `json:"account"`
	Label    string      `json:"label"`
	Debit    money.Cents `json:"debit_cents"`
	Credit   money.Cents `json:"credit_cents"`
	Party    string      `json:"party_id"`
	Supplier string      `json:"supplier_id"`
	Text     string      `json:"text"`
}

func answerEntry(e Entry, c Chart, l i18n.Lang) EntryAnswer {
	p := e.posting
	a := EntryAnswer{ID: e.id, Building: e.building, Journal: p.Journal, Number: e.Number(l), On: p.On, Voucher: p.Voucher, VoucherOn: p.VoucherOn, Text: p.Text, Total: e.total, LearnedAt: e.learned,
		Reverses: e.reverses.String(), ReversedBy: e.reversed.String(), Subject: p.Subject.Kind, SubjectID: p.Subject.ID.String(), Lines: []LineAnswer{}}
	for _, x := range p.Lines {
		a.Lines = append(a.Lines, LineAnswer{x.Account, c.Label(x.Account, l), x.Debit(), x.Credit(), x.Party.String(), x.Supplier.String(), x.Text})
	}
	return a
}

func (r *Room) postEntry(a *act.Act, in EntryRequest) (EntryAnswer, error) {
	e, err := r.Enter(a, in.Building, in.Body.posting())
	return r.answered(a, e, err)
}

func (r *Room) answered(a *act.Act, e Entry, err error) (EntryAnswer, error) {
	if err != nil {
		return EntryAnswer{}, err
	}
	chart, err := LoadChart(a.Tx, e.building)
	return answerEntry(e, chart, a.Who.Lang), err
}

// EntriesRequest asks for the entries of a building.
type EntriesRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getEntries(v *act.View, in EntriesRequest) (rest.List[EntryAnswer], error) {
	chart, err := r.Chart(v, in.Building)
	if err != nil {
		return rest.List[EntryAnswer]{}, err
	}
	day, last := civil.Must("2299-12-31"), id.Of[id.LedgerEntry]{}
	found, err := in.After(&day, &last)
	if err != nil {
		return rest.List[EntryAnswer]{}, err
	}
	var after any = last
	if !found {
		after = nobody
	}
	list, err := db.All(v.Query(newestBefore, in.Building, day, after, in.Limit+1), (*Entry).fields)
	if err != nil {
		return rest.List[EntryAnswer]{}, err
	}
	page := rest.Cut(in.Paging, list, func(e Entry) []any { return []any{e.On(), e.id} })
	for i := range page.Items {
		if page.Items[i].posting.Lines, err = db.All(v.Query(linesOf, page.Items[i].id), (*Line).fields); err != nil {
			return rest.List[EntryAnswer]{}, err
		}
	}
	return rest.Map(page, func(e Entry) EntryAnswer { return answerEntry(e, chart, v.Who.Lang) }), nil
}

// OfEntry names an entry by the path.
type OfEntry struct {
	Entry id.Of[id.LedgerEntry] `path:"ledger_entry"`
}

func (r *Room) getEntry(v *act.View, in OfEntry) (EntryAnswer, error) {
	e, err := r.Entry(v, in.Entry)
	if err != nil {
		return EntryAnswer{}, err
	}
	chart, err := LoadChart(v.Tx, e.building)
	return answerEntry(e, chart, v.Who.Lang), err
}

// ReversalRequest reverses an entry.
type ReversalRequest struct {
	OfEntry
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"300"`
	}
}

func (r *Room) postReversal(a *act.Act, in ReversalRequest) (EntryAnswer, error) {
	e, err := r.Reverse(a, in.Entry, in.Body.Reason)
	return r.answered(a, e, err)
}

// OpeningBody are the balances with which books begin: debits above zero, credits below.
type OpeningBody struct {
	On      civil.Date `json:"on" format:"date"`
	Voucher string     `json:"voucher,omitempty" maxLength:"120"`
	Lines   []LineBody `json:"lines" maxItems:"5000"`
}

// OpeningRequest writes them.
type OpeningRequest struct {
	property.OfBuilding
	Body OpeningBody
}

// OpeningAnswer is the opening of a building's books.
type OpeningAnswer struct {
	On         *civil.Date  `json:"on"`
	Voucher    string       `json:"voucher"`
	Lines      []LineAnswer `json:"lines"`
	Assets     money.Cents  `json:"debit_cents"`
	Credits    money.Cents  `json:"credit_cents"`
	Difference money.Cents  `json:"difference_cents"`
	State      string       `json:"state" enum:"none,draft,active"`
	Entry      string       `json:"entry_id"`
}

func answerOpening(o Opening, c Chart, l i18n.Lang) OpeningAnswer {
	a := OpeningAnswer{Voucher: o.Voucher, Lines: []LineAnswer{}, Assets: o.Assets(), Credits: o.Liabilities(), Difference: o.Difference(), State: "none", Entry: o.Entry.String()}
	if !o.Changed.None() {
		a.On, a.State = &o.On, "draft"
	}
	if o.Active() {
		a.State = "active"
	}
	for _, x := range o.Lines {
		a.Lines = append(a.Lines, LineAnswer{x.Account, c.Label(x.Account, l), x.Debit(), x.Credit(), x.Party.String(), x.Supplier.String(), x.Text})
	}
	return a
}

func (r *Room) getOpening(v *act.View, in property.OfBuilding) (OpeningAnswer, error) {
	o, err := r.Opening(v, in.Building)
	if err != nil {
		return OpeningAnswer{}, err
	}
	chart, err := LoadChart(v.Tx, in.Building)
	return answerOpening(o, chart, v.Who.Lang), err
}

func (r *Room) putOpening(a *act.Act, in OpeningRequest) (OpeningAnswer, error) {
	o, err := r.DraftOpening(a, in.Building, Opening{On: in.Body.On, Voucher: in.Body.Voucher, Lines: lines(in.Body.Lines)})
	if err != nil {
		return OpeningAnswer{}, err
	}
	chart, err := LoadChart(a.Tx, in.Building)
	return answerOpening(o, chart, a.Who.Lang), err
}

func (r *Room) deleteOpening(a *act.Act, in property.OfBuilding) (OpeningAnswer, error) {
	return answerOpening(Opening{}, Chart{}, a.Who.Lang), r.DiscardOpening(a, in.Building)
}

func (r *Room) postActivation(a *act.Act, in property.OfBuilding) (EntryAnswer, error) {
	e, err := r.ActivateOpening(a, in.Building)
	return r.answered(a, e, err)
}

// LockAnswer says until when books were locked, from when on.
type LockAnswer struct {
	Until    *civil.Date   `json:"until"` // none: opened wholly
	At       civil.Instant `json:"at"`
	Reopened bool          `json:"reopened"`
	Reason   string        `json:"reason"`
}

func answerLock(l Lock) LockAnswer {
	a := LockAnswer{At: l.At, Reason: l.Reason, Reopened: l.Reason != ""}
	if !l.Until.None() {
		a.Until = &l.Until
	}
	return a
}

func (r *Room) getLocks(v *act.View, in property.OfBuilding) (rest.List[LockAnswer], error) {
	locks, err := r.Locks(v, in.Building)
	list := rest.List[LockAnswer]{Items: []LockAnswer{}}
	for _, l := range locks {
		list.Items = append(list.Items, answerLock(l))
	}
	return list, err
}

// LockRequest locks books.
type LockRequest struct {
	property.OfBuilding
	Body struct {
		Until civil.Date `json:"until" format:"date"`
	}
}

func (r *Room) postLock(a *act.Act, in LockRequest) (LockAnswer, error) {
	l, err := r.Lock(a, in.Building, in.Body.Until)
	return answerLock(l), err
}

// ReopenRequest opens locked books again.
type ReopenRequest struct {
	property.OfBuilding
	Body struct {
		Until  civil.Date `json:"until,omitempty" format:"date"` // what stays locked; nothing when it is not said
		Reason string     `json:"reason" minLength:"1" maxLength:"300"`
	}
}

func (r *Room) postReopening(a *act.Act, in ReopenRequest) (LockAnswer, error) {
	l, err := r.Reopen(a, in.Building, in.Body.Until, in.Body.Reason)
	return answerLock(l), err
}
