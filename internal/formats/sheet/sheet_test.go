package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

func TestWorkbookMadeByAnotherProgram(t *testing.T) {
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "Lots"))
	check(f.SetCellValue("Lots", "A1", "Lot"))
	check(f.SetCellValue("Lots", "B1", "Quotités"))
	check(f.SetCellValue("Lots", "A3", "4B"))
	check(f.SetCellValue("Lots", "B3", 0.1+0.2))
	check(f.SetCellValue("Lots", "C3", true))
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	check(err)
	own := `[$-80C]dd\ mmmm\ yyyy;@`
	long, err := f.NewStyle(&excelize.Style{CustomNumFmt: &own})
	check(err)
	check(f.SetCellValue("Lots", "D3", 46357)) // 1 December 2026
	check(f.SetCellStyle("Lots", "D3", "D3", day))
	check(f.SetCellValue("Lots", "E3", 46357.75))
	check(f.SetCellStyle("Lots", "E3", "E3", long))
	check(f.SetCellRichText("Lots", "F3", []excelize.RichTextRun{{Text: "Madame "}, {Text: "Dubois", Font: &excelize.Font{Bold: true}}}))
	check(f.SetCellFormula("Lots", "G3", "B3*2"))
	check(f.SetCellValue("Lots", "A4", "fusion"))
	check(f.SetCellValue("Lots", "B4", "cachée"))
	check(f.SetCellValue("Lots", "C4", "après"))
	check(f.MergeCell("Lots", "A4", "B4"))
	_, err = f.NewSheet("Brouillon")
	check(err)
	check(f.SetCellValue("Brouillon", "B2", "x"))
	check(f.SetSheetVisible("Brouillon", false))
	var out bytes.Buffer
	check(f.Write(&out))

	book, err := ReadBytes(out.Bytes(), Default)
	check(err)
	want := []Sheet{
		{Name: "Lots", Rows: []Row{
			{1, []string{"Lot", "Quotités"}},
			{3, []string{"4B", "0.3", "true", "2026-12-01", "2026-12-01 18:00:00", "Madame Dubois"}},
			{4, []string{"fusion", "", "après"}},
		}, NoValue: 1, NoValues: []string{"G3"}}, // a formula whose value that program did not keep
		{Name: "Brouillon", Hidden: true, Rows: []Row{{2, []string{"", "x"}}}},
	}
	if book.Format != XLSX || !reflect.DeepEqual(book.Sheets, want) {
		t.Errorf("read\n%#v\nwant\n%#v", book.Sheets, want)
	}
}

