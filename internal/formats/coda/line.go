package coda

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"

	"golang.org/x/text/encoding/charmap"
)

// width is the length of every line.
const width = 128

// decode turns bytes into text. Banks never say in which encoding they write. What is not UTF-8 is Windows-1252 when it
// uses signs that only that table has, and otherwise Latin-9: it differs from Latin-1 in eight signs that no bank uses, by letters and the
// euro that they may.
func decode(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.TrimRight(data, "\x1a\r\n ")
	if len(data) == 0 {
		return "", at(fault.Invalid("coda_empty", ""), 1, 1)
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		line := bytes.Count(data[:i], []byte("\n")) + 1
		return "", at(fault.Invalid("coda_binary", ""), line, i-bytes.LastIndexByte(data[:i], '\n'))
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	table := charmap.ISO8859_15
	if hasC1(data) {
		table = charmap.Windows1252
	}
	text, err := table.NewDecoder().Bytes(data)
	if err != nil {
		return "", at(fault.Invalid("coda_binary", "").Because(err), 1, 1)
	}
	return string(text), nil
}

// hasC1 tells whether a byte between 80 and 9F stands in the text: letters in Windows-1252, nothing in the Latin tables.
func hasC1(data []byte) bool {
	for _, b := range data {
		if b >= 0x80 && b <= 0x9f {
			return true
		}
	}
	return false
}

// lines gives the lines with their numbers, however they end.
func lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for number := 1; text != ""; number++ {
			line := text
			if i := strings.IndexAny(text, "\r\n"); i < 0 {
				text = ""
			} else {
				line, text = text[:i], strings.TrimPrefix(text[i:], "\r")
				text = strings.TrimPrefix(text, "\n")
			}
			if !yield(number, line) {
				return
			}
		}
	}
}

// line is one record of 128 characters.
type line struct {
	number int
	raw    string // padded to 128 characters; empty for an empty line
	runes  []rune // only when the line has letters beyond ASCII
}

func newLine(number int, raw string) (line, error) {
	l := line{number: number}
	raw = strings.TrimRight(raw, " \t")
	if raw == "" {
		return l, nil
	}
	n := utf8.RuneCountInString(raw)
	if n > width {
		return l, l.wrong("coda_length", width+1).With("found", n)
	}
	l.raw = raw + blank[:width-n]
	if len(l.raw) != width {
		l.runes = []rune(l.raw)
	}
	return l, nil
}

var blank = strings.Repeat(" ", width)

// cut is the characters from a position to a position, both counted from 1 and included, as the standard counts them.
func (l line) cut(from, to int) string {
	if l.runes != nil {
		return string(l.runes[from-1 : to])
	}
	return l.raw[from-1 : to]
}

// text is a field without the spaces around it.
func (l line) text(from, to int) string { return strings.TrimSpace(l.cut(from, to)) }

// kind is the first character, and for movements and information the second.
func (l line) kind() string {
	if k := l.cut(1, 1); k != "2" && k != "3" {
		return k
	}
	return l.cut(1, 2)
}

func (l line) place() string { return "line " + strconv.Itoa(l.number) }

// amount reads a sign (0 credit, 1 debit) and fifteen digits, the last three of which are decimals.
func (l line) amount(sign, from int) (statement.Amount, error) {
	a, err := l.total(from)
	switch l.cut(sign, sign) {
	case "0":
		return a, err
	case "1":
		return -a, err
	}
	return 0, l.wrong("coda_sign", sign)
}

// total reads fifteen digits without sign.
func (l line) total(from int) (statement.Amount, error) {
	n, ok := digits(l.cut(from, from+14))
	if !ok {
		return 0, l.wrong("coda_amount", from)
	}
	a, err := statement.Thousandths(n)
	if err != nil {
		return 0, at(fault.As(err), l.number, from)
	}
	return a, nil
}

// date reads DDMMYY; zeros and blanks are no date. Years from 80 on are those of the last century: CODA is not older.
func (l line) date(from int) (civil.Date, error) {
	s := l.cut(from, from+5)
	if s == "000000" || s == "      " {
		return civil.Date{}, nil
	}
	if _, ok := digits(s); !ok {
		return civil.Date{}, l.wrong("coda_date", from).With("text", s)
	}
	century := "20"
	if s[4] >= '8' {
		century = "19"
	}
	d, err := civil.Parse(century + s[4:] + "-" + s[2:4] + "-" + s[:2])
	if err != nil {
		return civil.Date{}, l.wrong("coda_date", from).With("text", s)
	}
	return d, nil
}

// count reads a number of at most six digits; blanks are none.
func (l line) count(from, to int) (int64, error) {
	s := l.text(from, to)
	if s == "" {
		return 0, nil
	}
	n, ok := digits(s)
	if !ok {
		return 0, l.wrong("coda_number", from).With("text", s)
	}
	return n, nil
}

func (l line) wrong(code string, position int) *fault.Fault {
	return at(fault.Invalid(code, ""), l.number, position)
}

// at says where a fault lies.
func at(f *fault.Fault, line, position int) *fault.Fault {
	return f.At(fmt.Sprintf("line %d", line)).With("line", line).With("position", position)
}

// digits reads up to eighteen digits and nothing else.
func digits(s string) (n int64, ok bool) {
	for i := 0; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int64(c)
	}
	return n, s != ""
}
