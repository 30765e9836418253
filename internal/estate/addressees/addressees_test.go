package addressees_test

import (
	"context"
	"testing"
	"time"

	"koprogo/internal/estate/addressees"
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
	addressees.ReadAddressees: {act.Syndic, act.Accountant, act.Council}, addressees.ChangeAddressees: {act.Syndic},
	addressees.AnswerConsent: {act.Syndic, act.Owner}, addressees.ReadOwnData: {act.Owner}, property.ChangeRegister: {act.Syndic},
}

// world is Les Tilleuls: Anne Dubois alone in 4B, Hélène Simon with the use and her son Paul with the substance of 1A.
type world struct {
	*testing.T
	house              *act.House
	room               addressees.Room
	syndic             act.Who
	building           id.Of[id.Building]
	anne, helene, paul property.Member
	simons             id.Of[id.Party]
}

func begin(t *testing.T, d *db.DB) *world {
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	w := &world{T: t, house: &act.House{DB: d, Policy: policy, Clock: func() time.Time { clock = clock.Add(time.Second); return clock }}}
	w.syndic = act.Who{Office: id.New[id.Office](), Person: id.New[id.Person](), Lang: i18n.FR, House: true}
	var register property.Room
	b := do(w, w.syndic, func(a *act.Act) (property.Building, error) {
		return register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	})
	w.building = b.ID()
	one := share.Must(1, 1)
	for label, members := range map[string][]property.MemberEntry{
		"4B": {{FirstName: "Anne", LastName: "Dubois", Email: "anne@exemple.example", Lang: i18n.FR, Part: one, Person: id.New[id.Person]()}},
		"1A": {{FirstName: "Hélène", LastName: "Simon", Lang: i18n.FR, Right: property.Usufruct, Part: one}, {FirstName: "Paul", LastName: "Simon", Lang: i18n.FR, Right: property.Bare, Part: one}},
	} {
		do(w, w.syndic, func(a *act.Act) (property.Lot, error) {
			return register.AddLot(a, w.building, property.LotEntry{Label: label, Kind: "apartment", Shares: 500}, members, civil.Must("2026-01-01"))
		})
	}
	for _, p := range w.book().Register.Parties(civil.Must("2026-11-22"), w.house.Now()) {
		if p.Kind() == property.Split {
			w.simons, w.helene, w.paul = p.ID(), p.Members()[0], p.Members()[1]
		} else {
			w.anne = p.Members()[0]
		}
	}
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

func (w *world) book() addressees.Book {
	w.Helper()
	b, err := act.See(context.Background(), w.house, w.syndic, func(v *act.View) (addressees.Book, error) { return w.room.Book(v, w.building) })
	if err != nil {
		w.Fatal(err)
	}
	return b
}

// standing is how the Simons stand on a day.
func (w *world) standing(on string) addressees.Standing {
	w.Helper()
	b := w.book()
	p, _ := b.Register.Party(w.simons, civil.Must(on), w.house.Now())
	return addressees.Vote(p, b.Mandataries, civil.Must(on))
}

func (w *world) way(m property.Member, on string) addressees.Way {
	return addressees.Channel(m.ID(), w.book().Consents, civil.Must(on))
}

func (w *world) designate(e addressees.MandataryEntry) (addressees.Mandatary, error) {
	return try(w, w.syndic, func(a *act.Act) (addressees.Mandatary, error) { return w.room.Designate(a, w.building, w.simons, e) })
}

func (w *world) annesSignIn() act.Who {
	return act.Who{Office: w.syndic.Office, Person: w.anne.Person(), Lang: i18n.FR, Grants: []act.Grant{{Role: act.Owner, Building: w.building}}}
}

func TestHeleneAndPaulVoteOnceTheyNamedOneMandatary_Art3_87_1(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		if s := w.standing("2026-11-22"); s.Votes || len(s.Convened) != 2 || s.Reason != "stands_suspended" || s.Article != "3.87 §1" {
			t.Fatalf("nobody is named, and yet: %+v", s)
		}
		first, err := w.designate(addressees.MandataryEntry{Member: w.helene.ID(), Notified: civil.Must("2026-02-01"), Reference: "courrier 2026-12"})
		if err != nil {
			t.Fatal(err)
		}
		if s := w.standing("2026-01-31"); s.Votes {
			t.Error("before the syndic was told, nobody votes")
		}
		if s := w.standing("2026-02-01"); !s.Votes || len(s.Convened) != 1 || s.Convened[0].ID() != w.helene.ID() {
			t.Errorf("Hélène votes and is convened: %+v", s)
		}
		_, err = w.designate(addressees.MandataryEntry{Name: "Me Louise Claes", Address: "Rue Haute 3, 1000 Bruxelles", Notified: civil.Must("2026-06-01"), From: civil.Must("2026-06-15"), Reference: "courrier 2026-80"})
		if err != nil {
			t.Fatal(err)
		}
		if s := w.standing("2026-06-14"); s.Mandatary.ID() != first.ID() {
			t.Error("Hélène votes until the day before")
		}
		s := w.standing("2026-06-15")
		if !s.Votes || len(s.Convened) != 0 || s.Mandatary.Entry().Name != "Me Louise Claes" {
			t.Errorf("somebody else may be named: %+v", s)
		}
		do(w, w.syndic, func(a *act.Act) (addressees.Mandatary, error) {
			return w.room.End(a, s.Mandatary.ID(), civil.Must("2026-09-01"))
		})
		if w.standing("2026-08-31").Votes != true || w.standing("2026-09-01").Votes {
			t.Error("when the mandate ends the vote is suspended again")
		}
		_, err = try(w, w.syndic, func(a *act.Act) (addressees.Mandatary, error) {
			return w.room.End(a, s.Mandatary.ID(), civil.Must("2026-10-01"))
		})
		w.refused(err, "mandatary_ended")
	})
}

