package identity

import (
	"context"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// ownSession is the session in which the act is done. A key has none: it may not touch what guards the sign-in.
func ownSession(a *act.Act) (Session, error) {
	if err := withoutKey(&a.View); err != nil {
		return Session{}, err
	}
	return db.One(a.Query(sessionByID, a.Who.Session), (*Session).fields, fault.Unauthenticated("token_refused"))
}

// withoutKey refuses a program with an access key.
func withoutKey(v *act.View) error {
	if v.Who.Session.None() {
		return fault.Forbidden("sign_in_needed")
	}
	return nil
}

// rotate gives a session of pages a new secret, so that whoever learned the old one is out; it answers the new cookie. A session of the API
// changes its secret at every use already, and gets none.
func rotate(a *act.Act, s Session) (cookie string, err error) {
	if s.kind != "page" {
		return "", nil
	}
	secret, kept := newSecret()
	_, err = a.Exec(rotateSession, s.id, kept)
	return s.cookie(secret), err
}

// SessionLine is a session as its person sees it.
type SessionLine struct {
	ID      id.Of[id.Session] `json:"id"`
	Kind    string            `json:"kind"`
	Device  Device            `json:"device"`
	Begun   civil.Instant     `json:"begun_at"`
	Seen    civil.Instant     `json:"seen_at"`
	Expires civil.Instant     `json:"expires_at"`
	Current bool              `json:"current"`
}

// Sessions are the reader's own open sessions, the one of this request first, then the latest seen.
func (r *Room) Sessions(v *act.View) ([]SessionLine, error) {
	if err := withoutKey(v); err != nil {
		return nil, err
	}
	open, err := openSessions(v)
	lines := make([]SessionLine, 0, len(open))
	for _, current := range []bool{true, false} {
		for _, s := range open {
			if (s.id == v.Who.Session) == current {
				lines = append(lines, SessionLine{s.id, s.kind, deviceOf(s), s.created, s.seen, s.expires, current})
			}
		}
	}
	return lines, err
}

func openSessions(v *act.View) ([]Session, error) {
	list, err := db.All(v.Query(sessionsOf, v.Who.Person), (*Session).fields)
	var open []Session
	for _, s := range list {
		if s.open(v.Now) {
			open = append(open, s)
		}
	}
	return open, err
}

// EndSession ends one of the own sessions; the one of this request as well.
func (r *Room) EndSession(a *act.Act, session id.Of[id.Session]) error {
	if err := withoutKey(&a.View); err != nil {
		return err
	}
	s, err := db.One(a.Query(sessionByID, session), (*Session).fields, fault.NotFound("not_found"))
	if err != nil {
		return err
	}
	if s.person != a.Who.Person || !s.open(a.Now) {
		return fault.NotFound("not_found")
	}
	return end(a, s, "asked")
}

// SignOutEverywhere ends all own sessions, or all but the one of this request, and tells how many.
func (r *Room) SignOutEverywhere(a *act.Act, others bool) (int, error) {
	if err := withoutKey(&a.View); err != nil {
		return 0, err
	}
	keep := id.Of[id.Session]{}
	if others {
		keep = a.Who.Session
	}
	return endSessions(a, a.Who.Person, keep, "asked")
}

// endSessions ends the open sessions of a person but one, and voids the sign-ins that wait for their second step.
func endSessions(a *act.Act, person id.Of[id.Person], but id.Of[id.Session], why string) (int, error) {
	if err := voidPasses(a, person, passSecondStep); err != nil {
		return 0, err
	}
	list, err := db.All(a.Query(sessionsOf, person), (*Session).fields)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, s := range list {
		if !s.open(a.Now) || s.id == but {
			continue
		}
		if err := end(a, s, why); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Leave takes a person out of an office in which no role is left: its keys end, and its sessions act for another of the person's offices, or
// end when there is none. The room office calls it.
func (r *Room) Leave(a *act.Act, person id.Of[id.Person], from, to id.Of[id.Office]) error {
	keys, err := db.All(a.Query(keysOf, person), (*AccessKey).fields)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.office == from && k.ended.None() {
			if err := endKey(a, k, "no_role"); err != nil {
				return err
			}
		}
	}
	p, err := ByID(a.Tx, person)
	if err != nil {
		return err
	}
	list, err := db.All(a.Query(sessionsOf, person), (*Session).fields)
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.office != from || !s.open(a.Now) {
			continue
		}
		if to.None() && !p.admin {
			err = end(a, s, "no_role")
		} else {
			_, err = a.Exec(moveSession, s.id, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// noteSeen keeps when, from where and with which program a session was last used. It is written behind the request, at most every few
// minutes, and not twice at once.
func (r *Room) noteSeen(ctx context.Context, s Session, now civil.Instant) {
	if now.Before(s.seen.Add(seenEvery)) {
		return
	}
	if _, busy := r.noting.LoadOrStore(s.id.String(), true); busy {
		return
	}
	client, ctx := clientOf(ctx), context.WithoutCancel(ctx)
	go func() {
		defer r.noting.Delete(s.id.String())
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		_ = r.House.DB.Write(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error { // a day's last minutes may go unnoted when the house closes
			_, err := tx.Exec(seeSession, s.id, now, now.Add(-seenEvery), client.Agent, client.address())
			return err
		})
	}()
}
