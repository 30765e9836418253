package identity

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

func TestADeviceIsNamedInTwoWords(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0":                                                       "Firefox sur Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15":                  "Safari sur macOS",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1": "Chrome sur iPhone",
		"Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36": "Samsung Internet sur Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0":                  "Edge sur Windows",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36":                                      "Chrome sur Linux",
		"curl/8.5.0": "curl",
		"":           "appareil inconnu",
	} {
		if got := deviceOf(Session{agent: agent}).Says(i18n.With(context.Background(), i18n.FR)); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
	hostile := WithClient(context.Background(), Client{Agent: strings.Repeat("\xff", 4000)})
	if got := clientOf(hostile).Agent; len([]rune(got)) > longestAgent || strings.Contains(got, "\xff") {
		t.Errorf("%d characters of a program's name are kept", len(got))
	}
}

func TestAPersonSeesAndEndsTheOwnSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		anne, bruno := enrol(t, r, "anne@exemple.example"), enrol(t, r, "bruno@exemple.example")
		phone := WithClient(context.Background(), Client{Address: netip.MustParseAddr("2001:db8::7"), Agent: "Mozilla/5.0 (iPhone) Safari/604.1"})
		mobile, _, err := r.begin(phone, anne, "page")
		if err != nil {
			t.Fatal(err)
		}
		c.wait(time.Hour)
		who, _ := whoOf(t, r, anne)
		stranger, _ := whoOf(t, r, bruno)
		list := open(t, r, who)
		if len(list) != 2 || !list[0].Current || list[1].ID != mobile.id || list[1].Device.System != "iPhone" || list[1].Device.Address != "2001:db8::7" {
			t.Fatalf("%+v", list)
		}
		end := func(who act.Who, session id.Of[id.Session]) error {
			_, err := act.Do(context.Background(), r.House, who, act.Door{}, func(a *act.Act) (bool, error) { return true, r.EndSession(a, session) })
			return err
		}
		if err := end(stranger, mobile.id); !is(err, "not_found") {
			t.Errorf("somebody else ended it: %v", err)
		}
		if err := end(who, mobile.id); err != nil {
			t.Error(err)
		}
		if err := end(who, mobile.id); !is(err, "not_found") {
			t.Errorf("a session that has ended: %v", err)
		}
		for range 3 {
			whoOf(t, r, anne)
		}
		if n := do(t, r, who, func(a *act.Act) (int, error) { return r.SignOutEverywhere(a, true) }); n != 3 {
			t.Errorf("%d others ended", n)
		}
		if n := do(t, r, who, func(a *act.Act) (int, error) { return r.SignOutEverywhere(a, false) }); n != 1 {
			t.Errorf("%d ended at last", n)
		}
		if len(open(t, r, stranger)) != 1 {
			t.Error("somebody else's session ended as well")
		}
	})
}

func TestAnEndedSessionIsRefusedAtOnceEvenByItsAccessToken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		ctx := context.Background()
		anne := enrol(t, r, "anne@exemple.example")
		tokens, err := r.SignIn(ctx, anne.email, goodPassword, "")
		if err != nil {
			t.Fatal(err)
		}
		session, _, err := readAccess(r.key, tokens.Access, r.House.Now().Time())
		if err != nil {
			t.Fatal(err)
		}
		ask := func() error {
			return d.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error { _, err := r.OfBearer(tx, session, r.House.Now()); return err })
		}
		if err := ask(); err != nil {
			t.Fatal(err)
		}
		who, _ := whoOf(t, r, anne)
		do(t, r, who, func(a *act.Act) (bool, error) { return true, r.EndSession(a, session) })
		if err := ask(); !is(err, "token_refused") {
			t.Errorf("the access token outlives its session: %v", err)
		}
		if _, err := r.Refresh(ctx, tokens.Refresh); !is(err, "token_refused") {
			t.Errorf("the refresh token outlives its session: %v", err)
		}
	})
}

