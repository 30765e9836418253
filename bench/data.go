package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"koprogo/internal/app"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/db"

	"database/sql"
)

// set is what was told: who signs in, and what can be asked for.
type set struct {
	email, password string
	office          id.Of[id.Office]
	buildings       []string
	lots, invoices  int
}

// sizes are buildings, lots in each, invoices in each. One office holds them all: its lists are as long as they can be.
var sizes = map[string][3]int{"S": {20, 10, 20}, "M": {100, 30, 20}, "L": {2000, 30, 10}}

// database is an empty database: a file in the folder of the run, or a new one on a PostgreSQL server, dropped at the end.
func database(ctx context.Context, server string) (address string, drop func(), err error) {
	if server == "" {
		return "", func() {}, nil
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return "", nil, err
	}
	raw := make([]byte, 6)
	_, _ = rand.Read(raw)
	name := "koprogo_bench_" + hex.EncodeToString(raw)
	if _, err := admin.ExecContext(ctx, `CREATE DATABASE `+name); err != nil {
		return "", nil, err
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() {
		_, _ = admin.ExecContext(context.WithoutCancel(ctx), `DROP DATABASE `+name+` WITH (FORCE)`)
		_ = admin.Close()
	}, nil
}

// arguments are the settings of the program for this run.
func arguments(dir, address string) []string {
	list := []string{"--data", filepath.Join(dir, "data"), "--listen", "127.0.0.1:0", "--log-level", "warn"}
	if address != "" {
		list = append(list, "--database-url", address)
	}
	return list
}

// tell fills the database through the verbs of the rooms, as a person could have done.
func tell(ctx context.Context, dir, address, size string) (set, error) {
	counts, known := sizes[size]
	if !known {
		return set{}, fmt.Errorf("there is no data set %q; choose S, M or L", size)
	}
	c, err := config.Read("serve", arguments(dir, address), func(string) string { return "" }, io.Discard)
	if err != nil {
		return set{}, err
	}
	a, err := app.Build(ctx, c, io.Discard)
	if err != nil {
		return set{}, err
	}
	defer a.Close()
	raw := make([]byte, 12)
	_, _ = rand.Read(raw)
	s := set{email: "claire@bench.example", password: "bench " + hex.EncodeToString(raw)}
	o, err := a.Office.Open(ctx, "start", office.Entry{Name: "Bench", Kind: office.Professional}, func(a2 *act.Act) (id.Of[id.Person], error) {
		p, err := a.Identity.Enrol(a2, s.email, "Claire Maes", i18n.FR, s.password, false)
		return p.ID(), err
	})
	if err != nil {
		return set{}, err
	}
	s.office = o.ID()
	for n := range counts[0] {
		if err := s.building(ctx, a, n, counts[1], counts[2]); err != nil {
			return set{}, fmt.Errorf("building %d: %w", n, err)
		}
	}
	if a.DB.Engine == db.Postgres {
		return s, analyse(ctx, address)
	}
	return s, nil
}

// analyse lets PostgreSQL count its rows before it is asked, as it would have done by itself some minutes later.
func analyse(ctx context.Context, address string) error {
	d, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	_, err = d.ExecContext(ctx, `ANALYZE`)
	return err
}

func (s *set) building(ctx context.Context, a *app.App, n, lots, invoices int) error {
	_, err := act.Do(ctx, a.House, act.Who{Office: s.office, House: true}, act.Door{Via: "start"}, func(x *act.Act) (bool, error) {
		b, err := a.Property.CreateBuilding(x, property.BuildingEntry{Name: fmt.Sprintf("Résidence %s %04d", street(n), n), Denominator: 10000, Lang: i18n.FR,
			Address: property.Address{Street: "Rue " + street(n), Number: fmt.Sprint(1 + n%200), Postcode: "1060", City: "Saint-Gilles"}})
		if err != nil {
			return false, err
		}
		list := property.List{Import: id.New[id.Import](), From: x.Today}
		for i := range lots {
			list.Lines = append(list.Lines, line(n, i, lots))
		}
		if _, err := a.Property.TakeList(x, b.ID(), list); err != nil {
			return false, err
		}
		for i := range invoices {
			e := purchases.Entry{Number: fmt.Sprintf("F-%d-%d", n, i), IssuedOn: x.Today.AddDays(-i), Amount: money.Cents(10000 + 37*i), Description: "Entretien"}
			if _, err := a.Purchases.Enter(x, b.ID(), e, &suppliers.Entry{Name: fmt.Sprintf("Fournisseur %02d", i)}); err != nil {
				return false, err
			}
		}
		s.buildings = append(s.buildings, b.ID().String())
		return true, nil
	})
	s.lots += lots
	s.invoices += invoices
	return err
}

func line(building, i, lots int) property.ListLine {
	shares := int64(10000 / lots)
	if i == 0 {
		shares += int64(10000 % lots)
	}
	floor := int64(i / 4)
	return property.ListLine{
		Lot: property.LotEntry{Label: fmt.Sprintf("%d%c", floor, 'A'+i%4), Kind: "apartment", Shares: shares, Floor: &floor},
		Members: []property.MemberEntry{{FirstName: first[(building+i)%len(first)], LastName: fmt.Sprintf("%s %d", last[(building*7+i)%len(last)], i),
			Email: fmt.Sprintf("p%d.%d@bench.example", building, i), Street: "Rue de la Loi 16", Postcode: "1000", City: "Bruxelles", Lang: i18n.FR, Part: share.Must(1, 1)}},
	}
}

var (
	first = []string{"Hélène", "Jean", "Marie", "Luc", "Fatima", "Piet", "Anke", "Georges", "Noor", "Tom"}
	last  = []string{"Dupont", "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet"}
	roads = []string{"Victoire", "Parc", "Tilleuls", "Moulin", "Église", "Station", "Brasserie", "Canal", "Forge", "Verger"}
)

func street(n int) string { return roads[n%len(roads)] }
