package mailtest

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
)

// Letter is a message as a server got it, and as a reader would see it.
type Letter struct {
	From      string   // of the envelope
	To        []string // of the envelope
	Encrypted bool
	Raw       string
	Header    mail.Header
	Subject   string
	Text      string
	HTML      string
	Files     map[string][]byte
}

// read takes a letter apart; one that no reader could open fails the test.
func read(t testing.TB, from string, to []string, encrypted bool, raw string) Letter {
	l := Letter{From: from, To: to, Encrypted: encrypted, Raw: raw, Files: map[string][]byte{}}
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Errorf("a letter cannot be read: %v", err)
		return l
	}
	l.Header = m.Header
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Errorf("the subject cannot be read: %v", err)
	}
	if err := l.part(m.Header.Get, m.Body); err != nil {
		t.Errorf("a part of a letter cannot be read: %v", err)
	}
	return l
}

// part reads a part, and those inside it.
func (l *Letter) part(header func(string) string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := l.part(p.Header.Get, p); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(header("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	_, disposition, _ := mime.ParseMediaType(header("Content-Disposition"))
	name, err := new(mime.WordDecoder).DecodeHeader(disposition["filename"])
	switch {
	case err != nil:
		return err
	case name != "":
		l.Files[name] = content
	case kind == "text/html":
		l.HTML = string(content)
	default:
		l.Text = string(content)
	}
	return nil
}
