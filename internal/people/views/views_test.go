package views_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/views"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

const invoices = "purchases.invoices"

type world struct {
	*testing.T
	house               *act.House
	room                views.Room
	claire, bruno, anne act.Who // syndic, accountant, owner of the same office
	jan                 act.Who // syndic of another
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, house: &act.House{DB: d, Policy: act.Policy{
		views.KeepView:  {act.Syndic, act.Accountant, act.Owner},
		views.ShareView: {act.Syndic, act.Accountant},
	}}}
	people := &identity.Room{House: w.house}
	here, elsewhere := id.New[id.Office](), id.New[id.Office]()
	enrol := func(office id.Of[id.Office], name string, role act.Role) act.Who {
		p, err := act.Do(context.Background(), w.house, act.Who{Office: office, House: true}, act.Door{Via: "test"}, func(a *act.Act) (id.Of[id.Person], error) {
			p, err := people.Invite(a, strings.ToLower(name)+"@views.example", name, i18n.FR)
			return p.Person, err
		})
		if err != nil {
			t.Fatal(err)
		}
		return act.Who{Person: p, Office: office, Name: name, Lang: i18n.FR, Grants: []act.Grant{{Role: role}}}
	}
	w.claire, w.bruno, w.anne, w.jan = enrol(here, "Claire", act.Syndic), enrol(here, "Bruno", act.Accountant), enrol(here, "Anne", act.Owner), enrol(elsewhere, "Jan", act.Syndic)
	return w
}

func (w *world) keep(who act.Who, page string, e views.Entry) (views.View, error) {
	return act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, func(a *act.Act) (views.View, error) { return w.room.Keep(a, page, e) })
}

func (w *world) change(who act.Who, view id.Of[id.View], e views.Entry) (views.View, error) {
	return act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, func(a *act.Act) (views.View, error) { return w.room.Change(a, view, e) })
}

func (w *world) remove(who act.Who, view id.Of[id.View]) error {
	_, err := act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, func(a *act.Act) (views.View, error) { return w.room.Delete(a, view) })
	return err
}

// seen writes what someone sees at the head of the list of invoices: own with an asterisk, the first between brackets.
func (w *world) seen(who act.Who) string {
	w.Helper()
	list, err := act.See(context.Background(), w.house, who, func(v *act.View) ([]ui.SavedView, error) { return w.room.Of(v, invoices) })
	if err != nil {
		w.Fatal(err)
	}
	var names []string
	for _, s := range list {
		name := s.Name
		if s.Mine {
			name += "*"
		}
		if s.First {
			name = "[" + name + "]"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestAViewIsOnesOwnUntilItIsShared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		mine, err := w.keep(w.claire, invoices, views.Entry{Name: "  Sans   pièce ", Query: "state=no_voucher&after=abc&view=x&sort=-amount", First: true})
		if err != nil || mine.Name() != "Sans pièce" || mine.Query() != "sort=-amount&state=no_voucher" {
			t.Fatalf("%+v %v", mine, err)
		}
		if _, err := w.keep(w.claire, "suppliers.suppliers", views.Entry{Name: "Sans compte", Query: "account=missing"}); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[*act.Who]string{&w.claire: "[Sans pièce*]", &w.bruno: "", &w.jan: ""} {
			if got := w.seen(*who); got != want {
				t.Errorf("%s sees %q, want %q", who.Name, got, want)
			}
		}
		shared, err := w.change(w.claire, mine.ID(), views.Entry{Name: "À compléter", Query: mine.Query(), Shared: true, First: true})
		if err != nil || !shared.Shared() {
			t.Fatal(shared, err)
		}
		for who, want := range map[*act.Who]string{&w.claire: "[À compléter*]", &w.bruno: "À compléter", &w.anne: "À compléter", &w.jan: ""} {
			if got := w.seen(*who); got != want {
				t.Errorf("%s sees %q, want %q", who.Name, got, want)
			}
		}
	})
}

func TestOnlyItsOwnerChangesAView(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		v, err := w.keep(w.claire, invoices, views.Entry{Name: "Sans pièce", Shared: true})
		if err != nil {
			t.Fatal(err)
		}
		for who, want := range map[*act.Who]*fault.Fault{&w.bruno: fault.Forbidden("view_of_another"), &w.jan: fault.NotFound("not_found")} {
			if _, err := w.change(*who, v.ID(), views.Entry{Name: "x"}); !errors.Is(err, want) {
				t.Errorf("%s changes it: %v", who.Name, err)
			}
			if err := w.remove(*who, v.ID()); !errors.Is(err, want) {
				t.Errorf("%s deletes it: %v", who.Name, err)
			}
		}
		if _, err := w.keep(w.anne, invoices, views.Entry{Name: "Les miennes", Shared: true}); !errors.Is(err, fault.Forbidden("forbidden")) {
			t.Errorf("an owner shares with the office: %v", err)
		}
	})
}

func TestOneViewIsFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		a, _ := w.keep(w.claire, invoices, views.Entry{Name: "A", First: true})
		b, err := w.keep(w.claire, invoices, views.Entry{Name: "B", First: true})
		if err != nil || w.seen(w.claire) != "A* [B*]" {
			t.Fatalf("%s %v", w.seen(w.claire), err)
		}
		if _, err := w.change(w.claire, a.ID(), views.Entry{Name: "A"}); err != nil || w.seen(w.claire) != "A* [B*]" {
			t.Errorf("%s %v", w.seen(w.claire), err)
		}
		if err := w.remove(w.claire, b.ID()); err != nil || w.seen(w.claire) != "A*" {
			t.Errorf("%s %v", w.seen(w.claire), err)
		}
	})
}

func TestWhatAViewMaySay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for _, c := range []struct {
			page string
			e    views.Entry
			code string
		}{
			{invoices, views.Entry{Name: " "}, "required"},
			{invoices, views.Entry{Name: strings.Repeat("x", 41)}, "too_long"},
			{"", views.Entry{Name: "x"}, "required"},
			{invoices, views.Entry{Name: "x", Query: "%zz"}, "view_query"},
			{invoices, views.Entry{Name: "x", Query: strings.Repeat("q", 2001)}, "view_query"},
			{invoices, views.Entry{Name: "Sans pièce"}, ""},
			{invoices, views.Entry{Name: "SANS PIÈCE"}, "view_known"},
		} {
			_, err := w.keep(w.claire, c.page, c.e)
			if f := fault.As(err); c.code == "" && err != nil || c.code != "" && (f == nil || f.Code != c.code) {
				t.Errorf("%+v: got %v, want %q", c.e, err, c.code)
			}
		}
		for i := range 19 {
			if _, err := w.keep(w.claire, invoices, views.Entry{Name: fmt.Sprint(i)}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.keep(w.claire, invoices, views.Entry{Name: "une de trop"}); fault.As(err) == nil || fault.As(err).Code != "view_many" {
			t.Errorf("got %v", err)
		}
		if _, err := w.keep(w.bruno, invoices, views.Entry{Name: "Sans pièce"}); err != nil {
			t.Errorf("a colleague cannot use the same name: %v", err)
		}
	})
}

// The forms lead back to the list from which one came, seen through the view.
func TestTheFormsLeadBackToTheList(t *testing.T) {
	w := begin(t, dbtest.SQLite(t))
	s := rest.New(w.house, nil)
	p := &ui.Pages{Rest: s, Enter: func(*http.Request) (act.Who, error) { return w.claire, nil }, Refused: func(f ui.Failure) templ.Component { return ui.Text(f.Says) },
		Around: func(*act.View, id.Of[id.Building], string) (ui.Frame, error) { return ui.Frame{}, nil }}
	w.room.Pages(p)
	send := func(path string, form url.Values) (int, string) {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		s.Mux.ServeHTTP(rec, r)
		return rec.Code, rec.Header().Get("Location")
	}
	status, to := send(ui.With("/views/new", "page", invoices, "query", "q=delta", "back", "/buildings/1/invoices?q=delta&sort=amount"), url.Values{"name": {"Delta"}})
	list, _ := act.See(context.Background(), w.house, w.claire, func(v *act.View) ([]views.View, error) { return w.room.Views(v, invoices) })
	if status != http.StatusSeeOther || len(list) != 1 || to != "/buildings/1/invoices?q=delta&view="+list[0].ID().String() {
		t.Fatalf("%d to %s, %v", status, to, list)
	}
	at := "/views/" + list[0].ID().String()
	if status, to := send(ui.With(at, "query", "q=midi", "back", "//evil.example"), url.Values{"name": {"Midi"}, "now": {"true"}}); status != http.StatusSeeOther || !strings.HasPrefix(to, "/?q=midi&view=") {
		t.Errorf("%d to %s", status, to)
	}
	if status, to := send(ui.With(at+"/deletion", "back", "/suppliers?x=1"), url.Values{}); status != http.StatusSeeOther || to != "/suppliers?view=all" {
		t.Errorf("%d to %s", status, to)
	}
}
