package ledger

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// AmountLine is an account with its amount.
type AmountLine struct {
	Code   string      `json:"code"`
	Label  string      `json:"label"`
	Amount money.Cents `json:"amount_cents"`
}

func amountLines(lines []SheetLine, c Chart, l i18n.Lang) []AmountLine {
	list := make([]AmountLine, len(lines))
	for i, x := range lines {
		list[i] = AmountLine{x.Code, c.Label(x.Code, l), x.Amount}
	}
	return list
}

// BalanceSheetRequest asks for a balance sheet.
type BalanceSheetRequest struct {
	Building     id.Of[id.Building] `query:"building_id" format:"uuid"`
	Date         civil.Date         `query:"date" format:"date"` // today when it is not said
	Presentation Presentation       `query:"presentation" enum:"practice,annex"`
	Known        civil.Instant      `query:"known" format:"date-time"` // as known at a moment; now when it is not said
}

// BalanceSheetAnswer is a balance sheet; funds and the result not yet closed stand among the liabilities.
type BalanceSheetAnswer struct {
	Building         id.Of[id.Building] `json:"building_id"`
	Date             civil.Date         `json:"date"`
	Assets           []AmountLine       `json:"assets"`
	Liabilities      []AmountLine       `json:"liabilities"`
	TotalAssets      money.Cents        `json:"total_assets_cents"`
	TotalLiabilities money.Cents        `json:"total_liabilities_cents"`
	Result           money.Cents        `json:"result_cents"` // already among the liabilities
	Provisional      bool               `json:"provisional"`
}

func (r *Room) getBalanceSheet(v *act.View, in BalanceSheetRequest) (BalanceSheetAnswer, error) {
	if in.Building.None() {
		return BalanceSheetAnswer{}, fault.Invalid("required", "building_id")
	}
	chart, err := r.Chart(v, in.Building)
	if err != nil {
		return BalanceSheetAnswer{}, err
	}
	if in.Date.None() {
		in.Date = v.Today
	}
	balances, err := BalancesAt(v.Tx, in.Building, in.Date, in.Known)
	if err != nil {
		return BalanceSheetAnswer{}, err
	}
	lock, err := LoadLock(v.Tx, in.Building)
	s, l := Draw(balances, in.Presentation), v.Who.Lang
	return BalanceSheetAnswer{in.Building, in.Date, amountLines(s.Assets, chart, l), amountLines(s.Liabilities, chart, l), s.TotalAssets(), s.TotalLiabilities(), s.Result, !lock.Shut(in.Date)}, err
}

// IncomeRequest asks for an income statement.
type IncomeRequest struct {
	Building     id.Of[id.Building] `query:"building_id" format:"uuid"`
	From         civil.Date         `query:"from" format:"date"` // the first day of the financial year when it is not said
	To           civil.Date         `query:"to" format:"date"`   // today when it is not said
	Presentation Presentation       `query:"presentation" enum:"practice,annex"`
	Known        civil.Instant      `query:"known" format:"date-time"`
}

// IncomeAnswer is what a period cost and brought in.
type IncomeAnswer struct {
	Building    id.Of[id.Building] `json:"building_id"`
	From        civil.Date         `json:"from"`
	To          civil.Date         `json:"to"`
	Costs       []AmountLine       `json:"costs"`
	Income      []AmountLine       `json:"income"`
	TotalCosts  money.Cents        `json:"total_costs_cents"`
	TotalIncome money.Cents        `json:"total_income_cents"`
	Result      money.Cents        `json:"result_cents"`
}

