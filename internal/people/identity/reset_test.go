package identity

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
	"koprogo/internal/platform/mail/mailtest"
)

// post is the letter box of a test: the jobs of a room, and a mail server that keeps what it is given.
type post struct {
	t    *testing.T
	r    *Room
	sink *mailtest.Sink
	read int
}

func postOf(t *testing.T, r *Room) *post {
	t.Helper()
	sink := mailtest.NewSink(t)
	sender, err := mail.NewSMTP(sink.Config())
	if err != nil {
		t.Fatal(err)
	}
	r.Mail = sender
	return &post{t: t, r: r, sink: sink}
}

// fetch carries out all jobs and gives the letters that are new.
func (p *post) fetch() []mailtest.Letter {
	p.t.Helper()
	runner := &jobs.Runner{DB: p.r.House.DB, Clock: p.r.House.Clock, Handlers: map[string]jobs.Handler{InvitationJob: p.r.SendInvitation, PassJob: p.r.SendPass, NoticeJob: p.r.SendNotice}}
	for {
		did, err := runner.Once(context.Background())
		if err != nil {
			p.t.Fatal(err)
		}
		if !did {
			break
		}
	}
	fresh := p.sink.Letters()[p.read:]
	p.read += len(fresh)
	return fresh
}

var linkIn = regexp.MustCompile(`https://koprogo\.example/(\S+)`)

// tokenIn is the secret of the link in a letter.
func tokenIn(t *testing.T, l mailtest.Letter, path string) string {
	t.Helper()
	found := linkIn.FindStringSubmatch(l.Text)
	if found == nil || !strings.HasPrefix(found[1], path) {
		t.Fatalf("no link to %s in %q", path, l.Text)
	}
	return strings.TrimPrefix(found[1], path)
}

func TestAForgottenPasswordIsChosenAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		ctx, letters := context.Background(), postOf(t, r)
		anne := enrol(t, r, "anne@exemple.example")
		who, _ := whoOf(t, r, anne)
		who.Office = id.New[id.Office]()
		_, key := makeKey(t, r, who, ScopeRead)
		for range 10 {
			_, _ = r.SignIn(from("192.0.2.7"), anne.email, "not the password", "")
		}
		letters.fetch()

		if err := r.AskReset(ctx, " ANNE@exemple.example"); err != nil {
			t.Fatal(err)
		}
		sent := letters.fetch()
		if len(sent) != 1 || sent[0].To[0] != anne.email || sent[0].Subject != i18n.Say(i18n.FR, "identity.reset_subject") {
			t.Fatalf("%+v", sent)
		}
		token := tokenIn(t, sent[0], "reset?token=")
		if err := r.ChoosePassword(ctx, token, "anne dubois 1060", false); !is(err, "password_personal") {
			t.Errorf("her own name: %v", err)
		}
		const fresh = "une toute autre phrase"
		if err := r.ChoosePassword(ctx, token, fresh, false); err != nil {
			t.Fatal(err)
		}
		if err := r.ChoosePassword(ctx, token, fresh, false); !is(err, "link_gone") {
			t.Errorf("the link served twice: %v", err)
		}
		if _, err := act.Do(ctx, r.House, who, act.Door{}, func(a *act.Act) (int, error) { return r.SignOutEverywhere(a, false) }); err != nil {
			t.Error(err)
		}
		if n := len(open(t, r, who)); n != 0 {
			t.Errorf("%d sessions outlive the reset", n)
		}
		if _, err := r.SignIn(from("192.0.2.7"), anne.email, fresh, ""); err != nil {
			t.Errorf("whoever shut her out still does: %v", err)
		}
		if err := byKey(r, key); err != nil {
			t.Errorf("a key ended although she did not choose so: %v", err)
		}
		if told := letters.fetch(); len(told) != 1 || told[0].Subject != i18n.Say(i18n.FR, "identity.password_changed_subject") {
			t.Errorf("she was not told: %+v", told)
		}

		_ = r.AskReset(ctx, anne.email)
		late := tokenIn(t, letters.fetch()[0], "reset?token=")
		c.wait(resetLife + time.Second)
		if err := r.ChoosePassword(ctx, late, fresh, false); !is(err, "link_gone") {
			t.Errorf("a link of more than an hour: %v", err)
		}
		_ = r.AskReset(ctx, anne.email)
		if err := r.ChoosePassword(ctx, tokenIn(t, letters.fetch()[0], "reset?token="), "encore une autre phrase", true); err != nil {
			t.Error(err)
		}
		if err := byKey(r, key); !is(err, "key_refused") {
			t.Errorf("she chose to end her keys: %v", err)
		}
	})
}

