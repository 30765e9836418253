package identity

import (
	"context"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// codeRefused is the fault of a code that is not the one.
const codeRefused = "second_factor_refused"

// Factor is the second factor of a person.
type Factor struct {
	person    id.Of[id.Person]
	secret    string
	lastStep  int64
	created   civil.Instant
	confirmed civil.Instant
}

// set tells whether it is asked at sign-in: an app has shown once that it knows the secret.
func (f Factor) set() bool { return !f.confirmed.None() }

// waits tells whether a set-up still waits for its first code: not for ever, so that a secret shown long ago is not taken up by somebody else.
func (f Factor) waits(now civil.Instant) bool {
	return !f.set() && now.Before(f.created.Add(factorWaits))
}

// FactorState is the second factor as its person sees it.
type FactorState struct {
	Set     bool          `json:"set"`
	Since   civil.Instant `json:"since,omitzero"`
	Codes   int64         `json:"recovery_codes_left"`
	Pending bool          `json:"pending"` // a set-up waits for its first code

	secret string
}

// FactorOf tells how the reader's own second factor stands.
func (r *Room) FactorOf(v *act.View) (FactorState, error) {
	f, found, err := db.First(v.Query(factorOf, v.Who.Person), (*Factor).fields)
	if err != nil || !found {
		return FactorState{}, err
	}
	if !f.set() {
		return FactorState{Pending: f.waits(v.Now), secret: f.secret}, nil
	}
	left, err := db.Value[int64](v.Query(countRecovery, v.Who.Person))
	return FactorState{Set: true, Since: f.confirmed, Codes: left}, err
}

// asksCode tells whether a sign-in of the person needs a code.
func (r *Room) asksCode(ctx context.Context, person id.Of[id.Person]) (asks bool, err error) {
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
		f, _, err := db.First(tx.Query(factorOf, person), (*Factor).fields)
		asks = f.set()
		return err
	})
	return asks, err
}

// useCode spends a code of the app, or a recovery code, once. A wrong one stays counted as a failure.
func (r *Room) useCode(ctx context.Context, p Person, typed string) error {
	right, err := act.Do(ctx, r.House, act.Who{Person: p.id}, act.Door{Via: "door"}, func(a *act.Act) (bool, error) {
		t, err := countTry(a, tryCode, accountOf(p.email)) // it holds the account: two who bring the same code come one after the other
		if err != nil {
			return false, err
		}
		f, _, err := db.First(a.Query(factorOf, p.id), (*Factor).fields)
		if err != nil || !f.set() {
			return false, err
		}
		right, err := spendCode(a, f, plainCode(typed))
		if err == nil && right {
			_, err = a.Exec(dropFailure, t.id)
		}
		return right, err
	})
	if err == nil && !right {
		err = fault.Invalid(codeRefused, "totp")
	}
	return err
}

func spendCode(a *act.Act, f Factor, code string) (bool, error) {
	if step, ok := stepOfCode(f.secret, code, a.Now, f.lastStep); ok {
		_, err := a.Exec(takeStep, f.person, step)
		return true, err
	}
	n, err := a.Exec(useRecovery, f.person, digestOf(code), a.Now)
	if err == nil && n == 1 {
		a.Record(RecoveryUsed{Person: f.person})
	}
	return n == 1, err
}

// BeginFactor makes the secret of a second factor; it is asked at sign-in only once an app has shown a code. The caller has proved the password.
func (r *Room) BeginFactor(a *act.Act) (secret string, err error) {
	if err := withoutKey(&a.View); err != nil {
		return "", err
	}
	if err := a.Hold(accountOf(a.Who.Email)); err != nil {
		return "", err
	}
	f, found, err := db.First(a.Query(factorOf, a.Who.Person), (*Factor).fields)
	if err != nil {
		return "", err
	}
	if f.set() {
		return "", fault.Conflict("second_factor_set")
	}
	if found {
		if _, err := a.Exec(dropFactor, a.Who.Person); err != nil {
			return "", err
		}
	}
	secret = newFactorSecret()
	_, err = a.Exec(addFactor, a.Who.Person, secret, 0, a.Now)
	return secret, err
}

