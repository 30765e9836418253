package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// special are the letters that have no accent to take off.
var special = strings.NewReplacer("œ", "oe", "æ", "ae", "ø", "o", "ß", "ss", "ł", "l", "đ", "d", "ı", "i", "’", " ", "'", " ")

// Fold is a text without case, accents and signs; words are parted by one space.
func Fold(text string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(special.Replace(cases.Fold().String(text))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

// amount is a sum of money as Belgians write it; number is a long number in groups: an enterprise, an account, a communication.
var (
	amount = regexp.MustCompile(`(?:^|[^\d,.])(\d{1,3}(?:[ .\x{a0}\x{202f}]\d{3})+|\d+),(\d{2})(?:$|[^\d,])`)
	number = regexp.MustCompile(`(?i)(?:[a-z]{2})?\d[\d ./\-\x{a0}]{6,}\d`)
	signs  = regexp.MustCompile(`[ ./\-\x{a0}\x{202f}]`)
)

// maxWords and maxWord bound what one text can add to the index.
const (
	maxWords = 40
	maxWord  = 40
)

// Words are the words under which a text is found: its folded words, its sums of money to the cent, and its long numbers without their signs.
func Words(text string) []string {
	list := strings.Fields(Fold(text))
	for _, m := range amount.FindAllStringSubmatch(text, -1) {
		list = append(list, "eur"+signs.ReplaceAllString(m[1], "")+m[2])
	}
	for _, m := range number.FindAllString(text, -1) {
		list = append(list, Fold(signs.ReplaceAllString(m, "")))
	}
	for i, w := range list {
		if r := []rune(w); len(r) > maxWord {
			list[i] = string(r[:maxWord])
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), maxWords)]
}

// maxTerms bounds a question.
const maxTerms = 6

// Terms are the words of a question, the one that tells most first. A question that is one long number or one sum is a single term.
func Terms(question string) []string {
	question = strings.TrimSpace(question)
	if m := amount.FindStringSubmatch(question); m != nil {
		rest := strings.Fields(Fold(strings.Replace(question, m[0], " ", 1)))
		return bounded(append([]string{"eur" + signs.ReplaceAllString(m[1], "") + m[2]}, rest...))
	}
	if m := number.FindString(question); m != "" && Fold(m) == Fold(question) {
		return []string{Fold(signs.ReplaceAllString(m, ""))}
	}
	terms := strings.Fields(Fold(question))
	slices.SortStableFunc(terms, func(a, b string) int { return len(b) - len(a) })
	return bounded(terms)
}

func bounded(terms []string) []string {
	terms = slices.Compact(terms)
	return terms[:min(len(terms), maxTerms)]
}

// shortest is the length from which a word may be wrong by one slip, and long that from which by two.
const (
	shortest = 4
	long     = 8
)

// Variants are a word and all that is left of it when one letter is left out. Numbers have none: a wrong number is another number.
func Variants(word string) []string {
	list := []string{word}
	r := []rune(word)
	if len(r) < shortest || len(r) > 24 || strings.ContainsFunc(word, unicode.IsDigit) {
		return list
	}
	for i := range r {
		list = append(list, string(r[:i])+string(r[i+1:]))
	}
	slices.Sort(list[1:])
	return slices.Compact(list)
}

// Near tells whether two words differ by no more than a slip of the finger: a letter left out, added, taken for another or two exchanged; by two
// such slips in a long word.
func Near(a, b string) bool {
	x, y := []rune(a), []rune(b)
	slips := 1
	if min(len(x), len(y)) >= long {
		slips = 2
	}
	if max(len(x), len(y)) < shortest || min(len(x), len(y)) < shortest-1 || len(x)-len(y) > slips || len(y)-len(x) > slips || strings.ContainsFunc(a+b, unicode.IsDigit) {
		return false
	}
	return distance(x, y) <= slips
}

// distance counts the slips between two words, an exchange of neighbours as one.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// fits says how well an entry answers a question: every term must be a word of it, the beginning of one, or near one; 0 when one is not.
func fits(e Entry, terms []string) int {
	sum, title := 0, strings.Fields(Fold(e.title))
	list := strings.Fields(e.words)
	for _, t := range terms {
		best := 0
		for _, w := range list {
			n := 0
			switch {
			case w == t:
				n = 6
			case strings.HasPrefix(w, t):
				n = 4
			case Near(w, t):
				n = 2
			}
			if n > 0 && slices.Contains(title, w) {
				n++
			}
			best = max(best, n)
		}
		if best == 0 {
			return 0
		}
		sum += best
	}
	if Fold(e.title) == strings.Join(terms, " ") {
		sum += 4
	}
	return sum
}
