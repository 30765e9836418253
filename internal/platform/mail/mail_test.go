package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/mail"
	"koprogo/internal/platform/mail/mailtest"
)

func letter() mail.Message {
	return mail.Message{
		ID: "018f-call-4b@tilleuls.example", Date: time.Date(2026, 12, 1, 9, 30, 0, 0, time.UTC),
		To: []mail.Address{{Name: "Anne Dubois, née Müller", Email: "anne@example.be"}}, ReplyTo: mail.Address{Email: "claire@maes.example"},
		Subject: "Provision du premier trimestre : 184,27 €", Text: "Madame,\n\nÀ payer avant le 15 janvier.\n.\nBien à vous", HTML: "<p>À payer</p>", Auto: true,
		Headers:     map[string]string{"List-Unsubscribe": "<https://koprogo.example/letters>"},
		Attachments: []mail.Attachment{{Name: "décompte 4B.pdf", Type: "application/pdf", Content: []byte("%PDF-1.4\r\n\x00\xff")}},
	}
}

func sender(t *testing.T, c mail.Config) *mail.SMTP {
	t.Helper()
	s, err := mail.NewSMTP(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.WithUser("house", "secret"))
	receipt, err := sender(t, sink.Config()).Send(t.Context(), letter())
	if err != nil {
		t.Fatal(err)
	}
	if !receipt.Delivered || !strings.Contains(receipt.Reply, "queued as 1") || receipt.MessageID != letter().ID || receipt.At.IsZero() {
		t.Errorf("the receipt is %+v", receipt)
	}
	if len(sink.Letters()) != 1 {
		t.Fatalf("%d letters arrived", len(sink.Letters()))
	}
	got, want := sink.Letters()[0], letter()
	if got.From != "post@koprogo.example" || fmt.Sprint(got.To) != "[anne@example.be]" || !got.Encrypted {
		t.Errorf("the envelope says %s to %v, encrypted %v", got.From, got.To, got.Encrypted)
	}
	if got.Subject != want.Subject || got.HTML != want.HTML || string(got.Files["décompte 4B.pdf"]) != string(want.Attachments[0].Content) {
		t.Errorf("subject %q, html %q, files %q", got.Subject, got.HTML, got.Files)
	}
	if text := strings.ReplaceAll(got.Text, "\r\n", "\n"); text != want.Text {
		t.Errorf("the text is %q", text)
	}
	for name, value := range map[string]string{
		"Message-ID": "<" + want.ID + ">", "Auto-Submitted": "auto-generated", "List-Unsubscribe": want.Headers["List-Unsubscribe"],
		"Reply-To": "<claire@maes.example>", "Date": "Tue, 01 Dec 2026 09:30:00 +0000", "From": `"KoproGo" <post@koprogo.example>`,
	} {
		if got.Header.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, got.Header.Get(name), value)
		}
	}
	if to, err := got.Header.AddressList("To"); err != nil || to[0].Name != want.To[0].Name {
		t.Errorf("the reader is named %v (%v)", to, err)
	}
}

func TestPlainRoad(t *testing.T) {
	sink := mailtest.NewSink(t)
	c := sink.Config()
	c.Security = mail.Plain
	if _, err := sender(t, c).Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	if sink.Letters()[0].Encrypted {
		t.Error("the road was encrypted")
	}
}

func TestEncryptedFromTheFirstByte(t *testing.T) {
	sink := mailtest.NewSink(t, mailtest.WithTLS(), mailtest.WithUser("house", "secret"))
	if _, err := sender(t, sink.Config()).Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	if !sink.Letters()[0].Encrypted {
		t.Error("the road was plain")
	}
	c := sink.Config()
	c.Trust = nil
	if _, err := sender(t, c).Send(t.Context(), letter()); !mail.Temporary(err) {
		t.Errorf("an unknown certificate was trusted: %v", err)
	}
}

func TestNothingIsSentWithoutTheServersWord(t *testing.T) {
	for name, c := range map[string]struct {
		order     func(*mailtest.Sink)
		temporary bool
		code      int
	}{
		"unknown reader":       {func(s *mailtest.Sink) { s.Answer("RCPT", "550 5.1.1 unknown here") }, false, 550},
		"full box":             {func(s *mailtest.Sink) { s.Answer("RCPT", "452 4.2.2 box is full") }, true, 452},
		"sender refused":       {func(s *mailtest.Sink) { s.Answer("MAIL", "553 5.7.1 not you") }, false, 553},
		"busy":                 {func(s *mailtest.Sink) { s.Answer("DATA", "421 4.3.2 come back later") }, true, 421},
		"content refused":      {func(s *mailtest.Sink) { s.Answer("END", "554 5.6.0 looks like spam") }, false, 554},
		"grey list at the end": {func(s *mailtest.Sink) { s.Answer("END", "451 4.7.1 greylisted") }, true, 451},
		"line breaks at once":  {func(s *mailtest.Sink) { s.Drop("BANNER") }, true, 0},
		"line breaks at end":   {func(s *mailtest.Sink) { s.Drop("END") }, true, 0},
		"no encryption":        {func(s *mailtest.Sink) { s.Answer("EHLO", "250 sink.example") }, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			sink := mailtest.NewSink(t)
			c.order(sink)
			receipt, err := sender(t, sink.Config()).Send(t.Context(), letter())
			var f *mail.Failure
			if !errors.As(err, &f) || f.Temporary != c.temporary || f.Code != c.code || receipt != (mail.Receipt{}) {
				t.Fatalf("receipt %+v, failure %+v, error %v", receipt, f, err)
			}
			if mail.Temporary(err) != c.temporary || len(sink.Letters()) != 0 {
				t.Errorf("%d letters", len(sink.Letters()))
			}
			user := fault.As(err)
			if user == nil || strings.Contains(err.Error(), "anne@") || strings.Contains(f.Reply, "anne@") {
				t.Errorf("the user reads %v, the log %v", user, err)
			}
			if text := i18n.SayWith(i18n.FR, "fault."+user.Code, user.Args); strings.Contains(text, "{") {
				t.Error(text)
			}
		})
	}
}

