package property

import (
	"context"
	"fmt"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/platform/db"
)

// Checked is what a look through all registers found.
type Checked struct {
	Buildings int
	Broken    []string // must never be
	Open      []string // is not complete yet
}

// Check looks through the registers of all offices, for the house's own work: shares against the deed, one party per lot and day, whole rights.
func Check(ctx context.Context, d *db.DB) (Checked, error) {
	var c Checked
	now := civil.At(time.Now())
	err := d.House(ctx, func(tx *db.Tx) error {
		all, err := db.All(tx.Query(allBuildings), (*housed).fields)
		if err != nil {
			return err
		}
		for _, h := range all {
			reg, err := LoadRegister(tx.As(h.office), h.building)
			if err != nil {
				return err
			}
			if err := c.look(reg, now); err != nil {
				return err
			}
		}
		return nil
	})
	return c, err
}

func (c *Checked) look(reg Register, now civil.Instant) error {
	c.Buildings++
	name := fmt.Sprintf("building %s", reg.Building.id)
	s := reg.At(now.BrusselsDate(), now)
	balance, err := ShareBalance(reg.Building, s.Lots)
	if err != nil {
		return err
	}
	if !balance.Complete() {
		c.Open = append(c.Open, fmt.Sprintf("%s: the lots have %d shares, the deed %d", name, balance.Found, balance.Declared))
	}
	for _, p := range s.Parties {
		if err := WholeRights(entriesOf(p)); err != nil {
			c.Broken = append(c.Broken, fmt.Sprintf("%s: party %s: %v", name, p.id, err))
		}
	}
	for i, a := range reg.ownerships {
		for _, b := range reg.ownerships[i+1:] {
			if a.lot == b.lot && a.known(now) && b.known(now) && a.period().Overlaps(b.period()) {
				c.Broken = append(c.Broken, fmt.Sprintf("%s: lot %s has two parties at once", name, a.lot))
			}
		}
	}
	return nil
}

func (t times) period() civil.Period { return civil.Period{From: t.from, To: t.to} }
