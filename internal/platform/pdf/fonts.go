package pdf

import (
	_ "embed"
	"encoding/binary"
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"
)

// The fonts are renamed subsets (Latin and the euro) of Source Sans 3 and Commissioner; their licences lie beside them.
var (
	//go:embed fonts/KGText-Regular.ttf
	textRegular []byte
	//go:embed fonts/KGText-SemiBold.ttf
	textSemiBold []byte
	//go:embed fonts/KGHead-SemiBold.ttf
	headSemiBold []byte
)

// face is one of the three fonts.
type face int

const (
	regular face = iota
	bold
	head // titles, plates and amounts that stand alone; it has no tabular figures, so it never stands in columns
)

var faces = []struct {
	family string
	data   []byte
}{{"kgtext", textRegular}, {"kgbold", textSemiBold}, {"kghead", headSemiBold}}

// known are the characters that each font has, read once.
var known = [3]map[rune]bool{coverage(textRegular), coverage(textSemiBold), coverage(headSemiBold)}

func addFonts(p *fpdf.Fpdf) {
	for _, f := range faces {
		p.AddUTF8FontFromBytes(f.family, "", f.data)
	}
}

// clean makes a text that the font can set: a character that it lacks becomes its plain relative (a letter without its
// accent, a wide space for a narrow one) or, when it has none, a question mark. No text is silently lost.
func clean(f face, s string) string {
	has := known[f]
	fine := true
	for _, r := range s {
		if !has[r] {
			fine = false
			break
		}
	}
	if fine {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "?")) {
		if has[r] {
			b.WriteRune(r)
			continue
		}
		b.WriteString(relative(has, r))
	}
	return b.String()
}

// relatives are characters whose plain form no rule gives.
var relatives = map[rune]string{
	'\t': " ", '\u202f': "\u00a0", '\u2007': "\u00a0", '\u2009': " ", '\u2010': "-", '\u2011': "-", '\u2212': "–", '\u2013': "-", '\u2014': "-",
	'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ħ': "h", 'Ħ': "H", 'ı': "i", 'ŧ': "t", 'Ŧ': "T", 'ŋ': "n", 'ə': "e", 'ẞ': "SS",
	'œ': "oe", 'Œ': "OE", 'æ': "ae", 'Æ': "AE", '’': "'", '‘': "'", '“': `"`, '”': `"`, '„': `"`, '…': "...", '€': "EUR", '→': ">", '≥': ">=", '≤': "<=", '≠': "/=",
}

func relative(has map[rune]bool, r rune) string {
	if s, ok := relatives[r]; ok {
		return s
	}
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
		return ""
	}
	plain := ""
	for _, c := range norm.NFKD.String(string(r)) {
		switch {
		case has[c]:
			plain += string(c)
		case !unicode.Is(unicode.Mn, c):
			return "?"
		}
	}
	if plain == "" && !unicode.Is(unicode.Mn, r) {
		return "?"
	}
	return plain
}

// coverage reads which characters a font has: the table "cmap" of a TrueType file, in its format 4. The fonts are part
// of the program, so one that lacks its letters stops it at start.
func coverage(data []byte) map[rune]bool {
	has := map[rune]bool{}
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(data[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(data[at:])) }
	for i := range u16(4) {
		entry := 12 + i*16
		if string(data[entry:entry+4]) != "cmap" {
			continue
		}
		table := u32(entry + 8)
		for j := range u16(table + 2) {
			if sub := table + u32(table+4+j*8+4); u16(sub) == 4 {
				readSegments(has, u16, sub)
			}
		}
	}
	if !has['e'] || !has[' '] || !has['€'] {
		panic("pdf: a font lacks its letters")
	}
	return has
}

// readSegments reads a table of format 4: four parallel rows, of last characters, first characters, differences and
// offsets into a list of glyphs.
func readSegments(has map[rune]bool, u16 func(int) int, table int) {
	wide := u16(table + 6) // two bytes for each segment
	lasts := table + 14
	firsts := lasts + wide + 2
	deltas := firsts + wide
	offsets := deltas + wide
	for k := 0; k < wide; k += 2 {
		for c := u16(firsts + k); c <= u16(lasts+k) && c != 0xffff; c++ {
			glyph := c + u16(deltas+k)
			if offset := u16(offsets + k); offset != 0 {
				glyph = u16(offsets + k + offset + (c-u16(firsts+k))*2)
			}
			if glyph&0xffff != 0 {
				has[rune(c)] = true
			}
		}
	}
}
