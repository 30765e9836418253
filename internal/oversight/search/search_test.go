package search_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/oversight/search"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/jobs"
)

var policy = act.Policy{
	search.Ask:               {act.Syndic, act.Owner},
	property.ReadBuilding:    {act.Syndic, act.Owner},
	property.ReadRegister:    {act.Syndic, act.Owner},
	property.ChangeRegister:  {act.Syndic},
	suppliers.ReadSuppliers:  {act.Syndic},
	suppliers.ChangeSupplier: {act.Syndic},
	decisions.ReadDecision:   {act.Syndic, act.Owner},
	decisions.EnterDecision:  {act.Syndic},
}

type world struct {
	*testing.T
	house    *act.House
	office   act.Who
	room     search.Room
	register property.Room
	supplier suppliers.Room
	runner   jobs.Runner
}

func begin(t *testing.T, d *db.DB) *world {
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	w := &world{T: t, house: &act.House{DB: d, Policy: policy, Clock: func() time.Time { clock = clock.Add(time.Second); return clock }}}
	w.room = search.Room{House: w.house}
	w.runner = jobs.Runner{DB: d, Handlers: map[string]jobs.Handler{search.IndexJob: w.room.Index}, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return clock }}
	w.office = w.newOffice()
	return w
}

func (w *world) newOffice() act.Who {
	return act.Who{Office: id.New[id.Office](), House: true, Lang: i18n.FR}
}

func do[T any](w *world, who act.Who, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func (w *world) building(who act.Who, name, number string) id.Of[id.Building] {
	w.Helper()
	return do(w, who, func(a *act.Act) (property.Building, error) {
		return w.register.CreateBuilding(a, property.BuildingEntry{Name: name, Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: number, Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
}

func (w *world) lot(who act.Who, building id.Of[id.Building], label, first, lastName, email string) id.Of[id.Lot] {
	w.Helper()
	return do(w, who, func(a *act.Act) (property.Lot, error) {
		return w.register.AddLot(a, building, property.LotEntry{Label: label, Kind: "apartment", Shares: 100},
			[]property.MemberEntry{{FirstName: first, LastName: lastName, Email: email, Lang: i18n.FR, Part: share.Must(1, 1)}}, civil.Must("2026-01-01"))
	}).ID()
}

// follow lets the index catch up, as the house does after every commit.
func (w *world) follow() {
	w.Helper()
	if err := act.Deliver(context.Background(), w.house, []act.Answer{w.room.Follow(), w.room.FollowDecisions()}); err != nil {
		w.Fatal(err)
	}
	for {
		did, err := w.runner.Once(context.Background())
		if err != nil {
			w.Fatal(err)
		}
		if !did {
			return
		}
	}
}

// ask gives the titles of what is found, each after its kind.
func (w *world) ask(who act.Who, question string) string {
	w.Helper()
	hits, err := act.See(context.Background(), w.house, who, func(v *act.View) ([]search.Hit, error) { return w.room.Find(v, question, "", 10) })
	if err != nil {
		w.Fatal(err)
	}
	list := make([]string, len(hits))
	for i, h := range hits {
		list[i] = string(h.Kind()) + " " + h.Title()
	}
	return strings.Join(list, "; ")
}

func (w *world) want(who act.Who, question, want string) {
	w.Helper()
	if got := w.ask(who, question); got != want {
		w.Errorf("%q finds %q, want %q", question, got, want)
	}
}

func TestAnyoneAndAnythingIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		tilleuls := w.building(w.office, "Résidence Les Tilleuls", "27")
		w.lot(w.office, tilleuls, "4 B", "Hélène", "Van den Bœuf", "helene@example.be")
		w.lot(w.office, tilleuls, "RC", "Jean", "Dupont", "jd@example.be")
		do(w, w.office, func(a *act.Act) (suppliers.Supplier, error) {
			return w.supplier.Add(a, suppliers.Entry{Name: "Ascenseurs Mosan", IBAN: "BE68 5390 0754 7034"})
		})
		w.follow()

		w.want(w.office, "tilleuls", "building Résidence Les Tilleuls")
		w.want(w.office, "TILLEULS victoire", "building Résidence Les Tilleuls")
		w.want(w.office, "helene boeuf", "owner Hélène Van den Bœuf")
		w.want(w.office, "dup", "owner Jean Dupont")
		w.want(w.office, "dupnot", "owner Jean Dupont")
		w.want(w.office, "jd@example.be", "contact Jean Dupont")
		w.want(w.office, "4b", "lot 4 B")
		w.want(w.office, "BE68 5390 0754 7034", "supplier Ascenseurs Mosan")
		w.want(w.office, "ascenceurs", "supplier Ascenseurs Mosan")
		w.want(w.office, "dupont tilleuls", "")
		w.want(w.office, "?!", "")
	})
}

func TestNobodyFindsWhatHeMayNotRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		tilleuls, parc := w.building(w.office, "Les Tilleuls", "27"), w.building(w.office, "Le Parc", "12")
		w.lot(w.office, tilleuls, "1A", "Jean", "Dupont", "jd@example.be")
		w.lot(w.office, parc, "1A", "Jeanne", "Dupont", "jeanne@example.be")
		other := w.newOffice()
		elsewhere := w.building(other, "Brouwers", "3")
		w.lot(other, elsewhere, "9Z", "Piet", "Dupont", "piet@example.be")
		do(w, w.office, func(a *act.Act) (suppliers.Supplier, error) {
			return w.supplier.Add(a, suppliers.Entry{Name: "Dupont Toitures"})
		})
		w.follow()

		owner := act.Who{Office: w.office.Office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Owner, Building: tilleuls}}}
		w.want(w.office, "dupont", "owner Jean Dupont; owner Jeanne Dupont; supplier Dupont Toitures")
		w.want(owner, "dupont", "owner Jean Dupont")
		w.want(owner, "jd@example.be", "")
		w.want(other, "dupont", "owner Piet Dupont")
		w.want(act.Who{Office: w.office.Office, Person: id.New[id.Person]()}, "dupont", "")
	})
}

