package spec

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"koprogo/internal/oversight/deadlines"
	"koprogo/internal/platform/jobs"
)

// posts is a morning at six: who wants to be told is told, and the letters leave.
func (s *story) posts(day string) {
	s.Helper()
	s.wakes(day)
	if err := s.app.Deadlines.Morning(context.Background(), jobs.Job{Kind: deadlines.MorningJob}); err != nil {
		s.Fatal(err)
	}
	runner := jobs.Runner{DB: s.app.DB, Log: slog.New(slog.DiscardHandler), Clock: s.app.House.Clock,
		Handlers: map[string]jobs.Handler{deadlines.LetterJob: s.app.Deadlines.Letter, deadlines.AlertJob: s.app.Deadlines.Alert}}
	for did := true; did; {
		var err error
		if did, err = runner.Once(context.Background()); err != nil {
			s.Fatal(err)
		}
	}
}

// ordinary enters what an ordinary assembly decided.
func (b building) ordinary(on, point, title string) string {
	b.Helper()
	return b.does("POST", b.path("/decisions"), m{"assembly_on": on, "assembly_kind": "ordinary", "point": point, "title": title, "text": title + ".", "majority": "absolute"}).text("id")
}

func (b building) owner(name string) string {
	b.Helper()
	_, members := b.party(name)
	return "member:" + members[0]
}

// Art. 3.90: a year of the council, from its election to the ordinary assembly that ends its mandate. It watches, the syndic is late, who sits is told; the
// report tells the assembly, and the next ordinary assembly elects anew.
func TestAYearOfTheCouncil(t *testing.T) {
	on(t, "2026-05-13", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 600, anne)
		b.lot("2A", "apartment", 400, tomasz)
		elected := b.ordinary("2026-05-12", "6", "Élection du conseil et du commissaire")
		seat := b.appointed("council", b.owner("Tomasz Zieliński"), elected, "2026-05-12", "")
		b.appointed("auditor", b.owner("Anne Dubois"), elected, "2026-05-12", "")
		b.says("elected", b.holders("council"), "Tomasz Zieliński")
		roof := b.does("POST", b.path("/decisions"), m{"assembly_on": "2026-05-12", "point": "11", "title": "Réparation du toit", "text": "Réparer le toit.", "majority": "two_thirds",
			"what": "Commander les travaux", "due_on": "2026-06-30"}).text("id")
		b.says("all decisions of a day are of one assembly", b.does("GET", "/decisions/"+roof, nil).text("assembly_kind"), "ordinary")
		b.ask("POST", b.path("/decisions"), m{"assembly_on": "2026-05-12", "assembly_kind": "extraordinary", "title": "x", "text": "y"}).refused("assembly_kind_other", "")

		b.says("thirty days for the minutes", b.deadline("decisions/minutes/2026-05-12"), "2026-06-11 later 3.87 §12")
		b.says("four months to challenge", b.deadline("decisions/challenge/2026-05-12"), "2026-09-12 later 3.92 §3")
		s.today("2026-05-30")
		b.brings("/decisions/"+roof+"/minutes", "procès-verbal.pdf")
		b.says("the minutes are there", b.deadline("decisions/minutes/2026-05-12"), "2026-06-11 done 3.87 §12")
		s.member("tomasz@exemple.example", "Tomasz Zieliński", b)
		s.as("tomasz@exemple.example")
		s.does("PUT", "/deadlines/letters", m{"weekly": false, "reminders": false, "alerts": true})
		s.posts("2026-06-30")
		if len(s.post) != 0 {
			t.Fatalf("on its day nothing is late: %v", s.post)
		}
		s.posts("2026-07-01")
		s.posts("2026-07-02")
		if len(s.post) != 1 || s.post[0].To[0].Email != "tomasz@exemple.example" || !strings.Contains(s.post[0].Text, "Réparation du toit") {
			t.Fatalf("the alerts: %v", s.post)
		}
		b.does("POST", "/decisions/"+roof+"/comments", m{"text": "Quand viendra le couvreur ?"})
		b.does("POST", b.path("/council/entries"), m{"kind": "note", "title": "Entre nous", "text": "Ornithorynque"})

		// In spring Tomasz writes the report; what the council keeps for itself is not in it.
		s.today("2027-05-02")
		report := b.does("POST", b.path("/council/reports"), m{"span": "yearly"}).text("id")
		at := "/reports/" + report
		b.does("PUT", at, m{"opening": "Le toit a attendu.", "decisions_remark": "Le couvreur n’est pas venu."})
		told := b.does("GET", at, nil)
		b.says("since the last ordinary assembly", told.text("from"), "2026-05-12")
		roofs := told.body["decisions"].([]any)
		if len(roofs) != 1 || roofs[0].(m)["days_behind"] != 306.0 || len(told.body["comments"].([]any)) != 1 || len(told.body["members"].([]any)) != 1 {
			t.Errorf("the report tells %v", told.body)
		}
		s.as(claire)
		b.ask("GET", at, nil).refused("forbidden", "")
		b.says("nobody else sees a draft", anyOf(b.does("GET", b.path("/council/reports"), nil).items()), "none")
		s.as("tomasz@exemple.example")
		b.does("POST", at+"/issue", nil)
		b.ask("PUT", at, m{"opening": "Autre chose."}).refused("report_issued", "")
		s.as(claire)
		issued := map[string][]byte{}
		for _, lang := range []string{"fr", "nl", "de", "en"} {
			issued[lang] = b.does("GET", at+"/papers/"+lang, nil).paper
			if !bytes.HasPrefix(issued[lang], []byte("%PDF-")) {
				t.Errorf("the report in %s is no paper", lang)
			}
		}
		s.today("2027-05-05")
		b.does("POST", "/decisions/"+roof+"/progress", m{"state": "done", "note": "Le toit est réparé"})
		if !bytes.Equal(b.does("GET", at+"/papers/nl", nil).paper, issued["nl"]) {
			t.Error("what was issued has changed")
		}

		// An extraordinary assembly ends nothing; the ordinary one does, by itself.
		s.today("2027-05-20")
		b.does("POST", b.path("/decisions"), m{"assembly_on": "2027-02-02", "assembly_kind": "extraordinary", "title": "Chaudière", "text": "Remplacer la chaudière."})
		b.says("after an extraordinary assembly", b.holders("council"), "Tomasz Zieliński")
		accounts := b.does("POST", b.path("/decisions"), m{"assembly_on": "2027-05-18", "title": "Comptes", "text": "Les comptes sont approuvés."}).text("id")
		b.says("nobody said what assembly it was", b.holders("council"), "Tomasz Zieliński")
		again := b.ordinary("2027-05-18", "7", "Élection du conseil")
		b.says("said of one decision, it holds for all of that day", b.does("GET", "/decisions/"+accounts, nil).text("assembly_kind"), "ordinary")
		b.says("the mandate has ended by itself", b.holders("council"), "")
		b.says("and the house says so", b.gap("council_over"), "warns 3.90 §3")
		b.says("the auditor of last year is due as well", b.gap("auditor_old"), "3.91")
		end := b.does("GET", "/mandates/"+seat, nil).body["end"].(m)
		b.says("its last day is the eve", end["on"].(string)+" "+end["reason"].(string), "2027-05-17 assembly")
		b.appointed("syndic", b.owner("Tomasz Zieliński"), again, "2027-05-18", "2027-12-31") // who sits no longer may be syndic: the database knows it too
		b.does("POST", "/mandates/"+b.appointed("council", b.owner("Anne Dubois"), again, "2027-05-18", "")+"/withdrawal", nil)

		// It turns out that the assembly was extraordinary: then Tomasz would sit and be syndic at once.
		b.ask("PUT", "/decisions/"+again, m{"assembly_on": "2027-05-18", "assembly_kind": "extraordinary", "point": "7", "title": "Élection du conseil", "text": "x", "reason": "Erreur"}).refused("decision_day_mandate", "")
		b.says("refused is not done", b.does("GET", "/decisions/"+again, nil).text("assembly_kind"), "ordinary")
	})
}

