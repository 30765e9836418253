package pdf

import (
	"strings"
	"unicode/utf8"
)

// Literal protects a text that comes from people, so that its stars and carets stay what they are.
func Literal(s string) string {
	return strings.NewReplacer("*", `\*`, "^", `\^`).Replace(s)
}

// run is a stretch of text in one dress.
type run struct {
	text   string
	bold   bool
	raised bool
}

// parse cuts a text into runs at **bold** and ^{raised} marks; a mark that never closes holds to the end.
func parse(s string) []run {
	var runs []run
	var b strings.Builder
	now := run{}
	flush := func() {
		if b.Len() > 0 {
			now.text = b.String()
			runs = append(runs, now)
			b.Reset()
		}
	}
	for i := 0; i < len(s); i++ {
		rest := s[i:]
		switch {
		case strings.HasPrefix(rest, `\*`), strings.HasPrefix(rest, `\^`):
			i++
			b.WriteByte(s[i])
		case strings.HasPrefix(rest, "**"):
			flush()
			now.bold = !now.bold
			i++
		case strings.HasPrefix(rest, "^{"):
			flush()
			now.raised = true
			i++
		case now.raised && s[i] == '}':
			flush()
			now.raised = false
		default:
			b.WriteByte(s[i])
		}
	}
	flush()
	return runs
}

// style is how a text is set: font, size in points, colour.
type style struct {
	face   face
	size   float64
	colour colour
}

// of is the style of a run: bold runs of a regular text take the semi-bold font, raised ones are smaller.
func (st style) of(r run) style {
	if r.bold && st.face == regular {
		st.face = bold
	}
	if r.raised {
		st.size *= 0.66
	}
	return st
}

// line is what fits in a width.
type line struct {
	runs  []run
	width float64
}

// width measures a text without marks, in millimetres.
func (s *sheet) width(text string, st style) float64 {
	return float64(s.symbols(text, st.face)) * st.size * mmPerPoint / 1000
}

func (s *sheet) runWidth(r run, st style) float64 { return s.width(r.text, st.of(r)) }

// natural is the width of a marked text on one line.
func (s *sheet) natural(text string, st style) float64 {
	widest := 0.0
	for part := range strings.SplitSeq(text, "\n") {
		w := 0.0
		for _, r := range parse(part) {
			w += s.runWidth(r, st)
		}
		widest = max(widest, w)
	}
	return widest
}

// longest is the width of the longest word of a marked text: a column narrower than that would cut it.
func (s *sheet) longest(text string, st style) float64 {
	widest := 0.0
	for _, w := range cutWords(parse(text)) {
		widest = max(widest, s.wordWidth(w, st))
	}
	return widest
}

// word is what may not be cut: runs without a place to break between them.
type word struct {
	runs  []run
	space bool // a space stands before it
	feed  bool // a line end stands before it
}

// cutWords cuts runs into words. One may break at a space, and after a hyphen or a slash between letters; a no-break space
// holds together.
func cutWords(runs []run) []word {
	var list []word
	var now word
	for _, r := range runs {
		from := 0
		push := func(to int) {
			if to > from {
				piece := r
				piece.text = r.text[from:to]
				now.runs = append(now.runs, piece)
			}
		}
		for i := 0; i < len(r.text); i++ {
			switch c := r.text[i]; {
			case c == ' ' && holds(r.text[:i], r.text[i+1:]):
			case c == ' ' || c == '\n':
				push(i)
				if len(now.runs) > 0 || now.feed {
					list = append(list, now)
				}
				now = word{space: c == ' ', feed: c == '\n'}
				from = i + 1
			case (c == '-' || c == '/') && i > 0 && i+1 < len(r.text) && letter(r.text[i-1]) && letter(r.text[i+1]):
				push(i + 1)
				list = append(list, now)
				now = word{}
				from = i + 1
			}
		}
		push(len(r.text))
	}
	if len(now.runs) > 0 {
		list = append(list, now)
	}
	return list
}

