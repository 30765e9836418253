package property

import (
	"cmp"
	"slices"
	"strconv"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

func (r *Room) partyRoutes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/owners", ReadRegister, "List the parties that hold lots", r.getOwners, rest.Versioned())
	rest.Read(s, "GET /api/v1/owners/{owner}", ReadRegister, "Read a party with all lots that it ever held", r.getOwner, rest.Versioned())
	rest.Write(s, "PUT /api/v1/members/{member}", ChangeRegister, "Correct how a person is called and reached, or change it from a day on", r.putMember)
	rest.Write(s, "POST /api/v1/members/{member}/links", ChangeRegister, "Give a member a sign-in", r.postLink)
}

// PersonBody is what a request says about a person or a company.
type PersonBody struct {
	Nature     string `json:"nature,omitempty" enum:"natural,company"`
	FirstName  string `json:"first_name,omitempty" maxLength:"80"`
	LastName   string `json:"last_name" minLength:"1" maxLength:"120"`
	Enterprise string `json:"enterprise_number,omitempty" maxLength:"20"`
	Email      string `json:"email,omitempty" maxLength:"254"`
	Phone      string `json:"phone,omitempty" maxLength:"40"`
	Street     string `json:"street,omitempty" maxLength:"160"`
	Postcode   string `json:"postcode,omitempty" maxLength:"12"`
	City       string `json:"city,omitempty" maxLength:"80"`
	Country    string `json:"country,omitempty" maxLength:"2"`
	Lang       string `json:"language,omitempty" enum:"fr,nl,de,en"`
}

// MemberBody is what a request says about a member of a party.
type MemberBody struct {
	PersonBody
	Right string `json:"right,omitempty" enum:"full,usufruct,bare"`
	Part  string `json:"part,omitempty" maxLength:"40"` // a fraction such as 1/2; the whole when empty
}

func entries(bodies []MemberBody, fallback i18n.Lang) ([]MemberEntry, error) {
	list := make([]MemberEntry, len(bodies))
	for i, b := range bodies {
		part := share.Must(1, 1)
		if b.Part != "" {
			var err error
			if part, err = share.Parse(b.Part); err != nil {
				return nil, at(err, "members["+strconv.Itoa(i)+"].part")
			}
		}
		list[i] = b.entry(fallback)
		list[i].Right, list[i].Part = Right(b.Right), part
	}
	return list, nil
}

func (b PersonBody) entry(fallback i18n.Lang) MemberEntry {
	lang := i18n.Lang(b.Lang)
	if lang == "" {
		lang = fallback
	}
	return MemberEntry{Nature: Nature(b.Nature), FirstName: b.FirstName, LastName: b.LastName, Enterprise: b.Enterprise, Email: b.Email, Phone: b.Phone,
		Street: b.Street, Postcode: b.Postcode, City: b.City, Country: b.Country, Lang: lang}
}

// OwnerAnswer is a party as the API says it.
type OwnerAnswer struct {
	ID            id.Of[id.Party] `json:"id"`
	Name          string          `json:"name"`
	Kind          PartyKind       `json:"kind"`
	Communication string          `json:"communication"`
	Persons       []PersonAnswer  `json:"persons"`
	Lots          []id.Of[id.Lot] `json:"lot_ids"`
}

// PersonAnswer is a member of a party.
type PersonAnswer struct {
	ID       id.Of[id.Member] `json:"id"`
	Name     string           `json:"name"`
	Nature   Nature           `json:"nature"`
	Right    Right            `json:"right"`
	Part     share.Fraction   `json:"part"`
	Email    string           `json:"email"`
	Language i18n.Lang        `json:"language"`

	FirstName  string        `json:"first_name"`
	LastName   string        `json:"last_name"`
	Phone      string        `json:"phone"`
	Enterprise string        `json:"enterprise_number"`
	Street     string        `json:"street"`
	Postcode   string        `json:"postcode"`
	City       string        `json:"city"`
	Country    string        `json:"country"`
	Seen       civil.Instant `json:"seen"` // to be sent back with a correction
}

func (s Snapshot) answerOwner(p Party) OwnerAnswer {
	a := OwnerAnswer{ID: p.id, Name: p.Name(), Kind: p.Kind(), Communication: p.communication.Format(), Persons: []PersonAnswer{}, Lots: []id.Of[id.Lot]{}}
	for _, m := range p.members {
		a.Persons = append(a.Persons, answerPerson(m))
	}
	for _, l := range s.LotsOf(p.id) {
		a.Lots = append(a.Lots, l.id)
	}
	return a
}

