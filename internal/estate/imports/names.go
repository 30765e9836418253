package imports

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/share"
)

// person is someone named in a cell.
type person struct {
	first, last string
	company     bool
	right       property.Right
	part        share.Fraction // zero when not said
}

func (p person) name() string { return strings.TrimSpace(p.first + " " + p.last) }

// said tells whether the cell says how this person holds.
func (p person) said() bool { return p.right != "" || p.part.Num() > 0 }

var (
	fractionInName = regexp.MustCompile(`(\d+)\s*/\s*(\d+)`)
	spacedAnds     = strings.NewReplacer("&", " & ", "+", " + ")
	noBrackets     = strings.NewReplacer(",", " ", "(", " ", ")", " ")
	hardSeparators = regexp.MustCompile(`\s*[\n;|]\s*|\s*/\s*`)
)

// readNames reads who is in a cell: one name, or several parted by a line, a stroke, "&", "et", "en", "und", "and".
func readNames(text string, firstFirst bool) []person {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	list, parts := []person(nil), []string{text}
	if strings.ContainsAny(text, "/\n;|") {
		parts = hardSeparators.Split(fractionInName.ReplaceAllString(text, "$1⁄$2"), -1) // 1/2 is a part, not two names
	}
	for _, piece := range parts {
		if tidy(piece) == "" {
			continue
		}
		list = append(list, softNames(piece, firstFirst)...)
	}
	return list
}

// softNames parts a piece at its "and", unless the and is within the name of a company.
func softNames(piece string, firstFirst bool) []person {
	parts := softSplit(piece)
	if len(parts) > 1 {
		first, last := parts[0], parts[len(parts)-1]
		if isCompany(last) && !isCompany(first) || known.forms[plain(strings.Fields(first)[0])] || leadingForm(first) {
			parts = []string{piece}
		}
	}
	if len(parts) == 1 {
		if byComma := commaSplit(piece); len(byComma) > 1 {
			parts = byComma
		}
	}
	if len(parts) == 1 {
		if rest, couple := cutCouple(piece); couple {
			return []person{{first: "M.", last: rest}, {first: "Mme", last: rest}}
		}
	}
	list := make([]person, len(parts))
	lone := make([]string, len(parts)) // parts of a single word, which share the last name of a neighbour
	for i, part := range parts {
		next := firstFirst || i == 0 && len(parts) > 1 && len(strings.Fields(parts[0])) == 1
		if i > 0 && lone[i-1] != "" && !titlesOnly(parts[i-1]) {
			next = true // Jean & Marie Dupont
		}
		list[i] = readName(part, next)
		if words := strings.Fields(part); titlesOnly(part) || len(words) == 1 && len(parts) > 1 && !list[i].company {
			lone[i] = tidy(part)
		}
	}
	for i := range list {
		if lone[i] == "" {
			continue
		}
		for _, j := range []int{i + 1, i - 1} {
			if j >= 0 && j < len(list) && lone[j] == "" && !list[j].company {
				list[i].first, list[i].last = lone[i], list[j].last
				if titlesOnly(lone[i]) && list[j].first == "" {
					list[j].first = leadingTitle(parts[j])
				}
				break
			}
		}
	}
	return list
}

func softSplit(piece string) []string {
	var parts []string
	var words []string
	cut := func() {
		if len(words) > 0 {
			parts = append(parts, strings.Join(words, " "))
		}
		words = nil
	}
	for _, w := range strings.Fields(spacedAnds.Replace(piece)) {
		if w == "&" || w == "+" || known.joined[strings.ToLower(w)] {
			cut()
			continue
		}
		words = append(words, w)
	}
	cut()
	if len(parts) == 0 {
		return []string{piece}
	}
	return parts
}

// commaSplit parts whole names at commas: "Dubois Anne, Lambert Paul"; a last name alone before the comma is "Dubois, Anne".
func commaSplit(piece string) []string {
	parts := strings.Split(piece, ",")
	for _, p := range parts {
		words := strings.Fields(p)
		if len(words) < 2 || known.particles[plain(words[0])] || isCompany(p) {
			return []string{piece}
		}
	}
	return parts
}

func cutCouple(piece string) (rest string, couple bool) {
	words := strings.Fields(piece)
	if len(words) > 1 && known.couples[plain(words[0])] {
		return strings.Join(words[1:], " "), true
	}
	return "", false
}

func titlesOnly(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		if !known.persons[plain(w)] {
			return false
		}
	}
	return len(words) > 0
}

func leadingTitle(s string) string {
	if words := strings.Fields(s); len(words) > 0 && known.persons[plain(words[0])] {
		return words[0]
	}
	return ""
}