func TestASessionInUseIsNotedAsSeenNowAndThen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		anne := enrol(t, r, "anne@exemple.example")
		who, cookie := whoOf(t, r, anne)
		use := func(address string) civil.Instant {
			err := d.Read(from(address), id.Of[id.Office]{}, func(tx *db.Tx) error { _, _, err := r.OfCookie(tx, cookie, r.House.Now()); return err })
			if err != nil {
				t.Fatal(err)
			}
			for range 200 { // it is written behind the request
				if _, busy := r.noting.Load(who.Session.String()); !busy {
					break
				}
				time.Sleep(5 * time.Millisecond)
			}
			return open(t, r, who)[0].Seen
		}
		begun := r.House.Now()
		c.wait(time.Minute)
		if seen := use("192.0.2.7"); seen != begun {
			t.Errorf("written a minute later: %v", seen)
		}
		c.wait(seenEvery)
		if seen := use("192.0.2.8"); seen != r.House.Now() || open(t, r, who)[0].Device.Address != "192.0.2.8" {
			t.Errorf("not written after a while: %v", seen)
		}
	})
}

func TestAnAccessKeyActsForItsPersonInOneOffice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := timed(t, d)
		ctx := context.Background()
		anne := enrol(t, r, "anne@exemple.example")
		who, _ := whoOf(t, r, anne)
		make := func(who act.Who, name, scope string, expires civil.Date) error {
			_, err := act.Do(ctx, r.House, who, act.Door{}, func(a *act.Act) (bool, error) { _, _, err := r.MakeKey(a, name, scope, expires); return true, err })
			return err
		}
		today := r.House.Now().BrusselsDate()
		if err := make(who, "x", ScopeRead, today); !is(err, "key_needs_office") {
			t.Errorf("for no office: %v", err)
		}
		who.Office, who.Admin = id.New[id.Office](), true
		for code, err := range map[string]error{
			"required":        make(who, "  ", ScopeRead, today),
			"one_of_expected": make(who, "x", "everything", today),
			"key_expiry":      make(who, "x", ScopeRead, today.AddYears(1).AddDays(1)),
		} {
			if !is(err, code) {
				t.Errorf("want %s: %v", code, err)
			}
		}
		if err := make(who, "x", ScopeRead, today.AddDays(-1)); !is(err, "key_expiry") {
			t.Errorf("until yesterday: %v", err)
		}
		key, secret := makeKey(t, r, who, ScopeRead)
		recognise := func(secret string) (found act.Who, err error) {
			err = d.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error { found, err = r.OfKey(tx, secret, r.House.Now()); return err })
			return found, err
		}
		found, err := recognise(secret)
		if err != nil || found.Person != anne.id || found.Office != who.Office || !found.ReadOnly || found.Admin || !found.Session.None() || !strings.HasPrefix(secret, keyPrefix) {
			t.Errorf("%+v %v", found, err)
		}
		if _, err := act.Do(ctx, r.House, found, act.Door{}, func(a *act.Act) (bool, error) { return true, nil }); !is(err, "read_only") {
			t.Errorf("a key that reads began an act: %v", err)
		}
		_, writes := makeKey(t, r, who, ScopeReadWrite)
		if found, err = recognise(writes); err != nil || found.ReadOnly {
			t.Errorf("%+v %v", found, err)
		}
		// What guards the sign-in is not for keys.
		for what, verb := range map[string]func(*act.Act) error{
			"a key":      func(a *act.Act) error { _, _, err := r.MakeKey(a, "x", ScopeRead, today); return err },
			"an end":     func(a *act.Act) error { return r.EndKey(a, key) },
			"a sign-out": func(a *act.Act) error { _, err := r.SignOutEverywhere(a, false); return err },
			"a session":  func(a *act.Act) error { return r.EndSession(a, who.Session) },
			"an address": func(a *act.Act) error { return r.AskEmail(a, "x@y.example") },
			"a password": func(a *act.Act) error { _, err := r.ChangePassword(a, "x"); return err },
			"a factor":   func(a *act.Act) error { _, err := r.BeginFactor(a); return err },
			"codes":      func(a *act.Act) error { _, err := r.RenewRecovery(a); return err },
			"a name":     func(a *act.Act) error { _, err := r.Describe(a, "x", i18n.FR); return err },
			"an office":  func(a *act.Act) error { _, err := r.Switch(a, who.Office); return err },
		} {
			if _, err := act.Do(ctx, r.House, found, act.Door{}, func(a *act.Act) (bool, error) { return true, verb(a) }); !is(err, "sign_in_needed") {
				t.Errorf("a key made or ended %s: %v", what, err)
			}
		}
		do(t, r, who, func(a *act.Act) (bool, error) { return true, r.EndKey(a, key) })
		if err := byKey(r, secret); !is(err, "key_refused") {
			t.Errorf("an ended key: %v", err)
		}
		c.wait(45 * 24 * time.Hour)
		if err := byKey(r, writes); !is(err, "key_refused") {
			t.Errorf("a key after its last day: %v", err)
		}
	})
}

