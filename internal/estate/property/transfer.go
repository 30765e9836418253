package property

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Transfer passes one or more lots to one party on a day: the first day of the new owner (art. 3.94).
type Transfer struct {
	id                 id.Of[id.Any]
	building           id.Of[id.Building]
	party              id.Of[id.Party]
	fresh              bool // the party was made by it
	on                 civil.Date
	learned, unlearned civil.Instant
	lots               []Moved
}

// Moved is a lot of a transfer, and the party that held it before; none for a lot that nobody held.
type Moved struct {
	Lot  id.Of[id.Lot]
	From id.Of[id.Party]
}

// ID is the transfer's identifier.
func (t Transfer) ID() id.Of[id.Any] { return t.id }

// Building is where the lots are.
func (t Transfer) Building() id.Of[id.Building] { return t.building }

// Party is who holds the lots from that day on.
func (t Transfer) Party() id.Of[id.Party] { return t.party }

// On is the first day of the new owner.
func (t Transfer) On() civil.Date { return t.on }

// Lots are the lots that pass.
func (t Transfer) Lots() []Moved { return t.lots }

// Learned is the moment at which the house learned of it.
func (t Transfer) Learned() civil.Instant { return t.learned }

// Undone tells whether it was taken back.
func (t Transfer) Undone() bool { return !t.unlearned.None() }

// TransferEntry is what someone says about a transfer: to a party of the building, or to a new one made of members.
type TransferEntry struct {
	Lots    []id.Of[id.Lot]
	On      civil.Date
	To      id.Of[id.Party]
	Members []MemberEntry
}

// TransferLot passes one lot, for callers that know of no others.
func (r *Room) TransferLot(a *act.Act, lot id.Of[id.Lot], to id.Of[id.Party], members []MemberEntry, on civil.Date) (Ownership, error) {
	_, reg, err := r.lotToChange(a, lot)
	if err != nil {
		return Ownership{}, err
	}
	t, err := r.passOn(a, reg, TransferEntry{[]id.Of[id.Lot]{lot}, on, to, members})
	return Ownership{lot: lot, party: t.party, building: t.building, times: since(t.on, t.learned)}, elsewhere(elsewhere(err, "party_id", "owner_id"), "date", "on")
}

// Transfer passes lots to another party from a day on. The ownerships before it are closed on that day.
func (r *Room) Transfer(a *act.Act, building id.Of[id.Building], e TransferEntry) (Transfer, error) {
	reg, err := r.change(a, building)
	if err != nil {
		return Transfer{}, err
	}
	return r.passOn(a, reg, e)
}

func (r *Room) passOn(a *act.Act, reg Register, e TransferEntry) (Transfer, error) {
	before, err := reg.passing(e, a.Now)
	if err != nil {
		return Transfer{}, err
	}
	t := Transfer{id: id.New[id.Any](), building: reg.Building.id, party: e.To, on: e.On, learned: a.Now, fresh: e.To.None()}
	if t.fresh {
		party, err := r.newParty(a, reg.Building, e.Members, since(e.On, a.Now))
		if err != nil {
			return Transfer{}, err
		}
		t.party = party.id
	}
	for i, lot := range e.Lots {
		old := before[i]
		if !old.id.None() {
			if err := r.close(a, old, e.On); err != nil {
				return Transfer{}, err
			}
		}
		if err := r.begin(a, t.building, lot, t.party, e.On); err != nil {
			return Transfer{}, err
		}
		t.lots = append(t.lots, Moved{lot, old.party})
	}
	a.Record(LotsTransferred{Building: t.building, Transfer: t.id, Lots: e.Lots, Party: t.party, From: t.on})
	if err := insertTransfer(a.Tx, t); err != nil {
		return t, err
	}
	return t, r.guard(a, t)
}

