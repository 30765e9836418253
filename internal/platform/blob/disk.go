package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Disk keeps contents as files: ab/cd/abcd... in two levels of folders, so that none grows beyond what tools can list.
//
// A content is first written to "incoming", forced to the disk, and then renamed to its place, which is one step for the
// file system: whenever the program is killed, a name that exists has its whole content.
type Disk struct {
	dir   string
	limit int64
}

const incoming = "incoming"

// stale is the age at which an unfinished file has certainly lost its writer.
const stale = 24 * time.Hour

// Open makes the folder when it is missing and sweeps away what killed programs left unfinished. The limit is the size
// of a single content in bytes; 0 is none.
func Open(dir string, limit int64) (*Disk, error) {
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o700); err != nil {
		return nil, err
	}
	d := &Disk{dir: dir, limit: limit}
	return d, d.sweep(time.Now().Add(-stale))
}

func (d *Disk) sweep(before time.Time) error {
	entries, err := os.ReadDir(filepath.Join(d.dir, incoming))
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || info.ModTime().After(before) {
			continue
		}
		if err := os.Remove(filepath.Join(d.dir, incoming, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Put keeps a content.
func (d *Disk) Put(ctx context.Context, r io.Reader) (Ref, error) {
	file, err := os.CreateTemp(filepath.Join(d.dir, incoming), "put-*")
	if err != nil {
		return Ref{}, err
	}
	// After the rename there is nothing left under this name; before it, whatever went wrong leaves no trace.
	defer os.Remove(file.Name())
	m := Measure(ctx, r, d.limit)
	if _, err := io.Copy(file, m); err != nil {
		file.Close()
		return Ref{}, err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return Ref{}, err
	}
	ref := m.Ref()
	if known, err := d.Has(ctx, ref); err != nil || known {
		return ref, err
	}
	return ref, d.settle(file.Name(), d.path(ref))
}

// settle moves a finished file to its place and forces the folders to the disk as well: a name that is only in memory
// would be lost with the power.
func (d *Disk) settle(from, to string) error {
	inner := filepath.Dir(to)
	outer := filepath.Dir(inner)
	if err := os.MkdirAll(inner, 0o700); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return errors.Join(syncFolder(inner), syncFolder(outer), syncFolder(d.dir))
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get opens a content.
func (d *Disk) Get(ctx context.Context, ref Ref) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !ref.Valid() {
		return nil, NotFound()
	}
	file, err := os.Open(d.path(ref))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, NotFound()
	}
	if err != nil {
		return nil, err
	}
	return Verify(ctx, file, ref), nil
}

// Has tells whether a content is kept. A file of another size is a damaged one, and counts as missing: the next Put of
// that content replaces it.
func (d *Disk) Has(ctx context.Context, ref Ref) (bool, error) {
	if err := ctx.Err(); err != nil || !ref.Valid() {
		return false, err
	}
	info, err := os.Stat(d.path(ref))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && info.Mode().IsRegular() && info.Size() == ref.Size, err
}

// Delete forgets a content.
func (d *Disk) Delete(ctx context.Context, ref Ref) error {
	if err := ctx.Err(); err != nil || !ref.Valid() {
		return err
	}
	err := os.Remove(d.path(ref))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(err, syncFolder(filepath.Dir(d.path(ref))))
}

func (d *Disk) path(ref Ref) string {
	return filepath.Join(d.dir, ref.SHA256[:2], ref.SHA256[2:4], ref.SHA256)
}
