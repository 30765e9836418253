package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"koprogo/internal/kernel/fault"
)

// Why a reader of our own and not a library: the libraries load whole parts into memory or write them to temporary
// files, and know a hundred things that an import does not need. This one streams, and counts every byte.

const (
	maxToken = 1 << 20 // bytes of one tag or one text: a cell holds 32,767 characters at most
	maxDepth = 64      // tags within tags: worksheets need about ten
	maxParts = 10_000  // files in the zip
)

// workbook is an xlsx file being read.
type workbook struct {
	parts  map[string]*zip.File // by lower-case name, without leading slash
	left   int64                // bytes that may still be unpacked
	tally  tally
	texts  []string // shared texts
	styles []shape  // what the format of each style makes of a number
	since  calendar // how days are counted
}

func readZip(r io.ReaderAt, size int64, limits Limits) (*Book, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, unreadable(err)
	}
	if len(archive.File) > maxParts {
		return nil, unreadable(errors.New("too many parts"))
	}
	w := &workbook{parts: map[string]*zip.File{}, left: limits.Unzipped, tally: tally{limits: limits}}
	for _, f := range archive.File {
		if f.Flags&1 != 0 {
			return nil, fault.Invalid("sheet_encrypted", "")
		}
		if swollen(f) {
			return nil, fault.Invalid("sheet_bomb", "")
		}
		w.parts[partName(f.Name)] = f
	}
	main := w.mainPart()
	switch {
	case main != "":
		return w.read(main)
	case w.parts["content.xml"] != nil:
		return w.readODS()
	case w.parts["xl/workbook.bin"] != nil:
		return nil, fault.Invalid("sheet_old_format", "")
	}
	return nil, unreadable(errors.New("zip without a workbook"))
}

// swollen tells a part that unpacks to far more than any list does: text packs to a tenth, a list that repeats itself to a fiftieth, and only what
// was made to fill a memory to less than a two-hundredth. What a part says of its size is held to as it is unpacked.
func swollen(f *zip.File) bool {
	return f.UncompressedSize64 > 16<<20 && f.UncompressedSize64/200 > f.CompressedSize64
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// mainPart is the name of the workbook, which nearly every program calls xl/workbook.xml.
func (w *workbook) mainPart() string {
	if w.parts["xl/workbook.xml"] != nil {
		return "xl/workbook.xml"
	}
	links, err := w.links("_rels/.rels", "")
	if err != nil {
		return ""
	}
	for _, l := range links {
		if strings.HasSuffix(l.kind, "/officeDocument") && strings.HasSuffix(l.target, ".xml") && w.parts[l.target] != nil {
			return l.target
		}
	}
	return ""
}

func (w *workbook) read(main string) (*Book, error) {
	dir, file := path.Split(main)
	links, err := w.links(dir+"_rels/"+file+".rels", dir)
	if err != nil {
		return nil, err
	}
	index, err := w.index(main)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		switch {
		case strings.HasSuffix(l.kind, "/sharedStrings"):
			err = w.readTexts(l.target)
		case strings.HasSuffix(l.kind, "/styles"):
			err = w.readStyles(l.target)
		}
		if err != nil {
			return nil, err
		}
	}
	return w.readSheets(index, links)
}

func (w *workbook) readSheets(index []entry, links map[string]link) (*Book, error) {
	book := &Book{Format: XLSX}
	filled := false
	for _, e := range index {
		l := links[e.link]
		if !strings.HasSuffix(l.kind, "/worksheet") {
			continue // a page that is only a chart, or a macro
		}
		if len(book.Sheets) >= w.tally.limits.Sheets {
			return nil, fault.Invalid("sheet_too_many_sheets", "").With("limit", w.tally.limits.Sheets)
		}
		s := Sheet{Name: e.name, Hidden: e.hidden}
		if err := w.readSheet(l.target, &s); err != nil {
			return nil, err
		}
		filled = filled || len(s.Rows) > 0
		book.Sheets = append(book.Sheets, s)
	}
	if !filled {
		return nil, fault.Invalid("sheet_empty", "")
	}
	return book, nil
}

// link is a line of a .rels part: what another part is, and where.
type link struct{ kind, target string }

