// Package mail sends letters by e-mail, and never says that one left when it did not.
//
//	Sender      a port of one method
//	├── SMTP    a real server; a receipt holds what it answered
//	├── Folder  files on the disk, for demonstrations; its receipt says so
//	└── Nowhere no server is configured: every letter is refused
//
// A letter is sent when the server took charge of it with a 250, and only then does Send return a Receipt. Otherwise it
// returns a *Failure: temporary, so that a job may try again with the same Message-ID, or permanent, so that a person
// must look. When the line breaks between the last byte and the answer, nobody knows: that counts as temporary, and the
// unchanged Message-ID lets the reader's program drop the second copy.
//
// Files: message.go what a letter is and what it may not hold, smtp.go folder.go the senders.
package mail

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("mail", words) }

// Sender is what rooms need of the outside world to send a letter.
type Sender interface {
	Send(ctx context.Context, m Message) (Receipt, error)
}

// Receipt is the proof that a letter left the house, or what a stand-in did instead.
type Receipt struct {
	At        time.Time // when the answer came
	Reply     string    // the answer of the server, such as "2.0.0 Ok: queued as 4XyZ"
	MessageID string
	Delivered bool // true only when a mail server took charge of the letter
}

// Failure is a letter that did not leave.
type Failure struct {
	Temporary bool
	Code      int    // of the server; 0 when it did not answer
	Reply     string // of the server, or why it was not reached; for the office, not for the reader
	cause     error
}

// Error is the failure for a log. It holds no address.
func (f *Failure) Error() string {
	kind := "permanent"
	if f.Temporary {
		kind = "temporary"
	}
	return fmt.Sprintf("mail: %s failure: %s", kind, f.Reply)
}

// Unwrap gives the fault that a user reads, and the cause for the log.
func (f *Failure) Unwrap() []error {
	code := fault.Unavailable("mail_later")
	if !f.Temporary {
		code = fault.Of(fault.KindInvalid, "mail_refused")
	}
	list := []error{code.With("reply", f.Reply)}
	if f.cause != nil {
		list = append(list, f.cause)
	}
	return list
}

// Temporary tells whether the same letter may be tried again later. Faults of form are never temporary.
func Temporary(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Temporary
}

// Nowhere is the sender of a house without a mail server: it refuses, so that nothing is ever believed sent.
type Nowhere struct{}

// Send refuses.
func (Nowhere) Send(context.Context, Message) (Receipt, error) {
	return Receipt{}, fault.Unavailable("mail_not_configured")
}

// oneLine makes the answer of a server fit for a list and a log.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "?")), " ")
	if r := []rune(s); len(r) > 300 {
		return string(r[:300]) + "..."
	}
	return s
}
