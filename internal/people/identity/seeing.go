package identity

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// looksAt is whose pages the session looks at now.
func (s Session) looksAt(now civil.Instant) (none id.Of[id.Person]) {
	if s.sees.None() || !now.Before(s.seesUntil) {
		return none
	}
	return s.sees
}

// SeeAs lets the session of this request look at the pages of another person for half an hour; app makes it blind and handless but for that
// person's own pages. The room office has judged the right. It is kept in the history of who is looked at.
func (r *Room) SeeAs(a *act.Act, person id.Of[id.Person]) error {
	s, err := ownSession(a)
	if err != nil {
		return err
	}
	if s.kind != "page" {
		return fault.Forbidden("sign_in_needed")
	}
	if _, err := a.Exec(setSeeing, s.id, person, a.Now.Add(seeingLife)); err != nil {
		return err
	}
	return record(a, PagesSeen{Person: person, By: a.Who.Person, Office: a.Who.Office})
}

// StopSeeing gives the session its own eyes back, and tells whose it had; none when it looked at its own pages already.
func (r *Room) StopSeeing(a *act.Act) (seen id.Of[id.Person], err error) {
	s, err := ownSession(a)
	if err != nil || s.sees.None() {
		return seen, err
	}
	_, err = a.Exec(setSeeing, s.id, id.Of[id.Person]{}, civil.Instant{})
	return s.sees, err
}

// Eyes are who a person is to acts, for who looks at that person's pages: the same name, no session, and nothing that can be changed.
func Eyes(tx *db.Tx, person id.Of[id.Person], seer act.Who) (act.Who, error) {
	p, err := ByID(tx, person)
	who := p.Who()
	who.Office, who.Lang, who.Seer, who.Admin, who.ReadOnly = seer.Office, seer.Lang, seer.Person, false, true
	return who, err
}
