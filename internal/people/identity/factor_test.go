package identity

import (
	"context"
	"encoding/base32"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

// The vectors of RFC 6238, appendix B, for SHA-1 with eight digits.
func TestTheCodesAreThoseOfTheRFC(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130"} {
		if got := hotp(secret, at/stepSeconds, 8); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
	// Those of RFC 4226, appendix D, with six.
	for counter, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := hotp(secret, int64(counter), codeDigits); got != want {
			t.Errorf("counter %d: %s, want %s", counter, got, want)
		}
	}
}

func TestAStepEitherSideIsAcceptedAndNoneTwice(t *testing.T) {
	secret := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	now := civil.At(time.Unix(1_800_000_000, 0))
	current := stepOf(now)
	for step := current - 3; step <= current+3; step++ {
		_, ok := stepOfCode(secret, hotp([]byte("12345678901234567890"), step, codeDigits), now, 0)
		if want := step >= current-1 && step <= current+1; ok != want {
			t.Errorf("step %+d: %v", step-current, ok)
		}
	}
	if _, ok := stepOfCode(secret, hotp([]byte("12345678901234567890"), current-1, codeDigits), now, current); ok {
		t.Error("a step before the last accepted one was accepted")
	}
}

// clock lets a test say what time it is.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// timed is a room whose clock stands until it is moved.
func timed(t *testing.T, d *db.DB) (*Room, *clock) {
	t.Helper()
	r, c := room(t, d), &clock{now: time.Now()}
	r.House.Clock = c.time
	return r, c
}

// whoOf is a person in a session of pages.
func whoOf(t *testing.T, r *Room, p Person) (act.Who, string) {
	t.Helper()
	s, secret, err := r.begin(context.Background(), p, "page")
	if err != nil {
		t.Fatal(err)
	}
	who := p.Who()
	who.Session = s.id
	return who, secret
}

func do[T any](t *testing.T, r *Room, who act.Who, verb func(*act.Act) (T, error)) T {
	t.Helper()
	x, err := act.Do(context.Background(), r.House, who, act.Door{Via: "page"}, verb)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// codeNow is what the app of a person shows.
func codeNow(r *Room, secret string) string {
	raw, _ := base32.StdEncoding.DecodeString(secret)
	return hotp(raw, stepOf(r.House.Now()), codeDigits)
}

// setFactor sets a person's second factor up, as the pages do, and answers secret and recovery codes.
func setFactor(t *testing.T, r *Room, who act.Who) (secret string, codes []string) {
	t.Helper()
	secret = do(t, r, who, r.BeginFactor)
	step, err := r.firstCode(context.Background(), who, codeNow(r, secret))
	if err != nil {
		t.Fatal(err)
	}
	codes = do(t, r, who, func(a *act.Act) ([]string, error) { codes, _, err := r.ConfirmFactor(a, step); return codes, err })
	return secret, codes
}

func TestASignInWithASecondFactor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		ctx := context.Background()
		anne := enrol(t, r, "anne@exemple.example")
		who, _ := whoOf(t, r, anne)
		do(t, r, who, r.BeginFactor)
		if _, err := r.SignIn(ctx, anne.email, goodPassword, ""); err != nil {
			t.Errorf("a set-up that was only begun is asked at sign-in: %v", err)
		}
		if _, err := r.firstCode(ctx, who, "000000"); !is(err, codeRefused) {
			t.Errorf("a wrong first code: %v", err)
		}
		secret, codes := setFactor(t, r, who)
		c.wait(stepSeconds * time.Second)

		if _, err := r.SignIn(ctx, anne.email, goodPassword, ""); !is(err, "second_factor_required") {
			t.Errorf("without a code: %v", err)
		}
		if _, err := r.SignIn(ctx, anne.email, "not the password", codeNow(r, secret)); !is(err, "sign_in_refused") {
			t.Errorf("the code without the password: %v", err)
		}
		if _, err := r.SignIn(ctx, anne.email, goodPassword, codeNow(r, secret)); err != nil {
			t.Errorf("with the code: %v", err)
		}
		if _, err := r.SignIn(ctx, anne.email, goodPassword, codeNow(r, secret)); !is(err, codeRefused) {
			t.Errorf("a code served twice: %v", err)
		}
		if _, err := r.SignIn(ctx, anne.email, goodPassword, strings.ToUpper(codes[3])); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
		if _, err := r.SignIn(ctx, anne.email, goodPassword, codes[3]); !is(err, codeRefused) {
			t.Errorf("a recovery code served twice: %v", err)
		}
		left, err := act.See(ctx, r.House, who, r.FactorOf)
		if err != nil || left.Codes != recoveryCodes-1 || !left.Set {
			t.Errorf("%+v %v", left, err)
		}
	})
}

