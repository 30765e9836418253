// Package suppliers holds who sends invoices to the associations of an office: the lift company, the insurer, the water board.
//
//	Supplier   name, enterprise number, VAT number, bank account, e-mail; the numbers are checked
//
// A supplier serves several buildings, so it belongs to the office and not to a building; whoever may enter invoices somewhere in the office may
// read and add suppliers. Two suppliers never have the same enterprise number. What a supplier did for a building is told by the
// invoices of that building (purchases), never here, so that nobody reads through it what another building buys.
//
// Neighbours: purchases names a supplier on each invoice. Further file: store_list.go (the list of the page, narrowed and cut by the database).
package suppliers

import (
	_ "embed"
	"net/mail"
	"strings"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("suppliers", words) }

// What can be done here; app/policy.go says by whom. A role in one building suffices.
var (
	ReadSuppliers  = act.NewAction("suppliers.read_suppliers")
	ChangeSupplier = act.NewAction("suppliers.change_supplier")
)

// Supplier is who sends invoices.
type Supplier struct {
	id         id.Of[id.Supplier]
	name       string
	enterprise belgium.KBO
	vat        belgium.VAT
	iban       belgium.IBAN
	email      string
	created    civil.Instant
}

// Entry is what someone says about a supplier. A Belgian VAT number says the enterprise number too.
type Entry struct {
	Name, Enterprise, VAT, IBAN, Email string
}

// New makes a supplier.
func New(e Entry, now civil.Instant) (Supplier, error) {
	s := Supplier{id: id.New[id.Supplier](), created: now}
	return s, s.describe(e)
}

func (s *Supplier) describe(e Entry) error {
	var faults []error
	s.name, s.email = strings.Join(strings.Fields(e.Name), " "), strings.TrimSpace(e.Email)
	if s.name == "" {
		faults = append(faults, fault.Invalid("required", "name"))
	}
	if len([]rune(s.name)) > 120 {
		faults = append(faults, fault.Invalid("too_long", "name").With("max", 120))
	}
	var err error
	if s.enterprise, err = optional(e.Enterprise, "enterprise_number", belgium.ParseKBO); err != nil {
		faults = append(faults, err)
	}
	if s.vat, err = optional(e.VAT, "vat_number", belgium.ParseVAT); err != nil {
		faults = append(faults, err)
	}
	if s.iban, err = optional(e.IBAN, "iban", belgium.ParseIBAN); err != nil {
		faults = append(faults, err)
	}
	if own := s.vat.KBO(); !own.None() {
		if !s.enterprise.None() && s.enterprise != own {
			faults = append(faults, fault.Invalid("supplier_numbers_differ", "vat_number"))
		}
		s.enterprise = own
	}
	if s.email != "" {
		if m, err := mail.ParseAddress(s.email); err != nil || m.Address != s.email {
			faults = append(faults, fault.Invalid("email_expected", "email"))
		}
	}
	return fault.Join(faults...)
}

// optional reads a number that may be missing; a fault lies at its field.
func optional[T any](text, field string, parse func(string) (T, error)) (T, error) {
	var none T
	if strings.TrimSpace(text) == "" {
		return none, nil
	}
	n, err := parse(text)
	if f := fault.As(err); f != nil {
		return none, f.At(field)
	}
	return n, err
}

// ID is the supplier's identifier.
func (s Supplier) ID() id.Of[id.Supplier] { return s.id }

// Name is the supplier's name.
func (s Supplier) Name() string { return s.name }

// Enterprise is the enterprise number, if it is known.
func (s Supplier) Enterprise() belgium.KBO { return s.enterprise }

// VAT is the VAT number, if it is known.
func (s Supplier) VAT() belgium.VAT { return s.vat }

// IBAN is the account to which the supplier is paid, if it is known.
func (s Supplier) IBAN() belgium.IBAN { return s.iban }

// Email is the supplier's address, if it is known.
func (s Supplier) Email() string { return s.email }

// SupplierAdded is recorded when a supplier is entered.
type SupplierAdded struct {
	Supplier id.Of[id.Supplier] `json:"supplier"`
}

// About says what the fact is about.
func (f SupplierAdded) About() act.About {
	return act.About{Kind: "suppliers.supplier_added", Subject: act.Subject(f.Supplier)}
}

// SupplierChanged is recorded when what is known of a supplier changes. Whether the account to pay to changed is said, because that is how
// false invoices are paid.
type SupplierChanged struct {
	Supplier       id.Of[id.Supplier] `json:"supplier"`
	AccountChanged bool               `json:"account_changed"`
}

// About says what the fact is about.
func (f SupplierChanged) About() act.About {
	return act.About{Kind: "suppliers.supplier_changed", Subject: act.Subject(f.Supplier)}
}
