package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// WriteXLSX writes tables as a workbook: a bold head that stays in view, columns of a sensible width, amounts and dates
// that are numbers to the program that opens them. The same tables always give the same bytes.
func WriteXLSX(tables ...Table) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	names := sheetNames(tables)
	parts := []struct{ name, body string }{
		{"[Content_Types].xml", contentTypes(len(tables))},
		{"_rels/.rels", packageLinks},
		{"xl/workbook.xml", workbookPart(names)},
		{"xl/_rels/workbook.xml.rels", workbookLinks(len(tables))},
		{"xl/styles.xml", stylesPart},
	}
	for i, t := range tables {
		body, err := sheetPart(t)
		if err != nil {
			return nil, err
		}
		parts = append(parts, struct{ name, body string }{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), body})
	}
	for _, p := range parts {
		// No time is given, so that equal tables make equal files.
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write([]byte(xml.Header + p.body)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

const (
	mainSpace    = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	linkSpace    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packageSpace = `http://schemas.openxmlformats.org/package/2006/relationships`
	contentKind  = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
)

const packageLinks = `<Relationships xmlns="` + packageSpace + `"><Relationship Id="rId1" Type="` + linkSpace +
	`/officeDocument" Target="xl/workbook.xml"/></Relationships>`

// stylesPart has five styles: plain, head, whole number, money, date (0 to 4).
const stylesPart = `<styleSheet ` + mainSpace + `>` +
	`<numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
	`<border><left/><right/><top/><bottom style="medium"><color auto="1"/></bottom><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1"/>` +
	`<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

func contentTypes(sheets int) string {
	var b strings.Builder
	b.WriteString(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + contentKind + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + contentKind + `styles+xml"/>`)
	for i := range sheets {
		fmt.Fprintf(&b, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, contentKind)
	}
	b.WriteString(`</Types>`)
	return b.String()
}

func workbookPart(names []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<workbook %s xmlns:r="%s"><sheets>`, mainSpace, linkSpace)
	for i, n := range names {
		fmt.Fprintf(&b, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(n), i+1, i+1)
	}
	b.WriteString(`</sheets></workbook>`)
	return b.String()
}

func workbookLinks(sheets int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<Relationships xmlns="%s">`, packageSpace)
	for i := range sheets {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, linkSpace, i+1)
	}
	fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, sheets+1, linkSpace)
	return b.String()
}

func sheetPart(t Table) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, `<worksheet %s><sheetViews><sheetView workbookViewId="0">`, mainSpace)
	b.WriteString(`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	if len(t.Columns) > 0 {
		b.WriteString(`<cols>`)
		for i, c := range t.Columns {
			width := c.Width
			if width <= 0 {
				width = max(10, runes(c.Title)+3)
			}
			fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, min(width, 255))
		}
		b.WriteString(`</cols>`)
	}
	b.WriteString(`<sheetData>`)
	b.WriteString(`<row r="1">`)
	for i, c := range t.Columns {
		if err := textCell(&b, i, 1, 1, c.Title); err != nil {
			return "", err
		}
	}
	b.WriteString(`</row>`)
	for n, row := range t.Rows {
		fmt.Fprintf(&b, `<row r="%d">`, n+2)
		for i, c := range row {
			if err := c.xlsx(&b, i, n+2); err != nil {
				return "", err
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String(), nil
}

func (c Cell) xlsx(b *strings.Builder, column, row int) error {
	switch c.kind {
	case cellText:
		return textCell(b, column, row, 0, c.text)
	case cellWhole:
		fmt.Fprintf(b, `<c r="%s%d" s="2"><v>%s</v></c>`, columnName(column), row, c.text)
	case cellMoney:
		fmt.Fprintf(b, `<c r="%s%d" s="3"><v>%s</v></c>`, columnName(column), row, c.text)
	case cellDay:
		day, err := time.Parse(time.DateOnly, c.text)
		if err != nil {
			return err
		}
		days := day.Unix()/86_400 + 25_569 // days from 30 December 1899 to 1 January 1970
		fmt.Fprintf(b, `<c r="%s%d" s="4"><v>%d</v></c>`, columnName(column), row, days)
	}
	return nil
}

func textCell(b *strings.Builder, column, row, style int, text string) error {
	text = tidy(text)
	if len(text) > 32_767 && len(utf16.Encode([]rune(text))) > 32_767 {
		return errTooLong
	}
	if text == "" {
		return nil
	}
	fmt.Fprintf(b, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnName(column), row, style, escape(shield(text)))
	return nil
}

// shield keeps a text such as "_x0041_" from being taken for an escaped character: its underscore is escaped itself.
func shield(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return strings.ReplaceAll(s, "_x", "_x005F_x")
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}

// columnName is A for 0, Z for 25, AA for 26.
func columnName(n int) string {
	name := ""
	for n++; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// sheetNames makes names that Excel accepts: at most 31 characters, none of []:*?/\, each one different.
func sheetNames(tables []Table) []string {
	taken := map[string]bool{}
	names := make([]string, len(tables))
	for i, t := range tables {
		name := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
				return '-'
			}
			return r
		}, strings.Trim(t.Name, "' "))
		name = cut(name, 31)
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		base := name
		for n := 2; taken[strings.ToLower(name)]; n++ {
			suffix := " " + strconv.Itoa(n)
			name = cut(base, 31-len(suffix)) + suffix
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

func cut(s string, length int) string {
	r := []rune(s)
	return string(r[:min(len(r), length)])
}
