package property

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Ownership is a stretch of time during which a party holds a lot.
type Ownership struct {
	id       id.Of[id.Ownership]
	lot      id.Of[id.Lot]
	party    id.Of[id.Party]
	building id.Of[id.Building]
	times
}

// Lot is the lot that is held.
func (o Ownership) Lot() id.Of[id.Lot] { return o.lot }

// Party is who holds it.
func (o Ownership) Party() id.Of[id.Party] { return o.party }

// Register is all that was ever said about one building: what it is called, its particulars, its lots and its parties.
type Register struct {
	Building   Building
	lots       []Lot
	parties    map[id.Of[id.Party]]Party // without members
	members    []Member
	ownerships []Ownership
	said       dossier
}

// Snapshot is the register on a day, as known at a moment.
type Snapshot struct {
	Building    Building // as it was called on that day
	Particulars Particulars
	On          civil.Date
	Known       civil.Instant
	Lots        []Lot       // in the order of the deed
	Parties     []Party     // who holds at least one lot, in the order of their first lot
	Ownerships  []Ownership // in the order of the lots
	holder      map[id.Of[id.Lot]]int
}

// keptRegister is a register, and the last fact about its building that it holds.
type keptRegister struct {
	Register
	seq int64
}

// LoadRegister reads the whole register of a building, unless it was read since the last fact about the register: most facts about a building are
// about something else, such as an invoice. Five statements in all.
func LoadRegister(tx *db.Tx, building id.Of[id.Building]) (Register, error) {
	version, err := act.LastFactAbout(tx, building)
	if err != nil {
		return Register{}, err
	}
	key := "property.register/" + building.String()
	last := keptRegister{}
	if kept, known := tx.Recall(key); known && version > 0 {
		last = kept.(keptRegister)
	}
	if last.seq == version && version > 0 {
		return last.Register, nil
	}
	touched := last.seq == 0 || last.seq > version // younger than what this transaction sees
	if !touched {
		if touched, err = act.HappenedAboutSince(tx, building, "property", last.seq); err != nil {
			return Register{}, err
		}
	}
	r := last.Register
	if touched {
		if r, err = readRegister(tx, building); err != nil {
			return r, err
		}
	}
	if version > last.seq {
		tx.Keep(key, 0, keptRegister{r, version}, len(r.lots)+len(r.members)+len(r.ownerships))
	}
	return r, nil
}

func readRegister(tx *db.Tx, building id.Of[id.Building]) (Register, error) {
	r := Register{parties: map[id.Of[id.Party]]Party{}}
	var err error
	if r.Building, err = FindBuilding(tx, building); err != nil {
		return r, err
	}
	if r.said, err = loadDossier(tx, building); err != nil {
		return r, err
	}
	if r.lots, err = db.All(tx.Query(lotStates, building), (*Lot).fields); err != nil {
		return r, err
	}
	parties, err := db.All(tx.Query(partiesOf, building), (*Party).fields)
	if err != nil {
		return r, err
	}
	for _, p := range parties {
		r.parties[p.id] = p
	}
	if r.members, err = db.All(tx.Query(membersOf, building), (*Member).fields); err != nil {
		return r, err
	}
	r.ownerships, err = db.All(tx.Query(ownershipsOf, building), (*Ownership).fields)
	return r, err
}

// At is the register on a day, as known at a moment. It needs no database: any number of days can be asked of one Register.
func (r Register) At(on civil.Date, known civil.Instant) Snapshot {
	s := Snapshot{Building: r.said.building(r.Building, on, known), Particulars: r.said.at(on, known), On: on, Known: known, holder: map[id.Of[id.Lot]]int{}}
	for _, l := range r.lots {
		if l.holds(on, known) {
			s.Lots = append(s.Lots, l)
		}
	}
	slices.SortStableFunc(s.Lots, func(a, b Lot) int {
		return cmp.Or(cmp.Compare(a.position, b.position), a.id.Compare(b.id)) // lots that came from one lot stand where it stood
	})
	held := map[id.Of[id.Lot]]Ownership{}
	for _, o := range r.ownerships {
		if o.holds(on, known) {
			held[o.lot] = o
		}
	}
	index, members := map[id.Of[id.Party]]int{}, map[id.Of[id.Party]][]Member{}
	for _, m := range r.members { // gathered once: a large building has thousands of parties
		if m.holds(on, known) {
			members[m.party] = append(members[m.party], m)
		}
	}
	for _, l := range s.Lots {
		o, owned := held[l.id]
		if !owned {
			continue
		}
		s.Ownerships = append(s.Ownerships, o)
		if _, seen := index[o.party]; !seen {
			index[o.party] = len(s.Parties)
			s.Parties = append(s.Parties, r.parties[o.party].with(members[o.party]))
		}
		s.holder[l.id] = index[o.party]
	}
	return s
}

