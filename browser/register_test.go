package browser

import (
	"strings"
	"testing"

	"koprogo/internal/platform/db/dbtest"
)

// A lot is sold: it is reviewed before anything is written, the register knows both sides of the day, and the toast takes it back.
func TestALotPassesAndIsTakenBack(t *testing.T) {
	t.Run("with script", func(t *testing.T) { passing(t, embedded(t), true, 1440) })
	t.Run("without script", func(t *testing.T) { passing(t, embedded(t), false, 390) })
	t.Run("without script on PostgreSQL", func(t *testing.T) { passing(t, dbtest.PostgresURL(t), false, 390) })
}

func passing(t *testing.T, database string, script bool, width int64) {
	t.Parallel()
	h, story := furnished(t, database)
	b := open(t, h.url, "fr", script, width, 900)
	b.enter(story.Users[0].Email)
	building := story.Buildings[0].ID.String()
	today := h.House.Now().BrusselsDate()
	day, before := today.AddDays(-10), today.AddDays(-11)

	b.visit("/buildings/" + building + "/lots?q=vermeulen")
	b.press(`main tbody a[href^="/lots/"]`)
	lot := b.path()
	b.press(`main a[href$="/transfer"]`)
	b.fill("date", day.String())
	b.send()
	if at := b.path(); !strings.HasSuffix(at, "/transfer/review") {
		t.Fatalf("nothing is reviewed at %s", at)
	}
	b.send() // comes back: nobody is named
	b.fill("members[0].first_name", "Nadia")
	b.fill("members[0].last_name", "Haddad")
	b.fill("members[0].email", "nadia.haddad@exemple.example")
	b.send()
	b.holder(building, before.String(), "Vermeulen", lot)
	b.holder(building, day.String(), "Haddad", lot)

	b.visit(lot)
	b.press(`main a[href^="/transfers/"]`)
	transfer := b.path()
	b.press(`form[action$="/undo"] button`)
	b.holder(building, day.String(), "Vermeulen", lot)
	b.visit(transfer)
	if b.has(`[action=` + transfer + `/undo]`) {
		t.Error("what was taken back can be taken back again")
	}

	b.visit("/buildings/" + building + lot + "/transfer")
	b.send()
	b.fill("members[0].last_name", "Haddad")
	b.send()
	b.press(`.toast-undo`)
	b.holder(building, today.String(), "Vermeulen", lot)
}

// holder tells who holds a lot in the register of a day.
func (b *tab) holder(building, on, name, lot string) {
	b.t.Helper()
	b.visit("/buildings/" + building + "/lots?on=" + on + "&q=" + name)
	if !strings.Contains(b.html(), `href="`+lot) {
		b.t.Errorf("on %s the lot is not held by %s", on, name)
	}
}

// A messy list is repaired and entered, then taken back: the register is as before, and the list can be entered again.
func TestAListIsTakenBackAndEnteredAgain(t *testing.T) {
	for _, script := range []bool{true, false} {
		name, lang, width, undo := "fr with script", "fr", int64(1440), `.toast-undo`
		if !script {
			name, lang, width, undo = "de without script", "de", 390, `main form[action$="/return"] button`
		}
		t.Run(name, func(t *testing.T) {
			h := stand(t, embedded(t))
			b := open(t, h.url, lang, script, width, 900)
			h.setUp(b, lang)
			building := b.build()
			for range 2 {
				b.offer(building)
				b.repair()
				b.send()
				if !strings.Contains(b.html(), `href="/lots/`) {
					t.Fatalf("no lot was entered: %s", b.here())
				}
				if !script { // the toast is gone; the list of imports offers the same
					b.visit("/buildings/" + building + "/imports")
				}
				b.press(undo)
				b.says(lang)
				b.visit("/buildings/" + building + "/lots")
				if strings.Contains(b.html(), `href="/lots/`) {
					t.Error("lots of the list stay behind")
				}
				b.visit("/buildings/" + building + "/owners")
				if strings.Contains(b.html(), "Vermeulen") {
					t.Error("owners of the list stay behind")
				}
			}
		})
	}
}