func TestWhatIsCorrectedIsFoundUnderItsNewNameOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		tilleuls := w.building(w.office, "Les Tilleuls", "27")
		lot := w.lot(w.office, tilleuls, "Mansarde", "Jean", "Dupont", "")
		w.follow()
		w.want(w.office, "mansarde", "lot Mansarde")
		do(w, w.office, func(a *act.Act) (property.Lot, error) {
			return w.register.CorrectLot(a, lot, property.LotEntry{Label: "Grenier", Kind: "other", Shares: 100})
		})
		w.follow()
		w.want(w.office, "mansarde", "")
		w.want(w.office, "mansrde", "")
		w.want(w.office, "grenier", "lot Grenier")
		w.follow() // facts that were answered are not answered again
		w.want(w.office, "grenier", "lot Grenier")
	})
}

// Art. 3.93 §4: the register of decisions is open to who is concerned, and to nobody else.
func TestADecisionIsFoundByItsWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		tilleuls, parc := w.building(w.office, "Les Tilleuls", "27"), w.building(w.office, "Le Parc", "12")
		room := decisions.Room{}
		enter := func(b id.Of[id.Building], title string) decisions.Decision {
			return do(w, w.office, func(a *act.Act) (decisions.Decision, error) {
				return room.Enter(a, b, decisions.Entry{Assembly: civil.Must("2026-05-12"), Title: title, Text: "Le syndic demande trois offres."}, decisions.Plan{What: "Écrire aux couvreurs"})
			})
		}
		roof, other := enter(tilleuls, "Isoler la toiture"), enter(parc, "Réparer la toiture")
		w.follow()
		w.want(w.office, "toiture", "decision Isoler la toiture; decision Réparer la toiture")
		w.want(w.office, "couvreurs isoler", "decision Isoler la toiture")
		owner := act.Who{Office: w.office.Office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Owner, Building: tilleuls}}}
		w.want(owner, "toiture", "decision Isoler la toiture")
		w.want(act.Who{Office: w.office.Office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Contractor, Building: tilleuls}}}, "toiture", "")
		do(w, w.office, func(a *act.Act) (decisions.Decision, error) { return room.Withdraw(a, other.ID()) })
		do(w, w.office, func(a *act.Act) (decisions.Decision, error) {
			return room.Correct(a, roof.ID(), decisions.Entry{Assembly: civil.Must("2026-05-12"), Title: "Isoler les façades", Text: "Le syndic demande trois offres."}, "Erreur")
		})
		w.follow()
		w.want(w.office, "toiture", "")
		w.want(owner, "facades", "decision Isoler les façades")
	})
}
