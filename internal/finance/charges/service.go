package charges

import (
	"cmp"
	"slices"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// Room holds what the verbs need from elsewhere.
type Room struct{}

// desk is what lies before whoever computes: the register and the keys of one building, and who is looking.
type desk struct {
	view     *act.View
	register property.Register
	book     keys.Book
	mine     []id.Of[id.Party] // the parties of which the reader is a member
	all      bool              // whether the reader may see the parts of every party
}

// open loads a building for whoever may see at least their own charges there.
func open(v *act.View, building id.Of[id.Building]) (desk, error) {
	d := desk{view: v}
	var err error
	if d.register, err = property.LoadRegister(v.Tx, building); err != nil {
		return d, err
	}
	if err := v.Allow(ReadCharges, building); err != nil {
		return d, err
	}
	if d.book, err = keys.Load(v.Tx, building); err != nil {
		return d, err
	}
	d.mine, d.all = d.register.PartiesOf(v.Who.Person), v.May(ReadAllCharges, building)
	return d, nil
}

// sees tells whether the reader may see the part of a party.
func (d desk) sees(party id.Of[id.Party]) bool { return d.all || slices.Contains(d.mine, party) }

// share cuts an invoice.
func (d desk) share(i purchases.Invoice) (purchases.Basis, Apportionment, error) {
	basis, err := i.Basis(d.register, d.book)
	if err != nil {
		return basis, Apportionment{}, err
	}
	a, err := Apportion(i.Amount(), basis.Lines, basis.Register)
	return basis, a, err
}

// party is a party by what is known of its members now: amounts stay as they were told, but a name that was misspelt is spelt well.
func (d desk) party(part property.Party, on civil.Date) property.Party {
	for _, day := range []civil.Date{on, d.view.Today} {
		if p, known := d.register.Party(part.ID(), day, d.view.Now); known && len(p.Members()) > 0 {
			return p
		}
	}
	return part
}

// Owed says what each party of a building bears of all its invoices together, by name; lots that nobody holds come last. Who may see only their
// own charges gets their own. Cancelled invoices do not count.
func (r *Room) Owed(v *act.View, building id.Of[id.Building]) ([]PartyTotal, error) {
	d, err := open(v, building)
	if err != nil {
		return nil, err
	}
	invoices, err := purchases.OfBuilding(v.Tx, building)
	if err != nil {
		return nil, err
	}
	return d.totals(invoices)
}

// tally adds up the parts of the parties.
type tally struct {
	desk
	totals map[id.Of[id.Party]]*PartyTotal
}

func (t tally) of(p property.Party, on civil.Date) *PartyTotal {
	if found := t.totals[p.ID()]; found != nil {
		return found
	}
	total := &PartyTotal{Party: p.ID()}
	if !p.ID().None() {
		known := t.party(p, on)
		total.Name, total.Communication, total.Joint = known.Name(), p.Communication(), known.Kind() == property.Split
	}
	t.totals[p.ID()] = total
	return total
}

func (d desk) totals(invoices []purchases.Invoice) ([]PartyTotal, error) {
	t := tally{d, map[id.Of[id.Party]]*PartyTotal{}}
	for _, p := range d.register.At(d.view.Today, d.view.Now).Parties { // who holds a lot today is listed, with nothing if need be
		if d.sees(p.ID()) {
			t.of(p, d.view.Today)
		}
	}
	for _, i := range invoices {
		if !i.Counts() {
			continue
		}
		basis, a, err := d.share(i)
		if err != nil {
			return nil, err
		}
		for _, p := range a.Parties {
			if !d.sees(p.Party.ID()) {
				continue
			}
			total := t.of(p.Party, basis.On)
			total.Amount = total.Amount.Add(p.Amount)
			total.Invoices++
		}
	}
	list := make([]PartyTotal, 0, len(t.totals))
	for _, total := range t.totals {
		list = append(list, *total)
	}
	slices.SortFunc(list, func(a, b PartyTotal) int { return slices.Compare(a.order(), b.order()) })
	return list, nil
}

// order is the place of a party in a list: by name, lots that nobody holds last.
func (t PartyTotal) order() []string {
	if t.Party.None() {
		return []string{"1", ""}
	}
	return []string{"0" + property.Fold(t.Name), t.Party.String()}
}

// Shared is an invoice as it was shared.
type Shared struct {
	Invoice  purchases.Invoice
	Basis    purchases.Basis
	Parts    Apportionment
	Supplier string
	All      bool // whether the reader sees the part of every party; else only their own remain in Parts
}

// Apportionment says how an invoice is shared. Every owner may see the part of each lot, since owners may consult the accounts of their association;
// what each party bears in all is shown to whoever keeps or controls the accounts, and to that party.
func (r *Room) Apportionment(v *act.View, invoice id.Of[id.Invoice]) (Shared, error) {
	s, d, err := load(v, invoice)
	if err != nil {
		return Shared{}, err
	}
	s.Parts.Parties = slices.DeleteFunc(s.Parts.Parties, func(p PartyPart) bool { return !d.sees(p.Party.ID()) })
	return s, nil
}

func load(v *act.View, invoice id.Of[id.Invoice]) (Shared, desk, error) {
	i, err := purchases.Find(v.Tx, invoice)
	if err != nil {
		return Shared{}, desk{}, err
	}
	d, err := open(v, i.Building())
	if err != nil {
		return Shared{}, d, err
	}
	s := Shared{Invoice: i, All: d.all}
	if s.Basis, s.Parts, err = d.share(i); err != nil {
		return s, d, err
	}
	for n, p := range s.Parts.Parties {
		if !p.Vacant() {
			s.Parts.Parties[n] = d.named(p, s.Basis.On)
		}
	}
	seller, err := suppliers.Find(v.Tx, i.Supplier())
	s.Supplier = seller.Name()
	return s, d, err
}

// named spells the names of a party and its members as they are known now.
func (d desk) named(p PartyPart, on civil.Date) PartyPart {
	p.Party = d.party(p.Party, on)
	for i, part := range p.Members {
		for _, m := range p.Party.Members() {
			if m.ID() == part.Member.ID() {
				p.Members[i].Member = m
			}
		}
	}
	return p
}

// Mine is what a reader bears in one building as an owner.
type Mine struct {
	Building property.Building
	Parties  []PartyTotal
	Invoices []MyPart // the newest first
}

// MyPart is the reader's part of one invoice.
type MyPart struct {
	Invoice  purchases.Invoice
	Supplier string
	Key      keys.Key
	Party    id.Of[id.Party]
	Amount   money.Cents
}

// MyCharges says what the reader bears as an owner, in each building where they are one.
func (r *Room) MyCharges(v *act.View) ([]Mine, error) {
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return nil, err
	}
	var list []Mine
	for _, g := range v.Who.Grants {
		if g.Role != act.Owner || g.Building.None() {
			continue
		}
		d, err := open(v, g.Building)
		if err != nil {
			return nil, err
		}
		d.all = false
		mine, err := d.own(sellers)
		if err != nil {
			return nil, err
		}
		list = append(list, mine)
	}
	slices.SortFunc(list, func(a, b Mine) int {
		return cmp.Or(cmp.Compare(a.Building.Name(), b.Building.Name()), a.Building.ID().Compare(b.Building.ID()))
	})
	return list, nil
}

