package ubl

import (
	"fmt"
	"math/big"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/sampletest"
)

func large(lines int) []byte {
	d := lift()
	proto := d.Lines[0]
	d.Lines = nil
	for i := range lines {
		l := proto
		l.ID = fmt.Sprint(i + 1)
		d.Lines = append(d.Lines, l)
	}
	d = totalled(d)
	d.Attachments = []Attachment{{ID: "1", Type: "application/pdf", Name: "a.pdf", Data: []byte("%PDF-1.7\n" + strings.Repeat("x", 4<<20))}}
	return write(d)
}

func TestALargeInvoiceFitsInMemory(t *testing.T) {
	data := large(10_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	d, err := Read(data)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if err != nil || len(d.Lines) != 10_000 || d.PDF() == nil {
		t.Fatal(err)
	}
	allocated := after.TotalAlloc - before.TotalAlloc
	t.Logf("%d bytes with 10,000 lines and a PDF of 4 MB read in %v; %d bytes in %d allocations", len(data), took, allocated, after.Mallocs-before.Mallocs)
	if allocated > 40*uint64(len(data)) {
		t.Errorf("%d bytes were allocated for a file of %d", allocated, len(data))
	}
}

func TestAHostileDocumentIsBounded(t *testing.T) {
	head := `<Invoice xmlns="` + space + `Invoice-2">`
	for story, inner := range map[string]string{
		"as many elements as there may be": strings.Repeat("<x/>", Limits.Elements-10),
		"more":                             strings.Repeat("<x/>", 2*Limits.Elements),
		"more lines than there may be":     strings.Repeat("<InvoiceLine><ID>1</ID></InvoiceLine>", Limits.Elements/2-10),
		"attributes":                       "<x " + strings.Repeat(`a="" `, 1_000_000) + "/>",
		"a text in a million pieces":       "<Note>" + strings.Repeat("x<!-- -->", 1_000_000) + "</Note>",
	} {
		data := []byte(head + inner + "</Invoice>")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Read(data)
		runtime.ReadMemStats(&after)
		if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; err == nil || allocated > 128 {
			t.Errorf("%s: %d MB were allocated, %v", story, allocated, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range sampletest.Find("ubl/*.xml") { // where they are
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	f.Add(write(lift()))
	credit := lift()
	credit.Kind, credit.TypeCode = CreditNote, "381"
	credit.Attachments = []Attachment{{ID: "1", Type: "application/pdf", Name: "a.pdf", Data: []byte("%PDF-1.7")}}
	f.Add(write(credit))
	f.Add([]byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(data)
		if err != nil {
			if f := fault.As(err); f == nil || f.Code == "" || d != nil {
				t.Fatalf("%v, %v", d, err)
			}
			return
		}
		vat, ok := d.VAT()
		sum := new(big.Rat).Add(d.Totals.WithoutVAT.rat(), vat.Amount.rat())
		if !ok || hundredths(sum).Cmp(d.Totals.WithVAT.rat()) != 0 || len(d.Lines) == 0 || d.Number == "" {
			t.Fatal("a document passed that does not add up")
		}
	})
}
