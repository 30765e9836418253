// Package app is the composition root: which rooms there are, how they are joined, who may do what, which room answers which fact and
// at which hour what is done.
//
//	app.go         Build puts the house together, Run opens it
//	doors.go       the way in: recognising callers, headers, health, metrics
//	callers.go     who was recognised a moment ago
//	policy.go      who may do what
//	reactions.go   which room answers which recorded fact
//	timetable.go   every job with its hour
//	live.go        of what an open page is told
//	check.go       koprogo check
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/confirmations"
	"koprogo/internal/estate/imports"
	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/occupants"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/signboard"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/banking"
	"koprogo/internal/finance/charges"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/governance/assembly"
	"koprogo/internal/governance/council"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/oversight/audit"
	"koprogo/internal/oversight/deadlines"
	"koprogo/internal/oversight/search"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/people/views"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/live"
	"koprogo/internal/platform/mail"
	"koprogo/internal/platform/obs"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
	"koprogo/internal/portal/calculators"
	"koprogo/internal/portal/desk"
	"koprogo/internal/portal/public"
)

// App is the house, put together.
type App struct {
	Config  config.Config
	DB      *db.DB
	House   *act.House
	Blobs   blob.Store
	Mail    mail.Sender
	Log     *slog.Logger
	Metrics *obs.Metrics
	Rest    *rest.Server
	Pages   *ui.Pages
	Live    *live.Hub

	Identity      *identity.Room
	Office        *office.Room
	Views         *views.Room
	Property      *property.Room
	Keys          *keys.Room
	Suppliers     *suppliers.Room
	Imports       *imports.Room
	Decisions     *decisions.Room
	Mandates      *mandates.Room
	Council       *council.Room
	Ledger        *ledger.Room
	Purchases     *purchases.Room
	Charges       *charges.Room
	Banking       *banking.Room
	Search        *search.Room
	Audit         *audit.Room
	Signboard     *signboard.Room
	Addressees    *addressees.Room
	Occupants     *occupants.Room
	Confirmations *confirmations.Room

	Deadlines   *deadlines.Room
	Calculators *calculators.Room

	callers callers
}

// maxFile bounds one kept file.
const maxFile = 32 << 20

// Build opens the database, brings it up to date and joins the rooms. Close ends it.
func Build(ctx context.Context, c config.Config, logTo io.Writer) (*App, error) {
	a := &App{Config: c, Log: obs.Logger(logTo, c.LogLevel), Metrics: obs.NewMetrics()}
	var err error
	if a.DB, err = db.Open(ctx, c.Database); err != nil {
		return nil, err
	}
	if err = a.furnish(ctx); err != nil {
		_ = a.DB.Close()
		return nil, err
	}
	return a, nil
}

func (a *App) furnish(ctx context.Context) error {
	if err := a.DB.Migrate(ctx); err != nil {
		return fmt.Errorf("the database could not be brought up to date: %w", err)
	}
	var err error
	if a.Blobs, err = blob.Open(filepath.Join(a.Config.Data, "files"), maxFile); err != nil {
		return err
	}
	if a.Mail, err = a.sender(); err != nil {
		return err
	}
	a.House = &act.House{DB: a.DB, Policy: Policy}
	a.join()
	if err := a.Identity.Prepare(ctx); err != nil {
		return err
	}
	a.routes()
	return nil
}

