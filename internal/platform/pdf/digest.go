package pdf

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Digest is the short digest that the foot of the paper shows: the first twelve hexadecimal digits of SHA-256 over the
// document as JSON, its fields in the order of their declaration, each block as {kind: data}, the time left out.
func (d *Document) Digest() string {
	type data Document
	plain := data(*d)
	plain.Made = time.Time{}
	plain.Blocks = nil
	blocks := make([]map[string]any, len(d.Blocks))
	for i, b := range d.Blocks {
		blocks[i] = map[string]any{fmt.Sprintf("%T", b): b}
	}
	encoded, err := json.Marshal(struct {
		Document data
		Blocks   []map[string]any
	}{plain, blocks})
	if err != nil {
		panic(fmt.Sprintf("pdf: a document is plain data, yet: %v", err))
	}
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:6])
}
