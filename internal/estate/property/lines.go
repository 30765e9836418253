package property

import (
	"slices"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
)

// BuildingLine is a building in a list.
type BuildingLine struct {
	Building
	Lots  int64
	Found int64 // sum of the lots' shares
	Funds int64 // how many of the two funds have their bank account

	Parent id.Of[id.Building] // the main association of a partial one; none otherwise
	Depth  int                // how many associations stand above it in the list
	order  []string           // names from the main association down, as the list is sorted
}

type lotCount struct {
	building id.Of[id.Building]
	lots     int64
	shares   int64
}

func (c *lotCount) fields() []any { return []any{&c.building, &c.lots, &c.shares} }

type fundCount struct {
	building id.Of[id.Building]
	funds    int64
}

func (c *fundCount) fields() []any { return []any{&c.building, &c.funds} }

// Buildings lists the buildings in which the reader has something to see, partial associations beneath their main one. Two statements while no
// register has changed, five after that.
func (r *Room) Buildings(v *act.View) ([]BuildingLine, error) {
	all, err := portfolioOf(v.Tx, v.Today)
	if err != nil {
		return nil, err
	}
	if v.Who.House || slices.ContainsFunc(v.Who.Grants, func(g act.Grant) bool { return g.Building.None() }) {
		return all.lines, nil
	}
	var list []BuildingLine
	for _, l := range all.lines {
		if len(v.Who.RolesIn(l.id)) > 0 {
			l.Parent, l.Depth = id.Of[id.Building]{}, 0
			list = append(list, l)
		}
	}
	nest(list, all.links)
	return list, nil
}

// portfolio is every building of an office on a day, in the order of the list. It is shared: nobody changes it.
type portfolio struct {
	seq   int64 // the last fact of the office that it holds
	lines []BuildingLine
	links []partLink
}

// portfolioOf reads the buildings of an office, unless they were read since the last fact about a register. Of facts that came since, most are
// about something else, and then what was read still holds.
func portfolioOf(tx *db.Tx, on civil.Date) (portfolio, error) {
	seq, err := act.LastFact(tx)
	if err != nil {
		return portfolio{}, err
	}
	key := "property.portfolio/" + tx.Office() + "/" + on.String()
	if kept, known := tx.Recall(key); known {
		p := kept.(portfolio)
		if p.seq <= seq {
			touched, err := act.HappenedSince(tx, "property", p.seq)
			if err != nil {
				return portfolio{}, err
			}
			if !touched {
				p.seq = seq
				tx.Keep(key, 0, p, len(p.lines))
				return p, nil
			}
		}
	}
	p, err := readPortfolio(tx, on)
	if p.seq = seq; err == nil {
		tx.Keep(key, 0, p, len(p.lines))
	}
	return p, err
}

func readPortfolio(tx *db.Tx, on civil.Date) (p portfolio, err error) {
	all, err := db.All(tx.Query(buildings), (*Building).fields)
	if err != nil {
		return p, err
	}
	counts, err := db.All(tx.Query(countLots, on), (*lotCount).fields)
	if err != nil {
		return p, err
	}
	byBuilding := map[id.Of[id.Building]]lotCount{}
	for _, c := range counts {
		byBuilding[c.building] = c
	}
	funds, err := db.All(tx.Query(countFunds), (*fundCount).fields)
	if err != nil {
		return p, err
	}
	fundsOf := map[id.Of[id.Building]]int64{}
	for _, c := range funds {
		fundsOf[c.building] = c.funds
	}
	for _, b := range all {
		p.lines = append(p.lines, BuildingLine{Building: b, Lots: byBuilding[b.id].lots, Found: byBuilding[b.id].shares, Funds: fundsOf[b.id]})
	}
	if p.links, err = db.All(tx.Query(partLinks), (*partLink).fields); err != nil {
		return p, err
	}
	nest(p.lines, p.links)
	p.lines = slices.Clip(p.lines)
	return p, nil
}

// nest puts each partial association beneath the one above it that the reader sees as well.
func nest(list []BuildingLine, links []partLink) {
	above := map[id.Of[id.Building]]id.Of[id.Building]{}
	for _, l := range links {
		above[l.part] = l.main
	}
	seen := make(map[id.Of[id.Building]]Building, len(list))
	for _, l := range list {
		seen[l.id] = l.Building
	}
	for i := range list {
		l := &list[i]
		l.order = []string{l.sortName()}
		for at := l.id; ; {
			main, is := above[at]
			b, shown := seen[main]
			if !is || !shown {
				break
			}
			if l.Parent.None() {
				l.Parent = main
			}
			l.Depth++
			l.order = append([]string{b.sortName()}, l.order...)
			at = main
		}
	}
	slices.SortStableFunc(list, func(a, b BuildingLine) int { return slices.Compare(a.order, b.order) })
}

// sortName orders buildings by name, and those of one name in one way.
func (b Building) sortName() string { return Fold(b.name) + " " + b.id.String() }
