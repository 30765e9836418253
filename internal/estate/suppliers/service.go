package suppliers

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	// Register names the buildings in which the invoices of a supplier can be read; nil leads to none.
	Register *property.Room
}

// somewhere refuses who may not do an action in any building of the office.
func somewhere(v *act.View, action act.Action) error {
	if everywhere, some := v.Buildings(action); !everywhere && len(some) == 0 {
		return fault.Forbidden("forbidden").With("action", string(action))
	}
	return nil
}

// Named is the name of a supplier, whoever asks.
func (r *Room) Named(tx *db.Tx, supplier id.Of[id.Supplier]) (string, error) {
	s, err := Find(tx, supplier)
	return s.name, err
}

// Add enters a supplier.
func (r *Room) Add(a *act.Act, e Entry) (Supplier, error) {
	if err := somewhere(&a.View, ChangeSupplier); err != nil {
		return Supplier{}, err
	}
	s, err := New(e, a.Now)
	if err != nil {
		return Supplier{}, err
	}
	a.Record(SupplierAdded{Supplier: s.id})
	return s, insert(a.Tx, s)
}

// FindOrAdd gives the supplier that the office knows by the same enterprise number, or else by the same name when neither says another
// number; it enters a new one when there is none. What is known already is not overwritten: an invoice may be false.
func (r *Room) FindOrAdd(a *act.Act, e Entry) (Supplier, error) {
	s, err := New(e, a.Now)
	if err != nil {
		return Supplier{}, err
	}
	if !s.enterprise.None() {
		known, found, err := db.First(a.Query(byEnterprise, s.enterprise), (*Supplier).fields)
		if err != nil || found {
			return known, err
		}
	}
	list, err := db.All(a.Query(byName, property.Fold(s.name)), (*Supplier).fields)
	if err != nil {
		return Supplier{}, err
	}
	for _, known := range list {
		if s.enterprise.None() || known.enterprise.None() {
			return known, nil
		}
	}
	return r.Add(a, e)
}

// Change corrects what is known of a supplier.
func (r *Room) Change(a *act.Act, supplier id.Of[id.Supplier], e Entry) (Supplier, error) {
	s, err := Find(a.Tx, supplier)
	if err != nil {
		return Supplier{}, err
	}
	if err := somewhere(&a.View, ChangeSupplier); err != nil {
		return Supplier{}, err
	}
	before := s.iban
	if err := s.describe(e); err != nil {
		return Supplier{}, err
	}
	a.Record(SupplierChanged{Supplier: s.id, AccountChanged: s.iban != before})
	return s, update(a.Tx, s)
}

// Suppliers lists the suppliers of the office by name.
func (r *Room) Suppliers(v *act.View, p rest.Paging) (rest.List[Supplier], error) {
	if err := somewhere(v, ReadSuppliers); err != nil {
		return rest.List[Supplier]{}, err
	}
	var name string
	var last id.Of[id.Supplier]
	found, err := p.After(&name, &last)
	if err != nil {
		return rest.List[Supplier]{}, err
	}
	var list []Supplier
	if found {
		list, err = db.All(v.Query(suppliersOn, name, last, p.Limit+1), (*Supplier).fields)
	} else {
		list, err = db.All(v.Query(suppliers, p.Limit+1), (*Supplier).fields)
	}
	return rest.Cut(p, list, func(s Supplier) []any { return []any{property.Fold(s.name), s.id} }), err
}

// Supplier reads one supplier.
func (r *Room) Supplier(v *act.View, supplier id.Of[id.Supplier]) (Supplier, error) {
	if err := somewhere(v, ReadSuppliers); err != nil {
		return Supplier{}, err
	}
	return Find(v.Tx, supplier)
}
