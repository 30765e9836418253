package identity

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
	"koprogo/internal/platform/mail/mailtest"
)

type noOffices struct{}

func (noOffices) Latest(*db.Tx, id.Of[id.Person], civil.Date) (id.Of[id.Office], error) {
	return id.Of[id.Office]{}, nil
}

func (noOffices) Names(*db.Tx, id.Of[id.Person], civil.Date) (map[id.Of[id.Office]]string, error) {
	return nil, nil
}

func room(t *testing.T, d *db.DB) *Room {
	t.Helper()
	r := &Room{House: &act.House{DB: d, Policy: act.Policy{}}, Offices: noOffices{}, Mail: mail.Nowhere{}, BaseURL: "https://koprogo.example"}
	if err := r.Prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	return r
}

const goodPassword = "quatre mots pour entrer"

func enrol(t *testing.T, r *Room, email string) Person {
	t.Helper()
	p, err := act.Do(context.Background(), r.House, act.Who{House: true}, act.Door{Via: "test"}, func(a *act.Act) (Person, error) {
		return r.Enrol(a, email, "Anne Dubois", i18n.FR, goodPassword, false)
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func is(err error, code string) bool {
	f := fault.As(err)
	return f != nil && f.Code == code
}

func TestSignInDoesNotTellWhatWasWrong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, ctx := room(t, d), context.Background()
		enrol(t, r, "Anne@Exemple.example")
		if _, err := r.SignIn(ctx, " anne@exemple.example ", goodPassword, ""); err != nil {
			t.Errorf("the address in another case: %v", err)
		}
		for _, c := range [][2]string{{"anne@exemple.example", "another password"}, {"nobody@exemple.example", goodPassword}, {"", ""}} {
			if _, err := r.SignIn(ctx, c[0], c[1], ""); !is(err, "sign_in_refused") {
				t.Errorf("%v: %v", c, err)
			}
		}
	})
}

func TestARefreshTokenServesOnceAndItsReuseEndsTheSession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, ctx := room(t, d), context.Background()
		enrol(t, r, "anne@exemple.example")
		first, err := r.SignIn(ctx, "anne@exemple.example", goodPassword, "")
		if err != nil {
			t.Fatal(err)
		}
		second, err := r.Refresh(ctx, first.Refresh)
		if err != nil || second.Refresh == first.Refresh {
			t.Fatalf("%v, same token %v", err, second.Refresh == first.Refresh)
		}
		if _, err := r.Refresh(ctx, first.Refresh); !is(err, "token_refused") {
			t.Errorf("a spent token: %v", err)
		}
		if _, err := r.Refresh(ctx, second.Refresh); !is(err, "token_refused") {
			t.Errorf("the session lives on after its token was used twice: %v", err)
		}
		session, _, err := readAccess(r.key, second.Access, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		err = d.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error { _, err := r.OfBearer(tx, session, r.House.Now()); return err })
		if !is(err, "token_refused") {
			t.Errorf("the access token outlives its session: %v", err)
		}
	})
}

