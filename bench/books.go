package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"koprogo/internal/app"
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
)

// books posts a number of lines through the ledger's verb, over ten years and sixty parties, and times a balance sheet of random days: without the HTTP around it, so
// that it is the ledger that is measured.
func books(ctx context.Context, s settings, dir, address string) error {
	c, err := config.Read("serve", arguments(dir, address), func(string) string { return "" }, io.Discard)
	if err != nil {
		return err
	}
	a, err := app.Build(ctx, c, io.Discard)
	if err != nil {
		return err
	}
	defer a.Close()
	o, err := a.Office.Open(ctx, "start", office.Entry{Name: "Bench", Kind: office.Professional}, func(x *act.Act) (id.Of[id.Person], error) {
		p, err := a.Identity.Enrol(x, "claire@bench.example", "Claire Maes", "fr", "quatre mots de mesure", false)
		return p.ID(), err
	})
	if err != nil {
		return err
	}
	who := act.Who{Office: o.ID(), House: true}
	b := set{office: o.ID()}
	if err := b.building(ctx, a, 0, 60, 0); err != nil {
		return err
	}
	building := id.Must[id.Building](b.buildings[0])
	var parties []property.Party
	if _, err := act.See(ctx, a.House, who, func(v *act.View) (bool, error) {
		r, err := property.LoadRegister(v.Tx, building)
		parties = r.At(v.Today, v.Now).Parties
		return true, err
	}); err != nil {
		return err
	}
	total := 0
	for _, lines := range []int{10_000, s.books} {
		began := time.Now()
		for total < lines {
			n, err := post(ctx, a, who, building, parties, min(lines-total, 100))
			if err != nil {
				return err
			}
			total += n
		}
		fmt.Printf("%d lines posted; the last of them in %.1f s\n", total, time.Since(began).Seconds())
		if err := sheets(ctx, a, who, building); err != nil {
			return err
		}
	}
	return nil
}

// post makes one entry: claims of parties against income, costs against the bank.
func post(ctx context.Context, a *app.App, who act.Who, building id.Of[id.Building], parties []property.Party, lines int) (int, error) {
	p := ledger.Posting{Journal: ledger.Misc, On: civil.Must("2016-01-01").AddDays(rand.IntN(3980)), Voucher: "x"}
	var sum money.Cents
	for i := range lines - 1 {
		l := ledger.Line{Account: []string{"4101", "4100", "61050", "61210"}[i%4], Amount: money.Cents(1 + rand.IntN(100_000))}
		if ledger.OfParties(l.Account) {
			l.Party = parties[rand.IntN(len(parties))].ID()
		}
		p.Lines, sum = append(p.Lines, l), sum+l.Amount
	}
	p.Lines = append(p.Lines, ledger.Line{Account: "551", Amount: -sum})
	_, err := act.Do(ctx, a.House, who, act.Door{Via: "start"}, func(x *act.Act) (ledger.Entry, error) { return a.Ledger.Post(x, building, p) })
	return len(p.Lines), err
}

// sheets draws balance sheets of random days, one after another, and says how long they took and how much memory the process holds.
func sheets(ctx context.Context, a *app.App, who act.Who, building id.Of[id.Building]) error {
	var took []time.Duration
	for range 300 {
		day := civil.Must("2016-06-01").AddDays(rand.IntN(3800))
		began := time.Now()
		equal, err := act.See(ctx, a.House, who, func(v *act.View) (bool, error) {
			list, err := ledger.BalancesAt(v.Tx, building, day, civil.Instant{})
			s := ledger.Draw(list, ledger.Practice)
			return s.TotalAssets() == s.TotalLiabilities(), err
		})
		if err != nil || !equal {
			return fmt.Errorf("the balance sheet of %s is equal %v: %w", day, equal, err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	fmt.Printf("balance sheet of a random day: p50 %.2f ms, p99 %.2f ms; memory %d MiB, %s\n", ms(took[len(took)/2]), ms(took[len(took)*99/100]), resident(), runtime.Version())
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// resident is the memory of this process, in MiB, as the system counts it.
func resident() (mib int) {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.SplitSeq(string(status), "\n") {
		if rest, is := strings.CutPrefix(line, "VmHWM:"); is {
			_, _ = fmt.Sscanf(rest, "%d", &mib)
		}
	}
	return mib / 1024
}
