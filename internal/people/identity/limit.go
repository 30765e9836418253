package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"strings"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// trial is what is tried.
type trial string

const (
	tryPassword trial = "password"
	tryCode     trial = "code"  // of the second factor
	tryToken    trial = "token" // of an invitation, a reset, a new address, the set-up
	askReset    trial = "reset" // no failure, but letters are not to be rained on anybody
)

// limit is how many failures are borne within which time.
type limit struct {
	most   int
	within time.Duration
}

// limits are parameters of the house, all in this place. Together is an account from one caller's address; account is the same from anywhere,
// higher, so that a stranger cannot shut somebody out alone; client is one caller's address, whatever the account. A zero is no limit.
var limits = map[trial]struct{ together, account, client, daily limit }{
	tryPassword: {together: limit{10, 15 * time.Minute}, account: limit{30, 15 * time.Minute}, client: limit{40, 15 * time.Minute}},
	tryCode:     {together: limit{5, 15 * time.Minute}, account: limit{10, 15 * time.Minute}, client: limit{40, 15 * time.Minute}, daily: limit{30, 24 * time.Hour}},
	tryToken:    {client: limit{20, 15 * time.Minute}},
	askReset:    {client: limit{20, time.Hour}},
}

// resetsAnHour is how many letters an account gets; the next one is asked for in vain, and the answer does not tell.
const resetsAnHour = 3

// failuresKept is how long failures are kept: as long as the longest window.
const failuresKept = 24 * time.Hour

// account is whom a try is about, known or not: a digest of the address.
type account string

func accountOf(email string) account {
	sum := sha256.Sum256([]byte(fold(email)))
	return account(hex.EncodeToString(sum[:]))
}

// String names the account for act.Hold.
func (a account) String() string { return "identity account " + string(a) }

type clientKey struct{}

// longestAgent is how much of a program's own name is kept.
const longestAgent = 300

// Client is from where, and with which program, a request comes.
type Client struct {
	Address netip.Addr
	Agent   string
}

// WithClient puts the caller into the context of a request; the door does so, because only it knows which proxies are believed.
func WithClient(ctx context.Context, c Client) context.Context {
	c.Agent = strings.ToValidUTF8(c.Agent, "?")
	if agent := []rune(c.Agent); len(agent) > longestAgent {
		c.Agent = string(agent[:longestAgent])
	}
	return context.WithValue(ctx, clientKey{}, c)
}

func clientOf(ctx context.Context) Client {
	c, _ := ctx.Value(clientKey{}).(Client)
	return c
}

// address is the caller's address, for the own list of sessions; empty when it is not known.
func (c Client) address() string {
	if !c.Address.IsValid() {
		return ""
	}
	return c.Address.String()
}

// block is what counts as one caller: an address, or the 64 bits that one household has of the newer kind.
func (c Client) block() string {
	if c.Address.Is6() {
		p, _ := c.Address.WithZone("").Prefix(64) // 64 bits are always within the address
		return p.String()
	}
	return c.address()
}

// attempt is a try that has been counted beforehand, as if it failed: many at once do not slip through together. What did not fail is taken back.
type attempt struct {
	id      id.Of[id.Any]
	account account
}

// begin counts a try, or refuses it when too many have failed.
func (r *Room) beginTry(ctx context.Context, what trial, about account) (attempt, error) {
	return act.Do(ctx, r.House, act.Who{}, act.Door{Via: "door"}, func(a *act.Act) (attempt, error) { return countTry(a, what, about) })
}

// countTry is beginTry within an act.
func countTry(a *act.Act, what trial, about account) (attempt, error) {
	t := attempt{id.New[id.Any](), about}
	client := clientOf(a.Context()).block()
	if about != "" {
		if err := a.Hold(about); err != nil {
			return t, err
		}
	}
	if err := tooMany(a, what, about, client); err != nil {
		return t, err
	}
	_, err := a.Exec(addFailure, t.id, string(what), string(about), client, a.Now)
	return t, err
}

func tooMany(a *act.Act, what trial, about account, client string) error {
	l := limits[what]
	for _, check := range []struct {
		limit
		stmt  *db.Stmt
		args  []any
		known bool
	}{
		{l.together, failuresTogether, []any{string(about), client}, about != "" && client != ""},
		{l.account, failuresOfAccount, []any{string(about)}, about != ""},
		{l.daily, failuresOfAccount, []any{string(about)}, about != ""},
		{l.client, failuresOfClient, []any{client}, client != ""},
	} {
		if check.most == 0 || !check.known {
			continue
		}
		args := append([]any{string(what), a.Now.Add(-check.within), check.most}, check.args...)
		last, err := db.Column[civil.Instant](a.Query(check.stmt, args...))
		if err != nil {
			return err
		}
		if len(last) >= check.most {
			return wait(last[len(last)-1].Add(check.within).Sub(a.Now))
		}
	}
	return nil
}

// wait says in how many minutes one may try again.
func wait(d time.Duration) error {
	seconds := max(int((d+time.Second-1)/time.Second), 1)
	return fault.Of(fault.KindTooMany, "too_many_tries").With("seconds", seconds).With("minutes", (seconds+59)/60)
}

// takeBack forgets a try that did not fail.
func (r *Room) takeBack(ctx context.Context, t attempt) error {
	_, err := act.Do(context.WithoutCancel(ctx), r.House, act.Who{}, act.Door{Via: "door"}, func(a *act.Act) (bool, error) {
		_, err := a.Exec(dropFailure, t.id)
		return true, err
	})
	return err
}

// succeed forgets the failures of an account from the caller's address, because it was the right person after all.
func succeed(a *act.Act, about account) error {
	_, err := a.Exec(dropFailuresTogether, string(about), clientOf(a.Context()).block())
	return err
}

// TryToken counts a try of a one-time token; only a wrong one stays counted. The room office sets a house up with it.
func (r *Room) TryToken(ctx context.Context, use func() error) error {
	t, err := r.beginTry(ctx, tryToken, "")
	if err != nil {
		return err
	}
	err = use()
	if f := fault.As(err); f != nil && (f.Kind == fault.KindConflict || f.Kind == fault.KindForbidden) {
		return err // the token was wrong
	}
	if back := r.takeBack(ctx, t); err == nil {
		err = back
	}
	return err
}

// Sweep forgets what has served: failures of yesterday, passes that are over, sessions that ended long ago.
func (r *Room) Sweep(ctx context.Context) error {
	now := r.House.Now()
	return r.House.DB.House(ctx, func(tx *db.Tx) error {
		for _, s := range []struct {
			stmt *db.Stmt
			kept time.Duration
		}{{sweepFailures, failuresKept}, {sweepPasses, passesKept}, {sweepSessions, sessionsKept}} {
			if _, err := tx.Exec(s.stmt, now.Add(-s.kept)); err != nil {
				return err
			}
		}
		return nil
	})
}
