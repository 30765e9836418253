package imports

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
)

// together judges the rows beside each other: the same lot twice, an empty owner under a filled one, persons of another row.
func (c *Checked) together(m Mapping, deed Deed) {
	byNumber := make(map[int]int, len(c.Rows))
	for i, r := range c.Rows {
		byNumber[r.Number] = i
	}
	c.borrow(m, byNumber)
	c.twice(byNumber)
	c.unlabelled()
	joined := map[int][]int{}
	for i, r := range c.Rows {
		if at, ok := byNumber[r.joins]; ok && r.joins > 0 {
			joined[at] = append(joined[at], i)
		}
	}
	for i := range c.Rows {
		if r := &c.Rows[i]; !r.Ignored {
			c.holders(i, joined[i], deed)
			slices.SortStableFunc(r.Problems, func(a, b Problem) int { return cmp.Compare(rank(a.Column), rank(b.Column)) })
		}
	}
}

func rank(f Field) int { return slices.Index(Fields, f) }

// borrow gives a row the persons of a row above, when a person has said so, and asks who holds a lot that names nobody.
func (c *Checked) borrow(m Mapping, byNumber map[int]int) {
	above := -1
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Ignored {
			continue
		}
		if n, err := strconv.Atoi(r.Value(SameAs)); err == nil {
			if at, ok := byNumber[n]; ok && at < i && !c.Rows[at].Ignored && len(c.Rows[at].persons) > 0 {
				from := c.Rows[at]
				r.persons = from.persons
				r.lent = contactOf(from)
			}
		}
		if len(r.persons) == 0 && r.Value(Held) != HeldByNone {
			var repairs []Repair
			if above >= 0 {
				repairs = append(repairs, Repair{Field: SameAs, Value: strconv.Itoa(c.Rows[above].Number), Name: "same_as"})
			}
			column := Owner
			if m.Has(LastName) {
				column = LastName
			}
			r.fault(column, "owner_missing", nil, append(repairs, Repair{Field: Held, Value: HeldByNone, Name: "no_owner"})...)
		}
		if len(r.persons) > 0 {
			above = i
		}
	}
}

// contactOf is what a row says of its persons beside their names.
func contactOf(from Row) Fix {
	lent := Fix{}
	for _, f := range []Field{Held, Enterprise, Email, Phone, Street, Number, Postcode, City, Country, Language} {
		if v := from.Value(f); v != "" {
			lent[f] = v
		}
	}
	return lent
}

// twice finds lots that stand on several rows. The same person again is a row too many; another person may hold the lot together with the
// first: as usufructuary and bare owner when the rows say so, else it is asked.
func (c *Checked) twice(byNumber map[int]int) {
	seen := make(map[string]int, len(c.Rows))
	whole := c.speakTogether()
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Ignored || r.Lot.Label == "" {
			continue
		}
		label := property.Fold(r.Lot.Label)
		at, again := seen[label]
		if !again {
			seen[label] = i
			continue
		}
		top := &c.Rows[at]
		r.second = true
		if len(r.persons) == 0 {
			r.Problems = slices.DeleteFunc(r.Problems, func(p Problem) bool { return p.Code == "owner_missing" })
		}
		n, err := strconv.Atoi(r.Value(Joins))
		if err == nil && byNumber[n] == at || whole[label] && len(r.persons) > 0 {
			r.joins = top.Number
			r.dropShares()
			continue
		}
		keepTop := Repair{Field: Ignored, Value: ignoredYes, Name: "keep_other"}
		keepThis := Repair{Row: top.Number, Field: Ignored, Value: ignoredYes, Name: "keep_this"}
		if samePersons(top.persons, r.persons) {
			r.fault(Label, "label_twice_same", args("label", r.Lot.Label, "other", number(top.Number)), keepTop, keepThis)
			continue
		}
		join := Repair{Field: Joins, Value: strconv.Itoa(top.Number), Name: "join"}
		r.fault(Label, "label_twice_other", args("label", r.Lot.Label, "other", number(top.Number)), join, keepTop, keepThis)
	}
}

// number is a row's number in a sentence: it is a name, so it is not grouped as amounts are.
func number(n int) string { return strconv.Itoa(n) }

// dropShares forgets what a row says of its lot: the row it joins has said it.
func (r *Row) dropShares() {
	r.Problems = slices.DeleteFunc(r.Problems, func(p Problem) bool {
		return p.Column == Shares || p.Column == Kind || p.Column == Floor || p.Column == Label
	})
}

// speakTogether tells of which lots all rows together say rights or parts that make a whole: usufruct on one, bare ownership on two others.
func (c *Checked) speakTogether() map[string]bool {
	persons := map[string][]person{}
	for _, r := range c.Rows {
		if !r.Ignored && r.Lot.Label != "" {
			label := property.Fold(r.Lot.Label)
			persons[label] = append(persons[label], r.persons...)
		}
	}
	whole := map[string]bool{}
	for label, list := range persons {
		if len(list) > 1 && slices.ContainsFunc(list, person.said) {
			_, whole[label] = hold(list, "")
		}
	}
	return whole
}