func TestADelayedGoodbyeChangesNothing(t *testing.T) {
	sink := mailtest.NewSink(t)
	sink.Drop("QUIT")
	receipt, err := sender(t, sink.Config()).Send(t.Context(), letter())
	if err != nil || !receipt.Delivered {
		t.Errorf("%+v %v", receipt, err)
	}
}

func TestWrongPassword(t *testing.T) {
	c := mailtest.NewSink(t, mailtest.WithUser("house", "secret")).Config()
	c.Password = "other"
	_, err := sender(t, c).Send(t.Context(), letter())
	var f *mail.Failure
	if !errors.As(err, &f) || f.Temporary || f.Code != 535 {
		t.Errorf("got %v", err)
	}
}

func TestUntrustedServer(t *testing.T) {
	c := mailtest.NewSink(t).Config()
	c.Trust = nil
	if _, err := sender(t, c).Send(t.Context(), letter()); !mail.Temporary(err) {
		t.Errorf("got %v", err)
	}
}

func TestNoServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := mail.Config{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: mail.Address{Email: "a@b.example"}}
	l.Close()
	if _, err := sender(t, c).Send(t.Context(), letter()); !mail.Temporary(err) {
		t.Errorf("got %v", err)
	}
}

func TestGivingUp(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes the call and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	c := mail.Config{Host: "127.0.0.1", Port: silent.Addr().(*net.TCPAddr).Port, Security: mail.Plain, From: mail.Address{Email: "a@b.example"}}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := sender(t, c).Send(ctx, letter()); !mail.Temporary(err) {
		t.Errorf("got %v", err)
	}
	if time.Since(start) > 5*time.Second {
		t.Error("giving up took too long")
	}
}

func TestNoHeaderCanBeSlippedIn(t *testing.T) {
	sink := mailtest.NewSink(t)
	s := sender(t, sink.Config())
	for name, spoil := range map[string]func(*mail.Message){
		"subject":         func(m *mail.Message) { m.Subject = "a\r\nBcc: thief@example.com" },
		"line feed":       func(m *mail.Message) { m.Subject = "a\nBcc: thief@example.com" },
		"name":            func(m *mail.Message) { m.To[0].Name = "A\r\nBcc: thief@example.com" },
		"address":         func(m *mail.Message) { m.To[0].Email = "a@b.example\r\nRCPT TO:<thief@example.com>" },
		"two addresses":   func(m *mail.Message) { m.To[0].Email = "a@b.example,thief@example.com" },
		"named address":   func(m *mail.Message) { m.To[0].Email = "Thief <thief@example.com>" },
		"no reader":       func(m *mail.Message) { m.To = nil },
		"sender":          func(m *mail.Message) { m.From = mail.Address{Email: "a@b.example> SIZE=1"} },
		"reply":           func(m *mail.Message) { m.ReplyTo.Email = "nobody" },
		"id":              func(m *mail.Message) { m.ID = "a@b>\r\nX: y" },
		"header name":     func(m *mail.Message) { m.Headers = map[string]string{"X: y\r\nBcc": "z"} },
		"header value":    func(m *mail.Message) { m.Headers = map[string]string{"X-A": "b\r\n\r\nbody"} },
		"own header":      func(m *mail.Message) { m.Headers = map[string]string{"bcc": "thief@example.com"} },
		"content header":  func(m *mail.Message) { m.Headers = map[string]string{"Content-Type": "text/html"} },
		"attachment":      func(m *mail.Message) { m.Attachments[0].Name = "a.pdf\"\r\nX: y" },
		"attachment path": func(m *mail.Message) { m.Attachments[0].Name = "../../a.pdf" },
		"attachment type": func(m *mail.Message) { m.Attachments[0].Type = "a/b\r\nX: y" },
		"no text":         func(m *mail.Message) { m.Text = "" },
		"nul":             func(m *mail.Message) { m.Text = "a\x00b" },
	} {
		m := letter()
		spoil(&m)
		if _, err := s.Send(t.Context(), m); fault.As(err) == nil || mail.Temporary(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(sink.Letters()) != 0 {
		t.Error("a spoilt letter left")
	}
}

func TestNowhereRefuses(t *testing.T) {
	receipt, err := mail.Nowhere{}.Send(t.Context(), letter())
	if f := fault.As(err); f == nil || f.Code != "mail_not_configured" || receipt.Delivered || mail.Temporary(err) {
		t.Errorf("%+v %v", receipt, err)
	}
}

func TestFolderSaysThatItSentNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "letters")
	f, err := mail.NewFolder(dir, mail.Address{Email: "post@koprogo.example"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		receipt, err := f.Send(t.Context(), letter())
		if err != nil || receipt.Delivered || !strings.HasPrefix(receipt.Reply, "not sent") {
			t.Errorf("%+v %v", receipt, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || files[0].Name() != letter().ID+".eml" {
		t.Errorf("%v %v", files, err)
	}
}

func TestConfigurations(t *testing.T) {
	from := mail.Address{Email: "a@b.example"}
	for name, c := range map[string]mail.Config{
		"no host": {From: from}, "no sender": {Host: "a"}, "odd road": {Host: "a", From: from, Security: "ssl"}, "odd port": {Host: "a", From: from, Port: 99999},
	} {
		if _, err := mail.NewSMTP(c); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
