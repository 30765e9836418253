package belgium

import (
	"regexp"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

// Region is where a rule of law holds: the whole country or one of its three regions.
type Region string

// The regions; a federal rule holds in all of them.
const (
	Federal  Region = "BE"
	Brussels Region = "BXL"
	Flanders Region = "VLG"
	Wallonia Region = "WAL"
)

// In is the name of the region.
func (r Region) In(l i18n.Lang) string {
	return i18n.Say(l, "belgium.region_"+strings.ToLower(string(r)))
}

// Known tells whether this is one of the four.
func (r Region) Known() bool {
	return r == Federal || r == Brussels || r == Flanders || r == Wallonia
}

// Postcode is a Belgian postcode, four digits from 1000 to 9999.
type Postcode struct{ number[postcode] }

// ParsePostcode reads "1000" or "B-1000". Fault: postcode_malformed. Whether a municipality uses it is not known here.
func ParsePostcode(text string) (Postcode, error) {
	n, err := parse[postcode](text)
	return Postcode{n}, err
}

// Region is the region of the postcode, by the ranges of the post: Brussels 1000-1299; Walloon Brabant 1300-1499, Liège
// 4000-4999, Namur 5000-5999, Hainaut and Luxembourg 6000-7999 in Wallonia; Flemish Brabant 1500-1999 and 3000-3499,
// Antwerp 2000-2999, Limburg 3500-3999, West and East Flanders 8000-9999 in Flanders. Empty for none.
func (p Postcode) Region() Region {
	switch {
	case p.None():
		return ""
	case p.s < "1300":
		return Brussels
	case p.s < "1500":
		return Wallonia
	case p.s < "4000":
		return Flanders
	case p.s < "8000":
		return Wallonia
	}
	return Flanders
}

type postcode struct{}

func (postcode) canonical(text string) (string, error) {
	s := strip(text, "-")
	if rest, ok := strings.CutPrefix(s, "BE"); ok {
		s = rest
	} else {
		s = strings.TrimPrefix(s, "B")
	}
	if len(s) != 4 || !digits(s) || s < "1000" {
		return "", fault.Invalid("postcode_malformed", "")
	}
	return s, nil
}

func (postcode) print(s string) string { return s }

// CaPaKey is the key of a cadastral parcel: 11922B0570/00H004. The first five digits are a cadastral division, not the
// code of a municipality; a flat adds a partition number that is no part of the key.
type CaPaKey struct{ number[capakey] }

// ParseCaPaKey reads a key as the cadastre writes it. Fault: capakey_malformed; the key has no check digit.
func ParseCaPaKey(text string) (CaPaKey, error) {
	n, err := parse[capakey](text)
	return CaPaKey{n}, err
}

// Division is the cadastral division, five digits.
func (k CaPaKey) Division() string { return k.part(0, 5) }

// Section is the letter of the section.
func (k CaPaKey) Section() string { return k.part(5, 6) }

// Root is the number of the parcel, four digits.
func (k CaPaKey) Root() string { return k.part(6, 10) }

// Bis is the bis number, two digits.
func (k CaPaKey) Bis() string { return k.part(11, 13) }

// Exponent is the letter of the exponent; _ when there is none.
func (k CaPaKey) Exponent() string { return k.part(13, 14) }

// Power is the number of the exponent, three digits.
func (k CaPaKey) Power() string { return k.part(14, 17) }

// Short is how deeds write the parcel within its section: 570H4, 610/2A.
func (k CaPaKey) Short() string {
	if k.None() {
		return ""
	}
	s := strings.TrimLeft(k.Root(), "0")
	if bis := strings.TrimLeft(k.Bis(), "0"); bis != "" {
		s += "/" + bis
	}
	return s + strings.TrimLeft(k.Exponent(), "_") + strings.TrimLeft(k.Power(), "0")
}

func (k CaPaKey) part(from, to int) string {
	if k.None() {
		return ""
	}
	return k.s[from:to]
}

var capakeyForm = regexp.MustCompile(`^\d{5}[A-Z]\d{4}/\d{2}[A-Z_]\d{3}$`)

type capakey struct{}

func (capakey) canonical(text string) (string, error) {
	s := strip(text, "")
	if !capakeyForm.MatchString(s) {
		return "", fault.Invalid("capakey_malformed", "")
	}
	return s, nil
}

func (capakey) print(s string) string { return s }
