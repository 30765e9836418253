package money

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"

	"pgregory.net/rapid"
)

func TestParseCents(t *testing.T) {
	for text, want := range map[string]Cents{
		"1 284,60":             128460,
		"1.284,60":             128460,
		"1,284.60":             128460,
		"1284.60":              128460,
		"1284,6":               128460,
		"1284":                 128400,
		"€ 12":                 1200,
		"12 €":                 1200,
		"12,50 EUR":            1250,
		"EUR 12.50":            1250,
		"-3,5":                 -350,
		"−3,50 €":              -350,
		"−€1,284.60":           -128460,
		"€ −3,50":              -350,
		"+7":                   700,
		"0":                    0,
		"0,05":                 5,
		"1.234.567":            123456700,
		"1 234 567,8":          123456780,
		"1\u00a0284,60\u00a0€": 128460,
		"1\u202f284,60":        128460,
		"  42  ":               4200,
	} {
		if got, err := ParseCents(text); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestParseCentsRefuses(t *testing.T) {
	for text, code := range map[string]string{
		"":                     "amount_malformed",
		"€":                    "amount_malformed",
		"-":                    "amount_malformed",
		"abc":                  "amount_malformed",
		"12,":                  "amount_malformed",
		",50":                  "amount_malformed",
		"--5":                  "amount_malformed",
		"-€-5":                 "amount_malformed",
		"€ 5 €":                "amount_malformed",
		"5 USD":                "amount_malformed",
		"1e3":                  "amount_malformed",
		"1 28,60":              "amount_malformed",
		"12 3456":              "amount_malformed",
		"1.28.600":             "amount_malformed",
		"1.284.60,5":           "amount_malformed",
		"1,284,60":             "amount_malformed",
		"1.284,60.5":           "amount_malformed",
		"1  284":               "amount_malformed",
		"1 284.600,5":          "amount_malformed",
		"(12,50)":              "amount_malformed",
		"12,50-":               "amount_malformed",
		"٣":                    "amount_malformed",
		"1.284":                "amount_ambiguous",
		"12,345":               "amount_ambiguous",
		"0.123":                "amount_decimals",
		"1284.605":             "amount_decimals",
		"1.284,605":            "amount_decimals",
		"1 284,605":            "amount_decimals",
		"12,3456":              "amount_decimals",
		"100000000001":         "amount_too_large",
		"99999999999999999999": "amount_too_large",
	} {
		if got, err := ParseCents(text); !errors.Is(err, fault.Invalid(code, "")) {
			t.Errorf("%q: got %d, %v; want %s", text, got, err, code)
		}
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Cents(rapid.Int64Range(-int64(Limit), int64(Limit)).Draw(t, "c"))
		for _, l := range i18n.Langs {
			for _, text := range []string{c.In(l), c.Plain(l)} {
				if got, err := ParseCents(text); err != nil || got != c {
					t.Fatalf("%s %q: got %d, %v; want %d", l, text, got, err, c)
				}
			}
		}
	})
}

func FuzzParseCents(f *testing.F) {
	for _, s := range []string{"1 284,60", "€1,284.60", "-3,5", "1.284", "", "€"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCents(s)
		if err != nil {
			return
		}
		if d, err := ParseCents(c.In(i18n.NL)); err != nil || d != c {
			t.Fatalf("%q is %d, written and read back %d, %v", s, c, d, err)
		}
	})
}

func TestSumsAreChecked(t *testing.T) {
	if got := Sum(1, 2, -5); got != -2 {
		t.Errorf("got %d", got)
	}
	for name, overflow := range map[string]func(){
		"add": func() { Cents(math.MaxInt64).Add(1) },
		"sub": func() { Cents(math.MinInt64).Sub(1) },
		"neg": func() { Cents(math.MinInt64).Neg() },
		"sum": func() { Sum(math.MinInt64, -1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: an overflow went unseen", name)
				}
			}()
			overflow()
		}()
	}
}

func TestLimit(t *testing.T) {
	if err := Limit.Within("amount"); err != nil {
		t.Error(err)
	}
	for _, c := range []Cents{Limit + 1, -Limit - 1, math.MinInt64} {
		if f := fault.As(c.Within("amount")); f == nil || f.Code != "amount_too_large" || f.Field != "amount" {
			t.Errorf("%d: got %v", c, f)
		}
	}
}

func TestStorageAndJSON(t *testing.T) {
	v, _ := Cents(-350).Value()
	if v != int64(-350) {
		t.Errorf("stored as %T %v", v, v)
	}
	for _, src := range []any{int64(-350), "-350", []byte("-350")} { // PostgreSQL gives SUM(BIGINT) as text
		var c Cents
		if err := c.Scan(src); err != nil || c != -350 {
			t.Errorf("%T: got %d, %v", src, c, err)
		}
	}
	for _, src := range []any{nil, 3.5, "3.50", true} {
		if err := new(Cents).Scan(src); err == nil {
			t.Errorf("%T %v was read as an amount", src, src)
		}
	}
	if b, _ := json.Marshal(Cents(128460)); string(b) != "128460" {
		t.Errorf("JSON %s", b)
	}
}

func TestInFourLanguages(t *testing.T) {
	for l, want := range map[i18n.Lang]string{"fr": "1\u00a0284,60\u00a0€", "nl": "€\u00a01.284,60", "de": "1.284,60\u00a0€", "en": "€1,284.60"} {
		if got := Cents(128460).In(l); got != want {
			t.Errorf("%s: %q", l, got)
		}
	}
}

// Every code that this package can answer has its sentence in four languages, written as printers do.
func TestEveryFaultHasItsSentence(t *testing.T) {
	files, _ := filepath.Glob("*.go")
	said := regexp.MustCompile(`fault\.\w+\("([a-z0-9_]+)"`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(src), -1) {
			if !i18n.Has("fault." + m[1]) {
				t.Errorf("%s: fault.%s has no sentence", name, m[1])
			}
		}
	}
	for _, key := range i18n.Keys() {
		for _, l := range i18n.Langs {
			if s := i18n.Raw(l, key); strings.Contains(s, "'") || l == i18n.FR && regexp.MustCompile(`[^\x{a0}][:;?!]`).MatchString(s) {
				t.Errorf("%s %s: straight apostrophe or missing no-break space: %s", key, l, s)
			}
		}
	}
}
