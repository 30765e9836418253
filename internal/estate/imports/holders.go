package imports

import (
	"regexp"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/share"
)

// maxOwner bounds what is taken for names.
const maxOwner = 300

// readPersons reads who stands in the cells of a row.
func (r *Row) readPersons(m Mapping) {
	owner, last, first := r.Value(Owner), r.Value(LastName), r.Value(FirstName)
	if len([]rune(owner+last+first)) > maxOwner {
		r.fault(Owner, "owner_long", args("max", int64(maxOwner)))
		return
	}
	switch {
	case r.Value(Held) == HeldByNone:
	case r.fixed(Owner) || !m.Has(LastName) && !r.fixed(LastName):
		if r.Value(Held) == HeldBySingle && plain(owner) != "" {
			r.persons = []person{readName(strings.NewReplacer("\n", " ", ",", " ").Replace(owner), m.FirstName)}
			r.persons[0].right = ""
		} else if plain(owner) != "" {
			r.persons = readNames(owner, m.FirstName)
		}
	case plain(first) == "" && plain(last) != "" && isEnterprise(r.Value(Enterprise)): // a company whose name says no legal form
		r.persons = []person{{last: tidy(last), company: true}}
	default:
		r.persons = readParts(last, first, r.Value(Held) == HeldBySingle)
	}
	r.readSplit()
	r.readRights()
}

// readParts reads last and first names from columns of their own: "Marchal" and "Denise et Paul" are two persons of one name.
func readParts(last, first string, single bool) []person {
	switch {
	case plain(last) == "" && plain(first) == "":
		return nil
	case plain(first) == "" && !single:
		return readNames(last, false)
	case single || isCompany(last+" "+first):
		return []person{{first: tidy(first), last: tidy(last), company: isCompany(last + " " + first)}}
	}
	firsts, lasts := pieces(first), pieces(last)
	list := make([]person, max(len(firsts), len(lasts)))
	for i := range list {
		list[i] = person{first: firsts[min(i, len(firsts)-1)], last: lasts[min(i, len(lasts)-1)]}
		if i >= len(firsts) {
			list[i].first = ""
		}
	}
	return list
}

func isEnterprise(text string) bool {
	_, err := belgium.ParseKBO(text)
	return err == nil && !empty(text)
}

func pieces(text string) []string {
	var list []string
	for _, p := range hardSeparators.Split(text, -1) {
		for _, q := range softSplit(p) {
			words, _ := cutRight(strings.Fields(q))
			for len(words) > 1 && known.persons[plain(words[0])] {
				words = words[1:]
			}
			list = append(list, tidy(strings.Join(words, " ")))
		}
	}
	return list
}

// readSplit reads columns of usufructuaries and bare owners.
func (r *Row) readSplit() {
	if r.fixed(Owner) || r.Value(Held) == HeldByNone {
		return
	}
	use, bare := readNames(r.Value(Usufruct), false), readNames(r.Value(Bare), false)
	if len(use) == 0 && len(bare) == 0 {
		return
	}
	if _, word := readRight(r.Value(Usufruct)); word { // "usufruit" or "x" in the column says how the owner holds
		use = nil
	}
	switch {
	case len(use) > 0 && len(bare) == 0:
		bare, r.persons = without(r.persons, use), nil
	case len(bare) > 0 && len(use) == 0:
		use, r.persons = without(r.persons, bare), nil
	case len(use) > 0:
		r.persons = nil
	}
	for _, p := range use {
		p.right = property.Usufruct
		r.persons = append(r.persons, p)
	}
	for _, p := range bare {
		p.right = property.Bare
		r.persons = append(r.persons, p)
	}
}

func without(list, others []person) []person {
	return slices.DeleteFunc(slices.Clone(list), func(p person) bool {
		return slices.ContainsFunc(others, func(o person) bool { return nameKey(o) == nameKey(p) })
	})
}

