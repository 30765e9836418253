// Package blobtest holds what every store of documents must be able to do, as tests that any of them can run.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/platform/blob"
)

// Suite runs the tests on fresh stores.
func Suite(t *testing.T, open func(*testing.T) blob.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, blob.Store)
	}{
		{"what is put is got", roundTrip},
		{"the same content is kept once", twice},
		{"a large content streams", large},
		{"a reader that fails leaves nothing", failing},
		{"what is not kept is not found", absent},
		{"a forgotten content is gone", forgotten},
		{"a wrong reference harms nothing", wrong},
		{"a cancelled call stops", cancelled},
		{"many at once", together},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

func put(t *testing.T, s blob.Store, content []byte) blob.Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func get(t *testing.T, s blob.Store, ref blob.Ref) []byte {
	t.Helper()
	r, err := s.Get(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func has(t *testing.T, s blob.Store, ref blob.Ref) bool {
	t.Helper()
	ok, err := s.Has(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func roundTrip(t *testing.T, s blob.Store) {
	ref := put(t, s, []byte("abc"))
	want := blob.Ref{SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Size: 3}
	if ref != want {
		t.Errorf("the reference is %v, want %v", ref, want)
	}
	if !has(t, s, ref) || string(get(t, s, ref)) != "abc" {
		t.Error("the content is not what was put")
	}
	if empty := put(t, s, nil); empty.Size != 0 || !has(t, s, empty) || len(get(t, s, empty)) != 0 {
		t.Error("an empty content is a content too")
	}
}

func twice(t *testing.T, s blob.Store) {
	first, second := put(t, s, []byte("minutes")), put(t, s, []byte("minutes"))
	if first != second || string(get(t, s, first)) != "minutes" {
		t.Errorf("references %v and %v", first, second)
	}
	if err := s.Delete(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if has(t, s, second) {
		t.Error("the same content was kept twice")
	}
	if again := put(t, s, []byte("minutes")); !has(t, s, again) {
		t.Error("a forgotten content can be put again")
	}
}

func large(t *testing.T, s blob.Store) {
	content := make([]byte, 5<<20+17)
	random := rand.NewChaCha8([32]byte{7})
	_, _ = random.Read(content) // it never fails
	ref, err := s.Put(t.Context(), io.MultiReader(bytes.NewReader(content[:1<<20]), iotestReader{bytes.NewReader(content[1<<20:])}))
	if err != nil {
		t.Fatal(err)
	}
	if ref.Size != int64(len(content)) || !bytes.Equal(get(t, s, ref), content) {
		t.Error("the content changed")
	}
}

// iotestReader gives odd pieces.
type iotestReader struct{ r io.Reader }

func (r iotestReader) Read(p []byte) (int, error) { return r.r.Read(p[:min(len(p), 4099)]) }

var errBroken = errors.New("the line broke")

func failing(t *testing.T, s blob.Store) {
	whole := put(t, s, []byte("half and half"))
	if err := s.Delete(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	_, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("half and half"), broken{}))
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v, want the error of the reader", err)
	}
	if has(t, s, whole) {
		t.Error("a content was kept whose end never came")
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }

func absent(t *testing.T, s blob.Store) {
	ref := blob.Ref{SHA256: strings.Repeat("0", 64), Size: 1}
	if has(t, s, ref) {
		t.Error("an unknown content is kept")
	}
	if _, err := s.Get(t.Context(), ref); !errors.Is(err, blob.NotFound()) {
		t.Errorf("got %v", err)
	}
	if err := s.Delete(t.Context(), ref); err != nil {
		t.Errorf("forgetting what is not kept: %v", err)
	}
}

func forgotten(t *testing.T, s blob.Store) {
	kept, gone := put(t, s, []byte("kept")), put(t, s, []byte("gone"))
	for range 2 {
		if err := s.Delete(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
	}
	if has(t, s, gone) || !has(t, s, kept) {
		t.Error("the wrong content was forgotten")
	}
}

func wrong(t *testing.T, s blob.Store) {
	ref := put(t, s, []byte("abc"))
	for _, r := range []blob.Ref{
		{}, {SHA256: "../../../../etc/passwd", Size: 3}, {SHA256: strings.ToUpper(ref.SHA256), Size: 3}, {SHA256: ref.SHA256[:63] + "/", Size: 3}, {SHA256: ref.SHA256, Size: -1},
	} {
		if ok, err := s.Has(t.Context(), r); ok || err != nil {
			t.Errorf("%v: %v %v", r, ok, err)
		}
		if _, err := s.Get(t.Context(), r); fault.As(err) == nil {
			t.Errorf("%v: %v", r, err)
		}
		if err := s.Delete(t.Context(), r); err != nil {
			t.Errorf("%v: %v", r, err)
		}
	}
	other := blob.Ref{SHA256: ref.SHA256, Size: 4}
	if has(t, s, other) {
		t.Error("a content of another size is kept")
	}
	if r, err := s.Get(t.Context(), other); err == nil {
		_, err = io.ReadAll(r)
		r.Close()
		if fault.As(err) == nil {
			t.Errorf("a content of another size was read: %v", err)
		}
	}
	if string(get(t, s, ref)) != "abc" {
		t.Error("the content was harmed")
	}
}

func cancelled(t *testing.T, s blob.Store) {
	ref := put(t, s, []byte("abc"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, strings.NewReader("never")); !errors.Is(err, context.Canceled) {
		t.Errorf("put: %v", err)
	}
	if _, err := s.Get(ctx, ref); !errors.Is(err, context.Canceled) {
		t.Errorf("get: %v", err)
	}
	if err := s.Delete(ctx, ref); !errors.Is(err, context.Canceled) {
		t.Errorf("delete: %v", err)
	}
	if !has(t, s, ref) {
		t.Error("a cancelled call forgot a content")
	}
}

func together(t *testing.T, s blob.Store) {
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			content := bytes.Repeat([]byte{byte('a' + n%4)}, 100_000)
			ref, err := s.Put(t.Context(), bytes.NewReader(content))
			if err != nil {
				t.Error(err)
				return
			}
			r, err := s.Get(t.Context(), ref)
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Close()
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
				t.Errorf("the content changed (%v)", err)
			}
		})
	}
	all.Wait()
}
