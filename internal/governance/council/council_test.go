package council_test

import (
	"context"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/council"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

type world struct {
	*testing.T
	house     *act.House
	room      *council.Room
	decisions *decisions.Room
	office    id.Of[id.Office]
	building  id.Of[id.Building]
	who       act.Who
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, office: id.New[id.Office]()}
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	both := []act.Role{act.Syndic, act.Council}
	w.house = &act.House{DB: d, Clock: func() time.Time { clock = clock.Add(time.Second); return clock }, Policy: act.Policy{
		decisions.ReadDecision: both, mandates.ReadMandate: both, decisions.EnterDecision: {act.Syndic}, council.ReadFollowUp: both, council.CommentFollow: both,
		council.ChangeTargets: both, council.EnterMission: {act.Syndic}, council.EnterOwnRoom: {act.Council}}}
	w.room = &council.Room{Mandates: &mandates.Room{}}
	w.decisions = &decisions.Room{Citers: []decisions.Citer{w.room}}
	w.room.Decisions = w.decisions
	w.who = act.Who{Office: w.office, House: true, Lang: i18n.FR}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return (&property.Room{}).CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	w.is(act.Syndic)
	return w
}

// is makes somebody new speak, with roles.
func (w *world) is(roles ...act.Role) {
	w.who = act.Who{Office: w.office, Person: id.New[id.Person](), Lang: i18n.FR}
	for _, r := range roles {
		w.who.Grants = append(w.who.Grants, act.Grant{Role: r, Building: w.building})
	}
}

func try[T any](w *world, fn func(*act.Act) (T, error)) (T, error) {
	return act.Do(context.Background(), w.house, w.who, act.Door{Via: "api"}, fn)
}

func do[T any](w *world, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := try(w, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if f := fault.As(err); f == nil || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func (w *world) decided(m share.Majority, p decisions.Plan) decisions.Decision {
	w.Helper()
	return do(w, func(a *act.Act) (decisions.Decision, error) {
		return w.decisions.Enter(a, w.building, decisions.Entry{Assembly: civil.Must("2026-05-13"), Title: "Isoler la toiture", Text: "Décidé.", Majority: m}, p)
	})
}

func TestCouncilAndSyndicSeeTheSameLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		roof := w.decided(share.TwoThirds, decisions.Plan{What: "Demander trois offres"})
		w.is(act.Council)
		sofie := w.who
		c := do(w, func(a *act.Act) (council.Comment, error) {
			return w.room.Comment(a, roof.ID(), "Où en sont les offres ?")
		})
		w.is(act.Syndic)
		_, err := try(w, func(a *act.Act) (council.Comment, error) { return w.room.WithdrawComment(a, c.ID()) })
		refused(t, err, "comment_of_another")
		f, err := act.See(context.Background(), w.house, w.who, func(v *act.View) (council.FollowUp, error) { return w.room.FollowUp(v, w.building) })
		if err != nil || len(f.Open) != 1 || f.Open[0].Due() != civil.Must("2026-06-12") || !f.Open[0].Behind() {
			t.Fatalf("%v %+v", err, f.Open)
		}
		do(w, func(a *act.Act) (council.Targets, error) {
			return w.room.SetTargets(a, w.building, council.Targets{Quotes: 300, Works: 400})
		})
		_, err = try(w, func(a *act.Act) (council.Targets, error) {
			return w.room.SetTargets(a, w.building, council.Targets{Quotes: 0, Works: 60})
		})
		refused(t, err, "target_days")
		f, err = act.See(context.Background(), w.house, w.who, func(v *act.View) (council.FollowUp, error) { return w.room.FollowUp(v, w.building) })
		if err != nil || f.Open[0].Behind() || f.Open[0].Last.ID() != c.ID() {
			t.Errorf("%v %+v", err, f.Open[0])
		}
		w.who = sofie
		do(w, func(a *act.Act) (council.Comment, error) { return w.room.WithdrawComment(a, c.ID()) })
		lines, err := act.See(context.Background(), w.house, w.who, func(v *act.View) ([]council.Line, error) { return w.room.Comments(v, roof.ID()) })
		if err != nil || len(lines) != 0 {
			t.Errorf("%d lines, %v", len(lines), err)
		}
	})
}

// Article 3.90 §4.
func TestAMissionRestsOnItsDecision(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		roof, lamps := w.decided(share.TwoThirds, decisions.Plan{}), w.decided(share.Absolute, decisions.Plan{})
		give := func(x decisions.Decision) (council.Mission, error) {
			return try(w, func(a *act.Act) (council.Mission, error) {
				return w.room.Delegate(a, w.building, x.ID(), "Choisir une des trois offres", civil.Must("2026-06-01"), civil.Must("2027-05-31"))
			})
		}
		_, err := give(lamps)
		refused(t, err, "mission_majority")
		m, err := give(roof)
		if err != nil || m.State(civil.Must("2026-11-22")) != council.Runs || m.State(civil.Must("2027-06-01")) != council.Over {
			t.Fatal(err)
		}
		_, err = try(w, func(a *act.Act) (decisions.Decision, error) { return w.decisions.Withdraw(a, roof.ID()) })
		refused(t, err, "decision_cited")
		do(w, func(a *act.Act) (council.Mission, error) { return w.room.EndMission(a, m.ID()) })
		_, err = try(w, func(a *act.Act) (council.Mission, error) { return w.room.EndMission(a, m.ID()) })
		refused(t, err, "mission_over")
	})
}

func TestOnlyTheCouncilEntersItsRoom(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.is(act.Council)
		e := do(w, func(a *act.Act) (council.Entry, error) {
			return w.room.Write(a, w.building, council.Said{Kind: "task", Title: "Comparer les contrats"})
		})
		do(w, func(a *act.Act) (council.Entry, error) { return w.room.Move(a, e.ID(), "doing") })
		own := func() (council.Own, error) {
			return act.See(context.Background(), w.house, w.who, func(v *act.View) (council.Own, error) { return w.room.Own(v, w.building) })
		}
		if o, err := own(); err != nil || len(o.Of("task", "doing")) != 1 {
			t.Fatalf("%v", err)
		}
		for code, roles := range map[string][]act.Role{"forbidden": {act.Syndic}, "council_shut": {act.Council, act.Syndic}} {
			w.is(roles...)
			_, err := own()
			refused(t, err, code)
			_, err = try(w, func(a *act.Act) (council.Entry, error) { return w.room.Remove(a, e.ID()) })
			refused(t, err, code)
		}
		w.is(act.Council, act.Accountant)
		_, err := own()
		refused(t, err, "council_shut")
		w.is(act.Council)
		do(w, func(a *act.Act) (council.Entry, error) { return w.room.Remove(a, e.ID()) })
		if o, err := own(); err != nil || len(o.Entries) != 0 {
			t.Errorf("%d entries, %v", len(o.Entries), err)
		}
	})
}
