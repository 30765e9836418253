package mail

import (
	"bytes"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"koprogo/internal/kernel/fault"
)

// Address is a person or an office, and where her letters go.
type Address struct {
	Name  string
	Email string
}

// Message is a letter. Several readers get it all or none; letters with legal effect go to one reader each.
type Message struct {
	ID          string // "018f...@office.example", without brackets, the same at each try
	Date        time.Time
	From        Address // the sender of the house when it is empty
	ReplyTo     Address
	To          []Address
	Subject     string
	Text        string
	HTML        string // the same in HTML; optional
	Attachments []Attachment
	Auto        bool              // no person wrote this one: other programs shall not answer it (RFC 3834)
	Headers     map[string]string // others, such as List-Unsubscribe
}

// Attachment is a file that goes with a letter.
type Attachment struct {
	Name    string
	Type    string // such as "application/pdf"
	Content []byte
}

const maxTo = 50

var (
	headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,60}$`)
	identifier = regexp.MustCompile(`^[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}$`)
	mimeType   = regexp.MustCompile(`^[a-z]+/[A-Za-z0-9.+-]+$`)
)

// own are the headers that a message has fields for, or that would change its road.
var own = map[string]bool{
	"from": true, "to": true, "cc": true, "bcc": true, "reply-to": true, "sender": true, "subject": true, "date": true, "message-id": true,
	"auto-submitted": true, "mime-version": true, "return-path": true, "received": true, "x-auto-response-suppress": true,
}

// check refuses what cannot be a letter. No value may hold a line end: it could become a header of its own.
func (m Message) check() error {
	var faults []error
	bad := func(code, field string) { faults = append(faults, fault.Invalid(code, field)) }
	addresses := append([]Address{m.From}, m.To...)
	if m.ReplyTo != (Address{}) {
		addresses = append(addresses, m.ReplyTo)
	}
	for i, a := range addresses {
		field := "to"
		switch {
		case i == 0:
			field = "from"
		case i > len(m.To):
			field = "reply_to"
		}
		if !a.valid() {
			bad("mail_address", field)
		}
	}
	if len(m.To) == 0 || len(m.To) > maxTo {
		bad("mail_address", "to")
	}
	if strings.TrimSpace(m.Subject) == "" || !oneliner(m.Subject) {
		bad("mail_subject", "subject")
	}
	if m.Text == "" || !utf8.ValidString(m.Text+m.HTML) || strings.ContainsRune(m.Text+m.HTML, 0) {
		bad("mail_text", "text")
	}
	if !identifier.MatchString(m.ID) {
		bad("mail_header", "id")
	}
	for name, value := range m.Headers {
		if !headerName.MatchString(name) || own[strings.ToLower(name)] || strings.HasPrefix(strings.ToLower(name), "content-") || !oneliner(value) {
			bad("mail_header", "headers")
		}
	}
	for _, a := range m.Attachments {
		if strings.TrimSpace(a.Name) == "" || !oneliner(a.Name) || strings.ContainsAny(a.Name, `/\"`) || !mimeType.MatchString(a.Type) {
			bad("mail_attachment", "attachments")
		}
	}
	return fault.Join(faults...)
}

// oneliner tells whether a value can stand in a header: one line of valid text without control characters.
func oneliner(s string) bool {
	return utf8.ValidString(s) && len(s) <= 900 && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == '\u0085' || r == '\u2028' || r == '\u2029'
	})
}

func (a Address) valid() bool {
	if !oneliner(a.Name) || len(a.Name) > 200 || !oneliner(a.Email) || len(a.Email) > 254 || strings.ContainsAny(a.Email, " <>\",;") {
		return false
	}
	parsed, err := mail.ParseAddress(a.Email)
	return err == nil && parsed.Name == "" && parsed.Address == a.Email
}

func (a Address) parsed() *mail.Address { return &mail.Address{Name: a.Name, Address: a.Email} }

// build makes the letter as it will travel.
func (m Message) build() *gomail.Msg {
	g := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	g.FromMailAddress(m.From.parsed())
	for _, a := range m.To {
		g.AddToMailAddress(a.parsed())
	}
	if m.ReplyTo != (Address{}) {
		g.ReplyToMailAddress(m.ReplyTo.parsed())
	}
	g.Subject(m.Subject)
	g.SetMessageIDWithValue(m.ID)
	g.SetDateWithValue(m.Date)
	if m.Auto {
		g.SetGenHeader("Auto-Submitted", "auto-generated")
		g.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	}
	for name, value := range m.Headers {
		g.SetGenHeader(gomail.Header(name), value)
	}
	g.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		g.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, a := range m.Attachments {
		g.AttachReadSeeker(a.Name, bytes.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.Type)))
	}
	return g
}

// ParseAddress reads an address as people write it: "KoproGo <koprogo@example.be>" or "koprogo@example.be".
func ParseAddress(text string) (Address, error) {
	a, err := mail.ParseAddress(text)
	if err != nil {
		return Address{}, err
	}
	return Address{Name: a.Name, Email: a.Address}, nil
}

// Number is the Message-ID of a letter of this house: the same at each try, so that a letter that arrives twice is one.
func Number(local, baseURL string) string {
	host := "koprogo.invalid"
	if u, err := url.Parse(baseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return local + "@" + host
}