func (d desk) own(sellers map[id.Of[id.Supplier]]suppliers.Supplier) (Mine, error) {
	mine := Mine{Building: d.register.Building}
	invoices, err := purchases.OfBuilding(d.view.Tx, mine.Building.ID())
	if err != nil {
		return mine, err
	}
	if mine.Parties, err = d.totals(invoices); err != nil {
		return mine, err
	}
	slices.Reverse(invoices)
	for _, i := range invoices {
		basis, a, err := d.share(i)
		if err != nil {
			return mine, err
		}
		for _, p := range a.Parties {
			if i.Counts() && !p.Vacant() && d.sees(p.Party.ID()) {
				mine.Invoices = append(mine.Invoices, MyPart{i, sellers[i.Supplier()].Name(), basis.Key, p.Party.ID(), p.Amount})
			}
		}
	}
	return mine, nil
}

// whose finds the part of a party in an invoice for whoever may see it; a party whose lots take no part bears nothing.
func (d desk) whose(s Shared, party id.Of[id.Party]) (PartyPart, error) {
	if party.None() {
		return PartyPart{}, fault.NotFound("not_found")
	}
	known, exists := d.register.Party(party, s.Basis.On, d.view.Now)
	if !exists {
		return PartyPart{}, fault.NotFound("not_found")
	}
	if !d.sees(party) {
		return PartyPart{}, fault.Forbidden("forbidden").With("action", string(ReadAllCharges))
	}
	if part, found := s.Parts.PartOf(party); found {
		return part, nil
	}
	return PartyPart{Party: d.party(known, s.Basis.On)}, nil
}