func (r Register) party(party id.Of[id.Party], on civil.Date, known civil.Instant) Party {
	var members []Member
	for _, m := range r.members {
		if m.party == party && m.holds(on, known) {
			members = append(members, m)
		}
	}
	return r.parties[party].with(members)
}

// with gives a party its members, in the order in which they were entered.
func (p Party) with(members []Member) Party {
	slices.SortStableFunc(members, func(a, b Member) int { return cmp.Compare(a.position, b.position) })
	p.members = members
	return p
}

// Party finds a party as it is now, whether it holds a lot or not.
func (r Register) Party(party id.Of[id.Party], on civil.Date, known civil.Instant) (Party, bool) {
	if _, ok := r.parties[party]; !ok {
		return Party{}, false
	}
	return r.party(party, on, known), true
}

// Drawn is the register that a list would give on an empty building, without keeping it: for what is only tried out, and for the law told as
// examples. Lines whose members are the same persons become one party, as in TakeList.
func Drawn(b Building, list []ListLine, on civil.Date, now civil.Instant) (Snapshot, error) {
	r := Register{Building: b, parties: map[id.Of[id.Party]]Party{}}
	made := map[string]id.Of[id.Party]{}
	for i, line := range list {
		lot, err := NewLot(b, line.Lot, int64(i), since(on, now))
		if err != nil {
			return Snapshot{}, err
		}
		r.lots = append(r.lots, lot)
		if len(line.Members) == 0 {
			continue
		}
		key := partyKey(line.Members)
		party, known := made[key]
		if !known {
			communication, err := belgium.NewOGM(uint64(len(made) + 1))
			if err != nil {
				return Snapshot{}, err
			}
			p, err := NewParty(b, communication, line.Members, since(on, now))
			if err != nil {
				return Snapshot{}, err
			}
			party, made[key], r.parties[p.id] = p.id, p.id, Party{id: p.id, building: b.id, communication: communication}
			r.members = append(r.members, p.members...)
		}
		r.ownerships = append(r.ownerships, Ownership{id: id.New[id.Ownership](), lot: lot.id, party: party, building: b.id, times: since(on, now)})
	}
	return r.At(on, now), nil
}

// Day is the day of which the register can be asked: the day itself, or the first one on which it knows a lot when that is later. A syndic who
// takes over a building enters bills that are older than the list of its owners.
func (r Register) Day(on civil.Date, known civil.Instant) civil.Date {
	var first civil.Date
	for _, l := range r.lots {
		if l.known(known) && (first.None() || l.from.Before(first)) {
			first = l.from
		}
	}
	return laterOf(on, first)
}

// FiscalYear is the financial year in which a day lies, as known at a moment, across a changed start.
func (r Register) FiscalYear(on civil.Date, known civil.Instant) civil.Period {
	return r.said.fiscalYear(on, known)
}

// PartiesOf lists the parties of which a sign-in is a member by what is known now, whether they still hold a lot or not.
func (r Register) PartiesOf(person id.Of[id.Person]) []id.Of[id.Party] {
	var list []id.Of[id.Party]
	for _, m := range r.members {
		if !person.None() && m.entry.Person == person && m.unlearned.None() && !slices.Contains(list, m.party) {
			list = append(list, m.party)
		}
	}
	return list
}

// Holder is the party of a lot; ok is false for a lot that nobody holds.
func (s Snapshot) Holder(lot id.Of[id.Lot]) (Party, bool) {
	i, ok := s.holder[lot]
	if !ok {
		return Party{}, false
	}
	return s.Parties[i], true
}

// LotsOf lists the lots of a party.
func (s Snapshot) LotsOf(party id.Of[id.Party]) []Lot {
	var list []Lot
	for _, l := range s.Lots {
		if i, ok := s.holder[l.id]; ok && s.Parties[i].id == party {
			list = append(list, l)
		}
	}
	return list
}

// Lot finds a lot of the snapshot.
func (s Snapshot) Lot(lot id.Of[id.Lot]) (Lot, bool) {
	for _, l := range s.Lots {
		if l.id == lot {
			return l, true
		}
	}
	return Lot{}, false
}

// ByLabel finds a lot by its label, however it is written.
func (s Snapshot) ByLabel(label string) (Lot, bool) {
	want := Fold(label)
	for _, l := range s.Lots {
		if Fold(l.label) == want {
			return l, true
		}
	}
	return Lot{}, false
}

// byLabel finds any number of lots by their labels; ByLabel folds all labels each time it is asked.
func (s Snapshot) byLabel() map[string]Lot {
	index := make(map[string]Lot, len(s.Lots))
	for _, l := range s.Lots {
		index[Fold(l.label)] = l
	}
	return index
}
