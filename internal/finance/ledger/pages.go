package ledger

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of the books.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/books", ReadBooks, r.showBooks)
	ui.Page(p, "GET /buildings/{building}/books/guide", ReadBooks, r.showGuide)
	ui.Page(p, "GET /buildings/{building}/books/{kind}", ReadBooks, r.showReport)
	ui.File(p, "GET /buildings/{building}/books/{kind}/{format}", ReadBooks, r.file)
	ui.File(p, "GET /buildings/{building}/books/export", ReadBooks, r.getExport)
	ui.ListPage(p, "/buildings/{building}/books/accounts", ReadBooks, r.accounts())
	ui.FormPage(p, "/buildings/{building}/books/accounts/new", OpenBooks, 0, r.showAccount, r.accountPage)
	ui.FormPage(p, "/buildings/{building}/books/entries/new", PostEntry, 0, r.showNew, r.newPage)
	ui.Page(p, "GET /ledger-entries/{ledger_entry}", ReadBooks, r.showEntry)
	ui.FormPage(p, "/ledger-entries/{ledger_entry}/reversal", ReverseEntry, 0, r.showReversal, r.reversalPage)
	ui.FormPage(p, "/buildings/{building}/books/opening", OpenBooks, 0, r.showOpening, r.openingPage)
	ui.Post(p, "/buildings/{building}/books/opening/activation", OpenBooks, 0, r.showActivation, r.activationPage)
	ui.FormPage(p, "/buildings/{building}/books/lock", LockBooks, 0, r.showLock, r.lockPage)
	ui.Post(p, "/buildings/{building}/books/reopening", LockBooks, 0, r.showReopening, r.reopeningPage)
}

const section = "money"

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "ledger."+key, args...)
}

func booksOf(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + "/books" + tail
}

// shownReport is a report with what its reader may choose.
type shownReport struct {
	Report
	Final bool // the books of its last day are locked
	Query ReportRequest
}

func (r *Room) showReport(v *act.View, in ReportRequest) (ui.Sheet, error) {
	report, err := r.Report(v, in.Building, in.Report, in.asked())
	if err != nil {
		return ui.Sheet{}, err
	}
	lock, err := LoadLock(v.Tx, in.Building)
	s := shownReport{Report: report, Final: lock.Shut(report.Asked.To), Query: in}
	sheet := ui.Sheet{Title: report.Title, Building: in.Building, Section: section, Density: ui.Dense, Body: reportView(s)}
	if !s.Final {
		sheet.Provisional = say(v.Context(), "provisional")
	}
	return sheet, err
}

// query is the address of the same report in another form, with what was asked of it.
func (s shownReport) query(tail string) string {
	q := s.Query
	known := ""
	if !q.Known.None() {
		known = q.Known.String()
	}
	return ui.With(PageOf(q.Building, s.Kind)+tail, "from", q.From.String(), "to", q.To.String(), "presentation", string(q.Presentation), "account", q.Account,
		"journal", string(q.Journal), "party", q.Party.String(), "supplier", q.Supplier.String(), "known", known)
}

// shownEntry is an entry with its names, and what its reader may do.
type shownEntry struct {
	Entry
	Chart      Chart
	Who        map[int]string // whose account a line is on
	ByName     string
	Back       Entry // by which it was reversed, or which it reverses
	MayReverse bool
	Building   property.Building
}

func (r *Room) showEntry(v *act.View, in OfEntry) (ui.Sheet, error) {
	s, err := r.entryShown(v, in.Entry)
	return ui.Sheet{Title: s.Number(v.Who.Lang), Building: s.building, Section: section, Body: entryView(s)}, err
}

