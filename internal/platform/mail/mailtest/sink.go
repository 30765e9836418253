// Package mailtest is a mail server inside a test: it speaks the real protocol on a real port, keeps what it takes, and
// can be told to refuse.
package mailtest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/platform/mail"
)

// Sink is the server.
type Sink struct {
	t        testing.TB
	listener net.Listener
	tls      *tls.Config
	trust    *tls.Config
	users    map[string]string
	sealed   bool // encrypted from the first byte

	mu      sync.Mutex
	letters []Letter
	answers map[string][]string // by verb, the answers to give instead of the usual one
	drop    map[string]bool     // verbs at which the line breaks
}

// Option changes a server before it starts.
type Option func(*Sink)

// WithUser makes the server ask for a name and a password.
func WithUser(name, password string) Option {
	return func(s *Sink) { s.users[name] = password }
}

// WithTLS makes the server speak over an encrypted line from the first byte.
func WithTLS() Option { return func(s *Sink) { s.sealed = true } }

// NewSink starts a server that ends with the test.
func NewSink(t testing.TB, options ...Option) *Sink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Sink{t: t, listener: listener, users: map[string]string{}, answers: map[string][]string{}, drop: map[string]bool{}}
	s.tls, s.trust = certificate(t)
	for _, o := range options {
		o(s)
	}
	go s.accept()
	t.Cleanup(func() { listener.Close() })
	return s
}

// Config is how to reach the server, over a line that becomes encrypted.
func (s *Sink) Config() mail.Config {
	c := mail.Config{
		Host: "127.0.0.1", Port: s.listener.Addr().(*net.TCPAddr).Port, Security: mail.StartTLS, Trust: s.trust,
		From: mail.Address{Name: "KoproGo", Email: "post@koprogo.example"}, Hello: "house.example", Timeout: 5 * time.Second,
	}
	if s.sealed {
		c.Security = mail.TLS
	}
	for name, password := range s.users {
		c.User, c.Password = name, password
	}
	return c
}

// Letters are those that the server took charge of, in order.
func (s *Sink) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Answer makes the server answer otherwise, once, to a verb: MAIL, RCPT, DATA, or END for the end of the letter. Several
// answers are given one after the other: Answer("RCPT", "550 5.1.1 unknown here").
func (s *Sink) Answer(verb string, lines ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[verb] = append(s.answers[verb], lines...)
}

// Drop makes the line break at a verb, without an answer.
func (s *Sink) Drop(verb string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop[verb] = true
}

func (s *Sink) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return // the test is over
		}
		if s.sealed {
			conn = tls.Server(conn, s.tls)
		}
		go (&session{sink: s, conn: conn, in: bufio.NewReader(conn), safe: s.sealed}).run()
	}
}

// session is one call.
type session struct {
	sink *Sink
	conn net.Conn
	in   *bufio.Reader
	safe bool
	user string
	from string
	to   []string
}

func (c *session) run() {
	defer func() { c.conn.Close() }()
	_ = c.conn.SetDeadline(time.Now().Add(30 * time.Second))
	if !c.say("BANNER", "220 sink.example ESMTP") {
		return
	}
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		if !c.verb(strings.ToUpper(verb), rest) {
			return
		}
	}
}

// say gives the usual answer, or the one that was ordered; it is false when the line shall break.
func (c *session) say(verb, usual string) bool {
	c.sink.mu.Lock()
	broken, ordered := c.sink.drop[verb], c.sink.answers[verb]
	if len(ordered) > 0 {
		usual, c.sink.answers[verb] = ordered[0], ordered[1:]
	}
	c.sink.mu.Unlock()
	if broken {
		return false
	}
	_, err := fmt.Fprintf(c.conn, "%s\r\n", usual)
	return err == nil
}

// refused tells whether another answer than the usual one is ordered.
func (c *session) refused(verb string) bool {
	c.sink.mu.Lock()
	defer c.sink.mu.Unlock()
	return len(c.sink.answers[verb]) > 0 || c.sink.drop[verb]
}

func (c *session) verb(verb, rest string) bool {
	refused := c.refused(verb)
	switch verb {
	case "EHLO", "HELO":
		hello := "250-sink.example\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME"
		if !c.safe {
			hello += "\r\n250-STARTTLS"
		}
		if len(c.sink.users) > 0 {
			hello += "\r\n250-AUTH PLAIN"
		}
		return c.say(verb, hello+"\r\n250 OK")
	case "STARTTLS":
		if !c.say(verb, "220 2.0.0 go ahead") || refused {
			return !refused
		}
		encrypted := tls.Server(c.conn, c.sink.tls)
		c.conn, c.in, c.safe = encrypted, bufio.NewReader(encrypted), true
		return encrypted.Handshake() == nil
	case "AUTH":
		return c.auth(rest)
	case "MAIL":
		if len(c.sink.users) > 0 && c.user == "" {
			return c.say(verb, "530 5.7.0 say who you are first")
		}
		if !refused {
			c.from, c.to = path(rest), nil
		}
		return c.say(verb, "250 2.1.0 Ok")
	case "RCPT":
		if !refused {
			c.to = append(c.to, path(rest))
		}
		return c.say(verb, "250 2.1.5 Ok")
	case "DATA":
		if !c.say(verb, "354 End with a dot") || refused {
			return !c.sink.drop[verb]
		}
		return c.data()
	case "RSET":
		c.from, c.to = "", nil
		return c.say(verb, "250 2.0.0 Ok")
	case "NOOP":
		return c.say(verb, "250 2.0.0 Ok")
	case "QUIT":
		c.say(verb, "221 2.0.0 Bye")
		return false
	}
	return c.say(verb, "502 5.5.2 not understood")
}

func (c *session) auth(rest string) bool {
	method, token, _ := strings.Cut(rest, " ")
	plain, err := base64.StdEncoding.DecodeString(token)
	parts := strings.Split(string(plain), "\x00")
	if !strings.EqualFold(method, "PLAIN") || err != nil || len(parts) != 3 {
		return c.say("AUTH", "504 5.5.4 only PLAIN, in one line")
	}
	if password, known := c.sink.users[parts[1]]; !known || password != parts[2] {
		return c.say("AUTH", "535 5.7.8 wrong name or password")
	}
	c.user = parts[1]
	return c.say("AUTH", "235 2.7.0 welcome")
}

// data reads up to the lonely dot and keeps the letter when the answer is a good one.
func (c *session) data() bool {
	var raw strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		raw.WriteString(strings.TrimPrefix(line, "."))
	}
	refused := c.refused("END")
	if !refused {
		letter := read(c.sink.t, c.from, c.to, c.safe, raw.String())
		c.sink.mu.Lock()
		c.sink.letters = append(c.sink.letters, letter)
		c.sink.mu.Unlock()
	}
	return c.say("END", fmt.Sprintf("250 2.0.0 Ok: queued as %d", len(c.sink.Letters())))
}

// path is the address between angle brackets.
func path(s string) string {
	from, to := strings.IndexByte(s, '<'), strings.IndexByte(s, '>')
	if from < 0 || to < from {
		return s
	}
	return s[from+1 : to]
}

// certificate makes one for this machine alone, and the trust in it.
func certificate(t testing.TB) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12},
		&tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
}
