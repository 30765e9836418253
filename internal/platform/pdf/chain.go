package pdf

import "strconv"

// Chain explains an amount, step by step, from the voucher to the euro: each step ends in its result, the last one is lit.
type Chain struct {
	Steps []Step
	Total Step // "Vous payez", and the amount
}

// Step is a link of the chain.
type Step struct {
	Title   string
	Text    string
	Formula string // a computation, set on a ground of its own
	Result  string
	Unit    string // small, after the result
}

const (
	stepBox   = 6.6
	stepText  = stepLeft + stepBox + 6
	stepLeft  = left + 3
	stepRight = right - 3
)

func (c Chain) draw(s *sheet) {
	s.gap(1)
	for i, step := range c.Steps {
		last := i == len(c.Steps)-1
		height := c.step(s, step, 0, 0, false)
		whole := height
		if last {
			whole += c.litHeight(s)
		}
		s.need(whole)
		c.link(s, s.y, height, i == 0)
		c.step(s, step, s.y, i+1, true)
		s.y += height
		if !last {
			s.rule(stepText, s.y, right, hairline, stone3)
		}
	}
	c.lit(s)
	s.y += 4
}

// link draws the piece of the chain that passes behind a step's number.
func (c Chain) link(s *sheet, y, height float64, first bool) {
	from := y
	if first {
		from += 4
	}
	s.pdf.SetDrawColor(stone5.r, stone5.g, stone5.b)
	s.pdf.SetLineWidth(0.25)
	s.pdf.Line(stepLeft+stepBox/2, from, stepLeft+stepBox/2, y+height)
}

func (s *sheet) stepResult(step Step) (result, unit line, strong, small style) {
	strong, small = style{head, 12 * s.scale, ink}, style{regular, 9 * s.scale, ink2}
	result = s.one(step.Result, strong)
	if step.Unit != "" {
		unit = s.one(" "+step.Unit, small)
	}
	return result, unit, strong, small
}

// step sets one step from the top y, or only tells its height.
func (c Chain) step(s *sheet, step Step, y float64, number int, draw bool) float64 {
	result, unit, strong, small := s.stepResult(step)
	title, st := style{head, 11 * s.scale, ink}, style{regular, 9.5 * s.scale, ink2}
	width := stepRight - stepText - result.width - unit.width - 8
	from := y
	y += 2.4
	base := y + drop(title)
	if draw {
		s.numbered(strconv.Itoa(number), y-0.3, &white, &stone5, ink)
		s.putRight(unit, stepRight, base, small)
		s.putRight(result, stepRight-unit.width, base, strong)
	}
	set := func(text string, width float64, st style) {
		for _, l := range s.wrap(text, width, st) {
			if draw {
				s.put(l, stepText, y+drop(st), st)
			}
			y += leading(st)
		}
	}
	set(step.Title, width, title)
	if step.Text != "" {
		set(step.Text, min(stepRight-stepText-30, width+20), st)
	}
	if step.Formula != "" {
		y += c.formula(s, step.Formula, y, draw)
	}
	return max(y-from, stepBox+2.4) + 2.4
}

// formula sets a computation on a pale ground, so that it can be found and copied.
func (c Chain) formula(s *sheet, text string, y float64, draw bool) float64 {
	st := style{bold, 9.5 * s.scale, ink}
	lines := s.wrap(text, stepRight-stepText-10, st)
	widest := 0.0
	for _, l := range lines {
		widest = max(widest, l.width)
	}
	height := float64(len(lines))*leading(st) + 2
	if draw {
		s.frame(stepText, y+1, widest+5, height, 0.8, 0, &stone1, nil)
		for i, l := range lines {
			s.put(l, stepText+2.5, y+2+float64(i)*leading(st)+drop(st), st)
		}
	}
	return height + 1.4
}

func (s *sheet) numbered(text string, y float64, ground, edge *colour, letters colour) {
	st := style{bold, 9.5, letters}
	s.frame(stepLeft, y, stepBox, stepBox, 0.7, 0.25, ground, edge)
	l := s.one(text, st)
	s.put(l, stepLeft+(stepBox-l.width)/2, y+stepBox/2+st.size*mmPerPoint*0.34, st)
}

func (c Chain) litHeight(s *sheet) float64 {
	title := style{head, 12 * s.scale, ink}
	amount := style{head, 15 * s.scale, ink}
	width := stepRight - stepText - s.one(c.Total.Result, amount).width - 10
	return max(12, float64(len(s.wrap(c.Total.Title, width, title)))*leading(title)+6)
}

// lit is the last link: the amount, on the ground of a lamp, under a line that holds in black and white too.
func (c Chain) lit(s *sheet) {
	height := c.litHeight(s)
	title, amount := style{head, 12 * s.scale, ink}, style{head, 15 * s.scale, ink}
	result := s.one(c.Total.Result, amount)
	width := stepRight - stepText - result.width - 10
	s.fill(lampSoft)
	s.pdf.Rect(left, s.y, breadth, height, "F")
	s.rule(left, s.y, right, inkline, lampInk)
	s.numbered("=", s.y+(height-stepBox)/2, &lamp, &lampInk, onLamp)
	lines := s.wrap(c.Total.Title, width, title)
	y := s.y + (height-float64(len(lines))*leading(title))/2
	for _, l := range lines {
		s.put(l, stepText, y+drop(title), title)
		y += leading(title)
	}
	s.putRight(result, stepRight, s.y+height/2+amount.size*mmPerPoint*0.35, amount)
	s.y += height
}
