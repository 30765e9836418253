package banking

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"koprogo/internal/formats/camt"
	"koprogo/internal/formats/coda"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
)

// MaxFile is how many bytes a file may have.
const MaxFile = 32 << 20

// read gives the statements of a file, whichever format it is in; what it is, its content tells. Faults, at "file": those of the readers, statement_empty_file,
// statement_type.
func read(data []byte) (list []statement.Statement, err error) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, fault.Invalid("statement_empty_file", "file")
	case coda.Is(data):
		list, err = coda.Read(data)
	case looksXML(data):
		list, err = camt.Read(data)
	case data[0] >= '0' && data[0] <= '9': // lines of figures that begin as no CODA: its reader says what is missing
		list, err = coda.Read(data)
	default:
		return nil, fault.Invalid("statement_type", "file")
	}
	if f := fault.As(err); f != nil {
		return nil, f.At("file")
	}
	return list, err
}

func looksXML(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("<")) || bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}

// family is a format without its version.
func family(s *statement.Statement) string {
	if s.Format == "coda" {
		return "coda"
	}
	return "camt"
}

// digestOf tells one version of a statement from another: the same figures give the same digest.
func digestOf(s *statement.Statement) string {
	h := sha256.New()
	for _, b := range []*statement.Balance{s.Opening, s.Closing} {
		if b != nil {
			fmt.Fprintf(h, "%s|%s|%s\n", b.Amount, b.On, b.Currency)
		}
	}
	for i := range s.Movements {
		for _, m := range s.Movements[i].Parts() {
			fmt.Fprintf(h, "%s|%s|%s|%s\n", m.Key, m.Amount, m.Booked, m.BankRef)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// crossBase is by what a movement is known again in another statement, without the count of those that are alike; empty when the file does not say enough.
func crossBase(m *statement.Movement) string {
	base := m.CrossKey[:max(strings.LastIndexByte(m.CrossKey, '|'), 0)]
	switch reference := base[strings.LastIndexByte(base, '|')+1:]; {
	case strings.Trim(reference, "0") == "", reference == "NONREF", reference == "NOTPROVIDED": // what banks write when they have none
		return ""
	}
	return base
}

// communication is what the payer meant, in one line: the structured communication before the free one.
func communication(m *statement.Movement) string {
	var parts []string
	switch {
	case !m.OGM.None() && !m.OGMInText:
		parts = append(parts, m.OGM.Format())
	case !m.RF.None():
		parts = append(parts, m.RF.Format())
	case m.Structured != "":
		parts = append(parts, m.Structured)
	}
	return tidy(strings.Join(append(parts, m.Text), " "), maxText)
}

// said is what stands about a movement where the file has no communication: what the bank adds.
func said(m *statement.Movement) string {
	if text := communication(m); text != "" {
		return text
	}
	var parts []string
	for _, i := range m.Information {
		if i.Structure == "" {
			parts = append(parts, i.Text)
		}
	}
	return tidy(strings.Join(parts, " "), maxText)
}

const maxText = 300

// tidy makes one line of a text of a bank, at most so long.
func tidy(s string, most int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", " "), "?")), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// fileName makes a name that any reader can save.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffd {
			return -1
		}
		return r
	}, name)
	if name = tidy(name, 120); name == "" || name == "." || name == "/" {
		return "statement.txt"
	}
	return name
}
