package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

func TestReportsAreWholeInFourLanguages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.post("2025-11-30", 70_00, "61300", "440")
		w.post("2026-01-05", 1_000_00, "4101", "701")
		w.post("2026-02-10", 250_00, "4100", "160")
		w.post("2026-03-01", 310_55, "61050", "440")
		w.post("2026-04-02", 800_00, "551", "4101")
		w.post("2026-04-03", 310_55, "440", "551")
		for _, k := range Kinds {
			for _, l := range i18n.Langs {
				r := see(w, func(v *act.View) (Report, error) { return w.room.ReportIn(v, w.building, k, Asked{}, l) })
				text := fmt.Sprint(r.Title, r.AsOf, r.Note, r.Parts)
				if strings.Contains(text, "«") && l != i18n.FR || len(r.Parts) == 0 || len(r.one(l).Rows) == 0 {
					t.Errorf("%s in %s: %s", k, l, text)
				}
				pdf := see(w, func(v *act.View) ([]byte, error) { return r.paper(v, l) })
				if len(pdf) < 1000 {
					t.Errorf("%s in %s: a paper of %d bytes", k, l, len(pdf))
				}
				if dir := os.Getenv("KOPROGO_SEE"); dir != "" {
					_ = os.WriteFile(dir+"/"+string(k)+"-"+string(l)+".pdf", pdf, 0o644)
				}
				if len(r.sheets(l)) != len(r.Parts) || len(r.one(l).Rows) == 0 {
					t.Errorf("%s in %s cannot be exported", k, l)
				}
			}
		}
		r := see(w, func(v *act.View) (Report, error) { return w.room.Report(v, w.building, PartiesReport, Asked{}) })
		if got := fmt.Sprint(r.Parts[0].Rows[0].Cells[len(r.Parts[0].Rows[0].Cells)-1].Amount); got != "45000" {
			t.Errorf("Dubois owes %s", got)
		}
	})
}

func TestAReportAsKnownThenStaysAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		year := func() {
			w.post("2026-01-05", 1_000_00, "4101", "701")
			w.post("2026-02-10", 250_00, "4100", "160")
			w.post("2026-02-11", 90_00, "4100", "100")
			w.post("2026-03-01", 310_55, "61050", "440")
			w.post("2026-04-02", 800_00, "551", "4101")
			do(w, func(a *act.Act) (Entry, error) {
				p := w.posting("2026-10-31", 10_00, "701", "14")
				p.Journal = Closing
				return w.room.Post(a, w.building, p)
			})
		}
		kinds := map[string]func(civil.Instant) (Kind, Asked){}
		for _, k := range Kinds {
			kinds[string(k)] = func(known civil.Instant) (Kind, Asked) { return k, Asked{To: civil.Must("2026-10-31"), Known: known} }
		}
		kinds["one owner"] = func(known civil.Instant) (Kind, Asked) {
			return PartiesReport, Asked{Party: w.parties[0], Known: known}
		}
		kinds["one supplier"] = func(known civil.Instant) (Kind, Asked) {
			return SuppliersReport, Asked{Supplier: w.supplier, Known: known}
		}
		told := func(name string, known civil.Instant) string {
			r := see(w, func(v *act.View) (Report, error) {
				k, asked := kinds[name](known)
				return w.room.Report(v, w.building, k, asked)
			})
			var text []string
			for _, p := range r.Parts {
				for _, row := range p.Rows {
					text = append(text, fmt.Sprint(p.Title, row.Cells))
				}
			}
			return strings.Join(text, "\n")
		}
		year()
		then, before := civil.At(w.clock), map[string]string{}
		for name := range kinds {
			before[name] = told(name, civil.Instant{})
		}
		year()
		for name := range kinds {
			if got := told(name, then); got != before[name] {
				t.Errorf("%s said\n%s\nand as known then says\n%s", name, before[name], got)
			}
			if told(name, civil.Instant{}) == before[name] {
				t.Errorf("%s does not change with what was learned", name)
			}
		}
	})
}

func TestAReportThatIsTooLongSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for i := range 4 {
			w.post("2026-02-10", money.Cents(100_00+i), "4100", "160")
		}
		for _, k := range []Kind{GeneralReport, FundsReport, JournalReport} {
			rows := func(most int) (last []Row, told string) {
				r := see(w, func(v *act.View) (Report, error) { return w.room.Report(v, w.building, k, Asked{Most: most}) })
				for _, p := range r.Parts {
					last = append(last, p.Rows[len(p.Rows)-1])
				}
				return last, fmt.Sprint(r.Parts)
			}
			cut, short := rows(2)
			all, long := rows(8)
			said := i18n.Say(i18n.FR, "ledger.note_cut", "n", map[bool]int64{true: 3, false: 2}[k == JournalReport])
			if !strings.Contains(short, said) || strings.Contains(long, said) {
				t.Errorf("%s of two lines: %s\nof all: %s", k, short, long)
			}
			if k != JournalReport && fmt.Sprint(cut) != fmt.Sprint(all) {
				t.Errorf("%s: the sums\n%v\nbecame\n%v", k, all, cut)
			}
		}
	})
}

func TestOnlyWhoMayReadsTheBooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.who.House, w.who.Grants = false, []act.Grant{{Role: act.Owner, Building: w.building}}
		_, err := act.See(context.Background(), w.house, w.who, func(v *act.View) (Report, error) { return w.room.Report(v, w.building, BalanceSheetReport, Asked{}) })
		if !errors.Is(err, fault.Forbidden("forbidden")) {
			t.Error(err)
		}
	})
}