func (w *workbook) links(name, dir string) (map[string]link, error) {
	found := map[string]link{}
	err := w.walk(name, func(d *tokens, t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || len(found) >= maxParts {
			return nil
		}
		target := attr(e, "Target")
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target)
		} else {
			target = path.Join(dir, target)
		}
		found[attr(e, "Id")] = link{kind: attr(e, "Type"), target: partName(target)}
		return nil
	})
	return found, err
}

// entry is a sheet as the workbook lists it.
type entry struct {
	name, link string
	hidden     bool
}

func (w *workbook) index(name string) ([]entry, error) {
	var list []entry
	err := w.walk(name, func(d *tokens, t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "workbookPr":
			if truth(attr(e, "date1904")) {
				w.since = since1904
			}
		case "sheet":
			if len(list) >= maxParts {
				return unreadable(errors.New("too many sheets"))
			}
			state := attr(e, "state")
			list = append(list, entry{name: attr(e, "name"), link: attr(e, "id"), hidden: state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	return list, err
}

// readTexts reads the texts that cells share by number.
func (w *workbook) readTexts(name string) error {
	return w.walk(name, func(d *tokens, t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "si" {
			return nil
		}
		s, err := d.richText("si")
		if err != nil {
			return err
		}
		// Rows are not known yet, so a text that is too long is named by the place it has in the list.
		if err := w.tally.text(s, len(w.texts)+1); err != nil {
			return err
		}
		if len(w.texts) >= w.tally.limits.Cells {
			return fault.Invalid("sheet_too_many_cells", "").With("limit", w.tally.limits.Cells)
		}
		w.texts = append(w.texts, s)
		return nil
	})
}

// readStyles learns which styles show a number as a date.
func (w *workbook) readStyles(name string) error {
	own := map[string]shape{}
	inside := false
	return w.walk(name, func(d *tokens, t xml.Token) error {
		if end, ok := t.(xml.EndElement); ok && end.Name.Local == "cellXfs" {
			inside = false
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "numFmt":
			if len(own) < maxParts {
				own[attr(e, "numFmtId")] = shapeOf(attr(e, "formatCode"))
			}
		case "cellXfs":
			inside = true
		case "xf":
			if inside && len(w.styles) < 100_000 {
				id := attr(e, "numFmtId")
				shape, ok := own[id]
				if !ok {
					shape = builtin(id)
				}
				w.styles = append(w.styles, shape)
			}
		}
		return nil
	})
}

// walk reads one part tag by tag; a part that does not exist is empty.
func (w *workbook) walk(name string, visit func(*tokens, xml.Token) error) error {
	f := w.parts[name]
	if f == nil {
		return nil
	}
	body, err := f.Open()
	if err != nil {
		return unreadable(err)
	}
	defer body.Close()
	d := &tokens{source: bufio.NewReaderSize(body, 32<<10), left: &w.left, whole: w.tally.limits.Unzipped}
	d.xml = xml.NewDecoder(d)
	for {
		t, err := d.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := visit(d, t); err != nil {
			return err
		}
	}
}

// tokens reads XML under three limits: bytes of the whole book, bytes of one token, depth of nesting.
// The standard decoder expands no entity but the five of XML, which is as it should be.
type tokens struct {
	xml    *xml.Decoder
	source *bufio.Reader
	left   *int64
	whole  int64
	token  int
	depth  int
	stop   error // the limit that was hit; the decoder would wrap it
}

// ReadByte is what the decoder calls; it makes no buffer of its own then.
func (d *tokens) ReadByte() (byte, error) {
	if *d.left--; *d.left < 0 {
		d.stop = tooLarge(d.whole)
		return 0, d.stop
	}
	if d.token++; d.token > maxToken {
		d.stop = unreadable(errors.New("a tag or text is too long"))
		return 0, d.stop
	}
	return d.source.ReadByte()
}

// Read completes the reader; the decoder prefers ReadByte.
func (d *tokens) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := d.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

func (d *tokens) next() (xml.Token, error) {
	d.token = 0
	t, err := d.xml.Token()
	if d.stop != nil {
		return nil, d.stop
	}
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, unreadable(err)
	}
	switch t.(type) {
	case xml.StartElement:
		d.depth++
	case xml.EndElement:
		d.depth--
	}
	if d.depth > maxDepth {
		return nil, unreadable(errors.New("tags nested too deep"))
	}
	return t, nil
}

// attr is an attribute by its local name: prefixes differ between programs.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" }
