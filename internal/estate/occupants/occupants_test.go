package occupants_test

import (
	"context"
	"testing"
	"time"

	"koprogo/internal/estate/occupants"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

var policy = act.Policy{
	occupants.ReadOccupants: {act.Syndic, act.Owner}, occupants.TellOccupants: {act.Syndic, act.Owner}, occupants.KeepAllOccupants: {act.Syndic},
	property.ReadRegister: {act.Syndic, act.Council, act.Owner}, property.ChangeRegister: {act.Syndic},
}

var day = civil.Must

// world is Les Tilleuls: Anne Dubois holds 4B, Sofie Claes holds 2B.
type world struct {
	*testing.T
	house               *act.House
	room                occupants.Room
	building            id.Of[id.Building]
	lot                 id.Of[id.Lot] // 4B
	syndic, anne, sofie act.Who
}

func begin(t *testing.T, d *db.DB) *world {
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	w := &world{T: t, house: &act.House{DB: d, Policy: policy, Clock: func() time.Time { clock = clock.Add(time.Second); return clock }}}
	w.room.Register = &property.Room{}
	office := id.New[id.Office]()
	w.syndic = act.Who{Office: office, Person: id.New[id.Person](), Lang: i18n.FR, House: true}
	b := do(w, w.syndic, func(a *act.Act) (property.Building, error) {
		return w.room.Register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	})
	w.building = b.ID()
	owner := func(first, last, label string) (act.Who, id.Of[id.Lot]) {
		person := id.New[id.Person]()
		l := do(w, w.syndic, func(a *act.Act) (property.Lot, error) {
			return w.room.Register.AddLot(a, w.building, property.LotEntry{Label: label, Kind: "apartment", Shares: 500},
				[]property.MemberEntry{{FirstName: first, LastName: last, Lang: i18n.FR, Part: share.Must(1, 1), Person: person}}, day("2026-01-01"))
		})
		return act.Who{Office: office, Person: person, Lang: i18n.FR, Grants: []act.Grant{{Role: act.Owner, Building: w.building}}}, l.ID()
	}
	w.anne, w.lot = owner("Anne", "Dubois", "4B")
	w.sofie, _ = owner("Sofie", "Claes", "2B")
	w.syndic.House, w.syndic.Grants = false, []act.Grant{{Role: act.Syndic}}
	return w
}

func try[T any](w *world, who act.Who, fn func(*act.Act) (T, error)) (T, error) {
	return act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, fn)
}

