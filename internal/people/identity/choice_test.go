package identity

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"koprogo/internal/kernel/fault"
)

func TestWhichPasswordsAreTaken(t *testing.T) {
	anne := Person{name: "Anne-Sophie Van den Berg", email: "asvdb.syndic@exemple.example"}
	for password, want := range map[string]string{
		"quatre mots pour entrer":     "",
		"drie woorden op een rij":     "",
		"tr0ub4dor&3 et compagnie":    "",
		"kort":                        "password_short",
		"onze lettre":                 "password_short",
		strings.Repeat("long ", 41):   "too_long",
		"transformers":                "password_common", // on the list as it is
		"JustinBieber":                "password_common", // without case
		"ｊｕｓｔｉｎｂｉｅｂｅｒ":                "password_common", // in wide letters
		"Password2026!":               "password_common", // with digits and signs at its end
		"motdepasse123":               "password_common",
		"wachtwoord!!!!":              "password_common",
		"azertyuiop2026":              "password_common",
		"aaaaaaaaaaaaaa":              "password_pattern",
		"abababababab":                "password_pattern",
		"loulouloulou":                "password_pattern",
		"1234 1234 1234":              "password_pattern",
		"abcdefghijkl":                "password_pattern",
		"zyxwvutsrqponm":              "password_pattern",
		"123456abcdef":                "password_pattern",
		"qsdfghjklm1234":              "password_pattern",
		"la maison de anne-sophie":    "password_personal",
		"berg en dal en nog iets":     "password_personal",
		"annesophievandenberg en fin": "password_personal",
		"asvdb.syndic a Bruxelles":    "password_personal",
		"je paye avec KoproGo":        "password_personal",
		"den trein van Gent":          "", // "den" and "van" stand in half of all sentences
	} {
		err := acceptable(password, anne)
		f := fault.As(err)
		got := ""
		if f != nil {
			got = f.Code
		}
		if got != want || f != nil && f.Field != "password" {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestTheListOfCommonPasswordsIsAsItIsSearched(t *testing.T) {
	words := strings.Split(strings.TrimSuffix(common, "\n"), "\n")
	if len(words) < 30_000 || !slices.IsSorted(words) {
		t.Errorf("%d words, sorted %v", len(words), slices.IsSorted(words))
	}
	for i, w := range words {
		if w != fold(w) || utf8.RuneCountInString(w) < 6 || i > 0 && w == words[i-1] {
			t.Errorf("line %d: %q", i+1, w)
		}
	}
}
