package banking_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/sampletest"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

func TestEverySampleThroughTheVerb(t *testing.T) {
	files := append(sampletest.Files(t, "coda/*.cod"), sampletest.Files(t, "camt053/*.xml")...)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for _, f := range files {
			w.again()
			name := filepath.Base(f)
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if said := w.bring(string(data)); strings.ReplaceAll(strings.ReplaceAll(said, "unknown_account", ""), ", ", "") != "" && !strings.HasPrefix(said, "unknown_account ") {
				t.Errorf("%s: %s", name, said)
			}
			number := w.feed().Waiting[0].Number()
			if plain.MatchString(number) { // anonymous numbers, as they stand in Belgian samples, are none of a real account
				data = []byte(strings.ReplaceAll(string(data), number, "999990000157"))
				number = "BE09999990000157"
			}
			w.account("other", number)
			want, known := sampleStatus[name]
			if said := w.bring(string(data)); said != want || !known {
				t.Errorf("%s: %q", name, said)
			}
			posted := strings.HasPrefix(want, "posted")
			if (w.books() != "") != posted {
				t.Errorf("%s: %s", name, w.books())
			}
		}
	})
}

var sampleStatus = map[string]string{
	"sample1.cod": "posted", "sample11.cod": "posted", "camt053.v2.multi.statement.xml": "posted, posted", "subite-v08-2024-03-12.xml": "posted, unknown_account",
	"sample3.cod": "quarantined statement_balance -812.69", "sample5.cod": "quarantined statement_balance 510319.66", "sample7.cod": "quarantined statement_balance -155.00",
	"sample9.cod": "quarantined statement_balance -75.00", "oca-test-camt053.xml": "quarantined statement_balance 434.16", "oca-test-camt053-no-ntry.xml": "quarantined statement_not_euro 0.00",
	"camt053.v2.minimal.xml": "quarantined statement_currency 0.00", "camt053.v8.xml": "quarantined statement_currency 0.00",
}

func TestTenThousandMovements(t *testing.T) {
	if testing.Short() {
		t.Skip("not run with -short: it brings 10,000 movements in")
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		big := bank{account: current, number: 1, day: "2026-10-01"}
		for i := range 10_000 {
			big.moves = append(big.moves, move{int64(i%700 + 1), fmt.Sprintf("R%d", i), "Dubois", "charges", ""})
		}
		file := big.coda()
		start := time.Now()
		eq(t, "posted", w.bring(file), "posted")
		t.Logf("10,000 movements in %s", time.Since(start))
		if got := see(w, func(v *act.View) (money.Cents, error) {
			list, err := ledger.BalancesAt(v.Tx, w.building, civil.Must("2030-12-31"), civil.Instant{})
			return list.Sum(func(code string) bool { return code == "551" }), err
		}); int64(got) != big.closing() {
			t.Errorf("%d", got)
		}
	})
}
