package imports

import (
	"strconv"
	"strings"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/rest"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// modelFields are the columns of the model list; any list will do, this is for who has none.
var modelFields = []Field{Label, Kind, Floor, Shares, LastName, FirstName, Email, Phone, Street, Postcode, City, Language}

// ModelList makes an empty list to fill in, in the reader's language, with two lines that are marked as examples and are not read.
func ModelList(l i18n.Lang) (rest.Download, error) {
	t := sheet.Table{Name: i18n.Say(l, "imports.model_sheet")}
	for _, f := range modelFields {
		t.Columns = append(t.Columns, sheet.Column{Title: FieldName(l, f), Width: 18})
	}
	for _, n := range []string{"1", "2"} {
		var cells []sheet.Cell
		for text := range strings.SplitSeq(i18n.Say(l, "imports.model_example_"+n), "|") {
			cells = append(cells, modelCell(text))
		}
		t.Rows = append(t.Rows, cells)
	}
	data, err := sheet.WriteXLSX(t)
	return rest.Download{Name: i18n.Say(l, "imports.model_name") + ".xlsx", Type: xlsxType, Data: data}, err
}

func modelCell(text string) sheet.Cell {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) < 4 {
		return sheet.Whole(n)
	}
	return sheet.Text(text)
}

// FieldName is what a field is called.
func FieldName(l i18n.Lang, f Field) string { return i18n.Say(l, "imports.field_"+string(f)) }

// RowsToFix makes a list of the rows that keep a list from being confirmed, with what is wrong in each.
func RowsToFix(s Sight, l i18n.Lang) (rest.Download, error) {
	t := sheet.Table{Name: i18n.Say(l, "imports.fix_sheet"), Columns: []sheet.Column{{Title: i18n.Say(l, "imports.row_number"), Width: 8}}}
	var fields []Field
	for _, f := range Fields {
		if s.mapping.Has(f) {
			fields = append(fields, f)
			t.Columns = append(t.Columns, sheet.Column{Title: FieldName(l, f), Width: 18})
		}
	}
	t.Columns = append(t.Columns, sheet.Column{Title: i18n.Say(l, "imports.what_is_wrong"), Width: 60})
	for _, r := range s.Under(TabErrors) {
		cells := []sheet.Cell{sheet.Whole(int64(r.Number))}
		for _, f := range fields {
			cells = append(cells, sheet.Text(r.Value(f)))
		}
		var says []string
		for _, p := range r.Problems {
			says = append(says, p.Says(l))
		}
		t.Rows = append(t.Rows, append(cells, sheet.Text(strings.Join(says, " "))))
	}
	data, err := sheet.WriteXLSX(t)
	return rest.Download{Name: i18n.Say(l, "imports.fix_name") + ".xlsx", Type: xlsxType, Data: data}, err
}
