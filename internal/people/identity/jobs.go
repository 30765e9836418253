package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
)

// The letters of this room, each a job.
const (
	InvitationJob = "identity.send_invitation" // the link of an invitation
	PassJob       = "identity.send_pass"       // the link of a reset or of a new address
	NoticeJob     = "identity.send_notice"     // that something about the sign-in was changed
)

type invitationArgs struct {
	Invitation id.Of[id.Invitation] `json:"invitation"`
}

// SendInvitation makes the link only now, so that no secret waits in the database, and sends it. The invitation counts as sent when the mail
// server has taken it. Run again, it makes a new link, and the one before is void.
func (r *Room) SendInvitation(ctx context.Context, j jobs.Job) error {
	var args invitationArgs
	if err := read(j, &args); err != nil {
		return err
	}
	secret, kept := newSecret()
	var p Person
	armed, err := act.Do(ctx, r.House, act.Who{House: true}, act.Door{Via: "job"}, func(a *act.Act) (bool, error) {
		inv, err := db.One(a.Query(invitationByID, args.Invitation), (*Invitation).fields, fault.NotFound("not_found"))
		if err != nil || !inv.open(a.Now) || !inv.sent.None() {
			return false, err
		}
		if p, err = ByID(a.Tx, inv.person); err != nil {
			return false, err
		}
		_, err = a.Exec(armInvitation, inv.id, kept)
		return true, err
	})
	if err != nil || !armed {
		return err
	}
	receipt, err := r.Mail.Send(ctx, r.letter(args.Invitation.String(), p.email, p, "invitation", "link", r.link("/invitation/"+secret)))
	if err != nil || !receipt.Delivered { // a stand-in kept the letter: it was not sent
		return err
	}
	return r.note(ctx, func(a *act.Act) error {
		_, err := a.Exec(sendInvitation, args.Invitation, civil.At(receipt.At))
		return err
	})
}

type passArgs struct {
	Pass id.Of[id.Pass] `json:"pass"`
}

// SendPass makes the link of a reset or of a new address, as SendInvitation does; its time begins now. Of a reset for nobody there is nothing to
// send. A new address that somebody else signs in with is told so, and gets no link.
func (r *Room) SendPass(ctx context.Context, j jobs.Job) error {
	var args passArgs
	if err := read(j, &args); err != nil {
		return err
	}
	secret, kept := newSecret()
	var p Person
	letter, to, path := "", "", ""
	_, err := act.Do(ctx, r.House, act.Who{House: true}, act.Door{Via: "job"}, func(a *act.Act) (bool, error) {
		pass, err := db.One(a.Query(passByID, args.Pass), (*Pass).fields, fault.NotFound("not_found"))
		if err != nil || pass.person.None() || !pass.open(a.Now) || !pass.sent.None() {
			return false, err
		}
		if p, err = ByID(a.Tx, pass.person); err != nil {
			return false, err
		}
		life := resetLife
		letter, to, path = "reset", p.email, "/reset"
		if pass.kind == passEmail {
			life, to, letter, path = emailLife, pass.email, "new_email", "/new-address"
			holder, taken, err := db.First(a.Query(personByEmail, fold(pass.email)), (*Person).fields)
			if err != nil {
				return false, err
			}
			if taken {
				letter, p = "email_taken", holder
			}
		} else if pass.secret == "" { // the first try
			a.Record(ResetAsked{Person: p.id, Pass: pass.id})
		}
		_, err = a.Exec(armPass, pass.id, kept, a.Now.Add(life))
		return true, err
	})
	if gone(err) {
		return nil
	}
	if err != nil || letter == "" {
		return err
	}
	receipt, err := r.Mail.Send(ctx, r.letter(args.Pass.String(), to, p, letter, "link", r.link(path+"?token="+secret)))
	if err != nil || !receipt.Delivered {
		return err
	}
	return r.note(ctx, func(a *act.Act) error {
		_, err := a.Exec(sendPass, args.Pass, civil.At(receipt.At))
		return err
	})
}

// notice is what a person is told about the own sign-in, so that what somebody else did does not stay unseen.
type notice string

const (
	noticePassword      notice = "password_changed"
	noticeEmail         notice = "email_changed"
	noticeFactorSet     notice = "factor_set"
	noticeFactorRemoved notice = "factor_removed"
	noticeKey           notice = "key_made"
)

type noticeArgs struct {
	Person id.Of[id.Person] `json:"person"`
	Notice notice           `json:"notice"`
	Pass   id.Of[id.Pass]   `json:"pass,omitzero"` // of a change of address: the letter goes to the old one
}

// notify places the letter of a notice.
func notify(a *act.Act, person id.Of[id.Person], n notice) error {
	key := NoticeJob + "/" + id.New[id.Any]().String()
	return jobs.Put(a.Tx, id.Of[id.Office]{}, NoticeJob, key, noticeArgs{Person: person, Notice: n}, a.Now)
}

// SendNotice tells a person that something about the own sign-in was changed.
func (r *Room) SendNotice(ctx context.Context, j jobs.Job) error {
	var args noticeArgs
	if err := read(j, &args); err != nil {
		return err
	}
	var p Person
	var to string
	err := r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
		if p, err = ByID(tx, args.Person); err != nil {
			return err
		}
		to = p.email
		if !args.Pass.None() {
			pass, err := db.One(tx.Query(passByID, args.Pass), (*Pass).fields, fault.NotFound("not_found"))
			to = pass.former
			return err
		}
		return nil
	})
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = r.Mail.Send(ctx, r.letter(j.ID.String(), to, p, string(args.Notice), "link", r.link("/forgot")))
	return err
}

// gone tells that what a letter was about is no more: swept, or never whole.
func gone(err error) bool { return errors.Is(err, fault.NotFound("not_found")) }

func read(j jobs.Job, into any) error {
	if err := j.Read(into); err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	return nil
}

// note keeps that a letter was sent.
func (r *Room) note(ctx context.Context, keep func(*act.Act) error) error {
	_, err := act.Do(ctx, r.House, act.Who{House: true}, act.Door{Via: "job"}, func(a *act.Act) (bool, error) { return true, keep(a) })
	return err
}

// link is an address of this house as a letter writes it.
func (r *Room) link(path string) string { return strings.TrimSuffix(r.BaseURL, "/") + path }

// letter is a message in the person's language. Its number is the same at each try, so that a letter that arrives twice is one.
func (r *Room) letter(number, to string, p Person, what string, args ...any) mail.Message {
	return mail.Message{
		ID:   mail.Number(number, r.BaseURL),
		Date: r.House.Now().Time(), Auto: true,
		To:      []mail.Address{{Name: p.name, Email: to}},
		Subject: i18n.Say(p.lang, "identity."+what+"_subject"),
		Text:    i18n.Say(p.lang, "identity."+what+"_text", append([]any{"name", p.name}, args...)...),
	}
}