// Asking tells nothing: the same is written, and nothing leaves for an address that nobody has.
func TestAskingForAResetTellsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		ctx, letters := context.Background(), postOf(t, r)
		enrol(t, r, "anne@exemple.example")
		wrote := map[string][3]int64{}
		for _, email := range []string{"anne@exemple.example", "nobody@exemple.example"} {
			before := written(t, d)
			if err := r.AskReset(ctx, email); err != nil {
				t.Errorf("%s: %v", email, err)
			}
			after := written(t, d)
			wrote[email] = [3]int64{after[0] - before[0], after[1] - before[1], after[2] - before[2]}
		}
		if wrote["anne@exemple.example"] != wrote["nobody@exemple.example"] {
			t.Errorf("asking writes %v", wrote)
		}
		if sent := letters.fetch(); len(sent) != 1 || sent[0].To[0] != "anne@exemple.example" {
			t.Errorf("%d letters left", len(sent))
		}
		for range 2 * resetsAnHour {
			if err := r.AskReset(ctx, "anne@exemple.example"); err != nil {
				t.Error(err)
			}
		}
		if sent := letters.fetch(); len(sent) != resetsAnHour-1 {
			t.Errorf("%d letters more were rained on her", len(sent))
		}
	})
}

func written(t *testing.T, d *db.DB) (n [3]int64) {
	t.Helper()
	err := d.Read(context.Background(), id.Of[id.Office]{}, func(tx *db.Tx) error {
		for i, s := range []*db.Stmt{testFailures, testPasses, testJobs} {
			var err error
			if n[i], err = db.Value[int64](tx.Query(s)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Somebody who was invited and never came forgets nothing: the letter lets choose a first password, and the invitation is void then.
func TestWhoWasInvitedMayAskAsWell(t *testing.T) {
	d := dbtest.SQLite(t)
	r, _ := timed(t, d)
	ctx, letters := context.Background(), postOf(t, r)
	invite(t, r, "anne@exemple.example")
	invited := tokenIn(t, letters.fetch()[0], "invitation/")
	_ = r.AskReset(ctx, "anne@exemple.example")
	if err := r.ChoosePassword(ctx, tokenIn(t, letters.fetch()[0], "reset?token="), goodPassword, false); err != nil {
		t.Fatal(err)
	}
	if err := r.ChoosePassword(ctx, invited, "une phrase de quelqu'un d'autre", false); !is(err, "invitation_gone") {
		t.Errorf("the invitation could still choose a password: %v", err)
	}
	if told := letters.fetch(); len(told) != 0 {
		t.Errorf("a first password was told as a change: %v", told[0].Subject)
	}
}

func TestAChangeOfPasswordAsksTheOldOneAndEndsTheOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		ctx, letters := context.Background(), postOf(t, r)
		anne := enrol(t, r, "anne@exemple.example")
		who, cookie := whoOf(t, r, anne)
		other, _ := whoOf(t, r, anne)
		_ = r.AskReset(ctx, anne.email)
		reset := tokenIn(t, letters.fetch()[0], "reset?token=")
		if _, err := r.changeProved(ctx, who, "not the password", "une toute autre phrase"); !is(err, "password_wrong") {
			t.Errorf("the old one was not asked: %v", err)
		}
		if _, err := r.changeProved(ctx, who, goodPassword, "password2026!"); !is(err, "password_common") {
			t.Errorf("a common one: %v", err)
		}
		encoded, err := r.changeProved(ctx, who, goodPassword, "une toute autre phrase")
		if err != nil {
			t.Fatal(err)
		}
		next := do(t, r, who, func(a *act.Act) (string, error) { return r.ChangePassword(a, encoded) })
		left := open(t, r, who)
		if len(left) != 1 || left[0].ID != who.Session || left[0].ID == other.Session {
			t.Errorf("sessions left: %+v", left)
		}
		for secret, want := range map[string]bool{cookie: false, strings.TrimPrefix(next, "."): true} {
			err := d.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error { _, _, err := r.OfCookie(tx, secret, r.House.Now()); return err })
			if (err == nil) != want {
				t.Errorf("the cookie before and after: %v", err)
			}
		}
		if err := r.ChoosePassword(ctx, reset, "encore une autre phrase", false); !is(err, "link_gone") {
			t.Errorf("a link from before the change still serves: %v", err)
		}
		if told := letters.fetch(); len(told) != 1 || told[0].Subject != i18n.Say(i18n.FR, "identity.password_changed_subject") {
			t.Errorf("she was not told: %v", told)
		}
	})
}

func TestANewAddressIsConfirmedWhereItIsRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		ctx, letters := context.Background(), postOf(t, r)
		anne := enrol(t, r, "anne@exemple.example")
		bruno := enrol(t, r, "bruno@exemple.example")
		who, _ := whoOf(t, r, anne)
		ask := func(email string) error {
			_, err := act.Do(ctx, r.House, who, act.Door{}, func(a *act.Act) (bool, error) { return true, r.AskEmail(a, email) })
			return err
		}
		for email, code := range map[string]string{"nowhere": "email_expected", "Anne@Exemple.example": "email_same"} {
			if err := ask(email); !is(err, code) {
				t.Errorf("%s: %v", email, err)
			}
		}
		// Another account's address is answered like any other; its reader alone is told.
		if err := ask("Bruno@exemple.example"); err != nil {
			t.Errorf("an address of another account: %v", err)
		}
		taken := letters.fetch()
		if len(taken) != 1 || taken[0].To[0] != "Bruno@exemple.example" || linkIn.MatchString(taken[0].Text) || !strings.Contains(taken[0].Text, bruno.name) {
			t.Errorf("to who has the address: %+v", taken)
		}
		if err := ask("anne.dubois@exemple.example"); err != nil {
			t.Fatal(err)
		}
		link := letters.fetch()
		if len(link) != 1 || link[0].To[0] != "anne.dubois@exemple.example" {
			t.Fatalf("the link went to %+v", link)
		}
		if _, err := r.SignIn(ctx, "anne@exemple.example", goodPassword, ""); err != nil {
			t.Errorf("the old address stopped before the new one was confirmed: %v", err)
		}
		token := tokenIn(t, link[0], "new-address?token=")
		if err := r.ConfirmEmail(ctx, token); err != nil {
			t.Fatal(err)
		}
		if err := r.ConfirmEmail(ctx, token); !is(err, "link_gone") {
			t.Errorf("the link served twice: %v", err)
		}
		if _, err := r.SignIn(ctx, "anne@exemple.example", goodPassword, ""); !is(err, "sign_in_refused") {
			t.Errorf("the old address still opens: %v", err)
		}
		if _, err := r.SignIn(ctx, "anne.dubois@exemple.example", goodPassword, ""); err != nil {
			t.Errorf("the new address: %v", err)
		}
		if told := letters.fetch(); len(told) != 1 || told[0].To[0] != "anne@exemple.example" || told[0].Subject != i18n.Say(i18n.FR, "identity.email_changed_subject") {
			t.Errorf("to the old address: %+v", told)
		}
	})
}

