package imports

import (
	"math/big"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
)

// quota is a cell of shares, read: num over of. A letter O that stood for a zero is noted; the number is then a guess.
type quota struct {
	num, of int64
	letter  bool
}

var (
	unitWords  = regexp.MustCompile(`[\pL°’']{2,}\.?`)
	letterOs   = regexp.MustCompile(`^[oO]+$`)
	overWords  = regexp.MustCompile(`(?i)\s+(sur|op|van|von|of|auf|over)\s+`)
	oneLetter  = regexp.MustCompile(`(\d)\s*[eès]\b`)
	zeros      = strings.NewReplacer("o", "0", "O", "0")
	groupSigns = strings.NewReplacer(" ", "", ".", "", ",", "", "'", "", "’", "")
	plainWhole = regexp.MustCompile(`^\d{1,15}$`)
	grouped    = regexp.MustCompile(`^\d{1,3}(?:([ .,'’])\d{3})(?:[ .,'’]\d{3})*(?:[.,]0+)?$`)
	decimals   = regexp.MustCompile(`^(\d{1,12})[.,](\d{1,9})$`)
)

// readShares reads what people write in a column of shares: 150/1000, 150 / 1.000, 1 000, 41,00, 41 quotités, 4,1 %, 38/100O. A number
// without a whole is over deed. ok is false for what is no number.
func readShares(text string, deed int64) (q quota, ok bool) {
	if !strings.ContainsAny(text, "0123456789") {
		return q, false
	}
	if plainWhole.MatchString(text) { // nearly all are
		n, _, _ := readNumber(text, deed)
		return quota{num: n, of: deed}, true
	}
	s := strings.Map(func(r rune) rune {
		switch {
		case r == '⁄' || r == '∕' || r == ':':
			return '/'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.TrimSpace(text))
	s = overWords.ReplaceAllString(s, "/")
	s = unitWords.ReplaceAllStringFunc(s, func(w string) string {
		if letterOs.MatchString(w) {
			return w
		}
		return " "
	})
	s = oneLetter.ReplaceAllString(s, "$1")
	if strings.ContainsAny(s, "oO") && strings.ContainsAny(s, "0123456789") {
		s, q.letter = zeros.Replace(s), true
	}
	of := deed
	if rest, cut := strings.CutSuffix(strings.TrimSpace(s), "%"); cut {
		s, of = rest, 100
	}
	if rest, cut := strings.CutSuffix(strings.TrimSpace(s), "‰"); cut {
		s, of = rest, 1000
	}
	top, bottom, fraction := strings.Cut(s, "/")
	if fraction {
		n, scale, fine := readNumber(bottom, 1<<62)
		if !fine || scale != 1 || n == 0 {
			return q, false
		}
		of = n
	}
	n, scale, fine := readNumber(top, of)
	if !fine || of > 1<<40 {
		return q, false
	}
	q.num, q.of = n, of*scale
	return q, true
}

// readNumber reads a number of zero or more: its digits, and by what they are to be divided. A sign that may group or begin decimals
// (1.000) groups as long as the number stays within the limit.
func readNumber(text string, limit int64) (digits, scale int64, ok bool) {
	s := strings.Trim(strings.TrimSpace(text), ".,;:=()[]")
	s = strings.TrimSpace(s)
	if plainWhole.MatchString(s) {
		n, err := strconv.ParseInt(s, 10, 64)
		return n, 1, err == nil
	}
	if m := grouped.FindStringSubmatch(s); m != nil && len(s) <= 20 {
		body := s
		if i := strings.LastIndexAny(s, ".,"); i >= 0 && s[i:i+1] != m[1] {
			body = s[:i] // 1.000,00
		}
		n, err := strconv.ParseInt(groupSigns.Replace(body), 10, 64)
		if err == nil && (n <= limit || m[1] != "." && m[1] != ",") {
			return n, 1, true
		}
	}
	m := decimals.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	after := strings.TrimRight(m[2], "0")
	n, err := strconv.ParseInt(m[1]+after, 10, 64)
	scale = 1
	for range after {
		scale *= 10
	}
	return n, scale, err == nil
}

// over converts a quota to another whole; ok is false when it does not come out even.
func (q quota) over(whole int64) (shares int64, ok bool) {
	if q.of == whole {
		return q.num, true
	}
	n := new(big.Int).Mul(big.NewInt(q.num), big.NewInt(whole))
	n, rest := n.QuoRem(n, big.NewInt(max(q.of, 1)), new(big.Int))
	return n.Int64(), rest.Sign() == 0 && n.IsInt64()
}

var (
	floorNumber = regexp.MustCompile(`([-−–]\s*)?(\d+)([.,]0+)?`)
	noneWords   = map[string]bool{"neant": true, "aucun": true, "aucune": true, "geen": true, "keine": true, "none": true, "n a": true, "na": true,
		"nihil": true, "pas de mail": true, "inconnu": true, "onbekend": true, "unbekannt": true, "unknown": true}
)

// empty tells whether a cell says nothing, or says that there is nothing.
func empty(text string) bool {
	p := plain(text)
	return p == "" || noneWords[p]
}

// readFloor reads a floor: rez, 1er, gelijkvloers, EG, 2. OG, sous-sol, -1.
func readFloor(text string) (floor int64, ok bool) {
	p := plain(text)
	numbers := floorNumber.FindAllStringSubmatch(text, -1)
	if len(numbers) > 1 {
		return 0, false
	}
	n, minus := int64(0), false
	if len(numbers) == 1 {
		v, err := strconv.ParseInt(numbers[0][2], 10, 64)
		if err != nil || v > 200 {
			return 0, false
		}
		n, minus = v, numbers[0][1] != ""
	}
	for w := range known.below {
		if begins(p, w) || strings.HasPrefix(p, w) && len(numbers) == 1 && strings.TrimLeft(p[len(w):], "0123456789") == "" {
			return -max(n, 1), true
		}
	}
	for w := range known.ground {
		if begins(p, w) && n == 0 {
			return 0, true
		}
	}
	for i, w := range known.ordinals {
		if begins(p, w) {
			return int64(i + 1), true
		}
	}
	if len(numbers) == 0 {
		return 0, false
	}
	if minus {
		return -n, true
	}
	return n, true
}

// readSurface reads square metres, in hundredths: 84,50 m², 1.284, 85.
func readSurface(text string) (hundredths int64, ok bool) {
	s := strings.TrimRight(strings.ToLower(strings.TrimSpace(text)), "m²2")
	if !strings.ContainsAny(text, "mM") {
		s = text
	}
	n, scale, ok := readNumber(s, 1<<40)
	if !ok || scale > 100 || n > 10_000_000 {
		return 0, false
	}
	return n * 100 / scale, n > 0
}

// readKind reads what a lot is; the main one when a cell says several ("appartement + cave").
func readKind(text string) (property.Kind, bool) {
	p := plain(text)
	if k, ok := known.kinds[p]; ok {
		return k, true
	}
	for _, k := range property.Kinds { // our own words first, then whole words within
		if p == string(k) {
			return k, true
		}
	}
	best := -1
	list := strings.Fields(p)
	for i := range list {
		for n := min(3, len(list)-i); n > 0; n-- {
			k, ok := known.kinds[strings.TrimRight(strings.Join(list[i:i+n], " "), "0123456789")]
			if !ok {
				continue
			}
			if at := kindRank(k); best < 0 || at < best {
				best = at
			}
		}
	}
	if best < 0 {
		return "", false
	}
	return property.Kinds[best], true
}

func kindRank(k property.Kind) int {
	for i, other := range property.Kinds {
		if k == other {
			return i
		}
	}
	return len(property.Kinds)
}

var addressLike = regexp.MustCompile(`[^\s<>,;()"'|]+@[^\s<>,;()"'|]+`)

// maxEmail is the length of the longest address that mail knows.
const maxEmail = 254

// readEmails reads the addresses of a cell; ok is false when something in it is none.
func readEmails(text string) (list []string, ok bool) {
	if empty(text) {
		return nil, true
	}
	found := addressLike.FindAllString(text, -1)
	ok = len(found) > 0
	for _, f := range found {
		f = strings.TrimRight(strings.TrimPrefix(strings.TrimPrefix(f, "mailto:"), "MAILTO:"), "./")
		if goodEmail(f) {
			list = append(list, f)
		} else {
			ok = false
		}
	}
	if ok && len(found) == 1 {
		return list, true // a name beside the address is no fault: Anne <anne@...>
	}
	rest := strings.Trim(addressLike.ReplaceAllString(text, ""), " ,;/|<>()\"'\n\t\u00a0")
	return list, ok && plain(rest) == "" || ok && len(list) > 1 && !strings.Contains(rest, "@")
}

func goodEmail(s string) bool {
	m, err := mail.ParseAddress(s)
	if err != nil || m.Address != s || len(s) > maxEmail {
		return false
	}
	domain := s[strings.LastIndexByte(s, '@')+1:]
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-2 && !strings.Contains(domain, "..")
}

// readRight reads a kind of right; an empty cell is none said.
func readRight(text string) (property.Right, bool) {
	p := plain(text)
	if p == "" {
		return "", true
	}
	r, ok := known.rights[p]
	return r, ok
}

func readLanguage(text string) (i18n.Lang, bool) {
	l, ok := known.languages[plain(text)]
	return l, ok
}
