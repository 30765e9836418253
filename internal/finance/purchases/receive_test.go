package purchases_test

import (
	"bytes"
	"strings"
	"testing"

	"koprogo/internal/estate/keys"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/sampletest"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

func (w *world) receive(data []byte) (purchases.Invoice, error) {
	return try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Receive(a, w.building, "facture.xml", data) })
}

// An electronic invoice comes in without a word typed: supplier, number, amount and proposal; it is kept byte for byte; one key books and approves it.
func TestAnElectronicInvoice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		data := sampletest.Read(t, "ubl/base-example.xml")
		i, err := w.receive(data)
		if err != nil {
			t.Fatal(err)
		}
		if i.Number() != "Snippet1" || i.Amount() != 1656_25 || i.State() != purchases.Draft || i.IssuedOn().String() != "2017-11-13" || i.DueOn().String() != "2017-12-01" || i.Account() == "" {
			t.Errorf("%+v", i)
		}
		if w.books() != "" {
			t.Error("a draft is booked")
		}
		kept, err := see(w, func(v *act.View) (rest.Download, error) { return w.room.VoucherOf(v, i.ID()) })
		if err != nil || !bytes.Equal(kept.Data, data) {
			t.Errorf("not kept byte for byte: %v", err)
		}
		_, err = w.receive(data)
		refused(t, err, "invoice_same_paper", "file")
		_, err = w.receive(bytes.Replace(data, []byte("<cbc:LineExtensionAmount"), []byte("\n<cbc:LineExtensionAmount"), 1))
		refused(t, err, "invoice_duplicate", "number")
		_, err = w.receive(bytes.Replace(data, []byte(">1656.25<"), []byte(">1656.26<"), 1))
		f := fault.As(err)
		if f == nil || f.Code != "BR-CO-15" || f.Field != "file" || !strings.Contains(rest.Sentence("fr", f), "BR-CO-15") {
			t.Errorf("a total that does not add up: %v", err)
		}
		_, err = w.receive(sampletest.Read(t, "ubl/BIS3_Invoice_positive.xml"))
		refused(t, err, "invoice_currency", "file")
		_, err = w.receive([]byte("%PDF-1.7"))
		refused(t, err, "invoice_file", "file")
		who := w.who
		w.who = w.as(act.Council)
		approved := do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Approve(a, i.ID(), "") })
		if approved.State() != purchases.Approved || approved.Submitter() != who.Person || w.books() != "440 -165625, "+i.Account()+" 165625" {
			t.Errorf("%+v %s", approved, w.books())
		}
		w.who = who
		credit, err := w.receive(sampletest.Read(t, "ubl/base-creditnote-correction.xml")) // it has the number of the invoice
		if err != nil || credit.Amount() != -1656_25 || credit.Number() != "Snippet1" {
			t.Errorf("a credit note: %v %v", credit.Amount(), err)
		}
		_, err = w.receive(bytes.Replace(sampletest.Read(t, "ubl/base-creditnote-correction.xml"), []byte("<cbc:LineExtensionAmount"), []byte("\n<cbc:LineExtensionAmount"), 1))
		refused(t, err, "invoice_duplicate", "number")
	})
}

// The next document of a supplier is proposed as the last one was booked: account, key and tenant's part.
func TestTheNextDocumentIsProposedAsTheLast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		first, err := w.receive(sampletest.Read(t, "ubl/base-example.xml"))
		if err != nil {
			t.Fatal(err)
		}
		before := w.who
		w.who = act.Who{Office: before.Office, House: true, Lang: "fr"}
		lift := do(w, func(a *act.Act) (keys.Key, error) {
			return (&keys.Room{}).AddKey(a, w.building, keys.Entry{Name: "Ascenseur", Kind: keys.Lots, Basis: "art. 14", Lots: []keys.Weighted{{Lot: w.lot}}})
		}).ID()
		w.who = before
		do(w, func(a *act.Act) (purchases.Invoice, error) {
			e := purchases.Entry{Number: first.Number(), IssuedOn: civil.Must("2026-10-01"), Amount: first.Amount(), Account: "61300", Key: lift, Tenant: 100}
			return w.room.Revise(a, first.ID(), e)
		})
		next, err := w.receive(bytes.Replace(sampletest.Read(t, "ubl/Vat-category-S.xml"), []byte(">Snippet1<"), []byte(">Snippet2<"), 1))
		if err != nil || next.Account() != "61300" || next.Key() != lift {
			t.Errorf("%v: %s by %s", err, next.Account(), next.Key())
		}
	})
}
