package property

import (
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

// When two people correct the same thing, the second must not wipe out what the first just wrote. A form carries when what it shows was learned
// (Saying.Seen); the register still knows what was known then. So the verb can tell, field by field, what the writer saw, what somebody wrote
// since, and what the writer would write over it. Other rooms may do the same: an answer per field, and one call.

// answer is one field: as it is written now, as the writer saw it, and as it is by now.
type answer struct {
	field             string
	yours, was, their any
}

// meanwhile refuses when a field was changed since it was seen, to something else than is written now. Fault: changed_meanwhile, with a part for each
// field that names both.
func meanwhile(list ...answer) error {
	f := fault.Conflict("changed_meanwhile")
	for _, x := range list {
		if x.their != x.was && x.their != x.yours {
			f.Parts = append(f.Parts, fault.Conflict("changed_field").At(x.field).With("yours", spoken(x.yours)).With("theirs", spoken(x.their)))
		}
	}
	if len(f.Parts) == 0 {
		return nil
	}
	return f
}

// nothing says that a field was left empty.
type nothing struct{}

// In is the word for an empty field.
func (nothing) In(l i18n.Lang) string { return i18n.Say(l, "property.nothing") }

func spoken(v any) any {
	if v == nil {
		return nothing{}
	}
	return v
}

// given is a value, or nothing for the zero value.
func given[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// optional is a number that may be empty.
func optional(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}

// squareMetres is a surface in a sentence.
type squareMetres int64

// In writes the surface with its unit.
func (s squareMetres) In(l i18n.Lang) string { return i18n.Hundredths(l, int64(s)) + "\u00a0m²" }

func surfaceOf(n *int64) any {
	if n == nil {
		return nil
	}
	return squareMetres(*n)
}

// langNames are languages in a sentence, each in its own words.
type langNames string

// In joins the names.
func (n langNames) In(i18n.Lang) string {
	names := strings.Fields(string(n))
	for i, l := range names {
		names[i] = i18n.Lang(l).Name()
	}
	return strings.Join(names, ", ")
}

func (l Lot) answers(yours LotEntry, was Lot) []answer {
	return []answer{
		{"label", tidy(yours.Label), was.label, l.label}, {"kind", yours.Kind, was.kind, l.kind}, {"shares", yours.Shares, was.shares, l.shares},
		{"floor", optional(yours.Floor), optional(was.floor), optional(l.floor)}, {"surface", surfaceOf(yours.Surface), surfaceOf(was.surface), surfaceOf(l.surface)},
	}
}

func (m Member) answers(yours, was MemberEntry) []answer {
	e := m.entry
	return []answer{
		{"nature", yours.Nature, was.Nature, e.Nature}, {"first_name", given(yours.FirstName), given(was.FirstName), given(e.FirstName)},
		{"last_name", given(yours.LastName), given(was.LastName), given(e.LastName)},
		{"enterprise_number", given(yours.Enterprise), given(was.Enterprise), given(e.Enterprise)},
		{"email", given(yours.Email), given(was.Email), given(e.Email)}, {"phone", given(yours.Phone), given(was.Phone), given(e.Phone)},
		{"street", given(yours.Street), given(was.Street), given(e.Street)}, {"postcode", given(yours.Postcode), given(was.Postcode), given(e.Postcode)},
		{"city", given(yours.City), given(was.City), given(e.City)}, {"country", given(yours.Country), given(was.Country), given(e.Country)},
		{"language", langNames(yours.Lang), langNames(was.Lang), langNames(e.Lang)},
	}
}

func (b Building) answers(yours, was Building) []answer {
	return []answer{
		{"name", yours.name, was.name, b.name}, {"address.street", yours.address.Street, was.address.Street, b.address.Street},
		{"address.number", yours.address.Number, was.address.Number, b.address.Number}, {"address.postcode", yours.address.Postcode, was.address.Postcode, b.address.Postcode},
		{"address.city", yours.address.City, was.address.City, b.address.City}, {"share_denominator", yours.denominator, was.denominator, b.denominator},
		{"enterprise_number", given(yours.enterprise), given(was.enterprise), given(b.enterprise)},
		{"language", langNames(yours.lang), langNames(was.lang), langNames(b.lang)},
	}
}

func (p Particulars) answers(yours, was Particulars) []answer {
	return []answer{
		{"seat.street", given(yours.Seat), given(was.Seat), given(p.Seat)},
		{"further_languages", given(langNames(join(yours.Languages))), given(langNames(join(was.Languages))), given(langNames(join(p.Languages)))},
		{"fiscal_year_start", given(dayOfYear(yours.YearStart)), given(dayOfYear(was.YearStart)), given(dayOfYear(p.YearStart))},
		{"assembly_period_start", given(dayOfYear(yours.Assembly)), given(dayOfYear(was.Assembly)), given(dayOfYear(p.Assembly))},
		{"accepted_on", given(yours.Accepted), given(was.Accepted), given(p.Accepted)}, {"region", given(yours.Region), given(was.Region), given(p.Region)},
		{"books", yours.Books, was.Books, p.Books}, {"floors", given(yours.Floors), given(was.Floors), given(p.Floors)},
	}
}

// In is the seat on one line.
func (s Seat) In(i18n.Lang) string { return s.Line() }

// dayOfYear is a day of every year in a sentence.
type dayOfYear civil.FiscalStart

// In writes the day as people say it: 1er juillet.
func (d dayOfYear) In(l i18n.Lang) string {
	day := strconv.Itoa(d.Day)
	switch {
	case l == i18n.FR && d.Day == 1:
		day = "1er"
	case l == i18n.DE:
		day += "."
	}
	return day + " " + civil.MonthName(l, d.Month)
}

// accountMeanwhile compares the account that the writer saw with what it is by now. The latest of what is known is judged.
func accountMeanwhile(known, ever []Account, yours Account, how Saying) error {
	if how.Seen.None() {
		return nil
	}
	last := slices.MaxFunc(known, func(x, y Account) int { return x.from.Compare(y.from) })
	var was Account
	for _, x := range ever {
		if (x.id == last.id || x.main && last.main && x.fund == last.fund) && x.times.known(how.Seen) && x.to == last.to {
			was = x
		}
	}
	return meanwhile(answer{"iban", given(yours.iban), given(was.iban), given(last.iban)}, answer{"bic", given(yours.bic), given(was.bic), given(last.bic)},
		answer{"name", given(yours.name), given(was.name), given(last.name)}, answer{"fund", given(fundName(yours.fund)), given(fundName(was.fund)), given(fundName(last.fund))})
}
