package suppliers_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

var policy = act.Policy{
	suppliers.ReadSuppliers:  {act.Syndic, act.Accountant},
	suppliers.ChangeSupplier: {act.Syndic, act.Accountant},
}

type world struct {
	house *act.House
	who   act.Who
	room  suppliers.Room
}

func begin(d *db.DB) *world {
	return &world{house: &act.House{DB: d, Policy: policy}, who: act.Who{Person: id.New[id.Person](), Office: id.New[id.Office](),
		Grants: []act.Grant{{Role: act.Accountant, Building: id.New[id.Building]()}}}}
}

func (w *world) say(verb func(*act.Act, suppliers.Entry) (suppliers.Supplier, error), e suppliers.Entry) (suppliers.Supplier, error) {
	return act.Do(context.Background(), w.house, w.who, act.Door{Via: "api"}, func(a *act.Act) (suppliers.Supplier, error) { return verb(a, e) })
}

var delta = suppliers.Entry{Name: "Delta Ascenseurs SA", VAT: "BE 0403.019.261", IBAN: "BE68 5390 0754 7034", Email: "factures@delta.example"}

func TestTheNumbersOfASupplierAreChecked(t *testing.T) {
	for _, c := range []struct {
		e     suppliers.Entry
		code  string
		field string
	}{
		{delta, "", ""},
		{suppliers.Entry{Name: "  "}, "required", "name"},
		{suppliers.Entry{Name: "Delta", Enterprise: "0403.019.262"}, "kbo_checksum", "enterprise_number"},
		{suppliers.Entry{Name: "Delta", VAT: "BE0403019262"}, "kbo_checksum", "vat_number"},
		{suppliers.Entry{Name: "Delta", IBAN: "BE68 5390 0754 7035"}, "iban_checksum", "iban"},
		{suppliers.Entry{Name: "Delta", Email: "Delta <factures@delta.example>"}, "email_expected", "email"},
		{suppliers.Entry{Name: "Delta", VAT: "BE0403019261", Enterprise: "0202.239.951"}, "supplier_numbers_differ", "vat_number"},
	} {
		w := begin(dbtest.SQLite(t))
		s, err := w.say(w.room.Add, c.e)
		f := fault.As(err)
		if c.code == "" && (err != nil || s.Enterprise().String() != "0403019261") || c.code != "" && (f == nil || f.Code != c.code || f.Field != c.field) {
			t.Errorf("%+v: got %v, %v; want %s at %s", c.e, s, err, c.code, c.field)
		}
	}
}

func TestASupplierIsKnownOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(d)
		s, err := w.say(w.room.Add, delta)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.say(w.room.Add, delta); !errors.Is(err, fault.Conflict("supplier_known")) {
			t.Errorf("got %v", err)
		}
		for _, e := range []suppliers.Entry{delta, {Name: "delta-ascenseurs s.a."}, {Name: "Delta", Enterprise: "0403.019.261"}} {
			if again, err := w.say(w.room.FindOrAdd, e); err != nil || again.ID() != s.ID() {
				t.Errorf("%v is not recognised: %v", e, err)
			}
		}
		other, err := w.say(w.room.FindOrAdd, suppliers.Entry{Name: "Delta Ascenseurs SA", Enterprise: "0202.239.951"})
		if err != nil || other.ID() == s.ID() {
			t.Errorf("a namesake with another number is another one: %v", err)
		}
	})
}

func TestTheListOfSuppliers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(d)
		for _, name := range []string{"Zénith", "Élec", "Assur", "Eau de Bruxelles"} {
			if _, err := w.say(w.room.Add, suppliers.Entry{Name: name}); err != nil {
				t.Fatal(err)
			}
		}
		var names []string
		page := rest.Paging{Limit: 3}
		for range 2 {
			list, err := act.See(context.Background(), w.house, w.who, func(v *act.View) (rest.List[suppliers.Supplier], error) { return w.room.Suppliers(v, page) })
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range list.Items {
				names = append(names, s.Name())
			}
			if list.NextCursor != nil {
				page.Cursor = *list.NextCursor
			}
		}
		if fmt.Sprint(names) != "[Assur Eau de Bruxelles Élec Zénith]" {
			t.Error(names)
		}
		w.who.Grants = []act.Grant{{Role: act.Owner}}
		if _, err := w.say(w.room.Add, delta); !errors.Is(err, fault.Forbidden("forbidden")) {
			t.Errorf("got %v", err)
		}
		w.who.Office, w.who.Grants = id.New[id.Office](), []act.Grant{{Role: act.Syndic}}
		list, err := act.See(context.Background(), w.house, w.who, func(v *act.View) (rest.List[suppliers.Supplier], error) { return w.room.Suppliers(v, page) })
		if err != nil || len(list.Items) != 0 {
			t.Errorf("another office sees %v, %v", list.Items, err)
		}
	})
}