func (r *Room) entryShown(v *act.View, entry id.Of[id.LedgerEntry]) (shownEntry, error) {
	e, err := r.Entry(v, entry)
	if err != nil {
		return shownEntry{}, err
	}
	s := shownEntry{Entry: e, Who: map[int]string{}}
	if s.Chart, err = LoadChart(v.Tx, e.building); err != nil {
		return s, err
	}
	register, err := property.LoadRegister(v.Tx, e.building)
	if err != nil {
		return s, err
	}
	s.Building = register.Building
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return s, err
	}
	b := &bench{View: v, lang: v.Who.Lang, register: register, sellers: sellers, asked: Asked{To: e.On()}}
	for i, l := range e.Lines() {
		s.Who[i] = b.who(l)
	}
	for _, other := range []id.Of[id.LedgerEntry]{e.reversed, e.reverses} {
		if !other.None() {
			if s.Back, err = Get(v.Tx, other); err != nil {
				return s, err
			}
		}
	}
	if !e.by.None() {
		names, err := identity.Names(v.Tx, []id.Of[id.Person]{e.by})
		if err != nil {
			return s, err
		}
		s.ByName = names[e.by]
	}
	s.MayReverse = v.May(ReverseEntry, e.building) && e.reversed.None() && e.reverses.None() && e.posting.Subject.Kind == ""
	return s, nil
}

func (r *Room) showReversal(v *act.View, in ReversalRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.entryShown(v, in.Entry)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "reverse_title", "number", s.Number(v.Who.Lang)), Building: s.building, Section: section, Body: reversalView(s, sent)}, v.Allow(ReverseEntry, s.building)
}

func (r *Room) reversalPage(a *act.Act, in ReversalRequest) (ui.Done, error) {
	e, err := r.Reverse(a, in.Entry, in.Body.Reason)
	return ui.Done{To: entryPage(e.id), Says: say(a.Context(), "reverse_done", "number", e.Number(a.Who.Lang))}, err
}

// EntryLine is a line of the form: the amount stands on one of the sides.
type EntryLine struct {
	Account string      `json:"account,omitempty" maxLength:"10"`
	Whose   string      `json:"whose,omitempty" maxLength:"50"` // "party:<id>" or "supplier:<id>"
	Debit   money.Cents `json:"debit_cents,omitempty"`
	Credit  money.Cents `json:"credit_cents,omitempty"`
	Text    string      `json:"text,omitempty" maxLength:"300"`
}

// filled tells whether anything was written on the line.
func (l EntryLine) filled() bool { return l.Account != "" || l.Debit != 0 || l.Credit != 0 }

// line reads the line; both sides at once, or a negative amount, are faults of form.
func (l EntryLine) line(i int) (Line, error) {
	at := func(field string) string { return "lines[" + strconv.Itoa(i) + "]." + field }
	x := Line{Account: l.Account, Text: l.Text, Amount: l.Debit.Sub(l.Credit)}
	switch {
	case l.Debit != 0 && l.Credit != 0:
		return x, fault.Invalid("entry_both_sides", at("debit_cents"))
	case l.Debit < 0:
		return x, fault.Invalid("entry_negative", at("debit_cents"))
	case l.Credit < 0:
		return x, fault.Invalid("entry_negative", at("credit_cents"))
	}
	if whose, is := strings.CutPrefix(l.Whose, "party:"); is && OfParties(l.Account) {
		party, err := id.Parse[id.Party](whose)
		if err != nil {
			return x, fault.Invalid("entry_party_unknown", at("whose"))
		}
		x.Party = party
	}
	if whose, is := strings.CutPrefix(l.Whose, "supplier:"); is && OfSuppliers(l.Account) {
		supplier, err := id.Parse[id.Supplier](whose)
		if err != nil {
			return x, fault.Invalid("entry_supplier_unknown", at("whose"))
		}
		x.Supplier = supplier
	}
	return x, nil
}

// read reads the lines of a form; empty ones are left out. The faults of a line name the fields of the form.
func read(form []EntryLine) (list []Line, at []int, err error) {
	var faults []error
	for i, l := range form {
		if !l.filled() {
			continue
		}
		x, err := l.line(i)
		faults = append(faults, err)
		list, at = append(list, x), append(at, i)
	}
	return list, at, fault.Join(faults...)
}

// onForm moves faults of lines[n] to the line of the form from which it came, and to the fields of the form.
func onForm(err error, at []int) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	var list []error
	for _, part := range f.List() {
		list = append(list, part.At(formField(part.Field, at)))
	}
	return fault.Join(list...)
}

