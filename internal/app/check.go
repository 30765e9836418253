package app

import (
	"context"
	"fmt"
	"io"

	"koprogo/internal/estate/property"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/db"
)

// Check is the verb `koprogo check`: the engine's own integrity, the chains of facts, the sums of shares. It answers false when something
// does not hold; a building whose shares are not complete yet is told, and is no failure.
func Check(ctx context.Context, c config.Config, out io.Writer) (bool, error) {
	d, err := db.Open(ctx, c.Database)
	if err != nil {
		return false, err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return false, err
	}
	sound := true
	if err := d.Integrity(ctx); err != nil {
		sound = false
		fmt.Fprintf(out, "database  NOT SOUND: %v\n", err)
	} else {
		fmt.Fprintf(out, "database  sound (%s)\n", d.Engine)
	}
	broken, facts, err := act.Verify(ctx, d)
	if err != nil {
		return false, err
	}
	for _, b := range broken {
		fmt.Fprintf(out, "chain     BROKEN in office %s at fact %d: %s\n", b.Office, b.Seq, b.Why)
	}
	if len(broken) == 0 {
		fmt.Fprintf(out, "chain     %d facts, all in order\n", facts)
	}
	faults, err := property.Check(ctx, d)
	if err != nil {
		return false, err
	}
	for _, f := range faults.Broken {
		fmt.Fprintf(out, "register  BROKEN: %s\n", f)
	}
	for _, f := range faults.Open {
		fmt.Fprintf(out, "register  to complete: %s\n", f)
	}
	fmt.Fprintf(out, "register  %d buildings\n", faults.Buildings)
	return sound && len(broken) == 0 && len(faults.Broken) == 0, nil
}
