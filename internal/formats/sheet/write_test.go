package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

var sample = Table{
	Name:    "Décompte 2026/T4",
	Columns: []Column{{Title: "Poste", Width: 30}, {Title: "Montant"}, {Title: "Lots"}, {Title: "Date"}},
	Rows: [][]Cell{
		{Text("=SUM(A1)"), Cents(-5), Whole(24), Day("2026-12-01")},
		{Text("Ascenseur; entretien \"annuel\""), Cents(128460), {}, Day("bientôt")},
		{Text("  espaces  "), Cents(10), Whole(-3)},
	},
}

func TestWorkbookOpensInAnotherProgram(t *testing.T) {
	data, err := WriteXLSX(sample, sample)
	if err != nil {
		t.Fatal(err)
	}
	again, err := WriteXLSX(sample, sample)
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the same tables give other bytes (%v)", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), "|"); got != "Décompte 2026-T4|Décompte 2026-T4 2" {
		t.Errorf("sheets %s", got)
	}
	rows, err := f.GetRows(f.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range rows {
		got += strings.Join(r, "|") + "\n"
	}
	want := "Poste|Montant|Lots|Date\n=SUM(A1)|-0.05|24|01/12/2026\nAscenseur; entretien \"annuel\"|1,284.60||bientôt\n  espaces  |0.10|-3\n"
	if got != want {
		t.Errorf("another program shows\n%swant\n%s", got, want)
	}
	if kind, err := f.GetCellType(f.GetSheetList()[0], "A2"); err != nil || kind == excelize.CellTypeFormula {
		t.Errorf("a text became a formula (%v)", err)
	}
}

func TestCSVIsHarmless(t *testing.T) {
	data, err := WriteCSV(sample)
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeffPoste;Montant;Lots;Date\r\n'=SUM(A1);-0,05;24;2026-12-01\r\n" +
		"\"Ascenseur; entretien \"\"annuel\"\"\";1284,60;;bientôt\r\n\"  espaces  \";0,10;-3\r\n"
	if string(data) != want {
		t.Errorf("wrote\n%s\nwant\n%s", data, want)
	}
}

// What is written is read back as it was: no text is changed, cut or run together.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		table := Table{Name: "T", Columns: make([]Column, width)}
		for i := range table.Columns {
			table.Columns[i].Title = "c"
		}
		texts := rapid.SliceOfN(rapid.SliceOfN(rapid.StringMatching(`[a-zé'=+@;,|"_x0 -]{0,12}(\n[a-z]{1,3})?`), width, width), 1, 8).Draw(t, "texts")
		for _, r := range texts {
			row := make([]Cell, width)
			for i, s := range r {
				row[i] = Text(s)
			}
			table.Rows = append(table.Rows, row)
		}
		x, err := WriteXLSX(table)
		if err != nil {
			t.Fatal(err)
		}
		c, err := WriteCSV(table)
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{x, c} {
			book, err := ReadBytes(data, Default)
			if err != nil {
				t.Fatal(err)
			}
			byNumber := map[int]Row{}
			for _, r := range book.Sheets[0].Rows {
				byNumber[r.Number] = r
			}
			for n, r := range texts {
				for i, s := range r {
					if got := byNumber[n+2].Cell(i); got != s && strings.TrimSpace(s) != "" {
						t.Fatalf("%s: row %d cell %d reads %q, want %q", book.Format, n+2, i, got, s)
					}
				}
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	x, err := WriteXLSX(sample)
	if err != nil {
		f.Fatal(err)
	}
	c, _ := WriteCSV(sample)
	f.Add(x)
	f.Add(c)
	f.Add([]byte("sep=;\r\na;\"b\nc\";d"))
	f.Add([]byte("\xff\xfea\x00;\x00b\x00"))
	f.Add([]byte("caf\xe9\tprix \xa4"))
	f.Add(zipOf(f, map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="S" id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<r><Relationship Id="a" Type="/worksheet" Target="s.xml"/></r>`,
		"xl/s.xml":                   `<w><row r="3"><c r="B3"><v>1.5E3</v></c></row><mergeCell ref="A1:C9"/></w>`,
	}))
	limits := Limits{File: 1 << 20, Unzipped: 1 << 20, Sheets: 3, Rows: 50, Columns: 20, Cells: 500, Text: 100, Kept: 4096}
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := ReadBytes(data, limits)
		if err != nil {
			return
		}
		cells := 0
		if len(book.Sheets) > limits.Sheets {
			t.Fatal("too many sheets")
		}
		for _, s := range book.Sheets {
			if len(s.Rows) > limits.Rows {
				t.Fatal("too many rows")
			}
			last := 0
			for _, r := range s.Rows {
				if r.Number <= last || len(r.Cells) == 0 || len(r.Cells) > limits.Columns || r.Cells[len(r.Cells)-1] == "" {
					t.Fatalf("row %d after %d: %q", r.Number, last, r.Cells)
				}
				last = r.Number
				cells += len(r.Cells)
				for _, c := range r.Cells {
					if runes(c) > limits.Text || strings.ContainsRune(c, 0) {
						t.Fatalf("cell %q", c)
					}
				}
			}
		}
		if cells > limits.Cells {
			t.Fatal("too many cells")
		}
	})
}
