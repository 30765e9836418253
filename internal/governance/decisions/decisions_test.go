package decisions_test

import (
	"context"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

var policy = act.Policy{
	decisions.EnterDecision: {act.Syndic}, decisions.ReportProgress: {act.Syndic, act.Accountant},
	decisions.ReadDecision: {act.Syndic, act.Accountant, act.Council, act.Owner},
}

type world struct {
	*testing.T
	house    *act.House
	who      act.Who
	room     *decisions.Room
	building id.Of[id.Building]
	cited    map[id.Of[id.Decision]]bool
}

// Cites stands for a room above.
// Rejudge finds nothing wrong with another day.
func (w *world) Rejudge(*act.Act, decisions.Decision) error { return nil }

func (w *world) Cites(_ *db.Tx, d id.Of[id.Decision]) (bool, error) { return w.cited[d], nil }

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, cited: map[id.Of[id.Decision]]bool{}}
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	w.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time { clock = clock.Add(time.Second); return clock }}
	store, err := blob.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	w.room = &decisions.Room{Blobs: store, Citers: []decisions.Citer{w}}
	w.who = act.Who{Office: id.New[id.Office](), House: true, Lang: i18n.FR}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return (&property.Room{}).CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	w.who = act.Who{Office: w.who.Office, Person: id.New[id.Person](), Lang: i18n.FR, Grants: []act.Grant{{Role: act.Syndic, Building: w.building}}}
	return w
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

func see[T any](w *world, fn func(*act.View) (T, error)) T {
	w.Helper()
	x, err := act.See(context.Background(), w.house, w.who, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func refused(t *testing.T, err error, code, field string) {
	t.Helper()
	if f := fault.As(err); f == nil || f.Code != code || f.Field != field {
		t.Errorf("got %v, want %s at %s", err, code, field)
	}
}

var (
	roof = decisions.Entry{Assembly: civil.Must("2025-05-13"), Point: "7", Title: "Isoler la toiture", Text: "L’assemblée charge le syndic de faire isoler la toiture.", Majority: share.TwoThirds}
	pdf  = []byte("%PDF-1.7 procès-verbal")
)

func (w *world) enter(e decisions.Entry, p decisions.Plan) decisions.Decision {
	w.Helper()
	return do(w, func(a *act.Act) (decisions.Decision, error) { return w.room.Enter(a, w.building, e, p) })
}

func (w *world) full(d decisions.Decision) decisions.Full {
	w.Helper()
	return see(w, func(v *act.View) (decisions.Full, error) { return w.room.Decision(v, d.ID()) })
}

func (w *world) report(d decisions.Decision, what decisions.Report) error {
	_, err := try(w, func(a *act.Act) (decisions.Decision, error) { return w.room.Report(a, d.ID(), what) })
	return err
}

func TestClaireTakesOverADecisionAndFollowsItToItsEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		x := w.enter(roof, decisions.Plan{What: "Demander trois offres", Due: civil.Must("2026-06-30"), Who: "Claire Maes"})
		if f := w.full(x); f.State() != decisions.Pending || !f.Late() || f.WhoName != "Claire Maes" || f.Challenge != civil.Must("2025-09-13") {
			t.Errorf("%s, late %v, by %q, challenged until %s", f.State(), f.Late(), f.WhoName, f.Challenge)
		}
		refused(t, w.report(x, decisions.Report{State: decisions.Done}), "decision_proof", "note")
		refused(t, w.report(x, decisions.Report{State: decisions.InProgress, On: civil.Must("2026-11-23")}), "decision_future", "on")
		if err := w.report(x, decisions.Report{State: decisions.InProgress, On: civil.Must("2026-07-02"), Note: "Trois offres demandées."}); err != nil {
			t.Fatal(err)
		}
		if err := w.report(x, decisions.Report{State: decisions.Done, On: civil.Must("2026-09-18"), Name: "réception.pdf", Data: pdf}); err != nil {
			t.Fatal(err)
		}
		if err := w.report(x, decisions.Report{Note: "La prime est versée."}); err != nil {
			t.Fatal(err)
		}
		f := w.full(x)
		if f.State() != decisions.Done || f.Since() != civil.Must("2026-09-18") || f.Late() || len(f.Steps) != 3 {
			t.Errorf("%s since %s with %d steps", f.State(), f.Since(), len(f.Steps))
		}
		days := see(w, func(v *act.View) ([]law.Deadline, error) { return w.room.Deadlines(v, w.building) })
		if len(days) != 1 || days[0].State(civil.Must("2026-11-22")) != law.Done || !days[0].Missed() || days[0].Legal {
			t.Errorf("%+v", days)
		}
	})
}

