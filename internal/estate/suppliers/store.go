package suppliers

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const supplierColumns = `id, name, enterprise, vat, iban, email, created_at`

func (s *Supplier) fields() []any {
	return []any{&s.id, &s.name, &s.enterprise, &s.vat, &s.iban, &s.email, &s.created}
}

var (
	addSupplier = db.Q(`INSERT INTO suppliers_supplier (office_id, id, name, name_fold, enterprise, vat, iban, email, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	changeSupplier = db.Q(`UPDATE suppliers_supplier SET name = $3, name_fold = $4, enterprise = $5, vat = $6, iban = $7, email = $8
		WHERE office_id = $1 AND id = $2`)
	supplierByID = db.Q(`SELECT ` + supplierColumns + ` FROM suppliers_supplier WHERE office_id = $1 AND id = $2`)
	byEnterprise = db.Q(`SELECT ` + supplierColumns + ` FROM suppliers_supplier WHERE office_id = $1 AND enterprise = $2`)
	byName       = db.Q(`SELECT ` + supplierColumns + ` FROM suppliers_supplier WHERE office_id = $1 AND name_fold = $2 ORDER BY id`)
	suppliers    = db.Q(`SELECT ` + supplierColumns + ` FROM suppliers_supplier WHERE office_id = $1 ORDER BY name_fold, id LIMIT $2`)
	suppliersOn  = db.Q(`SELECT ` + supplierColumns + ` FROM suppliers_supplier
		WHERE office_id = $1 AND (name_fold > $2 OR (name_fold = $2 AND id > $3))
		ORDER BY name_fold, id LIMIT $4`)
	allSuppliers = db.Q(`SELECT ` + supplierColumns + ` FROM suppliers_supplier WHERE office_id = $1`)
)

// Find reads a supplier of the office.
func Find(tx *db.Tx, supplier id.Of[id.Supplier]) (Supplier, error) {
	return db.One(tx.Query(supplierByID, supplier), (*Supplier).fields, fault.NotFound("not_found"))
}

// All reads the suppliers of the office by their identifiers, for the names on a list.
func All(tx *db.Tx) (map[id.Of[id.Supplier]]Supplier, error) {
	list, err := db.All(tx.Query(allSuppliers), (*Supplier).fields)
	found := map[id.Of[id.Supplier]]Supplier{}
	for _, s := range list {
		found[s.id] = s
	}
	return found, err
}

func insert(tx *db.Tx, s Supplier) error {
	_, err := tx.Exec(addSupplier, s.id, s.name, property.Fold(s.name), s.enterprise, s.vat, s.iban, s.email, s.created)
	return taken(err)
}

func update(tx *db.Tx, s Supplier) error {
	_, err := tx.Exec(changeSupplier, s.id, s.name, property.Fold(s.name), s.enterprise, s.vat, s.iban, s.email)
	return taken(err)
}

func taken(err error) error {
	if db.IsUnique(err) {
		return fault.Conflict("supplier_known").At("enterprise_number")
	}
	return err
}
