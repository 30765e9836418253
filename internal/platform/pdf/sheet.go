package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"koprogo/internal/kernel/i18n"
)

// Measures of the page, in millimetres; sizes of text are in points.
const (
	mmPerPoint = 25.4 / 72

	pageWidth  = 210.0
	pageHeight = 297.0
	left       = 22.0
	right      = pageWidth - 18.0
	breadth    = right - left

	windowLeft  = 110.0 // the window of a right-hand envelope
	windowTop   = 50.0
	ruleFirst   = 32.0  // the rule under the letterhead
	ruleNext    = 20.0  // the same on the pages that follow
	bodyLetter  = 86.0  // where the title stands on a letter
	bottom      = 273.0 // where the body ends
	footLine    = 280.2 // base lines of the foot
	footNote    = 284.4
	markHeight  = 7.6
	hairline    = 0.15
	inkline     = 0.53
	textLeading = 1.42
)

type colour struct{ r, g, b int }

// The light tokens of the house; paper is always light.
var (
	white      = colour{255, 255, 255}
	stone3     = colour{0xd3, 0xdc, 0xe1}
	stone5     = colour{0x74, 0x84, 0x8f}
	stone1     = colour{0xf2, 0xf5, 0xf6}
	ink        = colour{0x15, 0x21, 0x2b}
	ink2       = colour{0x3f, 0x50, 0x5d}
	ink3       = colour{0x58, 0x69, 0x74}
	lamp       = colour{0xf4, 0xb6, 0x3f}
	lampSoft   = colour{0xfd, 0xf1, 0xd5}
	lampInk    = colour{0x7a, 0x4e, 0x00}
	onLamp     = colour{0x1d, 0x15, 0x03}
	brick      = colour{0xa5, 0x30, 0x1d}
	copper     = colour{0x0d, 0x6a, 0x55}
	copperSoft = colour{0xdc, 0xf1, 0xea}
)

// plates are the colours of buildings.
var plates = map[string]colour{
	"": {0x1d, 0x4f, 0x9f}, "blue": {0x1d, 0x4f, 0x9f}, "green": {0x17, 0x60, 0x4c}, "oxblood": {0x8c, 0x2b, 0x2b},
	"slate": {0x39, 0x43, 0x4b}, "plum": {0x5c, 0x43, 0x7f}, "umber": {0x77, 0x50, 0x1c},
}

// sheet is a paper being set: where the pen stands, and what the engine below needs to know.
type sheet struct {
	doc    *Document
	pdf    *fpdf.Fpdf
	y      float64 // the top of what comes next
	top    float64 // where the body of this page began
	scale  float64 // of the text, for larger print
	digest string
}

func newSheet(d *Document, size float64) (*sheet, error) {
	p := fpdf.New("P", "mm", "A4", "")
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(0, 0, 0)
	p.SetCellMargin(0)
	p.SetCatalogSort(true)
	p.SetCreationDate(d.Made.UTC())
	p.SetModificationDate(d.Made.UTC())
	p.SetProducer("KoproGo", true)
	p.SetTitle(clean(regular, plainOf(d.Title)), true)
	p.SetAuthor(clean(regular, plainOf(d.Association.Name)), true)
	p.SetLang(string(d.Lang) + "-BE")
	addFonts(p)
	return &sheet{doc: d, pdf: p, scale: size, digest: d.Digest()}, p.Error()
}

// plainOf is a marked text without its marks.
func plainOf(text string) string {
	var b strings.Builder
	for _, r := range parse(text) {
		b.WriteString(r.text)
	}
	return b.String()
}

// body is the style of running text.
func (s *sheet) body() style { return style{regular, 10.5 * s.scale, ink} }

// leading is the distance of two base lines.
func leading(st style) float64 { return st.size * mmPerPoint * textLeading }

// drop is the distance from the top of a line to its base line: the line stands in the middle of its leading.
func drop(st style) float64 { return leading(st)/2 + st.size*mmPerPoint*0.34 }

// room tells whether a height still fits on the page.
func (s *sheet) room(height float64) bool { return s.y+height <= bottom+0.01 }

// need starts a new page when a height does not fit, unless the page is still empty: then nothing would be gained.
func (s *sheet) need(height float64) {
	if !s.room(height) && s.y > s.top {
		s.addPage()
	}
}