// passing judges a transfer and gives for each lot the ownership that it closes; the empty one for a lot that nobody holds. Faults: required,
// transfer_no_lot, lot_elsewhere, value_repeated, lot_gone, statement_before, ownership_later, ownership_same, party_elsewhere, party_later.
func (r Register) passing(e TransferEntry, now civil.Instant) (before []Ownership, err error) {
	if e.On.None() {
		return nil, fault.Invalid("required", "date")
	}
	if len(e.Lots) == 0 {
		return nil, fault.Invalid("transfer_no_lot", "lots")
	}
	if err := r.mayHold(e.To, e.On, now); err != nil {
		return nil, err
	}
	for i, lot := range e.Lots {
		if slices.Contains(e.Lots[:i], lot) {
			return nil, fault.Invalid("value_repeated", "lots")
		}
		l, known := r.lotNow(lot, e.On, now)
		switch {
		case !known:
			return nil, fault.Invalid("lot_elsewhere", "lots")
		case !l.to.None() && !r.lasts(lot, now):
			return nil, fault.Conflict("lot_gone").At("lots")
		case e.On.Before(l.from):
			return nil, fault.Conflict("statement_before").At("date").With("date", l.from)
		}
		o, err := r.passingOne(lot, e.To, e.On, now)
		if err != nil {
			return nil, err
		}
		before = append(before, o)
	}
	return before, nil
}

// passingOne finds the ownership that a transfer of one lot closes.
func (r Register) passingOne(lot id.Of[id.Lot], to id.Of[id.Party], on civil.Date, now civil.Instant) (closes Ownership, err error) {
	for _, o := range r.holding(lot, now) {
		switch {
		case !o.from.Before(on):
			return Ownership{}, fault.Conflict("ownership_later").At("date").With("date", o.from)
		case !o.period().Contains(on):
		case o.party == to:
			return Ownership{}, fault.Conflict("ownership_same").At("party_id")
		default:
			closes = o
		}
	}
	return closes, nil
}

// mayHold judges a party that is to hold a lot from a day on.
func (r Register) mayHold(party id.Of[id.Party], on civil.Date, now civil.Instant) error {
	if party.None() {
		return nil
	}
	if _, known := r.parties[party]; !known {
		return fault.Invalid("party_elsewhere", "party_id")
	}
	if len(r.party(party, on, now).members) > 0 {
		return nil
	}
	var first civil.Date
	for _, m := range knownNow(r.members, now, func(m Member) bool { return m.party == party }) {
		if first.None() || m.from.Before(first) {
			first = m.from
		}
	}
	return fault.Conflict("party_later").At("party_id").With("date", first)
}

// holding are the ownerships of a lot that are known at a moment, in the order of days.
func (r Register) holding(lot id.Of[id.Lot], known civil.Instant) []Ownership {
	list := knownNow(r.ownerships, known, func(o Ownership) bool { return o.lot == lot })
	slices.SortFunc(list, func(a, b Ownership) int { return a.from.Compare(b.from) })
	return list
}

// lasts tells whether a lot has no last day.
func (r Register) lasts(lot id.Of[id.Lot], known civil.Instant) bool {
	return slices.ContainsFunc(r.lots, func(l Lot) bool { return l.id == lot && l.known(known) && l.to.None() })
}

// UndoTransfer takes a transfer back, as long as nothing was built on it: whoever held the lots before holds them still.
func (r *Room) UndoTransfer(a *act.Act, transfer id.Of[id.Any]) (Transfer, error) {
	t, reg, err := r.transferToChange(a, transfer)
	if err != nil {
		return t, err
	}
	if err := r.builtOn(a, t); err != nil {
		return t, err
	}
	if t.fresh && !reg.untouchedParty(t) {
		return t, fault.Conflict("transfer_built_on")
	}
	if err := r.takeBack(a, reg, t, t.fresh); err != nil {
		return t, err
	}
	a.Record(TransferUndone{Building: t.building, Transfer: t.id})
	return t, r.guard(a, t)
}

