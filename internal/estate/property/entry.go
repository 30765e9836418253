package property

import (
	"slices"
	"strings"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// List is a whole list on its way into the register.
type List struct {
	Import id.Of[id.Import]
	Digest string     // SHA-256 of the file it came from
	From   civil.Date // since when it is true
	Lines  []ListLine
}

// ListLine is one lot and who holds it. Lines whose members are the same persons become one party.
type ListLine struct {
	Lot     LotEntry
	Members []MemberEntry // empty: the lot enters without a holder
}

// Taken says what a list changed.
type Taken struct {
	NewLots, ChangedLots, SameLots int
	NewParties, Transfers          int
	LeftOut                        []Lot // lots of the register that the list does not name; they stay as they are
	Shares                         int64 // what the lots will carry together, those left out included (art. 3.85 §1)
}

// Compare says what TakeList would change, without changing anything.
func Compare(reg Register, list List, today civil.Date, now civil.Instant) Taken {
	s := reg.At(laterOf(list.From, today), now)
	var t Taken
	seen, lots := map[string]bool{}, s.byLabel()
	for _, p := range s.Parties {
		seen[partyKey(entriesOf(p))] = true
	}
	named := make(map[string]bool, len(list.Lines))
	for _, line := range list.Lines {
		label := Fold(line.Lot.Label)
		old, exists := lots[label]
		named[label] = true
		t.Shares += line.Lot.Shares
		switch {
		case !exists:
			t.NewLots++
		case old.sameAs(line.Lot):
			t.SameLots++
		default:
			t.ChangedLots++
		}
		key := partyKey(line.Members)
		if key == "" {
			continue
		}
		if !seen[key] {
			seen[key] = true
			t.NewParties++
		}
		if holder, held := s.Holder(old.id); exists && held && partyKey(entriesOf(holder)) != key {
			t.Transfers++
		}
	}
	for _, l := range s.Lots {
		if !named[Fold(l.label)] {
			t.LeftOut = append(t.LeftOut, l)
			t.Shares += l.shares
		}
	}
	return t
}

// TakeList enters a whole list, all or nothing: lots that the building has by the same label are corrected, others are added; a lot whose holder
// differs passes to the new one from the list's date on.
func (r *Room) TakeList(a *act.Act, building id.Of[id.Building], list List) (Taken, error) {
	reg, err := r.change(a, building)
	if err != nil {
		return Taken{}, err
	}
	t := taking{act: a, reg: reg, list: list, snapshot: reg.At(laterOf(list.From, a.Today), a.Now),
		parties: map[string]id.Of[id.Party]{}, held: map[id.Of[id.Lot]]Ownership{}}
	t.lots = t.snapshot.byLabel()
	for _, o := range t.snapshot.Ownerships {
		t.held[o.lot] = o
	}
	for _, p := range t.snapshot.Parties {
		t.parties[partyKey(entriesOf(p))] = p.id
	}
	for _, l := range reg.lots {
		t.position = max(t.position, l.position+1)
	}
	if err := t.lines(); err != nil {
		return Taken{}, err
	}
	a.Record(ListTaken{Building: building, Import: list.Import, Digest: list.Digest, Lots: len(list.Lines), Parties: t.done.NewParties})
	return t.done, nil
}

type taking struct {
	act      *act.Act
	reg      Register
	snapshot Snapshot
	list     List
	lots     map[string]Lot // by folded label
	held     map[id.Of[id.Lot]]Ownership
	parties  map[string]id.Of[id.Party]
	next     func() (belgium.OGM, error)
	position int64
	writing  writing
	done     Taken
}

// lines enters all lines; communications are taken and rows are written together, however many there are.
func (t *taking) lines() (err error) {
	keys, labels, fresh := make([]string, len(t.list.Lines)), map[string]bool{}, map[string]bool{}
	for i, line := range t.list.Lines {
		label := Fold(line.Lot.Label)
		if labels[label] {
			return fault.Conflict("label_taken").At("label").With("label", tidy(line.Lot.Label))
		}
		labels[label] = true
		keys[i] = partyKey(line.Members)
		if _, known := t.parties[keys[i]]; !known && keys[i] != "" {
			fresh[keys[i]] = true
		}
	}
	if t.next, err = communications(t.act.Tx, len(fresh)); err != nil {
		return err
	}
	for i, line := range t.list.Lines {
		if err := t.line(line, keys[i]); err != nil {
			return err
		}
	}
	return t.writing.write(t.act.Tx)
}

func (t *taking) since(from civil.Date) times {
	return times{from: from, learned: t.act.Now, list: t.list.Import}
}

func (t *taking) line(line ListLine, key string) error {
	lot, err := t.lot(line.Lot)
	if err != nil || key == "" {
		return err
	}
	holder, held := t.snapshot.Holder(lot)
	if held && partyKey(entriesOf(holder)) == key {
		return nil
	}
	party, known := t.parties[key]
	if !known {
		communication, err := t.next()
		if err != nil {
			return err
		}
		p, err := NewParty(t.reg.Building, communication, line.Members, t.since(t.list.From))
		if err != nil {
			return err
		}
		t.writing.party(p)
		party = p.id
		t.parties[key] = party
		t.done.NewParties++
	}
	return t.pass(lot, party, held)
}

func (t *taking) lot(e LotEntry) (id.Of[id.Lot], error) {
	old, exists := t.lots[Fold(e.Label)]
	if !exists {
		lot, err := NewLot(t.reg.Building, e, t.position, t.since(t.list.From))
		if err != nil {
			return lot.id, err
		}
		t.position++
		t.done.NewLots++
		t.writing.lot(lot)
		return lot.id, nil
	}
	if old.sameAs(e) {
		t.done.SameLots++
		return old.id, nil
	}
	if err := e.check(t.reg.Building); err != nil {
		return old.id, err
	}
	t.done.ChangedLots++
	if _, err := t.act.Exec(forgetLotState, old.state, t.act.Now); err != nil {
		return old.id, err
	}
	if e.Surface == nil { // a list that says nothing of surfaces takes none away
		e.Surface = old.surface
	}
	corrected := old.as(e)
	corrected.learned, corrected.times.list = t.act.Now, t.list.Import
	t.writing.state(corrected)
	return old.id, nil
}

// pass gives a lot to a party. A holder whose ownership began on or after the list's date is corrected, an earlier one is followed.
func (t *taking) pass(lot id.Of[id.Lot], party id.Of[id.Party], held bool) error {
	from := t.list.From
	if held {
		t.done.Transfers++
		old := t.held[lot]
		if _, err := t.act.Exec(forgetOwnership, old.id, t.act.Now); err != nil {
			return err
		}
		if old.from.Before(from) {
			ended := old
			ended.id, ended.to, ended.times.learned, ended.times.list = id.New[id.Ownership](), from, t.act.Now, t.list.Import
			t.writing.ownership(ended)
		} else {
			from = old.from
		}
	}
	t.writing.ownership(Ownership{id: id.New[id.Ownership](), lot: lot, party: party, building: t.reg.Building.id, times: t.since(from)})
	return nil
}

// ReturnList takes a list back out of the register, as long as nothing was built on it: what it said is forgotten, what it had corrected is
// known again. The register as it was known in between stays readable.
func (r *Room) ReturnList(a *act.Act, building id.Of[id.Building], list id.Of[id.Import], taken civil.Instant) error {
	reg, err := r.change(a, building)
	if err != nil {
		return err
	}
	builtOn := fault.Conflict("list_built_on")
	for _, d := range r.Dependents {
		if built, err := d.BuiltOn(a.Tx, building, taken); err != nil || built {
			return errOr(err, builtOn)
		}
	}
	if !reg.untouchedSince(list, taken) {
		return builtOn
	}
	if err := forgetList(a.Tx, building, list, a.Now); err != nil {
		return err
	}
	if err := relearn(a.Tx, reg, taken, a.Now); err != nil {
		return err
	}
	a.Record(ListReturned{Building: building, Import: list})
	return nil
}

func errOr(err error, f *fault.Fault) error {
	if err != nil {
		return err
	}
	return f
}

// untouchedSince tells whether all that a list said still stands, nobody else has since said anything about its lots and parties, and none of
// its members was given a sign-in. What a later list replaced and then gave back stands again.
func (r Register) untouchedSince(list id.Of[id.Import], taken civil.Instant) bool {
	lots, parties, stands := map[id.Of[id.Lot]]bool{}, map[id.Of[id.Party]]bool{}, map[string]bool{}
	said := func(what string, t times) bool {
		if t.list == list {
			stands[what] = stands[what] || t.unlearned.None()
		}
		return t.list == list
	}
	for _, l := range r.lots {
		lots[l.id] = said("lot "+l.id.String(), l.times) || lots[l.id]
	}
	for _, m := range r.members {
		if said("member "+m.id.String(), m.times) {
			parties[m.party] = true
			if !m.entry.Person.None() {
				return false
			}
		}
	}
	for _, o := range r.ownerships {
		ours := said("ownership "+o.lot.String()+o.party.String()+o.from.String()+o.to.String(), o.times)
		if !ours && o.unlearned.None() && o.learned.After(taken) && (lots[o.lot] || parties[o.party]) {
			return false
		}
	}
	for _, still := range stands {
		if !still {
			return false
		}
	}
	return true
}

// relearn says again what the list had replaced: it is what was forgotten at the very moment at which the list was taken.
func relearn(tx *db.Tx, r Register, taken, now civil.Instant) error {
	var again writing
	for _, l := range r.lots {
		if l.unlearned == taken {
			l.state, l.learned, l.unlearned = id.New[id.Any](), now, civil.Instant{}
			again.state(l)
		}
	}
	for _, o := range r.ownerships {
		if o.unlearned == taken {
			o.id, o.learned, o.unlearned = id.New[id.Ownership](), now, civil.Instant{}
			again.ownership(o)
		}
	}
	return again.write(tx)
}

func (l Lot) sameAs(e LotEntry) bool {
	return l.label == tidy(e.Label) && l.kind == e.Kind && l.shares == e.Shares && equal(l.floor, e.Floor) && (e.Surface == nil || equal(l.surface, e.Surface))
}

func entriesOf(p Party) []MemberEntry {
	list := make([]MemberEntry, len(p.members))
	for i, m := range p.members {
		list[i] = m.Entry()
	}
	return list
}

// partyKey recognises the same persons with the same rights, however their names are written.
func partyKey(members []MemberEntry) string {
	keys := make([]string, len(members))
	for i, m := range members {
		right := m.Right
		if right == "" {
			right = Full
		}
		words := strings.Fields(strings.ToLower(tidy(m.FirstName + " " + m.LastName)))
		slices.Sort(words) // "Dubois Anne" and "Anne Dubois" are the same person in a list
		keys[i] = Fold(strings.Join(words, "+")) + "/" + string(right) + "/" + m.Part.String()
	}
	slices.Sort(keys)
	return strings.Join(keys, ";")
}

func laterOf(a, b civil.Date) civil.Date {
	if a.After(b) {
		return a
	}
	return b
}
