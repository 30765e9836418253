package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// Measured reads with its context, counts, computes the digest and stops beyond a limit. Every store puts through it.
type Measured struct {
	ctx   context.Context
	from  io.Reader
	limit int64
	size  int64
	hash  hash.Hash
}

// Measure wraps what is to be kept; a limit of 0 is none.
func Measure(ctx context.Context, r io.Reader, limit int64) *Measured {
	return &Measured{ctx: ctx, from: r, limit: limit, hash: sha256.New()}
}

// Read is io.Reader.
func (m *Measured) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.from.Read(p)
	m.hash.Write(p[:n])
	if m.size += int64(n); m.limit > 0 && m.size > m.limit {
		return 0, TooLarge(m.limit)
	}
	return n, err
}

// Ref is the reference of what was read so far.
func (m *Measured) Ref() Ref { return Ref{SHA256: hex.EncodeToString(m.hash.Sum(nil)), Size: m.size} }

// Verify wraps what a store gives back, so that its end is only an end when the content is the one that was asked for.
func Verify(ctx context.Context, body io.ReadCloser, ref Ref) io.ReadCloser {
	return &verified{Measured: Measure(ctx, body, 0), body: body, want: ref}
}

type verified struct {
	*Measured
	body io.ReadCloser
	want Ref
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.Measured.Read(p)
	if err == io.EOF && v.Ref() != v.want {
		return n, Damaged()
	}
	return n, err
}

func (v *verified) Close() error { return v.body.Close() }
