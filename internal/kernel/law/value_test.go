package law

import (
	"testing"

	"koprogo/internal/kernel/i18n"
)

// An installation keeps the parameters as rows: every value must come back from its text as it was.
func TestValuesAreReadBack(t *testing.T) {
	for _, p := range All() {
		v, err := ParseValue(p.Kind(), p.Value.String())
		if err != nil || v != p.Value {
			t.Errorf("%s: %q read back as %v, %v", p.Key, p.Value.String(), v, err)
		}
	}
	for kind, text := range map[Kind]string{"int": "x", "cents": "1.5", "fraction": "1", "date": "2027", "colour": "red"} {
		if _, err := ParseValue(kind, text); err == nil {
			t.Errorf("%s %q was read", kind, text)
		}
	}
}

func TestValuesForPeople(t *testing.T) {
	for _, c := range []struct {
		kind       Kind
		text, want string
		lang       i18n.Lang
	}{
		{KindInt, "1500", "1\u00a0500", "fr"},
		{KindCents, "750", "€\u00a07,50", "nl"},
		{KindFraction, "4/5", "4/5", "de"},
		{KindDate, "2026-12-31", "31 December 2026", "en"},
		{KindText, "natural_persons", "natural_persons", "fr"},
	} {
		v, err := ParseValue(c.kind, c.text)
		if err != nil || v.In(c.lang) != c.want {
			t.Errorf("%s %s: got %q, %v", c.kind, c.text, v.In(c.lang), err)
		}
	}
}

// Reading a value as what it is not is a defect of ours, and is seen at once.
func TestValueOfAnotherKind(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an amount was read as a number of days")
		}
	}()
	v, _ := ParseValue(KindCents, "750")
	v.Int()
}
