package pdf

import "codeberg.org/go-pdf/fpdf"

// letterhead is the head of the first page: plate, association, syndic; then the window and the reference of a letter.
func (s *sheet) letterhead() {
	a := s.doc.Association
	size := 1.0
	if s.doc.Poster {
		size = 1.45
	}
	name, small := style{head, 12 * size, ink}, style{regular, 8.5 * size, ink2}
	text := left
	if a.Plate != "" {
		text += s.plate(a.Plate, left, 14, 9.4*size) + 5
	}
	column := windowLeft + 7
	if len(s.doc.Syndic) == 0 {
		column = right + 4
	}
	y := 14 + 3.9*size
	for _, l := range s.wrap(a.Name, column-text-4, name) {
		s.put(l, text, y, name)
		y += 4.7 * size
	}
	for _, part := range []string{a.Seat, a.Enterprise} {
		for _, l := range s.wrap(part, column-text-4, small) {
			s.put(l, text, y, small)
			y += 4.4 * size
		}
	}
	sideY := 16.9
	for _, part := range s.doc.Syndic {
		for _, l := range s.wrap(part, right-column, small) {
			s.put(l, column, sideY, small)
			sideY += 4.4
		}
	}
	// Long names push the rule down, and the rule what follows; the window alone never moves.
	rule := max(ruleFirst, y-1.2, sideY-1.2)
	s.rule(left, rule, right, 0.25, ink)
	s.y = rule + 8
	if s.doc.Mark.Kind != Unmarked {
		s.mark(rule + 3)
		s.y = rule + 3 + markHeight + 6
	}
	s.window()
}

// window sets the address where the envelope shows it, and date and reference to its left.
func (s *sheet) window() {
	if len(s.doc.Addressee) == 0 && len(s.doc.Reference) == 0 {
		return
	}
	st := style{regular, 10.5, ink}
	y := max(windowTop, s.y-4)
	low := y
	at := y
	for _, part := range s.doc.Addressee {
		for _, l := range s.wrap(part, right-windowLeft, st) {
			s.put(l, windowLeft, at+drop(st), st)
			at += leading(st)
		}
	}
	low = max(low, at)
	side := style{regular, 10, ink2}
	at = y - 1
	for _, part := range s.doc.Reference {
		for _, l := range s.wrap(part, windowLeft-left-8, side) {
			s.put(l, left, at+drop(side), side)
			at += leading(side)
		}
	}
	low = max(low, at)
	if len(s.doc.Addressee) > 0 {
		s.y = max(bodyLetter-5, low+8)
	} else {
		s.y = low + 8
	}
}

// runningHead is the head of the pages that follow: the association in one line, and the mark again.
func (s *sheet) runningHead() {
	a := s.doc.Association
	st := style{regular, 9, ink2}
	text := "**" + Literal(plainOf(a.Name)) + "**, " + a.Seat + " · " + a.Enterprise
	y := ruleNext - 2.6
	lines := s.wrap(text, breadth, st)
	for i, l := range lines {
		s.put(l, left, y-float64(len(lines)-1-i)*leading(st), st)
	}
	s.rule(left, ruleNext, right, 0.25, ink)
	s.y = ruleNext + 7
	if s.doc.Mark.Kind != Unmarked {
		s.mark(ruleNext + 3)
		s.y = ruleNext + 3 + markHeight + 6
	}
}

// plate draws the enamel plate of the building, with its white inner line; it grows with its number.
func (s *sheet) plate(number string, x, y, height float64) float64 {
	st := style{head, height * 1.55, white}
	l := s.one(Literal(number), st)
	width := max(height*1.22, l.width+4.6)
	enamel, ok := plates[s.doc.Association.Colour]
	if !ok {
		enamel = plates[""]
	}
	s.frame(x, y, width, height, 0.8, 0, &enamel, nil)
	s.frame(x+0.55, y+0.55, width-1.1, height-1.1, 0.45, 0.2, nil, &white)
	s.put(l, x+(width-l.width)/2, y+height/2+st.size*mmPerPoint*0.35, st)
	return width
}

// mark draws the band that says what this paper is: stripes for what is provisional, a frame for the others.
func (s *sheet) mark(y float64) {
	m := s.doc.Mark
	edge := stone5
	switch m.Kind {
	case Provisional:
		edge = lamp
		s.stripes(left, y, breadth, markHeight)
	case Sealed:
		edge = copper
		s.frame(left, y, breadth, markHeight, 0.8, 0, &copperSoft, nil)
	}
	s.frame(left, y, breadth, markHeight, 0.8, 0.35, nil, &edge)
	st := style{bold, 9.5, ink}
	l := s.fit(m.Words, breadth-8, st)
	x := left + (breadth-l.width)/2
	s.put(l, x, y+markHeight/2+st.size*mmPerPoint*0.34, st)
}

// stripes fills a band with slanted stripes of pale yellow; they are wide and light, so that words stay clear on them.
func (s *sheet) stripes(x, y, w, h float64) {
	const step = 7.0
	s.pdf.ClipRoundedRect(x, y, w, h, 0.8, false)
	s.fill(lampSoft)
	for at := x - h; at < x+w; at += step {
		s.pdf.Polygon([]fpdf.PointType{{X: at, Y: y + h}, {X: at + step/2, Y: y + h}, {X: at + step/2 + h, Y: y}, {X: at + h, Y: y}}, "F")
	}
	s.pdf.ClipEnd()
}
