package confirmations

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
)

// The jobs of the room.
const (
	SendJob   = "confirmations.send"   // the letter of one request
	YearlyJob = "confirmations.yearly" // asks where the office wants it so
)

type sendArgs struct {
	Request id.Of[id.Any] `json:"request"`
}

// Send carries out SendJob. Who has confirmed meanwhile, or is no longer there, gets no letter.
func (r *Room) Send(ctx context.Context, j jobs.Job) error {
	var args sendArgs
	if err := j.Read(&args); err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	who := act.Who{Office: j.Office, House: true}
	var q Request
	var letter mail.Message
	wanted, err := act.See(ctx, r.House, who, func(v *act.View) (bool, error) {
		var err error
		if q, err = findRequest(v.Tx, args.Request); err != nil || !q.sent.None() {
			return false, err
		}
		reg, err := property.LoadRegister(v.Tx, q.building)
		if err != nil {
			return false, err
		}
		list, err := standings(v, reg)
		for _, s := range list {
			if s.Member.ID() == q.member && s.Due(v.Today) && s.Member.Entry().Email != "" {
				letter = r.letter(q, s, reg.Building)
				return true, err
			}
		}
		return false, err
	})
	if errors.Is(err, fault.NotFound("not_found")) {
		return nil
	}
	if err != nil || !wanted {
		return err
	}
	receipt, err := r.Mail.Send(ctx, letter)
	if err != nil || !receipt.Delivered { // a stand-in kept the letter: it was not sent
		return err
	}
	_, err = act.Do(ctx, r.House, who, act.Door{Via: "job", Key: j.Key}, func(a *act.Act) (bool, error) {
		a.Record(RequestSent{happened{q.building, q.member}, q.id})
		_, err := a.Exec(sendRequest, q.id, civil.At(receipt.At))
		return true, err
	})
	return err
}

// letter asks a member in his language. Its number is that of the request, so that a letter that arrives twice is one.
func (r *Room) letter(q Request, s Standing, b property.Building) mail.Message {
	lang, name := s.Member.Entry().Lang, s.Member.Name()
	return mail.Message{
		ID: mail.Number(q.id.String(), r.BaseURL), Date: r.House.Now().Time(), Auto: true,
		To:      []mail.Address{{Name: name, Email: s.Member.Entry().Email}},
		Subject: i18n.Say(lang, "confirmations.letter_subject", "building", b.Name()),
		Text:    i18n.Say(lang, "confirmations.letter_text", "name", name, "building", b.Name(), "link", strings.TrimSuffix(r.BaseURL, "/")+"/my/data"),
	}
}

// Yearly carries out YearlyJob: in the buildings where the office switched it on, it asks each member whose year is over, by the verb that the syndic
// would use. One who cannot be asked does not stand in the way of the next.
func (r *Room) Yearly(ctx context.Context, _ jobs.Job) error {
	var places []place
	err := r.House.DB.House(ctx, func(tx *db.Tx) (err error) {
		places, err = db.All(tx.Query(yearlyPlaces), (*place).fields)
		return err
	})
	for _, p := range places {
		who := act.Who{Office: p.office, House: true}
		list, failed := act.See(ctx, r.House, who, func(v *act.View) (due []Standing, err error) {
			all, err := r.Standings(v, p.building)
			for _, s := range all {
				if s.AsksByItself(v.Today) {
					due = append(due, s)
				}
			}
			return due, err
		})
		err = errors.Join(err, failed)
		for _, s := range list {
			_, failed := act.Do(ctx, r.House, who, act.Door{Via: "job"}, func(a *act.Act) (bool, error) {
				_, err := r.Ask(a, p.building, s.Member.ID())
				return true, err
			})
			if f := fault.As(failed); f == nil || f.Kind != fault.KindConflict { // he may have confirmed in between
				err = errors.Join(err, failed)
			}
		}
	}
	return err
}
