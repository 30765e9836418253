package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/blob/blobtest"
)

// The test program, started again with this variable set, puts contents until it is killed.
const putter = "KOPROGO_TEST_PUTS_INTO"

func TestMain(m *testing.M) {
	if dir := os.Getenv(putter); dir != "" {
		putForever(dir)
	}
	os.Exit(m.Run())
}

func open(t *testing.T) *blob.Disk {
	t.Helper()
	d, err := blob.Open(t.TempDir(), 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDiskConforms(t *testing.T) {
	blobtest.Suite(t, func(t *testing.T) blob.Store { return open(t) })
}

func TestLimit(t *testing.T) {
	d, err := blob.Open(t.TempDir(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Put(t.Context(), strings.NewReader("0123456789")); err != nil {
		t.Errorf("ten bytes of ten: %v", err)
	}
	_, err = d.Put(t.Context(), strings.NewReader("0123456789a"))
	if f := fault.As(err); f == nil || f.Code != "blob_too_large" || f.Kind != fault.KindTooLarge {
		t.Errorf("eleven bytes of ten: %v", err)
	}
}

func TestDamageIsNoticedAndHealed(t *testing.T) {
	dir := t.TempDir()
	d, err := blob.Open(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := d.Put(t.Context(), strings.NewReader("minutes"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, ref.SHA256[:2], ref.SHA256[2:4], ref.SHA256)
	for _, content := range []string{"minuteS", "minu", "minutes and more"} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := d.Get(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); !errors.Is(err, blob.Damaged()) {
			t.Errorf("%q was read as if it were sound: %v", content, err)
		}
		r.Close()
	}
	if _, err := d.Put(t.Context(), strings.NewReader("minutes")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "minutes" {
		t.Errorf("a new copy does not replace the damaged one: %q %v", got, err)
	}
}

func TestUnfinishedFilesAreSweptAway(t *testing.T) {
	dir := t.TempDir()
	if _, err := blob.Open(dir, 0); err != nil {
		t.Fatal(err)
	}
	old, young := filepath.Join(dir, "incoming", "put-1"), filepath.Join(dir, "incoming", "put-2")
	for _, f := range []string{old, young} {
		if err := os.WriteFile(f, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.Open(dir, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an old unfinished file is still there")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("a file that may still be written was taken away")
	}
}

// Whenever the program is killed, each content that has a name is whole.
func TestKilledWhilePutting(t *testing.T) {
	if testing.Short() {
		t.Skip("not run with -short: it kills programs")
	}
	dir := t.TempDir()
	for n := range 5 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), putter+"="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(60+n*23) * time.Millisecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it was killed, which is what it says
	}
	whole := 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.Contains(path, "incoming") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		if hex.EncodeToString(sum[:]) != e.Name() {
			t.Errorf("%s has %d bytes that are not its own", e.Name(), len(content))
		}
		whole++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d contents were put by programs that were killed", whole)
}

func putForever(dir string) {
	d, err := blob.Open(dir, 0)
	for n := 0; err == nil; n++ {
		_, err = d.Put(context.Background(), bytes.NewReader(bytes.Repeat(fmt.Appendf(nil, "%d of %d;", n, os.Getpid()), 20_000)))
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