// CorrectTransfer says that a transfer was wrongly known: another day, another party. It may be said after something was built on it: what was computed
// is computed anew, what was sent stays as it was sent.
func (r *Room) CorrectTransfer(a *act.Act, transfer id.Of[id.Any], on civil.Date, to id.Of[id.Party], members []MemberEntry) (Transfer, error) {
	t, reg, err := r.transferToChange(a, transfer)
	if err != nil {
		return t, err
	}
	if to.None() && len(members) == 0 {
		to = t.party
	}
	stays := to == t.party
	if stays && on == t.on {
		return t, nil
	}
	if err := r.takeBack(a, reg, t, !stays && t.fresh && reg.untouchedParty(t)); err != nil {
		return t, err
	}
	if err := r.guard(a, t); err != nil {
		return t, err
	}
	if stays && on.Before(t.on) {
		if err := r.earlier(a, reg, t.party, on); err != nil {
			return t, err
		}
	}
	if reg, err = LoadRegister(a.Tx, t.building); err != nil {
		return t, err
	}
	e := TransferEntry{On: on, To: to, Members: members}
	for _, m := range t.lots {
		e.Lots = append(e.Lots, m.Lot)
	}
	a.Record(TransferCorrected{Building: t.building, Transfer: t.id})
	return r.passOn(a, reg, e)
}

// earlier says that the members of a party are so from an earlier day on.
func (r *Room) earlier(a *act.Act, reg Register, party id.Of[id.Party], on civil.Date) error {
	p := reg.party(party, on, a.Now)
	if len(p.members) > 0 {
		return nil
	}
	for _, m := range knownNow(reg.members, a.Now, func(m Member) bool { return m.party == party }) {
		if slices.ContainsFunc(reg.members, func(n Member) bool { return n.id == m.id && n.known(a.Now) && n.from.Before(m.from) }) {
			continue
		}
		next := m
		next.times = since(on, a.Now)
		next.to = m.to
		if err := saveMember(a, restated[Member]{Forgotten: []Member{m}, Said: []Member{next}}); err != nil {
			return err
		}
	}
	return nil
}

// takeBack makes it as if the transfer had not been said: what it closed is open again, and the party that it made was never one.
func (r *Room) takeBack(a *act.Act, reg Register, t Transfer, party bool) error {
	if err := r.takeBackLots(a, reg, t); err != nil {
		return err
	}
	if party {
		for _, m := range knownNow(reg.members, a.Now, func(m Member) bool { return m.party == t.party }) {
			if _, err := a.Exec(forgetMember, m.row, a.Now); err != nil {
				return err
			}
		}
	}
	_, err := a.Exec(undoneTransfer, t.id, a.Now)
	return err
}

func (r *Room) takeBackLots(a *act.Act, reg Register, t Transfer) error {
	for _, m := range t.lots {
		list := reg.holding(m.Lot, a.Now)
		last := len(list) - 1
		if last < 0 || list[last].party != t.party || list[last].from != t.on || !list[last].to.None() {
			return fault.Conflict("transfer_built_on")
		}
		if _, err := a.Exec(forgetOwnership, list[last].id, a.Now); err != nil {
			return err
		}
		if m.From.None() {
			continue
		}
		if last == 0 || list[last-1].party != m.From || list[last-1].to != t.on {
			return fault.Conflict("transfer_built_on")
		}
		if err := r.reopen(a, list[last-1]); err != nil {
			return err
		}
	}
	return nil
}

// reopen says that an ownership that was closed lasts after all.
func (r *Room) reopen(a *act.Act, o Ownership) error {
	if _, err := a.Exec(forgetOwnership, o.id, a.Now); err != nil {
		return err
	}
	o.id, o.to, o.learned = id.New[id.Ownership](), civil.Date{}, a.Now
	return insertOwnership(a.Tx, o)
}

// untouchedParty tells whether the party that a transfer made holds nothing else, and nobody said anything of its members since.
func (r Register) untouchedParty(t Transfer) bool {
	for _, o := range r.ownerships {
		if o.party == t.party && o.unlearned.None() && !slices.ContainsFunc(t.lots, func(m Moved) bool { return m.Lot == o.lot }) {
			return false
		}
	}
	for _, m := range r.members {
		if m.party == t.party && (m.learned != t.learned || !m.entry.Person.None()) {
			return false
		}
	}
	return true
}

