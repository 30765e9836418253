package deadlines

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
)

// The jobs of the letters.
const (
	MorningJob = "deadlines.morning" // looks who is written to today
	LetterJob  = "deadlines.letter"  // one letter
)

// Wish says which letters the reader wants from this office.
func (r *Room) Wish(a *act.Act, w Wishes) error {
	if a.Who.Session.None() {
		return fault.Forbidden("sign_in_needed")
	}
	was, err := WishesOf(a.Tx, a.Who.Person)
	if err != nil || was == w {
		return err
	}
	a.Record(Subscribed{Person: a.Who.Person})
	_, err = a.Exec(saveReader, a.Who.Person, w.Weekly, w.Reminders, w.Alerts, a.Now)
	return err
}

type letterArgs struct {
	Person id.Of[id.Person] `json:"person"`
	Kind   string           `json:"kind"`
	Day    civil.Date       `json:"day"`
}

// weekday is the day of the weekly letter.
const weekday = 1

// Morning carries out MorningJob: it hands over one letter for each reader and day at most.
func (r *Room) Morning(ctx context.Context, _ jobs.Job) error {
	today := r.House.Now().BrusselsDate()
	var all []reader
	err := r.House.DB.Look(ctx, func(tx *db.Tx) (err error) {
		all, err = db.All(tx.Query(readers), (*reader).fields)
		return err
	})
	for _, x := range all {
		if x.Weekly && int(today.Weekday()) == weekday {
			err = errors.Join(err, r.ask(ctx, x, "weekly", today))
		}
		if x.Reminders && !(x.Weekly && int(today.Weekday()) == weekday) { // the letter of the week says the same
			err = errors.Join(err, r.ask(ctx, x, "reminder", today))
		}
		if x.Alerts {
			err = errors.Join(err, r.alert(ctx, x, today))
		}
	}
	return err
}

// ask hands a letter over, unless there is nothing to say or it was handed over today.
func (r *Room) ask(ctx context.Context, x reader, kind string, today civil.Date) error {
	who, list, err := r.about(ctx, x.office, x.person, kind, today)
	if err != nil || len(list) == 0 {
		return err
	}
	house := act.Who{Office: who.Office, House: true}
	_, err = act.Do(ctx, r.House, house, act.Door{Via: "job"}, func(a *act.Act) (bool, error) {
		_, known, err := db.First(a.Query(findLetter, x.person, kind, today), func(at *civil.Instant) []any { return []any{at} })
		if err != nil || known {
			return false, err
		}
		a.Record(LetterAsked{Person: x.person, Kind: kind, Day: today})
		if _, err := a.Exec(askLetter, x.person, kind, today, a.Now); err != nil {
			return false, err
		}
		key := fmt.Sprintf("%s/%s/%s/%s/%s", LetterJob, x.office, x.person, kind, today)
		return true, jobs.Put(a.Tx, x.office, LetterJob, key, letterArgs{x.person, kind, today}, a.Now)
	})
	return err
}

// about is what a letter of a day says to a person, with today's roles; nothing for who has no role left.
func (r *Room) about(ctx context.Context, office id.Of[id.Office], person id.Of[id.Person], kind string, day civil.Date) (who act.Who, list []Line, err error) {
	err = r.House.DB.Read(ctx, office, func(tx *db.Tx) error {
		who, err = r.Who(tx, person, office, day)
		return err
	})
	if f := fault.As(err); f != nil && f.Kind == fault.KindUnauthenticated {
		return who, nil, nil
	}
	if err != nil {
		return who, nil, err
	}
	list, err = act.See(ctx, r.House, who, func(v *act.View) ([]Line, error) { return Lines(v, id.Of[id.Building]{}) })
	return who, slices.DeleteFunc(list, func(l Line) bool { return !l.told(kind, day) }), err
}

// told tells whether a deadline stands in a letter of a day.
func (l Line) told(kind string, day civil.Date) bool {
	if kind == "alert" {
		return l.MissedBySyndic(day)
	}
	if l.Reminds(day) {
		return true
	}
	s := l.State(day)
	return kind == "weekly" && (s == law.Late || s == law.Today || s == law.Soon)
}

// Letter carries out LetterJob.
func (r *Room) Letter(ctx context.Context, j jobs.Job) error {
	var args letterArgs
	if err := j.Read(&args); err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	who, list, err := r.about(ctx, j.Office, args.Person, args.Kind, args.Day)
	if err != nil || len(list) == 0 {
		return err
	}
	house := act.Who{Office: j.Office, House: true}
	var named map[id.Of[id.Building]]string
	sent, err := act.See(ctx, r.House, house, func(v *act.View) (bool, error) {
		if named, err = names(v); err != nil {
			return false, err
		}
		at, err := db.One(v.Query(findLetter, args.Person, args.Kind, args.Day), func(at *civil.Instant) []any { return []any{at} }, fault.NotFound("not_found"))
		return !at.None(), err
	})
	if err != nil || sent {
		return err
	}
	receipt, err := r.Mail.Send(ctx, r.letter(who, args, list, named))
	if err != nil || !receipt.Delivered { // a stand-in kept the letter: it was not sent
		return err
	}
	_, err = act.Do(ctx, r.House, house, act.Door{Via: "job", Key: j.Key}, func(a *act.Act) (bool, error) {
		a.Record(LetterSent{Person: args.Person, Kind: args.Kind, Day: args.Day})
		_, err := a.Exec(sendLetter, args.Person, args.Kind, args.Day, civil.At(receipt.At))
		return true, err
	})
	return err
}

// mostTold bounds the lines of a letter; the rest is on the page.
const mostTold = 40

func (r *Room) letter(who act.Who, args letterArgs, list []Line, named map[id.Of[id.Building]]string) mail.Message {
	lang, base := who.Lang, strings.TrimSuffix(r.BaseURL, "/")
	var b strings.Builder
	for _, l := range list[:min(len(list), mostTold)] {
		b.WriteString(i18n.Say(lang, "deadlines.letter_line", "date", l.Date, "what", l.In(lang), "building", named[l.Building], "state", l.State(args.Day).In(lang), "law", said(lang, l)) + "\n")
	}
	if more := len(list) - mostTold; more > 0 {
		b.WriteString(i18n.Say(lang, "deadlines.letter_more", "n", more) + "\n")
	}
	return mail.Message{
		ID:   mail.Number(digestOf(LetterJob + who.Office.String() + args.Person.String() + args.Kind + args.Day.String())[:32], r.BaseURL),
		Date: r.House.Now().Time(), Auto: true, To: []mail.Address{{Name: who.Name, Email: who.Email}},
		Subject: i18n.Say(lang, "deadlines.letter_subject_"+args.Kind, "n", len(list)),
		Text:    i18n.Say(lang, "deadlines.letter_text_"+args.Kind, "name", who.Name, "n", len(list), "lines", b.String(), "link", base+"/deadlines", "settings", base+"/deadlines/letters"),
	}
}