// readRights reads the columns of right and part, which speak of a single person.
func (r *Row) readRights() {
	if len(r.persons) != 1 {
		return
	}
	right, ok := readRight(r.Value(Right))
	if !ok {
		r.fault(Right, "right_unknown", nil, Repair{Field: Right, Value: string(property.Full), Name: "right_full"},
			Repair{Field: Right, Value: string(property.Usufruct), Name: "right_usufruct"}, Repair{Field: Right, Value: string(property.Bare), Name: "right_bare"})
	}
	if right != "" {
		r.persons[0].right = right
	}
	if text := strings.TrimSpace(r.Value(Part)); text != "" {
		if !strings.ContainsAny(text, "/%") {
			text += "/1"
		}
		if part, err := share.Parse(text); err == nil && part.Num() > 0 && part.Cmp(share.One) <= 0 {
			r.persons[0].part = part
		} else {
			r.fault(Part, "part_unreadable", nil, Repair{Field: Part, Value: "1/1", Name: "set"})
		}
	}
}

// nameKey recognises a person however the words of the name are ordered.
func nameKey(p person) string {
	list := strings.Fields(plain(p.name()))
	slices.Sort(list)
	return strings.Join(list, " ")
}

// hold decides with which rights and parts the persons hold a lot together: as the cells say, when that makes a whole; else as a person has
// said. ok is false when it must be asked (art. 3.87 §1 wants to know who votes for whom).
func hold(persons []person, held string) (list []person, ok bool) {
	list = slices.Clone(persons)
	n := int64(len(list))
	said := slices.ContainsFunc(list, person.said)
	switch {
	case n == 0:
		return nil, true
	case held == HeldUndivided:
		for i := range list {
			list[i].right, list[i].part = property.Full, share.Must(1, n)
		}
		return list, true
	case held == HeldByUsufruct && n > 1:
		for i := range list {
			list[i].right, list[i].part = property.Bare, share.Must(1, n-1)
		}
		list[0].right, list[0].part = property.Usufruct, share.One
		return list, true
	case n > 1 && !said:
		return list, false
	}
	rights := map[property.Right]int64{}
	for i := range list {
		if list[i].right == "" {
			list[i].right = property.Full
		}
		rights[list[i].right]++
	}
	for i := range list {
		if list[i].part.Num() == 0 {
			list[i].part = share.Must(1, rights[list[i].right])
		}
	}
	return list, whole(list)
}

func whole(list []person) bool {
	entries := make([]property.MemberEntry, len(list))
	for i, p := range list {
		entries[i] = property.MemberEntry{Right: p.right, Part: p.part}
	}
	return property.WholeRights(entries) == nil
}

// members makes the register's members of persons. An address is of all of them; an e-mail and a telephone are a person's own: one each when
// there are as many as persons, else they are the first one's.
func (r *Row) members(list []person, deed Deed) []property.MemberEntry {
	e, emails := r.contact(deed)
	entries := make([]property.MemberEntry, len(list))
	for i, p := range list {
		m := e
		m.Nature, m.FirstName, m.LastName, m.Right, m.Part = property.Natural, p.first, p.last, p.right, p.part
		if p.company {
			m.Nature = property.Company
		}
		if m.LastName == "" {
			m.FirstName, m.LastName = "", p.first
		}
		switch {
		case len(emails) == len(list):
			m.Email = emails[i]
		case i == 0 && len(emails) > 0:
			m.Email = emails[0]
		}
		if i > 0 {
			m.Phone, m.Enterprise = "", ""
		}
		entries[i] = m
	}
	return entries
}

var addressEnd = regexp.MustCompile(`^(.*?)[\s,;–-]+(?:B\s?-\s?)?(\d{4,5})\s+(\pL[\pL .'’-]*)$`)

// splitAddress parts an address on one line: Rue de la Victoire 12, 1060 Saint-Gilles.
func splitAddress(text string) (street, postcode, city string) {
	m := addressEnd.FindStringSubmatch(tidy(text))
	if m == nil {
		return text, "", ""
	}
	return strings.TrimRight(m[1], " ,;"), m[2], m[3]
}