func TestADecisionIsTakenBackOnlyWhileNothingCitesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		x, y := w.enter(roof, decisions.Plan{}), w.enter(roof, decisions.Plan{})
		w.cited[x.ID()] = true
		withdraw := func(z decisions.Decision) error {
			_, err := try(w, func(a *act.Act) (decisions.Decision, error) { return w.room.Withdraw(a, z.ID()) })
			return err
		}
		refused(t, withdraw(x), "decision_cited", "")
		if err := withdraw(y); err != nil {
			t.Fatal(err)
		}
		refused(t, withdraw(y), "not_found", "")
		list := see(w, func(v *act.View) ([]decisions.Shown, error) { return w.room.Decisions(v, w.building) })
		if len(list) != 1 || list[0].ID() != x.ID() || list[0].State() != decisions.Nothing {
			t.Errorf("%d decisions", len(list))
		}
		found := see(w, func(v *act.View) (map[id.Of[id.Decision]]decisions.Decision, error) {
			return decisions.ByIDs(v.Tx, []id.Of[id.Decision]{x.ID(), y.ID(), id.New[id.Decision]()})
		})
		if len(found) != 2 || !found[y.ID()].Withdrawn() {
			t.Errorf("%d found", len(found))
		}
	})
}

func TestACorrectionKeepsWhatWasWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		x := w.enter(roof, decisions.Plan{})
		e := roof
		e.Majority = share.FourFifths
		correct := func(reason string) error {
			_, err := try(w, func(a *act.Act) (decisions.Decision, error) { return w.room.Correct(a, x.ID(), e, reason) })
			return err
		}
		refused(t, correct(" "), "required", "reason")
		if err := correct("Le procès-verbal dit quatre cinquièmes."); err != nil {
			t.Fatal(err)
		}
		f := w.full(x)
		if f.Entry().Majority != share.FourFifths || len(f.Earlier) != 1 || f.Earlier[0].Majority != share.TwoThirds || f.Earlier[0].Reason == "" {
			t.Errorf("%+v", f.Earlier)
		}
	})
}

// Article 3.87 §10: one set of minutes holds all decisions of an assembly.
func TestMinutesServeEveryDecisionOfTheirAssembly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		other := roof
		other.Assembly = civil.Must("2024-05-14")
		x, y, z := w.enter(roof, decisions.Plan{}), w.enter(roof, decisions.Plan{}), w.enter(other, decisions.Plan{})
		add := func(data []byte) error {
			_, err := try(w, func(a *act.Act) (decisions.Decision, error) {
				return w.room.AddMinutes(a, x.ID(), `C:\scans\pv 2025.exe`, data)
			})
			return err
		}
		refused(t, add([]byte("<html>")), "paper_type", "file")
		if err := add(pdf); err != nil {
			t.Fatal(err)
		}
		later := w.enter(roof, decisions.Plan{})
		for _, c := range []struct {
			d    decisions.Decision
			kept bool
		}{{x, true}, {y, true}, {z, false}, {later, true}} {
			if m, kept := w.full(c.d).Minutes(); kept != c.kept || kept && m.Name != "pv 2025.pdf" {
				t.Errorf("minutes %q, kept %v", m.Name, kept)
			}
		}
	})
}

func TestWhoReadsMayNotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		x := w.enter(roof, decisions.Plan{What: "Isoler"})
		w.who.Grants = []act.Grant{{Role: act.Owner, Building: w.building}}
		w.full(x)
		refused(t, w.report(x, decisions.Report{Note: "x"}), "forbidden", "")
		w.who.Grants[0].Building = id.New[id.Building]()
		refused(t, w.report(x, decisions.Report{Note: "x"}), "not_found", "")
	})
}