func TestAnAccessTokenIsShortAndOurs(t *testing.T) {
	d := dbtest.SQLite(t)
	r := room(t, d)
	s := Session{id: id.New[id.Session](), person: id.New[id.Person](), office: id.New[id.Office]()}
	token, err := signAccess(r.key, s, r.House.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := readAccess(r.key, token, time.Now().Add(accessLife+time.Second)); !is(err, "token_refused") {
		t.Errorf("an expired token: %v", err)
	}
	if _, _, err := readAccess([]byte("another key of another house ....."), token, time.Now()); !is(err, "token_refused") {
		t.Errorf("another house's token: %v", err)
	}
	none := "eyJhbGciOiJub25lIn0." + strings.Split(token, ".")[1] + "."
	if _, _, err := readAccess(r.key, none, time.Now()); !is(err, "token_refused") {
		t.Errorf("a token without signature: %v", err)
	}
}

func invite(t *testing.T, r *Room, email string) Invited {
	t.Helper()
	inv, err := act.Do(context.Background(), r.House, act.Who{House: true}, act.Door{Via: "test"}, func(a *act.Act) (Invited, error) {
		return r.Invite(a, email, "Anne Dubois", i18n.NL)
	})
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestAnInvitationIsReallySentAndServesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, ctx := room(t, d), context.Background()
		sink := mailtest.NewSink(t)
		smtp, err := mail.NewSMTP(sink.Config())
		if err != nil {
			t.Fatal(err)
		}
		r.Mail = smtp
		inv := invite(t, r, "anne@exemple.example")
		if _, err := r.SignIn(ctx, "anne@exemple.example", "", ""); !is(err, "sign_in_refused") {
			t.Errorf("signed in before a password was chosen: %v", err)
		}
		runner := &jobs.Runner{DB: d, Handlers: map[string]jobs.Handler{InvitationJob: r.SendInvitation}}
		if did, err := runner.Once(ctx); !did || err != nil {
			t.Fatal(did, err)
		}
		letters := sink.Letters()
		if len(letters) != 1 {
			t.Fatalf("%d letters were sent", len(letters))
		}
		secret := regexp.MustCompile(`/invitation/(\S+)`).FindStringSubmatch(letters[0].Text)
		if secret == nil {
			t.Fatalf("no link in %q", letters[0].Text)
		}
		if err := r.ChoosePassword(ctx, secret[1], "too short", false); !is(err, "password_short") {
			t.Errorf("a short password: %v", err)
		}
		if err := r.ChoosePassword(ctx, secret[1], goodPassword, false); err != nil {
			t.Fatal(err)
		}
		if err := r.ChoosePassword(ctx, secret[1], goodPassword, false); !is(err, "invitation_gone") {
			t.Errorf("the link served twice: %v", err)
		}
		if _, err := r.SignIn(ctx, "anne@exemple.example", goodPassword, ""); err != nil {
			t.Error(err)
		}
		if again := invite(t, r, "anne@exemple.example"); again.Person != inv.Person || !again.Invitation.None() {
			t.Error("a person with a password was invited again")
		}
	})
}

func TestAnInvitationThatCannotLeaveIsNotCalledSent(t *testing.T) {
	d := dbtest.SQLite(t)
	r, ctx := room(t, d), context.Background() // no mail server
	inv := invite(t, r, "anne@exemple.example")
	runner := &jobs.Runner{DB: d, Handlers: map[string]jobs.Handler{InvitationJob: r.SendInvitation}}
	if _, err := runner.Once(ctx); err != nil {
		t.Fatal(err)
	}
	counts, _ := jobs.Count(ctx, d)
	var got Invitation
	_ = d.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
		got, err = db.One(tx.Query(invitationByID, inv.Invitation), (*Invitation).fields, fault.NotFound("not_found"))
		return err
	})
	if counts["done"] != 0 || !got.sent.None() {
		t.Errorf("jobs %v, sent at %v", counts, got.sent)
	}
}

func TestTheSetUpTokenServesOnceAndOnlyAFreshHouse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, ctx := room(t, d), context.Background()
		old, _ := r.SetupToken(ctx)
		token, err := r.SetupToken(ctx)
		if err != nil || token == "" || token == old {
			t.Fatal(token, old, err)
		}
		use := func(token string) error {
			_, err := act.Do(ctx, r.House, act.Who{House: true}, act.Door{Via: "test"}, func(a *act.Act) (bool, error) { return true, r.UseSetupToken(a, token) })
			return err
		}
		for _, wrong := range []string{"", "x", old} {
			if err := use(wrong); !is(err, "setup_refused") {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if err := use(token); err != nil {
			t.Error(err)
		}
		if err := use(token); !is(err, "setup_refused") {
			t.Errorf("twice: %v", err)
		}
		enrol(t, r, "anne@exemple.example")
		if token, _ := r.SetupToken(ctx); token != "" {
			t.Error("a house that knows somebody gave a set-up token")
		}
	})
}

func TestSignInsWaitInAQueueAndThenAreSentAway(t *testing.T) {
	for range cap(queue) {
		queue <- struct{}{}
	}
	_, err := derive(context.Background(), "x", make([]byte, 16))
	for range cap(queue) {
		<-queue
	}
	if !is(err, "sign_in_busy") {
		t.Errorf("a full queue: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	slots <- struct{}{}
	slots <- struct{}{}
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := derive(ctx, "x", make([]byte, 16)); !errors.Is(err, context.Canceled) {
			t.Errorf("who went away still waits: %v", err)
		}
	})
	cancel()
	wg.Wait()
	<-slots
	<-slots
}
