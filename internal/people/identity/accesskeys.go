package identity

import (
	"context"
	"net/http"
	"strings"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// keyPrefix begins every access key, so that one that went astray is recognised as such.
const keyPrefix = "kpg_"

// What a key may do.
const (
	ScopeRead      = "read"
	ScopeReadWrite = "read_write"
)

// How many keys a person may have open, and for how long one serves. They are choices of the house.
const (
	maxKeys  = 20
	keyYears = 1
)

// AccessKey lets a program act for a person in one office.
type AccessKey struct {
	id      id.Of[id.AccessKey]
	person  id.Of[id.Person]
	office  id.Of[id.Office]
	name    string
	scope   string
	secret  string // digest
	created civil.Instant
	expires civil.Date // the last day on which it serves
	used    civil.Date // the last day on which it was used
	ended   civil.Instant
}

func (k AccessKey) open(now civil.Instant) bool {
	return k.ended.None() && !now.BrusselsDate().After(k.expires)
}

// KeyLine is a key as its person sees it; its secret is seen once, when it is made.
type KeyLine struct {
	ID      id.Of[id.AccessKey] `json:"id"`
	Office  id.Of[id.Office]    `json:"office_id"`
	Name    string              `json:"name"`
	Scope   string              `json:"scope" enum:"read,read_write"`
	Begun   civil.Instant       `json:"created_at"`
	Expires civil.Date          `json:"expires_on"`
	Used    civil.Date          `json:"last_used_on,omitzero"`
	Expired bool                `json:"expired"`
}

// AccessKeys are the reader's own keys, of all offices, the latest first.
func (r *Room) AccessKeys(v *act.View) ([]KeyLine, error) {
	if err := withoutKey(v); err != nil {
		return nil, err
	}
	list, err := db.All(v.Query(keysOf, v.Who.Person), (*AccessKey).fields)
	lines := make([]KeyLine, 0, len(list))
	for _, k := range list {
		if k.ended.None() {
			lines = append(lines, KeyLine{k.id, k.office, k.name, k.scope, k.created, k.expires, k.used, !k.open(v.Now)})
		}
	}
	return lines, err
}

// MakeKey makes a key for the office for which the caller acts now, until a day at most a year ahead. Its secret is answered now and never again.
func (r *Room) MakeKey(a *act.Act, name, scope string, expires civil.Date) (k AccessKey, secret string, err error) {
	if err := withoutKey(&a.View); err != nil {
		return k, "", err
	}
	name = strings.Join(strings.Fields(name), " ")
	switch last := a.Today.AddYears(keyYears); {
	case a.Who.Office.None():
		return k, "", fault.Conflict("key_needs_office")
	case name == "":
		return k, "", fault.Invalid("required", "name")
	case scope != ScopeRead && scope != ScopeReadWrite:
		return k, "", fault.Invalid("one_of_expected", "scope").With("values", "read, read_write")
	case expires.Before(a.Today) || expires.After(last):
		return k, "", fault.Invalid("key_expiry", "expires_on").With("last", last)
	}
	if err := a.Hold(accountOf(a.Who.Email)); err != nil {
		return k, "", err
	}
	list, err := db.All(a.Query(keysOf, a.Who.Person), (*AccessKey).fields)
	if err != nil {
		return k, "", err
	}
	open := 0
	for _, other := range list {
		if other.open(a.Now) {
			open++
		}
	}
	if open >= maxKeys {
		return k, "", fault.Conflict("keys_many").With("max", maxKeys)
	}
	secret, _ = newSecret()
	secret = keyPrefix + secret
	k = AccessKey{id: id.New[id.AccessKey](), person: a.Who.Person, office: a.Who.Office, name: name, scope: scope, secret: digestOf(secret), created: a.Now, expires: expires}
	if err := insertKey(a.Tx, k); err != nil {
		return k, "", err
	}
	if err := notify(a, k.person, noticeKey); err != nil {
		return k, "", err
	}
	return k, secret, record(a, AccessKeyMade{Person: k.person, Key: k.id, Office: k.office, Session: a.Who.Session})
}

// EndKey ends one of the own keys.
func (r *Room) EndKey(a *act.Act, key id.Of[id.AccessKey]) error {
	if err := withoutKey(&a.View); err != nil {
		return err
	}
	k, err := ownKey(&a.View, key)
	if err != nil {
		return err
	}
	return endKey(a, k, "asked")
}

func ownKey(v *act.View, key id.Of[id.AccessKey]) (AccessKey, error) {
	missing := fault.NotFound("not_found")
	k, err := db.One(v.Query(keyByID, key), (*AccessKey).fields, missing)
	if err == nil && (k.person != v.Who.Person || !k.ended.None()) {
		err = missing
	}
	return k, err
}

func endKey(a *act.Act, k AccessKey, why string) error {
	n, err := a.Exec(endAccessKey, k.id, a.Now)
	if err != nil || n == 0 {
		return err
	}
	return record(a, AccessKeyEnded{Person: k.person, Key: k.id, Session: a.Who.Session, Why: why})
}

// endKeys ends all keys of a person.
func (r *Room) endKeys(a *act.Act, person id.Of[id.Person], why string) error {
	list, err := db.All(a.Query(keysOf, person), (*AccessKey).fields)
	if err != nil {
		return err
	}
	for _, k := range list {
		if k.ended.None() {
			if err := endKey(a, k, why); err != nil {
				return err
			}
		}
	}
	return nil
}

// ReadKey finds an access key in the Authorization header of a request.
func ReadKey(req *http.Request) (secret string, is bool) {
	secret, _ = strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	return secret, strings.HasPrefix(secret, keyPrefix)
}

// OfKey recognises the caller of the API by an access key: the person without roles, in the key's office, and never as an administrator.
func (r *Room) OfKey(tx *db.Tx, secret string, now civil.Instant) (act.Who, error) {
	refused := fault.Unauthenticated("key_refused")
	k, err := db.One(tx.Query(keyBySecret, digestOf(secret)), (*AccessKey).fields, refused)
	if err != nil {
		return act.Who{}, err
	}
	if !k.open(now) {
		return act.Who{}, refused
	}
	p, err := ByID(tx, k.person)
	if err != nil {
		return act.Who{}, err
	}
	who := p.Who()
	who.Office, who.Admin, who.ReadOnly = k.office, false, k.scope == ScopeRead
	r.noteUsed(tx.Context(), k, now.BrusselsDate())
	return who, nil
}

// noteUsed keeps the last day on which a key was used; it is written behind the request, once a day.
func (r *Room) noteUsed(ctx context.Context, k AccessKey, today civil.Date) {
	if k.used == today {
		return
	}
	if _, busy := r.noting.LoadOrStore(k.id.String(), true); busy {
		return
	}
	ctx = context.WithoutCancel(ctx)
	go func() {
		defer r.noting.Delete(k.id.String())
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		_ = r.House.DB.Write(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
			_, err := tx.Exec(useKey, k.id, today)
			return err
		})
	}()
}
