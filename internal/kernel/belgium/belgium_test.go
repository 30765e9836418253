package belgium

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"

	"pgregory.net/rapid"
)

// kind is what the tests of all numbers need; as makes any Parse look alike.
type kind interface {
	String() string
	Format() string
	None() bool
	Value() (driver.Value, error)
}

type parser func(string) (kind, error)

func as[T kind](parse func(string) (T, error)) parser {
	return func(s string) (kind, error) { n, err := parse(s); return n, err }
}

var parsers = map[string]parser{
	"kbo": as(ParseKBO), "vat": as(ParseVAT), "iban": as(ParseIBAN), "ogm": as(ParseOGM), "rf": as(ParseRF), "bic": as(ParseBIC),
	"niss": as(ParseNISS), "ean": as(ParseEAN), "postcode": as(ParsePostcode), "capakey": as(ParseCaPaKey),
}

func TestReadAndPrinted(t *testing.T) {
	for _, c := range []struct{ kind, text, canonical, printed string }{
		{"kbo", "BE 0403.019.261", "0403019261", "0403.019.261"},
		{"kbo", "(0)403019261", "0403019261", "0403.019.261"},
		{"kbo", "403019261", "0403019261", "0403.019.261"},
		{"kbo", "be0403019261", "0403019261", "0403.019.261"},
		{"kbo", "0403\u00a0019 261", "0403019261", "0403.019.261"},
		{"vat", "BE 0403.019.261", "BE0403019261", "BE 0403.019.261"},
		{"vat", "0403.019.261", "BE0403019261", "BE 0403.019.261"},
		{"vat", "nl 001234567B01", "NL001234567B01", "NL 001234567B01"},
		{"iban", "be03 7310 1866 4084", "BE03731018664084", "BE03 7310 1866 4084"},
		{"iban", "DE33100205000001194700", "DE33100205000001194700", "DE33 1002 0500 0001 1947 00"},
		{"iban", "NL91 ABNA 0417 1643 00", "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"},
		{"iban", "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606", "FR14 2004 1010 0505 0001 3M02 606"},
		{"ogm", "+++010/8068/17183+++", "010806817183", "+++010/8068/17183+++"},
		{"ogm", "***240/2838/42818***", "240283842818", "+++240/2838/42818+++"},
		{"ogm", "000003505134", "000003505134", "+++000/0035/05134+++"},
		{"rf", "RF18 5390 0754 7034", "RF18539007547034", "RF18 5390 0754 7034"},
		{"bic", "bpot be b1", "BPOTBEB1", "BPOTBEB1"},
		{"bic", "GEBABEBB36A", "GEBABEBB36A", "GEBABEBB36A"},
		{"niss", "85073003328", "85073003328", "85.07.30-033.28"},
		{"ean", "541440012345678907", "541440012345678907", "541 440 012 345 678 907"},
		{"postcode", "B-1000", "1000", "1000"},
		{"postcode", "BE-9999", "9999", "9999"},
		{"capakey", "11922B0570/00H004", "11922B0570/00H004", "11922B0570/00H004"},
		{"capakey", "11922b0570/00_000", "11922B0570/00_000", "11922B0570/00_000"},
	} {
		n, err := parsers[c.kind](c.text)
		if err != nil || n.String() != c.canonical || n.Format() != c.printed {
			t.Errorf("%s %q: got %s, %s, %v", c.kind, c.text, n.String(), n.Format(), err)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ kind, text, code string }{
		{"kbo", "", "kbo_malformed"},
		{"kbo", "000000", "kbo_malformed"},
		{"kbo", "BE0000000000", "kbo_malformed"},
		{"kbo", "04030192610", "kbo_malformed"},
		{"kbo", "9403019261", "kbo_malformed"},
		{"kbo", "0403O19261", "kbo_malformed"},
		{"kbo", "2403019261", "kbo_establishment"},
		{"kbo", "0403019262", "kbo_checksum"},
		{"kbo", "FR0403019261", "kbo_malformed"},
		{"vat", "BE0403019262", "kbo_checksum"},
		{"vat", "", "vat_malformed"},
		{"vat", "DE", "vat_malformed"},
		{"vat", "DE12/34é6", "vat_malformed"},
		{"vat", "US123456789", "vat_country"},
		{"iban", "", "iban_malformed"},
		{"iban", "BE", "iban_malformed"},
		{"iban", "B303731018664084", "iban_malformed"},
		{"iban", "BEXX731018664084", "iban_malformed"},
		{"iban", "BE03-7310-1866-4084", "iban_malformed"},
		{"iban", "US03731018664084", "iban_country"},
		{"iban", "BE0373101866408", "iban_length"},
		{"iban", "BE037310186640840", "iban_length"},
		{"iban", "BE03731018664085", "iban_checksum"},
		{"iban", "BE54310100270000", "iban_bban"},
		{"ogm", "", "ogm_malformed"},
		{"ogm", "+++010/8068/1718+++", "ogm_malformed"},
		{"ogm", "010/8068/1718a", "ogm_malformed"},
		{"ogm", "010/8068/17180", "ogm_checksum"},
		{"ogm", "000000000000", "ogm_checksum"}, // a remainder of 0 is written 97
		{"rf", "", "rf_malformed"},
		{"bic", "", "bic_malformed"},
		{"bic", "BPOTBEB", "bic_malformed"},
		{"bic", "BPOTBEB1XX", "bic_malformed"},
		{"bic", "BP0TBEB1", "bic_malformed"},
		{"bic", "BPOTBEB?", "bic_malformed"},
		{"rf", "RF18", "rf_malformed"},
		{"rf", "XX18539007547034", "rf_malformed"},
		{"rf", "RF18" + strings.Repeat("1", 22), "rf_malformed"},
		{"rf", "RF19539007547034", "rf_checksum"},
		{"niss", "", "niss_malformed"},
		{"niss", "8507300332", "niss_malformed"},
		{"niss", "12345678901", "niss_checksum"},
		{"niss", "85133000105", "niss_month"},
		{"niss", "85533000191", "niss_month"},
		{"niss", "85333000148", "niss_month"},
		{"ean", "54144001234567890", "ean_malformed"},
		{"ean", "", "ean_malformed"},
		{"ean", "541440012345678900", "ean_checksum"},
		{"postcode", "", "postcode_malformed"},
		{"postcode", "0999", "postcode_malformed"},
		{"postcode", "10000", "postcode_malformed"},
		{"postcode", "L-1000", "postcode_malformed"},
		{"capakey", "", "capakey_malformed"},
		{"capakey", "11922B0570/00H04", "capakey_malformed"},
		{"capakey", "11922B570/00H004", "capakey_malformed"},
	} {
		n, err := parsers[c.kind](c.text)
		if !errors.Is(err, fault.Invalid(c.code, "")) || !n.None() {
			t.Errorf("%s %q: got %q, %v; want %s", c.kind, c.text, n.String(), err, c.code)
		}
	}
}

func ExampleNewOGM() {
	for _, counter := range []uint64{1, 97, 35051, 9_999_999_999} {
		o, _ := NewOGM(counter)
		fmt.Println(o, o.Format())
	}
	// Output:
	// 000000000101 +++000/0000/00101+++
	// 000000009797 +++000/0000/09797+++
	// 000003505134 +++000/0035/05134+++
	// 999999999948 +++999/9999/99948+++
}

func TestNewOGM(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, err := NewOGM(rapid.Uint64Range(1, 9_999_999_999).Draw(t, "counter"))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{o.String(), o.Format()} {
			if back, err := ParseOGM(text); err != nil || back != o {
				t.Fatalf("%s read back as %v, %v", text, back, err)
			}
		}
	})
	for _, counter := range []uint64{0, 10_000_000_000} {
		if _, err := NewOGM(counter); !errors.Is(err, fault.Invalid("ogm_exhausted", "")) {
			t.Errorf("%d: %v", counter, err)
		}
	}
}