// Two who bring the same code at the same moment: one comes in.
func TestACodeServesOneOfTwoAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		anne := enrol(t, r, "anne@exemple.example")
		who, _ := whoOf(t, r, anne)
		secret, codes := setFactor(t, r, who)
		c.wait(stepSeconds * time.Second)
		for what, code := range map[string]string{"of the app": codeNow(r, secret), "of recovery": codes[0]} {
			var wg sync.WaitGroup
			var mu sync.Mutex
			in := 0
			for range 4 {
				wg.Go(func() {
					if r.useCode(context.Background(), anne, code) == nil {
						mu.Lock()
						in++
						mu.Unlock()
					}
				})
			}
			wg.Wait()
			if in != 1 {
				t.Errorf("a code %s let %d in", what, in)
			}
		}
	})
}

func TestASecondStepOnPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		ctx := context.Background()
		anne := enrol(t, r, "anne@exemple.example")
		who, _ := whoOf(t, r, anne)
		secret, _ := setFactor(t, r, who)
		c.wait(stepSeconds * time.Second)
		e, err := r.SignInPage(ctx, anne.email, goodPassword)
		if err != nil || e.Session != "" || e.Pending == "" {
			t.Fatalf("a session before the second step: %+v %v", e, err)
		}
		if _, err := r.SecondStep(ctx, e.Pending, "123456"); !is(err, codeRefused) {
			t.Errorf("a wrong code: %v", err)
		}
		if _, err := r.SecondStep(ctx, "made up", codeNow(r, secret)); !is(err, "second_step_gone") {
			t.Errorf("a step that nobody waits for: %v", err)
		}
		in, err := r.SecondStep(ctx, e.Pending, codeNow(r, secret))
		if err != nil || in.Session == "" {
			t.Fatalf("the right code: %+v %v", in, err)
		}
		c.wait(stepSeconds * time.Second)
		if _, err := r.SecondStep(ctx, e.Pending, codeNow(r, secret)); !is(err, "second_step_gone") {
			t.Errorf("a second step made twice: %v", err)
		}
		late, _ := r.SignInPage(ctx, anne.email, goodPassword)
		c.wait(secondStepLife + time.Second)
		if _, err := r.SecondStep(ctx, late.Pending, codeNow(r, secret)); !is(err, "second_step_gone") {
			t.Errorf("a second step after its time: %v", err)
		}
	})
}

func TestTheSecondFactorIsTurnedOffOnlyWithPasswordAndCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		ctx := context.Background()
		anne := enrol(t, r, "anne@exemple.example")
		who, cookie := whoOf(t, r, anne)
		secret, codes := setFactor(t, r, who)
		c.wait(stepSeconds * time.Second)
		err := d.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error { _, _, err := r.OfCookie(tx, cookie, r.House.Now()); return err })
		if !is(err, "token_refused") {
			t.Errorf("the session kept its secret when the second factor was set: %v", err)
		}
		proof := func(password, code string) error {
			var in RemovalRequest
			in.Body.Password, in.Body.Totp = password, code
			_, err := r.proveBoth(ctx, who, in)
			return err
		}
		if err := proof("not the password", codeNow(r, secret)); !is(err, "password_wrong") {
			t.Errorf("a wrong password: %v", err)
		}
		if err := proof(goodPassword, "000000"); !is(err, codeRefused) {
			t.Errorf("a wrong code: %v", err)
		}
		if err := proof(goodPassword, codes[0]); err != nil {
			t.Error(err)
		}
		do(t, r, who, r.RemoveFactor)
		if _, err := r.SignIn(ctx, anne.email, goodPassword, ""); err != nil {
			t.Errorf("after it was turned off: %v", err)
		}
		key := who
		key.Session = id.Of[id.Session]{}
		if _, err := act.Do(ctx, r.House, key, act.Door{}, r.BeginFactor); !is(err, "sign_in_needed") {
			t.Errorf("an access key set a second factor up: %v", err)
		}
	})
}