func answerPerson(m Member) PersonAnswer {
	e := m.entry
	return PersonAnswer{m.id, m.Name(), e.Nature, e.Right, m.Part(), e.Email, e.Lang, e.FirstName, e.LastName, e.Phone, e.Enterprise, e.Street, e.Postcode, e.City, e.Country, m.learned}
}

func (r *Room) getOwners(v *act.View, in RegisterRequest) (rest.List[OwnerAnswer], error) {
	s, err := r.Register(v, in.Building, in.On, in.Known)
	if err != nil {
		return rest.List[OwnerAnswer]{}, err
	}
	slices.SortStableFunc(s.Parties, func(a, b Party) int {
		return cmp.Or(cmp.Compare(Fold(a.Name()), Fold(b.Name())), a.id.Compare(b.id))
	})
	named := r.visible(v, s)
	page, err := after(in.Paging, named.Parties, func(p Party) []string { return []string{Fold(p.Name()), p.id.String()} })
	return rest.Map(page, s.answerOwner), err
}

// visible hides from co-owners what the law does not give them of each other: they may know names, postal addresses, shares and lots
// (art. 3.89 §5 14°), not e-mail addresses and telephone numbers, which are given only by their owner.
func (r *Room) visible(v *act.View, s Snapshot) Snapshot {
	for i, p := range s.Parties {
		s.Parties[i] = r.visibleParty(v, p)
	}
	return s
}

func (r *Room) visibleParty(v *act.View, p Party) Party {
	if v.May(ChangeRegister, p.building) || p.Has(v.Who.Person) {
		return p
	}
	p.members = slices.Clone(p.members)
	for j := range p.members {
		p.members[j].entry.Email, p.members[j].entry.Phone = "", ""
	}
	return p
}

// OfOwner names a party by the path.
type OfOwner struct {
	Owner id.Of[id.Party] `path:"owner"`
}

// HeldAnswer is a stretch of time during which the party holds a lot; to is the first day on which it is no longer so.
type HeldAnswer struct {
	Lot   id.Of[id.Lot] `json:"lot_id"`
	Label string        `json:"label"`
	From  civil.Date    `json:"from"`
	To    *civil.Date   `json:"to"`
}

// OwnerWholeAnswer is a party with all lots that it ever held.
type OwnerWholeAnswer struct {
	OwnerAnswer
	Held []HeldAnswer `json:"held"`
}

func (r *Room) getOwner(v *act.View, in OfOwner) (OwnerWholeAnswer, error) {
	reg, p, err := r.RegisterOfParty(v, in.Owner)
	if err != nil {
		return OwnerWholeAnswer{}, err
	}
	s := reg.At(v.Today, v.Now)
	a := OwnerWholeAnswer{s.answerOwner(r.visibleParty(v, p)), []HeldAnswer{}}
	for _, h := range reg.HeldBy(p.id, v.Now) {
		a.Held = append(a.Held, HeldAnswer{h.Lot.id, h.Lot.label, h.From, nullable(h.To)})
	}
	return a, nil
}

// PersonRequest corrects a member; with a day, the member is called and reached so from that day on.
type PersonRequest struct {
	Member id.Of[id.Member] `path:"member"`
	Body   struct {
		PersonBody
		SayingBody
	}
}

func (r *Room) putMember(a *act.Act, in PersonRequest) (PersonAnswer, error) {
	m, err := r.ChangeMember(a, in.Member, in.Body.entry(""), in.Body.saying())
	if err != nil {
		return PersonAnswer{}, err
	}
	return answerPerson(m), nil
}

// LinkRequest gives a member a sign-in at an address.
type LinkRequest struct {
	Member id.Of[id.Member] `path:"member"`
	Body   struct {
		Email string `json:"email,omitempty" maxLength:"254"`
	}
}

// LinkAnswer says which sign-in the member has now.
type LinkAnswer struct {
	ID     id.Of[id.Member] `json:"id"`
	Person id.Of[id.Person] `json:"person_id"`
}

func (r *Room) postLink(a *act.Act, in LinkRequest) (LinkAnswer, error) {
	person, err := r.LinkMember(a, in.Member, in.Body.Email)
	return LinkAnswer{in.Member, person}, err
}