// firstCode judges the first code of a set-up before its act, because a wrong one is counted.
func (r *Room) firstCode(ctx context.Context, who act.Who, typed string) (step int64, err error) {
	if who.Session.None() {
		return 0, fault.Forbidden("sign_in_needed")
	}
	t, err := r.beginTry(ctx, tryCode, accountOf(who.Email))
	if err != nil {
		return 0, err
	}
	var f Factor
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
		f, err = db.One(tx.Query(factorOf, who.Person), (*Factor).fields, fault.Conflict("second_factor_not_begun"))
		return err
	})
	if err == nil && f.set() {
		err = fault.Conflict("second_factor_set")
	}
	if err == nil && !f.set() && !f.waits(r.House.Now()) {
		err = fault.Conflict("second_factor_not_begun")
	}
	if err == nil {
		var right bool
		if step, right = stepOfCode(f.secret, plainCode(typed), r.House.Now(), f.lastStep); !right {
			return 0, fault.Invalid(codeRefused, "totp")
		}
	}
	if back := r.takeBack(ctx, t); err == nil {
		err = back
	}
	return step, err
}

// ConfirmFactor sets the second factor: from now on it is asked at sign-in. The recovery codes are shown now and never again. The session gets
// a new secret.
func (r *Room) ConfirmFactor(a *act.Act, step int64) (codes []string, cookie string, err error) {
	s, err := ownSession(a)
	if err != nil {
		return nil, "", err
	}
	if n, err := a.Exec(confirmFactor, a.Who.Person, step, a.Now); err != nil || n == 0 {
		return nil, "", orConflict(err, "second_factor_set")
	}
	if codes, err = renewRecovery(a); err != nil {
		return nil, "", err
	}
	if err := notify(a, a.Who.Person, noticeFactorSet); err != nil {
		return nil, "", err
	}
	if err := record(a, FactorSet{Person: a.Who.Person, Session: s.id}); err != nil {
		return nil, "", err
	}
	cookie, err = rotate(a, s)
	return codes, cookie, err
}

func orConflict(err error, code string) error {
	if err != nil {
		return err
	}
	return fault.Conflict(code)
}

// renewRecovery puts new codes in the place of all old ones.
func renewRecovery(a *act.Act) ([]string, error) {
	if _, err := a.Exec(dropRecovery, a.Who.Person); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	for _, c := range codes {
		if _, err := a.Exec(addRecovery, a.Who.Person, digestOf(plainCode(c))); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// RenewRecovery makes new recovery codes; the old ones are void. The caller has proved a code.
func (r *Room) RenewRecovery(a *act.Act) ([]string, error) {
	if err := withoutKey(&a.View); err != nil {
		return nil, err
	}
	codes, err := renewRecovery(a)
	if err != nil {
		return nil, err
	}
	return codes, record(a, RecoveryRenewed{Person: a.Who.Person, Session: a.Who.Session})
}

// codeProved judges a code of a factor that is set.
func (r *Room) codeProved(ctx context.Context, who act.Who, code string) error {
	if who.Session.None() {
		return fault.Forbidden("sign_in_needed")
	}
	asks, err := r.asksCode(ctx, who.Person)
	if err == nil && !asks {
		err = fault.Conflict("second_factor_not_set")
	}
	if err != nil {
		return err
	}
	var p Person
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) (err error) { p, err = ByID(tx, who.Person); return err })
	if err != nil {
		return err
	}
	return r.useCode(ctx, p, code)
}

// RemoveFactor turns the second factor off. The caller has proved the password and a code.
func (r *Room) RemoveFactor(a *act.Act) (cookie string, err error) {
	s, err := ownSession(a)
	if err != nil {
		return "", err
	}
	n, err := a.Exec(dropFactor, a.Who.Person)
	if err != nil || n == 0 {
		return "", orConflict(err, "second_factor_not_set")
	}
	if _, err := a.Exec(dropRecovery, a.Who.Person); err != nil {
		return "", err
	}
	if err := notify(a, a.Who.Person, noticeFactorRemoved); err != nil {
		return "", err
	}
	if err := record(a, FactorRemoved{Person: a.Who.Person, Session: s.id}); err != nil {
		return "", err
	}
	return rotate(a, s)
}
