package purchases

import (
	"bytes"
	"io"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Room holds what the verbs need from elsewhere.
type Room struct {
	House     *act.House
	Suppliers *suppliers.Room
	Ledger    *ledger.Room
	Blobs     blob.Store
}

// Enter enters an invoice. The supplier is one that the office knows (in the entry), or is told beside it and recognised or added. Unless it is kept as a draft it
// is submitted at once: booked, and waiting for approval.
func (r *Room) Enter(a *act.Act, building id.Of[id.Building], e Entry, beside *suppliers.Entry) (Invoice, error) {
	if err := a.Hold(building); err != nil {
		return Invoice{}, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Invoice{}, err
	}
	if err := a.Allow(EnterInvoice, building); err != nil {
		return Invoice{}, err
	}
	i, err := r.made(a, building, e, beside)
	if err != nil {
		return Invoice{}, err
	}
	if err := r.unlike(a.Tx, i); err != nil {
		return Invoice{}, err
	}
	a.Record(InvoiceEntered{Building: building, Invoice: i.id, Supplier: i.entry.Supplier, Key: i.entry.Key, IssuedOn: i.entry.IssuedOn, Amount: i.entry.Amount})
	if err := insert(a.Tx, i); err != nil || e.Draft {
		return i, err
	}
	return i, r.submit(a, &i)
}

// made makes an invoice of what was said of it, with what is proposed where nothing was said, and judges that it can be shared and booked.
func (r *Room) made(a *act.Act, building id.Of[id.Building], e Entry, beside *suppliers.Entry) (Invoice, error) {
	register, err := property.LoadRegister(a.Tx, building)
	if err != nil {
		return Invoice{}, err
	}
	book, err := keys.Load(a.Tx, building)
	if err != nil {
		return Invoice{}, err
	}
	asked := e
	if e.Key.None() {
		e.Key = keys.Default(building)
	}
	i, err := New(building, e, a.Now)
	if err != nil {
		return Invoice{}, err
	}
	for field, party := range map[string]id.Of[id.Party]{"private_party_id": e.Private, "advanced_party_id": e.Advanced} {
		if _, known := register.Party(party, a.Today, a.Now); !party.None() && !known {
			return Invoice{}, fault.Invalid("entry_party_unknown", field)
		}
	}
	basis, err := i.Basis(register, book)
	if err != nil {
		return Invoice{}, err
	}
	supplier, err := r.supplier(a, e.Supplier, beside)
	if err != nil {
		return Invoice{}, err
	}
	i.entry.Supplier = supplier.ID()
	if asked.Account == "" {
		p, err := r.propose(a.Tx, building, i.entry, supplier.Name())
		if err != nil {
			return Invoice{}, err
		}
		i.entry.Account = p.Account
		if e.Draft && e.Tenant == 0 {
			i.entry.Tenant = p.Tenant
		}
		// The contract says by which key; so does the last invoice for one that came in by itself, of which nobody says anything. Unless it cannot share this invoice.
		if (p.Because == ByContract || p.Because == Learned && e.Draft) && asked.Key.None() && !p.Key.None() {
			agreed := i
			agreed.entry.Key = p.Key
			if b, err := agreed.Basis(register, book); err == nil {
				i, basis = agreed, b
			}
		}
	}
	if err := judgeAccount(a, building, i.entry.Account); err != nil {
		return Invoice{}, err
	}
	return i, keys.Settle(a.Tx, basis.Key)
}

// judgeAccount refuses an account on which an invoice cannot be booked. Fault, at account: those of the chart.
func judgeAccount(a *act.Act, building id.Of[id.Building], account string) error {
	chart, err := ledger.LoadChart(a.Tx, building)
	if err != nil {
		return err
	}
	if _, err = chart.Postable(account); err != nil {
		return err
	}
	if ledger.OfParties(account) || ledger.OfSuppliers(account) {
		return fault.Invalid("invoice_account", "account").With("code", account)
	}
	return nil
}

func (r *Room) supplier(a *act.Act, known id.Of[id.Supplier], beside *suppliers.Entry) (suppliers.Supplier, error) {
	switch {
	case known.None() == (beside == nil):
		return suppliers.Supplier{}, fault.Invalid("invoice_supplier", "supplier_id")
	case beside == nil:
		s, err := suppliers.Find(a.Tx, known)
		if f := fault.As(err); f != nil {
			return s, fault.Invalid("invoice_supplier", "supplier_id")
		}
		return s, err
	}
	s, err := r.Suppliers.FindOrAdd(a, *beside)
	if f := fault.As(err); f != nil && f.Kind == fault.KindInvalid {
		return s, under("supplier", f)
	}
	return s, err
}

// under places faults of a part at the field that holds the part.
func under(field string, f *fault.Fault) error {
	var list []error
	for _, part := range f.List() {
		list = append(list, part.At(field+"."+part.Field))
	}
	return fault.Join(list...)
}

// unlike refuses the same invoice twice: paid twice is what it would come to.
func (r *Room) unlike(tx *db.Tx, i Invoice) error {
	name, err := r.Suppliers.Named(tx, i.entry.Supplier)
	if err != nil {
		return err
	}
	other, found, err := db.First(tx.Query(sameInvoice, i.building, i.entry.Supplier, i.numberFold()), (*Invoice).fields)
	if err != nil || found && other.id != i.id {
		if err == nil {
			err = fault.Conflict("invoice_duplicate").At("number").With("number", other.entry.Number).With("supplier", name).With("date", other.entry.IssuedOn)
		}
		return err
	}
	if i.entry.Communication == "" { // many suppliers pay no heed to it; where there is one, it is the same debt
		return nil
	}
	other, found, err = db.First(tx.Query(sameDebt, i.building, i.entry.Supplier, i.entry.Communication, i.entry.Amount), (*Invoice).fields)
	if err != nil || !found || other.id == i.id {
		return err
	}
	return fault.Conflict("invoice_same_debt").At("communication").With("number", other.entry.Number).With("supplier", name).With("date", other.entry.IssuedOn)
}

// Cancel says that an invoice does not count, and why.
func (r *Room) Cancel(a *act.Act, invoice id.Of[id.Invoice], reason string) (Invoice, error) {
	i, err := r.toChange(a, invoice, CancelInvoice)
	if err != nil {
		return Invoice{}, err
	}
	if err := i.cancel(reason, a.Now); err != nil {
		return Invoice{}, err
	}
	if err := r.unbook(a, &i, i.reason); err != nil {
		return Invoice{}, err
	}
	a.Record(InvoiceCancelled{Building: i.building, Invoice: i.id, Amount: i.entry.Amount})
	_, err = a.Exec(cancelInvoice, i.id, i.cancelled, i.reason)
	return i, err
}

// AddVoucher keeps the paper of an invoice. The content is safe in the store before a row refers to it: if the act fails afterwards, a content
// stays that nothing names, which is harmless; the other way round an invoice would have lost its voucher. A better scan replaces the
// one before, which stays in the history.
func (r *Room) AddVoucher(a *act.Act, invoice id.Of[id.Invoice], name string, data []byte) (Invoice, error) {
	i, err := r.toChange(a, invoice, EnterInvoice)
	if err != nil {
		return Invoice{}, err
	}
	if i.Cancelled() {
		return Invoice{}, fault.Conflict("invoice_cancelled").With("date", i.cancelled)
	}
	media, err := Recognise(data)
	if err != nil {
		return Invoice{}, err
	}
	ref, err := r.Blobs.Put(a.Context(), bytes.NewReader(data))
	if err != nil {
		return Invoice{}, err
	}
	i.voucher = Voucher{id: id.New[id.Any](), ref: ref, name: fileName(name, media), media: media, learned: a.Now}
	if _, err := a.Exec(forgetVoucher, i.id, a.Now); err != nil {
		return Invoice{}, err
	}
	a.Record(VoucherAdded{Building: i.building, Invoice: i.id, Digest: ref.SHA256})
	return i, insertVoucher(a.Tx, i)
}

// toChange loads an invoice that is about to be changed: one writer at a time in its building.
func (r *Room) toChange(a *act.Act, invoice id.Of[id.Invoice], action act.Action) (Invoice, error) {
	i, err := Find(a.Tx, invoice)
	if err != nil {
		return Invoice{}, err
	}
	if err := a.Allow(action, i.building); err != nil {
		return Invoice{}, err
	}
	if err := a.Hold(i.building); err != nil {
		return Invoice{}, err
	}
	return Find(a.Tx, invoice)
}

// Shown is an invoice with the names that a reader wants to see.
type Shown struct {
	Invoice
	SupplierName string
	Key          keys.Key // as it was on the day on which the invoice is shared
}

// Invoices lists the invoices of a building, the newest first.
func (r *Room) Invoices(v *act.View, building id.Of[id.Building], p rest.Paging) (rest.List[Shown], error) {
	register, err := property.LoadRegister(v.Tx, building)
	if err != nil {
		return rest.List[Shown]{}, err
	}
	if err := v.Allow(ReadInvoice, building); err != nil {
		return rest.List[Shown]{}, err
	}
	var day civil.Date
	var last id.Of[id.Invoice]
	found, err := p.After(&day, &last)
	if err != nil {
		return rest.List[Shown]{}, err
	}
	var list []Invoice
	if found {
		list, err = db.All(v.Query(newestBefore, building, day, last, p.Limit+1), (*Invoice).fields)
	} else {
		list, err = db.All(v.Query(newest, building, p.Limit+1), (*Invoice).fields)
	}
	if err != nil {
		return rest.List[Shown]{}, err
	}
	page := rest.Cut(p, list, func(i Invoice) []any { return []any{i.entry.IssuedOn, i.id} })
	show, err := names(v, register)
	return rest.Map(page, show), err
}

// Invoice reads one invoice.
func (r *Room) Invoice(v *act.View, invoice id.Of[id.Invoice]) (Shown, error) {
	i, err := Find(v.Tx, invoice)
	if err != nil {
		return Shown{}, err
	}
	if err := v.Allow(ReadInvoice, i.building); err != nil {
		return Shown{}, err
	}
	register, err := property.LoadRegister(v.Tx, i.building)
	if err != nil {
		return Shown{}, err
	}
	show, err := names(v, register)
	return show(i), err
}

// names loads what is needed to name suppliers and keys, and gives a function that does.
func names(v *act.View, register property.Register) (func(Invoice) Shown, error) {
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return func(i Invoice) Shown { return Shown{Invoice: i} }, err
	}
	book, err := keys.Load(v.Tx, register.Building.ID())
	return func(i Invoice) Shown {
		basis, _ := i.Basis(register, book) // a key is found: the invoice could not have been entered without it
		return Shown{Invoice: i, SupplierName: sellers[i.entry.Supplier].Name(), Key: basis.Key}
	}, err
}

