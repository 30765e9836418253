package ledger

import (
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// Kind names a report.
type Kind string

// The reports.
const (
	BalanceSheetReport Kind = "balance-sheet"
	IncomeReport       Kind = "income-statement"
	TrialReport        Kind = "trial-balance"
	JournalReport      Kind = "journal"
	GeneralReport      Kind = "general-ledger"
	PartiesReport      Kind = "owners"
	SuppliersReport    Kind = "suppliers"
	FundsReport        Kind = "funds"
	CashReport         Kind = "cash"
	ClaimsReport       Kind = "claims-and-debts"
	InventoryReport    Kind = "inventory"
	SimplifiedReport   Kind = "simplified"
)

// Kinds lists the reports in the order in which they are offered.
var Kinds = []Kind{BalanceSheetReport, IncomeReport, TrialReport, JournalReport, GeneralReport, PartiesReport, SuppliersReport, FundsReport, CashReport, ClaimsReport,
	InventoryReport, SimplifiedReport}

// In names the report for a reader.
func (k Kind) In(l i18n.Lang) string { return i18n.Say(l, "ledger.report_"+keyOf(k)) }

// Says is what the report answers.
func (k Kind) Says(l i18n.Lang) string { return i18n.Say(l, "ledger.report_"+keyOf(k)+"_says") }

// Period tells whether the report is of a period; otherwise it is of a day.
func (k Kind) Period() bool {
	return slices.Contains([]Kind{IncomeReport, TrialReport, JournalReport, GeneralReport, FundsReport, CashReport, SimplifiedReport}, k)
}

// keyOf writes a kind as the key of a sentence.
func keyOf(k Kind) string { return strings.ReplaceAll(string(k), "-", "_") }

// Asked is what a reader asks of a report; what is left out is chosen: today, the financial year so far, as syndics show it, as known now.
type Asked struct {
	From, To civil.Date // To alone for a report of a day
	Known    civil.Instant
	Show     Presentation
	Account  string // of the general ledger: one account, or those that begin so
	Journal  Journal
	Party    id.Of[id.Party] // of the owners' report: one account, line by line
	Supplier id.Of[id.Supplier]
	Most     int // lines of movements: as many as a page shows
}

// Report is what is shown on a page, printed, and written into a workbook, from one description.
type Report struct {
	Kind     Kind
	Asked    Asked
	Building property.Building
	Title    string
	AsOf     string // "Au 31 décembre 2025", "Du 1er janvier au ..."
	Note     string // what a reader must know of it
	Article  string // of the note
	Beside   bool   // its two parts stand side by side
	Parts    []Part
}

// Part is a table of a report.
type Part struct {
	Title   string
	Columns []Column
	Rows    []Row
	Empty   string // said when there is no row
}

// Column is a head; figures stand right.
type Column struct {
	Head   string
	Figure bool
	Lead   bool // names the row
	Faint  bool // second voice: what it is compared with
}

// Row is a line of a report.
type Row struct {
	Style RowStyle
	Cells []Cell
	Href  string // where the first cell leads: the drill-down
}

// RowStyle is what a row is among its like.
type RowStyle string

// The styles.
const (
	Plain  RowStyle = ""
	Group  RowStyle = "group"
	Detail RowStyle = "detail"
	Sum    RowStyle = "sum"
)

// Cell is a text, an amount or a day.
type Cell struct {
	Text   string
	Amount money.Cents
	Day    civil.Date
	kind   byte
}

func textCell(s string) Cell    { return Cell{Text: s} }
func amount(c money.Cents) Cell { return Cell{Amount: c, kind: 'a'} }
func dayCell(d civil.Date) Cell { return Cell{Day: d, kind: 'd'} }
func some(c money.Cents) (cell Cell) { // zero leaves the place empty, as in a journal
	if c != 0 {
		cell = amount(c)
	}
	return cell
}

// Shown is the cell in words of a language, without the sign of the currency.
func (c Cell) Shown(l i18n.Lang) string {
	switch c.kind {
	case 'a':
		return c.Amount.Plain(l)
	case 'd':
		return c.Day.Short()
	}
	return c.Text
}

// bench is what lies before whoever makes a report.
type bench struct {
	*act.View
	asked    Asked
	lang     i18n.Lang
	building property.Building
	register property.Register
	chart    Chart
	sellers  map[id.Of[id.Supplier]]suppliers.Supplier
}

func (b *bench) say(key string, args ...any) string { return i18n.Say(b.lang, "ledger."+key, args...) }

// party names a party as it is known now.
func (b *bench) party(party id.Of[id.Party]) string {
	for _, day := range []civil.Date{b.Today, b.asked.To} {
		if p, known := b.register.Party(party, day, b.Now); known && p.Name() != "" {
			return p.Name()
		}
	}
	return b.say("nameless")
}

// Report makes a report in the reader's language. Faults: report_unknown, period_reversed, account_unknown.
func (r *Room) Report(v *act.View, building id.Of[id.Building], kind Kind, asked Asked) (Report, error) {
	return r.ReportIn(v, building, kind, asked, v.Who.Lang)
}

// ReportIn makes a report in a language.
func (r *Room) ReportIn(v *act.View, building id.Of[id.Building], kind Kind, asked Asked, l i18n.Lang) (Report, error) {
	if !slices.Contains(Kinds, kind) {
		return Report{}, fault.NotFound("not_found")
	}
	b, err := r.bench(v, building, kind, asked, l)
	if err != nil {
		return Report{}, err
	}
	report := Report{Kind: kind, Asked: b.asked, Building: b.building, Title: kind.In(l), AsOf: b.asOf(kind)}
	err = b.fill(&report)
	return report, err
}

// bench lays out what a report is made of, for whoever may read the books, and chooses what was not asked.
func (r *Room) bench(v *act.View, building id.Of[id.Building], kind Kind, asked Asked, l i18n.Lang) (*bench, error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return nil, err
	}
	if err := v.Allow(ReadBooks, building); err != nil {
		return nil, err
	}
	b := &bench{View: v, asked: asked, lang: l, building: register.Building, register: register}
	if err := b.complete(kind); err != nil {
		return nil, err
	}
	if b.chart, err = LoadChart(v.Tx, building); err != nil {
		return nil, err
	}
	b.sellers, err = suppliers.All(v.Tx)
	return b, err
}

