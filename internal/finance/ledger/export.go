package ledger

import (
	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Format is how a report leaves the house.
type Format string

// The formats.
const (
	PDF  Format = "pdf"
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

const xlsxType, csvType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"

// file writes a report.
func (r *Room) file(v *act.View, in FileRequest) (rest.Download, error) {
	if in.Format != PDF && in.Format != XLSX && in.Format != CSV {
		return rest.Download{}, fault.NotFound("not_found")
	}
	l := v.Who.Lang
	if in.Language != "" {
		var err error
		if l, err = language(in.Language); err != nil {
			return rest.Download{}, err
		}
	}
	asked := in.asked()
	asked.Most = maxInFile
	report, err := r.ReportIn(v, in.Building, in.Report, asked, l)
	if err != nil {
		return rest.Download{}, err
	}
	name := i18n.Say(l, "ledger.file", "report", in.Report.In(l), "building", report.Building.Name(), "date", report.Asked.To.String())
	d := rest.Download{Name: name + "." + string(in.Format)}
	switch in.Format {
	case PDF:
		d.Type = "application/pdf"
		d.Data, err = report.paper(v, l)
	case XLSX:
		d.Type = xlsxType
		d.Data, err = sheet.WriteXLSX(report.sheets(l)...)
	default:
		d.Type = csvType
		d.Data, err = sheet.WriteCSV(report.one(l))
	}
	return d, err
}

// sheets writes each part of a report as a sheet of a workbook.
func (r Report) sheets(l i18n.Lang) (list []sheet.Table) {
	for _, p := range r.Parts {
		t := sheet.Table{Name: p.Title}
		if t.Name == "" {
			t.Name = r.Title
		}
		for _, c := range p.Columns {
			t.Columns = append(t.Columns, sheet.Column{Title: c.Head})
		}
		for _, row := range p.Rows {
			t.Rows = append(t.Rows, cells(row))
		}
		list = append(list, t)
	}
	return list
}

// one writes all parts below each other, with the name of the part before each row when there are several.
func (r Report) one(l i18n.Lang) sheet.Table {
	t := sheet.Table{Name: r.Title}
	several := len(r.Parts) > 1
	width := 0
	for _, p := range r.Parts {
		width = max(width, len(p.Columns))
	}
	if several {
		t.Columns = append(t.Columns, sheet.Column{Title: i18n.Say(l, "ledger.col_part")})
	}
	for i := range width {
		title := ""
		for _, p := range r.Parts {
			if i < len(p.Columns) && title == "" {
				title = p.Columns[i].Head
			}
		}
		t.Columns = append(t.Columns, sheet.Column{Title: title})
	}
	for _, p := range r.Parts {
		for _, row := range p.Rows {
			line := cells(row)
			if several {
				line = append([]sheet.Cell{sheet.Text(p.Title)}, line...)
			}
			t.Rows = append(t.Rows, line)
		}
	}
	return t
}

func cells(row Row) (list []sheet.Cell) {
	for _, c := range row.Cells {
		switch c.kind {
		case 'a':
			list = append(list, sheet.Cents(int64(c.Amount)))
		case 'd':
			list = append(list, sheet.Day(c.Day.String()))
		default:
			list = append(list, sheet.Text(c.Text))
		}
	}
	return list
}

// Export is the whole of the books for an accountant outside: every line of every entry, and the chart, as a workbook of two sheets. Codes and signs, no
// words of ours: it is read by programs.
func (r *Room) Export(v *act.View, building id.Of[id.Building], asked Asked) (rest.Download, error) {
	b, err := r.bench(v, building, JournalReport, asked, v.Who.Lang)
	if err != nil {
		return rest.Download{}, err
	}
	entries, lines, err := b.entries(whole)
	if err != nil {
		return rest.Download{}, err
	}
	t := sheet.Table{Name: "entries", Columns: titles("journal", "year", "number", "date", "voucher", "voucher_date", "text", "account", "party_id", "supplier_id", "debit", "credit", "line_text", "entry_id", "reverses_id", "learned_at")}
	for _, e := range entries {
		voucher, on := e.Voucher()
		for _, x := range lines[e.id] {
			t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(string(e.Journal())), sheet.Day(e.year.String()), sheet.Whole(e.number), sheet.Day(e.On().String()), sheet.Text(voucher), sheet.Day(on.String()),
				sheet.Text(e.Text()), sheet.Text(x.Account), sheet.Text(x.Party.String()), sheet.Text(x.Supplier.String()), sheet.Cents(int64(x.Debit())), sheet.Cents(int64(x.Credit())),
				sheet.Text(x.Text), sheet.Text(e.id.String()), sheet.Text(e.reverses.String()), sheet.Text(e.learned.String())})
		}
	}
	accounts := sheet.Table{Name: "accounts", Columns: titles("code", "kind", "source", "confidence", "own", "fr", "nl", "de", "en")}
	for _, a := range b.chart.All() {
		own := ""
		if a.Own {
			own = "yes"
		}
		row := []sheet.Cell{sheet.Text(a.Code), sheet.Text(string(a.Kind)), sheet.Text(string(a.Source)), sheet.Text(a.Confidence), sheet.Text(own)}
		for _, l := range i18n.Langs {
			row = append(row, sheet.Text(a.In(l)))
		}
		accounts.Rows = append(accounts.Rows, row)
	}
	data, err := sheet.WriteXLSX(t, accounts)
	name := i18n.Say(b.lang, "ledger.file", "report", i18n.Say(b.lang, "ledger.export"), "building", b.building.Name(), "date", b.asked.To.String())
	return rest.Download{Name: name + ".xlsx", Type: xlsxType, Data: data}, err
}

func titles(names ...string) (list []sheet.Column) {
	for _, n := range names {
		list = append(list, sheet.Column{Title: n})
	}
	return list
}
