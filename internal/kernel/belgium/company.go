package belgium

import (
	"fmt"
	"strings"

	"koprogo/internal/kernel/fault"
)

// KBO is an enterprise number, ten digits: 0403019261. Every document of a co-ownership carries its own (art. 3.86 §1).
type KBO struct{ number[kbo] }

// ParseKBO reads "0403.019.261", "BE 0403.019.261", "(0)403019261" or the old nine digits.
// Faults: kbo_malformed, kbo_establishment (the number of an establishment unit, 2 to 8 first), kbo_checksum.
func ParseKBO(text string) (KBO, error) {
	n, err := parse[kbo](text)
	return KBO{n}, err
}

type kbo struct{}

func (kbo) canonical(text string) (string, error) {
	s := strings.TrimPrefix(strip(text, ".-()/"), "BE")
	if len(s) == 9 {
		s = "0" + s
	}
	if len(s) != 10 || !digits(s) || s == "0000000000" {
		return "", fault.Invalid("kbo_malformed", "")
	}
	if s[0] >= '2' && s[0] <= '8' {
		return "", fault.Invalid("kbo_establishment", "")
	}
	if s[0] == '9' {
		return "", fault.Invalid("kbo_malformed", "")
	}
	if fmt.Sprintf("%02d", 97-mod97(s[:8])) != s[8:] {
		return "", fault.Invalid("kbo_checksum", "")
	}
	return s, nil
}

func (kbo) print(s string) string { return s[:4] + "." + s[4:7] + "." + s[7:] }

// VAT is a VAT number with its country: BE0403019261. A co-ownership usually has none; suppliers do.
type VAT struct{ number[vat] }

// ParseVAT reads a VAT number of the European Union. A Belgian one, with or without its BE, is checked as an enterprise
// number (faults of ParseKBO); of the others only the country and the length are. Faults: vat_malformed, vat_country.
func ParseVAT(text string) (VAT, error) {
	n, err := parse[vat](text)
	return VAT{n}, err
}

// KBO is the enterprise number inside a Belgian VAT number; none for other countries.
func (v VAT) KBO() KBO {
	if rest, ok := strings.CutPrefix(v.s, "BE"); ok {
		return KBO{number[kbo]{rest}}
	}
	return KBO{}
}

// Country is the prefix: two letters (EL is Greece, XI is Northern Ireland); empty for none.
func (v VAT) Country() string { return v.s[:min(2, len(v.s))] }

// The prefixes of the European Union.
const vatCountries = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"

type vat struct{}

func (vat) canonical(text string) (string, error) {
	s := strip(text, ".-()/")
	if strings.HasPrefix(s, "BE") || digits(s) {
		n, err := ParseKBO(s)
		if err != nil {
			return "", err
		}
		return "BE" + n.s, nil
	}
	if len(s) < 4 || len(s) > 14 || !alphanumeric(strings.NewReplacer("+", "", "*", "").Replace(s)) {
		return "", fault.Invalid("vat_malformed", "")
	}
	if !known(vatCountries, s[:2]) {
		return "", fault.Invalid("vat_country", "")
	}
	return s, nil
}

func (vat) print(s string) string {
	if rest, ok := strings.CutPrefix(s, "BE"); ok {
		return "BE " + kbo{}.print(rest)
	}
	return s[:2] + " " + s[2:]
}

// known tells whether a code of two letters stands in a list parted by spaces.
func known(list, code string) bool {
	for c := range strings.SplitSeq(list, " ") {
		if c == code {
			return true
		}
	}
	return false
}