// isCompany tells a company by its legal form: SA, S.R.L., BV, vzw, GmbH; a short form only at the end or the beginning.
func isCompany(name string) bool {
	words := strings.Fields(noBrackets.Replace(name))
	for i, w := range words {
		form := strings.ReplaceAll(plain(w), " ", "")
		if known.forms[form] && len(words) > 1 {
			return true
		}
		if !known.shortForms[form] || len(words) < 2 || w != strings.ToUpper(w) {
			continue
		}
		edge := i == len(words)-1 || i == 0
		afterParticle := i > 0 && known.particles[plain(words[i-1])]
		if edge && !afterParticle {
			return true
		}
	}
	return false
}

func leadingForm(name string) bool {
	words := strings.Fields(name)
	return len(words) > 1 && words[0] == strings.ToUpper(words[0]) && known.shortForms[strings.ReplaceAll(plain(words[0]), " ", "")]
}

// readName reads one name, with the right and the part that may stand beside it.
func readName(text string, firstFirst bool) person {
	words, p := cutRight(strings.Fields(text))
	if isCompany(strings.Join(words, " ")) {
		p.company, p.last = true, tidy(strings.Join(words, " "))
		return p
	}
	for len(words) > 1 && known.persons[plain(words[0])] {
		words = words[1:]
	}
	name := tidy(strings.Join(words, " "))
	if last, first, comma := strings.Cut(name, ","); comma {
		p.last, p.first = tidy(last), tidy(strings.ReplaceAll(first, ",", " "))
		if p.last == "" {
			p.last, p.first = p.first, ""
		}
		return p
	}
	words = strings.Fields(name)
	first, last := order(words, firstFirst)
	p.first, p.last = strings.Join(first, " "), strings.Join(last, " ")
	return p
}

// order tells first names from last names: by capitals, by particles, by the title of the column, by well-known first names; lists
// otherwise write the last name first.
func order(words []string, firstFirst bool) (first, last []string) {
	n := len(words)
	if n < 2 {
		return nil, words
	}
	if first, last = byCapitals(words); len(first) > 0 && len(last) > 0 {
		return first, last
	}
	particle := slices.IndexFunc(words, func(w string) bool { return known.particles[plain(w)] })
	switch {
	case particle == 0 && n > 2:
		return words[n-1:], words[:n-1]
	case particle > 0 && particle < n-1:
		return words[:particle], words[particle:]
	case firstFirst, isGiven(words[0]) && !isGiven(words[n-1]):
		k := 1
		for k < n-1 && isGiven(words[k]) {
			k++
		}
		return words[:k], words[k:]
	}
	return words[n-1:], words[:n-1]
}

func isGiven(w string) bool {
	first, _, _ := strings.Cut(plain(w), " ")
	return known.given[first]
}

// byCapitals takes the words in capitals as the last name, with the small particles before them: "de BACKER Jan".
func byCapitals(words []string) (first, last []string) {
	for i, w := range words {
		particle := i+1 < len(words) && known.particles[plain(w)] && (capital(words[i+1]) || len(last) > 0 && i > 0 && capital(words[i-1]))
		if capital(w) || particle {
			last = append(last, w)
		} else {
			first = append(first, w)
		}
	}
	return first, last
}

func capital(w string) bool {
	letters := 0
	for _, r := range w {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.IsUpper(r) {
				return false
			}
		}
	}
	return letters > 1
}

// cutRight takes out of a name what it says of the right and the part: (usufruit), nue-propriété, 1/2, 50 %.
func cutRight(words []string) ([]string, person) {
	var p person
	var kept []string
	for i := 0; i < len(words); i++ {
		if n, right := rightAt(words[i:]); n > 0 {
			p.right = right
			i += n - 1
			continue
		}
		bare := strings.Trim(words[i], "(),:")
		if strings.Contains(bare, "⁄") || strings.HasSuffix(bare, "%") && len(bare) > 1 {
			text := strings.ReplaceAll(bare, "⁄", "/")
			if part, err := share.Parse(text); err == nil && part.Num() > 0 && part.Cmp(share.One) <= 0 {
				p.part = part
				continue
			}
		}
		kept = append(kept, words[i])
	}
	for p.said() && len(kept) > 1 && slices.Contains([]string{"", "pour", "voor", "fur", "a", "en", "in"}, plain(kept[len(kept)-1])) {
		kept = kept[:len(kept)-1]
	}
	return kept, p
}

// rightAt finds a kind of right at the beginning of the words; a short one (US, NP) only between brackets.
func rightAt(words []string) (n int, right property.Right) {
	for n := min(3, len(words)); n > 0; n-- {
		text := strings.Join(words[:n], " ")
		p := plain(text)
		r, ok := known.rights[p]
		if ok && (len(p) >= 7 || strings.HasPrefix(text, "(") && strings.HasSuffix(strings.TrimRight(text, ","), ")")) {
			return n, r
		}
	}
	return 0, ""
}
