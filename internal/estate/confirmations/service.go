package confirmations

import (
	"slices"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/occupants"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
)

// Room knows who confirmed his data.
type Room struct {
	House      *act.House
	Mail       mail.Sender
	BaseURL    string
	Register   *property.Room
	Addressees *addressees.Room
	Occupants  *occupants.Room
}

// Standings reads the members of those who hold a lot of a building today, each with his last answer and the last request.
func (r *Room) Standings(v *act.View, building id.Of[id.Building]) ([]Standing, error) {
	reg, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return nil, err
	}
	if err := v.Allow(ReadConfirmations, building); err != nil {
		return nil, err
	}
	return standings(v, reg)
}

func standings(v *act.View, reg property.Register) (list []Standing, err error) {
	answers, err := db.All(v.Query(answersOf, reg.Building.ID()), (*Answer).fields)
	if err != nil {
		return nil, err
	}
	requests, err := db.All(v.Query(requestsOf, reg.Building.ID()), (*Request).fields)
	if err != nil {
		return nil, err
	}
	last := map[id.Of[id.Member]]Standing{}
	for _, x := range answers {
		s := last[x.member]
		if x.kind == Confirmed {
			s.Confirmed = x.on
		} else {
			s.Changed = x.on
		}
		last[x.member] = s
	}
	for _, q := range requests {
		s := last[q.member]
		s.Asked = q
		last[q.member] = s
	}
	for _, p := range reg.At(v.Today, v.Now).Parties {
		for _, m := range p.Members() {
			s := last[m.ID()]
			s.Party, s.Member = p, m
			list = append(list, s)
		}
	}
	return list, nil
}

// standing finds a member of those who hold a lot today, after the wait for who speaks of the same building.
func (r *Room) standing(a *act.Act, building id.Of[id.Building], member id.Of[id.Member], action act.Action) (Standing, error) {
	if err := a.Hold(building); err != nil {
		return Standing{}, err
	}
	reg, err := property.LoadRegister(a.Tx, building)
	if err != nil {
		return Standing{}, err
	}
	if err := a.Allow(action, building); err != nil {
		return Standing{}, err
	}
	list, err := standings(&a.View, reg)
	if err != nil {
		return Standing{}, err
	}
	i := slices.IndexFunc(list, func(s Standing) bool { return s.Member.ID() == member })
	if i < 0 {
		return Standing{}, fault.NotFound("not_found")
	}
	return list[i], nil
}

// Confirm notes that a member finds his own data right. Nobody confirms for another.
func (r *Room) Confirm(a *act.Act, building id.Of[id.Building], member id.Of[id.Member]) (Answer, error) {
	s, err := r.standing(a, building, member, ConfirmOwnData)
	if err != nil {
		return Answer{}, err
	}
	if a.Who.Person.None() || s.Member.Person() != a.Who.Person {
		return Answer{}, fault.Forbidden("member_of_another")
	}
	a.Record(DataConfirmed{happened{building, member}, a.Today})
	return answered(a, building, member, Confirmed)
}

// State says how a member is reached from today on, as he says it himself, and notes that he said so.
func (r *Room) State(a *act.Act, building id.Of[id.Building], member id.Of[id.Member], c property.Contact, seen civil.Instant) (property.Member, error) {
	m, err := r.Register.StateOwn(a, building, member, c, seen)
	if err != nil || m.Learned() != a.Now { // nothing new was said
		return m, err
	}
	_, err = answered(a, building, member, Changed)
	return m, err
}

func answered(a *act.Act, building id.Of[id.Building], member id.Of[id.Member], kind Kind) (Answer, error) {
	x := Answer{id: id.New[id.Any](), building: building, member: member, kind: kind, on: a.Today, at: a.Now, by: a.Who.Person}
	return x, x.save(a.Tx)
}

// Ask writes to a member whether his data are right. The letter leaves after the act, and counts as sent when a mail server took it.
func (r *Room) Ask(a *act.Act, building id.Of[id.Building], member id.Of[id.Member]) (Request, error) {
	s, err := r.standing(a, building, member, AskConfirmation)
	if err != nil {
		return Request{}, err
	}
	if f := s.MayAsk(a.Today); f != nil {
		return s.Asked, f
	}
	q := Request{id: id.New[id.Any](), building: building, member: member, on: a.Today, at: a.Now, by: a.Who.Person}
	a.Record(ConfirmationAsked{happened{building, member}, q.id})
	if err := jobs.Put(a.Tx, a.Who.Office, SendJob, SendJob+"/"+q.id.String(), sendArgs{q.id}, a.Now); err != nil {
		return q, err
	}
	return q, q.save(a.Tx)
}

// SetYearly says whether the members of a building are asked every year by the house itself.
func (r *Room) SetYearly(a *act.Act, building id.Of[id.Building], yearly bool) (Setting, error) {
	if err := a.Hold(building); err != nil {
		return Setting{}, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Setting{}, err
	}
	if err := a.Allow(AskConfirmation, building); err != nil {
		return Setting{}, err
	}
	was, err := SettingOf(a.Tx, building)
	if err != nil || was.Yearly == yearly {
		return was, err
	}
	a.Record(YearlySet{building, yearly})
	return Setting{yearly, a.Now}, saveSetting(a.Tx, building, yearly, a.Now)
}