func TestKeysAndSessionsLeaveAnOfficeWithTheirPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		ctx := context.Background()
		anne := enrol(t, r, "anne@exemple.example")
		from, to := id.New[id.Office](), id.New[id.Office]()
		who, _ := whoOf(t, r, anne)
		do(t, r, who, func(a *act.Act) (string, error) { return r.Switch(a, from) })
		who.Office = from
		_, secret := makeKey(t, r, who, ScopeRead)
		leave := func(to id.Of[id.Office]) {
			t.Helper()
			_, err := act.Do(ctx, r.House, act.Who{House: true}, act.Door{}, func(a *act.Act) (bool, error) { return true, r.Leave(a, anne.id, from, to) })
			if err != nil {
				t.Fatal(err)
			}
		}
		leave(to)
		if err := byKey(r, secret); !is(err, "key_refused") {
			t.Errorf("the key outlived the last role: %v", err)
		}
		if len(open(t, r, who)) != 1 {
			t.Error("the session ended although another office is left")
		}
		do(t, r, who, func(a *act.Act) (string, error) { return r.Switch(a, from) })
		leave(id.Of[id.Office]{})
		if len(open(t, r, who)) != 0 {
			t.Error("the session outlived the last office")
		}
	})
}

func TestAPersonReadsTheOwnHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, _ := timed(t, d)
		anne := enrol(t, r, "anne@exemple.example")
		ctx := WithClient(context.Background(), Client{Address: netip.MustParseAddr("192.0.2.7"), Agent: "Mozilla/5.0 (Windows) Firefox/145.0"})
		s, _, err := r.begin(ctx, anne, "page")
		if err != nil {
			t.Fatal(err)
		}
		who := anne.Who()
		who.Session, who.Office = s.id, id.New[id.Office]() // acts for an office: the history is still the person's own
		setFactor(t, r, who)
		makeKey(t, r, who, ScopeRead)
		list, err := act.See(ctx, r.House, who, func(v *act.View) ([]Event, error) { return r.History(v, 10) })
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range list {
			kinds = append(kinds, e.Kind)
			if e.Kind != "password_chosen" && (e.Device.Browser != "Firefox" || e.Device.Address != "192.0.2.7") {
				t.Errorf("%s was done with %+v", e.Kind, e.Device)
			}
		}
		if want := []string{"access_key_made", "factor_set", "signed_in", "password_chosen"}; !slices.Equal(kinds, want) {
			t.Errorf("%v, want %v", kinds, want)
		}
		broken, _, err := act.Verify(ctx, d)
		if err != nil || len(broken) > 0 {
			t.Errorf("the chain: %v %v", broken, err)
		}
		theirs := act.Who{Person: who.Person, Office: who.Office, Session: s.id}
		office, err := act.See(ctx, r.House, theirs, func(v *act.View) ([]act.Entry, error) { return v.History(act.Subject(anne.id)) })
		if err != nil || len(office) != 0 {
			t.Errorf("the office's chain tells of the person's sign-in: %v", office)
		}
	})
}
