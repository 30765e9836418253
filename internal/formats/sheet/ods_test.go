package sheet

import (
	"fmt"
	"reflect"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
)

// odsOf makes an OpenDocument workbook of what stands in its spreadsheet.
func odsOf(t testing.TB, body string) []byte {
	t.Helper()
	return zipOf(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": `<?xml version="1.0" encoding="UTF-8"?>` +
		`<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles>` +
		`<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>` +
		`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>` +
		`</office:automatic-styles><office:body><office:spreadsheet>` + body + `</office:spreadsheet></office:body></office:document-content>`})
}

func odsText(s string) string {
	return `<table:table-cell office:value-type="string"><text:p>` + s + `</text:p></table:table-cell>`
}

func TestOpenDocument(t *testing.T) {
	row := func(cells string) string { return `<table:table-row>` + cells + `</table:table-row>` }
	rest := `<table:table-cell table:number-columns-repeated="16380"/>`
	data := odsOf(t, `<table:tracked-changes><table:table-cell><text:p>vieux</text:p></table:table-cell></table:tracked-changes>`+
		`<table:table table:name="Liste" table:style-name="ta1"><table:shapes><text:p>dessin</text:p></table:shapes><table:table-column table:number-columns-repeated="16384"/>`+
		`<table:table-header-rows>`+row(odsText("Lot")+odsText("Quotités")+rest)+`</table:table-header-rows>`+
		`<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`+
		`<table:table-row-group>`+row(odsText("1A")+`<table:table-cell office:value-type="float" office:value="150.0"><text:p>150</text:p></table:table-cell>`+
		`<table:table-cell office:value-type="percentage" office:value="0.15"><text:p>15 %</text:p></table:table-cell>`+
		`<table:table-cell office:value-type="currency" office:value="1284.6"><text:p>1.284,60 €</text:p></table:table-cell>`+rest)+`</table:table-row-group>`+
		row(`<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>Bloc A</text:p></table:table-cell><table:covered-table-cell><text:p>caché</text:p></table:covered-table-cell>`+
			`<table:table-cell office:value-type="date" office:date-value="2026-01-31"><text:p>31/01/26</text:p></table:table-cell>`+
			`<table:table-cell office:value-type="date" office:date-value="2026-01-31T14:30:00"/><table:table-cell office:value-type="time" office:time-value="PT14H30M00S"/>`+
			`<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell>`)+
		`<table:table-row table:visibility="collapse">`+odsText("2")+`<table:table-cell table:formula="of:=[.B5]*2" office:value-type="float" office:value="300"/><table:table-cell table:formula="of:=['file:///x.ods'#$A.A1]"/></table:table-row>`+
		`<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>même</text:p></table:table-cell></table:table-row>`+
		row(`<table:table-cell office:value-type="string"><office:annotation><text:p>remarque</text:p></office:annotation><text:p>Dubois<text:s text:c="2"/><text:span>An</text:span>ne</text:p><text:p>Maes<text:line-break/>Cor</text:p></table:table-cell>`)+
		`<table:table-row table:number-rows-repeated="1048560"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`+
		`<table:table table:name="Calculs" table:style-name="ta2">`+row(odsText("x"))+`</table:table>`)
	book, err := ReadBytes(data, Default)
	if err != nil {
		t.Fatal(err)
	}
	want := []Sheet{{Name: "Liste", NoValue: 1, NoValues: []string{"C7"}, Rows: []Row{
		{1, []string{"Lot", "Quotités"}},
		{5, []string{"1A", "150", "0.15", "1284.6"}},
		{6, []string{"Bloc A", "", "2026-01-31", "2026-01-31 14:30:00", "14:30:00", "true"}},
		{7, []string{"2", "300"}},
		{8, []string{"même", "même"}}, {9, []string{"même", "même"}},
		{10, []string{"Dubois  Anne\nMaes\nCor"}},
	}}, {Name: "Calculs", Hidden: true, Rows: []Row{{1, []string{"x"}}}}}
	if book.Format != ODS || !reflect.DeepEqual(book.Sheets, want) {
		t.Errorf("read\n%#v\nwant\n%#v", book.Sheets, want)
	}
}

