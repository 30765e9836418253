package property

import (
	"context"
	"fmt"
	"slices"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

// Checked is what a look through all registers found.
type Checked struct {
	Buildings int
	Broken    []string // must never be
	Open      []string // is not complete yet
}

// Check looks through the registers of all offices, for the house's own work: shares against the deed, one statement at a time about each thing, one
// party per lot and day, whole rights on every day, divisions and mergers that lose no share, partial associations without a circle.
func Check(ctx context.Context, d *db.DB) (Checked, error) {
	var c Checked
	now := civil.At(time.Now())
	err := d.House(ctx, func(tx *db.Tx) error {
		all, err := db.All(tx.Query(allBuildings), (*housed).fields)
		if err != nil {
			return err
		}
		for _, h := range all {
			own := tx.As(h.office)
			reg, err := LoadRegister(own, h.building)
			if err != nil {
				return err
			}
			if err := c.look(reg, now); err != nil {
				return err
			}
			if err := c.lookAround(own, reg, now); err != nil {
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
	balance, err := ShareBalance(s.Building, s.Lots)
	if err != nil {
		return err
	}
	if !balance.Complete() {
		c.Open = append(c.Open, fmt.Sprintf("%s: the lots have %d shares, the deed %d", name, balance.Found, balance.Declared))
	}
	c.rights(name, reg, now)
	c.alone(name+": lot %s is two things at once", overlapping(reg.lots, now, func(l Lot) string { return l.id.String() }))
	c.alone(name+": lot %s has two parties at once", overlapping(reg.ownerships, now, func(o Ownership) string { return o.lot.String() }))
	c.alone(name+": member %s is said two ways at once", overlapping(reg.members, now, func(m Member) string { return m.id.String() }))
	c.alone(name+": the particular %s is said two ways at once", overlapping(reg.said, now, func(p particular) string { return p.name }))
	return nil
}

// rights looks at the fractions of each party on each day on which its members change.
func (c *Checked) rights(name string, reg Register, now civil.Instant) {
	byParty := map[id.Of[id.Party]][]Member{}
	for _, m := range reg.members {
		if m.known(now) {
			byParty[m.party] = append(byParty[m.party], m)
		}
	}
	for party, members := range byParty {
		for _, day := range members {
			var entries []MemberEntry
			for _, m := range members {
				if m.period().Contains(day.from) {
					entries = append(entries, m.Entry())
				}
			}
			if err := WholeRights(entries); err != nil {
				c.Broken = append(c.Broken, fmt.Sprintf("%s: party %s on %s: %v", name, party, day.from, err))
				break
			}
		}
	}
}

func (c *Checked) alone(says string, which []string) {
	for _, w := range which {
		c.Broken = append(c.Broken, fmt.Sprintf(says, w))
	}
}

// overlapping names the things about which two statements that are known share a day.
func overlapping[T any, P statement[T]](list []T, now civil.Instant, name func(T) string) (which []string) {
	groups := map[string][]civil.Period{}
	for _, x := range list {
		if t := P(&x).when(); t.known(now) {
			groups[name(x)] = append(groups[name(x)], t.period())
		}
	}
	for n, periods := range groups {
		slices.SortFunc(periods, func(a, b civil.Period) int { return a.From.Compare(b.From) })
		for i := 1; i < len(periods); i++ {
			if periods[i-1].Overlaps(periods[i]) {
				which = append(which, n)
				break
			}
		}
	}
	slices.Sort(which)
	return which
}

// lookAround looks at divisions, mergers and the tree of associations.
func (c *Checked) lookAround(tx *db.Tx, reg Register, now civil.Instant) error {
	name := fmt.Sprintf("building %s", reg.Building.id)
	lines, err := Lineages(tx, reg.Building.id)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.Undone() {
			continue
		}
		before, after := reg.sharesOf(l.gone, l.on.AddDays(-1), now), reg.sharesOf(l.come, l.on, now)
		if before != after {
			c.Open = append(c.Open, fmt.Sprintf("%s: the %s of %s makes %d shares of %d", name, l.kind, l.on, after, before))
		}
	}
	tree, err := LoadTree(tx)
	if err != nil {
		return err
	}
	root := tree.Root(reg.Building.id)
	if _, above := tree.Main(root); above {
		c.Broken = append(c.Broken, name+" is a part of itself")
	}
	main, is := tree.Main(reg.Building.id)
	if !is {
		return nil
	}
	b, err := FindBuilding(tx, main)
	if err == nil && MayBePerson(b.enterprise, reg.Building.enterprise) != nil {
		c.Broken = append(c.Broken, name+" has an enterprise number and its main association none")
	}
	return err
}

func (r Register) sharesOf(lots []id.Of[id.Lot], on civil.Date, known civil.Instant) (sum int64) {
	for _, l := range r.lots {
		if l.holds(on, known) && slices.Contains(lots, l.id) {
			sum += l.shares
		}
	}
	return sum
}
