package purchases

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/formats/ubl"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// maxReceived bounds what is sent with an electronic invoice: the document and what surrounds it.
const maxReceived = 15<<20 + 64<<10

// Receive takes in an electronic invoice (Peppol BIS 3, UBL) as a draft: nothing is typed, the booking is proposed, and one key approves it. The document is computed
// again by the rules of the standard and refused with the name of the rule that it breaks; it is kept byte for byte. Faults, at file: those of
// ubl.Read (BR-CO-15), invoice_file, invoice_currency, invoice_same_paper; invoice_duplicate at number.
func (r *Room) Receive(a *act.Act, building id.Of[id.Building], name string, data []byte) (Invoice, error) {
	if err := a.Hold(building); err != nil {
		return Invoice{}, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Invoice{}, err
	}
	if err := a.Allow(EnterInvoice, building); err != nil {
		return Invoice{}, err
	}
	d, err := readUBL(data)
	if err != nil {
		return Invoice{}, err
	}
	if err := samePaper(a, building, data); err != nil {
		return Invoice{}, err
	}
	e, beside, err := said(d)
	if err != nil {
		return Invoice{}, err
	}
	i, err := r.made(a, building, e, &beside)
	if err != nil {
		return Invoice{}, err
	}
	if err := r.unlike(a.Tx, i); err != nil {
		return Invoice{}, err
	}
	ref, err := r.Blobs.Put(a.Context(), bytes.NewReader(data))
	if err != nil {
		return Invoice{}, err
	}
	i.submitter = a.Who.Person // who brought it in does not approve it
	i.voucher = Voucher{id: id.New[id.Any](), ref: ref, name: fileName(name, "application/xml"), media: "application/xml", learned: a.Now}
	a.Record(InvoiceEntered{Building: building, Invoice: i.id, Supplier: i.entry.Supplier, Key: i.entry.Key, IssuedOn: i.entry.IssuedOn, Amount: i.entry.Amount})
	a.Record(VoucherAdded{Building: building, Invoice: i.id, Digest: ref.SHA256})
	if err := insert(a.Tx, i); err != nil {
		return Invoice{}, err
	}
	if _, err := a.Exec(setState, i.id, string(i.state), i.booked, i.submitter); err != nil {
		return Invoice{}, err
	}
	return i, insertVoucher(a.Tx, i)
}

// readUBL reads an electronic invoice; its faults stand at the file, and keep the element that they are about.
func readUBL(data []byte) (*ubl.Document, error) {
	if len(data) == 0 {
		return nil, fault.Invalid("voucher_empty", "file")
	}
	if !ubl.Is(data) {
		return nil, fault.Invalid("invoice_file", "file")
	}
	d, err := ubl.Read(data)
	f := fault.As(err)
	if f == nil {
		return d, err
	}
	f = f.With("element", f.Field)
	if strings.HasPrefix(f.Code, "BR-") || strings.HasPrefix(f.Code, "PEPPOL-") {
		f = f.With("rule", f.Code)
		for i, part := range f.Parts {
			f.Parts[i] = part.With("rule", part.Code).With("element", part.Field)
		}
	}
	return nil, f.At("file")
}

// said is what a document says, as an entry. What a credit note gives back is negative here.
func said(d *ubl.Document) (Entry, suppliers.Entry, error) {
	if d.Currency != "EUR" {
		return Entry{}, suppliers.Entry{}, fault.Invalid("invoice_currency", "file").With("currency", d.Currency)
	}
	total, exact := d.Totals.WithVAT.Cents()
	rounding, exactRounding := d.Totals.Rounding.Cents()
	if !exact || !exactRounding {
		return Entry{}, suppliers.Entry{}, fault.Invalid("invoice_cents", "file")
	}
	e := Entry{Number: d.Number, IssuedOn: d.IssuedOn, DueOn: d.DueOn, Amount: total.Add(rounding) * money.Cents(d.Sign()), Description: describe(d), Draft: true}
	if !e.DueOn.None() && e.DueOn.Before(e.IssuedOn) { // due at once
		e.DueOn = e.IssuedOn
	}
	if !d.From.None() && !d.To.None() && !d.To.Before(d.From) {
		e.ServiceFrom, e.LastDay = d.From, d.To
	}
	if o := d.Communication(); !o.None() {
		e.Communication = o.Format()
	}
	beside := suppliers.Entry{Name: d.Supplier.Name}
	if !d.Supplier.KBO.None() {
		beside.Enterprise = d.Supplier.KBO.String()
	}
	if !d.Supplier.VAT.None() {
		beside.VAT = d.Supplier.VAT.String()
	}
	for _, m := range d.Means {
		if !m.IBAN.None() && e.IBAN.None() {
			e.IBAN = m.IBAN
		}
	}
	return e, beside, nil
}

// describe says in one line what an invoice is for: its lines, as far as there is room.
func describe(d *ubl.Document) string {
	var list []string
	for _, l := range d.Lines {
		if l.Name != "" {
			list = append(list, l.Name)
		}
	}
	text := []rune(strings.Join(list, ", "))
	return string(text[:min(len(text), 300)])
}

// samePaper refuses a document that the building knows already, byte for byte.
func samePaper(a *act.Act, building id.Of[id.Building], data []byte) error {
	sum := sha256.Sum256(data)
	other, found, err := db.First(a.Query(sameContent, building, hex.EncodeToString(sum[:])), (*Invoice).fields)
	if err != nil || !found {
		return err
	}
	return fault.Conflict("invoice_same_paper").At("file").With("number", other.entry.Number).With("date", other.entry.IssuedOn)
}

// PaperWithin gives the PDF that an electronic invoice carries, for who would rather read it, or the voucher itself when it is one. Fault: voucher_missing.
func (r *Room) PaperWithin(v *act.View, invoice id.Of[id.Invoice]) (rest.Download, error) {
	i, err := Find(v.Tx, invoice)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ReadInvoice, i.building); err != nil {
		return rest.Download{}, err
	}
	if i.voucher.media == "application/pdf" {
		return r.VoucherOf(v, invoice)
	}
	if i.voucher.media != "application/xml" {
		return rest.Download{}, fault.NotFound("voucher_missing")
	}
	content, err := r.Blobs.Get(v.Context(), i.voucher.ref)
	if err != nil {
		return rest.Download{}, err
	}
	defer content.Close()
	data, err := io.ReadAll(content)
	if err != nil {
		return rest.Download{}, err
	}
	d, err := ubl.Parse(data)
	if err != nil || d.PDF() == nil {
		return rest.Download{}, fault.NotFound("voucher_missing")
	}
	return rest.Download{Name: fileName(i.voucher.name, "application/pdf"), Type: "application/pdf", Data: d.PDF().Data}, nil
}
