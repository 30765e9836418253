package property

import (
	"slices"
	"strconv"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// PartLot says which lot of the main association a lot of the partial one is.
type PartLot struct{ Lot, Main id.Of[id.Lot] }

// PartEntry is what someone says about a partial association that the deed founds.
type PartEntry struct {
	Name        string
	Denominator int64
	Enterprise  string
	Lang        i18n.Lang
	From        civil.Date
	Lots        []PartShare
}

// PartShare is a lot of the main association, with the shares that it has in the partial one.
type PartShare struct {
	Lot    id.Of[id.Lot]
	Shares int64
}

// FoundPart begins the register of a partial association (art. 3.84 al. 4): lots of the main one, each with shares of its own, held by the same persons. It
// is an association like any other, with its own parties, accounts and assembly; what the persons owe to it is another debt.
func (r *Room) FoundPart(a *act.Act, main id.Of[id.Building], e PartEntry) (Building, error) {
	reg, err := r.mainToChange(a, main)
	if err != nil {
		return Building{}, err
	}
	e.From = orToday(e.From, a.Today)
	b, err := r.CreateBuilding(a, BuildingEntry{Name: e.Name, Address: reg.Building.address, Denominator: e.Denominator, Enterprise: e.Enterprise, Lang: e.Lang})
	if err != nil {
		return Building{}, err
	}
	if err := r.put(a, b, reg.Building); err != nil {
		return Building{}, err
	}
	return b, r.fillPart(a, b, reg.At(e.From, a.Now), e)
}

// fillPart gives a partial association its lots and the parties that hold them.
func (r *Room) fillPart(a *act.Act, b Building, main Snapshot, e PartEntry) error {
	made := map[id.Of[id.Party]]id.Of[id.Party]{}
	var pairs []PartLot
	for i, share := range e.Lots {
		field := "lots[" + strconv.Itoa(i) + "]."
		old, known := main.Lot(share.Lot)
		if !known {
			return fault.Invalid("part_lot_elsewhere", field+"lot_id")
		}
		entry := old.said()
		entry.Shares = share.Shares
		lot, err := NewLot(b, entry, int64(i), since(e.From, a.Now))
		if err != nil {
			return within(err, field)
		}
		if err := insertLot(a.Tx, lot); err != nil {
			return within(err, field)
		}
		a.Record(LotAdded{Building: b.id, Lot: lot.id, Shares: lot.shares, From: e.From})
		pairs = append(pairs, PartLot{lot.id, old.id})
		holder, held := main.Holder(old.id)
		if !held {
			continue
		}
		party, known := made[holder.id]
		if !known {
			p, err := r.newParty(a, b, entriesOf(holder), since(e.From, a.Now))
			if err != nil {
				return err
			}
			party, made[holder.id] = p.id, p.id
			if err := r.letIn(a, p); err != nil {
				return err
			}
		}
		if err := r.begin(a, b.id, lot.id, party, e.From); err != nil {
			return err
		}
	}
	return r.pair(a, b.id, pairs)
}

// letIn lets the members of a party who sign in see the association.
func (r *Room) letIn(a *act.Act, p Party) error {
	for _, m := range p.members {
		if m.entry.Person.None() {
			continue
		}
		if err := office.GrantRole(a, m.entry.Person, act.Owner, p.building); err != nil {
			return err
		}
	}
	return nil
}

// AttachPart puts a building that is known already beneath its main association.
func (r *Room) AttachPart(a *act.Act, main, part id.Of[id.Building]) error {
	reg, err := r.mainToChange(a, main)
	if err != nil {
		return err
	}
	b, err := FindBuilding(a.Tx, part)
	if err != nil {
		return at(err, "building_id")
	}
	if err := a.Allow(ChangeBuilding, part); err != nil {
		return err
	}
	if err := MayBePerson(reg.Building.enterprise, b.enterprise); err != nil {
		return err
	}
	return r.put(a, b, reg.Building)
}

// DetachPart makes a partial association one of its own again; its lots stay, without a word on what they are in the main one.
func (r *Room) DetachPart(a *act.Act, part id.Of[id.Building]) error {
	if err := a.Hold(part); err != nil {
		return err
	}
	if _, err := FindBuilding(a.Tx, part); err != nil {
		return err
	}
	if err := a.Allow(ChangeBuilding, part); err != nil {
		return err
	}
	tree, err := LoadTree(a.Tx)
	if err != nil {
		return err
	}
	main, is := tree.Main(part)
	if !is {
		return fault.NotFound("not_found")
	}
	if _, err := a.Exec(dropPartLots, part); err != nil {
		return err
	}
	if _, err := a.Exec(dropPart, part); err != nil {
		return err
	}
	a.Record(PartDetached{Building: main, Part: part})
	return nil
}

// PairLots says which lot of the main association each lot of a partial one is; lots that are not named are none of its lots.
func (r *Room) PairLots(a *act.Act, part id.Of[id.Building], pairs []PartLot) error {
	reg, err := r.change(a, part)
	if err != nil {
		return err
	}
	tree, err := LoadTree(a.Tx)
	if err != nil {
		return err
	}
	main, is := tree.Main(part)
	if !is {
		return fault.Conflict("part_of_none")
	}
	above, err := LoadRegister(a.Tx, main)
	if err != nil {
		return err
	}
	for i, p := range pairs {
		field := "lots[" + strconv.Itoa(i) + "]."
		if _, known := reg.lotNow(p.Lot, a.Today, a.Now); !known {
			return fault.Invalid("part_lot_elsewhere", field+"lot_id")
		}
		if _, known := above.lotNow(p.Main, a.Today, a.Now); !known {
			return fault.Invalid("part_lot_elsewhere", field+"main_lot_id")
		}
		if slices.ContainsFunc(pairs[:i], func(q PartLot) bool { return q.Lot == p.Lot }) {
			return fault.Invalid("value_repeated", field+"lot_id")
		}
	}
	if _, err := a.Exec(dropPartLots, part); err != nil {
		return err
	}
	return r.pair(a, part, pairs)
}

func (r *Room) pair(a *act.Act, part id.Of[id.Building], pairs []PartLot) error {
	for _, p := range pairs {
		if _, err := a.Exec(addPartLot, p.Lot, p.Main, part); err != nil {
			return err
		}
	}
	a.Record(PartLotsPaired{Building: part, Lots: len(pairs)})
	return nil
}

// mainToChange loads a main association that is about to get a part: one writer of the tree at a time, and only where the law allows parts.
func (r *Room) mainToChange(a *act.Act, main id.Of[id.Building]) (Register, error) {
	if err := a.Hold(a.Who.Office); err != nil { // two buildings put beneath each other at once would make a circle
		return Register{}, err
	}
	reg, err := LoadRegister(a.Tx, main)
	if err != nil {
		return Register{}, err
	}
	if err := a.Allow(ChangeBuilding, main); err != nil {
		return Register{}, err
	}
	tree, err := LoadTree(a.Tx)
	if err != nil {
		return Register{}, err
	}
	top := reg
	if root := tree.Root(main); root != main {
		if top, err = LoadRegister(a.Tx, root); err != nil {
			return Register{}, err
		}
	}
	return reg, MayHaveParts(top.At(a.Today, a.Now))
}

// put places an association beneath another. Faults: part_already, part_circle.
func (r *Room) put(a *act.Act, part, main Building) error {
	tree, err := LoadTree(a.Tx)
	if err != nil {
		return err
	}
	if _, already := tree.Main(part.id); already {
		return fault.Conflict("part_already").At("building_id").With("name", part.name)
	}
	if tree.Root(main.id) == part.id {
		return fault.Conflict("part_circle").At("building_id").With("name", part.name)
	}
	if err := MayBePerson(main.enterprise, part.enterprise); err != nil {
		return err
	}
	a.Record(PartFounded{Building: main.id, Part: part.id})
	_, err = a.Exec(addPart, part.id, main.id)
	return err
}

// mayBePerson judges an enterprise number against those of the association above and of the parts beneath.
func (r *Room) mayBePerson(a *act.Act, b Building) error {
	tree, err := LoadTree(a.Tx)
	if err != nil {
		return err
	}
	if main, is := tree.Main(b.id); is {
		above, err := FindBuilding(a.Tx, main)
		if err != nil {
			return err
		}
		if err := MayBePerson(above.enterprise, b.enterprise); err != nil {
			return err
		}
	}
	for _, part := range tree.Parts(b.id) {
		below, err := FindBuilding(a.Tx, part)
		if err != nil {
			return err
		}
		if err := MayBePerson(b.enterprise, below.enterprise); err != nil {
			return err
		}
	}
	return nil
}

// Tree says which associations of an office are parts of which.
type Tree struct {
	above map[id.Of[id.Building]]id.Of[id.Building]
	links []partLink
}

// LoadTree reads the tree of an office, one statement.
func LoadTree(tx *db.Tx) (Tree, error) {
	links, err := db.All(tx.Query(partLinks), (*partLink).fields)
	t := Tree{map[id.Of[id.Building]]id.Of[id.Building]{}, links}
	for _, l := range links {
		t.above[l.part] = l.main
	}
	return t, err
}

// Main is the association above a partial one; ok is false for one that stands for itself.
func (t Tree) Main(part id.Of[id.Building]) (main id.Of[id.Building], ok bool) {
	main, ok = t.above[part]
	return main, ok
}

// Root is the association at the top of the tree.
func (t Tree) Root(building id.Of[id.Building]) id.Of[id.Building] {
	for range len(t.links) {
		main, is := t.above[building]
		if !is {
			break
		}
		building = main
	}
	return building
}

// Parts lists the partial associations directly beneath one.
func (t Tree) Parts(main id.Of[id.Building]) (list []id.Of[id.Building]) {
	for _, l := range t.links {
		if l.main == main {
			list = append(list, l.part)
		}
	}
	return list
}

// Parts lists the partial associations directly beneath a building, for the rooms above.
func Parts(tx *db.Tx, main id.Of[id.Building]) ([]id.Of[id.Building], error) {
	t, err := LoadTree(tx)
	return t.Parts(main), err
}

// PartLots tells which lot of the main association each lot of a partial one is.
func PartLots(tx *db.Tx, part id.Of[id.Building]) ([]PartLot, error) {
	return db.All(tx.Query(partLotsOf, part), (*PartLot).fields)
}

// InParts tells which lots of partial associations the lots of a main one are.
func InParts(tx *db.Tx, main id.Of[id.Building]) ([]PartLot, error) {
	return db.All(tx.Query(partLotsOfMain, main), (*PartLot).fields)
}
