package property

import (
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Lineage is a division or a merger: which lots came from which, on which day (art. 3.88 §1 2° g).
type Lineage struct {
	id                 id.Of[id.Any]
	building           id.Of[id.Building]
	kind               LineageKind
	on                 civil.Date
	decision           string
	learned, unlearned civil.Instant
	gone, come         []id.Of[id.Lot]
}

// LineageKind tells a division from a merger.
type LineageKind string

// The two ways in which lots come from lots.
const (
	Division LineageKind = "division"
	Merger   LineageKind = "merger"
)

// ID is the identifier of the division or merger.
func (l Lineage) ID() id.Of[id.Any] { return l.id }

// Building is where the lots are.
func (l Lineage) Building() id.Of[id.Building] { return l.building }

// Kind tells which of the two it is.
func (l Lineage) Kind() LineageKind { return l.kind }

// On is the first day of the lots that came.
func (l Lineage) On() civil.Date { return l.on }

// Decision is the decision of the assembly, in the syndic's words.
func (l Lineage) Decision() string { return l.decision }

// Gone are the lots that ended.
func (l Lineage) Gone() []id.Of[id.Lot] { return l.gone }

// Come are the lots that began.
func (l Lineage) Come() []id.Of[id.Lot] { return l.come }

// Undone tells whether it was taken back.
func (l Lineage) Undone() bool { return !l.unlearned.None() }

// Reshaping is a division or a merger as the rooms above hear of it.
type Reshaping struct {
	Building   id.Of[id.Building]
	On         civil.Date
	Gone, Come []Lot
	Decision   string
}

// DivisionEntry is what someone says about a division.
type DivisionEntry struct {
	On       civil.Date
	Decision string
	Into     []LotEntry
	Seen     civil.Instant
}

// MergerEntry is what someone says about a merger; the shares are those of the lots together.
type MergerEntry struct {
	On       civil.Date
	Decision string
	Lots     []id.Of[id.Lot]
	Into     LotEntry
}

const (
	maxDecision = 300
	maxParts    = 50
)

// DivideLot makes several lots of one from a day on, whose shares are together those of the old one; they are held by the same party. The assembly
// decides it by four fifths (art. 3.88 §1 2° g).
func (r *Room) DivideLot(a *act.Act, lot id.Of[id.Lot], e DivisionEntry) (Lineage, []Lot, error) {
	old, reg, err := r.lotToChange(a, lot)
	if err != nil {
		return Lineage{}, nil, err
	}
	if !e.Seen.None() {
		was, _ := reg.lotNow(lot, orToday(e.On, a.Today), e.Seen)
		if err := meanwhile(answer{"lots", was.shares, was.shares, old.shares}); err != nil {
			return Lineage{}, nil, err
		}
	}
	if len(e.Into) > maxParts {
		return Lineage{}, nil, fault.Invalid("too_many", "lots").With("max", maxParts)
	}
	if err := checkAll(reg.Building, e.Into); err != nil {
		return Lineage{}, nil, err
	}
	if err := Divides(old, e.Into); err != nil {
		return Lineage{}, nil, err
	}
	return r.reshape(a, reg, Lineage{kind: Division, on: e.On, decision: e.Decision}, []Lot{old}, e.Into)
}

// MergeLots makes one lot of several of the same party from a day on; its shares are theirs together.
func (r *Room) MergeLots(a *act.Act, building id.Of[id.Building], e MergerEntry) (Lineage, []Lot, error) {
	reg, err := r.change(a, building)
	if err != nil {
		return Lineage{}, nil, err
	}
	var old []Lot
	for i, lot := range e.Lots {
		l, known := reg.lotNow(lot, orToday(e.On, a.Today), a.Now)
		switch {
		case !known:
			return Lineage{}, nil, fault.Invalid("lot_elsewhere", "lots")
		case slices.Contains(e.Lots[:i], lot):
			return Lineage{}, nil, fault.Invalid("value_repeated", "lots")
		case !l.to.None() && reg.lasts(lot, a.Now):
			return Lineage{}, nil, fault.Conflict("statement_later").At("date").With("date", l.to)
		case !l.to.None():
			return Lineage{}, nil, fault.Conflict("lot_gone").At("lots")
		}
		old = append(old, l)
	}
	if e.Into.Shares, err = Merges(old); err != nil {
		return Lineage{}, nil, err
	}
	if err := checkAll(reg.Building, []LotEntry{e.Into}); err != nil {
		return Lineage{}, nil, unlisted(err)
	}
	line, come, err := r.reshape(a, reg, Lineage{kind: Merger, on: e.On, decision: e.Decision}, old, []LotEntry{e.Into})
	return line, come, unlisted(err)
}

// reshape ends the old lots on a day and begins the new ones, held by the same party.
func (r *Room) reshape(a *act.Act, reg Register, line Lineage, gone []Lot, into []LotEntry) (Lineage, []Lot, error) {
	line.id, line.building, line.learned, line.decision = id.New[id.Any](), reg.Building.id, a.Now, strings.TrimSpace(line.decision)
	held, err := reg.reshaping(line, gone, into, a.Now)
	if err != nil {
		return line, nil, err
	}
	position := gone[0].position
	for i, l := range gone {
		position = min(position, l.position)
		line.gone = append(line.gone, l.id)
		if err := r.end(a, l, line.on); err != nil {
			return line, nil, err
		}
		if !held[i].id.None() {
			if err := r.close(a, held[i], line.on); err != nil {
				return line, nil, err
			}
		}
	}
	var come []Lot
	for i, e := range into {
		l, err := NewLot(reg.Building, e, position, since(line.on, a.Now))
		if err == nil {
			err = insertLot(a.Tx, l)
		}
		if err != nil {
			return line, nil, within(err, "lots["+strconv.Itoa(i)+"].")
		}
		a.Record(LotAdded{Building: line.building, Lot: l.id, Shares: l.shares, From: line.on})
		come, line.come = append(come, l), append(line.come, l.id)
		if !held[0].id.None() {
			if err := r.begin(a, line.building, l.id, held[0].party, line.on); err != nil {
				return line, nil, err
			}
		}
	}
	line.record(a)
	for _, f := range r.Followers {
		if err := f.Reshaped(a, Reshaping{line.building, line.on, gone, come, line.decision}); err != nil {
			return line, nil, err
		}
	}
	return line, come, insertLineage(a.Tx, line)
}

func (l Lineage) record(a *act.Act) {
	if l.kind == Division {
		a.Record(LotDivided{Building: l.building, Lineage: l.id, Lot: l.gone[0], Into: l.come, From: l.on})
		return
	}
	a.Record(LotsMerged{Building: l.building, Lineage: l.id, Lots: l.gone, Into: l.come[0], From: l.on})
}

// reshaping judges a division or a merger, and gives the ownership of each lot that ends. Faults: required, too_long, statement_before, ownership_later,
// merger_of_parties, label_taken.
func (r Register) reshaping(line Lineage, gone []Lot, into []LotEntry, now civil.Instant) (held []Ownership, err error) {
	if line.on.None() {
		return nil, fault.Invalid("required", "date")
	}
	if len([]rune(line.decision)) > maxDecision {
		return nil, fault.Invalid("too_long", "decision").With("max", maxDecision)
	}
	for i, l := range gone {
		if !l.from.Before(line.on) {
			return nil, fault.Conflict("lot_later").At("date").With("date", l.from).With("label", l.label)
		}
		o, err := r.passingOne(l.id, id.Of[id.Party]{}, line.on, now)
		if err != nil {
			return nil, err
		}
		if i > 0 && o.party != held[0].party {
			return nil, fault.Conflict("merger_of_parties").At("lots").With("label", l.label).With("other", gone[0].label)
		}
		held = append(held, o)
	}
	taken := map[string]bool{}
	for _, l := range r.lots {
		if l.known(now) && (l.to.None() || l.to.After(line.on)) && !slices.ContainsFunc(gone, func(g Lot) bool { return g.id == l.id }) {
			taken[Fold(l.label)] = true
		}
	}
	for i, e := range into {
		if taken[Fold(e.Label)] {
			return nil, fault.Conflict("label_taken").At("lots["+strconv.Itoa(i)+"].label").With("label", tidy(e.Label))
		}
		taken[Fold(e.Label)] = true
	}
	return held, nil
}

// checkAll judges what is said of the lots that come.
func checkAll(b Building, into []LotEntry) error {
	var faults []error
	for i, e := range into {
		faults = append(faults, within(e.check(b), "lots["+strconv.Itoa(i)+"]."))
	}
	return fault.Join(faults...)
}

// end says that a lot is no more from a day on.
func (r *Room) end(a *act.Act, l Lot, on civil.Date) error {
	ended := l
	ended.to, ended.learned, ended.times.list = on, a.Now, id.Of[id.Import]{}
	_, err := saveLots(a, restated[Lot]{Forgotten: []Lot{l}, Said: []Lot{ended}})
	return err
}

// UndoLineage takes a division or a merger back, as long as nothing was built on it: the old lots last, and the new ones never were.
func (r *Room) UndoLineage(a *act.Act, lineage id.Of[id.Any]) (Lineage, error) {
	line, err := FindLineage(a.Tx, lineage)
	if err != nil {
		return line, err
	}
	reg, err := r.change(a, line.building)
	if err != nil {
		return line, err
	}
	if line.Undone() {
		return line, fault.Conflict("lineage_undone")
	}
	if err := r.builtOnLineage(a, line); err != nil {
		return line, err
	}
	back := Reshaping{Building: line.building, On: line.on, Gone: reg.lotsOn(line.come, line.on, a.Now), Come: reg.lotsOn(line.gone, line.on.AddDays(-1), a.Now)}
	if err := r.unbegin(a, reg, line); err != nil {
		return line, err
	}
	if err := r.unend(a, reg, line); err != nil {
		return line, err
	}
	for _, f := range r.Followers {
		if err := f.Reshaped(a, back); err != nil {
			return line, err
		}
	}
	a.Record(LineageUndone{Building: line.building, Lineage: line.id})
	_, err = a.Exec(undoneLineage, line.id, a.Now)
	return line, err
}

// builtOnLineage asks the rooms above; those that follow lots say themselves, when they are led back, whether they can.
func (r *Room) builtOnLineage(a *act.Act, line Lineage) error {
	for _, d := range r.Dependents {
		if _, follows := d.(Follower); follows {
			continue
		}
		if built, err := d.BuiltOn(a.Tx, line.building, line.learned); err != nil || built {
			return errOr(err, fault.Conflict("lineage_built_on"))
		}
	}
	return nil
}

// lotsOn are lots as they are on a day.
func (r Register) lotsOn(lots []id.Of[id.Lot], on civil.Date, known civil.Instant) (list []Lot) {
	for _, lot := range lots {
		if l, found := r.lotNow(lot, on, known); found {
			list = append(list, l)
		}
	}
	return list
}

// unbegin forgets the lots that came, as long as nobody said anything of them since.
func (r *Room) unbegin(a *act.Act, reg Register, line Lineage) error {
	builtOn := fault.Conflict("lineage_built_on")
	for _, lot := range line.come {
		states := knownNow(reg.lots, a.Now, func(l Lot) bool { return l.id == lot })
		held := reg.holding(lot, a.Now)
		if len(states) != 1 || states[0].learned != line.learned || len(held) > 1 || len(held) == 1 && held[0].learned != line.learned {
			return builtOn
		}
		if _, err := a.Exec(forgetLotState, states[0].state, a.Now); err != nil {
			return err
		}
		for _, o := range held {
			if _, err := a.Exec(forgetOwnership, o.id, a.Now); err != nil {
				return err
			}
		}
	}
	return nil
}

// unend says that the lots that ended last after all.
func (r *Room) unend(a *act.Act, reg Register, line Lineage) error {
	for _, lot := range line.gone {
		for _, l := range knownNow(reg.lots, a.Now, func(l Lot) bool { return l.id == lot && l.to == line.on }) {
			lasts := l
			lasts.to, lasts.learned = civil.Date{}, a.Now
			if _, err := saveLots(a, restated[Lot]{Forgotten: []Lot{l}, Said: []Lot{lasts}}); err != nil {
				return err
			}
		}
		for _, o := range reg.holding(lot, a.Now) {
			if o.to != line.on {
				continue
			}
			if err := r.reopen(a, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// FindLineage reads a division or merger of the office.
func FindLineage(tx *db.Tx, lineage id.Of[id.Any]) (Lineage, error) {
	l, err := db.One(tx.Query(lineageByID, lineage), (*Lineage).fields, fault.NotFound("not_found"))
	if err != nil {
		return l, err
	}
	list, err := Lineages(tx, l.building)
	i := slices.IndexFunc(list, func(x Lineage) bool { return x.id == l.id })
	if err != nil || i < 0 {
		return l, errOr(err, fault.NotFound("not_found"))
	}
	return list[i], nil
}

// Lineages lists the divisions and mergers of a building in the order of days, those that were taken back included. Two statements.
func Lineages(tx *db.Tx, building id.Of[id.Building]) ([]Lineage, error) {
	list, err := db.All(tx.Query(lineagesOf, building), (*Lineage).fields)
	if err != nil {
		return nil, err
	}
	all, err := db.All(tx.Query(descentsOf, building), (*descent).fields)
	at := make(map[id.Of[id.Any]]int, len(list))
	for i, l := range list {
		at[l.id] = i
	}
	for _, d := range all {
		l := &list[at[d.lineage]]
		if !slices.Contains(l.gone, d.from) {
			l.gone = append(l.gone, d.from)
		}
		if !slices.Contains(l.come, d.to) {
			l.come = append(l.come, d.to)
		}
	}
	return list, err
}

func insertLineage(tx *db.Tx, l Lineage) error {
	if _, err := tx.Exec(addLineage, l.id, l.building, string(l.kind), l.on, l.decision, l.learned); err != nil {
		return err
	}
	for _, from := range l.gone {
		for _, to := range l.come {
			if _, err := tx.Exec(addDescent, l.id, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// unlisted says of faults in the only lot of a list that they lie in the request itself.
func unlisted(err error) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	if len(f.Parts) == 0 {
		return f.At(strings.TrimPrefix(f.Field, "lots[0]."))
	}
	g := *f
	g.Parts = nil
	for _, p := range f.Parts {
		g.Parts = append(g.Parts, p.At(strings.TrimPrefix(p.Field, "lots[0].")))
	}
	return &g
}
