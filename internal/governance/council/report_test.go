package council_test

import (
	"bytes"
	"context"
	"flag"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/council"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/pdf/pdftest"
	"koprogo/internal/platform/rest"
)

var update = flag.Bool("update", false, "write the goldens anew")

// named makes somebody known by name who speaks with roles.
func (w *world) named(name string, roles ...act.Role) act.Who {
	w.Helper()
	p := do(&world{T: w.T, house: w.house, who: act.Who{Office: w.office, House: true}}, func(a *act.Act) (id.Of[id.Person], error) {
		p, err := (&identity.Room{House: w.house}).Enrol(a, strings.ToLower(strings.Fields(name)[0])+"@exemple.example", name, i18n.FR, "quatre mots pour entrer", false)
		return p.ID(), err
	})
	w.is(roles...)
	w.who.Person, w.who.Name = p, name
	return w.who
}

func see[T any](w *world, fn func(*act.View) (T, error)) T {
	w.Helper()
	x, err := act.See(context.Background(), w.house, w.who, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

// year is a year of the council: Sofie and Luc sit, the roof is late, the lamps are done, the poster hung too late.
func (w *world) year() (sofie act.Who) {
	w.Helper()
	blobs, err := blob.Open(w.TempDir(), 1<<20)
	if err != nil {
		w.Fatal(err)
	}
	w.room.Blobs, w.decisions.Blobs = blobs, blobs
	w.room.Expected = func(*act.View, id.Of[id.Building]) ([]law.Deadline, error) {
		return []law.Deadline{
			{Key: "mandates/x/poster", What: "mandates.deadline_poster", Whom: "law.whom_syndic", Legal: true, Article: "3.89 §2", Date: civil.Must("2026-05-21"), Done: civil.Must("2026-05-23")},
			{Key: "mandates/x/registration", What: "mandates.deadline_registration", Whom: "law.whom_syndic", Legal: true, Article: "3.89 §3", Date: civil.Must("2026-05-26"), Done: civil.Must("2026-05-20")},
			{Key: "mandates/x/insurance", What: "mandates.deadline_insurance", Whom: "law.whom_syndic", Legal: true, Article: "3.89 §5, 8°", Date: civil.Must("2026-09-01")},
			{Key: "mandates/x/handover", What: "mandates.deadline_handover", Whom: "law.whom_syndic", Legal: true, Article: "3.89 §5, 7°", Date: civil.Must("2027-06-11")}, // after the period
			{Key: "assembly/2027/items", What: "assembly.deadline_items", Whom: "law.whom_owner", Legal: true, Article: "3.87 §3", Date: civil.Must("2026-10-01")},         // of the owners
		}, nil
	}
	w.house.Policy[property.ChangeRegister], w.house.Policy[mandates.ChangeMandate] = []act.Role{act.Syndic}, []act.Role{act.Syndic}
	w.house.Policy[decisions.ReportProgress] = []act.Role{act.Syndic}
	w.house.Policy[council.WriteReport], w.house.Policy[council.ReadReport] = []act.Role{act.Council}, []act.Role{act.Syndic, act.Council, act.Owner}
	claire := w.named("Claire Maes", act.Syndic)
	elected := w.decided(share.Absolute, decisions.Plan{})
	register := property.Room{}
	for i, name := range []string{"Sofie Claes", "Luc Lambert"} {
		first, last, _ := strings.Cut(name, " ")
		do(w, func(a *act.Act) (property.Lot, error) {
			return register.AddLot(a, w.building, property.LotEntry{Label: string(rune('A' + i)), Kind: "apartment", Shares: 500},
				[]property.MemberEntry{{FirstName: first, LastName: last, Lang: i18n.FR, Part: share.Must(1, 1)}}, civil.Must("2020-01-01"))
		})
		member := see(w, func(v *act.View) (id.Of[id.Member], error) {
			reg, err := property.LoadRegister(v.Tx, w.building)
			for _, p := range reg.At(v.Today, v.Now).Parties {
				if p.Name() == name {
					return p.Members()[0].ID(), err
				}
			}
			return id.Of[id.Member]{}, err
		})
		do(w, func(a *act.Act) (mandates.Mandate, error) {
			return w.room.Mandates.Appoint(a, w.building, mandates.Entry{Kind: mandates.Council, Holder: mandates.Holder{Member: member}, Origin: mandates.ByDecision, Decision: elected.ID(),
				From: civil.Must("2026-05-13"), Position: []string{"présidence", ""}[i]})
		})
	}
	enter := func(point, title string, p decisions.Plan) decisions.Decision {
		return do(w, func(a *act.Act) (decisions.Decision, error) {
			return w.decisions.Enter(a, w.building, decisions.Entry{Assembly: civil.Must("2026-05-13"), Point: point, Title: title, Text: title + ".", Majority: share.TwoThirds}, p)
		})
	}
	roof := enter("7", "Isoler la toiture", decisions.Plan{What: "Demander trois offres", Due: civil.Must("2026-09-30"), Who: "Bureau Maes"})
	lamps := enter("8", "Remplacer les lampes des paliers", decisions.Plan{What: "Commander vingt lampes", Due: civil.Must("2026-08-13"), Article: "3.89 §5, 1°", Who: "Électricité Lumen"})
	do(w, func(a *act.Act) (decisions.Decision, error) {
		return w.decisions.Report(a, lamps.ID(), decisions.Report{State: decisions.Done, On: civil.Must("2026-07-10"), Note: "Posées et essayées."})
	})
	do(w, func(a *act.Act) (council.Mission, error) {
		return w.room.Delegate(a, w.building, roof.ID(), "Choisir une des trois offres pour la toiture", civil.Must("2026-06-01"), civil.Must("2027-05-31"))
	})
	sofie = w.named("Sofie Claes", act.Council)
	do(w, func(a *act.Act) (council.Comment, error) {
		return w.room.Comment(a, roof.ID(), "Où en sont les offres ?")
	})
	w.who = claire
	do(w, func(a *act.Act) (council.Comment, error) {
		return w.room.Comment(a, roof.ID(), "Deux sont arrivées, la troisième est promise pour la fin du mois.")
	})
	w.who = sofie
	return sofie
}

// Article 3.90 §4: the council gives the ordinary assembly a detailed report. It is drafted from the facts, worded by the council, and kept as it was issued.
func TestTheCouncilReportsToTheAssembly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		sofie := w.year()
		note := do(w, func(a *act.Act) (council.Entry, error) {
			return w.room.Write(a, w.building, council.Said{Kind: "note", Title: "Toiture", Text: "La deuxième offre oublie l’échafaudage."})
		})
		do(w, func(a *act.Act) (council.Entry, error) {
			return w.room.Write(a, w.building, council.Said{Kind: "note", Title: "Ornithorynque", Text: "Ornithorynque bleu"})
		})
		begun := func() (council.Report, error) {
			return try(w, func(a *act.Act) (council.Report, error) {
				return w.room.Begin(a, w.building, "yearly", civil.Must("2026-05-13"), civil.Date{})
			})
		}
		x, err := begun()
		if err != nil {
			t.Fatal(err)
		}
		_, err = begun()
		refused(t, err, "report_begun")
		do(w, func(a *act.Act) (council.Report, error) {
			return w.room.Tell(a, x.ID(), council.Telling{Opening: "Le conseil s’est réuni quatre fois.", Deadlines: council.Remark{Text: "L’attestation d’assurance manque toujours."}})
		})
		do(w, func(a *act.Act) (council.Report, error) { return w.room.PutIn(a, x.ID(), note.ID()) })

		// A draft is the council's alone.
		paper := func(l i18n.Lang) (rest.Download, error) {
			return act.See(context.Background(), w.house, w.who, func(v *act.View) (rest.Download, error) { return w.room.PaperOf(v, x.ID(), string(l)) })
		}
		for _, roles := range [][]act.Role{{act.Syndic}, {act.Owner}, {act.Syndic, act.Council}} {
			w.is(roles...)
			if _, err := paper(i18n.FR); err == nil {
				t.Errorf("%v reads a draft", roles)
			}
			if list := see(w, func(v *act.View) ([]council.Report, error) { return w.room.Reports(v, w.building) }); len(list) != 0 {
				t.Errorf("%v sees that there is a draft", roles)
			}
			if _, err := try(w, func(a *act.Act) (council.Report, error) { return w.room.Issue(a, x.ID()) }); err == nil {
				t.Errorf("%v issues what the council has not", roles)
			}
		}
		w.who = sofie
		draft, err := paper(i18n.FR)
		if err != nil {
			t.Fatal(err)
		}
		report(t, "report_draft", draft.Data)
		do(w, func(a *act.Act) (council.Report, error) { return w.room.Issue(a, x.ID()) })
		was := map[i18n.Lang][]byte{}
		for _, l := range i18n.Langs {
			file, err := paper(l)
			if err != nil {
				t.Fatal(err)
			}
			was[l] = file.Data
			report(t, "report_"+string(l), file.Data)
		}

		// What happens afterwards changes nothing of it, and nobody else either.
		_, err = try(w, func(a *act.Act) (council.Report, error) {
			return w.room.Tell(a, x.ID(), council.Telling{Opening: "Autre chose."})
		})
		refused(t, err, "report_issued")
		_, err = try(w, func(a *act.Act) (council.Report, error) { return w.room.Discard(a, x.ID()) })
		refused(t, err, "report_issued")
		w.is(act.Syndic)
		for _, d := range see(w, func(v *act.View) ([]decisions.Shown, error) { return w.decisions.Decisions(v, w.building) }) {
			if d.Title() == "Isoler la toiture" && d.Point() == "7" {
				do(w, func(a *act.Act) (decisions.Decision, error) {
					return w.decisions.Report(a, d.ID(), decisions.Report{State: decisions.Done, Note: "Les offres sont là."})
				})
			}
		}
		w.is(act.Owner)
		for _, l := range i18n.Langs {
			if file, err := paper(l); err != nil || !bytes.Equal(file.Data, was[l]) {
				t.Errorf("the paper in %s is not what was issued (%v)", l, err)
			}
		}
		kept := see(w, func(v *act.View) (council.Account, error) { return w.room.Report(v, x.ID()) })
		if i := slices.IndexFunc(kept.Facts.Decisions, func(d council.DecisionFact) bool { return d.Title == "Isoler la toiture" }); i < 0 || kept.Facts.Decisions[i].State == decisions.Done {
			t.Errorf("the page of an issued report follows what happened later: %+v", kept.Facts.Decisions)
		}

		// The next one goes on where this one ended.
		w.who = sofie
		_, err = try(w, func(a *act.Act) (council.Report, error) {
			return w.room.Begin(a, w.building, "half_yearly", civil.Must("2026-05-13"), civil.Must("2027-05-12"))
		})
		refused(t, err, "report_future")
		next := do(w, func(a *act.Act) (council.Report, error) {
			return w.room.Begin(a, w.building, "half_yearly", civil.Date{}, civil.Date{})
		})
		do(w, func(a *act.Act) (council.Report, error) { return w.room.Discard(a, next.ID()) })
		if list := see(w, func(v *act.View) ([]council.Report, error) { return w.room.Reports(v, w.building) }); len(list) != 1 {
			t.Errorf("%d reports", len(list))
		}
	})
}

// report compares the words of a report with those that are kept; nothing is in it that no member put there.
func report(t *testing.T, name string, data []byte) {
	t.Helper()
	if pages := pdftest.Golden(t, name, data, *update); strings.Contains(strings.Join(pages, " "), "Ornithorynque") {
		t.Errorf("%s tells what no member put in", name)
	}
}
