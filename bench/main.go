// Command bench measures the house as it stands, so that anyone can repeat it: it tells a data set of a known size into a fresh database, starts
// the program itself as another process, and asks it at a constant rate and in a closed loop.
//
//	go run ./bench --size M                                   SQLite, a hundred buildings
//	go run ./bench --size L --postgres postgres://…/postgres  a fresh database on that server
//
//	data.go    the data sets S, M and L, told through the rooms' verbs
//	server.go  the program under measure: its start, its processor time, its memory
//	client.go  requests on connections that stay open
//	load.go    constant rate (open loop) and as fast as it goes (closed loop)
//	report.go  what is printed
//	books.go   the ledger alone: balance sheets over a million lines
//
// Figures are those of this machine at this moment, generator included: compare them with the empty handler measured in the same run, not with
// another machine's.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"
)

type settings struct {
	size     string
	postgres string
	rate     int
	writes   int
	seconds  int
	closed   int
	imports  bool
	binary   string
	keep     string
	books    int
}

func main() {
	var s settings
	flag.StringVar(&s.size, "size", "S", "data set: S (20 buildings, 200 lots), M (100, 3 000) or L (2 000, 60 000)")
	flag.StringVar(&s.postgres, "postgres", "", "a PostgreSQL server and a role that may create databases; SQLite when empty")
	flag.IntVar(&s.rate, "rate", 0, "requests per second of the constant load; 3 000 on SQLite and 1 500 on PostgreSQL when 0")
	flag.IntVar(&s.writes, "writes", 20, "percent of writes in the second load")
	flag.IntVar(&s.seconds, "seconds", 15, "how long each measure lasts")
	flag.IntVar(&s.closed, "connections", 16, "connections of the closed loop")
	flag.BoolVar(&s.imports, "import", true, "measure the import of a list of 20 000 rows as well")
	flag.StringVar(&s.binary, "binary", "", "the program to measure; built from this checkout when empty")
	flag.StringVar(&s.keep, "keep", "", "folder for the data; a temporary one, removed at the end, when empty")
	flag.IntVar(&s.books, "books", 0, "measure the ledger alone: balance sheets over 10 000 lines and over this many")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func bench(ctx context.Context, s settings) error {
	if s.rate == 0 {
		s.rate = 3000
		if s.postgres != "" {
			s.rate = 1500
		}
	}
	dir := s.keep
	if dir == "" {
		tmp, err := os.MkdirTemp("", "koprogo-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	if s.binary == "" && s.books == 0 {
		s.binary = filepath.Join(dir, "koprogo")
		if err := build(ctx, s.binary); err != nil {
			return err
		}
	}
	address, drop, err := database(ctx, s.postgres)
	if err != nil {
		return err
	}
	defer drop()
	if s.books > 0 {
		return books(ctx, s, dir, address)
	}

	r := newReport(s)
	began := time.Now()
	set, err := tell(ctx, dir, address, s.size)
	if err != nil {
		return err
	}
	r.say("Told %d buildings, %d lots and %d invoices in %.1f s", len(set.buildings), set.lots, set.invoices, time.Since(began).Seconds())

	p, err := start(ctx, s.binary, dir, address)
	if err != nil {
		return err
	}
	defer p.stop()
	r.say("Ready on existing data after %d ms; %d CPUs, %s", p.ready.Milliseconds(), runtime.NumCPU(), runtime.Version())
	c, err := signIn(p.url, set)
	if err != nil {
		return err
	}
	if err := r.closedLoops(ctx, s, p, c, set, address); err != nil {
		return err
	}
	if err := r.constantRates(ctx, s, p, c, set); err != nil {
		return err
	}
	if err := r.lists(ctx, p, c, set); err != nil {
		return err
	}
	if s.imports {
		if err := r.importOf20000(c); err != nil {
			return err
		}
	}
	return r.end(p, address)
}