func do[T any](w *world, who act.Who, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := try(w, who, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func (w *world) refused(err error, code string) {
	w.Helper()
	f := fault.As(err)
	if f == nil {
		w.Fatalf("want %s, got %v", code, err)
	}
	for _, part := range f.List() {
		if part.Code == code {
			return
		}
	}
	w.Errorf("want %s, got %v", code, err)
}

func (w *world) told(who act.Who, e occupants.Entry) (occupants.Occupant, error) {
	return try(w, who, func(a *act.Act) (occupants.Occupant, error) { return w.room.Tell(a, w.lot, e) })
}

// seen are the names of those whom somebody sees in 4B, who left marked with a star.
func (w *world) seen(who act.Who) (names []string, err error) {
	h, err := act.See(context.Background(), w.house, who, func(v *act.View) (occupants.Home, error) { return w.room.Home(v, w.lot) })
	for _, o := range h.Occupants {
		name := h.Name(o)
		if h.Gone(o) {
			name += "*"
		}
		names = append(names, name)
	}
	return names, err
}

func (w *world) sees(who act.Who, want ...string) {
	w.Helper()
	got, err := w.seen(who)
	if err != nil {
		w.Fatal(err)
	}
	if len(got) != len(want) {
		w.Fatalf("sees %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			w.Errorf("sees %v, want %v", got, want)
		}
	}
}

func TestAnneTellsWhoRentsHerApartmentAndNoOtherOwnerReadsIt_Art3_89_5_6(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.sees(w.anne)
		tenant := occupants.Entry{Kind: occupants.Tenant, Name: "Amadou Diallo", Phone: "0470 12 34 56", From: day("2026-03-01")}
		_, err := w.told(w.sofie, tenant)
		w.refused(err, "occupants_of_another")
		o, err := w.told(w.anne, tenant)
		if err != nil {
			t.Fatal(err)
		}
		w.sees(w.anne, "Amadou Diallo")
		w.sees(w.syndic, "Amadou Diallo")
		_, err = w.seen(w.sofie)
		w.refused(err, "occupants_of_another")
		council := act.Who{Office: w.syndic.Office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Council, Building: w.building}}}
		_, err = w.seen(council)
		w.refused(err, "forbidden")

		do(w, w.syndic, func(a *act.Act) (occupants.Occupant, error) { return w.room.Leave(a, o.ID(), day("2026-11-01")) })
		w.sees(w.anne, "Amadou Diallo*")
		_, err = try(w, w.anne, func(a *act.Act) (occupants.Occupant, error) { return w.room.Leave(a, o.ID(), day("2026-03-01")) })
		w.refused(err, "occupant_before")
		_, err = try(w, w.sofie, func(a *act.Act) (occupants.Occupant, error) { return w.room.Withdraw(a, o.ID()) })
		w.refused(err, "occupants_of_another")
		tenant.Name = "Amadou Diallo-Sy"
		do(w, w.anne, func(a *act.Act) (occupants.Occupant, error) { return w.room.Correct(a, o.ID(), tenant) })
		w.sees(w.anne, "Amadou Diallo-Sy")
		do(w, w.anne, func(a *act.Act) (occupants.Occupant, error) { return w.room.Withdraw(a, o.ID()) })
		w.sees(w.anne)
	})
}

func TestWhoLivesInHerOwnApartmentLeavesItWithTheSale(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		_, err := w.told(w.anne, occupants.Entry{Kind: occupants.Owner, Name: "Anne", From: day("2026-01-01")})
		w.refused(err, "occupant_owner_named")
		_, err = w.told(w.anne, occupants.Entry{Kind: occupants.Owner, From: day("2025-01-01")})
		w.refused(err, "occupant_unheld")
		if _, err = w.told(w.anne, occupants.Entry{Kind: occupants.Owner, From: day("2026-01-01")}); err != nil {
			t.Fatal(err)
		}
		w.sees(w.anne, "Anne Dubois")
		eva := id.New[id.Person]()
		w.syndic.House = true
		do(w, w.syndic, func(a *act.Act) (property.Ownership, error) {
			return w.room.Register.TransferLot(a, w.lot, id.Of[id.Party]{}, []property.MemberEntry{{FirstName: "Eva", LastName: "Dubois", Lang: i18n.FR, Part: share.Must(1, 1), Person: eva}}, day("2026-11-01"))
		})
		w.sees(w.syndic, "Anne Dubois*")
		_, err = w.seen(w.anne)
		w.refused(err, "occupants_of_another")
		w.sees(act.Who{Office: w.syndic.Office, Person: eva, Grants: w.anne.Grants})
	})
}

func TestWhatIsNoOccupantIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for code, e := range map[string]occupants.Entry{
			"one_of_expected": {Kind: "guest", Name: "x", From: day("2026-03-01")},
			"required":        {Kind: occupants.Tenant, From: day("2026-03-01")},
			"email_expected":  {Kind: occupants.Tenant, Name: "x", Email: "nowhere", From: day("2026-03-01")},
			"phone_expected":  {Kind: occupants.Tenant, Name: "x", Phone: "ring", From: day("2026-03-01")},
			"occupant_before": {Kind: occupants.Tenant, Name: "x", From: day("2026-03-01"), To: day("2026-03-01")},
		} {
			_, err := w.told(w.anne, e)
			w.refused(err, code)
		}
	})
}
