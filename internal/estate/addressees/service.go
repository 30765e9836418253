package addressees

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// Room knows the addressees.
type Room struct{}

// Book is all that is known of the addressees of a building.
type Book struct {
	Register    property.Register
	Mandataries []Mandatary
	Consents    []Consent
}

// Load reads the addressees of a building; for verbs that have judged the right to it.
func Load(tx *db.Tx, building id.Of[id.Building]) (b Book, err error) {
	if b.Register, err = property.LoadRegister(tx, building); err != nil {
		return b, err
	}
	if b.Mandataries, err = Mandataries(tx, building); err != nil {
		return b, err
	}
	b.Consents, err = Consents(tx, building)
	return b, err
}

// Book reads the addressees of a building for whoever may read them all.
func (r *Room) Book(v *act.View, building id.Of[id.Building]) (Book, error) {
	b, err := Load(v.Tx, building)
	if err != nil {
		return b, err
	}
	return b, v.Allow(ReadAddressees, building)
}

// Designate notes whom the members of a party have named to vote for them. Whoever was it before is so until that day.
func (r *Room) Designate(a *act.Act, building id.Of[id.Building], party id.Of[id.Party], e MandataryEntry) (Mandatary, error) {
	if err := a.Hold(building); err != nil {
		return Mandatary{}, err
	}
	b, err := Load(a.Tx, building)
	if err != nil {
		return Mandatary{}, err
	}
	if err := a.Allow(ChangeAddressees, building); err != nil {
		return Mandatary{}, err
	}
	p, err := b.party(party, a.Today, a.Now)
	if err != nil {
		return Mandatary{}, err
	}
	m, err := NewMandatary(p, building, e, a.Today, a.Now)
	if err != nil {
		return m, err
	}
	for _, old := range b.Mandataries {
		if old.party != party || !old.to.None() && !old.to.After(m.entry.From) {
			continue
		}
		if !old.entry.From.Before(m.entry.From) {
			return m, fault.Conflict("mandatary_later").At("from").With("date", old.entry.From)
		}
		if err := end(a, old, m.entry.From); err != nil {
			return m, err
		}
	}
	a.Record(MandataryDesignated{Building: building, Party: party, Mandatary: m.id, Member: m.entry.Member, From: m.entry.From})
	return m, m.save(a.Tx)
}

// party is a party of the building as it is today, whether it holds a lot or not.
func (b Book) party(party id.Of[id.Party], today civil.Date, now civil.Instant) (property.Party, error) {
	p, known := b.Register.Party(party, today, now)
	if !known || len(p.Members()) == 0 {
		return p, fault.NotFound("not_found")
	}
	return p, nil
}

// End notes from which day on a mandatary no longer votes. The vote of the party is suspended from then on, until another is named.
func (r *Room) End(a *act.Act, mandatary id.Of[id.Mandatary], on civil.Date) (Mandatary, error) {
	m, err := findMandatary(a.Tx, mandatary)
	if err != nil {
		return m, err
	}
	if err := a.Hold(m.building); err != nil {
		return m, err
	}
	if m, err = findMandatary(a.Tx, mandatary); err != nil { // as it is after the wait
		return m, err
	}
	if err := a.Allow(ChangeAddressees, m.building); err != nil {
		return m, err
	}
	if on.None() {
		on = a.Today
	}
	switch {
	case !m.to.None():
		return m, fault.Conflict("mandatary_ended").With("date", m.to)
	case !on.After(m.entry.From):
		return m, fault.Invalid("mandatary_before", "on").With("date", m.entry.From)
	}
	return m.ending(on, a.Now), end(a, m, on)
}

// end keeps what was known, and says anew until when it is true.
func end(a *act.Act, m Mandatary, on civil.Date) error {
	if err := m.forget(a.Tx, a.Now); err != nil {
		return err
	}
	next := m.ending(on, a.Now)
	a.Record(MandataryEnded{Building: m.building, Party: m.party, Mandatary: m.id, On: on})
	return next.save(a.Tx)
}

