package identity

import (
	"context"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
)

// AskReset sends a link to choose a new password, if somebody signs in with the address. What is written, and the answer, are the same when nobody
// does: asking tells nothing.
func (r *Room) AskReset(ctx context.Context, email string) error {
	_, err := act.Do(ctx, r.House, act.Who{}, act.Door{Via: "door"}, func(a *act.Act) (bool, error) {
		about := accountOf(email)
		if _, err := countTry(a, askReset, about); err != nil {
			return false, err
		}
		asked, err := db.Value[int64](a.Query(countFailures, string(askReset), string(about), a.Now.Add(-limits[askReset].client.within)))
		if err != nil {
			return false, err
		}
		p, known, err := db.First(a.Query(personByEmail, fold(email)), (*Person).fields)
		if err != nil {
			return false, err
		}
		pass := Pass{id: id.New[id.Pass](), kind: passReset, created: a.Now, expires: a.Now.Add(resetLife)}
		if known && asked <= resetsAnHour {
			pass.person = p.id
		}
		if err := insertPass(a.Tx, pass); err != nil {
			return false, err
		}
		return true, jobs.Put(a.Tx, id.Of[id.Office]{}, PassJob, PassJob+"/"+pass.id.String(), passArgs{pass.id}, a.Now)
	})
	return err
}

// passOf finds an open pass by its secret, and its person.
func (r *Room) passOf(ctx context.Context, kind, secret string, p *Person) (pass Pass, err error) {
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
		gone := fault.Conflict("link_gone").At("token")
		if pass, err = db.One(tx.Query(passBySecret, digestOf(secret)), (*Pass).fields, gone); err != nil {
			return err
		}
		if pass.kind != kind || pass.person.None() || !pass.open(r.House.Now()) {
			return gone
		}
		*p, err = ByID(tx, pass.person)
		return err
	})
	return pass, err
}

// usePass spends a pass within the act that it opens: of two at once, one is refused.
func usePass(a *act.Act, pass Pass) error {
	n, err := a.Exec(spendPass, pass.id, a.Now)
	if err == nil && n == 0 {
		err = fault.Conflict("link_gone").At("token")
	}
	return err
}

// voidPasses spends all open passes of a person of one kind.
func voidPasses(a *act.Act, person id.Of[id.Person], kind string) error {
	_, err := a.Exec(voidPassesOf, person, kind, a.Now)
	return err
}

// holder is whose password a link lets choose: the person of an invitation or of a reset.
type holder struct {
	person     Person
	invitation id.Of[id.Invitation]
	pass       Pass
}

func (r *Room) holderOf(ctx context.Context, secret string) (h holder, err error) {
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
		inv, found, err := db.First(tx.Query(invitationBySecret, digestOf(secret)), (*Invitation).fields)
		if err != nil || !found {
			return err
		}
		if !inv.open(r.House.Now()) {
			return fault.Conflict("invitation_gone").At("token")
		}
		h.invitation = inv.id
		h.person, err = ByID(tx, inv.person)
		return err
	})
	if err != nil || !h.invitation.None() {
		return h, err
	}
	h.pass, err = r.passOf(ctx, passReset, secret, &h.person)
	if fault.As(err) != nil && h.pass.id.None() { // a link that nobody knows any more: most are those of old invitations
		err = fault.Conflict("invitation_gone").At("token").Because(err)
	}
	return h, err
}

// ChoosePassword ends an invitation or a reset: the person of the link gets the password. A reset ends all sessions, and the access keys as well
// when the person asks for it.
func (r *Room) ChoosePassword(ctx context.Context, secret, password string, endKeysToo bool) error {
	var h holder
	err := r.TryToken(ctx, func() (err error) { h, err = r.holderOf(ctx, secret); return err })
	if err != nil {
		return err
	}
	if err := acceptable(password, h.person); err != nil {
		return err
	}
	encoded, err := encode(ctx, password) // before the transaction: it takes its time
	if err != nil {
		return err
	}
	_, err = act.Do(ctx, r.House, act.Who{Person: h.person.id}, act.Door{Via: "page"}, func(a *act.Act) (bool, error) {
		if !h.invitation.None() {
			used, err := a.Exec(useInvitation, h.invitation, a.Now)
			if err == nil && used == 0 {
				err = fault.Conflict("invitation_gone").At("token")
			}
			if err != nil {
				return false, err
			}
			return true, r.takePassword(a, h.person, encoded, PasswordChosen{Person: h.person.id, How: "invitation"})
		}
		if err := usePass(a, h.pass); err != nil {
			return false, err
		}
		if endKeysToo {
			if err := r.endKeys(a, h.person.id, "reset"); err != nil {
				return false, err
			}
		}
		if _, err := a.Exec(dropFailuresOf, string(accountOf(h.person.email))); err != nil { // the letter proved who it is
			return false, err
		}
		return true, r.takePassword(a, h.person, encoded, PasswordChosen{Person: h.person.id, How: "reset"})
	})
	return err
}

// takePassword gives a person a password. Whatever else could still choose one is void, all other sessions end, and a letter tells of it.
func (r *Room) takePassword(a *act.Act, p Person, encoded string, f PasswordChosen) error {
	if _, err := a.Exec(setPassword, p.id, encoded, a.Now); err != nil {
		return err
	}
	if _, err := a.Exec(voidInvitations, p.id, a.Now); err != nil {
		return err
	}
	for _, kind := range []string{passReset, passEmail} {
		if err := voidPasses(a, p.id, kind); err != nil {
			return err
		}
	}
	if _, err := endSessions(a, p.id, f.Session, "password"); err != nil {
		return err
	}
	if p.MayEnter() { // a first password is nobody's loss
		if err := notify(a, p.id, noticePassword); err != nil {
			return err
		}
	}
	return record(a, f)
}

// prove compares the caller's own password, outside of any transaction; a wrong one is counted.
func (r *Room) prove(ctx context.Context, who act.Who, password, field string) (Person, error) {
	if who.Session.None() {
		return Person{}, fault.Forbidden("sign_in_needed")
	}
	p, t, err := r.check(ctx, who.Email, password)
	if f := fault.As(err); f != nil && f.Code == "sign_in_refused" {
		return p, fault.Invalid("password_wrong", field)
	}
	if err != nil {
		return p, err
	}
	return p, r.takeBack(ctx, t)
}

// changeProved judges a change of password before its act: the old one, the new one, and the new one as it is stored.
func (r *Room) changeProved(ctx context.Context, who act.Who, old, password string) (encoded string, err error) {
	p, err := r.prove(ctx, who, old, "current_password")
	if err != nil {
		return "", err
	}
	if err := acceptable(password, p); err != nil {
		return "", err
	}
	return encode(ctx, password)
}

// ChangePassword gives the caller another password: all other sessions end, and the one of this request gets a new secret.
func (r *Room) ChangePassword(a *act.Act, encoded string) (cookie string, err error) {
	s, err := ownSession(a)
	if err != nil {
		return "", err
	}
	p, err := ByID(a.Tx, a.Who.Person)
	if err != nil {
		return "", err
	}
	if err := r.takePassword(a, p, encoded, PasswordChosen{Person: p.id, How: "change", Session: s.id}); err != nil {
		return "", err
	}
	return rotate(a, s)
}
