package belgium

import (
	"encoding/json"
	"strings"
	"testing"

	"koprogo/internal/kernel/sampletest"
)

// samples reads rows of a sample.
func samples(t *testing.T, name string, rows any) {
	t.Helper()
	if err := json.Unmarshal(sampletest.Read(t, name), rows); err != nil {
		t.Fatal(err)
	}
}

type vector struct {
	Input, Out, IBAN string
	Valid            bool
}

func (v vector) check(t *testing.T, parse parser, want string) {
	t.Helper()
	n, err := parse(v.Input)
	if (err == nil) != v.Valid {
		t.Errorf("%q: got %q, %v", v.Input, n, err)
	}
	if v.Valid && want != "" && n.String() != want {
		t.Errorf("%q: got %q, want %q", v.Input, n, want)
	}
}

func TestSamplesOfEnterprises(t *testing.T) {
	var rows []vector
	samples(t, "identifiers/bce_vat.json", &rows)
	for _, r := range rows {
		r.check(t, parsers["kbo"], r.Out)
		if !strings.HasPrefix(r.Input, "(") {
			r.check(t, parsers["vat"], strings.TrimSpace("BE"+r.Out))
		}
	}
}

func TestSamplesOfAccounts(t *testing.T) {
	var rows []vector
	samples(t, "identifiers/iban_be.json", &rows)
	for _, r := range rows {
		r.check(t, parsers["iban"], r.IBAN)
	}
}

func TestSamplesOfCommunications(t *testing.T) {
	var rows []vector
	samples(t, "identifiers/ogm.json", &rows)
	for _, r := range rows {
		r.check(t, parsers["ogm"], r.Out)
	}
}

// The samples ask for the date or the year of birth; "None" is a number without one, "ERROR" no number at all.
func TestSamplesOfPeople(t *testing.T) {
	var rows []struct {
		Module, Fn, Input string
		Output            string `json:"doctest_output"`
	}
	samples(t, "identifiers/niss_doctest_a.json", &rows)
	for _, r := range rows {
		n, err := ParseNISS(r.Input)
		if r.Output == "ERROR" {
			if err == nil {
				t.Errorf("%s passes", r.Input)
			}
			continue
		}
		if err != nil {
			if r.Fn != "get_gender" { // which answers None to what is no number
				t.Errorf("%s: %v", r.Input, err)
			}
			continue
		}
		if n.Bis() != (r.Module == "bis") && r.Module != "ssn" {
			t.Errorf("%s: bis %v in module %s", r.Input, n.Bis(), r.Module)
		}
		born, ok := n.Birth()
		switch {
		case r.Fn == "get_birth_date" && ok:
			if want := "datetime.date(" + strings.ReplaceAll(strings.ReplaceAll(born.String(), "-0", "-"), "-", ", ") + ")"; r.Output != want {
				t.Errorf("%s: born %v, want %s", r.Input, born, r.Output)
			}
		case r.Fn == "get_birth_date" && r.Output != "None":
			t.Errorf("%s: no birth, want %s", r.Input, r.Output)
		case r.Fn == "get_birth_year" && ok && r.Output != born.String()[:4]:
			t.Errorf("%s: born %v, want %s", r.Input, born, r.Output)
		}
	}
}

func TestSamplesOfParcels(t *testing.T) {
	var rows []struct{ CaPaKey, Division, Section, Root, Bis, Letter, Power, Canu string }
	samples(t, "identifiers/capakey.json", &rows)
	for _, r := range rows {
		k, err := ParseCaPaKey(r.CaPaKey)
		got := []string{k.Division(), k.Section(), k.Root(), k.Bis(), k.Exponent(), k.Power(), k.Short()}
		want := []string{r.Division, r.Section, r.Root, r.Bis, r.Letter, r.Power, r.Canu}
		if err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %q, %v; want %q", r.CaPaKey, got, err, want)
		}
	}
}
