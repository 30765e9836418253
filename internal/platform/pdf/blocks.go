package pdf

// Paragraph is running text, with **bold** runs; line ends in it are kept.
type Paragraph struct{ Text string }

func (b Paragraph) draw(s *sheet) {
	st := s.body()
	s.lines(s.wrap(b.Text, breadth, st), left, st)
	s.y += 2.4
}

// Heading opens a part of a long paper; it stays with what follows.
type Heading struct{ Text string }

func (b Heading) draw(s *sheet) {
	st := style{head, 12 * s.scale, ink}
	lines := s.wrap(b.Text, breadth, st)
	s.gap(4)
	s.need(float64(len(lines))*leading(st) + 14)
	for _, l := range lines {
		s.put(l, left, s.y+drop(st), st)
		s.y += leading(st)
	}
	s.y += 1.2
}

// Space leaves a distance in millimetres, but not at the head of a page.
type Space struct{ Height float64 }

func (b Space) draw(s *sheet) { s.gap(b.Height) }

// Facts is a list of labels and their values.
type Facts struct{ Items []Fact }

// Fact is one of them.
type Fact struct{ Label, Value string }

func (b Facts) draw(s *sheet) {
	label, value := s.body(), s.body()
	label.colour = ink2
	column := 0.0
	for _, f := range b.Items {
		column = max(column, s.natural(f.Label, label)+6)
	}
	if s.doc.Poster { // several lists, one edge
		column = max(column, breadth*0.28)
	}
	column = min(column, breadth*0.42)
	for _, f := range b.Items {
		names := s.wrap(f.Label, column-4, label)
		values := s.wrap(f.Value, breadth-column, value)
		s.need(float64(min(max(len(names), len(values)), 40)) * leading(value))
		y, page := s.y, s.pdf.PageNo()
		s.lines(values, left+column, value)
		after := s.y
		if s.pdf.PageNo() != page {
			y = s.top // the value went on: its name is said again where it ends
		}
		for i, l := range names {
			s.put(l, left, y+float64(i)*leading(label)+drop(label), label)
		}
		s.y = max(after, y+float64(len(names))*leading(label)) + 0.6
	}
	s.y += 2
}

// Note is an aside with a bar at its left: what one should know, with its article of law.
type Note struct {
	Title string
	Text  string
	Tone  Tone
}

// Tone is what a note says by its colour as well; its words say it too.
type Tone string

// The tones.
const (
	Plain   Tone = ""
	InOrder Tone = "in-order" // copper
	Waiting Tone = "waiting"  // lamp yellow
	Late    Tone = "late"     // brick
)

func (b Note) draw(s *sheet) {
	strong, st := style{bold, 9.5 * s.scale, ink}, style{regular, 9.5 * s.scale, ink2}
	bar := map[Tone]colour{Plain: stone5, InOrder: copper, Waiting: lamp, Late: brick}[b.Tone]
	width := breadth - 6
	var titles []line
	if b.Title != "" {
		titles = s.wrap(b.Title, width, strong)
	}
	texts := s.wrap(b.Text, width, st)
	s.gap(1.5)
	height := float64(len(titles))*leading(strong) + float64(len(texts))*leading(st)
	s.need(min(height, 60))
	// A note longer than the page goes on without its bar having to: each line draws its own piece of it.
	piece := func(l line, of style) {
		if !s.room(leading(of)) {
			s.addPage()
		}
		s.fill(bar)
		s.pdf.Rect(left, s.y, 1.2, leading(of)+0.05, "F")
		s.put(l, left+6, s.y+drop(of), of)
		s.y += leading(of)
	}
	for _, l := range titles {
		piece(l, strong)
	}
	for _, l := range texts {
		piece(l, st)
	}
	s.y += 4
}

// Signature is the place for one hand or several: a single one closes a letter, several stand side by side over lines.
type Signature struct{ Who []Signatory }

// Signatory is a person who signs.
type Signatory struct {
	Name string
	Role string
	Note string // such as when and how the signature was given
}

const (
	handsInRow = 3
	handsSpace = 6.0
	handsWidth = (breadth - (handsInRow-1)*handsSpace) / handsInRow
)

func (b Signature) draw(s *sheet) {
	if len(b.Who) == 1 {
		s.signOne(b.Who[0])
		return
	}
	for from := 0; from < len(b.Who); from += handsInRow {
		row := b.Who[from:min(from+handsInRow, len(b.Who))]
		height := s.handsHeight(row)
		s.need(20 + height)
		s.y += 18
		for i, w := range row {
			x := left + float64(i)*(handsWidth+handsSpace)
			s.rule(x, s.y, x+handsWidth, 0.25, stone5)
			s.signed(w, x, s.y+1, true)
		}
		s.y += height + 3
	}
}

func (s *sheet) handsHeight(row []Signatory) float64 {
	height := 0.0
	for _, w := range row {
		height = max(height, s.signed(w, 0, 0, false))
	}
	return height
}

// keepWithSignature moves the last paragraph to the next page together with the signatures, when these would otherwise
// stand alone there: nobody should sign a page that says nothing.
func (s *sheet) keepWithSignature(next []Block) {
	if len(next) < 2 {
		return
	}
	text, isText := next[0].(Paragraph)
	hands, isHands := next[1].(Signature)
	if !isText || !isHands || len(hands.Who) == 0 {
		return
	}
	st := s.body()
	height := float64(len(s.wrap(text.Text, breadth, st)))*leading(st) + 2.4
	if len(hands.Who) == 1 {
		height += 9 + 2*leading(st)
	} else {
		height += 20 + s.handsHeight(hands.Who[:min(handsInRow, len(hands.Who))])
	}
	if height < (bottom-s.top)/2 {
		s.need(height)
	}
}

func (s *sheet) signOne(w Signatory) {
	st, small := s.body(), style{regular, 9 * s.scale, ink2}
	text := "**" + w.Name + "**"
	if w.Role != "" {
		text = "**" + w.Name + ", " + w.Role + "**"
	}
	lines := s.wrap(text, breadth, st)
	s.need(9 + float64(len(lines)+1)*leading(st))
	s.y += 9
	s.lines(lines, left, st)
	if w.Note != "" {
		s.lines(s.wrap(w.Note, breadth, small), left, small)
	}
	s.y += 2
}

// signed sets name, role and note under a line and tells their height.
func (s *sheet) signed(w Signatory, x, y float64, draw bool) float64 {
	name, small := style{bold, 9.5 * s.scale, ink}, style{regular, 8.5 * s.scale, ink2}
	from := y
	for i, text := range []string{w.Name, w.Role, w.Note} {
		st := small
		if i == 0 {
			st = name
		}
		if text == "" {
			continue
		}
		for _, l := range s.wrap(text, handsWidth, st) {
			if draw {
				s.put(l, x, y+drop(st), st)
			}
			y += leading(st)
		}
	}
	return y - from + 1
}
