package property

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/db"
)

// Particulars are what is known of an association beside what it is called, on some day.
type Particulars struct {
	Seat      Seat              // none: in the building (art. 3.86 §1)
	Languages []i18n.Lang       // in which documents are offered beside the main one (art. 3.96)
	YearStart civil.FiscalStart // the day on which the financial year begins; 1 January when nothing is said
	Assembly  civil.FiscalStart // first day of the fifteen-day period of the ordinary assembly (art. 3.85 §3); zero: not known
	Accepted  civil.Date        // provisional acceptance of the common parts, from which the reserve fund counts (art. 3.86 §3)
	Region    Region            // none until somebody confirms it
	Books     Books
	Floors    int64 // how many floors the house has above the ground; 0: not known
}

// Seat is where the association has its seat, when it is not the building itself.
type Seat struct {
	Care     string `json:"care_of,omitempty"` // at whose address
	Street   string `json:"street"`
	Number   string `json:"number"`
	Postcode string `json:"postcode"`
	City     string `json:"city"`
}

// None tells whether the seat is in the building.
func (s Seat) None() bool { return s == Seat{} }

// Line is the seat on one line.
func (s Seat) Line() string {
	return strings.TrimPrefix(s.Care+", "+Address{s.Street, s.Number, s.Postcode, s.City}.Line(), ", ")
}

// Region is where a building stands, for the rules that are not the same everywhere.
type Region string

// Regions lists them. The German-speaking community lies in the Walloon region and follows its rules, in German.
var Regions = []Region{"BXL", "VLG", "WAL", "DG"}

// Law is the region whose law rules; the federal law alone as long as nobody confirmed the region.
func (r Region) Law() belgium.Region {
	switch r {
	case "":
		return belgium.Federal
	case "DG":
		return belgium.Wallonia
	}
	return belgium.Region(r)
}

// In is the name of the region.
func (r Region) In(l i18n.Lang) string {
	return i18n.Say(l, "property.region_"+strings.ToLower(string(r)))
}

// OfferedRegion is the region that a postcode lets one expect; it is offered, never taken by itself. All postcodes from 4700 to 4799 are of the nine
// municipalities of the German-speaking community.
func OfferedRegion(a Address) Region {
	code, err := belgium.ParsePostcode(a.Postcode)
	if err != nil {
		return ""
	}
	if s := code.String(); s >= "4700" && s < "4800" {
		return "DG"
	}
	return Region(code.Region())
}

// Books is how the accounts are kept.
type Books string

// The two ways of keeping books (art. 3.89 §5 15°); full ones when nothing is said.
const (
	FullBooks       Books = "full"
	SimplifiedBooks Books = "simplified"
)

// In names the way for a reader.
func (b Books) In(l i18n.Lang) string { return i18n.Say(l, "property.books_"+string(b)) }

// Ordinary is the period of the ordinary assembly in a year; ok is false when its first day is not known.
func (p Particulars) Ordinary(year int) (period civil.Period, ok bool, err error) {
	if p.Assembly == (civil.FiscalStart{}) {
		return civil.Period{}, false, nil
	}
	period, err = AssemblyPeriod(p.Assembly, year)
	return period, err == nil, err
}

// ReserveFrom is the day from which the reserve fund is compulsory, some years after the provisional acceptance of the common parts
// (art. 3.86 §3). None when the acceptance is not known.
func (p Particulars) ReserveFrom() (civil.Date, error) {
	if p.Accepted.None() {
		return civil.Date{}, nil
	}
	years, err := reserveYears(p.Accepted, p.Region)
	return p.Accepted.AddYears(years), err
}

func reserveYears(on civil.Date, r Region) (int, error) {
	years, err := law.Find("reserve.start_years", laterOf(on, parameterised), r.Law())
	if err != nil {
		return 0, err
	}
	return years.Int(), nil
}

// particular is one statement about an association: what it is called (identity), or one of its particulars.
type particular struct {
	row      id.Of[id.Any]
	building id.Of[id.Building]
	name     string
	value    string
	times
}

func sameValue(a, b particular) bool { return a.value == b.value }

// called is the name of the statements about what an association is called.
const called = "identity"

const maxFloors = 200

// values writes the particulars as they are kept, by name; what is not said is empty.
func (p Particulars) values() map[string]string {
	v := map[string]string{"seat": "", "languages": join(p.Languages), "year_start": monthDay(p.YearStart), "assembly_start": monthDay(p.Assembly),
		"accepted": p.Accepted.String(), "region": string(p.Region), "books": string(p.Books), "floors": ""}
	if !p.Seat.None() {
		raw, _ := json.Marshal(p.Seat)
		v["seat"] = string(raw)
	}
	if p.Floors != 0 {
		v["floors"] = strconv.FormatInt(p.Floors, 10)
	}
	return v
}

// read takes one kept value; what stands in the database is believed.
func (p *Particulars) read(name, value string) {
	switch name {
	case "seat":
		p.Seat = Seat{}
		_ = json.Unmarshal([]byte(value), &p.Seat)
	case "languages":
		p.Languages = nil
		for _, l := range strings.Fields(value) {
			p.Languages = append(p.Languages, i18n.Lang(l))
		}
	case "year_start":
		p.YearStart, _ = ParseMonthDay(value)
	case "assembly_start":
		p.Assembly, _ = ParseMonthDay(value)
	case "accepted":
		p.Accepted, _ = civil.Parse(value)
	case "region":
		p.Region = Region(value)
	case "books":
		p.Books = Books(value)
		if value == "" {
			p.Books = FullBooks
		}
	case "floors":
		p.Floors, _ = strconv.ParseInt(value, 10, 64)
	}
}

