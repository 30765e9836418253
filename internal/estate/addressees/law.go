package addressees

import (
	"slices"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
)

// Standing says whether a party votes on a day, whom the syndic convenes for it, and why.
type Standing struct {
	Votes     bool
	Mandatary Mandatary         // who votes for several; none when a party votes by itself, or not at all
	Convened  []property.Member // the members to write to; none when the mandatary is somebody else
	Article   string
	Reason    string // stands_alone, stands_mandatary, stands_suspended
}

// Says is the sentence of the law for a reader.
func (s Standing) Says(l i18n.Lang) string { return i18n.Say(l, "addressees."+s.Reason) }

// Name is the name of who votes for several; empty when a party votes by itself, or not at all.
func (s Standing) Name() string {
	if !s.Mandatary.entry.Member.None() {
		return s.Convened[0].Name()
	}
	return s.Mandatary.entry.Name
}

// Shared tells whether a right is divided: several hold it, or its use and its substance are with different persons (art. 3.87 §1 al. 2).
func Shared(p property.Party) bool { return p.Kind() != property.Sole }

// Vote says whether a party votes on a day. Who hold a divided right have no vote until they have named one mandatary; then that person is
// convened, votes and gets all documents (art. 3.87 §1 al. 2). While the vote is suspended every member is written to, so that they can still
// name one before the assembly.
func Vote(p property.Party, mandataries []Mandatary, on civil.Date) Standing {
	if !Shared(p) {
		return Standing{Votes: true, Convened: p.Members(), Article: "3.87 §1", Reason: "stands_alone"}
	}
	s := Standing{Convened: p.Members(), Article: "3.87 §1", Reason: "stands_suspended"}
	for _, m := range mandataries {
		if m.party != p.ID() || !m.unlearned.None() || !m.period().Contains(on) {
			continue
		}
		if m.entry.Member.None() {
			s.Convened = nil
		} else if one, is := memberOf(p, m.entry.Member); is {
			s.Convened = []property.Member{one}
		} else {
			continue // whoever is no longer a member votes no longer as one
		}
		s.Votes, s.Mandatary, s.Reason = true, m, "stands_mandatary"
	}
	return s
}

func memberOf(p property.Party, member id.Of[id.Member]) (property.Member, bool) {
	i := slices.IndexFunc(p.Members(), func(m property.Member) bool { return m.ID() == member })
	if i < 0 {
		return property.Member{}, false
	}
	return p.Members()[i], true
}

// Way says how a member is written to on a day, and why.
type Way struct {
	Electronic bool
	Consent    Consent // that allows it
	Article    string
	Reason     string // way_letter, way_revoked, way_email
}

// Says is the sentence of the law for a reader.
func (w Way) Says(l i18n.Lang) string { return i18n.Say(l, "addressees."+w.Reason) }

// Kind is the way in one word: registered_letter or email.
func (w Way) Kind() string {
	if w.Electronic {
		return "email"
	}
	return "registered_letter"
}

// Channel says how a member is written to on a day. The registered letter is the rule; another way needs the member's own, explicit and written
// consent, which lasts until it is revoked (art. 3.87 §3).
func Channel(member id.Of[id.Member], consents []Consent, on civil.Date) Way {
	w := Way{Article: "3.87 §3", Reason: "way_letter"}
	for _, c := range consents {
		switch {
		case c.member != member || on.Before(c.entry.Given):
		case c.revoked.None() || on.Before(c.revoked):
			return Way{Electronic: true, Consent: c, Article: "3.87 §3", Reason: "way_email"}
		default:
			w.Reason = "way_revoked"
		}
	}
	return w
}
