package sheet

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode turns bytes into text, whatever their encoding. A text file does not say how it was written, so it is inferred:
// a mark at the head, then zeros at every second place (UTF-16), then validity as UTF-8, and otherwise one of the two
// western tables, which differ in eight characters, or that of old Macs.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return plainText(wide(data[2:], false))
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return plainText(wide(data[2:], true))
	case bytes.IndexByte(data, 0) >= 0:
		big, ok := looksWide(data)
		if !ok {
			return "", unreadable(errors.New("text with NUL characters"))
		}
		return plainText(wide(data, big))
	}
	data = bytes.TrimRight(data, "\x1a") // the end mark of old programs
	if utf8.Valid(data) {
		return plainText(string(data))
	}
	table := charmap.Windows1252
	switch {
	case macRoman(data):
		table = charmap.Macintosh
	case latin9(data):
		table = charmap.ISO8859_15
	}
	text, err := table.NewDecoder().Bytes(data)
	if err != nil {
		return "", unreadable(err)
	}
	return plainText(string(text))
}

// looksWide tells whether the zeros of the first part stand nearly all at even places (the high byte comes first) or at odd ones.
func looksWide(data []byte) (big, ok bool) {
	sample := data[:min(len(data), 4096)]
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	pairs := len(sample) / 2
	few, many := min(zeros[0], zeros[1]), max(zeros[0], zeros[1])
	return zeros[0] > zeros[1], len(data)%2 == 0 && pairs > 0 && many*10 >= pairs*7 && few*20 <= pairs
}

func wide(data []byte, big bool) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		low, high := data[i], data[i+1]
		if big {
			low, high = high, low
		}
		units = append(units, uint16(high)<<8|uint16(low))
	}
	return string(utf16.Decode(units))
}

// latin9 tells ISO-8859-15 from Windows-1252. The first has nothing between 80 and 9F; where the second has the signs
// of currency, of fractions and the like, it has the euro and the letters œ, š, ž.
func latin9(data []byte) bool {
	seen := false
	for i, b := range data {
		switch {
		case b >= 0x80 && b <= 0x9f:
			return false
		case b == 0xa4:
			seen = true
		case b == 0xbc || b == 0xbd || b == 0xbe || b == 0xa6 || b == 0xa8 || b == 0xb4 || b == 0xb8:
			seen = seen || (i+1 < len(data) && letter(data[i+1]) && (i == 0 || !digit(data[i-1])))
		}
	}
	return seen
}

// macRoman tells the table by which Excel for Mac writes its text files. There é, è, ç and à stand where Windows has no letter, or a capital Ž that
// never follows a small letter; the small letters of Windows are rare there.
func macRoman(data []byte) bool {
	mac, windows := 0, 0
	for i, b := range data {
		after := i > 0 && data[i-1] >= 'a' && data[i-1] <= 'z'
		switch {
		case b == 0x8d || b == 0x8f, (b == 0x8e || b == 0x88) && after:
			mac++
		case b >= 0xe0:
			windows++
		}
	}
	return mac > windows
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func digit(b byte) bool  { return b >= '0' && b <= '9' }

// plainText refuses what is no text: a NUL, more than a few control characters, or the head of a page, a picture, a document.
func plainText(s string) (string, error) {
	controls := 0
	for _, r := range s {
		switch {
		case r == 0:
			return "", unreadable(errors.New("text with NUL characters"))
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\v' && r != '\f', r == utf8.RuneError:
			controls++
		}
	}
	if controls*100 > len(s) {
		return "", unreadable(errors.New("binary content"))
	}
	head := strings.ToLower(strings.TrimLeft(s[:min(len(s), 512)], " \t\r\n\ufeff"))
	for _, mark := range []string{"%pdf", "<?xml", "<html", "<!doctype", "<table", "{\\rtf"} {
		if strings.HasPrefix(head, mark) {
			return "", unreadable(errors.New("another kind of document: " + mark))
		}
	}
	return s, nil
}

// tidy gives a cell plain line ends and takes out what no eye sees: control characters and byte order marks.
func tidy(s string) string {
	clean := true
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || r == '\ufeff' || r == utf8.RuneError) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\v' || r == '\f' || r == '\u0085':
			return '\n'
		case unicode.IsControl(r) || r == '\ufeff':
			return -1
		}
		return r
	}, s)
}
