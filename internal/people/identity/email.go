package identity

import (
	"context"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
)

// AskEmail sends a link to a new address; only who opens it there makes the address the one to sign in with. Whether another account has the
// address is not told here: the letter tells it to who reads there.
func (r *Room) AskEmail(a *act.Act, email string) error {
	if err := withoutKey(&a.View); err != nil {
		return err
	}
	email, err := address(email)
	if err != nil {
		return err
	}
	p, err := ByID(a.Tx, a.Who.Person)
	if err != nil {
		return err
	}
	if fold(email) == fold(p.email) {
		return fault.Invalid("email_same", "email")
	}
	if err := voidPasses(a, p.id, passEmail); err != nil {
		return err
	}
	pass := Pass{id: id.New[id.Pass](), kind: passEmail, person: p.id, email: email, former: p.email, created: a.Now, expires: a.Now.Add(emailLife)}
	if err := insertPass(a.Tx, pass); err != nil {
		return err
	}
	return jobs.Put(a.Tx, id.Of[id.Office]{}, PassJob, PassJob+"/"+pass.id.String(), passArgs{pass.id}, a.Now)
}

// ConfirmEmail makes the new address the one to sign in with; the old one gets a letter.
func (r *Room) ConfirmEmail(ctx context.Context, secret string) error {
	return r.TryToken(ctx, func() error {
		var p Person
		pass, err := r.passOf(ctx, passEmail, secret, &p)
		if err != nil {
			return err
		}
		_, err = act.Do(ctx, r.House, act.Who{Person: p.id}, act.Door{Via: "page"}, func(a *act.Act) (bool, error) {
			if err := usePass(a, pass); err != nil {
				return false, err
			}
			_, err := a.Exec(setEmail, p.id, pass.email, fold(pass.email))
			if db.IsUnique(err) { // taken since: as if the link had never been
				return false, fault.Conflict("link_gone").At("token")
			}
			if err != nil {
				return false, err
			}
			a.Record(EmailChanged{Person: p.id})
			return true, jobs.Put(a.Tx, id.Of[id.Office]{}, NoticeJob, NoticeJob+"/"+pass.id.String(), noticeArgs{Person: p.id, Notice: noticeEmail, Pass: pass.id}, a.Now)
		})
		return err
	})
}
