package purchases

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/rest"
)

// MaxArchive bounds the vouchers of one archive: it is put together in memory. A year with more is fetched in parts, by from and to.
const MaxArchive = 48 << 20

// ArchiveRequest asks for the vouchers of a period; without days, of the financial year under way.
type ArchiveRequest struct {
	property.OfBuilding
	From civil.Date `query:"from" format:"date"`
	To   civil.Date `query:"to" format:"date"`
}

// filed is an entry of the purchases journal with the invoice that it books.
type filed struct {
	number  string
	entry   ledger.Entry
	invoice Invoice
	seller  string
	file    string // in the archive; empty when there is no voucher
}

// Archive puts all vouchers of a period into one zip, named by their number in the books, with an index of all entries of the purchases journal: also of those
// whose voucher is missing, and of those that were reversed, since each entry keeps its voucher. Faults: archive_too_large, period_reversed at to, voucher_damaged.
func (r *Room) Archive(v *act.View, in ArchiveRequest) (rest.Download, error) {
	register, err := property.LoadRegister(v.Tx, in.Building)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ledger.ReadBooks, in.Building); err != nil {
		return rest.Download{}, err
	}
	if in.From.None() {
		in.From = register.FiscalYear(v.Today, v.Now).From
	}
	if in.To.None() {
		in.To = register.FiscalYear(in.From, v.Now).To.AddDays(-1)
	}
	if in.To.Before(in.From) {
		return rest.Download{}, fault.Invalid("period_reversed", "to")
	}
	list, size, err := r.filed(v, in)
	if err != nil {
		return rest.Download{}, err
	}
	if size > MaxArchive {
		return rest.Download{}, fault.Conflict("archive_too_large").At("to").With("size", size>>20).With("max", MaxArchive>>20)
	}
	var b bytes.Buffer
	b.Grow(int(size) + 512*len(list) + 4096)
	if err := r.pack(v, &b, list); err != nil {
		return rest.Download{}, err
	}
	name := i18n.Say(v.Who.Lang, "purchases.archive_name", "building", register.Building.Name(), "from", in.From.String(), "to", in.To.String())
	return rest.Download{Name: name + ".zip", Type: "application/zip", Data: b.Bytes()}, nil
}

// filed finds what was booked in a period, in the order of the books, and how large its vouchers are.
func (r *Room) filed(v *act.View, in ArchiveRequest) (list []filed, size int64, err error) {
	entries, err := ledger.Between(v.Tx, in.Building, in.From, in.To)
	if err != nil {
		return nil, 0, err
	}
	invoices, err := OfBuilding(v.Tx, in.Building)
	if err != nil {
		return nil, 0, err
	}
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return nil, 0, err
	}
	byID := make(map[id.Of[id.Any]]Invoice, len(invoices))
	for _, i := range invoices {
		byID[id.As[id.Any](i.id)] = i
	}
	for _, e := range entries {
		i, is := byID[e.Subject().ID]
		if e.Journal() != ledger.Purchases || !is || !e.Reverses().None() {
			continue
		}
		f := filed{number: e.Number(v.Who.Lang), entry: e, invoice: i, seller: sellers[i.entry.Supplier].Name()}
		if voucher, has := i.Voucher(); has {
			f.file = plain(strings.ReplaceAll(f.number, "/", "-")+" "+f.seller+" "+i.entry.Number) + endings[voucher.media]
			size += voucher.ref.Size
		}
		list = append(list, f)
	}
	return list, size, nil
}

// pack writes the vouchers and their index. Each content is read again against its digest: an archive never holds what was not received.
func (r *Room) pack(v *act.View, to io.Writer, list []filed) error {
	z := zip.NewWriter(to)
	index := sheet.Table{Name: "index"}
	for _, column := range []string{"number", "date", "supplier", "invoice", "amount", "sha256", "file", "reversed_by"} {
		index.Columns = append(index.Columns, sheet.Column{Title: column})
	}
	for _, f := range list {
		i := f.invoice
		if f.file != "" {
			w, err := z.CreateHeader(&zip.FileHeader{Name: f.file, Method: zip.Store}) // PDFs and pictures are packed already
			if err != nil {
				return err
			}
			if err := r.copy(v, w, i.voucher.ref); err != nil {
				return err
			}
		}
		index.Rows = append(index.Rows, []sheet.Cell{sheet.Text(f.number), sheet.Day(f.entry.On().String()), sheet.Text(f.seller), sheet.Text(i.entry.Number), sheet.Cents(int64(i.entry.Amount)),
			sheet.Text(i.voucher.ref.SHA256), sheet.Text(f.file), sheet.Text(f.entry.Reversed().String())})
	}
	data, err := sheet.WriteCSV(index)
	if err != nil {
		return err
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: "index.csv", Method: zip.Deflate})
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	return z.Close()
}

func (r *Room) copy(v *act.View, to io.Writer, ref blob.Ref) error {
	content, err := r.Blobs.Get(v.Context(), ref)
	if err != nil {
		return err
	}
	defer content.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(to, sum), content); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != ref.SHA256 {
		return fault.Conflict("voucher_damaged").With("digest", ref.SHA256)
	}
	return nil
}

// plain makes a name that any reader of archives can unpack.
func plain(name string) string {
	name = strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, c):
			return '-'
		case c < ' ' || c == 0x7f || c == 0xfffd:
			return -1
		}
		return c
	}, name)
	if runes := []rune(name); len(runes) > 150 {
		name = string(runes[:150])
	}
	return strings.TrimSpace(path.Base(name))
}
