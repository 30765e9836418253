package mail

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Folder writes letters as .eml files into a folder that mail programs can open. It is for demonstrations: its receipts
// say that nothing was sent, and are never marked as delivered.
type Folder struct {
	dir  string
	from Address
	now  func() time.Time
}

// NewFolder makes the folder when it is missing.
func NewFolder(dir string, from Address) (*Folder, error) {
	if !from.valid() {
		return nil, fmt.Errorf("mail: the sender is no address")
	}
	return &Folder{dir: dir, from: from, now: time.Now}, os.MkdirAll(dir, 0o700)
}

// Send writes the letter; the same Message-ID is written once.
func (f *Folder) Send(ctx context.Context, m Message) (Receipt, error) {
	if err := ctx.Err(); err != nil {
		return Receipt{}, err
	}
	m = m.complete(f.from, f.now())
	if err := m.check(); err != nil {
		return Receipt{}, err
	}
	file, err := os.CreateTemp(f.dir, "letter-*.part")
	if err != nil {
		return Receipt{}, err
	}
	defer os.Remove(file.Name())
	if _, err := m.build().WriteTo(file); err != nil {
		file.Close()
		return Receipt{}, err
	}
	if err := file.Close(); err != nil {
		return Receipt{}, err
	}
	name := m.ID + ".eml"
	if err := os.Rename(file.Name(), filepath.Join(f.dir, name)); err != nil {
		return Receipt{}, err
	}
	return Receipt{At: f.now(), Reply: "not sent: kept in the demonstration folder as " + name, MessageID: m.ID}, nil
}
