package property

import (
	"cmp"
	"slices"
	"strconv"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the register.
func (r *Room) Routes(s *rest.Server) {
	rest.Write(s, "POST /api/v1/buildings", CreateBuilding, "Begin the register of a building", r.postBuilding)
	rest.Read(s, "GET /api/v1/buildings", ReadBuilding, "List the buildings in which you hold a role", r.getBuildings)
	rest.Read(s, "GET /api/v1/buildings/{building}", ReadBuilding, "Read a building", r.getBuilding)
	rest.Write(s, "PUT /api/v1/buildings/{building}", ChangeBuilding, "Correct what is known of a building", r.putBuilding)
	rest.Write(s, "PUT /api/v1/buildings/{building}/accounts/{fund}", ChangeBuilding, "Say which bank account holds a fund", r.putAccount)
	rest.Read(s, "GET /api/v1/buildings/{building}/lots", ReadRegister, "List the lots", r.getLots)
	rest.Write(s, "POST /api/v1/buildings/{building}/lots", ChangeRegister, "Add a lot by hand", r.postLot)
	rest.Write(s, "PUT /api/v1/lots/{lot}", ChangeRegister, "Correct a lot", r.putLot)
	rest.Write(s, "POST /api/v1/lots/{lot}/transfers", ChangeRegister, "Pass a lot to another party", r.postTransfer)
	rest.Read(s, "GET /api/v1/buildings/{building}/owners", ReadRegister, "List the parties that hold lots", r.getOwners)
	rest.Read(s, "GET /api/v1/buildings/{building}/ownerships", ReadRegister, "List who holds which lot on a day", r.getOwnerships)
	rest.Write(s, "POST /api/v1/members/{member}/links", ChangeRegister, "Give a member a sign-in", r.postLink)
}

// AddressJSON is an address as the API says it.
type AddressJSON struct {
	Street   string `json:"street" minLength:"1" maxLength:"120"`
	Number   string `json:"number" minLength:"1" maxLength:"20"`
	Postcode string `json:"postcode" minLength:"4" maxLength:"10"`
	City     string `json:"city" minLength:"1" maxLength:"80"`
}

// BuildingBody is what a request says about a building.
type BuildingBody struct {
	Name        string      `json:"name" minLength:"1" maxLength:"120"`
	Address     AddressJSON `json:"address"`
	Denominator int64       `json:"share_denominator" minimum:"1" maximum:"1000000000"`
	Enterprise  string      `json:"enterprise_number,omitempty" maxLength:"20"`
	Lang        string      `json:"language,omitempty" enum:"fr,nl,de,en"`
}

func (b BuildingBody) entry() BuildingEntry {
	return BuildingEntry{Name: b.Name, Address: Address(b.Address), Denominator: b.Denominator, Enterprise: b.Enterprise, Lang: i18n.Lang(b.Lang)}
}

// BuildingRequest begins a building.
type BuildingRequest struct{ Body BuildingBody }

// BuildingAnswer is a building as the API says it.
type BuildingAnswer struct {
	ID          id.Of[id.Building] `json:"id"`
	Name        string             `json:"name"`
	Address     AddressJSON        `json:"address"`
	Enterprise  string             `json:"enterprise_number"`
	Denominator int64              `json:"share_denominator"`
	Lang        i18n.Lang          `json:"language"`
	Lots        int64              `json:"lots"`         // how many lots it has
	Shares      int64              `json:"shares_found"` // sum of the lots' shares
	Accounts    []AccountAnswer    `json:"accounts"`
}

// AccountAnswer is a bank account of the association.
type AccountAnswer struct {
	Fund string       `json:"fund"`
	IBAN belgium.IBAN `json:"iban"`
}

func answerBuilding(l BuildingLine, accounts []Account) BuildingAnswer {
	a := BuildingAnswer{ID: l.id, Name: l.name, Address: AddressJSON(l.address), Enterprise: l.enterprise.String(), Denominator: l.denominator,
		Lang: l.lang, Lots: l.Lots, Shares: l.Found, Accounts: []AccountAnswer{}}
	for _, acc := range accounts {
		a.Accounts = append(a.Accounts, AccountAnswer{acc.fund, acc.iban})
	}
	return a
}

func (r *Room) postBuilding(a *act.Act, in BuildingRequest) (BuildingAnswer, error) {
	b, err := r.CreateBuilding(a, in.Body.entry())
	return answerBuilding(BuildingLine{Building: b}, nil), err
}

// ListBuildings asks for the buildings.
type ListBuildings struct{ rest.Paging }

func (r *Room) getBuildings(v *act.View, in ListBuildings) (rest.List[BuildingAnswer], error) {
	lines, err := r.Buildings(v)
	if err != nil {
		return rest.List[BuildingAnswer]{}, err
	}
	page, err := after(in.Paging, lines, func(l BuildingLine) []string { return []string{l.name, l.id.String()} })
	return rest.Map(page, func(l BuildingLine) BuildingAnswer { return answerBuilding(l, nil) }), err
}

// OfBuilding names a building by the path.
type OfBuilding struct {
	Building id.Of[id.Building] `path:"building"`
}

func (r *Room) getBuilding(v *act.View, in OfBuilding) (BuildingAnswer, error) {
	if _, err := r.Building(v, in.Building); err != nil {
		return BuildingAnswer{}, err
	}
	lines, err := r.Buildings(v)
	if err != nil {
		return BuildingAnswer{}, err
	}
	accounts, err := AccountsOf(v.Tx, in.Building)
	i := slices.IndexFunc(lines, func(l BuildingLine) bool { return l.id == in.Building })
	if err != nil || i < 0 {
		return BuildingAnswer{}, errOr(err, fault.NotFound("not_found"))
	}
	return answerBuilding(lines[i], accounts), nil
}

// ChangeBuildingRequest corrects a building.
type ChangeBuildingRequest struct {
	OfBuilding
	Body BuildingBody
}

func (r *Room) putBuilding(a *act.Act, in ChangeBuildingRequest) (BuildingAnswer, error) {
	b, err := r.ChangeBuilding(a, in.Building, in.Body.entry())
	return answerBuilding(BuildingLine{Building: b}, nil), err
}

// AccountRequest sets the account of a fund.
type AccountRequest struct {
	OfBuilding
	Fund string `path:"fund"`
	Body struct {
		IBAN string `json:"iban" minLength:"5" maxLength:"50"`
	}
}

func (r *Room) putAccount(a *act.Act, in AccountRequest) (AccountAnswer, error) {
	if in.Fund != "working" && in.Fund != "reserve" {
		return AccountAnswer{}, fault.NotFound("not_found")
	}
	acc, err := r.SetAccount(a, in.Building, in.Fund, in.Body.IBAN)
	return AccountAnswer{acc.fund, acc.iban}, err
}

// AsOf asks for a day, as known at a moment; neither means now.
type AsOf struct {
	On    civil.Date    `query:"on" format:"date"`
	Known civil.Instant `query:"known" format:"date-time"`
}

// RegisterRequest asks for a part of the register.
type RegisterRequest struct {
	OfBuilding
	AsOf
	rest.Paging
}

// LotAnswer is a lot as the API says it.
type LotAnswer struct {
	ID     id.Of[id.Lot] `json:"id"`
	Label  string        `json:"label"`
	Kind   Kind          `json:"kind"`
	Shares int64         `json:"shares"`
	Floor  *int64        `json:"floor"`
}

func answerLot(l Lot) LotAnswer { return LotAnswer{l.id, l.label, l.kind, l.shares, l.floor} }

func (r *Room) getLots(v *act.View, in RegisterRequest) (rest.List[LotAnswer], error) {
	s, err := r.Register(v, in.Building, in.On, in.Known)
	if err != nil {
		return rest.List[LotAnswer]{}, err
	}
	page, err := after(in.Paging, s.Lots, func(l Lot) []string { return []string{order(l.position), l.id.String()} })
	return rest.Map(page, answerLot), err
}

// LotBody is what a request says about a lot.
type LotBody struct {
	Label  string `json:"label" minLength:"1" maxLength:"40"`
	Kind   string `json:"kind" enum:"apartment,studio,house,commercial,office,garage,parking,cellar,other"`
	Shares int64  `json:"shares" minimum:"0" maximum:"1000000000"`
	Floor  *int64 `json:"floor,omitempty" minimum:"-200" maximum:"200"`
}

func (b LotBody) entry() LotEntry { return LotEntry{b.Label, Kind(b.Kind), b.Shares, b.Floor} }

// MemberBody is what a request says about a member of a party.
type MemberBody struct {
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
	Right      string `json:"right,omitempty" enum:"full,usufruct,bare"`
	Part       string `json:"part,omitempty" maxLength:"40"` // a fraction such as 1/2; the whole when empty
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
		lang := i18n.Lang(b.Lang)
		if lang == "" {
			lang = fallback
		}
		list[i] = MemberEntry{Nature: Nature(b.Nature), FirstName: b.FirstName, LastName: b.LastName, Enterprise: b.Enterprise, Email: b.Email, Phone: b.Phone,
			Street: b.Street, Postcode: b.Postcode, City: b.City, Country: b.Country, Lang: lang, Right: Right(b.Right), Part: part}
	}
	return list, nil
}

