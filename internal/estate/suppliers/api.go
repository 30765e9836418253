package suppliers

import (
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the suppliers.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/suppliers", ReadSuppliers, "List the suppliers of the office", r.getSuppliers, rest.Versioned())
	rest.Write(s, "POST /api/v1/suppliers", ChangeSupplier, "Enter a supplier", r.postSupplier)
	rest.Read(s, "GET /api/v1/suppliers/{supplier}", ReadSuppliers, "Read a supplier", r.getSupplier, rest.Versioned())
	rest.Write(s, "PUT /api/v1/suppliers/{supplier}", ChangeSupplier, "Correct what is known of a supplier", r.putSupplier)
}

// Body is what a request says about a supplier.
type Body struct {
	Name       string `json:"name" minLength:"1" maxLength:"120"`
	Enterprise string `json:"enterprise_number,omitempty" maxLength:"20"`
	VAT        string `json:"vat_number,omitempty" maxLength:"20"`
	IBAN       string `json:"iban,omitempty" maxLength:"50"`
	Email      string `json:"email,omitempty" maxLength:"254"`
}

// Entry is what the request says.
func (b Body) Entry() Entry {
	return Entry{Name: b.Name, Enterprise: b.Enterprise, VAT: b.VAT, IBAN: b.IBAN, Email: b.Email}
}

// Answer is a supplier as the API says it.
type Answer struct {
	ID         id.Of[id.Supplier] `json:"id"`
	Name       string             `json:"name"`
	Enterprise belgium.KBO        `json:"enterprise_number"`
	VAT        belgium.VAT        `json:"vat_number"`
	IBAN       belgium.IBAN       `json:"iban"`
	Email      string             `json:"email"`
}

func answer(s Supplier) Answer {
	return Answer{s.id, s.name, s.enterprise, s.vat, s.iban, s.email}
}

// ListRequest asks for the suppliers.
type ListRequest struct{ rest.Paging }

func (r *Room) getSuppliers(v *act.View, in ListRequest) (rest.List[Answer], error) {
	list, err := r.Suppliers(v, in.Paging)
	return rest.Map(list, answer), err
}

// AddRequest enters a supplier.
type AddRequest struct{ Body Body }

func (r *Room) postSupplier(a *act.Act, in AddRequest) (Answer, error) {
	s, err := r.Add(a, in.Body.Entry())
	return answer(s), err
}

// ReadRequest names a supplier by the path.
type ReadRequest struct {
	Supplier id.Of[id.Supplier] `path:"supplier"`
}

func (r *Room) getSupplier(v *act.View, in ReadRequest) (Answer, error) {
	s, err := r.Supplier(v, in.Supplier)
	return answer(s), err
}

// ChangeRequest corrects a supplier.
type ChangeRequest struct {
	Supplier id.Of[id.Supplier] `path:"supplier"`
	Body     Body
}

func (r *Room) putSupplier(a *act.Act, in ChangeRequest) (Answer, error) {
	s, err := r.Change(a, in.Supplier, in.Body.Entry())
	return answer(s), err
}
