package purchases

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const invoiceRow = `i.id, i.building_id, i.supplier_id, i.number, i.issued_on, i.due_on, i.amount_cents, i.description, i.key_id,
	i.service_from, i.service_to, i.entered_at, i.cancelled_at, i.cancel_reason,
	v.id, COALESCE(v.sha256, ''), COALESCE(v.size, 0), COALESCE(v.name, ''), COALESCE(v.type, ''), v.learned_at`

func (i *Invoice) fields() []any {
	e, v := &i.entry, &i.voucher
	return []any{&i.id, &i.building, &e.Supplier, &e.Number, &e.IssuedOn, &e.DueOn, &e.Amount, &e.Description, &e.Key,
		&e.ServiceFrom, &e.LastDay, &i.entered, &i.cancelled, &i.reason,
		&v.id, &v.ref.SHA256, &v.ref.Size, &v.name, &v.media, &v.learned}
}

const withVoucher = ` FROM purchases_invoice i
	LEFT JOIN purchases_voucher v ON v.office_id = i.office_id AND v.invoice_id = i.id AND v.unlearned_at IS NULL
	WHERE i.office_id = $1 `

var (
	addInvoice = db.Q(`INSERT INTO purchases_invoice (office_id, id, building_id, supplier_id, number, number_fold, issued_on, due_on, amount_cents,
			description, key_id, service_from, service_to, entered_at, cancel_reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '')`)
	cancelInvoice = db.Q(`UPDATE purchases_invoice SET cancelled_at = $3, cancel_reason = $4 WHERE office_id = $1 AND id = $2 AND cancelled_at IS NULL`)
	invoiceByID   = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.id = $2`)
	invoicesOf    = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.building_id = $2 ORDER BY i.issued_on, i.id`)
	newest        = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.building_id = $2 ORDER BY i.issued_on DESC, i.id DESC LIMIT $3`)
	newestBefore  = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.building_id = $2
		AND (i.issued_on < $3 OR (i.issued_on = $3 AND i.id < $4))
		ORDER BY i.issued_on DESC, i.id DESC LIMIT $5`)
	sameInvoice = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.building_id = $2 AND i.supplier_id = $3 AND i.number_fold = $4 AND i.cancelled_at IS NULL`)
	enteredFrom = db.Q(`SELECT COUNT(*) FROM purchases_invoice WHERE office_id = $1 AND building_id = $2 AND entered_at >= $3 AND cancelled_at IS NULL`)
	sharedEver  = db.Q(`SELECT COUNT(*) FROM purchases_invoice WHERE office_id = $1 AND key_id = $2 AND cancelled_at IS NULL`)
	sharedSince = db.Q(`SELECT COUNT(*) FROM purchases_invoice WHERE office_id = $1 AND key_id = $2 AND issued_on >= $3 AND entered_at >= $4 AND cancelled_at IS NULL`)

	addVoucher = db.Q(`INSERT INTO purchases_voucher (office_id, id, invoice_id, building_id, sha256, size, name, type, learned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	forgetVoucher = db.Q(`UPDATE purchases_voucher SET unlearned_at = $3 WHERE office_id = $1 AND invoice_id = $2 AND unlearned_at IS NULL`)
)

// Find reads an invoice of the office, whoever asks; rooms above judge the right.
func Find(tx *db.Tx, invoice id.Of[id.Invoice]) (Invoice, error) {
	return db.One(tx.Query(invoiceByID, invoice), (*Invoice).fields, fault.NotFound("not_found"))
}

// OfBuilding reads all invoices of a building, cancelled ones included, in the order of their days.
func OfBuilding(tx *db.Tx, building id.Of[id.Building]) ([]Invoice, error) {
	return db.All(tx.Query(invoicesOf, building), (*Invoice).fields)
}

func insert(tx *db.Tx, i Invoice) error {
	e := i.entry
	_, err := tx.Exec(addInvoice, i.id, i.building, e.Supplier, e.Number, property.Fold(e.Number), e.IssuedOn, e.DueOn, e.Amount,
		e.Description, e.Key, e.ServiceFrom, e.LastDay, i.entered)
	return err
}

func insertVoucher(tx *db.Tx, i Invoice) error {
	v := i.voucher
	_, err := tx.Exec(addVoucher, v.id, i.id, i.building, v.ref.SHA256, v.ref.Size, v.name, v.media, v.learned)
	return err
}