// join gives every room what it needs from the others: calls go down the stairs, small ports go up.
func (a *App) join() {
	a.Identity = &identity.Room{House: a.House, Mail: a.Mail, BaseURL: a.Config.BaseURL}
	a.Office = &office.Room{House: a.House, Identity: a.Identity}
	a.Identity.Offices = a.Office
	a.Property = &property.Room{Inviter: a.Office}
	a.Office.Buildings = a.Property
	a.Keys = &keys.Room{}
	a.Suppliers = &suppliers.Room{Register: a.Property}
	a.Views = &views.Room{}
	a.Imports = &imports.Room{Register: a.Property, House: a.House}
	a.Mandates = &mandates.Room{Blobs: a.Blobs, BaseURL: a.Config.BaseURL}
	a.Council = &council.Room{Mandates: a.Mandates, Blobs: a.Blobs, Expected: a.expected}
	a.Decisions = &decisions.Room{Blobs: a.Blobs, Citers: []decisions.Citer{a.Mandates, a.Council}, Neighbours: []decisions.Neighbour{a.Council}}
	a.Council.Decisions = a.Decisions
	a.Ledger = &ledger.Room{}
	a.Purchases = &purchases.Room{House: a.House, Suppliers: a.Suppliers, Ledger: a.Ledger, Blobs: a.Blobs}
	a.Decisions.Citers = append(a.Decisions.Citers, a.Purchases)
	a.Charges = &charges.Room{}
	a.Banking = &banking.Room{Ledger: a.Ledger, Blobs: a.Blobs}
	a.Property.Banking = []property.Banking{a.Banking}
	a.Signboard = &signboard.Room{House: a.House, BaseURL: a.Config.BaseURL, Others: calculators.Paths()}
	a.Addressees = &addressees.Room{}
	a.Occupants = &occupants.Room{Register: a.Property}
	a.Confirmations = &confirmations.Room{House: a.House, Mail: a.Mail, BaseURL: a.Config.BaseURL, Register: a.Property, Addressees: a.Addressees, Occupants: a.Occupants}
	a.Calculators = &calculators.Room{House: a.House, BaseURL: a.Config.BaseURL}
	a.Audit = &audit.Room{}
	a.Search = &search.Room{House: a.House}
	a.Deadlines = &deadlines.Room{House: a.House, Mail: a.Mail, BaseURL: a.Config.BaseURL, Who: acting, Sources: []deadlines.Source{
		{Facts: "mandates.", Of: a.Mandates.Deadlines}, {Facts: "decisions.", Of: a.Decisions.Deadlines}, {Facts: "property.", Of: assembly.Deadlines},
		{Facts: "purchases.", Of: a.Purchases.ContractDeadlines}, {Facts: "ledger.", Of: a.Purchases.DueInvoices},
	}}
	a.Council.Neighbours = []council.Neighbour{a.Deadlines}
	a.Property.Gate = a.Office
	a.Keys.Using = []keys.Using{a.Purchases}
	a.Property.Dependents = []property.Dependent{a.Addressees, a.Occupants, a.Keys, a.Ledger, a.Purchases}
	a.Property.Followers = []property.Follower{a.Keys}
	a.Property.Neighbours = []property.Neighbour{a.Occupants}
}

// expected are the deadlines of a building as the rooms offer them now.
func (a *App) expected(v *act.View, building id.Of[id.Building]) (list []law.Deadline, err error) {
	for _, s := range a.Deadlines.Sources {
		days, err := s.Of(v, building)
		if err != nil {
			return nil, err
		}
		list = append(list, days...)
	}
	return list, nil
}

// routes lets every room declare its routes.
func (a *App) routes() {
	a.Rest = rest.New(a.House, a)
	a.Identity.Routes(a.Rest)
	a.Office.Routes(a.Rest)
	a.Views.Routes(a.Rest)
	a.Property.Routes(a.Rest)
	a.Addressees.Routes(a.Rest)
	a.Occupants.Routes(a.Rest)
	a.Confirmations.Routes(a.Rest)
	a.Keys.Routes(a.Rest)
	a.Suppliers.Routes(a.Rest)
	a.Imports.Routes(a.Rest)
	a.Signboard.Routes(a.Rest)
	a.Decisions.Routes(a.Rest)
	a.Mandates.Routes(a.Rest)
	a.Council.Routes(a.Rest)
	a.Ledger.Routes(a.Rest)
	a.Purchases.Routes(a.Rest)
	a.Charges.Routes(a.Rest)
	a.Banking.Routes(a.Rest)
	a.Search.Routes(a.Rest)
	a.Deadlines.Routes(a.Rest)
	a.Audit.Routes(a.Rest)
	a.Calculators.Routes(a.Rest)
	a.pages()
}

