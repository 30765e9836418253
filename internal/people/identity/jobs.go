package identity

import (
	"context"
	"fmt"
	"net/url"
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

// InvitationJob sends the link of an invitation.
const InvitationJob = "identity.send_invitation"

type invitationArgs struct {
	Invitation id.Of[id.Invitation] `json:"invitation"`
}

// SendInvitation makes the link only now, so that no secret waits in the database, and sends it. The invitation counts as sent when the mail
// server has taken it. Run again, it makes a new link, and the one before is void.
func (r *Room) SendInvitation(ctx context.Context, j jobs.Job) error {
	var args invitationArgs
	if err := j.Read(&args); err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
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
	receipt, err := r.Mail.Send(ctx, r.invitationMail(args.Invitation, p, secret))
	if err != nil {
		return err
	}
	_, err = act.Do(ctx, r.House, act.Who{House: true}, act.Door{Via: "job"}, func(a *act.Act) (struct{}, error) {
		if !receipt.Delivered { // a stand-in kept the letter: it was not sent
			return struct{}{}, nil
		}
		_, err := a.Exec(sendInvitation, args.Invitation, civil.At(receipt.At))
		return struct{}{}, err
	})
	return err
}

func (r *Room) invitationMail(inv id.Of[id.Invitation], p Person, secret string) mail.Message {
	link := strings.TrimSuffix(r.BaseURL, "/") + "/invitation/" + secret
	host := "koprogo.invalid"
	if u, err := url.Parse(r.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return mail.Message{
		ID:   inv.String() + "@" + host, // the same at each try, so that a letter that arrives twice is one
		Date: r.House.Now().Time(), Auto: true,
		To:      []mail.Address{{Name: p.name, Email: p.email}},
		Subject: i18n.Say(p.lang, "identity.invitation_subject"),
		Text:    i18n.Say(p.lang, "identity.invitation_text", "name", p.name, "link", link),
	}
}