func formField(field string, at []int) string {
	rest, is := strings.CutPrefix(field, "lines[")
	if !is {
		return field
	}
	index, tail, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(index)
	if err != nil {
		return field
	}
	switch tail {
	case ".party_id", ".supplier_id":
		tail = ".whose"
	case ".amount_cents":
		tail = ".debit_cents"
	}
	if n < len(at) {
		n = at[n]
	}
	return "lines[" + strconv.Itoa(n) + "]" + tail
}

// EntryPage is the form of an entry by hand.
type EntryPage struct {
	property.OfBuilding
	Body struct {
		Journal   Journal     `json:"journal,omitempty" enum:"misc,calls,bank"`
		On        civil.Date  `json:"on" format:"date"`
		Voucher   string      `json:"voucher" maxLength:"120"`
		VoucherOn civil.Date  `json:"voucher_on,omitempty" format:"date"`
		Text      string      `json:"text,omitempty" maxLength:"300"`
		Lines     []EntryLine `json:"lines,omitempty" maxItems:"100"`
	}
}

// offers is what a form of lines offers: accounts, and whose they may be.
type offers struct {
	Building property.Building
	Accounts []ui.Option
	Whose    []ui.Option
	Today    string
	Lock     Lock
	Lines    int
}

func (r *Room) offers(v *act.View, building id.Of[id.Building], lines int) (offers, error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return offers{}, err
	}
	o := offers{Building: register.Building, Today: v.Today.String(), Lines: lines}
	chart, err := LoadChart(v.Tx, building)
	if err != nil {
		return o, err
	}
	for _, a := range chart.All() {
		if a.Postable() && a.Closed.None() {
			o.Accounts = append(o.Accounts, ui.Option{Value: a.Code, Label: a.Name(v.Who.Lang)})
		}
	}
	for _, p := range register.At(register.Day(v.Today, v.Now), v.Now).Parties {
		o.Whose = append(o.Whose, ui.Option{Value: "party:" + p.ID().String(), Label: p.Name()})
	}
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return o, err
	}
	for _, s := range sellers {
		o.Whose = append(o.Whose, ui.Option{Value: "supplier:" + s.ID().String(), Label: s.Name()})
	}
	slices.SortFunc(o.Whose, func(a, b ui.Option) int {
		return slices.Compare([]string{a.Value[:5], property.Fold(a.Label), a.Value}, []string{b.Value[:5], property.Fold(b.Label), b.Value})
	})
	o.Lock, err = LoadLock(v.Tx, building)
	return o, err
}

func (r *Room) showNew(v *act.View, in EntryPage, sent ui.Sent) (ui.Sheet, error) {
	o, err := r.offers(v, in.Building, 8)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "new_title"), Building: in.Building, Section: section, Body: newView(o, sent)}, v.Allow(PostEntry, in.Building)
}

func (r *Room) newPage(a *act.Act, in EntryPage) (ui.Done, error) {
	b := in.Body
	list, at, err := read(b.Lines)
	if err != nil {
		return ui.Done{}, err
	}
	e, err := r.Enter(a, in.Building, Posting{Journal: b.Journal, On: b.On, Voucher: b.Voucher, VoucherOn: b.VoucherOn, Text: b.Text, Lines: list})
	return ui.Done{To: entryPage(e.id), Says: say(a.Context(), "new_done", "number", e.Number(a.Who.Lang))}, onForm(err, at)
}

