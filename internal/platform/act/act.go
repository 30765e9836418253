// Package act is how every write of the house happens, and how every read looks.
//
//	Act   one use case by one person for one office: who, now, today, the transaction, Allow and Record
//	View  the same for reading
//	Do    opens an act, runs the use case, writes its facts last, answers a repeated key with the first answer
//	See   opens a view
//	Version   the last fact of an office: has anything changed since? (version.go)
//	After     the facts of an office that come after a number, for live pages (follow.go)
//
// A use case is five moves on one screen: load, allow, decide, save, record. Facts are held back by Record and written
// last, as one row each under the one head row of the office: the chain is gapless and in the order of commits, so it is at once
// the audit trail, the outbox and the cursor of live pages. See chain.go and deliver.go.
package act

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// House is what acts need from the house: the database, the rights table and a clock.
type House struct {
	DB     *db.DB
	Policy Policy
	Clock  func() time.Time // nil means the real one

	versions versions
}

// Now is the moment of an act.
func (h *House) Now() civil.Instant {
	if h.Clock != nil {
		return civil.At(h.Clock())
	}
	return civil.At(time.Now())
}

// Who acts: a person (or nobody, for sign-in and jobs), for one office, with the roles held there.
type Who struct {
	Person  id.Of[id.Person]
	Office  id.Of[id.Office]
	Session id.Of[id.Session]
	Name    string
	Email   string
	Lang    i18n.Lang
	Admin   bool // platform administrator: sees offices, not their data
	Grants  []Grant
	House   bool // a job or a reaction, acting by itself within an office

	ReadOnly bool // looks and never writes: an access key that was made for reading, or the eyes of another

	// Seer is who really looks, when the reader is shown what another person sees; none otherwise. Only is all that may then be done.
	Seer id.Of[id.Person]
	Only []Action
}

// Door says through which door an act came in.
type Door struct {
	Via   string // "page", "api", "job", "start"
	Key   string // idempotency key; empty runs unkeyed
	Input []byte // what was asked, for comparison under the same key
}

// View is a moment of one office, for reading.
type View struct {
	*db.Tx
	Who   Who
	Now   civil.Instant
	Today civil.Date
	house *House
}

// Act is a View that may write.
type Act struct {
	View
	door  Door
	facts []Fact
}

// errUntold is a mistake of ours: whoever relies on the chain (the audit trail, live pages, kept answers) would not learn of the change.
var errUntold = errors.New("act: rows of the office were changed and no fact was recorded")

// tries bounds how often an act is run again when PostgreSQL broke it off in favour of another.
const tries = 5

// Do runs one use case as one transaction. T must survive JSON, because a repeated key is answered from what was stored.
func Do[T any](ctx context.Context, h *House, who Who, door Door, fn func(*Act) (T, error)) (T, error) {
	var answer T
	if who.ReadOnly {
		return answer, fault.Forbidden("read_only")
	}
	var err error
	for range tries {
		answer, err = once(ctx, h, who, door, fn)
		if errors.Is(err, db.ErrRetry) {
			continue
		}
		if door.Key != "" && db.IsUnique(err) {
			// Another request with the same key was faster: its answer is ours.
			if again, found, lookErr := storedAnswer[T](ctx, h, who, door); lookErr != nil || found {
				return again, lookErr
			}
		}
		return answer, err
	}
	return answer, fault.Unavailable("database_busy").Because(err)
}

func once[T any](ctx context.Context, h *House, who Who, door Door, fn func(*Act) (T, error)) (answer T, err error) {
	err = h.DB.Write(ctx, who.Office, func(tx *db.Tx) error {
		a := &Act{View: h.view(tx, who), door: door}
		if door.Key != "" {
			stored, found, err := lookUp[T](tx, who, door)
			if err != nil || found {
				answer = stored
				return err
			}
		}
		var err error
		if answer, err = fn(a); err != nil {
			return err
		}
		if len(a.facts) == 0 && tx.Changed() {
			return errUntold
		}
		if door.Key != "" {
			if err := keep(a, answer); err != nil {
				return err
			}
		}
		return a.seal()
	})
	return answer, err
}

// See opens a view for reading.
func See[T any](ctx context.Context, h *House, who Who, fn func(*View) (T, error)) (answer T, err error) {
	err = h.DB.Read(ctx, who.Office, func(tx *db.Tx) error {
		v := h.view(tx, who)
		var err error
		answer, err = fn(&v)
		return err
	})
	return answer, err
}

func (h *House) view(tx *db.Tx, who Who) View {
	now := h.Now()
	return View{Tx: tx, Who: who, Now: now, Today: now.BrusselsDate(), house: h}
}

// Within makes an act of the house's own work inside one office, on a transaction that the house already holds.
// It is for deliveries and set-up only; its facts are sealed by Seal.
func Within(h *House, tx *db.Tx, office id.Of[id.Office], via string) *Act {
	who := Who{Office: office, House: true}
	return &Act{View: h.view(tx.As(office), who), door: Door{Via: via}}
}

// Hold makes writers of the same thing wait for each other until the end of the act. The act's moment is taken again after the wait, so that
// what is learned later also carries a later moment.
func (a *Act) Hold(what fmt.Stringer) error {
	if err := a.Tx.Hold(what); err != nil {
		return err
	}
	a.Now = a.house.Now()
	a.Today = a.Now.BrusselsDate()
	return nil
}

// Elsewhere runs fn as an act of another office on the same transaction, with its facts in that office's chain. It is for opening an office.
func (a *Act) Elsewhere(office id.Of[id.Office], fn func(*Act) error) error {
	return a.Tx.Visit(office, func(tx *db.Tx) error {
		who := Who{Person: a.Who.Person, Office: office, House: true}
		b := &Act{View: a.house.view(tx, who), door: a.door}
		if err := fn(b); err != nil {
			return err
		}
		if len(b.facts) == 0 && tx.Changed() {
			return errUntold
		}
		return b.seal()
	})
}

// Seal writes the facts of an act made by Within.
func (a *Act) Seal() error { return a.seal() }

type keptAnswer struct{ input, answer string }

func (k *keptAnswer) fields() []any { return []any{&k.input, &k.answer} }

var (
	findKey = db.Q(`SELECT input, answer FROM act_key WHERE office_id = $1 AND asker = $2`)
	saveKey = db.Q(`INSERT INTO act_key (office_id, asker, input, answer, at) VALUES ($1, $2, $3, $4, $5)`)
)

func lookUp[T any](tx *db.Tx, who Who, door Door) (answer T, found bool, err error) {
	kept, found, err := db.First(tx.Query(findKey, asker(who, door)), (*keptAnswer).fields)
	if err != nil || !found {
		return answer, false, err
	}
	if kept.input != digest(door.Input) {
		return answer, true, fault.Conflict("key_reused")
	}
	return answer, true, json.Unmarshal([]byte(kept.answer), &answer)
}

func storedAnswer[T any](ctx context.Context, h *House, who Who, door Door) (answer T, found bool, err error) {
	err = h.DB.Read(ctx, who.Office, func(tx *db.Tx) error {
		answer, found, err = lookUp[T](tx, who, door)
		return err
	})
	return answer, found, err
}

func keep[T any](a *Act, answer T) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = a.Exec(saveKey, asker(a.Who, a.door), digest(a.door.Input), string(text), a.Now)
	return err
}

// asker is who asked under which key: two persons may use the same key without meeting.
func asker(who Who, door Door) string { return who.Person.String() + "/" + door.Key }

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
