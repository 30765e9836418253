package belgium

import (
	"fmt"
	"regexp"
	"strings"

	"koprogo/internal/kernel/fault"
)

// IBAN is a bank account within SEPA, without spaces: BE03731018664084.
type IBAN struct{ number[iban] }

// ParseIBAN reads an account of any SEPA country, with or without spaces. Checked are the length of the country, the check
// digits (ISO 13616), and for Belgium the national check digits too. Whether the account exists, only its bank knows.
// Faults: iban_malformed, iban_country, iban_length, iban_checksum, iban_bban.
func ParseIBAN(text string) (IBAN, error) {
	n, err := parse[iban](text)
	return IBAN{n}, err
}

// Country is the two letters of the country; empty for none.
func (i IBAN) Country() string { return i.s[:min(2, len(i.s))] }

// ibanLengths are the countries of SEPA and the lengths of their accounts (IBAN registry of ISO 13616).
var ibanLengths = map[string]int{
	"AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
	"ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
	"LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
	"PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}

type iban struct{}

func (iban) canonical(text string) (string, error) {
	s := strip(text, "")
	if len(s) < 5 || len(s) > 34 || !alphanumeric(s) || digits(s[:1]) || digits(s[1:2]) || !digits(s[2:4]) {
		return "", fault.Invalid("iban_malformed", "")
	}
	length, ok := ibanLengths[s[:2]]
	if !ok {
		return "", fault.Invalid("iban_country", "").With("country", s[:2])
	}
	if len(s) != length {
		return "", fault.Invalid("iban_length", "").With("country", s[:2]).With("length", length).With("found", len(s))
	}
	if iso7064(s[:2], s[4:]) != s[2:4] {
		return "", fault.Invalid("iban_checksum", "")
	}
	if s[:2] == "BE" {
		if !digits(s[4:]) {
			return "", fault.Invalid("iban_malformed", "")
		}
		if check97(s[4:14]) != s[14:] {
			return "", fault.Invalid("iban_bban", "")
		}
	}
	return s, nil
}

func (iban) print(s string) string { return groups(s, 4) }

// check97 are the two check digits of the old Belgian kind: the remainder by 97, where 0 is written 97.
func check97(s string) string {
	n := mod97(s)
	if n == 0 {
		n = 97
	}
	return fmt.Sprintf("%02d", n)
}

// OGM is a structured communication (OGM / VCS), twelve digits: 010806817183, printed +++010/8068/17183+++.
type OGM struct{ number[ogm] }

// NewOGM makes the communication of a counter that is never used again. Fault: ogm_exhausted for 0 or more than ten digits.
func NewOGM(counter uint64) (OGM, error) {
	if counter == 0 || counter > 9_999_999_999 {
		return OGM{}, fault.Invalid("ogm_exhausted", "")
	}
	s := fmt.Sprintf("%010d", counter)
	return OGM{number[ogm]{s + check97(s)}}, nil
}

// ParseOGM reads "+++010/8068/17183+++", "***010/8068/17183***", "010/8068/17183" or twelve digits.
// Faults: ogm_malformed, ogm_checksum.
func ParseOGM(text string) (OGM, error) {
	n, err := parse[ogm](text)
	return OGM{n}, err
}

// written is an OGM as people write it into a text, with or without its signs.
var written = regexp.MustCompile(`\d{3}/\d{4}/\d{5}`)

// FindOGM finds the communication that somebody wrote with its slashes into a free text; none when there is none that is valid,
// or when there are two that differ.
func FindOGM(text string) OGM {
	var found OGM
	for _, at := range written.FindAllStringIndex(text, -1) {
		if at[0] > 0 && (digits(text[at[0]-1:at[0]]) || text[at[0]-1] == '/') || at[1] < len(text) && (digits(text[at[1]:at[1]+1]) || text[at[1]] == '/') {
			continue
		}
		o, err := ParseOGM(text[at[0]:at[1]])
		if err != nil || o == found {
			continue
		}
		if !found.None() {
			return OGM{}
		}
		found = o
	}
	return found
}

type ogm struct{}

func (ogm) canonical(text string) (string, error) {
	s := strip(text, "+*/.")
	if len(s) != 12 || !digits(s) {
		return "", fault.Invalid("ogm_malformed", "")
	}
	if check97(s[:10]) != s[10:] {
		return "", fault.Invalid("ogm_checksum", "")
	}
	return s, nil
}

func (ogm) print(s string) string { return "+++" + s[:3] + "/" + s[3:7] + "/" + s[7:] + "+++" }

// RF is a creditor reference (ISO 11649), 5 to 25 characters: RF18539007547034.
type RF struct{ number[rf] }

// ParseRF reads a creditor reference, with or without spaces. Faults: rf_malformed, rf_checksum.
func ParseRF(text string) (RF, error) {
	n, err := parse[rf](text)
	return RF{n}, err
}

type rf struct{}

func (rf) canonical(text string) (string, error) {
	s := strip(text, "")
	if len(s) < 5 || len(s) > 25 || !strings.HasPrefix(s, "RF") || !digits(s[2:4]) || !alphanumeric(s) {
		return "", fault.Invalid("rf_malformed", "")
	}
	if iso7064("RF", s[4:]) != s[2:4] {
		return "", fault.Invalid("rf_checksum", "")
	}
	return s, nil
}

func (rf) print(s string) string { return groups(s, 4) }

// BIC is the code of a bank (ISO 9362), eight or eleven characters: BPOTBEB1.
type BIC struct{ number[bic] }

// ParseBIC reads the code of a bank, with or without spaces. Whether there is such a bank is not checked. Fault: bic_malformed.
func ParseBIC(text string) (BIC, error) {
	n, err := parse[bic](text)
	return BIC{n}, err
}

type bic struct{}

func (bic) canonical(text string) (string, error) {
	s := strip(text, "")
	if len(s) != 8 && len(s) != 11 || !alphanumeric(s) || strings.ContainsAny(s[:6], "0123456789") {
		return "", fault.Invalid("bic_malformed", "")
	}
	return s, nil
}

func (bic) print(s string) string { return s }
