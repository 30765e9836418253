package pdf

// Code is a code for a camera, with what it leads to in words beside it. It never breaks over pages.
type Code struct {
	Title, Text string
	QR          [][]bool // true is dark; without its white zone
}

func (b Code) draw(s *sheet) {
	side := 30 * max(1, s.scale*0.8)
	strong, st := style{bold, 10.5 * s.scale, ink}, style{regular, 10 * s.scale, ink2}
	x := left + side + 6
	titles, texts := s.wrap(b.Title, right-x, strong), s.wrap(b.Text, right-x, st)
	height := float64(len(titles))*leading(strong) + float64(len(texts))*leading(st)
	s.gap(2)
	s.need(max(side, height) + 2)
	s.code(b.QR, left, s.y+1, side)
	y := s.y + 1 + max(0, side-height)/2
	for _, l := range titles {
		s.put(l, x, y+drop(strong), strong)
		y += leading(strong)
	}
	for _, l := range texts {
		s.put(l, x, y+drop(st), st)
		y += leading(st)
	}
	s.y += max(side, height) + 3
}

// code draws a matrix of squares. Neighbours of a line are one rectangle, and each overlaps its like by a hair, so that
// no reader shows white seams.
func (s *sheet) code(matrix [][]bool, x, y, width float64) {
	side := width / float64(len(matrix))
	s.fill(white)
	s.pdf.Rect(x-2*side, y-2*side, width+4*side, width+4*side, "F")
	s.fill(colour{0, 0, 0})
	for r, row := range matrix {
		for c := 0; c < len(row); c++ {
			if !row[c] {
				continue
			}
			from := c
			for c < len(row) && row[c] {
				c++
			}
			s.pdf.Rect(x+float64(from)*side, y+float64(r)*side, float64(c-from)*side, side+0.01, "F")
		}
	}
}
