package rest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

var lookAtDoor = act.NewAction("resttest.look")

type doorman map[string]act.Who

func (d doorman) Bearer(r *http.Request) (act.Who, error) {
	return d[r.Header.Get("Authorization")], nil
}

type doorPainted struct {
	Door id.Of[id.Any] `json:"door"`
}

func (f doorPainted) About() act.About { return act.About{Kind: "resttest.painted", Subject: f.Door} }

type doorRequest struct {
	On civil.Date `query:"on"`
}

// A kept answer is right as long as nothing happened in the office, for the same reader, question and day, and no longer.
func TestAKeptAnswerHoldsUntilSomethingHappensInTheOffice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := &act.House{DB: d, Policy: act.Policy{lookAtDoor: {act.Syndic}}}
		syndic := func(office id.Of[id.Office]) act.Who {
			return act.Who{Person: id.New[id.Person](), Office: office, Grants: []act.Grant{{Role: act.Syndic}}}
		}
		claire, elsewhere := syndic(id.New[id.Office]()), syndic(id.New[id.Office]())
		colleague := syndic(claire.Office)
		s := rest.New(h, doorman{"claire": claire, "colleague": colleague, "elsewhere": elsewhere})
		asked := 0
		rest.Read(s, "GET /api/v1/door", lookAtDoor, "The door", func(*act.View, doorRequest) (string, error) {
			asked++
			return "blue", nil
		}, rest.Versioned())

		get := func(who, path, held string) (int, string) {
			t.Helper()
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Authorization", who)
			if held != "" {
				r.Header.Set("If-None-Match", held)
			}
			w := httptest.NewRecorder()
			s.Mux.ServeHTTP(w, r)
			return w.Code, w.Header().Get("ETag")
		}
		paint := func(who act.Who) {
			t.Helper()
			_, err := act.Do(context.Background(), h, who, act.Door{Via: "test"}, func(a *act.Act) (bool, error) {
				a.Record(doorPainted{id.New[id.Any]()})
				return true, nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		_, tag := get("claire", "/api/v1/door", "")
		if code, _ := get("claire", "/api/v1/door", `"other", W/`+tag); code != http.StatusNotModified || asked != 1 {
			t.Fatalf("an unchanged answer was %d and made %d times, want 304 and once", code, asked)
		}
		for _, other := range []struct{ who, path, why string }{
			{"claire", "/api/v1/door?on=2026-01-01", "another question"}, {"colleague", "/api/v1/door", "another reader"}, {"elsewhere", "/api/v1/door", "another office"},
		} {
			if code, _ := get(other.who, other.path, tag); code != http.StatusOK {
				t.Errorf("%s was told %d from claire's answer", other.why, code)
			}
		}
		if code, _ := get("claire", "/api/v1/door", ""); code != http.StatusOK || asked != 4 {
			t.Errorf("an answer that still holds was %d and made anew (%d times)", code, asked)
		}
		paint(elsewhere)
		if code, _ := get("claire", "/api/v1/door", tag); code != http.StatusNotModified {
			t.Errorf("what happened in another office made the answer %d", code)
		}
		paint(colleague)
		if code, next := get("claire", "/api/v1/door", tag); code != http.StatusOK || next == tag || asked != 5 {
			t.Errorf("after a change in the office the old answer was still %d", code)
		}
		r := httptest.NewRequest(http.MethodGet, "/api/v1/door?on=tomorrow", nil)
		r.Header.Set("Authorization", "claire")
		w := httptest.NewRecorder()
		s.Mux.ServeHTTP(w, r)
		if w.Code < 400 || w.Header().Get("ETag") != "" {
			t.Errorf("a fault (%d) carries the tag %q", w.Code, w.Header().Get("ETag"))
		}
	})
}
