package property

import (
	"cmp"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
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
	return restateMember(a, reg, member, e, how, func(m Member, from civil.Date) act.Fact {
		if from.None() {
			return MemberCorrected{Building: building, Party: m.party, Member: member}
		}
		return MemberChanged{Building: building, Party: m.party, Member: member, From: from}
	})
}

// Contact is what somebody says of himself: where he is reached, and in which language.
type Contact struct {
	Email, Phone                    string
	Street, Postcode, City, Country string
	Lang                            i18n.Lang
}

// Contact is how a member is reached.
func (e MemberEntry) Contact() Contact {
	return Contact{e.Email, e.Phone, e.Street, e.Postcode, e.City, e.Country, e.Lang}
}

// StateOwn is said by a member of himself: from today on he is reached so (art. 3.93 §2). It holds at once; the syndic sees it. His name, his right and
// his fraction are not his to change: they rest on deeds.
func (r *Room) StateOwn(a *act.Act, building id.Of[id.Building], member id.Of[id.Member], c Contact, seen civil.Instant) (Member, error) {
	if err := a.Hold(building); err != nil {
		return Member{}, err
	}
	reg, err := LoadRegister(a.Tx, building)
	if err != nil {
		return Member{}, err
	}
	if err := a.Allow(StateOwnData, building); err != nil {
		return Member{}, err
	}
	m := reg.memberNow(member, a.Today, a.Now)
	if m.id.None() {
		return Member{}, fault.NotFound("not_found")
	}
	if a.Who.Person.None() || m.Person() != a.Who.Person {
		return Member{}, fault.Forbidden("member_of_another")
	}
	e := m.Entry()
	e.Email, e.Phone, e.Street, e.Postcode, e.City, e.Country = c.Email, c.Phone, c.Street, c.Postcode, c.City, c.Country
	if c.Lang != "" {
		e.Lang = c.Lang
	}
	return restateMember(a, reg, member, e, Saying{From: a.Today, Seen: seen}, func(m Member, _ civil.Date) act.Fact {
		return MemberStated{Building: building, Party: m.party, Member: member, From: a.Today}
	})
}

// restateMember says a member anew; fact tells what is recorded of it, with the day from which it is so, or none when it was always so.
func restateMember(a *act.Act, reg Register, member id.Of[id.Member], e MemberEntry, how Saying, fact func(Member, civil.Date) act.Fact) (Member, error) {
	known := knownNow(reg.members, a.Now, func(m Member) bool { return m.id == member })
	if len(known) == 0 {
		return Member{}, fault.NotFound("not_found")
	}
	last := known[len(known)-1]
	var err error
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
	if how.From == now.Before.from {
		how.From = civil.Date{}
	}
	a.Record(fact(last, how.From))
	next.learned = a.Now
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