func (r *Room) getIncomeStatement(v *act.View, in IncomeRequest) (IncomeAnswer, error) {
	if in.Building.None() {
		return IncomeAnswer{}, fault.Invalid("required", "building_id")
	}
	b, err := r.bench(v, in.Building, IncomeReport, Asked{From: in.From, To: in.To, Show: in.Presentation, Known: in.Known}, v.Who.Lang)
	if err != nil {
		return IncomeAnswer{}, err
	}
	s, err := b.earnedIn(b.asked.From, b.asked.To)
	return IncomeAnswer{in.Building, b.asked.From, b.asked.To, amountLines(s.Costs, b.chart, b.lang), amountLines(s.Income, b.chart, b.lang), s.TotalCosts(), s.TotalIncome(), s.Result()}, err
}

// ReportRequest asks for a report of the books.
type ReportRequest struct {
	property.OfBuilding
	Report       Kind               `path:"kind"`
	From         civil.Date         `query:"from" format:"date"`
	To           civil.Date         `query:"to" format:"date"`
	Presentation Presentation       `query:"presentation" enum:"practice,annex"`
	Account      string             `query:"account" maxLength:"10" pattern:"^[0-9]*$"`
	Journal      Journal            `query:"journal" enum:"opening,purchases,calls,bank,misc,closing"`
	Party        id.Of[id.Party]    `query:"party" format:"uuid"`
	Supplier     id.Of[id.Supplier] `query:"supplier" format:"uuid"`
	Known        civil.Instant      `query:"known" format:"date-time"`
}

func (in ReportRequest) asked() Asked {
	return Asked{From: in.From, To: in.To, Known: in.Known, Show: in.Presentation, Account: in.Account, Journal: in.Journal, Party: in.Party, Supplier: in.Supplier}
}

// FileRequest asks for a report as a file.
type FileRequest struct {
	ReportRequest
	Format   Format `path:"format"`
	Language string `query:"language" enum:"fr,nl,de,en"`
}

// ReportAnswer is a report as it is shown: its parts with their heads and rows.
type ReportAnswer struct {
	Report Kind         `json:"report"`
	Title  string       `json:"title"`
	AsOf   string       `json:"as_of"`
	Note   string       `json:"note"`
	Parts  []PartAnswer `json:"parts"`
}

// PartAnswer is a table of a report.
type PartAnswer struct {
	Title   string      `json:"title"`
	Columns []string    `json:"columns"`
	Rows    []RowAnswer `json:"rows"`
}

// RowAnswer is a row; an amount is in cents, everything else is text.
type RowAnswer struct {
	Kind  string `json:"kind" enum:"line,group,detail,sum"`
	Cells []any  `json:"cells"`
}

func (r *Room) getReport(v *act.View, in ReportRequest) (ReportAnswer, error) {
	report, err := r.Report(v, in.Building, in.Report, in.asked())
	if err != nil {
		return ReportAnswer{}, err
	}
	a := ReportAnswer{Report: report.Kind, Title: report.Title, AsOf: report.AsOf, Note: report.Note, Parts: []PartAnswer{}}
	for _, p := range report.Parts {
		part := PartAnswer{Title: p.Title, Columns: []string{}, Rows: []RowAnswer{}}
		for _, c := range p.Columns {
			part.Columns = append(part.Columns, c.Head)
		}
		for _, row := range p.Rows {
			line := RowAnswer{Kind: string(row.Style), Cells: []any{}}
			if line.Kind == "" {
				line.Kind = "line"
			}
			for _, c := range row.Cells {
				line.Cells = append(line.Cells, c.plain())
			}
			part.Rows = append(part.Rows, line)
		}
		a.Parts = append(a.Parts, part)
	}
	return a, nil
}

func (c Cell) plain() any {
	switch c.kind {
	case 'a':
		return int64(c.Amount)
	case 'd':
		return c.Day.String()
	}
	return c.Text
}

// ExportRequest asks for the entries of a period.
type ExportRequest struct {
	property.OfBuilding
	From civil.Date `query:"from" format:"date"`
	To   civil.Date `query:"to" format:"date"`
}

func (r *Room) getExport(v *act.View, in ExportRequest) (rest.Download, error) {
	return r.Export(v, in.Building, Asked{From: in.From, To: in.To})
}
