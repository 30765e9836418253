package identity

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

func from(address string) context.Context {
	return WithClient(context.Background(), Client{Address: netip.MustParseAddr(address)})
}

func TestAfterTenFailuresOneWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		enrol(t, r, "anne@exemple.example")
		here := from("192.0.2.7")
		for _, email := range []string{"anne@exemple.example", "nobody@exemple.example"} { // whether anybody has the address or not
			for i := range limits[tryPassword].together.most {
				if _, err := r.SignIn(here, email, "not the password", ""); !is(err, "sign_in_refused") {
					t.Fatalf("%s, try %d: %v", email, i+1, err)
				}
			}
			_, err := r.SignIn(here, email, goodPassword, "")
			f := fault.As(err)
			if f == nil || f.Kind != fault.KindTooMany || f.Args["minutes"] != 15 || f.Args["seconds"].(int) > 15*60 {
				t.Errorf("%s after ten failures: %v %v", email, err, f)
			}
		}
		if _, err := r.SignIn(from("192.0.2.8"), "anne@exemple.example", goodPassword, ""); err != nil {
			t.Errorf("a stranger shut Anne out of her own home: %v", err)
		}
		c.wait(15*time.Minute + time.Second)
		if _, err := r.SignIn(here, "anne@exemple.example", goodPassword, ""); err != nil {
			t.Errorf("after a quarter of an hour: %v", err)
		}
	})
}

func TestASuccessForgetsTheFailuresBeforeIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		enrol(t, r, "anne@exemple.example")
		here := from("192.0.2.7")
		for range 3 {
			for range limits[tryPassword].together.most - 1 {
				_, _ = r.SignIn(here, "anne@exemple.example", "not the password", "")
			}
			if _, err := r.SignIn(here, "anne@exemple.example", goodPassword, ""); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestManyAddressesAreOneAccountAndManyAccountsOneCaller(t *testing.T) {
	d := dbtest.SQLite(t)
	r, _ := timed(t, d)
	enrol(t, r, "anne@exemple.example")
	refused := func(ctx context.Context, email string) bool {
		_, err := r.SignIn(ctx, email, "not the password", "")
		return is(err, "too_many_tries")
	}
	n := 0
	for ; !refused(from(fmt.Sprint("198.51.100.", n)), "anne@exemple.example"); n++ {
		if n > 100 {
			t.Fatal("an account is tried from everywhere without an end")
		}
	}
	if n != limits[tryPassword].account.most {
		t.Errorf("an account was tried %d times from everywhere", n)
	}
	// The 64 bits of one household are one caller.
	for n = 0; !refused(from(fmt.Sprint("2001:db8:1:2::", n)), fmt.Sprint("person", n, "@exemple.example")); n++ {
		if n > 100 {
			t.Fatal("one caller tries all accounts without an end")
		}
	}
	if n != limits[tryPassword].client.most {
		t.Errorf("one caller tried %d accounts", n)
	}
	if refused(from("2001:db8:1:3::1"), "zz@exemple.example") {
		t.Error("another household was refused")
	}
}

// Many at once do not slip through together: each is counted before it is judged.
func TestManyTriesAtOnceAreCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		anne := enrol(t, r, "anne@exemple.example")
		who, _ := whoOf(t, r, anne)
		setFactor(t, r, who)
		here := from("192.0.2.7")
		judged := make(chan bool)
		const tries = 30
		for range tries {
			go func() { judged <- is(r.useCode(here, anne, "000000"), codeRefused) }()
		}
		n := 0
		for range tries {
			if <-judged {
				n++
			}
		}
		if n != limits[tryCode].together.most {
			t.Errorf("%d codes were judged at once, want %d", n, limits[tryCode].together.most)
		}
	})
}

func TestWrongTokensAreCountedAndRightOnesAreNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		here := from("192.0.2.7")
		for range 2 * limits[tryToken].client.most {
			if err := r.TryToken(here, func() error { return nil }); err != nil {
				t.Fatal(err)
			}
			if err := r.TryToken(here, func() error { return fault.Invalid("password_short", "password") }); !is(err, "password_short") {
				t.Fatal(err)
			}
		}
		for range limits[tryToken].client.most {
			if err := r.ChoosePassword(here, "made up", goodPassword, false); !is(err, "invitation_gone") {
				t.Fatal(err)
			}
		}
		if err := r.ChoosePassword(here, "made up", goodPassword, false); !is(err, "too_many_tries") {
			t.Error(err)
		}
	})
}

// A sign-in that nobody could judge, because the queue was full or the caller went away, is no failure.
func TestWhoWasNotJudgedDidNotFail(t *testing.T) {
	d := dbtest.SQLite(t)
	r, _ := timed(t, d)
	enrol(t, r, "anne@exemple.example")
	here := from("192.0.2.7")
	for range cap(queue) {
		queue <- struct{}{}
	}
	for range limits[tryPassword].together.most + 2 {
		if _, err := r.SignIn(here, "anne@exemple.example", goodPassword, ""); !is(err, "sign_in_busy") {
			t.Error(err)
		}
	}
	for range cap(queue) {
		<-queue
	}
	if _, err := r.SignIn(here, "anne@exemple.example", goodPassword, ""); err != nil {
		t.Error(err)
	}
}

func TestTheSweepForgetsWhatHasServed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		ctx := from("192.0.2.7")
		anne := enrol(t, r, "anne@exemple.example")
		_, _ = r.SignIn(ctx, anne.email, "not the password", "")
		if _, err := r.SignIn(ctx, anne.email, goodPassword, ""); err != nil {
			t.Fatal(err)
		}
		_, _ = r.SignIn(ctx, "nobody@exemple.example", "not the password", "")
		if err := r.AskReset(ctx, anne.email); err != nil {
			t.Fatal(err)
		}
		left := func() (failures, passes, sessions int64) {
			err := d.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
				var errs [3]error
				failures, errs[0] = db.Value[int64](tx.Query(testFailures))
				passes, errs[1] = db.Value[int64](tx.Query(testPasses))
				sessions, errs[2] = db.Value[int64](tx.Query(testSessions))
				return errors.Join(errs[:]...)
			})
			if err != nil {
				t.Fatal(err)
			}
			return failures, passes, sessions
		}
		if err := r.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if f, p, s := left(); f != 2 || p != 1 || s != 1 {
			t.Errorf("of today: %d failures, %d passes, %d sessions", f, p, s)
		}
		c.wait(sessionLife + sessionsKept + time.Hour)
		if err := r.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if f, p, s := left(); f+p+s != 0 {
			t.Errorf("long after: %d failures, %d passes, %d sessions", f, p, s)
		}
	})
}
