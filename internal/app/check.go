package app

import (
	"context"
	"fmt"
	"io"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/db"
)

// Check is the verb `koprogo check`: the engine's own integrity, the chains of facts, the sums of shares, the books. It answers false when something
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
	var wrong int64
	if err := d.Look(ctx, func(tx *db.Tx) (err error) { wrong, err = ledger.Check(tx); return err }); err != nil {
		return false, err
	}
	if wrong > 0 {
		fmt.Fprintf(out, "books     BROKEN: %d accounts or entries do not agree with their lines\n", wrong)
	} else {
		fmt.Fprintln(out, "books     every entry balances, the sums agree with the lines")
	}
	return sound && wrong == 0 && len(broken) == 0 && len(faults.Broken) == 0, nil
}
