package banking

import (
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// mostShown is how many movements the page of a statement shows; the list has them all.
const mostShown = 500

// shownStatement is the page of a statement.
type shownStatement struct {
	Statement
	Account   property.Account
	Movements []Movement
	Wrong     []statement.Mismatch // of one that waits
	Entry     ledger.Entry
	Elsewhere string
	MayImport bool
	MayBooks  bool
	Key       string
}

func (r *Room) showStatement(v *act.View, in OfStatement) (ui.Sheet, error) {
	s, err := r.statementShown(v, in.Statement)
	return ui.Sheet{Title: s.voucher(v.Who.Lang), Building: s.building, Section: section, Body: statementView(s)}, err
}

func (r *Room) statementShown(v *act.View, of id.Of[Statement]) (shownStatement, error) {
	found, err := r.Statement(v, of)
	s := shownStatement{Statement: found, MayImport: v.May(ImportStatement, found.building), MayBooks: v.May(ledger.ReadBooks, found.building)}
	if err != nil {
		return s, err
	}
	if !s.account.None() {
		if s.Account, err = property.FindAccount(v.Tx, s.account); err != nil && fault.As(err) == nil {
			return s, err
		}
	}
	if s.status == Posted {
		if s.Movements, err = db.All(v.Query(movementsIn, s.id, mostShown), (*Movement).fields); err != nil || s.entry.None() {
			return s, err
		}
		s.Entry, err = ledger.Get(v.Tx, s.entry)
		return s, err
	}
	if s.status == Unknown {
		if s.Elsewhere, err = elsewhere(v, s.Statement); err != nil {
			return s, err
		}
	}
	read, _, err := r.reread(v, s.Statement)
	if err != nil {
		return s, err
	}
	s.Wrong = read.Mismatches
	d := desk{}
	for i := range read.Movements[:min(len(read.Movements), mostShown)] {
		s.Movements = append(s.Movements, d.movements(&read.Movements[i], s.Statement, i)...)
	}
	return s, nil
}

func (r *Room) retryPage(a *act.Act, in OfStatement) (ui.Done, error) {
	s, err := r.Retry(a, in.Statement)
	return ui.Done{To: statementPage(s.id), Says: say(a.Context(), "retried_"+string(s.status))}, err
}

func (r *Room) showAside(v *act.View, in OfStatement, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.statementShown(v, in.Statement)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "aside_title"), Building: s.building, Section: section, Body: asideView(s, sent)}, v.Allow(ImportStatement, s.building)
}

func (r *Room) asidePage(a *act.Act, in OfStatement) (ui.Done, error) {
	s, err := r.Drop(a, in.Statement)
	return ui.Done{To: bankOf(s.building, ""), Says: say(a.Context(), "aside_done")}, err
}

// BookingPage is the form that books a movement.
type BookingPage struct {
	OfMovement
	Body struct {
		Splits []SplitLine `json:"splits,omitempty" maxItems:"20"`
	}
}

// SplitLine is a line of the form.
type SplitLine struct {
	Account string      `json:"account,omitempty" maxLength:"10"`
	Whose   string      `json:"whose,omitempty" maxLength:"50"` // "party:<id>" or "supplier:<id>"
	Amount  money.Cents `json:"amount_cents,omitempty"`         // without its sign
	Text    string      `json:"text,omitempty" maxLength:"300"`
}

// shownMovement is the page of a movement, with the form that books it.
type shownMovement struct {
	Movement
	Account   property.Account
	Statement Statement
	Entry     ledger.Entry
	Chart     ledger.Chart
	Splits    []Split
	Names     map[string]string // whose a split is, by the value of the form
	Accounts  []ui.Option
	Whose     []ui.Option
	MayBook   bool
	MayBooks  bool
	Lines     int
}

func (r *Room) showMovement(v *act.View, in BookingPage, sent ui.Sent) (ui.Sheet, error) {
	m, err := r.Movement(v, in.Movement)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := shownMovement{Movement: m, MayBook: v.May(BookMovement, m.building), MayBooks: v.May(ledger.ReadBooks, m.building), Names: map[string]string{}, Lines: 3}
	if s.Statement, err = find(v.Tx, m.statement); err != nil {
		return ui.Sheet{}, err
	}
	if s.Account, err = property.FindAccount(v.Tx, m.account); err != nil && fault.As(err) == nil {
		return ui.Sheet{}, err
	}
	if err := r.offer(v, &s); err != nil {
		return ui.Sheet{}, err
	}
	if s.Splits, err = r.splits(v, m); err != nil {
		return ui.Sheet{}, err
	}
	if !m.entry.None() {
		if s.Entry, err = ledger.Get(v.Tx, m.entry); err != nil {
			return ui.Sheet{}, err
		}
	}
	title := m.counterparty
	if title == "" {
		title = say(v.Context(), "movement_title", "date", m.bookedOn)
	}
	return ui.Sheet{Title: title, Building: m.building, Section: section, Body: movementView(s, title, sent)}, nil
}

