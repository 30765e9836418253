package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"koprogo/internal/kernel/fault"

	"golang.org/x/crypto/argon2"
)

// The cost of one password: 19 MiB, two passes, one lane. Two at a time, so that sign-ins never take the memory of the house;
// then a queue, then 503.
const (
	argonTime   = 2
	argonMemory = 19 * 1024
	argonLanes  = 1
	argonLength = 32
	atOnce      = 2
	inQueue     = 32
)

var (
	slots = make(chan struct{}, atOnce)
	queue = make(chan struct{}, atOnce+inQueue)
)

// derive computes the key of a password, when its turn has come.
func derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case queue <- struct{}{}:
		defer func() { <-queue }()
	default:
		return nil, fault.Unavailable("sign_in_busy")
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonLength), nil
}

// encode turns a password into what is stored.
func encode(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key, err := derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// decoy is compared against when there is no account, so that the answer takes as long and tells nothing.
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// matches compares a password with what is stored.
func matches(ctx context.Context, password, stored string) (bool, error) {
	real := stored != ""
	if !real {
		stored = decoy
	}
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return false, fmt.Errorf("identity: a stored password is not readable")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, err
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, err
	}
	key, err := derive(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, want) == 1 && real, nil
}
