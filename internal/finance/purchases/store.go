package purchases

import (
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
)

const invoiceRow = `i.id, i.building_id, i.supplier_id, i.number, i.issued_on, i.due_on, i.amount_cents, i.description, i.key_id,
	i.service_from, i.service_to, i.entered_at, i.cancelled_at, i.cancel_reason,
	i.account, i.state, i.private_id, i.advanced_id, i.tenant_percent, i.communication, i.iban, i.entry_id, i.submitter_id,
	v.id, COALESCE(v.sha256, ''), COALESCE(v.size, 0), COALESCE(v.name, ''), COALESCE(v.type, ''), v.learned_at`

func (i *Invoice) fields() []any {
	e, v := &i.entry, &i.voucher
	return []any{&i.id, &i.building, &e.Supplier, &e.Number, &e.IssuedOn, &e.DueOn, &e.Amount, &e.Description, &e.Key,
		&e.ServiceFrom, &e.LastDay, &i.entered, &i.cancelled, &i.reason,
		&e.Account, &i.state, &e.Private, &e.Advanced, &e.Tenant, &e.Communication, &e.IBAN, &i.booked, &i.submitter,
		&v.id, &v.ref.SHA256, &v.ref.Size, &v.name, &v.media, &v.learned}
}

const withVoucher = ` FROM purchases_invoice i
	LEFT JOIN purchases_voucher v ON v.office_id = i.office_id AND v.invoice_id = i.id AND v.unlearned_at IS NULL
	WHERE i.office_id = $1 `

var (
	addInvoice = db.Q(`INSERT INTO purchases_invoice (office_id, id, building_id, supplier_id, number, number_fold, issued_on, due_on, amount_cents,
			description, key_id, service_from, service_to, entered_at, cancel_reason, account, state, private_id, advanced_id, tenant_percent, communication, iban)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', $15, $16, $17, $18, $19, $20, $21)`)
	changeInvoice = db.Q(`UPDATE purchases_invoice SET supplier_id = $3, number = $4, number_fold = $5, issued_on = $6, due_on = $7, amount_cents = $8, description = $9, key_id = $10,
			service_from = $11, service_to = $12, entered_at = $13, account = $14, state = $15, private_id = $16, advanced_id = $17, tenant_percent = $18, communication = $19, iban = $20
		WHERE office_id = $1 AND id = $2`)
	setState = db.Q(`UPDATE purchases_invoice SET state = $3, entry_id = $4, submitter_id = $5 WHERE office_id = $1 AND id = $2`)
	sameDebt = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.building_id = $2 AND i.supplier_id = $3 AND i.communication = $4 AND i.amount_cents = $5 AND i.cancelled_at IS NULL AND i.state <> 'refused'`)
	lastOf   = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.building_id = $2 AND i.supplier_id = $3 AND i.cancelled_at IS NULL AND i.state IN ('submitted', 'approved') ORDER BY i.entered_at DESC, i.id DESC LIMIT 1`)

	sameContent = db.Q(`SELECT ` + invoiceRow + withVoucher + `AND i.building_id = $2 AND v.sha256 = $3 AND i.cancelled_at IS NULL AND i.state <> 'refused'`)

	notBooked = db.House(`SELECT office_id, id FROM purchases_invoice WHERE entry_id IS NULL AND cancelled_at IS NULL AND state IN ('submitted', 'approved') ORDER BY entered_at LIMIT 10000`)

	addStep = db.Q(`INSERT INTO purchases_step (office_id, id, invoice_id, building_id, kind, at, by_id, reason, exception) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	stepsOf = db.Q(`SELECT kind, at, by_id, reason, exception FROM purchases_step WHERE office_id = $1 AND invoice_id = $2 ORDER BY at, id`)
	ruleOf  = db.Q(`SELECT council_from_cents FROM purchases_rule WHERE office_id = $1 AND building_id = $2`)
	setRule = db.Q(`INSERT INTO purchases_rule (office_id, building_id, council_from_cents, changed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office_id, building_id) DO UPDATE SET council_from_cents = excluded.council_from_cents, changed_at = excluded.changed_at`)
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
	_, err := tx.Exec(addInvoice, i.id, i.building, e.Supplier, e.Number, i.numberFold(), e.IssuedOn, e.DueOn, e.Amount,
		e.Description, e.Key, e.ServiceFrom, e.LastDay, i.entered, e.Account, string(i.state), e.Private, e.Advanced, e.Tenant, e.Communication, e.IBAN)
	return err
}

// change writes what a draft says now.
func change(tx *db.Tx, i Invoice) error {
	e := i.entry
	_, err := tx.Exec(changeInvoice, i.id, e.Supplier, e.Number, i.numberFold(), e.IssuedOn, e.DueOn, e.Amount, e.Description, e.Key, e.ServiceFrom, e.LastDay, i.entered,
		e.Account, string(i.state), e.Private, e.Advanced, e.Tenant, e.Communication, e.IBAN)
	return err
}

func insertVoucher(tx *db.Tx, i Invoice) error {
	v := i.voucher
	_, err := tx.Exec(addVoucher, v.id, i.id, i.building, v.ref.SHA256, v.ref.Size, v.name, v.media, v.learned)
	return err
}