// Two who wait for the same address: the first takes it, and the second link has never been.
func TestAnAddressTakenMeanwhileIsNotTold(t *testing.T) {
	d := dbtest.SQLite(t)
	r, _ := timed(t, d)
	ctx, letters := context.Background(), postOf(t, r)
	var tokens []string
	for _, email := range []string{"anne@exemple.example", "bruno@exemple.example"} {
		who, _ := whoOf(t, r, enrol(t, r, email))
		do(t, r, who, func(a *act.Act) (bool, error) { return true, r.AskEmail(a, "us@exemple.example") })
		tokens = append(tokens, tokenIn(t, letters.fetch()[0], "new-address?token="))
	}
	if err := r.ConfirmEmail(ctx, tokens[0]); err != nil {
		t.Fatal(err)
	}
	if err := r.ConfirmEmail(ctx, tokens[1]); !is(err, "link_gone") {
		t.Error(err)
	}
}

// open are the open sessions of a person.
func open(t *testing.T, r *Room, who act.Who) []SessionLine {
	t.Helper()
	list, err := act.See(context.Background(), r.House, who, r.Sessions)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// makeKey makes an access key for the office of who.
func makeKey(t *testing.T, r *Room, who act.Who, scope string) (id.Of[id.AccessKey], string) {
	t.Helper()
	var secret string
	k := do(t, r, who, func(a *act.Act) (id.Of[id.AccessKey], error) {
		k, s, err := r.MakeKey(a, "export", scope, a.Today.AddMonths(1))
		secret = s
		return k.id, err
	})
	return k, secret
}

// byKey asks with a key.
func byKey(r *Room, secret string) error {
	return r.House.DB.Read(context.Background(), id.Of[id.Office]{}, func(tx *db.Tx) error {
		_, err := r.OfKey(tx, secret, r.House.Now())
		return err
	})
}
