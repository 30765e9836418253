package deadlines

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"

	"github.com/a-h/templ"
)

// AlertJob is one alert: what the syndic has missed and a council member was not told yet.
const AlertJob = "deadlines.alert"

// AlertAsked is recorded when an alert is about to leave, AlertSent when a mail server took it.
type AlertAsked struct {
	Person     id.Of[id.Person] `json:"person"`
	Day        civil.Date       `json:"day"`
	Latenesses int              `json:"latenesses"`
}

// About says what the fact is about.
func (f AlertAsked) About() act.About {
	return act.About{Kind: "deadlines.alert_asked", Subject: act.Subject(f.Person)}
}

// AlertSent is recorded when a mail server took an alert.
type AlertSent AlertAsked

// About says what the fact is about.
func (f AlertSent) About() act.About {
	return act.About{Kind: "deadlines.alert_sent", Subject: act.Subject(f.Person)}
}

// MissedBySyndic tells whether it is the syndic who is late.
func (l Line) MissedBySyndic(today civil.Date) bool {
	return l.Whom == "law.whom_syndic" && l.State(today) == law.Late
}

// watches tells whether somebody sits in the council of a building, and does not run it.
func watches(w act.Who, building id.Of[id.Building]) bool {
	roles := w.RolesIn(building)
	return slices.Contains(roles, act.Council) && !slices.Contains(roles, act.Syndic)
}

// Alert is one lateness of which a council member was told.
type Alert struct {
	Line
	Person id.Of[id.Person]
	Day    civil.Date
	Asked  civil.Instant
	Sent   civil.Instant // none as long as no mail server took the letter
}

func (x *Alert) fields() []any {
	return []any{&x.Person, &x.Building, &x.Key, &x.Date, &x.What, (*args)(&x.Args), &x.Day, &x.Asked, &x.Sent}
}

func same(a Alert) func(Line) bool {
	return func(l Line) bool { return l.Building == a.Building && l.Key == a.Key && l.Date == a.Date }
}

// alert hands over an alert of all that a reader was not told yet; nothing when there is nothing new.
func (r *Room) alert(ctx context.Context, x reader, today civil.Date) error {
	who, list, err := r.about(ctx, x.office, x.person, "alert", today)
	list = slices.DeleteFunc(list, func(l Line) bool { return !watches(who, l.Building) })
	if err != nil || len(list) == 0 {
		return err
	}
	_, err = act.Do(ctx, r.House, act.Who{Office: x.office, House: true}, act.Door{Via: "job"}, func(a *act.Act) (bool, error) {
		told, err := db.All(a.Query(alertsOf, x.person), (*Alert).fields)
		if err != nil {
			return false, err
		}
		fresh := slices.DeleteFunc(list, func(l Line) bool {
			return slices.ContainsFunc(told, func(t Alert) bool { return same(t)(l) })
		})
		if len(fresh) == 0 {
			return false, nil
		}
		a.Record(AlertAsked{Person: x.person, Day: today, Latenesses: len(fresh)})
		for _, l := range fresh {
			if _, err := a.Exec(askAlert, x.person, l.Building, l.Key, l.Date, l.What, args(l.Args).String(), today, a.Now); err != nil {
				return false, err
			}
		}
		key := fmt.Sprintf("%s/%s/%s/%d", AlertJob, x.office, x.person, a.Now.Time().UnixMicro())
		return true, jobs.Put(a.Tx, x.office, AlertJob, key, letterArgs{x.person, "alert", today}, a.Now)
	})
	return err
}

// Alert carries out AlertJob: it tells what is still missing of what was asked for on a day. What was done in the meantime is told to nobody.
func (r *Room) Alert(ctx context.Context, j jobs.Job) error {
	var in letterArgs
	if err := j.Read(&in); err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	who, list, err := r.about(ctx, j.Office, in.Person, "alert", in.Day)
	if err != nil || len(list) == 0 {
		return err
	}
	house := act.Who{Office: j.Office, House: true}
	var named map[id.Of[id.Building]]string
	waiting, err := act.See(ctx, r.House, house, func(v *act.View) ([]Alert, error) {
		if named, err = names(v); err != nil {
			return nil, err
		}
		all, err := db.All(v.Query(alertsOf, in.Person), (*Alert).fields)
		return slices.DeleteFunc(all, func(x Alert) bool { return x.Day != in.Day || !x.Sent.None() }), err
	})
	list = slices.DeleteFunc(list, func(l Line) bool {
		return !watches(who, l.Building) || !slices.ContainsFunc(waiting, func(x Alert) bool { return same(x)(l) })
	})
	if err != nil || len(list) == 0 {
		return err
	}
	receipt, err := r.Mail.Send(ctx, r.letter(who, in, list, named))
	if err != nil || !receipt.Delivered { // a stand-in kept the letter: it was not sent
		return err
	}
	_, err = act.Do(ctx, r.House, house, act.Door{Via: "job", Key: j.Key}, func(a *act.Act) (bool, error) {
		a.Record(AlertSent{Person: in.Person, Day: in.Day, Latenesses: len(list)})
		var failed error
		for _, l := range list {
			_, err := a.Exec(sendAlert, in.Person, l.Building, l.Key, l.Date, civil.At(receipt.At))
			failed = errors.Join(failed, err)
		}
		return true, failed
	})
	return err
}

// OnCouncil shows on the council's page of what its members were told, and when; to them alone. It answers council.Neighbour.
func (r *Room) OnCouncil(v *act.View, building id.Of[id.Building]) (templ.Component, error) {
	if !v.May(Subscribe, building) || !watches(v.Who, building) {
		return nil, nil
	}
	list, err := db.All(v.Query(alertsIn, building), (*Alert).fields)
	if err != nil {
		return nil, err
	}
	var persons []id.Of[id.Person]
	for _, x := range list {
		persons = append(persons, x.Person)
	}
	who, err := identity.Names(v.Tx, persons)
	if err != nil {
		return nil, err
	}
	return alertsCard(list, who), nil
}

// told says of an alert when its letter left.
func (x Alert) told(ctx context.Context) string {
	if x.Sent.None() {
		return say(ctx, "alert_asked", "date", x.Day.Short())
	}
	return say(ctx, "alert_sent", "at", x.Sent.Brussels(i18n.From(ctx)))
}
