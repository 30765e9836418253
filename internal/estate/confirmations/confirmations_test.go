package confirmations_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/confirmations"
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
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
	"koprogo/internal/platform/mail/mailtest"
)

var policy = act.Policy{
	property.StateOwnData: {act.Owner}, addressees.ReadOwnData: {act.Owner}, occupants.ReadOccupants: {act.Syndic, act.Owner},
	confirmations.ConfirmOwnData: {act.Owner}, confirmations.ReadConfirmations: {act.Syndic}, confirmations.AskConfirmation: {act.Syndic},
}

// world is Les Tilleuls: Anne Dubois (4B) and Sofie Claes (2B) have a sign-in, Jozef Vermeulen (1B) has neither sign-in nor e-mail.
type world struct {
	*testing.T
	house    *act.House
	clock    time.Time
	room     *confirmations.Room
	sink     *mailtest.Sink
	building id.Of[id.Building]
	syndic   act.Who
	who      map[string]act.Who
	members  map[string]id.Of[id.Member]
	sent     int
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), sink: mailtest.NewSink(t), who: map[string]act.Who{}, members: map[string]id.Of[id.Member]{}}
	w.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time { w.clock = w.clock.Add(time.Second); return w.clock }}
	smtp, err := mail.NewSMTP(w.sink.Config())
	if err != nil {
		t.Fatal(err)
	}
	register := &property.Room{}
	w.room = &confirmations.Room{House: w.house, Mail: smtp, BaseURL: "https://maes.example", Register: register, Addressees: &addressees.Room{}, Occupants: &occupants.Room{Register: register}}
	office := id.New[id.Office]()
	w.syndic = act.Who{Office: office, Person: id.New[id.Person](), Lang: i18n.FR, House: true}
	b := do(w, w.syndic, func(a *act.Act) (property.Building, error) {
		return register.CreateBuilding(a, property.BuildingEntry{Name: "Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	})
	w.building = b.ID()
	for label, e := range map[string]property.MemberEntry{
		"4B": {FirstName: "Anne", LastName: "Dubois", Email: "anne@exemple.example", Lang: i18n.FR, Person: id.New[id.Person]()},
		"2B": {FirstName: "Sofie", LastName: "Claes", Email: "sofie@exemple.example", Lang: i18n.NL, Person: id.New[id.Person]()},
		"1B": {FirstName: "Jozef", LastName: "Vermeulen", Lang: i18n.NL},
	} {
		e.Part = share.Must(1, 1)
		do(w, w.syndic, func(a *act.Act) (property.Lot, error) {
			return register.AddLot(a, w.building, property.LotEntry{Label: label, Kind: "apartment", Shares: 300}, []property.MemberEntry{e}, civil.Must("2026-01-01"))
		})
		w.who[e.FirstName] = act.Who{Office: office, Person: e.Person, Lang: e.Lang, Grants: []act.Grant{{Role: act.Owner, Building: w.building}}}
	}
	w.syndic.House, w.syndic.Grants = false, []act.Grant{{Role: act.Syndic}}
	for _, s := range w.standings() {
		w.members[s.Member.Entry().FirstName] = s.Member.ID()
	}
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
	if f := fault.As(err); f == nil || f.Code != code {
		w.Errorf("want %s, got %v", code, err)
	}
}

func (w *world) standings() []confirmations.Standing {
	w.Helper()
	list, err := act.See(context.Background(), w.house, w.syndic, func(v *act.View) ([]confirmations.Standing, error) { return w.room.Standings(v, w.building) })
	if err != nil {
		w.Fatal(err)
	}
	return list
}

func (w *world) state(name string) string {
	w.Helper()
	for _, s := range w.standings() {
		if s.Member.Entry().FirstName == name {
			return s.State(w.house.Now().BrusselsDate())
		}
	}
	return "nobody"
}

func (w *world) confirm(who, whom string) error {
	_, err := try(w, w.who[who], func(a *act.Act) (confirmations.Answer, error) { return w.room.Confirm(a, w.building, w.members[whom]) })
	return err
}

func (w *world) ask(who act.Who, whom string) error {
	_, err := try(w, who, func(a *act.Act) (confirmations.Request, error) { return w.room.Ask(a, w.building, w.members[whom]) })
	return err
}

// deliver does all that is due, and gives the addresses to which a letter went.
func (w *world) deliver() (to []string) {
	w.Helper()
	runner := &jobs.Runner{DB: w.house.DB, Clock: w.house.Clock, Handlers: map[string]jobs.Handler{confirmations.SendJob: w.room.Send}}
	for {
		did, err := runner.Once(context.Background())
		if err != nil {
			w.Fatal(err)
		}
		if !did {
			break
		}
	}
	letters := w.sink.Letters()
	for _, l := range letters[w.sent:] {
		to = append(to, strings.Join(l.To, ","))
	}
	w.sent = len(letters)
	return to
}

func (w *world) later(days int) { w.clock = w.clock.AddDate(0, 0, days) }

func TestAnneSaysWhereSheLivesNowAndConfirms_Art3_93_2(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		moved := property.Contact{Email: "anne@exemple.example", Street: "Rue Haute 3", Postcode: "1000", City: "Bruxelles", Lang: i18n.FR}
		state := func(who string) (property.Member, error) {
			return try(w, w.who[who], func(a *act.Act) (property.Member, error) {
				return w.room.State(a, w.building, w.members["Anne"], moved, civil.Instant{})
			})
		}
		_, err := state("Sofie")
		w.refused(err, "member_of_another")
		m, err := state("Anne")
		if err != nil || m.Entry().City != "Bruxelles" || m.Name() != "Anne Dubois" {
			t.Fatal(m.Entry(), err)
		}
		own, err := act.See(context.Background(), w.house, w.who["Anne"], w.room.Own)
		if err != nil || len(own) != 1 || own[0].Member.Entry().Street != "Rue Haute 3" || len(own[0].Homes) != 1 || own[0].Confirmed.Changed.None() {
			t.Fatalf("Anne sees %+v, %v", own, err)
		}
		if w.state("Anne") != "due" {
			t.Error("to change something is not to say that all is right")
		}
		w.refused(w.confirm("Sofie", "Anne"), "member_of_another")
		if err := w.confirm("Anne", "Anne"); err != nil {
			t.Fatal(err)
		}
		if w.state("Anne") != "confirmed" || w.state("Sofie") != "due" {
			t.Errorf("Anne %s, Sofie %s", w.state("Anne"), w.state("Sofie"))
		}
		w.later(364)
		if w.state("Anne") != "confirmed" {
			t.Error("within the year it is fresh")
		}
		w.later(1)
		if w.state("Anne") != "due" {
			t.Error("a year later she is asked again")
		}
	})
}

func TestWhoIsAskedGetsOneLetterAndNoSecondWithinAMonth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.refused(w.ask(w.who["Anne"], "Sofie"), "forbidden")
		w.refused(w.ask(w.syndic, "Jozef"), "confirm_no_access")
		if err := w.ask(w.syndic, "Sofie"); err != nil {
			t.Fatal(err)
		}
		w.refused(w.ask(w.syndic, "Sofie"), "confirm_asked")
		if to := w.deliver(); len(to) != 1 || to[0] != "sofie@exemple.example" {
			t.Fatalf("letters to %v", to)
		}
		letter := w.sink.Letters()[0]
		if !strings.Contains(letter.Text, "https://maes.example/my/data") || !strings.Contains(letter.Text, "Dag Sofie Claes") {
			t.Errorf("the letter says %q", letter.Text)
		}
		if w.state("Sofie") != "asked" || w.deliver() != nil {
			t.Error("one letter, and no other")
		}
		w.later(30)
		if err := w.ask(w.syndic, "Sofie"); err != nil {
			t.Fatal(err)
		}
		if err := w.confirm("Sofie", "Sofie"); err != nil {
			t.Fatal(err)
		}
		if to := w.deliver(); to != nil {
			t.Errorf("she confirmed before it left, and yet: %v", to)
		}
		w.refused(w.ask(w.syndic, "Sofie"), "confirm_fresh")
	})
}