// checked judges what somebody says, and writes it in one way.
func (p Particulars) checked(b Building) (Particulars, error) {
	var faults []error
	p.Seat = Seat{tidy(p.Seat.Care), tidy(p.Seat.Street), tidy(p.Seat.Number), tidy(p.Seat.Postcode), tidy(p.Seat.City)}
	if !p.Seat.None() {
		for _, must := range []struct{ field, value string }{{"seat.street", p.Seat.Street}, {"seat.number", p.Seat.Number}, {"seat.city", p.Seat.City}} {
			if must.value == "" {
				faults = append(faults, fault.Invalid("required", must.field))
			}
		}
		if _, err := belgium.ParsePostcode(p.Seat.Postcode); err != nil {
			faults = append(faults, at(err, "seat.postcode"))
		}
	}
	var offered []i18n.Lang
	for _, l := range i18n.Langs { // in one order, each once, the main one left out
		if l != b.lang && slices.Contains(p.Languages, l) {
			offered = append(offered, l)
		}
	}
	for _, l := range p.Languages {
		if _, ok := i18n.Known(string(l)); !ok {
			faults = append(faults, fault.Invalid("one_of_expected", "further_languages").With("values", "fr, nl, de, en"))
		}
	}
	p.Languages = offered
	if p.YearStart == (civil.FiscalStart{Month: time.January, Day: 1}) {
		p.YearStart = civil.FiscalStart{} // the year of the calendar is what holds when nothing is said
	}
	if p.Region != "" && !slices.Contains(Regions, p.Region) {
		faults = append(faults, fault.Invalid("one_of_expected", "region").With("values", "BXL, VLG, WAL, DG"))
	}
	switch p.Books {
	case "":
		p.Books = FullBooks
	case FullBooks, SimplifiedBooks:
	default:
		faults = append(faults, fault.Invalid("one_of_expected", "books").With("values", "full, simplified"))
	}
	if p.Floors < 0 || p.Floors > maxFloors {
		faults = append(faults, fault.Invalid("floors_range", "floors").With("max", maxFloors))
	}
	return p, fault.Join(faults...)
}

// ParseMonthDay reads a day of every year, as in 07-01 for 1 July; empty is none. Fault: month_day_expected.
func ParseMonthDay(s string) (civil.FiscalStart, error) {
	if s == "" {
		return civil.FiscalStart{}, nil
	}
	month, day, ok := strings.Cut(s, "-")
	m, err1 := strconv.Atoi(month)
	d, err2 := strconv.Atoi(day)
	if !ok || len(s) != 5 || err1 != nil || err2 != nil {
		return civil.FiscalStart{}, fault.Invalid("month_day_expected", "")
	}
	return civil.NewFiscalStart(time.Month(m), d)
}

func monthDay(s civil.FiscalStart) string {
	if s == (civil.FiscalStart{}) {
		return ""
	}
	return fmt.Sprintf("%02d-%02d", int(s.Month), s.Day)
}

func join(langs []i18n.Lang) string {
	list := make([]string, len(langs))
	for i, l := range langs {
		list[i] = string(l)
	}
	return strings.Join(list, " ")
}

// dossier is all that was ever said about one association, with both times.
type dossier []particular

func loadDossier(tx *db.Tx, building id.Of[id.Building]) (dossier, error) {
	return db.All(tx.Query(particularsOf, building), (*particular).fields)
}

// LoadParticulars reads the particulars of an association on a day, as known at a moment, for the rooms above that need nothing else of the register.
func LoadParticulars(tx *db.Tx, building id.Of[id.Building], on civil.Date, known civil.Instant) (Particulars, error) {
	said, err := loadDossier(tx, building)
	return said.at(on, known), err
}

func (d dossier) named(name string, known civil.Instant) []particular {
	return knownNow(d, known, func(p particular) bool { return p.name == name })
}

// at is what is known of the association on a day, as known at a moment.
func (d dossier) at(on civil.Date, known civil.Instant) Particulars {
	p := Particulars{Books: FullBooks}
	for _, x := range d {
		if x.holds(on, known) {
			p.read(x.name, x.value)
		}
	}
	return p
}

// fiscalYear is the financial year in which a day lies, as known at a moment.
func (d dossier) fiscalYear(on civil.Date, known civil.Instant) civil.Period {
	var list []Began
	for _, x := range d.named("year_start", known) {
		start, _ := ParseMonthDay(x.value)
		list = append(list, Began{x.from, start})
	}
	slices.SortFunc(list, func(a, b Began) int { return a.From.Compare(b.From) })
	return FiscalYearOf(list, on)
}

// Years tells the financial years of a building, across a changed start; it needs no further statement however many days are asked.
type Years struct {
	said  dossier
	known civil.Instant
}

// LoadYears reads the financial years of a building as known at a moment, for the rooms above.
func LoadYears(tx *db.Tx, building id.Of[id.Building], known civil.Instant) (Years, error) {
	said, err := loadDossier(tx, building)
	return Years{said, known}, err
}

// FiscalYear is the financial year in which a day lies.
func (y Years) FiscalYear(on civil.Date) civil.Period { return y.said.fiscalYear(on, y.known) }

// Name is how people call the year of a day: 2026, or 2026-2027.
func (y Years) Name(on civil.Date) string { return civil.FiscalStart{}.Name(y.FiscalYear(on)) }

// particularNames are the names of all particulars.
var particularNames = slices.Sorted(maps.Keys(Particulars{}.values()))

// seen is when the latest of what is known under some names was learned; at the latest when the building was entered.
func (d dossier) seen(b Building, known civil.Instant, names ...string) civil.Instant {
	latest := b.created
	for _, p := range d {
		if p.known(known) && slices.Contains(names, p.name) && p.learned.After(latest) {
			latest = p.learned
		}
	}
	return latest
}
