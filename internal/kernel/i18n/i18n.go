// Package i18n says the sentences of the house in French, Dutch, German and English.
//
// Each room keeps its sentences in a words.toml with the four languages side by side and registers it once at start;
// a missing language panics then, not in front of a user. A sentence may name values, {party}, and choose a word by
// number, {n:lot|lots}: the first form is for the singular of the language.
package i18n

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
)

// Lang is one of the four languages.
type Lang string

// The languages of the house; French comes first because it is the fallback of no one: every sentence exists in all four.
const (
	FR Lang = "fr"
	NL Lang = "nl"
	DE Lang = "de"
	EN Lang = "en"
)

// Langs lists them in the order in which they are shown.
var Langs = []Lang{FR, NL, DE, EN}

// Name is the language in its own words.
func (l Lang) Name() string {
	return map[Lang]string{FR: "Français", NL: "Nederlands", DE: "Deutsch", EN: "English"}[l]
}

// Known reads a language code; ok is false for any that the house does not speak.
func Known(s string) (Lang, bool) {
	l := Lang(strings.ToLower(s))
	return l, slices.Contains(Langs, l)
}

// Accept chooses a language from an Accept-Language header; FR when none fits.
func Accept(header string) Lang {
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		primary, _, _ := strings.Cut(tag, "-")
		if l, ok := Known(primary); ok {
			return l
		}
	}
	return FR
}

type sentence map[Lang]string

var book = map[string]sentence{}

// Register adds a room's words. Keys become "<room>.<key>"; tables under [fault.<code>] and [problem.<code>] are shared by the
// whole house and keep their own name. It panics on a malformed file, a missing language or a key said twice.
func Register(room string, words []byte) {
	var raw map[string]map[string]any
	if err := toml.Unmarshal(words, &raw); err != nil {
		panic(fmt.Sprintf("i18n: words of %s: %v", room, err))
	}
	for key, table := range raw {
		if key == "fault" {
			for code, inner := range table {
				t, ok := inner.(map[string]any)
				if !ok {
					panic(fmt.Sprintf("i18n: %s: [fault.%s] is not a table", room, code))
				}
				add("fault."+code, room, t)
			}
			continue
		}
		add(room+"."+key, room, table)
	}
}

func add(key, room string, table map[string]any) {
	if _, twice := book[key]; twice {
		panic(fmt.Sprintf("i18n: %s says %q, which is already said", room, key))
	}
	s := sentence{}
	for _, l := range Langs {
		text, ok := table[string(l)].(string)
		if !ok || text == "" {
			panic(fmt.Sprintf("i18n: %s: %q lacks language %s", room, key, l))
		}
		s[l] = text
	}
	if len(table) != len(Langs) {
		panic(fmt.Sprintf("i18n: %s: %q holds more than the four languages", room, key))
	}
	book[key] = s
}

// Has tells whether a sentence exists.
func Has(key string) bool { _, ok := book[key]; return ok }

// Keys lists all sentences, sorted; for tests and the translators' table.
func Keys() []string {
	keys := make([]string, 0, len(book))
	for k := range book {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Raw is the sentence as written, with its placeholders; for tests.
func Raw(l Lang, key string) string { return book[key][l] }

// Say gives the sentence with its values; args alternate name and value. Values are formatted for the language: see Format.
// An unknown key is given back between guillemets, so that it is seen and no page breaks.
func Say(l Lang, key string, args ...any) string {
	s, ok := book[key]
	if !ok {
		return "«" + key + "»"
	}
	if len(args) == 0 {
		return s[l]
	}
	values := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		values[fmt.Sprint(args[i])] = args[i+1]
	}
	return Fill(l, s[l], values)
}

// SayWith is Say with the values in a map.
func SayWith(l Lang, key string, values map[string]any) string {
	s, ok := book[key]
	if !ok {
		return "«" + key + "»"
	}
	return Fill(l, s[l], values)
}

// Fill replaces the placeholders of a text.
func Fill(l Lang, text string, values map[string]any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			b.WriteString(text)
			return b.String()
		}
		shut := strings.IndexByte(text[open:], '}')
		if shut < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:open])
		name, forms, plural := strings.Cut(text[open+1:open+shut], ":")
		v, known := values[name]
		switch {
		case !known:
			b.WriteString(text[open : open+shut+1])
		case plural:
			one, other, _ := strings.Cut(forms, "|")
			if Singular(l, number(v)) {
				b.WriteString(one)
			} else {
				b.WriteString(other)
			}
		default:
			b.WriteString(Format(l, v))
		}
		text = text[open+shut+1:]
	}
}

// Singular tells whether a count takes the first form: 0 and 1 in French, 1 alone elsewhere.
func Singular(l Lang, n int64) bool {
	if l == FR {
		return n == 0 || n == 1 || n == -1
	}
	return n == 1 || n == -1
}

func number(v any) int64 {
	switch n := v.(type) {
	case int:
		return int64(n)
	case int64:
		return n
	case int32:
		return int64(n)
	}
	return 0
}

type key struct{}

// With puts the reader's language into a context.
func With(ctx context.Context, l Lang) context.Context { return context.WithValue(ctx, key{}, l) }

// From is the reader's language; FR when none was put there.
func From(ctx context.Context) Lang {
	if l, ok := ctx.Value(key{}).(Lang); ok {
		return l
	}
	return FR
}

// T says a sentence in the language of the context.
func T(ctx context.Context, key string, args ...any) string { return Say(From(ctx), key, args...) }
