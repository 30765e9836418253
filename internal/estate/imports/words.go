package imports

import (
	_ "embed"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"
)

//go:embed lists.toml
var listWords string

// vocabulary is lists.toml, turned about for looking up.
type vocabulary struct {
	columns    map[string]Field
	fields     []Field // in the order of the file
	synonyms   map[Field][]string
	firstFirst map[string]bool
	wholes     map[string]int64
	kinds      map[string]property.Kind
	ground     map[string]bool
	below      map[string]bool
	ordinals   []string
	totals     []string
	titles     map[string]bool
	examples   map[string]bool
	forms      map[string]bool // legal forms of three letters and more, and what is always a body
	shortForms map[string]bool
	persons    map[string]bool // M., Mme, Dhr.
	particles  map[string]bool
	joined     map[string]bool
	couples    map[string]bool
	given      map[string]bool
	rights     map[string]property.Right
	languages  map[string]i18n.Lang
	countries  map[string]string
}

var known = mustRead(listWords)

func mustRead(text string) vocabulary {
	var raw map[string]map[string][]string
	meta, err := toml.Decode(text, &raw)
	if err != nil {
		panic("imports: lists.toml: " + err.Error())
	}
	set := func(table, key string) map[string]bool {
		m := map[string]bool{}
		for _, w := range raw[table][key] {
			m[w] = true
		}
		return m
	}
	v := vocabulary{columns: map[string]Field{}, synonyms: map[Field][]string{}, wholes: map[string]int64{}, kinds: map[string]property.Kind{},
		rights: map[string]property.Right{}, languages: map[string]i18n.Lang{}, countries: map[string]string{}, ordinals: raw["floors"]["ordinals"], totals: raw["totals"]["words"],
		firstFirst: set("order", "first_name_first"), ground: set("floors", "ground"), below: set("floors", "below"), titles: set("titles", "words"),
		examples: set("examples", "words"), forms: set("companies", "long"), shortForms: set("companies", "short"), persons: set("persons", "titles"),
		particles: set("persons", "particles"), joined: set("persons", "joined"), couples: set("persons", "couples"), given: set("persons", "given")}
	for _, key := range meta.Keys() {
		if len(key) == 2 {
			v.add(key[0], key[1], raw[key[0]][key[1]])
		}
	}
	return v
}

func (v *vocabulary) add(table, key string, list []string) {
	if table == "columns" {
		v.fields = append(v.fields, Field(key))
		v.synonyms[Field(key)] = list
	}
	for _, w := range list {
		switch table {
		case "columns":
			v.columns[w] = Field(key)
		case "denominators":
			v.wholes[w], _ = strconv.ParseInt(key, 10, 64)
		case "kinds":
			v.kinds[w] = property.Kind(key)
		case "rights":
			v.rights[w] = property.Right(key)
		case "languages":
			v.languages[w] = i18n.Lang(key)
		case "countries":
			v.countries[w] = key
		}
	}
}

var joinedLetters = strings.NewReplacer("ß", "ss", "œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae", "ø", "o", "Ø", "o", "º", " ", "ª", " ")

// plain is the form in which words are compared: small letters without accents, parted by single spaces, no signs.
func plain(s string) string {
	for _, r := range s {
		if r >= utf8.RuneSelf {
			s = norm.NFD.String(joinedLetters.Replace(s))
			break
		}
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case r >= 0x300 && r < 0x370:
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// tidy removes what nobody meant: spaces around and doubled, and other ways of writing the same letters.
func tidy(s string) string {
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// holds tells whether words stand in a text, whole and side by side; both in their plain form.
func holds(text, words string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return false
		}
		i += at
		end := i + len(words)
		if (i == 0 || text[i-1] == ' ') && (end == len(text) || text[end] == ' ') {
			return true
		}
		at = i + 1
	}
}

// begins tells whether a text begins with whole words.
func begins(text, words string) bool {
	return strings.HasPrefix(text, words) && (len(text) == len(words) || text[len(words)] == ' ')
}
