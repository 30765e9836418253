// Package signboard is the syndic's page of a building for those who stand outside: whom to call, in which languages, when.
//
// It exists only where the syndic switched it on, building by building. It shows lawful contact data only: of a professional office what the
// company publishes; of a volunteer, who is a natural person, only what that person agreed to show, and never a home (law of 8 December 1992 as
// replaced by the GDPR; the domicile of a natural person stands on the poster in the entrance alone, art. 3.89 §2). No owner's data is ever on it.
//
//	Board    what the page says, and whether it is shown
//	Outside  the page as a passer-by sees it
//
// The poster in the entrance is the duty (art. 3.89 §2); this page is an extra. Further files: outside.go (the public door: page, QR, sitemap),
// linked.go (the page as search engines read it). Neighbours: property (the building), office (who is the syndic).
package signboard

import (
	_ "embed"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("signboard", words) }

// What can be done here; app/policy.go says by whom.
var (
	ReadBoard   = act.NewAction("signboard.read")
	ChangeBoard = act.NewAction("signboard.change")
)

// Entry is what someone says about a board.
type Entry struct {
	Shown     bool
	Slug      string // the building's part of the public address; made of its name when empty
	Name      string // who answers
	Phone     string
	Email     string
	Emergency string // a number for what cannot wait
	Hours     string // one stretch on each line
	Langs     []i18n.Lang
	Agreed    bool // a natural person agrees that the name and numbers above are public
}

// Board is what the page of a building says.
type Board struct {
	building id.Of[id.Building]
	entry    Entry
	agreed   civil.Instant
	agreedBy id.Of[id.Person]
	changed  civil.Instant
}

// Bounds of what a passer-by reads.
const (
	maxSlug  = 60
	maxLine  = 120
	maxHours = 600
)

// NewBoard makes a board. A volunteer's page is shown only when the volunteer agreed.
func NewBoard(b property.Building, kind office.Kind, e Entry, now civil.Instant) (Board, error) {
	e.Name, e.Phone, e.Email, e.Emergency = tidy(e.Name), tidy(e.Phone), strings.TrimSpace(e.Email), tidy(e.Emergency)
	e.Slug = strings.ToLower(strings.TrimSpace(e.Slug))
	if e.Slug == "" {
		e.Slug = Slug(b.Name() + " " + b.Address().City)
	}
	var hours []string
	for line := range strings.Lines(e.Hours) {
		if line = tidy(line); line != "" {
			hours = append(hours, line)
		}
	}
	e.Hours = strings.Join(hours, "\n")
	slices.SortFunc(e.Langs, func(a, b i18n.Lang) int { return slices.Index(i18n.Langs, a) - slices.Index(i18n.Langs, b) })
	e.Langs = slices.Compact(e.Langs)
	return Board{building: b.ID(), entry: e, changed: now}, e.check(kind)
}

func (e Entry) check(kind office.Kind) error {
	var faults []error
	if !slug.MatchString(e.Slug) || len(e.Slug) > maxSlug {
		faults = append(faults, fault.Invalid("slug_expected", "slug").With("max", maxSlug))
	}
	for _, f := range []struct{ field, value string }{{"name", e.Name}, {"phone", e.Phone}, {"emergency", e.Emergency}} {
		if len([]rune(f.value)) > maxLine {
			faults = append(faults, fault.Invalid("too_long", f.field).With("max", maxLine))
		}
	}
	if len([]rune(e.Hours)) > maxHours {
		faults = append(faults, fault.Invalid("too_long", "hours").With("max", maxHours))
	}
	for _, f := range []struct{ field, value string }{{"phone", e.Phone}, {"emergency", e.Emergency}} {
		if f.value != "" && !phone.MatchString(f.value) {
			faults = append(faults, fault.Invalid("phone_expected", f.field))
		}
	}
	if e.Email != "" {
		if m, err := mail.ParseAddress(e.Email); err != nil || m.Address != e.Email {
			faults = append(faults, fault.Invalid("email_expected", "email"))
		}
	}
	for _, l := range e.Langs {
		if _, ok := i18n.Known(string(l)); !ok {
			faults = append(faults, fault.Invalid("one_of_expected", "languages").With("values", "fr, nl, de, en"))
		}
	}
	if !e.Shown {
		return fault.Join(faults...)
	}
	if e.Name == "" {
		faults = append(faults, fault.Invalid("required", "name"))
	}
	if e.Phone == "" && e.Email == "" {
		faults = append(faults, fault.Invalid("board_unreachable", "phone"))
	}
	if kind == office.Volunteer && !e.Agreed {
		faults = append(faults, fault.Invalid("board_agreement", "agreed"))
	}
	return fault.Join(faults...)
}

var (
	slug  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	phone = regexp.MustCompile(`^\+?[0-9][0-9 ./()-]{3,}$`)
)

// Slug makes the part of an address of a name.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.NewReplacer("œ", "oe", "Œ", "oe", "ß", "ss", "æ", "ae").Replace(strings.ToLower(name))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= 0x300 && r < 0x370: // an accent, taken off
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := b.String()
	if len(s) > maxSlug {
		s = s[:maxSlug]
	}
	return strings.Trim(s, "-")
}

func tidy(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// Entry is what the board says.
func (b Board) Entry() Entry { return b.entry }

// Building is whose page it is.
func (b Board) Building() id.Of[id.Building] { return b.building }

// Changed is when it was last changed; none while nobody has set it.
func (b Board) Changed() civil.Instant { return b.changed }

// Path is the address of the page, without the host.
func (b Board) Path() string { return path(b.entry.Slug) }

func path(slug string) string { return "/public/buildings/" + slug + "/syndic" }

// BoardChanged is recorded when the public page of a building is switched on or off, or says something else.
type BoardChanged struct {
	Building id.Of[id.Building] `json:"building"`
	Shown    bool               `json:"shown"`
	Agreed   bool               `json:"agreed"`
}

// About says what the fact is about.
func (f BoardChanged) About() act.About {
	return act.About{Kind: "signboard.board_changed", Building: f.Building, Subject: act.Subject(f.Building)}
}
