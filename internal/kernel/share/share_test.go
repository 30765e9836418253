package share

import (
	"encoding/json"
	"errors"
	"fmt"
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

func TestParse(t *testing.T) {
	for text, want := range map[string]Fraction{
		"1/2":           Must(1, 2),
		"150/1000":      Must(3, 20),
		" 150 / 1 000 ": Must(3, 20),
		"1/1":           One,
		"0/5":           Zero,
		"50 %":          Must(1, 2),
		"50%":           Must(1, 2),
		"33,33 %":       Must(3333, 10000),
		"33.33 %":       Must(3333, 10000),
		"0,5 %":         Must(1, 200),
		"100 %":         One,
		"100,00\u00a0%": One,
		"7/4":           Must(7, 4),
		"9223372036854775807/9223372036854775807": One,
	} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
	}
	for text, code := range map[string]string{
		"":                        "fraction_malformed",
		"1":                       "fraction_malformed", // one half of people mean 1 %, the other the whole
		"0,5":                     "fraction_malformed",
		"1/2/3":                   "fraction_malformed",
		"-1/2":                    "fraction_malformed",
		"1/-2":                    "fraction_malformed",
		"+1/2":                    "fraction_malformed",
		"a/b":                     "fraction_malformed",
		"1.5/3":                   "fraction_malformed",
		"%":                       "fraction_malformed",
		",5 %":                    "fraction_malformed",
		"5, %":                    "fraction_malformed",
		"1 2/3":                   "fraction_malformed",
		"1.234,5 %":               "fraction_malformed",
		"1/0":                     "fraction_denominator",
		"9223372036854775808/1":   "fraction_too_fine",
		"0,0000000000000000001 %": "fraction_too_fine",
	} {
		if got, err := Parse(text); !errors.Is(err, fault.Invalid(code, "")) {
			t.Errorf("%q: got %v, %v; want %s", text, got, err, code)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1/2", "33,33 %", "150/1000", "1/0", "%", "9223372036854775807/3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x, err := Parse(s)
		if err != nil {
			return
		}
		if y, err := Parse(x.String()); err != nil || y != x {
			t.Fatalf("%q is %v, read back %v, %v", s, x, y, err)
		}
	})
}

func fractions() *rapid.Generator[Fraction] {
	return rapid.Custom(func(t *rapid.T) Fraction {
		return Must(rapid.Int64Range(0, 1_000_000).Draw(t, "num"), rapid.Int64Range(1, 1_000_000).Draw(t, "den"))
	})
}

func TestArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := fractions().Draw(t, "a"), fractions().Draw(t, "b")
		s, err := a.Add(b)
		s2, _ := b.Add(a)
		if err != nil || s != s2 || s.Cmp(a) < 0 {
			t.Fatalf("%v + %v = %v and %v, %v", a, b, s, s2, err)
		}
		p, err := a.Mul(b)
		p2, _ := b.Mul(a)
		if err != nil || p != p2 {
			t.Fatalf("%v * %v = %v and %v, %v", a, b, p, p2, err)
		}
		if (a.Cmp(b) == 0) != (a == b) || a.Cmp(b) != -b.Cmp(a) {
			t.Fatalf("%v and %v compare as %d and %d", a, b, a.Cmp(b), b.Cmp(a))
		}
	})
	if got, _ := Must(1, 3).Add(Must(1, 6)); got != Must(1, 2) {
		t.Errorf("1/3 + 1/6 = %v", got)
	}
	if _, err := Must(1, math.MaxInt64).Mul(Must(1, 2)); !errors.Is(err, fault.Invalid("fraction_too_fine", "")) {
		t.Errorf("half of the finest: %v", err)
	}
	if _, err := Must(math.MaxInt64, 1).Add(One); !errors.Is(err, fault.Invalid("fraction_too_fine", "")) {
		t.Errorf("one more than the largest: %v", err)
	}
	if Must(math.MaxInt64, math.MaxInt64-1).Cmp(Must(math.MaxInt64-1, math.MaxInt64-2)) >= 0 {
		t.Error("the largest numbers compare wrongly")
	}
	if Must(0, 7) != (Fraction{}) || Zero.Den() != 1 || Zero.Num() != 0 {
		t.Error("zero is not one value")
	}
}

func TestWhole(t *testing.T) {
	for _, fs := range [][]Fraction{{One}, {Must(1, 2), Must(1, 2)}, {Must(1, 3), Must(1, 3), Must(1, 3)}, {Must(1, math.MaxInt64), Must(math.MaxInt64-1, math.MaxInt64)}} {
		if err := Whole("members", fs...); err != nil {
			t.Errorf("%v: %v", fs, err)
		}
	}
	for _, fs := range [][]Fraction{{}, {Must(1, 2)}, {Must(3333, 10000), Must(3333, 10000), Must(3333, 10000)}, {One, Must(1, math.MaxInt64)}} {
		f := fault.As(Whole("members", fs...))
		if f == nil || f.Code != "fractions_not_whole" || f.Field != "members" {
			t.Errorf("%v: %v", fs, f)
		}
	}
	f := fault.As(Whole("members", Must(1, 2), Must(1, 3)))
	if got := i18n.SayWith("en", "fault."+f.Code, f.Args); !strings.Contains(got, "5/6") {
		t.Errorf("the sum is not said: %s", got)
	}
}

func ExampleBalanceOf() {
	for _, shares := range [][]int64{{335, 120, 545}, {335, 120, 544}, {335, 120, 546}} {
		b, _ := BalanceOf(1000, shares)
		fmt.Printf("%s %5v %3d missing\n", b.In("en"), b.Complete(), b.Missing())
	}
	// Output:
	// 1,000/1,000  true   0 missing
	// 999/1,000 false   1 missing
	// 1,001/1,000 false  -1 missing
}

func TestBalanceRefuses(t *testing.T) {
	for _, c := range []struct {
		declared int64
		shares   []int64
		code     string
	}{
		{0, nil, "quotas_denominator"},
		{-1000, nil, "quotas_denominator"},
		{1000, []int64{500, -1}, "quotas_negative"},
		{1000, []int64{math.MaxInt64, 1}, "quotas_too_large"},
	} {
		if _, err := BalanceOf(c.declared, c.shares); !errors.Is(err, fault.Invalid(c.code, "")) {
			t.Errorf("%d %v: %v", c.declared, c.shares, err)
		}
	}
}

func TestForPeople(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Must(150, 1000).In("fr"), "3/20"},
		{Must(1, 100000).In("nl"), "1/100.000"},
		{Quota{150, 1000}.In("fr"), "150/1\u00a0000"},
		{Must(1, 3).Percent("fr"), "33,33\u00a0%"},
		{Must(2, 3).Percent("en"), "66.67%"},
		{Must(1, 3).Percent("nl"), "33,33%"},
		{Must(1, 3).Percent("de"), "33,33\u00a0%"},
		{One.Percent("en"), "100.00%"},
		{Must(math.MaxInt64, 3).Percent("en"), "307,445,734,561,825,860,233.33%"},
		{Quota{150, 1000}.Fraction().String(), "3/20"},
		{TwoThirds.In("fr"), "deux tiers des voix exprimées"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTextForm(t *testing.T) {
	b, err := json.Marshal(Must(150, 1000))
	if err != nil || string(b) != `"3/20"` {
		t.Errorf("%s, %v", b, err)
	}
	var f Fraction
	if err := json.Unmarshal([]byte(`"150/1000"`), &f); err != nil || f != Must(3, 20) {
		t.Errorf("%v, %v", f, err)
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
