package purchases_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

// The vouchers of a year leave the house in one archive: each under its number in the books, byte for byte, with an index that also names what is missing.
func TestTheVouchersOfAYearInOneArchive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		kept := map[string]string{} // by digest, the content
		keep := func(number, issued string) purchases.Invoice {
			i, err := w.enter(number, issued, 100_00, delta)
			if err != nil {
				t.Fatal(err)
			}
			content := "%PDF-1.7 " + number
			i = do(w, func(a *act.Act) (purchases.Invoice, error) {
				return w.room.AddVoucher(a, i.ID(), "scan.pdf", []byte(content))
			})
			sum := sha256.Sum256([]byte(content))
			kept[hex.EncodeToString(sum[:])] = content
			return i
		}
		keep("1174", "2026-03-01")
		undone := keep("11/75", "2026-12-31") // booked on the day on which it came, which is of the same year
		if _, err := w.enter("1176", "2026-04-01", 50_00, delta); err != nil {
			t.Fatal(err)
		}
		keep("900", "2025-12-31")
		do(w, func(a *act.Act) (purchases.Invoice, error) {
			return w.room.Cancel(a, undone.ID(), "Encodée deux fois")
		})
		fetch := func(from string) (rest.Download, error) {
			return see(w, func(v *act.View) (rest.Download, error) {
				in := purchases.ArchiveRequest{OfBuilding: property.OfBuilding{Building: w.building}}
				if from != "" {
					in.From = civil.Must(from)
				}
				return w.room.Archive(v, in)
			})
		}
		first, err := fetch("")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := fetch("2026-01-01"); err != nil || !bytes.Equal(first.Data, again.Data) {
			t.Error("the same year gives other bytes:", err)
		}
		z, err := zip.NewReader(bytes.NewReader(first.Data), int64(len(first.Data)))
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			files[f.Name] = string(data)
		}
		reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["index.csv"], "\ufeff")))
		reader.Comma = ';'
		rows, err := reader.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 4 || len(files) != 3 {
			t.Fatalf("%d rows, files %v", len(rows), files)
		}
		reversed := 0
		for _, row := range rows[1:] {
			digest, name := row[5], row[6]
			if row[3] == "1176" {
				if digest != "" || name != "" {
					t.Errorf("a voucher that is not there is named: %v", row)
				}
				continue
			}
			sum := sha256.Sum256([]byte(files[name]))
			if hex.EncodeToString(sum[:]) != digest || files[name] != kept[digest] || kept[digest] == "" {
				t.Errorf("%v: the content does not match", row)
			}
			if row[7] != "" {
				reversed++
			}
		}
		if reversed != 1 {
			t.Errorf("%d reversed entries keep their voucher, not 1", reversed)
		}
		if _, there := files["ACH 2026-1 Delta Ascenseurs SA 1174.pdf"]; !there {
			t.Errorf("names: %v", files)
		}
		w.who = w.as(act.Owner)
		_, err = fetch("")
		refused(t, err, "forbidden", "")
	})
}