func TestWhatIsNoDesignationIsRefused_Art3_87_1(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		told := civil.Must("2026-02-01")
		for code, e := range map[string]addressees.MandataryEntry{
			"mandatary_member":     {Member: w.anne.ID(), Notified: told, Reference: "x"},
			"mandatary_both":       {Member: w.paul.ID(), Name: "Paul", Notified: told, Reference: "x"},
			"required":             {Member: w.paul.ID(), Notified: told},
			"day_ahead":            {Member: w.paul.ID(), Notified: civil.Must("2027-01-01"), Reference: "x"},
			"mandatary_unnotified": {Member: w.paul.ID(), Notified: told, From: civil.Must("2026-01-31"), Reference: "x"},
			"email_expected":       {Name: "x", Address: "y", Email: "nowhere", Notified: told, Reference: "x"},
		} {
			_, err := w.designate(e)
			w.refused(err, code)
		}
		anne := func(a *act.Act) (addressees.Mandatary, error) {
			parties := w.book().Register.PartiesOf(w.anne.Person())
			return w.room.Designate(a, w.building, parties[0], addressees.MandataryEntry{Member: w.anne.ID(), Notified: told, Reference: "x"})
		}
		_, err := try(w, w.syndic, anne)
		w.refused(err, "mandatary_needless")
		if _, err = w.designate(addressees.MandataryEntry{Member: w.paul.ID(), Notified: civil.Must("2026-05-01"), Reference: "x"}); err != nil {
			t.Fatal(err)
		}
		_, err = w.designate(addressees.MandataryEntry{Member: w.helene.ID(), Notified: told, Reference: "x"})
		w.refused(err, "mandatary_later")
		_, err = try(w, w.annesSignIn(), anne)
		w.refused(err, "forbidden")
	})
}

func TestTheRegisteredLetterIsTheRuleWithoutAnnesConsent_Art3_87_3(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		if way := w.way(w.anne, "2026-11-22"); way.Electronic || way.Reason != "way_letter" || way.Article != "3.87 §3" {
			t.Fatalf("nobody asked Anne: %+v", way)
		}
		agree := func(who act.Who, m property.Member, e addressees.ConsentEntry) (addressees.Consent, error) {
			return try(w, who, func(a *act.Act) (addressees.Consent, error) { return w.room.Agree(a, w.building, m.ID(), e) })
		}
		_, err := agree(w.syndic, w.anne, addressees.ConsentEntry{Email: "anne@exemple.example", How: addressees.OnSite})
		w.refused(err, "consent_of_another")
		_, err = agree(w.syndic, w.anne, addressees.ConsentEntry{Email: "anne@exemple.example", How: addressees.ByLetter})
		w.refused(err, "consent_unwritten")
		_, err = agree(w.annesSignIn(), w.paul, addressees.ConsentEntry{Email: "anne@exemple.example"})
		w.refused(err, "forbidden")
		paper, err := agree(w.syndic, w.anne, addressees.ConsentEntry{Email: "ancienne@exemple.example", How: addressees.ByForm, Given: civil.Must("2026-03-01"), Reference: "formulaire 7"})
		if err != nil {
			t.Fatal(err)
		}
		own, err := agree(w.annesSignIn(), w.anne, addressees.ConsentEntry{Email: "anne@exemple.example"})
		if err != nil || own.Entry().How != addressees.OnSite {
			t.Fatal(own, err)
		}
		if way := w.way(w.anne, "2026-11-21"); way.Consent.ID() != paper.ID() {
			t.Errorf("until the day before the paper counts: %+v", way)
		}
		if way := w.way(w.anne, "2026-11-22"); !way.Electronic || way.Consent.Entry().Email != "anne@exemple.example" {
			t.Errorf("from today the new address counts: %+v", way)
		}
		if w.way(w.paul, "2026-11-22").Electronic {
			t.Error("a consent is of one person")
		}
		revoke := func(a *act.Act) (addressees.Consent, error) { return w.room.Revoke(a, own.ID(), civil.Date{}) }
		do(w, w.annesSignIn(), revoke)
		if way := w.way(w.anne, "2026-11-22"); way.Electronic || way.Reason != "way_revoked" {
			t.Errorf("Anne wants letters again: %+v", way)
		}
		_, err = try(w, w.annesSignIn(), revoke)
		w.refused(err, "consent_revoked")
	})
}

func TestAListIsNotTakenBackFromUnderADesignation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		built := func() bool {
			yes, err := act.See(context.Background(), w.house, w.syndic, func(v *act.View) (bool, error) {
				return w.room.BuiltOn(v.Tx, w.building, civil.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)))
			})
			if err != nil {
				t.Fatal(err)
			}
			return yes
		}
		if built() {
			t.Error("nothing was said yet")
		}
		if _, err := w.designate(addressees.MandataryEntry{Member: w.paul.ID(), Notified: civil.Must("2026-05-01"), Reference: "x"}); err != nil {
			t.Fatal(err)
		}
		if !built() {
			t.Error("the designation rests on the register")
		}
	})
}