// builtOn asks the rooms above whether something rests on what was learned with the transfer or after.
func (r *Room) builtOn(a *act.Act, t Transfer) error {
	for _, d := range r.Dependents {
		if built, err := d.BuiltOn(a.Tx, t.building, t.learned); err != nil || built {
			return errOr(err, fault.Conflict("transfer_built_on"))
		}
	}
	return nil
}

// begin opens the ownership of a lot.
func (r *Room) begin(a *act.Act, building id.Of[id.Building], lot id.Of[id.Lot], party id.Of[id.Party], on civil.Date) error {
	a.Record(LotHeld{Building: building, Lot: lot, Party: party, From: on})
	return insertOwnership(a.Tx, Ownership{id: id.New[id.Ownership](), lot: lot, party: party, building: building, times: since(on, a.Now)})
}

// close says that an ownership ended on a day: the open row is forgotten, the ended one is learned.
func (r *Room) close(a *act.Act, o Ownership, on civil.Date) error {
	if _, err := a.Exec(forgetOwnership, o.id, a.Now); err != nil {
		return err
	}
	o.id, o.to, o.learned = id.New[id.Ownership](), on, a.Now
	return insertOwnership(a.Tx, o)
}

// newParty makes a party of the building, with a communication of its own.
func (r *Room) newParty(a *act.Act, b Building, members []MemberEntry, t times) (Party, error) {
	communication, err := nextCommunication(a.Tx)
	if err != nil {
		return Party{}, err
	}
	party, err := NewParty(b, communication, members, t)
	if err != nil {
		return Party{}, err
	}
	return party, insertParty(a.Tx, party)
}

func (r *Room) transferToChange(a *act.Act, transfer id.Of[id.Any]) (Transfer, Register, error) {
	t, err := FindTransfer(a.Tx, transfer)
	if err != nil {
		return t, Register{}, err
	}
	reg, err := r.change(a, t.building)
	if err == nil && t.Undone() {
		err = fault.Conflict("transfer_undone")
	}
	return t, reg, err
}

// FindTransfer reads a transfer of the office.
func FindTransfer(tx *db.Tx, transfer id.Of[id.Any]) (Transfer, error) {
	t, err := db.One(tx.Query(transferByID, transfer), (*Transfer).fields, fault.NotFound("not_found"))
	if err != nil {
		return t, err
	}
	list, err := Transfers(tx, t.building, t.on)
	i := slices.IndexFunc(list, func(x Transfer) bool { return x.id == t.id })
	if err != nil || i < 0 {
		return t, errOr(err, fault.NotFound("not_found"))
	}
	return list[i], nil
}

// Transfers lists the transfers of a building whose day is not before a day, in the order of days, those that were taken back included; none
// asks for all. Two statements.
func Transfers(tx *db.Tx, building id.Of[id.Building], since civil.Date) ([]Transfer, error) {
	if since.None() {
		since = everBefore
	}
	list, err := db.All(tx.Query(transfersOf, building, since), (*Transfer).fields)
	if err != nil {
		return nil, err
	}
	all, err := db.All(tx.Query(movedOf, building, since), (*moved).fields)
	at := make(map[id.Of[id.Any]]int, len(list))
	for i, t := range list {
		at[t.id] = i
	}
	for _, m := range all {
		t := &list[at[m.transfer]]
		t.lots = append(t.lots, m.Moved)
	}
	return list, err
}

// everBefore is a day before all others that may be entered.
var everBefore = civil.Must("1800-01-01")

func insertTransfer(tx *db.Tx, t Transfer) error {
	if _, err := tx.Exec(addTransfer, t.id, t.building, t.party, t.fresh, t.on, t.learned); err != nil {
		return err
	}
	for _, m := range t.lots {
		if _, err := tx.Exec(addMoved, t.id, m.Lot, m.From); err != nil {
			return err
		}
	}
	return nil
}

// elsewhere says of a fault at one field that it lies at another, as another request calls it.
func elsewhere(err error, field, called string) error {
	if f := fault.As(err); f != nil && f.Field == field {
		return f.At(called)
	}
	return err
}
