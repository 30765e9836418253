package sheet

import (
	"strings"

	"koprogo/internal/kernel/fault"
)

// separators are the signs that may stand between cells; the first wins when two fit equally well.
const separators = ";\t|,"

func readCSV(data []byte, limits Limits) (*Book, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	p := &parser{text: text, tally: tally{limits: limits}}
	separator, announced := p.announced()
	if !announced {
		separator = guess(text)
	}
	var s Sheet
	for number := 1; !p.done(); number++ {
		cells, err := p.record(separator, number)
		if err != nil {
			return nil, err
		}
		if announced && number == 1 {
			continue
		}
		if err := p.tally.add(&s, number, cells); err != nil {
			return nil, err
		}
	}
	if len(s.Rows) == 0 {
		return nil, fault.Invalid("sheet_empty", "")
	}
	return &Book{Format: CSV, Sheets: []Sheet{s}}, nil
}

// parser reads records one after the other. A cell in quotes may hold separators, line ends and doubled quotes; a quote
// in the middle of a cell is a letter like any other, because measures in inches exist.
type parser struct {
	text  string
	at    int
	cells []string
	tally tally
}

func (p *parser) done() bool { return p.at >= len(p.text) }

// announced reads the line "sep=;" by which Excel may say the separator.
func (p *parser) announced() (byte, bool) {
	line := p.text[:min(len(p.text), 8)]
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.IndexByte(separators, line[4]) >= 0 {
		return line[4], true
	}
	return 0, false
}

// record reads one row, up to its line end.
func (p *parser) record(separator byte, number int) ([]string, error) {
	p.cells = p.cells[:0]
	for {
		cell, err := p.cell(separator, number)
		if err != nil {
			return nil, err
		}
		if err := p.tally.text(cell, number); err != nil {
			return nil, err
		}
		// Cells beyond the last column are kept only while they may still turn out to be empty.
		if len(p.cells) <= p.tally.limits.Columns || cell != "" {
			p.cells = append(p.cells, cell)
		}
		if len(p.cells) > p.tally.limits.Columns && cell != "" {
			return p.cells, nil // add will refuse the row
		}
		if p.done() {
			return p.cells, nil
		}
		switch c := p.text[p.at]; {
		case c == separator:
			p.at++
		default:
			p.lineEnd()
			return p.cells, nil
		}
	}
}

// lineEnd passes over CR, LF or both.
func (p *parser) lineEnd() {
	if p.text[p.at] == '\r' {
		if p.at++; p.done() || p.text[p.at] != '\n' {
			return
		}
	}
	p.at++
}

// cell reads up to the next separator or line end, which it leaves.
func (p *parser) cell(separator byte, number int) (string, error) {
	if !p.done() && p.text[p.at] == '"' {
		quoted, err := p.quoted(number)
		if err != nil {
			return "", err
		}
		return unguard(tidy(quoted + p.bare(separator))), nil
	}
	return unguard(tidy(p.bare(separator))), nil
}

func (p *parser) bare(separator byte) string {
	from := p.at
	for !p.done() && p.text[p.at] != separator && p.text[p.at] != '\n' && p.text[p.at] != '\r' {
		p.at++
	}
	return p.text[from:p.at]
}

// quoted reads from the opening quote to the closing one. A quote that is never closed would swallow the rest of the
// file, so it is refused by the row in which it opens.
func (p *parser) quoted(number int) (string, error) {
	p.at++
	var b strings.Builder
	for {
		next := strings.IndexByte(p.text[p.at:], '"')
		if next < 0 {
			return "", fault.Invalid("sheet_quote_open", "").With("row", number)
		}
		b.WriteString(p.text[p.at : p.at+next])
		p.at += next + 1
		if p.done() || p.text[p.at] != '"' {
			return b.String(), nil
		}
		b.WriteByte('"')
		p.at++
	}
}

// guess chooses the separator that cuts the first lines most evenly: what counts is how many lines are cut into the same
// number of cells, so that decimal commas and a title above the table do not mislead.
func guess(text string) byte {
	best, bestScore := byte(';'), 0
	for i := range len(separators) {
		if score := evenness(text, separators[i]); score > bestScore {
			best, bestScore = separators[i], score
		}
	}
	return best
}

// evenness is the number of lines, among the first fifty, that hold the most common number of separators, if that is not
// zero; each line counts a hundred, and many cells weigh a little more than few.
func evenness(text string, separator byte) int {
	counts := map[int]int{}
	lines, n, length, inside := 0, 0, 0, false
	for i := 0; i < len(text) && lines < 50; i++ {
		switch c := text[i]; {
		case c == '"':
			inside = !inside
			length++
		case inside:
		case c == separator:
			n++
			length++
		case c == '\n' || c == '\r':
			if length > 0 {
				counts[n]++
				lines++
			}
			n, length = 0, 0
		default:
			length++
		}
	}
	if length > 0 && lines < 50 {
		counts[n]++
	}
	score := 0
	for cut, times := range counts {
		if cut > 0 {
			score = max(score, times*100+min(cut, 99))
		}
	}
	return score
}
