package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"

	"koprogo/internal/kernel/civil"
)

// The code of the second factor is that of RFC 6238 as every authenticator app reads it: SHA-1, thirty seconds, six digits. One step before
// and after is accepted for clocks that differ.
const (
	stepSeconds = 30
	codeDigits  = 6
	drift       = 1
	secretBytes = 20
)

// newFactorSecret makes the secret that the app and the house share.
func newFactorSecret() string {
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw) // never fails: the runtime ends the program if the system has no randomness
	return base32.StdEncoding.EncodeToString(raw)
}

// hotp is the code of a counter, RFC 4226.
func hotp(secret []byte, counter int64, digits int) string {
	var message [8]byte
	binary.BigEndian.PutUint64(message[:], uint64(counter))
	mac := hmac.New(sha1.New, secret)
	mac.Write(message[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	value := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	modulo := uint32(1)
	for range digits {
		modulo *= 10
	}
	return fmt.Sprintf("%0*d", digits, value%modulo)
}

// stepOf is the step of thirty seconds in which a moment lies.
func stepOf(now civil.Instant) int64 { return now.Time().Unix() / stepSeconds }

// stepOfCode finds the step whose code this is: within the drift, and later than the last one that was accepted.
func stepOfCode(secret, code string, now civil.Instant, last int64) (step int64, ok bool) {
	raw, err := base32.StdEncoding.DecodeString(secret)
	if err != nil || len(code) != codeDigits {
		return 0, false
	}
	current := stepOf(now)
	for s := max(current-drift, last+1); s <= current+drift; s++ {
		if subtle.ConstantTimeCompare([]byte(hotp(raw, s, codeDigits)), []byte(code)) == 1 {
			return s, true
		}
	}
	return 0, false
}

// factorAddress is what the QR code says to the app.
func factorAddress(email, secret string) string {
	q := url.Values{"secret": {secret}, "issuer": {"KoproGo"}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(codeDigits)}, "period": {fmt.Sprint(stepSeconds)}}
	return "otpauth://totp/" + url.PathEscape("KoproGo:"+email) + "?" + q.Encode()
}

// grouped writes a secret in groups of four, to be typed.
func grouped(secret string) string {
	var groups []string
	for i := 0; i < len(secret); i += 4 {
		groups = append(groups, secret[i:min(i+4, len(secret))])
	}
	return strings.Join(groups, " ")
}

// The recovery codes: ten, each of ten characters that cannot be mistaken for another.
const (
	recoveryCodes  = 10
	recoveryLength = 10
	recoveryLetter = "123456789abcdefghjkmnpqrstuvwxyz"
)

// newRecoveryCodes makes codes as they are shown: abcde-fghij.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		raw := make([]byte, recoveryLength)
		_, _ = rand.Read(raw)
		for k, b := range raw {
			raw[k] = recoveryLetter[int(b)%len(recoveryLetter)]
		}
		codes[i] = string(raw[:recoveryLength/2]) + "-" + string(raw[recoveryLength/2:])
	}
	return codes
}

// plainCode is a code as it is compared: without spaces and hyphens, in small letters, with what is easily mistaken put right.
func plainCode(typed string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "-", "", "l", "1", "i", "1").Replace(strings.ToLower(strings.TrimSpace(typed)))
}
