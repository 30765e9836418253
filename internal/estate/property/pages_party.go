package property

import (
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

func (r *Room) partyPages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/parties/{party}", ReadRegister, r.showParty)
	ui.FormPage(p, "/members/{member}/edit", ChangeRegister, 0, r.showEditMember, r.editMember)
}

// partyPage names a party of a building by the path.
type partyPage struct {
	OfBuilding
	Party id.Of[id.Party] `path:"party"`
}

func partyPath(p Party) string { return path(p.building, "/parties/"+p.id.String()) }

// partySeen is a party with all that the house knows of it.
type partySeen struct {
	Party    Party
	Building Building
	Now      []Lot // that it holds today
	Shares   int64
	Held     []Held
	Recalled []Recalled // what was said of its members, for who may change it
	May      bool       // sees how to reach everybody, corrects
	Mine     bool
	MaySee   bool // looks at the pages of its members as they see them
	Reader   id.Of[id.Person]
}

func (r *Room) showParty(v *act.View, in partyPage) (ui.Sheet, error) {
	reg, p, err := r.RegisterOfParty(v, in.Party)
	if err != nil {
		return ui.Sheet{}, err
	}
	if p.building != in.Building {
		return ui.Sheet{}, fault.NotFound("not_found")
	}
	s := partySeen{Party: r.visibleParty(v, p), Building: reg.Building, Held: reg.HeldBy(p.id, v.Now), May: v.May(ChangeRegister, p.building), Mine: p.Has(v.Who.Person),
		MaySee: v.May(office.SeeAs, p.building), Reader: v.Who.Person}
	s.Now = reg.At(v.Today, v.Now).LotsOf(p.id)
	s.Shares = found(s.Now)
	if s.May {
		for _, m := range p.members {
			s.Recalled = append(s.Recalled, reg.Recall(m.id)...)
		}
	}
	return ui.Sheet{Title: p.Name(), Building: p.building, Section: "people", Body: partyView(s)}, nil
}

// memberPage is the form that corrects how a person is called and reached, or changes it from a day on.
type memberPage struct {
	Member id.Of[id.Member] `path:"member"`
	Body   struct {
		PersonBody
		HowBody
	}
}

func (r *Room) showEditMember(v *act.View, in memberPage, sent ui.Sent) (ui.Sheet, error) {
	m, reg, err := r.memberOf(v, in.Member)
	if err != nil {
		return ui.Sheet{}, err
	}
	title := say(v.Context(), "member_edit_title", "name", m.Name())
	return ui.Sheet{Title: title, Building: m.building, Section: "people", Body: memberForm(title, m, reg.partyNow(m.party, v.Today, v.Now), v.Today, sent)}, nil
}

// memberOf reads a member as it is today, with the register, for who may change it.
func (r *Room) memberOf(v *act.View, member id.Of[id.Member]) (Member, Register, error) {
	building, err := db.One(v.Query(buildingOfMember, member), func(b *id.Of[id.Building]) []any { return []any{b} }, fault.NotFound("not_found"))
	if err != nil {
		return Member{}, Register{}, err
	}
	reg, err := LoadRegister(v.Tx, building)
	if err != nil {
		return Member{}, reg, err
	}
	if err := v.Allow(ChangeRegister, building); err != nil {
		return Member{}, reg, err
	}
	m := reg.memberNow(member, v.Today, v.Now)
	if m.id.None() {
		return m, reg, fault.NotFound("not_found")
	}
	return m, reg, nil
}

func (r *Room) editMember(a *act.Act, in memberPage) (ui.Done, error) {
	how, err := in.Body.how()
	if err != nil {
		return ui.Done{}, err
	}
	m, err := r.ChangeMember(a, in.Member, in.Body.entry(a.Who.Lang), how)
	return ui.Done{To: path(m.building, "/parties/"+m.party.String()), Says: say(a.Context(), "member_edit_done", "name", m.Name())}, err
}
