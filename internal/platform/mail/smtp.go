package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Security is how the road to the server is protected.
type Security string

// The roads.
const (
	StartTLS Security = "starttls" // begins plain and must become encrypted; usual on port 587
	TLS      Security = "tls"      // encrypted from the first byte; usual on port 465
	Plain    Security = "none"     // only for a server on the same machine or network
)

// Config is a mail server.
type Config struct {
	Host     string
	Port     int // 0 for the usual one
	Security Security
	User     string // over a plain road, the password goes only by methods that do not show it
	Password string
	From     Address       // for messages that name no sender
	Hello    string        // how the house names itself; the name of the machine when empty
	Timeout  time.Duration // of each step; 30 seconds when 0
	Trust    *tls.Config   // for a server with a certificate of one's own
}

// SMTP sends through a server.
type SMTP struct {
	config Config
	now    func() time.Time
}

// NewSMTP checks the configuration; the server is first called when there is something to send.
func NewSMTP(c Config) (*SMTP, error) {
	switch c.Security {
	case StartTLS, TLS, Plain:
	case "":
		c.Security = StartTLS
	default:
		return nil, fmt.Errorf("mail: security is starttls, tls or none, not %q", c.Security)
	}
	if c.Host == "" {
		return nil, errors.New("mail: the server has no host")
	}
	if !c.From.valid() {
		return nil, errors.New("mail: the sender is no address")
	}
	if c.Port == 0 {
		c.Port = map[Security]int{StartTLS: 587, TLS: 465, Plain: 25}[c.Security]
	}
	if c.Timeout == 0 {
		c.Timeout = 30 * time.Second
	}
	s := &SMTP{config: c, now: time.Now}
	_, err := s.client(&line{})
	return s, err
}

func (s *SMTP) client(l *line) (*gomail.Client, error) {
	c := s.config
	options := []gomail.Option{gomail.WithPort(c.Port), gomail.WithTimeout(c.Timeout), gomail.WithoutNoop(), gomail.WithoutRset(),
		gomail.WithDialContextFunc(l.dial(c))}
	switch c.Security {
	case TLS:
		// The line is encrypted before the library sees it (dial); this setting only makes it notice.
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if c.Trust != nil {
		options = append(options, gomail.WithTLSConfig(c.Trust))
	}
	if c.Hello != "" {
		options = append(options, gomail.WithHELO(c.Hello))
	}
	if c.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	return gomail.NewClient(c.Host, options...)
}

// Send hands the letter to the server and waits for its answer.
func (s *SMTP) Send(ctx context.Context, m Message) (Receipt, error) {
	m = m.complete(s.config.From, s.now())
	if err := m.check(); err != nil {
		return Receipt{}, err
	}
	call := &line{}
	client, err := s.client(call)
	if err != nil {
		return Receipt{}, err
	}
	defer call.close()
	stop := context.AfterFunc(ctx, call.close)
	defer stop()
	if err := client.DialWithContext(ctx); err != nil {
		return Receipt{}, failure(ctx, err)
	}
	// What is said when hanging up changes nothing about the letter.
	defer func() { _ = client.Close() }()
	letter := m.build()
	err = client.Send(letter)
	// Only the answer to the last byte counts; a complaint after it is about the line, not about the letter.
	if !letter.IsDelivered() {
		if err == nil {
			err = errors.New("the server gave no answer")
		}
		return Receipt{}, failure(ctx, err)
	}
	return Receipt{At: s.now(), Reply: oneLine(letter.ServerResponse()), MessageID: m.ID, Delivered: true}, nil
}

// line is the connection of one call. The library forgets it when the greeting fails, and takes no context for the sending
// itself; so it is kept here, to be closed at the end in any case, and at once when the caller gives up.
type line struct {
	mu    sync.Mutex
	conn  net.Conn
	ended bool
}

func (l *line) dial(c Config) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil && c.Security == TLS {
			conn, err = encrypt(ctx, conn, c)
		}
		if err != nil {
			return nil, err
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.conn = conn
		if l.ended {
			conn.Close()
			return nil, net.ErrClosed
		}
		return conn, nil
	}
}

func encrypt(ctx context.Context, conn net.Conn, c Config) (net.Conn, error) {
	trust := c.Trust
	if trust == nil {
		trust = &tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12}
	}
	encrypted := tls.Client(conn, trust)
	if err := encrypted.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return encrypted, nil
}

func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	if l.conn != nil {
		_ = l.conn.Close()
	}
}

func (m Message) complete(from Address, now time.Time) Message {
	if m.From == (Address{}) {
		m.From = from
	}
	if m.Date.IsZero() {
		m.Date = now
	}
	return m
}

// failure sorts an error: the server's word is final when it begins with 5, and everything else may go better later.
func failure(ctx context.Context, err error) error {
	f := &Failure{Temporary: true, Reply: oneLine(err.Error()), cause: err}
	var sent *gomail.SendError
	var said *textproto.Error
	switch {
	case errors.As(err, &said):
		f.Code, f.Reply = said.Code, oneLine(said.Msg)
	case errors.As(err, &sent):
		f.Code = sent.ErrorCode()
		f.Reply = reply(sent)
	}
	if ctx.Err() != nil {
		f.cause = errors.Join(ctx.Err(), err)
	}
	f.Temporary = f.Code < 500
	return f
}

// reply is what the server said, without what the library adds to it: addresses do not belong in a log.
func reply(e *gomail.SendError) string {
	text := e.Error()
	for _, addition := range []string{", affected recipient(s): ", ", affected message ID: "} {
		if at := strings.Index(text, addition); at >= 0 {
			text = text[:at]
		}
	}
	return oneLine(text)
}
