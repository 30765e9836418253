package ledger

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// shelf is the page of the books: how they stand, what waits, and the reports.
type shelf struct {
	Building                      property.Building
	Sheet                         BalanceSheet
	Treasury, Claims, Debts, Wait money.Cents
	Result                        money.Cents
	Entries                       int64
	Opening                       Opening
	Lock                          Lock
	Simplified                    bool
	MayPost, MayOpen, MayLock     bool
}

func (r *Room) showBooks(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	s, err := r.shelf(v, in.Building)
	return ui.Sheet{Title: say(v.Context(), "books_title"), Building: in.Building, Section: section, Body: booksView(s)}, err
}

func (r *Room) shelf(v *act.View, building id.Of[id.Building]) (shelf, error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return shelf{}, err
	}
	if err := v.Allow(ReadBooks, building); err != nil {
		return shelf{}, err
	}
	s := shelf{Building: register.Building, MayPost: v.May(PostEntry, building), MayOpen: v.May(OpenBooks, building), MayLock: v.May(LockBooks, building)}
	balances, err := BalancesAt(v.Tx, building, v.Today, civil.Instant{})
	if err != nil {
		return s, err
	}
	s.Sheet = Draw(balances, Practice)
	for _, b := range balances {
		switch {
		case isCode(b.Code, "5"):
			s.Treasury = s.Treasury.Add(b.Net())
		case OfParties(b.Code) && b.Net() > 0:
			s.Claims = s.Claims.Add(b.Net())
		case OfSuppliers(b.Code):
			s.Debts = s.Debts.Sub(b.Net())
		case b.Code == Suspense:
			s.Wait = s.Wait.Add(b.Net())
		}
	}
	year := register.FiscalYear(v.Today, v.Now).From
	earned, err := BalancesIn(v.Tx, building, year, v.Today, civil.Instant{})
	if err != nil {
		return s, err
	}
	s.Result = Earned(earned, Practice).Result()
	if s.Entries, err = db.Value[int64](v.Query(countEntries, building)); err != nil {
		return s, err
	}
	if s.Opening, err = loadOpening(v.Tx, building); err != nil {
		return s, err
	}
	if s.Lock, err = LoadLock(v.Tx, building); err != nil {
		return s, err
	}
	particulars, err := property.LoadParticulars(v.Tx, building, v.Today, v.Now)
	s.Simplified = particulars.Books == property.SimplifiedBooks
	return s, err
}

// order is the reports in the order in which they matter to this building: simplified books first where they are kept so.
func (s shelf) order() []Kind {
	if !s.Simplified {
		return Kinds
	}
	list := []Kind{SimplifiedReport}
	for _, k := range Kinds {
		if k != SimplifiedReport {
			list = append(list, k)
		}
	}
	return list
}

// OpeningPage is the form of the balances with which the books begin.
type OpeningPage struct {
	property.OfBuilding
	Body struct {
		On      civil.Date  `json:"on" format:"date"`
		Voucher string      `json:"voucher,omitempty" maxLength:"120"`
		Lines   []EntryLine `json:"lines,omitempty" maxItems:"5000"`
		Discard bool        `json:"discard,omitempty"`
	}
}

// shownOpening is the form of an opening: what was copied so far, with room for more.
type shownOpening struct {
	offers
	Opening
	ByName string
}

func (r *Room) showOpening(v *act.View, in OpeningPage, sent ui.Sent) (ui.Sheet, error) {
	if err := v.Allow(OpenBooks, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	o, err := r.offers(v, in.Building, 0)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := shownOpening{offers: o}
	if s.Opening, err = loadOpening(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	s.offers.Lines = max(len(s.Opening.Lines)+6, 12)
	if sent.Back() { // what was written, with as many lines as were sent
		for sent.Values.Has(lineField(s.offers.Lines, "account")) {
			s.offers.Lines++
		}
	}
	return ui.Sheet{Title: say(v.Context(), "opening_title"), Building: in.Building, Section: section, Body: openingView(s, sent)}, nil
}

func (r *Room) openingPage(a *act.Act, in OpeningPage) (ui.Done, error) {
	back := ui.Done{To: booksOf(in.Building, "/opening")}
	if in.Body.Discard {
		back.Says = say(a.Context(), "opening_discarded")
		return back, r.DiscardOpening(a, in.Building)
	}
	list, at, err := read(in.Body.Lines)
	if err != nil {
		return ui.Done{}, err
	}
	o, err := r.DraftOpening(a, in.Building, Opening{On: in.Body.On, Voucher: in.Body.Voucher, Lines: list})
	back.Says = say(a.Context(), "opening_kept", "difference", max(o.Difference(), o.Difference().Neg()))
	return back, onForm(err, at)
}

// ActivationPage begins the books; it asks nothing.
type ActivationPage struct{ property.OfBuilding }

func (r *Room) showActivation(v *act.View, in ActivationPage, sent ui.Sent) (ui.Sheet, error) {
	return r.showOpening(v, OpeningPage{OfBuilding: in.OfBuilding}, ui.Sent{Faults: sent.Faults, Key: sent.Key, Lang: sent.Lang})
}

func (r *Room) activationPage(a *act.Act, in ActivationPage) (ui.Done, error) {
	e, err := r.ActivateOpening(a, in.Building)
	return ui.Done{To: ui.With(PageOf(in.Building, BalanceSheetReport), "to", e.On().String()), Says: say(a.Context(), "opening_done", "date", e.On())}, err
}

// shownLock is the page of the locks.
type shownLock struct {
	Building property.Building
	Locks    []Lock
	Names    map[id.Of[id.Person]]string
	Year     civil.Period // the last financial year that has ended
}

// LockPage is the form that locks the books.
type LockPage struct {
	property.OfBuilding
	Body struct {
		Until civil.Date `json:"until" format:"date"`
	}
}

func (r *Room) showLock(v *act.View, in LockPage, sent ui.Sent) (ui.Sheet, error) {
	if err := v.Allow(LockBooks, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	register, err := property.LoadRegister(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := shownLock{Building: register.Building}
	if s.Locks, err = r.Locks(v, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	var people []id.Of[id.Person]
	for _, l := range s.Locks {
		if !l.By.None() {
			people = append(people, l.By)
		}
	}
	if s.Names, err = identity.Names(v.Tx, people); err != nil {
		return ui.Sheet{}, err
	}
	s.Year = register.FiscalYear(register.FiscalYear(v.Today, v.Now).From.AddDays(-1), v.Now)
	return ui.Sheet{Title: say(v.Context(), "lock_title"), Building: in.Building, Section: section, Body: lockView(s, sent)}, nil
}

func (r *Room) lockPage(a *act.Act, in LockPage) (ui.Done, error) {
	l, err := r.Lock(a, in.Building, in.Body.Until)
	return ui.Done{To: booksOf(in.Building, "/lock"), Says: say(a.Context(), "lock_done", "date", l.Until)}, err
}

func (r *Room) showReopening(v *act.View, in ReopenRequest, sent ui.Sent) (ui.Sheet, error) {
	return r.showLock(v, LockPage{OfBuilding: in.OfBuilding}, sent)
}

func (r *Room) reopeningPage(a *act.Act, in ReopenRequest) (ui.Done, error) {
	_, err := r.Reopen(a, in.Building, in.Body.Until, in.Body.Reason)
	return ui.Done{To: booksOf(in.Building, "/lock"), Says: say(a.Context(), "reopen_done")}, err
}

func current(s shownLock) Lock {
	if len(s.Locks) == 0 {
		return Lock{}
	}
	return s.Locks[0]
}
