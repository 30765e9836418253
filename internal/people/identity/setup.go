package identity

import (
	"context"
	"crypto/subtle"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// SetupToken makes the one-time token with which the first person of a fresh house sets it up; empty when somebody is known already.
// Only its digest is kept. A house that was started but not set up makes a new one at each start, and the one before is void.
func (r *Room) SetupToken(ctx context.Context) (token string, err error) {
	err = r.House.DB.House(ctx, func(tx *db.Tx) error {
		exists, err := Exists(tx)
		if err != nil || exists {
			return err
		}
		secret, kept := newSecret()
		token = secret
		if _, err := tx.Exec(dropSetting, "setup"); err != nil {
			return err
		}
		_, err = tx.Exec(addSetting, "setup", kept)
		return err
	})
	return token, err
}

// NeedsSetup tells whether the house waits for its first person.
func (r *Room) NeedsSetup(ctx context.Context) (needs bool, err error) {
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
		exists, err := Exists(tx)
		needs = !exists
		return err
	})
	return needs, err
}

// UseSetupToken consumes the token within the act that sets the house up.
func (r *Room) UseSetupToken(a *act.Act, token string) error {
	kept, err := db.Value[string](a.Query(setting, "setup"))
	if err != nil {
		return err
	}
	if kept == "" || subtle.ConstantTimeCompare([]byte(kept), []byte(digestOf(token))) != 1 {
		return fault.Forbidden("setup_refused").At("token")
	}
	_, err = a.Exec(dropSetting, "setup")
	return err
}
