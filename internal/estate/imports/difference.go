package imports

import (
	"slices"
	"strconv"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// Preview is what the register would become with the good rows.
type Preview struct {
	property.Taken
	Lots         int // the list's
	Owners       int // distinct parties of the list
	WithoutEmail int // parties of which nobody has an e-mail: they are written to on paper
	Whole        int64
	Known        bool // the register has lots already: the list is compared with it
	Contacts     []Contact
	Differences  []Difference // what would change, the new lots left out
}

// Balanced tells whether the register would carry exactly the shares of the deed (art. 3.85 §1).
func (p Preview) Balanced() bool { return p.Shares == p.Whole }

// Changes tells whether the list says anything that the register does not.
func (p Preview) Changes() bool {
	return p.NewLots+p.ChangedLots+p.Transfers+len(p.Contacts)+len(p.Differences) > 0
}

// Difference is one thing that the register says and the list says otherwise.
type Difference struct {
	Lot     string
	What    Field // shares, kind, floor, surface, owner, or how an owner is reached
	Person  string
	Was, Is string
}

// Contact is how a known owner is reached, as the list says it.
type Contact struct {
	Member id.Of[id.Member]
	Entry  property.MemberEntry
}

func preview(reg property.Register, s Sight, v *act.View) Preview {
	list := property.List{Import: s.id, From: s.from, Lines: s.lines()}
	p := Preview{Taken: property.Compare(reg, list, v.Today, v.Now), Lots: len(list.Lines), Whole: reg.Building.Denominator()}
	reached := map[string]bool{}
	for _, l := range list.Lines {
		if len(l.Members) > 0 {
			key := partyOf(l.Members)
			mail := slices.ContainsFunc(l.Members, func(m property.MemberEntry) bool { return m.Email != "" })
			reached[key] = reached[key] || mail
		}
	}
	p.Owners = len(reached)
	for _, mail := range reached {
		if !mail {
			p.WithoutEmail++
		}
	}
	day := s.from
	if day.Before(v.Today) {
		day = v.Today
	}
	p.compare(reg.At(day, v.Now), list, s.mapping.Has(Language))
	return p
}

// compare tells lot by lot what the list says otherwise than the register, and what it says otherwise of the owners it names.
func (p *Preview) compare(now property.Snapshot, list property.List, langs bool) {
	p.Known = len(now.Lots) > 0
	lots := make(map[string]property.Lot, len(now.Lots))
	for _, l := range now.Lots {
		lots[property.Fold(l.Label())] = l
	}
	holders := make(map[id.Of[id.Lot]]property.Party, len(now.Ownerships))
	parties := make(map[id.Of[id.Party]]property.Party, len(now.Parties))
	known := make(map[string]property.Party, len(now.Parties))
	for _, x := range now.Parties {
		parties[x.ID()] = x
		known[partyOf(entries(x))] = x
	}
	for _, o := range now.Ownerships {
		holders[o.Lot()] = parties[o.Party()]
	}
	reached := map[id.Of[id.Member]]bool{}
	for _, line := range list.Lines {
		old, exists := lots[property.Fold(line.Lot.Label)]
		if exists {
			p.lot(old, line.Lot)
			if holder, held := holders[old.ID()]; len(line.Members) > 0 && (!held || partyOf(entries(holder)) != partyOf(line.Members)) {
				p.differ(old.Label(), Owner, "", holder.Name(), names(line.Members))
			}
		}
		if party, is := known[partyOf(line.Members)]; is {
			p.contacts(line.Lot.Label, party, line.Members, langs, reached)
		}
	}
}

func (p *Preview) differ(lot string, what Field, person, was, is string) {
	if was != is {
		p.Differences = append(p.Differences, Difference{lot, what, person, was, is})
	}
}

func (p *Preview) lot(old property.Lot, e property.LotEntry) {
	p.differ(e.Label, Label, "", old.Label(), e.Label)
	p.differ(e.Label, Shares, "", strconv.FormatInt(old.Shares(), 10), strconv.FormatInt(e.Shares, 10))
	p.differ(e.Label, Kind, "", string(old.Kind()), string(e.Kind))
	p.differ(e.Label, Floor, "", whole64(old.Floor()), pointed(e.Floor))
	if e.Surface != nil { // a list that says nothing of surfaces takes none away
		p.differ(e.Label, Surface, "", hundredths(whole64(old.Surface())), hundredths(pointed(e.Surface)))
	}
}

func whole64(n int64, ok bool) string {
	if !ok {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func pointed(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// hundredths writes 8450 as 84,50.
func hundredths(s string) string {
	if s == "" {
		return ""
	}
	for len(s) < 3 {
		s = "0" + s
	}
	return s[:len(s)-2] + "," + s[len(s)-2:]
}

// contacts finds what a list says otherwise of how the members of a known party are reached. What a list leaves empty it does not take away.
func (p *Preview) contacts(lot string, party property.Party, said []property.MemberEntry, langs bool, done map[id.Of[id.Member]]bool) {
	for _, m := range party.Members() {
		at := slices.IndexFunc(said, func(e property.MemberEntry) bool {
			return partyOf([]property.MemberEntry{e}) == partyOf([]property.MemberEntry{m.Entry()})
		})
		if at < 0 || done[m.ID()] {
			continue
		}
		done[m.ID()] = true
		was, e := m.Entry(), said[at]
		is := was
		is.Email, is.Phone, is.Enterprise = first(e.Email, was.Email), first(e.Phone, was.Phone), first(e.Enterprise, was.Enterprise)
		if e.Street+e.Postcode+e.City != "" {
			is.Street, is.Postcode, is.City, is.Country = e.Street, e.Postcode, e.City, first(e.Country, was.Country)
		}
		if langs && e.Lang != "" {
			is.Lang = e.Lang
		}
		if is == was {
			continue
		}
		p.Contacts = append(p.Contacts, Contact{m.ID(), is})
		for _, x := range []struct {
			what    Field
			was, is string
		}{{Email, was.Email, is.Email}, {Phone, was.Phone, is.Phone}, {Enterprise, was.Enterprise, is.Enterprise}, {Street, postal(was), postal(is)}, {Language, string(was.Lang), string(is.Lang)}} {
			p.differ(lot, x.what, m.Name(), x.was, x.is)
		}
	}
}

func postal(e property.MemberEntry) string {
	return tidy(e.Street + " " + e.Postcode + " " + e.City + " " + e.Country)
}

func entries(p property.Party) []property.MemberEntry {
	list := make([]property.MemberEntry, len(p.Members()))
	for i, m := range p.Members() {
		list[i] = m.Entry()
	}
	return list
}

func names(list []property.MemberEntry) string {
	text := ""
	for i, m := range list {
		if i > 0 {
			text += " – "
		}
		text += m.Name()
	}
	return text
}
