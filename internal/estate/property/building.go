package property

import (
	"encoding/json"
	"maps"
	"slices"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// BuildingEntry is what someone says about a building.
type BuildingEntry struct {
	Name        string
	Address     Address
	Denominator int64
	Enterprise  string
	Lang        i18n.Lang
}

// CreateBuilding begins the register of an association. Whoever creates it becomes its syndic, unless already the syndic of the whole office.
func (r *Room) CreateBuilding(a *act.Act, e BuildingEntry) (Building, error) {
	if everywhere, some := a.Buildings(CreateBuilding); !everywhere && len(some) == 0 {
		return Building{}, fault.Forbidden("forbidden").With("action", string(CreateBuilding))
	}
	if e.Lang == "" {
		e.Lang = a.Who.Lang
	}
	if e.Lang == "" {
		e.Lang = i18n.FR
	}
	b, err := NewBuilding(e.Name, e.Address, e.Denominator, e.Enterprise, e.Lang, a.Now)
	if err != nil {
		return Building{}, err
	}
	others, err := db.Value[int64](a.Query(countBuildings))
	if err != nil {
		return Building{}, err
	}
	b.colour = Colours[int(others)%len(Colours)]
	if err := insertBuilding(a.Tx, b); err != nil {
		return Building{}, err
	}
	if !a.Who.House {
		if err := office.GrantRole(a, a.Who.Person, act.Syndic, b.id); err != nil {
			return Building{}, err
		}
	}
	a.Record(BuildingCreated{Building: b.id, Denominator: b.denominator})
	return b, nil
}

// ChangeBuilding says what an association is called, where it stands, its number and the whole of its shares: it was always so, or it is so from a day on,
// at the latest today. What was known before stays readable.
func (r *Room) ChangeBuilding(a *act.Act, building id.Of[id.Building], e BuildingEntry, how Saying) (Building, error) {
	b, said, err := r.dossierToChange(a, building)
	if err != nil {
		return Building{}, err
	}
	if e.Lang == "" {
		e.Lang = b.lang
	}
	next := b
	if err := next.describe(e.Name, e.Address, e.Denominator, e.Enterprise, e.Lang); err != nil {
		return Building{}, err
	}
	if how.From.After(a.Today) { // what it is called is looked up without a day, so it is what it is called today
		return Building{}, fault.Invalid("identity_future", "from").With("date", a.Today)
	}
	if err := r.mayBePerson(a, next); err != nil {
		return Building{}, err
	}
	known := said.identities(b, a.Now)
	if !how.Seen.None() {
		if err := meanwhile(b.answers(next, said.building(b, a.Today, how.Seen))...); err != nil {
			return Building{}, err
		}
	}
	now, err := restate(known, particular{building: b.id, name: called, value: next.identity()}, how.From, a.Today, a.Now, sameValue)
	if err != nil || len(now.Said) == 0 {
		return b, err
	}
	if err := saveParticulars(a.Tx, now, a.Now); err != nil {
		return Building{}, err
	}
	_, err = a.Exec(changeBuilding, b.id, next.name, next.address.Street, next.address.Number, next.address.Postcode, next.address.City,
		next.enterprise, next.denominator, string(next.lang))
	a.Record(BuildingChanged{Building: b.id, Denominator: next.denominator})
	return next, err
}

// SetParticulars says what else is known of an association: each particular that is said otherwise than it is known was always so, or is so from a day on.
func (r *Room) SetParticulars(a *act.Act, building id.Of[id.Building], p Particulars, how Saying) (Particulars, error) {
	b, said, err := r.dossierToChange(a, building)
	if err != nil {
		return Particulars{}, err
	}
	if p, err = p.checked(b); err != nil {
		return Particulars{}, err
	}
	on := orToday(how.From, a.Today)
	before := said.at(on, a.Now)
	if !how.Seen.None() {
		if err := meanwhile(before.answers(p, said.at(on, how.Seen))...); err != nil {
			return Particulars{}, err
		}
	}
	if err := r.judgeParticulars(a, building, said, p, how.From); err != nil {
		return Particulars{}, err
	}
	was, is := before.values(), p.values()
	changed := ParticularsChanged{Building: building, From: how.From}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if was[name] == is[name] {
			continue
		}
		known := said.named(name, a.Now)
		if len(known) == 0 { // nothing was ever said: since the deed it was as it is when nothing is said
			known = []particular{{building: building, name: name, value: Particulars{Books: FullBooks}.values()[name], times: times{learned: b.created}}}
		}
		now, err := restate(known, particular{building: building, name: name, value: is[name]}, how.From, a.Today, a.Now, sameValue)
		if err != nil {
			return Particulars{}, err
		}
		if err := saveParticulars(a.Tx, now, a.Now); err != nil {
			return Particulars{}, err
		}
		changed.Names = append(changed.Names, name)
	}
	if len(changed.Names) > 0 {
		a.Record(changed)
	}
	return p, nil
}

