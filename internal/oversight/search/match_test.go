package search

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string][]string{
		"Hélène Van den Bœuf":           {"boeuf", "den", "helene", "van"},
		"Straße 12, 4700 Eupen":         {"12", "4700", "eupen", "strasse"},
		"total 1.284,60 EUR":            {"1", "284", "60", "eur", "eur128460", "total"},
		"BE0403.170.701":                {"170", "701", "be0403", "be0403170701"},
		"+++123/4567/89012+++":          {"123", "123456789012", "4567", "89012"},
		"BE68 5390 0754 7034":           {"5390", "7034", "0754", "be68", "be68539007547034"},
		"l’Escaut – d'Ursel":            {"d", "escaut", "l", "ursel"},
		"":                              {},
		"Ƞ\u0000 \u202e weird\u0301 𝒜b": {"weird"},
	} {
		got := Words(text)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%q is not found under %q: %q", text, w, got)
			}
		}
	}
}

func TestAQuestionThatIsANumberIsOneTerm(t *testing.T) {
	for question, want := range map[string][]string{
		"BE68 5390 0754 7034":    {"be68539007547034"},
		"0403.170.701":           {"0403170701"},
		"1 284,60":               {"eur128460"},
		"engie 1284,60":          {"eur128460", "engie"},
		"4b tilleuls":            {"tilleuls", "4b"},
		"  Dupont   Jean ":       {"dupont", "jean"},
		"a b c d e f g h i":      {"a", "b", "c", "d", "e", "f"},
		"!!!":                    {},
		"rue de la Loi 16, 1000": {"1000", "rue", "loi", "de", "la", "16"},
	} {
		if got := Terms(question); !slices.Equal(got, want) {
			t.Errorf("%q is read as %q, want %q", question, got, want)
		}
	}
}

func TestASlipOfTheFingerIsForgiven(t *testing.T) {
	for _, c := range []struct {
		a, b string
		near bool
	}{
		{"dupont", "dupond", true}, {"dupont", "dupnot", true}, {"dupont", "duppont", true}, {"dupont", "dupot", true},
		{"dupont", "durant", false}, {"vandenbroeck", "vandenbrouck", true}, {"vandenbroeck", "vandebrouck", true},
		{"lot", "lit", false}, {"2026", "2025", false}, {"jean", "joan", true}, {"ann", "anna", true}, {"ab", "abc", false},
	} {
		if Near(c.a, c.b) != c.near || Near(c.b, c.a) != c.near {
			t.Errorf("%q and %q: near is %v, want %v", c.a, c.b, Near(c.a, c.b), c.near)
		}
	}
}

// Two words one slip apart always share a variant: otherwise the index would not bring them together.
func TestOneSlipAlwaysMeetsInTheIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.StringMatching(`[a-z]{4,12}`).Draw(t, "word"))
		i := rapid.IntRange(0, len(word)-1).Draw(t, "at")
		letter := []rune(rapid.StringMatching(`[a-z]`).Draw(t, "letter"))[0]
		slipped := slices.Clone(word)
		switch rapid.IntRange(0, 3).Draw(t, "slip") {
		case 0:
			slipped = slices.Delete(slipped, i, i+1)
		case 1:
			slipped = slices.Insert(slipped, i, letter)
		case 2:
			slipped[i] = letter
		case 3:
			j := min(i+1, len(word)-1)
			slipped[i], slipped[j] = slipped[j], slipped[i]
		}
		if len(slipped) < shortest {
			return // too short to be forgiven
		}
		meets := slices.ContainsFunc(Variants(string(word)), func(v string) bool { return slices.Contains(Variants(string(slipped)), v) })
		if !meets || !Near(string(word), string(slipped)) {
			t.Fatalf("%q and %q do not meet", string(word), string(slipped))
		}
	})
}

func FuzzWords(f *testing.F) {
	f.Add("Hélène 1.284,60 BE68 5390 0754 7034")
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range append(Words(text), Terms(text)...) {
			if w == "" || len(w) > 4*maxWord+8 {
				t.Errorf("%q gives the word %q", text, w)
			}
		}
	})
}
