package property

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// ChangeMember says how a person or company is called and reached: it was always so, and was wrongly known; or it is so from a day on, as when someone
// moves. Right and fraction stay: when they pass to somebody else the party ends, and its account and communication with it.
func (r *Room) ChangeMember(a *act.Act, member id.Of[id.Member], e MemberEntry, how Saying) (Member, error) {
	building, err := db.One(a.Query(buildingOfMember, member), func(b *id.Of[id.Building]) []any { return []any{b} }, fault.NotFound("not_found"))
	if err != nil {
		return Member{}, err
	}
	reg, err := r.change(a, building)
	if err != nil {
		return Member{}, err
	}
	known := knownNow(reg.members, a.Now, func(m Member) bool { return m.id == member })
	if len(known) == 0 {
		return Member{}, fault.NotFound("not_found")
	}
	last := known[len(known)-1]
	if e.Lang == "" {
		e.Lang = last.entry.Lang
	}
	e.Right, e.Part, e.Person = last.entry.Right, last.Part(), last.entry.Person
	if e, err = e.checked(); err != nil {
		return Member{}, err
	}
	next := last
	next.entry = e
	now, err := restate(known, next, how.From, a.Today, a.Now, func(a, b Member) bool { return a.Entry() == b.Entry() })
	if err != nil {
		return Member{}, err
	}
	if !how.Seen.None() {
		was := reg.memberNow(member, orToday(how.From, a.Today), how.Seen)
		if err := meanwhile(now.Before.answers(e, was.entry)...); err != nil {
			return Member{}, err
		}
	}
	if len(now.Said) == 0 {
		return now.Before, nil
	}
	if how.From.None() || how.From == now.Before.from {
		a.Record(MemberCorrected{Building: building, Party: last.party, Member: member})
	} else {
		a.Record(MemberChanged{Building: building, Party: last.party, Member: member, From: how.From})
	}
	return next, saveMember(a, now)
}

func saveMember(a *act.Act, r restated[Member]) error {
	for _, m := range r.Forgotten {
		if _, err := a.Exec(forgetMember, m.row, a.Now); err != nil {
			return err
		}
	}
	for _, m := range r.Said {
		m.row = id.New[id.Any]()
		if err := insertMember(a.Tx, m); err != nil {
			return err
		}
	}
	return nil
}

// memberNow is a member as it is on a day; before its first day as it will be, after its last as it was.
func (r Register) memberNow(member id.Of[id.Member], on civil.Date, known civil.Instant) (now Member) {
	for _, m := range r.members {
		if m.id != member || !m.known(known) {
			continue
		}
		if now.id.None() || !now.period().Contains(on) && (m.period().Contains(on) || m.from.After(now.from) && !m.from.After(on)) {
			now = m
		}
	}
	return now
}

// MembersOf lists the members of a party on a day, as known at a moment, in the order in which they were entered, whether the party holds a lot or not.
func (r Register) MembersOf(party id.Of[id.Party], on civil.Date, known civil.Instant) []Member {
	return r.party(party, on, known).members
}

// Parties lists all parties that ever were of the building and are known at a moment, each with its members of a day; those without a member on that day
// are left out.
func (r Register) Parties(on civil.Date, known civil.Instant) (list []Party) {
	for _, p := range r.parties {
		if p = r.party(p.id, on, known); len(p.members) > 0 {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b Party) int { return a.id.Compare(b.id) })
	return list
}

// Recalled is what was once said of a member, and when.
type Recalled struct {
	Member
	Learned, Unlearned civil.Instant
}

// Recall tells what was said of a member, the latest knowledge first.
func (r Register) Recall(member id.Of[id.Member]) (list []Recalled) {
	for _, m := range r.members {
		if m.id == member {
			list = append(list, Recalled{m, m.learned, m.unlearned})
		}
	}
	slices.SortStableFunc(list, func(a, b Recalled) int {
		return cmp.Or(believed(a.Unlearned)-believed(b.Unlearned), b.from.Compare(a.from), b.Learned.Compare(a.Learned))
	})
	return list
}
