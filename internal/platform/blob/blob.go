// Package blob keeps documents, photographs and letters as issued, byte for byte.
//
// A thing is kept under the digest of its content (SHA-256): the same bytes are kept once, a reference can never point
// to something else, and a byte that changes on the disk is noticed when it is read. Who may see a thing, what it is
// called and when it may be deleted is known by the rooms that hold the reference, not here.
//
//	Store    a port: put, get, has, delete
//	└── Disk its default; an object store can stand in its place, when it passes blobtest.Suite
//
// Files: verify.go counts and checks what passes, disk.go the folder.
package blob

import (
	"context"
	_ "embed"
	"io"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("blob", words) }

// Ref names a content: its digest in 64 lower-case hexadecimal digits, and its size, so that a list need not ask the store.
type Ref struct {
	SHA256 string
	Size   int64
}

// Store keeps contents. All of its methods may be called at once, also by several processes.
type Store interface {
	// Put keeps all that the reader gives. The content is safe on the disk when Put returns; before that, nothing of it is
	// visible. Putting the same content again is harmless and gives the same reference.
	Put(ctx context.Context, r io.Reader) (Ref, error)
	// Get opens a content; fault "blob_not_found" when it is not kept. The reader checks the digest: a content that is not
	// what its reference says ends in fault "blob_damaged" instead of io.EOF.
	Get(ctx context.Context, ref Ref) (io.ReadCloser, error)
	// Has tells whether a content is kept.
	Has(ctx context.Context, ref Ref) (bool, error)
	// Delete forgets a content; forgetting what is not kept is no error. Rooms that share a content must agree first.
	Delete(ctx context.Context, ref Ref) error
}

// Valid tells whether the reference can be one: 64 hexadecimal digits and a size. Anything else names no file.
func (r Ref) Valid() bool {
	if len(r.SHA256) != 64 || r.Size < 0 {
		return false
	}
	for _, c := range []byte(r.SHA256) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// NotFound is the fault of a content that is not kept.
func NotFound() *fault.Fault { return fault.NotFound("blob_not_found") }

// TooLarge is the fault of a content beyond the limit of a store.
func TooLarge(limit int64) *fault.Fault {
	return fault.Of(fault.KindTooLarge, "blob_too_large").With("limit", limit>>20)
}

// Damaged is the fault of a content that is no longer what it was.
func Damaged() *fault.Fault { return fault.Unavailable("blob_damaged") }