// judgeParticulars judges what the law and the calendar have to say of a change. A year that begins otherwise begins on its own first day; to say again
// what was so until then takes a change back.
func (r *Room) judgeParticulars(a *act.Act, building id.Of[id.Building], said dossier, p Particulars, from civil.Date) error {
	before := said.at(orToday(from, a.Today), a.Now)
	if p.YearStart != before.YearStart && !from.None() && p.YearStart != said.at(from.AddDays(-1), a.Now).YearStart && p.YearStart.YearOf(from).From != from {
		return fault.Invalid("year_starts_otherwise", "from").With("date", p.YearStart.YearOf(from).To)
	}
	if p.Books == before.Books {
		return nil
	}
	reg, err := LoadRegister(a.Tx, building)
	if err != nil {
		return err
	}
	return MayKeepBooks(reg.At(orToday(from, a.Today), a.Now), p.Books)
}

// dossierToChange loads what is known of an association that is about to be said anew: one writer at a time.
func (r *Room) dossierToChange(a *act.Act, building id.Of[id.Building]) (Building, dossier, error) {
	if err := a.Hold(building); err != nil {
		return Building{}, nil, err
	}
	b, err := FindBuilding(a.Tx, building)
	if err != nil {
		return Building{}, nil, err
	}
	if err := a.Allow(ChangeBuilding, building); err != nil {
		return Building{}, nil, err
	}
	said, err := loadDossier(a.Tx, building)
	return b, said, err
}

// Building reads one building, for whoever holds a role in it.
func (r *Room) Building(v *act.View, building id.Of[id.Building]) (Building, error) {
	b, err := FindBuilding(v.Tx, building)
	if err != nil {
		return Building{}, err
	}
	if !v.Who.House && len(v.Who.RolesIn(building)) == 0 {
		return Building{}, fault.NotFound("not_found")
	}
	return b, nil
}

// Register reads the register of a building on a day, as known at a moment; none of either means now.
func (r *Room) Register(v *act.View, building id.Of[id.Building], on civil.Date, known civil.Instant) (Snapshot, error) {
	reg, err := LoadRegister(v.Tx, building)
	if err != nil {
		return Snapshot{}, err
	}
	if err := v.Allow(ReadRegister, building); err != nil {
		return Snapshot{}, err
	}
	if known.None() {
		known = v.Now
	}
	return reg.At(orToday(on, v.Today), known), nil
}

// named is what an association is called, as it is kept.
type named struct {
	Name        string `json:"name"`
	Street      string `json:"street"`
	Number      string `json:"number"`
	Postcode    string `json:"postcode"`
	City        string `json:"city"`
	Enterprise  string `json:"enterprise"`
	Denominator int64  `json:"denominator"`
	Lang        string `json:"lang"`
}

func (b Building) identity() string {
	raw, _ := json.Marshal(named{b.name, b.address.Street, b.address.Number, b.address.Postcode, b.address.City, b.enterprise.String(), b.denominator, string(b.lang)})
	return string(raw)
}

// called is the building as a kept statement calls it.
func (b Building) called(value string) Building {
	var n named
	if json.Unmarshal([]byte(value), &n) != nil {
		return b
	}
	b.name, b.address, b.denominator, b.lang = n.Name, Address{n.Street, n.Number, n.Postcode, n.City}, n.Denominator, i18n.Lang(n.Lang)
	b.enterprise = belgium.KBO{}
	if n.Enterprise != "" {
		b.enterprise, _ = belgium.ParseKBO(n.Enterprise)
	}
	return b
}

// identities are the statements of what the association is called; the first one came with the building.
func (d dossier) identities(b Building, known civil.Instant) []particular {
	if list := d.named(called, known); len(list) > 0 {
		return list
	}
	return []particular{{building: b.id, name: called, value: b.identity(), times: times{learned: b.created}}}
}

// building is the association as it was called on a day, as known at a moment.
func (d dossier) building(b Building, on civil.Date, known civil.Instant) Building {
	for _, p := range d {
		if p.name == called && p.holds(on, known) {
			return b.called(p.value)
		}
	}
	return b
}