// Agree notes that a member agreed to be written to by e-mail. A member agrees for himself, on this site and today; what came on paper is entered
// by the syndic. An earlier consent, to another address, ends on that day.
func (r *Room) Agree(a *act.Act, building id.Of[id.Building], member id.Of[id.Member], e ConsentEntry) (Consent, error) {
	if err := a.Hold(building); err != nil {
		return Consent{}, err
	}
	b, err := Load(a.Tx, building)
	if err != nil {
		return Consent{}, err
	}
	own, err := b.answers(&a.View, building, member)
	if err != nil {
		return Consent{}, err
	}
	switch {
	case own:
		e.How, e.Given = OnSite, a.Today
	case e.How == OnSite: // nobody presses the button for another
		return Consent{}, fault.Unlawful("consent_of_another", "3.87 §3", "how")
	}
	c, err := NewConsent(building, member, e, a.Today, a.Now, a.Who.Person)
	if err != nil {
		return c, err
	}
	for _, old := range b.Consents {
		switch {
		case old.member != member:
		case old.entry.Given.After(c.entry.Given) || old.revoked.After(c.entry.Given):
			return c, fault.Conflict("consent_later").At("given_on").With("date", old.entry.Given)
		case old.revoked.None():
			if err := revoke(a, old, c.entry.Given); err != nil {
				return c, err
			}
		}
	}
	a.Record(ConsentGiven{Building: building, Member: member, Consent: c.id, On: c.entry.Given})
	return c, c.save(a.Tx)
}

// answers tells whether the reader answers for himself; the syndic answers for who wrote to him. Nobody else does.
func (b Book) answers(v *act.View, building id.Of[id.Building], member id.Of[id.Member]) (own bool, err error) {
	m, found := b.member(member, v)
	if found && !v.Who.Person.None() && m.Person() == v.Who.Person {
		return true, v.Allow(AnswerConsent, building)
	}
	if err := v.Allow(ChangeAddressees, building); err != nil {
		return false, err
	}
	if !found {
		return false, fault.NotFound("not_found")
	}
	return false, nil
}

// member finds a member of a party of the building as it is today.
func (b Book) member(member id.Of[id.Member], v *act.View) (property.Member, bool) {
	for _, p := range b.Register.Parties(v.Today, v.Now) {
		if m, is := memberOf(p, member); is {
			return m, true
		}
	}
	return property.Member{}, false
}

// Revoke notes that a member wants registered letters again. The member may do it at any time; the syndic does it when a writing came.
func (r *Room) Revoke(a *act.Act, consent id.Of[id.Consent], on civil.Date) (Consent, error) {
	c, err := findConsent(a.Tx, consent)
	if err != nil {
		return c, err
	}
	if err := a.Hold(c.building); err != nil {
		return c, err
	}
	if c, err = findConsent(a.Tx, consent); err != nil { // as it is after the wait
		return c, err
	}
	b, err := Load(a.Tx, c.building)
	if err != nil {
		return c, err
	}
	own, err := b.answers(&a.View, c.building, c.member)
	if err != nil {
		return c, err
	}
	if on.None() || own {
		on = a.Today
	}
	next, err := c.Revoke(on, a.Today, a.Now, a.Who.Person)
	if err != nil {
		return c, err
	}
	return next, revoke(a, c, on)
}

func revoke(a *act.Act, c Consent, on civil.Date) error {
	c.revoked, c.revokedAt, c.revokedBy = on, a.Now, a.Who.Person
	a.Record(ConsentRevoked{Building: c.building, Member: c.member, Consent: c.id, On: on})
	return c.saveEnd(a.Tx)
}

// BuiltOn tells whether something was said of the addressees of a building since a moment: the list they came from is then no longer taken back.
func (r *Room) BuiltOn(tx *db.Tx, building id.Of[id.Building], since civil.Instant) (bool, error) {
	n, err := db.Value[int64](tx.Query(saidSince, building, since))
	return n > 0, err
}