func TestOpenDocumentIsBounded(t *testing.T) {
	table := func(s string) []byte { return odsOf(t, `<table:table table:name="S">`+s+`</table:table>`) }
	filled := odsText("x")
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"a million filled rows":  {table(`<table:table-row table:number-rows-repeated="1048576">` + filled + `</table:table-row>`), "sheet_too_many_rows"},
		"filled to the right":    {table(`<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>`), "sheet_too_many_columns"},
		"empty":                  {table(`<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`), "sheet_empty"},
		"rows without end":       {table(strings.Repeat(`<table:table-row table:number-rows-repeated="16000000"/>`, 3)), "sheet_unreadable"},
		"a cell without a table": {odsOf(t, filled), "sheet_unreadable"},
		"many sheets":            {odsOf(t, strings.Repeat(`<table:table table:name="S"/>`, 101)), "sheet_too_many_sheets"},
		"locked":                 {zipOf(t, map[string]string{"content.xml": "nonsense", "META-INF/manifest.xml": `<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>`}), "sheet_encrypted"},
		"entities":               {zipOf(t, map[string]string{"content.xml": `<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>`}), "sheet_unreadable"},
		"deep":                   {table(strings.Repeat("<a>", 100_000)), "sheet_unreadable"},
		"a bomb":                 {table(strings.Repeat("<table:table-row/>", 2<<20)), "sheet_bomb"},
		"a long one":             {table(`<table:table-row>` + odsText(strings.Repeat("x", 40_000)) + `</table:table-row>`), "sheet_text_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			if _, err := ReadBytes(c.data, Default); fault.As(err) == nil || fault.As(err).Code != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func FuzzOpenDocument(f *testing.F) {
	f.Add(`<table:table><table:table-row>` + odsText("x") + `</table:table-row></table:table>`)
	f.Add(`<table:table><table:table-row table:number-rows-repeated="9"><table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="1e3"/></table:table-row></table:table>`)
	limits := Limits{File: 1 << 20, Unzipped: 1 << 20, Sheets: 3, Rows: 50, Columns: 20, Cells: 500, Text: 100, Kept: 4096}
	f.Fuzz(func(t *testing.T, body string) {
		book, err := ReadBytes(odsOf(t, body), limits)
		if err != nil {
			return
		}
		for _, s := range book.Sheets {
			last := 0
			for _, r := range s.Rows {
				if r.Number <= last || len(s.Rows) > limits.Rows || len(r.Cells) == 0 || len(r.Cells) > limits.Columns {
					t.Fatalf("row %d after %d of %d: %q", r.Number, last, len(s.Rows), r.Cells)
				}
				last = r.Number
			}
		}
	})
}

func TestMacrosAreNotReadAndFormulasAreNotComputed(t *testing.T) {
	book, err := ReadBytes(zipOf(t, map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="S" id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<r><Relationship Id="a" Type="/worksheet" Target="s.xml"/><Relationship Id="b" Type="/vbaProject" Target="vbaProject.bin"/><Relationship Id="c" Type="/externalLink" Target="http://example.com/x.xlsx" TargetMode="External"/></r>`,
		"xl/vbaProject.bin":          "no XML at all",
		"xl/s.xml":                   `<w><row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>[1]X!A1</f></c><c r="C2" t="str"><f>""</f><v></v></c></row></w>`,
	}), Default)
	if err != nil {
		t.Fatal(err)
	}
	if s := book.Sheets[0]; s.NoValue != 1 || s.NoValues[0] != "B2" || !reflect.DeepEqual(s.Rows, []Row{{2, []string{"2"}}}) {
		t.Errorf("%+v", s)
	}
}

// peak is the highest heap while fn runs, above what was there before.
func peak(fn func()) uint64 {
	heap := func() uint64 {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(s)
		return s[0].Value.Uint64()
	}
	runtime.GC()
	before, top := heap(), uint64(0)
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
				top = max(top, heap())
			}
		}
	})
	fn()
	close(done)
	wait.Wait()
	return (max(top, before) - before) >> 20
}

// TestMemoryOfAList holds that a list of the largest size is read in the memory of a small machine, whatever its format.
func TestMemoryOfAList(t *testing.T) {
	if testing.Short() {
		t.Skip("not run with -short: it reads a file of the largest size")
	}
	table := Table{Name: "Liste", Columns: []Column{{Title: "Lot"}, {Title: "Nature"}, {Title: "Quotités"}, {Title: "Propriétaire"}, {Title: "E-mail"}, {Title: "Adresse"}}}
	var ods strings.Builder
	for n := range 20_000 {
		texts := []string{fmt.Sprintf("L%05d", n), "Appartement", "1", fmt.Sprintf("Famille%d Prénom%d", n, n), fmt.Sprintf("p%d@exemple.be", n), fmt.Sprintf("Rue de la Victoire %d, 1060 Saint-Gilles", n)}
		var cells []Cell
		ods.WriteString(`<table:table-row table:style-name="ro1">`)
		for _, s := range texts {
			cells = append(cells, Text(s))
			ods.WriteString(odsText(s))
		}
		ods.WriteString(`</table:table-row>`)
		table.Rows = append(table.Rows, cells)
	}
	xlsx, err := WriteXLSX(table)
	if err != nil {
		t.Fatal(err)
	}
	csv, _ := WriteCSV(table)
	for _, c := range []struct {
		name string
		data []byte
	}{{"xlsx", xlsx}, {"ods", odsOf(t, `<table:table table:name="S">`+ods.String()+`</table:table>`)}, {"csv", csv},
		{"csv of 24 MB", []byte(strings.Repeat(strings.Repeat("é", 600)+";b\n", 20_000))}} {
		var book *Book
		start := time.Now()
		top := peak(func() { book, err = ReadBytes(c.data, Default) })
		if err != nil {
			t.Fatal(c.name, err)
		}
		t.Logf("%s, %d KB: %v, %d MB at most", c.name, len(c.data)>>10, time.Since(start).Round(time.Millisecond), top)
		if top > 128-25 {
			t.Errorf("%s: %d MB of memory to read it", c.name, top)
		}
		if n := len(book.Sheets[0].Rows); n < 20_000 {
			t.Errorf("%s: %d rows", c.name, n)
		}
	}
}
