package identity

import (
	"maps"
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// record writes a fact about a sign-in into the house's own chain, whatever the office for which the person acts just now.
func record(a *act.Act, f act.Fact) error {
	none := id.Of[id.Office]{}
	if a.Who.Office.None() {
		a.Record(f)
		return nil
	}
	return a.Elsewhere(none, func(b *act.Act) error {
		b.Record(f)
		return nil
	})
}

// PersonInvited is recorded when someone is asked to choose a password; it is the office that invites.
type PersonInvited struct {
	Person     id.Of[id.Person]     `json:"person"`
	Invitation id.Of[id.Invitation] `json:"invitation"`
}

// About says what the fact is about.
func (f PersonInvited) About() act.About {
	return act.About{Kind: "identity.person_invited", Subject: act.Subject(f.Person)}
}

// PasswordChosen is recorded when a person chooses a password: by an invitation, by a reset, or as a change of the one before.
type PasswordChosen struct {
	Person  id.Of[id.Person]  `json:"person"`
	How     string            `json:"how,omitempty"`
	Session id.Of[id.Session] `json:"session,omitzero"`
}

// About says what the fact is about.
func (f PasswordChosen) About() act.About {
	return act.About{Kind: "identity.password_chosen", Subject: act.Subject(f.Person)}
}

// ResetAsked is recorded when the letter of a reset is about to leave.
type ResetAsked struct {
	Person id.Of[id.Person] `json:"person"`
	Pass   id.Of[id.Pass]   `json:"pass"`
}

// About says what the fact is about.
func (f ResetAsked) About() act.About {
	return act.About{Kind: "identity.reset_asked", Subject: act.Subject(f.Person)}
}

// SignedIn is recorded when a session begins.
type SignedIn struct {
	Person  id.Of[id.Person]  `json:"person"`
	Session id.Of[id.Session] `json:"session"`
	Kind    string            `json:"kind"`
}

// About says what the fact is about.
func (f SignedIn) About() act.About {
	return act.About{Kind: "identity.signed_in", Subject: act.Subject(f.Person)}
}

// SignedOut is recorded when a session ends: asked by its person, because its refresh token was used twice, because the password was chosen
// anew, or because no office is left for it.
type SignedOut struct {
	Person  id.Of[id.Person]  `json:"person"`
	Session id.Of[id.Session] `json:"session"`
	Why     string            `json:"why"`
}

// About says what the fact is about.
func (f SignedOut) About() act.About {
	return act.About{Kind: "identity.signed_out", Subject: act.Subject(f.Person)}
}

// FactorSet is recorded when the second factor is confirmed.
type FactorSet struct {
	Person  id.Of[id.Person]  `json:"person"`
	Session id.Of[id.Session] `json:"session,omitzero"`
}

// About says what the fact is about.
func (f FactorSet) About() act.About {
	return act.About{Kind: "identity.factor_set", Subject: act.Subject(f.Person)}
}

// FactorRemoved is recorded when the second factor is turned off.
type FactorRemoved struct {
	Person  id.Of[id.Person]  `json:"person"`
	Session id.Of[id.Session] `json:"session,omitzero"`
}

// About says what the fact is about.
func (f FactorRemoved) About() act.About {
	return act.About{Kind: "identity.factor_removed", Subject: act.Subject(f.Person)}
}

// RecoveryRenewed is recorded when new recovery codes take the place of the old ones.
type RecoveryRenewed struct {
	Person  id.Of[id.Person]  `json:"person"`
	Session id.Of[id.Session] `json:"session,omitzero"`
}

// About says what the fact is about.
func (f RecoveryRenewed) About() act.About {
	return act.About{Kind: "identity.recovery_renewed", Subject: act.Subject(f.Person)}
}

// RecoveryUsed is recorded when a recovery code stood in for the app.
type RecoveryUsed struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f RecoveryUsed) About() act.About {
	return act.About{Kind: "identity.recovery_used", Subject: act.Subject(f.Person)}
}