// LotRequest adds a lot, and its party when members are given.
type LotRequest struct {
	OfBuilding
	Body struct {
		LotBody
		From    civil.Date   `json:"from,omitempty" format:"date"`
		Members []MemberBody `json:"members,omitempty" maxItems:"50"`
	}
}

func (r *Room) postLot(a *act.Act, in LotRequest) (LotAnswer, error) {
	members, err := entries(in.Body.Members, a.Who.Lang)
	if err != nil {
		return LotAnswer{}, err
	}
	l, err := r.AddLot(a, in.Building, in.Body.entry(), members, in.Body.From)
	return answerLot(l), err
}

// CorrectLotRequest corrects a lot.
type CorrectLotRequest struct {
	Lot  id.Of[id.Lot] `path:"lot"`
	Body LotBody
}

func (r *Room) putLot(a *act.Act, in CorrectLotRequest) (LotAnswer, error) {
	l, err := r.CorrectLot(a, in.Lot, in.Body.entry())
	return answerLot(l), err
}

// TransferRequest passes a lot to a party of the building, or to a new one made of members.
type TransferRequest struct {
	Lot  id.Of[id.Lot] `path:"lot"`
	Body struct {
		On      civil.Date      `json:"on" format:"date"`
		Owner   id.Of[id.Party] `json:"owner_id,omitempty" format:"uuid"`
		Members []MemberBody    `json:"members,omitempty" maxItems:"50"`
	}
}

