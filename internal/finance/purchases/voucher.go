package purchases

import (
	"bytes"
	"encoding/xml"
	"path"
	"strings"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/blob"
)

// MaxVoucher is how many bytes a voucher may have.
const MaxVoucher = 10 << 20

// Voucher is the paper of an invoice: a PDF, a picture of it, or an electronic invoice (XML).
type Voucher struct {
	id      id.Of[id.Any]
	ref     blob.Ref
	name    string
	media   string
	learned civil.Instant
}

// Ref names the content.
func (v Voucher) Ref() blob.Ref { return v.ref }

// Name is the file's name, as it came.
func (v Voucher) Name() string { return v.name }

// Type is what the content is, as found by looking at it.
func (v Voucher) Type() string { return v.media }

// Recognise tells what a voucher is by its content; what its sender says about it is not believed. Faults, at "file": voucher_empty,
// voucher_too_large, voucher_type.
func Recognise(data []byte) (media string, err error) {
	switch {
	case len(data) == 0:
		return "", fault.Invalid("voucher_empty", "file")
	case len(data) > MaxVoucher:
		f := fault.Of(fault.KindTooLarge, "voucher_too_large").With("max", MaxVoucher>>20)
		return "", f.At("file")
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return "application/pdf", nil
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png", nil
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "image/jpeg", nil
	case isXML(data):
		return "application/xml", nil
	}
	return "", fault.Invalid("voucher_type", "file")
}

// isXML tells whether the content begins as an XML document that is neither a page nor a drawing, which could carry scripts.
func isXML(data []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(text) == 0 || text[0] != '<' {
		return false
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if start, is := token.(xml.StartElement); is {
			name := strings.ToLower(start.Name.Local)
			return name != "html" && name != "svg"
		}
	}
}

var endings = map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "application/xml": ".xml"}

// fileName makes a name that any reader can save: no folders, nothing that is not shown, and the ending of what it is.
func fileName(name, media string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffd {
			return -1
		}
		return r
	}, name))
	if name == "" || name == "." || name == "/" {
		name = "voucher"
	}
	ending := endings[media]
	stem := strings.TrimSuffix(name, path.Ext(name))
	if strings.EqualFold(path.Ext(name), ".jpeg") && media == "image/jpeg" {
		ending = path.Ext(name)
	}
	if runes := []rune(stem); len(runes) > 120 {
		stem = string(runes[:120])
	}
	return stem + ending
}