// AccessKeyMade is recorded when a person makes a key for a program.
type AccessKeyMade struct {
	Person  id.Of[id.Person]    `json:"person"`
	Key     id.Of[id.AccessKey] `json:"key"`
	Office  id.Of[id.Office]    `json:"office"`
	Session id.Of[id.Session]   `json:"session,omitzero"`
}

// About says what the fact is about.
func (f AccessKeyMade) About() act.About {
	return act.About{Kind: "identity.access_key_made", Subject: act.Subject(f.Person)}
}

// AccessKeyEnded is recorded when a key is ended: asked by its person, with a reset, or because no role is left in its office.
type AccessKeyEnded struct {
	Person  id.Of[id.Person]    `json:"person"`
	Key     id.Of[id.AccessKey] `json:"key"`
	Session id.Of[id.Session]   `json:"session,omitzero"`
	Why     string              `json:"why"`
}

// About says what the fact is about.
func (f AccessKeyEnded) About() act.About {
	return act.About{Kind: "identity.access_key_ended", Subject: act.Subject(f.Person)}
}

// EmailChanged is recorded when a person signs in with another address from now on.
type EmailChanged struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f EmailChanged) About() act.About {
	return act.About{Kind: "identity.email_changed", Subject: act.Subject(f.Person)}
}

// PersonChanged is recorded when a person changes the own name or language.
type PersonChanged struct {
	Person id.Of[id.Person] `json:"person"`
}

// About says what the fact is about.
func (f PersonChanged) About() act.About {
	return act.About{Kind: "identity.person_changed", Subject: act.Subject(f.Person)}
}

// PagesSeen is recorded when a syndic looks at the pages of an owner as the owner sees them: who is looked at learns it.
type PagesSeen struct {
	Person id.Of[id.Person] `json:"person"`
	By     id.Of[id.Person] `json:"by"`
	Office id.Of[id.Office] `json:"office"`
}

// About says what the fact is about.
func (f PagesSeen) About() act.About {
	return act.About{Kind: "identity.pages_seen", Subject: act.Subject(f.Person)}
}

// Event is a line of a person's own history.
type Event struct {
	At     civil.Instant `json:"at"`
	Kind   string        `json:"kind"`          // of the fact, without the room: "signed_in"
	Why    string        `json:"why,omitempty"` // how or why, where the fact says it
	By     string        `json:"by,omitempty"`  // who did it, when it was somebody else
	Device Device        `json:"device"`
}

// historyShown is how far back a person's own history goes.
const historyShown = 100

// History is what happened to the reader's own sign-in, the latest first.
func (r *Room) History(v *act.View, limit int) ([]Event, error) {
	if err := withoutKey(v); err != nil {
		return nil, err
	}
	sessions, err := db.All(v.Query(sessionsOf, v.Who.Person), (*Session).fields)
	if err != nil {
		return nil, err
	}
	devices := map[id.Of[id.Session]]Device{}
	for _, s := range sessions {
		devices[s.id] = deviceOf(s)
	}
	var facts []act.Entry
	err = v.Visit(id.Of[id.Office]{}, func(tx *db.Tx) error {
		house := *v
		house.Tx = tx
		facts, err = house.Facts(act.Filter{Subject: act.Subject(v.Who.Person), Room: "identity"}, 0, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	var events []Event
	others := map[int]id.Of[id.Person]{}
	for i, f := range facts {
		var said struct {
			By      id.Of[id.Person]  `json:"by"`
			Session id.Of[id.Session] `json:"session"`
			How     string            `json:"how"`
			Why     string            `json:"why"`
		}
		if err := f.Read(&said); err != nil {
			return nil, err
		}
		events = append(events, Event{At: f.At, Kind: strings.TrimPrefix(f.Kind, "identity."), Why: said.How + said.Why, Device: devices[said.Session]})
		if !said.By.None() {
			others[i] = said.By
		}
	}
	names, err := Names(v.Tx, slices.Collect(maps.Values(others)))
	for i, person := range others {
		events[i].By = names[person]
	}
	return events, err
}