func samePersons(a, b []person) bool {
	return slices.Equal(nameKeys(a), nameKeys(b)) || len(b) == 0
}

func nameKeys(list []person) []string {
	keys := make([]string, len(list))
	for i, p := range list {
		keys[i] = nameKey(p)
	}
	slices.Sort(keys)
	return keys
}

// unlabelled asks for the names of lots that have none, and proposes their place in the list.
func (c *Checked) unlabelled() {
	taken := make(map[string]bool, len(c.Rows))
	for _, r := range c.Rows {
		taken[property.Fold(r.Lot.Label)] = true
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Ignored || r.Lot.Label != "" {
			continue
		}
		var repairs []Repair
		if n := strconv.Itoa(i + 1); !taken[n] {
			repairs = append(repairs, Repair{Field: Label, Value: n, Name: "set"})
		}
		r.fault(Label, "label_missing", nil, append(repairs, Repair{Field: Ignored, Value: ignoredYes, Name: "ignore"})...)
	}
}

// holders makes the members of a row's lot, with the persons of the rows that join it. Rows that join give their persons and hold nothing of their own.
func (c *Checked) holders(i int, joined []int, deed Deed) {
	r := &c.Rows[i]
	if r.joins > 0 || len(r.persons) == 0 {
		r.contact(deed)
		return
	}
	list := r.persons
	for _, j := range joined {
		list = slices.Concat(list, c.Rows[j].persons)
	}
	held := r.Value(Held)
	if len(joined) > 0 && held == "" && !slices.ContainsFunc(list, person.said) {
		held = HeldUndivided // who joined the rows said that they hold the lot together
	}
	list, ok := hold(list, held)
	if !ok {
		r.ask(list)
		r.contact(deed)
		return
	}
	r.Members = r.members(list[:len(r.persons)], deed)
	for at, j := len(r.persons), 0; j < len(joined); j++ {
		other := &c.Rows[joined[j]]
		r.Members = append(r.Members, other.members(list[at:at+len(other.persons)], deed)...)
		at += len(other.persons)
	}
}

// ask says that a cell names several persons, or rights that do not make a whole, and offers what they may be to each other.
func (r *Row) ask(list []person) {
	undivided := Repair{Field: Held, Value: HeldUndivided, Name: "undivided"}
	if len(list) == 2 {
		undivided.Name = "halves"
	}
	split := Repair{Field: Held, Value: HeldByUsufruct, Name: "usufruct"}
	single := Repair{Field: Held, Value: HeldBySingle, Name: "single"}
	column := Owner
	if r.Value(Owner) == "" && r.Value(LastName) != "" {
		column = LastName
	}
	switch {
	case len(list) == 1:
		r.fault(column, "rights_alone", nil, Repair{Field: Held, Value: HeldUndivided, Name: "right_full"})
	case slices.ContainsFunc(list, person.said) && slices.ContainsFunc(r.persons, person.said):
		r.fault(column, "rights_not_whole", nil, undivided, split)
	case len(list) == 2:
		r.fault(column, "two_names", nil, undivided, split, single)
	default:
		r.fault(column, "several_names", args("n", int64(len(list))), undivided, split, single)
	}
}

// lines makes of good rows what the register takes. Who stands on several rows is known by all that they say together.
func (c Checked) lines() []property.ListLine {
	var list []property.ListLine
	for _, r := range c.Rows {
		if !r.Ignored && !r.second && len(r.Problems) == 0 {
			list = append(list, property.ListLine{Lot: r.Lot, Members: slices.Clone(r.Members)})
		}
	}
	told := map[string]property.MemberEntry{}
	for range 2 { // the second time, the first rows learn from the last
		for _, l := range list {
			for i := range l.Members {
				key := nameKey(person{first: l.Members[i].FirstName, last: l.Members[i].LastName})
				l.Members[i] = complete(l.Members[i], told[key])
				told[key] = l.Members[i]
			}
		}
	}
	return list
}

// complete fills what is not said of a member by what another row says of the same name.
func complete(m, other property.MemberEntry) property.MemberEntry {
	m.Email, m.Phone, m.Enterprise = first(m.Email, other.Email), first(m.Phone, other.Phone), first(m.Enterprise, other.Enterprise)
	if m.Street == "" && m.Postcode == "" && m.City == "" && other.City+other.Street != "" {
		m.Street, m.Postcode, m.City, m.Country = other.Street, other.Postcode, other.City, other.Country
	}
	return m
}

// partyOf recognises the same persons with the same rights.
func partyOf(members []property.MemberEntry) string {
	keys := make([]string, len(members))
	for i, m := range members {
		keys[i] = nameKey(person{first: m.FirstName, last: m.LastName}) + "/" + string(m.Right) + "/" + m.Part.String()
	}
	slices.Sort(keys)
	return strings.Join(keys, ";")
}