// offer gathers the accounts that may be chosen, and whose they may be.
func (r *Room) offer(v *act.View, s *shownMovement) (err error) {
	if s.Chart, err = ledger.LoadChart(v.Tx, s.building); err != nil {
		return err
	}
	s.Accounts = accountOptions(s.Chart, v, true)
	register, err := property.LoadRegister(v.Tx, s.building)
	if err != nil {
		return err
	}
	for _, p := range register.At(register.Day(v.Today, v.Now), v.Now).Parties {
		s.Whose = append(s.Whose, ui.Option{Value: "party:" + p.ID().String(), Label: p.Name()})
	}
	sellers, err := suppliers.All(v.Tx)
	for _, x := range sellers {
		s.Whose = append(s.Whose, ui.Option{Value: "supplier:" + x.ID().String(), Label: x.Name()})
	}
	slices.SortFunc(s.Whose, func(a, b ui.Option) int {
		return slices.Compare([]string{a.Value[:5], property.Fold(a.Label), a.Value}, []string{b.Value[:5], property.Fold(b.Label), b.Value})
	})
	for _, o := range s.Whose {
		s.Names[o.Value] = o.Label
	}
	return err
}

// accountOptions are the accounts to which a movement may be booked; those that are kept for somebody only where it can be said for whom.
func accountOptions(chart ledger.Chart, v *act.View, whose bool) (list []ui.Option) {
	for _, a := range chart.All() {
		if !a.Postable() || !a.Closed.None() || a.Code == ledger.Suspense || strings.HasPrefix(a.Code, "55") || !whose && (ledger.OfParties(a.Code) || ledger.OfSuppliers(a.Code)) {
			continue
		}
		list = append(list, ui.Option{Value: a.Code, Label: a.Name(v.Who.Lang)})
	}
	return list
}

// splitsOf reads the lines of the form; empty ones are left out. An amount is written without its sign: it goes the way of the movement.
func splitsOf(m Movement, form []SplitLine) (list []Split, at []int, err error) {
	var faults []error
	for i, l := range form {
		if l.Account == "" && l.Amount == 0 && l.Text == "" {
			continue
		}
		s := Split{Account: l.Account, Amount: l.Amount, Text: l.Text}
		if m.amount < 0 {
			s.Amount = l.Amount.Neg()
		}
		field := "splits[" + strconv.Itoa(i) + "].whose"
		if text, is := strings.CutPrefix(l.Whose, "party:"); is && ledger.OfParties(l.Account) {
			if s.Party, err = id.Parse[id.Party](text); err != nil {
				faults = append(faults, fault.Invalid("entry_party_unknown", field))
			}
		}
		if text, is := strings.CutPrefix(l.Whose, "supplier:"); is && ledger.OfSuppliers(l.Account) {
			if s.Supplier, err = id.Parse[id.Supplier](text); err != nil {
				faults = append(faults, fault.Invalid("entry_supplier_unknown", field))
			}
		}
		list, at = append(list, s), append(at, i)
	}
	return list, at, fault.Join(faults...)
}

// onForm moves faults of a split to the line and the field of the form from which it came.
func onForm(err error, at []int) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	var list []error
	for _, part := range f.List() {
		tail, is := strings.CutPrefix(part.Field, "splits[")
		number, field, _ := strings.Cut(tail, "].")
		n, wrong := strconv.Atoi(number)
		switch {
		case part.Field == "splits":
			part = part.At("splits[0].account")
		case is && wrong == nil && n < len(at):
			if field == "party_id" || field == "supplier_id" {
				field = "whose"
			}
			part = part.At("splits[" + strconv.Itoa(at[n]) + "]." + field)
		}
		list = append(list, part)
	}
	return fault.Join(list...)
}

func (r *Room) bookingPage(a *act.Act, in BookingPage) (ui.Done, error) {
	m, err := findMovement(a.Tx, in.Movement)
	if err != nil {
		return ui.Done{}, err
	}
	splits, at, err := splitsOf(m, in.Body.Splits)
	if err == nil {
		m, err = r.Book(a, in.Movement, splits)
	}
	return ui.Done{To: bankOf(m.building, "/movements?state=todo"), Says: say(a.Context(), "book_done", "amount", m.amount), Undo: movementPage(in.Movement) + "/booking/reversal"}, onForm(err, at)
}

func (r *Room) unbookPage(a *act.Act, in OfMovement) (ui.Done, error) {
	_, err := r.Unbook(a, in.Movement)
	return ui.Done{To: movementPage(in.Movement), Says: say(a.Context(), "unbook_done")}, err
}
