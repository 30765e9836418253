package pdf

import "koprogo/internal/kernel/i18n"

// Payment is the area at the foot of the last page, by which one pays without copying a figure. It never breaks over
// pages, and stands alone on the last one if need be.
type Payment struct {
	Title         string // "Payer en une fois"
	Hint          string // "Scannez ce code avec l’application de votre banque, ou recopiez :"
	Amount        string
	Before        string // the last day, as words or figures; empty when there is none yet
	Beneficiary   string
	Account       string
	Communication string
	QR            [][]bool // the EPC code, true is dark; without its white zone. None when it is empty.
}

const (
	paymentPad = 6.0
	qrSide     = 34.0
	lampEdge   = 4 * mmPerPoint
)

func (p *Payment) draw(s *sheet) {
	height := p.lay(s, 0, false)
	height = max(height, lampEdge+2*paymentPad+qrSide-1)
	s.y += 4
	if !s.room(height) {
		s.addPage()
	}
	y := bottom + 1 - height
	s.frame(left, y, breadth, height, 1.4, 0.3, nil, &ink)
	// The lamp edge covers the frame, whose line lies half outside.
	s.pdf.ClipRoundedRect(left-0.15, y-0.15, breadth+0.3, height, 1.5, false)
	s.fill(lamp)
	s.pdf.Rect(left-0.15, y-0.15, breadth+0.3, lampEdge+0.15, "F")
	s.pdf.ClipEnd()
	if len(p.QR) > 0 {
		s.code(p.QR, left+paymentPad, y+(height+lampEdge-qrSide)/2, qrSide)
	}
	p.lay(s, y, true)
	s.y = bottom + 1
}

// lay sets the words from the top y of the area and tells the height that they need.
func (p *Payment) lay(s *sheet, y float64, draw bool) float64 {
	from := y
	x := left + paymentPad
	if len(p.QR) > 0 {
		x += qrSide + 7
	}
	width := right - paymentPad - x
	half := width/2 - 3
	title, hint := style{head, 12, ink}, style{regular, 10, ink2}
	label := style{regular, 8.5, ink2}
	large, name := style{bold, 13.5, ink}, style{bold, 10.5, ink}
	block := func(text string, x, y, width float64, st style) float64 {
		if text == "" {
			return y
		}
		for _, l := range s.wrap(text, width, st) {
			if draw {
				s.put(l, x, y+drop(st), st)
			}
			y += leading(st)
		}
		return y
	}
	field := func(key, text string, x, y, width float64, st style) float64 {
		if text == "" {
			return y
		}
		y = block(i18n.Say(s.doc.Lang, "pdf."+key), x, y, width, label)
		return block(text, x, y-0.9, width, st)
	}
	y += lampEdge + 3.2
	y = block(p.Title, x, y, width, title)
	y = block(p.Hint, x, y-0.6, width, hint)
	y += 1.2
	second := x + width/2
	y = max(field("amount", p.Amount, x, y, half, large), field("before", p.Before, second, y, half, large))
	y += 1.2
	y = max(field("beneficiary", p.Beneficiary, x, y, half, name), field("account", p.Account, second, y, half, name))
	y = field("communication", p.Communication, x, y+1.4, width, large)
	return y + 4 - from
}