func TestAnOGMIsFoundInAText(t *testing.T) {
	for text, want := range map[string]string{
		"charges +++010/8068/17183+++ merci": "010806817183",
		"***010/8068/17183***":               "010806817183",
		"010/8068/17183":                     "010806817183",
		"010/8068/17183 et 010/8068/17183":   "010806817183",
		"010/8068/17183 et 240/2838/42818":   "",
		"010/8068/17184":                     "",
		"010/8068/17184 ou 010/8068/17183":   "010806817183",
		"1010/8068/17183":                    "",
		"010/8068/171831":                    "",
		"010/8068/17183/1":                   "",
		"010806817183":                       "", // twelve digits may be anything
		"":                                   "",
	} {
		if got := FindOGM(text); got.String() != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// One digit typed wrong is always seen, in every number that has check digits.
func TestOneWrongDigitIsSeen(t *testing.T) {
	for name, right := range map[string]string{
		"kbo": "0403019261", "iban": "BE03731018664084", "ogm": "010806817183", "rf": "RF18539007547034",
		"niss": "85073003328", "ean": "541440012345678907",
	} {
		for i, c := range []byte(right) {
			for d := byte('0'); d <= '9'; d++ {
				if c < '0' || c > '9' || c == d {
					continue
				}
				if n, err := parsers[name](right[:i] + string(d) + right[i+1:]); err == nil {
					t.Errorf("%s %s passes for %s", name, n, right)
				}
			}
		}
	}
}

func TestRegions(t *testing.T) {
	for code, want := range map[string]Region{
		"1000": Brussels, "1210": Brussels, "1299": Brussels, "1300": Wallonia, "1499": Wallonia, "1500": Flanders, "1999": Flanders,
		"2000": Flanders, "3000": Flanders, "3798": Flanders, "3999": Flanders, "4000": Wallonia, "4700": Wallonia, "5000": Wallonia,
		"6700": Wallonia, "7780": Wallonia, "7999": Wallonia, "8000": Flanders, "9000": Flanders, "9999": Flanders,
	} {
		p, err := ParsePostcode(code)
		if err != nil || p.Region() != want {
			t.Errorf("%s: got %s, %v; want %s", code, p.Region(), err, want)
		}
	}
	if (Postcode{}).Region() != "" || !Brussels.Known() || Region("LUX").Known() || Wallonia.In("nl") != "Waals Gewest" {
		t.Error("regions")
	}
}

func TestParts(t *testing.T) {
	v, _ := ParseVAT("BE0403019261")
	if v.Country() != "BE" || v.KBO().Format() != "0403.019.261" {
		t.Errorf("%v %v", v.Country(), v.KBO())
	}
	f, _ := ParseVAT("FR12345678901")
	if f.Country() != "FR" || !f.KBO().None() {
		t.Errorf("%v %v", f.Country(), f.KBO())
	}
	e, _ := ParseEAN("541440012345678907")
	if !e.Belgian() {
		t.Error("a Belgian connection")
	}
	k, _ := ParseCaPaKey("11922B0570/02_000")
	if k.Short() != "570/2" {
		t.Errorf("%s", k.Short())
	}
}

func TestStorageAndJSON(t *testing.T) {
	type row struct {
		KBO  KBO  `json:"kbo"`
		IBAN IBAN `json:"iban"`
	}
	var r row
	if err := json.Unmarshal([]byte(`{"kbo":"BE 0403.019.261","iban":""}`), &r); err != nil || !r.IBAN.None() {
		t.Fatal(err)
	}
	if b, err := json.Marshal(r); err != nil || string(b) != `{"kbo":"0403019261","iban":""}` {
		t.Errorf("%s, %v", b, err)
	}
	if err := json.Unmarshal([]byte(`{"kbo":"1"}`), &r); !errors.Is(err, fault.Invalid("kbo_malformed", "")) {
		t.Errorf("%v", err)
	}
	v, _ := r.IBAN.Value()
	if v != nil {
		t.Errorf("none stored as %v", v)
	}
	k, _ := ParseKBO("0403019261")
	for _, src := range []any{"0403019261", []byte("0403019261")} {
		var got KBO
		if err := got.Scan(src); err != nil || got != k {
			t.Errorf("%T: %v, %v", src, got, err)
		}
	}
	got := k
	if err := got.Scan(nil); err != nil || !got.None() || got.Format() != "" {
		t.Errorf("NULL: %v, %v", got, err)
	}
	if err := got.Scan(int64(403019261)); err == nil {
		t.Error("an integer was read as a number of an enterprise")
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
			s := regexp.MustCompile(`\{[^}]*\}|\d:\d`).ReplaceAllString(i18n.Raw(l, key), "")
			if strings.Contains(s, "'") || l == i18n.FR && regexp.MustCompile(`[^\x{a0}][:;?!]`).MatchString(s) {
				t.Errorf("%s %s: straight apostrophe or missing no-break space: %s", key, l, s)
			}
		}
	}
}
