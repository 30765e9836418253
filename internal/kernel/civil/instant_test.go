package civil

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"

	"pgregory.net/rapid"
)

func utc(s string) Instant {
	i, err := ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

func TestInstantStorage(t *testing.T) {
	i := At(time.Date(2026, 12, 15, 19, 30, 0, 123456789, time.FixedZone("", 3600)))
	if v, _ := i.Value(); v != "2026-12-15T18:30:00.123456Z" { // cut to the microsecond, as PostgreSQL does
		t.Errorf("stored as %v", v)
	}
	for _, src := range []any{"2026-12-15T18:30:00.123456Z", []byte("2026-12-15T18:30:00.123456Z"), i.Time()} {
		var got Instant
		if err := got.Scan(src); err != nil || got != i {
			t.Errorf("%T: got %v, %v", src, got, err)
		}
	}
	got := i
	if err := got.Scan(nil); err != nil || !got.None() {
		t.Errorf("NULL: %v, %v", got, err)
	}
	if v, _ := (Instant{}).Value(); v != nil {
		t.Errorf("none is stored as %v", v)
	}
	if err := got.Scan("2026-12-15 19:30:00 +0100 CET"); err == nil {
		t.Error("Go's own notation was read")
	}
	if epoch := At(time.Unix(0, 0)); epoch.None() || epoch.String() != "1970-01-01T00:00:00.000000Z" {
		t.Errorf("1970 is taken for none: %v", epoch)
	}
}

func TestInstantsSortAsText(t *testing.T) {
	us := rapid.Int64Range(-2_000_000_000_000_000, 8_000_000_000_000_000)
	rapid.Check(t, func(t *rapid.T) {
		a, b := At(time.UnixMicro(us.Draw(t, "a"))), At(time.UnixMicro(us.Draw(t, "b")))
		if (a.String() < b.String()) != a.Before(b) || (a.String() == b.String()) != (a == b) || len(a.String()) != 27 {
			t.Fatalf("%v and %v", a, b)
		}
		if back, err := ParseInstant(a.String()); err != nil || back != a {
			t.Fatalf("%v read back as %v, %v", a, back, err)
		}
	})
}

func TestInstantJSON(t *testing.T) {
	b, err := json.Marshal(utc("2026-12-15T18:30:00Z"))
	if err != nil || string(b) != `"2026-12-15T18:30:00Z"` {
		t.Errorf("%s, %v", b, err)
	}
	var i Instant
	if err := json.Unmarshal([]byte(`"2026-12-15T19:30:00+01:00"`), &i); err != nil || i != utc("2026-12-15T18:30:00Z") {
		t.Errorf("%v, %v", i, err)
	}
	for _, s := range []string{`"2026-12-15"`, `"2026-12-15T19:30:00"`, `"now"`, `"0001-01-01T00:00:00+01:00"`} {
		if err := json.Unmarshal([]byte(s), &i); !errors.Is(err, fault.Invalid("instant_malformed", "")) {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestTheDateInBrussels(t *testing.T) {
	for at, want := range map[string]string{
		"2026-12-31T22:59:59Z":        "2026-12-31", // winter: one hour ahead
		"2026-12-31T23:00:00Z":        "2027-01-01",
		"2026-06-30T21:59:59.999999Z": "2026-06-30", // summer: two
		"2026-06-30T22:00:00Z":        "2026-07-01",
	} {
		if got := utc(at).BrusselsDate(); got.String() != want {
			t.Errorf("%s: got %v, want %s", at, got, want)
		}
	}
}

// Summer time begins on 28 March 2027 at 02:00 and ends on 31 October 2027 at 03:00.
func TestSummerTime(t *testing.T) {
	for _, c := range []struct {
		date string
		h, m int
		want string
	}{
		{"2027-03-27", 23, 0, "2027-03-27T22:00:00Z"},
		{"2027-03-28", 1, 59, "2027-03-28T00:59:00Z"},
		{"2027-03-28", 3, 0, "2027-03-28T01:00:00Z"},
		{"2027-10-31", 1, 59, "2027-10-30T23:59:00Z"},
		{"2027-10-31", 2, 30, "2027-10-31T00:30:00Z"}, // twice on the clock: the first counts
		{"2027-10-31", 3, 0, "2027-10-31T02:00:00Z"},
		{"2026-12-15", 19, 30, "2026-12-15T18:30:00Z"},
	} {
		got, err := InBrussels(Must(c.date), c.h, c.m)
		if err != nil || got != utc(c.want) {
			t.Errorf("%s %02d:%02d: got %v, %v; want %s", c.date, c.h, c.m, got, err, c.want)
		}
	}
	if _, err := InBrussels(Must("2027-03-28"), 2, 30); !errors.Is(err, fault.Invalid("hour_skipped", "")) {
		t.Errorf("the hour that does not exist: %v", err)
	}
	for _, hm := range [][2]int{{24, 0}, {-1, 0}, {12, 60}} {
		if _, err := InBrussels(Must("2027-03-28"), hm[0], hm[1]); !errors.Is(err, fault.Invalid("hour_impossible", "")) {
			t.Errorf("%v: %v", hm, err)
		}
	}
}

func TestInstantForPeople(t *testing.T) {
	i := utc("2026-12-15T18:05:00Z")
	for l, want := range map[string]string{
		"fr": "15 décembre 2026 à 19\u00a0h\u00a005", "nl": "15 december 2026 om 19:05 uur",
		"de": "15. Dezember 2026 um 19:05 Uhr", "en": "15 December 2026 at 19:05",
	} {
		if got := i.Brussels(lang(l)); got != want {
			t.Errorf("%s: %q", l, got)
		}
	}
	if got := i.Add(90 * time.Minute).Sub(i); got != 90*time.Minute {
		t.Errorf("%v", got)
	}
}