// VoucherOf gives the voucher of an invoice as it was received, byte for byte.
func (r *Room) VoucherOf(v *act.View, invoice id.Of[id.Invoice]) (rest.Download, error) {
	i, err := Find(v.Tx, invoice)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ReadInvoice, i.building); err != nil {
		return rest.Download{}, err
	}
	voucher, has := i.Voucher()
	if !has {
		return rest.Download{}, fault.NotFound("voucher_missing")
	}
	return r.open(v, voucher)
}

// open gives a kept paper as it was received.
func (r *Room) open(v *act.View, voucher Voucher) (rest.Download, error) {
	content, err := r.Blobs.Get(v.Context(), voucher.ref)
	if err != nil {
		return rest.Download{}, err
	}
	defer content.Close()
	data, err := io.ReadAll(content)
	return rest.Download{Name: voucher.name, Type: voucher.media, Data: data}, err
}

// BuiltOn tells whether an invoice was entered at or after a moment and still counts; it answers property.Dependent.
func (r *Room) BuiltOn(tx *db.Tx, building id.Of[id.Building], since civil.Instant) (bool, error) {
	n, err := db.Value[int64](tx.Query(enteredFrom, building, since))
	return n > 0, err
}

// UsesKey tells whether an invoice of a day or later, entered at or after a moment, is shared by a key and still counts; it answers keys.Using.
func (r *Room) UsesKey(tx *db.Tx, key id.Of[id.Key], from civil.Date, since civil.Instant) (bool, error) {
	if since.None() {
		n, err := db.Value[int64](tx.Query(sharedEver, key))
		return n > 0, err
	}
	n, err := db.Value[int64](tx.Query(sharedSince, key, from, since))
	return n > 0, err
}