func anyOf(list []m) string {
	if len(list) == 0 {
		return "none"
	}
	return "some"
}

// Art. 3.89 §1, 3.90 §4: what rests on a decision follows the day of its assembly, or keeps it where it could not be so.
func TestAnotherDayOfADecisionIsJudgedByWhatRestsOnIt(t *testing.T) {
	on(t, "2026-06-20", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 1000, anne)
		chosen := b.does("POST", b.path("/decisions"), m{"assembly_on": "2026-05-12", "title": "Désignation du syndic", "text": "Choisi.", "majority": "two_thirds"}).text("id")
		maes := b.appointed("syndic", "office", chosen, "2026-05-13", "2029-05-12")
		b.does("POST", b.path("/council/missions"), m{"decision_id": chosen, "text": "Choisir le couvreur", "from": "2026-06-01", "until": "2027-05-31"})
		say := func(day, majority string) answer {
			return b.ask("PUT", "/decisions/"+chosen, m{"assembly_on": day, "title": "Désignation du syndic", "text": "Choisi.", "majority": majority, "reason": "Erreur de plume"})
		}
		say("2026-05-20", "two_thirds").refused("decision_day_mandate", "") // the syndic began before
		say("2026-05-12", "absolute").refused("decision_day_mission", "")
		if a := say("2026-05-10", "two_thirds"); a.status != 200 {
			t.Fatalf("%v", a.body)
		}
		b.says("the mandate follows", b.does("GET", "/mandates/"+maes, nil).text("appointed_on"), "2026-05-10")
	})
}

// Art. 3.89 §5 7°: of two syndics who went one after another, each hands over.
func TestEachSyndicWhoWentHandsOver(t *testing.T) {
	on(t, "2026-05-14", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 1000, anne)
		peeters := b.appointed("syndic", "Jan Peeters", b.decided("2024-05-14", "6", "Désignation de Jan Peeters"), "2024-05-15", "2026-03-31")
		simon := b.appointed("syndic", "Eva Simon", b.decided("2026-03-30", "2", "Désignation d’Eva Simon"), "2026-04-01", "2026-05-12")
		b.appointed("syndic", "office", b.decided("2026-05-12", "3", "Désignation du bureau Maes"), "2026-05-13", "2029-05-12")
		b.says("the first", b.deadline("mandates/"+peeters+"/handover"), "2026-04-30 late 3.89 §5 7°")
		b.says("the second", b.deadline("mandates/"+simon+"/handover"), "2026-06-11 later 3.89 §5 7°")
		b.brings("/mandates/"+simon+"/duties/handover/paper", "inventaire.pdf")
		b.says("one of them has", b.deadline("mandates/"+simon+"/handover"), "2026-06-11 done 3.89 §5 7°")
		b.says("the other has not", b.deadline("mandates/"+peeters+"/handover"), "2026-04-30 late 3.89 §5 7°")
	})
}