// accounts is the chart of a building as a list, with what stands on each account today.
func (r *Room) accounts() ui.List[property.OfBuilding, shownAccount] {
	type line = shownAccount
	return ui.List[property.OfBuilding, line]{
		Key: "ledger.accounts", Words: "ledger.", Sort: "code", Live: "ledger.",
		ID: func(l line) string { return l.Code }, Name: func(l line) string { return l.Code }, Href: func(l line) string { return l.href }, Faint: func(l line) bool { return !l.Postable() },
		Find: func(l line) []string { return []string{l.Code, l.label} },
		Columns: []ui.Col[line]{
			ui.TextCol("code", func(l line) string { return l.Code }).Lead(),
			ui.TextCol("label", func(l line) string { return l.label }).At(ui.PlaceLine),
			ui.SaidCol("kind", func(ctx context.Context, l line) string { return l.Kind.In(i18n.From(ctx)) }).At(ui.PlaceFact),
			ui.SaidCol("source", func(ctx context.Context, l line) string { return l.from(ctx) }).At(ui.PlaceFact),
			ui.TextCol("confidence", func(l line) string { return l.Confidence }).Spare(),
			ui.MoneyCol("balance", func(l line) money.Cents { return l.balance }).At(ui.PlaceAmount),
		},
		Filters: []ui.Filter[line]{
			{Key: "used", Kind: ui.KindSelect, Front: true, Values: []string{"yes"}, Keep: func(l line, _ ui.Value) bool { return l.used }},
			{Key: "class", Kind: ui.KindSelect, Front: true, Values: []string{"1", "2", "3", "4", "5", "6", "7"}, Keep: func(l line, x ui.Value) bool { return l.Code[:1] == x.Text }},
			{Key: "origin", Kind: ui.KindSelect, Values: []string{"annex", "practice", "inferred", "own"}, Keep: func(l line, x ui.Value) bool { return l.origin() == x.Text }},
		},
		Presets: []ui.Preset{{Key: "used", Query: "used=yes"}},
		Load:    r.listAccounts,
	}
}

// shownAccount is an account in the list.
type shownAccount struct {
	Account
	label   string
	href    string
	balance money.Cents
	used    bool
}

func (l shownAccount) origin() string {
	if l.Own {
		return "own"
	}
	return string(l.Source)
}

func (l shownAccount) from(ctx context.Context) string {
	if l.Own {
		return say(ctx, "filter_origin_own")
	}
	return l.Source.In(i18n.From(ctx))
}

func (r *Room) listAccounts(v *act.View, in property.OfBuilding, _ ui.Query) (ui.Listed[shownAccount], error) {
	ctx := v.Context()
	listed := ui.Listed[shownAccount]{Building: in.Building, Section: section, Heading: ui.Heading{Back: booksBack(ctx, in.Building), Title: say(ctx, "accounts_title"), Lead: say(ctx, "accounts_lead")}}
	chart, err := r.Chart(v, in.Building)
	if err != nil {
		return listed, err
	}
	balances, err := BalancesAt(v.Tx, in.Building, v.Today, civil.Instant{})
	if err != nil {
		return listed, err
	}
	stands := map[string]Balance{}
	for _, b := range balances.byCode() {
		stands[b.Code] = b
	}
	for _, a := range chart.All() {
		b, used := stands[a.Code]
		l := shownAccount{Account: a, label: a.In(v.Who.Lang), balance: b.Net(), used: used}
		l.href = ui.With(PageOf(in.Building, GeneralReport), "account", a.Code)
		listed.Lines = append(listed.Lines, l)
	}
	if v.May(OpenBooks, in.Building) {
		listed.Heading.Actions = append(listed.Heading.Actions, ui.Button{Label: say(ctx, "account_do"), Icon: "plus", Href: booksOf(in.Building, "/accounts/new")})
	}
	return listed, nil
}

func booksBack(ctx context.Context, building id.Of[id.Building]) ui.Link {
	return ui.Link{Label: say(ctx, "books_title"), Href: booksOf(building, "")}
}

func (r *Room) showAccount(v *act.View, in AccountRequest, sent ui.Sent) (ui.Sheet, error) {
	if _, err := property.FindBuilding(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "account_title"), Building: in.Building, Section: section, Body: accountView(in.Building, sent)}, v.Allow(OpenBooks, in.Building)
}

func (r *Room) accountPage(a *act.Act, in AccountRequest) (ui.Done, error) {
	made, err := r.AddAccount(a, in.Building, in.Body.Code, in.Body.Label)
	return ui.Done{To: booksOf(in.Building, "/accounts"), Says: say(a.Context(), "account_done", "code", made.Code)}, err
}
