package decisions

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/rest"
)

// MaxPaper is how many bytes minutes or a proof may have.
const MaxPaper = 20 << 20

// Paper is a document that came on paper or as a file: minutes, a proof, a contract. It is a PDF or a picture.
type Paper struct {
	Ref  blob.Ref
	Name string
	Type string
}

// Kept tells whether there is a paper at all.
func (p Paper) Kept() bool { return p.Ref.SHA256 != "" }

// Keep keeps a paper. What its sender says about its kind is not believed; the content is safe before any row refers to it. Faults, at "file":
// paper_empty, paper_too_large, paper_type.
func Keep(ctx context.Context, blobs blob.Store, name string, data []byte) (Paper, error) {
	media, err := recognise(data)
	if err != nil {
		return Paper{}, err
	}
	ref, err := blobs.Put(ctx, bytes.NewReader(data))
	return Paper{Ref: ref, Name: fileName(name, media), Type: media}, err
}

// Open gives a paper as it was received, byte for byte. Fault: paper_missing.
func (p Paper) Open(ctx context.Context, blobs blob.Store) (rest.Download, error) {
	if !p.Kept() {
		return rest.Download{}, fault.NotFound("paper_missing")
	}
	content, err := blobs.Get(ctx, p.Ref)
	if err != nil {
		return rest.Download{}, err
	}
	defer content.Close()
	data, err := io.ReadAll(content)
	return rest.Download{Name: p.Name, Type: p.Type, Data: data}, err
}

func recognise(data []byte) (media string, err error) {
	switch {
	case len(data) == 0:
		return "", fault.Invalid("paper_empty", "file")
	case len(data) > MaxPaper:
		return "", fault.Of(fault.KindTooLarge, "paper_too_large").With("max", MaxPaper>>20).At("file")
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return "application/pdf", nil
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png", nil
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "image/jpeg", nil
	}
	return "", fault.Invalid("paper_type", "file")
}

var endings = map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}

// fileName makes a name that any reader can save: no folders, nothing that is not shown, and the ending of what it is.
func fileName(name, media string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffd {
			return -1
		}
		return r
	}, name))
	stem := strings.TrimSuffix(name, path.Ext(name))
	if stem == "" || stem == "." || stem == "/" {
		stem = "document"
	}
	if runes := []rune(stem); len(runes) > 120 {
		stem = string(runes[:120])
	}
	return stem + endings[media]
}