// complete chooses what the reader left out.
func (b *bench) complete(kind Kind) error {
	a := &b.asked
	if a.To.None() {
		a.To = b.Today
	}
	if a.From.None() {
		a.From = b.register.FiscalYear(a.To, b.Now).From
	}
	if a.Show == "" {
		a.Show = Practice
	}
	if a.Most == 0 {
		a.Most = maxMovements
	}
	if kind.Period() && a.To.Before(a.From) {
		return fault.Invalid("period_reversed", "to")
	}
	if a.Show != Practice && a.Show != Annex {
		return fault.Invalid("one_of_expected", "presentation").With("values", "practice, annex")
	}
	return nil
}

func (b *bench) asOf(kind Kind) string {
	text := b.say("as_of", "date", b.asked.To)
	if kind.Period() {
		text = b.say("as_from_to", "from", b.asked.From, "to", b.asked.To)
	}
	if !b.asked.Known.None() {
		text += b.say("as_known", "date", b.asked.Known.BrusselsDate())
	}
	return text
}

func (b *bench) fill(r *Report) error {
	switch r.Kind {
	case BalanceSheetReport:
		return b.balanceSheet(r)
	case IncomeReport:
		return b.incomeStatement(r)
	case TrialReport:
		return b.trialBalance(r)
	case JournalReport:
		return b.journal(r)
	case GeneralReport:
		return b.generalLedger(r)
	case PartiesReport:
		return b.parties(r)
	case SuppliersReport:
		return b.suppliers(r)
	case FundsReport:
		return b.funds(r)
	case CashReport:
		return b.cash(r)
	case ClaimsReport:
		return b.claims(r)
	case InventoryReport:
		return b.inventory(r)
	}
	return b.simplified(r)
}
