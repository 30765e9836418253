package property

import (
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
	others, err := db.All(a.Query(buildings), (*Building).fields)
	if err != nil {
		return Building{}, err
	}
	b.colour = Colours[len(others)%len(Colours)]
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

// ChangeBuilding corrects what is known of a building.
func (r *Room) ChangeBuilding(a *act.Act, building id.Of[id.Building], e BuildingEntry) (Building, error) {
	if err := a.Hold(building); err != nil {
		return Building{}, err
	}
	b, err := FindBuilding(a.Tx, building)
	if err != nil {
		return Building{}, err
	}
	if err := a.Allow(ChangeBuilding, building); err != nil {
		return Building{}, err
	}
	if e.Lang == "" {
		e.Lang = b.lang
	}
	if err := b.describe(e.Name, e.Address, e.Denominator, e.Enterprise, e.Lang); err != nil {
		return Building{}, err
	}
	_, err = a.Exec(changeBuilding, b.id, b.name, b.address.Street, b.address.Number, b.address.Postcode, b.address.City,
		b.enterprise, b.denominator, string(b.lang))
	a.Record(BuildingChanged{Building: b.id, Denominator: b.denominator})
	return b, err
}

// SetAccount says which bank account of the association holds a fund; each fund has its own, in the association's name (art. 3.86 §3).
func (r *Room) SetAccount(a *act.Act, building id.Of[id.Building], fund, iban string) (Account, error) {
	if err := a.Hold(building); err != nil {
		return Account{}, err
	}
	if _, err := FindBuilding(a.Tx, building); err != nil {
		return Account{}, err
	}
	if err := a.Allow(ChangeBuilding, building); err != nil {
		return Account{}, err
	}
	number, err := belgium.ParseIBAN(iban)
	if err != nil {
		return Account{}, at(err, "iban")
	}
	accounts, err := AccountsOf(a.Tx, building)
	if err != nil {
		return Account{}, err
	}
	for _, other := range accounts {
		if other.fund != fund && other.iban == number {
			return Account{}, fault.Unlawful("account_shared", "3.86 §3", "iban")
		}
	}
	acc := Account{id: id.New[id.Any](), building: building, fund: fund, iban: number, times: since(a.Today, a.Now)}
	if _, err := a.Exec(forgetAccount, building, fund, a.Now); err != nil {
		return Account{}, err
	}
	if _, err := a.Exec(addAccount, acc.id, building, fund, acc.iban, acc.from, acc.learned); err != nil {
		return Account{}, err
	}
	a.Record(AccountSet{Building: building, Fund: fund})
	return acc, nil
}

// AccountsOf lists the association's accounts, one per fund at most.
func AccountsOf(tx *db.Tx, building id.Of[id.Building]) ([]Account, error) {
	return db.All(tx.Query(accountsOf, building), (*Account).fields)
}

// BuildingLine is a building in a list.
type BuildingLine struct {
	Building
	Lots  int64
	Found int64 // sum of the lots' shares
	Funds int64 // how many of the two funds have their bank account
}

type lotCount struct {
	building id.Of[id.Building]
	lots     int64
	shares   int64
}

func (c *lotCount) fields() []any { return []any{&c.building, &c.lots, &c.shares} }

type fundCount struct {
	building id.Of[id.Building]
	funds    int64
}

func (c *fundCount) fields() []any { return []any{&c.building, &c.funds} }

// Buildings lists the buildings in which the reader has something to see.
func (r *Room) Buildings(v *act.View) ([]BuildingLine, error) {
	all, err := db.All(v.Query(buildings), (*Building).fields)
	if err != nil {
		return nil, err
	}
	counts, err := db.All(v.Query(countLots, v.Today), (*lotCount).fields)
	if err != nil {
		return nil, err
	}
	byBuilding := map[id.Of[id.Building]]lotCount{}
	for _, c := range counts {
		byBuilding[c.building] = c
	}
	funds, err := db.All(v.Query(countFunds), (*fundCount).fields)
	if err != nil {
		return nil, err
	}
	fundsOf := map[id.Of[id.Building]]int64{}
	for _, c := range funds {
		fundsOf[c.building] = c.funds
	}
	var list []BuildingLine
	for _, b := range all {
		if len(v.Who.RolesIn(b.id)) > 0 || v.Who.House {
			list = append(list, BuildingLine{b, byBuilding[b.id].lots, byBuilding[b.id].shares, fundsOf[b.id]})
		}
	}
	return list, nil
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
