package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"koprogo/internal/platform/config"
	"koprogo/internal/platform/mail"
	"koprogo/internal/sample"
)

// demoFile says where the demo answers and who may sign in.
type demoFile struct {
	URL string `json:"url"`
	sample.Told
}

// Demo is the verb `koprogo demo`: complete sample offices in a folder of their own. The password is made anew for each folder. Letters are
// not sent: they are kept as files beside the database, and stay marked as not sent.
func Demo(ctx context.Context, c config.Config, out io.Writer) error {
	if c.Reset {
		if err := forget(c); err != nil {
			return err
		}
	}
	log, err := demoLog(c)
	if err != nil {
		return err
	}
	defer log.Close()
	a, err := Build(ctx, c, log)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.keepLetters(filepath.Join(c.Data, "letters")); err != nil {
		return err
	}
	file := filepath.Join(c.Data, "demo.json")
	told, err := a.tell(ctx, file)
	if err != nil {
		return err
	}
	return a.Run(ctx, func(address string) error {
		if err := write(file, demoFile{address, told}); err != nil {
			return err
		}
		introduce(out, address, told, c.Data)
		return nil
	})
}

// tell tells the story into a fresh house, or reads what was told into an older one.
func (a *App) tell(ctx context.Context, file string) (sample.Told, error) {
	fresh, err := a.Identity.NeedsSetup(ctx)
	if err != nil {
		return sample.Told{}, err
	}
	if !fresh {
		var known demoFile
		raw, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(raw, &known)
		}
		if err != nil {
			return sample.Told{}, fmt.Errorf("this folder holds another house, or the story was cut short (%w); begin anew with --reset", err)
		}
		return known.Told, nil
	}
	told, err := a.TellSample(ctx, newPassword())
	if err != nil {
		return told, err
	}
	return told, write(file, demoFile{"", told})
}

// TellSample tells the whole sample into a fresh house.
func (a *App) TellSample(ctx context.Context, password string) (sample.Told, error) {
	rooms := sample.Rooms{House: a.House, Identity: a.Identity, Office: a.Office, Property: a.Property, Addressees: a.Addressees, Occupants: a.Occupants, Confirmations: a.Confirmations, Keys: a.Keys, Imports: a.Imports, Decisions: a.Decisions, Mandates: a.Mandates, Council: a.Council, Ledger: a.Ledger, Purchases: a.Purchases}
	return sample.Tell(ctx, rooms, password)
}

// newPassword is easy to type: four groups of letters without look-alikes.
func newPassword() string {
	const letters = "abcdefghjkmnpqrstuvwxyz"
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	var groups []string
	for i := 0; i < len(raw); i += 4 {
		var b strings.Builder
		for _, r := range raw[i : i+4] {
			b.WriteByte(letters[int(r)%len(letters)])
		}
		groups = append(groups, b.String())
	}
	return strings.Join(groups, "-")
}

func write(file string, d demoFile) error {
	raw, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	next := file + ".new"
	if err := os.WriteFile(next, append(raw, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(next, file)
}

func introduce(out io.Writer, address string, told sample.Told, data string) {
	fmt.Fprintf(out, "\nKoproGo shows its sample offices at %s\n\n", address)
	for _, u := range told.Users {
		fmt.Fprintf(out, "  %-11s %-40s %s\n", u.Role, u.Email, u.Password)
	}
	fmt.Fprintf(out, "\nEverything lies in %s; --reset begins anew. Ctrl+C ends.\n", data)
}

// forget removes what an earlier demo left, and nothing else.
func forget(c config.Config) error {
	if !strings.HasPrefix(c.Database, "sqlite:") {
		return errors.New("--reset is for the embedded database; empty a PostgreSQL database yourself")
	}
	for _, name := range []string{"koprogo.db", "koprogo.db-wal", "koprogo.db-shm", "demo.json", "files", "letters"} {
		if err := os.RemoveAll(filepath.Join(c.Data, name)); err != nil {
			return err
		}
	}
	return nil
}

func demoLog(c config.Config) (*os.File, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(filepath.Join(c.Data, "log.jsonl"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
}

func (a *App) keepLetters(dir string) error {
	if a.Config.Mail != nil {
		return nil
	}
	folder, err := mail.NewFolder(dir, mail.Address{Name: "KoproGo", Email: "koprogo@demo.example"})
	if err != nil {
		return err
	}
	a.Mail, a.Identity.Mail, a.Confirmations.Mail = folder, folder, folder
	return nil
}