// gap leaves a distance, but never at the head of a page.
func (s *sheet) gap(height float64) {
	if s.y > s.top {
		s.y += height
	}
}

func (s *sheet) addPage() {
	s.pdf.AddPage()
	if s.pdf.PageNo() == 1 {
		s.letterhead()
	} else {
		s.runningHead()
	}
	s.top = s.y
}

// lines sets lines one under the other from s.y on, over as many pages as it takes; a page never begins or ends with a
// single line of several.
func (s *sheet) lines(lines []line, x float64, st style) {
	height := leading(st)
	for i, l := range lines {
		rest := len(lines) - i
		if !s.room(height) || (rest >= 2 && (i == 0 || rest == 2) && !s.room(2*height)) {
			s.need(2 * height)
		}
		s.put(l, x, s.y+drop(st), st)
		s.y += height
	}
}

func (s *sheet) title() {
	st := style{head, 15 * s.scale, ink}
	for _, l := range s.wrap(s.doc.Title, breadth, st) {
		s.put(l, left, s.y+drop(st), st)
		s.y += st.size * mmPerPoint * 1.25
	}
	if s.doc.AsOf != "" {
		small := style{regular, 10 * s.scale, ink2}
		for _, l := range s.wrap(s.doc.AsOf, breadth, small) {
			s.put(l, left, s.y+drop(small)+0.6, small)
			s.y += leading(small)
		}
	}
	s.y += 3
}

// finish writes the feet, when the number of pages is known, and gives the file.
func (s *sheet) finish() ([]byte, error) {
	pages := s.pdf.PageCount()
	for n := 1; n <= pages; n++ {
		s.pdf.SetPage(n)
		s.foot(n, pages)
	}
	s.pdf.SetPage(pages)
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return out.Bytes(), nil
}

// foot has two lines: help or the title, and the page; then what was made, when, and its digest.
func (s *sheet) foot(n, pages int) {
	d := s.doc
	st := style{regular, 8.5, ink2}
	number := s.one(i18n.Say(d.Lang, "pdf.page", "page", n, "pages", pages), st)
	s.putRight(number, right, footLine, st)
	title := Literal(plainOf(d.Title))
	if d.AsOf != "" {
		title += " · " + d.AsOf
	}
	small := style{regular, 7.5, ink3}
	trace := i18n.Say(d.Lang, "pdf.made", "date", d.Made.Format("02/01/2006"), "time", d.Made.Format("15:04")) +
		" · " + i18n.Say(d.Lang, "pdf.digest", "digest", s.digest)
	if d.Help == "" {
		s.put(s.fit(title, breadth-number.width-6, st), left, footLine, st)
		s.put(s.fit(trace, breadth, small), left, footNote, small)
		return
	}
	s.put(s.fit(d.Help, breadth-number.width-6, st), left, footLine, st)
	mark := s.one(trace, small)
	s.put(s.fit(title, breadth-mark.width-8, small), left, footNote, small)
	s.putRight(mark, right, footNote, small)
}

// symbols is the width of a text in thousandths of its size.
func (s *sheet) symbols(text string, f face) int {
	s.pdf.SetFont(faces[f].family, "", 10)
	return s.pdf.GetStringSymbolWidth(clean(f, text))
}

// text is the only place where letters reach the paper.
func (s *sheet) text(text string, x, y float64, st style) {
	s.pdf.SetFont(faces[st.face].family, "", st.size)
	s.pdf.SetTextColor(st.colour.r, st.colour.g, st.colour.b)
	s.pdf.Text(x, y, clean(st.face, text))
}

func (s *sheet) rule(x1, y, x2, thick float64, c colour) {
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.SetLineWidth(thick)
	s.pdf.Line(x1, y, x2, y)
}

func (s *sheet) fill(c colour) { s.pdf.SetFillColor(c.r, c.g, c.b) }

// frame draws a rectangle with round corners: filled when ground is given, outlined when edge is.
func (s *sheet) frame(x, y, w, h, radius, thick float64, ground, edge *colour) {
	how := ""
	if ground != nil {
		s.fill(*ground)
		how += "F"
	}
	if edge != nil {
		s.pdf.SetDrawColor(edge.r, edge.g, edge.b)
		s.pdf.SetLineWidth(thick)
		how += "D"
	}
	s.pdf.RoundedRect(x, y, w, h, radius, "1234", how)
}