// holds tells whether a line may not be broken at a space: between "art." and its number, before a paragraph of an
// article, a sign of currency or percent, and the high punctuation of French.
func holds(before, rest string) bool {
	if strings.HasSuffix(before, "art.") || strings.HasSuffix(before, "Art.") || strings.HasSuffix(before, "«") {
		return true
	}
	for _, sign := range []string{"§", "€", "%", ":", ";", "?", "!", "»"} {
		if strings.HasPrefix(rest, sign) {
			return true
		}
	}
	return false
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= utf8.RuneSelf }

func (s *sheet) wordWidth(w word, st style) float64 {
	sum := 0.0
	for _, r := range w.runs {
		sum += s.runWidth(r, st)
	}
	return sum
}

// wrap breaks a marked text into lines of a width. A word that is wider than the line is cut between letters.
func (s *sheet) wrap(text string, width float64, st style) []line {
	var lines []line
	var now line
	space := s.width(" ", st)
	for _, w := range cutWords(parse(text)) {
		own := s.wordWidth(w, st)
		gap := 0.0
		if w.space && len(now.runs) > 0 {
			gap = space
		}
		if w.feed || (len(now.runs) > 0 && now.width+gap+own > width+0.01) {
			lines = append(lines, now)
			now, gap = line{}, 0
		}
		for own > width+0.01 && len(w.runs) > 0 {
			first, rest := s.cutWord(w, width, st)
			lines = append(lines, line{first.runs, s.wordWidth(first, st)})
			w = rest
			own = s.wordWidth(w, st)
		}
		if gap > 0 {
			now.runs = append(now.runs, run{text: " ", bold: w.runs[0].bold && now.runs[len(now.runs)-1].bold})
		}
		now.runs = append(now.runs, w.runs...)
		now.width += gap + own
	}
	return append(lines, now)
}

// cutWord takes as many letters as the width holds, one at least.
func (s *sheet) cutWord(w word, width float64, st style) (first, rest word) {
	used := 0.0
	for i, r := range w.runs {
		for at, c := range r.text {
			own := s.runWidth(run{string(c), r.bold, r.raised}, st)
			if used+own > width && (at > 0 || i > 0) {
				a, b := r, r
				a.text, b.text = r.text[:at], r.text[at:]
				first.runs = append(append(first.runs, w.runs[:i]...), a)
				rest.runs = append([]run{b}, w.runs[i+1:]...)
				return first, rest
			}
			used += own
		}
	}
	return w, word{}
}

// put sets a line with its left end at x and its feet on the base line y.
func (s *sheet) put(l line, x, y float64, st style) {
	for _, r := range merged(l.runs) {
		own := st.of(r)
		rise := 0.0
		if r.raised {
			rise = st.size * mmPerPoint * 0.3
		}
		s.text(r.text, x, y-rise, own)
		x += s.width(r.text, own)
	}
}

// merged joins neighbouring runs of the same dress, so that a copy from the paper reads as whole sentences.
func merged(runs []run) []run {
	var out []run
	for _, r := range runs {
		if n := len(out); n > 0 && out[n-1].raised == r.raised && (out[n-1].bold == r.bold) {
			out[n-1].text += r.text
			continue
		}
		out = append(out, r)
	}
	return out
}

// putRight sets a line with its right end at x.
func (s *sheet) putRight(l line, x, y float64, st style) { s.put(l, x-l.width, y, st) }

// one is a marked text as a single line, whatever its width.
func (s *sheet) one(text string, st style) line {
	runs := parse(strings.ReplaceAll(text, "\n", " "))
	w := 0.0
	for _, r := range runs {
		w += s.runWidth(r, st)
	}
	return line{runs, w}
}

// fit is a text on one line, cut with three dots when it is too wide: for places that cannot grow.
func (s *sheet) fit(text string, width float64, st style) line {
	l := s.one(text, st)
	if l.width <= width {
		return l
	}
	return s.trim(l, width, st)
}

func (s *sheet) trim(l line, width float64, st style) line {
	dots := s.width("...", st)
	first, _ := s.cutWord(word{runs: l.runs}, width-dots, st)
	first.runs = append(first.runs, run{text: "..."})
	return line{first.runs, s.wordWidth(first, st)}
}
