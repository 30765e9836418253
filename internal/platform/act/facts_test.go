package act_test

import (
	"context"
	"testing"

	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

func TestFactsAreFoundByWhatTheyAreAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ctx := &act.House{DB: d, Policy: policy}, context.Background()
		who, parc, tilleuls := syndic(id.New[id.Office]()), id.New[id.Building](), id.New[id.Building]()
		for _, b := range []id.Of[id.Building]{parc, parc, tilleuls} {
			if _, err := act.Do(ctx, h, who, act.Door{Via: "api"}, paintWall(b, "north")); err != nil {
				t.Fatal(err)
			}
		}
		elsewhere := syndic(id.New[id.Office]())
		for _, c := range []struct {
			who    act.Who
			filter act.Filter
			before int64
			want   int
		}{
			{who, act.Filter{}, 0, 3},
			{who, act.Filter{}, 3, 2},
			{who, act.Filter{Building: parc}, 0, 2},
			{who, act.Filter{Subject: act.Subject(tilleuls)}, 0, 1},
			{who, act.Filter{Person: who.Person, Room: "test"}, 0, 3},
			{who, act.Filter{Person: elsewhere.Person}, 0, 0},
			{who, act.Filter{Room: "tes"}, 0, 0},
			{who, act.Filter{Before: h.Now()}, 0, 3},
			{who, act.Filter{Since: h.Now()}, 0, 0},
			{elsewhere, act.Filter{}, 0, 0},
		} {
			list, err := act.See(ctx, h, c.who, func(v *act.View) ([]act.Entry, error) { return v.Facts(c.filter, c.before, 10) })
			if err != nil || len(list) != c.want {
				t.Errorf("%+v before %d: %d facts (%v), want %d", c.filter, c.before, len(list), err, c.want)
			}
			for i := range list[:max(len(list), 1)-1] {
				if list[i].Seq <= list[i+1].Seq {
					t.Errorf("%+v: the last fact does not come first", c.filter)
				}
			}
		}
	})
}