func TestWorkbookWrittenByHand(t *testing.T) {
	data := zipOf(t, map[string]string{
		"xl/workbook.xml":            `<x:workbook xmlns:x="m" xmlns:r="http://r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="A &amp; B" r:id="a"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="t/worksheet" Target="/xl/worksheets/one.xml"/><Relationship Id="s" Type="t/sharedStrings" Target="shared.xml"/><Relationship Id="y" Type="t/styles" Target="styles.xml"/></Relationships>`,
		"xl/shared.xml":              `<sst><si><t xml:space="preserve"> été </t></si><si><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></si><si><t>l1_x000D_&#10;l2_x0000_</t></si></sst>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
		"xl/worksheets/one.xml": `<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>99</v></c></row>
			<row><c s="1"><v>1</v></c><c s="2"><v>0.5</v></c><c t="inlineStr"><is><t>ici</t></is></c><c t="str"><f>A1&amp;"x"</f><v>calculé</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-11-22T00:00:00</v></c></row></sheetData></worksheet>`,
	})
	book, err := ReadBytes(data, Default)
	if err != nil {
		t.Fatal(err)
	}
	want := []Sheet{{Name: "A & B", Rows: []Row{
		{1, []string{" été ", "ab", "l1\nl2"}},
		{2, []string{"1904-01-02", "12:00:00", "ici", "calculé", "#N/A", "2026-11-22"}},
	}}}
	if !reflect.DeepEqual(book.Sheets, want) {
		t.Errorf("read\n%#v\nwant\n%#v", book.Sheets, want)
	}
}

func TestDecimal(t *testing.T) {
	for raw, want := range map[string]string{
		"0.30000000000000004": "0.3", "1284.6": "1284.6", "-0": "0", "1E3": "1000", "1.5E-3": "0.0015",
		"184.26999999999998": "184.27", "999999999999999.9": "1000000000000000", "5.551E-17": "0", "-12.50": "-12.5",
		"2.0000000000000018E-2": "0.02", "": "", "abc": "abc", "1E999999": "1E999999", ".5": "0.5", "007": "7", "1e": "1e",
		"123456789012345678": "123456789012346000",
	} {
		if got := Decimal(raw); got != want {
			t.Errorf("Decimal(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestShapesOfFormats(t *testing.T) {
	for code, want := range map[string]shape{
		"General": asNumber, "#,##0.00": asNumber, `"jours" 0`: asNumber, "dd/mm/yyyy": asDate, "mmm": asDate, "mm:ss": asTime,
		"[h]:mm": asTime, "[Red]0.00": asNumber, `0.00\ "€"`: asNumber, "d-m-yy h:mm": asDate, "0.00E+00": asNumber, `_-* #,##0.00\ _€_-`: asNumber,
	} {
		if got := shapeOf(code); got != want {
			t.Errorf("shapeOf(%q) = %v, want %v", code, got, want)
		}
	}
}

func TestCSV(t *testing.T) {
	wide := func(s string, big, mark bool) []byte {
		var b []byte
		if mark {
			s = "\ufeff" + s
		}
		for _, u := range utf16.Encode([]rune(s)) {
			if big {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return b
	}
	table := func(c *charmap.Charmap, s string) []byte {
		b, err := c.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const plain = "Nom;Montant\r\nÉlodie Lefèvre;1 284,60 €\r\n"
	rows := []Row{{1, []string{"Nom", "Montant"}}, {2, []string{"Élodie Lefèvre", "1 284,60 €"}}}
	for name, c := range map[string]struct {
		data []byte
		want []Row
	}{
		"utf-8":                {[]byte(plain), rows},
		"utf-8 with mark":      {[]byte("\ufeff" + plain), rows},
		"utf-16 little":        {wide(plain, false, true), rows},
		"utf-16 big":           {wide(plain, true, true), rows},
		"utf-16 without mark":  {wide(plain, false, false), rows},
		"windows-1252":         {table(charmap.Windows1252, plain), rows},
		"mac roman":            {table(charmap.Macintosh, plain), rows},
		"iso-8859-15":          {table(charmap.ISO8859_15, plain), rows},
		"carriage returns":     {[]byte("a;b\rc;d\r"), []Row{{1, []string{"a", "b"}}, {2, []string{"c", "d"}}}},
		"empty lines":          {[]byte("\n\na;b\n;;\nc;;\n"), []Row{{3, []string{"a", "b"}}, {5, []string{"c"}}}},
		"tabs":                 {[]byte("a\tb, c\nd\te, f"), []Row{{1, []string{"a", "b, c"}}, {2, []string{"d", "e, f"}}}},
		"commas":               {[]byte("a,b\n\"x, y\",z"), []Row{{1, []string{"a", "b"}}, {2, []string{"x, y", "z"}}}},
		"bars":                 {[]byte("a|b\nc|d"), []Row{{1, []string{"a", "b"}}, {2, []string{"c", "d"}}}},
		"decimal commas":       {[]byte("1,5;2,5;3,5\n1,25;2;3"), []Row{{1, []string{"1,5", "2,5", "3,5"}}, {2, []string{"1,25", "2", "3"}}}},
		"announced":            {[]byte("sep=,\r\na;b,c"), []Row{{2, []string{"a;b", "c"}}}},
		"title above":          {[]byte("Liste, provisoire\n\na;b;c\nd;e;f\n"), []Row{{1, []string{"Liste, provisoire"}}, {3, []string{"a", "b", "c"}}, {4, []string{"d", "e", "f"}}}},
		"quotes":               {[]byte("\"il dit \"\"oui\"\"\nensuite\";2\"\n3;4"), []Row{{1, []string{"il dit \"oui\"\nensuite", "2\""}}, {2, []string{"3", "4"}}}},
		"one column":           {[]byte("a\nb"), []Row{{1, []string{"a"}}, {2, []string{"b"}}}},
		"guarded":              {[]byte("'=1+1;'ok"), []Row{{1, []string{"=1+1", "'ok"}}}},
		"many trailing commas": {[]byte("a;b" + strings.Repeat(";", 500)), []Row{{1, []string{"a", "b"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			book, err := ReadBytes(c.data, Default)
			if err != nil {
				t.Fatal(err)
			}
			if got := book.Sheets[0].Rows; book.Format != CSV || !reflect.DeepEqual(got, c.want) {
				t.Errorf("read\n%#v\nwant\n%#v", got, c.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	const main, links = `<workbook><sheets><sheet name="S" id="a"/></sheets></workbook>`, `<r><Relationship Id="a" Type="/worksheet" Target="s.xml"/></r>`
	one := func(sheet string) []byte {
		return zipOf(t, map[string]string{"xl/workbook.xml": main, "xl/_rels/workbook.xml.rels": links, "xl/s.xml": sheet})
	}
	good := one(`<w><sheetData><row><c><v>1</v></c></row></sheetData></w>`)
	if _, err := ReadBytes(good, Default); err != nil {
		t.Fatal(err)
	}
	locked := bytes.Clone(good)
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	for name, c := range map[string]struct {
		data []byte
		code string
		kind fault.Kind
	}{
		"nothing":        {nil, "sheet_empty", fault.KindInvalid},
		"blank":          {[]byte(" \r\n;\u00a0"), "sheet_empty", fault.KindInvalid},
		"line ends":      {[]byte("\n\n"), "sheet_empty", fault.KindInvalid},
		"empty zip":      {[]byte("PK\x05\x06" + strings.Repeat("\x00", 18)), "sheet_empty", fault.KindInvalid},
		"empty workbook": {one(`<w><sheetData/></w>`), "sheet_empty", fault.KindInvalid},
		"cut zip":        {good[:len(good)/2], "sheet_unreadable", fault.KindInvalid},
		"other zip":      {zipOf(t, map[string]string{"word/document.xml": "<x/>"}), "sheet_unreadable", fault.KindInvalid},
		"open letter":    {zipOf(t, map[string]string{"content.xml": "<x/>"}), "sheet_unreadable", fault.KindInvalid},
		"wide zip":       {one(strings.Repeat("<row/>", 20<<20/6)), "sheet_bomb", fault.KindInvalid},
		"laughs":         {one(`<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><w><row><c t="str"><v>&c;</v></c></row></w>`), "sheet_unreadable", fault.KindInvalid},
		"binary book":    {zipOf(t, map[string]string{"xl/workbook.bin": "x"}), "sheet_old_format", fault.KindInvalid},
		"zip password":   {locked, "sheet_encrypted", fault.KindInvalid},
		"ole password":   {[]byte(ole + utf16le("EncryptedPackage")), "sheet_encrypted", fault.KindInvalid},
		"ole of 1997":    {[]byte(ole + utf16le("Workbook")), "sheet_old_format", fault.KindInvalid},
		"picture":        {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "sheet_unreadable", fault.KindInvalid},
		"portable doc":   {[]byte("%PDF-1.7\n1 0 obj"), "sheet_unreadable", fault.KindInvalid},
		"web page":       {[]byte("\n<html><table><tr><td>1"), "sheet_unreadable", fault.KindInvalid},
		"nul":            {[]byte("a;b\x00\nc;d"), "sheet_unreadable", fault.KindInvalid},
		"noise":          {[]byte("\x01\x02\x03\x04\x05;\x06"), "sheet_unreadable", fault.KindInvalid},
		"open quote":     {[]byte("a;b\n\"c;d\ne;f"), "sheet_quote_open", fault.KindInvalid},
		"broken xml":     {one(`<w><sheetData><row><c><v>1</row>`), "sheet_unreadable", fault.KindInvalid},
		"entity":         {one(`<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]><w><row><c t="str"><v>&e;</v></c></row></w>`), "sheet_unreadable", fault.KindInvalid},
		"deep":           {one(strings.Repeat("<a>", 100_000)), "sheet_unreadable", fault.KindInvalid},
		"long token":     {one(`<w a="` + strings.Repeat("x", 2<<20) + `"/>`), "sheet_unreadable", fault.KindInvalid},
		"long text":      {one(`<w><row><c t="str"><v>` + strings.Repeat("é", 40_000) + `</v></c></row></w>`), "sheet_text_too_long", fault.KindInvalid},
		"wide row":       {one(`<w><row><c r="ZZ1"><v>1</v></c></row></w>`), "sheet_too_many_columns", fault.KindInvalid},
		"wide csv":       {[]byte(strings.Repeat("a;", 201)), "sheet_too_many_columns", fault.KindInvalid},
		"many rows":      {[]byte(strings.Repeat("a;b\n", 25_001)), "sheet_too_many_rows", fault.KindInvalid},
		"rows backwards": {one(`<w><row r="2"/><row r="1"/></w>`), "sheet_unreadable", fault.KindInvalid},
		"wide blank":     {one(`<w>` + strings.Repeat(" ", 2<<20) + `</w>`), "sheet_unreadable", fault.KindInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadBytes(c.data, Default)
			f := fault.As(err)
			if f == nil || f.Code != c.code || f.Kind != c.kind {
				t.Fatalf("got %v, want %s", err, c.code)
			}
			for _, l := range i18n.Langs {
				if s := i18n.SayWith(l, "fault."+f.Code, f.Args); strings.ContainsAny(s, "{}«»"[:2]) {
					t.Errorf("%s: %s has a value left open", l, s)
				}
			}
		})
	}
}

func TestBombsCostLittle(t *testing.T) {
	tags := strings.Repeat("<a/>", 1<<20)
	data := zipOf(t, map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="S" id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<r><Relationship Id="a" Type="/worksheet" Target="s.xml"/></r>`,
		"xl/s.xml":                   "<w>" + strings.Repeat(tags, 2) + "</w>",
	})
	limits := Default
	limits.Unzipped = 4 << 20
	_, err := ReadBytes(data, limits)
	if f := fault.As(err); f == nil || f.Kind != fault.KindTooLarge || f.Code != "sheet_too_large" {
		t.Errorf("a bomb of %d bytes: %v", len(data), err)
	}
	limits.File = 10
	if _, err := ReadBytes(data, limits); !errors.Is(err, fault.Of(fault.KindTooLarge, "sheet_too_large")) {
		t.Errorf("a large file: %v", err)
	}
}

func TestTwentyThousandRows(t *testing.T) {
	if testing.Short() {
		t.Skip("not run with -short: it reads a file of the largest size")
	}
	table := Table{Name: "Journal", Columns: make([]Column, 20)}
	for n := range 19_999 {
		row := make([]Cell, 20)
		for i := range row {
			switch i % 4 {
			case 0:
				row[i] = Text(fmt.Sprintf("Écriture %d de la ligne %d", i, n))
			case 1:
				row[i] = Cents(int64(n*100 + i))
			case 2:
				row[i] = Day("2026-11-22")
			default:
				row[i] = Whole(int64(n))
			}
		}
		table.Rows = append(table.Rows, row)
	}
	for i := range table.Columns {
		table.Columns[i].Title = fmt.Sprintf("Colonne %d", i)
	}
	data, err := WriteXLSX(table)
	if err != nil {
		t.Fatal(err)
	}
	table.Rows = nil
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	book, err := ReadBytes(data, Default)
	if err != nil {
		t.Fatal(err)
	}
	spent := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("%d KB, %d rows x 20: %v, %d MB allocated in all, %d MB kept", len(data)>>10, len(book.Sheets[0].Rows), spent,
		(after.TotalAlloc-before.TotalAlloc)>>20, (after.HeapAlloc-before.HeapAlloc)>>20)
	last := book.Sheets[0].Rows[19_999]
	if last.Number != 20_000 || last.Cells[1] != "19998.01" || last.Cells[2] != "2026-11-22" || last.Cells[3] != "19998" {
		t.Errorf("the last row reads %#v", last)
	}
	runtime.KeepAlive(book)
}

func utf16le(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func zipOf(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range parts {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