// OwnershipAnswer says who holds a lot and since when; to is the first day on which it is no longer so.
type OwnershipAnswer struct {
	Lot   id.Of[id.Lot]   `json:"lot_id"`
	Owner id.Of[id.Party] `json:"owner_id"`
	From  civil.Date      `json:"from"`
	To    *civil.Date     `json:"to"`
}

func answerOwnership(o Ownership) OwnershipAnswer {
	a := OwnershipAnswer{Lot: o.lot, Owner: o.party, From: o.from}
	if !o.to.None() {
		a.To = &o.to
	}
	return a
}

func (r *Room) postTransfer(a *act.Act, in TransferRequest) (OwnershipAnswer, error) {
	members, err := entries(in.Body.Members, a.Who.Lang)
	if err != nil {
		return OwnershipAnswer{}, err
	}
	o, err := r.TransferLot(a, in.Lot, in.Body.Owner, members, in.Body.On)
	return answerOwnership(o), err
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
}

func (s Snapshot) answerOwner(p Party) OwnerAnswer {
	a := OwnerAnswer{ID: p.id, Name: p.Name(), Kind: p.Kind(), Communication: p.communication.Format(), Persons: []PersonAnswer{}, Lots: []id.Of[id.Lot]{}}
	for _, m := range p.members {
		a.Persons = append(a.Persons, PersonAnswer{m.id, m.Name(), m.entry.Nature, m.entry.Right, m.Part(), m.entry.Email, m.entry.Lang})
	}
	for _, l := range s.LotsOf(p.id) {
		a.Lots = append(a.Lots, l.id)
	}
	return a
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

// visible hides from co-owners what the law does not give them of each other: they may know names, shares and lots (art. 3.89 §5 14°), not
// e-mail addresses, which are given only by their owner.
func (r *Room) visible(v *act.View, s Snapshot) Snapshot {
	if v.May(ChangeRegister, s.Building.id) {
		return s
	}
	for i, p := range s.Parties {
		if p.Has(v.Who.Person) {
			continue
		}
		members := slices.Clone(p.members)
		for j := range members {
			members[j].entry.Email, members[j].entry.Phone = "", ""
		}
		s.Parties[i].members = members
	}
	return s
}

func (r *Room) getOwnerships(v *act.View, in RegisterRequest) (rest.List[OwnershipAnswer], error) {
	s, err := r.Register(v, in.Building, in.On, in.Known)
	if err != nil {
		return rest.List[OwnershipAnswer]{}, err
	}
	at := map[id.Of[id.Lot]]int{}
	for i, l := range s.Lots {
		at[l.id] = i
	}
	page, err := after(in.Paging, s.Ownerships, func(o Ownership) []string { return []string{order(int64(at[o.lot])), o.id.String()} })
	return rest.Map(page, answerOwnership), err
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
