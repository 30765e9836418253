package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"

	"github.com/golang-jwt/jwt/v5"
)

// newSecret makes a secret of 256 bits and the digest under which it is kept.
func newSecret() (secret, kept string) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: the runtime ends the program if the system has no randomness
	secret = base64.RawURLEncoding.EncodeToString(raw)
	return secret, digestOf(secret)
}

func digestOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// claims are what an access token says; the session is looked up at every use, so that ending it ends the token too.
type claims struct {
	Session string `json:"sid"`
	Office  string `json:"office,omitempty"`
	jwt.RegisteredClaims
}

func signAccess(key []byte, s Session, now civil.Instant) (string, error) {
	c := claims{Session: s.id.String(), Office: s.office.String(), RegisteredClaims: jwt.RegisteredClaims{
		Subject:   s.person.String(),
		IssuedAt:  jwt.NewNumericDate(now.Time()),
		ExpiresAt: jwt.NewNumericDate(now.Time().Add(accessLife)),
	}}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString(key)
}

// readAccess checks an access token and says which session, acting for which office, it stands for.
func readAccess(key []byte, token string, now time.Time) (id.Of[id.Session], id.Of[id.Office], error) {
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return key, nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired(), jwt.WithTimeFunc(func() time.Time { return now }))
	refused := fault.Unauthenticated("token_refused")
	if err != nil {
		return id.Of[id.Session]{}, id.Of[id.Office]{}, refused.Because(err)
	}
	session, err := id.Parse[id.Session](c.Session)
	if err != nil {
		return session, id.Of[id.Office]{}, refused
	}
	if c.Office == "" {
		return session, id.Of[id.Office]{}, nil
	}
	office, err := id.Parse[id.Office](c.Office)
	if err != nil {
		return session, office, refused
	}
	return session, office, nil
}
