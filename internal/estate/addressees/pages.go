package addressees

import (
	"context"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages.
func (r *Room) Pages(p *ui.Pages) {
	ui.ListPage(p, "/buildings/{building}/addressees", ReadAddressees, r.list())
	ui.Page(p, "GET /buildings/{building}/parties/{party}/addressees", ReadAddressees, r.showParty)
	ui.FormPage(p, "/buildings/{building}/parties/{party}/mandatary", ChangeAddressees, 0, r.showDesignate, r.designate)
	ui.FormPage(p, "/mandataries/{mandatary}/end", ChangeAddressees, 0, r.showEnd, r.end)
	ui.FormPage(p, "/buildings/{building}/members/{member}/consent", AnswerConsent, 0, r.showAgree, r.agree)
	ui.FormPage(p, "/consents/{consent}/revocation", AnswerConsent, 0, r.showRevoke, r.revoke)
}

func listPath(building id.Of[id.Building]) string {
	return "/buildings/" + building.String() + "/addressees"
}

func partyPath(building id.Of[id.Building], party id.Of[id.Party], more string) string {
	if more == "" {
		more = "/addressees"
	}
	return "/buildings/" + building.String() + "/parties/" + party.String() + more
}

func consentPath(building id.Of[id.Building], member id.Of[id.Member]) string {
	return "/buildings/" + building.String() + "/members/" + member.String() + "/consent"
}

// shown is a party with its standing, the way to each member, and whoever voted for it before.
type shown struct {
	Building property.Building
	Party    property.Party
	Standing Standing
	Ways     []Way // by member
	Past     []Mandatary
	May      bool // the reader is the syndic: sees how to reach everybody, and changes it
	Today    civil.Date
}

// next is the mandatary who votes from a later day on, or votes now: whose mandate can be ended.
func (s shown) next() (Mandatary, bool) {
	for _, m := range s.Past {
		if m.to.None() {
			return m, true
		}
	}
	return Mandatary{}, false
}

// name is what a mandatary is called: as the member is called today, or as somebody else was written down.
func (s shown) name(m Mandatary) string {
	if one, is := memberOf(s.Party, m.entry.Member); is {
		return one.Name()
	}
	return m.entry.Name
}

func (r *Room) shown(v *act.View, b Book, party id.Of[id.Party]) (shown, error) {
	p, err := b.party(party, v.Today, v.Now)
	if err != nil {
		return shown{}, err
	}
	building := b.Register.Building
	s := shown{Building: building, Party: p, Standing: Vote(p, b.Mandataries, v.Today), May: v.May(ChangeAddressees, building.ID()), Today: v.Today}
	for _, m := range p.Members() {
		s.Ways = append(s.Ways, Channel(m.ID(), b.Consents, v.Today))
	}
	for _, m := range b.Mandataries {
		if m.party == party {
			s.Past = append(s.Past, m)
		}
	}
	return s, nil
}

func (r *Room) showParty(v *act.View, in OfParty) (ui.Sheet, error) {
	b, err := r.Book(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	s, err := r.shown(v, b, in.Party)
	return ui.Sheet{Title: s.Party.Name(), Building: in.Building, Section: "people", Body: partyView(s)}, err
}

func (r *Room) showDesignate(v *act.View, in DesignateRequest, sent ui.Sent) (ui.Sheet, error) {
	b, err := r.Book(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeAddressees, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	s, err := r.shown(v, b, in.Party)
	return ui.Sheet{Title: tell(v.Context(), "designate_title"), Building: in.Building, Section: "people", Body: designateForm(s, sent)}, err
}

func (r *Room) designate(a *act.Act, in DesignateRequest) (ui.Done, error) {
	_, err := r.Designate(a, in.Building, in.Party, in.Body.entry())
	return ui.Done{To: partyPath(in.Building, in.Party, ""), Says: tell(a.Context(), "designate_done")}, err
}

// EndForm ends a mandate on a day.
type EndForm struct {
	OfMandatary
	Body struct {
		On civil.Date `json:"on,omitempty" format:"date"`
	}
}

func (r *Room) showEnd(v *act.View, in EndForm, sent ui.Sent) (ui.Sheet, error) {
	m, err := findMandatary(v.Tx, in.Mandatary)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeAddressees, m.building); err != nil {
		return ui.Sheet{}, err
	}
	b, err := Load(v.Tx, m.building)
	if err != nil {
		return ui.Sheet{}, err
	}
	s, err := r.shown(v, b, m.party)
	return ui.Sheet{Title: tell(v.Context(), "end_title", "name", s.name(m)), Building: m.building, Section: "people", Body: endForm(s, m, sent)}, err
}

func (r *Room) end(a *act.Act, in EndForm) (ui.Done, error) {
	m, err := r.End(a, in.Mandatary, in.Body.On)
	return ui.Done{To: partyPath(m.building, m.party, ""), Says: tell(a.Context(), "end_done", "date", m.to)}, err
}

// answering is the form of a consent: for whom, and whether the reader answers for himself.
type answering struct {
	Building property.Building
	Member   property.Member
	Way      Way
	Own      bool
	Back     string
	Today    civil.Date
}

func (r *Room) answering(v *act.View, building id.Of[id.Building], member id.Of[id.Member]) (answering, error) {
	b, err := Load(v.Tx, building)
	if err != nil {
		return answering{}, err
	}
	s := answering{Building: b.Register.Building, Way: Channel(member, b.Consents, v.Today), Back: "/my/data", Today: v.Today}
	if s.Own, err = b.answers(v, building, member); err != nil {
		return s, err
	}
	s.Member, _ = b.member(member, v)
	if !s.Own {
		s.Back = b.pageOf(member, v)
	}
	return s, nil
}

// pageOf is the page of the party of a member.
func (b Book) pageOf(member id.Of[id.Member], v *act.View) string {
	building := b.Register.Building.ID()
	for _, p := range b.Register.Parties(v.Today, v.Now) {
		if _, is := memberOf(p, member); is {
			return partyPath(building, p.ID(), "")
		}
	}
	return listPath(building)
}

func (s answering) section() string {
	if s.Own {
		return "mine"
	}
	return "people"
}

func (r *Room) showAgree(v *act.View, in AgreeRequest, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.answering(v, in.Building, in.Member)
	return ui.Sheet{Title: tell(v.Context(), "agree_title"), Building: in.Building, Section: s.section(), Body: agreeForm(s, sent)}, err
}

func (r *Room) agree(a *act.Act, in AgreeRequest) (ui.Done, error) {
	c, err := r.Agree(a, in.Building, in.Member, in.Body.entry())
	if err != nil {
		return ui.Done{}, err
	}
	s, err := r.answering(&a.View, in.Building, in.Member)
	return ui.Done{To: s.Back, Says: tell(a.Context(), "agree_done", "email", c.entry.Email)}, err
}

func (r *Room) showRevoke(v *act.View, in RevokeRequest, sent ui.Sent) (ui.Sheet, error) {
	c, err := findConsent(v.Tx, in.Consent)
	if err != nil {
		return ui.Sheet{}, err
	}
	s, err := r.answering(v, c.building, c.member)
	return ui.Sheet{Title: tell(v.Context(), "revoke_title"), Building: c.building, Section: s.section(), Body: revokeForm(s, c, sent)}, err
}

func (r *Room) revoke(a *act.Act, in RevokeRequest) (ui.Done, error) {
	c, err := r.Revoke(a, in.Consent, in.Body.On)
	if err != nil {
		return ui.Done{}, err
	}
	s, err := r.answering(&a.View, c.building, c.member)
	return ui.Done{To: s.Back, Says: tell(a.Context(), "revoke_done")}, err
}

func howIn(ctx context.Context, h How) string { return tell(ctx, "how_"+string(h)) }
