package office

import (
	"context"
	"slices"
	"sync"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/mail"
)

const password = "quatre mots pour entrer"

// house is an office with its syndic, Claire.
type house struct {
	*Room
	t      *testing.T
	office Office
	claire identity.Person
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &act.House{DB: d, Policy: act.Policy{EndRole: {act.Syndic}, InvitePerson: {act.Syndic}, ReadTeam: {act.Syndic, act.Accountant}, SwitchOffice: act.Roles}}
	w := &house{Room: &Room{House: h, Identity: &identity.Room{House: h, Mail: mail.Nowhere{}, BaseURL: "https://koprogo.example"}}, t: t}
	w.Identity.Offices = w.Room
	if err := w.Identity.Prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.office, w.claire = w.open("Bureau Maes", "claire@maes.example")
	return w
}

func (w *house) open(name, email string) (Office, identity.Person) {
	w.t.Helper()
	var p identity.Person
	o, err := w.Open(context.Background(), "test", Entry{Name: name, Kind: Professional}, func(a *act.Act) (id.Of[id.Person], error) {
		var err error
		p, err = w.Identity.Enrol(a, email, name, i18n.FR, password, false)
		return p.ID(), err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return o, p
}

// enrol makes a person with a role.
func (w *house) enrol(email string, role act.Role, building id.Of[id.Building]) identity.Person {
	w.t.Helper()
	p, err := act.Do(context.Background(), w.House, act.Who{Office: w.office.ID(), House: true}, act.Door{Via: "test"}, func(a *act.Act) (identity.Person, error) {
		p, err := w.Identity.Enrol(a, email, "Paul Simon", i18n.FR, password, false)
		if err != nil {
			return p, err
		}
		return p, GrantRole(a, p.ID(), role, building)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// who is a person as the door knows them in an office.
func (w *house) who(p identity.Person, office id.Of[id.Office]) act.Who {
	w.t.Helper()
	who := p.Who()
	who.Office = office
	err := w.House.DB.Read(context.Background(), office, func(tx *db.Tx) (err error) {
		who.Grants, err = Grants(tx, p.ID(), w.House.Now().BrusselsDate())
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return who
}

func (w *house) team(who act.Who) (now, former []TeamLine) {
	w.t.Helper()
	_, err := act.See(context.Background(), w.House, who, func(v *act.View) (bool, error) {
		var err error
		now, former, err = w.Team(v)
		return true, err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return now, former
}

func (w *house) roleOf(p identity.Person) id.Of[id.Role] {
	w.t.Helper()
	now, _ := w.team(w.who(w.claire, w.office.ID()))
	for _, l := range now {
		if l.Person == p.ID() {
			return l.ID
		}
	}
	w.t.Fatalf("%s has no role", p.Who().Email)
	return id.Of[id.Role]{}
}

func (w *house) end(who act.Who, role id.Of[id.Role], on civil.Date) error {
	_, err := act.Do(context.Background(), w.House, who, act.Door{Via: "page"}, func(a *act.Act) (bool, error) {
		_, err := w.End(a, role, on)
		return true, err
	})
	return err
}

func is(err error, code string) bool {
	f := fault.As(err)
	return f != nil && f.Code == code
}

func TestARoleEndsOnADayAndStaysInTheHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newHouse(t, d)
		claire := w.who(w.claire, w.office.ID())
		today := w.House.Now().BrusselsDate()
		paul := w.enrol("paul@simon.example", act.Accountant, id.Of[id.Building]{})
		role := w.roleOf(paul)
		if err := w.end(w.who(paul, w.office.ID()), role, today); !is(err, "forbidden") {
			t.Errorf("an accountant ended a role: %v", err)
		}
		if err := w.end(claire, role, today.AddDays(-1)); !is(err, "role_end_early") {
			t.Errorf("before it began: %v", err)
		}
		if err := w.end(claire, role, today.AddDays(10)); err != nil {
			t.Fatal(err)
		}
		if len(w.who(paul, w.office.ID()).Grants) != 1 {
			t.Error("a role that ends in ten days is not held today")
		}
		if err := w.end(claire, role, today); !is(err, "not_found") {
			t.Errorf("what was corrected is known under its old number: %v", err)
		}
		if err := w.end(claire, w.roleOf(paul), civil.Date{}); err != nil { // today after all
			t.Fatal(err)
		}
		now, former := w.team(claire)
		if len(now) != 1 || len(former) != 1 || former[0].Person != paul.ID() || former[0].To != today {
			t.Errorf("now %+v, former %+v", now, former)
		}
		if err := w.end(claire, former[0].ID, today); !is(err, "role_ended") {
			t.Errorf("twice: %v", err)
		}
		history, err := act.See(context.Background(), w.House, claire, func(v *act.View) ([]act.Entry, error) { return v.History(act.Subject(paul.ID())) })
		if err != nil || len(history) != 3 || history[2].Kind != "office.role_ended" || history[2].Person != w.claire.ID() {
			t.Errorf("%v %+v", err, history)
		}
	})
}

func TestTheLastSyndicOfAnOfficeStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newHouse(t, d)
		claire := w.who(w.claire, w.office.ID())
		today := w.House.Now().BrusselsDate()
		role := w.roleOf(w.claire)
		last := func(what string) {
			t.Helper()
			if err := w.end(claire, role, today); !is(err, "last_syndic") {
				t.Errorf("%s: %v", what, err)
			}
		}
		last("alone")
		w.enrol("of.a.building@simon.example", act.Syndic, id.New[id.Building]())
		last("beside a syndic of one building")
		if _, err := act.Do(context.Background(), w.House, claire, act.Door{}, func(a *act.Act) (identity.Invited, error) {
			return w.Invite(a, "never.came@simon.example", "Jo", i18n.NL, act.Syndic, id.Of[id.Building]{})
		}); err != nil {
			t.Fatal(err)
		}
		last("beside a syndic who never chose a password")
		paul := w.enrol("paul@simon.example", act.Syndic, id.Of[id.Building]{})
		if err := w.end(claire, w.roleOf(paul), today.AddDays(30)); err != nil {
			t.Fatal(err)
		}
		last("beside a syndic who leaves in a month")

		// Two syndics who send each other away at the same moment: one stays.
		lea := w.enrol("lea@simon.example", act.Syndic, id.Of[id.Building]{})
		hers := w.roleOf(lea)
		var wg sync.WaitGroup
		errs := make([]error, 2)
		wg.Go(func() { errs[0] = w.end(claire, hers, today) })
		wg.Go(func() { errs[1] = w.end(w.who(lea, w.office.ID()), role, today) })
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("both went or both stayed: %v", errs)
		}
	})
}

func TestWhoHasNoRoleLeftActsForAnotherOfficeOrNone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newHouse(t, d)
		ctx := context.Background()
		claire := w.who(w.claire, w.office.ID())
		paul := w.enrol("paul@simon.example", act.Accountant, id.Of[id.Building]{})
		building := id.New[id.Building]()
		grant := func(role act.Role, building id.Of[id.Building]) {
			t.Helper()
			if _, err := act.Do(ctx, w.House, act.Who{Office: w.office.ID(), House: true}, act.Door{}, func(a *act.Act) (bool, error) {
				return true, GrantRole(a, paul.ID(), role, building)
			}); err != nil {
				t.Fatal(err)
			}
		}
		grant(act.Owner, building)
		tokens, err := w.Identity.SignIn(ctx, "paul@simon.example", password, "")
		if err != nil {
			t.Fatal(err)
		}
		today := w.House.Now().BrusselsDate()
		if err := w.end(claire, w.roleOf(paul), today); err != nil {
			t.Fatal(err)
		}
		if tokens, err = w.Identity.Refresh(ctx, tokens.Refresh); err != nil {
			t.Errorf("another role is left, and the session ended: %v", err)
		}
		if err := w.end(claire, w.roleOf(paul), today); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Identity.Refresh(ctx, tokens.Refresh); !is(err, "token_refused") {
			t.Errorf("no role is left, and the session goes on: %v", err)
		}
		memberships := func() (list []Membership) {
			_ = w.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
				list, err = Memberships(tx, paul.ID(), today)
				return err
			})
			return list
		}
		if left := memberships(); len(left) != 0 {
			t.Errorf("still of %v", left)
		}
		grant(act.Accountant, id.Of[id.Building]{}) // he comes back
		if left := memberships(); len(left) != 1 {
			t.Errorf("not back: %v", left)
		}
	})
}

func TestAPersonSeesWhoTheyAreWhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newHouse(t, d)
		ctx := context.Background()
		other, _ := w.open("Kantoor Peeters", "jan@peeters.example")
		if _, err := act.Do(ctx, w.House, act.Who{Office: other.ID(), House: true}, act.Door{}, func(a *act.Act) (bool, error) {
			return true, GrantRole(a, w.claire.ID(), act.Owner, id.New[id.Building]())
		}); err != nil {
			t.Fatal(err)
		}
		who := w.who(w.claire, w.office.ID())
		who.Session = id.New[id.Session]()
		list, err := act.See(ctx, w.House, who, w.MyRoles)
		if err != nil || len(list) != 2 || list[0].Role != act.Syndic || list[0].OfficeName != "Bureau Maes" || list[1].Role != act.Owner || list[1].OfficeName != "Kantoor Peeters" {
			t.Errorf("%+v %v", list, err)
		}
		who.Session = id.Of[id.Session]{}
		if list, err = act.See(ctx, w.House, who, w.MyRoles); err != nil || len(list) != 1 {
			t.Errorf("an access key sees %+v %v", list, err)
		}
	})
}

func TestARoleThatEndsLaterIsAnOfficeUntilThen(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newHouse(t, d)
	paul := w.enrol("paul@simon.example", act.Accountant, id.Of[id.Building]{})
	today := w.House.Now().BrusselsDate()
	if err := w.end(w.who(w.claire, w.office.ID()), w.roleOf(paul), today.AddDays(3)); err != nil {
		t.Fatal(err)
	}
	for days, want := range map[int]bool{0: true, 2: true, 3: false} {
		var list []Membership
		err := d.Read(context.Background(), id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
			list, err = Memberships(tx, paul.ID(), today.AddDays(days))
			return err
		})
		if err != nil || slices.ContainsFunc(list, func(m Membership) bool { return m.ID == w.office.ID() }) != want {
			t.Errorf("in %d days: %v %v", days, list, err)
		}
	}
}