// pages lets every room declare its pages; the desk comes last, because it leads to those that exist.
func (a *App) pages() {
	d := &desk.Desk{Property: a.Property, Year: func(v *act.View, building id.Of[id.Building]) (string, error) {
		years, err := property.LoadYears(v.Tx, building, v.Now)
		return years.Name(v.Today), err
	}}
	a.Pages = &ui.Pages{Rest: a.Rest, Enter: a.Cookie, Around: d.Around, Refused: public.Refused, Views: a.Views}
	a.Live = &live.Hub{House: a.House, Enter: a.Cookie, May: mayHear, Ends: endsLines}
	d.Pages = a.Pages
	a.Identity.Pages(a.Pages)
	a.Office.Pages(a.Pages)
	a.Views.Pages(a.Pages)
	a.Live.Pages(a.Pages)
	a.Suppliers.Pages(a.Pages)
	a.Property.Pages(a.Pages)
	a.Addressees.Pages(a.Pages)
	a.Occupants.Pages(a.Pages)
	a.Confirmations.Pages(a.Pages)
	a.Keys.Pages(a.Pages)
	a.Imports.Pages(a.Pages)
	a.Signboard.Pages(a.Pages)
	a.Signboard.Open(a.Pages)
	a.Decisions.Pages(a.Pages)
	a.Mandates.Pages(a.Pages)
	a.Council.Pages(a.Pages)
	a.Ledger.Pages(a.Pages)
	a.Purchases.Pages(a.Pages)
	a.Charges.Pages(a.Pages)
	a.Banking.Pages(a.Pages)
	a.Search.Pages(a.Pages)
	a.Deadlines.Pages(a.Pages)
	a.Deadlines.Open(a.Pages)
	a.Audit.Pages(a.Pages)
	a.Calculators.Open(a.Pages)
	d.Declare()
	public.Pages(a.Pages, a.OpenAPI)
}

func (a *App) sender() (mail.Sender, error) {
	if a.Config.Mail == nil {
		return mail.Nowhere{}, nil
	}
	return mail.NewSMTP(*a.Config.Mail)
}

// Close ends the connections.
func (a *App) Close() error {
	a.Live.Close()
	return a.DB.Close()
}

// Run opens the doors until ctx ends, then lets requests and jobs under way finish. Ready is called before the first answer, with the address.
func (a *App) Run(ctx context.Context, ready func(address string) error) error {
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return fmt.Errorf("%s cannot be listened on (%w); choose another address with --listen", a.Config.Listen, err)
	}
	server := &http.Server{
		Handler:           a.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(a.Log.Handler(), slog.LevelDebug),
	}
	server.RegisterOnShutdown(a.Live.Close) // open pages would otherwise hold the end up
	if err := ready("http://" + listener.Addr().String()); err != nil {
		_ = listener.Close()
		return err
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	var background sync.WaitGroup
	background.Go(func() { (&jobs.Runner{DB: a.DB, Handlers: a.handlers(), Log: a.Log}).Run(work) })
	background.Go(func() { jobs.Timetable(work, a.DB, Timetable, a.Log) })
	background.Go(func() { a.deliver(work) })
	background.Go(func() { a.DB.Listen(work) })

	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err = <-served:
	case <-ctx.Done():
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		err = server.Shutdown(patience)
		cancel()
	}
	stopWork()
	background.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// Serve is the verb `koprogo serve`.
func Serve(ctx context.Context, c config.Config, out io.Writer) error {
	a, err := Build(ctx, c, os.Stderr)
	if err != nil {
		return err
	}
	defer a.Close()
	token, err := a.Identity.SetupToken(ctx)
	if err != nil {
		return err
	}
	return a.Run(ctx, func(address string) error {
		fmt.Fprintf(out, "KoproGo answers at %s\n", address)
		if token != "" {
			fmt.Fprintf(out, "Nobody is known yet. Set the house up, once, at:\n  %s/setup?token=%s\n", address, token)
		}
		return nil
	})
}

// Migrate is the verb `koprogo migrate`.
func Migrate(ctx context.Context, c config.Config, out io.Writer) error {
	d, err := db.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	fmt.Fprintf(out, "The database (%s) is up to date.\n", d.Engine)
	return nil
}