func TestTheHouseAsksByItselfOnlyWhereTheOfficeWantsIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		hour := func() int {
			if err := w.room.Yearly(context.Background(), jobs.Job{}); err != nil {
				t.Fatal(err)
			}
			return len(w.deliver())
		}
		if n := hour(); n != 0 {
			t.Fatalf("nobody wanted it, and yet %d letters", n)
		}
		yearly := func(who act.Who, on bool) error {
			_, err := try(w, who, func(a *act.Act) (confirmations.Setting, error) { return w.room.SetYearly(a, w.building, on) })
			return err
		}
		w.refused(yearly(w.who["Anne"], true), "forbidden")
		if err := yearly(w.syndic, true); err != nil {
			t.Fatal(err)
		}
		if err := w.confirm("Anne", "Anne"); err != nil {
			t.Fatal(err)
		}
		if n := hour(); n != 1 { // Sofie
			t.Errorf("%d letters", n)
		}
		w.later(31)
		if n := hour(); n != 0 {
			t.Errorf("by itself it asks once a year, and yet %d letters", n)
		}
		w.later(335)
		if n := hour(); n != 2 {
			t.Errorf("a year later %d letters", n)
		}
		if err := yearly(w.syndic, false); err != nil {
			t.Fatal(err)
		}
		w.later(400)
		if n := hour(); n != 0 {
			t.Errorf("switched off, and yet %d letters", n)
		}
	})
}
