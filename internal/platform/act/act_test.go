package act_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

var (
	paint = act.NewAction("test.paint")
	look  = act.NewAction("test.look")
)

var policy = act.Policy{paint: {act.Syndic}, look: {act.Syndic, act.Owner, act.Admin}}

type painted struct {
	Building id.Of[id.Building] `json:"building"`
	Wall     string             `json:"wall"`
}

func (p painted) About() act.About {
	return act.About{Kind: "test.painted", Building: p.Building, Subject: act.Subject(p.Building)}
}

func syndic(office id.Of[id.Office]) act.Who {
	return act.Who{Person: id.New[id.Person](), Office: office, Grants: []act.Grant{{Role: act.Syndic}}}
}

func paintWall(b id.Of[id.Building], wall string) func(*act.Act) (string, error) {
	return func(a *act.Act) (string, error) {
		if err := a.Allow(paint, b); err != nil {
			return "", err
		}
		if wall == "" {
			return "", fault.Invalid("required", "wall")
		}
		a.Record(painted{b, wall})
		return "painted " + wall, nil
	}
}

func TestARepeatedKeyIsAnsweredOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ctx, b := &act.House{DB: d, Policy: policy}, context.Background(), id.New[id.Building]()
		who := syndic(id.New[id.Office]())
		door := act.Door{Via: "api", Key: "k1", Input: []byte("north")}
		var wg sync.WaitGroup
		for range 6 { // six at once: one does it, five get its answer
			wg.Go(func() {
				if got, err := act.Do(ctx, h, who, door, paintWall(b, "north")); err != nil || got != "painted north" {
					t.Errorf("got %q, %v", got, err)
				}
			})
		}
		wg.Wait()
		if n := len(history(t, h, who, b)); n != 1 {
			t.Errorf("done %d times", n)
		}
		door.Input = []byte("south")
		if _, err := act.Do(ctx, h, who, door, paintWall(b, "south")); !errors.Is(err, fault.Conflict("key_reused")) {
			t.Errorf("another input under the same key: %v", err)
		}
		fresh := act.Door{Via: "api", Key: "k2", Input: []byte("")}
		if _, err := act.Do(ctx, h, who, fresh, paintWall(b, "")); fault.As(err) == nil {
			t.Errorf("want a fault, got %v", err)
		}
		if _, err := act.Do(ctx, h, who, fresh, paintWall(b, "east")); err != nil {
			t.Errorf("a fault left its key behind: %v", err)
		}
	})
}

func history(t *testing.T, h *act.House, who act.Who, b id.Of[id.Building]) []act.Entry {
	t.Helper()
	list, err := act.See(context.Background(), h, who, func(v *act.View) ([]act.Entry, error) { return v.History(act.Subject(b)) })
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheChainIsGaplessAndShowsWhatWasAltered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ctx, b := &act.House{DB: d, Policy: policy}, context.Background(), id.New[id.Building]()
		offices := []act.Who{syndic(id.New[id.Office]()), syndic(id.New[id.Office]()), {House: true}}
		var wg sync.WaitGroup
		for i := range 24 {
			wg.Go(func() {
				who := offices[i%len(offices)]
				if _, err := act.Do(ctx, h, who, act.Door{Via: "api"}, paintWall(b, fmt.Sprint("wall ", i))); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		broken, facts, err := act.Verify(ctx, d)
		if err != nil || len(broken) > 0 || facts != 24 {
			t.Fatalf("%d facts, broken %v, %v", facts, broken, err)
		}
		if err := d.House(ctx, func(tx *db.Tx) error { _, err := tx.Exec(tamper, offices[0].Office); return err }); err != nil {
			t.Fatal(err)
		}
		if broken, _, _ = act.Verify(ctx, d); len(broken) == 0 {
			t.Error("an altered fact went unseen")
		}
	})
}

var tamper = db.House(`UPDATE act_fact SET body = '{}' WHERE office_id = $1 AND seq = 3`)

func TestRightsAreHeldPerBuilding(t *testing.T) {
	d := dbtest.SQLite(t)
	h, ctx := &act.House{DB: d, Policy: policy}, context.Background()
	mine, other, foreign := id.New[id.Building](), id.New[id.Building](), id.New[id.Building]()
	who := act.Who{Person: id.New[id.Person](), Office: id.New[id.Office](), Grants: []act.Grant{{act.Syndic, mine}, {act.Owner, other}}}
	for _, c := range []struct {
		building id.Of[id.Building]
		want     error
	}{
		{mine, nil},
		{other, fault.Forbidden("forbidden")},                // known there as an owner, who may not paint
		{foreign, fault.NotFound("not_found")},               // not known there at all
		{id.Of[id.Building]{}, fault.Forbidden("forbidden")}, // a right over the whole office
	} {
		_, err := act.Do(ctx, h, who, act.Door{}, paintWall(c.building, "north"))
		if (c.want == nil) != (err == nil) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("building %v: got %v, want %v", c.building, err, c.want)
		}
	}
	if !policy.Somewhere(act.Who{Admin: true}, look) || policy.Somewhere(act.Who{Admin: true}, paint) {
		t.Error("an administrator may look, and may not paint")
	}
}

func TestEachFactIsAnsweredOnceEvenWhenAnAnswerFails(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ctx, b := &act.House{DB: d, Policy: policy}, context.Background(), id.New[id.Building]()
		who := syndic(id.New[id.Office]())
		for _, wall := range []string{"north", "south", "east"} {
			if _, err := act.Do(ctx, h, who, act.Door{Via: "api"}, paintWall(b, wall)); err != nil {
				t.Fatal(err)
			}
		}
		failing := true
		answers := []act.Answer{{Answerer: "test.dry", Kinds: []string{"test.painted"}, Do: func(a *act.Act, e act.Entry) error {
			var p painted
			if err := e.Read(&p); err != nil {
				return err
			}
			if p.Wall == "south" && failing {
				return errors.New("still wet")
			}
			_, err := a.Exec(addDry, p.Wall, a.Now) // a second time is refused by the database
			return err
		}}}
		dry := func() (walls []string) {
			err := d.Read(ctx, who.Office, func(tx *db.Tx) (err error) {
				walls, err = db.Column[string](tx.Query(allDry))
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return walls
		}
		if err := act.Deliver(ctx, h, answers); err == nil {
			t.Error("the failure of an answer was not told")
		}
		if got := fmt.Sprint(dry()); got != "[north]" {
			t.Errorf("before the failure: %v", got)
		}
		failing = false
		for range 3 {
			if err := act.Deliver(ctx, h, answers); err != nil {
				t.Error(err)
			}
		}
		if got := fmt.Sprint(dry()); got != "[east north south]" {
			t.Errorf("answered %v", got)
		}
	})
}

var (
	addDry = db.Q(`INSERT INTO act_key (office_id, asker, input, answer, at) VALUES ($1, $2, 'dry', '1', $3)`)
	allDry = db.Q(`SELECT asker FROM act_key WHERE office_id = $1 AND input = 'dry' ORDER BY asker`)
)

var addPaint = db.Q(`INSERT INTO act_key (office_id, asker, input, answer, at) VALUES ($1, 'x', 'x', '1', $2)`)

// Whoever relies on the chain (the audit trail, live pages, kept answers) must learn of every change of an office's rows.
func TestNothingOfAnOfficeChangesWithoutAFact(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ctx := &act.House{DB: d, Policy: policy}, context.Background()
		who, told := syndic(id.New[id.Office]()), false
		silently := func(a *act.Act) (bool, error) {
			if told {
				a.Record(painted{id.New[id.Building](), "north"})
			}
			_, err := a.Exec(addPaint, a.Now)
			return true, err
		}
		if _, err := act.Do(ctx, h, who, act.Door{Via: "api"}, silently); err == nil {
			t.Error("rows changed and nobody was told")
		}
		before, err := h.Version(ctx, who.Office)
		if err != nil || before != 0 {
			t.Fatalf("version %d, %v", before, err)
		}
		told = true
		if _, err := act.Do(ctx, h, who, act.Door{Via: "api"}, silently); err != nil {
			t.Error(err)
		}
		if after, err := h.Version(ctx, who.Office); err != nil || after != 1 {
			t.Errorf("the version is %d after the first fact (%v)", after, err)
		}
	})
}
